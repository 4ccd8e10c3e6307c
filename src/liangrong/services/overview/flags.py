"""Stocks that are newly flagged on a session: crowded, at a line of their exchange, or squeezed.

New means against the session before; where its detail is not stored, nothing can be called new, and that is said.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import polars as pl

from liangrong.analytics.completeness import days_of_whole_detail
from liangrong.analytics.crowding.measures import HISTORY, measured
from liangrong.analytics.crowding.suspensions import suspensions
from liangrong.analytics.crowding.track_record import FLAG_AT, crowding_signal
from liangrong.analytics.names import with_names
from liangrong.analytics.shorts.squeeze import SqueezeRule, squeezes
from liangrong.core.errors import NoData
from liangrong.core.results import Note
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.crowding import CrowdingRequest
from liangrong.services.overview.changed import Changed, Told
from liangrong.services.workspace import Workspace

__all__ = ["new_flags", "new_squeezes", "new_suspensions"]

_ALL: Final = 1_000_000
"""More rows than there are securities."""
_SIDES: Final = {"financing": Note("融资", "financing"), "short": Note("融券", "short selling")}


def new_flags(_: Workspace, snapshot: MarketSnapshot, top: int) -> Told:
    """Stocks whose crowding reached the level of a flag on the session and was below it on the one before."""
    day, before = _days(snapshot)
    found = measured(
        snapshot, start=snapshot.calendar.back(before, HISTORY), end=day, participation=CrowdingRequest().participation
    )
    readings = crowding_signal(found, flag_at=FLAG_AT).readings.filter(pl.col("date").is_in([before, day]))
    if readings.select("date").n_unique() < len((before, day)):
        raise NoData(what="crowding on both sessions", what_zh="两日的拥挤度", where=f"{before}, {day}", where_zh=f" {before}、{day} ",
                     nearest=readings["date"].max() or "-")  # fmt: skip
    flagged = readings.filter("flag")
    fresh = flagged.filter(pl.col("date") == day).join(
        flagged.filter(pl.col("date") == before).select("name"), on="name", how="anti"
    )
    ordered = fresh.sort("score", "name", descending=[True, False])
    named = with_names(snapshot, ordered.head(top).rename({"name": "security_id"}))
    rows = tuple(
        _about(
            row, "new_crowding", day, Note("拥挤度升至标记线以上", "crowding reached the flag"), row["score"], "crowding", unit=""
        )
        for row in named.iter_rows(named=True)
    )
    return Told(rows, _more(ordered.height, top, Note("新增拥挤标记", "New crowding flags")), found.panel.sources)


def new_suspensions(_: Workspace, snapshot: MarketSnapshot, top: int) -> Told:
    """Securities that reached a line at which their exchange may suspend them on the session."""
    day, _before = _days(snapshot)
    found = suspensions(snapshot, day=day, top=_ALL)
    fresh = found.data.filter(pl.col("since") == day)
    rows = tuple(
        _about(row, "new_suspension", day, _line(row), row["share_of_float"], "share_of_float")
        for row in fresh.head(top).iter_rows(named=True)
    )
    return Told(rows, _more(fresh.height, top, Note("新触及暂停线", "Suspension lines newly reached")), found.source)


def new_squeezes(_: Workspace, snapshot: MarketSnapshot, top: int) -> Told:
    """Stocks that met the conditions of a squeeze, and unusually so, on the session."""
    day = snapshot.as_of.as_of
    history = SqueezeRule().history
    start = snapshot.calendar.back(day, history)
    detail = snapshot.table("margin_detail", start=start, end=day)
    known = detail["trade_date"].n_unique()
    if known < history:
        raise NoData(what=f"{history} sessions of detail, which a squeeze is judged by", what_zh=f"判断逼空所需的 {history} 个交易日明细",
                     where=f"{start}..{day}", where_zh=f" {start} 至 {day} ", nearest=f"{known} sessions", nearest_zh=f"{known} 个交易日")  # fmt: skip
    found = squeezes(snapshot)
    fresh = found.data.filter(pl.col("state") == "squeeze").sort("p_value", "security_id")
    rows = tuple(
        _about(
            row,
            "new_squeeze",
            day,
            Note("融券急降、股价急升", "shorts fell and the price rose in a rush"),
            row["window_return"],
            "window_return",
        )
        for row in with_names(snapshot, fresh.head(top)).iter_rows(named=True)
    )
    return Told(rows, _more(fresh.height, top, Note("新的逼空迹象", "New squeezes")), found.source)


def _days(snapshot: MarketSnapshot) -> tuple[date, date]:
    """The session and the one before it, both with whole detail.

    Raises
    ------
    NoData
        One of them is not stored, or not whole.
    """
    day = snapshot.as_of.as_of
    before = snapshot.calendar.previous(day)
    detail = snapshot.table("margin_detail", start=before, end=day)
    whole = set(days_of_whole_detail(snapshot, detail, detail, None).to_list())
    for wanted in (day, before):
        if wanted not in whole:
            raise NoData(what="whole margin detail, against which something is new,", what_zh="完整的两融明细（判断“新增”须有）",
                         where=f"{wanted}", where_zh=f" {wanted} ", nearest=max(whole, default=None) or "-")  # fmt: skip
    return day, before


def _about(row: dict[str, Any], kind: str, day: date, what: Note, value: float, measure: str, unit: str = "1") -> Changed:
    code, name = row["security_id"], row.get("name") or ""
    said, said_en = (f"{name}（{code}）", f"{name} ({code})") if name else (code, code)
    return Changed(kind, day, Note(f"{said}{what.zh}", f"{said_en}: {what.en}"), value, unit, f"security:{code}", measure)


def _line(row: dict[str, Any]) -> Note:
    side = _SIDES[row["side"]]
    return Note(
        f"{side.zh}触及暂停线，自 {row['effective_on']} 起可被暂停",
        f"{side.en} reached its line; may be suspended from {row['effective_on']}",
    )


def _more(found: int, top: int, title: Note) -> tuple[Note, ...]:
    """That there are more than are listed."""
    if found <= top:
        return ()
    return (Note(f"{title.zh}共 {found} 个，列出 {top} 个。", f"{title.en}: {found}, of which {top} are listed."),)
