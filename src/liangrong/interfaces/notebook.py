"""Answers in a notebook: what they are, the chart, the rows as printed elsewhere, and what must be known first."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from itertools import count
from typing import Any, Final

from liangrong.core.errors import Lang
from liangrong.core.results import Result
from liangrong.research.charts.render import WIDE, require_charts, to_svg
from liangrong.research.reports.page import provenance, remarks, watermark_of
from liangrong.research.sheets import SHEETS
from liangrong.research.tables.layout import printed

__all__ = ["show"]

ROWS: Final = 12
"""Rows shown; the result has them all."""
_DRAWN: Final = count(1)
"""Numbers the charts of a notebook, so that no two share the ids of their shapes."""


def show(name: str, result: Result, *, lang: Lang = "zh", rows: int = ROWS, western: bool = False) -> None:
    """Display an answer below the cell.

    The chart is drawn here as SVG: it needs no script, no connection, and stays in the saved notebook.

    Parameters
    ----------
    name
        The command that gives this answer: ``flows``, ``heat`` …
    rows
        How many rows of the table are shown; the chart is drawn from all.
    western
        Green for a rise and red for a fall instead of 红涨绿跌.

    Raises
    ------
    ExtraMissing
        The ``report`` extra is not installed.
    """
    require_charts()
    screen: Any = import_module("IPython.display")
    sheet, note, zh = SHEETS[name], watermark_of(result, lang), lang == "zh"
    title = sheet.title.text(lang)
    below = " · ".join(filter(None, (provenance(result, lang), note)))
    above = (f"### {title}", sheet.definition.text(lang), f"*{below}*" if below else "")
    screen.display(screen.Markdown("\n\n".join(filter(None, above))))
    chart = sheet.chart()(result.data, lang=lang, width=WIDE, note=note) if result.data.height else None
    if chart is not None:
        screen.display(screen.SVG(to_svg(chart, f"{name}-{next(_DRAWN)}", description=title, western=western)))
    table = printed(replace(result, data=result.data.head(rows)), lang).markdown()
    more = result.data.height - rows
    rest = [(f"……另有 {more} 行" if zh else f"… and {more} more rows")] if more > 0 else []
    notes = [f"- {text}" for text in remarks(result, lang)]
    screen.display(screen.Markdown("\n\n".join(filter(None, (table, *rest, "\n".join(notes))))))
