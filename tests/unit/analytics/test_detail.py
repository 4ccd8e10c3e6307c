from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from liangrong.analytics.completeness import days_of_whole_detail
from liangrong.analytics.levels import level
from liangrong.core.errors import NoData

from .markets import D1, D2, D3, of_security, snapshot, total

STAR = [f"688{n:03d}.SH" for n in range(100)]


def test_a_board_is_the_sum_of_its_securities() -> None:
    detail = [of_security("688001.SH", D3, financing_balance=5, financing_buy_amount=2)]
    detail.append(of_security("600000.SH", D3, financing_balance=7, financing_buy_amount=3))
    market = snapshot(margin_detail=detail, market_totals=[total("SSE", D3, financing_buy_amount=5)])
    assert level(market, "financing_balance", "board:star").data["value"].to_list() == [5]
    assert level(market, "financing_balance", "688001").data["value"].to_list() == [5]


@pytest.mark.parametrize("bought", [20, None])
def test_an_excerpt_of_a_day_is_not_summed_but_answers_for_its_securities(bought: int | None) -> None:
    detail = [of_security("688001.SH", D3, financing_balance=5, financing_buy_amount=2)]
    totals = [total("SSE", D3, financing_buy_amount=bought)] if bought else [total("SSE", D1, financing_buy_amount=2)]
    market = snapshot(margin_detail=detail, market_totals=totals)
    with pytest.raises(NoData):
        level(market, "financing_balance", "board:star")
    assert level(market, "financing_balance", "688001").data["value"].item() == 5


def test_a_scope_over_two_exchanges_needs_both() -> None:
    detail = [
        of_security("600000.SH", D2, financing_balance=7, financing_buy_amount=3),
        of_security("000001.SZ", D2, financing_balance=1, financing_buy_amount=4),
        of_security("600000.SH", D3, financing_balance=8, financing_buy_amount=3),
    ]
    totals = [total(ex, day, financing_buy_amount=buy) for day in (D2, D3) for ex, buy in (("SSE", 3), ("SZSE", 4))]
    market = snapshot(margin_detail=detail, market_totals=totals)
    assert level(market, "financing_balance", "board:main").data["value"].to_list() == [8]
    assert level(market, "financing_balance", "board:main").data["date"].to_list() == [D2]


@pytest.mark.parametrize(("owed", "days"), [(0, [D3]), (9, [])])
def test_an_exchange_that_owes_nothing_needs_no_list_and_one_that_does_needs_it(owed: int, days: list[date]) -> None:
    detail = [of_security("600000.SH", D3, financing_balance=7, financing_buy_amount=3)]
    both = pl.DataFrame({"security_id": ["600000.SH", "000001.SZ"]})
    totals = [
        total("SSE", D3, financing_balance=7, financing_buy_amount=3),
        total("SZSE", D3, financing_balance=owed, financing_buy_amount=0),
    ]
    market = snapshot(margin_detail=detail, market_totals=totals)
    assert days_of_whole_detail(market, market.table("margin_detail"), both, None).to_list() == days


def test_a_short_balance_that_sse_does_not_print_is_quantity_times_close_and_says_so() -> None:
    detail = [of_security("688001.SH", D3, short_quantity=100, financing_balance=1, financing_buy_amount=0)]
    totals = [total("SSE", D3, financing_buy_amount=0)]
    market = snapshot(margin_detail=detail, market_totals=totals, quotes=[of_security("688001.SH", D3, close=12)])
    row = level(market, "short_balance", "board:star").data.row(0, named=True)
    assert (row["value"], row["derived"], row["quality"]) == (1200, ["short_balance"], "ok")
    with pytest.raises(NoData):
        level(snapshot(margin_detail=detail, market_totals=totals), "short_balance", "board:star")


@pytest.mark.parametrize(("missing", "quality"), [(0, "ok"), (2, "incomplete"), (3, None)])
def test_a_few_missing_cells_make_a_sum_incomplete_and_many_make_it_unknown(missing: int, quality: str | None) -> None:
    detail = [
        of_security(code, D3, financing_buy_amount=1, short_balance=None if n < missing else 1) for n, code in enumerate(STAR)
    ]
    market = snapshot(margin_detail=detail, market_totals=[total("SSE", D3, financing_buy_amount=100)])
    if quality is None:
        with pytest.raises(NoData):
            level(market, "short_balance", "board:star")
        return
    answer = level(market, "short_balance", "board:star")
    assert answer.data.select("value", "quality").row(0) == (100 - missing, quality)
    assert any("688000.SH" in note.en for note in answer.warnings) == bool(missing)
