"""Which index: by published figures, else by the hint, and a hint from the name is told."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.core.outcomes import Failed, FailureKind, Ok
from liangrong.sources.fetcher import Hints
from liangrong.sources.files.index_identity import LEVELS, index_id
from liangrong.sources.files.read import read

HEADER = "date,open,high,low,close,amount_yi,pe\n"


def levels(*rows, hints=None):
    return read((HEADER + "".join(f"{day},{c},{c},{c},{c},12.5,10\n" for day, c in rows)).encode(), hints).outcome


def marks(index, count=3):
    return [(day.isoformat(), value) for day, value in list(LEVELS[index].items())[-count:]]


@pytest.mark.parametrize("index", list(LEVELS))
def test_published_levels_tell_the_index(index):
    outcome = levels(*marks(index))
    assert isinstance(outcome, Ok)
    rows = outcome.value.tables["index_quotes"]
    assert rows["security_id"].unique().to_list() == [index]
    assert rows["turnover"][0] == 1_250_000_000


def test_one_damaged_cell_does_not_rename_an_index():
    (day, value), *rest = marks("000985.SH", 5)
    outcome = levels((day, value * 10), *rest)
    assert isinstance(outcome, Ok)
    assert outcome.value.tables["index_quotes"]["security_id"][0] == "000985.SH"


def test_without_a_known_day_the_user_must_say():
    outcome = levels(("2026-03-16", 5000))
    assert isinstance(outcome, Failed)
    assert outcome.kind is FailureKind.AMBIGUOUS


@pytest.mark.parametrize(("from_name", "told"), [(False, []), (True, ["hint_from_name"])])
def test_a_hint_decides_and_one_from_the_name_is_told(from_name, told):
    outcome = levels(("2026-03-16", 5000), hints=Hints(security_id="000985", from_name=from_name))
    assert isinstance(outcome, Ok)
    assert outcome.value.tables["index_quotes"]["security_id"][0] == "000985.SH"
    assert [f.check for f in outcome.value.discrepancies] == told


def test_a_word_against_the_figures_is_refused_and_a_name_against_them_is_overruled():
    said = levels(*marks("000300.SH"), hints=Hints(security_id="000985.SH"))
    assert isinstance(said, Failed)
    named = levels(*marks("000300.SH"), hints=Hints(security_id="000985", from_name=True))
    assert isinstance(named, Ok)
    assert named.value.tables["index_quotes"]["security_id"][0] == "000300.SH"
    assert [f.check for f in named.value.discrepancies] == ["name_contradicts_content"]


def test_a_holiday_row_is_left_out():
    outcome = levels(("2018-06-18", 4000), *marks("000985.SH"))
    assert isinstance(outcome, Ok)
    assert [(f.check, f.trade_date) for f in outcome.value.discrepancies] == [("phantom_session", date(2018, 6, 18))]


def test_daily_changes_are_told_by_eventful_days_and_checked_by_their_sum():
    text = "date,close,volume,closecum\n2015-08-21,-4.27,5,10\n2015-08-24,{},5,{}\n2015-08-25,-7.63,5,{}\n"
    clean = read(text.format("-8.49", "1.51", "-6.12").encode()).outcome
    assert isinstance(clean, Ok)
    rows = clean.value.tables["index_quotes"]
    assert rows["security_id"][0] == "000001.SH"
    assert rows["change_ratio"].to_list() == [pytest.approx(-0.0427), pytest.approx(-0.0849), pytest.approx(-0.0763)]
    assert clean.value.discrepancies == ()
    broken = read(text.format("-8.49", "1.51", "-6.22").encode()).outcome
    assert isinstance(broken, Ok)
    assert [f.check for f in broken.value.discrepancies] == ["running_sum"]


@pytest.mark.parametrize(
    ("text", "index"),
    [("000985", "000985.SH"), ("399006", "399006.SZ"), ("000001.SH", "000001.SH"), ("600519", None), ("x", None)],
)
def test_bare_digits_name_an_index_here(text, index):
    assert index_id(text) == index
