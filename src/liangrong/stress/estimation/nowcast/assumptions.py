"""What the nowcast takes as given: every number that was chosen, and on which years it was."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

__all__ = ["LEARNT_UNTIL", "RESPONSES", "NowcastAssumptions"]

LEARNT_UNTIL = date(2019, 12, 31)
"""The last day that any setting below has seen."""

RESPONSES = ("drift", "market", "tilt", "debt", "pull")
"""What the logarithm of the ratio responds to each session, in the order of the filter's state.

``drift`` is constant; ``market`` the log return of the broad index; ``tilt`` that of the large companies less the broad index; ``debt`` the
log growth of the debt, over the ratio (a new loan brings one yuan of assets whatever the ratio is, so it dilutes a high ratio more);
``pull`` is one over the ratio, which with a negative drift draws the ratio to a level: surplus collateral is taken out when
the ratio is high, and topped up or written off when it is low. The last two are scaled to one at ``NowcastAssumptions.usual_ratio``.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NowcastAssumptions:
    """The settings of the nowcast.

    All were chosen by the mean absolute error 5 and 20 sessions ahead on 2013-2015 and 2016-2019, eras weighted alike, from
    8,783 random trials, then rounded; the error is flat around them. Nothing after 2019-12-31 was used.

    Parameters
    ----------
    usual_ratio
        The ratio at which ``debt`` and ``pull`` have the size of their response: about the median until 2019.
    reading_noise
        Variance of an official value's own error, in units of the variance of the ratio's unexplained daily move. Until 2015
        single values were off by up to 6 % and back on the next day.
    noise_half_life
        Sessions after which an unexplained move counts half in that variance.
    first_noise
        Standard deviation of the unexplained daily move of the logarithm before any was seen.
    outlier
        Surprises of more than so many standard deviations are cut to them.
    drift_wander, response_wander
        Variance that ``drift`` and ``pull``, and the three others, gain each session: how fast they may change.
    drift_doubt, response_doubt
        Their variances at the start.
    first_drift, first_market, first_tilt, first_debt, first_pull
        Their values at the start; forgotten within the first year.
    stand_in_sessions
        An index without a level is replaced by those that have one, by a regression over the last so many sessions
        with all of them: 中证全指 and 沪深300 by 上证综指 and 深证成指 from January 2026.
    band
        The share of days that a band should hold.
    band_sessions
        A band is made of the errors of so many last sessions whose official value was known by then; of 250 to 2,000,
        1,000 held most nearly the wanted share in 2016-2019.
    settling_sessions
        The first so many sessions give no errors to a band: the noise has not yet found its size.
    free_paths
        Drawn paths of the free run.
    """

    usual_ratio: float = 2.6
    reading_noise: float = 3.0
    noise_half_life: float = 30.0
    first_noise: float = 0.005
    outlier: float = 2.5
    drift_wander: float = 4e-10
    response_wander: float = 3e-5
    drift_doubt: float = 1e-5
    response_doubt: float = 0.02
    first_drift: float = -0.01
    first_market: float = 0.85
    first_tilt: float = -0.3
    first_debt: float = -0.2
    first_pull: float = 0.01
    stand_in_sessions: int = 250
    band: float = 0.9
    band_sessions: int = 1000
    settling_sessions: int = 150
    free_paths: int = 400

    def by_name(self) -> dict[str, str]:
        """The assumptions, name to value, as they are printed."""
        return {item.name: f"{getattr(self, item.name):g}" for item in fields(self)}
