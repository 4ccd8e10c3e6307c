"""Search through a workspace: what is offered, what is said when nothing is found, and that new data are found at once."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from liangrong.core.errors import UnknownName, UsageError
from liangrong.interfaces.cli.app import COMMANDS
from liangrong.services.search import KINDS, PAGES, SearchRequest, search
from liangrong.services.workspace import Workspace
from tests.small_market import LAST, frames, stored

SEEN = datetime(2026, 2, 2, 4, tzinfo=UTC)
NAMES = {"600519.SH": "贵州茅台", "000001.SZ": "平安银行", "920002.BJ": "万达轴承", "601963.SH": "重庆银行"}


def directory(names: dict[str, str]) -> pl.DataFrame:
    return pl.DataFrame({"security_id": list(names), "trade_date": LAST, "name": list(names.values()), "source": "tushare"})


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    detail = pl.DataFrame(
        {
            "security_id": ["600519.SH", "510300.SH", "601963.SH"],
            "trade_date": LAST,
            "financing_balance": [200, 100, 300],
            "source": "sse",
        }
    )
    path = stored(tmp_path_factory.mktemp("search"), frames())
    opened = Workspace.open(path)
    opened.store.append("securities", directory(NAMES), observed_at=SEEN)
    opened.store.append("margin_detail", detail, observed_at=SEEN)
    return opened


def ids(workspace: Workspace, text: str, **asked: object) -> list[str]:
    return search(workspace, SearchRequest(text=text, **asked)).data["id"].to_list()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "600519",
        "sh600519",
        "SH.600519",
        "600519.XSHG",
        "1.600519",
        "６００５１９",
        "6005",
        "贵州茅台",
        "茅 台",
        "gzmt",
        "maotai",
        "guizhou",
        "Kweichow Moutai",
    ],
)
def test_one_stock_by_all_its_spellings(workspace: Workspace, text: str) -> None:
    (row,) = search(workspace, SearchRequest(text=text, kinds=("security",))).data.iter_rows(named=True)
    assert (row["id"], row["name"], row["english"], row["exchange"]) == ("600519.SH", "贵州茅台", "Kweichow Moutai", "SSE")
    assert row["financing_balance"] == Decimal(200)


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        ("rzye", "measure", "financing_balance"),
        ("融资余额", "measure", "financing_balance"),
        ("financing balance", "measure", "financing_balance"),
        ("两融余额", "measure", "margin_trading_balance"),
        ("call_line", "rule", "call_line"),
        ("financing_margin_ratio", "rule", "financing_margin_ratio"),
        ("沪深300", "index", "index:000300.SH"),
        ("000300", "index", "index:000300.SH"),
        ("上交所", "exchange", "exchange:SSE"),
        ("科创板", "board", "board:star"),
        ("ChiNext", "board", "board:chinext"),
        ("全市场", "market", "market"),
        ("热度", "page", "heat"),
        ("watchlist", "page", "alerts"),
    ],
)
def test_other_things_by_their_names(workspace: Workspace, text: str, kind: str, first: str) -> None:
    row = search(workspace, SearchRequest(text=text, kinds=(kind,))).data.row(0, named=True)
    assert (row["kind"], row["id"]) == (kind, first)


def test_a_fund_that_nobody_names_is_found_by_its_code(workspace: Workspace) -> None:
    row = search(workspace, SearchRequest(text="510300")).data.row(0, named=True)
    assert (row["id"], row["name"], row["financing_balance"]) == ("510300.SH", None, Decimal(100))


def test_the_larger_balance_comes_first_and_top_is_told(workspace: Workspace) -> None:
    found = search(workspace, SearchRequest(text="6", kinds=("security",), top=1))
    assert found.data["id"].to_list() == ["601963.SH"]
    assert found.warnings[-1].en == "2 in all; the first 1 are shown."


@pytest.mark.parametrize(("text", "near"), [("贵洲茅台", "600519.SH"), ("kweichaw", "600519.SH")])
def test_nothing_found_names_the_nearest(workspace: Workspace, text: str, near: str) -> None:
    found = search(workspace, SearchRequest(text=text))
    assert found.data.is_empty()
    assert near in found.warnings[-1].zh
    assert near in found.warnings[-1].en


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x1b[31m",
        "x" * 100_000,
        "'; DROP TABLE securities; --",
        "{{7*7}}",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "%2e%2e%2f",
        "\u202e",
    ],
)
def test_hostile_text_finds_nothing_and_is_repeated_briefly(workspace: Workspace, text: str) -> None:
    found = search(workspace, SearchRequest(text=text, kinds=("security",)))
    assert found.data.is_empty()
    said = found.warnings[-1]
    assert len(said.en) < 300
    assert said.zh.isprintable()
    assert said.en.isprintable()


def test_kinds_and_top_are_checked(workspace: Workspace) -> None:
    with pytest.raises(UnknownName, match="industry"):
        search(workspace, SearchRequest(text="x", kinds=("stock",)))
    with pytest.raises(UsageError):
        search(workspace, SearchRequest(text="x", top=0))


def test_new_names_are_found_at_once_and_old_ones_still(tmp_path: Path) -> None:
    opened = Workspace.open(tmp_path / "store", create=True)
    assert ids(opened, "茅台", kinds=("security",)) == []
    earlier = directory({"600519.SH": "茅台旧名"}).with_columns(trade_date=pl.lit(LAST).dt.offset_by("-30d"))
    opened.store.append("securities", pl.concat([earlier, directory(NAMES)]), observed_at=SEEN)
    row = search(opened, SearchRequest(text="茅台旧名")).data.row(0, named=True)
    assert (row["id"], row["name"], row["matched_by"]) == ("600519.SH", "贵州茅台", "old_name")
    assert ids(opened, "rzye")[0] == "financing_balance"


def test_every_kind_can_be_found(workspace: Workspace) -> None:
    rows = [search(workspace, SearchRequest(text=text, kinds=(kind,), top=1)).data for text, kind in
            (("6", "security"), ("3", "index"), ("科", "board"), ("上", "exchange"), ("全", "market"), ("融", "measure"), ("保", "rule"), ("规", "page"))]  # fmt: skip
    assert all(row.height for row in rows)
    assert set(KINDS) - {"industry"} == {row["kind"][0] for row in rows}
    assert {"heat", "shorts", "rules", "account", "alerts"} <= set(COMMANDS) & set(PAGES)
