"""How near a generated book comes to what is published, and what of it is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.book.columns import EPOCH, Partition
from liangrong.book.generator.generator import Generator
from liangrong.book.generator.parameters import Parameters
from liangrong.book.generator.targets import Targets
from liangrong.book.lines import CALL, Lines
from liangrong.book.revaluation import revalue
from liangrong.book.scales import BASIS_POINTS, FEN_PER_YUAN, LI_PER_FEN, LI_PER_YUAN
from liangrong.core.results import Note

__all__ = ["Tally", "calibration", "tally"]

_BINS: Final = 2000
_BIN: Final = 0.01
"""Maintenance ratios are counted in steps of one point, up to 2000 %."""

_QUANTILES: Final = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95)
_INVENTED: Final = Note("假定", "invented")
_OUTCOME: Final = Note("由以上各项得出", "follows from the above")


@dataclass(eq=False, slots=True)
class Tally:
    """Sums over partitions, in whole numbers where they are sums of money (厘) or of shares; two of them may be added.

    Parameters
    ----------
    financing_balance
        By security, fen.
    ratios
        Accounts in debt by maintenance ratio, in steps of a point.
    by_margin_ratio
        Financing balance by margin ratio, basis points to fen.
    age
        Financing balance times calendar days since opening, fen days.
    """

    financing_balance: NDArray[np.int64]
    short_quantity: NDArray[np.int64]
    ratios: NDArray[np.int64]
    accounts: int = 0
    borrowers: int = 0
    private_funds: int = 0
    positions: int = 0
    contracts: int = 0
    short_sellers: int = 0
    called: int = 0
    short_of_margin: int = 0
    assets: int = 0
    cash: int = 0
    borrowed_assets: int = 0
    debt: int = 0
    charges: int = 0
    age: int = 0
    largest_debt: int = 0
    by_margin_ratio: dict[int, int] = field(default_factory=dict)

    @classmethod
    def empty(cls, securities: int) -> Tally:
        """Nothing counted."""
        return cls(np.zeros(securities, np.int64), np.zeros(securities, np.int64), np.zeros(_BINS + 1, np.int64))

    def add(self, other: Tally) -> None:
        """Add another."""
        for name in self.__dataclass_fields__:
            if name == "by_margin_ratio":
                for ratio, amount in other.by_margin_ratio.items():
                    self.by_margin_ratio[ratio] = self.by_margin_ratio.get(ratio, 0) + amount
            elif name == "largest_debt":
                self.largest_debt = max(self.largest_debt, other.largest_debt)
            else:
                setattr(self, name, getattr(self, name) + getattr(other, name))


def tally(partition: Partition, targets: Targets, lines: Lines, *, threads: int = 2) -> Tally:
    """Count a partition anew from its columns, valued by the kernel that values every book."""
    found, marks, size = revalue(partition, targets.marks, lines, threads=threads), targets.marks, targets.marks.size
    contracts, in_debt = partition.contracts, found.debt > 0
    principal = contracts.principal.astype(np.int64)
    ratio = np.minimum(found.maintenance_ratio()[in_debt] / _BIN, _BINS).astype(np.int64)
    held = np.bincount(contracts.margin_ratio, principal)
    kinds = np.flatnonzero(held)
    opened = partition.terms["contract_terms.opened_on"].astype(np.int64)
    today = (marks.on - EPOCH).days
    return Tally(
        financing_balance=_by_security(contracts.security, principal, size),
        short_quantity=_by_security(partition.shorts.security, partition.shorts.quantity.astype(np.int64), size),
        ratios=np.bincount(ratio, minlength=_BINS + 1),
        accounts=partition.size,
        borrowers=int(in_debt.sum()),
        private_funds=int(np.count_nonzero(partition.terms["account_terms.investor"])),
        positions=len(partition.positions.security),
        contracts=len(principal),
        short_sellers=len(np.unique(partition.shorts.account)),
        called=int((found.zone >= CALL).sum()),
        short_of_margin=int((found.available_margin[in_debt] < 0).sum()),
        assets=int(found.assets.sum()),
        cash=int(partition.accounts.cash.sum()) * LI_PER_FEN,
        borrowed_assets=int(found.assets[in_debt].sum()),
        debt=int(found.debt.sum()),
        charges=int(partition.accounts.charges.sum()) * LI_PER_FEN,
        age=int((principal // FEN_PER_YUAN * (today - opened)).sum()) * 100,
        largest_debt=int(found.debt.max(initial=0)),
        by_margin_ratio={int(kind): int(held[kind]) for kind in kinds},
    )


def calibration(generator: Generator, found: Tally) -> pl.DataFrame:
    """One row for each number: what was aimed at, what came out, how far they are apart, and on whose word it stands.

    Returns
    -------
    DataFrame
        ``kind`` (``target``, ``parameter``, ``outcome``), ``name``, ``unit`` (as in ``core.units``, by symbol), ``wanted``,
        ``achieved``, ``error`` (the difference, in the unit; of ``…_by_security`` and of industries the largest of all),
        ``source_zh``, ``source_en``.
    """
    targets = generator.targets
    rows = [*_targets(targets, found), *_parameters(generator.parameters), *_outcomes(found)]
    schema = {"kind": pl.String, "name": pl.String, "unit": pl.String, "wanted": pl.Float64, "achieved": pl.Float64,
              "error": pl.Float64, "source_zh": pl.String, "source_en": pl.String}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


_Row = tuple[str, str, str, float | None, float | None, float | None, str, str]


def _targets(targets: Targets, found: Tally) -> list[_Row]:
    def row(name: str, unit: str, wanted: float, achieved: float, error: float | None = None, source: str = "") -> _Row:
        note = targets.sources.get(source or name, _INVENTED)
        return "target", name, unit, wanted, achieved, achieved - wanted if error is None else error, note.zh, note.en

    institutions = targets.sources.get("institutions", _INVENTED)
    balance = np.abs(found.financing_balance - targets.financing_balance).max() / FEN_PER_YUAN
    quantity = np.abs(found.short_quantity - targets.short_quantity).max()
    price, industry = targets.marks.price, targets.marks.industry
    wanted, held = (np.bincount(industry, b) / max(b.sum(), 1) for b in (targets.financing_balance, found.financing_balance))
    return [
        row("accounts", "户", targets.accounts, found.accounts),
        row("borrowers", "户", targets.borrowers, found.borrowers),
        ("target", "institutions", "户", targets.institutions, None, None, institutions.zh, institutions.en),
        row("financing_balance", "元", targets.financing_total / FEN_PER_YUAN, int(found.financing_balance.sum()) / FEN_PER_YUAN),
        row("financing_balance_by_security", "元", targets.financing_total / FEN_PER_YUAN, int(found.financing_balance.sum()) / FEN_PER_YUAN, balance,
            "financing_balance"),
        row("short_quantity_by_security", "股", int(targets.short_quantity.sum()), int(found.short_quantity.sum()), quantity,
            "short_quantity"),
        row("short_balance", "元", int((targets.short_quantity * price).sum()) / LI_PER_YUAN,
            int((found.short_quantity * price).sum()) / LI_PER_YUAN, None, "short_quantity"),
        row("largest_industry_share", "1", float(wanted.max()), float(held.max()), float(np.abs(wanted - held).max()),
            "financing_balance"),
        row("maintenance_ratio", "1", targets.maintenance_ratio, found.borrowed_assets / max(found.debt, 1)),
        row("collateral_value", "元", targets.collateral_value / FEN_PER_YUAN, found.assets / LI_PER_YUAN),
        row("collateral_cash", "元", targets.collateral_cash / FEN_PER_YUAN, found.cash / LI_PER_YUAN),
    ]  # fmt: skip


def _parameters(parameters: Parameters) -> list[_Row]:
    return [
        ("parameter", name, unit, value, None, None, source.zh, source.en)
        for name, value, unit, source in parameters.assumptions()
    ]


def _outcomes(found: Tally) -> list[_Row]:
    borrowers, principal = max(found.borrowers, 1), max(int(found.financing_balance.sum()), 1)
    cumulated = np.cumsum(found.ratios) / max(int(found.ratios.sum()), 1)
    outcomes: Mapping[str, tuple[str, float]] = {
        "positions": ("个", found.positions),
        "contracts": ("个", found.contracts),
        "short_sellers": ("户", found.short_sellers),
        "private_funds": ("户", found.private_funds),
        "debt_per_borrower": ("元", found.debt / borrowers / LI_PER_YUAN),
        "debt_of_largest_borrower": ("元", found.largest_debt / LI_PER_YUAN),
        "charges": ("元", found.charges / LI_PER_YUAN),
        "contract_age_days": ("天", found.age / principal),
        **{f"margin_ratio_{ratio / BASIS_POINTS:.0%}_share": ("1", amount / principal)
           for ratio, amount in sorted(found.by_margin_ratio.items())},
        **{f"maintenance_ratio_quantile_{share:.0%}": ("1", round(int(np.searchsorted(cumulated, share)) * _BIN, 2)) for share in _QUANTILES},
        "called_share": ("1", found.called / borrowers),
        "without_available_margin_share": ("1", found.short_of_margin / borrowers),
    }  # fmt: skip
    return [("outcome", name, unit, None, value, None, _OUTCOME.zh, _OUTCOME.en) for name, (unit, value) in outcomes.items()]


def _by_security(security: NDArray[np.generic], amounts: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    return np.bincount(security, amounts, size).astype(np.int64)  # exact: whole numbers below 2^53
