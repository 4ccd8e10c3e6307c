"""Workbooks and text files that exchanges and CSF publish by the day; most carry no date inside, so the hint must."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

import polars as pl

from liangrong.core.errors import LiangrongError
from liangrong.core.outcomes import NotPublished, Ok, Outcome
from liangrong.core.securities import SecurityId
from liangrong.market.schemas import conform
from liangrong.market.tables import table
from liangrong.sources import wire
from liangrong.sources.cells import clean_name, no_duplicates, security_ids
from liangrong.sources.cffex import text_to_futures
from liangrong.sources.csf import sheet_to_refinancing
from liangrong.sources.decoding import Sheet, text_of, workbook_of
from liangrong.sources.fetcher import Batch, Hints, Sample
from liangrong.sources.files.answers import PLACE, note, on_day, payload_of
from liangrong.sources.files.layout import Layout, Parser, has_columns, header
from liangrong.sources.refusals import Refused, failed
from liangrong.sources.sheets import split_label
from liangrong.sources.sse_files import read_list, sheets_to_tables
from liangrong.sources.szse import sheet_to_detail
from liangrong.sources.szse_lists import sheet_to_collateral, sheet_to_underlying

__all__ = ["LAYOUTS"]

_COMMA_NUMBER: Final = re.compile(r"-?[\d,]+(\.\d+)?")
_SIX_DIGITS: Final = re.compile(r"\d{6}")


def _guarded(read: Parser) -> Parser:
    """Turn what a connector's parser refuses into ``Failed``."""

    def parse(content: bytes, hints: Hints) -> Outcome[Batch]:
        try:
            return read(content, hints)
        except (Refused, LiangrongError, pl.exceptions.PolarsError) as error:
            return failed(error)

    return parse


def _sheets(content: bytes) -> Mapping[str, Sheet]:
    return workbook_of(payload_of(content))


def _first_sheet(content: bytes) -> Sheet:
    return next(iter(_sheets(content).values()), [])


def _of_sheet(dataset: str, read: Callable[[Sheet, date, str], Batch | pl.DataFrame]) -> Parser:
    """A sheet without a date; nothing below its header means that the day was not published."""

    def parse(content: bytes, hints: Hints) -> Outcome[Batch]:
        sheet = _first_sheet(content)

        def of(day: date) -> Batch | NotPublished:
            found = read(sheet, day, PLACE)
            batch = found if isinstance(found, Batch) else Batch({dataset: found})
            return NotPublished(day) if batch.tables[dataset].is_empty() else batch

        return NotPublished(hints.day) if len(sheet) <= 1 else on_day(hints, of)

    return parse


def _parse_sse_workbook(content: bytes, hints: Hints) -> Outcome[Batch]:
    sheets = _sheets(content)
    return on_day(hints, lambda day: sheets_to_tables(sheets, day, PLACE))


def _parse_refinancing(content: bytes, hints: Hints) -> Outcome[Batch]:
    del hints
    frame = sheet_to_refinancing(_sheets(content)[wire.CSF_REFINANCING_SHEET], None, PLACE)
    return NotPublished(None) if frame.is_empty() else Ok(Batch({"securities_refinancing": frame}))


def _parse_futures(content: bytes, hints: Hints) -> Outcome[Batch]:
    text = text_of(payload_of(content), "gb18030")
    return on_day(hints, lambda day: Batch({"index_futures": text_to_futures(text, day, PLACE)}))


def _parse_sse_list(content: bytes, hints: Hints) -> Outcome[Batch]:
    """One of Shanghai's lists of the day: collateral, or one half of the underlying securities."""
    del hints
    name, day, rows = read_list(text_of(payload_of(content)), PLACE)
    exchange = SecurityId.parse("600000").exchange
    codes = security_ids(pl.Series("security_id", [row["code"] for row in rows], dtype=pl.String()), exchange, PLACE)
    no_duplicates(codes, PLACE)
    names = clean_name(pl.Series("name", [row["name"] for row in rows], dtype=pl.String()))
    frame = pl.DataFrame([codes, names]).with_columns(trade_date=pl.lit(day))
    if name == "collateral":
        return Ok(Batch({"eligible_collateral": conform(table("eligible_collateral"), frame, source="sse")}))
    flagged = frame.with_columns(pl.lit(value=True).alias(f"{name}_eligible"))
    half = note(
        "underlying_securities",
        "one_of_two_lists",
        "info",
        f"这是上交所{'融资' if name == 'financing' else '融券'}标的名单，另一份名单说的是另一半；未列出者的状态不明",
        f"this is Shanghai's list for {name}; the other list tells the other half, so the other flag stays unknown",
        day=day,
    )
    return Ok(Batch({"underlying_securities": conform(table("underlying_securities"), flagged, source="sse")}, (half,)))


def _has_sheets(*names: str) -> Callable[[Sample], bool]:
    return lambda seen: seen.sheets is not None and set(names) <= set(seen.sheets)


def _has_terms(keys: tuple[wire.Key, ...], *, exactly: bool = False) -> Callable[[Sample], bool]:
    wanted = {split_label(key.name)[0] for key in keys}

    def recognises(seen: Sample) -> bool:
        if seen.sheets is None:
            return False
        found = {split_label(name)[0] for name in header(seen)} - {""}
        return found == wanted if exactly else wanted <= found

    return recognises


def _is_szse_detail(seen: Sample) -> bool:
    return _has_terms(wire.SZSE_DETAIL_WORKBOOK)(seen) or _is_garbled_detail(seen)


def _is_garbled_detail(seen: Sample) -> bool:
    """Shenzhen's detail with an unreadable header: eight columns, a code, a name, and six numbers with commas."""
    rows = next(iter((seen.sheets or {}).values()), [])
    if (
        len(rows) < 2
        or len(rows[0]) != len(wire.SZSE_DETAIL_WORKBOOK)
        or any("\u4e00" <= c <= "\u9fff" for c in "".join(map(str, rows[0])))
    ):
        return False
    code, _, *numbers = (str(cell) for cell in rows[1])
    return bool(_SIX_DIGITS.fullmatch(code)) and all(_COMMA_NUMBER.fullmatch(n) for n in numbers)


def _is_sse_list(seen: Sample) -> bool:
    return seen.text is not None and seen.text.lstrip().startswith("tableData['tableData_")


LAYOUTS: Final = (
    Layout(
        "sse_workbook", "上交所两融日报工作簿", "SSE daily margin workbook",
        _has_sheets(*wire.SSE_WORKBOOK_SHEETS), _guarded(_parse_sse_workbook),
    ),
    Layout("sse_list", "上交所标的与担保品名单", "SSE list of securities", _is_sse_list, _guarded(_parse_sse_list)),
    Layout(
        "szse_detail_workbook", "深交所两融明细工作簿", "SZSE margin detail workbook",
        _is_szse_detail, _guarded(_of_sheet("margin_detail", sheet_to_detail)),
        tuple(split_label(key.name)[0] for key in wire.SZSE_DETAIL_WORKBOOK),
    ),
    Layout(
        "szse_underlying_workbook", "深交所标的证券工作簿", "SZSE underlying workbook",
        _has_terms(wire.SZSE_UNDERLYING_WORKBOOK), _guarded(_of_sheet("underlying_securities", sheet_to_underlying)),
        tuple(key.name for key in wire.SZSE_UNDERLYING_WORKBOOK),
    ),
    Layout(
        "szse_collateral_workbook", "深交所可充抵保证金证券工作簿", "SZSE collateral workbook",
        _has_terms(wire.SZSE_COLLATERAL_WORKBOOK, exactly=True), _guarded(_of_sheet("eligible_collateral", sheet_to_collateral)),
    ),
    Layout(
        "csf_refinancing", "证金公司转融券日报", "CSF securities refinancing",
        _has_sheets(wire.CSF_REFINANCING_SHEET), _guarded(_parse_refinancing),
    ),
    Layout(
        "cffex_daily", "中金所日行情", "CFFEX daily quotes",
        has_columns(*(key.name for key in wire.CFFEX_DAILY)), _guarded(_parse_futures),
        tuple(key.name for key in wire.CFFEX_DAILY),
    ),
)  # fmt: skip
