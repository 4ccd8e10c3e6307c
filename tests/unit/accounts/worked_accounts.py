"""Two accounts of the worked examples, and random ones, for the tests of what an account may do and why."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from liangrong.accounts.marks import Mark
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract

D = Decimal
AT_50, AT_80, AT_100 = date(2015, 6, 1), date(2025, 6, 30), date(2026, 2, 2)
"""Days on which a new financing contract needed 50, 80 and 100 % of margin."""

MIXED = CreditAccount(
    cash=D(900000),
    collateral=(Holding("ETF", D(100000)), Holding("TB", D(2000))),
    financing=(FinancingContract("1", "P", date(2025, 5, 6), D(8000), D(500000), D("0.80")),),
    shorts=(ShortContract("2", "Q", date(2025, 5, 6), D(6000), D(300000), D("1.00")),),
    charges=D("5432.10"),
)
"""Worked example 7, valued at 80 %: available margin 449,367.90, maintenance ratio 251.3334 %."""
MIXED_MARKS = {
    "ETF": Mark(D("4.00"), D("0.90")),
    "TB": Mark(D(100), D("0.95")),
    "P": Mark(D("58.00"), D("0.65")),
    "Q": Mark(D("46.00"), D("0.70")),
}

GRANDFATHERED = CreditAccount(
    cash=D(300000),
    collateral=(Holding("X", D(20000)),),
    financing=(
        FinancingContract("1", "Y", date(2025, 12, 10), D(10000), D(400000), D("0.80")),
        FinancingContract("2", "Z", date(2026, 1, 20), D(5000), D(150000), D("1.00")),
    ),
    charges=D(3200),
)
"""Worked example 8, valued at 100 %: available margin 187,800.00, maintenance ratio 248.5539 %."""
GRANDFATHERED_MARKS = {"X": Mark(D(25), D("0.70")), "Y": Mark(D(44), D("0.65")), "Z": Mark(D(27), D("0.60"))}

SECURITIES = ("600519.SH", "688981.SH", "300750.SZ")
prices = st.decimals("1", "300", places=2)
ratios = st.decimals("0", "0.9", places=2)

Drawn = tuple[date, CreditAccount, dict[str, Mark]]


@st.composite
def accounts(draw: st.DrawFn) -> Drawn:
    """A day, an account with a loan and perhaps a short sale, and the marks of its securities."""
    fair = st.one_of(st.none(), prices)
    marks = {security: Mark(draw(prices), draw(ratios), fair_price=draw(fair)) for security in SECURITIES}
    on = draw(st.sampled_from([AT_80, AT_100]))
    before = on - timedelta(days=1)
    owed, proceeds = D(draw(st.integers(1, 500))), draw(prices) * 200
    short = ShortContract("2", SECURITIES[draw(st.integers(1, 2))], before, owed, proceeds, D(1), accrued_to=before)
    bought, principal, accrued = D(500), draw(prices) * 500, draw(prices) / 7
    loan = FinancingContract("1", SECURITIES[2], before, bought, principal, D("0.8"), accrued=accrued, accrued_to=before)
    account = CreditAccount(
        investor=draw(st.sampled_from(["general", "private_fund"])),
        cash=draw(st.decimals("0", "5000000", places=2)) + short.proceeds,
        collateral=(Holding(SECURITIES[0], D(draw(st.integers(0, 5000)))), Holding(SECURITIES[2], D(100))),
        financing=(loan,),
        shorts=draw(st.sampled_from([(), (short,)])),
        charges=draw(st.decimals("0", "1000", places=2)),
        other_collateral=draw(st.sampled_from([D(0), D(100000)])),
        credit_line=draw(st.sampled_from([None, D(700000)])),
    )
    return on, account, marks
