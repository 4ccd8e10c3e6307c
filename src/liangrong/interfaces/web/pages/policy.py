"""Policy: rules as they might be beside the rules as they are; open contracts and new ones apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from liangrong.core.results import Note
from liangrong.core.units import Unit, display
from liangrong.interfaces.web.books import Shelf
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.pages.cascade import MOST_ACCOUNTS
from liangrong.interfaces.web.pages.page import Page
from liangrong.interfaces.web.panels import Cell, Column, Filled, Panel, filled
from liangrong.interfaces.web.state import State

__all__ = ["POLICY"]

_VERB: Final = "stress-policy"
_FIELDS: Final = ("policy_1", "policy_2", "policy_3")
_MARGIN_RATIO: Final = "financing_margin_ratio"
_A_TENTH: Final = Decimal("0.1")
_GROUPS: Final = {
    "existing": Note("存量账户：政策生效当天", "Open accounts, on the day it begins"),
    "new": Note("新合约：此后开立的", "New contracts, opened from then on"),
    "run_off": Note("新旧更替：此后各月", "From old to new, in the months after"),
}
_INTROS: Final = {
    "existing": Note(
        "账簿里的账户按各政策重新计算。新老划断时，已开立的合约保留原保证金比例；各线、折算率与集中度对所有账户生效。",
        "The accounts of the book under each policy. Open contracts keep their margin ratio unless the policy reaches them; lines, conversion "
        "ratios and caps hold for every account.",
    ),
    "new": Note(
        "以现金全额作保证金满仓买入主板股票的账户：能借多少，跌多少触及各线。",
        "An account that is all-in on cash in a stock of the main board: how much it may borrow, and at which fall it meets each line.",
    ),
    "run_off": Note(
        "旧合约偿还、新合约开立，多少融资余额已按新比例；只对改变保证金比例的政策有意义。",
        "As old contracts are repaid and new ones opened: how much of the balance is under the new ratio. Only where a policy changes it.",
    ),
}
_TIMES: Final = ("financing_per_yuan", "exposure_leverage")
"""Ratios that people read as a multiple."""


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """The three groups of measures, each a table with a column for each policy."""
    shelf = Shelf.of(desk, state, optional="book" in state.given)
    presets = list(_presets(desk, state))
    asked = [state.text(name) for name in _FIELDS]
    if not any(asked):
        asked = [text for text, _ in presets[: len(_FIELDS) - 1]] + [""]
    shown = {
        "shelf": shelf,
        "books": shelf.choices(state, none=state.say("不用账簿，只看新合约", "No book: new contracts only")),
        "fields": list(zip(_FIELDS, asked, strict=True)),
        "presets": presets,
        "refusal": _refusal(shelf, state),
        "panels": [],
    }
    if shown["refusal"]:
        return shown
    given: dict[str, str | tuple[str, ...]] = {"policies": tuple(filter(None, asked))}
    if shelf.chosen:
        given["book"] = shelf.chosen
    if not desk.is_worked_out(_VERB, given, state.lang):
        return {**shown, "under_way": state.here()}
    first, *others = _GROUPS if shelf.chosen else ("new",)
    compared = filled(desk, Panel(first, _VERB, given, title=_GROUPS[first], intro=_INTROS[first]), state)
    if compared.result is None:
        return {**shown, "panels": [compared]}
    panels = [_table(compared, first, state)]
    for group in others:
        panel = Panel(group, _VERB, given, title=_GROUPS[group], intro=_INTROS[group], sheet="-")
        panels.append(replace(_table(filled(desk, panel, state), group, state), remarks=()))
    return {**shown, "panels": panels}


def _refusal(shelf: Shelf, state: State) -> str:
    if shelf.accounts <= MOST_ACCOUNTS:
        return ""
    return state.say(
        f"这本账簿有 {shelf.accounts:,} 户；网页至多计算 {MOST_ACCOUNTS:,} 户。请用命令行：liangrong stress policy，或不选账簿只看新合约。",
        f"This book has {shelf.accounts:,} accounts; a page works with at most {MOST_ACCOUNTS:,}. Use the command line, liangrong stress "
        "policy, or choose no book and see new contracts alone.",
    )


def _presets(desk: Desk, state: State) -> Iterator[tuple[str, str]]:
    """Policies that a click or a key gives: the text and what it means; every number is one of the rulebook, or a tenth from it."""
    ratios = _values(desk, _MARGIN_RATIO, state)
    now, earlier = ratios[-1], [each for each in dict(ratios[::-1]).items() if each[0] != ratios[-1][0]]
    for value, since in earlier:
        name = state.say(f"比例 {_percent(value)}", f"ratio {_percent(value)}")
        yield _preset(name, f"{_MARGIN_RATIO}={_percent(value)}", state.say(f"融资保证金比例恢复为 {since} 起的 {_percent(value)}，新老划断",
                      f"the margin ratio as from {since}, {_percent(value)}; open contracts keep theirs"))  # fmt: skip
        every = state.say(f"比例 {_percent(value)} 全部", f"ratio {_percent(value)} for all")
        yield _preset(every, f"{_MARGIN_RATIO}={_percent(value)}, reach=all", state.say(f"同上，存量合约一并适用（现行 {_percent(now[0])}）",
                      f"the same, open contracts included (now {_percent(now[0])})"))  # fmt: skip
    call = _values(desk, "call_line", state)[-1][0] + _A_TENTH
    yield _preset(state.say("追保线上调", "higher call line"), f"call_line={_percent(call)}",
                  state.say(f"追保线提高 10 个百分点至 {_percent(call)}", f"the call line ten points higher, {_percent(call)}"))  # fmt: skip
    yield _preset(state.say("科创板停融资", "no STAR financing"), "no_financing=board:star",
                  state.say("科创板股票不得再融资买入", "nothing of the STAR Market may be bought on financing any more"))  # fmt: skip


def _preset(name: str, changes: str, meaning: str) -> tuple[str, str]:
    return f"{name}: {changes}", meaning


def _values(desk: Desk, parameter: str, state: State) -> list[tuple[Decimal, Any]]:
    """The values that a parameter has had on the main boards, and since when."""
    rows = desk.ask("rule-timeline", {"name": parameter}, state.lang).data.iter_rows(named=True)
    return [
        (Decimal(str(row["value"])), row["date"])
        for row in rows
        if row["parameter"] == parameter and row["value"] is not None and "SSE" in row["venues"]
    ]


def _percent(value: Decimal) -> str:
    return f"{value:.0%}"


def _table(answer: Filled, group: str, state: State) -> Filled:
    """A row for each measure of a group, a column for each policy; what differs from today with its difference."""
    assert answer.result is not None
    rows = [row for row in answer.result.data.iter_rows(named=True) if row["group"] == group]
    policies = list(dict.fromkeys(row["policy_name"] for row in rows))
    measures: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        measures.setdefault(row[f"title_{state.lang}"], []).append(row)
    columns = (
        Column(state.say("指标", "Measure"), "left", wraps=True),
        *(Column(state.say("现行规则", "As they are") if name == "today" else name, "right", wraps=False) for name in policies),
    )
    told = tuple(
        (Cell(f"{title[:1].upper()}{title[1:]}"), *(_cell(row, state) for row in cells))
        for title, cells in measures.items()
        if any(row["value"] is not None for row in cells)
    )
    return replace(answer, columns=columns, rows=told, more=0, facts="")


def _cell(row: Mapping[str, Any], state: State) -> Cell:
    value, today = row["value"], row["value_today"]
    if value is None:
        return Cell("—")
    text = _told(value, row, state)
    if today is None or value == today:
        return Cell(text)
    change = value - today
    return Cell(f"{text} ({'+' if change > 0 else '−'}{_told(abs(change), row, state, difference=True)})")


def _told(value: Decimal, row: Mapping[str, Any], state: State, *, difference: bool = False) -> str:
    match row["unit"]:
        case "元":
            return display(value, Unit.YUAN, state.lang)
        case "户":
            return f"{value:,.0f}"
        case "sessions":
            return f"{value:.0f}"
    if row["measure"] in _TIMES:
        return f"{value:.2f}"
    return display(value, Unit.PERCENTAGE_POINT if difference else Unit.RATIO, state.lang, digits=1)


POLICY: Final = Page("policy", "/policy", Note("政策", "Policy"), build)
