"""Ladder: at which fall how much borrowed money reaches the lines and how much must be sold, estimated, and beside it that of a book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

import polars as pl

from liangrong.core.results import Note
from liangrong.core.spelling import parse_number
from liangrong.core.units import Unit, display
from liangrong.interfaces.web.books import Shelf
from liangrong.interfaces.web.cards import Card
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.pages.cascade import MOST_ACCOUNTS
from liangrong.interfaces.web.pages.page import Page
from liangrong.interfaces.web.panels import Cell, Column, Filled, Panel, filled
from liangrong.interfaces.web.scopes import Choices, scope_choices, scope_label
from liangrong.interfaces.web.state import State
from liangrong.research.tables.labels import word
from liangrong.services.ladder import DEFAULT_FALLS

__all__ = ["LADDER"]

_VIEW: Final = ("as_of", "known_at")
_MARKET: Final = "market"
_INDUSTRIES: Final = "industries"
_INDUSTRY: Final = "industry:sw1:"
_SECURITY: Final = "security:"
_USUAL_FALL: Final = "20%"
_ROWS: Final = 60
"""More than there are industries, or rungs."""
_RUNGS: Final = {
    "warning_debt": Note("低于警戒线的负债", "Debt below the warning line"),
    "call_debt": Note("低于追保线的负债", "Debt below the call line"),
    "immediate_debt": Note("低于即时平仓线的负债", "Debt below the immediate line"),
    "forced_sale": Note("须卖出", "Must be sold"),
}
"""Measures of a rung, in the order of the table; those of ``_BANDED`` with their band."""
_BANDED: Final = ("call_debt", "forced_sale")
_NOTHING: Final = 1e-9
_LARGE: Final = Unit.YI_YUAN.size
"""From this balance on amounts stand in 亿元, below in 万元; in English in billions and millions."""
_COSTS: Final = {
    "cost_ratio": Note("平均成本 ÷ 现价", "Mean cost over the price now"),
    "under_water": Note("已亏损的融资占比", "Debt whose purchase has lost"),
    "deep_under_water": Note("亏损超过一成的融资占比", "Debt whose purchase has lost more than a tenth"),
    "mean_age": Note("平均账龄", "Mean age"),
}
_TITLE: Final = Note("平仓阶梯", "The liquidation ladder")
_LADDER_INTRO: Final = Note(
    "所有价格同时下跌到某一档时，多少融资负债会低于各线；“须卖出”是无人补足担保物时为恢复比例必须卖出的金额。各档为累计值。",
    "When all prices have fallen to a rung: how much debt lies below each line, and what must be sold to restore the ratio when nobody "
    "brings cash. Rungs are cumulative: each holds those above it.",
)
_COST_INTRO: Final = Note(
    "未偿还的融资当初是按什么价格买的：成本高于现价越多，离各线越近。",
    "At what prices the open financing was bought: the further cost lies above the price, the nearer the lines.",
)
_INDUSTRY_INTRO: Final = Note(
    "同一跌幅下各申万一级行业的情况，须卖出最多的在前。点击行业看它的整条阶梯。",
    "The Shenwan industries at the same fall, those of which most must be sold first. A name leads to its whole ladder.",
)


_BESIDE_TITLE: Final = Note("估计与账簿，占各自融资余额", "The estimate and the book, as shares of their own balances")
_BESIDE_INTRO: Final = Note(
    "同一跌幅下两件仪器各说什么：左为公开数据的估计，右为逐户计算的账簿。两者余额不同，故以占比相较。",
    "What two instruments say of the same fall: the estimate from public data, and a book counted account by account. Their balances differ, "
    "so shares are compared.",
)
_BOOK_INTRO: Final = Note(
    "逐户计算这本账簿，没有估计，故没有区间。各档为累计值。",
    "Counted account by account: nothing is estimated, so there is no band. Rungs are cumulative.",
)
_COMPARED: Final = {
    "call_debt": Note("低于追保线", "Below the call line"),
    "forced_sale": Note("须卖出", "Must be sold"),
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks for: one ladder, or all industries at one fall."""

    scope: str
    view: Mapping[str, str]
    fall: float

    @property
    def given(self) -> dict[str, str]:
        """Parameters of the verbs."""
        for start, by in ((_INDUSTRY, "industry"), (_SECURITY, "security")):
            if self.scope.startswith(start):
                return {"by": by, "groups": self.scope.removeprefix(start), **self.view}
        return {**({"by": "industry"} if self.scope == _INDUSTRIES else {}), **self.view}


@dataclass(frozen=True, slots=True)
class _Scale:
    """The one unit of all amounts of a table, so that they can be compared."""

    size: Decimal
    symbol: str
    state: State
    banded: bool = True

    @classmethod
    def of(cls, data: pl.DataFrame, state: State) -> _Scale:
        large = data["balance"].max() >= _LARGE  # type: ignore[operator]
        zh = (Unit.YI_YUAN.size, "亿元") if large else (Unit.WAN_YUAN.size, "万元")
        en = (Unit.BILLION_YUAN.size, "CNY bn") if large else (Unit.MILLION_YUAN.size, "CNY m")
        return cls(*(zh if state.zh else en), state)

    @property
    def headings(self) -> list[str]:
        """Of the measures of a rung: the median, and the band where it is shown."""
        found = []
        for measure, title in _RUNGS.items():
            found.append(self.titled(title.text(self.state.lang)))
            if self.banded and measure in _BANDED:
                found.append(self.state.say("区间", "band"))
        return found

    def titled(self, title: str) -> str:
        """A heading with the unit."""
        return f"{title}({self.symbol})" if self.state.zh else f"{title} ({self.symbol})"

    def cells(self, measures: Mapping[str, Mapping[str, Any]]) -> Iterator[Cell]:
        """The measures of a rung."""
        for measure in _RUNGS:
            row = measures[measure]
            yield Cell(self.text(row["median"]))
            if self.banded and measure in _BANDED:
                yield Cell(self.band(row))

    def band(self, row: Mapping[str, Any]) -> str:
        """From the low end to the high one."""
        return "—" if row["low"] is None else f"{self.text(row['low'])} – {self.text(row['high'])}"

    def text(self, amount: Decimal | None) -> str:
        """An amount without its unit."""
        return "—" if amount is None else f"{amount / self.size:,.2f}"

    def with_unit(self, text: str) -> str:
        """An amount that stands alone."""
        if text == "—":
            return text
        currency, _, size = self.symbol.partition(" ")
        return f"{text} {self.symbol}" if self.state.zh else f"{currency} {text} {size}"


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """The figures of one fall, the ladder, what the financing cost; or all industries at one fall."""
    asked = _asked(state)
    shelf = Shelf.of(desk, state, optional=True)
    shown = {
        "asked": asked,
        "shelf": shelf,
        "books": shelf.choices(state, none=state.say("不对照账簿", "No book beside it")),
        "refusal": _refusal(shelf, asked, state),
        "scopes": _scopes(desk, asked, state),
        "scope_name": _scope_name(asked.scope, state),
        "security": asked.scope.removeprefix(_SECURITY) if asked.scope.startswith(_SECURITY) else "",
        "falls": [("", [(_percent(fall), _percent(fall)) for fall in sorted({*DEFAULT_FALLS, asked.fall})])],
        "fall": _percent(asked.fall),
        "cards": [],
        "panels": [],
    }
    if not desk.is_worked_out("ladder", asked.given, state.lang):
        return {**shown, "under_way": state.here()}
    of_book = {**asked.given, "book": shelf.chosen} if shelf.chosen and not shown["refusal"] else None
    if of_book and not desk.is_worked_out("ladder", of_book, state.lang):
        return {**shown, "under_way": state.here()}
    if asked.scope == _INDUSTRIES:
        return {**shown, "panels": [_by_industry(desk, asked, state)]}
    if not desk.is_worked_out("financing-cost", asked.given, state.lang):
        return {**shown, "under_way": state.here()}
    rungs = filled(desk, Panel("rungs", "ladder", asked.given, title=_TITLE, intro=_LADDER_INTRO), state)
    if rungs.result is None:
        return {**shown, "panels": [rungs]}
    costs = _costs(desk, asked, state)
    said_once = replace(costs, remarks=tuple(each for each in costs.remarks if each not in rungs.remarks))
    beside = _beside(desk, rungs, of_book, shelf, state) if of_book else []
    return {**shown, "cards": _cards(rungs, asked, state), "panels": [*beside[:1], _rungs(rungs, state), *beside[1:], said_once]}


def _beside(desk: Desk, estimate: Filled, given: Mapping[str, str], shelf: Shelf, state: State) -> list[Filled]:
    """The estimate and a book as shares of their balances, and the ladder of the book."""
    title = Note(f"账簿 {shelf.chosen}", f"The book {shelf.chosen}")
    book = filled(desk, Panel("book-rungs", "ladder", given, title=title, intro=_BOOK_INTRO), state)
    if book.result is None:
        return [book]
    table = filled(desk, Panel("beside", "ladder", given, title=_BESIDE_TITLE, sheet="-", intro=_BESIDE_INTRO), state)
    assert estimate.result is not None
    counted = {fall: measures for (fall, _), measures in _by_rung(book.result.data)}
    headings = [state.say("跌幅", "Fall")]
    for name in _COMPARED.values():
        said = name.text(state.lang)
        headings += [
            state.say(f"{said}：估计", f"{said}: estimate"),
            state.say("区间", "band"),
            state.say(f"{said}：账簿", f"{said}: book"),
        ]
    rows = []
    for (fall, _), measures in _by_rung(estimate.result.data):
        cells = [Cell(_percent(fall))]
        for measure in _COMPARED:
            one, other = measures[measure], counted[fall][measure]
            low, high = _share(one, "low"), _share(one, "high")
            cells += [Cell(_share(one, "median")), Cell(f"{low} – {high}"), Cell(_share(other, "median"))]
        rows.append(tuple(cells))
    columns = tuple(Column(heading, "right", wraps=False) for heading in headings)
    dates = state.say(
        f"估计：{estimate.result.as_of} · 账簿：{book.result.as_of}",
        f"estimate: {estimate.result.as_of} · book: {book.result.as_of}",
    )
    return [replace(table, columns=columns, rows=tuple(rows), more=0, facts=dates, remarks=()), _rungs(book, state)]


def _share(row: Mapping[str, Any], end: str) -> str:
    """An amount over the balance; a book without that security has none."""
    return "—" if row[end] is None or not row["balance"] else f"{float(row[end] / row['balance']):.2%}"


def _refusal(shelf: Shelf, asked: _Asked, state: State) -> str:
    """Why a book is not shown beside the estimate; empty where it is."""
    if not shelf.chosen:
        return ""
    command = f"liangrong ladder {shelf.chosen}"
    if asked.scope == _INDUSTRIES:
        return state.say(f"各行业比较不与账簿对照；请选一个行业，或用命令行：{command} --by industry",
                         f"Industries side by side are not set beside a book: choose one, or use the command line: {command} --by industry")  # fmt: skip
    if shelf.accounts > MOST_ACCOUNTS:
        return state.say(
            f"这本账簿有 {shelf.accounts:,} 户；网页至多计算 {MOST_ACCOUNTS:,} 户。请用命令行：{command}",
            f"This book has {shelf.accounts:,} accounts; a page works with at most {MOST_ACCOUNTS:,}. Use the command line: {command}",
        )
    return ""


def _asked(state: State) -> _Asked:
    code = state.text("security")
    scope = f"{_SECURITY}{code}" if code else state.text("scope", _MARKET)
    fall = parse_number(state.text("fall", _USUAL_FALL), "fall")
    assert fall is not None, "a text that is there is read or refused"
    nearest = min(DEFAULT_FALLS, key=lambda rung: abs(rung - float(fall)))
    return _Asked(scope, state.only(*_VIEW), nearest)


def _rungs(answer: Filled, state: State) -> Filled:
    """A row for each fall."""
    assert answer.result is not None
    data = answer.result.data
    has_index = data["index_level"].is_not_null().any()
    scale = replace(_Scale.of(data, state), banded=data["low"].is_not_null().any())
    headings = (state.say("跌幅", "Fall"), *([state.say("指数点位", "Index")] if has_index else []), *scale.headings)
    rows = []
    for (fall, level), measures in _by_rung(data):
        first = [Cell(_percent(fall)), *([Cell(f"{level:,.0f}")] if has_index else [])]
        rows.append((*first, *scale.cells(measures)))
    columns = tuple(Column(heading, "right", wraps=False) for heading in headings)
    return replace(answer, columns=columns, rows=tuple(rows), more=0, facts=_balance(data, state))


def _by_rung(data: pl.DataFrame) -> Iterator[tuple[tuple[float, float | None], dict[str, dict[str, Any]]]]:
    for key, rows in data.group_by(["fall", "index_level"], maintain_order=True):
        yield key, {row["measure"]: row for row in rows.iter_rows(named=True)}


def _costs(desk: Desk, asked: _Asked, state: State) -> Filled:
    """A row for each measure of what was paid."""
    title = Note("融资的成本", "What the financing cost")
    answer = filled(desk, Panel("cost", "financing-cost", asked.given, title=title, sheet="-", intro=_COST_INTRO), state)
    if answer.result is None:
        return answer
    headings = (state.say("指标", "Measure"), state.say("中位估计", "Median"), state.say("区间", "Band"))
    columns = tuple(Column(heading, "left" if place == 0 else "right", wraps=False) for place, heading in enumerate(headings))
    rows = []
    for row in answer.result.data.iter_rows(named=True):
        low, median, high = (_cost(row["measure"], row[end], state) for end in ("low", "median", "high"))
        rows.append((Cell(_COSTS[row["measure"]].text(state.lang)), Cell(median), Cell(f"{low} – {high}")))
    return replace(answer, columns=columns, rows=tuple(rows), more=0, facts="")


def _by_industry(desk: Desk, asked: _Asked, state: State) -> Filled:
    """A row for each industry at the fall asked for."""
    title = Note(f"下跌 {_percent(asked.fall)} 时的各行业", f"Industries after a fall of {_percent(asked.fall)}")
    panel = Panel("industries", "ladder", asked.given, title=title, sheet="-", intro=_INDUSTRY_INTRO, rows=_ROWS)
    answer = filled(desk, panel, state)
    if answer.result is None:
        return answer
    at_fall = answer.result.data.filter((pl.col("fall") - asked.fall).abs() < _NOTHING)
    groups = [
        (group, {row["measure"]: row for row in rows.iter_rows(named=True)})
        for (group,), rows in at_fall.group_by(["group"], maintain_order=True)
    ]
    groups.sort(key=lambda each: _size(each[1]["forced_sale"]), reverse=True)
    scale = _Scale.of(answer.result.data, state)
    headings = (state.say("行业", "Industry"), scale.titled(state.say("融资余额", "Financing balance")), *scale.headings)
    columns = tuple(Column(heading, "left" if place == 0 else "right", wraps=False) for place, heading in enumerate(headings))
    rows = []
    for group, measures in groups:
        name = Cell(word("industry", str(group), state.lang), 0, state.here(scope=f"{_INDUSTRY}{group}"))
        rows.append((name, Cell(scale.text(measures["forced_sale"]["balance"])), *scale.cells(measures)))
    return replace(answer, columns=columns, rows=tuple(rows), more=0, facts="")


def _size(row: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    return row["median"] or Decimal(0), row["high"] or Decimal(0)


def _cards(answer: Filled, asked: _Asked, state: State) -> list[Card]:
    """The rung that is asked for."""
    assert answer.result is not None
    data = answer.result.data
    scale = _Scale.of(data, state)
    level, measures = next((level, found) for (fall, level), found in _by_rung(data) if abs(fall - asked.fall) < _NOTHING)
    first = measures["forced_sale"]
    when = state.say(f"下跌 {_percent(asked.fall)} 时", f"after a fall of {_percent(asked.fall)}")
    cards = [
        Card(state.say("融资余额", "Financing balance"), scale.with_unit(scale.text(first["balance"])), f"{answer.result.as_of}")
    ]
    for measure in _BANDED:
        row = measures[measure]
        known = row["median"] is not None and row["balance"]
        share = display(float(row["median"] / row["balance"]), Unit.RATIO, state.lang, digits=1) if known else "—"
        band = scale.with_unit(scale.band(row))
        title = f"{_RUNGS[measure].text(state.lang)}{state.say('，', ', ')}{when}"
        remark = state.say(f"占余额 {share}；区间 {band}", f"{share} of the balance; band {band}")
        cards.append(Card(title, scale.with_unit(scale.text(row["median"])), remark))
    if level is not None:
        told = state.say(f"{first['index']}，{when}", f"{first['index']}, {when}")
        cards.append(Card(state.say("对应指数", "Index there"), f"{level:,.0f}", told))
    return cards


def _balance(data: pl.DataFrame, state: State) -> str:
    balance, index = data["balance"][0], data["index"][0]
    told = state.say(f"融资余额 {_money(balance, state)}", f"Financing balance {_money(balance, state)}")
    return f"{told} · {state.say('指数', 'index')} {index}" if index else told


def _cost(measure: str, value: float | None, state: State) -> str:
    if value is None:
        return "—"
    if measure == "mean_age":
        return state.say(f"{value:.0f} 个交易日", f"{value:.0f} sessions")
    return f"{value:.3f}" if measure == "cost_ratio" else display(value, Unit.RATIO, state.lang, digits=1)


def _money(value: Any, state: State) -> str:
    return "—" if value is None else display(value, Unit.YUAN, state.lang)


def _percent(fall: float) -> str:
    return f"{fall:.0%}"


def _scopes(desk: Desk, asked: _Asked, state: State) -> Choices:
    """The market, its industries one by one, and all of them at once."""
    industries = [
        options
        for _, options in scope_choices(desk, _MARKET, asked.view, state)
        if options and options[0][0].startswith(_INDUSTRY)
    ]
    first = [(_MARKET, _scope_name(_MARKET, state)), (_INDUSTRIES, _scope_name(_INDUSTRIES, state))]
    known = [value for options in (first, *industries) for value, _ in options]
    if asked.scope not in known and not asked.scope.startswith(_SECURITY):
        first.append((asked.scope, asked.scope))
    return [("", first), *((state.say("申万一级行业", "Shenwan industries"), options) for options in industries)]


def _scope_name(scope: str, state: State) -> str:
    return state.say("各行业比较", "Industries side by side") if scope == _INDUSTRIES else scope_label(scope, state)


LADDER: Final = Page("ladder", "/ladder", Note("阶梯", "Ladder"), build)
