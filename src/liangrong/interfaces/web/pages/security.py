"""Security: who it is, what may be done with it, where its balances stand, and what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from liangrong.core.errors import InvalidSecurity
from liangrong.core.results import Note, Result
from liangrong.core.securities import SecurityId, SecurityKind
from liangrong.core.units import Unit, display
from liangrong.interfaces.web.cards import Card
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.links import scope_link
from liangrong.interfaces.web.pages.page import Moved, Page
from liangrong.interfaces.web.panels import Filled, Panel, filled, postponed
from liangrong.interfaces.web.state import State
from liangrong.research.tables.labels import word

__all__ = ["SECURITY"]

_ASKED: Final = ("as_of", "known_at")
_FACTS: Final = ("fact", "said", "date", "note")
_DAYS: Final = (
    "date", "close", "change_ratio", "financing_balance", "net_financing_purchase", "financing_balance_to_float_cap",
    "financing_share_of_turnover", "short_quantity", "short_balance",
)  # fmt: skip
_EVENTS: Final = ("date", "security_event", "side", "reading", "deviations", "title")
_GAUGE: Final = (
    "side",
    "share_of_float",
    "state",
    "line",
    "line_level",
    "distance_points",
    "distance_amount",
    "price_move",
    "not_known_because",
)
_MOVE: Final = ("fact_side", "fact", "state", "reading", "definition", "reason")
_CARDS: Final = (
    "financing_balance", "financing_balance_to_float_cap", "financing_share_of_turnover", "short_balance",
    "crowding",
)  # fmt: skip
_MOVES: Final = ("rise", "fall")
_NOT_KNOWN: Final = "不可知"
"""What the profile says of a fact that is not known."""
_BEYOND: Final = 5
"""A gauge reaches a fifth beyond its line."""
_HISTORY: Final = Note(
    "上为收盘价，中为融资余额与净买入，下为融券；拖选最下方的窄条可放大一段，地址随之改变。",
    "Price above, financing balance and net purchases below it, then the short side; drag over the strip at the foot to zoom, and the "
    "address follows.",
)
_LINES: Final = Note(
    "融资余额或融券余量占流通的比例达到暂停线，交易所可以在次一交易日暂停，回到恢复线后恢复。",
    "When financing or shorts reach the line as a share of the float, the exchange may suspend them from the next session until they are "
    "back at the lower line.",
)
_WHAT_HAPPENED: Final = Note(
    "异动、创新高、达到或离开界线、列入或移出名单、除权除息；持续的状态只记首日。",
    "Large moves, records, lines reached or left, lists entered or left, ex-rights days; a state that lasts is told on its first day.",
)
_BEFORE_MOVE: Final = Note(
    "异动前一个交易日已经公布的两融事实。先于不等于导致。",
    "Margin facts that were public before the move. Before is not because.",
)


@dataclass(frozen=True, slots=True)
class _Gauge:
    """How near a line one side is.

    Parameters
    ----------
    name
        Of the side.
    share, line, most
        Of the float: now, at the line, and at the end of the drawing.
    text
        The same in words.
    """

    name: str
    share: float
    line: float
    most: float
    text: str


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """The figures first, then their history, the lines, the facts one by one, and what happened."""
    code = _canonical(desk, state)
    given = {"security": f"security:{code}", **state.only(*_ASKED)}
    profile = desk.ask("security-profile", given, state.lang)
    facts = {row["fact"]: row for row in reversed(profile.data.to_dicts())}
    return {
        "code": code,
        "name": _named(facts, state) or code,
        "english": facts["english_name"][f"said_{state.lang}"] if _is_known(facts["english_name"]) else "",
        "as_of": profile.as_of,
        "notes": _notes(desk, profile, state),
        "cards": [_card(facts[fact], facts.get(f"{fact}_change"), state) for fact in _CARDS if fact in facts],
        "trail": _trail(facts, state),
        "windows": _windows(profile, state),
        "history": filled(desk, _history(given, state), state),
        "gauge": filled(desk, _suspension(code, state), state),
        "identity": filled(desk, _about("identity", Note("身份与资格", "Identity and eligibility"), ("identity", "eligibility"), given), state),
        "balances": filled(
            desk, _about("balances", Note("融资、融券与拥挤", "Financing, shorts, crowding"), ("financing", "short_side", "crowding"), given), state
        ),
        "gauges": _gauges(desk, code, state),
        "events": _events(desk, given, state),
        "move": _move(desk, code, state),
        "last_move": _last_move(profile, state),
        "links": _links(code, state),
    }  # fmt: skip


def _canonical(desk: Desk, state: State) -> str:
    """The code as it is written here; another spelling is sent to its own page, and what is no security to where it belongs."""
    text = state.at["code"]
    try:
        found = SecurityId.parse(text)
    except InvalidSecurity:
        raise Moved(_named_so(desk, text, state)) from None
    if found.kind is SecurityKind.INDEX:
        raise Moved(scope_link(f"index:{found}", state))
    if str(found) != text:
        raise Moved(state.there(f"/security/{found}", **_rest(state)))
    return text


def _named_so(desk: Desk, text: str, state: State) -> str:
    """The page of the security that a name means, or the search for it."""
    found = desk.ask("search", {"text": text, "kinds": "security", "top": "2"}, state.lang).data
    exact = found.filter(pl.col("fit") == "exact")
    if exact.height == 1:
        return state.there(f"/security/{exact['id'][0]}", **_rest(state))
    return state.there("/search", q=text)


def _rest(state: State) -> dict[str, str]:
    return {name: value for name, value in state.given.items() if name not in ("lang", "colors")}


def _named(facts: Mapping[str, Any], state: State) -> str:
    return str(facts["name"][f"said_{state.lang}"]) if _is_known(facts["name"]) else ""


def _is_known(row: Mapping[str, Any]) -> bool:
    return bool(row["said_zh"] != _NOT_KNOWN)


def _notes(desk: Desk, result: Result, state: State) -> list[str]:
    said = [note for note in result.warnings if note not in desk.workspace().notes]
    return [note.text(state.lang) for note in said]


def _card(row: Mapping[str, Any], change: Mapping[str, Any] | None, state: State) -> Card:
    """A fact as a card, with its change where one is known; a fact that is not known says why."""
    name = word("fact", row["fact"], state.lang)
    note = row[f"note_{state.lang}"] or ""
    if not _is_known(row):
        return Card(name, remark=note)
    parts = [f"{row['date']}" if row["date"] else "", note]
    if change is not None and _is_known(change):
        parts += [change[f"said_{state.lang}"], change[f"note_{state.lang}"] or ""]
    return Card(name, row[f"said_{state.lang}"], " · ".join(filter(None, parts)))


def _trail(facts: Mapping[str, Any], state: State) -> list[tuple[str, str]]:
    """Exchange, board and industries, each with its page."""
    found = []
    for fact in ("industry_sw1", "industry_sw2", "industry_sw3"):
        if fact in facts and _is_known(facts[fact]):
            address = scope_link(f"industry:{fact.removeprefix('industry_')}:{facts[fact]['said_zh']}", state)
            found.append((facts[fact][f"said_{state.lang}"], address))
    return found


def _windows(profile: Result, state: State) -> list[tuple[str, str, bool]]:
    """Name, address and whether it is the present one."""
    last = profile.as_of
    chosen = state.text("from")
    windows: list[tuple[str, str | None]] = [(state.say("近 250 个交易日", "250 sessions"), None)]
    if last is not None:
        windows += [
            (state.say(f"自 {last.year - back} 年", f"since {last.year - back}"), f"{last.year - back}-01-01")
            for back in (0, 3, 10)
        ]
    return [(name, state.here(**{"from": first, "zoom": None}), chosen == (first or "")) for name, first in windows]


def _history(given: Mapping[str, str], state: State) -> Panel:
    return Panel(
        "history", "security-history", {**given, **state.only("from")}, title=Note("价格、融资与融券", "Price, financing and shorts"),
        columns=_DAYS, pick=lambda rows: rows.reverse(), rows=60, folded=True, intro=_HISTORY, chart_only=state.only("zoom"),
    )  # fmt: skip


def _about(key: str, title: Note, topics: tuple[str, ...], given: Mapping[str, str]) -> Panel:
    """Facts of some topics, one a row."""
    return Panel(
        key, "security-profile", given, title=title, sheet="-", columns=_FACTS, rows=40, definition=Note("", ""),
        pick=lambda rows: rows.filter(pl.col("topic").is_in(topics)), links={"said": _fact_link},
    )  # fmt: skip


def _fact_link(row: Mapping[str, Any], state: State) -> str | None:
    """The industry or the index that a fact names."""
    if row["fact"].startswith("industry_sw") and _is_known(row):
        return scope_link(f"industry:{row['fact'].removeprefix('industry_')}:{row['said_zh']}", state)
    return None


def _suspension(code: str, state: State) -> Panel:
    return Panel(
        "gauge", "suspensions", _within(code, state), title=Note("距暂停线多远", "How far from suspension"), sheet="-", columns=_GAUGE,
        intro=_LINES,
    )  # fmt: skip


def _within(code: str, state: State) -> dict[str, str]:
    return {"within": f"security:{code}", **state.only(*_ASKED)}


def _gauges(desk: Desk, code: str, state: State) -> list[_Gauge]:
    """The sides whose share of the float is known."""
    answer = filled(desk, _suspension(code, state), state).result
    rows = answer.data.to_dicts() if answer else []
    return [
        _Gauge(
            word("side", row["side"]) if state.zh else row["side"],
            row["share_of_float"],
            row["line_level"],
            max(row["line_level"], row["share_of_float"]) * (1 + 1 / _BEYOND),
            state.say("{}，界线 {}", "{}, line at {}").format(
                *(display(row[name], Unit.RATIO, state.lang) for name in ("share_of_float", "line_level"))
            ),
        )
        for row in rows
        if row["share_of_float"] is not None and row["line_level"] is not None
    ]


def _events(desk: Desk, given: Mapping[str, str], state: State) -> Filled:
    panel = Panel(
        "events", "security-events", {**given, **state.only("from")}, title=Note("发生过什么", "What happened"), sheet="-", columns=_EVENTS,
        rows=40, intro=_WHAT_HAPPENED, links={"security_event": _move_link},
        empty=Note("区间内没有可以看出的事件。", "No event can be seen in the window."),
    )  # fmt: skip
    return filled(desk, panel, state) if state.text("show") == "events" else postponed(panel, state, state.here(show="events"))


def _move_link(row: Mapping[str, Any], state: State) -> str | None:
    """What was known before a large move."""
    return f"{state.here(move=str(row['date']))}#move" if row["security_event"] in _MOVES else None


def _move(desk: Desk, code: str, state: State) -> Filled | None:
    """The facts before a move, when one is asked for."""
    if not state.text("move"):
        return None
    title = Note(f"{state.text('move')} 的涨跌之前", f"Before the move of {state.text('move')}")
    asked = {"security": code, "on": state.text("move"), **state.only("known_at")}
    return filled(desk, Panel("move", "move", asked, title=title, sheet="-", columns=_MOVE, rows=40, intro=_BEFORE_MOVE), state)


def _last_move(profile: Result, state: State) -> tuple[str, str] | None:
    """The last large move among the latest events, and the address of what came before it."""
    moves = [row for row in profile.data.to_dicts() if row["fact"] in _MOVES and row["date"]]
    if not moves:
        return None
    last = max(moves, key=lambda row: row["date"])
    return f"{last['date']} {last[f'said_{state.lang}']}", f"{state.here(move=str(last['date']))}#move"


def _links(code: str, state: State) -> list[tuple[str, str]]:
    """Where more of it stands."""
    return [
        (state.say("它的融券", "its short side"), state.there("/shorts", scope=f"security:{code}")),
        (state.say("我的账户还能买多少", "how much my account may buy"), state.there("/account", security=code)),
    ]


SECURITY: Final = Page("security", "/security/{code}", Note("证券", "Security"), build, listed=False)
