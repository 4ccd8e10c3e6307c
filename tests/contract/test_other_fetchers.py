"""The connectors beside the exchanges keep the contract: collectors, brokers, libraries."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import pytest
from fetcher_contract import FRIDAY, MONDAY, FetcherContract, Row, day_query
from payloads import as_json, eastmoney_answer, payload, workbook

from liangrong.core.outcomes import Failed, FailureKind, NotPublished, Ok
from liangrong.sources import wire
from liangrong.sources.akshare import AkshareDetail, AkshareSummary
from liangrong.sources.cffex import CffexDaily
from liangrong.sources.csf import CsfRefinancing
from liangrong.sources.eastmoney import (
    EastmoneyAccounts,
    EastmoneyBoards,
    EastmoneyByExchange,
    EastmoneyCaps,
    EastmoneyDetail,
    EastmoneyExchange,
    EastmoneyTotals,
)
from liangrong.sources.fetcher import Query
from liangrong.sources.pingan import PinganRatios
from liangrong.sources.tushare import TushareDetail, TushareSummary


class EastmoneyContract(FetcherContract):
    day_key: ClassVar[str] = "DIM_DATE"

    def answer(self, rows, day, *, total=None):
        return [eastmoney_answer([{self.day_key: f"{day} 00:00:00", **row} for row in rows], count=total)]

    def test_jsonp_is_the_same_answer(self) -> None:
        assert isinstance(self.parse([b"datatable1(" + self.whole()[0] + b");"]), Ok)

    def test_an_unknown_report_is_our_mistake_not_an_empty_day(self) -> None:
        body = as_json({"result": None, "success": False, "message": "报表配置不存在", "code": 9501})
        self.refused([body], FailureKind.SCHEMA_CHANGED)

    def test_a_busy_host_may_be_asked_again(self) -> None:
        body = as_json({"result": None, "success": False, "message": "服务器繁忙", "code": 9701})
        self.refused([body], FailureKind.TRANSPORT)

    def test_pages_follow_from_what_was_really_served(self) -> None:
        body = self.answer(self.rows, FRIDAY, total=10 * len(self.rows))[0]
        assert self.fetcher.pages(payload(body), day_query(FRIDAY)) == 10


TOTALS: Row = {
    "RZYE": 2630249928496.0, "RZMRE": 100, "RZCHE": 90, "RQYE": 28860777856, "RQYL": 7, "RQMCL": 5, "RQCHL": 4,
    "RZRQYE": 2659110706352, "LTSZ": 100000000000000.5, "RZYEZB": 2.616041, "RZRQYECZ": 1,
}  # fmt: skip


class TestEastmoneyExchange(EastmoneyContract):
    fetcher = EastmoneyExchange("SZSE")
    rows = (TOTALS,)
    column, number = "RQYE", "RZYE"
    cells: ClassVar = {
        ("market_totals", "exchange"): "SZSE",
        ("market_totals", "financing_balance"): 2630249928496,
        ("market_totals", "financing_balance_to_float_cap"): 0.02616041,
        ("market_totals", "float_cap"): "100000000000000.5",
    }

    def test_what_the_exchange_does_not_publish_is_derived(self) -> None:
        outcome = self.parse(self.whole())
        assert isinstance(outcome, Ok)
        assert outcome.value.tables["market_totals"]["derived"].to_list() == [["financing_repay_amount", "short_repay_quantity"]]


class TestEastmoneyByExchange(EastmoneyContract):
    fetcher = EastmoneyByExchange()
    rows = ({f"{p}_{k}": v for p in "HSB" for k, v in TOTALS.items()},)
    column, number = "S_RQYE", "H_RZYE"
    cells: ClassVar = {("market_totals", "exchange"): "SSE", ("market_totals", "margin_trading_balance"): 2659110706352}

    def test_a_missing_column_is_named(self) -> None:
        rows = [{key: cell for key, cell in self.rows[0].items() if key != "S_RQYE"}]
        assert "RQYE" in self.refused(self.answer(rows, FRIDAY), FailureKind.SCHEMA_CHANGED).reason

    def test_text_where_a_number_belongs_names_row_and_column(self) -> None:
        rows = [{**self.rows[0], "H_RZYE": "1.2.3"}]
        assert "1.2.3" in self.refused(self.answer(rows, FRIDAY), FailureKind.SCHEMA_CHANGED).reason

    def test_an_exchange_that_has_not_published_is_left_out_and_named(self) -> None:
        row = {key: None if key.startswith("S_") else cell for key, cell in self.rows[0].items()}
        outcome = self.parse(self.answer([row], FRIDAY))
        assert isinstance(outcome, Ok)
        assert set(outcome.value.tables["market_totals"]["exchange"]) == {"SSE", "BSE"}
        assert [(d.place, d.trade_date) for d in outcome.value.discrepancies] == [("SZSE", FRIDAY)]


class TestEastmoneyTotals(EastmoneyContract):
    """Beijing joined this sum in 2023: it only answers for the days before."""

    fetcher = EastmoneyTotals()
    rows = (TOTALS,)
    column, number = "RQYE", "RZYE"
    cells: ClassVar = {("market_totals", "exchange"): "SSE+SZSE"}
    thursday = date(2015, 6, 18)

    def parse(self, bodies, day=FRIDAY):
        return super().parse(
            [body.replace(b"2026-01-30", b"2015-06-18") for body in bodies], self.thursday if day == FRIDAY else day
        )

    def test_a_complete_answer_gives_conformed_tables_of_that_day_only(self) -> None:
        outcome = self.parse(self.whole())
        assert isinstance(outcome, Ok)
        assert outcome.value.tables["market_totals"]["trade_date"].to_list() == [self.thursday]

    def test_with_beijing_in_it_the_sum_is_ambiguous(self) -> None:
        outcome = self.fetcher.parse([payload(self.whole()[0])], day_query(FRIDAY))
        assert isinstance(outcome, Failed)
        assert outcome.kind is FailureKind.AMBIGUOUS

    def test_a_range_across_the_day_keeps_what_came_before_and_says_so(self) -> None:
        rows = [{"DIM_DATE": f"2023-02-{n} 00:00:00", **TOTALS} for n in (13, 10)]
        outcome = self.fetcher.parse([payload(eastmoney_answer(rows))], Query(date(2023, 2, 10), date(2023, 2, 13)))
        assert isinstance(outcome, Ok)
        assert outcome.value.tables["market_totals"]["trade_date"].to_list() == [date(2023, 2, 10)]
        assert [d.check for d in outcome.value.discrepancies] == ["scope_changed"]


def security(secucode: str) -> Row:
    return {"SCODE": secucode[:6], "SECUCODE": secucode, "SECNAME": "某某", **TOTALS, "SZ": 140073868467.52, "SPJ": 60.56}


class TestEastmoneyDetail(EastmoneyContract):
    fetcher = EastmoneyDetail()
    day_key = "DATE"
    rows = tuple(security(code) for code in ("600519.SH", "300124.SZ", "920000.BJ"))
    column, number = "SECUCODE", "RQYL"
    cells: ClassVar = {
        ("margin_detail", "security_id"): "600519.SH",
        ("caps", "float_cap"): "140073868467.52",
        ("quotes", "close"): "60.56",
    }

    def test_what_the_exchange_does_not_publish_is_derived(self) -> None:
        outcome = self.parse(self.whole())
        assert isinstance(outcome, Ok)
        derived = dict(outcome.value.tables["margin_detail"].select("security_id", "derived").rows())
        assert derived["600519.SH"] == ["short_balance", "margin_trading_balance"]
        assert derived["300124.SZ"] == derived["920000.BJ"] == ["financing_repay_amount", "short_repay_quantity"]


class TestEastmoneyDetailAlone(TestEastmoneyDetail):
    fetcher = EastmoneyDetail(beside=False)
    cells: ClassVar = {("margin_detail", "security_id"): "600519.SH"}

    def test_only_the_detail_comes(self) -> None:
        outcome = self.parse(self.whole())
        assert isinstance(outcome, Ok)
        assert list(outcome.value.tables) == ["margin_detail"]


class TestEastmoneyAccounts(EastmoneyContract):
    fetcher = EastmoneyAccounts()
    day_key = "STATISTICS_DATE"
    rows = (
        {
            "FIN_BALANCE": 26497.25100007, "LOAN_BALANCE": 259.90134799, "MARGIN_BALANCE": 26757.15234806, "BALANCE_RATIO": 2.5812,
            "FIN_BUY_AMT": 2421.1, "LOAN_SELL_AMT": 12.05, "TRADE_AMT_RATIO": 9.475, "SECURITY_ORG_NUM": 97, "OPERATEDEPT_NUM": 11666,
            "PERSONAL_INVESTOR_NUM": 836.4357, "ORG_INVESTOR_NUM": 53375, "INVESTOR_NUM": 502029, "MARGINLIAB_INVESTOR_NUM": 2026179,
            "FUND_MARKET_CAP": 5285.4, "TOTAL_GUARANTEE": 86956.3, "AVG_GUARANTEE_RATIO": 281.5776, "SCI_CLOSE_PRICE": 3926.9648,
            "SUBSITUTION__CAP": 81670.9,
        },
    )  # fmt: skip
    column, number = "PERSONAL_INVESTOR_NUM", "FIN_BALANCE"
    cells: ClassVar = {
        ("account_statistics", "financing_balance"): 2649725100007,
        ("account_statistics", "average_maintenance_ratio"): 2.815776,
        ("account_statistics", "individual_investors"): 8364357,
        ("account_statistics", "sse_composite_close"): 3926.9648,
        ("account_statistics", "rounding"): "0.5",
    }


class TestEastmoneyBoards(EastmoneyContract):
    fetcher = EastmoneyBoards("006")
    day_key = "TRADE_DATE"
    rows = tuple(
        {"BOARD_CODE": code, "BOARD_NAME": "某概念", "BOARD_TYPE_CODE": "006", "FIN_BALANCE": 10, "FIN_BUY_AMT": 2, "FIN_REPAY_AMT": 1,
         "LOAN_BALANCE": 3, "LOAN_BALANCE_VOL": 30, "LOAN_SELL_VOL": 4, "LOAN_REPAY_VOL": 5, "MARGIN_BALANCE": 13,
         "NOTLIMITED_MARKETCAP_A": 1000} for code in ("475", "1036")
    )  # fmt: skip
    column, number = "LOAN_REPAY_VOL", "FIN_BALANCE"
    cells: ClassVar = {
        ("board_margin", "scheme"): "eastmoney:concept",
        ("board_margin", "group"): "475",
        ("board_margin", "float_cap"): 1000,
    }

    def test_an_unknown_kind_of_board_is_refused(self) -> None:
        self.refused(self.answer([{**self.rows[0], "BOARD_TYPE_CODE": "009"}], FRIDAY), FailureKind.SCHEMA_CHANGED)


class TestEastmoneyCaps(EastmoneyContract):
    fetcher = EastmoneyCaps()
    day_key = "TRADE_DATE"
    rows = tuple({"SECUCODE": code, "NOTLIMITED_MARKETCAP_A": 5.5, "TOTAL_MARKET_CAP": 9} for code in ("600519.SH", "430047.BJ"))
    column, number = "NOTLIMITED_MARKETCAP_A", "TOTAL_MARKET_CAP"
    cells: ClassVar = {("caps", "security_id"): "600519.SH", ("caps", "float_cap"): "5.5", ("caps", "free_float_cap"): None}


CFFEX_HEADER = [
    "合约代码",
    "今开盘",
    "最高价",
    "最低价",
    "成交量",
    "成交金额",
    "持仓量",
    "持仓变化",
    "今收盘",
    "今结算",
    "前结算",
    "涨跌1",
    "涨跌2",
    "Delta",
]


class TestCffex(FetcherContract):
    fetcher = CffexDaily()
    dated = counted = False
    page_is_unpublished = True
    rows = tuple(
        dict(
            zip(
                CFFEX_HEADER,
                f"{code},4700.0,4721.0,4688.2,80,112.900,15,-2,4705.4,4703.2,4711.0,-5.6,-7.8,--".split(","),
                strict=True,
            )
        )
        for code in ("IF2602", "IF2603", "IC2602", "TS2603")
    )
    column, number = "今结算", "成交量"
    cells: ClassVar = {
        ("index_futures", "contract"): "IF2602",
        ("index_futures", "turnover"): 1129000,
        ("index_futures", "settlement"): 4703.2,
        ("index_futures", "previous_close"): None,
    }

    def answer(self, rows, day, *, total=None):
        if not rows:
            return [b"<html><title>404</title></html>"]
        names = list(rows[0])
        lines = []
        for product in ("IF", "IC", "TS"):
            own = [row for row in rows if row["合约代码"].startswith(product)]
            lines += [*own, self.sums("小计", own)] if own else []
        lines.append(self.sums("合计", rows))
        text = "\n".join(",".join(f"{line.get(name, '')}" for name in names) for line in [dict.fromkeys(names), *lines])
        return [(",".join(names) + "\n" + text.split("\n", 1)[1] + "\n\n").encode("gbk")]

    @staticmethod
    def sums(label, rows):
        count = sum(row["成交量"].isdigit() for row in rows)
        return {
            "合约代码": label,
            "成交量": f"{80 * count}",
            "成交金额": f"{112.9 * len(rows):.3f}",
            "持仓量": f"{15 * len(rows)}",
        }

    def test_only_index_futures_are_kept(self) -> None:
        outcome = self.parse(self.whole())
        assert isinstance(outcome, Ok)
        assert outcome.value.tables["index_futures"]["contract"].to_list() == ["IF2602", "IF2603", "IC2602"]

    def test_a_contract_that_misses_its_sum_is_found_out(self) -> None:
        self.refused([self.whole()[0].replace(b",80,", b",81,", 1)], FailureKind.INCONSISTENT)

    def test_a_file_that_ends_with_the_sum_of_a_product_is_incomplete(self) -> None:
        lines = [line for line in self.whole()[0].split(b"\n") if line]
        self.refused([b"\n".join(lines[:-1])], FailureKind.INCOMPLETE)

    def test_a_dropped_contract_is_found_out(self) -> None:
        lines = self.whole()[0].split(b"\n")
        self.refused([b"\n".join(lines[:1] + lines[2:])], FailureKind.INCONSISTENT)


class TestCsf(FetcherContract):
    fetcher = CsfRefinancing()
    counted = False
    header = ("序号", *(key.name for key in wire.CSF_REFINANCING))
    rows = tuple(
        {"序号": f"{n}", "证券代码": code, "证券简称": "某某", "期初余量(万股)": 10.5, "转融券融出数量(万股)": "-", "期末余量(万股)": 11.25, "期末余额(万元)": 200.1}
        for n, code in enumerate(("000001", "600519", 2.0), 1)
    )  # fmt: skip
    column, number = "期末余额(万元)", "期初余量(万股)"
    cells: ClassVar = {
        ("securities_refinancing", "security_id"): "000001.SZ",
        ("securities_refinancing", "opening_quantity"): 105000,
        ("securities_refinancing", "lent_quantity"): None,
        ("securities_refinancing", "closing_balance"): 2001000,
    }

    def answer(self, rows, day, *, total=None):
        names = list(rows[0]) if rows else list(self.header)
        table = [names, *([row.get(name, "") for name in names] for row in rows)]
        if rows:
            sums = {
                "证券代码": "小计",
                "期初余量(万股)": 10.5 * len(rows),
                "期末余量(万股)": 11.25 * len(rows),
                "期末余额(万元)": 200.1 * len(rows),
            }
            table += [[sums.get(name, "") for name in names]]
        return [workbook({wire.CSF_REFINANCING_SHEET: [[f"转融券交易汇总 {day}"], *table]})]

    def test_a_row_that_misses_its_sum_is_found_out(self) -> None:
        rows = [{**self.rows[0], "期末余量(万股)": 12.25}, *self.rows[1:]]
        assert isinstance(self.parse(self.whole()), Ok)
        self.refused(self.answer(rows, FRIDAY), FailureKind.INCONSISTENT)


class TestPingan(FetcherContract):
    fetcher = PinganRatios("SSE")
    dated = counted = False
    rows = tuple(
        {"secuCode": code, "secuName": "某某", "fiMarginRatio": "0.8", "slMarginRatio": "1.0"} for code in ("510050", "688981")
    )
    column, number = "slMarginRatio", "fiMarginRatio"
    cells: ClassVar = {("broker_margin_ratios", "broker"): "平安证券", ("broker_margin_ratios", "financing_margin_ratio"): 0.8}

    def answer(self, rows, day, *, total=None):
        return [as_json({"data": {"list": list(rows)}})]


class LibraryContract(FetcherContract):
    counted = False
    day_key: ClassVar[str] = ""

    def answer(self, rows, day, *, total=None):
        rows = [{self.day_key: f"{day:%Y%m%d}", **row} for row in rows] if self.day_key else list(rows)
        columns = list(rows[0]) if rows else []
        return [
            as_json({"columns": columns, "rows": [[None if row[c] is None else f"{row[c]}" for c in columns] for row in rows]})
        ]


class TestAkshareSse(LibraryContract):
    fetcher = AkshareSummary("SSE")
    day_key = "信用交易日期"
    rows = ({"融资余额": 1000.0, "融资买入额": 7, "融券余量": 30, "融券余量金额": 90, "融券卖出量": 5, "融资融券余额": 1090},)
    column, number = "融券余量金额", "融资余额"
    cells: ClassVar = {("market_totals", "financing_balance"): 1000, ("market_totals", "financing_repay_amount"): None}


class TestAkshareSzse(LibraryContract):
    fetcher = AkshareSummary("SZSE")
    dated = False
    rows = (
        {
            "融资买入额": 769.14,
            "融资余额": 12489.16,
            "融券卖出量": 0.25,
            "融券余量": 9.81,
            "融券余额": 79.63,
            "融资融券余额": 12568.79,
        },
    )
    column, number = "融券余额", "融资余额"
    cells: ClassVar = {("market_totals", "financing_balance"): 1248916000000, ("market_totals", "rounding"): 500000}


class TestAkshareDetailSse(LibraryContract):
    fetcher = AkshareDetail("SSE")
    day_key = "信用交易日期"
    rows = tuple(
        {"标的证券代码": code, "标的证券简称": "某某", "融资余额": 10, "融资买入额": 7, "融资偿还额": 6, "融券余量": 5, "融券卖出量": 4, "融券偿还量": 3}
        for code in ("510050", "600519")
    )  # fmt: skip
    column, number = "融资偿还额", "融券余量"
    cells: ClassVar = {("margin_detail", "security_id"): "510050.SH", ("margin_detail", "short_balance"): None}

    def test_a_full_first_page_is_refused(self) -> None:
        rows = [{**self.rows[0], "标的证券代码": f"{600000 + n}"} for n in range(2_000)]
        self.refused(self.answer(rows, FRIDAY), FailureKind.INCOMPLETE)


class TestAkshareDetailSzse(LibraryContract):
    fetcher = AkshareDetail("SZSE")
    dated = False
    rows = tuple(
        {"证券代码": code, "证券简称": "某某", "融资买入额": 7, "融资余额": 10, "融券卖出量": 4, "融券余量": 5, "融券余额": 50, "融资融券余额": 60}
        for code in ("000001", "159915")
    )  # fmt: skip
    column, number = "融券余额", "融资余额"
    cells: ClassVar = {("margin_detail", "security_id"): "000001.SZ", ("margin_detail", "short_balance"): 50}


class TestTushareSummary(LibraryContract):
    fetcher = TushareSummary()
    day_key = "trade_date"
    rows = tuple(
        {"exchange_id": name, "rzye": 1362922122502.0, "rzmre": 7, "rzche": 6, "rqye": 5, "rqmcl": 4, "rzrqye": 1362922122507.0, "rqyl": 3}
        for name in ("SSE", "SZSE", "BSE")
    )  # fmt: skip
    column, number = "rqye", "rzye"
    cells: ClassVar = {("market_totals", "exchange"): "SSE", ("market_totals", "financing_balance"): 1362922122502}

    def test_repayments_the_vendor_worked_out_are_derived(self) -> None:
        outcome = self.parse(self.whole())
        assert isinstance(outcome, Ok)
        assert outcome.value.tables["market_totals"]["derived"].to_list() == [
            [],
            ["financing_repay_amount"],
            ["financing_repay_amount"],
        ]

    def test_a_full_answer_is_not_believed(self) -> None:
        self.refused(self.answer([self.rows[0]] * 4_000, FRIDAY), FailureKind.INCOMPLETE)

    def test_an_unknown_exchange_is_refused(self) -> None:
        self.refused(self.answer([{**self.rows[0], "exchange_id": "HK"}], FRIDAY), FailureKind.SCHEMA_CHANGED)


class TestTushareDetail(LibraryContract):
    fetcher = TushareDetail()
    day_key = "trade_date"
    rows = tuple(
        {"ts_code": code, "rzye": 10, "rqye": None, "rzmre": 7, "rqyl": 3, "rzche": 6, "rqchl": 2, "rqmcl": 4, "rzrqye": 15}
        for code in ("600519.SH", "000001.SZ", "920000.BJ")
    )  # fmt: skip
    column, number = "rqchl", "rzye"
    cells: ClassVar = {("margin_detail", "security_id"): "600519.SH", ("margin_detail", "short_balance"): None}

    def test_only_cells_that_are_there_are_derived(self) -> None:
        outcome = self.parse(self.whole())
        assert isinstance(outcome, Ok)
        derived = dict(outcome.value.tables["margin_detail"].select("security_id", "derived").rows())
        assert derived["600519.SH"] == ["margin_trading_balance"]
        assert derived["000001.SZ"] == ["financing_repay_amount", "short_repay_quantity"]


@pytest.mark.parametrize("fetcher", [CffexDaily(), CsfRefinancing()])
def test_a_missing_file_is_not_published(fetcher) -> None:
    assert isinstance(fetcher.parse([payload(b"<html>", 404)], day_query(MONDAY)), NotPublished)
