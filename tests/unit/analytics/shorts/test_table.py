"""The table of the most shorted stocks and the industries, by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from liangrong.analytics.shorts.concentration import industry_shorts
from liangrong.analytics.shorts.industries import industries_on
from liangrong.analytics.shorts.table import short_table
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot
from tests.unit.analytics.shorts.small import LAST, market, sessions

NAMES = ["000001.SZ", "000002.SZ", "600000.SH", "600519.SH", "510300.SH"]
DAYS = sessions(21)
QUANTITY = np.vstack([np.full((15, 5), 80.0), np.full((5, 5), 50.0), [[300, 100, 200, 40, 5000]]])
CLOSE = np.broadcast_to([10.0, 40.0, 10.0, 50.0, 4.0], (21, 5))
"""Short balances on the last day: 3000, 4000, 2000, 2000 and, of a fund, 20000."""


def caps(*values: float | None) -> pl.DataFrame:
    return pl.DataFrame({"security_id": NAMES[: len(values)], "trade_date": [LAST] * len(values), "float_cap": values})


def members(*groups: str, names: list[str] = NAMES) -> dict[str, pl.DataFrame]:
    rows = [("sw", name, date(2021, 12, 13), group, group) for name, group in zip(names, groups, strict=False) if group]
    schema = ["scheme", "security_id", "from_date", "group", "group_name"]
    return {"memberships": pl.DataFrame(rows, schema=schema, orient="row")}


def made(**tables: pl.DataFrame) -> MarketSnapshot:
    return market(DAYS, NAMES, QUANTITY, close=CLOSE, volume=600.0, **tables)


def test_with_every_cap_known_the_ratio_sorts() -> None:
    found = short_table(made(caps=caps(3e6, 2e6, 1e6, 8e5)))
    assert found.data.select("rank", "security_id", "short_to_float_cap").rows() == [
        (1, "600519.SH", pytest.approx(0.0025)),
        (2, "000002.SZ", pytest.approx(0.002)),
        (3, "600000.SH", pytest.approx(0.002)),  # a tie: in the order of the codes
        (4, "000001.SZ", pytest.approx(0.001)),
    ]
    assert found.data["sorted_by"].unique().to_list() == ["short_to_float_cap"]
    assert "short balance / float cap" in found.warnings[0].en


def test_without_the_caps_the_balance_sorts_and_says_so() -> None:
    found = short_table(made(caps=caps(3e6, 2e6, 1e6, None)))
    assert found.data["security_id"].to_list() == ["000002.SZ", "000001.SZ", "600000.SH", "600519.SH"]
    assert found.data["sorted_by"].unique().to_list() == ["short_balance"]
    assert any("is known for 3 of them" in note.en for note in found.warnings)


def test_what_else_is_known_of_each() -> None:
    row = short_table(made(**members("银行", "房地产"))).data.row(1, named=True)
    assert row["security_id"] == "000001.SZ"
    assert row["industry"] == "银行"
    assert row["days_to_cover"] == pytest.approx(300 / 600)
    assert row["quantity_change_5"] == pytest.approx(300 / 50 - 1)
    assert row["quantity_change_20"] == pytest.approx(300 / 80 - 1)


def test_funds_are_counted_and_left_out() -> None:
    found = short_table(made())
    assert "510300.SH" not in found.data["security_id"].to_list()
    assert any(note.en.startswith("1 funds with CNY 20,000") for note in found.warnings)


def test_top_cuts_from_below() -> None:
    assert short_table(made(), top=2).data["security_id"].to_list() == ["000002.SZ", "000001.SZ"]


def test_a_scope_is_as_of_the_day() -> None:
    found = short_table(made(**members("银行", "房地产", "银行")), scope="industry:sw1:银行")
    assert found.data["security_id"].to_list() == ["000001.SZ", "600000.SH"]


def test_unknown_cells_stay_unknown() -> None:
    snapshot = market(DAYS[-3:], NAMES, QUANTITY[-3:], close=CLOSE[-3:], volume=600.0)
    row = short_table(snapshot).data.row(0, named=True)
    assert (row["quantity_change_5"], row["quantity_change_20"], row["days_to_cover"]) == (None, None, None)


def test_half_a_list_is_refused_with_what_there_is() -> None:
    whole = made()
    tables = {name: whole.table(name) for name in ("margin_detail", "quotes", "market_totals")}
    tables["margin_detail"] = tables["margin_detail"].filter(~pl.col("security_id").str.ends_with(".SH"))
    tables["market_totals"] = tables["market_totals"].filter(pl.col("exchange") != "SZSE")
    with pytest.raises(NoData, match=r"2 rows of the day are stored, not the whole list"):
        short_table(MarketSnapshot.of(tables, LAST))


def test_a_day_without_detail_is_refused_and_names_the_nearest() -> None:
    with pytest.raises(NoData, match="Nearest known: rows of 2026-01-30"):
        short_table(made(), on=date(2025, 12, 1))


def test_a_quantity_without_a_price_is_named() -> None:
    tables = {name: made().table(name) for name in ("margin_detail", "quotes", "market_totals")}
    gone = (pl.col("security_id") == "600519.SH") & (pl.col("trade_date") == LAST)
    tables["margin_detail"] = tables["margin_detail"].with_columns(
        short_balance=pl.when(gone).then(None).otherwise("short_balance")
    )
    tables["quotes"] = tables["quotes"].filter(~gone)
    found = short_table(MarketSnapshot.of(tables, LAST))
    assert "600519.SH" not in found.data["security_id"].to_list()
    assert any("600519.SH" in note.en and "no balance" in note.en for note in found.warnings)


def test_industries_by_hand() -> None:
    found = industry_shorts(made(**members("银行", "房地产", "银行")))
    rows = found.data
    assert rows.select("rank", "industry", "short_balance", "securities", "largest").rows() == [
        (1, "银行", 5000, 2, "000001.SZ"), (2, "房地产", 4000, 1, "000002.SZ"), (None, "unclassified", 2000, 1, "600519.SH"),
    ]  # fmt: skip
    assert rows["share"].to_list() == pytest.approx([5 / 11, 4 / 11, 2 / 11])
    assert rows["share_of_largest"].to_list() == pytest.approx([3 / 5, 1, 1])
    assert rows["hhi"].unique().to_list() == [pytest.approx((5 / 9) ** 2 + (4 / 9) ** 2)]
    assert rows["top_5_share"][0] == pytest.approx(1)
    assert rows["top_5_stocks_share"][0] == pytest.approx(1)
    assert any("1 stocks" in note.en and "no industry" in note.en for note in found.warnings)


def test_five_of_six_industries() -> None:
    names = [f"60000{place}.SH" for place in range(6)]
    quantity = np.array([[60.0, 50, 40, 30, 20, 10]])
    snapshot = market([LAST], names, quantity, **members(*"甲乙丙丁戊己", names=names))
    row = industry_shorts(snapshot).data.row(0, named=True)
    assert row["top_5_share"] == pytest.approx(200 / 210)
    assert row["hhi"] == pytest.approx(sum(v**2 for v in (60, 50, 40, 30, 20, 10)) / 210**2)


def test_an_industry_is_that_of_the_day() -> None:
    rows = [
        ("sw", "600519.SH", date(2010, 1, 1), date(2020, 12, 31), "老"),
        ("sw", "600519.SH", date(2021, 1, 1), None, "新"),
        ("sw", "000001.SZ", date(2010, 1, 1), date(2020, 12, 31), "老"),
        ("sw", "600000.SH", date(2027, 1, 1), None, "新"),
    ]
    frame = pl.DataFrame(rows, schema=["scheme", "security_id", "from_date", "to_date", "group"], orient="row")
    snapshot = MarketSnapshot.of({"memberships": frame.with_columns(group_name="group")}, LAST)
    assert industries_on(snapshot, LAST).rows() == [("600519.SH", "新")]
    assert industries_on(snapshot, date(2020, 6, 1)).rows() == [("000001.SZ", "老"), ("600519.SH", "老")]


def test_no_industry_list_is_refused_by_industries_and_not_needed_by_the_table() -> None:
    with pytest.raises(NoData, match="industry list"):
        industry_shorts(made())
    assert short_table(made()).data["industry"].null_count() == 4
