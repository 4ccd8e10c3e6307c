"""Overview: where the balances stand, how leveraged that is, and what changed on the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from liangrong.analytics.measures import MEASURES
from liangrong.analytics.totals import HISTORY_START
from liangrong.core.errors import LiangrongError
from liangrong.core.results import Note, Result
from liangrong.core.units import Unit, display
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.links import scope_link
from liangrong.interfaces.web.pages.page import Moved, Page
from liangrong.interfaces.web.panels import Panel, filled
from liangrong.interfaces.web.state import State

__all__ = ["OVERVIEW"]

_TOTAL: Final = "margin_trading_balance"
_MEASURES: Final = (_TOTAL, "financing_balance", "short_balance")
_PARTS: Final = ("SSE", "SZSE", "BSE", "total")
_NEWEST: Final = 20
_WEEKDAYS: Final = Note("一二三四五六日", "Mon Tue Wed Thu Fri Sat Sun")
_PLACES: Final = {"milestones": "#balance", "alert": "/alerts", "revision": "/data", "missing": "/data"}
"""Kind of a change to where more of it stands, where no part of the market does."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the session.

    Parameters
    ----------
    name, value
        What it is, and its number with its unit; empty where it is not known, and ``reason`` says why.
    change, sign
        Against the session before.
    badge
        A record, or a threshold that was passed.
    place
        Its percentile, and among which sessions.
    day, is_older
        The session that it is of, and whether that is an older one than the page's.
    from_high
        How far it is from its highest.
    """

    name: str
    value: str = ""
    change: str = ""
    sign: int = 0
    badge: str = ""
    place: str = ""
    day: date | None = None
    is_older: bool = False
    from_high: str = ""
    reason: str = ""


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """The figures first, then their history, the ratios, the exchanges, and what changed."""
    if state.text("zoom_from") or state.text("zoom_to"):
        raise Moved(_zoomed(desk, state))
    workspace = desk.workspace()
    as_of, notes = workspace.as_of(state.day("as_of"))
    day, latest = as_of.as_of, workspace.latest_session()
    point = {"as_of": f"{day}", **state.only("known_at")}
    measure = state.choice("measure", _MEASURES)
    panels = {
        "today": Panel(
            "today", "today", point, columns=("kind", "what", "value", "unit"), rows=40, links={"what": _change_link}, pick=_with_detail,
            empty=Note("当日没有可报告的变化。", "Nothing to report on this session."),
            definition=Note("当日的新高、关口、最大资金流、新增标记与提醒，以及数据的修订与缺失；数据不允许判断的在下方说明。",
                            "Records, thresholds, the largest flows, new flags and alerts of the session, revised and missing data; what the "
                            "data do not allow to judge is said below."),
        ),
        "balance": Panel(
            "balance", "balance-history", {**point, "measure": measure}, title=_history_of(measure), rows=_NEWEST, folded=True,
            columns=("date", "value", "change", "is_record", "policies", "episode"), pick=_newest, chart_only=state.only("zoom"),
        ),
        "ratios": Panel(
            "ratios", "ratio-history", point, rows=_NEWEST, folded=True, columns=("date", "measure", "value"), pick=_newest,
        ),
        "exchanges": Panel(
            "exchanges", "changes", {"measure": _TOTAL, "to": f"{day}", **state.only("known_at")},
            title=Note("各交易所的两融余额", "Balances by exchange"), pick=_by_exchange,
            columns=("part", "level", "change_amount", "change_ratio", "share_of_change", "unit"),
            definition=Note("两融余额为融资余额与融券余额之和；占比为占当日全市场变化的份额。",
                            "Financing plus short balance; the share is that of the day's change of the market."),
        ),
    }  # fmt: skip
    figures = _figures(desk, point, day, state)
    return {
        "panels": {key: filled(desk, panel, state) for key, panel in panels.items()},
        "figures": figures,
        "day": day,
        "weekday": _weekday(day, state),
        "notes": [note.text(state.lang) for note in notes if note not in workspace.notes],
        "before": state.here(as_of=f"{workspace.calendar.previous(day)}") if day > workspace.calendar.start else None,
        "after": state.here(as_of=f"{workspace.calendar.next(day)}") if day < latest else None,
        "latest": state.here(as_of=None) if day != latest else None,
        "latest_day": latest,
        "measures": [(name, _of(name).text(state.lang), state.here(measure=name), name == measure) for name in _MEASURES],
        "zooms": _zooms(day, state),
        "zoom": _window(state),
    }


def _figures(desk: Desk, point: Mapping[str, str], day: date, state: State) -> list[Figure]:
    try:
        answer: Result = desk.ask("cards", point, state.lang)
    except LiangrongError as error:
        return [Figure(_of(_TOTAL).text(state.lang), reason=error.message(state.lang))]
    return [_figure(row, day, state) for row in answer.data.iter_rows(named=True)]


def _figure(row: Mapping[str, Any], day: date, state: State) -> Figure:
    name, lang = _of(row["measure"]).text(state.lang), state.lang
    if row["value"] is None:
        return Figure(name, reason=row[f"reason_{lang}"])
    unit = Unit.YUAN if row["change_amount"] is not None or row["unit"] != "1" else Unit.RATIO
    change, moved = _change(row, state)
    return Figure(
        name, display(row["value"], unit, lang), change, (moved > 0) - (moved < 0), _badge(row, state), _place(row, state), row["date"],
        row["date"] != day, _from_high(row, state),
    )  # fmt: skip


def _change(row: Mapping[str, Any], state: State) -> tuple[str, float]:
    """The change in words, and its number."""
    if row["change_amount"] is not None:
        shown = display(row["change_amount"], Unit.YUAN, state.lang, sign=True)
        if row["growth"] is not None:
            shown += state.say("（{}）", " ({})").format(display(row["growth"], Unit.RATIO, state.lang, sign=True))
        return shown, float(row["change_amount"])
    if row["change_points"] is not None:
        return display(row["change_points"], Unit.PERCENTAGE_POINT, state.lang, sign=True), row["change_points"]
    return "", 0.0


def _badge(row: Mapping[str, Any], state: State) -> str:
    said = []
    if row["is_record"]:
        run = row["streak"]
        said.append(
            state.say(f"历史新高 · 连续 {run} 日", f"record · {run} in a row") if run > 1 else state.say("历史新高", "record")
        )
    if row["passed_threshold"] is not None:
        level = display(row["passed_threshold"], Unit.YUAN, state.lang, digits=0)
        if not row["passed_upwards"]:
            said.append(state.say(f"跌破 {level}", f"below {level}"))
        elif row["passed_first_ever"]:
            said.append(state.say(f"首次达到 {level}", f"first at {level}"))
        else:
            said.append(state.say(f"重回 {level}", f"back at {level}"))
    return " · ".join(said)


def _place(row: Mapping[str, Any], state: State) -> str:
    if row["percentile"] is None:
        return ""
    share, since = display(row["percentile"], Unit.RATIO, state.lang, digits=1), row["percentile_since"]
    return state.say(f"{share} 分位（{since} 起 {row['observations']:,} 日）",
                     f"percentile {share} of {row['observations']:,} sessions since {since}")  # fmt: skip


def _from_high(row: Mapping[str, Any], state: State) -> str:
    if row["to_high"] is None or row["is_record"]:
        return ""
    away = display(row["to_high"], Unit.RATIO, state.lang, sign=True)
    return state.say(f"较最高（{row['high_date']}）{away}", f"{away} from its high of {row['high_date']}")


def _of(measure: str) -> Note:
    return Note(MEASURES[measure].zh, MEASURES[measure].en)


def _history_of(measure: str) -> Note:
    return Note(f"{_of(measure).zh}走势", f"{_of(measure).en.capitalize()} over time")


def _newest(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort("date", descending=True, maintain_order=True)


def _by_exchange(rows: pl.DataFrame) -> pl.DataFrame:
    order = pl.col("part").replace_strict({part: place for place, part in enumerate(_PARTS)}, default=None, return_dtype=pl.Int8)
    return (
        rows.with_columns(_order=order)
        .filter(pl.col("_order").is_not_null())
        .sort("_order")
        .rename({"value": "change_amount", "share": "share_of_change"})
    )


def _with_detail(rows: pl.DataFrame) -> pl.DataFrame:
    """What changed and the detail of it in one sentence."""
    joined = {
        f"what_{lang}": pl.concat_str(pl.col(f"what_{lang}"), pl.lit(between) + pl.col(f"detail_{lang}"), ignore_nulls=True)
        for lang, between in (("zh", "，"), ("en", ", "))
    }
    return rows.with_columns(**joined)


def _change_link(row: Mapping[str, Any], state: State) -> str | None:
    kind, scope = row["kind"], row["scope"]
    if scope and scope != "market":
        return scope_link(scope, state)
    if kind in _PLACES:
        return state.there(_PLACES[kind])
    return state.here(measure=row["measure"]) + "#balance" if row["measure"] in _MEASURES else None


def _zooms(day: date, state: State) -> list[tuple[str, str, bool]]:
    """Windows that a click gives: name, address, whether it is the one shown."""
    windows = {
        state.say("全部", "All"): None,
        state.say("2014–2016", "2014–2016"): "2014-01-01..2016-12-31",
        state.say("近三年", "Three years"): f"{_years_before(day, 3)}..{day}",
        state.say("近一年", "One year"): f"{_years_before(day, 1)}..{day}",
        state.say("今年", "This year"): f"{day.year}-01-01..{day}",
    }
    return [
        (name, state.here(zoom=window) + "#balance", state.text("zoom") == (window or "")) for name, window in windows.items()
    ]


def _zoomed(desk: Desk, state: State) -> str:
    """The permalink of what the form of a window asks for; an end that is left open reaches as far as the data."""
    first, last = state.day("zoom_from") or HISTORY_START, state.day("zoom_to")
    last = last or state.day("as_of") or desk.workspace().latest_session()
    first, last = min(first, last), max(first, last)
    return state.here(zoom=f"{first}..{last}", zoom_from=None, zoom_to=None) + "#balance"


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _window(state: State) -> tuple[str, str]:
    """First and last day of the zoom, for its form."""
    first, _, last = state.text("zoom").partition("..")
    return first, last


def _weekday(day: date, state: State) -> str:
    return f"周{_WEEKDAYS.zh[day.weekday()]}" if state.zh else _WEEKDAYS.en.split()[day.weekday()]


OVERVIEW: Final = Page("overview", "/", Note("概览", "Overview"), build)
