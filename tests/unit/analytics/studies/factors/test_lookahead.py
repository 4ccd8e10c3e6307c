"""The look-ahead detector: data shifted one session early trip it every time, data in their place never."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liangrong.analytics.studies.factors.builtin import FACTORS, builtin_factor
from liangrong.analytics.studies.factors.factor import Factor
from liangrong.analytics.studies.factors.given import GIVEN, given_factor, read_rows
from liangrong.analytics.studies.factors.lookahead import check_maker, check_values, rows_of
from liangrong.core.calendar import mainland
from liangrong.core.errors import BadInput
from liangrong.market.snapshot import MarketSnapshot
from liangrong.simulation.planted import PlantedMarket

shapes = st.tuples(st.integers(0, 10**6), st.integers(70, 90), st.integers(12, 20))
"""Seed, sessions and names of a market."""


def market_of(shape: tuple[int, int, int]) -> MarketSnapshot:
    seed, sessions, names = shape
    return PlantedMarket.generate(seed, sessions=sessions, names=names).snapshot()


def early(factor: Factor, by: int = 1) -> Factor:
    """The figures of a later session, dated too early."""
    gone = np.full((by, factor.values.shape[1]), np.nan)
    return replace(factor, values=np.vstack([factor.values[by:], gone]))


def resemblance(market: MarketSnapshot, factor: Factor) -> tuple[str, int | None]:
    check = next(check for check in check_values(market, factor) if check.name == "resembles_later_columns")
    return check.state, check.ahead


@settings(max_examples=3)
@given(shape=shapes, name=st.sampled_from(sorted(FACTORS)), window=st.sampled_from([1, 2, 3, 5, 10]))
def test_values_of_the_house_trip_when_they_come_a_session_early_and_only_then(
    shape: tuple[int, int, int], name: str, window: int
) -> None:
    market = market_of(shape)
    factor = builtin_factor(market, name, window=window)
    assert resemblance(market, factor) == ("clear", None)
    assert resemblance(market, early(factor)) == ("tripped", 1)


@settings(max_examples=3)
@given(
    shape=shapes,
    weights=st.lists(st.floats(-3, 3).filter(lambda w: abs(w) > 0.1), min_size=len(FACTORS), max_size=len(FACTORS)),
    by=st.integers(1, 4),
)
def test_linear_combinations_trip_as_well(shape: tuple[int, int, int], weights: list[float], by: int) -> None:
    market = market_of(shape)
    parts = [builtin_factor(market, name) for name in sorted(FACTORS)]
    mixed = sum(weight * part.values / np.nanstd(part.values) for weight, part in zip(weights, parts, strict=True))
    factor = replace(parts[0], name="mixed", values=mixed)
    assert resemblance(market, factor) == ("clear", None)
    assert resemblance(market, early(factor, by)) == ("tripped", by)


@settings(max_examples=3)
@given(shape=shapes, name=st.sampled_from(sorted(FACTORS)))
def test_makers_trip_when_they_read_ahead_and_only_then(shape: tuple[int, int, int], name: str) -> None:
    market = market_of(shape)
    make = partial(builtin_factor, name=name)
    assert check_maker(market, make)[0].state == "clear"
    found = check_maker(market, lambda snapshot: early(make(snapshot)))[0]
    assert found.state == "tripped"
    assert found.differing == found.compared


@settings(max_examples=3)
@given(shape=shapes, seed=st.integers(0, 1000))
def test_figures_from_elsewhere_are_left_in_peace(shape: tuple[int, int, int], seed: int) -> None:
    market = market_of(shape)
    factor = builtin_factor(market, "short_change")
    noise = np.random.default_rng(seed).standard_normal(factor.values.shape)
    assert resemblance(market, replace(factor, values=noise)) == ("clear", None)


def test_a_maker_that_scales_by_the_whole_sample_trips() -> None:
    """No value is moved, but the spread of the whole sample is not known on the day."""
    market = PlantedMarket.generate(1, sessions=40, names=10).snapshot()

    def scaled(snapshot: MarketSnapshot) -> Factor:
        factor = builtin_factor(snapshot, "financing_change")
        return replace(factor, values=factor.values / np.nanstd(factor.values))

    assert check_maker(market, scaled)[0].state == "tripped"


def test_returns_of_the_night_are_a_warning() -> None:
    market = PlantedMarket.generate(2, sessions=80, names=30).snapshot()
    factor = builtin_factor(market, "financing_change")
    quotes = market.table("quotes").sort("security_id", "trade_date").with_columns(
        night=(pl.col("open") / pl.col("previous_close")).cast(float).shift(-1).over("security_id")
    )  # fmt: skip
    night = quotes.pivot(on="security_id", index="trade_date", values="night").sort("trade_date")
    values = night.select(factor.securities).cast(float).to_numpy()
    checks = {check.name: check.state for check in check_values(market, replace(factor, values=values))}
    assert checks["night_before_entry"] == "warning"


def test_a_store_without_columns_says_that_nothing_was_compared() -> None:
    market = PlantedMarket.generate(2, sessions=30, names=10)
    factor = builtin_factor(market.snapshot(), "financing_change")
    bare = MarketSnapshot.of({"market_totals": market.tables["market_totals"]}, market.sessions[-1])
    rows = rows_of("mine", check_values(bare, factor))
    assert rows["state"].to_list() == ["not_checked", "not_checked"]


DAY = date(2026, 1, 29)


def rows(known_at: datetime | None) -> pl.DataFrame:
    return pl.DataFrame({"date": [DAY], "security_id": ["600519.SH"], "value": [1.0], "known_at": [known_at]}, schema=GIVEN)


@pytest.mark.parametrize(("minute", "state"), [(0, "clear"), (1, "tripped")])
def test_what_is_known_after_nine_of_the_next_session_trips(minute: int, state: str) -> None:
    """The figures of Thursday 2026-01-29 are used on Friday at 09:00 in Shanghai, 01:00 UTC."""
    given_rows = rows(datetime(2026, 1, 30, 1, minute, tzinfo=UTC))
    market = PlantedMarket.generate(2, sessions=30, names=10).snapshot()
    check = check_values(market, given_factor(given_rows, mainland(), name="mine.csv"), given_rows)[0]
    assert (check.name, check.state) == ("known_at", state)


def test_a_file_is_read_in_any_spelling() -> None:
    text = pl.DataFrame({"date": ["20260129", "2026-01-30"], "security_id": ["sh600519", "000001.XSHE"], "value": ["1.5", "-2e-3"],
                         "known_at": ["2026-01-30T09:00", None]})  # fmt: skip
    found = read_rows(text, place="mine.csv")
    assert found.rows() == [
        (date(2026, 1, 29), "600519.SH", 1.5, datetime(2026, 1, 30, 1, tzinfo=UTC)),
        (date(2026, 1, 30), "000001.SZ", -0.002, None),
    ]


GOOD = {"date": ["2026-01-30", "2026-01-30"], "security_id": ["600519.SH", "000001.SZ"], "value": ["1", "2"]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"date": ["2026-01-30", "30 Jan"]}, "row 2: date is '30 Jan'"),
        ({"value": ["1", "much"]}, "row 2: value is 'much'"),
        ({"security_id": ["600519.SH", "Moutai"]}, "Moutai"),
        ({"security_id": ["600519.SH", "600519.SH"]}, "more than one value on 2026-01-30"),
        ({"known_at": ["2026-01-30", "soon"]}, "soon"),
    ],
)
def test_a_bad_cell_is_named(change: dict[str, list[str]], said: str) -> None:
    with pytest.raises(BadInput, match=r"mine\.csv") as refused:
        read_rows(pl.DataFrame(GOOD | change), place="mine.csv")
    assert said in refused.value.message("en")


def test_a_missing_column_is_named() -> None:
    with pytest.raises(BadInput, match="value"):
        read_rows(pl.DataFrame(GOOD).drop("value"), place="mine.csv")


def test_a_header_alone_is_no_row() -> None:
    assert read_rows(pl.DataFrame(GOOD).clear(), place="mine.csv").is_empty()


def test_days_that_are_no_session_are_counted() -> None:
    text = pl.DataFrame(GOOD | {"date": ["2026-01-30", "2026-01-31"]})
    factor = given_factor(read_rows(text, place="mine.csv"), mainland(), name="mine.csv")
    assert factor.values[0].tolist() == pytest.approx([np.nan, 1.0], nan_ok=True)
    assert any("1 rows are dated on no session" in note.en for note in factor.notes)
    assert any("no known_at" in note.en for note in factor.notes)
