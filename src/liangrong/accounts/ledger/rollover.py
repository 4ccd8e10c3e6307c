"""Rolling a contract over (展期): its term moves on, its margin ratio keeps or adopts as the change of rule says.

CSRC measures on margin trading (2015): allowed since 2015-07-01, each time for no longer than a contract may last.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from liangrong.accounts.assess import mark_of
from liangrong.accounts.events import Rollover
from liangrong.accounts.ledger.opening import months_after
from liangrong.accounts.ledger.posting import booked
from liangrong.accounts.ledger.refusals import refused
from liangrong.accounts.ledger.repayment import open_contract
from liangrong.accounts.limits.margin_ratios import Side
from liangrong.accounts.state import AccountState, Contract, FinancingContract, ShortContract
from liangrong.accounts.terms import venue_of
from liangrong.accounts.transitions import Transition
from liangrong.core.results import Note
from liangrong.rules.rulebook import Ruling

__all__ = ["rollover"]


def rollover(state: AccountState, event: Rollover) -> Transition:
    """Prolong a contract by some months from the end of its term; nothing moves.

    Raises
    ------
    EventRefused
        The rules of the day do not allow it or not for so long, the contract is not open, or its term is over.

    Examples
    --------
    >>> from liangrong.accounts.state import CreditAccount
    >>> from liangrong.rules.rulebook import Rulebook
    >>> D, day = Decimal, date(2026, 6, 10)
    >>> loan = FinancingContract("A", "600519.SH", date(2025, 12, 10), D(100), D(100000), D("0.80"), due_on=day)
    >>> state = AccountState(day, CreditAccount(financing=(loan,)), {}, Rulebook.load())
    >>> (rolled,) = rollover(state, Rollover(on=day, contract_id="A")).state.account.financing
    >>> rolled.margin_ratio, str(rolled.due_on)
    (Decimal('0.80'), '2026-12-10')
    """
    terms = state.terms
    contract: Contract = open_contract(event, state.account.contracts, event.contract_id)
    if not terms.rollover_allowed:
        rule = terms.rules.ruling("rollover_allowed")
        raise refused(event, "contracts may not be rolled over under the rules of that day", "当日规则不允许展期", rule=rule)
    months = terms.contract_max_months if event.months is None else event.months
    if not 0 < months <= terms.contract_max_months:
        raise refused(event, f"{months} months are not between 1 and {terms.contract_max_months}",
                      f"展期 {months} 个月，不在 1 至 {terms.contract_max_months} 个月之间",
                      rule=terms.rules.ruling("contract_max_months"))  # fmt: skip
    most = terms.rules.ruling("rollover_times_max")
    if isinstance(most.value, int) and len(contract.rolled_on) >= most.value:
        times = len(contract.rolled_on)
        raise refused(event, f"contract {contract.contract_id} was rolled over {times} times already, and the broker allows {most.value}",
                      f"合约 {contract.contract_id} 已展期 {times} 次，证券公司限 {most.value} 次", rule=most)  # fmt: skip
    late = contract.due_on is not None and contract.due_on < event.on
    if late and not mark_of(contract.security, state.marks).suspended:
        raise refused(event, f"the term of contract {contract.contract_id} ended on {contract.due_on}; it had to be applied for before",
                      f"合约 {contract.contract_id} 已于 {contract.due_on} 到期；展期须在到期前申请")  # fmt: skip
    ratio, ruling = _ratio_after(state, event, contract)
    rolled = replace(
        contract,
        margin_ratio=ratio,
        due_on=months_after(event.on if contract.due_on is None else max(contract.due_on, event.on), months),
        rolled_on=(*contract.rolled_on, event.on),
    )
    account = replace(
        state.account,
        financing=tuple(
            rolled if c is contract and isinstance(rolled, FinancingContract) else c for c in state.account.financing
        ),
        shorts=tuple(rolled if c is contract and isinstance(rolled, ShortContract) else c for c in state.account.shorts),
    )
    note = Note(f"合约 {contract.contract_id} 展期至 {rolled.due_on}，保证金比例 {ratio}：{ruling.reason.zh}（{ruling.citation}）",
                f"contract {contract.contract_id} runs to {rolled.due_on} at a margin ratio of {ratio}: {ruling.reason.en} "
                f"({ruling.citation})")  # fmt: skip
    return booked(state, account, (), notes=(note,))


def _ratio_after(state: AccountState, event: Rollover, contract: Contract) -> tuple[Decimal, Ruling]:
    """The ratio from the rollover on, and the ruling on it.

    A contract at the floor follows the floor, down as well where that is agreed on; a stricter one stays where it is unless
    the floor rises above it.
    """
    side: Side = "financing" if isinstance(contract, FinancingContract) else "short"

    def floor(rolled_on: tuple[date, ...], *, agreed: bool = False) -> Ruling:
        return state.terms.rules.ruling(
            f"{side}_margin_ratio",
            key=state.account.investor if side == "short" else None,
            venue=venue_of(contract.security),
            opened_on=contract.opened_on,
            rolled_on=rolled_on,
            agreed=agreed,
        )

    before, after = floor(contract.rolled_on), floor((*contract.rolled_on, event.on), agreed=event.agreed)
    assert isinstance(after.value, Decimal), "a margin ratio is a number"
    return (after.value if contract.margin_ratio == before.value else max(contract.margin_ratio, after.value)), after
