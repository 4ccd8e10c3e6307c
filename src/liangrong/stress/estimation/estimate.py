"""The distribution of financing cost and of distance to the lines, and what must be sold at each fall, with bands.

A member of the ensemble turns the public history into vintages, vintages into a distribution of debt by profit, and that into
accounts. The bands are quantiles over the members.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from liangrong.book.lines import Lines
from liangrong.stress.estimation.accounts import GAINS, AccountModels, Holdings, holdings, solve_excess
from liangrong.stress.estimation.public_history import Floats
from liangrong.stress.estimation.vintages import Vintages

__all__ = ["COSTS", "DEEP", "REACHED", "Lined", "band", "costs", "debt_by_gain", "reached", "standing"]

COSTS: Final = ("cost_ratio", "under_water", "deep_under_water", "mean_age")
"""Mean price paid over the last price; shares of the debt whose purchase lost, or lost more than ``DEEP``; mean age in sessions."""
DEEP: Final = 0.1
_NODES: Final = tuple(NormalDist().inv_cdf((node + 0.5) / 9) for node in range(9))
_EDGE: Final = 1e-9

REACHED: Final = ("warning_debt", "call_debt", "immediate_debt", "forced_sale")
"""Debt of accounts below the line, and what they must sell when nobody brings cash: shares of the debt."""


@dataclass(frozen=True, slots=True)
class Lined:
    """Maintenance ratios that decide: ``target`` is what forced sales restore."""

    warning: float
    call: float
    immediate: float
    target: float
    cured: float

    @classmethod
    def of(cls, lines: Lines) -> Lined:
        """The lines of a book, as floats: an estimate is no account."""
        wanted = (lines.warning, lines.call, lines.immediate, lines.forced_sale_target, lines.cure_target)
        return cls(*(numerator / denominator for numerator, denominator in wanted))


def costs(found: Vintages, *, noise: Floats | None = None) -> Floats:
    """``(members, keys, COSTS)`` of the vintages, weighted by what is owed.

    Parameters
    ----------
    noise
        As in ``debt_by_gain``.
    """
    owed = found.principal.sum(axis=2)
    ages = found.principal.shape[2] - 1.0 - np.arange(found.principal.shape[2])
    value, age = (
        np.einsum("mkv,kv->mk", found.principal, np.broadcast_to(v, found.gain.shape)) for v in (np.exp(found.gain), ages)
    )
    below = []
    for loss in (0.0, DEEP):
        total = np.zeros_like(owed)
        for node, deviation in _scatter(noise, ages):
            under = found.gain + deviation[:, None] * node - deviation[:, None] ** 2 / 2 < np.log1p(-loss)
            total += (found.principal * under).sum(axis=2)
        below.append(total / len(_nodes(noise)))
    found_costs: Floats = np.stack([owed, *below, age], axis=2) / np.stack([value, owed, owed, owed], axis=2)
    return found_costs


def debt_by_gain(found: Vintages, margin_ratios: Floats, *, noise: Floats | None = None) -> Floats:
    """``(members, keys, margin ratios, GAINS)`` debt by the margin ratio of the contract and its profit, 元.

    Parameters
    ----------
    noise
        ``(members,)`` daily standard deviation of single securities around the price of the history, where that is an index.
    """
    members, keys, sessions = found.principal.shape
    debt = np.empty((members, keys, len(margin_ratios), len(GAINS)))
    kind = np.searchsorted(margin_ratios, found.margin_ratio)
    size = len(margin_ratios) * len(GAINS)
    rows = np.arange(members)[:, None] * size
    ages = sessions - 1 - np.arange(sessions)
    for key in range(keys):
        alive = np.flatnonzero(found.principal[:, key].any(axis=0))
        owed = found.principal[:, key][:, alive] / len(_nodes(noise))
        total = np.zeros(members * size)
        for node, deviation in _scatter(noise, ages[alive]):
            gain = found.gain[key, alive] + deviation * node - deviation**2 / 2
            place = np.clip((gain - GAINS[0]) / (GAINS[1] - GAINS[0]), 0, len(GAINS) - 1 - _EDGE)
            lower = place.astype(np.int64)
            part, cells = place - lower, rows + kind[alive] * len(GAINS) + lower
            for cell, weight in ((cells, owed * (1 - part)), (cells + 1, owed * part)):
                total += np.bincount(np.broadcast_to(cell, weight.shape).ravel(), weight.ravel(), minlength=len(total))
        debt[:, key] = total.reshape(members, len(margin_ratios), len(GAINS))
    return debt


def standing(
    models: AccountModels, debt: Floats, margin_ratios: Floats, average: Floats, lines: Lined, *, conversion_ratio: float
) -> Holdings:
    """The accounts of a market that shows an average maintenance ratio.

    Parameters
    ----------
    debt
        ``(members, margin ratios, GAINS)`` of the whole market.
    average
        ``(members,)`` the ratio.
    conversion_ratio
        折算率 of securities that are pledged.
    """
    weights = debt / debt.sum(axis=(1, 2), keepdims=True)
    mean_gain = np.log((weights * np.exp(GAINS)).sum(axis=(1, 2)))
    law = {"conversion_ratio": conversion_ratio, "call": lines.call, "cured": lines.cured}
    excess = solve_excess(models, margin_ratios, weights, mean_gain, average, **law)
    return holdings(models, margin_ratios, mean_gain, excess, **law)


def reached(accounts: Holdings, falls: Floats, lines: Lined) -> Floats:
    """``(members, margin ratios, GAINS, falls, REACHED)`` by yuan owed, when all securities fall alike.

    The sale is rule F-10: own cash repays first, then ``v = (t·D − A) / (t − 1)``, at most all that is held.

    Parameters
    ----------
    falls
        0.2: prices are 20 % lower.
    """
    found = np.empty((*accounts.ratio.shape[:3], len(falls), len(REACHED)))
    owed = np.maximum(1 - accounts.cash, 0)
    for place, fall in enumerate(falls):
        stock = accounts.stock * (1 - fall)
        ratio = stock + accounts.cash
        for column, line in enumerate((lines.warning, lines.call, lines.immediate)):
            found[..., place, column] = accounts.mean(ratio < line)
        sale = np.clip((lines.target * owed - stock) / (lines.target - 1), 0, stock)
        found[..., place, len(REACHED) - 1] = accounts.mean(np.where(ratio < lines.call, sale, 0))
    return found


def band(samples: Floats, *, level: float = 0.9) -> tuple[Floats, Floats, Floats]:
    """Low, median and high over the members (first axis).

    Parameters
    ----------
    level
        What lies inside.
    """
    low, median, high = np.quantile(samples, [(1 - level) / 2, 0.5, (1 + level) / 2], axis=0)
    return low, median, high


def _nodes(noise: Floats | None) -> tuple[float, ...]:
    return (0.0,) if noise is None else _NODES


def _scatter(noise: Floats | None, ages: Floats) -> Iterator[tuple[float, Floats]]:
    """Equally likely places of single securities around the price of the history, in standard deviations, with ``(members, ages)`` of those."""
    deviation = np.zeros((1, len(ages))) if noise is None else noise[:, None] * np.sqrt(ages)
    for node in _nodes(noise):
        yield node, deviation
