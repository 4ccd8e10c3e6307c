"""A distance leads exactly to its line, nothing is crossed on the way, and what is called unreachable is never reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from liangrong.accounts.assess import assess
from liangrong.accounts.calls.cures import cures, short_trigger_price, trigger_price
from liangrong.accounts.inverse.distance import Distance, distances
from liangrong.accounts.marks import Mark, Marks, moved
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.accounts.terms import Terms, agreed_terms
from liangrong.rules.rulebook import Rulebook

D = Decimal
DAY = date(2025, 6, 30)
NAMES = ("A", "B", "C", "E")
FEN = D("0.01")


def decimals(low: str, high: str, places: int = 2) -> st.SearchStrategy[Decimal]:
    return st.decimals(D(low), D(high), places=places, allow_nan=False)


lots = st.integers(1, 500).map(lambda n: D(100 * n))
names = st.sampled_from(NAMES)
ratios = st.sampled_from([D("0.5"), D("0.8"), D(1)])


@st.composite
def cases(draw: st.DrawFn) -> tuple[CreditAccount, Marks, str]:
    marks = {
        name: Mark(draw(decimals("1", "300")), draw(decimals("0", "1")), industry=draw(st.sampled_from(["电子", "银行", ""])))
        for name in NAMES
    }
    collateral = tuple(Holding(name, draw(lots)) for name in sorted(draw(st.sets(names, max_size=3))))
    financing = tuple(
        FinancingContract(f"F{place}", name, date(2025, 6, 2), quantity, (quantity * draw(decimals("1", "300"))), draw(ratios))
        for place, (name, quantity) in enumerate(draw(st.lists(st.tuples(names, lots), max_size=3)))
    )
    shorts = tuple(
        ShortContract(f"S{place}", name, date(2025, 6, 2), quantity, (quantity * draw(decimals("1", "300"))), draw(ratios))
        for place, (name, quantity) in enumerate(draw(st.lists(st.tuples(names, lots), max_size=2)))
    )
    proceeds = sum((short.proceeds for short in shorts), D(0))
    account = CreditAccount(
        cash=draw(decimals("0", "9000000")) + proceeds, collateral=collateral, financing=financing, shorts=shorts,
        charges=draw(decimals("0", "9000")),
    )  # fmt: skip
    return account, marks, draw(st.sampled_from(["per_contract", "per_security"]))


def terms_of(netting: str) -> Terms:
    """Made in the test: a rulebook in an example that failed would fill the screen."""
    return replace(agreed_terms(Rulebook.load().at(DAY)), netting=netting)


def above(row: Distance, account: CreditAccount, marks: Marks, terms: Terms) -> Decimal:
    """How far above its line an account is: a ratio less the line, or 元 of available margin."""
    found = assess(account, marks, terms)
    if row.line == "available_margin":
        return found.available_margin
    assert found.maintenance_ratio is not None
    return found.maintenance_ratio - row.level


def members(row: Distance, account: CreditAccount, marks: Marks) -> list[str]:
    kind, _, name = row.scope.partition(":")
    held = [item.security for item in (*account.collateral, *account.financing, *account.shorts)]
    return [s for s in held if kind == "market" or name == (s if kind == "security" else marks[s].industry)]


def moves_to(row: Distance, account: CreditAccount, marks: Marks, move: Decimal) -> Marks:
    return moved(marks, dict.fromkeys(members(row, account, marks), move))


def allowed(row: Distance, account: CreditAccount, marks: Marks) -> Decimal:
    """What 28 digits leave open: 元 in ten millions, and a ratio the more uncertain the less is owed for what is held."""
    if row.line == "available_margin":
        return D("1e-14")
    held = sum((item.quantity * marks[item.security].price for item in (*account.collateral, *account.financing)), D(0))
    return D("1e-20") + held * D("1e-27") / assess(account, marks, terms_of("per_contract")).debt


@given(cases(), st.sampled_from(["market", "security", "industry"]), decimals("0.01", "0.99"))
def test_the_move_leads_exactly_to_the_line_and_no_earlier(case: tuple, by: str, share: Decimal) -> None:
    account, marks, terms = *case[:2], terms_of(case[2])
    for row in distances(account, marks, terms, by=by):
        if row.move is None:
            continue
        assert abs(above(row, account, moves_to(row, account, marks, row.move), terms)) < allowed(row, account, marks)
        if row.move:
            between = above(row, account, moves_to(row, account, marks, row.move * share), terms)
            assert (between < 0) == row.beyond


@given(cases(), st.sampled_from(["market", "security"]), decimals("-0.99", "9"))
def test_what_is_called_unreachable_is_never_reached(case: tuple, by: str, move: Decimal) -> None:
    account, marks, terms = *case[:2], terms_of(case[2])
    for row in distances(account, marks, terms, by=by):
        if row.reachable or (row.line != "available_margin" and not account.has_debt):
            continue
        there = above(row, account, moves_to(row, account, marks, move), terms)
        assert (there < 0) == row.beyond


@given(lots, decimals("1", "300"), decimals("0", "1000000"), decimals("1.05", "3"))
def test_a_fen_beside_the_trigger_price_decides(quantity: Decimal, principal: Decimal, cash: Decimal, line: Decimal) -> None:
    debt = principal * 1000
    price = trigger_price(debt, quantity, line, other_assets=cash)
    assume(price > FEN)
    assert (cash + quantity * (price + FEN)) / debt > line > (cash + quantity * (price - FEN)) / debt
    short = short_trigger_price(cash + debt, quantity, line)
    assume(short > FEN)
    assert (cash + debt) / (quantity * (short - FEN)) > line > (cash + debt) / (quantity * (short + FEN))


@given(cases())
def test_paying_in_what_a_cure_asks_for_reaches_the_target(case: tuple) -> None:
    account, marks, terms = *case[:2], terms_of(case[2])
    found = cures(account, marks, terms)
    assume(found.needed and found.assets > 0)
    cash, outside = found.way("cash").amount, found.way("outside_repayment").amount
    assert cash is not None
    assert outside is not None
    assert abs((found.assets + cash) / found.debt - found.target) < D("1e-20")
    assert abs(found.assets / (found.debt - outside) - found.target) < D("1e-20")
    sale = found.way("sale").amount
    if sale is not None and found.debt > sale:
        assert abs((found.assets - sale) - found.target * (found.debt - sale)) < D("1e-12") * found.debt
