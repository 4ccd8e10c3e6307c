"""Charts as a browser fetches them: the specification it draws, or a picture of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from liangrong.core.errors import NoData, UnknownName, UsageError
from liangrong.core.spelling import parse_window
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.links import linked
from liangrong.interfaces.web.state import LOOK, State
from liangrong.research.sheets import SHEETS, Sheet
from liangrong.services.verbs.catalogue import verb
from liangrong.services.verbs.verb import Verb

__all__ = ["KINDS", "USUAL", "WIDTHS", "Picture", "draw", "snapped"]

KINDS: Final = {"json": "application/json", "svg": "image/svg+xml", "png": "image/png"}
"""Suffix to media type."""
WIDTHS: Final = (290, 340, 420, 520, 650, 780, 920, 1060)
"""Widths in pixels in which a chart can be had; another one is taken for the next smaller of these."""
USUAL: Final = (WIDTHS[-1], WIDTHS[1])
"""Those of a desk and of a phone."""
_OWN: Final = (*LOOK, "width", "sheet", "zoom")
"""Parameters of a chart that its verb does not take."""
_ALSO: Final = {"flows": ("treemap",), "league": ("treemap",)}
"""Verb to the sheets that draw its rows besides its own; those of other verbs want other columns."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, ready to be sent."""

    content: bytes
    media_type: str


def draw(desk: Desk, name: str, kind: str, state: State) -> Picture:
    """Draw the answer of a verb.

    Parameters
    ----------
    name
        The verb.
    kind
        One of ``KINDS``.
    state
        The verb's parameters, and ``width``, ``sheet``, ``zoom`` (``2015-01-05..2015-12-31``), ``lang``, ``colors``.

    Raises
    ------
    UnknownName
        There is no such verb, kind or sheet.
    NoData
        There is nothing to draw; and whatever the verb raises.
    """
    from liangrong.research.charts.files import to_file
    from liangrong.research.charts.render import require_charts
    from liangrong.research.reports.page import provenance, watermark_of

    require_charts()
    if kind not in KINDS:
        raise UnknownName(kind="format", name=kind, known=", ".join(KINDS))
    asked = verb(name)
    sheet = _sheet(asked, state.text("sheet", asked.sheet))
    given = {**state.given, **state.several}
    result = desk.ask(asked.name, {key: value for key, value in given.items() if key not in _OWN and value}, state.lang)
    note = watermark_of(result, state.lang)
    rows = linked(result.data, state) if kind == "json" else result.data
    more = _more(sheet, kind, state)
    chart = sheet.chart()(rows, lang=state.lang, width=_width(state), note=note, **more) if rows.height else None
    if chart is None:
        raise NoData(what="row that a chart could show", what_zh="可成图的行", where=asked.name, nearest="-")
    if kind == "json":
        return Picture(_specification(chart, state), KINDS[kind])
    below = " · ".join(filter(None, (provenance(result, state.lang), note)))
    title = sheet.title.text(state.lang)
    return Picture(to_file(chart, f".{kind}", title=title, subtitle=below, western=state.western), KINDS[kind])


def _specification(chart: Any, state: State) -> bytes:
    """The bare specification: on a page the title stands above the drawing already."""
    import json

    from liangrong.research.charts.render import to_spec

    return json.dumps(to_spec(chart, western=state.western), ensure_ascii=False, separators=(",", ":")).encode()


def _sheet(asked: Verb, name: str) -> Sheet:
    known = [each for each in (asked.sheet, *_ALSO.get(asked.name, ())) if each]
    if name not in known:
        raise UnknownName(kind="chart", kind_zh="图", name=name or asked.name, known=", ".join(known) or "-")
    return SHEETS[name]


def snapped(width: str) -> str:
    """The width in which a chart is drawn for whoever asks for ``width``; what is no number stays as it is.

    Examples
    --------
    >>> snapped("1128"), snapped("12"), snapped("wide")
    ('1060', '290', 'wide')
    """
    if not (width.isascii() and width.isdigit()):
        return width
    return str(max((each for each in WIDTHS if each <= int(width[:6])), default=WIDTHS[0]))


def _width(state: State) -> int:
    text = snapped(state.text("width", str(WIDTHS[4])))
    if not (text.isascii() and text.isdigit()):
        raise UsageError(
            reason=f"width is '{text}'; give pixels, such as 650.", reason_zh=f"width 为“{text}”，请给出像素数，如 650。"
        )
    return int(text)


def _more(sheet: Sheet, kind: str, state: State) -> dict[str, Any]:
    """What only some charts take: the time shown at first, and that a picture stands still."""
    from inspect import signature

    given: dict[str, Any] = {"still": kind != "json"}
    if state.text("zoom"):
        given["zoom"] = parse_window(state.text("zoom"), "zoom")
    taken = signature(sheet.chart()).parameters
    return {name: value for name, value in given.items() if name in taken}
