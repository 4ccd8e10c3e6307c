"""Where a balance stands and what moved it: level, windows, peak, percentile, parts, rules in force, dated decrees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final

from liangrong.analytics.records import record_state
from liangrong.analytics.series import Series
from liangrong.analytics.totals import BSE_START
from liangrong.core.errors import BeyondCalendar, NotKnown, RuleNotInForce
from liangrong.core.results import Note
from liangrong.core.units import Unit
from liangrong.research.reports.findings import Finding, Grade
from liangrong.research.reports.gathering import cell, remember, text
from liangrong.research.reports.inquiry import Inquiry, number
from liangrong.research.reports.kinds.deep.subject import Subject
from liangrong.research.reports.phrases import Pair
from liangrong.research.reports.questions import percentile
from liangrong.rules.events import PolicyEvent
from liangrong.rules.rulebook import Rulebook

__all__ = ["driven_by", "key_figures", "level_of", "marked_by", "windows"]

_WINDOWS: Final = (5, 20, 60, 250)
_AFTER: Final = 20
"""Sessions after a decree at which the balance is looked at again."""
_DECREES: Final = 14
"""So many decrees, the last ones, are told."""
_TOTAL: Final = "margin_trading_balance"


def level_of(ask: Inquiry, subject: Subject) -> None:
    """The level of the session, without which there is no report.

    Raises
    ------
    NoData
        It is not known.
    """
    ask.add(Finding("as_of", "as_of", "market", ask.day, ask.day, grade="published"))
    ask.add(text("subject", subject.zh, subject.en))
    level = ask.level("level", subject.measure)
    if level.value is None:
        found = ask.series(subject.measure)
        if isinstance(found, Series):
            raise found.no_data(ask.day)
        raise NotKnown(reason=f"{found.en}.", reason_zh=f"{found.zh}。")


def windows(ask: Inquiry, subject: Subject, names: dict[str, Pair]) -> None:
    """How far it moved over a few windows and since the year began."""
    calendar, level = ask.snapshot.calendar, ask.findings["level"]
    starts: dict[str, date] = {"day": calendar.previous(ask.day)}
    starts |= {str(n): calendar.offset(ask.day, -n) for n in _WINDOWS}
    starts["ytd"] = calendar.previous(date(ask.day.year, 1, 1))
    named = {"day": ("较上一交易日", "against the session before"), "ytd": ("年初至今", "year to date")}
    for name, start in starts.items():
        at = f"windows/{name}"
        names[at] = named.get(name, (f"近 {name} 个交易日", f"{name} sessions"))
        base = ask.level(f"{at}/base", subject.measure, day=start)
        known = base.value is not None
        gain = number(level) - number(base) if known else None
        ratio = float(number(level) / number(base)) - 1 if known and number(base) else None
        how = f"{subject.measure} / {subject.measure} of {start} - 1"
        cell(ask, f"{at}/start", "session", start, None, day=start, grade="published")
        ask.computed(
            f"{at}/gain", subject.measure, gain, Unit.YUAN, f"{subject.measure} - {subject.measure} of {start}", level, base
        )
        ask.computed(f"{at}/ratio", subject.measure, ratio, Unit.RATIO, how, level, base)


def key_figures(ask: Inquiry, subject: Subject) -> None:
    """The peak, the percentile in ten years, the share of the total, the ratio to the float cap."""
    level = ask.findings["level"]

    def state() -> None:
        answer = record_state(ask.snapshot, subject.measure, start=ask.day)
        row = answer.data.row(0, named=True)
        if row["date"] != ask.day:
            return
        grade: Grade = "bounded" if row["status"] == "bounded" else "computed"
        made = partial(ask.computed, grade=grade)
        made("record", subject.measure, row["is_record"], None, f"{subject.measure} strictly above every session before", level)
        made("peak", subject.measure, row["high"], Unit.YUAN, f"highest {subject.measure} so far", level, day=row["high_date"])
        made("from_peak", subject.measure, row["to_high"], Unit.RATIO, f"{subject.measure} / its peak - 1", level)
        remember(ask, answer)

    ask.attempt({"record": None, "peak": Unit.YUAN, "from_peak": Unit.RATIO}, subject.measure, state)
    percentile(ask, "percentile", subject.measure, level)
    if subject.measure != _TOTAL:
        total = ask.level("total", _TOTAL)
        share = float(number(level) / number(total)) if total.value is not None and number(total) else None
        ask.computed("share", subject.measure, share, Unit.RATIO, f"{subject.measure} / {_TOTAL}", level, total)
    ask.level("over_float", subject.over_float, since=ask.day)
    if subject.side == "short":
        ask.level("quantity", "short_quantity")
        _quantity_and_price(ask)
    else:
        ask.level("buys", "financing_buy_amount", since=ask.day)
        ask.level("maintenance", "average_maintenance_ratio")


def driven_by(ask: Inquiry, subject: Subject, names: dict[str, Pair]) -> None:
    """What each exchange contributed to the move of the year, and the margin ratios in force."""
    start = ask.snapshot.calendar.previous(date(ask.day.year, 1, 1))
    moved = ask.findings["windows/ytd/gain"]
    named = {"SSE": ("上交所", "SSE"), "SZSE": ("深交所", "SZSE"), "BSE": ("北交所", "BSE")}
    for exchange in ("SSE", "SZSE", *(["BSE"] if ask.day >= BSE_START else [])):
        at, scope = f"exchanges/{exchange}", f"exchange:{exchange}"
        names[at] = named[exchange]
        level = ask.level(f"{at}/level", subject.measure, scope, since=start)
        base = _aside(ask, subject.measure, start, scope)
        known = level.value is not None and base.value is not None
        gain = number(level) - number(base) if known else None
        change = ask.computed(
            f"{at}/gain", subject.measure, gain, Unit.YUAN, f"{subject.measure} - that of {start}", level, base, scope=scope
        )
        whole = number(moved) if moved.value is not None else Decimal(0)
        part = float(number(change) / whole) if change.value is not None and whole else None
        if part is not None:
            ask.computed(
                f"{at}/part", subject.measure, part, Unit.RATIO, "change / change of the market", change, moved, scope=scope
            )
    rules = Rulebook.load().at(ask.day)
    sides = {"short": ("short",), "financing": ("financing",), "both": ("financing", "short")}[subject.side]
    for side in sides:
        parameter = Rulebook.load().parameters[f"{side}_margin_ratio"]
        for key in parameter.keys or (None,):
            try:
                ruling = rules.ruling(parameter.name, key=key)
            except RuleNotInForce:
                continue
            at = f"rules/{parameter.name}{f'.{key}' if key else ''}"
            who = {"general": ("一般投资者", "general"), "private_fund": ("私募基金", "private funds")}.get(key or "", ("", ""))
            names[at] = (
                parameter.title_zh + (f"·{who[0]}" if who[0] else ""),
                parameter.title_en + (f" · {who[1]}" if who[1] else ""),
            )
            source = ("rulebook",)
            cell(
                ask,
                f"{at}/value",
                parameter.name,
                ruling.value,
                Unit.RATIO,
                day=ruling.since,
                source=source,
                grade="published",
                scope="rulebook",
            )
            cell(
                ask,
                f"{at}/since",
                parameter.name,
                ruling.since,
                None,
                day=ruling.since,
                source=source,
                grade="published",
                scope="rulebook",
            )
            ask.add(text(f"{at}/citation", ruling.citation, ruling.citation, day=ruling.since, source=source))


def marked_by(ask: Inquiry, subject: Subject, found: Sequence[PolicyEvent], names: dict[str, Pair]) -> tuple[PolicyEvent, ...]:
    """The dated decrees, with the balance on the session before each and its move over the sessions after.

    Returns
    -------
    tuple[PolicyEvent, ...]
        Those that are told, in the order of their numbers.
    """
    told = tuple(event for event in found if event.date <= ask.day)[-_DECREES:]
    rows = ask.rows(subject.measure)
    levels = dict(zip(rows["date"].to_list(), rows["value"].to_list(), strict=True))
    found_series = ask.series(subject.measure)
    source = found_series.sources if isinstance(found_series, Series) else ()
    calendar = ask.snapshot.calendar
    for place, event in enumerate(told, start=1):
        at = f"timeline/{place}"
        names[at] = (str(place), str(place))
        grade: Grade = "suspect" if event.confidence == "L" else "published"
        cell(ask, f"{at}/date", "policy_event", event.date, None, day=event.date, source=("rulebook",), grade=grade)
        ask.add(text(f"{at}/title", event.title_zh, event.title_en, day=event.date, source=("rulebook",), grade=grade))
        try:
            before, after = calendar.previous(event.date), calendar.offset(calendar.on_or_after(event.date), _AFTER - 1)
        except BeyondCalendar:
            continue
        base, then = levels.get(before), levels.get(after) if after <= ask.day else None
        none = Note(f"没有 {before} 的余额", f"the balance of {before} is not known")
        cell(ask, f"{at}/before", subject.measure, base, Unit.YUAN, day=before, source=source, reason=none)
        if base and then is not None:
            ratio = float(Decimal(str(then)) / Decimal(str(base))) - 1
            cell(ask, f"{at}/after", subject.measure, ratio, Unit.RATIO, day=after, source=source,
                 formula=f"{subject.measure} {_AFTER} sessions into the rule / that before - 1", sessions=_AFTER)  # fmt: skip
    if told:
        cell(ask, "timeline.after", "policy_event", _AFTER, Unit.COUNT, formula="sessions after a decree", grade="published")
        cell(ask, "timeline.count", "policy_event", len(told), Unit.COUNT, formula="decrees listed", source=("rulebook",))
    return told


def _quantity_and_price(ask: Inquiry) -> None:
    """The short balance split: how far the quantity moved this year, and the rest, which is prices and the mix of securities."""
    start = ask.snapshot.calendar.previous(date(ask.day.year, 1, 1))
    now, base = ask.findings["quantity"], _aside(ask, "short_quantity", start)
    moved = ask.findings["windows/ytd/ratio"]
    known = now.value is not None and base.value is not None and number(base) != 0
    ratio = float(number(now) / number(base)) - 1 if known else None
    quantity = ask.computed(
        "quantity.ytd", "short_quantity", ratio, Unit.RATIO, f"short_quantity / that of {start} - 1", now, base
    )
    rest = None
    if quantity.value is not None and moved.value is not None:
        rest = float((1 + number(moved)) / (1 + number(quantity))) - 1
    ask.computed(
        "price_effect",
        "short_balance",
        rest,
        Unit.RATIO,
        "(1 + change of balance) / (1 + change of quantity) - 1",
        quantity,
        moved,
    )


def _aside(ask: Inquiry, measure: str, day: date, scope: str = "market") -> Finding:
    """A level that is only an input."""
    key = f"aside.{measure}.{scope}"
    level = ask.level(key, measure, scope, day=day)
    del ask.findings[key]
    return level
