"""The book on one day: which value governs, for whom, for a contract opened when, and on whose word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from liangrong.core.errors import RuleNotInForce, UnknownName, UsageError
from liangrong.core.results import Note
from liangrong.rules.events import Confidence
from liangrong.rules.parameters import DatedValue, OnRollover, Parameter, Reach, UnitName, Value, Venue
from liangrong.rules.vintage import Contract, Layer, Step, follow, prevailing, value_of

if TYPE_CHECKING:
    from liangrong.rules.rulebook import Rulebook

__all__ = ["RulesInForce", "Ruling"]


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

        Examples
        --------
        >>> from liangrong.rules.rulebook import Rulebook
        >>> rules = Rulebook.load().at(date(2024, 9, 2))
        >>> found = rules.ruling("short_margin_ratio", opened_on=date(2023, 9, 1), rolled_on=(date(2024, 8, 1),))
        >>> found.value, found.reason.en
        (Decimal('1.00'), 'adopted on the rollover of 2024-08-01')
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
        layers = [Layer(parameter.authority, follow(parameter, history, contract, self.on, key=key))]
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
