"""The information coefficient: how well a factor ranks the names by what they earn next, session by session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.studies.factors.factor import Trial
from liangrong.analytics.studies.factors.ranks import rank_correlation
from liangrong.analytics.studies.long_run import CONFIDENCE, MeanTest, mean_test
from liangrong.core.results import Note

__all__ = ["IC", "LEAST_NAMES", "LEAST_SESSIONS", "InformationCoefficient", "ic_by_session", "information_coefficient"]

LEAST_NAMES: Final = 10
"""A session with fewer names is not ranked."""
LEAST_SESSIONS: Final = 30
"""Fewer sessions decide nothing."""

IC: Final = pl.Schema({
    "date": pl.Date(), "factor": pl.String(), "horizon": pl.Int64(), "rank_ic": pl.Float64(), "cumulative_ic": pl.Float64(),
    "names": pl.Int64(),
})  # fmt: skip
"""One row for each session that could be ranked."""


@dataclass(frozen=True, slots=True, eq=False)
class InformationCoefficient:
    """Rank correlations over time, and their mean against zero.

    Parameters
    ----------
    by_session, names
        The rank IC of each session and how many names it ranks; NaN where there are too few.
    test
        Of the mean, with HAC errors; the null is a mean of zero.
    hit_ratio
        Share of sessions whose IC has the sign of the mean.
    ratio
        Mean over standard deviation of the IC (ICIR), per session.
    """

    by_session: Floats
    names: Floats
    test: MeanTest
    hit_ratio: float
    ratio: float

    @property
    def verdict(self) -> str:
        """``found``, ``not_found`` or ``insufficient``."""
        if self.test.size < LEAST_SESSIONS:
            return "insufficient"
        return "found" if self.test.p_value <= 1 - CONFIDENCE else "not_found"


def information_coefficient(trial: Trial, *, sessions: NDArray[np.bool_] | None = None) -> InformationCoefficient:
    """Rank IC of a factor over the horizon of a trial.

    Spearman's correlation, ties with average ranks; the mean is tested by cosine HAC errors that know that ``horizon``
    neighbours share returns.

    Parameters
    ----------
    sessions
        A mask: only these sessions count.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.analytics.studies.factors.factor import Factor
    >>> draw = np.random.default_rng(6)
    >>> days = tuple(date.fromordinal(738000 + n) for n in range(60))
    >>> values = draw.standard_normal((60, 50))
    >>> returns = 0.5 * values + draw.standard_normal((60, 50))
    >>> factor = Factor("made", days, tuple(f"{600000 + n}.SH" for n in range(50)), values)
    >>> found = information_coefficient(Trial(factor, 1, returns, np.zeros((60, 50)), {}))
    >>> found.verdict, 0.35 < found.test.mean < 0.5
    ('found', True)
    """
    found, names = rank_correlation(trial.factor.values, trial.returns, least=LEAST_NAMES)
    chosen = found if sessions is None else np.where(sessions, found, np.nan)
    known = chosen[~np.isnan(chosen)]
    test = mean_test(chosen, overlap=trial.horizon)
    spread = float(known.std(ddof=1)) if len(known) > 1 else float("nan")
    return InformationCoefficient(
        by_session=chosen,
        names=np.where(np.isnan(chosen), np.nan, names),
        test=test,
        hit_ratio=float((np.sign(known) == np.sign(test.mean)).mean()) if len(known) else float("nan"),
        ratio=test.mean / spread if spread > 0 else float("nan"),
    )


def ic_by_session(trial: Trial, found: InformationCoefficient) -> tuple[pl.DataFrame, tuple[Note, ...]]:
    """The IC of each session and its running sum, as rows of ``IC``, and the summary in words."""
    rows = pl.DataFrame({
        "date": trial.factor.sessions, "factor": [trial.factor.name] * len(trial.factor.sessions),
        "horizon": [trial.horizon] * len(trial.factor.sessions), "rank_ic": found.by_session,
        "names": np.nan_to_num(found.names).astype(np.int64),
    })  # fmt: skip
    rows = rows.filter(pl.col("rank_ic").is_not_nan()).with_columns(cumulative_ic=pl.col("rank_ic").cum_sum())
    test = found.test
    if found.verdict == "insufficient":
        note = Note(
            f"样本不足：只有 {test.size} 个交易日可以排序（需 {LEAST_SESSIONS} 个）。",
            f"Insufficient: only {test.size} sessions can be ranked ({LEAST_SESSIONS} are needed).",
        )
    else:
        note = Note(
            f"IC 均值 {test.mean:+.2%}（95% 区间 {test.low:+.2%} 至 {test.high:+.2%}，HAC t = {test.t:.2f}，p = {test.p_value:.3f}，"
            f"n = {test.size}），ICIR {found.ratio:.2f}，同号比例 {found.hit_ratio:.0%}。原假设：均值为零。",
            f"Mean IC {test.mean:+.2%} (95 % interval {test.low:+.2%} to {test.high:+.2%}, HAC t = {test.t:.2f}, p = {test.p_value:.3f}, "
            f"n = {test.size}), ICIR {found.ratio:.2f}, same sign on {found.hit_ratio:.0%} of sessions. The null: a mean of zero.",
        )
    return rows.select(IC.names()).cast(IC), (*trial.notes, note)
