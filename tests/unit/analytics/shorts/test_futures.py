"""Expiry, basis and open interest of made-up contracts."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from liangrong.analytics.shorts.futures import Contract, futures_basis
from liangrong.core.calendar import mainland
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot

DAY = date(2026, 1, 30)


def futures(*rows: tuple[str, float, float, int], day: date = DAY) -> pl.DataFrame:
    names = ["contract", "close", "settlement", "open_interest"]
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(trade_date=pl.lit(day))


def index(close: float, code: str = "000300.SH", day: date = DAY) -> pl.DataFrame:
    return pl.DataFrame({"security_id": [code], "trade_date": [day], "close": [close]})


def asked(rows: pl.DataFrame, *indices: pl.DataFrame, **options: str) -> pl.DataFrame:
    tables = {"index_futures": rows} | ({"index_quotes": pl.concat(indices)} if indices else {})
    return futures_basis(MarketSnapshot.of(tables, DAY), **options).data  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [
        (2026, 1, date(2026, 1, 16)),  # the month begins on a Thursday
        (2026, 5, date(2026, 5, 15)),  # the month begins on a Friday
        (2025, 2, date(2025, 2, 21)),  # the month begins on a Saturday
        (2026, 2, date(2026, 2, 24)),  # the third Friday lies in the spring festival
    ],
)
def test_contracts_expire_on_the_third_friday_or_the_next_session(year: int, month: int, expected: date) -> None:
    assert Contract("IF", year, month).expiry(mainland()) == expected


def test_an_expiry_beyond_the_calendar_is_not_known() -> None:
    assert Contract("IF", mainland().end.year + 1, 3).expiry(mainland()) is None


@pytest.mark.parametrize("code", ["T2603", "IF2613", "IF26", "XX2603", ""])
def test_what_is_no_index_future_is_not_read_as_one(code: str) -> None:
    assert Contract.parse(code) is None


def test_the_basis_by_hand() -> None:
    row = asked(futures(("IF2603", 4653.0, 4640.0, 7)), index(4700.0)).row(0, named=True)
    assert row["futures_basis"] == pytest.approx(-47)
    assert row["basis_ratio"] == pytest.approx(-0.01)
    assert row["days_to_expiry"] == 49
    assert row["annual_basis"] == pytest.approx(-0.01 * 365 / 49)
    assert (row["state"], row["reason_en"]) == ("ok", None)


def test_the_settlement_price_answers_when_asked_for() -> None:
    assert asked(futures(("IF2603", 4653.0, 4640.0, 7)), index(4700.0), price="settlement")["futures_basis"][0] == -60


def test_each_product_has_its_own_index_and_its_own_sum() -> None:
    rows = futures(("IF2602", 4700.0, 0.0, 5), ("IF2603", 4700.0, 0.0, 7), ("IC2602", 7000.0, 0.0, 11))
    found = asked(rows, index(4700.0), index(7100.0, "000905.SH"))
    assert found.select("contract", "futures_basis", "product_open_interest").rows() == [
        ("IC2602", -100.0, 11), ("IF2602", 0.0, 12), ("IF2603", 0.0, 12),
    ]  # fmt: skip


def test_on_the_last_trading_day_there_is_no_rate_per_year() -> None:
    day = date(2026, 1, 16)
    rows = futures(("IF2601", 4690.0, 0.0, 5), day=day)
    found = futures_basis(MarketSnapshot.of({"index_futures": rows, "index_quotes": index(4700.0, day=day)}, day)).data
    assert found.select("futures_basis", "annual_basis").row(0) == (-10.0, None)


def test_without_the_index_the_basis_is_unknown_and_says_until_when() -> None:
    tables = {"index_futures": futures(("IF2603", 4690.0, 0.0, 5)), "index_quotes": index(4700.0, day=date(2025, 12, 31))}
    found = futures_basis(MarketSnapshot.of(tables, DAY))
    row = found.data.row(0, named=True)
    assert (row["futures_basis"], row["annual_basis"], row["state"]) == (None, None, "index_not_known")
    assert row["reason_en"] == "index_quotes holds 000300.SH until 2025-12-31 only"
    assert any("000300.SH until 2025-12-31" in note.en for note in found.warnings)


def test_an_index_that_was_never_stored_is_named() -> None:
    assert asked(futures(("IM2603", 7000.0, 0.0, 5)))["reason_zh"][0] == "index_quotes 中没有 000852.SH"


def test_other_futures_are_named_and_left_out() -> None:
    rows = futures(("IF2603", 4690.0, 0.0, 5), ("T2603", 108.0, 0.0, 9))
    found = futures_basis(MarketSnapshot.of({"index_futures": rows, "index_quotes": index(4700.0)}, DAY))
    assert found.data["contract"].to_list() == ["IF2603"]
    assert "T2603" in found.warnings[-1].en


def test_without_a_start_only_the_last_day_is_meant() -> None:
    early = date(2026, 1, 29)
    rows = pl.concat([futures(("IF2603", 4690.0, 0.0, 5)), futures(("IF2603", 4600.0, 0.0, 5), day=early)])
    assert asked(rows, index(4700.0))["date"].to_list() == [DAY]
    both = futures_basis(MarketSnapshot.of({"index_futures": rows, "index_quotes": index(4700.0)}, DAY), start=early)
    assert both.data["state"].to_list() == ["index_not_known", "ok"]


def test_nothing_stored_is_refused() -> None:
    with pytest.raises(NoData, match="any day up to 2026-01-30"):
        futures_basis(MarketSnapshot.of({}, DAY))
