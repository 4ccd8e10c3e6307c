"""What is always true of the words everything else is written in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from liangrong.core.calendar import Calendar, mainland
from liangrong.core.clocks import assumed_known_at, parse_instant, show_instant
from liangrong.core.errors import BeyondCalendar, LiangrongError, UsageError
from liangrong.core.securities import Exchange, SecurityId
from liangrong.core.units import Dimension, Quantity, Unit, convert, display, parse_unit

CALENDAR: Calendar = mainland()
DAYS = st.dates(CALENDAR.sessions[1], CALENDAR.sessions[-2])
SESSIONS = st.sampled_from(CALENDAR.sessions[1:-1])
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=Decimal("-1e30"), max_value=Decimal("1e30"))
PAIRS = st.sampled_from([(a, b) for a in Unit for b in Unit if a.dimension is b.dimension])
NUMBERS = st.integers(-(10**16), 10**16).map(lambda n: Decimal(n) / 1000)


@given(AMOUNTS, PAIRS)
def test_conversion_is_lossless_both_ways(amount: Decimal, pair: tuple[Unit, Unit]) -> None:
    source, target = pair
    assert convert(convert(amount, source, target), target, source) == amount


@given(st.integers(min_value=0, max_value=400), PAIRS)
def test_the_number_of_digits_does_not_matter(digits: int, pair: tuple[Unit, Unit]) -> None:
    amount = Decimal("1" * (digits + 1) + ".7")
    assert convert(convert(amount, *pair), *reversed(pair)) == amount


@given(AMOUNTS, PAIRS, PAIRS)
def test_conversion_keeps_order(amount: Decimal, pair: tuple[Unit, Unit], other: tuple[Unit, Unit]) -> None:
    assume(pair[0].dimension is other[0].dimension)
    assert (convert(amount, *pair) > 0) == (amount > 0)


@given(st.sampled_from([u for u in Unit if u.symbol("zh")]), st.sampled_from(["{}", "({})", "（{}）", " {} "]))
def test_every_symbol_we_print_can_be_read_back(unit: Unit, frame: str) -> None:
    assert parse_unit(frame.format(unit.symbol("zh"))) is unit


@given(NUMBERS, st.booleans())
def test_what_is_displayed_in_chinese_is_within_half_of_its_last_digit(number: Decimal, sign: bool) -> None:
    shown = display(number, Unit.YUAN, sign=sign)
    read = Quantity.parse(shown)
    half = convert(Decimal("0.005"), read.unit, Unit.YUAN)
    assert abs(read.to(Unit.YUAN).amount - number) <= half
    assert abs(read.amount) < 10_000 or read.unit is Unit.YI_YUAN, "a number that rounds up to the next unit is shown in it"


@given(NUMBERS)
def test_what_is_displayed_in_english_is_within_half_of_its_last_digit(number: Decimal) -> None:
    read = Quantity.parse(display(number, Unit.YUAN, "en"))
    assert abs(read.to(Unit.YUAN).amount - number) <= convert(Decimal("0.005"), read.unit, Unit.YUAN)


@given(NUMBERS, st.sampled_from(list(Unit)), st.sampled_from(["zh", "en"]))
def test_display_is_odd(number: Decimal, unit: Unit, lang: str) -> None:
    shown, mirrored = display(number, unit, lang), display(-number, unit, lang)
    assert shown.replace("-", "") == mirrored.replace("-", "")


@given(SESSIONS)
def test_next_and_previous_undo_each_other(session: date) -> None:
    assert CALENDAR.previous(CALENDAR.next(session)) == session
    assert CALENDAR.next(CALENDAR.previous(session)) == session


@given(DAYS)
def test_no_session_hides_between_neighbours(day: date) -> None:
    before, after = CALENDAR.previous(day), CALENDAR.next(day)
    assert before < day < after
    between = [before + timedelta(days=n) for n in range(1, (after - before).days)]
    assert [d for d in between if CALENDAR.is_session(d)] == ([day] if CALENDAR.is_session(day) else [])
    assert CALENDAR.on_or_before(day) == (day if CALENDAR.is_session(day) else before)
    assert CALENDAR.on_or_after(day) == (day if CALENDAR.is_session(day) else after)


@given(DAYS, DAYS)
def test_count_is_the_length_of_what_lies_after(start: date, end: date) -> None:
    low, high = sorted((start, end))
    after = [s for s in CALENDAR.between(low, high) if s > low]
    assert CALENDAR.count(low, high) == len(after)
    assert CALENDAR.count(high, low) == -len(after)


@given(DAYS, DAYS)
def test_offset_and_count_undo_each_other(start: date, end: date) -> None:
    assert CALENDAR.offset(start, CALENDAR.count(start, end)) == CALENDAR.on_or_before(end)


@given(SESSIONS)
def test_first_knowledge_lies_after_the_day_and_before_the_next_close(session: date) -> None:
    known = show_instant(assumed_known_at(session, CALENDAR))
    assert known == f"{CALENDAR.next(session)}T09:00:00+08:00"
    assert parse_instant(known) == assumed_known_at(session, CALENDAR)


@given(
    st.integers(0, 999_999),
    st.sampled_from(list(Exchange)),
    st.sampled_from(["{c}.{s}", "{s}{c}", "{s}.{c}", "{c}.{m}", "{c}_{s}"]),
)
def test_one_security_has_one_spelling(code: int, exchange: Exchange, style: str) -> None:
    try:
        security = SecurityId.of(code, exchange)
    except ValueError:
        assume(False)
    spelled = style.format(c=security.code, s=exchange.suffix, m=exchange.value[1])
    assert SecurityId.parse(spelled) == SecurityId.parse(spelled.lower()) == security
    assert security.exchange is exchange
    assert security.board is not None


def test_every_dimension_is_exercised() -> None:
    assert {u.dimension for u in Unit} == set(Dimension)


@given(st.one_of(st.text(max_size=30), st.from_regex(r"[+-]?[0-9,.]{0,12} ?[万亿元股%]{0,3}", fullmatch=True)))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    refusals = [
        refused(lambda read=read: read(text), UsageError)
        for read in (SecurityId.parse, Quantity.parse, parse_unit, parse_instant)
    ]
    assert not [said for said in refusals if "?" in said.replace(text, "")]


@given(st.dates(), st.dates())
def test_a_calendar_answers_or_names_its_bounds(start: date, end: date) -> None:
    for ask in (lambda: CALENDAR.is_session(start), lambda: CALENDAR.next(start), lambda: CALENDAR.between(start, end)):
        said = refused(ask, BeyondCalendar)
        assert not said or f"{CALENDAR.end}" in said


def refused(ask: Callable[[], object], kind: type[LiangrongError]) -> str:
    """The sentence with which a question is refused, empty when it is answered; any other error fails the test."""
    try:
        ask()
    except kind as refusal:
        return refusal.message("zh")
    return ""
