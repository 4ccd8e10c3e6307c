"""What QMT exports of a credit account."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liangrong.accounts.intake.layouts import Document, read_accounts
from liangrong.core.errors import InvalidAccount

UNSET = "1.7976931348623157e+308"

# Worked example 7 with 100 more shares of P of one's own: cash 900,000; ETF 400,000; P 8,100 at 58 = 469,800.
EXPORT = {
    "as_of": "2025-06-30",
    "credit_detail": {"account_id": "88001", "m_dBalance": "1769800", "m_dMarketValue": "869800", "m_dOtherFare": UNSET,
                      "m_dPerAssurescaleValue": "2.27"},
    "positions": [
        {"stock_code": "510300.SH", "volume": "100000", "last_price": "4.00", "market_value": "400000"},
        {"m_strInstrumentID": "600519", "m_nVolume": "8100", "m_dInstrumentValue": "469800", "can_use_volume": "0"},
    ],
    "compacts": [
        {"compact_type": "48", "instrument_id": "600519", "compact_id": "C1", "open_date": "20250506", "ret_end_date": "20251105",
         "business_vol": "10000", "real_compact_vol": "8000", "business_balance": "625000", "real_compact_balance": "500000",
         "real_compact_fare": "5432.10"},
        {"compact_type": "49", "instrument_id": "300750", "compact_id": "C2", "open_date": "20250506", "ret_end_date": "0",
         "business_vol": "12000", "real_compact_vol": "6000", "business_balance": "600000", "real_compact_balance": "0",
         "real_compact_fare": UNSET},
    ],
    "assures": [{"instrument_id": "510300", "assure_ratio": "0.9"}, {"instrument_id": "600519", "assure_ratio": "0.65"},
                {"instrument_id": "000001", "assure_ratio": "0.7"}],
}  # fmt: skip


def test_an_export_is_an_account_in_which_financed_shares_are_no_collateral():
    (entry,) = read_accounts(Document("qmt.json", EXPORT))
    account = entry.account
    assert (account.account_id, account.cash, account.charges, entry.on) == (
        "88001",
        Decimal(900000),
        Decimal(0),
        date(2025, 6, 30),
    )
    assert [(held.security, held.quantity) for held in account.collateral] == [
        ("510300.SH", Decimal(100000)),
        ("600519.SH", Decimal(100)),
    ]
    (loan,) = account.financing
    assert (loan.contract_id, loan.quantity, loan.principal, loan.accrued) == (
        "C1",
        Decimal(8000),
        Decimal(500000),
        Decimal("5432.10"),
    )
    assert (loan.opened_on, loan.due_on) == (date(2025, 5, 6), date(2025, 11, 5))
    (short,) = account.shorts
    assert (short.security, short.quantity, short.proceeds, short.accrued) == (
        "300750.SZ",
        Decimal(6000),
        Decimal(300000),
        Decimal(0),
    )
    assert short.due_on is None
    assert entry.ratios_by_rule == {"C1", "C2"}


def test_a_price_comes_from_the_market_value_where_there_is_no_last_price():
    (entry,) = read_accounts(Document("qmt.json", EXPORT))
    assert {security: (said.price, said.conversion_ratio) for security, said in entry.given.items()} == {
        "510300.SH": (Decimal("4.00"), Decimal("0.9")),
        "600519.SH": (Decimal(58), Decimal("0.65")),
        "300750.SZ": (None, None),
    }


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"as_of": None}, "as_of: is missing"),
        ({"credit_detail": {"m_dBalance": "much"}}, "cash: is 'much', which is not a number"),
        ({"positions": [{"stock_code": "999999", "volume": "1"}]}, "security: is '999999', which is not a security code"),
        ({"positions": {"600519.SH": "100"}}, "collateral: is no list"),
        ({"compacts": [{**EXPORT["compacts"][0], "compact_type": "51"}]}, "compact_type 51: is no known field"),
        ({"compacts": [{"compact_type": "48", "instrument_id": "600519"}]}, "opened_on: is missing"),
    ],
)
def test_an_export_that_cannot_be_read_is_told_so(part, said):
    with pytest.raises(InvalidAccount) as caught:
        read_accounts(Document("qmt.json", {**EXPORT, **part}))
    assert said in caught.value.message("en")
