"""Where the balance is and where financing went on a session, and the earlier peak beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any, Final

import polars as pl

from liangrong.analytics.measures import MEASURES
from liangrong.analytics.reference_peaks import REFERENCE_PEAKS
from liangrong.analytics.rotation.balances import balances
from liangrong.analytics.rotation.shares import concentration
from liangrong.analytics.securities.english import english_name
from liangrong.analytics.series import Series
from liangrong.analytics.structure.flows import flows
from liangrong.analytics.structure.groups import FUNDS
from liangrong.analytics.structure.league import league
from liangrong.analytics.totals import BSE_START
from liangrong.core.errors import Lang, NotKnown, UsageError
from liangrong.core.units import Unit
from liangrong.market.snapshot import MarketSnapshot
from liangrong.research.charts.leverage import Mark
from liangrong.research.charts.structure import flows_chart
from liangrong.research.reports.drawings import trend
from liangrong.research.reports.findings import Finding, Grade
from liangrong.research.reports.gathering import cell, charted, gaps_as_notes, remember, rounded
from liangrong.research.reports.inquiry import Inquiry, number
from liangrong.research.reports.phrases import Pair
from liangrong.research.reports.report import Draft, Drawing
from liangrong.research.tables.labels import word

__all__ = ["structure"]

_TOTAL: Final = "margin_trading_balance"
_FINANCING: Final = "financing_balance"
_PEAK: Final = "2015"
_TOP: Final = 5
_INDUSTRIES: Final = 12
_DRAWN: Final = ("group", "funds", "unclassified")
_THEN_AND_NOW: Final = (
    _TOTAL, _FINANCING, "short_balance", f"{_TOTAL}_to_float_cap", f"{_FINANCING}_to_float_cap", "financing_buy_amount",
    "financing_buy_to_turnover", "average_maintenance_ratio",
)  # fmt: skip
_SIDES: Final = (("top", "inflows"), ("bottom", "outflows"))


def structure(snapshot: MarketSnapshot) -> Draft:
    """Ask where the balance is.

    Raises
    ------
    NotKnown
        The total of the session is not known.
    """
    ask = Inquiry(snapshot, snapshot.as_of.as_of)
    names: dict[str, Pair] = {}
    drawings: dict[str, Drawing] = {}
    ask.add(Finding("as_of", "as_of", "market", ask.day, ask.day, grade="published"))
    total = ask.level("total", _TOTAL)
    if total.value is None:
        found = ask.series(_TOTAL)
        if isinstance(found, Series):
            raise found.no_data(ask.day)
        raise NotKnown(reason=f"{found.en}.", reason_zh=f"{found.zh}。")
    _exchanges(ask, total, names)
    for key, by, most in (("boards", "board", None), ("industries", "sw1", _INDUSTRIES)):
        drawn = _groups(ask, key, by, names, most)
        if drawn is not None:
            drawings[key] = drawn
    _concentration(ask)
    _league(ask, names)
    _then_and_now(ask, names)
    _groups_then(ask, names)
    rows = charted(ask, "balance", (_TOTAL,)).get(_TOTAL)
    if rows is not None:
        peak = REFERENCE_PEAKS[_PEAK]
        drawings["balance"] = trend(_TOTAL, rows, [Mark(peak, peak.isoformat())] if peak <= ask.day else [])
    return Draft(tuple(ask.findings.values()), names, drawings, tuple(sorted(ask.sources)), tuple(dict.fromkeys(ask.notes)))


def _exchanges(ask: Inquiry, total: Finding, names: dict[str, Pair]) -> None:
    before = ask.snapshot.calendar.previous(ask.day)
    named = {"SSE": ("上交所", "SSE"), "SZSE": ("深交所", "SZSE"), "BSE": ("北交所", "BSE")}
    for exchange in ("SSE", "SZSE", *(["BSE"] if ask.day >= BSE_START else [])):
        at, scope = f"exchanges/{exchange}", f"exchange:{exchange}"
        names[at] = named[exchange]
        level = ask.level(f"{at}/level", _TOTAL, scope, since=before)
        base = ask.level(f"{at}/base", _TOTAL, scope, day=before, since=before)
        known = level.value is not None
        share = float(number(level) / number(total)) if known and number(total) else None
        ask.computed(
            f"{at}/share", _TOTAL, share, Unit.RATIO, "total of the exchange / total of the market", level, total, scope=scope
        )
        gain = number(level) - number(base) if known and base.value is not None else None
        ask.computed(f"{at}/gain", _TOTAL, gain, Unit.YUAN, "total - that of the session before", level, base, scope=scope)


def _groups(ask: Inquiry, key: str, by: str, names: dict[str, Pair], most: int | None) -> Drawing | None:
    """The financing balance and the day's net financing of each group, the largest balance first."""
    try:
        found = flows(ask.snapshot, by, start=ask.day, end=ask.day)
    except (NotKnown, UsageError) as error:
        gaps_as_notes(ask, key, _FINANCING, error)
        return None
    remember(ask, found)
    rows = found.data.filter(pl.col("part").is_in(_DRAWN), pl.col("end_balance").is_not_null())
    whole = float(rows["end_balance"].cast(pl.Float64).sum())
    ordered = rows.sort(["end_balance", "group_name"], descending=[True, False])
    tell = partial(cell, ask, source=found.source)
    for row in ordered.head(most or ordered.height).iter_rows(named=True):
        at = f"{key}/{row['group_name']}"
        names[at] = _group(row["group_name"])
        grade: Grade = "suspect" if row["quality"] == "suspect" else "computed"
        tell(f"{at}/level", _FINANCING, row["end_balance"], Unit.YUAN, formula="sum of the securities", grade=grade)
        tell(
            f"{at}/share",
            _FINANCING,
            float(row["end_balance"]) / whole if whole else None,
            Unit.RATIO,
            formula="group / all groups",
        )
        tell(
            f"{at}/net",
            "net_financing_purchase",
            row["net_financing"],
            Unit.YUAN,
            formula="financing buys - repayments, or the difference of balances",
            grade=grade,
        )
        if row["securities"] is not None:
            tell(f"{at}/count", _FINANCING, row["securities"], Unit.COUNT, formula="securities with a balance or a flow")
    tell(f"{key}.count", _FINANCING, ordered.height, Unit.COUNT, formula="groups")
    return partial(_flows, found.data)


def _concentration(ask: Inquiry) -> None:
    try:
        found = balances(ask.snapshot, "sw1", [(ask.day, ask.day)], measure=_FINANCING)
    except (NotKnown, UsageError) as error:
        gaps_as_notes(ask, "industries.top", _FINANCING, error, unit=Unit.RATIO)
        return
    row = concentration(found.mapped.filter(pl.col("group_name") != FUNDS), top=_TOP).row(0, named=True)
    tell = partial(cell, ask, source=found.sources)
    tell(
        "industries.top",
        _FINANCING,
        row["top_share"],
        Unit.RATIO,
        formula=f"the {_TOP} largest industries / all classified stocks",
        leaders=_TOP,
    )
    tell("industries.hhi", _FINANCING, rounded(row["herfindahl"]), None, formula="sum of squared shares of industries")
    tell("industries.effective", _FINANCING, rounded(row["effective_groups"], 1), None, formula="1 / sum of squared shares")


def _league(ask: Inquiry, names: dict[str, Pair]) -> None:
    """The stocks that took in most and gave up most."""
    try:
        found = league(ask.snapshot, "security", start=ask.day, end=ask.day, top=_TOP)
    except (NotKnown, UsageError) as error:
        gaps_as_notes(ask, "league", "net_financing_purchase", error)
        return
    remember(ask, found)
    for side, key in _SIDES:
        for row in found.data.filter(pl.col("side") == side).iter_rows(named=True):
            code = row["group_name"]
            label = row["name"] or code
            names[code] = (f"{label}（{code}）", f"{english_name(code, label) or label} ({code})")
            tell = partial(cell, ask, source=found.source, scope=code)
            tell(
                f"{key}/{code}/net",
                "net_financing_purchase",
                row["net_financing"],
                Unit.YUAN,
                formula="financing buys - repayments",
            )
            tell(f"{key}/{code}/buys", "financing_buy_amount", row["financing_buy_amount"], Unit.YUAN, grade="published")
            tell(f"{key}/{code}/level", _FINANCING, row["end_balance"], Unit.YUAN, grade="published")


def _then_and_now(ask: Inquiry, names: dict[str, Pair]) -> None:
    """Levels and ratios at the reference peak and on the session."""
    peak = REFERENCE_PEAKS[_PEAK]
    cell(ask, "peak_day", "session", peak, None, day=peak, formula=f"peak of {_PEAK}", grade="published")
    for measure in _THEN_AND_NOW:
        at, entry = f"then/{measure}", MEASURES[measure]
        names[at] = (entry.zh, f"{entry.en[0].upper()}{entry.en[1:]}")
        then, now = ask.level(f"{at}/then", measure, day=peak), ask.level(f"{at}/now", measure)
        if then.value is not None and now.value is not None and number(then):
            ask.computed(f"{at}/times", measure, float(number(now) / number(then)) - 1, Unit.RATIO, "now / then - 1", then, now)


def _groups_then(ask: Inquiry, names: dict[str, Pair]) -> None:
    """Shares of boards and industries at the peak and now, where the detail of both days is whole."""
    peak = REFERENCE_PEAKS[_PEAK]
    for key, by in (("boards_then", "board"), ("industries_then", "sw1")):
        try:
            found = balances(ask.snapshot, by, [(peak, peak), (ask.day, ask.day)], measure=_FINANCING)
        except (NotKnown, UsageError) as error:
            gaps_as_notes(ask, key, _FINANCING, error)
            continue
        for row in _shares(found.frame, peak, ask.day):
            at = f"{key}/{row['group_name']}"
            names[at] = _group(row["group_name"])
            tell = partial(cell, ask, source=found.sources, formula="group / all groups")
            tell(f"{at}/then", _FINANCING, row["then"], Unit.RATIO, day=peak)
            tell(f"{at}/now", _FINANCING, row["now"], Unit.RATIO)
            if row["then"] is not None and row["now"] is not None:
                tell(f"{at}/points", _FINANCING, row["now"] - row["then"], Unit.PERCENTAGE_POINT)


def _shares(frame: pl.DataFrame, then: date, now: date) -> Iterable[Mapping[str, Any]]:
    value = pl.col("value").cast(pl.Float64)
    shares = frame.with_columns(share=value / value.sum().over("date"))
    wide = shares.filter(pl.col("date") == now).select("group_name", now="share").join(
        shares.filter(pl.col("date") == then).select("group_name", then="share"), on="group_name", how="full", coalesce=True
    )  # fmt: skip
    return wide.sort(["now", "group_name"], descending=[True, False], nulls_last=True).iter_rows(named=True)


def _flows(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    return flows_chart(rows, lang=lang, width=width, note=note)


def _group(name: str) -> Pair:
    return word("group_name", name, "zh"), word("group_name", name, "en")
