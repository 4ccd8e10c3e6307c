"""How far to each line: hand arithmetic for a fall, a rise, one stock, one industry, and what cannot be reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from liangrong.accounts.assess import assess
from liangrong.accounts.inverse.distance import Distance, distances, line_levels
from liangrong.accounts.marks import Mark, moved
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.accounts.terms import Terms, agreed_terms
from liangrong.rules.rulebook import Rulebook

D = Decimal
DAY = date(2025, 6, 30)
OPENED = date(2025, 6, 2)


@pytest.fixture(scope="module")
def terms() -> Terms:
    return agreed_terms(Rulebook.load().at(DAY))


BASE = CreditAccount(
    cash=D(150000),
    collateral=(Holding("A", D(5000)),),
    financing=(FinancingContract("1", "B", OPENED, D(20000), D(200000), D("0.8")),),
)
"""Example 4: 150,000 in cash, 5,000 A at 20, 20,000 B bought at 10 with 200,000."""
MARKS = {"A": Mark(D(20), D("0.7"), industry="银行"), "B": Mark(D(10), D("0.65"), industry="电子")}
SHORT = CreditAccount(cash=D(800000), shorts=(ShortContract("1", "Q", OPENED, D(10000), D(300000), D(1)),))
"""Example 6: 10,000 Q sold short at 30 beside 500,000 of own cash."""
Q_AT_30 = {"Q": Mark(D(30), D("0.7"))}


def only(rows: tuple[Distance, ...], line: str, scope: str) -> Distance:
    (found,) = [row for row in rows if (row.line, row.scope) == (line, scope)]
    return found


def shown(value: Decimal | None, places: str = "0.0001") -> str:
    assert value is not None
    return f"{value.quantize(D(places), ROUND_HALF_UP)}"


@pytest.mark.parametrize(
    ("line", "move"),
    [
        ("withdrawal", "0.5000"),  # 150,000 + 300,000 x = 3 × 200,000: x = 1.5
        ("warning", "-0.5667"),  # 280,000 − 150,000 = 300,000 x: x = 0.43333
        ("call", "-0.6333"),  # 260,000: x = 0.36667
        ("immediate", "-0.7667"),  # 220,000: x = 0.23333
        ("equity", "-0.8333"),  # 200,000: x = 0.16667
    ],
)
def test_a_fall_of_all_prices_to_each_line(terms: Terms, line: str, move: str) -> None:
    row = only(distances(BASE, MARKS, terms), line, "market")
    assert (row.reachable, shown(row.move)) == (True, move)
    assert row.level == line_levels(terms)[line]


def test_only_the_withdrawal_line_lies_above_and_needs_a_rise_to_come_back_to_it(terms: Terms) -> None:
    assert [row.line for row in distances(BASE, MARKS, terms) if row.beyond] == ["withdrawal"]


def test_available_margin_is_exhausted_on_the_side_of_the_loss(terms: Terms) -> None:
    # 150,000 + 70,000 x − (200,000 − 200,000 x) − 160,000 = 270,000 x − 210,000 below cost: x = 7/9
    row = only(distances(BASE, MARKS, terms), "available_margin", "market")
    assert (shown(row.move), row.beyond) == ("-0.2222", False)


def test_available_margin_is_solved_across_the_price_at_which_a_profit_becomes_a_loss(terms: Terms) -> None:
    # bought at 10, now 12: the profit of 40,000 counts 26,000 and vanishes at x = 10/12, the loss counts in full beyond
    cash = D(100000)
    marks = {"A": Mark(D(20), D("0.7")), "B": Mark(D(12), D("0.65"))}
    # below the kink: 100,000 + 70,000 x + 240,000 x − 200,000 − 160,000 = 310,000 x − 260,000: x = 0.83871 > 10/12, so above it:
    # 100,000 + 70,000 x + 0.65 (240,000 x − 200,000) − 160,000 = 226,000 x − 190,000: x = 0.840708
    row = only(distances(replace(BASE, cash=cash), marks, terms), "available_margin", "market")
    assert shown(row.move, "0.000001") == "-0.159292"
    # with 20,000 more the kink is passed: 310,000 x − 240,000: x = 0.774194
    row = only(distances(replace(BASE, cash=cash + 20000), marks, terms), "available_margin", "market")
    assert shown(row.move, "0.000001") == "-0.225806"


def test_one_stock_alone(terms: Terms) -> None:
    rows = distances(BASE, MARKS, terms, by="security")
    # 150,000 + 100,000 + 200,000 x = 260,000: x = 0.05, B at 0.50
    call = only(rows, "call", "security:B")
    assert (shown(call.move), shown(call.price)) == ("-0.9500", "0.5000")
    # 150,000 + 200,000 + 100,000 x ≥ 350,000 stays above 260,000
    other = only(rows, "call", "security:A")
    assert (other.reachable, other.move, other.price) == (False, None, None)
    assert other.reason is not None
    assert "cannot be reached by this stock alone" in other.reason.en


def test_a_line_met_only_at_a_price_of_zero_is_not_reached(terms: Terms) -> None:
    # without B the other assets are exactly 1.3 × 200,000
    row = only(distances(replace(BASE, cash=D(160000)), MARKS, terms, by="security"), "call", "security:B")
    assert not row.reachable


def test_a_zero_price_that_division_leaves_a_trace_above_zero_is_not_reached(terms: Terms) -> None:
    # a loss of the whole 1,500 and the margin of 750 leave nothing of 2,250; 1,500 / 2,220 is no finite decimal
    account = CreditAccount(cash=D(2250), financing=(FinancingContract("1", "B", OPENED, D(200), D(1500), D("0.5")),))
    row = only(distances(account, {"B": Mark(D("11.10"), D("0.65"))}, terms), "available_margin", "market")
    assert not row.reachable


def test_the_trigger_price_of_a_lone_financed_stock(terms: Terms) -> None:
    # example 10: 200 shares bought at 150, half of it financed: 97.5000 at 130 %
    account = CreditAccount(financing=(FinancingContract("1", "B", OPENED, D(200), D(15000), D("0.8")),))
    row = only(distances(account, {"B": Mark(D(150), D("0.65"))}, terms, by="security"), "call", "security:B")
    assert shown(row.price) == "97.5000"


def test_a_short_sale_is_hurt_by_a_rise(terms: Terms) -> None:
    # example 6: MR = 130 % at 61.5385
    rows = distances(SHORT, Q_AT_30, terms, by="security")
    call = only(rows, "call", "security:Q")
    assert (shown(call.price), call.beyond) == ("61.5385", False)
    assert call.move is not None
    assert call.move > 0
    # 800,000 − 300,000 − loss − B = 0 with loss = B − 300,000: 2 B = 800,000
    assert shown(only(rows, "available_margin", "security:Q").price) == "40.0000"


def test_a_book_that_is_long_and_short_loses_its_margin_on_both_sides(terms: Terms) -> None:
    # own cash 60,000; 10,000 B financed at 10 with 100,000, m = 50 %; 2,000 Q sold at 30, n = 50 %; both converted at 0
    account = CreditAccount(
        cash=D(90000 + 60000),
        financing=(FinancingContract("1", "B", OPENED, D(10000), D(100000), D("0.5")),),
        shorts=(ShortContract("2", "Q", OPENED, D(2000), D(60000), D("0.5")),),
    )
    marks = {"B": Mark(D(10), D(0)), "Q": Mark(D(30), D(0))}
    # at x = 1: 90,000 − 50,000 − 30,000 = 10,000
    # x < 1: 90,000 − (100,000 − 100,000 x) − 50,000 − 30,000 x = 70,000 x − 60,000: x = 6/7
    # x > 1: 90,000 − (60,000 x − 60,000) − 50,000 − 30,000 x = 100,000 − 90,000 x: x = 10/9
    rows = [row for row in distances(account, marks, terms) if row.line == "available_margin"]
    assert [shown(row.move) for row in rows] == ["-0.1429", "0.1111"]


def test_netting_by_security_moves_the_price_at_which_the_loss_counts(terms: Terms) -> None:
    # 1,000 B at 100 and 1,000 at 60, now 80: +20,000 and −20,000
    account = CreditAccount(
        cash=D(130000),
        financing=(
            FinancingContract("1", "B", OPENED, D(1000), D(100000), D("0.5")),
            FinancingContract("2", "B", OPENED, D(1000), D(60000), D("0.5")),
        ),
    )
    marks = {"B": Mark(D(80), D("0.5"))}
    # per contract: 50,000 − 20,000 + 10,000 at x = 1; below: 50,000 + 80,000 x − 100,000 + 40,000 x − 30,000: x = 2/3 < 0.75,
    # so below 60/80 both lose: 50,000 + 160,000 x − 160,000: x = 0.6875
    assert shown(only(distances(account, marks, terms), "available_margin", "market").move) == "-0.3125"
    # netted: 50,000 + 160,000 x − 160,000 from x = 1 down: the same root, but a rise counts half at once
    netted = replace(terms, netting="per_security")
    assert shown(only(distances(account, marks, netted), "available_margin", "market").move) == "-0.3125"
    # 60,000 less cash: per contract −20,000 at x = 1, up to 100/80: 120,000 x − 140,000 = 0 at 7/6; netted: 80,000 x − 90,000 at 1.125
    poorer = replace(account, cash=D(70000))
    assert shown(only(distances(poorer, marks, terms), "available_margin", "market").move) == "0.1667"
    assert shown(only(distances(poorer, marks, netted), "available_margin", "market").move) == "0.1250"


def test_one_industry_moves_alone_and_an_unknown_one_has_no_name(terms: Terms) -> None:
    marks = {**MARKS, "A": replace(MARKS["A"], industry="")}
    rows = distances(BASE, marks, terms, by="industry")
    assert {row.scope for row in rows} == {"industry:电子", "industry:"}
    row = only(rows, "call", "industry:电子")
    assert (shown(row.move), row.price) == ("-0.9500", None)


def test_without_debt_only_the_available_margin_has_a_distance(terms: Terms) -> None:
    rows = distances(CreditAccount(cash=D(100), collateral=(Holding("A", D(10)),)), MARKS, terms)
    assert not any(row.reachable for row in rows)
    reasons = {row.line: row.reason.en for row in rows if row.reason}
    assert "no debt" in reasons["call"]
    assert "fall to zero" in reasons["available_margin"]


def test_a_fair_price_set_by_the_broker_does_not_move(terms: Terms) -> None:
    marks = {**MARKS, "B": replace(MARKS["B"], fair_price=D(10))}
    row = only(distances(BASE, marks, terms, by="security"), "call", "security:B")
    assert row.reason is not None
    assert row.reason.en == "these prices do not move it"


def test_an_account_below_a_line_is_shown_the_way_back(terms: Terms) -> None:
    account = CreditAccount(financing=(FinancingContract("1", "B", OPENED, D(200), D(15000), D("0.8")),))
    row = only(distances(account, {"B": Mark(D(80), D("0.65"))}, terms), "call", "market")
    assert (row.beyond, row.reachable) == (True, True)
    assert shown(row.move) == "0.2188"  # 97.5 / 80 − 1


def test_no_way_back_is_said(terms: Terms) -> None:
    # a short sale with a debt in cash that no fall of Q undoes
    account = replace(SHORT, cash=D(300000), charges=D(400000))
    row = only(distances(account, Q_AT_30, terms), "call", "market")
    assert (row.beyond, row.reachable) == (True, False)
    assert row.reason is not None
    assert "leads back" in row.reason.en


def test_exactly_on_a_line_the_distance_is_zero(terms: Terms) -> None:
    account = CreditAccount(financing=(FinancingContract("1", "B", OPENED, D(200), D(15000), D("0.8")),))
    row = only(distances(account, {"B": Mark(D("97.5"), D("0.65"))}, terms), "call", "market")
    assert (row.move, row.sessions, row.beyond) == (D(0), 0, False)


@pytest.mark.parametrize(
    ("security", "asset_class", "price", "sessions"),
    [
        ("600519.SH", "", "150", 5),  # to 97.5: 0.9^4 = 0.6561 > 0.65 > 0.9^5
        ("688981.SH", "", "150", 2),  # 0.8^2 = 0.64
        ("600519.SH", "risk_warned", "150", 9),  # 0.95^8 = 0.6634, 0.95^9 = 0.6302
        ("300750.SZ", "", "121.875", 1),  # exactly one limit: 121.875 × 0.8 = 97.5
    ],
)
def test_sessions_at_the_daily_limit(terms: Terms, security: str, asset_class: str, price: str, sessions: int) -> None:
    account = CreditAccount(financing=(FinancingContract("1", security, OPENED, D(200), D(15000), D("0.8")),))
    marks = {security: Mark(D(price), D("0.65"), asset_class)}
    assert only(distances(account, marks, terms), "call", "market").sessions == sessions


def test_bonds_have_no_daily_limit(terms: Terms) -> None:
    account = CreditAccount(collateral=(Holding("019547.SH", D(200)),), charges=D(15000))
    assert only(distances(account, {"019547.SH": Mark(D(150), D("0.9"))}, terms), "call", "market").sessions is None


def test_applying_the_move_leads_to_the_line_and_one_fen_less_does_not_breach(terms: Terms) -> None:
    for row in distances(BASE, MARKS, terms, by="security"):
        if row.line == "available_margin" or row.move is None:
            continue
        security = row.scope.removeprefix("security:")
        at_line = assess(BASE, moved(MARKS, {security: row.move}), terms)
        assert at_line.maintenance_ratio is not None
        assert abs(at_line.maintenance_ratio - row.level) < D("1e-20")
        assert row.price is not None
        for fen, breached in ((D("0.01"), False), (D("-0.01"), True)):
            beside = assess(BASE, {**MARKS, security: replace(MARKS[security], price=row.price + fen)}, terms)
            assert beside.maintenance_ratio is not None
            assert (beside.maintenance_ratio < row.level) == breached
