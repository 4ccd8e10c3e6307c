"""The exchanges' connectors keep the contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

import pytest
from fetcher_contract import FRIDAY, FetcherContract, Row, day_query
from payloads import as_json, bse_answer, bse_page, payload, sse_answer, szse_report, workbook

from liangrong.core.outcomes import Failed, FailureKind, NonTradingDay, NotPublished, Ok
from liangrong.sources import wire
from liangrong.sources.bse import BseDetail, BseSummary, BseUnderlying
from liangrong.sources.fetcher import Query
from liangrong.sources.sse import SseDetail, SseNorthbound, SseSummary
from liangrong.sources.sse_files import SseCollateral, SseUnderlying, SseWorkbook
from liangrong.sources.szse import SzseDetail, SzseDetailPages, SzseSummary
from liangrong.sources.szse_lists import SzseCalendar, SzseCollateral, SzseNorthbound, SzseUnderlying

SSE_TOTALS: Row = {
    "opDate": "20260130", "rzye": 1000000000123, "rzmre": 90000000000, "rzche": 80000000000, "rqyl": 2000000000,
    "rqylje": 10000000000, "rqmcl": 60000000, "rqchl": None, "rzrqjyzl": 1010000000123,
}  # fmt: skip


def sse_detail_row(code: str, balance: int) -> Row:
    return {
        "opDate": "20260130", "stockCode": code, "securityAbbr": " 某&nbsp;某Ａ ", "rzye": balance, "rzmre": 7, "rzche": 5,
        "rqyl": 300, "rqylje": None, "rqmcl": 20, "rqchl": 10, "rzrqjyzl": None,
    }  # fmt: skip


def on(day: date, rows: Sequence[Row], key: str = "opDate") -> list[Row]:
    return [{**row, key: f"{day:%Y%m%d}"} for row in rows]


class TestSseSummary(FetcherContract):
    fetcher = SseSummary()
    rows = (SSE_TOTALS,)
    column, number = "rqylje", "rzmre"
    cells: ClassVar = {
        ("market_totals", "exchange"): "SSE",
        ("market_totals", "financing_balance"): 1000000000123,
        ("market_totals", "short_quantity"): 2000000000,
        ("market_totals", "short_repay_quantity"): None,
        ("market_totals", "rounding"): 0,
    }

    def answer(self, rows, day, *, total=None):
        return [sse_answer(on(day, rows), total=total)]

    def test_an_unknown_query_answers_200_and_null_and_is_refused(self) -> None:
        self.refused(
            [as_json({"result": None, "pageHelp": {"data": None, "total": 0, "pageSize": 25}})], FailureKind.SCHEMA_CHANGED
        )

    def test_a_range_may_lack_its_newest_session(self) -> None:
        week = Query(date(2026, 1, 26), FRIDAY)
        days = [date(2026, 1, n) for n in (29, 28, 27, 26)]
        rows = [{**SSE_TOTALS, "opDate": f"{day:%Y%m%d}"} for day in days]
        outcome = self.fetcher.parse([payload(sse_answer(rows))], week)
        assert isinstance(outcome, Ok)
        assert outcome.value.tables["market_totals"]["trade_date"].to_list() == days

    def test_an_empty_holiday_week_holds_no_session(self) -> None:
        week = Query(date(2025, 10, 1), date(2025, 10, 8))
        assert isinstance(self.fetcher.parse([payload(sse_answer([]))], week), NonTradingDay)

    def test_rows_announced_but_not_sent_are_not_called_unpublished(self) -> None:
        self.refused([sse_answer([], total=3)], FailureKind.INCOMPLETE)


class TestSseSummaryOtherDoor(TestSseSummary):
    fetcher = SseSummary("soa")

    def answer(self, rows, day, *, total=None):
        return [b"jsonpCallback1(" + sse_answer(on(day, rows), total=total) + b")"]


class TestSseDetail(FetcherContract):
    fetcher = SseDetail()
    rows = tuple(sse_detail_row(code, n) for n, code in enumerate(("600519", "688001", "510050", "588000"), 10))
    column, number = "rqchl", "rzye"
    cells: ClassVar = {
        ("margin_detail", "security_id"): "600519.SH",
        ("margin_detail", "name"): "某某A",
        ("margin_detail", "financing_balance"): 10,
        ("margin_detail", "short_balance"): None,
    }

    def answer(self, rows, day, *, total=None):
        rows, total = on(day, rows), len(rows) if total is None else total
        return [sse_answer(rows[at : at + 3], total=total, page_size=3) for at in range(0, max(1, len(rows)), 3)]

    def test_the_page_size_served_counts_not_the_one_asked_for(self) -> None:
        assert ("pageHelp.pageSize", f"{wire.SSE_PAGE_CAP}") in self.fetcher.request(day_query(FRIDAY)).params
        page = sse_answer(on(FRIDAY, self.rows), total=2_005, page_size=2_000)
        assert self.fetcher.pages(payload(page), day_query(FRIDAY)) == 2

    def test_one_page_of_two_is_incomplete(self) -> None:
        self.refused(self.whole()[:1], FailureKind.INCOMPLETE)

    @pytest.mark.parametrize("code", ["000001", "60051", "ABCDEF", ""])
    def test_a_code_of_another_exchange_is_refused(self, code: str) -> None:
        self.refused(self.answer([*self.rows[:-1], {**self.rows[-1], "stockCode": code}], FRIDAY), FailureKind.SCHEMA_CHANGED)


class TestSseNorthbound(FetcherContract):
    fetcher = SseNorthbound()
    rows = ({"tradeDate": "20260130", "totalAmount": "1,354.49", "totalVolume": "617.56", "etfTotalAmount": "41.87"},)
    column, number = "totalVolume", "totalAmount"
    cells: ClassVar = {
        ("northbound", "turnover"): 135449000000,
        ("northbound", "trades"): 6175600,
        ("northbound", "etf_turnover"): 4187000000,
    }

    def answer(self, rows, day, *, total=None):
        return [sse_answer(on(day, rows, "tradeDate"), total=total)]


SSE_SUMMARY_HEADER = [key.name for key in wire.SSE_WORKBOOK_SUMMARY if not key.optional]


class TestSseWorkbook(FetcherContract):
    fetcher = SseWorkbook()
    dated = counted = False
    rows = tuple(
        {"标的证券代码": code, "标的证券简称": "某某", "本日融资余额(元)": 1000, "本日融资买入额(元)": 70, "本日融资偿还额(元)": 60.0,
         "本日融券余量": 30, "本日融券卖出量": 5, "本日融券偿还量": 4} for code in ("510050", 600519.0, "688001")
    )  # fmt: skip
    column, number = "本日融资偿还额(元)", "本日融券余量"
    cells: ClassVar = {("market_totals", "financing_balance"): 1000, ("margin_detail", "financing_repay_amount"): 60}

    def answer(self, rows, day, *, total=None):
        if not rows:
            return [b""]
        summary = [SSE_SUMMARY_HEADER, ["1,000", "70", "30", "900", "5", "1,900"], [""] * 6, ["注：本表格同时包含汇总与明细"]]
        return [workbook({"汇总信息": summary, "明细信息": [list(rows[0]), *(list(row.values()) for row in rows)]})]

    def test_a_missing_file_depends_on_the_day(self) -> None:
        assert isinstance(self.fetcher.parse([payload(b"<html>", 404)], day_query(FRIDAY)), NotPublished)
        assert isinstance(self.fetcher.parse([payload(b"<html>", 404)], day_query(date(2026, 1, 31))), NonTradingDay)


def sse_list(number: int, rows: Sequence[Row], day: date) -> bytes:
    listed = ",\n".join(f"['{n}','{row['code']} ','{row['name']} ']" for n, row in enumerate(rows, 1))
    return f"tableData['tableData_{number}'] = {{staticDate: '{day} 00:00:00',\nlist: [\n{listed},\n[]]}};\n".encode()


class SseLists(FetcherContract):
    rows = ({"code": "510050", "name": "50ETF"}, {"code": "600000", "name": "浦发 银行"}, {"code": "688001", "name": "某某"})

    def test_nothing_on_a_session_is_not_published(self) -> None:
        """The host always has a list: the last one."""

    test_nothing_on_a_saturday_is_no_trading_day = test_nothing_on_a_session_is_not_published
    test_a_missing_column_is_named = test_nothing_on_a_session_is_not_published
    test_text_where_a_number_belongs_names_row_and_column = test_nothing_on_a_session_is_not_published
    test_fewer_or_more_rows_than_announced_are_refused = test_nothing_on_a_session_is_not_published
    test_the_request_is_deterministic_and_names_the_day = test_nothing_on_a_session_is_not_published

    def test_a_gap_in_the_numbering_is_refused(self) -> None:
        bodies = [body.replace(b"['2'", b"['9'") for body in self.whole()]
        self.refused(bodies, FailureKind.INCOMPLETE)


class TestSseUnderlying(SseLists):
    fetcher = SseUnderlying()
    cells: ClassVar = {
        ("underlying_securities", "security_id"): "510050.SH",
        ("underlying_securities", "financing_eligible"): True,
        ("underlying_securities", "short_eligible"): True,
        ("underlying_securities", "financing_open"): None,
    }

    def answer(self, rows, day, *, total=None):
        return [sse_list(961, rows, day), sse_list(962, rows[:2], day)]

    def test_a_security_on_one_list_is_not_on_the_other(self) -> None:
        outcome = self.parse(self.whole())
        assert isinstance(outcome, Ok)
        frame = outcome.value.tables["underlying_securities"]
        assert dict(frame.select("security_id", "short_eligible").rows())["688001.SH"] is False

    def test_the_same_list_twice_is_refused(self) -> None:
        self.refused([self.whole()[0]] * 2, FailureKind.SCHEMA_CHANGED)


class TestSseCollateral(SseLists):
    fetcher = SseCollateral()
    cells: ClassVar = {("eligible_collateral", "security_id"): "510050.SH", ("eligible_collateral", "conversion_ratio"): None}

    def answer(self, rows, day, *, total=None):
        return [sse_list(960, rows, day)]


SZSE_TAB1 = {key.name: key.label for key in wire.SZSE_SUMMARY}
SZSE_TAB2 = {key.name: key.label for key in wire.SZSE_DETAIL}


class TestSzseSummary(FetcherContract):
    fetcher = SzseSummary()
    counted = False
    rows = (
        {
            "jrrzmr": "769.14",
            "jrrzye": "12,489.16",
            "jrrjmc": "0.25",
            "jrrjyl": "9.81",
            "jrrjye": "79.63",
            "jrrzrjye": "12,568.79",
        },
    )
    column, number = "jrrjyl", "jrrzmr"
    cells: ClassVar = {
        ("market_totals", "financing_balance"): 1248916000000,
        ("market_totals", "short_balance"): 7963000000,
        ("market_totals", "short_quantity"): 981000000,
        ("market_totals", "financing_repay_amount"): None,
        ("market_totals", "rounding"): 500000,
    }

    def answer(self, rows, day, *, total=None):
        return [szse_report("tab1", rows, day, SZSE_TAB1)]

    def test_the_unit_printed_in_the_heading_wins(self) -> None:
        cols = {**SZSE_TAB1, "jrrjye": "融券余额<br>(万元)"}
        row = {**self.rows[0], "jrrjye": "796,300.00"}
        outcome = self.parse([szse_report("tab1", [row], FRIDAY, cols)])
        assert isinstance(outcome, Ok)
        assert outcome.value.tables["market_totals"]["short_balance"][0] == 7963000000

    def test_a_heading_that_lies_about_its_unit_is_found_out(self) -> None:
        cols = {**SZSE_TAB1, "jrrjye": "融券余额<br>(万元)"}
        self.refused([szse_report("tab1", self.rows, FRIDAY, cols)], FailureKind.INCONSISTENT)

    @pytest.mark.parametrize("heading", ["融券余额<br>(兆元)", "融券余额", "融资余额<br>(亿元)", "融券余额<br>(亿股)", ""])
    def test_a_heading_nobody_knows_is_refused(self, heading: str) -> None:
        self.refused([szse_report("tab1", self.rows, FRIDAY, {**SZSE_TAB1, "jrrjye": heading})], FailureKind.SCHEMA_CHANGED)

    def test_an_error_in_the_tab_is_refused(self) -> None:
        self.refused([self.whole()[0].replace(b'"error": null', '"error": "系统繁忙"'.encode())], FailureKind.BLOCKED)


SZSE_DETAIL_HEADER = tuple(key.name for key in wire.SZSE_DETAIL_WORKBOOK)
SZSE_UNDERLYING_HEADER = tuple(key.name for key in wire.SZSE_UNDERLYING_WORKBOOK)


class TestSzseDetail(FetcherContract):
    fetcher = SzseDetail()
    dated = counted = False
    header = SZSE_DETAIL_HEADER
    rows = tuple(
        dict(zip(SZSE_DETAIL_HEADER, (code, "万&nbsp;&nbsp;科Ａ", "124,029,567", "5,497,686,207", "12,700", "2,494,700", "27,017,601", "5,524,703,808"), strict=True))
        for code in ("000001", "002594", 2.0, "159915")
    )  # fmt: skip
    column, number = "融券余额(元)", "融资余额(元)"
    cells: ClassVar = {
        ("margin_detail", "security_id"): "000001.SZ",
        ("margin_detail", "name"): "万科A",
        ("margin_detail", "financing_balance"): 5497686207,
        ("margin_detail", "short_sell_quantity"): 12700,
        ("margin_detail", "rounding"): 0,
    }

    def answer(self, rows, day, *, total=None, header=None):
        names = list(rows[0]) if rows else list(self.header)
        return [workbook({"融资融券交易明细": [header or names, *([row.get(name, "") for name in names] for row in rows)]})]

    def test_a_zero_byte_body_is_not_published(self) -> None:
        assert isinstance(self.parse([b""]), NotPublished)
        assert isinstance(self.parse([b""], date(2026, 2, 1)), NonTradingDay)

    def test_spaces_and_full_width_brackets_in_headers_do_not_matter(self) -> None:
        header = [name.replace("(", " （").replace(")", "）\n") for name in self.header]
        assert isinstance(self.parse(self.answer(self.rows, FRIDAY, header=header)), Ok)

    def test_an_unreadable_header_falls_back_on_the_order_and_says_so(self) -> None:
        header = [name.encode().decode("latin-1") for name in self.header]
        outcome = self.parse(self.answer(self.rows, FRIDAY, header=header))
        assert isinstance(outcome, Ok)
        assert outcome.value.tables["margin_detail"]["financing_balance"][0] == 5497686207
        assert [d.check for d in outcome.value.discrepancies] == ["unreadable_header"]

    def test_an_unreadable_header_in_another_order_is_found_out(self) -> None:
        names = [*self.header[:3], self.header[6], *self.header[4:6], self.header[3], self.header[7]]
        rows = [{name: row[name] for name in names} for row in self.rows]
        rows = [{**row, "融资融券余额(元)": "5,551,721,409"} for row in rows]
        header = [name.encode().decode("latin-1") for name in names]
        outcome = self.parse(self.answer(rows, FRIDAY, header=header))
        assert isinstance(outcome, Failed)

    def test_an_extra_column_is_reported_and_left_alone(self) -> None:
        rows = [{**row, "备用列": "1"} for row in self.rows]
        outcome = self.parse(self.answer(rows, FRIDAY))
        assert isinstance(outcome, Ok)
        assert [d.check for d in outcome.value.discrepancies] == ["extra_columns"]

    @pytest.mark.parametrize("unit", ["(万元)", "(兆元)", ""])
    def test_the_unit_in_the_header_is_read(self, unit: str) -> None:
        header = [name.replace("融券余额(元)", f"融券余额{unit}") for name in self.header]
        kinds = FailureKind.INCONSISTENT, FailureKind.SCHEMA_CHANGED
        self.refused(self.answer(self.rows, FRIDAY, header=header), *kinds)


class TestSzseDetailPages(FetcherContract):
    fetcher = SzseDetailPages()
    rows = tuple(
        {"zqdm": code, "zqjc": "某某", "jrrzmr": "0.55", "jrrzye": "45.80", "jrrjmc": "15.27", "jrrjyl": "988.03", "jrrjye": "11,559.99", "jrrzrjye": "46.96"}
        for code in ("000001", "000002", "300750")
    )  # fmt: skip
    column, number = "jrrjye", "jrrzye"
    cells: ClassVar = {
        ("margin_detail", "financing_balance"): 4580000000,
        ("margin_detail", "short_balance"): 115599900,
        ("margin_detail", "short_quantity"): 9880300,
        ("margin_detail", "rounding"): 500000,
    }

    def answer(self, rows, day, *, total=None):
        total, pages = len(rows) if total is None else total, max(1, -(-len(rows) // 2))
        return [szse_report("tab2", rows[2 * n : 2 * n + 2], day, SZSE_TAB2, total=total, pages=pages) for n in range(pages)]

    def test_the_key_that_is_yi_in_tab1_is_wan_here(self) -> None:
        cols = {**SZSE_TAB2, "jrrjye": "融券余额<br>(亿元)"}
        bodies = [szse_report("tab2", self.rows, FRIDAY, cols, total=3, pages=1)]
        self.refused(bodies, FailureKind.INCONSISTENT)

    def test_one_row_that_does_not_add_up_is_left_to_the_quality_checks(self) -> None:
        rows = [*self.rows[:2], {**self.rows[2], "jrrzrjye": "99.99"}]
        assert isinstance(self.parse(self.answer(rows, FRIDAY)), Ok)


class TestSzseUnderlying(FetcherContract):
    fetcher = SzseUnderlying()
    dated = counted = False
    header = SZSE_UNDERLYING_HEADER
    rows = tuple(
        dict(zip(SZSE_UNDERLYING_HEADER, (code, "某某", "Y", "N", "Y", "N", "Y", limit), strict=True))
        for code, limit in (("000001", "10%"), ("300750", "20%"), ("301030", "无限制"))
    )
    column, number = "当日可融券", "涨跌幅限制"
    cells: ClassVar = {
        ("underlying_securities", "financing_eligible"): True,
        ("underlying_securities", "short_eligible"): False,
        ("underlying_securities", "price_limit"): 0.1,
    }

    answer = TestSzseDetail.answer

    def test_no_limit_is_null(self) -> None:
        outcome = self.parse(self.whole())
        assert isinstance(outcome, Ok)
        assert outcome.value.tables["underlying_securities"]["price_limit"].to_list() == [0.1, 0.2, None]

    def test_a_flag_is_yes_or_no(self) -> None:
        self.refused(self.answer([{**self.rows[0], "融资标的": "是"}], FRIDAY), FailureKind.SCHEMA_CHANGED)


class TestSzseCollateral(FetcherContract):
    fetcher = SzseCollateral()
    dated = counted = False
    header = ("证券代码", "证券简称")
    rows = ({"证券代码": "000001", "证券简称": "某某"}, {"证券代码": "159915", "证券简称": "某ETF"})
    column, number = "证券代码", "证券代码"
    cells: ClassVar = {("eligible_collateral", "security_id"): "000001.SZ"}

    answer = TestSzseDetail.answer

    def test_text_where_a_number_belongs_names_row_and_column(self) -> None:
        self.refused(self.answer([{**self.rows[0], "证券代码": "合计"}], FRIDAY), FailureKind.SCHEMA_CHANGED)


class TestSzseNorthbound(FetcherContract):
    fetcher = SzseNorthbound()
    counted = False
    rows = (
        {"label": "当日交易总额（亿元人民币）", "total": "1,609.09"},
        {"label": "当日交易总笔数（万笔）", "total": "699.04"},
        {"label": "当日ETF交易总额（亿元人民币）", "total": "33.38"},
    )
    column, number = "total", "当日ETF交易总额"
    cells: ClassVar = {
        ("northbound", "turnover"): 160909000000,
        ("northbound", "etf_turnover"): 3338000000,
        ("northbound", "trades"): 6990400,
    }

    def answer(self, rows, day, *, total=None):
        return [szse_report("tab1", rows, day, {})]

    def test_a_missing_column_is_named(self) -> None:
        self.refused(self.answer(self.rows[1:], FRIDAY), FailureKind.SCHEMA_CHANGED)

    def test_text_where_a_number_belongs_names_row_and_column(self) -> None:
        rows = [*self.rows[:2], {**self.rows[2], "total": "1.2.3"}]
        assert "1.2.3" in self.refused(self.answer(rows, FRIDAY), FailureKind.SCHEMA_CHANGED).reason

    def test_a_repeated_row_is_refused(self) -> None:
        self.refused(self.answer([*self.rows, self.rows[0]], FRIDAY), FailureKind.SCHEMA_CHANGED)

    def test_an_unknown_unit_is_refused(self) -> None:
        rows = [{**self.rows[0], "label": "当日交易总额（亿美元）"}, *self.rows[1:]]
        self.refused(self.answer(rows, FRIDAY), FailureKind.SCHEMA_CHANGED)


class TestSzseCalendar(FetcherContract):
    fetcher = SzseCalendar()
    counted = False
    rows = tuple(
        {
            "zrxh": (date(2026, 1, n).isoweekday() % 7) + 1,
            "jybz": "0" if date(2026, 1, n).weekday() >= 5 or n in (1, 2) else "1",
            "jyrq": f"2026-01-{n:02}",
        }
        for n in range(1, 32)
    )
    column, number = "jyrq", "zrxh"
    cells: ClassVar = {("trading_days", "trade_date"): date(2026, 1, 1), ("trading_days", "is_session"): False}

    def answer(self, rows, day, *, total=None):
        shifted = rows if day == FRIDAY else [{**row, "jyrq": f"{row['jyrq']}".replace("2026-01", "2026-03")} for row in rows]
        return [as_json({"data": list(shifted), "nowdate": "2026-01-05"})]

    def test_a_missing_column_is_named(self) -> None:
        rows = [{key: cell for key, cell in row.items() if key != "jybz"} for row in self.rows]
        self.refused(self.answer(rows, FRIDAY), FailureKind.SCHEMA_CHANGED)

    def test_text_where_a_number_belongs_names_row_and_column(self) -> None:
        self.refused(self.answer([{**self.rows[0], "jybz": "2"}, *self.rows[1:]], FRIDAY), FailureKind.SCHEMA_CHANGED)

    def test_a_day_on_the_wrong_weekday_is_refused(self) -> None:
        self.refused(self.answer([{**self.rows[0], "zrxh": 1}, *self.rows[1:]], FRIDAY), FailureKind.INCONSISTENT)

    def test_a_month_must_list_all_its_days(self) -> None:
        self.refused(self.answer(self.rows[:-1], FRIDAY), FailureKind.INCOMPLETE)


def bse_row(code: str | None = None) -> Row:
    own: Row = {"rzye": 8357584400, "rzmre": 573684500, "rqye": 232800, "rqyl": 13000, "rqmcl": 100, "rzrqye": 8357817200}
    rounded = {f"{key}Round": 1.3 for key in own}
    return {"zqdm": code, "zqjc": "某某", **own} if code else {**own, **rounded}


class TestBseSummary(FetcherContract):
    fetcher = BseSummary()
    counted = False
    rows = (bse_row(),)
    column, number = "rqyl", "rzye"
    cells: ClassVar = {("market_totals", "financing_balance"): 8357584400, ("market_totals", "short_sell_quantity"): 100}

    def answer(self, rows, day, *, total=None):
        return [bse_answer(rows, day)]

    def test_a_semicolon_and_spaces_behind_the_call_do_not_matter(self) -> None:
        assert isinstance(self.parse([bse_answer(self.rows, FRIDAY, tail=";\n").replace(b"],'", b"] , '")]), Ok)

    def test_plain_json_is_not_what_was_asked_for(self) -> None:
        self.refused([as_json([self.rows])], FailureKind.SCHEMA_CHANGED)


class TestBseDetail(FetcherContract):
    fetcher = BseDetail()
    rows = tuple(bse_row(code) for code in ("920000", "920001", "838171"))
    column, number = "rzmre", "rqye"
    cells: ClassVar = {("margin_detail", "security_id"): "920000.BJ", ("margin_detail", "financing_repay_amount"): None}

    def answer(self, rows, day, *, total=None):
        if not rows:
            return [bse_answer([], day)]
        total, pages = len(rows) if total is None else total, -(-len(rows) // 2)
        return [bse_page(rows[2 * n : 2 * n + 2], day, total=total, number=n, pages=pages) for n in range(pages)]

    def test_their_pages_count_from_zero(self) -> None:
        assert dict(self.fetcher.request(day_query(FRIDAY), 1).form)["page"] == "0"

    def test_an_empty_page_object_is_nothing_too(self) -> None:
        assert isinstance(self.parse([bse_page([], FRIDAY, total=0, pages=0)]), NotPublished)


class TestBseUnderlying(TestBseDetail):
    fetcher = BseUnderlying()
    rows = tuple(
        {"zqdm": code, "zqjc": "某某", "rzbd": "Y", "rqbd": "Y", "drkrz": "Y", "drkrq": "N"}
        for code in ("920000", "920001", "920002")
    )
    column, number = "drkrz", "rqbd"
    cells: ClassVar = {("underlying_securities", "short_eligible"): True, ("underlying_securities", "short_open"): False}

    def test_text_where_a_number_belongs_names_row_and_column(self) -> None:
        rows = [*self.rows[:2], {**self.rows[2], "rqbd": "1.2.3"}]
        assert "1.2.3" in self.refused(self.answer(rows, FRIDAY), FailureKind.SCHEMA_CHANGED).reason
