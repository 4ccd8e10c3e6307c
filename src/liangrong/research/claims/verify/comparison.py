"""A claimed figure against a value that is known: do they agree, and if not, by which slip could one have become the other.

What the value is, and why it may be trusted, is the caller's business.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.interval import Interval

__all__ = [
    "BALANCES",
    "FLOWS",
    "Agreement",
    "bare_digits",
    "claimed",
    "compared",
    "digits_of",
    "fits_unit",
    "is_loose",
    "is_record",
    "slipped_unit",
]

Agreement: TypeAlias = Literal["agrees", "near", "beyond", "wrong_sign", "unit_slip", "wrong_value"]
"""``near``: too close to a hedged figure to call it wrong; ``beyond``: above, but so far above that nobody would have said it so."""

BALANCES: Final = ("financing_balance", "margin_trading_balance", "short_balance")
"""Balances that are taken for one another."""
FLOWS: Final = frozenset(
    {"net_financing_purchase", "net_short_sale_quantity", "northbound_net_inflow", "foreign_flow", "fund_flow"}
)
"""Metrics whose level has a sign of its own."""

_RECORD_BEHIND: Final = re.compile(
    r"[，,\s]*(?:再度|再次|再|又|亦|并|续|也)?(?:创|刷新)[^，,。；;]{0,8}新高|,? (?:a|another|its) (?:new )?(?:all-time high|record)",
    re.IGNORECASE,
)
_EITHER_WAY: Final = re.compile("涨跌幅")
"""A name that says up and down at once says neither."""
_RETURN: Final = "daily_return"
_SIGNED: Final = frozenset({Aspect.CHANGE, Aspect.GROWTH, Aspect.SIGN})
_LOOSE: Final = frozenset({Hedge.ABOUT, Hedge.NEARLY})
_NEAR: Final = Fraction(1, 20)
"""A figure said to be about so is called wrong only where it is off by more than this share."""
_SHIFTS: Final = (10, 100, 1000, 10**4)
"""By what a misplaced decimal point, or a mistaken unit, multiplies."""
_FAR: Final = Fraction(1, 4)
"""A value this share above what it is said to exceed is not what its author had in mind: nothing is confirmed."""
_SIZES: Final = {
    Kind.MONEY: (
        ("万元", 10**4), ("million yuan", 10**6), ("千万元", 10**7), ("亿元", 10**8), ("billion yuan", 10**9), ("万亿元", 10**12),
    ),
    Kind.COUNT: (("", 1), ("thousand", 10**3), ("万", 10**4), ("million", 10**6), ("亿", 10**8)),
    Kind.SHARES: (("股", 1), ("万股", 10**4), ("million shares", 10**6), ("亿股", 10**8)),
}  # fmt: skip
"""The units that are mistaken for each other, with their sizes."""
_TELLING: Final = 3
"""Digits that a figure needs before a coincidence in another unit is no coincidence."""


def claimed(claim: Claim) -> Interval | None:
    """Where the true value lies if the claim is right, in base units, falls and outflows negative; ``None`` without a figure."""
    return None if claim.figure is None else _signed(claim, claim.figure.interval())


def compared(claim: Claim, truth: Interval) -> Agreement:
    """How the figure of a claim stands to what is known of the value.

    Parameters
    ----------
    truth
        In base units; an outflow or a fall is negative.

    Raises
    ------
    ValueError
        The claim has no figure.

    Examples
    --------
    >>> from liangrong.research.claims.article import Passage
    >>> printed = Figure(0, 9, "25 billion", Decimal(25), "billion yuan", Kind.MONEY, Decimal(10**9), Decimal("0.5"))
    >>> claim = Claim(0, Passage(0, 0, 9, "25 billion", "body", 1), 0, 9, "25 billion", printed)
    >>> compared(claim, Interval.of(25_200_000_000, 25_200_000_000)), compared(claim, Interval.of(26 * 10**9, 26 * 10**9))
    ('agrees', 'wrong_value')
    """
    figure, said = claim.figure, claimed(claim)
    if figure is None or said is None:
        raise ValueError("a claim without a figure cannot be compared")
    if said.meets(truth):
        if (shift := _bounds_apart(said, truth)) is not None:
            return shift if digits_of(figure) >= _TELLING else "beyond"
        return "beyond" if _far_above(figure, said, truth) else "agrees"
    if _has_sign(claim) and (-said).meets(truth):
        return "wrong_sign"
    if slipped_unit(claim, truth) is not None:
        return "unit_slip"
    return "near" if figure.hedge in _LOOSE and _widened(said).meets(truth) else "wrong_value"


def slipped_unit(claim: Claim, truth: Interval) -> tuple[str, int] | None:
    """The unit, and its size, that would make the printed number right; ``None`` where none does, or where the number has too few digits to tell.

    Raises
    ------
    ValueError
        The claim has no figure.
    """
    figure = claim.figure
    if figure is None:
        raise ValueError("a claim without a figure has no unit")
    if digits_of(figure) < _TELLING or truth.low is None or truth.high is None:
        return None
    for name, size in _SIZES.get(figure.kind, ()):
        if size != figure.size and _signed(claim, figure.rounding(Decimal(size))).meets(truth):
            return name, size
    return None


def digits_of(figure: Figure) -> int:
    """How many digits of a figure say something: 3 of ``36.8``, 7 of ``25,145.96``, 1 of ``2 trillion``."""
    value = figure.value.normalize()
    printed = len(value.as_tuple().digits)
    if figure.half_ulp <= 0 or figure.value == 0:
        return printed
    last = (figure.half_ulp * 2).adjusted()
    return max(printed, figure.value.adjusted() - last + 1)


def bare_digits(figure: Figure) -> int:
    """How many digits a figure has without the zeros at its ends: 3 of ``36.80``, 1 of ``500`` and of ``0.05``."""
    return len(figure.value.normalize().as_tuple().digits)


def fits_unit(figure: Figure, metric_kind: Kind) -> bool:
    """Whether a figure is of the kind that a metric is measured in; foreign money is not."""
    if figure.kind is Kind.MONEY and figure.currency not in ("", "CNY"):
        return False
    return figure.kind is metric_kind or (metric_kind is Kind.PERCENT and figure.kind is Kind.MULTIPLE)


def is_loose(figure: Figure) -> bool:
    """Whether the words around a figure say that it is not exact."""
    return figure.hedge in _LOOSE


def is_record(claim: Claim) -> bool:
    """Whether a claim says of a level that it is a record: itself, or in the words that follow it."""
    if claim.record or claim.aspect is Aspect.RECORD:
        return True
    behind = claim.passage.text[claim.end - claim.passage.start :]
    return claim.aspect is Aspect.LEVEL and bool(_RECORD_BEHIND.match(behind))


def _has_sign(claim: Claim) -> bool:
    return claim.aspect in _SIGNED or claim.metric in FLOWS or claim.metric == _RETURN


def _signed(claim: Claim, interval: Interval) -> Interval:
    """An amount said to be a fall is a negative change, unless a minus is printed already."""
    printed_minus = claim.figure is not None and (claim.figure.value < 0 or _EITHER_WAY.search(claim.text) is not None)
    return -interval if _has_sign(claim) and claim.signed < 0 and not printed_minus else interval


def _bounds_apart(said: Interval, truth: Interval) -> Agreement | None:
    """Two open bounds that always meet: one is the other but for its decimal point, or says more than is known; else nothing."""
    if (
        said.high is not None
        or truth.high is not None
        or said.low is None
        or truth.low is None
        or truth.low <= 0
        or said.low <= 0
    ):
        return None
    ratio = said.low / truth.low
    if any(ratio in (Fraction(power), Fraction(1, power)) for power in _SHIFTS):
        return "unit_slip"
    return "beyond" if ratio > 1 else None


def _far_above(figure: Figure, said: Interval, truth: Interval) -> bool:
    bound = said.low if said.low is not None and said.high is None else None
    if bound is None or figure.hedge not in (Hedge.OVER, Hedge.AT_LEAST) or truth.low is None or bound <= 0:
        return False
    return truth.low > bound * (1 + _FAR)


def _widened(said: Interval) -> Interval:
    def moved(bound: Fraction | None, sign: int) -> Fraction | None:
        return None if bound is None else bound + sign * abs(bound) * _NEAR

    return Interval(moved(said.low, -1), moved(said.high, 1))
