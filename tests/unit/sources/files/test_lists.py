"""Memberships, listings and calendars: spells close where the next begins, unknown indices are asked for."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.core.outcomes import Failed, Ok
from liangrong.sources.fetcher import Hints
from liangrong.sources.files.read import read


def tables(text, hints=None):
    outcome = read(text.encode(), hints).outcome
    assert isinstance(outcome, Ok), outcome
    return outcome.value


def member(n):
    return f"SH{600000 + n}"


def lists(*revisions, end="2026-03-19"):
    return "".join(f"{code}\t{day}\t{end}\n" for day, codes in revisions for code in codes)


def test_endless_spells_are_read_as_revisions():
    first, second = range(300), range(1, 301)
    found = tables(
        lists(("2005-04-08", map(member, first)), ("2005-07-01", map(member, second)), ("2006-01-04", map(member, second)))
    )
    rows = found.tables["memberships"]
    assert rows["scheme"].unique().to_list() == ["index:000300.SH"]
    by_code = {r["security_id"]: (r["from_date"], r["to_date"]) for r in rows.iter_rows(named=True)}
    assert by_code["600000.SH"] == (date(2005, 4, 8), date(2005, 6, 30))
    assert by_code["600001.SH"] == (date(2005, 4, 8), date(2026, 3, 19))
    assert by_code["600300.SH"] == (date(2005, 7, 1), date(2026, 3, 19))
    assert rows.height == 301
    assert [f.check for f in found.discrepancies] == ["endless_spells"]


def test_spells_that_end_are_taken_as_they_are():
    closed = lists(("2005-04-08", map(member, range(10))), end="2005-06-30")
    current = lists(("2005-04-08", map(member, range(10, 300))), ("2005-07-01", map(member, range(300, 310))))
    found = tables(closed + current)
    assert found.tables["memberships"].height == 310
    assert found.tables["memberships"]["scheme"][0] == "index:000300.SH"
    assert found.discrepancies == ()


def test_an_index_that_cannot_be_told_is_asked_for():
    text = lists(("2005-04-08", map(member, range(7))))
    outcome = read(text.encode()).outcome
    assert isinstance(outcome, Failed)
    assert "--security" in outcome.reason
    assert tables(text, Hints(security_id="000852.SH")).tables["memberships"]["group"][0] == "000852.SH"


def test_weights_speak_of_one_day_only():
    text = "code\tdisplay_name\tweight\tsw1_code\tsw1_name\n" + "".join(
        f"{600000 + n}.XSHG\t名\t2.0\t801780\t银行\n" for n in range(50)
    )
    assert isinstance(read(text.encode()).outcome, Failed)
    found = tables(text, Hints(day=date(2020, 9, 1)))
    row = found.tables["memberships"].row(0, named=True)
    assert (row["scheme"], row["from_date"], row["to_date"]) == ("index:000016.SH", date(2020, 9, 1), date(2020, 9, 1))
    assert row["weight"] == pytest.approx(0.02)
    assert found.discrepancies == ()
    short = tables(text.replace("2.0", "1.0"), Hints(day=date(2020, 9, 1)))
    assert [f.check for f in short.discrepancies] == ["weights_sum"]


def test_listings_take_their_day_from_the_newest_unless_told():
    text = "ts_code,symbol,name,area,industry,cnspell,market,list_date\n000001.SZ,1,平安银行,深圳,银行,PAYH,主板,19910403\n920008.BJ,2,甲,乙,丙,JIA,北交所,20240821\n"
    assert tables(text).tables["securities"]["trade_date"].to_list() == [date(2024, 8, 21)] * 2
    assert [f.check for f in tables(text).discrepancies] == ["assumed_day"]
    told = tables(text, Hints(day=date(2026, 2, 3)))
    assert told.tables["securities"]["trade_date"].to_list() == [date(2026, 2, 3)] * 2
    assert told.discrepancies == ()


def test_index_variants_without_a_code_are_counted_once():
    text = (
        "ts_code,name,market,publisher,category,base_date,base_point,list_date\n"
        "000001.SH,上证指数,SSE,中证,综合指数,19901219,100.0,19910715\n"
        "000688CNY01.SH,科创50(全),SSE,中证,规模指数,20191231,1000.0,20200723\n"
        "n21460.SH,中证1000(净)USD,SSE,中证,规模指数,20041231,1000.0,20200311\n"
    )
    found = tables(text)
    assert found.tables["securities"]["security_id"].to_list() == ["000001.SH"]
    assert {(f.check, f.observed) for f in found.discrepancies} == {("assumed_day", "2020-07-23"), ("known_security", "2")}


@pytest.mark.parametrize(
    "text",
    ['["20250102", "20250103", "20250106"]', "2025-01-02\n2025-01-03\n2025-01-06\n"],
)
def test_calendars_agree_with_ours_or_say_where_not(text):
    found = tables(text)
    assert found.tables["trading_days"]["trade_date"].to_list() == [date(2025, 1, 2), date(2025, 1, 3), date(2025, 1, 6)]
    assert found.discrepancies == ()
    wrong = tables(text.replace("20250103", "20250104").replace("2025-01-03", "2025-01-04"))
    assert [(f.check, f.trade_date) for f in wrong.discrepancies] == [
        ("calendar_disagrees", date(2025, 1, 4)),
        ("calendar_disagrees", date(2025, 1, 3)),
    ]


def test_an_industry_ends_the_day_before_the_next_begins():
    text = "股票代码,计入日期,行业代码,更新日期\n000001,1991-04-03,440101,x\n000001,2021-07-30,480301,x\n000002,2014-01-01 09:37:00,43010,x\n"
    found = tables(text)
    rows = found.tables["memberships"].select("security_id", "from_date", "to_date", "group").rows()
    assert rows == [
        ("000001.SZ", date(1991, 4, 3), date(2021, 7, 29), "440101"),
        ("000001.SZ", date(2021, 7, 30), None, "480301"),
    ]
    assert [(f.check, f.observed) for f in found.discrepancies] == [("industry_code", "43010")]


def test_industry_names_need_the_2021_standard():
    header, first = "行业代码,一级行业名称,二级行业名称,三级行业名称\n", "770000,美容护理,,\n770100,美容护理,化妆品,\n"
    rows = tables(header + first + "770101,美容护理,,\n").tables["industry_classes"]
    assert rows.select("group", "level", "group_name", "level1_name").rows() == [
        ("770000", 1, "美容护理", "美容护理"),
        ("770100", 2, "化妆品", "美容护理"),
    ]
    assert isinstance(read((header + "110000,农林牧渔,,\n").encode()).outcome, Failed)


def test_a_last_line_without_its_end_is_told():
    text = "opDate,rqmcl,rzmre,rqyl,rzye\n2014-08-01,4,3,2,1"
    assert [f.check for f in tables(text).discrepancies] == ["unfinished_last_line"]
    assert tables(text + "\n").discrepancies == ()
