"""A factor freed from what everybody knows: the industry of a name, and its size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.analytics.panels.margin import cap_panel
from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.scopes import industry_spells
from liangrong.analytics.studies.factors.factor import Factor
from liangrong.core.errors import NoData, UnknownName
from liangrong.core.results import Note
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["NEUTRALS", "industries", "neutralised", "residuals"]

NEUTRALS: Final = ("industry", "cap")
"""What a factor can be freed from."""

_LEAST_LEFT: Final = 2
"""A session needs this many more names than the regression has terms."""


def neutralised(snapshot: MarketSnapshot, factor: Factor, against: Sequence[str]) -> Factor:
    """The residual of a regression across names, session by session, on industries (申万 level 1) and log float cap.

    Names without an industry or a cap on the day are left out and counted.

    Raises
    ------
    UnknownName
        ``against`` names something else.
    NoData
        Industries or caps are not stored.
    """
    unknown = [name for name in against if name not in NEUTRALS]
    if unknown:
        raise UnknownName(kind="neutralisation", kind_zh="中性化", name=unknown[0], known=", ".join(NEUTRALS))
    if not against:
        return factor
    groups = industries(snapshot, factor) if "industry" in against else np.zeros(factor.values.shape, dtype=np.int64)
    size = _log_caps(snapshot, factor) if "cap" in against else None
    left = residuals(factor.values, groups, size)
    before, after = (int((~np.isnan(values)).sum()) for values in (factor.values, left))
    if not after:
        raise NoData(
            what="industry and cap" if len(against) > 1 else against[0], what_zh="行业与流通市值",
            where=f"the names of {factor.name}", where_zh=f"{factor.name} 的证券", nearest="none on its days", nearest_zh="其日期内没有",
        )  # fmt: skip
    note = Note(
        f"已对{'、'.join(_ZH[name] for name in against)}作截面中性化；{before - after:,} 个取值因缺行业或市值而未用。",
        f"Neutralised across names against {' and '.join(_EN[name] for name in against)}; {before - after:,} values lack an industry or a cap.",
    )
    return replace(factor, values=left, notes=(*factor.notes, note))


_ZH: Final = {"industry": "申万一级行业", "cap": "对数流通市值"}
_EN: Final = {"industry": "申万 level-1 industries", "cap": "log float cap"}


def residuals(values: Floats, groups: NDArray[np.int64], size: Floats | None = None) -> Floats:
    """Residuals of each row on dummies of ``groups`` and, where given, on ``size``.

    Parameters
    ----------
    groups
        A number for each cell, below 0 where unknown; shaped like ``values``.

    Examples
    --------
    >>> residuals(np.array([[1.0, 3.0, 10.0, 14.0]]), np.array([[0, 0, 1, 1]])).tolist()
    [[-1.0, 1.0, -2.0, 2.0]]
    """
    known = ~np.isnan(values) & (groups >= 0)
    if size is not None:
        known &= ~np.isnan(size)
    count = int(groups.max(initial=0)) + 1
    label = np.where(known, np.arange(len(values))[:, None] * count + groups, len(values) * count)
    left = _within(values, label, known, len(values) * count)
    terms = np.array([len(np.unique(row[sure])) for row, sure in zip(groups, known, strict=True)])
    if size is not None:
        within = _within(size, label, known, len(values) * count)
        spread = (within**2).sum(axis=1)
        slope = np.divide((within * left).sum(axis=1), spread, out=np.zeros(len(values)), where=spread > 0)
        left = left - slope[:, None] * within
        terms = terms + 1
    enough = known.sum(axis=1) >= terms + _LEAST_LEFT
    return np.where(known & enough[:, None], left, np.nan)


def industries(snapshot: MarketSnapshot, factor: Factor) -> NDArray[np.int64]:
    """The 申万 level-1 industry of each name on each session, as a number; -1 where there is none.

    Raises
    ------
    NoData
        No industry membership is stored.
    """
    spells = industry_spells(snapshot)
    if spells.is_empty():
        raise NoData(
            what="membership of industries",
            what_zh="行业归属",
            where="申万 (memberships)",
            nearest="none",
            nearest_zh="没有导入过",
        )
    spells = spells.with_columns(industry=pl.coalesce("level1_name", "group_name", "group").rank("dense").cast(pl.Int64) - 1)
    cells = pl.DataFrame({"trade_date": factor.sessions}, schema={"trade_date": pl.Date}).with_row_index("_row")
    codes = pl.DataFrame({"security_id": factor.securities}).with_row_index("_column")
    spells = spells.join(codes, on="security_id").sort("from_date", nulls_last=False)
    spells = spells.with_columns(pl.col("from_date").fill_null(factor.sessions[0]))
    grid = cells.join(codes.filter(pl.col("security_id").is_in(spells["security_id"].unique().implode())), how="cross")
    placed = grid.sort("trade_date").join_asof(
        spells.sort("from_date").select("security_id", "from_date", "to_date", "industry"),
        left_on="trade_date", right_on="from_date", by="security_id", check_sortedness=False,
    )  # fmt: skip
    here = placed.filter(
        pl.col("industry").is_not_null(), pl.col("to_date").is_null() | (pl.col("to_date") >= pl.col("trade_date"))
    )
    found = np.full(factor.values.shape, -1, dtype=np.int64)
    found[here["_row"].to_numpy(), here["_column"].to_numpy()] = here["industry"].to_numpy()
    return found


def _log_caps(snapshot: MarketSnapshot, factor: Factor) -> Floats:
    caps = cap_panel(snapshot, ["float_cap"], start=factor.sessions[0], end=factor.sessions[-1])
    if not caps.sessions:
        raise NoData(
            what="float caps", what_zh="流通市值", where=f"{factor.sessions[0]}..{factor.sessions[-1]} (caps)",
            nearest="none in the window", nearest_zh="区间内没有",
        )  # fmt: skip
    laid = caps.like(factor.panel)["float_cap"]
    return np.log(np.where(laid > 0, laid, np.nan))


def _within(values: Floats, label: NDArray[np.int64], known: NDArray[np.bool_], groups: int) -> Floats:
    """Deviations from the mean of the group of the row; 0 where unknown."""
    filled = np.where(known, values, 0.0)
    sums = np.bincount(label.ravel(), weights=filled.ravel(), minlength=groups + 1)
    counts = np.bincount(label.ravel(), minlength=groups + 1)
    means = np.divide(sums, counts, out=np.zeros(groups + 1), where=counts > 0)
    return np.where(known, filled - means[label], 0.0)
