"""What moved on a session: records, round thresholds, the peak of 2015, and the largest flows of industries and stocks."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import polars as pl

from liangrong.analytics.measures import MEASURES
from liangrong.analytics.overview.cards import BALANCES, cards
from liangrong.analytics.reference_peaks import REFERENCE_PEAKS, against_peak
from liangrong.analytics.securities.industry_english import industry_english
from liangrong.analytics.structure.flows import flows
from liangrong.analytics.structure.league import league
from liangrong.core.errors import NotKnown
from liangrong.core.results import Note
from liangrong.core.units import Unit, display
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.overview.changed import Changed, Told
from liangrong.services.overview.glance import CardsRequest
from liangrong.services.workspace import Workspace

__all__ = ["largest_flows", "milestones"]

_NET: Final = "net_financing_purchase"


def milestones(_: Workspace, snapshot: MarketSnapshot, __: int) -> Told:
    """Records of the balances, round thresholds passed, and the first session above the peak of 2015."""
    day = snapshot.as_of.as_of
    found = cards(snapshot, day=day, years=CardsRequest().years)
    rows: list[Changed] = []
    for card in found.data.filter(pl.col("measure").is_in(BALANCES), pl.col("date") == day).iter_rows(named=True):
        rows += [*_record(card, day), *_threshold(card, day)]
    return Told((*rows, *_above_peaks(snapshot, day)), sources=found.source)


def largest_flows(_: Workspace, snapshot: MarketSnapshot, top: int) -> Told:
    """The industries and stocks that took in most and gave up most on the session."""
    day = snapshot.as_of.as_of
    rows: list[Changed] = []
    notes: list[Note] = []
    sources: set[str] = set()
    try:
        industries = flows(snapshot, "sw1", start=day, end=day)
        own = industries.data.filter(pl.col("part") == "group", pl.col("net_financing").is_not_null())
        rows += _ends(own, top, day, "industry_flow", "industry:sw1:")
        sources |= set(industries.source)
    except NotKnown as error:
        notes.append(Note(f"行业资金流向：{error.message('zh')}", f"Flows of industries: {error.message('en')}"))
    stocks = league(snapshot, "security", start=day, end=day, top=top)
    rows += _ends(stocks.data, top, day, "stock_flow", "security:")
    return Told(tuple(rows), tuple(notes), tuple(sorted({*sources, *stocks.source})))


def _record(card: dict[str, Any], day: date) -> list[Changed]:
    if not card["is_record"]:
        return []
    measure = MEASURES[card["measure"]]
    streak = card["streak"]
    detail = Note(f"连续第 {streak} 个交易日", f"session {streak} in a row") if streak > 1 else None
    what = Note(f"{measure.zh}创有记录以来新高", f"{measure.en}: highest ever")
    return [Changed("new_record", day, what, card["value"], card["unit"], "market", measure.name, detail)]


def _threshold(card: dict[str, Any], day: date) -> list[Changed]:
    threshold, measure = card["passed_threshold"], MEASURES[card["measure"]]
    if threshold is None:
        return []
    zh, en = display(threshold, Unit.YUAN), display(threshold, Unit.YUAN, "en")
    if not card["passed_upwards"]:
        what = Note(f"{measure.zh}跌破 {zh}", f"{measure.en} fell below {en}")
    elif card["passed_first_ever"]:
        what = Note(f"{measure.zh}首次升至 {zh}以上", f"{measure.en} first reached {en}")
    else:
        what = Note(f"{measure.zh}重新升至 {zh}以上", f"{measure.en} is back above {en}")
    return [Changed("threshold", day, what, card["value"], card["unit"], "market", measure.name)]


def _above_peaks(snapshot: MarketSnapshot, day: date) -> list[Changed]:
    """The named peaks that the total stood above on this session for the first time."""
    total, rows = MEASURES[BALANCES[0]], []
    for name, peaked in REFERENCE_PEAKS.items():
        if peaked >= day:
            continue
        try:
            row = against_peak(snapshot, total.name, peak=name, day=day).data.row(0, named=True)
        except NotKnown:
            continue
        if row["first_above"] == day:
            what = Note(f"{total.zh}首次超过 {name} 年峰值", f"{total.en} first above its peak of {name}")
            rows.append(Changed("threshold", day, what, float(row["value"]), "元", "market", total.name))
    return rows


def _ends(rows: pl.DataFrame, top: int, day: date, kind: str, scope: str) -> list[Changed]:
    """Both ends of rows in order of their net: only takers at the upper end, only givers at the lower one."""
    taken = rows.filter(pl.col("net_financing") > 0).head(top)
    given = rows.filter(pl.col("net_financing") < 0).tail(top).reverse()
    return [_flow(row, day, kind, scope) for row in (*taken.iter_rows(named=True), *given.iter_rows(named=True))]


def _flow(row: dict[str, Any], day: date, kind: str, scope: str) -> Changed:
    name, net = row["group_name"], float(row["net_financing"])
    said = f"{row['name']}（{name}）" if row.get("name") else name
    said_en = f"{row['name']} ({name})" if row.get("name") else industry_english(name) or name
    what = Note(f"{said}融资净{'买入' if net > 0 else '偿还'}", f"{said_en}: net financing {'in' if net > 0 else 'out'}")
    return Changed(kind, day, what, net, "元", f"{scope}{name}", _NET)
