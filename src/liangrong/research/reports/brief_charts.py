"""The charts of the leverage brief, each drawn from its series and its findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from liangrong.core.errors import Lang
from liangrong.research.charts.leverage import Mark, balance_chart, share_chart, split_chart
from liangrong.research.reports.findings import Finding, shown
from liangrong.research.reports.wording import title

if TYPE_CHECKING:
    import polars as pl

    from liangrong.research.reports.brief import Brief

__all__ = ["BRIEF_CHARTS", "marked"]


def _balance(brief: Brief, lang: Lang, width: int, note: str) -> Any:
    rows = brief.series.get("margin_trading_balance")
    if rows is None:
        return None
    peak = brief.finding("reference_peak")
    events = [
        Mark(finding.date, str(finding.parameters["number"]))
        for finding in brief.findings
        if finding.key.startswith("event.") and finding.date
    ]
    return balance_chart(
        rows,
        lang=lang,
        width=width,
        last=marked(brief.finding("total"), lang),
        peak=marked(peak, lang, dated=True) if peak.value is not None else None,
        record_days=brief.record_days,
        events=events,
        note=note,
    )


def _split(brief: Brief, lang: Lang, width: int, note: str) -> Any:
    import polars as pl

    financing, short = brief.series.get("financing_balance"), brief.series.get("short_balance")
    if financing is None or short is None:
        return None
    both = financing.rename({"value": "financing"}).join(short.rename({"value": "short"}), on="date", how="full", coalesce=True)
    return split_chart(both.sort(pl.col("date")), lang=lang, width=width, note=note)


def _activity(brief: Brief, lang: Lang, width: int, note: str) -> Any:
    return _share(brief, "financing_buy_to_turnover", "buys.share", "activity", lang, width, note)


def _maintenance(brief: Brief, lang: Lang, width: int, note: str) -> Any:
    return _share(brief, "average_maintenance_ratio", "maintenance", "maintenance", lang, width, note)


def _share(brief: Brief, measure: str, key: str, name: str, lang: Lang, width: int, note: str) -> Any:
    rows: pl.DataFrame | None = brief.series.get(measure)
    finding = brief.finding(key)
    if rows is None or rows.height < 2 or finding.value is None:
        return None
    return share_chart(rows, width=width, last=marked(finding, lang), title=title(f"chart.{name}", lang), note=note)


def marked(finding: Finding, lang: Lang, *, dated: bool = False) -> Mark:
    """A finding as a labelled place in a chart, perhaps with its day."""
    assert isinstance(finding.date, date), finding.key
    text = shown(finding, lang)
    number = float(finding.value) if isinstance(finding.value, int | float | Decimal) else 0.0
    return Mark(finding.date, f"{finding.date} {text}" if dated else text, number)


BRIEF_CHARTS: Final[Mapping[str, Callable[[Brief, Lang, int, str], Any]]] = MappingProxyType(
    {"balance": _balance, "split": _split, "activity": _activity, "maintenance": _maintenance}
)
"""Name to what draws it, for a brief, a language, a width in pixels and a watermark; ``None`` where there is nothing to draw."""
