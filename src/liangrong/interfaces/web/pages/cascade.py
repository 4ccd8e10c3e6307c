"""Cascade: a fall works through a book of accounts, session by session: who is called, what is sold, whether it spirals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from liangrong.core.errors import UsageError
from liangrong.core.results import Note
from liangrong.core.spelling import parse_number
from liangrong.core.units import Unit, display
from liangrong.interfaces.web.books import Shelf
from liangrong.interfaces.web.cards import Card
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.links import security_links
from liangrong.interfaces.web.pages.page import Page
from liangrong.interfaces.web.panels import Filled, Panel, filled, postponed
from liangrong.interfaces.web.scopes import Choices
from liangrong.interfaces.web.state import State
from liangrong.services.stress.asking import MOST_CASCADED

__all__ = ["CASCADE", "MOST_ACCOUNTS"]

MOST_ACCOUNTS: Final = 2_000_000
"""Accounts of a book that a page computes with: a server that answers others must not hold a country in memory."""

_VERB: Final = "stress-cascade"
_FALL: Final = "40%"
"""A contract opened at a margin ratio of 100 % has 35 % to fall to the call line: a calm book feels little of a smaller one."""
_INFLUENCE: Final = "influence"
"""The part that is worked out only for who asks for it."""
_WORST: Final = 8
"""Securities shown of a session."""
_ASSUMED: Final = {
    "impact": "square_root",
    "impact_coefficient": "1",
    "cure_probability": "25%",
    "price_limits": "true",
    "sale_policy": "risk",
}
"""What the form asks, and what stands in it at first."""
_DRAWS: Final = ("20", "0", "100")
_PATH: Final = (
    "session", "index", "market_value", "average_maintenance_ratio", "called", "cured", "forced", "open_calls", "sold", "unfilled",
    "paid_in", "uncollected", "at_limit",
)  # fmt: skip
_SOLD: Final = ("security", "industry", "move", "move_in_cascade", "sold", "sold_to_turnover", "sessions_at_limit")
_WORST_COLUMNS: Final = ("security", "move", "move_in_cascade", "sold", "sold_to_turnover")
_PATH_INTRO: Final = Note(
    "第 0 日是冲击本身：以跌后价格检验各线，尚未卖出。此后每日先成交强平委托，再按卖出量推低价格，再检验各线。",
    "Session 0 is the blow: lines are tested at the fallen prices and nothing is sold yet. Each later session fills the forced orders, "
    "moves prices by what was sold, and tests the lines again.",
)
_SOLD_INTRO: Final = Note(
    "整个过程中被强制卖出最多的证券，以及级联使其价格比冲击后又跌了多少。",
    "What was sold most by force in the whole of it, and by how much further than the blow the cascade has moved its price.",
)
_INFLUENCE_INTRO: Final = Note(
    "逐一把每个假设移到其范围的两端：哪一个最能改变结果。",
    "Each assumption moved to either end of its range: which one changes the result most.",
)
_ASSUMPTIONS_INTRO: Final = Note(
    "推演所用的全部假设及其来源；没有公开数据的写明是假设。",
    "Everything that is assumed and where it comes from; what no public data say is called assumed.",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a session, with its band where there is one."""

    name: str
    value: str
    band: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """A session of the path: what the slider shows.

    Parameters
    ----------
    said
        What a screen reader hears when the slider comes there.
    worst
        What the cascade has moved down most: rows of texts.
    """

    session: int
    title: str
    said: str
    figures: tuple[Figure, ...]
    worst: tuple[tuple[str, ...], ...]


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """The path with its slider, then what was sold, what is assumed and what the assumptions do."""
    shelf = Shelf.of(desk, state)
    draws = state.text("draws", _DRAWS[0])
    shown: dict[str, Any] = {
        "shelf": shelf,
        "books": shelf.choices(state),
        "values": {"fall": _FALL, **_ASSUMED, **{name: state.text(name) for name in ("fall", *_ASSUMED) if state.text(name)}},
        "options": _options(state),
        "draws": draws,
        "refusal": _refusal(shelf, state),
        "cards": [],
        "frames": [],
        "at": 0,
        "panels": [],
    }
    if shown["refusal"] or not shelf.chosen:
        return shown
    given = _given(shelf, state)
    asked: dict[str, dict[str, str]] = {
        "path": {**given, **({"draws": draws} if draws != "0" else {})},
        "worst": {**given, "by": "session_security", "top": f"{_WORST}"},
        "sold": {**given, "by": "security"},
        "assumptions": {**given, "by": "assumption"},
    }
    if state.text("show") == _INFLUENCE:
        asked[_INFLUENCE] = {**given, "by": "influence"}
    if not all(desk.is_worked_out(_VERB, each, state.lang) for each in asked.values()):
        return {**shown, "under_way": state.here()}
    path = filled(desk, Panel("path", _VERB, asked["path"], title=Note("逐日路径", "The path"), columns=_PATH, rows=60, folded=True,
                              intro=_PATH_INTRO), state)  # fmt: skip
    if path.result is None:
        return {**shown, "panels": [path]}
    frames = _frames(path, desk, asked["worst"], state)
    others = (
        _sold(desk, asked["sold"], state),
        _influence(desk, asked.get(_INFLUENCE), state),
        _assumptions(desk, asked["assumptions"], state),
    )
    return {
        **shown,
        "cards": _cards(path, state),
        "frames": frames,
        "at": min(_session(state), len(frames) - 1),
        "headings": [_heading(name, state) for name in _WORST_COLUMNS],
        "panels": [path, *(_after(path, each) for each in others)],
    }  # fmt: skip


def _given(shelf: Shelf, state: State) -> dict[str, str]:
    """What every panel asks about; what the form leaves as it is, is left to the service."""
    fall = parse_number(state.text("fall", _FALL), "fall")
    assert fall is not None, "a text that is there is read or refused"
    asked = {name: state.text(name) for name in _ASSUMED if state.text(name, _ASSUMED[name]) != _ASSUMED[name]}
    return {"book": shelf.chosen, "scenario": f"market:{-abs(fall):f}", **asked}


def _refusal(shelf: Shelf, state: State) -> str:
    """Why a page cannot work it out, where it cannot."""
    draws = state.text("draws", _DRAWS[0])
    if draws not in _DRAWS:
        raise UsageError(reason=f"draws is '{draws}'; it can be {', '.join(sorted(_DRAWS, key=int))}.",
                         reason_zh=f"draws 为“{draws}”，只能是 {'、'.join(sorted(_DRAWS, key=int))}。")  # fmt: skip
    command = f"liangrong stress cascade {shelf.chosen} --scenario market:-0.4"
    if shelf.accounts > MOST_ACCOUNTS:
        return state.say(
            f"这本账簿有 {shelf.accounts:,} 户；网页推演至多 {MOST_ACCOUNTS:,} 户，以免别的访问者等待。请用命令行：{command}",
            f"This book has {shelf.accounts:,} accounts; a page works with at most {MOST_ACCOUNTS:,}, so that nobody else has to wait. "
            f"Use the command line: {command}",
        )
    if shelf.accounts * (1 + int(draws)) > MOST_CASCADED:
        return state.say(
            f"{shelf.accounts:,} 户抽样 {draws} 次超出一页可算的量；请减少抽样次数，或用命令行：{command} --draws {draws}",
            f"{draws} draws over {shelf.accounts:,} accounts are more than a page computes; ask for fewer, or use the command line: "
            f"{command} --draws {draws}",
        )
    return ""


def _options(state: State) -> dict[str, Choices]:
    """What the form offers for a choice."""
    words = {
        "impact": (("square_root", Note("平方根", "square root")), ("linear", Note("线性", "linear"))),
        "price_limits": (("true", Note("有", "in force")), ("false", Note("无", "lifted"))),
        "sale_policy": (
            ("risk", Note("折算率低的先卖", "the riskiest first")),
            ("position", Note("市值大的先卖", "the largest first")),
            ("loss", Note("亏损大的先卖", "the greatest loss first")),
            ("pro_rata", Note("按市值同比例", "the same part of all")),
        ),
        "draws": tuple(
            (count, Note(f"抽样 {count} 次", f"{count} draws") if count != "0" else Note("不抽样", "no draws"))
            for count in sorted(_DRAWS, key=int)
        ),
    }
    return {name: [("", [(value, told.text(state.lang)) for value, told in offered])] for name, offered in words.items()}


def _session(state: State) -> int:
    """The session that the slider stands at."""
    text = state.text("session", "0")
    if not (text.isascii() and text.isdigit()):
        raise UsageError(
            reason=f"session is '{text}'; it is a whole number from 0 on.", reason_zh=f"session 为“{text}”，应为从 0 起的整数。"
        )
    return int(text[:6])


def _frames(path: Filled, desk: Desk, asked: Mapping[str, str], state: State) -> list[Frame]:
    """Every session with its figures and the securities that the cascade has moved down most."""
    assert path.result is not None
    worst: dict[int, list[tuple[str, ...]]] = {}
    for row in desk.ask(_VERB, asked, state.lang).data.iter_rows(named=True):
        worst.setdefault(row["session"], []).append(_worst_row(row, state))
    frames, sold = [], 0
    for row in path.result.data.iter_rows(named=True):
        sold += row["sold"]
        number = row["session"]
        title = (
            state.say("第 0 日：冲击", "Session 0: the blow")
            if number == 0
            else state.say(f"第 {number} 个交易日", f"Session {number}")
        )
        money = _money(row["sold"], state)
        said = state.say(
            f"{title}，卖出 {money}，新追保 {row['called']:,} 户", f"{title}: {money} sold, {row['called']:,} accounts called"
        )
        frames.append(Frame(number, title, said, _figures(row, sold, state), tuple(worst.get(number, ()))))
    return frames


def _figures(row: Mapping[str, Any], sold: Any, state: State) -> tuple[Figure, ...]:
    lang = state.lang

    def ratio(value: float | None) -> str:
        return "—" if value is None else display(value, Unit.RATIO, lang, digits=2)

    def count(value: float) -> str:
        return state.say(f"{value:,.0f} 户", f"{value:,.0f}")

    def band(name: str, told: Any) -> str:
        low, high = row.get(f"{name}_low"), row.get(f"{name}_high")
        return "" if low is None or high is None else f"{told(low)} – {told(high)}"

    def money(value: Any) -> str:
        return _money(value, state)

    return (
        Figure(state.say("价格（冲击前为 100%）", "Prices (before the blow: 100 %)"), ratio(row["index"]), band("index", ratio)),
        Figure(state.say("负债账户的证券市值", "Value held by accounts in debt"), money(row["market_value"])),
        Figure(state.say("当日强制卖出", "Sold by force in the session"), money(row["sold"]), band("sold", money)),
        Figure(state.say("累计强制卖出", "Sold by force so far"), money(sold)),
        Figure(state.say("新被追保", "Newly called"), count(row["called"]), band("called", count)),
        Figure(state.say("追保未了", "Open calls"), count(row["open_calls"]), band("open_calls", count)),
        Figure(state.say("平均维持担保比例", "Average maintenance ratio"), ratio(row["average_maintenance_ratio"]),
               band("average_maintenance_ratio", ratio)),
        Figure(state.say("收不回的负债", "Debt that is lost"), money(row["uncollected"])),
    )  # fmt: skip


def _worst_row(row: Mapping[str, Any], state: State) -> tuple[str, ...]:
    def change(value: float | None) -> str:
        return "—" if value is None else display(value, Unit.RATIO, state.lang, sign=True)

    part = "—" if row["sold_to_turnover"] is None else display(row["sold_to_turnover"], Unit.RATIO, state.lang, digits=1)
    return (row["security"], change(row["move"]), change(row["move_in_cascade"]), _money(row["sold"], state), part)


def _cards(path: Filled, state: State) -> list[Card]:
    """What came of it."""
    assert path.result is not None
    rows = path.result.data
    lang, first, last = state.lang, rows.row(0, named=True), rows.row(-1, named=True)
    sold, lost = rows["sold"].sum(), rows["uncollected"].sum()
    owed = float(first["debt"])
    trough = float(rows["index"].min())  # type: ignore[arg-type]
    further = trough / float(first["index"]) - 1
    share = display(float(sold) / owed, Unit.RATIO, lang, digits=1) if owed else "—"
    called = int(rows["called"].sum())
    at_first = state.say(f"其中冲击当日 {first['called']:,} 户", f"{first['called']:,} of them by the blow itself")
    return [
        Card(state.say("强制卖出合计", "Sold by force in all"), _money(sold, state), state.say(f"为冲击后负债的 {share}", f"{share} of the debt after the blow")),
        Card(state.say("级联使价格再跌", "Prices fall further by"), display(further, Unit.RATIO, lang),
             state.say(f"最低为冲击前的 {trough:.2%}", f"at the lowest {trough:.2%} of before the blow"), (further > 0) - (further < 0)),
        Card(state.say("被追保账户", "Accounts called"), state.say(f"{called:,} 户", f"{called:,}"), at_first),
        Card(state.say("平息于", "At rest after"), state.say(f"第 {last['session']} 日", f"session {last['session']}") if not last["open_calls"] else state.say("尚未平息", "not yet"),
             state.say(f"末日追保未了 {last['open_calls']:,} 户", f"{last['open_calls']:,} open calls at the end")),
        Card(state.say("收不回的负债", "Debt that is lost"), _money(lost, state), state.say("已卖空仍欠", "owed by accounts that are sold out")),
    ]  # fmt: skip


def _sold(desk: Desk, asked: Mapping[str, str], state: State) -> Filled:
    panel = Panel("sold", _VERB, asked, title=Note("卖的是什么", "What is sold"), sheet="-", columns=_SOLD, intro=_SOLD_INTRO,
                  links=security_links("security"), empty=Note("没有证券被强制卖出。", "Nothing is sold by force."),
                  pick=lambda rows: rows.filter(pl.col("sold") > 0))  # fmt: skip
    return filled(desk, panel, state)


def _influence(desk: Desk, asked: Mapping[str, str] | None, state: State) -> Filled:
    """Twenty cascades more: only for who asks."""
    panel = Panel(_INFLUENCE, _VERB, asked or {}, title=Note("哪个假设最要紧", "Which assumption matters most"), sheet="-",
                  intro=_INFLUENCE_INTRO, rows=30)  # fmt: skip
    return filled(desk, panel, state) if asked else postponed(panel, state, state.here(show=_INFLUENCE))


def _assumptions(desk: Desk, asked: Mapping[str, str], state: State) -> Filled:
    panel = Panel("assumptions", _VERB, asked, title=Note("假设", "Assumptions"), sheet="-", rows=60, folded=True,
                  intro=_ASSUMPTIONS_INTRO)  # fmt: skip
    return filled(desk, panel, state)


def _after(path: Filled, panel: Filled) -> Filled:
    """A panel without the remarks that the path has said already."""
    return replace(panel, remarks=tuple(each for each in panel.remarks if each not in path.remarks))


def _heading(name: str, state: State) -> str:
    told = {
        "security": Note("证券", "Security"),
        "move": Note("较冲击前", "From before the blow"),
        "move_in_cascade": Note("其中级联", "By the cascade"),
        "sold": Note("当日卖出", "Sold in the session"),
        "sold_to_turnover": Note("占日成交额", "Of a day's turnover"),
    }
    return told[name].text(state.lang)


def _money(value: Any, state: State) -> str:
    return "—" if value is None else display(value, Unit.YUAN, state.lang)


CASCADE: Final = Page("cascade", "/cascade", Note("级联", "Cascade"), build)
