"""Published figures in words: what a figure says, as evidence and inside a reason."""

from __future__ import annotations

from liangrong.analytics.measures import MEASURES
from liangrong.core.results import Note
from liangrong.research.claims.desk import PublishedFigure
from liangrong.research.claims.judgement import Evidence

__all__ = ["as_evidence", "days_text", "named"]


def as_evidence(figure: PublishedFigure) -> Evidence:
    """The figure as evidence."""
    source = f"{figure.figure_id} ({figure.source})" if figure.source else figure.figure_id
    return Evidence("figure", f"{figure.scope} {figure.metric} {days_text(figure)}: {figure.shown}", source)


def named(figure: PublishedFigure) -> Note:
    """``融资余额 2025-06-30 为 18,381.49 亿元（mkt_margin_20250630）``."""
    known = MEASURES.get(figure.metric)
    days = days_text(figure)
    zh, en = (known.zh, known.en) if known else (figure.metric, figure.metric)
    side_zh = {"growth": "增幅", "change": "变动", "mean": "均值", "peak": "峰值"}.get(figure.aspect, "")
    side_en = {"growth": " growth", "change": " change", "mean": " mean", "peak": " peak"}.get(figure.aspect, "")
    return Note(
        f"{figure.scope} {zh}{side_zh} {days} 为 {figure.shown}（{figure.figure_id}）",
        f"{en}{side_en} of {figure.scope} for {days} is {figure.shown} ({figure.figure_id})",
    )


def days_text(figure: PublishedFigure) -> str:
    """The days of a figure in short."""
    if figure.start is None and figure.end is None:
        return "—"
    if figure.start == figure.end:
        return f"{figure.start}"
    return f"{figure.start or ''}..{figure.end or ''}"
