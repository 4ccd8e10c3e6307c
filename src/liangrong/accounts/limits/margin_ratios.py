"""The margin ratio that a new contract takes: the floor of its day, or the broker's own formula where that is higher.

The floor comes from the exchange (SSE implementing rules, the articles on the financing and short margin ratio), by venue and
class of investor. A broker may ask for more: a constant less the conversion ratio of the security and never below a least, or
one fixed ratio for ETFs.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from liangrong.accounts.marks import Mark
from liangrong.accounts.terms import Terms, venue_of
from liangrong.core.results import Note
from liangrong.rules.parameters import Investor
from liangrong.rules.rulebook import RulesInForce, Ruling

__all__ = ["MarginCandidate", "NewContractRatio", "Side", "new_contract_ratio"]

Side: TypeAlias = Literal["financing", "short"]


@dataclass(frozen=True, slots=True)
class MarginCandidate:
    """One rule on the ratio of a new contract: what it asks for, and why."""

    value: Decimal
    reason: Note
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class NewContractRatio:
    """The ratio of a contract opened today.

    Parameters
    ----------
    binding
        The rule that asks for most; of equals the floor.
    candidates
        Every rule that gives a number, the floor first.
    """

    side: Side
    security: str
    binding: MarginCandidate
    candidates: tuple[MarginCandidate, ...]

    @property
    def value(self) -> Decimal:
        """The ratio, 1.00 for 100 %."""
        return self.binding.value

    @property
    def reason(self) -> Note:
        """Which rule binds."""
        return self.binding.reason

    @property
    def citation(self) -> str:
        """Document and article of the rule that binds."""
        return self.binding.ruling.citation


def new_contract_ratio(side: Side, security: str, mark: Mark, terms: Terms, investor: Investor | None = None) -> NewContractRatio:
    """Return the margin ratio of a contract opened on the day of the terms.

    Parameters
    ----------
    mark
        Of the security; its conversion ratio enters the broker's formula.
    investor
        Class of the client; the one of the terms when not given.

    Raises
    ------
    RuleNotInForce
        Margin trading did not exist on that day at the security's exchange.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.rules.rulebook import Rulebook
    >>> terms = agreed_terms(Rulebook.load().at(date(2024, 7, 22)), "private_fund")
    >>> found = new_contract_ratio("short", "600519.SH", Mark(Decimal(1400), Decimal("0.7")), terms)
    >>> found.value, found.reason.en
    (Decimal('1.20'), 'the floor of the day')
    """
    rules, venue = terms.rules, venue_of(security)
    key = (investor or terms.investor) if side == "short" else None
    floor = rules.ruling(f"{side}_margin_ratio", key=key, venue=venue)
    own = floor.authority.startswith("pack:")
    reason = Note("证券公司规定的比例", "the broker's own ratio") if own else Note("当日最低比例", "the floor of the day")
    candidates = [MarginCandidate(_number(floor), reason, floor)]
    fixed = _agreed(f"{side}_margin_ratio_etf", rules) if mark.asset_class == "etf" else None
    if fixed is not None:
        reason = Note("证券公司对 ETF 的固定比例", "the broker's fixed ratio of ETFs")
        candidates.append(MarginCandidate(_number(fixed), reason, fixed))
        return _of_most(side, security, candidates)
    constant = _agreed(f"{side}_margin_constant", rules)
    if constant is not None:
        asked = _number(constant) - mark.conversion_ratio
        reason = Note("证券公司公式：常数 − 折算率", "the broker's formula, constant − conversion ratio")
        candidates.append(MarginCandidate(asked, reason, constant))
    least = _agreed(f"{side}_margin_least", rules)
    if least is not None:
        candidates.append(MarginCandidate(_number(least), Note("证券公司的最低比例", "the broker's least ratio"), least))
    return _of_most(side, security, candidates)


def _of_most(side: Side, security: str, candidates: list[MarginCandidate]) -> NewContractRatio:
    return NewContractRatio(side, security, max(candidates, key=lambda candidate: candidate.value), tuple(candidates))


def _agreed(name: str, rules: RulesInForce) -> Ruling | None:
    """A parameter of the broker, where the broker has set one."""
    found = rules.ruling(name)
    return None if found.value is None else found


def _number(ruling: Ruling) -> Decimal:
    assert isinstance(ruling.value, Decimal | int), "a margin ratio is a number"
    return Decimal(ruling.value)
