"""A purchase on credit in akquant's margin account and in ours: the same prices, no costs, 8 % a year.

100,000 yuan of own money buy stock for 200,000 at 10.00 on 2026-03-02; the price rises, then falls below the line. Both lines are
set to the same price: 130 % of ours is 1 − 1/1.3 of theirs. Both are asked at the close of each session, before its night.

Our side by hand: 14 nights at 22.22 are 311.11; 200 shares at 7.00 pay them and 1,088.89 of the loan; a night on the 98,911.11 left
costs 21.98; 19,800 × 7.10 − 98,911.11 − 21.98 = 41,646.91.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from functools import cache
from typing import Any

import pytest

from liangrong.accounts import events as ev
from liangrong.accounts.assess import Assessment, assess
from liangrong.accounts.calls.liquidation import liquidate
from liangrong.accounts.ledger.fold import apply, replay
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, CreditAccount
from liangrong.rules.rulebook import Rulebook
from tests.differential.pages import pages, rows_of
from tests.differential.peers import Disagreement, ask, differing, listed

STOCK = "600000.SH"
PATH = {
    "2026-03-02": "10.00", "2026-03-03": "10.20", "2026-03-04": "10.50", "2026-03-05": "9.80", "2026-03-06": "9.00",
    "2026-03-09": "8.20", "2026-03-10": "7.40", "2026-03-11": "6.70", "2026-03-12": "6.45", "2026-03-13": "6.50",
    "2026-03-16": "7.00", "2026-03-17": "7.10",
}  # fmt: skip
"""Close of each session; between the 6th and the 9th, and between the 13th and the 16th, lies a weekend."""
OPENED, FIRST, SECOND, LAST = "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-17"
VINTAGES = {"2026-01-16": "10.00", "2026-01-19": "10.00", "2026-01-20": "10.00", "2026-01-21": "11.00"}
"""The ratio of new contracts rises from 80 % to 100 % on the 19th."""
RATE = "0.08"

DISAGREEMENTS = (
    Disagreement("maintenance ratio at 10.20", "50.97 %", "203.95 %", "theirs is equity / value, 维持担保比例 is assets / debt"),
    Disagreement("maintenance ratio without debt", "300.00 %", "—", "there is nothing to maintain; 300 % would read as the withdrawal line"),
    Disagreement("shares that 100,000 buy at an initial ratio of 1", "0", "20,000",
                 "theirs is equity / value, 融资保证金比例 is margin / amount financed: their 0.5 is our 1"),
    Disagreement("cash after the purchase", "-100,021.92", "0.00", "theirs goes below zero; ours owes on a contract, and cash stays cash"),
    Disagreement("credit used while cash is idle", "0.00", "200,000.00", "theirs spends cash first; a margin purchase is its own kind of order"),
    Disagreement("interest of the first night", "21.92", "22.22", "365 days a year there, 360 by brokers' custom here, a parameter"),
    Disagreement("interest of a weekend", "21.94", "66.67", "theirs counts sessions, contracts count calendar days"),
    Disagreement("interest on interest, second night", "0.0048", "0.0000", "theirs joins the debt nightly; ours is debited on the charge day"),
    Disagreement("available margin at 10.20", "1,978.08", "-32,422.22",
                 "no conversion ratios there: shares and floating profit count in full, and the margin held moves with the price"),
    Disagreement("contracts of two purchases", "1", "2", "theirs has positions, no contracts: no vintage, no term, no order of repayment"),
    Disagreement("margin held across a reform", "100,000.00", "180,000.00", "one ratio for all there; here the contract of the 16th keeps 80 %"),
    Disagreement("the same after a rise of 10 %", "110,000.00", "180,000.00", "theirs takes it of the value, the rule of the amount financed"),
    Disagreement("first forced sale", "2026-03-13", "2026-03-16", "no call and no days to cure there; here a deadline at T+1, sales from T+2"),
    Disagreement("price of the sale", "6.45", "7.00", "theirs fills the night after at the close that is over, ours at the prices of its session"),
    Disagreement("shares sold", "20,000", "200", "theirs sells everything, ours the least that restores the target"),
    Disagreement("equity at the end", "28,802.57", "41,646.91", "what a recovery is worth to whoever was not sold out at the bottom"),
)  # fmt: skip


def sessions(path: dict[str, str]) -> list[date]:
    return [date.fromisoformat(day) for day in path]


def theirs(path: dict[str, str], buys: dict[str, int], cash: int, *, initial: float = 0.5) -> dict[str, Any]:
    question = {
        "sessions": list(path), "prices": [float(price) for price in path.values()], "buys": buys, "cash": float(cash),
        "initial_ratio": initial, "maintenance_ratio": 1 - 1 / 1.3, "rate": float(RATE),
    }  # fmt: skip
    found = ask("akquant", question)
    return {"trades": found["trades"], "sold": [trade for trade in found["trades"] if "Sell" in trade["side"]],
            "rows": {row["session"]: row for row in found["rows"]}}  # fmt: skip


def funded(on: date, cash: int) -> AccountState:
    return AccountState(on, CreditAccount(cash=D(cash)), {STOCK: Mark(D("10.00"), D("0.65"))}, Rulebook.load())


def worth(state: AccountState) -> Assessment:
    return assess(state.account, state.marks, state.terms)


def buy(on: date, shares: int) -> ev.FinancingBuy:
    return ev.FinancingBuy(on=on, security=STOCK, quantity=D(shares), price=D("10.00"), rate=D(RATE))


@cache
def ours() -> tuple[dict[str, Assessment], tuple[ev.ForcedSale, ...]]:
    """Our account at each close before the night, and what was sold by force."""
    first = sessions(PATH)[0]
    state = funded(first, 100_000)
    opening = (buy(first, 10_000), ev.CollateralBuy(on=first, security=STOCK, quantity=D(10_000), price=D("10.00")))
    for transition in replay(state, opening):
        state = transition.state
    closes, sales = {}, []
    for on in sessions(PATH):
        state = apply(state, ev.MarketUpdate(on=on, prices={STOCK: D(PATH[f"{on}"])})).state
        if state.line == "forced":
            before = shares(state)
            for transition in liquidate(state, costs=False):
                state = transition.state
            sales.append(ev.ForcedSale(on=on, security=STOCK, quantity=before - shares(state), price=D(PATH[f"{on}"])))
        closes[f"{on}"] = worth(state)
        state = apply(state, ev.Clearing(on=on)).state
    return closes, tuple(sales)


@cache
def two_vintages() -> tuple[AccountState, AccountState]:
    """After a purchase under each ratio, and the same at 11.00."""
    friday, monday, tuesday, later = sessions(VINTAGES)
    state = funded(friday, 300_000)
    for transition in replay(state, (buy(friday, 10_000), buy(monday, 10_000), ev.Clearing(on=tuesday))):
        state = transition.state
    return state, apply(state, ev.MarketUpdate(on=later, prices={STOCK: D(VINTAGES[f"{later}"])})).state


def shares(state: AccountState) -> D:
    return sum((item.quantity for item in (*state.account.collateral, *state.account.financing)), D(0))


def measured() -> dict[str, tuple[str, str]]:
    """Every quantity: what they say, what we say, rounded as the table shows it."""
    path, (closes, sales) = theirs(PATH, {OPENED: 20_000}, 100_000), ours()
    rows, sold = path["rows"], path["sold"]
    unlevered = theirs({day: PATH[day] for day in (OPENED, FIRST)}, {OPENED: 20_000}, 100_000, initial=1.0)["rows"][FIRST]
    reform, (held, risen) = theirs(VINTAGES, {"2026-01-16": 10_000, "2026-01-19": 10_000}, 300_000)["rows"], two_vintages()
    paid = apply(funded(sessions(PATH)[0], 300_000),
                 ev.CollateralBuy(on=sessions(PATH)[0], security=STOCK, quantity=D(10_000), price=D("10.00"))).state  # fmt: skip
    ratio = worth(paid).maintenance_ratio
    accrued = {day: close.accrued_charges for day, close in closes.items()}
    nights = [rows[day]["daily_interest"] for day in (FIRST, SECOND)]
    return {
        "market value at 10.20": (yuan(rows[FIRST]["market_value"]), yuan(closes[FIRST].collateral_value + closes[FIRST].financed_value)),
        "principal borrowed": (yuan(rows[FIRST]["borrowed_cash"] - rows[FIRST]["accrued_interest"]), yuan(closes[FIRST].financing_debt)),
        "maintenance ratio at 10.20": (percent(rows[FIRST]["maintenance_ratio"]), percent(closes[FIRST].maintenance_ratio)),
        "maintenance ratio without debt": (percent(reform["2026-01-19"]["maintenance_ratio"]), "—" if ratio is None else percent(ratio)),
        "shares that 100,000 buy at an initial ratio of 1": (f"{unlevered['shares']:,.0f}", f"{closes[FIRST].exposure / D('10.20'):,.0f}"),
        "cash after the purchase": (yuan(rows[FIRST]["cash"]), yuan(closes[FIRST].cash)),
        "credit used while cash is idle": (yuan(reform["2026-01-20"]["borrowed_cash"]), yuan(worth(held).financing_debt)),
        "interest of the first night": (yuan(nights[0]), yuan(accrued[FIRST] - accrued[OPENED])),
        "interest of a weekend": (yuan(rows["2026-03-09"]["daily_interest"]), yuan(accrued["2026-03-09"] - accrued["2026-03-06"])),
        "interest on interest, second night": (f"{nights[1] - nights[0]:.4f}", f"{accrued[SECOND] - 2 * accrued[FIRST]:.4f}"),
        "available margin at 10.20": (yuan(rows[FIRST]["free_margin"]), yuan(closes[FIRST].available_margin)),
        "contracts of two purchases": (f"{reform['2026-01-20']['positions']}", f"{len(held.account.financing)}"),
        "margin held across a reform": (yuan(reform["2026-01-20"]["margin"]), yuan(worth(held).margin_used)),
        "the same after a rise of 10 %": (yuan(reform["2026-01-21"]["margin"]), yuan(worth(risen).margin_used)),
        "first forced sale": (sold[0]["session"], f"{sales[0].on}"),
        "price of the sale": (f"{sold[0]['price']:.2f}", f"{sales[0].price:.2f}"),
        "shares sold": (f"{sum(sale['shares'] for sale in sold):,.0f}", f"{sum(sale.quantity for sale in sales):,.0f}"),
        "equity at the end": (yuan(rows[LAST]["equity"]), yuan(closes[LAST].equity)),
    }  # fmt: skip


def yuan(amount: D | float) -> str:
    return f"{amount:,.2f}"


def percent(ratio: D | float | None) -> str:
    assert ratio is not None
    return f"{ratio * 100:.2f} %"


def test_every_disagreement_with_akquant_is_listed_and_still_shows() -> None:
    assert differing(measured()) == listed(DISAGREEMENTS)


def test_their_ratio_is_ours_after_conversion_while_no_cash_is_idle() -> None:
    """1 / (1 − equity / value) is value / debt; interest alone keeps them apart, by less than a tenth of a percent."""
    rows, (closes, _) = theirs(PATH, {OPENED: 20_000}, 100_000)["rows"], ours()
    for day in list(PATH)[1:9]:
        converted, ratio = 1 / (1 - rows[day]["maintenance_ratio"]), closes[day].maintenance_ratio
        assert ratio is not None
        assert abs(converted - float(ratio)) < 0.001, day


def test_both_find_the_breach_in_the_same_session() -> None:
    rows, (closes, _) = theirs(PATH, {OPENED: 20_000}, 100_000)["rows"], ours()
    below = [day for day in list(PATH)[1:9] if rows[day]["maintenance_ratio"] < 1 - 1 / 1.3]
    assert below == [day for day in list(PATH)[1:9] if closes[day].zone in ("call", "immediate")] == ["2026-03-12"]


@pytest.mark.parametrize("page", pages())
def test_the_pages_show_every_disagreement_with_akquant(page: str) -> None:
    shown = rows_of(page)
    assert [row.quantity for row in DISAGREEMENTS if (row.theirs, row.ours) not in shown] == []
