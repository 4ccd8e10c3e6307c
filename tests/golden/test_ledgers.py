"""Five ledgers of several months, worked by hand: every figure stands here with its arithmetic, to the fen.

The opening day bears interest and the day of repayment does not; a year has 360 days; interest and fees are debited through
the 20th of a month, session or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP
from decimal import Decimal as D

from liangrong.accounts.assess import Assessment, assess
from liangrong.accounts.events import (
    BonusShares,
    BuyToCover,
    CashDividend,
    CashRepay,
    Clearing,
    CollateralBuy,
    Deposit,
    Event,
    FinancingBuy,
    ForcedSale,
    MarketUpdate,
    RateChange,
    Rollover,
    SellToRepay,
    ShortSell,
)
from liangrong.accounts.ledger.conservation import conserved
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.limits.capacity import OrderAsked, capacity
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, CreditAccount, Holding, MarginCall
from liangrong.rules.rulebook import Rulebook

BOOK = Rulebook.load()
PING_AN, GREE, CATL, PUDONG = "601318.SH", "000651.SZ", "300750.SZ", "600000.SH"


class _Ledger:
    """An account taken from event to event; nothing may get lost on the way."""

    def __init__(self, on: date, account: CreditAccount, marks: dict[str, Mark], book: Rulebook = BOOK) -> None:
        self.state = AccountState(on, account, marks, book)

    def then(self, *events: Event) -> None:
        for event in events:
            transition = apply(self.state, event)
            assert conserved(self.state, transition) == ()
            self.state = transition.state

    @property
    def account(self) -> CreditAccount:
        return self.state.account

    @property
    def worth(self) -> Assessment:
        return assess(self.state.account, self.state.marks, self.state.terms)


def _fen(amount: D) -> D:
    return amount.quantize(D("0.01"), ROUND_HALF_UP)


def _ratio(number: D | None) -> D:
    assert number is not None, "there is debt"
    return number.quantize(D("0.000001"), ROUND_HALF_UP)


def _closes(security: str, closes: Iterable[tuple[date, str]]) -> Iterator[Clearing]:
    return (Clearing(on=day, prices={security: D(close)}) for day, close in closes)


def test_a_purchase_half_sold_at_a_loss_and_repaid_in_cash() -> None:
    day = date(2025, 3, 3)
    ledger = _Ledger(day, CreditAccount(cash=D(200000)), {PING_AN: Mark(D(50), D("0.65"))})
    # 4,000 × 50 = 200,000 financed, margin 160,000; 200,000 × 7.2 % / 360 = 40.00 a day; costs 30 of own cash
    ledger.then(FinancingBuy(on=day, security=PING_AN, quantity=D(4000), price=D(50), rate=D("0.072"), costs=D(30)))
    assert (ledger.account.cash, ledger.account.financing[0].margin_ratio) == (D(199970), D("0.8"))

    ledger.then(*_closes(PING_AN, [(date(2025, 3, 20), "47"), (date(2025, 3, 31), "45")]))
    # 3 to 20 March, 18 days × 40 = 720.00 debited; 21 to 31 March, 11 × 40 = 440.00 accrued
    assert (ledger.account.cash, _fen(ledger.account.accrued_charges)) == (D("199250.00"), D("440.00"))

    ledger.then(SellToRepay(on=date(2025, 4, 1), security=PING_AN, quantity=D(2000), price=D(45), costs=D(60)))
    # 2,000 × 45 − 60 = 89,940.00: 440.00 of interest first, then 89,500.00 of principal; 110,500.00 are left on 2,000 shares
    (loan,) = ledger.account.financing
    assert (loan.quantity, _fen(loan.principal), loan.accrued) == (2000, D("110500.00"), 0)
    assert ledger.account.cash == D("199250.00")
    # 199,250 − (110,500 − 90,000) − 110,500 × 0.8 = 199,250 − 20,500 − 88,400
    assert _fen(ledger.worth.available_margin) == D("90350.00")
    # (199,250 + 90,000) / 110,500
    assert _ratio(ledger.worth.maintenance_ratio) == D("2.617647")

    ledger.then(*_closes(PING_AN, [(date(2025, 4, 21), "48")]))
    # 110,500 × 7.2 % / 360 = 22.10 a day. 1 to 20 April (a Sunday), 20 × 22.10 = 442.00 debited; the 21st is accrued
    assert (ledger.account.cash, _fen(ledger.account.accrued_charges)) == (D("198808.00"), D("22.10"))

    # 21 April to 11 May, 21 × 22.10 = 464.10; 110,500.00 + 464.10 = 110,964.10
    ledger.then(CashRepay(on=date(2025, 5, 12), amount=D("110964.10")))
    assert (ledger.account.financing, ledger.account.collateral) == ((), (Holding(PING_AN, D(2000)),))
    # 198,808.00 − 110,964.10; the shares now count after conversion: + 2,000 × 48 × 0.65 = 62,400
    assert _fen(ledger.account.cash) == D("87843.90")
    assert _fen(ledger.worth.available_margin) == D("150243.90")
    assert ledger.worth.maintenance_ratio is None


def test_a_short_sale_that_rises_is_covered_in_two_parts() -> None:
    day = date(2025, 3, 3)
    ledger = _Ledger(day, CreditAccount(cash=D(300000)), {GREE: Mark(D(40), D("0.7"))})
    # 5,000 × 40 = 200,000 at 100 %; 200,000 × 9 % / 360 = 50.00 a day; cash 300,000 + 200,000 − 100
    ledger.then(ShortSell(on=day, security=GREE, quantity=D(5000), price=D(40), rate=D("0.09"), costs=D(100)))
    assert ledger.account.cash == D(499900)
    # 499,900 − 200,000 (proceeds) − 200,000 × 1.00
    assert _fen(ledger.worth.available_margin) == D("99900.00")

    ledger.then(*_closes(GREE, [(date(2025, 3, 3), "40"), (date(2025, 3, 4), "44")]))
    # 499,900 − 20,000 (loss) − 200,000 − 220,000 × 1.00 − 2 × 50
    assert _fen(ledger.worth.available_margin) == D("59800.00")
    # 499,900 / (220,000 + 100)
    assert _ratio(ledger.worth.maintenance_ratio) == D("2.271240")

    ledger.then(MarketUpdate(on=date(2025, 3, 10), prices={GREE: D(46)}),
                BuyToCover(on=date(2025, 3, 10), security=GREE, quantity=D(2000), price=D(46), costs=D(10)))  # fmt: skip
    # 499,900 − 2,000 × 46 − 10; 2/5 of the proceeds are free; 3 to 9 March, 7 × 50 = 350.00 stay due on the contract
    (short,) = ledger.account.shorts
    assert (ledger.account.cash, short.quantity, short.proceeds) == (D(407890), 3000, D("120000.00"))
    assert _fen(short.accrued) == D("350.00")

    ledger.then(*_closes(GREE, [(date(2025, 3, 20), "46")]))
    # 120,000 × 9 % / 360 = 30.00 a day: 350 + 10 to 20 March, 11 × 30 = 680.00 debited
    assert (ledger.account.cash, ledger.account.accrued_charges) == (D("407210.00"), 0)

    ledger.then(CashDividend(on=date(2025, 3, 26), security=GREE, per_share=D("0.60"), tax_rate=D("0.1")))
    # the lender gets 3,000 × 0.60 = 1,800.00, before tax
    assert _fen(ledger.account.cash) == D("405410.00")

    ledger.then(BuyToCover(on=date(2025, 4, 7), security=GREE, quantity=D(3000), price=D("45.4"), costs=D(12)))
    # 21 March to 6 April, 17 × 30 = 510.00. 405,410 − 136,200 − 12 − 510
    assert (ledger.account.shorts, _fen(ledger.account.cash), ledger.account.charges) == ((), D("268688.00"), 0)


def test_a_call_half_cured_ends_in_a_sale_that_leaves_debt() -> None:
    day = date(2025, 9, 22)
    ledger = _Ledger(day, CreditAccount(cash=D(500000)), {CATL: Mark(D(60), D("0.5"), financing_open=True)})
    ledger.then(
        # 10,000 × 60 = 600,000 financed takes 480,000 of margin; 600,000 × 6 % / 360 = 100.00 a day
        FinancingBuy(on=day, security=CATL, quantity=D(10000), price=D(60), rate=D("0.06")),
        # then 8,000 × 60 = 480,000 of own cash go into the same shares: 20,000 are left
        CollateralBuy(on=day, security=CATL, quantity=D(8000), price=D(60)),
        *_closes(CATL, [(day, "60"), (date(2025, 9, 23), "43")]),
    )
    # (20,000 + 18,000 × 43) / (600,000 + 2 × 100) = 794,000 / 600,200, between 130 % and 140 %
    assert (_ratio(ledger.worth.maintenance_ratio), ledger.state.line) == (D("1.322892"), "warned")

    ledger.then(*_closes(CATL, [(date(2025, 9, 24), "42")]))
    # 776,000 / 600,300; called on Wednesday, by Thursday's close, or sold from Friday
    assert (_ratio(ledger.worth.maintenance_ratio), ledger.state.line) == (D("1.292687"), "called")
    assert ledger.state.call == MarginCall(date(2025, 9, 24), date(2025, 9, 25), date(2025, 9, 26), D("1.40"))
    # 1.4 × 600,300 − 776,000
    assert _fen(ledger.worth.shortfall) == D("64420.00")

    ledger.then(Deposit(on=date(2025, 9, 25), amount=D(30000)), *_closes(CATL, [(date(2025, 9, 25), "42")]))
    # 806,000 / 600,400: above the call line again and below the target, so the deadline is missed
    assert (_ratio(ledger.worth.maintenance_ratio), ledger.state.line) == (D("1.342438"), "forced")

    ledger.then(*_closes(CATL, [(date(2025, 9, 26), "33.6")]))  # limit down, 42 × 0.8: nobody buys
    # (50,000 + 604,800) / 600,500
    assert (_ratio(ledger.worth.maintenance_ratio), ledger.state.line) == (D("1.090425"), "forced")

    monday = date(2025, 9, 29)
    ledger.then(MarketUpdate(on=monday, prices={CATL: D("26.88")}),
                ForcedSale(on=monday, security=CATL, quantity=D(18000), price=D("26.88"), costs=D("483.84")))  # fmt: skip
    # 18,000 × 26.88 − 483.84 = 483,356.16: 22 to 28 September, 7 × 100 = 700.00 of interest, then 482,656.16 of principal
    (loan,) = ledger.account.financing
    assert (loan.quantity, _fen(loan.principal), ledger.account.collateral) == (0, D("117343.84"), ())
    assert _fen(ledger.account.cash) == D("50000.00")

    ledger.then(CashRepay(on=monday, amount=D(50000)), Clearing(on=monday))
    # 117,343.84 − 50,000.00 are still owed, and 67,343.84 × 6 % / 360 = 11.22 for the day
    assert (_fen(ledger.account.financing[0].principal), ledger.account.cash) == (D("67343.84"), 0)
    assert (_fen(ledger.worth.debt), _fen(ledger.worth.equity)) == (D("67355.06"), D("-67355.06"))
    assert ledger.state.line == "closed"


def test_a_purchase_rolled_over_the_rise_of_2026_keeps_its_ratio() -> None:
    day = date(2025, 8, 18)
    ledger = _Ledger(day, CreditAccount(cash=D(100000)), {PING_AN: Mark(D(100), D("0.7"))})
    # 1,000 × 100 = 100,000 at 80 %; 100,000 × 5.4 % / 360 = 15.00 a day
    ledger.then(FinancingBuy(on=day, security=PING_AN, quantity=D(1000), price=D(100), rate=D("0.054")))
    # 5 new shares for 10 held
    ledger.then(BonusShares(on=date(2025, 11, 10), security=PING_AN, ratio=D("0.5")))
    applied = date(2026, 2, 5)
    ledger.then(MarketUpdate(on=applied, prices={PING_AN: D(70)}), Rollover(on=applied, contract_id="1"))
    # 18 to 20 August 3 days, then 31, 30, 31, 30, 31 days to each 20th: 156 × 15 = 2,340.00 debited.
    # 21 January to 4 February, 15 × 15 = 225.00 accrued
    (loan,) = ledger.account.financing
    assert (loan.quantity, loan.principal, loan.margin_ratio) == (1500, 100000, D("0.8"))
    assert (ledger.account.cash, _fen(loan.accrued)) == (D("97660.00"), D("225.00"))
    assert (loan.due_on, loan.rolled_on) == (date(2026, 8, 18), (applied,))
    # 97,660 + (1,500 × 70 − 100,000) × 0.7 − 100,000 × 0.8 − 225 = 97,660 + 3,500 − 80,000 − 225; at 100 % it would be 935.00
    assert _fen(ledger.worth.available_margin) == D("20935.00")
    # a new purchase on the same day is one at 100 %: 20,935 / 70 = 299.07 shares
    room = capacity(ledger.account, OrderAsked("financing_buy", PING_AN), marks=ledger.state.marks, terms=ledger.state.terms)
    assert (_fen(room.max_amount), room.max_quantity) == (D("20935.00"), 200)


def test_a_short_sale_rolled_over_the_rise_of_2024_adopts_the_new_ratio() -> None:
    day = date(2024, 3, 4)
    ledger = _Ledger(day, CreditAccount(cash=D(100000)), {GREE: Mark(D(20), D("0.7"))})
    # 2,000 × 20 = 40,000 at 80 %; 40,000 × 9 % / 360 = 10.00 a day
    ledger.then(ShortSell(on=day, security=GREE, quantity=D(2000), price=D(20), rate=D("0.09")))
    # 2 new shares for 10 owed: 2,400, for the same proceeds
    ledger.then(BonusShares(on=date(2024, 6, 3), security=GREE, ratio=D("0.2")))
    applied = date(2024, 8, 30)
    ledger.then(MarketUpdate(on=applied, prices={GREE: D(18)}))
    # 4 to 20 March 17 days, then 31, 30, 31, 30, 31: 170 × 10 = 1,700.00 debited; 21 to 29 August, 9 × 10 = 90.00 accrued
    assert (ledger.account.cash, _fen(ledger.account.accrued_charges)) == (D("138300.00"), D("90.00"))
    (short,) = ledger.account.shorts
    assert (short.quantity, short.proceeds, short.margin_ratio) == (2400, 40000, D("0.8"))
    # 138,300 − (43,200 − 40,000) − 40,000 − 43,200 × 0.8 − 90 = 138,300 − 3,200 − 40,000 − 34,560 − 90
    assert _fen(ledger.worth.available_margin) == D("60450.00")

    ledger.then(Rollover(on=applied, contract_id="1"))
    (short,) = ledger.account.shorts
    assert (short.margin_ratio, short.due_on) == (D("1.00"), date(2025, 3, 4))
    # 43,200 × 0.2 = 8,640 less
    assert _fen(ledger.worth.available_margin) == D("51810.00")


def test_interest_charged_at_the_end_of_the_month_outgrows_the_cash() -> None:
    """The charge day is the 31st: the last of each month. A debit that cash cannot pay bears 0.05 % a day."""
    day = date(2025, 1, 2)
    book = BOOK.reform("charge_day", 31, date(2010, 3, 31))
    marks = {PUDONG: Mark(D(10), D("0.7")), PING_AN: Mark(D(50), D("0.65"))}
    ledger = _Ledger(day, CreditAccount(cash=D(10000), collateral=(Holding(PUDONG, D(10000)),)), marks, book)
    ledger.then(
        # margin 10,000 + 100,000 × 0.7 = 80,000 holds exactly 2,000 × 50 = 100,000 at 80 %; 7.2 % is 20.00 a day
        FinancingBuy(on=day, security=PING_AN, quantity=D(2000), price=D(50), rate=D("0.072")),
        CollateralBuy(on=day, security=PUDONG, quantity=D(900), price=D(10)),
        Clearing(on=date(2025, 1, 27)),
    )
    assert (ledger.account.cash, _fen(ledger.account.accrued_charges)) == (D(1000), D("520.00"))  # 26 × 20

    ledger.then(RateChange(on=date(2025, 2, 10), rate=D("0.09")))
    # 2 to 31 January (no session), 30 × 20 = 600.00 debited; 1 to 9 February, 9 × 20 = 180.00 accrued; then 25.00 a day
    assert (ledger.account.cash, _fen(ledger.account.accrued_charges)) == (D("400.00"), D("180.00"))

    ledger.then(Clearing(on=date(2025, 2, 28)))
    # 180 + 10 to 28 February, 19 × 25 = 655.00: 400.00 paid, 255.00 overdue
    assert (ledger.account.cash, ledger.account.charges, ledger.account.overdue) == (0, D("255.00"), D("255.00"))

    ledger.then(Deposit(on=date(2025, 3, 10), amount=D(100)), Clearing(on=date(2025, 3, 31)))
    # penalty 31 days × 255 × 0.0005 = 3.9525, so 258.95 are due first: 100.00 paid, 158.95 not; nor 31 × 25 = 775.00
    assert (ledger.account.cash, ledger.account.charges, ledger.account.overdue) == (0, D("933.95"), D("933.95"))

    # 1 to 9 April: penalty 9 × 933.95 × 0.0005 = 4.202775, interest 9 × 25 = 225.00. 938.15 + 225.00 = 1,163.15
    ledger.then(Deposit(on=date(2025, 4, 10), amount=D(2000)))
    assert _fen(ledger.worth.debt) == D("101163.15")
    ledger.then(CashRepay(on=date(2025, 4, 10), amount=D("1163.15")))
    assert (ledger.account.accrued_charges, ledger.account.overdue) == (0, 0)
    assert (ledger.account.financing[0].principal, _fen(ledger.account.cash)) == (100000, D("836.85"))
