"""An account under xtquant's names, both ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from liangrong.accounts.assess import assess
from liangrong.accounts.intake.completion import with_ratios
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.accounts.terms import agreed_terms
from liangrong.compat.xtquant import account_entry, credit_detail
from liangrong.core.errors import InvalidAccount
from liangrong.rules.rulebook import Rulebook

DAY = date(2025, 6, 30)
D = Decimal

# Worked example 7, with its 5,432.10 of charges as interest 4,000, lending fee 1,000 and other charges 432.10.
ACCOUNT = CreditAccount(
    account_id="88001",
    cash=D(900000),
    collateral=(Holding("510300.SH", D(100000)), Holding("TB", D(2000))),
    financing=(FinancingContract("C1", "600519.SH", date(2025, 5, 6), D(8000), D(500000), D("0.80"), accrued=D(4000)),),
    shorts=(ShortContract("C2", "300750.SZ", date(2025, 5, 6), D(6000), D(300000), D("1.00"), accrued=D(1000)),),
    charges=D("432.10"),
)
MARKS = {
    "510300.SH": Mark(D("4.00"), D("0.90")),
    "TB": Mark(D(100), D("0.95")),
    "600519.SH": Mark(D("58.00"), D("0.65")),
    "300750.SZ": Mark(D("46.00"), D("0.70")),
}
TERMS = agreed_terms(Rulebook.load().at(DAY))


def test_worked_example_7_under_the_fields_of_a_credit_detail():
    detail = credit_detail(assess(ACCOUNT, MARKS, TERMS), ACCOUNT, withdrawable=D(0))
    assert round(detail.pop("m_dPerAssurescaleValue") * 100, 4) == 251.3334
    assert detail == {
        "account_id": "88001",
        "m_dBalance": 1964000.0,
        "m_dAvailable": 600000.0,
        "m_dMarketValue": 1064000.0,  # 400,000 + 200,000 + 464,000
        "m_dTotalDebt": 781432.10,
        "m_dEnableBailBalance": 449367.90,
        "m_dAssureAsset": 1182567.90,  # 1,964,000 − 781,432.10
        "m_dFinDebt": 504000.0,
        "m_dFinDealAvl": 500000.0,
        "m_dFinFee": 4000.0,
        "m_dSloDebt": 277000.0,
        "m_dSloMarketValue": 276000.0,
        "m_dSloFee": 1000.0,
        "m_dOtherFare": 432.10,
        "m_dSloSellBalance": 300000.0,
        "m_dUsedSloSellBalance": 0.0,
        "m_dSurplusSloSellBalance": 300000.0,
        "m_dFetchBalance": 0.0,
    }


def test_spent_proceeds_are_used_proceeds():
    account = replace(ACCOUNT, cash=D(250000))
    detail = credit_detail(assess(account, MARKS, TERMS), account)
    assert (detail["m_dAvailable"], detail["m_dUsedSloSellBalance"], detail["m_dSurplusSloSellBalance"]) == (
        0.0,
        50000.0,
        250000.0,
    )
    assert "m_dFetchBalance" not in detail


def test_without_debt_there_is_no_ratio():
    account = CreditAccount(cash=D(1))
    assert credit_detail(assess(account, {}, TERMS), account)["m_dPerAssurescaleValue"] is None


def test_xtquants_objects_make_the_account_that_its_detail_came_from():
    detail = SimpleNamespace(account_id="88001", m_dBalance=1964000.0, m_dMarketValue=1064000.0, m_dOtherFare=432.1)
    positions = [
        SimpleNamespace(stock_code="510300.SH", volume=100000, last_price=4.0, market_value=400000.0),
        {"stock_code": "TB", "volume": 2000, "market_value": 200000.0},
        SimpleNamespace(stock_code="600519.SH", volume=8000, last_price=58.0, market_value=464000.0),
    ]
    compacts = [
        SimpleNamespace(compact_type=48, instrument_id="600519", compact_id="C1", open_date=20250506, ret_end_date=0,
                        real_compact_vol=8000, real_compact_balance=500000.0, real_compact_fare=4000.0),
        SimpleNamespace(compact_type=49, instrument_id="300750", compact_id="C2", open_date=20250506, ret_end_date=0, business_vol=6000,
                        business_balance=300000.0, real_compact_vol=6000, real_compact_fare=1000.0),
    ]  # fmt: skip
    entry = account_entry(detail, positions, compacts, on=DAY)
    assert with_ratios(entry, MARKS, Rulebook.load()) == ACCOUNT


def test_what_xtquant_answers_wrongly_is_told_with_its_field():
    with pytest.raises(InvalidAccount, match="which is not a security code"):
        account_entry({"m_dBalance": 1.0, "m_dMarketValue": 1.0}, [{"stock_code": "999999.SH", "volume": 1}], [], on=DAY)
