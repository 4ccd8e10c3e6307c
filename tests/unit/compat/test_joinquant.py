"""The verbs of JoinQuant and PTrade on the exact account."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, CreditAccount, Holding
from liangrong.compat.joinquant import MarginSession
from liangrong.core.errors import EventRefused, UsageError
from liangrong.rules.rulebook import Rulebook

D = Decimal
DAY = date(2026, 1, 19)


def _session() -> MarginSession:
    account = CreditAccount(cash=D(1000000), collateral=(Holding("000001.SZ", D(10000)),))
    marks = {"600519.SH": Mark(D(1000), D("0.70")), "000001.SZ": Mark(D(10), D("0.65"))}
    return MarginSession(AccountState(DAY, account, marks, Rulebook.load()))


def test_the_financing_verbs_buy_sell_and_repay():
    session = _session()
    session.margincash_open("600519.XSHG", 200)
    assert (session.cash_liability, session.maintenance_margin_rate) == (D(200000), session.total_value / D(200000))
    session.new_day(date(2026, 1, 20), {"600519": 1100})
    session.margincash_close("sh600519", 100)
    # 100 at 1,100 is 110,000, less commission 27.50 (0.025 %), stamp duty 55.00 (0.05 %) and transfer fee 1.10 (0.001 %).
    costs = session.transitions[0].movements + session.transitions[-1].movements
    assert session.cash_liability < D(200000)
    assert {movement.cause for movement in costs} >= {"trade", "costs", "repayment"}
    session.margincash_direct_refund(session.total_liability)
    assert (session.cash_liability, session.maintenance_margin_rate) == (D(0), None)
    assert {holding.security for holding in session.state.account.collateral} == {"600519.SH", "000001.SZ"}


def test_the_short_verbs_sell_buy_back_and_return():
    session = _session()
    session.marginsec_open("000001", 3000, price=10)
    assert session.sec_liability == D(30000)
    session.new_day(date(2026, 1, 20), {"000001.XSHE": 9})
    assert session.sec_liability == D(27000)
    session.marginsec_close("000001", 1000)
    session.marginsec_direct_refund("000001", 2000)
    session.settle({"000001": 9})
    assert session.sec_liability == D(0)
    (left,) = session.state.account.collateral
    assert left.quantity == D(8000)


def test_own_money_buys_and_sells_collateral():
    session = _session()
    session.order("600519", 100)
    session.order("000001", -1000)
    held = {holding.security: holding.quantity for holding in session.state.account.collateral}
    assert held == {"600519.SH": D(100), "000001.SZ": D(9000)}
    # Bought: 100,000 and 25.00 commission and 1.00 transfer fee; sold: 10,000 less 5.00, 5.00 duty and 0.10.
    assert session.state.account.cash == D(1000000) - D("100026.00") + D("9989.90")


def test_what_the_rules_forbid_raises_and_leaves_the_account_as_it_is():
    session = _session()
    before = session.state
    with pytest.raises(EventRefused):
        session.margincash_open("600519", 2000)  # 2,000,000 at 100 % of margin; 1,065,000 are available
    with pytest.raises(UsageError, match="not a security code"):
        session.margincash_open("600519.SZ", 100)
    assert session.state is before
    assert session.transitions == []


def test_the_account_is_read_under_joinquants_names():
    session = _session()
    assert (session.total_value, session.net_value, session.total_liability) == (D(1100000), D(1100000), D(0))
    assert (session.available_margin, session.interest) == (D(1065000), D(0))
