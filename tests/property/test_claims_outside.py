"""Whatever the numbers are: what is rounded honestly is never refuted, what is not is never supported, and no article proves itself."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from liangrong.core.calendar import mainland
from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.verify.published.checks import CHECKS as PUBLISHED
from liangrong.research.claims.verify.published.days import days_of
from liangrong.research.claims.verify.published.figures_file import read_figures
from liangrong.research.claims.verify.stored.checks import CHECKS as STORED
from tests.unit.research.claims.verify.one_sentence import YI, Noted, judged, on, sentence

DAY = date(2024, 3, 5)
BEFORE = mainland().previous(DAY)
SIZES = {"亿元": 10**8, "万亿元": 10**12, "billion yuan": 10**9}
amounts = st.integers(1_000 * YI, 90_000 * YI).map(Decimal)
units = st.sampled_from(sorted(SIZES))


def rounded(value: Decimal, unit: str, digits: int) -> Decimal:
    return (value / SIZES[unit]).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def support(text: str, printed: Decimal, unit: str, desk: Desk, **fields: object) -> str:
    told = {"metric": "financing_balance", "period": on(DAY), "published": DAY + timedelta(days=1)}
    said = sentence(f"{text}{printed:f}", f"{printed:f}", unit, **{**told, **fields})  # type: ignore[arg-type]
    return judged(said, (*PUBLISHED, *STORED), desk).verdict.support


def stored(value: Decimal, before: Decimal) -> Desk:
    return Desk(facts=Noted({("financing_balance", "market"): {BEFORE: before, DAY: value}}))


@given(amounts, amounts, units, st.integers(2, 5))
def test_an_honest_level_is_supported(value: Decimal, before: Decimal, unit: str, digits: int) -> None:
    assert support("余额", rounded(value, unit, digits), unit, stored(value, before)) == "supported"


@given(amounts, amounts, units, st.integers(2, 4), st.integers(2, 10_000))
def test_a_level_that_is_off_is_never_supported(value: Decimal, before: Decimal, unit: str, digits: int, ulps: int) -> None:
    wrong = rounded(value, unit, digits) + ulps * Decimal(1).scaleb(-digits)
    assert support("余额", wrong, unit, stored(value, before)) == "refuted"


@given(amounts, amounts, st.integers(1, 3))
def test_an_honest_change_is_supported_and_its_opposite_is_not(value: Decimal, before: Decimal, digits: int) -> None:
    printed = rounded(abs(value - before), "亿元", digits)
    if printed == 0:
        return
    way, other = ("up", "down") if value > before else ("down", "up")
    desk = stored(value, before)
    assert support("变动", printed, "亿元", desk, aspect=Aspect.CHANGE, direction=way) == "supported"
    assert support("变动", printed, "亿元", desk, aspect=Aspect.CHANGE, direction=other) == "refuted"


@given(amounts, st.integers(0, 3))
def test_no_article_proves_itself(value: Decimal, digits: int) -> None:
    printed = rounded(value, "亿元", digits)
    file = f"date,scope,metric,value,unit,source\n{DAY},A-share,financing_balance,{printed:f},亿元,own.txt\n"
    desk = Desk(published=read_figures(file, place="own.csv"))
    assert support("余额", printed, "亿元", desk) == "supported"
    assert support("余额", printed, "亿元", desk, name="own.txt") == "not_checkable"


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_spans_of_days_are_read_as_they_are_written(one: date, other: date) -> None:
    start, end = sorted((one, other))
    for sign in ("/", "..", "~", "至"):
        assert days_of(f"{start}{sign}{end}") == (start, end)
    assert days_of(f"{start}..") == (start, None)
    assert days_of(f"..{end}") == (None, end)
