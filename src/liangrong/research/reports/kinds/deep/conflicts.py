"""Where the sources of a balance disagree: detail against totals, the two bases of the market, and the checks that fired."""

from __future__ import annotations

from functools import partial
from typing import Final

import polars as pl

from liangrong.analytics.series import Series
from liangrong.core.results import Note, Result
from liangrong.core.units import Unit
from liangrong.market.agreement import detail_and_totals
from liangrong.research.reports.gathering import cell
from liangrong.research.reports.inquiry import Inquiry
from liangrong.research.reports.kinds.deep.subject import Subject
from liangrong.research.reports.phrases import Pair
from liangrong.research.reports.wording import label

__all__ = ["checked", "compared", "history_of"]

_CHECKS: Final = 8
"""So many checks are told, those that fired most often."""


def compared(ask: Inquiry, subject: Subject, names: dict[str, Pair]) -> None:
    """Sums of the securities beside the exchanges' totals of the session; what left the list makes the sums smaller."""
    detail = ask.snapshot.table("margin_detail", start=ask.day, end=ask.day)
    totals = ask.snapshot.table("market_totals", start=ask.day, end=ask.day)
    rows = (
        detail_and_totals(detail, totals).filter(pl.col("column") == subject.measure)
        if detail.height and totals.height
        else pl.DataFrame()
    )
    if rows.is_empty():
        ask.unknown("conflicts", subject.measure, Note(f"没有 {ask.day} 的逐证券明细可与汇总对照",
                                                       f"there is no detail of {ask.day} to set against the totals"))  # fmt: skip
        return
    sources = tuple(sorted({*detail["source"].unique(), *totals["source"].unique()}))
    ask.sources |= set(sources)
    for row in rows.sort("exchange").iter_rows(named=True):
        at = f"conflicts/{row['exchange']}"
        names[at] = (label(row["exchange"], "zh"), label(row["exchange"], "en"))
        tell = partial(cell, ask, source=sources, scope=f"exchange:{row['exchange']}")
        tell(f"{at}/detail", subject.measure, row["detail_sum"], Unit.YUAN, formula="sum of the securities")
        tell(f"{at}/total", subject.measure, row["compared_with"], Unit.YUAN, grade="published")
        tell(f"{at}/difference", subject.measure, row["difference"], Unit.YUAN, formula="sum - total")
        tell(f"{at}/ratio", subject.measure, row["ratio"], Unit.RATIO, formula="difference / total")


def checked(ask: Inquiry, quality: Result | None, names: dict[str, Pair]) -> None:
    """How often each check fired over the whole history of the totals, and when last.

    Parameters
    ----------
    quality
        ``services.quality`` of the totals; ``None`` where nothing was checked.
    """
    if quality is None:
        ask.unknown("checks", "check", Note("没有可检查的数据", "there is nothing to check"))
        return
    if quality.data.is_empty():
        cell(ask, "checks.none", "check", value=True, unit=None, formula="no check fired", source=quality.source)
        return
    found = quality.data.group_by("check").agg(pl.len().alias("count"), pl.col("trade_date").max().alias("last"), pl.col("note_zh").first(),
                                               pl.col("note_en").first())  # fmt: skip
    for row in found.sort(["count", "check"], descending=[True, False]).head(_CHECKS).iter_rows(named=True):
        at = f"checks/{row['check']}"
        names[at] = (row["note_zh"], row["note_en"])
        tell = partial(cell, ask, source=quality.source, day=row["last"])
        tell(f"{at}/count", "check", row["count"], Unit.COUNT, formula="findings of the check over the whole history")
        tell(f"{at}/last", "check", row["last"], None, grade="published")


def history_of(ask: Inquiry, subject: Subject) -> None:
    """How much of the history is known and how much of it is suspect."""
    found = ask.series(subject.measure)
    if not isinstance(found, Series):
        return
    rows = found.frame.filter(pl.col("date") <= ask.day)
    tell = partial(cell, ask, source=found.sources)
    tell("history.sessions", subject.measure, rows.height, Unit.COUNT, formula=f"sessions with {subject.measure}")
    tell("history.first", subject.measure, rows["date"][0], None, formula="first session known")
    tell(
        "history.suspect",
        subject.measure,
        rows.filter(pl.col("quality") == "suspect").height,
        Unit.COUNT,
        formula="sessions that failed a check",
    )
