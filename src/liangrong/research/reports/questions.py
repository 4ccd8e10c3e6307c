"""The questions of the leverage brief, one function each, in the order in which a reader asks them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import polars as pl

from liangrong.analytics.crossings import first_crossing
from liangrong.analytics.distribution import standing
from liangrong.analytics.measures import MEASURES
from liangrong.analytics.records import record_state
from liangrong.analytics.records import records as record_rows
from liangrong.analytics.reference_peaks import against_peak
from liangrong.analytics.series import Series
from liangrong.analytics.totals import BSE_START, HISTORY_START
from liangrong.core.errors import NotKnown
from liangrong.core.results import Note, Result
from liangrong.core.units import Unit
from liangrong.research.reports.findings import Finding, Grade
from liangrong.research.reports.inquiry import Inquiry, number
from liangrong.rules.events import PolicyEvent

__all__ = [
    "CHARTED", "PERCENTILE_YEARS", "activity", "balances", "data_quality", "exchanges", "growth", "milestones", "percentile", "policy",
    "record_days", "records", "safety", "short_side", "size", "year_ends", "years_before",
]  # fmt: skip

TOTAL: Final = "margin_trading_balance"
LEVELS: Final = {"total": TOTAL, "financing": "financing_balance", "short": "short_balance"}
SHARE: Final = "financing_buy_to_turnover"
MAINTENANCE: Final = "average_maintenance_ratio"
CHARTED: Final = (TOTAL, "financing_balance", "short_balance", SHARE, MAINTENANCE)

REFERENCE_PEAK: Final = "2015"
"""The leverage peak that readers compare with, by its name in ``analytics.reference_peaks``."""
ROUND_STEP: Final = Decimal(10) ** 11
"""Round thresholds are multiples of 1,000 亿元, the steps in which the press counts."""
GROWTH_SESSIONS: Final = (5, 20, 60)
PERCENTILE_YEARS: Final = 10
MARKET_INDEX: Final = "000985.SH"
"""中证全指: the market's turnover, the denominator of ``financing_buy_to_turnover``."""


def balances(ask: Inquiry) -> None:
    """Levels, day changes and what each part contributed to the change of the total."""
    before = ask.snapshot.calendar.previous(ask.day)
    for key, measure in LEVELS.items():
        level = ask.level(key, measure)
        if key == "total" and level.value is None:
            found = ask.series(measure)
            raise found.no_data(ask.day) if isinstance(found, Series) else _nothing(ask)
        previous = _aside(ask, measure, before)
        change = _difference(ask, f"{key}.change", measure, level, previous, f"{measure} - previous session's")
        _quotient(ask, f"{key}.change_ratio", measure, change, previous, f"change of {measure} / previous session's")
    total = ask.findings["total.change"]
    for key in ("financing", "short"):
        change = ask.findings[f"{key}.change"]
        _quotient(ask, f"{key}.contribution", LEVELS[key], change, total, f"change of {LEVELS[key]} / change of {TOTAL}")


def records(ask: Inquiry) -> None:
    """Record or not, the streak, the peak and the drawdown from it."""
    for key, measure in LEVELS.items():
        fields: dict[str, tuple[str, Unit | None, str]] = {
            "record": ("is_record", None, f"{measure} strictly above every session before"),
            "streak": ("streak", Unit.COUNT, f"consecutive sessions with a record of {measure}"),
            "peak": ("high", Unit.YUAN, f"highest {measure} so far"),
            "peak_date": ("high_date", None, f"session of the highest {measure} so far"),
            "drawdown": ("to_high", Unit.RATIO, f"{measure} / its peak - 1"),
        }

        def state(key: str = key, measure: str = measure, fields: dict[str, tuple[str, Unit | None, str]] = fields) -> None:
            answer = record_state(ask.snapshot, measure, start=ask.day)
            row = answer.data.row(0, named=True)
            if row["date"] != ask.day:
                return
            grade: Grade = "bounded" if row["status"] == "bounded" else "computed"
            for name, (column, unit, formula) in fields.items():
                day = row["high_date"] if name == "peak" else ask.day
                level = ask.findings[key]
                ask.computed(f"{key}.{name}", measure, row[column], unit, formula, level, day=day, grade=grade)
            _remember(ask, answer)

        ask.attempt({f"{key}.{name}": unit for name, (_, unit, _) in fields.items()}, measure, state)
    if ask.findings["total.record"].value is None:
        _record_since(ask)


def exchanges(ask: Inquiry) -> None:
    """The total of each exchange, its share and its part of the change."""
    before = ask.snapshot.calendar.previous(ask.day)
    total, change_of_total = ask.findings["total"], ask.findings["total.change"]
    for name in ("SSE", "SZSE", *(["BSE"] if ask.day >= BSE_START else [])):
        scope = f"exchange:{name}"
        level = ask.level(name, TOTAL, scope, since=before)
        previous = _aside(ask, TOTAL, before, scope, since=before)
        change = _difference(ask, f"{name}.change", TOTAL, level, previous, f"{TOTAL} - previous session's", scope)
        _quotient(ask, f"{name}.share", TOTAL, level, total, f"{TOTAL} of {name} / {TOTAL} of the market", scope)
        _quotient(ask, f"{name}.contribution", TOTAL, change, change_of_total, f"change of {name} / change of the market", scope)


def milestones(ask: Inquiry) -> None:
    """Distance to the reference peak and to the round thresholds around the balance."""
    total = ask.findings["total"]
    told: dict[str, Any] = {"year": REFERENCE_PEAK}
    keys = {
        "reference_peak": Unit.YUAN,
        "reference_peak.distance": Unit.YUAN,
        "reference_peak.distance_ratio": Unit.RATIO,
        "reference_peak.first_above": None,
    }

    def compare() -> None:
        answer = against_peak(ask.snapshot, TOTAL, peak=REFERENCE_PEAK)
        row = answer.data.row(0, named=True)
        grade: Grade = "bounded" if row["status"] == "bounded" else "computed"
        peak = f"{TOTAL} of {row['peak_date']}"
        ask.computed("reference_peak", TOTAL, row["peak_value"], Unit.YUAN, peak, total, day=row["peak_date"], **told)
        ask.computed("reference_peak.distance", TOTAL, row["difference"], Unit.YUAN, f"{TOTAL} - {peak}", total)
        ask.computed("reference_peak.distance_ratio", TOTAL, row["to_peak"] - 1, Unit.RATIO, f"{TOTAL} / {peak} - 1", total)
        first = row["first_above"]
        if first is not None:
            formula = f"first session after the peak with more than {peak}"
            ask.computed("reference_peak.first_above", TOTAL, first, None, formula, total, day=first, grade=grade)
        _remember(ask, answer)

    ask.attempt(keys, TOTAL, compare, **told)
    _thresholds(ask, total)


def growth(ask: Inquiry) -> None:
    """Growth of the total and of financing over a few windows and since the year began."""
    calendar = ask.snapshot.calendar
    starts = {str(n): (calendar.offset(ask.day, -n), n) for n in GROWTH_SESSIONS}
    last_year = calendar.previous(date(ask.day.year, 1, 1))
    starts["ytd"] = (last_year, calendar.count(last_year, ask.day))
    for name, (start, sessions) in starts.items():
        for key, suffix in (("total", ""), ("financing", ".financing")):
            measure = LEVELS[key]
            level, base = ask.findings[key], _aside(ask, measure, start)
            known = level.value is not None and base.value is not None
            ratio = float(number(level) / number(base)) - 1 if known and number(base) else None
            gain = number(level) - number(base) if known else None
            told: dict[str, Any] = {"sessions": sessions, "from": start}
            ask.computed(
                f"growth.{name}{suffix}", measure, ratio, Unit.RATIO, f"{measure} / {measure} of {start} - 1", level, base, **told
            )
            gained = "gain" if not suffix else "financing_gain"
            ask.computed(
                f"growth.{name}.{gained}", measure, gain, Unit.YUAN, f"{measure} - {measure} of {start}", level, base, **told
            )


def activity(ask: Inquiry) -> None:
    """Financing buys, the turnover they are part of, their share and its percentile."""
    ask.level("buys", "financing_buy_amount", since=ask.day)
    quotes = ask.snapshot.table("index_quotes", start=ask.day, keys={"security_id": [MARKET_INDEX]})
    turnover = quotes.filter(pl.col("trade_date") == ask.day, pl.col("turnover").is_not_null())
    if turnover.is_empty():
        reason = Note(
            f"没有 {ask.day} 的中证全指（{MARKET_INDEX}）成交额", f"the turnover of {MARKET_INDEX} on {ask.day} is not stored"
        )
        ask.unknown("turnover", "turnover", reason, scope=f"index:{MARKET_INDEX}", unit=Unit.YUAN)
    else:
        row = turnover.row(0, named=True)
        ask.sources.add(row["source"])
        source, known_at = (row["source"],), ask.snapshot.as_of.known_at
        ask.add(
            Finding(
                "turnover",
                "turnover",
                f"index:{MARKET_INDEX}",
                ask.day,
                row["turnover"],
                Unit.YUAN,
                "",
                source,
                known_at,
                "published",
            )
        )
    share = ask.level("buys.share", SHARE)
    percentile(ask, "buys.percentile", SHARE, share)


def short_side(ask: Inquiry) -> None:
    """The short balance against the total, quantities and the day's net sales."""
    _quotient(ask, "short.share", "short_balance", ask.findings["short"], ask.findings["total"], f"short_balance / {TOTAL}")
    ask.level("short_quantity", "short_quantity", since=ask.day)
    ask.level("short_sales", "short_sell_quantity", since=ask.day)
    ask.level("short_sales.net", "net_short_sale_quantity", since=ask.day)


def safety(ask: Inquiry) -> None:
    """The last published average maintenance ratio and where it stands in ten years."""
    rows = ask.rows(MAINTENANCE)
    last = rows["date"][-1] if rows.height else ask.day
    level = ask.level("maintenance", MAINTENANCE, day=last)
    percentile(ask, "maintenance.percentile", MAINTENANCE, level)


def size(ask: Inquiry) -> None:
    """Ratios to market caps, each naming its denominator."""
    ask.level("float_ratio", f"{TOTAL}_to_float_cap", since=ask.day)
    ask.level("financing_float_ratio", "financing_balance_to_float_cap", since=ask.day)
    ask.level("free_float_ratio", f"{TOTAL}_to_free_float_cap", since=ask.day)


def data_quality(ask: Inquiry) -> None:
    """How much of the history is known and how much of it is suspect."""
    rows, total = ask.rows(TOTAL), ask.findings["total"]
    whole = ask.snapshot.calendar.between(HISTORY_START, ask.day)
    ask.computed("sessions", TOTAL, rows.height, Unit.COUNT, f"sessions with {TOTAL} since {HISTORY_START}", total)
    missing = len(set(whole) - set(rows["date"].to_list()))
    ask.computed("gaps", TOTAL, missing, Unit.COUNT, f"sessions without {TOTAL} since {HISTORY_START}", total)
    suspect = rows.filter(pl.col("quality") == "suspect").height
    ask.computed("suspect", TOTAL, suspect, Unit.COUNT, f"sessions whose {TOTAL} failed a check", total)
    for measure in (TOTAL, SHARE):
        found = ask.series(measure)
        ask.notes += found.notes if isinstance(found, Series) else ()


def year_ends(ask: Inquiry) -> None:
    """The last known value of each year, the tables beside the charts."""
    charts = {
        "balance": (TOTAL,),
        "split": ("financing_balance", "short_balance"),
        "activity": (SHARE,),
        "maintenance": (MAINTENANCE,),
    }
    for chart, measures in charts.items():
        for measure in measures:
            found = ask.series(measure)
            if not isinstance(found, Series):
                continue
            for row in (
                found.frame.group_by(pl.col("date").dt.year().alias("year"), maintain_order=True).last().iter_rows(named=True)
            ):
                key, unit = f"series.{chart}.{row['year']}.{measure}", MEASURES[measure].unit
                grade: Grade = "suspect" if row["quality"] == "suspect" else "computed" if row["derived"] else "published"
                known_at = ask.snapshot.as_of.known_at
                ask.add(Finding(key, measure, "market", row["date"], row["value"], unit, "", found.sources, known_at, grade))


def percentile(ask: Inquiry, key: str, measure: str, level: Finding) -> None:
    """The share of the sessions of the last ten years on which the measure stood no higher than now."""
    if level.value is None or level.date is None:
        ask.computed(key, measure, None, Unit.RATIO, "", level, years=PERCENTILE_YEARS)
        return
    calendar = ask.snapshot.calendar
    start = calendar.on_or_after(max(years_before(level.date, PERCENTILE_YEARS), calendar.start))
    first = ask.rows(measure)["date"][0]
    if first > start:
        reason = Note(
            f"{MEASURES[measure].zh}从 {first} 起才有，不足 {PERCENTILE_YEARS} 年",
            f"{MEASURES[measure].en} begins on {first}, less than {PERCENTILE_YEARS} years ago",
        )
        ask.unknown(key, measure, reason, unit=Unit.RATIO, years=PERCENTILE_YEARS)
        return
    row = standing(ask.snapshot, measure, start=start, end=level.date).data.row(0, named=True)
    formula = f"share of sessions since {start} with {measure} at or below today's"
    told = {"years": PERCENTILE_YEARS, "sessions": row["n"]}
    ask.computed(key, measure, row["percentile"], Unit.RATIO, formula, level, day=level.date, **told)


def policy(ask: Inquiry, events: Sequence[PolicyEvent]) -> None:
    """The policy events up to the session, numbered in order."""
    for place, event in enumerate(sorted((e for e in events if e.date <= ask.day), key=lambda e: e.date), start=1):
        told = {"number": place, "en": event.title_en}
        ask.add(
            Finding(f"event.{place}", "policy_event", "market", event.date, event.title_zh, grade="published", parameters=told)
        )


def record_days(ask: Inquiry) -> tuple[date, ...]:
    """The sessions on which the total stood at a record; none when the history cannot tell."""
    try:
        return tuple(record_rows(ask.snapshot, TOTAL).data["date"].to_list())
    except NotKnown:
        return ()


def _record_since(ask: Inquiry) -> None:
    """Where "ever" cannot be answered: whether the total is the highest of the unbroken run of sessions up to today."""
    days = set(ask.rows(TOTAL)["date"].to_list())
    start = ask.day
    while (before := ask.snapshot.calendar.previous(start)) in days:
        start = before
    if start == ask.day:
        return
    rows = ask.rows(TOTAL).filter(pl.col("date").is_between(start, ask.day, closed="left"))
    highest = Decimal(str(rows["value"].max()))
    total = ask.findings["total"]
    ask.computed(
        "total.record_since",
        TOTAL,
        number(total) > highest,
        None,
        f"{TOTAL} above every session since {start}",
        total,
        since=start,
    )


def _thresholds(ask: Inquiry, total: Finding) -> None:
    passed = number(total) // ROUND_STEP * ROUND_STEP
    above = passed + ROUND_STEP
    if passed:
        ask.computed(
            "threshold.passed", TOTAL, passed, Unit.YUAN, "highest multiple of the step at or below", total, step=ROUND_STEP
        )

        def first() -> None:
            answer = first_crossing(ask.snapshot, TOTAL, passed)
            if answer.data.height:
                row = answer.data.row(0, named=True)
                grade: Grade = "bounded" if row["status"] == "bounded" else "computed"
                ask.computed("threshold.passed_on", TOTAL, row["date"], None, "first session at or above after one below", total,
                             day=row["date"], grade=grade)  # fmt: skip
                _remember(ask, answer)

        ask.attempt({"threshold.passed_on": None}, TOTAL, first)
    ask.computed("threshold.next", TOTAL, above, Unit.YUAN, "next multiple of the step", total, step=ROUND_STEP)
    ask.computed("threshold.gap", TOTAL, above - number(total), Unit.YUAN, f"next threshold - {TOTAL}", total)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 02-28 for a leap day."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)


def _aside(ask: Inquiry, measure: str, day: date, scope: str = "market", *, since: date | None = None) -> Finding:
    """A level that is only an input, not a finding of the brief."""
    key = f"{measure}@{day}"
    level = ask.level(key, measure, scope, day=day, since=since)
    del ask.findings[key]
    return level


def _difference(
    ask: Inquiry, key: str, measure: str, left: Finding, right: Finding, formula: str, scope: str = "market"
) -> Finding:
    known = left.value is not None and right.value is not None
    value = number(left) - number(right) if known else None
    return ask.computed(key, measure, value, Unit.YUAN, formula, left, right, scope=scope)


def _quotient(
    ask: Inquiry, key: str, measure: str, top: Finding, bottom: Finding, formula: str, scope: str = "market"
) -> Finding:
    if top.value is not None and bottom.value is not None and number(bottom) == 0:
        reason = Note("分母为零", "the denominator is zero")
        return ask.unknown(key, measure, reason, scope=scope, unit=Unit.RATIO)
    known = top.value is not None and bottom.value is not None
    value = float(number(top) / number(bottom)) if known else None
    return ask.computed(key, measure, value, Unit.RATIO, formula, top, bottom, scope=scope)


def _remember(ask: Inquiry, answer: Result) -> None:
    ask.notes += answer.warnings
    ask.sources |= set(answer.source)


def _nothing(ask: Inquiry) -> NotKnown:
    found = ask.series(TOTAL)
    assert isinstance(found, Note)
    return NotKnown(reason=f"{found.en}.", reason_zh=f"{found.zh}。")
