"""The most crowded stocks of a day, in strict order, with the parts of their composite and what is missing."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from liangrong.analytics.crowding.composite import PARTS, Composite, composite
from liangrong.analytics.crowding.days import check_day, day_notes, float_notes
from liangrong.analytics.crowding.measures import HISTORY, Crowding, measured
from liangrong.analytics.names import with_names
from liangrong.analytics.scopes import in_scope, members, resolve_scope
from liangrong.core.errors import NoData
from liangrong.core.results import Note, Result
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["crowded"]

_MONEY: Final = ("financing_balance", "short_balance", "float_cap")
_NAMED: Final = {
    "financing_balance_to_float_cap": Note("融资余额占流通市值比", "balance over float cap"),
    "financing_growth_20": Note("20 日增长", "growth over 20 sessions"),
    "financing_share_of_turnover_5": Note("5 日买入占成交比", "share of turnover over 5 sessions"),
    "days_to_unwind": Note("平仓天数", "days to unwind"),
}


def crowded(
    snapshot: MarketSnapshot,
    scope: str = "market",
    *,
    day: date,
    top: int,
    participation: float,
    proxy: bool = False,
) -> Result:
    """The ``top`` most crowded stocks of a scope on a day.

    Parameters
    ----------
    scope
        Whose stocks are shown; percentiles are among all stocks of the day.
    day
        A session with margin detail.
    participation
        The part of the turnover that unwinding may take, such as 0.2.
    proxy
        Estimate float caps that are not stored for the day from the nearest snapshot, and mark them derived.

    Returns
    -------
    Result
        ``date, rank, security_id, name, crowding`` (0 to 1), the measures of ``measures.py``, balances in 元, ``*_percentile`` of each
        part, ``missing_parts`` (those that this stock lacks), ``derived``. Strictly ordered: by composite, then by code.

    Raises
    ------
    NoData
        The day has no margin detail, or no part of the composite is known for any stock of the scope.

    Examples
    --------
    >>> from liangrong.simulation.market import SimulatedMarket
    >>> market = SimulatedMarket.generate()
    >>> day = date(2026, 1, 30)
    >>> snapshot = MarketSnapshot.of({name: market.table(name) for name in ("margin_detail", "quotes", "caps")}, day)
    >>> crowded(snapshot, day=day, top=3, participation=0.2).data["rank"].to_list()
    [1, 2, 3]
    """
    check_day(snapshot, day)
    found = measured(snapshot, start=snapshot.calendar.back(day, HISTORY), end=day, participation=participation, proxy=proxy)
    score = composite(found.panel)
    resolved, notes = resolve_scope(snapshot, scope)
    rows = _rows(found, score, day)
    rows = in_scope(rows.rename({"date": "trade_date"}), resolved, members(snapshot, resolved)).rename({"trade_date": "date"})
    ranked = rows.filter(pl.col("crowding").is_not_null()).sort(["crowding", "security_id"], descending=[True, False])
    if ranked.is_empty():
        raise NoData(
            what="crowding of any stock", what_zh="任何股票的拥挤度", where=f"{resolved} on {day}", where_zh=f"{resolved.label('zh')} {day}",
            nearest="none: quotes, caps or earlier detail are missing", nearest_zh="无：缺行情、市值或更早的明细",
        )  # fmt: skip
    ranked = with_names(snapshot, ranked.with_row_index("rank", offset=1).head(top))
    ranked = ranked.with_columns(pl.col("rank").cast(pl.Int64)).select("date", "rank", pl.exclude("date", "rank"))
    view = snapshot.as_of
    return Result(ranked, as_of=view.as_of, known_at=view.known_at, source=found.panel.sources).warn(
        *notes, *day_notes(snapshot, day), *float_notes(snapshot, day, found.value), *_notes(found, score, rows)
    )


def _rows(found: Crowding, score: Composite, day: date) -> pl.DataFrame:
    """One row for each stock that is financed on the day."""
    panel = found.panel
    cells: dict[str, pl.Series] = {
        "security_id": pl.Series(panel.securities, dtype=pl.String),
        "crowding": pl.Series(score.value[-1], nan_to_null=True),
        **{name: pl.Series(values[-1], nan_to_null=True) for name, values in panel.cells.items()},
        **{f"{name}_percentile": pl.Series(values[-1], nan_to_null=True) for name, values in score.parts.items()},
    }
    lacking = [pl.when(pl.col(name).is_null()).then(pl.lit(name)) for name in PARTS]
    estimated = pl.when(pl.Series(found.value.estimated)).then(pl.lit(["float_cap", "financing_balance_to_float_cap"]))
    return (
        pl.DataFrame(cells)
        .with_columns(
            pl.col(_MONEY).round(3).cast(MONEY),
            date=pl.lit(day),
            missing_parts=pl.concat_list(lacking).list.drop_nulls(),
            derived=estimated.otherwise(pl.lit([], dtype=pl.List(pl.String))),
        )
        .filter(pl.col("financing_balance") > 0)
    )


def _notes(found: Crowding, score: Composite, rows: pl.DataFrame) -> list[Note]:
    offered = [name for place, name in enumerate(PARTS) if score.offered[-1, place]]
    absent = [name for name in PARTS if name not in offered]
    listed = {lang: ("、" if lang == "zh" else ", ").join(_NAMED[name].text(lang) for name in offered) for lang in ("zh", "en")}
    notes = [Note(f"拥挤度是下列各项在当日全部融资股票中百分位的等权平均：{listed['zh']}。",
                  f"The composite is the plain mean of percentiles among all financed stocks of the day: {listed['en']}.")]  # fmt: skip
    if absent:
        zh, en = "、".join(_NAMED[name].zh for name in absent), ", ".join(_NAMED[name].en for name in absent)
        notes.append(Note(f"当日缺以下各项，未计入：{zh}。", f"Parts that this day does not have are left out: {en}."))
    notes.append(Note(f"平仓天数按日均成交额（20 日）的 {found.participation:.0%} 计。",
                      f"Days to unwind at {found.participation:.0%} of the mean turnover of 20 sessions."))  # fmt: skip
    unranked = rows["crowding"].null_count()
    if unranked:
        notes.append(Note(f"另有 {unranked} 只股票（有融资余额）缺少他股具备的项，未排名。",
                          f"{unranked} financed stocks lack a part that others have and are not ranked."))  # fmt: skip
    return notes
