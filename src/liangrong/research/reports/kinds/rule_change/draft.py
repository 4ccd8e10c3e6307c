"""A policy event as findings: the change, an account worked out before and after, contracts spared, the market around it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final

import polars as pl

from liangrong.core.errors import BeyondCalendar, NoData, UnknownName
from liangrong.core.results import Note
from liangrong.core.units import Unit
from liangrong.market.snapshot import MarketSnapshot
from liangrong.research.charts.leverage import Mark
from liangrong.research.reports.drawings import trend
from liangrong.research.reports.findings import Finding, Grade
from liangrong.research.reports.gathering import cell, charted, text
from liangrong.research.reports.inquiry import Inquiry, number
from liangrong.research.reports.kinds.rule_change.effects import Held, Limit, held_margins, limits
from liangrong.research.reports.phrases import Pair
from liangrong.research.reports.report import Draft, Drawing
from liangrong.research.reports.wording import label
from liangrong.research.tables.labels import word
from liangrong.rules.differences import Change, changes
from liangrong.rules.events import Confidence, PolicyEvent, events
from liangrong.rules.rulebook import Rulebook, Ruling
from liangrong.rules.wording import say

__all__ = ["chosen_event", "rule_change"]

_TOTAL: Final = "margin_trading_balance"
_AFTER: Final = (5, 20, 60)
"""Sessions after the change at which the market is looked at."""
_AROUND: Final = 120
"""Sessions before the change that the chart shows."""
_RULEBOOK: Final = ("rulebook",)
_CONFIDENCE: Final[dict[Confidence, Pair]] = {
    "H": ("高：有原文或两处来源", "high: the text or two sources"),
    "M": ("中：一处间接来源", "medium: one indirect source"),
    "L": ("低：有争议或凭记忆", "low: disputed or from memory"),
}
_SIDES: Final[dict[str, Pair]] = {"financing": ("融资买入", "Financing buys"), "short": ("融券卖出", "Short sales")}
_INVESTORS: Final[dict[str, Pair]] = {
    "general": ("一般投资者", "general investors"),
    "private_fund": ("私募证券投资基金", "private funds"),
}
_CONTRACTS: Final[dict[str, Pair]] = {"financing": ("融资合约", "Financing contract"), "short": ("融券合约", "Short contract")}
_CASES: Final[dict[str, Pair]] = {
    "kept": ("此前开立", "opened before"),
    "agreed": ("此前开立、双方约定调整", "opened before, lower ratio agreed"),
    "rolled": ("此前开立、当日展期", "opened before, rolled over on the day"),
    "new": ("当日开立", "opened on the day"),
}
_EVERYBODY: Final[Pair] = ("各类投资者", "all investors")
_REACH: Final[dict[str, Pair]] = {
    "all": ("全部合约", "all contracts"),
    "new_contracts": ("新开合约", "new contracts"),
    "new_and_agreed": ("新开合约与双方约定调整的合约", "new contracts and those that broker and client agree to adjust"),
    "new_and_rollovers": ("新开合约与展期合约", "new contracts and rollovers"),
    "new_lending": ("新的转融通出借", "new loans of the refinancing company"),
}
_ROLLOVERS: Final[dict[str, Pair]] = {
    "keep": ("沿用原取值", "keeps the old value"),
    "adopt": ("改用新取值", "adopts the new value"),
    "by_agreement": ("可由双方约定", "by agreement"),
}
_NOTHING_CHANGED: Final = Note(
    "规则库中没有一个参数在这一天改变取值", "no parameter of the rulebook changed its value on this day"
)
_NO_EFFECT: Final = Note(
    "这一事件没有改变融资或融券的保证金比例，账户的上限不变",
    "this event changed neither the financing nor the short margin ratio, so the limits of an account stay as they were",
)


def chosen_event(name: str | None, on: date | None, day: date) -> PolicyEvent:
    """The event by name, by its day, or the last one up to ``day``.

    Raises
    ------
    UnknownName
        No event is called so.
    NoData
        No event came into force on that day.
    """
    known = events()
    if name is not None:
        found = next((event for event in known if event.event == name), None)
        if found is None:
            raise UnknownName(kind="event", kind_zh="事件", name=name, known=", ".join(event.event for event in known))
        return found
    if on is not None:
        found = next((event for event in known if event.date == on), None)
        if found is None:
            nearest = min((event.date for event in known), key=lambda other: abs((other - on).days))
            raise NoData(what="policy event", what_zh="政策事件", where=on, nearest=nearest)
        return found
    past = [event for event in known if event.date <= day]
    if not past:
        raise NoData(what="policy event", what_zh="政策事件", where=f"… {day}", nearest=known[0].date)
    return past[-1]


def rule_change(snapshot: MarketSnapshot, event: PolicyEvent, *, capital: Decimal) -> Draft:
    """Ask what an event changed and what it does to an account.

    Parameters
    ----------
    capital
        Cash of the account, 元.
    """
    ask = Inquiry(snapshot, snapshot.as_of.as_of)
    book = Rulebook.load()
    names: dict[str, Pair] = {}
    _headline(ask, event, capital)
    before = _session_before(ask, event.date)
    changed = changes(book, before, event.date)
    _changes(ask, changed, names)
    _effects(ask, limits(book, before, event.date, capital), event.date, capital, names)
    _contracts(ask, tuple(held_margins(book, before, event.date, capital)), event.date, names)
    drawings = _around(ask, event, names)
    return Draft(tuple(ask.findings.values()), names, drawings, tuple(sorted({*ask.sources, *_RULEBOOK})), tuple(ask.notes))


def _headline(ask: Inquiry, event: PolicyEvent, capital: Decimal) -> None:
    grade: Grade = "suspect" if event.confidence == "L" else "published"
    day = event.date
    ask.add(Finding("as_of", "as_of", "market", ask.day, ask.day, grade="published"))
    ask.add(text("event", event.title_zh, event.title_en, day=day, source=_RULEBOOK, grade=grade))
    ask.add(Finding("event.date", "policy_event", "market", day, day, source=_RULEBOOK, grade=grade))
    ask.add(text("event.reach", *_REACH[event.applies_to], day=day, source=_RULEBOOK))
    ask.add(text("event.citation", event.citation, event.citation, day=day, source=_RULEBOOK))
    ask.add(text("event.confidence", *_CONFIDENCE[event.confidence], day=day, source=_RULEBOOK))
    ask.add(Finding("capital", "capital", "account", None, capital, Unit.YUAN, "assumed", grade="computed"))


def _session_before(ask: Inquiry, day: date) -> date:
    try:
        return ask.snapshot.calendar.previous(day)
    except BeyondCalendar:
        return date.fromordinal(day.toordinal() - 1)


def _changes(ask: Inquiry, found: Sequence[Change], names: dict[str, Pair]) -> None:
    if not found:
        ask.unknown("changes", "policy_event", _NOTHING_CHANGED)
    book = Rulebook.load()
    for change in found:
        new = change.new
        row = f"{new.parameter}.{new.key}" if new.key else new.parameter
        at = f"changes/{row}"
        parameter = book.parameters[new.parameter]
        key = _INVESTORS.get(new.key) or _both("asset_class", new.key) if new.key else ("", "")
        names[at] = (
            f"{parameter.title_zh}{f'（{key[0]}）' if new.key else ''}",
            f"{parameter.title_en}{f' ({key[1]})' if new.key else ''}",
        )
        for name, ruling in (("before", change.old), ("after", new)):
            if ruling is not None:
                ask.add(_ruled(f"{at}/{name}", ruling, change.on))
        ask.add(text(f"{at}/venues", "、".join(label(venue, "zh") for venue in change.venues), ", ".join(change.venues),
                     day=change.on, source=_RULEBOOK))  # fmt: skip
        ask.add(
            text(f"{at}/reach", *_REACH.get(new.applies_to, (new.applies_to, new.applies_to)), day=change.on, source=_RULEBOOK)
        )
        ask.add(
            text(
                f"{at}/rollover",
                *_ROLLOVERS.get(new.on_rollover, (new.on_rollover, new.on_rollover)),
                day=change.on,
                source=_RULEBOOK,
            )
        )
        ask.add(text(f"{at}/citation", new.citation, new.citation, day=change.on, source=_RULEBOOK))


def _ruled(key: str, ruling: Ruling, day: date) -> Finding:
    """A value of the book: a ratio or an amount as a number, everything else in words."""
    units = {"ratio": Unit.RATIO, "per_year": Unit.RATIO, "yuan": Unit.YUAN}
    if ruling.unit in units and isinstance(ruling.value, Decimal | int) and not isinstance(ruling.value, bool):
        return Finding(
            key, ruling.parameter, "rulebook", day, Decimal(ruling.value), units[ruling.unit], source=_RULEBOOK, grade="published"
        )
    return text(key, say(ruling.value, ruling.unit, "zh"), say(ruling.value, ruling.unit, "en"), day=day, source=_RULEBOOK)


def _effects(ask: Inquiry, found: Sequence[Limit], day: date, capital: Decimal, names: dict[str, Pair]) -> None:
    moved = [limit for limit in found if limit.before != limit.after]
    if not moved:
        ask.unknown("effects", "policy_event", _NO_EFFECT)
    else:
        cell(
            ask,
            "effects.any",
            "policy_event",
            value=True,
            unit=None,
            day=day,
            source=_RULEBOOK,
            formula="a limit of an account of cash moved",
        )
    for limit in moved:
        others = [other for other in moved if other.side == limit.side and other.investor != limit.investor]
        alike = any((other.before, other.after) == (limit.before, limit.after) for other in others)
        if alike and limit.investor != "general":
            continue
        row = f"{limit.side}.{limit.investor}"
        at, side, who = f"effects/{row}", _SIDES[limit.side], _EVERYBODY if alike else _INVESTORS[limit.investor]
        names[at] = (f"{side[0]}（{who[0]}）", f"{side[1]} ({who[1]})")
        order = f"largest {limit.side} order of an account of cash, exact account engine"
        none = Note("此前没有适用的规则", "no rule was in force")
        ask.add(text(f"{at}/name", *names[at], day=day))
        tell = partial(cell, ask, source=_RULEBOOK, day=day, scope="account")
        tell(f"{at}/capital", "capital", capital, Unit.YUAN, formula="assumed")
        tell(f"{at}/before", "capacity", limit.before, Unit.YUAN, formula=order, reason=none)
        tell(f"{at}/after", "capacity", limit.after, Unit.YUAN, formula=order, reason=none)
        tell(f"{at}/ratio_before", f"{limit.side}_margin_ratio", limit.ratio_before, Unit.RATIO, grade="published", reason=none)
        tell(f"{at}/ratio_after", f"{limit.side}_margin_ratio", limit.ratio_after, Unit.RATIO, grade="published", reason=none)
        if limit.before is not None and limit.after is not None and limit.before:
            tell(f"{at}/change", "capacity", limit.after - limit.before, Unit.YUAN, formula="after - before")
            tell(
                f"{at}/change_ratio", "capacity", float(limit.after / limit.before) - 1, Unit.RATIO, formula="after / before - 1"
            )


def _contracts(ask: Inquiry, found: Sequence[Held], day: date, names: dict[str, Pair]) -> None:
    for side in ("financing", "short"):
        own = {held.case: held for held in found if held.side == side}
        moved = f"effects/{side}.general/after" in ask.findings or f"effects/{side}.private_fund/after" in ask.findings
        if not moved or "kept" not in own or "new" not in own:
            continue
        spared = own["kept"].ratio != own["new"].ratio
        cell(ask, f"contracts.{side}.spared", "margin_ratio", spared, None, day=day, source=_RULEBOOK, grade="published",
             formula=f"{side}_margin_ratio of an older contract differs from that of a new one")  # fmt: skip
        for case, held in own.items():
            if case == "agreed" and held.ratio == own["kept"].ratio:
                continue
            at = f"contracts/{side}.{case}"
            zh, en = _CONTRACTS[side], _CASES[case]
            names[at] = (f"{zh[0]}：{en[0]}", f"{zh[1]}, {en[1]}")
            tell = partial(cell, ask, source=_RULEBOOK, day=day, scope="account")
            tell(f"{at}/ratio", f"{side}_margin_ratio", held.ratio, Unit.RATIO, grade="published")
            tell(f"{at}/margin", "margin_used", held.margin, Unit.YUAN, formula="contract * margin ratio, exact account engine")
            tell(
                f"{at}/left",
                "available_margin",
                held.left,
                Unit.YUAN,
                formula="available margin beside as much cash as the contract",
            )


def _around(ask: Inquiry, event: PolicyEvent, names: dict[str, Pair]) -> dict[str, Drawing]:
    """The market's balance before the change and some sessions after; what came after is not said to follow from it."""
    calendar = ask.snapshot.calendar
    try:
        before = calendar.previous(event.date)
        days = {"before": before} | {str(n): calendar.offset(calendar.on_or_after(event.date), n - 1) for n in _AFTER}
        start = calendar.offset(before, -_AROUND)
    except BeyondCalendar as error:
        ask.unknown("around", _TOTAL, Note(error.message("zh").rstrip("。"), error.message("en").rstrip(".")), unit=Unit.YUAN)
        return {}
    base = ask.level("around/before/total", _TOTAL, day=before)
    names["around/before"] = ("之前一个交易日", "the session before")
    for name, day in days.items():
        at = f"around/{name}"
        if name != "before":
            sessions = int(name)
            names[at] = (f"实施后第 {sessions} 个交易日", f"session {sessions} under the new rule")
            if day > ask.day:
                continue
            level = ask.level(f"{at}/total", _TOTAL, day=day)
            known = level.value is not None and base.value is not None
            ratio = float(number(level) / number(base)) - 1 if known else None
            ask.computed(f"{at}/change", _TOTAL, ratio, Unit.RATIO, f"{_TOTAL} / {_TOTAL} of {before} - 1", level, base, day=day)
        cell(ask, f"{at}/date", "session", day, None, day=day, grade="published")
    rows = charted(ask, "around", (_TOTAL,), start=start, by="month").get(_TOTAL)
    if rows is None:
        return {}
    until = rows.filter(pl.col("date") <= days[str(_AFTER[-1])])
    return {"around": trend(_TOTAL, until, [Mark(event.date, event.date.isoformat())])}


def _both(column: str, value: str) -> Pair:
    return word(column, value, "zh"), word(column, value, "en")
