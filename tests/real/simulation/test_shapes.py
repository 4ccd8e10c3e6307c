"""What the simulated exchange sends has the shape of what the real ones sent: same keys, same types, same headers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from liangrong.simulation.exchange import respond
from liangrong.simulation.market import SimulatedMarket
from liangrong.simulation.server import Received

pytestmark = pytest.mark.real

DAY = "2026-01-30"
REFERER = (("Referer", "https://www.sse.com.cn/"),)
SSE = "https://query.sse.com.cn/marketdata/tradedata/queryMargin.do"
SOA = "https://query.sse.com.cn/commonSoaQuery.do"
SZSE = "https://www.szse.cn/api/report/ShowReport"
CALENDAR = "https://www.szse.cn/api/report/exchange/onepersistenthour/monthList"
BSE = "https://www.bse.cn/rzrqjyyexxController/"
DATACENTER = "https://datacenter-web.eastmoney.com/api/data/v1/get"


@pytest.fixture(scope="module")
def market() -> SimulatedMarket:
    return SimulatedMarket.generate()


def shape(value: object) -> object:
    """Keys and kinds; the first row stands for all rows, whole and broken numbers are one kind."""
    if isinstance(value, Mapping):
        return {name: shape(inner) for name, inner in sorted(value.items())}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "number"
    return type(value).__name__


def asked(market: SimulatedMarket, url: str, *params: tuple[str, str]) -> bytes:
    return respond(market, Received(url, params, headers=REFERER)).body


@pytest.mark.parametrize(
    ("file", "url", "params"),
    [
        ("sse/REAL_queryMargin_summary_20260728-20260803.json", SSE,
         (("beginDate", "20260126"), ("endDate", "20260130"), ("pageHelp.pageSize", "5"))),
        ("szse/REAL_trading_calendar_monthList_2026-08.json", CALENDAR, (("month", "2026-8"),)),
    ],
)  # fmt: skip
def test_json_has_the_real_keys_and_kinds(market: SimulatedMarket, shared_data: Path, file, url, params) -> None:
    real = json.loads((shared_data / "wire" / file).read_bytes())
    assert shape(json.loads(asked(market, url, *params))) == shape(real)


@pytest.mark.parametrize(
    ("file", "catalog"),
    [
        ("szse/REAL_1837_xxpl_tab1_20260803.json", "1837_xxpl"),
        ("szse/REAL_northbound_daily_SGT_SGTJYRB_20260804.json", "SGT_SGTJYRB"),
    ],
)
def test_shenzhens_reports_have_the_real_metadata(market: SimulatedMarket, shared_data: Path, file, catalog) -> None:
    real = json.loads((shared_data / "wire" / file).read_bytes())
    made = json.loads(asked(market, f"{SZSE}/data", ("CATALOGID", catalog), ("TABKEY", "tab1"), ("txtDate", DAY)))
    for name in ("metadata", "data"):
        assert {*real[0]} == {*made[0]}
        mine, theirs = (tab[0][name] for tab in (made, real))
        if name == "metadata":
            assert set(mine) == set(theirs)
            assert mine["cols"] == theirs["cols"]
            assert set(mine["colStyle"]) == set(theirs["colStyle"])
        else:
            assert shape(mine) == shape(theirs)


def test_shanghais_northbound_row_has_the_real_keys(market: SimulatedMarket, shared_data: Path) -> None:
    real = json.loads((shared_data / "wire/sse/REAL_northbound_daily_20260804.json").read_bytes())
    made = json.loads(asked(market, SOA, ("sqlId", "FW_HGTZL_HGTSCSJ_HGTCJGK_MRTJ"), ("tradeDate", "20260130")))
    assert shape(made["result"]) == shape(real["result"])


@pytest.mark.parametrize(
    ("file", "path"),
    [
        ("RECONSTRUCTED_summaryInfoResult_20260721.txt", "summaryInfoResult.do"),
        ("RECONSTRUCTED_detailInfoResult_20260721_page0of2.txt", "detailInfoResult.do"),
    ],
)
def test_beijings_jsonp_has_the_known_keys(market: SimulatedMarket, shared_data: Path, file, path) -> None:
    def rows(text: str) -> object:
        return json.loads(text[len("cb([") : text.rindex(",'")])

    known = (shared_data / "wire/bse" / file).read_text(encoding="utf-8")
    made = asked(market, BSE + path, ("callback", "cb"), ("transDate", DAY), ("page", "0")).decode()
    assert shape(rows(made)) == shape(rows(known))


def test_shenzhens_workbook_has_the_known_parts_and_headers(market: SimulatedMarket, shared_data: Path) -> None:
    known = ZipFile(shared_data / "wire/szse/RECONSTRUCTED_1837_xxpl_tab2_20260130.xlsx")
    made = ZipFile(BytesIO(asked(market, SZSE, ("CATALOGID", "1837_xxpl"), ("TABKEY", "tab2"), ("txtDate", DAY))))
    heads = [
        book.read("xl/worksheets/sheet1.xml").decode().split("</row>")[0].split('<row r="1"', 1)[1] for book in (known, made)
    ]
    assert heads[0] == heads[1]
    assert set(made.namelist()) <= set(known.namelist())


def test_the_data_centre_has_the_real_keys(market: SimulatedMarket, shared_data: Path) -> None:
    real = json.loads((shared_data / "wire/eastmoney/REAL_RPTA_WEB_MARGIN_DAILYTRADE_pageSize5_20260813.json").read_bytes())
    made = json.loads(asked(market, DATACENTER, ("reportName", "RPTA_WEB_MARGIN_DAILYTRADE"), ("pageSize", "5")))
    assert shape(made) == shape(real)
    for file, report in (("REAL_empty_result_9201.json", "RPTA_RZRQ_LSHJ"), ("REAL_bad_report_9501.json", "RPT_NOT_EXIST_XXX")):
        answer = asked(market, DATACENTER, ("reportName", report), ("filter", "(DIM_DATE='2026-01-31')"))
        assert json.loads(answer) == json.loads((shared_data / "wire/eastmoney" / file).read_bytes())
