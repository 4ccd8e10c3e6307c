"""In which stocks and industries a balance is, and which margin facts stood before their last move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

import polars as pl

from liangrong.analytics.detail import detail_rows
from liangrong.analytics.names import with_names
from liangrong.analytics.rotation.balances import balances
from liangrong.analytics.rotation.shares import concentration
from liangrong.analytics.scopes import MARKET
from liangrong.analytics.securities.english import english_name
from liangrong.analytics.shorts.futures import futures_basis
from liangrong.analytics.shorts.industries import industries_on
from liangrong.analytics.structure.groups import FUNDS
from liangrong.analytics.studies.attribution.explanation import explained_move
from liangrong.core.errors import NoData, NotKnown, UsageError
from liangrong.core.results import Note
from liangrong.core.units import Unit
from liangrong.research.reports.drawings import bars
from liangrong.research.reports.gathering import cell, gaps_as_notes, rounded, text
from liangrong.research.reports.inquiry import Inquiry
from liangrong.research.reports.kinds.deep.subject import Subject
from liangrong.research.reports.phrases import Pair
from liangrong.research.reports.report import Drawing
from liangrong.research.tables.labels import word

__all__ = ["explained", "hedges", "held_in", "industries_in"]

_TOP: Final = 12
"""Stocks in the table."""
_PORTRAIT: Final = 50
"""Stocks in the portrait."""
_INDUSTRIES: Final = 8
_LEADERS: Final = 5
_EXPLAINED: Final = 6
_NO_FACTS: Final = Note(
    "这些个股前一交易日的两融数字没有入库，因此不作归因",
    "no margin figures of the session before are stored for these stocks, so nothing is attributed",
)
_NO_VALUATION: Final = Note(
    "库中没有市盈率、市净率等估值数据", "the store holds no valuations such as price-earnings or price-book ratios"
)


def industries_in(ask: Inquiry, subject: Subject, names: dict[str, Pair]) -> Drawing | None:
    """The balance by industry and how concentrated it is; a drawing of the bars, or nothing."""
    try:
        found = balances(ask.snapshot, "sw1", [(ask.day, ask.day)], measure=subject.measure)
    except (NotKnown, UsageError) as error:
        for key in ("industries", "industries.top"):
            gaps_as_notes(ask, key, subject.measure, error)
        return None
    ask.sources |= set(found.sources)
    stocks = found.mapped.filter(pl.col("group_name") != FUNDS)
    whole = float(stocks["value"].cast(pl.Float64).sum())
    state = concentration(stocks, top=_LEADERS).row(0, named=True)
    tell = partial(cell, ask, source=found.sources)
    tell(
        "industries.top",
        subject.measure,
        state["top_share"],
        Unit.RATIO,
        formula=f"the {_LEADERS} largest industries / all classified stocks",
        leaders=_LEADERS,
    )
    tell("industries.hhi", subject.measure, rounded(state["herfindahl"]), None, formula="sum of squared shares of industries")
    rows = stocks.sort("value", descending=True).head(_INDUSTRIES)
    for row in rows.iter_rows(named=True):
        name = row["group_name"]
        at = f"industries/{name}"
        names[at] = (word("group_name", name, "zh"), word("group_name", name, "en"))
        tell(f"{at}/level", subject.measure, row["value"], Unit.YUAN, formula=f"sum of {subject.measure} over the industry")
        tell(
            f"{at}/share",
            subject.measure,
            float(row["value"]) / whole if whole else None,
            Unit.RATIO,
            formula="industry / all classified stocks",
        )
    drawn = [(names[f"industries/{row['group_name']}"], float(row["value"])) for row in rows.iter_rows(named=True)]
    return bars((subject.zh, subject.en), drawn)


def held_in(ask: Inquiry, subject: Subject, names: dict[str, Pair]) -> tuple[str, ...]:
    """The stocks with the most of it, and what they have in common.

    Returns
    -------
    tuple[str, ...]
        Codes of the first, most of it first.
    """
    detail = detail_rows(ask.snapshot, MARKET, ask.day, ask.day, (subject.measure,))
    try:
        if detail.is_empty():
            stored = ask.snapshot.table("margin_detail", end=ask.day)["trade_date"].max()
            raise NoData(what="whole margin detail", what_zh="完整的逐证券明细", where=ask.day, nearest=stored or "—")
        industries = industries_on(ask.snapshot, ask.day)
    except (NotKnown, UsageError) as error:
        for key in ("names", "portrait"):
            gaps_as_notes(ask, key, subject.measure, error)
        return ()
    stocks = detail.join(industries, on="security_id", how="inner").filter(pl.col(subject.measure) > 0)
    caps = ask.snapshot.table("caps", start=ask.day, end=ask.day).select("security_id", "float_cap")
    ordered = with_names(ask.snapshot, stocks.sort([subject.measure, "security_id"], descending=[True, False])).join(
        caps, on="security_id", how="left", maintain_order="left"
    )
    sources = tuple(sorted(detail["source"].unique().to_list()))
    ask.sources |= set(sources)
    tell = partial(cell, ask, source=sources)
    for place, row in enumerate(ordered.head(_TOP).iter_rows(named=True), start=1):
        code = row["security_id"]
        at = f"names/{code}"
        label = row["name"] or code
        names[at] = names[code] = (f"{label}（{code}）", f"{english_name(code, label) or label} ({code})")
        tell(f"{at}/rank", subject.measure, place, Unit.COUNT, formula=f"order of {subject.measure} among stocks", scope=code)
        ask.add(
            text(
                f"{at}/industry",
                word("group_name", row["industry"], "zh"),
                word("group_name", row["industry"], "en"),
                source=sources,
            )
        )
        tell(f"{at}/level", subject.measure, row[subject.measure], Unit.YUAN, scope=code, grade="published")
        if row["float_cap"]:
            tell(f"{at}/over_float", subject.over_float, float(row[subject.measure] / row["float_cap"]), Unit.RATIO, scope=code,
                 formula=f"{subject.measure} / float_cap")  # fmt: skip
    _portrait(ask, subject, ordered, sources, names)
    return tuple(ordered["security_id"].head(_EXPLAINED).to_list())


def explained(ask: Inquiry, codes: Sequence[str], names: dict[str, Pair]) -> None:
    """The move of each stock on the session, and how many margin facts of the evening before are known, and stood."""
    if not codes:
        ask.unknown(
            "moves", "return", Note("没有当日逐证券明细，无从选出个股", "without the day's detail there are no names to explain")
        )
    for code in codes:
        try:
            found = explained_move(ask.snapshot, code, ask.day)
        except (NotKnown, UsageError) as error:
            gaps_as_notes(ask, f"moves/{code}/return", "return", error, unit=Unit.RATIO)
            continue
        ask.sources |= set(found.source)
        rows, first = found.data, found.data.row(0, named=True)
        if code not in names:
            names[code] = (code, code)
        tell = partial(cell, ask, source=found.source, scope=code)
        tell(f"moves/{code}/return", "return", first["return"], Unit.RATIO, formula="close / previous close - 1")
        tell(
            f"moves/{code}/sigma",
            "return",
            rounded(first["standard_deviations"], 2),
            None,
            formula="return / deviation of its own 60 sessions before",
        )
        known = rows.filter(pl.col("state") != "not_known")
        stood = known.filter(pl.col("state") == "stood")
        tell(
            f"moves/{code}/known",
            "margin_fact",
            known.height,
            Unit.COUNT,
            formula="margin facts of the session before that are known",
        )
        tell(
            f"moves/{code}/stood",
            "margin_fact",
            stood.height,
            Unit.COUNT,
            formula="margin facts of the session before that stood",
        )
        told = [word("fact", fact, "zh") for fact in stood["fact"]], [word("fact", fact, "en") for fact in stood["fact"]]
        if told[0]:
            ask.add(text(f"moves/{code}/facts", "、".join(told[0]), ", ".join(told[1]), source=found.source))
    counted = {part: sum(_counts(ask, part)) for part in ("known", "stood")}
    if not counted["known"]:
        if codes:
            ask.unknown("moves.facts", "margin_fact", _NO_FACTS)
        return
    for part, count in counted.items():
        cell(ask, f"moves.{part}", "margin_fact", count, Unit.COUNT, formula=f"margin facts of the session before, {part}")


def _counts(ask: Inquiry, part: str) -> Iterator[int]:
    for key, finding in ask.findings.items():
        if key.startswith("moves/") and key.endswith(f"/{part}") and isinstance(finding.value, int):
            yield finding.value


def hedges(ask: Inquiry) -> None:
    """Index futures, the hedge that remains: the basis where it is stored."""
    try:
        found = futures_basis(ask.snapshot, start=ask.day)
    except (NotKnown, UsageError) as error:
        gaps_as_notes(ask, "futures", "futures_basis", error)
        return
    ask.sources |= set(found.source)
    cell(
        ask,
        "futures",
        "futures_basis",
        found.data.height,
        Unit.COUNT,
        formula="contracts with a basis on the day",
        source=found.source,
    )


def _portrait(ask: Inquiry, subject: Subject, ordered: pl.DataFrame, sources: tuple[str, ...], names: dict[str, Pair]) -> None:
    """The first stocks together: how much of all they hold, in which industries they are, how large; valuations are not stored."""
    first = ordered.head(_PORTRAIT)
    whole = float(ordered[subject.measure].cast(pl.Float64).sum())
    tell = partial(cell, ask, source=sources)
    tell("portrait.count", subject.measure, first.height, Unit.COUNT, formula="stocks in the portrait")
    held = float(first[subject.measure].cast(pl.Float64).sum())
    tell(
        "portrait.share",
        subject.measure,
        held / whole if whole else None,
        Unit.RATIO,
        formula="their balance / that of all stocks",
    )
    leaders = float(ordered[subject.measure].head(_LEADERS).cast(pl.Float64).sum())
    tell(
        "names.top",
        subject.measure,
        leaders / whole if whole else None,
        Unit.RATIO,
        formula="the largest stocks / all stocks",
        leaders=_LEADERS,
    )
    groups = first.group_by("industry", maintain_order=True).agg(
        pl.len().alias("count"), pl.col(subject.measure).sum().alias("level")
    )
    for row in groups.sort(["count", "level"], descending=True).head(_LEADERS).iter_rows(named=True):
        at = f"portrait/{row['industry']}"
        names[at] = (word("group_name", row["industry"], "zh"), word("group_name", row["industry"], "en"))
        tell(f"{at}/count", subject.measure, row["count"], Unit.COUNT, formula="stocks of the portrait in the industry")
        tell(f"{at}/level", subject.measure, row["level"], Unit.YUAN, formula=f"their {subject.measure}")
    sizes = first["float_cap"].drop_nulls()
    if sizes.len() == first.height:
        tell("portrait.size", "float_cap", sizes.sort()[sizes.len() // 2], Unit.YUAN, formula="median float cap")
    else:
        ask.unknown(
            "portrait.size",
            "float_cap",
            Note(f"库中没有 {ask.day} 个股的流通市值", f"no float caps of {ask.day} are stored"),
            unit=Unit.YUAN,
        )
    ask.unknown("portrait.valuation", "valuation", _NO_VALUATION)
