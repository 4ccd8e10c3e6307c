"""What the facts of a story about a leveraged account imply, and whether the exchanges' rules allow it at all.

The model: somebody put up own money, in cash or in the same stock, borrowed, and held one stock from then on; a fall later the
loss stands and the maintenance ratio with it. Interest, costs and other debts are left out, and nothing was added or taken out
in between.

    position + idle cash = own money + loan          loss = position × fall
    ratio before = (position + idle cash) / loan     ratio after = (position + idle cash − loss) / loan

The law bounds the loan at its opening: own money / financing margin ratio of that day (F-8a: cash is financed against first and
may buy stock afterwards, so this is the most that any order of trades allows). Each relation is linear in the amounts, so what
is feasible is found exactly, by elimination.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Final, Literal

from liangrong.accounts.inverse.elimination import CONSTANT, Linear, Relation, Span, ratio_span, satisfiable, span
from liangrong.accounts.limits.orders import order_size
from liangrong.core.errors import UsageError
from liangrong.core.results import Note
from liangrong.core.units import Unit, display
from liangrong.rules.parameters import Venue
from liangrong.rules.rulebook import Rulebook, Ruling

__all__ = ["QUANTITIES", "CaseSolution", "Interval", "Story", "solve"]

_ONE: Final = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The facts that a story gives; ``None`` is not given. Money in 元, ratios as pure numbers.

    Parameters
    ----------
    on
        Day on which the loan was opened; ``None`` asks for any day.
    position
        Market value of the stock before the fall.
    own, loan
        Own money put up, and money borrowed.
    fall, loss
        Fall of the price (0.15 is 15 %), and money lost by it.
    left
        Own money left after the sale: 0 when all of it was lost, negative when a debt remains.
    leverage
        Position divided by own money.
    loan_to_own
        Loan divided by own money.
    maintenance_ratio_before, maintenance_ratio_after
        维持担保比例 before and after the fall.
    line, outcome
        ``below_line``: the fall took the ratio from the line or above to below it, as in a story of a liquidation;
        ``above_line``: it stayed at the line or above.
    price, security
        Price before the fall, where the position must be a number of shares that can be ordered; ``security`` names the board.
    idle_cash
        Whether some own money may have stayed in cash; otherwise all of it is in the stock.
    rounded
        Whether the facts are rounded to the digits given: 0.15 then stands for 0.145 to 0.155, ``Decimal("6E+4")`` for 55,000 to
        65,000. Lines are never rounded.
    """

    on: date | None = None
    position: Decimal | None = None
    own: Decimal | None = None
    loan: Decimal | None = None
    fall: Decimal | None = None
    loss: Decimal | None = None
    left: Decimal | None = None
    leverage: Decimal | None = None
    loan_to_own: Decimal | None = None
    maintenance_ratio_before: Decimal | None = None
    maintenance_ratio_after: Decimal | None = None
    line: Decimal | None = None
    outcome: Literal["below_line", "above_line"] | None = None
    price: Decimal | None = None
    security: str = ""
    venue: Venue = "SSE"
    idle_cash: bool = False
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """Where an unknown lies; ``None`` where nothing bounds it, ``open`` where the bound itself is excluded.

    Examples
    --------
    >>> Decimal(2) in Interval(Decimal(1), None), Decimal(1) in Interval(Decimal(1), None, low_open=True)
    (True, False)
    """

    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: Decimal) -> bool:
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        return above and (self.high is None or value < self.high or (value == self.high and not self.high_open))

    @property
    def exact(self) -> Decimal | None:
        """The value, where only one is left."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class CaseSolution:
    """What a story comes to.

    Parameters
    ----------
    feasible
        Whether an account under the exchanges' rules can have done this.
    intervals
        What each quantity can be: with the law where it is feasible, from the facts alone where only the law forbids it, empty
        where the facts contradict each other. Keys are the names of ``Story``, and ``quantity`` where a price is given.
    reasons
        Why not; or, for a story without a day, when.
    citation
        Document and article of the financing margin ratio that was held against it.
    """

    feasible: bool
    intervals: Mapping[str, Interval]
    reasons: tuple[Note, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class _Fact:
    label: Note
    relations: tuple[Relation, ...]


_AMOUNTS: Final[Mapping[str, tuple[Linear, str, str]]] = {
    "position": ({"position": _ONE}, "持仓市值", "position"),
    "own": ({"own": _ONE}, "自有资金", "own money"),
    "loan": ({"loan": _ONE}, "融资额", "loan"),
    "loss": ({"loss": _ONE}, "亏损", "loss"),
    "left": ({"own": _ONE, "loss": -_ONE}, "剩余自有资金", "own money left"),
}
"""Quantity in 元 to what it is in the unknowns, and its names."""

_BEFORE: Final[Linear] = {"position": _ONE, "idle": _ONE}
_AFTER: Final[Linear] = {**_BEFORE, "loss": -_ONE}
_RATIOS: Final[Mapping[str, tuple[Linear, Linear, str, str]]] = {
    "fall": ({"loss": _ONE}, {"position": _ONE}, "跌幅", "fall"),
    "leverage": ({"position": _ONE}, {"own": _ONE}, "持仓/自有资金", "position / own money"),
    "loan_to_own": ({"loan": _ONE}, {"own": _ONE}, "融资/自有资金", "loan / own money"),
    "maintenance_ratio_before": (_BEFORE, {"loan": _ONE}, "下跌前维持担保比例", "maintenance ratio before the fall"),
    "maintenance_ratio_after": (_AFTER, {"loan": _ONE}, "下跌后维持担保比例", "maintenance ratio after the fall"),
}
"""Quantity without unit to the amounts above and below its stroke, and its names."""

QUANTITIES: Final[Mapping[str, tuple[Unit, Note]]] = {
    **{name: (Unit.YUAN, Note(zh, en)) for name, (_, zh, en) in _AMOUNTS.items()},
    "idle_cash": (Unit.YUAN, Note("闲置现金", "idle cash")),
    **{name: (Unit.RATIO, Note(zh, en)) for name, (_, _, zh, en) in _RATIOS.items()},
    "quantity": (Unit.SHARE, Note("股数", "shares")),
}
"""Keys of ``CaseSolution.intervals`` to their unit and name."""

_MODEL: Final = (
    Relation({**_BEFORE, "own": -_ONE, "loan": -_ONE}, "="),
    Relation({"position": _ONE}, ">"),
    Relation({"own": _ONE}, ">"),
    Relation({"loan": _ONE}, ">="),
    Relation({"idle": _ONE}, ">="),
    Relation({"loss": _ONE}, ">="),
    Relation({"position": _ONE, "loss": -_ONE}, ">="),
)
"""The balance; and no stock loses more than it is worth."""


def solve(story: Story, rulebook: Rulebook) -> CaseSolution:
    """Find what every quantity of a story can be, or why the story cannot be.

    Raises
    ------
    UsageError
        An outcome is told without the line it speaks of, or a line without an outcome.
    RuleNotInForce
        Margin trading did not exist on that day.

    Examples
    --------
    >>> told = Story(fall=Decimal("0.15"), loss=Decimal(60000), line=Decimal("1.1"), outcome="above_line", on=date(2026, 2, 2))
    >>> found = solve(told, Rulebook.load())
    >>> found.feasible, found.intervals["position"].exact, found.intervals["loan"].high
    (True, Decimal('400000'), Decimal('200000'))
    """
    facts = _facts(story)
    model = _MODEL if story.idle_cash else (*_MODEL, Relation({"idle": _ONE}, "="))
    told = [*model, *(relation for fact in facts for relation in fact.relations)]
    if not satisfiable(told):
        return CaseSolution(feasible=False, intervals={}, reasons=(_contradiction(model, facts),), citation="")
    rulings = _rulings(story, rulebook)
    loosest = min(rulings, key=_floor)
    lawful = [*told, Relation({"own": _ONE, "loan": -_floor(loosest)}, ">=")]
    if not satisfiable(lawful):
        reasons = (_beyond_the_law(story, told, loosest), _OUTSIDE)
        return CaseSolution(feasible=False, intervals=_intervals(told), reasons=reasons, citation=loosest.citation)
    intervals = _intervals(lawful)
    if story.price is not None:
        quantity = _in_lots(story, intervals["position"], rulebook, story.price)
        if quantity is None:
            return CaseSolution(feasible=False, intervals=intervals, reasons=(_no_lot(story),), citation=loosest.citation)
        intervals |= quantity
    notes = () if story.on else tuple(_period(r, told) for r in rulings)
    return CaseSolution(feasible=True, intervals=intervals, reasons=notes, citation=loosest.citation)


def _facts(story: Story) -> list[_Fact]:
    found = []
    for name, (expression, zh, en) in _AMOUNTS.items():
        value: Decimal | None = getattr(story, name)
        if value is not None:
            label = Note(f"{zh} {value:,f} 元", f"{en} {value:,f} yuan")
            found.append(_Fact(label, _between(expression, {CONSTANT: _ONE}, value, rounded=story.rounded)))
    for name, (over, under, zh, en) in _RATIOS.items():
        value = getattr(story, name)
        if value is not None:
            shown = display(value, Unit.RATIO)
            relations = _between(over, under, value, rounded=story.rounded)
            if "loan" in under:
                relations = (*relations, Relation(under, ">"))
            found.append(_Fact(Note(f"{zh} {shown}", f"{en} {shown}"), relations))
    if (story.outcome is None) != (story.line is None):
        raise UsageError(reason="A line and an outcome (below_line or above_line) speak of each other: give both or neither.",
                         reason_zh="line 与 outcome（below_line 或 above_line）须同时给出，或都不给出。")  # fmt: skip
    if story.outcome is not None:
        found.append(_outcome(story))
    return found


def _outcome(story: Story) -> _Fact:
    assert story.line is not None, "checked with the facts"
    line, shown = Fraction(story.line), display(story.line, Unit.RATIO)
    after = {**_AFTER, "loan": -line}
    if story.outcome == "above_line":
        return _Fact(Note(f"下跌后仍不低于 {shown}", f"still at {shown} or above after the fall"), (Relation(after, ">="),))
    below = Relation({name: -value for name, value in after.items()}, ">")
    return _Fact(Note(f"由不低于 {shown} 跌破 {shown}", f"from {shown} or above to below {shown}"),
                 (below, Relation({**_BEFORE, "loan": -line}, ">=")))  # fmt: skip


def _between(over: Linear, under: Linear, value: Decimal, *, rounded: bool) -> tuple[Relation, ...]:
    """``over = value × under``, or within half a unit of the last digit given."""
    middle = Fraction(value)
    if not rounded:
        return (Relation(_minus(over, under, middle), "="),)
    exponent = value.as_tuple().exponent
    half = Fraction(10) ** (exponent if isinstance(exponent, int) else 0) / 2
    above = {name: -coefficient for name, coefficient in _minus(over, under, middle + half).items()}
    return (Relation(_minus(over, under, middle - half), ">="), Relation(above, ">="))


def _minus(over: Linear, under: Linear, factor: Fraction) -> dict[str, Fraction]:
    return {name: over.get(name, Fraction(0)) - factor * under.get(name, Fraction(0)) for name in {**over, **under}}


def _contradiction(model: tuple[Relation, ...], facts: list[_Fact]) -> Note:
    """The least set of facts that cannot hold together: each is dropped that is not needed for the contradiction."""
    needed = facts
    for fact in facts:
        others = [other for other in needed if other is not fact]
        if not satisfiable([*model, *(relation for other in others for relation in other.relations)]):
            needed = others
    zh, en = "；".join(fact.label.zh for fact in needed), "; ".join(fact.label.en for fact in needed)
    return Note(f"这些事实不能同时成立：{zh}", f"these facts cannot hold together: {en}")


def _rulings(story: Story, rulebook: Rulebook) -> list[Ruling]:
    """The financing margin ratio on the day; or each that has ever been in force, where no day is told."""
    name = "financing_margin_ratio"
    days = [story.on] if story.on else [dated.start for dated in rulebook.parameter(name).history(story.venue)]
    return [rulebook.at(day).ruling(name, venue=story.venue) for day in days]


def _floor(ruling: Ruling) -> Fraction:
    assert isinstance(ruling.value, Decimal), "the financing margin ratio is a number throughout"
    return Fraction(ruling.value)


_OUTSIDE: Final = Note("只有不属于交易所融资融券的产品（如场外配资）才可能如此", "only a product that is not exchange margin trading can have done this")  # fmt: skip


def _beyond_the_law(story: Story, told: list[Relation], ruling: Ruling) -> Note:
    over, under, _, _ = _RATIOS["loan_to_own"]
    needed = ratio_span(told, over, under)
    assert needed is not None and needed.low is not None, "own money is positive, and the law is what cannot be met"  # noqa: PT018
    low, most, floor = _decimal(needed.low), _decimal(1 / _floor(ruling)), display(_decimal(_floor(ruling)), Unit.RATIO)
    more = Note("大于", "more than") if needed.low_open else Note("不小于", "at least")
    if story.on:
        when = Note(f"{story.on} 的融资保证金比例不低于 {floor}", f"the financing margin ratio of {floor} on {story.on}")
    else:
        when = Note(
            f"即使在要求最低的 {ruling.since} 起（{floor}）",
            f"even the lowest financing margin ratio ever, {floor} from {ruling.since},",
        )
    return Note(f"所述事实要求融资/自有资金{more.zh} {low:.4f}；{when.zh}，最多为 {most:.4f}",
                f"the facts need {more.en} {low:.4f} yuan of loan per yuan of own money; {when.en} allows at most {most:.4f}")  # fmt: skip


def _period(ruling: Ruling, told: list[Relation]) -> Note:
    """Whether a story without a day can be of this period."""
    fits = satisfiable([*told, Relation({"own": _ONE, "loan": -_floor(ruling)}, ">=")])
    floor = display(_decimal(_floor(ruling)), Unit.RATIO)
    return Note(f"{ruling.since} 起（融资保证金比例 {floor}）：{'可能' if fits else '不可能'}",
                f"from {ruling.since} (financing margin ratio {floor}): {'possible' if fits else 'not possible'}")  # fmt: skip


def _intervals(relations: list[Relation]) -> dict[str, Interval]:
    found = {name: ratio_span(relations, expression, {CONSTANT: _ONE}) for name, (expression, _, _) in _AMOUNTS.items()}
    found["idle_cash"] = span(relations, "idle")
    found |= {name: ratio_span(relations, over, under) for name, (over, under, _, _) in _RATIOS.items()}
    return {name: _interval(values) for name, values in found.items() if values is not None}


def _interval(values: Span) -> Interval:
    return Interval(
        low=None if values.low is None else _decimal(values.low),
        high=None if values.high is None else _decimal(values.high),
        low_open=values.low_open and values.low is not None,
        high_open=values.high_open and values.high is not None,
    )


def _in_lots(story: Story, position: Interval, rulebook: Rulebook, price: Decimal) -> dict[str, Interval] | None:
    """The quantities that can be ordered and make such a position, and the position they make; ``None`` where there is none."""
    name = "financing_margin_ratio"
    size = order_size(story.security, rulebook.at(story.on or rulebook.parameter(name).history(story.venue)[-1].start))
    least = (
        Decimal(0)
        if position.low is None
        else ((position.low / price - size.minimum) / size.step).to_integral_value(ROUND_CEILING)
    )
    low = size.minimum + max(Decimal(0), least) * size.step
    if position.low_open and low * price == position.low:
        low += size.step
    if position.high is None:
        return {"quantity": Interval(low, None), "position": Interval(low * price, None)}
    high = size.minimum + ((position.high / price - size.minimum) / size.step).to_integral_value(ROUND_FLOOR) * size.step
    if position.high_open and high * price == position.high:
        high -= size.step
    return {"quantity": Interval(low, high), "position": Interval(low * price, high * price)} if low <= high else None


def _no_lot(story: Story) -> Note:
    return Note(f"价格为 {story.price} 元时，没有可申报的数量符合这些事实",
                f"at a price of {story.price} yuan no quantity that can be ordered fits the facts")  # fmt: skip


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
