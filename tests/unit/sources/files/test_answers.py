"""Saved answers: complete or not at all for detail, row by row for totals; refusals and remains are recognised."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from liangrong.core.outcomes import Failed, FailureKind, NonTradingDay, NotPublished, Ok
from liangrong.sources.fetcher import Hints
from liangrong.sources.files.read import read

TOTALS_ROW = {
    "opDate": "20260803", "rqmcl": 1, "rqyl": 2, "rqylje": 5, "rzche": 3, "rzmre": 4, "rzrqjyzl": 105, "rzye": 100,
    "stockCode": None, "securityAbbr": None, "rqchl": None,
}  # fmt: skip
DETAIL_ROW = TOTALS_ROW | {"stockCode": "600519", "securityAbbr": "贵州茅台", "rqylje": None, "rzrqjyzl": None, "rqchl": 1}


def sse(rows, total=None, **more):
    answer = {"result": rows} | more
    if total is not None:
        answer["pageHelp"] = {"total": total, "pageSize": 2000, "data": rows}
    return json.dumps(answer).encode()


def szse(name, rows, day="2026-01-30", **more):
    metadata = {"name": name, "subname": day, "conditions": [{"name": "txtDate", "defaultValue": "2026-02-01"}]} | more
    return json.dumps([{"metadata": metadata, "data": rows}]).encode()


SUMMARY = {"jrrzmr": "1.00", "jrrzye": "100.00", "jrrjmc": "0.1", "jrrjyl": "0.2", "jrrjye": "5.00", "jrrzrjye": "105.00"}


def outcome(content, layout, hints=None):
    found = read(content, hints)
    assert found.layout == layout
    return found.outcome


def test_shanghai_totals_row_by_row():
    found = outcome(sse([TOTALS_ROW], total=9), "sse_summary")
    assert isinstance(found, Ok)
    assert found.value.tables["market_totals"]["trade_date"].to_list() == [date(2026, 8, 3)]
    assert [f.check for f in found.value.discrepancies] == ["one_of_several_pages"]


def test_shanghai_detail_whole_or_not_at_all():
    whole = outcome(sse([DETAIL_ROW], total=1), "sse_detail")
    assert isinstance(whole, Ok)
    assert whole.value.discrepancies == ()
    part = outcome(sse([DETAIL_ROW], total=2), "sse_detail")
    assert isinstance(part, Failed)
    assert part.kind is FailureKind.INCOMPLETE
    twice = outcome(sse([DETAIL_ROW, DETAIL_ROW], total=2), "sse_detail")
    assert isinstance(twice, Failed)
    assert twice.kind is FailureKind.DUPLICATED
    trimmed = outcome(sse([DETAIL_ROW]), "sse_detail")
    assert isinstance(trimmed, Ok)
    assert [f.check for f in trimmed.value.discrepancies] == ["completeness_unknown"]


def test_an_empty_answer_is_three_different_things():
    asked = {"tabType": "mxtype", "detailsDate": "20260131"}
    assert outcome(sse([], total=0, **asked), "sse_detail") == NonTradingDay(date(2026, 1, 31))
    assert outcome(sse([], total=0, endDate="20260803"), "sse_summary") == NotPublished(date(2026, 8, 3))
    failopen = outcome(sse(None, total=0, sqlId="RZRQ_XX"), "sse_unknown_query")
    assert isinstance(failopen, Failed)
    assert "RZRQ_XX" in failopen.reason_zh


def test_shenzhen_totals_take_their_day_from_the_tab_or_the_hint():
    dated = outcome(szse("融资融券交易总量", [SUMMARY]), "szse_margin_report")
    assert isinstance(dated, Ok)
    row = dated.value.tables["market_totals"].row(0, named=True)
    assert (row["trade_date"], row["financing_balance"], row["rounding"]) == (
        date(2026, 1, 30),
        Decimal(10**10),
        Decimal(500_000),
    )
    undated = szse("融资融券交易总量", [SUMMARY], day="")
    assert isinstance(outcome(undated, "szse_margin_report"), Failed)
    assert isinstance(outcome(undated, "szse_margin_report", Hints(day=date(2026, 1, 30))), Ok)


def test_shenzhen_units_are_guarded_by_the_sum():
    lying = outcome(szse("融资融券交易总量", [SUMMARY | {"jrrjye": "50,000.00"}]), "szse_margin_report")
    assert isinstance(lying, Failed)


def test_shenzhen_empty_tab_repeats_the_day_asked_for():
    assert outcome(szse("融资融券交易总量", [], day=""), "szse_margin_report") == NonTradingDay(date(2026, 2, 1))


def test_shenzhen_detail_page_alone_is_less_than_a_day():
    row = {"zqdm": "000001", "zqjc": "平安银行"} | SUMMARY
    found = outcome(szse("融资融券交易明细", [row], recordcount=2105), "szse_margin_report")
    assert isinstance(found, Failed)
    assert "2,105" in found.reason


@pytest.mark.parametrize(
    ("text", "layout", "expected"),
    [
        ("cb([[],'2026-07-19'])", "bse_summary", NonTradingDay(date(2026, 7, 19))),
        ("cb([[],'2026-07-20']);", "bse_summary", NotPublished(date(2026, 7, 20))),
        (
            '{"version":null,"result":null,"success":false,"message":"返回数据为空","code":9201}',
            "eastmoney_refusal",
            NotPublished(None),
        ),
    ],
)
def test_nothing_to_have(text, layout, expected):
    assert outcome(text.encode(), layout) == expected


def test_beijing_totals_and_pages():
    row = {"rqmcl": 1, "rqye": 5, "rqyl": 2, "rzmre": 4, "rzrqye": 105, "rzye": 100}
    totals = outcome(f"cb([[{json.dumps(row)}],'2026-07-21'])".encode(), "bse_summary")
    assert isinstance(totals, Ok)
    assert totals.value.tables["market_totals"]["exchange"].to_list() == ["BSE"]
    page = json.dumps({"content": [row | {"zqdm": "920000", "zqjc": "甲"}], "totalElements": 2})
    detail = outcome(f"cb([[{page}],'2026-07-21'])".encode(), "bse_detail")
    assert isinstance(detail, Failed)
    assert detail.kind is FailureKind.INCOMPLETE


@pytest.mark.parametrize(
    ("text", "layout", "kind"),
    [
        (b"", "empty_body", FailureKind.AMBIGUOUS),
        (b" \r\n", "empty_body", FailureKind.AMBIGUOUS),
        (b'{"result":[{"opDate":"2026', "broken_answer", FailureKind.TRANSPORT),
        (b"cb([[{", "broken_answer", FailureKind.TRANSPORT),
        (
            b'{"version":null,"result":null,"success":false,"message":"x","code":9501}',
            "eastmoney_refusal",
            FailureKind.SCHEMA_CHANGED,
        ),
        (b'{"version":null,"result":null,"success":false,"message":"x","code":9701}', "eastmoney_refusal", FailureKind.TRANSPORT),
    ],
)
def test_remains_of_an_answer_are_recognised_as_such(text, layout, kind):
    found = outcome(text, layout)
    assert isinstance(found, Failed)
    assert found.kind is kind
    assert found.reason
    assert found.reason_zh


def test_eastmoney_sum_from_the_day_beijing_joined_is_not_split():
    rows = [{"DIM_DATE": "2026-08-13 00:00:00", "RZYE": 1}]
    found = outcome(json.dumps({"result": {"data": rows}}).encode(), "eastmoney_totals_report")
    assert isinstance(found, Failed)
    assert found.kind is FailureKind.AMBIGUOUS


def test_a_list_of_one_kind_leaves_the_other_flag_open():
    text = "tableData['tableData_961'] = {staticDate: '2026-09-28 00:00:00',\nlist: [\n['1','510050 ','50ETF '],\n[]]};\n"
    found = outcome(text.encode(), "sse_list")
    assert isinstance(found, Ok)
    row = found.value.tables["underlying_securities"].row(0, named=True)
    assert (row["security_id"], row["financing_eligible"], row["short_eligible"]) == ("510050.SH", True, None)
    assert [f.check for f in found.value.discrepancies] == ["one_of_two_lists"]
