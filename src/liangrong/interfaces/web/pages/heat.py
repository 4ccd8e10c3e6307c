"""Heat: where every signal stands, what followed its earlier flags, and one signal by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from liangrong.analytics.heat.menu import GAUGES, gauge
from liangrong.analytics.scorecards.scorecard import say_verdict
from liangrong.core.results import Note
from liangrong.core.units import Unit, display, parse_unit
from liangrong.interfaces.web.cards import Card
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.pages.page import Page
from liangrong.interfaces.web.panels import Filled, Panel, filled
from liangrong.interfaces.web.state import State
from liangrong.services.heat import INDICES, HeatRequest

__all__ = ["HEAT"]

_ASKED: Final = ("as_of", "known_at", "index", "horizon", "fall")
_ALL: Final = (
    "signal", "value", "unit", "percentile", "fires_at", "flag", "n_episodes", "hit_rate", "hit_low", "hit_high", "base_rate", "p_value",
    "verdict", "horizon",
)  # fmt: skip
_RECORD: Final = (
    "n_flags", "n_episodes", "n_spans", "n_unresolved", "n_hits", "hit_rate", "hit_low", "hit_high", "base_rate", "lift_points",
    "p_value", "verdict", "horizon",
)  # fmt: skip
_CONTROLS: Final = (
    "n_matched", "hit_rate", "control_hit_rate", "control_difference_points", "control_p_value", "mean_outcome_after",
    "control_mean_outcome",
)  # fmt: skip
_FORECAST: Final = ("n_days", "brier", "brier_climatology", "brier_skill", "auc", "false_alarms_per_year")
_HISTORY: Final = ("date", "value", "unit", "percentile", "fires_at", "flag", "forecast", "outcome", "fell")
_JUMPS: Final = ("measure", "comparison", "start", "value", "unit", "rank", "n_likes", "percentile", "larger_on", "like_for_like")
_INDEX_NAMES: Final = {
    INDICES[0]: Note("上证指数", "SSE Composite"),
    INDICES[1]: Note("中证全指", "CSI All Share"),
    INDICES[2]: Note("沪深300", "CSI 300"),
}
_SIDE_BY_SIDE: Final = Note(
    "每行一个信号：现在的读数、在自身历史中的分位、几时发出；右边是此前每次发出之后，期限内指数跌去所设幅度的频率（命中率与 95% 区间），"
    "与平日的频率（基准）相比。样本不足时直说，不作判断。",
    "One signal a row: its reading now, its place in its own history, where it fires; on the right how often the index fell by the chosen "
    "part within the horizon after earlier flags (hit rate, 95 % interval), against ordinary days (base). Too few are called too few.",
)
_LIKES: Final = Note(
    "余额这一段的增幅，在历史上同样长短的各段中排第几。",
    "The latest growth of the balances, ranked among earlier stretches of the same length.",
)
_FOLLOWED: Final = Note(
    "把此前每次发出当作一次预报：其后跌了算命中。相邻的发出合为一次；p 值问的是，日子随意挪动时也能这么准吗。",
    "Each earlier flag counts as one forecast, a hit if the fall came. Neighbouring flags are one episode; p asks whether days moved at "
    "random would do as well.",
)
_MATCHED: Final = Note(
    "安慰剂对照：与发出日的涨跌和波动最相近、却没有发出的日子，其后如何。两者差不多，信号就没有多说什么。",
    "Placebo: what followed days that looked alike in return and volatility but were not flagged. If it is the same, the flag adds nothing.",
)
_AS_FORECAST: Final = Note(
    "按当时已知的战绩给出下跌的概率，再看实际频率：点在虚线上才可靠。技巧为 0 即不优于平日频率，AUC 为 0.5 即不能分辨。",
    "The chance of a fall that its own record gave on each day, against what happened: reliable on the dashed line. A skill of 0 is no "
    "better than the base rate, an AUC of 0.5 cannot tell days apart.",
)


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """All signals side by side, or one of them."""
    given, usual = state.only(*_ASKED), HeatRequest()
    shown = {
        "horizon": state.text("horizon", str(usual.horizon)),
        "fall": state.text("fall", display(usual.fall, Unit.RATIO, digits=0)),
        "indices": [("", [("", state.say("默认", "default")), *((code, name.text(state.lang)) for code, name in _INDEX_NAMES.items())])],
        "signals": [(one.title.text(state.lang), state.here(signal=key, level=None, **{"from": None}), key == state.text("signal"))
                    for key, one in GAUGES.items()],
        "everything": state.here(signal=None, level=None, **{"from": None}),
    }  # fmt: skip
    asked = state.text("signal")
    return {**shown, **(_one(desk, asked, given, state) if asked else _side_by_side(desk, given, state))}


def _side_by_side(desk: Desk, given: Mapping[str, str], state: State) -> dict[str, Any]:
    everything = Panel(
        "signals", "heat", given, title=Note("信号与其战绩", "Signals and their records"), columns=_ALL, rows=len(GAUGES),
        links={"signal": lambda row, state: state.here(signal=row["signal"])}, intro=_SIDE_BY_SIDE,
    )  # fmt: skip
    growth = Panel(
        "jumps", "heat-jumps", state.only("as_of", "known_at"), title=Note("余额增幅与同类相比", "Growth among its likes"),
        columns=_JUMPS, intro=_LIKES,
        headings={"value": Note("增幅(%)", "growth (%)")},
    )  # fmt: skip
    panels = [filled(desk, everything, state), filled(desk, growth, state)]
    rows = panels[0].result.data.to_dicts() if panels[0].result else []
    flagged = [row for row in rows if row["flag"]]
    composite = [row for row in rows if row["signal"] == "composite"]
    cards = [_reading(row, state) for row in composite]
    if rows:
        names = ("、" if state.zh else ", ").join(gauge(row["signal"]).title.text(state.lang) for row in flagged)
        cards.append(Card(state.say("正在发出", "Firing now"), state.say(f"{len(flagged)} / {len(rows)} 个", f"{len(flagged)} of {len(rows)}"),
                          names or state.say("没有信号发出", "no signal fires")))  # fmt: skip
    return {"one": None, "panels": panels, "cards": cards, "as_of": panels[1].result.as_of if panels[1].result else None}


def _one(desk: Desk, name: str, given: Mapping[str, str], state: State) -> dict[str, Any]:
    one = gauge(name)
    asked = {**given, "signal": one.key, **state.only("level")}
    history = Panel(
        "history", "heat-history", {**asked, **state.only("from")}, title=Note("全部读数", "All readings"), columns=_HISTORY, folded=True,
        rows=60, pick=lambda rows: rows.reverse(), definition=one.definition,
        intro=Note("实线是读数，虚线是发出线，◆ 是新一次发出。", "The line is the reading, dashed is where the rule fires, ◆ starts an episode."),
    )  # fmt: skip
    record = Panel(
        "record", "heat", asked, title=Note("发出之后", "What followed its flags"), sheet="-", columns=_RECORD, intro=_FOLLOWED,
        headings={"n_hits": Note("命中", "hits")},
    )  # fmt: skip
    controls = Panel(
        "controls", "heat", asked, title=Note("与相近而未发出的日子对照", "Against like days without a flag"), sheet="-", columns=_CONTROLS,
        intro=_MATCHED,
    )  # fmt: skip
    forecast = Panel(
        "forecast", "heat", asked, title=Note("作为预报", "As a forecast"), sheet="-", columns=_FORECAST, intro=_AS_FORECAST,
    )  # fmt: skip
    reliability = Panel(
        "reliability", "heat-reliability", asked, title=Note("预报与实际", "Forecast and fact"),
        empty=Note("没有可比的预报。", "There is no forecast to compare."),
    )  # fmt: skip
    panels = [filled(desk, history, state)]
    if not panels[0].refusal:
        panels += [filled(desk, panel, state) for panel in (record, controls, forecast, reliability)]
    rows = panels[1].result.data.to_dicts() if panels[1:] and panels[1].result else []
    cards = [card for row in rows for card in (_reading(row, state), _rule(row, state), _verdict(row, state))]
    return {
        "one": one, "panels": [_quiet(panel) if place in (2, 3) else panel for place, panel in enumerate(panels)], "cards": cards,
        "as_of": rows[0]["date"] if rows else None, "level": state.text("level"), "definition": one.definition.text(state.lang),
    }  # fmt: skip


def _quiet(panel: Filled) -> Filled:
    """A panel of the same answer as another one does not repeat its remarks."""
    return replace(panel, remarks=())


def _reading(row: Mapping[str, Any], state: State) -> Card:
    """Where a signal stands now."""
    percentile = row["percentile"]
    place = state.say("历史太短，没有分位", "too short a history for a percentile")
    if percentile is not None:
        share = display(percentile, Unit.RATIO, state.lang, digits=0)
        place = state.say(f"高于自身历史的 {share}", f"above {share} of its own history")
    return Card(
        gauge(row["signal"]).title.text(state.lang), _value(row["value"], row["unit"], state), f"{row['date']} · {place}",
        link=state.here(signal=row["signal"]),
    )  # fmt: skip


def _rule(row: Mapping[str, Any], state: State) -> Card:
    fires = state.say("已发出", "fires") if row["flag"] else state.say("未发出", "does not fire")
    level = _value(row["fires_at"], row["unit"], state)
    return Card(state.say("现在", "Now"), fires, state.say(f"发出线 {level}", f"the rule fires at {level}"))


def _verdict(row: Mapping[str, Any], state: State) -> Card:
    """What its record says, in words."""
    said = say_verdict(row["verdict"], row["n_episodes"]).text(state.lang)
    if row["hit_rate"] is None or row["base_rate"] is None:
        return Card(state.say("战绩", "Record"), said)
    hits, base = (display(row[name], Unit.RATIO, state.lang, digits=0) for name in ("hit_rate", "base_rate"))
    return Card(state.say("战绩", "Record"), said, state.say(f"命中 {hits}，基准 {base}", f"hits {hits}, base {base}"))


def _value(value: float | None, unit: str, state: State) -> str:
    """A reading in the unit of its signal; an index without a unit with two decimals."""
    if value is None:
        return "—"
    if not unit:
        return f"{value:,.2f}"
    return display(value, Unit.RATIO if unit == "1" else parse_unit(unit), state.lang)


HEAT: Final = Page("heat", "/heat", Note("热度", "Heat"), build)
