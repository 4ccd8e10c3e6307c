"""Where rows lead: groups to their stocks, stocks to their page, sums nowhere."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest

from liangrong.interfaces.web.links import group_link, linked, scope_link
from liangrong.interfaces.web.state import State

STATE = State("/structure", {"from": "2026-01-05", "to": "2026-01-30", "lang": "en", "top": "9"})


@pytest.mark.parametrize(
    ("grouping", "name", "scope"),
    [("sw1", "电子", "industry:sw1:电子"), ("sw2", "半导体", "industry:sw2:半导体"), ("board", "star", "board:star"),
     ("exchange", "SSE", "exchange:SSE"), ("index:000300.SH", "000300.SH", "index:000300.SH")],
)  # fmt: skip
def test_a_group_leads_to_its_stocks_in_the_same_window_and_look(grouping: str, name: str, scope: str) -> None:
    link = group_link({"grouping": grouping, "group_name": name, "part": "group"}, STATE)
    found = urlsplit(link or "")
    assert found.path == "/structure"
    assert {key: values[0] for key, values in parse_qs(found.query).items()} == {
        "by": "security", "within": scope, "from": "2026-01-05", "to": "2026-01-30", "lang": "en"
    }  # fmt: skip


def test_a_stock_leads_to_its_page() -> None:
    row = {"grouping": "security", "group_name": "600519.SH", "part": "group"}
    assert group_link(row, STATE) == scope_link("security:600519.SH", STATE) == "/security/600519.SH?lang=en"


@pytest.mark.parametrize("part", ["funds", "unclassified", "outside", "not_broken_down", "sum_of_groups", "exchange_total"])
def test_what_is_no_group_leads_nowhere(part: str) -> None:
    assert group_link({"grouping": "sw1", "group_name": "all", "part": part}, STATE) is None


def test_rows_of_groups_get_a_column_and_others_stay_as_they_are() -> None:
    rows = pl.DataFrame({"grouping": ["board"], "group_name": ["star"], "part": ["group"]})
    assert linked(rows, STATE)["link"].item() == group_link(rows.row(0, named=True), STATE)
    other = pl.DataFrame({"date": ["2026-01-30"]})
    assert linked(other, STATE) is other
