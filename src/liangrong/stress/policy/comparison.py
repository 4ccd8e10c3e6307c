"""Policies side by side: one row for each measure, one value for each policy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from liangrong.accounts.terms import agreed_terms
from liangrong.book.lines import CALL, WARNING
from liangrong.book.scales import BASIS_POINTS, FEN_PER_YUAN, LI_PER_YUAN
from liangrong.core.results import Note
from liangrong.rules.rulebook import RulesInForce
from liangrong.stress.policy.new_contracts import new_contract
from liangrong.stress.policy.run_off import Survival, share_under_new_terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from liangrong.stress.policy.existing import PolicySums
    from liangrong.stress.policy.markets import View
    from liangrong.stress.policy.run_off import AgeSums

__all__ = ["Cell", "PolicyRow", "existing_rows", "mean_ratio", "new_rows", "run_off_rows"]

Cell: TypeAlias = Decimal | float | int | None
PolicyUnit: TypeAlias = Literal["户", "元", "1", "sessions"]
"""``户``: accounts."""

_MARGIN_RATIO: Final = "financing_margin_ratio"


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A measure under every policy, in their order.

    Parameters
    ----------
    group
        ``existing``: accounts of the book on the day; ``new``: a contract opened from now on; ``run_off``: over time.
    values
        ``None`` where it is not known or means nothing.
    """

    group: Literal["existing", "new", "run_off"]
    measure: str
    title: Note
    unit: PolicyUnit
    values: tuple[Cell, ...]


def mean_ratio(view: View, sums: PolicySums) -> Decimal | None:
    """The margin ratio of new contracts, weighted by what is financed today; ``None`` where nothing is."""
    total = int(sums.principal.sum())
    weighted = sum(int(ratio) * int(amount) for ratio, amount in zip(view.new_ratio, sums.principal, strict=True))
    return Decimal(weighted) / total / BASIS_POINTS if total else None


def existing_rows(views: Sequence[View], sums: PolicySums) -> tuple[PolicyRow, ...]:
    """What each policy does to the accounts of the book on its first day; the first policy is what others are compared with."""
    principal = int(sums.principal.sum())

    def row(measure: str, zh: str, en: str, unit: PolicyUnit, values: Sequence[Cell]) -> PolicyRow:
        return PolicyRow("existing", measure, Note(zh, en), unit, tuple(values))

    def shortfall(totals: NDArray[np.int64], view: View) -> Decimal:
        whole = int(totals[CALL:, 4].sum())
        return (Decimal(whole) / (LI_PER_YUAN * view.lines.cure_target[1])).quantize(Decimal(1) / LI_PER_YUAN)

    def collateral(view: View) -> Decimal:
        counted = zip(sums.free_quantity, view.market.price, view.market.conversion_ratio, strict=True)
        whole = sum(int(quantity) * int(price) * int(ratio) for quantity, price, ratio in counted)
        return (Decimal(whole) / BASIS_POINTS / LI_PER_YUAN).quantize(Decimal(1) / LI_PER_YUAN)

    def power(place: int, view: View) -> Decimal | None:
        ratio = mean_ratio(view, sums)
        return (
            None if not ratio else (Decimal(int(sums.margin[place, 2])) / LI_PER_YUAN / ratio).quantize(Decimal(1) / LI_PER_YUAN)
        )

    numbered = list(enumerate(views))
    closed = [int(sums.principal[view.closed].sum()) for view in views]
    return (
        row("called", "被追保账户数", "accounts called", "户", [int(t[CALL:, 0].sum()) for t in sums.totals]),
        row("newly_called", "较第一项新增被追保账户数", "accounts called that are not under the first", "户", [int(n) for n in sums.lost[:, 1]]),
        row("warned", "低于警戒线而未被追保的账户数", "accounts below the warning line and not called", "户", [int(t[WARNING, 0]) for t in sums.totals]),
        row("debt_called", "被追保账户的负债", "debt of called accounts", "元", [_yuan(int(t[CALL:, 2].sum())) for t in sums.totals]),
        row("shortfall", "追保缺口", "cash that called accounts lack", "元", [shortfall(sums.totals[n], v) for n, v in numbered]),
        row("margin_positive", "保证金可用余额为正的账户数", "accounts with available margin", "户", [int(n) for n in sums.margin[:, 0]]),
        row("margin_negative", "保证金可用余额为负的账户数", "accounts whose available margin is below zero", "户", [int(n) for n in sums.margin[:, 1]]),
        row("margin_lost", "较第一项失去全部保证金可用余额的账户数", "accounts that have available margin under the first and none now", "户",
            [int(n) for n in sums.lost[:, 0]]),
        row("available_margin", "正的保证金可用余额合计", "available margin of all accounts that have any", "元",
            [_yuan(int(n)) for n in sums.margin[:, 2]]),
        row("buying_power", "按融资加权平均保证金比例可再融资买入的金额", "what they may still finance, at the mean margin ratio of what is financed",
            "元", [power(n, v) for n, v in numbered]),
        row("collateral_margin_value", "自有担保证券折算后的保证金价值", "free collateral after conversion ratios", "元", [collateral(v) for v in views]),
        row("concentrated", "单一证券超过集中度上限的账户数", "accounts with one security above its cap", "户",
            [int(sums.concentrated[n]) if v.tiers else None for n, v in numbered]),
        row("balance_closed", "不再可融资买入的证券所占融资余额", "financing balance in securities closed to new financing", "元",
            [Decimal(amount) / FEN_PER_YUAN for amount in closed]),
        row("balance_closed_share", "其占融资余额之比", "its share of the balance", "1", [amount / principal if principal else None for amount in closed]),
        row("called_after_limit_down", "全部跌停一个交易日后被追保账户数", "accounts called after a session at the lower limits", "户",
            [int(t[CALL:, 0].sum()) for t in sums.limit_down]),
        row("shortfall_after_limit_down", "全部跌停一个交易日后的追保缺口", "what they lack then", "元",
            [shortfall(sums.limit_down[n], v) for n, v in numbered]),
    )  # fmt: skip


def new_rows(rules: Sequence[RulesInForce]) -> tuple[PolicyRow, ...]:
    """What a contract opened under each policy may be: all-in on cash, in a stock of the main board."""
    contracts = [new_contract(agreed_terms(in_force)) for in_force in rules]
    limits = [in_force.number("price_limit", key="main") for in_force in rules]
    falls = [contract.fall_to_call for contract in contracts]
    sessions = [None if fall is None else _sessions(fall, limit) for fall, limit in zip(falls, limits, strict=True)]
    told: tuple[tuple[str, str, str, PolicyUnit, Sequence[Cell]], ...] = (
        ("margin_ratio", "融资保证金比例", "financing margin ratio", "1", [_real(c.margin_ratio) for c in contracts]),
        ("financing_per_yuan", "每元现金可融资", "financed per yuan of cash", "1", [_real(c.financing_per_yuan) for c in contracts]),
        ("exposure_leverage", "满仓后的敞口杠杆", "stock per yuan of own money, all-in", "1", [_real(c.exposure_leverage) for c in contracts]),
        ("maintenance_ratio", "满仓首日维持担保比例", "maintenance ratio on the first day, all-in", "1", [_real(c.maintenance_ratio) for c in contracts]),
        ("fall_to_warning", "跌至警戒线的跌幅", "fall to the warning line", "1", [_real(c.fall_to_warning) for c in contracts]),
        ("fall_to_call", "跌至追保线的跌幅", "fall to the call line", "1", [_real(c.fall_to_call) for c in contracts]),
        ("fall_to_immediate", "跌至即时平仓线的跌幅", "fall to the immediate line", "1", [_real(c.fall_to_immediate) for c in contracts]),
        ("fall_to_equity", "跌至资不抵债的跌幅", "fall to where the debt takes all", "1", [_real(c.fall_to_equity) for c in contracts]),
        ("sessions_to_call", "连续跌停至追保线的交易日数（主板）", "sessions at the lower limit to the call line (main board)", "sessions", sessions),
    )  # fmt: skip
    return tuple(PolicyRow("new", name, Note(zh, en), unit, tuple(values)) for name, zh, en, unit, values in told)


def run_off_rows(views: Sequence[View], ages: AgeSums, survival: Survival | None, months: Sequence[int]) -> tuple[PolicyRow, ...]:
    """The share of the balance under the new margin ratio after some months; ``None`` where a policy does not change it."""
    balance = [int(amount) for amount in ages.by_month]

    def share(view: View, after: int) -> float | None:
        if not any(getattr(change, "parameter", "") == _MARGIN_RATIO for change in view.policy.changes):
            return None
        if view.changes_open:
            return 1.0
        if survival is None:
            return None
        every = view.terms.contract_max_months if view.policy.on_rollover == "adopt" else None
        known = balance if sum(balance) else _settled(survival)
        return share_under_new_terms(known, survival, after, adopted_every=every)

    return tuple(
        PolicyRow("run_off", f"share_under_new_terms_{after}m", Note(f"{after} 个月后按新比例的融资余额占比", f"balance under the new ratio after {after} month{'' if after == 1 else 's'}"),
                  "1", tuple(share(view, after) for view in views))
        for after in months
    )  # fmt: skip


def _settled(survival: Survival) -> list[int]:
    """The ages of a balance into which as much flowed every month: as many as survive to each."""
    return [round(survival.at(month) * 10**9) for month in range(len(survival.open_at) + 12 * 10)]


def _sessions(fall: Decimal, limit: Decimal) -> int:
    """Sessions of falls by the limit that make up a fall."""
    if limit >= 1:
        return 1
    return math.ceil(math.log(1 - float(fall)) / math.log(1 - float(limit)) - 1e-12)


def _yuan(li: int) -> Decimal:
    return Decimal(li) / LI_PER_YUAN


def _real(value: Decimal | None) -> float | None:
    return None if value is None else round(float(value), 12)
