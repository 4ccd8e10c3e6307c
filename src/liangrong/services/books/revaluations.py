"""Mark a book to market: by zone, by industry, by security, or account by account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import polars as pl

from liangrong.book.lines import ZONES, Lines
from liangrong.book.marks import MarkTable
from liangrong.book.scales import BASIS_POINTS, LI_PER_YUAN
from liangrong.core.errors import NoData, UnknownName, UsageError
from liangrong.core.results import Note, Result
from liangrong.services.books.files import OpenedBook, opened_book
from liangrong.services.books.valuing import MONEY, Valued, no_debt, terms_on, totals_of, yuan, zone_rows
from liangrong.services.engines.engine import Engine
from liangrong.services.engines.local import HERE
from liangrong.services.workspace import Workspace

if TYPE_CHECKING:
    from liangrong.book.columns import Partition
    from liangrong.book.details import Details
    from liangrong.book.exposures import Exposures
    from liangrong.book.revaluation import Revaluation

__all__ = ["GROUPS", "Group", "RevaluationRequest", "exposure_rows", "marks_for", "revaluation"]

Group = Literal["zone", "industry", "security", "account"]
GROUPS: Final[tuple[Group, ...]] = get_args(Group)

_CALLED: Final = ("call", "immediate")
_MONEY_OF: Final = (
    "assets", "debt", "equity", "cash", "collateral_value", "financed_value", "other_collateral", "financing_debt", "short_debt",
    "accrued_charges", "short_proceeds", "exposure",
)  # fmt: skip
_RATIOS_OF: Final = ("maintenance_ratio", "financing_multiple", "exposure_leverage", "largest_share")


@dataclass(frozen=True, slots=True, kw_only=True)
class RevaluationRequest:
    """What to value, and how to show it.

    Parameters
    ----------
    book
        A name in the store, or a folder.
    on
        Prices of this day of the store; the marks of the book itself when ``None``.
    known_at
        The instant of knowledge of these prices.
    by
        ``zone``, ``industry``, ``security`` or ``account``.
    accounts
        With ``by="account"``: these, by name or number. None named: those with the lowest maintenance ratio.
    top
        How many industries, securities or accounts to show.
    pack
        A broker pack over the law.
    own_files
        Whether book and pack may be files of this machine.
    """

    book: str
    on: date | None = None
    known_at: datetime | None = None
    by: Group = "zone"
    accounts: Sequence[str] = ()
    top: int = 20
    pack: str = ""
    own_files: bool = True


def revaluation(workspace: Workspace | None, request: RevaluationRequest, *, ask: Engine = HERE) -> Result:
    """Value every account of a book.

    Parameters
    ----------
    ask
        The engine.

    Returns
    -------
    Result
        By zone: ``zone, accounts, assets, debt, cash, shortfall, maintenance_ratio``, the last row is all. By industry or security:
        ``exposure_rows``. By account: what ``accounts.assess`` says of each, worst first.

    Raises
    ------
    UnknownName, UsageError, NoData, BadInput
        As ``opened_book``; an account is not in the book; the store has no prices of the day.
    """
    if request.by not in GROUPS:
        raise UnknownName(kind="grouping", kind_zh="分组", name=request.by, known=", ".join(GROUPS))
    if request.top < 1:
        raise UsageError(
            reason=f"top is {request.top}; ask for one row or more.", reason_zh=f"top 为 {request.top}，至少应为 1。"
        )
    opened = opened_book(workspace, request.book, own_files=request.own_files)
    marks, notes = marks_for(opened, workspace, request.on, request.known_at)
    lines = terms_on(marks.on, request.pack, own_files=request.own_files)
    if request.by == "account":
        data = _account_rows(opened, marks, lines, request, ask)
    elif request.by == "zone":
        data = zone_rows(ask.each(Valued(marks, lines, totals_of), opened), lines)
    else:
        data = exposure_rows(opened, marks, lines, request.by, ask).head(request.top)
    return Result(
        data, unit="元", as_of=marks.on, known_at=request.known_at, source=opened.source, warnings=(*opened.notes, *notes)
    )


def marks_for(
    opened: OpenedBook, workspace: Workspace | None, on: date | None, known_at: datetime | None = None
) -> tuple[MarkTable, tuple[Note, ...]]:
    """The marks of a book on a day of a store, or its own.

    Prices, limits, turnover and volatility are those of the day; conversion ratios, classes and industries stay those of the book,
    and so do prices of securities that the store does not know and fair prices that a broker has set.

    Raises
    ------
    UsageError
        A day is given and there is no store.
    NoData
        The store knows none of its securities on the day.
    """
    if on is None:
        return opened.marks, ()
    if workspace is None:
        raise UsageError(reason="Prices of a day come from a store, and there is none.", reason_zh="按某日价格估值需要数据目录。")
    from liangrong.services.books.markets import marks_on

    as_of, notes = workspace.as_of(on, known_at)
    market, own = marks_on(workspace, as_of), opened.marks
    at = {security: number for number, security in enumerate(market.securities)}
    known = [number for number, security in enumerate(own.securities) if security in at]
    if not known:
        raise NoData(what="price of the securities of this book", what_zh="该账簿所含证券的价格", where=as_of.as_of,
                     nearest="none", nearest_zh="无")  # fmt: skip
    places = [at[own.securities[number]] for number in known]
    changed: dict[str, Any] = {}
    for name in ("price", "previous_close", "limit_width", "suspended", "turnover", "volatility"):
        changed[name] = getattr(own, name).copy()
        changed[name][known] = getattr(market, name)[places]
    set_by_broker = own.fair_price != own.price
    changed["fair_price"] = changed["price"].copy()
    changed["fair_price"][set_by_broker] = own.fair_price[set_by_broker]
    told = [Note(f"账户所持数量为 {opened.book.on} 的数量，未计此后的送股、拆分、派息与利息",
                 f"quantities are those of {opened.book.on}: bonus shares, splits, dividends and interest since then are not counted")]  # fmt: skip
    if len(known) < own.size:
        told.append(Note(f"{own.size - len(known):,} 只证券在数据目录中没有价格，仍用账簿的价格",
                         f"{own.size - len(known):,} securities have no price in the store and keep that of the book"))  # fmt: skip
    return replace(own, on=as_of.as_of, **changed), (*notes, *(told if as_of.as_of != opened.book.on else told[1:]))


def exposure_rows(
    opened: OpenedBook, marks: MarkTable, lines: Lines, by: Literal["industry", "security"], ask: Engine
) -> pl.DataFrame:
    """What all accounts and the called ones hold and owe, the largest first.

    Returns
    -------
    polars.DataFrame
        ``security, industry`` or ``industry``; ``free_value, financed_value, short_value, principal, proceeds`` (元), ``share`` of all that
        is held; ``called_free_value, called_financed_value, called_principal``: of accounts below the call line.
    """
    from liangrong.book.exposures import by_industry, by_security

    total = ask(Valued(marks, lines, partial(_exposed, marks.size)), opened)
    grouped = by_security if by == "security" else by_industry
    every, called = grouped(total, marks), grouped(total, marks, _CALLED)
    industries = [name or None for name in marks.industries]
    keys = (
        {"security": list(marks.securities), "industry": [industries[number] for number in marks.industry]}
        if by == "security"
        else {"industry": industries}
    )
    held = every.free_value + every.financed_value
    columns = {
        **keys,
        **{name: yuan(getattr(every, name)) for name in ("free_value", "financed_value", "short_value", "principal", "proceeds")},
        "share": held / max(int(held.sum()), 1),
        **{f"called_{name}": yuan(getattr(called, name)) for name in ("free_value", "financed_value", "principal")},
    }
    order = (held + every.short_value).argsort(kind="stable")[::-1]
    return pl.DataFrame(columns)[order]


def _exposed(securities: int, partition: Partition, found: Revaluation) -> Exposures:
    from liangrong.book.exposures import exposures

    return exposures(partition, found.zone, securities=securities)


def _account_rows(opened: OpenedBook, marks: MarkTable, lines: Lines, request: RevaluationRequest, ask: Engine) -> pl.DataFrame:
    chosen = _named(opened, request.accounts) if request.accounts else _worst(opened, marks, lines, request.top, ask)
    frames = list(_in_full(opened, marks, lines, chosen))
    if not frames:
        raise no_debt(opened.name)
    return pl.concat(frames).sort("maintenance_ratio", nulls_last=True, maintain_order=True)


def _named(opened: OpenedBook, accounts: Sequence[str]) -> dict[int, list[int]]:
    """Rows by partition of accounts that were named.

    Raises
    ------
    UnknownName
        One is not in the book.
    """
    wanted, found = set(accounts), dict[int, list[int]]()
    for at, file in enumerate(opened.files):
        rows = file.rows_of(wanted)
        if rows:
            found[at] = list(rows.values())
            wanted -= rows.keys()
    if wanted:
        first = opened.files[0].open() if opened.files else None
        known = f"{first.name_of(0)} …" if first is not None and first.size else "-"
        raise UnknownName(kind="account", kind_zh="账户", name=", ".join(sorted(wanted)), known=known)
    return found


def _worst(opened: OpenedBook, marks: MarkTable, lines: Lines, top: int, ask: Engine) -> dict[int, list[int]]:
    """Rows by partition of the accounts with the lowest maintenance ratios; of equal ones the first."""
    answers = ask.each(Valued(marks, lines, partial(_lowest, top)), opened)
    candidates = [(ratio, at, row) for at, found in enumerate(answers) for ratio, row in found]
    rows: dict[int, list[int]] = {}
    for _, at, row in sorted(candidates)[:top]:
        rows.setdefault(at, []).append(row)
    return rows


def _lowest(top: int, _: Partition, found: Revaluation) -> list[tuple[float, int]]:
    """Ratios and rows of the lowest maintenance ratios of a partition."""
    import numpy as np

    ratio = found.maintenance_ratio()
    lowest = np.argsort(ratio, kind="stable")[:top]
    return [(float(ratio[row]), int(row)) for row in lowest if np.isfinite(ratio[row])]


def _in_full(opened: OpenedBook, marks: MarkTable, lines: Lines, chosen: dict[int, list[int]]) -> Iterator[pl.DataFrame]:
    from liangrong.book.details import details_of

    for at, rows in chosen.items():
        partition = opened.book.partitions[at]
        yield _frame_of(partition, details_of(partition, marks, lines, rows), marks, lines)


def _frame_of(partition: Partition, found: Details, marks: MarkTable, lines: Lines) -> pl.DataFrame:
    numbers = found.rows.tolist()
    available = [Decimal(int(value)) / BASIS_POINTS for value in found.available_margin]
    largest = [marks.securities[number] if number >= 0 else None for number in found.largest_security.tolist()]
    return pl.DataFrame(
        {
            "account": [partition.name_of(row) for row in numbers],
            "zone": [ZONES[zone] for zone in found.zone.tolist()],
            **{name: pl.Series(getattr(found, name)).fill_nan(None) for name in _RATIOS_OF},
            **{name: yuan(getattr(found, name)) for name in _MONEY_OF},
            "available_margin": pl.Series([value / LI_PER_YUAN for value in available], dtype=pl.Decimal(38, 7)),
            "shortfall": pl.Series(
                [Decimal(int(value)) / lines.cure_target[1] / LI_PER_YUAN for value in found.shortfall], dtype=MONEY
            ),
            "largest_security": pl.Series(largest, dtype=pl.String),
        }
    )
