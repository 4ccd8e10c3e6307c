"""The lines of an account as whole fractions, so that a ratio is compared with them exactly."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias, get_args

from liangrong.accounts.assess import Zone
from liangrong.accounts.terms import Netting, Terms
from liangrong.core.errors import UsageError

__all__ = ["CALL", "IMMEDIATE", "NORMAL", "NO_DEBT", "WARNING", "WITHDRAWABLE", "ZONES", "Fractional", "Lines"]

ZONES: Final[tuple[Zone, ...]] = get_args(Zone)
"""Zones in the order of their numbers, worse ones later: a zone of at least ``CALL`` is called."""

NO_DEBT, WITHDRAWABLE, NORMAL, WARNING, CALL, IMMEDIATE = range(len(ZONES))

_FINEST: Final = 1000
"""The greatest denominator: 3 trillion yuan of debt, in 厘, times a numerator up to 3,000 stay below 2**63."""

Fractional: TypeAlias = tuple[int, int]
"""A ratio as numerator and denominator, without a common divisor: 1.30 is ``(13, 10)``."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What of the terms a book needs.

    Parameters
    ----------
    withdrawal, warning, call, immediate, cure_target
        Maintenance ratios.
    forced_sale_target
        What forced sales restore: the cure target, or more where the broker agreed on more.
    """

    withdrawal: Fractional
    warning: Fractional
    call: Fractional
    immediate: Fractional
    cure_target: Fractional
    forced_sale_target: Fractional
    netting: Netting
    other_collateral_admitted: bool

    @classmethod
    def of(cls, terms: Terms) -> Lines:
        """The lines of the terms of a day.

        Examples
        --------
        >>> from datetime import date
        >>> from liangrong.accounts.terms import agreed_terms
        >>> from liangrong.rules.rulebook import Rulebook
        >>> Lines.of(agreed_terms(Rulebook.load().at(date(2026, 2, 2)))).call
        (13, 10)

        Raises
        ------
        UsageError
            A line is finer than a tenth of a percent.
        """
        agreed = terms.rules.value("forced_sale_target")
        target = max(terms.cure_target, agreed) if isinstance(agreed, Decimal) else terms.cure_target
        return cls(
            withdrawal=_fraction(terms.withdrawal_line),
            warning=_fraction(terms.warning_line),
            call=_fraction(terms.call_line),
            immediate=_fraction(terms.immediate_line),
            cure_target=_fraction(terms.cure_target),
            forced_sale_target=_fraction(target),
            netting=terms.netting,
            other_collateral_admitted=terms.other_collateral_admitted,
        )


def _fraction(ratio: Decimal) -> Fractional:
    found = Fraction(ratio)
    if found.denominator > _FINEST:
        raise UsageError(
            reason=f"A line of {ratio} is finer than a tenth of a percent; sums of a whole country at such a line do not fit 64 bits.",
            reason_zh=f"担保比例线 {ratio} 细于千分之一；按此线，全国的合计超出 64 位整数。",
            hint="Round it, or ask for accounts one by one.", hint_zh="请取整到千分之一，或逐户计算。",
        )  # fmt: skip
    return found.numerator, found.denominator
