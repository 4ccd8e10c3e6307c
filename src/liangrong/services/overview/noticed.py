"""What whoever looks after the data notices: alerts that fired, stored figures that were revised, and what did not arrive."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from liangrong.core.clocks import assumed_known_at
from liangrong.core.results import Note
from liangrong.market.snapshot import MarketSnapshot
from liangrong.market.tables import TABLES
from liangrong.services.alerts.history import AlertHistoryRequest, alert_history
from liangrong.services.overview.changed import Changed, Told
from liangrong.services.workspace import Workspace

__all__ = ["alerts_fired", "missing", "revisions"]

_OPEN: Final = {
    "not_published": Note("尚未公布", "not published yet"),
    "failed": Note("获取失败", "could not be fetched"),
    "quarantined": Note("未通过检查，已隔离", "kept out by a check"),
}


def alerts_fired(workspace: Workspace, snapshot: MarketSnapshot, top: int) -> Told:
    """The alerts that fired on the session."""
    day = snapshot.as_of.as_of
    fired = alert_history(workspace, AlertHistoryRequest(since=day, top=top)).data.filter(pl.col("session") == day)
    rows = (
        Changed(
            "alert",
            day,
            Note(row["text_zh"], row["text_en"]),
            row["value"],
            row["unit"] or "",
            row["scope"] or "",
            row["measure"] or "",
        )
        for row in fired.iter_rows(named=True)
    )
    return Told(tuple(rows))


def revisions(workspace: Workspace, snapshot: MarketSnapshot, _: int) -> Told:
    """The tables in which stored figures were revised or completed between the morning of the session and that of the next but one.

    For the latest session all that was revised since counts: nothing later is there to tell it.
    """
    day, calendar = snapshot.as_of.as_of, snapshot.calendar
    after, until = assumed_known_at(calendar.previous(day), calendar), snapshot.as_of.known_at
    if day < workspace.latest_session(until):
        end = assumed_known_at(calendar.next(day), calendar)
        until = end if until is None else min(until, end)
    rows = []
    for name, table in TABLES.items():
        days = workspace.store.revised_days(name, after=after, until=until)
        if days:
            zh, en = table.zh, name.replace("_", " ")
            what = Note(f"{zh}：{len(days)} 天的数据有修订或补全", f"{en}: figures of {len(days)} days were revised or completed")
            rows.append(Changed("revision", day, what, float(len(days)), "天", "", name, _span(days)))
    return Told(tuple(rows))


def missing(workspace: Workspace, snapshot: MarketSnapshot, _: int) -> Told:
    """What was asked of a source for the session or later and did not come."""
    day = snapshot.as_of.as_of
    state = workspace.store.coverage.state()
    open_days = state.filter(pl.col("trade_date") >= day, pl.col("state").is_in(list(_OPEN))).sort(
        "trade_date", "dataset", "exchange"
    )
    rows = (
        Changed("missing", row["trade_date"], _not_there(row), detail=Note(row["reason_zh"], row["reason_en"]))
        for row in open_days.iter_rows(named=True)
    )
    return Told(tuple(rows))


def _not_there(row: dict[str, object]) -> Note:
    name, state = str(row["dataset"]), _OPEN[str(row["state"])]
    return Note(f"{row['exchange']} {TABLES[name].zh}：{state.zh}", f"{row['exchange']} {name.replace('_', ' ')}: {state.en}")


def _span(days: tuple[date, ...]) -> Note:
    first, last = days[0], days[-1]
    return Note(f"{first}", f"{first}") if first == last else Note(f"{first} 至 {last}", f"{first} to {last}")
