"""What a replay takes as given: every number that was chosen and not estimated."""

from __future__ import annotations

from dataclasses import dataclass, fields

__all__ = ["ReplayAssumptions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayAssumptions:
    """The settings of a replay. None was chosen by what happened in an episode.

    Parameters
    ----------
    memory_sessions
        The flow model is estimated on so many last sessions, about three years, or on all there are.
    drawn_sessions
        Index moves are drawn from so many last sessions, about eight years, or from all there are.
    block_sessions
        Moves and unexplained flows are drawn in blocks of so many sessions, about a month, so that runs stay together.
    volatility_half_life
        Sessions after which a squared move counts half in the volatility; drawn moves have the volatility of the day they meet.
    dispersion_low, dispersion_high
        Standard deviation of the logarithm of the maintenance ratio over accounts, weighted by debt; each path draws one. Invented:
        no distribution over accounts is published.
    sold_low, sold_high
        Share of the debt newly under the call line that is repaid by sales; each path draws one. Invented: accounts may be cured instead,
        and how many are is not published.
    band
        The share of paths inside a band.
    paths
        Drawn paths.
    """

    memory_sessions: int = 750
    drawn_sessions: int = 2000
    block_sessions: int = 20
    volatility_half_life: float = 12.0
    dispersion_low: float = 0.25
    dispersion_high: float = 0.45
    sold_low: float = 0.5
    sold_high: float = 1.0
    band: float = 0.9
    paths: int = 1000

    def by_name(self) -> dict[str, str]:
        """The assumptions, name to value, as they are printed."""
        return {item.name: f"{getattr(self, item.name):g}" for item in fields(self)}
