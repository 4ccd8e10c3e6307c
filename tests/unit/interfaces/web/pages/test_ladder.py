"""Ladder: rungs, bands and industries as the service tells them, in one unit; the scope as an address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from starlette.testclient import TestClient

from liangrong.core.errors import Lang, NoData
from liangrong.core.results import Note, Result
from liangrong.interfaces.web.app import create_app
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.settings import Settings
from liangrong.services.ladder import DEFAULT_FALLS
from liangrong.services.workspace import Workspace
from tests.unit.interfaces.web.conftest import ADDRESS
from tests.unit.interfaces.web.pages.test_rules import section, text_of

DAY = date(2026, 1, 30)
BALANCE = {"market": 2_700_000_000_000, "电子": 400_000_000_000, "银行": 60_000_000_000, "600519.SH": 12_345_000}
SHARES = {"warning_debt": 0.5, "call_debt": 0.25, "immediate_debt": 0.05, "forced_sale": 0.125}
"""Of the balance, times the fall: a ladder that can be worked out in the head."""
SHELF = [
    {"name": "demo", "on": DAY, "origin": "synthetic", "accounts": 100_000, "problem_en": ""},
    {"name": "country", "on": DAY, "origin": "synthetic", "accounts": 15_640_000, "problem_en": ""},
]
ASSUMED = Note("假设的范围", "the ranges assumed")


class Told(Desk):
    """A desk that tells made-up ladders and remembers what it was asked."""

    asked: list[tuple[str, dict[str, Any]]]

    def ask(self, name: str, given: Mapping[str, Any], lang: Lang, **more: Any) -> Result:
        if name == "books":
            return Result(pl.DataFrame(SHELF))
        if name not in ("ladder", "financing-cost"):
            return super().ask(name, given, lang, **more)
        self.asked.append((name, dict(given)))
        if given.get("as_of") == "1999-12-31":
            raise NoData(what="balance", what_zh="余额", where="1999-12-31", nearest="2010-03-31")
        groups = (
            [given["groups"]] if "groups" in given else [g for g in BALANCE if g in "电子银行"] if "by" in given else ["market"]
        )
        if "book" in given:
            book = pl.DataFrame(_rungs(groups)).with_columns(
                pl.col("median", "balance") / 10, *(pl.lit(None, dtype=pl.Decimal(38, 0)).alias(end) for end in ("low", "high")),
                index_level=pl.lit(None, dtype=pl.Float64), index=pl.lit(None, dtype=pl.String),
            )  # fmt: skip
            doubled = book.with_columns(median=pl.col("median") * 2)
            return Result(doubled, "元", date(2026, 1, 29), None, ("book:demo",))
        rows = _costs(groups) if name == "financing-cost" else _rungs(groups)
        return Result(pl.DataFrame(rows, schema_overrides={"group_name": pl.String}), "元", DAY, None, ("files",)).warn(ASSUMED)


def _rungs(groups: list[str]) -> list[dict[str, Any]]:
    return [
        {"group": group, "group_name": None, "balance": Decimal(BALANCE[group]), "fall": fall, "index": "000985.SH", "index_level": 6000 * (1 - fall),
         "measure": measure, **{end: Decimal(round(BALANCE[group] * fall * share * scale)) for end, scale in (("low", 0.5), ("median", 1), ("high", 2))}}
        for group in groups for fall in DEFAULT_FALLS for measure, share in SHARES.items()
    ]  # fmt: skip


def _costs(groups: list[str]) -> list[dict[str, Any]]:
    told = {
        "cost_ratio": (0.9, 0.95, 1.0),
        "under_water": (0.1, 0.2, 0.3),
        "deep_under_water": (0.0, 0.05, 0.1),
        "mean_age": (10.0, 40.0, 90.0),
    }
    return [
        {"group": group, "group_name": None, "balance": Decimal(BALANCE[group]), "measure": measure, "low": low, "median": median, "high": high}
        for group in groups for measure, (low, median, high) in told.items()
    ]  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Told:
    store = tmp_path_factory.mktemp("ladder") / "store"
    Workspace.open(store, create=True)
    found = Told(Settings(store=store))
    found.asked = []
    return found


@pytest.fixture(scope="module")
def visitor(desk: Told) -> Iterator[TestClient]:
    with TestClient(create_app(desk.settings, desk=desk), base_url=ADDRESS) as client:
        yield client


def rungs(html: str) -> list[list[str]]:
    table = re.search(r'id="rungs".*?</section>', html, re.DOTALL)
    assert table
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in re.findall(r"<tr>.*?</tr>", table[0], re.DOTALL)]
    return [[text_of(cell).strip() for cell in row] for row in cells]


def test_every_rung_stands_with_its_band_in_one_unit(visitor: TestClient) -> None:
    heads, *rows = rungs(visitor.get("/ladder").text)
    assert [row[0] for row in rows] == [f"{fall:.0%}" for fall in DEFAULT_FALLS]
    assert heads[2:] == [
        "低于警戒线的负债(亿元)", "低于追保线的负债(亿元)", "区间", "低于即时平仓线的负债(亿元)", "须卖出(亿元)", "区间",
    ]  # fmt: skip
    assert rows[DEFAULT_FALLS.index(0.10)] == [
        "10%", "5,400", "1,350.00", "675.00", "337.50 – 1,350.00", "135.00", "337.50", "168.75 – 675.00",
    ]  # fmt: skip


def test_the_fall_that_is_asked_for_stands_above(visitor: TestClient) -> None:
    told = text_of(visitor.get("/ladder", params={"fall": "30%", "lang": "en"}).text)
    assert "Must be sold, after a fall of 30% CNY 101.25 bn 3.8% of the balance; band CNY 50.62 – 202.50 bn" in told
    assert "Index there 4,200" in told
    assert '<option value="30%" selected>' in visitor.get("/ladder", params={"fall": "0.29"}).text, "the nearest rung"


def test_what_the_financing_cost_is_told_in_its_units(visitor: TestClient) -> None:
    told = section(visitor.get("/ladder").text, "cost")
    assert "平均成本 ÷ 现价 0.950 0.900 – 1.000" in told
    assert "已亏损的融资占比 20.0% 10.0% – 30.0%" in told
    assert "平均账龄 40 个交易日 10 个交易日 – 90 个交易日" in told
    assert "假设的范围" not in told, "what the ladder has said already is not said again"


def test_industries_stand_side_by_side_at_one_fall(visitor: TestClient) -> None:
    html = visitor.get("/ladder", params={"scope": "industries", "fall": "50%"}).text
    told = section(html, "industries")
    assert told.index("电子") < told.index("银行"), "where most must be sold comes first"
    assert "4,000.00 1,000.00 500.00 250.00 – 1,000.00 100.00 250.00 125.00 – 500.00" in told
    assert "scope=industry%3Asw1%3A" in html


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, {}), ({"scope": "market", "as_of": "2026-01-29"}, {"as_of": "2026-01-29"}),
        ({"scope": "industry:sw1:银行"}, {"by": "industry", "groups": "银行"}),
        ({"scope": "market", "security": "600519.SH"}, {"by": "security", "groups": "600519.SH"}),
    ],
)  # fmt: skip
def test_the_scope_is_what_is_asked(visitor: TestClient, desk: Told, given: dict[str, str], asked: dict[str, str]) -> None:
    desk.asked.clear()
    assert visitor.get("/ladder", params={**given, "fall": "15%"}).status_code == 200
    assert {name for name, _ in desk.asked} == {"ladder", "financing-cost"}
    assert all(each == asked for _, each in desk.asked)


def test_a_small_balance_stands_in_a_smaller_unit(visitor: TestClient) -> None:
    html = visitor.get("/ladder", params={"security": "600519.SH"}).text
    assert rungs(html)[0][2].endswith("(万元)")
    assert 'name="security" size="10" value="600519.SH"' in html


def test_it_says_what_is_published_estimated_assumed_and_not_known(visitor: TestClient) -> None:
    html = visitor.get("/ladder", params={"lang": "en"}).text
    for word in ("Published", "Estimated", "Assumed", "Not known"):
        assert f"<dt>{word}</dt>" in html
    for link in ("/measure/average_maintenance_ratio", "/cascade", "/rules?lang=en&amp;name=call_line"):
        assert f'href="{link}' in html
    assert "the ranges assumed" in section(html, "rungs")


@pytest.mark.parametrize(
    ("given", "status", "said"), [({"fall": "deep"}, 400, "fall"), ({"as_of": "1999-12-31"}, 200, "暂无数据")]
)
def test_what_is_not_known_or_cannot_be_asked_is_a_sentence(
    visitor: TestClient, given: dict[str, str], status: int, said: str
) -> None:
    found = visitor.get("/ladder", params=given)
    assert found.status_code == status
    assert said in re.search(r'class="empty".*?</p>', found.text, re.DOTALL)[0]  # type: ignore[index]
    assert found.text.count('class="empty"') == 1


def test_a_book_stands_beside_the_estimate_as_shares(visitor: TestClient, desk: Told) -> None:
    desk.asked.clear()
    html = visitor.get("/ladder", params={"book": "demo", "scope": "industry:sw1:银行"}).text
    assert ("ladder", {"by": "industry", "groups": "银行", "book": "demo"}) in desk.asked
    told = section(html, "beside")
    assert "估计：2026-01-30 · 账簿：2026-01-29" in told
    assert "20% 5.00% 2.50% – 10.00% 10.00% 2.50% 1.25% – 5.00% 5.00%" in told, "the book has twice the share, and no band"
    book = section(html, "book-rungs")
    assert "低于追保线的负债(亿元) 低于即时平仓线的负债(亿元) 须卖出(亿元) 1% 0.60 0.30 0.06 0.15" in book, "no column for a band"
    assert "合成" in text_of(html)
    assert 'value="demo" selected' in html
    plain = visitor.get("/ladder").text
    assert 'id="beside"' not in plain
    assert "没有一个是真实账户" not in text_of(plain)


@pytest.mark.parametrize(
    ("given", "said"), [({"book": "country"}, "15,640,000"), ({"book": "demo", "scope": "industries"}, "选一个行业")]
)
def test_a_book_that_cannot_stand_there_says_why(visitor: TestClient, desk: Told, given: dict[str, str], said: str) -> None:
    desk.asked.clear()
    html = visitor.get("/ladder", params=given).text
    assert said in re.search(r'class="empty".*?</p>', html, re.DOTALL)[0]  # type: ignore[index]
    assert not any("book" in asked for _, asked in desk.asked)
