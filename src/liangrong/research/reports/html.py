"""A document as one self-contained HTML page: inline style, inline SVG, a table beside each chart, no script, no fetch."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from liangrong import __version__
from liangrong.core.errors import Lang
from liangrong.core.results import plain
from liangrong.research.charts.leverage import Mark, balance_chart, share_chart, split_chart
from liangrong.research.charts.render import require_charts, to_figure
from liangrong.research.reports.blocks import Document, Shown
from liangrong.research.reports.compose import compose
from liangrong.research.reports.findings import Finding, shown
from liangrong.research.reports.wording import title

if TYPE_CHECKING:
    import polars as pl

    from liangrong.research.reports.brief import Brief

__all__ = ["to_html"]


def to_html(brief: Brief, lang: Lang, *, western: bool = False) -> str:
    """The whole report.

    Parameters
    ----------
    western
        Green for a rise and red for a fall instead of 红涨绿跌.

    Raises
    ------
    ExtraMissing
        The ``report`` extra is not installed.
    """
    require_charts()
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    document = compose(brief, lang)
    room = files("liangrong.research.reports")
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    template = environment.from_string(room.joinpath("report.html.j2").read_text("utf-8"))
    drawn = {name: Markup(chart) for name, chart in _charts(brief, document).items()}  # noqa: S704
    style = Markup(room.joinpath("report.css").read_text("utf-8"))  # noqa: S704
    return template.render(
        doc=document,
        as_of=brief.as_of.isoformat(),
        version=__version__,
        style=style,
        charts=drawn,
        western=western,
        evidence_title=title("evidence", lang),
        kind_of=lambda block: type(block).__name__,
        value_of=_machine_value,
    )


def _machine_value(part: Shown) -> str:
    value = part.finding.value
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:f}" if isinstance(value, Decimal) else str(plain(value))


def _charts(brief: Brief, document: Document) -> dict[str, str]:
    lang, note = document.lang, document.watermark
    drawn = {}
    for name, draw in (("balance", _balance), ("split", _split), ("activity", _activity), ("maintenance", _maintenance)):
        figure = to_figure(partial(draw, brief, lang, note=note), name, label=title(f"chart.{name}", lang))
        if figure:
            drawn[name] = figure
    return drawn


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
        last=_mark(brief.finding("total"), lang),
        peak=_mark(peak, lang, dated=True) if peak.value is not None else None,
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
    return share_chart(rows, width=width, last=_mark(finding, lang), title=title(f"chart.{name}", lang), note=note)


def _mark(finding: Finding, lang: Lang, *, dated: bool = False) -> Mark:
    assert isinstance(finding.date, date), finding.key
    text = shown(finding, lang)
    number = float(finding.value) if isinstance(finding.value, int | float | Decimal) else 0.0
    return Mark(finding.date, f"{finding.date} {text}" if dated else text, number)
