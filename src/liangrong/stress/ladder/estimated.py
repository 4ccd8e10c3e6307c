"""Ladders estimated from public data: of the market as one, and of its securities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from liangrong.accounts.terms import agreed_terms
from liangrong.book.lines import Lines
from liangrong.core.errors import NoData
from liangrong.rules.rulebook import Rulebook
from liangrong.stress.estimation.accounts import AccountModels
from liangrong.stress.estimation.calibration import calibrate, ratio_on_the_day
from liangrong.stress.estimation.ensemble import Assumptions, account_models, repayment_models
from liangrong.stress.estimation.estimate import Lined, costs, debt_by_gain, reached, standing
from liangrong.stress.estimation.evidence import credible
from liangrong.stress.estimation.market_history import MARKET_KEY, MarketHistory
from liangrong.stress.estimation.public_history import Floats, PublicHistory
from liangrong.stress.estimation.repayment import RepaymentModels
from liangrong.stress.estimation.vintages import Terms, Vintages, vintages
from liangrong.stress.ladder.samples import Ladder

__all__ = ["Estimated", "MarketView", "market_view"]

_CALIBRATING: Final = 8
"""Models that the official ratio is fitted with where the day lacks it: the fit hardly depends on them."""
_FEWEST: Final = 250
"""Published ratios that the model is fitted on: half of them lie in its warm-up."""
_PLEDGED: Final = "other_a_share"
_ASKED: Final = 2
_AT_ONCE: Final = 400


@dataclass(frozen=True, eq=False, slots=True)
class Estimated:
    """A ladder and the costs beneath it.

    Parameters
    ----------
    costs
        ``(members, groups, estimation.COSTS)``.
    """

    ladder: Ladder
    costs: Floats

    def grouped(self, group_of: Mapping[str, str]) -> Estimated:
        """Sums of the ladders over groups of groups, and means of the costs weighted by balance; what ``group_of`` lacks is left out.

        ``cost_ratio`` is averaged like the prices paid: what was borrowed over what it bought is worth.
        """
        joined = self.ladder.grouped(group_of)
        weights = (
            np.array([[group_of.get(name) == wanted for name in self.ladder.groups] for wanted in joined.groups])
            * self.ladder.balance
        )
        whole = weights.sum(axis=1)[:, None]
        value = weights @ (1 / self.costs[:, :, :1])
        rest = weights @ self.costs[:, :, 1:]
        return Estimated(joined, np.concatenate([whole / value, rest / whole], axis=2))

    def only(self, groups: tuple[str, ...]) -> Estimated:
        """Some of the groups, in this order."""
        return Estimated(self.ladder.only(groups), self.costs[:, self.ladder.places(groups)])


@dataclass(frozen=True, eq=False, slots=True)
class MarketView:
    """The market on a day, as the credible models see it: what every ladder of the day starts from.

    Parameters
    ----------
    average
        ``(members,)`` average maintenance ratio on the day.
    unpublished
        Sessions since the last published one; it is moved over them by the model.
    conversion_ratio
        What most pledged stocks count at most on the day.
    """

    history: PublicHistory
    repayment: RepaymentModels
    accounts: AccountModels
    terms: Terms
    found: Vintages
    average: Floats
    unpublished: int
    lines: Lined
    conversion_ratio: float

    def ladder(self, falls: Sequence[float]) -> Estimated:
        """The ladder of the market as one: an index moves it, and single securities scatter around the index."""
        noise = self.accounts.idiosyncratic
        ratios = np.unique(self.found.margin_ratio)
        debt = debt_by_gain(self.found, ratios, noise=noise)
        side = costs(self.found, noise=noise)
        return self.rungs(debt, side, ratios, falls, keys=(MARKET_KEY,), balance=self.history.balance[-1])

    def securities(self, history: PublicHistory, falls: Sequence[float]) -> Estimated:
        """The ladders of single securities, whose sum shows the market's average maintenance ratio.

        Every second member is asked, and some securities at a time: the answer is as wide, and the work half.

        Parameters
        ----------
        history
            The securities over the last sessions of the market's history.
        """
        terms = self.terms.last(len(history.days))
        asked = np.arange(0, len(self.average), _ASKED)
        view = replace(
            self, repayment=self.repayment.take(asked), accounts=self.accounts.take(asked), average=self.average[asked]
        )
        ratios = np.unique(terms.margin_ratio)
        debts, sides = [], []
        for begin in range(0, len(history.keys), _AT_ONCE):
            found = vintages(history.only(slice(begin, begin + _AT_ONCE)), view.repayment, terms)
            debts.append(debt_by_gain(found, ratios))
            sides.append(costs(found))
        debt = np.concatenate(debts, axis=1)
        return view.rungs(debt, np.concatenate(sides, axis=1), ratios, falls, keys=history.keys, balance=history.balance[-1])

    def rungs(
        self, debt: Floats, side: Floats, ratios: Floats, falls: Sequence[float], *, keys: tuple[str, ...], balance: Floats
    ) -> Estimated:
        """The ladder of debt by profit.

        Parameters
        ----------
        debt
            As ``debt_by_gain`` has it; all of it together shows the average maintenance ratio.
        side
            The costs that go with it.
        """
        accounts = standing(
            self.accounts, debt.sum(axis=1), ratios, self.average, self.lines, conversion_ratio=self.conversion_ratio
        )
        share = reached(accounts, np.array(falls), self.lines)
        members, rungs = len(self.average), share.shape[3:]
        amounts = debt.reshape(members, len(keys), -1) @ share.reshape(members, -1, rungs[0] * rungs[1])
        return Estimated(Ladder(keys, tuple(falls), balance, amounts.reshape(members, len(keys), *rungs)), side)


def market_view(market: MarketHistory, rulebook: Rulebook, assumptions: Assumptions) -> MarketView:
    """Find the credible models and the average maintenance ratio of the day.

    Parameters
    ----------
    market
        Up to the day; nothing later exists.

    Raises
    ------
    NoData
        The day has no average maintenance ratio, and too few are published before it to be moved there.
    """
    history = market.history.since(assumptions.lookback + assumptions.carried, known=assumptions.carried)
    terms = Terms.of(history.days, rulebook)
    screened = repayment_models(assumptions)
    found = vintages(history, screened, terms)
    chosen = credible(found.level, wanted=assumptions.members, witnesses=assumptions.witnesses)
    average, unpublished = _average(market, rulebook, screened, assumptions)
    rules = rulebook.at(history.days[-1])
    return MarketView(
        history=history, repayment=screened.take(chosen), accounts=account_models(assumptions), terms=terms, found=found.take(chosen),
        average=average, unpublished=unpublished, lines=Lined.of(Lines.of(agreed_terms(rules))),
        conversion_ratio=float(rules.number("conversion_ratio_cap", key=_PLEDGED)),
    )  # fmt: skip


def _average(
    market: MarketHistory, rulebook: Rulebook, screened: RepaymentModels, assumptions: Assumptions
) -> tuple[Floats, int]:
    official = market.official_ratio
    if np.isfinite(official[-1]):
        return np.full(assumptions.members, official[-1]), 0
    published = np.flatnonzero(np.isfinite(official))
    if len(published) < _FEWEST:
        day, last = market.history.days[-1], market.history.days[published[-1]] if published.size else None
        raise NoData(what=f"average maintenance ratio on at least {_FEWEST} sessions", what_zh=f"至少 {_FEWEST} 个交易日的平均维持担保比例",
                     where=f"{day}", where_zh=f"{day}", nearest=last or "no day at all", nearest_zh=last or "没有任何一天")  # fmt: skip
    few = screened.take(np.arange(_CALIBRATING) * screened.size // _CALIBRATING)
    found = vintages(market.history, few, Terms.of(market.history.days, rulebook))
    fit = calibrate(market.history, found, official, until=len(official) - 1)
    return ratio_on_the_day(fit, official, members=assumptions.members, seed=assumptions.seed)
