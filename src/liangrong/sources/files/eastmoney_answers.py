"""Saved answers of Eastmoney's datacenter, told apart by the keys of their rows; refusals are recognised as such."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import polars as pl

from liangrong.core.outcomes import Failed, FailureKind, NotPublished, Ok, Outcome
from liangrong.market.discrepancies import Discrepancy
from liangrong.sources.cells import day_of, no_duplicates
from liangrong.sources.decoding import Rows
from liangrong.sources.eastmoney import answer_rows
from liangrong.sources.eastmoney_tables import (
    BSE_JOINS,
    rows_to_accounts,
    rows_to_boards,
    rows_to_caps,
    rows_to_detail,
    rows_to_exchanges,
    rows_to_totals,
)
from liangrong.sources.fetcher import Batch, Hints
from liangrong.sources.files.answers import PLACE, Reader, answer_layout, keys_of, note, rows_at
from liangrong.sources.files.layout import Layout

__all__ = ["LAYOUTS"]


def _rows(answer: Any) -> Rows | None:
    return rows_at(answer, "result", "data")


def _has(*keys: str, without: Sequence[str] = ()) -> Callable[[Any], bool]:
    wanted, unwanted = frozenset(keys), frozenset(without)

    def matches(answer: Any) -> bool:
        rows = _rows(answer)
        return wanted <= (frozenset(rows[0]) if rows else frozenset()) and not unwanted & keys_of(rows)

    return matches


def _is_refusal(answer: Any) -> bool:
    return isinstance(answer, dict) and answer.get("result") is None and answer.get("success") is False


def _read_refusal(answer: Any, hints: Hints) -> Outcome[Batch]:
    """No data (9201), an unknown report (9501), or a busy host (9701): three different things, none of them zero."""
    del hints
    answer_rows(answer, PLACE)
    return NotPublished(None)


def _read_totals(rows: Rows) -> Outcome[Batch]:
    before = [row for row in rows if day_of(row.get("DIM_DATE"), PLACE) < BSE_JOINS]
    if not before:
        return Failed(
            FailureKind.AMBIGUOUS,
            f"from {BSE_JOINS} on this sum includes Beijing and cannot be split; bring the exchanges one by one",
            f"自 {BSE_JOINS} 起该合计含北交所，无法拆分；请改用分交易所的数据",
        )
    found: tuple[Discrepancy, ...] = ()
    if len(before) < len(rows):
        found = (
            note(
                "market_totals",
                "scope_changed",
                "info",
                f"{BSE_JOINS} 起的 {len(rows) - len(before)} 行含北交所，未采用",
                f"{len(rows) - len(before)} rows from {BSE_JOINS} on include Beijing and were left out",
                day=BSE_JOINS,
            ),
        )
    return Ok(Batch({"market_totals": rows_to_totals(before, "SSE+SZSE", "DIM_DATE", PLACE)}, found))


def _read_detail(rows: Rows) -> Outcome[Batch]:
    found = rows_to_detail(rows, PLACE)
    detail = found.tables["margin_detail"]
    partial = note(
        "margin_detail",
        "partial_day",
        "warning",
        f"文件只含 {detail['security_id'].n_unique():,} 只证券的明细，不是整日名单",
        f"the file holds the detail of {detail['security_id'].n_unique():,} securities, not a whole day",
        day=detail["trade_date"].max(),  # type: ignore[arg-type]
        observed=f"{detail.height}",
    )
    return Ok(Batch(found.tables, (*found.discrepancies, partial)))


def _tables(read: Callable[[Rows], Outcome[Batch]], *key: str) -> Reader:
    """Rows of an answer through ``read``, once no key stands there twice; pages that are missing are told."""

    def parse(answer: Any, hints: Hints) -> Outcome[Batch]:
        del hints
        rows, announced = answer_rows(answer, PLACE)
        no_duplicates(pl.Series([" ".join(str(row.get(name)) for name in key) for row in rows], dtype=pl.String()), PLACE)
        outcome = read(rows)
        if not isinstance(outcome, Ok) or announced in (None, len(rows)):
            return outcome
        told = _page(next(iter(outcome.value.tables)), len(rows), announced or 0)
        return Ok(Batch(outcome.value.tables, (*outcome.value.discrepancies, told)))

    return parse


def _page(dataset: str, rows: int, announced: int) -> Discrepancy:
    return note(
        dataset,
        "one_of_several_pages",
        "info",
        f"这是分页应答中的一页：共 {announced:,} 行，本文件 {rows:,} 行",
        f"this is one page of an answer of {announced:,} rows; the file has {rows:,}",
        observed=f"{rows}",
        expected=f"{announced}",
    )


def _layout(name: str, zh: str, en: str, matches: Callable[[Any], bool], read: Reader) -> Layout:
    return answer_layout(f"eastmoney_{name}", f"东方财富{zh}", f"Eastmoney {en}", matches, read)


LAYOUTS: Final = (
    _layout(
        "totals_report",
        "两融合计报表应答",
        "report of market totals",
        _has("DIM_DATE", "RZYE", without=("XOB_MARKET_0001", "SCDM")),
        _tables(_read_totals, "DIM_DATE"),
    ),
    _layout(
        "exchanges_report",
        "分交易所两融报表应答",
        "report of totals by exchange",
        _has("DIM_DATE", "H_RZYE", "S_RZYE"),
        _tables(lambda rows: Ok(rows_to_exchanges(rows, PLACE)), "DIM_DATE"),
    ),
    _layout(
        "detail_report",
        "个股两融报表应答",
        "report of margin detail",
        _has("DATE", "SCODE", "SECUCODE", "RZYE"),
        _tables(_read_detail, "DATE", "SECUCODE"),
    ),
    _layout(
        "accounts_report",
        "两融账户统计报表应答",
        "report of account statistics",
        _has("STATISTICS_DATE", "FIN_BALANCE", "AVG_GUARANTEE_RATIO"),
        _tables(lambda rows: Ok(Batch({"account_statistics": rows_to_accounts(rows, PLACE)})), "STATISTICS_DATE"),
    ),
    _layout(
        "boards_report",
        "板块两融报表应答",
        "report of margin by board",
        _has("BOARD_CODE", "BOARD_TYPE_CODE", "TRADE_DATE", "FIN_BALANCE"),
        _tables(
            lambda rows: Ok(Batch({"board_margin": rows_to_boards(rows, PLACE)})), "TRADE_DATE", "BOARD_TYPE_CODE", "BOARD_CODE"
        ),
    ),
    _layout(
        "caps_report",
        "个股市值报表应答",
        "report of market caps",
        _has("SECUCODE", "TRADE_DATE", "NOTLIMITED_MARKETCAP_A", "TOTAL_MARKET_CAP"),
        _tables(lambda rows: Ok(Batch({"caps": rows_to_caps(rows, PLACE)})), "TRADE_DATE", "SECUCODE"),
    ),
    _layout("refusal", "数据中心的拒绝或空应答", "refusal or empty answer", _is_refusal, _read_refusal),
)
