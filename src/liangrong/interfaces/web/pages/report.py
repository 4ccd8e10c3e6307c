"""Report: a whole report of a kind, as it stands in the files that it can be had as; its charts are drawn by the browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from liangrong.analytics.rotation.balances import MEASURES as BALANCES
from liangrong.core.errors import LiangrongError, NotKnown, UnknownName
from liangrong.core.results import Note
from liangrong.core.spelling import parse_number
from liangrong.interfaces.web.charts import WIDTHS, snapped
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.pages.page import File, Page
from liangrong.interfaces.web.scopes import Choices
from liangrong.interfaces.web.state import State
from liangrong.research.reports.kinds.catalogue import KINDS, kind
from liangrong.services.reports.building import ReportRequest

__all__ = ["REPORT"]

_ASKED: Final[Mapping[str, tuple[str, ...]]] = {"rule-change": ("event", "capital"), "deep": ("subject", "security")}
"""Kind to what the form asks besides the session."""
_FILES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
}
"""Format to media type of what can be saved."""
_NAMES: Final = {"pdf": "PDF", "docx": "DOCX", "md": "Markdown", "json": "JSON", "html": "HTML"}
_PICTURES: Final = {"json": "application/json", "svg": "image/svg+xml"}
_CHART: Final = "chart-"
_CAPITAL: Final = ReportRequest().capital


@dataclass(frozen=True, slots=True)
class _Refused:
    """Why there is no report."""

    message: str
    hint: str
    title: str


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """The form, and the report or the reason why there is none."""
    shown: dict[str, Any] = {
        "chosen": "",
        "kinds": _kinds(state, ""),
        "asked": (),
        "options": {},
        "values": {},
        "refused": None,
        "doc": None,
    }
    try:
        request = _request(state)
        shown |= {
            "chosen": request.kind,
            "kinds": _kinds(state, request.kind),
            "asked": _ASKED.get(request.kind, ()),
            "options": _options(state),
            "values": _values(request, state),
        }
        if not desk.reports.is_built(desk, request):
            return {**shown, "under_way": state.here()}
        return {**shown, **_document(desk, request, state)}
    except LiangrongError as error:
        unknown = isinstance(error, NotKnown)
        told = state.say("暂无数据", "Not known") if unknown else state.say("问法有误", "Cannot be read")
        return {**shown, "refused": _Refused(error.message(state.lang), error.hint(state.lang), told)}


def file(desk: Desk, state: State) -> File:
    """The report as a file, or one of its charts: ``report.pdf``, ``chart-balance.json``."""
    name, _, form = state.text("file").rpartition(".")
    if name.startswith(_CHART) and form in _PICTURES:
        return _picture(desk, name.removeprefix(_CHART), form, state)
    if name != "report" or form not in _FILES:
        known = ", ".join(f"report.{each}" for each in _FILES)
        raise UnknownName(kind="file", kind_zh="文件", name=state.text("file"), known=known)
    from liangrong.services.reports.building import write

    found = desk.reports.of(desk, _request(state))
    made = write(found, form, state.lang, western=state.western)  # type: ignore[arg-type]  # one of _FILES
    content = made if isinstance(made, bytes) else made.encode()
    return File(content, _FILES[form], f"{found.kind}-{found.as_of}-{state.lang}.{form}")


def _request(state: State) -> ReportRequest:
    """What is asked, of the kind that is chosen; what another kind asks is left out, so that one report has one name."""
    name = kind(state.text("kind", next(iter(KINDS)))).name
    asked = _ASKED.get(name, ())
    given = {each: state.text(each) for each in asked if state.text(each) and each != "capital"}
    capital = parse_number(state.text("capital") or None, "capital") if "capital" in asked else None
    return ReportRequest(kind=name, as_of=state.day("as_of"), capital=_CAPITAL if capital is None else capital, **given)  # type: ignore[arg-type]


def _document(desk: Desk, request: ReportRequest, state: State) -> dict[str, Any]:
    from liangrong.research.charts.render import require_charts
    from liangrong.research.reports.arrange import arrange
    from liangrong.research.reports.blocks import Chart
    from liangrong.research.reports.html import block_tools
    from liangrong.research.reports.render import with_tables

    require_charts()
    found = desk.reports.of(desk, request)
    arranged = arrange(found, state.lang)
    charts = [block.name for section in arranged.sections for block in section.blocks if isinstance(block, Chart)]
    drawn = {name for name in charts if found.draft.drawings[name](state.lang, WIDTHS[0], arranged.watermark) is not None}
    asked = state.here().partition("?")[2]
    return {
        **block_tools(with_tables(arranged, drawn)),
        "files": {_NAMES[form]: f"{state.path}/report.{form}?{asked}" for form in _FILES},
        "pictures": {name: (f"{state.path}/{_CHART}{name}", asked) for name in drawn},
    }


def _picture(desk: Desk, name: str, form: str, state: State) -> File:
    """A chart as the browser draws it, or still for who runs no scripts."""
    import json

    from liangrong.research.charts.render import drawn_svg, require_charts, to_spec
    from liangrong.research.reports.arrange import arrange

    require_charts()
    found = desk.reports.of(desk, _request(state))
    drawing = found.draft.drawings.get(name)
    width = snapped(state.text("width", str(WIDTHS[4])))
    if drawing is None or not width.isdigit():
        raise UnknownName(kind="chart", kind_zh="图", name=name, known=", ".join(found.draft.drawings) or "-")
    chart = drawing(state.lang, int(width), arrange(found, state.lang).watermark)
    if chart is None:
        raise UnknownName(kind="chart", kind_zh="图", name=name, known=", ".join(found.draft.drawings))
    spec = to_spec(chart, western=state.western)
    made = json.dumps(spec, ensure_ascii=False, separators=(",", ":")) if form == "json" else drawn_svg(spec)
    return File(made.encode(), _PICTURES[form])


def _kinds(state: State, chosen: str) -> list[tuple[str, str, bool]]:
    """The kinds with their addresses; the session goes along."""
    return [
        (each.title.text(state.lang), state.there(state.path, kind=each.name, as_of=state.text("as_of")), each.name == chosen)
        for each in KINDS.values()
    ]


def _options(state: State) -> dict[str, Choices]:
    from liangrong.analytics.measures import MEASURES
    from liangrong.rules.events import events

    latest = state.say("最近一次", "the latest")
    titles = [(each.event, f"{each.date} {each.title_zh if state.zh else each.title_en}") for each in reversed(events())]
    subjects = [(each, MEASURES[each].zh if state.zh else MEASURES[each].en) for each in BALANCES]
    return {"event": [("", [("", latest), *titles])], "subject": [("", subjects)]}


def _values(request: ReportRequest, state: State) -> dict[str, str]:
    """What stands in the form."""
    capital: Decimal = request.capital
    return {
        "as_of": state.text("as_of"),
        "event": request.event or "",
        "subject": request.subject,
        "security": request.security or "",
        "capital": f"{capital.normalize():f}",
    }


REPORT: Final = Page("report", "/report", Note("报告", "Reports"), build, file=file)
