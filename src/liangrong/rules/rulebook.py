"""The law as it stands on a day: which value governs, for whom, for a contract opened when, and on whose word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any, Final

from liangrong.core.errors import RuleNotInForce, UnknownName, UsageError
from liangrong.core.results import Note
from liangrong.rules.events import Confidence
from liangrong.rules.packs import Pack, laid_over
from liangrong.rules.parameters import DatedValue, OnRollover, Parameter, Reach, UnitName, Value, Venue
from liangrong.rules.reading import Reading, parse_parameter
from liangrong.rules.vintage import Contract, Layer, Step, follow, prevailing, value_of

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
        Whose word it is: a folder of the book, ``pack:NAME``, or ``reform``.
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
    """Every parameter by name, with its whole history, and the packs laid over it.

    Examples
    --------
    >>> book = Rulebook.load()
    >>> book.at(date(2026, 2, 2)).number("financing_margin_ratio", opened_on=date(2025, 12, 10))
    Decimal('0.80')
    """

    parameters: Mapping[str, Parameter]
    authorities: Mapping[str, str] = field(default_factory=dict)
    """Parameter name to whose word it is, for what ``with_parameter`` has replaced."""
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Name or alias to name."""
    overlays: Mapping[str, Mapping[str, tuple[DatedValue, ...]]] = field(default_factory=dict, repr=False)
    """``pack:NAME`` to what it says, by parameter."""
    _days: dict[date, RulesInForce] = field(default_factory=dict, init=False, repr=False)

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
            reading = Reading(f"{parameter.authority}/{parameter.name}.yaml", *[parameter.name] * 2)
            for name in (parameter.name, *parameter.aliases):
                if name in names:
                    what = "parameter" if name == parameter.name else "aliases"
                    raise reading.bad(
                        f"{what}: the name {name} is taken by {names[name]}", f"{what}：名称 {name} 已被 {names[name]} 使用"
                    )
                names[name] = parameter.name
            found[parameter.name] = parameter
        for parameter in found.values():
            if parameter.bounded_by is not None and parameter.bounded_by not in found:
                raise Reading(f"{parameter.authority}/{parameter.name}.yaml", *[parameter.name] * 2).bad(
                    f"bounded_by is {parameter.bounded_by}, which is not in the book",
                    f"bounded_by 为 {parameter.bounded_by}，规则库中没有这个参数",
                )
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
            There is none; the message names what is spelt nearest.
        """
        if name not in self.names:
            near = get_close_matches(name, [*self.names, *self.groups], n=5) or sorted(self.groups)
            raise UnknownName(kind="rule parameter", name=name, known=f"{', '.join(near)} (`liangrong rules list` has all)",
                              known_zh=f"{'、'.join(near)}（运行 `liangrong rules list` 查看全部）")  # fmt: skip
        return self.parameters[self.names[name]]

    @property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Parameters that are asked for together: the first part of their aliases, such as ``defaults``, to their names."""
        found: dict[str, list[str]] = {}
        for parameter in self.parameters.values():
            for prefix in dict.fromkeys(alias.partition(".")[0] for alias in parameter.aliases if "." in alias):
                found.setdefault(prefix, []).append(parameter.name)
        return {prefix: tuple(sorted(names, key=lambda name: (name != prefix, name))) for prefix, names in found.items()}

    def with_parameter(self, parameter: Parameter, authority: str = "") -> Rulebook:
        """Return this book with one parameter added or replaced; ``authority`` says on whose word."""
        authorities = {**self.authorities, parameter.name: authority} if authority else dict(self.authorities)
        names = {**self.names, **dict.fromkeys((parameter.name, *parameter.aliases), parameter.name)}
        return replace(self, parameters={**self.parameters, parameter.name: parameter}, authorities=authorities, names=names)

    def amend(self, pack: Pack) -> Rulebook:
        """Return this book with a broker's pack laid over it; where the law is or becomes tighter, the law still governs.

        Raises
        ------
        LooseningOverlay
            The pack loosens the law, or a value with a direction, on the day it begins.
        BadInput
            A value of the pack does not fit its parameter.

        Examples
        --------
        >>> from liangrong.rules.packs import load_pack
        >>> amended = Rulebook.load().amend(load_pack("east_money_2018"))
        >>> amended.at(date(2020, 1, 2)).ruling("financing_margin_constant").authority
        'pack:east_money_2018'
        """
        return replace(self, overlays={**self.overlays, f"pack:{pack.name}": laid_over(self, pack)})

    def assume(self, name: str, start: date, *, on_rollover: OnRollover) -> Rulebook:
        """Return this book with another rollover behaviour of one dated value, where the text leaves it open.

        Raises
        ------
        UsageError
            No value of that parameter starts on that day.
        """
        old = self.parameter(name)
        if all(dated.start != start for dated in old.values):
            starts = dict.fromkeys(f"{dated.start}" for dated in old.values)
            raise UsageError(reason=f"No value of {old.name} starts on {start}; values start on {', '.join(starts)}.",
                             reason_zh=f"{old.name} 没有自 {start} 起的取值；各取值起始日为 {'、'.join(starts)}。")  # fmt: skip
        values = tuple(
            replace(d, on_rollover=on_rollover, rollover_confidence="H") if d.start == start else d for d in old.values
        )
        return self.with_parameter(replace(old, values=values))

    def reform(
        self,
        name: str,
        value: Value,
        start: date,
        *,
        venues: tuple[Venue, ...] | None = None,
        applies_to: Reach = "new_contracts",
        on_rollover: OnRollover = "keep",
        authority: str = "reform",
        citation: str = "假设的改革 · supposed reform",
    ) -> Rulebook:
        """Return this book with a supposed change of the law, which may also loosen.

        Parameters
        ----------
        value
            In the unit of the parameter, with all of its keys where it has keys.
        start
            First session in force, until the next value of the book; a value of the same day and exchange gives way.
        venues
            ``None``: wherever the parameter says anything by then.
        authority, citation
            On whose word it is supposed.

        Raises
        ------
        BadInput
            The value is of another unit, or lacks a key.

        Examples
        --------
        >>> supposed = Rulebook.load().reform("financing_margin_ratio", Decimal("0.90"), date(2027, 1, 4))
        >>> supposed.at(date(2027, 1, 4)).number("financing_margin_ratio")
        Decimal('0.90')
        """
        old = self.parameter(name)
        reading = Reading(authority, *[f"{old.name} {start}"] * 2)
        given = [dict(row) for row in value] if isinstance(value, tuple) else value
        checked = reading.value(given, old)
        where = venues or tuple(v for v in old.venues if old.history(v)[0].start <= start) or old.venues
        new = DatedValue(
            start=start, value=checked, venues=where, applies_to=applies_to, on_rollover=on_rollover, citation=citation,
            confidence="H", rollover_confidence="H", authority=authority,
        )  # fmt: skip
        kept = []
        for dated in old.values:
            left = tuple(v for v in dated.venues if v not in where) if dated.start == start else dated.venues
            kept += [replace(dated, venues=left)] if left else []
        return self.with_parameter(replace(old, values=tuple(sorted([*kept, new], key=lambda dated: dated.start))))


@dataclass(frozen=True, eq=False)
class RulesInForce:
    """The book on one day."""

    book: Rulebook
    on: date
    _answers: dict[Any, Ruling] = field(default_factory=dict, init=False, repr=False)

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
        name
            Name or alias; ``name.key`` addresses a key.
        key
            Investor class (``general`` when not given), asset class or member.
        opened_on
            When the contract was opened; ``None`` asks for a contract opened on the day itself.
        rolled_on
            When the contract was rolled over (展期), up to the day asked about.
        agreed
            Broker and client agreed to take lower ratios on existing contracts where the rule lets them.

        Raises
        ------
        RuleNotInForce
            The day, or the opening, is before the rule's first day on that exchange.
        UnknownName
            No such parameter or key.
        UsageError
            A key is needed or too much, or the contract's dates are impossible.
        """
        asked = (name, key, venue, opened_on, rolled_on, agreed)
        if asked not in self._answers:
            self._answers[asked] = self._ruling(name, key, venue, Contract(opened_on, rolled_on, agreed))
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

    def layers(
        self, name: str, key: str | None, venue: Venue, contract: Contract
    ) -> tuple[Parameter, str | None, tuple[Layer, ...]]:
        """What the book and each pack say about a contract, step by step: the parameter, the key, and the layers, book first.

        Raises
        ------
        RuleNotInForce, UnknownName, UsageError
            As ``ruling``.
        """
        base, _, member = name.partition(".")
        if name not in self.book.names and base in self.book.names and member:
            name, key = base, member
        parameter = self.book.parameter(name)
        key = _key(parameter, key)
        self._check_dates(contract)
        history = parameter.history(venue, key)
        self._check_started(parameter, key, history, venue, contract.opened_on or self.on)
        own = self.book.authorities.get(parameter.name, parameter.authority)
        layers = [Layer(own, follow(parameter, history, contract, self.on, key=key))]
        for authority, said in self.book.overlays.items():
            above = [dated for dated in said.get(parameter.name, ()) if venue in dated.venues and _names(dated, key)]
            if above:
                layers.append(Layer(authority, follow(parameter, above, contract, self.on, key=key)))
        return parameter, key, tuple(layers)

    def _ruling(self, name: str, key: str | None, venue: Venue, contract: Contract) -> Ruling:
        parameter, key, layers = self.layers(name, key, venue, contract)
        layer = prevailing(parameter, layers, key)
        step = layer.last
        assert step is not None, "a rule that has begun says something"
        dated = step.dated
        return Ruling(
            parameter=parameter.name,
            key=key,
            value=value_of(dated.value, key),
            unit=parameter.unit,
            on=self.on,
            venue=venue,
            since=dated.start,
            applies_to=dated.applies_to,
            on_rollover=dated.on_rollover,
            authority=dated.authority or layer.authority,
            citation=dated.citation,
            confidence=dated.confidence,
            reason=_reason(step),
            opened_on=contract.opened_on,
        )

    def _check_dates(self, contract: Contract) -> None:
        opened = contract.opened_on
        if opened is None:
            if contract.rolled_on:
                raise UsageError(reason="A contract that was rolled over was opened before: say when (opened_on).",
                                 reason_zh="展期过的合约须说明开立日（opened_on）。")  # fmt: skip
            return
        if opened > self.on:
            raise UsageError(reason=f"A contract opened on {opened} does not exist on {self.on}.",
                             reason_zh=f"{opened} 开立的合约在 {self.on} 还不存在。")  # fmt: skip
        wrong = [day for day in contract.rolled_on if not opened <= day <= self.on]
        if wrong:
            raise UsageError(
                reason=f"A contract opened on {opened} cannot have been rolled over on {wrong[0]} as seen on {self.on}.",
                reason_zh=f"{opened} 开立的合约，在 {self.on} 看来不可能于 {wrong[0]} 展期。",
            )

    def _check_started(
        self, parameter: Parameter, key: str | None, history: tuple[DatedValue, ...], venue: Venue, opened: date
    ) -> None:
        if history and history[0].start <= opened:
            return
        where = "、".join(parameter.venues)
        raise RuleNotInForce(
            parameter=f"{parameter.name}.{key}" if key and parameter.by != "investor" else parameter.name, on=opened, venue=venue,
            reason=f"its first value on {venue} is from {history[0].start}" if history
            else f"it has no value on {venue}, only on {', '.join(parameter.venues)}",
            reason_zh=f"{venue} 的首个取值自 {history[0].start} 起" if history else f"{venue} 没有该规则，只有 {where}")  # fmt: skip


def _key(parameter: Parameter, key: str | None) -> str | None:
    """The key that is meant: needed where the parameter tells parts apart, refused where it does not."""
    if parameter.by is None:
        if key is not None:
            raise UsageError(reason=f"{parameter.name} is one value and takes no key, but {key!r} was given.",
                             reason_zh=f"{parameter.name} 只有一个取值，不分项，却给了“{key}”。")  # fmt: skip
        return None
    if key is None and parameter.by == "investor":
        return "general"
    if key is None:
        known = parameter.keys
        raise UsageError(reason=f"{parameter.name} has a value for each {parameter.by}; name one: {', '.join(known)}.",
                         reason_zh=f"{parameter.name} 分项取值，请指明一项：{'、'.join(known)}。")  # fmt: skip
    if key not in parameter.keys:
        raise UnknownName(kind="rule key", name=key, known=", ".join(parameter.keys))
    return key


def _names(dated: DatedValue, key: str | None) -> bool:
    return key is None or (isinstance(dated.value, Mapping) and key in dated.value)


def _reason(step: Step) -> Note:
    name = step.dated.authority.partition(":")[2]
    return Note(f"规则包 {name}：{step.reason.zh}", f"pack {name}: {step.reason.en}") if name else step.reason


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
