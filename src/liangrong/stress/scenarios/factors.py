"""Scenarios by chance: a model of market, industry and own returns, from which sessions are drawn as they were.

Each drawn session takes the market's and all industries' returns of one past day together, so that what fell together falls
together, and the own return of each security from a day of its own. Betas are least-squares slopes, drawn towards their mean by how
uncertain each is (Vasicek 1973, "A note on using cross-sectional information in Bayesian estimation of security betas").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.book.marks import MarkTable
from liangrong.core.errors import NoData
from liangrong.core.results import Note
from liangrong.stress.scenarios.prices import repriced

__all__ = ["DrawnMoves", "FactorModel", "fitted", "returns_of"]

_Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class FactorModel:
    """Log returns taken apart: ``beta × market + industry + own``.

    Parameters
    ----------
    market
        By past session.
    betas
        By security.
    industries
        ``(sessions, industries)``: what an industry returned beside the market.
    industry
        By security, number of its industry.
    own
        ``(sessions, securities)``.
    estimated
        By security: whether it had returns enough; the others have a beta of 1 and the own returns of another security.
    """

    securities: tuple[str, ...]
    market: _Floats
    betas: _Floats
    industries: _Floats
    industry: NDArray[np.int64]
    own: _Floats
    estimated: NDArray[np.bool_]

    def drawn(self, number: int, *, seed: int, sessions: int) -> _Floats:
        """Moves of all securities over some drawn sessions; the same for a number and a seed, however many are drawn.

        Parameters
        ----------
        number
            Of the draw, from 0.
        """
        generator = np.random.default_rng([seed, number])
        total = np.zeros(len(self.securities))
        columns = np.arange(len(self.securities))
        for _ in range(sessions):
            day = generator.integers(self.market.size)
            own = self.own[generator.integers(self.market.size, size=columns.size), columns]
            total += self.betas * self.market[day] + self.industries[day, self.industry] + own
        return np.asarray(np.expm1(total), dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMoves:
    """One draw of a factor model.

    Parameters
    ----------
    number
        Of the draw, from 0.
    sessions
        Over how many sessions prices move.
    basis
        From what the model was estimated.
    """

    number: int
    seed: int
    sessions: int
    basis: Note
    model: FactorModel = field(repr=False)

    @property
    def spelling(self) -> str:
        """``draw 17 of seed 1``."""
        return f"draw {self.number} of seed {self.seed}"

    @property
    def story(self) -> Note:
        """What it supposes."""
        return Note(
            f"第 {self.number} 次抽样：{self.sessions} 个交易日", f"draw {self.number}: {self.sessions} sessions by chance"
        )

    @property
    def assumptions(self) -> Mapping[str, str]:
        """Number, seed, sessions, and the model's basis."""
        return {"number": f"{self.number}", "seed": f"{self.seed}", "sessions": f"{self.sessions}", "model": self.basis.en}

    def change(self, market: MarkTable) -> MarkTable:
        """The market after it; it must be of the securities that the model was made for."""
        assert market.securities == self.model.securities, "a model draws for the securities it was estimated for"
        return repriced(market, self.model.drawn(self.number, seed=self.seed, sessions=self.sessions))

    def notes(self, market: MarkTable) -> tuple[Note, ...]:
        """From what it was estimated, and how many securities had too few returns."""
        del market
        without = int(np.count_nonzero(~self.model.estimated))
        if not without:
            return (self.basis,)
        return (
            self.basis,
            Note(
                f"{without} 只证券历史收益不足，贝塔按 1 计，自身波动借用其他证券",
                f"{without} securities have too few returns: they take a beta of 1 and the own returns of other securities",
            ),
        )


def returns_of(quotes: pl.DataFrame, securities: Sequence[str]) -> _Floats:
    """Log returns by session and security, ``(sessions, securities)``, NaN where not quoted; ex-rights are corrected.

    Parameters
    ----------
    quotes
        ``security_id, trade_date, close, previous_close``.
    """
    order = pl.DataFrame({"security_id": list(securities), "column": np.arange(len(securities))})
    close, previous = pl.col("close").cast(pl.Float64), pl.col("previous_close").cast(pl.Float64)
    rows = (
        quotes.drop_nulls(["close", "previous_close"])
        .filter(close > 0, previous > 0)
        .join(order, on="security_id")
        .select("trade_date", "column", r=(close / previous).log())
    )
    days = rows.select(pl.col("trade_date").unique().sort()).with_row_index("row")
    placed = rows.join(days, on="trade_date")
    found = np.full((days.height, len(securities)), np.nan)
    found[placed["row"].to_numpy(), placed["column"].to_numpy()] = placed["r"].to_numpy()
    return found


def fitted(
    returns: _Floats,
    securities: Sequence[str],
    industry: NDArray[np.uint16],
    *,
    weights: _Floats | None = None,
    least_sessions: int = 40,
) -> FactorModel:
    """Estimate the model.

    Parameters
    ----------
    returns
        As ``returns_of``.
    industry
        By security, number of its industry.
    weights
        By security, of the market's return; NaN counts as nothing, equal weights when not given.
    least_sessions
        Returns that a security must have.

    Raises
    ------
    NoData
        No security has so many.

    Examples
    --------
    >>> market = np.tile([0.01, -0.02, 0.015, -0.005], 15)[:, None]
    >>> model = fitted(market * np.array([0.5, 1.5]), ["A", "B"], np.array([0, 0], dtype=np.uint16))
    >>> model.betas.round(6).tolist()
    [0.5, 1.5]
    """
    known = ~np.isnan(returns)
    estimated = known.sum(axis=0) >= least_sessions
    if not estimated.any():
        most = int(known.sum(axis=0).max(initial=0))
        raise NoData(what=f"{least_sessions} sessions of returns", what_zh=f"{least_sessions} 个交易日的收益率",
                     where="any security of the book", where_zh="账簿中任何证券",
                     nearest=f"{most} sessions", nearest_zh=f"{most} 个交易日")  # fmt: skip
    filled = np.where(known, returns, 0.0)
    weight = np.where(known & estimated, 1.0 if weights is None else np.nan_to_num(weights), 0.0)
    sums = weight.sum(axis=1)
    kept = sums > 0
    filled, known, weight = filled[kept], known[kept], weight[kept]
    market = (filled * weight).sum(axis=1) / sums[kept]
    betas = np.where(estimated, _betas(filled, known, market, estimated), 1.0)
    beside = np.where(known, filled - betas * market[:, None], 0.0)
    count = int(industry.max(initial=0)) + 1
    members = (np.arange(count)[None, :] == industry[:, None]) & estimated[:, None]
    present = known.astype(np.float64) @ members
    industries = np.divide(beside @ members, present, out=np.zeros_like(present), where=present > 0)
    own = np.where(known, beside - industries[:, industry], 0.0)
    donors = np.flatnonzero(estimated)
    lacking = np.flatnonzero(~estimated)
    own[:, lacking] = own[:, donors[lacking % donors.size]]
    return FactorModel(securities=tuple(securities), market=market, betas=betas, industries=industries,
                       industry=industry.astype(np.int64), own=own, estimated=estimated)  # fmt: skip


def _betas(filled: _Floats, known: NDArray[np.bool_], market: _Floats, estimated: NDArray[np.bool_]) -> _Floats:
    """Least-squares slopes on the market, drawn towards their mean by how uncertain each is."""
    count = np.maximum(known.sum(axis=0), 3)
    x = np.where(known, market[:, None], 0.0)
    x = np.where(known, x - x.sum(axis=0) / count, 0.0)
    y = np.where(known, filled - filled.sum(axis=0) / count, 0.0)
    spread = (x * x).sum(axis=0)
    slope = np.divide((x * y).sum(axis=0), spread, out=np.ones_like(spread), where=spread > 0)
    left = ((y - slope * x) ** 2).sum(axis=0) / (count - 2)
    doubt = np.divide(left, spread, out=np.full_like(left, np.inf), where=spread > 0)
    mean, between = slope[estimated].mean(), slope[estimated].var()
    trust = between / (between + doubt) if between > 0 else np.ones_like(doubt)
    return np.asarray(mean + trust * (slope - mean), dtype=np.float64)
