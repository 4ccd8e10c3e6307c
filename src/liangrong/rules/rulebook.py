"""The law as it stands on a day: which value governs, for whom, for a contract opened when, and on whose word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

from liangrong.core.errors import BadInput, RuleNotInForce, UnknownName, UsageError
from liangrong.core.results import Note
from liangrong.rules.events import Confidence
from liangrong.rules.parameters import DatedValue, OnRollover, Parameter, Reach, Scalar, UnitName, Value, Venue
from liangrong.rules.reading import parse_parameter

__all__ = ["AUTHORITIES", "Rulebook", "RulesInForce", "Ruling"]

AUTHORITIES: Final = ("exchanges", "csrc", "csf", "brokers")
"""Folders of the book. ``brokers`` holds common practice, which packs replace; the others hold law."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """The answer to one lookup, and why.

    Parameters
    ----------
    parameter, key
        What was asked; ``key`` is the investor class, asset class or member, where the parameter tells them apart.
    value
        ``None`` where the rule leaves it open or was abolished.
    since
        First session of the value that governs.
    authority
        Whose word it is: a folder of the book, or ``pack:NAME``.
    reason
        Why this value and not another: in force on the day, kept since opening, adopted on rollover.
    """

    parameter: str
    key: str | None
    value: Value
    unit: UnitName
    on: date
    venue: Venue
    since: date
    applies_to: Reach
    on_rollover: OnRollover
    authority: str
    citation: str
    confidence: Confidence
    reason: Note
    opened_on: date | None = None


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Every parameter by name, with its whole history.

    Examples
    --------
    >>> book = Rulebook.load()
    >>> book.at(date(2026, 2, 2)).number("financing_margin_ratio", opened_on=date(2025, 12, 10))
    Decimal('0.80')
    """

    parameters: Mapping[str, Parameter]
    authorities: Mapping[str, str] = field(default_factory=dict)
    """Parameter name to ``pack:NAME``, for what an overlay has replaced."""
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Name or alias to name."""
    _days: dict[date, RulesInForce] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls) -> Rulebook:
        """The book as shipped. The same object every time.

        Raises
        ------
        BadInput
            A file of the book is not valid.
        """
        return _shipped()

    @classmethod
    def of(cls, parameters: Iterable[Parameter]) -> Rulebook:
        """A book of these parameters.

        Raises
        ------
        BadInput
            Two parameters share a name or an alias, or one is bounded by a parameter that does not exist.
        """
        found: dict[str, Parameter] = {}
        names: dict[str, str] = {}
        for parameter in parameters:
            for name in (parameter.name, *parameter.aliases):
                if name in names:
                    raise BadInput(place=f"{parameter.authority}/{parameter.name}.yaml", reason=f"the name {name} is taken by {names[name]}",
                                   reason_zh=f"名称 {name} 已被 {names[name]} 使用")  # fmt: skip
                names[name] = parameter.name
            found[parameter.name] = parameter
        for parameter in found.values():
            if parameter.bounded_by is not None and parameter.bounded_by not in found:
                raise BadInput(place=f"{parameter.authority}/{parameter.name}.yaml",
                               reason=f"bounded_by names {parameter.bounded_by}, which is not in the book",
                               reason_zh=f"bounded_by 指向的 {parameter.bounded_by} 不在规则库中")  # fmt: skip
        return cls(found, {}, names)

    def at(self, on: date) -> RulesInForce:
        """The rules on a day; days and their answers are remembered."""
        if on not in self._days:
            self._days[on] = RulesInForce(self, on)
        return self._days[on]

    def parameter(self, name: str) -> Parameter:
        """A parameter by name or alias.

        Raises
        ------
        UnknownName
            There is none.
        """
        if name not in self.names:
            raise UnknownName(kind="rule parameter", name=name, known=", ".join(sorted(self.parameters)))
        return self.parameters[self.names[name]]

    def with_parameter(self, parameter: Parameter, authority: str = "") -> Rulebook:
        """Return this book with one parameter added or replaced; ``authority`` says on whose word."""
        authorities = {**self.authorities, parameter.name: authority} if authority else dict(self.authorities)
        names = {**self.names, **dict.fromkeys((parameter.name, *parameter.aliases), parameter.name)}
        return Rulebook({**self.parameters, parameter.name: parameter}, authorities, names)

    def assume(self, name: str, start: date, *, on_rollover: OnRollover) -> Rulebook:
        """Return this book with another rollover behaviour of one dated value, where the text leaves it open.

        Raises
        ------
        UsageError
            No value of that parameter starts on that day.
        """
        old = self.parameter(name)
        if all(dated.start != start for dated in old.values):
            starts = ", ".join(f"{dated.start}" for dated in old.values)
            raise UsageError(reason=f"No value of {old.name} starts on {start}; values start on {starts}.",
                             reason_zh=f"{old.name} 没有自 {start} 起的取值；各取值起始日为 {starts}。")  # fmt: skip
        values = tuple(replace(dated, on_rollover=on_rollover) if dated.start == start else dated for dated in old.values)
        return self.with_parameter(replace(old, values=values))


@dataclass(frozen=True, eq=False)
class RulesInForce:
    """The book on one day."""

    book: Rulebook
    on: date
    _answers: dict[Any, Ruling] = field(default_factory=dict, repr=False)

    def ruling(
        self,
        name: str,
        *,
        key: str | None = None,
        venue: Venue = "SSE",
        opened_on: date | None = None,
        rolled_on: tuple[date, ...] = (),
        agreed: bool = False,
    ) -> Ruling:
        """The value that governs, with its citation and the reason.

        Parameters
        ----------
        key
            Investor class (``general`` when not given), asset class or member.
        opened_on
            When the contract was opened; ``None`` asks for a contract opened on the day itself.
        rolled_on
            When the contract was rolled over (展期), ascending.
        agreed
            Broker and client agreed to take lower ratios on existing contracts where the rule lets them.

        Raises
        ------
        RuleNotInForce
            The day, or the opening, is before the rule's first day on that exchange.
        UnknownName
            No such parameter or key.
        """
        asked = (name, key, venue, opened_on, rolled_on, agreed)
        if asked not in self._answers:
            self._answers[asked] = self._ruling(name, key, venue, opened_on, rolled_on, agreed=agreed)
        return self._answers[asked]

    def value(self, name: str, **asked: Any) -> Value:
        """The governing value alone; see ``ruling``."""
        return self.ruling(name, **asked).value

    def number(self, name: str, **asked: Any) -> Decimal:
        """The governing value as a number.

        Raises
        ------
        RuleNotInForce
            No number is in force: the rule was abolished or leaves it to the contract.
        """
        found = self.ruling(name, **asked)
        if isinstance(found.value, bool) or not isinstance(found.value, Decimal | int):
            raise RuleNotInForce(
                parameter=name, on=self.on, venue=found.venue, reason=f"since {found.since} the rule gives no number: {found.citation}",
                reason_zh=f"自 {found.since} 起规则不再给出数值：{found.citation}")  # fmt: skip
        return Decimal(found.value)

    def _ruling(
        self, name: str, key: str | None, venue: Venue, opened_on: date | None, rolled_on: tuple[date, ...], *, agreed: bool
    ) -> Ruling:
        base, _, member = name.partition(".")
        if name not in self.book.names and base in self.book.names and member:
            name, key = base, member
        parameter = self.book.parameter(name)
        history = parameter.history(venue)
        opened = self.on if opened_on is None else opened_on
        self._check(parameter, history, venue, opened)
        governing = [dated for dated in history if dated.start <= opened][-1]
        reason = Note(f"{self.on} 有效", f"in force on {self.on}")
        if opened_on is not None:
            governing, reason = self._vintage(history, governing, opened, rolled_on, agreed=agreed)
        return Ruling(
            parameter=parameter.name,
            key=self._key(parameter, key),
            value=self._pick(parameter, governing, key),
            unit=parameter.unit,
            on=self.on,
            venue=venue,
            since=governing.start,
            applies_to=governing.applies_to,
            on_rollover=governing.on_rollover,
            authority=self.book.authorities.get(parameter.name, parameter.authority),
            citation=governing.citation,
            confidence=governing.confidence,
            reason=reason,
            opened_on=opened_on,
        )

    def _check(self, parameter: Parameter, history: tuple[DatedValue, ...], venue: Venue, opened: date) -> None:
        if opened > self.on:
            raise UsageError(reason=f"A contract opened on {opened} does not exist on {self.on}.",
                             reason_zh=f"{opened} 开立的合约在 {self.on} 还不存在。")  # fmt: skip
        if not history or opened < history[0].start:
            first = f"{history[0].start}" if history else "-"
            raise RuleNotInForce(
                parameter=parameter.name, on=opened, venue=venue,
                reason=f"its first value on {venue} is from {first}" if history else f"it has no value on {venue}",
                reason_zh=f"{venue} 的首个取值自 {first} 起" if history else f"{venue} 没有该规则")  # fmt: skip

    def _vintage(
        self, history: tuple[DatedValue, ...], governing: DatedValue, opened: date, rolled_on: tuple[date, ...], *, agreed: bool
    ) -> tuple[DatedValue, Note]:
        """Follow one contract from its opening through changes and rollovers up to the day."""
        reason = Note(f"{opened} 开立时的取值", f"the value on its opening, {opened}")
        changes = [dated for dated in history if opened < dated.start <= self.on]
        steps = sorted([(d.start, 0, d) for d in changes] + [(day, 1, None) for day in rolled_on if opened < day <= self.on],
                       key=lambda step: step[:2])  # fmt: skip
        latest = governing
        for day, _, change in steps:
            if change is not None:
                latest = change
                if change.applies_to == "all" or (agreed and change.applies_to == "new_and_agreed"):
                    governing = change
                    reason = Note(f"{day} 起的变更适用于该合约", f"the change of {day} reaches it")
            elif latest is not governing and (latest.on_rollover == "adopt" or (agreed and latest.on_rollover == "by_agreement")):
                governing, reason = latest, Note(f"{day} 展期时适用新取值", f"adopted on the rollover of {day}")
        return governing, reason

    def _key(self, parameter: Parameter, key: str | None) -> str | None:
        return "general" if parameter.by == "investor" and key is None else key if parameter.by else None

    def _pick(self, parameter: Parameter, dated: DatedValue, key: str | None) -> Value:
        key = self._key(parameter, key)
        if not isinstance(dated.value, Mapping) or key is None:
            return dated.value
        if key not in dated.value:
            if any(key in v.value for v in parameter.values if isinstance(v.value, Mapping)):
                raise RuleNotInForce(parameter=f"{parameter.name}.{key}", on=self.on, venue=dated.venues[0],
                                     reason=f"no value of {key} is in force", reason_zh=f"{key} 此时尚无取值")  # fmt: skip
            raise UnknownName(kind="rule key", name=key, known=", ".join(dated.value))
        found: Scalar = dated.value[key]
        return found


@cache
def _shipped() -> Rulebook:
    book = files("liangrong.rules") / "book"
    parameters = []
    for authority in AUTHORITIES:
        for file in sorted((book / authority).iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".yaml"):
                place = f"{authority}/{file.name}"
                parameters.append(parse_parameter(file.read_text(encoding="utf-8"), place, authority))
    return Rulebook.of(parameters)
