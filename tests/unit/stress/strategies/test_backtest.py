"""A strategy on the account: who decides when, at which price, within which rules, and whether anything gets lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.assess import assess
from liangrong.accounts.events import CashRepay, CollateralBuy, CollateralSell, FinancingBuy, ForcedSale, Rollover, SellToRepay
from liangrong.accounts.ledger.conservation import conserved, equity_by_cause
from liangrong.accounts.ledger.fold import apply, replay
from liangrong.core.errors import UsageError
from liangrong.stress.strategies.backtest import Backtest, backtest
from liangrong.stress.strategies.catalogue import STRATEGIES, named
from liangrong.stress.strategies.paths import SYNTHETIC, PricePath, geometric_brownian, with_jumps
from liangrong.stress.strategies.shipped import Fixed, StopLoss
from liangrong.stress.strategies.view import OUT, Target, View
from tests.unit.stress.strategies.paths_by_hand import BOOK, START, STOCK, path_of, prices, setup

FEN = D("0.01")


@dataclass
class Script:
    """Says what is written for each close, and remembers what it was shown."""

    says: Mapping[int, Target]
    seen: list[View] = field(default_factory=list)
    history: int = 0

    def decide(self, view: View) -> Target | None:
        self.seen.append(view)
        return self.says.get(view.place)


def all_in(leverage: str, exposure: str | None = None) -> Target:
    return Target({STOCK: D(exposure or leverage)}, D(leverage))


def events(run: Backtest, *kinds: type) -> list:
    return [event for event in run.ledger if isinstance(event, kinds)]


def wild(seed: int = 4, *, sessions: int = 120, warm_up: int = 30) -> PricePath:
    """A path with jumps, price limits, and every ninth session suspended."""
    path = with_jumps(seed, start=date(2025, 6, 2), sessions=sessions, drift=0.0, volatility=0.7, intensity=6.0, mean=-0.1,
                      deviation=0.15, daily_limit=0.1, warm_up=warm_up)  # fmt: skip
    closes, opens = list(path.closes[SYNTHETIC]), list(path.opens[SYNTHETIC])
    traded = [place % 9 != 8 for place in range(len(closes))]
    for place, is_traded in enumerate(traded):
        if not is_traded:
            closes[place] = opens[place] = closes[place - 1]
    limits = [(price * D("0.5"), price * D("1.5")) if place % 4 else None for place, price in enumerate(closes)]
    return replace(path, closes={SYNTHETIC: tuple(closes)}, opens={SYNTHETIC: tuple(opens)}, traded={SYNTHETIC: tuple(traded)},
                   limits={SYNTHETIC: tuple(limits)})  # fmt: skip


SHORT = [
    "fixed:leverage=2,rebalance=15",
    "position",
    "trend:window=20",
    "value:window=20,fall=0.1,recovery=0.03,leverage=1.5",
    "event:every=7",
    "stop_loss",
]


def test_the_list_of_strategies_tried_here_is_whole() -> None:
    assert {text.partition(":")[0] for text in SHORT} == set(STRATEGIES)


# --- what is seen, and when


@pytest.mark.parametrize("text", SHORT)
def test_another_future_changes_nothing_before_it(text: str) -> None:
    path, turn = wild(), 90
    bent = replace(
        path,
        closes={SYNTHETIC: tuple(p if n < turn else p * 2 for n, p in enumerate(path.closes[SYNTHETIC]))},
        opens={SYNTHETIC: tuple(p if n < turn else p * 2 for n, p in enumerate(path.opens[SYNTHETIC]))},
        limits={},
    )
    seen, other = (backtest(named(text), each, setup()) for each in (replace(path, limits={}), bent))
    assert seen.days[: turn - path.warm_up] == other.days[: turn - path.warm_up]
    assert seen.days != other.days or not seen.days[-1].exposure


def test_a_view_ends_today() -> None:
    script = Script({})
    path = wild(sessions=20, warm_up=5)
    backtest(script, path, setup())
    assert [view.place for view in script.seen] == list(range(21))
    for view in script.seen:
        assert view.sessions == path.sessions[: view.place + 6]
        assert view.closes == {SYNTHETIC: path.closes[SYNTHETIC][: view.place + 6]}


def test_a_decision_at_a_close_trades_at_the_next_open() -> None:
    run = backtest(Fixed(leverage=D(1)), path_of([10, 13, 14], [9, 12, 11]), setup())
    assert [(event.on, event.price) for event in events(run, CollateralBuy)] == [(date(2024, 1, 3), D(12))]


def test_a_position_counts_its_closes_and_remembers_its_high() -> None:
    script = Script({1: all_in("1"), 4: OUT})
    backtest(script, path_of([10, 10, 12, 11, 11, 11, 11]), setup())
    shown = [view.positions.get(STOCK) for view in script.seen]
    assert [(held.sessions, held.high) if held else None for held in shown] == [
        None, None, (1, D(12)), (2, D(12)), (3, D(12)), None, None,
    ]  # fmt: skip


# --- exact arithmetic


def test_on_a_flat_price_the_loss_is_interest_and_costs_to_the_fen() -> None:
    # 1.5 × 1,000,000 with 390.00 of fees and a cushion of 500,000 × 0.072 × 40 / 360 = 4,000:
    # (1,000,000 − 390) / 1,004,000 × 1,500,000 / 10 = 149,344 → 149,300 shares; a third of them, 49,781 → 49,700, is financed, and of
    # the 99,600 others own cash pays 99,500 with the cushion of 3,983 and fees left over.
    # costs 995,000 × 0.00026 + 497,000 × 0.00026 = 258.70 + 129.22; interest 497,000 × 0.0002 = 99.40 a day, 3 to 16 January: 14 days
    run = backtest(Fixed(leverage=D("1.5")), path_of([10] * 11), setup())
    assert [(event.quantity, event.costs) for event in events(run, CollateralBuy, FinancingBuy)] == [
        (D(99500), D("258.70")), (D(49700), D("129.22")),
    ]  # fmt: skip
    last = run.days[-1]
    assert last.session == date(2024, 1, 16)
    assert (last.costs, last.interest) == (D("387.92"), D("1391.60"))
    assert last.equity == D(1000000) - D("387.92") - D("1391.60")
    assert last.exposure == D(1492000)
    assert last.debt == D(497000) + D("1391.60")


def test_without_costs_and_interest_a_flat_price_changes_nothing() -> None:
    run = backtest(Fixed(leverage=D("1.5"), rebalance=3), path_of([10] * 40), setup(costs=False, rate=D(0)))
    assert {day.equity for day in run.days} == {D(1000000)}


@pytest.mark.parametrize("text", SHORT)
def test_nothing_is_lost_and_the_ledger_replays_to_its_end(text: str) -> None:
    run = backtest(named(text), wild(), setup(financing_first=True))
    state, costs, interest, prices_did = run.start, D(0), D(0), D(0)
    for event in run.ledger:
        done = apply(state, event)
        assert conserved(state, done) == ()
        causes = equity_by_cause(state, done)
        costs -= causes.get("costs", D(0))
        interest -= causes.get("interest", D(0))
        prices_did += causes["prices"]
        assert set(causes) <= {"prices", "trade", "costs", "interest", "repayment", "reclassified"}
        state = done.state
    assert state.account == run.end.account
    last = run.days[-1]
    assert (last.costs, last.interest) == (costs, interest)
    assert abs(last.equity - (D(1000000) + prices_did - costs - interest)) < FEN
    assert run.forced_sales == len(events(run, ForcedSale))


def test_each_day_is_what_the_account_is_worth_at_the_close() -> None:
    path = wild(sessions=30)
    run = backtest(Fixed(leverage=D(2)), path, setup())
    worth = {}
    for done in replay(run.start, run.ledger):
        worth[done.state.on] = assess(done.state.account, done.state.marks, done.state.terms)
    for day in run.days[1:]:
        assert (day.equity, day.exposure, day.debt) == (
            worth[day.session].equity,
            worth[day.session].exposure,
            worth[day.session].debt,
        )
        assert day.maintenance_ratio == worth[day.session].maintenance_ratio


# --- the rules bind


def test_two_times_is_not_within_reach_of_shares_and_the_rule_is_named() -> None:
    # own shares count 0.65, a new contract takes 0.80: 1 + 0.65 / 0.80 = 1.8125 times at most
    run = backtest(Fixed(leverage=D(2)), path_of([10] * 3), setup())
    assert D("1.79") < run.days[-1].exposure / run.days[-1].equity < D("1.8125")
    assert ["available margin ÷ financing margin ratio of 80.00%" in note.en for note in run.notes] == [True]
    assert "融资保证金比例 80.00%" in run.notes[0].zh


def test_financing_first_uses_the_cash_as_margin_in_full() -> None:
    run = backtest(Fixed(leverage=D(2)), path_of([10] * 3), setup(financing_first=True))
    assert [type(event) for event in events(run, FinancingBuy, CollateralBuy)] == [FinancingBuy, CollateralBuy]
    assert abs(run.days[-1].exposure / run.days[-1].equity - 2) < D("0.02")
    assert run.notes == ()


def test_contracts_keep_the_ratio_of_their_day_through_rollovers() -> None:
    # opened on 2025-10-10 at 80 %; the floor is 100 % from 2026-01-19; due on 2026-04-10
    run = backtest(Fixed(leverage=D("1.5")), path_of([10] * 140, start=date(2025, 10, 9)), setup())
    assert [event.on for event in events(run, Rollover)] == [date(2026, 4, 10)]
    assert [(loan.opened_on, loan.margin_ratio, loan.due_on) for loan in run.end.account.financing] == [
        (date(2025, 10, 10), D("0.80"), date(2026, 10, 10)),
    ]  # fmt: skip
    assert run.days[-1].line == "normal"


def test_before_rollovers_were_allowed_a_contract_past_its_term_is_settled_by_the_broker() -> None:
    # opened on 2014-01-03, due on 2014-07-03; rollovers since 2015-07-01
    run = backtest(Fixed(leverage=D("1.5")), path_of([10] * 130, start=date(2014, 1, 2)), setup())
    assert {event.on for event in events(run, ForcedSale)} == {date(2014, 7, 4)}
    assert run.end.account.financing == ()
    assert any("could not be rolled over" in note.en for note in run.notes)
    assert run.calls == 0


def test_a_broker_who_rolls_over_no_more_settles_the_contract() -> None:
    never = BOOK.reform("rollover_times_max", 0, date(2024, 1, 1), applies_to="all")
    run = backtest(Fixed(leverage=D("1.5")), path_of([10] * 130), setup(rulebook=never))
    assert {event.on for event in events(run, ForcedSale)} == {date(2024, 7, 4)}  # due on 2024-07-03
    assert any("0 times already" in note.en for note in run.notes)


def test_a_broker_who_opens_nothing_below_the_warning_line_looks_at_the_last_clearing() -> None:
    strict = BOOK.reform("warning_restricts_trading", value=True, start=date(2024, 1, 1), applies_to="all")
    path = path_of([10, 10, "6.7", 20, 20], [10, 10, "6.7", 20, 20])  # warned at a close, far above the line at the next open
    run = backtest(Script({0: all_in("2"), 2: all_in("2.2")}), path, setup(financing_first=True, rulebook=strict))
    assert run.days[2].line == "warned"
    assert len(events(run, FinancingBuy)) == 1
    assert any("below the warning line" in note.en for note in run.notes)


@pytest.mark.parametrize(("stock", "least", "step"), [("688981.SH", 200, 1), ("600519.SH", 100, 100)])
def test_orders_are_whole_lots(stock: str, least: int, step: int) -> None:
    target = Target({stock: D("0.7")}, D(1))
    run = backtest(Script({0: target}), path_of([55.55] * 3, name=stock), setup())
    (bought,) = events(run, CollateralBuy)
    # 700,000 / 55.55 = 12,601.26
    assert bought.quantity == (12601 if step == 1 else 12600)
    assert bought.quantity >= least


def test_a_target_smaller_than_a_lot_buys_nothing() -> None:
    run = backtest(Script({0: Target({"688981.SH": D("0.01")}, D(1))}), path_of([55.55] * 3, name="688981.SH"), setup())
    assert events(run, CollateralBuy) == []  # 10,000 / 55.55 = 180, below 200


# --- the market may be closed to an order


def test_an_open_at_the_upper_limit_sells_nothing_to_us_and_the_target_waits() -> None:
    path = path_of([10, 11, 11, 11], [10, 11, "10.5", 11], limits=[None, *[(D(9), D(11))] * 3])
    run = backtest(Fixed(leverage=D(1)), path, setup())
    assert [(event.on, event.price) for event in events(run, CollateralBuy)] == [(date(2024, 1, 4), D("10.5"))]
    assert "upper price limit" in run.notes[0].en


def test_an_open_at_the_lower_limit_takes_nothing_from_us() -> None:
    path = path_of([10, 10, 9, 9, 9], [10, 10, 9, 9, "9.01"], limits=[None, *[(D(9), D(11))] * 4])
    run = backtest(Script({0: all_in("1.5"), 1: OUT}), path, setup())
    assert [(event.on, event.price) for event in events(run, SellToRepay)] == [(date(2024, 1, 8), D("9.01"))]
    assert "lower price limit" in run.notes[0].en


def test_a_suspended_security_trades_when_it_is_back() -> None:
    run = backtest(Fixed(leverage=D(1)), path_of([10] * 5, traded=[True, False, False, True, True]), setup())
    assert [event.on for event in events(run, CollateralBuy)] == [date(2024, 1, 5)]
    assert run.notes[0].en.endswith("2 times: suspended")


def test_an_open_target_gives_way_to_a_later_one() -> None:
    run = backtest(Script({0: all_in("1"), 1: OUT}), path_of([10] * 5, traded=[True, False, True, True, True]), setup())
    assert events(run, CollateralBuy) == []


# --- repaying


def test_leaving_the_market_repays_everything() -> None:
    run = backtest(Script({0: all_in("1.5"), 5: OUT}), path_of([10] * 10), setup())
    account = run.end.account
    assert (account.collateral, account.financing, account.charges) == ((), (), D(0))
    assert account.cash == run.days[-1].equity == D(1000000) - run.days[-1].costs - run.days[-1].interest
    assert run.days[-1].maintenance_ratio is None


def test_a_target_without_leverage_is_reached_without_debt() -> None:
    run = backtest(Script({0: all_in("1.5"), 5: all_in("1")}), path_of([10] * 10), setup())
    assert not run.end.account.has_debt
    assert D("0.99") < run.days[-1].exposure / run.days[-1].equity <= 1


def test_idle_cash_repays_what_a_target_does_not_owe() -> None:
    # half the money at twice: 500,000 are financed beside 500,000 of idle cash; the same exposure at once needs no debt
    run = backtest(Script({0: all_in("2", "1"), 5: all_in("1")}), path_of([10] * 10), setup())
    assert len(events(run, CashRepay)) == 1
    assert not run.end.account.has_debt


def test_interest_that_could_not_be_debited_is_paid_by_a_sale() -> None:
    # nothing kept back: on 20 January, a Saturday, 18 days of about 100 yuan are charged, and own cash is below a lot; the clearing of
    # Monday shows it
    run = backtest(Fixed(leverage=D("1.5")), path_of([10] * 20), setup(interest_cushion_days=0))
    (sale,) = events(run, SellToRepay)
    assert sale.on == date(2024, 1, 23)
    assert run.end.account.overdue == 0
    assert run.end.account.charges == 0


def test_the_cushion_pays_the_first_charges() -> None:
    assert events(backtest(Fixed(leverage=D("1.5")), path_of([10] * 20), setup()), SellToRepay) == []


def test_restoring_the_leverage_borrows_against_the_profit() -> None:
    # after a rise of 20 % at 1.5 times the leverage is 1.8 / 1.3 = 1.385; the cushion pays the fees
    path = path_of([10, 10, *[12] * 30])
    run = backtest(Fixed(leverage=D("1.5"), rebalance=10), path, setup())
    assert abs(run.days[2].exposure / run.days[2].equity - D("1.385")) < D("0.01")
    assert abs(run.days[11].exposure / run.days[11].equity - D("1.5")) < D("0.01")


def test_restoring_the_leverage_takes_cash_for_its_fees() -> None:
    path = path_of([10, 10, *[12] * 60])
    run = backtest(Fixed(leverage=D("1.5"), rebalance=25), path, setup(interest_cushion_days=0))
    assert [event.on for event in events(run, FinancingBuy)] == [date(2024, 1, 3)]
    assert any("own cash does not pay the costs" in note.en for note in run.notes)


# --- calls and forced sales


def test_a_call_nobody_answers_ends_in_the_least_sale_two_sessions_later() -> None:
    # twice at 10 is a ratio of 2; at 6.4 it is about 1.28: called on the 4th, due on the 5th, sold on the 8th at its open
    path = path_of([10, 10, "6.4", "6.4", "6.45", "6.45"], [10, 10, "6.4", "6.4", "6.42", "6.45"])
    run = backtest(Fixed(leverage=D(2)), path, setup(financing_first=True))
    assert [day.line for day in run.days] == ["normal", "normal", "called", "forced", "cured", "normal"]
    assert [(event.on, event.price) for event in events(run, ForcedSale)] == [(date(2024, 1, 8), D("6.42"))]
    assert (run.calls, run.forced_sales) == (1, 1)
    assert run.days[4].forced == events(run, ForcedSale)[0].quantity
    assert D("1.40") <= (run.days[4].maintenance_ratio or 0) * D("6.42") / D("6.45") < D("1.41")


def test_a_gap_through_the_lines_leaves_debt_and_no_more_decisions() -> None:
    # 2,000,000 of shares fall to 800,000 against 1,000,000: below the immediate line, sold at the next open, 200,000 still owed
    script = Script({0: all_in("2")})
    run = backtest(script, path_of([10, 10, 4, 4, 4, 4]), setup(financing_first=True, costs=False))
    assert run.days[2].line == "forced"
    assert {event.on for event in events(run, ForcedSale)} == {date(2024, 1, 5)}
    last = run.days[-1]
    assert last.line == "closed"
    assert last.exposure == 0
    assert -206000 < last.equity < -190000
    assert last.debt == -last.equity
    assert [view.place for view in script.seen] == [0, 1]


def test_a_broker_who_waits_longer_sells_later() -> None:
    patient = BOOK.reform("liquidation_start_sessions", 4, date(2024, 1, 1), applies_to="all")
    path = path_of([10, 10, *["6.4"] * 6])
    run = backtest(Fixed(leverage=D(2)), path, setup(financing_first=True, rulebook=patient))
    # called on the 4th, the deadline of the 5th missed; the fourth session after the 4th is the 10th
    assert [day.line for day in run.days[2:6]] == ["called", "forced", "forced", "forced"]
    assert {event.on for event in events(run, ForcedSale)} == {date(2024, 1, 10)}


def test_where_the_immediate_line_acts_during_the_session_the_open_is_sold() -> None:
    # at 5.4 a ratio of 1.08 is below 1.10: the broker calls and sells at this very open
    at_once = BOOK.reform("intraday_immediate_line", value=True, start=date(2024, 1, 1), applies_to="all")
    path = path_of([10, 10, "5.6", "5.6"], [10, 10, "5.4", "5.6"])
    run = backtest(Fixed(leverage=D(2)), path, setup(financing_first=True, rulebook=at_once))
    assert {(event.on, event.price) for event in events(run, ForcedSale)} == {(date(2024, 1, 4), D("5.4"))}
    assert run.calls == 1


def test_where_the_path_has_no_limits_a_forced_sale_knows_none() -> None:
    path = path_of([10, 10, "6.4", "6.4", 5, 5], [10, 10, "6.4", "6.4", 5, 5])
    run = backtest(Fixed(leverage=D(2)), path, setup(financing_first=True))
    assert [(event.on, event.price) for event in events(run, ForcedSale)] == [(date(2024, 1, 8), D(5))]


def test_a_lower_limit_stops_the_broker_too() -> None:
    path = path_of([10, 10, "6.4", "6.4", "5.76", "5.76"], [10, 10, "6.4", "6.4", "5.76", "5.76"],
                   limits=[None, None, None, None, (D("5.76"), D("7.04")), (D("5.18"), D("6.34"))])  # fmt: skip
    run = backtest(Fixed(leverage=D(2)), path, setup(financing_first=True))
    assert {event.on for event in events(run, ForcedSale)} == {date(2024, 1, 9)}


def test_no_order_of_ours_while_the_broker_sells_nor_after_for_what_was_decided_before() -> None:
    # forced at the close of place 3; the sale of place 4 ends what was asked then, and a strategy that still wants it says so again
    script = Script({0: all_in("2"), 3: OUT})
    run = backtest(script, path_of([10, 10, "6.4", "6.4", "6.4", "6.4", "6.4"]), setup(financing_first=True))
    assert run.forced_sales == 1
    assert events(run, SellToRepay, CollateralSell) == []


def test_cutting_the_loss_in_time_cures_the_call() -> None:
    path = path_of([10, 10, "6.4", "6.4", "6.4", "6.4"])
    run = backtest(Script({0: all_in("2"), 2: OUT}), path, setup(financing_first=True))
    assert (run.calls, run.forced_sales) == (1, 0)
    assert run.days[-1].debt == 0


@pytest.mark.parametrize("seed", range(5))
def test_without_leverage_nobody_is_ever_called(seed: int) -> None:
    path = geometric_brownian(seed, start=START, sessions=60, drift=-1.0, volatility=1.0)
    run = backtest(Fixed(leverage=D(1), rebalance=5), path, setup())
    assert (run.calls, run.forced_sales, run.days[-1].interest, run.end.account.has_debt) == (0, 0, 0, False)


# --- several securities, and what cannot be run


def test_two_securities_live_in_one_account() -> None:
    one, two = path_of([10] * 30), path_of([*[20] * 10, *[15] * 20], name="600519.SH")
    both = replace(one, **{name: {**getattr(one, name), **getattr(two, name)} for name in ("opens", "closes", "traded")})
    run = backtest(StopLoss(leverage=D("1.5"), trail=D("0.1")), both, setup())
    held = {item.security for item in (*run.end.account.collateral, *run.end.account.financing)}
    assert held == {STOCK}
    assert {event.security for event in events(run, FinancingBuy)} == {STOCK, "600519.SH"}
    # a fall of 25 % on half of 1.5 times, before interest and costs
    assert abs(run.days[-1].equity - D(1000000) * (1 - D("0.25") * D("0.75"))) < 12000


def test_of_two_securities_one_pays_what_is_overdue() -> None:
    one, two = path_of([10] * 20), path_of([20] * 20, name="600519.SH")
    both = replace(one, **{name: {**getattr(one, name), **getattr(two, name)} for name in ("opens", "closes", "traded")})
    run = backtest(Fixed(leverage=D("1.5")), both, setup(interest_cushion_days=0))
    assert len(events(run, SellToRepay)) == 1
    assert run.end.account.charges == 0


def test_fees_leave_an_order_that_own_cash_can_pay() -> None:
    run = backtest(Fixed(leverage=D(1)), path_of([10] * 3), setup(cash=D(10000)))
    # 1,000 shares cost 10,000 and 5.10 of fees: 900 it is, for 9,000 + 5.00 + 0.09
    assert [event.quantity for event in events(run, CollateralBuy)] == [D(900)]
    assert run.end.account.cash == D(10000) - D(9000) - D("5.09")


def test_nothing_is_sold_that_was_not_decided() -> None:
    run = backtest(Fixed(leverage=D("1.5")), path_of(prices(*[10] * 15)), setup())
    assert events(run, SellToRepay, CollateralSell) == []


def test_a_path_without_a_session_to_trade_in_is_refused() -> None:
    with pytest.raises(UsageError, match="no session to trade"):
        backtest(Fixed(), path_of([10, 10], warm_up=1), setup())
