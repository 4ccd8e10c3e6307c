"""Policies side by side: what each does to the accounts of a book, to new contracts, and to the balance over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from liangrong.core.clocks import SHANGHAI, AsOf
from liangrong.core.errors import UsageError
from liangrong.core.results import Note, Result
from liangrong.research.tables.assumptions import assumptions_told
from liangrong.rules.rulebook import Rulebook
from liangrong.services.books.files import OpenedBook, opened_book
from liangrong.services.rules import opened_book as opened_rules
from liangrong.services.stress.asking import Ask, asked_here
from liangrong.services.text_files import text_of
from liangrong.services.workspace import Workspace
from liangrong.stress.policy.policies import TODAY, Policy, parse_policy
from liangrong.stress.policy.run_off import Survival
from liangrong.stress.policy.static_pe import parse_static_pe

if TYPE_CHECKING:
    from liangrong.stress.policy.comparison import Cell, PolicyRow
    from liangrong.stress.policy.run_off import AgeSums

__all__ = ["PolicyRequest", "policy"]

_PLACES: Final = 6
_SCHEMA: Final = pl.Schema({
    **dict.fromkeys(("group", "measure", "title_zh", "title_en", "unit", "policy_name"), pl.String()),
    **dict.fromkeys(("value", "value_today"), pl.Decimal(38, _PLACES)),
})  # fmt: skip
_FLOW_SESSIONS: Final = 60
"""Sessions over which the share of the balance that is repaid is taken from the market's totals."""
_SESSIONS_PER_MONTH: Final = 21
"""Of about 243 a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRequest:
    """Policies, and the book they are put to.

    Parameters
    ----------
    policies
        Each as ``stress.policy.policies`` reads it; the rules as they are always stand first.
    book
        Empty: only what they do to new contracts.
    on
        Day on which the policies begin, without a book; that of the book with one.
    months
        After how many the run-off is told.
    repaid_per_month
        Share of the balance repaid in a month, whatever the age; ``None``: from the ages of the book, else from the market's flows.
    static_pe
        File with ``security,pe``: needed where the P/E rule changes.
    pack
        A broker's rules over the law, under every policy.
    """

    policies: tuple[str, ...]
    book: str = ""
    on: date | None = None
    months: tuple[int, ...] = (1, 3, 6, 12)
    repaid_per_month: Decimal | None = None
    static_pe: Path | None = None
    pack: str = ""
    own_files: bool = True


def policy(workspace: Workspace | None, request: PolicyRequest, *, ask: Ask = asked_here) -> Result:
    """Compare policies.

    Returns
    -------
    Result
        ``group`` (``existing, new, run_off``), ``measure, title_zh, title_en, unit, policy_name, value, value_today``: a row for each measure and
        policy, the rules as they are (``today``) first; ``value`` in the unit of the row: 元, accounts (户), sessions or a ratio (1), null
        where it is not known or means nothing.

    Raises
    ------
    UsageError, UnknownName, BadInput, RuleNotInForce, LooseningOverlay
        A policy cannot be read, names a parameter or a scope that does not exist, or the rules do not reach the day.
    NoData
        The book has no accounts.
    """
    policies = _named(request)
    _check(request)
    book = opened_rules(request.pack or None, own_files=request.own_files)
    if request.book:
        opened = opened_book(workspace, request.book, own_files=request.own_files)
        rows, notes = _over_a_book(policies, request, opened, book, workspace, ask)
        on, source = opened.book.on, (*opened.source, "rulebook")
    else:
        on, source = request.on or datetime.now(SHANGHAI).date(), ("rulebook",)
        rows, notes = _of_new_contracts(policies, book, on), ()
    cells = [
        (row.group, row.measure, row.title.zh, row.title.en, row.unit, each.name, _digits(value), _digits(row.values[0]))
        for row in rows for each, value in zip(policies, row.values, strict=True)
    ]  # fmt: skip
    told = [each.told for each in policies[1:]]
    return Result(
        pl.DataFrame(cells, schema=_SCHEMA, orient="row"),
        as_of=on,
        source=source,
        warnings=tuple(dict.fromkeys((*notes, *told, _ALL_IN))),
    )


_ALL_IN: Final = Note(
    "新合约一栏：以现金全额作保证金融资买入，自有现金再全部买入同一股票；不计利息、费用与集中度",
    "new contracts: all cash is margin for the purchase and is then spent on the same stock; interest, costs and concentration left out",
)
_EXISTING: Final = Note(
    "存量账户一栏：价格不变；可再融资金额未计授信额度与警戒线限制；集中度只计单一证券档",
    "existing accounts: prices stay; what may still be financed counts no credit line and no limit below the warning line; of "
    "concentration caps those on single securities",
)
_STEADY: Final = Note(
    "按融资余额总量不变推算，偿还多少即新增多少",
    "the balance is taken to stay as large as it is: what is repaid is financed anew",
)
_NOT_KNOWN: Final = Note(
    "账簿没有合约开立日期，也没有可用的市场偿还额，未推算新旧更替",
    "the book does not know when contracts were opened and no repayments of the market are at hand: the run-off is not computed",
)


def _named(request: PolicyRequest) -> tuple[Policy, ...]:
    """The policies in the order asked, the rules as they are first; each name once."""
    policies = (TODAY, *(found for found in map(parse_policy, request.policies) if found != TODAY))
    if len(policies) == 1:
        raise UsageError(
            reason="No policy is named; write one as financing_margin_ratio=80%.",
            reason_zh="没有给出政策；请写成 financing_margin_ratio=80%。",
        )
    names = [each.name for each in policies]
    wrong = next((name for name in names if names.count(name) > 1), None)
    if wrong is not None:
        raise UsageError(reason=f"Two policies cannot both be called '{wrong}'; put another name and a colon before one of them.",
                         reason_zh=f"政策名称“{wrong}”重复；请在政策前加上其他名称和冒号。")  # fmt: skip
    return policies


def _check(request: PolicyRequest) -> None:
    if any(month < 1 for month in request.months):
        raise UsageError(reason="`months` are whole numbers from 1 on.", reason_zh="`months` 应为不小于 1 的整数。")
    if request.repaid_per_month is not None and not 0 < request.repaid_per_month < 1:
        raise UsageError(reason=f"`repaid_per_month` is {request.repaid_per_month}; it lies between 0 and 1.",
                         reason_zh=f"`repaid_per_month` 为 {request.repaid_per_month}，应在 0 与 1 之间。")  # fmt: skip
    if request.static_pe and not request.own_files:
        raise UsageError(reason="A file may not be named here.", reason_zh="此处不能引用文件。")


def _of_new_contracts(policies: Iterable[Policy], book: Rulebook, on: date) -> tuple[PolicyRow, ...]:
    from liangrong.stress.policy.comparison import new_rows

    return new_rows([each.rulebook(book, on).at(on) for each in policies])


def _over_a_book(
    policies: tuple[Policy, ...],
    request: PolicyRequest,
    opened: OpenedBook,
    book: Rulebook,
    workspace: Workspace | None,
    ask: Ask,
) -> tuple[tuple[PolicyRow, ...], tuple[Note, ...]]:
    from liangrong.stress.policy.comparison import existing_rows, run_off_rows
    from liangrong.stress.policy.existing import PolicyTask
    from liangrong.stress.policy.markets import view_of
    from liangrong.stress.policy.run_off import AgesTask

    on = opened.book.on
    ratios = _static_pe(request)
    views = tuple(view_of(each, opened.marks, book, on, static_pe=ratios) for each in policies)
    ages = ask(AgesTask(on), opened)
    survival = _survival(request, ages, workspace, on)
    rows = (
        *existing_rows(views, ask(PolicyTask(views), opened)),
        *_of_new_contracts(policies, book, on),
        *run_off_rows(views, ages, survival, request.months),
    )
    basis = (survival.basis, _STEADY) if survival is not None else (_NOT_KNOWN,)
    return rows, (*opened.notes, *(note for view in views for note in view.notes), *basis, _EXISTING,
                  assumptions_told({"balance": "constant", "prices": "unchanged", "limit_down": "one session at the lower limits, suspended ones unmoved"}))  # fmt: skip


def _survival(request: PolicyRequest, ages: AgeSums, workspace: Workspace | None, on: date) -> Survival | None:
    """What is still open of a vintage: as asked, as the ages of the book imply, or as the market repays."""
    if request.repaid_per_month is not None:
        share = request.repaid_per_month
        return Survival.constant(
            float(share), Note(f"假设每月偿还余额的 {share:.1%}", f"assumed: {share:.1%} of the balance is repaid every month")
        )
    implied = Survival.of_ages([int(amount) for amount in ages.by_month], Note(
        "合约存续按账簿中融资余额的账龄推算（假设各月新增额相同）",
        "how long contracts last is inferred from the ages of the book's balance (as if as much were financed every month)"))  # fmt: skip
    if implied is not None or workspace is None:
        return implied
    repaid = _repaid_per_session(workspace, on)
    if repaid is None:
        return None
    per_month = 1 - (1 - repaid) ** _SESSIONS_PER_MONTH
    return Survival.constant(per_month, Note(
        f"合约存续按市场近 {_FLOW_SESSIONS} 个交易日日均偿还率 {repaid:.2%} 推算，不分账龄：频繁交易者使其偏快",
        f"how long contracts last is taken from the market's repayments, {repaid:.2%} of the balance a session over {_FLOW_SESSIONS} sessions, "
        "whatever the age: those who trade often make it look fast"))  # fmt: skip


def _repaid_per_session(workspace: Workspace, on: date) -> float | None:
    """The mean share of the market's financing balance that was repaid in a session; ``None`` where the store does not say."""
    calendar = workspace.calendar
    end = calendar.on_or_before(on)
    totals = workspace.snapshot(AsOf(end)).table("market_totals", start=calendar.back(end, _FLOW_SESSIONS - 1))
    known = totals.drop_nulls(["financing_repay_amount", "financing_balance"])
    repaid, balance = (float(known[name].cast(pl.Float64).sum()) for name in ("financing_repay_amount", "financing_balance"))
    return repaid / balance if balance else None


def _digits(value: Cell) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(Decimal(1).scaleb(-_PLACES))


def _static_pe(request: PolicyRequest) -> Mapping[str, Decimal] | None:
    return parse_static_pe(text_of(request.static_pe), f"{request.static_pe}") if request.static_pe else None
