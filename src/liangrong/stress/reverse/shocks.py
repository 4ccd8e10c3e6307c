"""Falls of one size: of all prices alike, of each by its beta, or of one industry alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from liangrong.book.marks import MarkTable
from liangrong.book.scales import BASIS_POINTS
from liangrong.core.results import Note
from liangrong.stress.scenarios.moves import BetaMove, PriceMove
from liangrong.stress.scenarios.scenario import Scenario, Step
from liangrong.stress.scenarios.scopes import MARKET, Scope

__all__ = ["Shock", "beta_fall", "industry_falls", "uniform_fall"]

Shock: TypeAlias = Callable[[int], Scenario]
"""Basis points of a fall to the scenario of it."""


def uniform_fall(scope: Scope = MARKET) -> Shock:
    """All prices of a scope fall alike.

    Examples
    --------
    >>> uniform_fall()(1234).name
    'market:-0.1234'
    """
    return lambda fall: _scenario(PriceMove(move=-fall / BASIS_POINTS, scope=scope))


def beta_fall(betas: Mapping[str, float], basis: Note) -> Shock:
    """The market falls, and each security by its beta."""
    return lambda fall: _scenario(BetaMove(move=-fall / BASIS_POINTS, betas=betas, basis=basis))


def industry_falls(market: MarkTable) -> dict[str, Shock]:
    """A fall of each industry of a market alone."""
    used = {market.industries[number] for number in set(market.industry.tolist())}
    return {name: uniform_fall(Scope("industry", name)) for name in market.industries if name and name in used}


def _scenario(step: Step) -> Scenario:
    return Scenario(name=step.spelling, story=step.story, steps=(step,))
