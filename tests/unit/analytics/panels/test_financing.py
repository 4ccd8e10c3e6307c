"""The prepared detail: exact money, neighbours of a day, whole lists, and growth on demand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import polars as pl
import pytest

from liangrong.analytics.completeness import days_of_whole_detail
from liangrong.analytics.panels.financing import blocks, financing, money
from liangrong.core.calendar import mainland
from liangrong.core.securities import Exchange
from liangrong.market.snapshot import MarketSnapshot
from liangrong.simulation.market import SimulatedMarket
from tests.unit.analytics.structure.small import CHINEXT, D1, D2, D3, MAIN, PATHS, detail, market, totals


def test_money_is_exact_to_the_last_digit() -> None:
    """Beyond 2^53 a float would lose the last digits of these."""
    cells = ["90071992547409.931", "-0.001", "12345678901234.567"]
    kept = pl.Series(cells).cast(pl.Decimal(20, 3))
    assert money(kept.to_physical().cast(pl.Int64)).to_list() == [Decimal(cell) for cell in cells]


def test_sums_and_neighbours_by_hand() -> None:
    paths = {**PATHS, CHINEXT: [(80, 8, None), None, (60, 5, None)]}
    book = financing(market(paths), D1, D3)
    at = book.securities.index(CHINEXT)
    assert book.latest[:, at].tolist() == [0, 0, 2]
    assert book.following[:, at].tolist() == [0, 2, 2]
    assert book.bought[:, at].tolist() == [0, 8_000, 8_000, 13_000]
    assert book.unpublished[:, at].tolist() == [0, 1, 1, 2]
    main = book.securities.index(MAIN)
    assert (book.repaid[3] - book.repaid[1])[main] == 20_000
    assert [list(Exchange)[place].suffix for place in book.exchange] == [name[-2:] for name in book.securities]


def test_a_list_is_whole_where_its_buys_reach_the_total() -> None:
    """SZSE bought 28 on D1; a list of 25.2 is whole, one of 20 is an excerpt, and none at all is none even beside a total of 0."""
    whole = financing(market(), D1, D3).whole
    assert whole.all()
    excerpt = financing(market(changed={("SZSE", D2): {"financing_buy_amount": 31}}), D1, D3).whole
    assert excerpt.tolist() == [[True] * 3, [True, False, True], [True] * 3]
    rows = detail().filter(pl.col("security_id") != "920001.BJ")
    nothing = totals(detail()).with_columns(
        financing_buy_amount=pl.when(pl.col("exchange") == "BSE").then(0).otherwise("financing_buy_amount")
    )
    absent = financing(MarketSnapshot.of({"margin_detail": rows, "market_totals": nothing}, D3), D1, D3).whole
    assert absent[:, 2].tolist() == [False] * 3


def test_whole_lists_are_those_of_the_measures() -> None:
    """The same rule as the levels by board and industry go by."""
    made = SimulatedMarket.generate()
    start = date(2025, 12, 1)
    rows = made.table("margin_detail").filter(pl.col("trade_date") >= start)
    thin = rows.filter((pl.col("trade_date") != D2) | (pl.col("security_id").hash(1) % 3 > 0))
    world = MarketSnapshot.of({"margin_detail": thin, "market_totals": made.table("market_totals")}, D3)
    book = financing(world, start, D3)
    theirs = days_of_whole_detail(world, thin, thin, None)
    assert sorted(theirs) == [day for day, row in zip(book.sessions, book.whole, strict=True) if row.all()]
    assert D2 not in theirs.to_list()


def test_it_is_read_once_and_again_only_for_more() -> None:
    reads: list[tuple[date | None, date]] = []
    plain = market()
    world = MarketSnapshot(plain.as_of, lambda *asked: reads.append(asked[1:3]) or plain.reader(*asked), plain.calendar)
    wide = financing(world, D1, D3)
    count = len(reads)
    assert financing(world, D2, D3) is wide
    assert len(reads) == count
    assert financing(world, date(2026, 1, 27), D2).sessions[0] == date(2026, 1, 27)
    assert len(reads) > count


def test_days_that_are_no_session_are_left_out() -> None:
    extra = pl.DataFrame({"security_id": [MAIN], "trade_date": [date(2026, 1, 31)], "financing_balance": [999]})
    rows = pl.concat([detail(), extra], how="diagonal")
    world = MarketSnapshot.of({"margin_detail": rows, "market_totals": totals(detail())}, date(2026, 2, 2))
    book = financing(world, D1, date(2026, 2, 2))
    assert book.sessions[-1] == date(2026, 2, 2)
    assert 999_000 not in book.balance


def test_blocks_cover_every_session_once() -> None:
    days = mainland().between(date(2025, 1, 1), D3)
    pieces = [mainland().between(*ends) for ends in blocks(mainland(), date(2025, 1, 1), D3, sessions=37)]
    assert sum(pieces, ()) == days
    assert max(map(len, pieces)) == 37


def test_nothing_is_nothing() -> None:
    book = financing(MarketSnapshot.of({}, D3), D2, D3)
    assert book.securities == ()
    assert not book.whole.any()
    assert book.bought.shape == (3, 0)
    assert np.array_equal(book.latest, np.empty((2, 0)))


@pytest.mark.parametrize("day", [date(2022, 6, 30)])
def test_before_the_bse_took_part_nothing_is_missing_of_it(day: date) -> None:
    rows = pl.DataFrame({"security_id": [MAIN], "trade_date": [day], "financing_balance": [9], "financing_buy_amount": [5]})
    sums = pl.DataFrame({"exchange": ["SSE"], "trade_date": [day], "financing_buy_amount": [5]})
    book = financing(MarketSnapshot.of({"margin_detail": rows, "market_totals": sums}, D3), day, day)
    assert book.whole.tolist() == [[True, False, True]]
