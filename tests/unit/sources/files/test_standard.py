"""Our own tables as files: how users bring what no exchange publishes."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from liangrong.core.outcomes import Failed, Ok
from liangrong.market.schemas import conform
from liangrong.market.tables import TABLES, table
from liangrong.sources.files.read import read


def tables(content):
    outcome = read(content).outcome
    assert isinstance(outcome, Ok), outcome
    return outcome.value


def test_a_few_columns_are_enough():
    found = tables(b"security_id,trade_date,free_float_cap\n600519,2026-01-30,1000.5\n000001.XSHE,20260130,7\n")
    rows = found.tables["caps"]
    assert rows["security_id"].to_list() == ["600519.SH", "000001.SZ"]
    assert rows["free_float_cap"].to_list() == [Decimal("1000.500"), Decimal(7)]
    assert rows["source"].to_list() == ["file", "file"]


def test_columns_of_several_tables_are_refused_by_name():
    outcome = read(b"security_id,trade_date,name\n600519.SH,2026-01-30,x\n").outcome
    assert isinstance(outcome, Failed)
    assert "margin_detail" in outcome.reason
    assert "quotes" in outcome.reason


def test_flags_sources_and_derived_cells_come_along():
    text = "security_id,trade_date,financing_eligible,short_eligible,source,derived\n600519.SH,2026-01-30,Y,false,simulated:sse,a;b\n"
    row = tables(text.encode()).tables["underlying_securities"].row(0, named=True)
    assert (row["financing_eligible"], row["short_eligible"], row["source"]) == (True, False, "simulated:sse")
    assert row["derived"] == ["a", "b"]


def test_bad_rows_are_named():
    text = "security_id,trade_date,free_float_cap\n600519.SH,2026-01-31,1\n600519.SH,2026-01-30,-1\nX,2026-01-30,1\n600519.SH,2026-01-29,1\n"
    found = tables(text.encode())
    assert found.tables["caps"]["trade_date"].to_list() == [date(2026, 1, 29)]
    assert {f.column for f in found.discrepancies} == {"trade_date", "free_float_cap", "security_id"}


def test_baskets_are_memberships():
    text = "scheme,security_id,from_date,to_date\nbasket:mine,600519.SH,2026-01-01,\n"
    row = tables(text.encode()).tables["memberships"].row(0, named=True)
    assert (row["scheme"], row["from_date"], row["to_date"]) == ("basket:mine", date(2026, 1, 1), None)


def value_of(dtype):
    return {pl.Date: date(2026, 1, 30), pl.Boolean: True, pl.Int64: 7, pl.Float64: 0.25}.get(dtype.base_type(), Decimal("12.345"))


@pytest.mark.parametrize("name", sorted(TABLES))
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_every_table_survives_a_round_trip(name, kind):
    wanted = table(name)
    special = {"security_id": "600519.SH", "exchange": "SSE"}
    row = {c.name: [special.get(c.name, f"{c.name} 甲") if c.dtype == pl.String() else value_of(c.dtype)] for c in wanted.columns}
    frame = conform(wanted, pl.DataFrame(row), source="file")
    out = io.BytesIO()
    if kind == "csv":
        frame.with_columns(pl.col("derived").list.join(";")).write_csv(out)
    else:
        frame.write_parquet(out)
    assert tables(out.getvalue()).tables[name].equals(frame)
