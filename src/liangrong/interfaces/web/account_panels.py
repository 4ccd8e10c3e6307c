"""Panels about an account: no address leads to them, so chart and downloads come with the form that holds the account."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

from liangrong.core.errors import UnknownName
from liangrong.core.results import Result
from liangrong.interfaces.web.api.formats import FORMATS
from liangrong.interfaces.web.charts import KINDS, WIDTHS
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.pages.page import File
from liangrong.interfaces.web.panels import Filled, Panel, filled
from liangrong.interfaces.web.state import State
from liangrong.research.sheets import SHEETS
from liangrong.services.accounts.files import AccountText
from liangrong.services.verbs.catalogue import verb

__all__ = ["account_file", "account_panel"]

_TABLES: Final = ("csv", "json")
_PICTURES: Final = ("png", "svg")


def account_panel(desk: Desk, panel: Panel, state: State, account: AccountText, *, which: str = "", width: str = "") -> Filled:
    """The answer of a panel about an account, with its chart as JSON and its downloads as buttons of the form ``account``.

    Parameters
    ----------
    which
        The account of the file that is drawn; all of them where none is named.
    width
        Pixels that the chart may have, as the browser says them.
    """
    found = filled(desk, panel, state, account=account)
    if found.result is None:
        return found
    chart = _chart(panel, _of(which, found.result), state, _width(width))
    kinds = (*_TABLES, *(_PICTURES if chart is not None else ()))
    buttons = {kind.upper(): f"file:{panel.key}:{kind}" for kind in kinds}
    return replace(found, specification="" if chart is None else _specification(chart, state), buttons=buttons)


def account_file(desk: Desk, panel: Panel, state: State, account: AccountText, kind: str, *, which: str = "") -> File:
    """The answer of a panel as a file: csv, json, png or svg.

    Raises
    ------
    UnknownName
        It cannot be had like that; and whatever the verb raises.
    """
    from liangrong.research.charts.files import to_file
    from liangrong.research.reports.page import provenance, watermark_of

    result = _of(which, desk.ask(panel.verb, panel.given, state.lang, account=account))
    name = f"account-{panel.key}.{kind}"
    if kind in _TABLES:
        return File(FORMATS[kind].write(result, state.lang), FORMATS[kind].media_type, name)
    chart = _chart(panel, result, state, WIDTHS[4]) if kind in _PICTURES else None
    if chart is None:
        raise UnknownName(kind="format", name=kind, known=", ".join(_TABLES))
    below = " · ".join(filter(None, (provenance(result, state.lang), watermark_of(result, state.lang))))
    title = (panel.title or verb(panel.verb).title).text(state.lang)
    return File(to_file(chart, f".{kind}", title=title, subtitle=below, western=state.western), KINDS[kind], name)


def _of(which: str, result: Result) -> Result:
    import polars as pl

    return replace(result, data=result.data.filter(pl.col("account") == which)) if which else result


def _chart(panel: Panel, result: Result, state: State, width: int) -> Any:
    sheet = SHEETS.get(panel.sheet or verb(panel.verb).sheet)
    if sheet is None or not result.data.height:
        return None
    return sheet.chart()(result.data, lang=state.lang, width=width)


def _specification(chart: Any, state: State) -> str:
    """JSON that may stand inside an element: nothing in it ends one."""
    from liangrong.research.charts.render import to_spec

    told = json.dumps(to_spec(chart, western=state.western), ensure_ascii=False, separators=(",", ":"))
    return told.replace("<", "\\u003c")


def _width(text: str) -> int:
    pixels = int(text) if text.isascii() and text.isdigit() and len(text) < len("10000") else WIDTHS[4]
    return max((width for width in WIDTHS if width <= pixels), default=WIDTHS[0])
