"""What every answer about abnormal moves says beside its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from liangrong.analytics.series import origin_notes
from liangrong.analytics.studies.attribution.evidence import Evidence
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["BEFORE_IS_NOT_BECAUSE", "answered", "counted", "missing_table"]

BEFORE_IS_NOT_BECAUSE: Final = Note(
    "事实取异动前一个交易日的数字（当日 09:00 已公布）；“先于”不等于“导致”。",
    "Facts are those of the session before, public at 09:00 of the move. They preceded; nothing here says they caused.",
)


def answered(snapshot: MarketSnapshot, found: Evidence, frame: pl.DataFrame) -> Result:
    """The rows with where they come from."""
    result = Result(data=frame, as_of=snapshot.as_of.as_of, known_at=snapshot.as_of.known_at, source=found.sources)
    return result.warn(*origin_notes(found.sources))


def counted(found: Evidence, sigma: float) -> list[Note]:
    """How many moves a window holds, and what was not judged."""
    moves, rows = found.moves, found.inside[:, None]
    rises, falls = (int(((moves.direction == direction) & rows).sum()) for direction in (1, -1))
    censored = int(((moves.limit != 0) & rows).sum())
    unlimited, unjudged = int((moves.unlimited & rows).sum()), int((moves.unjudged & rows).sum())
    notes = [Note(
        f"异动：收盘涨跌超过自身此前 60 个交易日的 {sigma:g} 个标准差，或收于涨跌停；共 {rises} 次上涨、{falls} 次下跌，其中 {censored} 次收于涨跌停"
        "（幅度至少如此）。",
        f"Moves: closes beyond {sigma:g} standard deviations of the name's own 60 sessions before, or at the price limit: {rises} rises, "
        f"{falls} falls, {censored} of them at the limit (at least so large).",
    )]  # fmt: skip
    if unlimited or unjudged:
        notes.append(Note(
            f"未作判断：{unlimited} 次收盘超出涨跌幅限制（新上市等无涨跌幅限制日），{unjudged} 个证券日此前 60 个交易日已知不足 40 个；停牌日不计。",
            f"Not judged: {unlimited} closes beyond the price limit (days without one, such as a listing), {unjudged} closes with fewer than "
            "40 known returns in the 60 sessions before; suspended days are left out.",
        ))  # fmt: skip
    return notes


def missing_table(snapshot: MarketSnapshot, name: str, end: date, securities: Sequence[str] = ()) -> Note:
    """What is stored of a table up to the last move, where that was not enough."""
    keys = {"security_id": list(securities)} if securities else None
    days = snapshot.table(name, end=end, keys=keys)["trade_date"].unique().sort()
    whose_zh, whose_en = ("、".join(securities) + " 的 ", " of " + ", ".join(securities)) if securities else ("", "")
    if days.is_empty():
        return Note(f"未知：没有存入 {whose_zh}{name}（截至 {end}）。", f"Not known: no {name}{whose_en} up to {end} is stored.")
    return Note(
        f"未知：{whose_zh}{name} 只存有 {len(days)} 个交易日（{days[0]} 至 {days[-1]}），异动前一日或其历史不在其中。",
        f"Not known: {name}{whose_en} is stored for {len(days)} sessions ({days[0]} to {days[-1]}), without the session before the move or its history.",
    )
