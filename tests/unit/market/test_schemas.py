"""The one door through which frames enter tables."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest

from liangrong.core.errors import SchemaChanged, UnknownName
from liangrong.core.units import Unit
from liangrong.market.schemas import CLOCKS, MONEY, PROVENANCE, Table, conform
from liangrong.market.tables import TABLES, table

DAY = date(2026, 1, 30)
DETAIL = TABLES["margin_detail"]


def row(**cells: object) -> pl.DataFrame:
    return pl.DataFrame([{"security_id": "600519.SH", "trade_date": DAY, **cells}])


def test_a_frame_gets_the_exact_columns_order_and_types() -> None:
    shaped = conform(DETAIL, row(short_quantity=12, financing_balance=Decimal("1.5")), source="sse")
    assert dict(shaped.schema) == DETAIL.schema
    assert shaped.row(0, named=True) | {} == {
        **dict.fromkeys(DETAIL.schema),
        "security_id": "600519.SH",
        "trade_date": DAY,
        "financing_balance": Decimal("1.500"),
        "short_quantity": 12,
        "source": "sse",
        "quality": "ok",
        "derived": [],
    }


def test_null_stays_null_and_zero_stays_zero() -> None:
    shaped = conform(DETAIL, row(short_balance=None, financing_balance=0), source="sse")
    assert shaped["short_balance"].item() is None
    assert shaped["financing_balance"].item() == 0


def test_given_provenance_is_kept() -> None:
    frame = row(source="szse", quality="suspect", derived=["short_balance"])
    shaped = conform(DETAIL, frame, source="sse")
    assert shaped.select("source", "quality", "derived").row(0) == ("szse", "suspect", ["short_balance"])


def test_clocks_pass_through_typed() -> None:
    instant = datetime(2026, 2, 2, 1, tzinfo=UTC)
    shaped = conform(DETAIL, row(known_at=instant, known_basis="observed", recorded_at=instant), source="sse")
    assert dict(shaped.schema) == DETAIL.stored_schema


def test_an_empty_frame_stays_empty() -> None:
    assert conform(DETAIL, row().head(0), source="sse").shape == (0, len(DETAIL.schema))


def test_text_numbers_are_read_and_text_dates_are_the_parsers_business() -> None:
    assert conform(DETAIL, row(financing_balance="12.5"), source="s")["financing_balance"].item() == Decimal("12.500")
    with pytest.raises(SchemaChanged, match="trade_date"):
        conform(DETAIL, row(trade_date="2026-01-30"), source="s")


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"rzye": 1}, "rzye"),
        ({"financing_balance": "1,234"}, "financing_balance"),
        ({"financing_balance": float("nan")}, "financing_balance"),
        ({"financing_balance": 1e18}, "financing_balance"),
        ({"short_quantity": 12.7}, "short_quantity"),
        ({"short_quantity": Decimal("0.5")}, "short_quantity"),
        ({"security_id": None}, "security_id"),
        ({"trade_date": "2026/01/30"}, "trade_date"),
    ],
)
def test_what_does_not_fit_is_refused_and_named(cells: dict[str, object], says: str) -> None:
    with pytest.raises(SchemaChanged) as caught:
        conform(DETAIL, row(**cells), source="sse")
    for lang in ("zh", "en"):
        assert says in caught.value.message(lang)
        assert "margin_detail" in caught.value.message(lang)


def test_whole_numbers_that_came_as_floats_are_welcome() -> None:
    assert conform(DETAIL, row(short_quantity=12.0), source="sse")["short_quantity"].item() == 12


def test_a_missing_key_or_source_is_refused() -> None:
    with pytest.raises(SchemaChanged, match="trade_date"):
        conform(DETAIL, pl.DataFrame({"security_id": ["600519.SH"]}), source="sse")
    with pytest.raises(SchemaChanged, match="source"):
        conform(DETAIL, row())


@pytest.mark.parametrize("declared", TABLES.values(), ids=lambda t: t.name)
def test_every_table_is_declared_soundly(declared: Table) -> None:
    names = [c.name for c in (*declared.columns, *PROVENANCE, *CLOCKS)]
    assert len(names) == len(set(names))
    assert set(declared.key) <= set(names)
    assert declared.day in names
    assert declared.column(declared.day).dtype == pl.Date()
    for column in declared.columns:
        assert column.zh, column.name
        assert column.en, column.name
        if column.dtype in (MONEY, pl.Int64(), pl.Float64()):
            assert column.unit is not None or column.name == "level", f"{column.name} has a number and no unit"
        if column.dtype == MONEY:
            assert column.unit is Unit.YUAN


def test_the_same_name_means_the_same_thing_in_every_table() -> None:
    seen: dict[str, tuple[object, object]] = {}
    for declared in TABLES.values():
        for column in declared.columns:
            if column.name in {"open", "high", "low", "close", "previous_close", "volume"}:
                continue  # prices in 元 of a security, points of an index; contracts of a future
            kind = (column.dtype, column.unit)
            assert seen.setdefault(column.name, kind) == kind, column.name


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(UnknownName, match="market_totals"):
        table("margin")
