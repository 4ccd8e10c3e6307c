"""The state machine of the lines: calls, deadlines in sessions, what cures and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.assess import assess
from liangrong.accounts.calls.lines import LineDecision, cure, line_order_problems, margin_called, next_line, overdue_contracts
from liangrong.accounts.events import Cure, MarginCalled
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, CreditAccount, FinancingContract, MarginCall, ShortContract
from liangrong.accounts.terms import Terms, agreed_terms
from liangrong.core.calendar import mainland
from liangrong.core.errors import BeyondCalendar, EventRefused
from liangrong.rules.rulebook import Rulebook

BOOK = Rulebook.load()
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 3, day) for day in (2, 3, 4, 5))


def at_ratio(
    ratio: str, on: date = MONDAY, *, line: str = "normal", call: MarginCall | None = None, due_on: date | None = None
) -> AccountState:
    """10,000 shares financed with 100,000: the price is ten times the ratio."""
    contract = FinancingContract("1", "B", date(2026, 1, 20) if on.year == 2026 else on, D(10000), D(100000), D(1), due_on=due_on)
    account = CreditAccount(financing=(contract,))
    return AccountState(on, account, {"B": Mark(D(ratio) * 10, D("0.65"))}, BOOK, line=line, call=call)


def decided(state: AccountState, **changed: object) -> LineDecision:
    terms = replace(agreed_terms(BOOK.at(state.on)), **changed)
    return next_line(state, assess(state.account, state.marks, terms), terms, mainland())


def onwards(state: AccountState, decision: LineDecision, ratio: str, on: date) -> AccountState:
    moved = at_ratio(ratio, on)
    return replace(state, on=on, marks=moved.marks, line=decision.line, call=decision.call)


CALL = MarginCall(MONDAY, TUESDAY, WEDNESDAY, D("1.40"))
GONE = MarginCall(MONDAY, MONDAY, TUESDAY, D("1.40"), immediate=True)


@pytest.mark.parametrize(
    ("ratio", "line"),
    [
        ("3.5", "normal"),
        ("1.40", "normal"),
        ("1.3999", "warned"),
        ("1.30", "warned"),
        ("1.2999", "called"),
        ("1.10", "called"),
        ("1.0999", "forced"),
    ],
)
def test_a_line_is_broken_below_it_and_not_on_it(ratio: str, line: str) -> None:
    assert decided(at_ratio(ratio)).line == line


def test_a_call_must_be_cured_by_the_next_close_and_is_sold_from_the_one_after() -> None:
    found = decided(at_ratio("1.25"))
    assert found.call == MarginCall(MONDAY, deadline=TUESDAY, liquidate_from=WEDNESDAY, target=D("1.40"))
    assert "2026-03-03" in found.notes[0].zh
    assert "2026-03-04" in found.notes[0].en


def test_deadlines_count_sessions_over_national_day() -> None:
    # 2025-09-30 is the last session before the holiday, 2025-10-09 the first after it
    found = decided(at_ratio("1.25", date(2025, 9, 30)))
    assert found.call is not None
    assert (found.call.deadline, found.call.liquidate_from) == (date(2025, 10, 9), date(2025, 10, 10))


def test_the_trial_rules_give_two_days_and_ask_for_150_percent() -> None:
    found = decided(at_ratio("1.25", date(2013, 9, 27)))  # Friday; 2013-10-01 to -07 are closed
    assert found.call is not None
    assert (found.call.deadline, found.call.target) == (date(2013, 10, 8), D("1.50"))
    assert found.call.liquidate_from == date(2013, 10, 9)


def test_a_deadline_past_the_calendar_is_an_error_and_no_guess() -> None:
    with pytest.raises(BeyondCalendar):
        decided(at_ratio("1.25", date(2026, 12, 31)))


@pytest.mark.parametrize("ratio", ["1.31", "1.3999"])
def test_a_recovery_between_call_line_and_target_does_not_cancel_the_call(ratio: str) -> None:
    assert decided(at_ratio(ratio, MONDAY, line="called", call=CALL)) == LineDecision("called", CALL)


def test_the_target_reached_in_time_cures_and_the_next_clearing_forgets() -> None:
    state = at_ratio("1.40", TUESDAY, line="called", call=CALL)
    found = decided(state)
    assert (found.line, found.call) == ("cured", None)
    assert decided(onwards(state, found, "1.41", WEDNESDAY)).line == "normal"
    assert decided(onwards(state, found, "1.35", WEDNESDAY)).line == "warned"
    assert decided(onwards(state, found, "1.25", WEDNESDAY)).call == MarginCall(WEDNESDAY, THURSDAY, date(2026, 3, 6), D("1.40"))


def test_the_deadline_missed_forces() -> None:
    found = decided(at_ratio("1.3999", TUESDAY, line="called", call=CALL))
    assert (found.line, found.call) == ("forced", CALL)
    assert "2026-03-04" in found.notes[0].en
    assert decided(at_ratio("1.39", WEDNESDAY, line="forced", call=CALL)) == LineDecision("forced", CALL)


def test_the_target_reached_before_the_sale_cures_a_forced_account() -> None:
    assert decided(at_ratio("1.40", WEDNESDAY, line="forced", call=CALL)).line == "cured"


def test_a_gap_through_all_lines_is_forced_from_the_next_session() -> None:
    found = decided(at_ratio("1.05"))
    assert (found.line, found.call) == ("forced", GONE)


def test_a_called_account_that_breaks_the_immediate_line_loses_its_time() -> None:
    long = replace(CALL, deadline=THURSDAY, liquidate_from=date(2026, 3, 6))
    found = decided(at_ratio("1.05", TUESDAY, line="called", call=long))
    assert found.line == "forced"
    assert found.call == replace(long, deadline=TUESDAY, liquidate_from=WEDNESDAY, immediate=True)


def test_an_immediate_breach_never_puts_sales_off() -> None:
    found = decided(at_ratio("1.05", WEDNESDAY, line="forced", call=CALL))
    assert found.call is not None
    assert found.call.liquidate_from == WEDNESDAY


def test_without_debt_there_is_no_line() -> None:
    bare = AccountState(MONDAY, CreditAccount(cash=D(1000)), {}, BOOK)
    assert decided(bare).line == "normal"
    assert decided(replace(bare, line="called", call=CALL)) == LineDecision("cured")
    assert decided(replace(bare, line="forced", call=CALL)) == LineDecision("closed")
    assert decided(replace(bare, line="closed")) == LineDecision("closed")


def test_an_account_sold_out_is_closed_and_says_what_it_owes() -> None:
    contract = FinancingContract("1", "B", date(2026, 1, 20), D(0), D("1234.56"), D(1))
    state = AccountState(WEDNESDAY, CreditAccount(financing=(contract,)), {"B": Mark(D(5), D(0))}, BOOK, line="forced", call=GONE)
    found = decided(state)
    assert (found.line, found.call) == ("closed", None)
    assert "1234.56" in found.notes[0].zh
    assert "1234.56" in found.notes[0].en
    assert decided(replace(state, line="closed", call=None)) == LineDecision("closed")


def test_cash_that_buys_back_one_order_keeps_a_short_account_open() -> None:
    # 100 shares at 10 cost 1,000.00, a commission of 5.00 and a transfer fee of 0.01
    short = ShortContract("1", "B", date(2026, 1, 20), D(1000), D(5000), D(1))
    account = CreditAccount(cash=D("1005.01"), shorts=(short,))
    state = AccountState(WEDNESDAY, account, {"B": Mark(D(10), D(0))}, BOOK, line="forced", call=GONE)
    assert decided(state).line == "forced"
    assert decided(replace(state, account=replace(account, cash=D("1005.00")))).line == "closed"


def test_cash_that_can_repay_keeps_an_account_open() -> None:
    loan = FinancingContract("1", "B", date(2026, 1, 20), D(0), D(1000), D(1))
    account = CreditAccount(cash=D("0.01"), financing=(loan,))
    state = AccountState(WEDNESDAY, account, {"B": Mark(D(5), D(0))}, BOOK, line="forced", call=GONE)
    assert decided(state).line == "forced"
    assert decided(replace(state, account=replace(account, cash=D("0.009")))).line == "closed"


def test_shares_whose_sale_costs_more_than_it_brings_do_not_keep_an_account_open() -> None:
    # 1 share at 5.00 against the least commission of 5
    loan = FinancingContract("1", "B", date(2026, 1, 20), D(1), D(1000), D(1))
    state = AccountState(WEDNESDAY, CreditAccount(financing=(loan,)), {"B": Mark(D(5), D(0))}, BOOK, line="forced", call=GONE)
    assert decided(state).line == "closed"
    assert decided(replace(state, marks={"B": Mark(D("5.02"), D(0))})).line == "forced"


def scheme_a(terms: Terms) -> Terms:
    return replace(terms, immediate_line=D("1.20"), cure_deadline_sessions=2, liquidation_start_sessions=3)


def scheme_b(terms: Terms) -> Terms:
    return replace(terms, warning_line=D("1.45"), cure_target=D("1.30"))


def test_scheme_a_gives_two_days_above_120_and_none_below() -> None:
    terms = scheme_a(agreed_terms(BOOK.at(MONDAY)))
    for ratio, line, deadline, start in (("1.25", "called", WEDNESDAY, THURSDAY), ("1.19", "forced", MONDAY, TUESDAY)):
        state = at_ratio(ratio)
        found = next_line(state, assess(state.account, state.marks, terms), terms, mainland())
        assert found.call is not None
        assert (found.line, found.call.deadline, found.call.liquidate_from, found.call.target) == (
            line,
            deadline,
            start,
            D("1.40"),
        )


def test_scheme_b_warns_at_145_and_is_content_with_130() -> None:
    terms = scheme_b(agreed_terms(BOOK.at(MONDAY)))

    def line(ratio: str, on: date, **kept: object) -> LineDecision:
        state = replace(at_ratio(ratio, on), **kept)
        return next_line(state, assess(state.account, state.marks, terms), terms, mainland())

    assert line("1.44", MONDAY).line == "warned"
    called = line("1.29", MONDAY)
    assert (called.line, line("1.30", TUESDAY, line="called", call=called.call).line) == ("called", "cured")
    assert line("1.29", TUESDAY, line="called", call=called.call).line == "forced"


@pytest.mark.parametrize("due_on", [MONDAY, date(2026, 2, 28)])  # the second is a Saturday: its next session is Monday
def test_a_contract_not_settled_by_the_end_of_its_term_forces(due_on: date) -> None:
    found = decided(at_ratio("2.5", MONDAY, due_on=due_on))
    assert (found.line, found.call) == ("forced", None)
    assert str(due_on) in found.notes[0].zh
    assert decided(at_ratio("2.5", date(2026, 2, 27), due_on=due_on)).line == "normal"


def test_a_suspended_security_extends_the_term() -> None:
    state = at_ratio("2.5", MONDAY, due_on=MONDAY)
    halted = replace(state, marks={"B": replace(state.marks["B"], suspended=True)})
    assert overdue_contracts(halted.account, halted.marks, MONDAY) == ()
    assert decided(halted).line == "normal"


def test_a_late_contract_does_not_take_the_time_of_a_call() -> None:
    found = decided(at_ratio("1.25", MONDAY, due_on=MONDAY))
    assert (found.line, found.call) == ("forced", CALL)
    settled = at_ratio("1.25", MONDAY, line="forced", call=CALL)
    assert decided(settled).line == "called"


def test_a_late_contract_settled_leaves_the_account_cured() -> None:
    assert decided(at_ratio("2.5", TUESDAY, line="forced")).line == "cured"
    assert decided(at_ratio("1.25", TUESDAY, line="forced")).line == "called"


def test_the_shipped_lines_are_in_order_in_every_era() -> None:
    for on in (date(2010, 3, 31), date(2015, 7, 1), date(2019, 8, 19), date(2026, 2, 2)):
        assert line_order_problems(agreed_terms(BOOK.at(on))) == ()


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"warning_line": D("1.25")}, ("warning_line", "call_line")),
        ({"immediate_line": D("1.35")}, ("call_line", "immediate_line")),
        ({"cure_target": D("1.29")}, ("cure_target", "call_line")),
        ({"withdrawal_line": D("1.40")}, ("withdrawal_line", "warning_line")),
        ({"immediate_line": D("0.99")}, ("immediate_line", "1")),
        ({"call_line": D(1), "immediate_line": D(1), "cure_target": D(1)}, ("cure_target", "1")),
        ({"liquidation_start_sessions": 1}, ("liquidation_start_sessions", "cure_deadline_sessions")),
    ],
)
def test_lines_in_a_senseless_order_are_named(changed: dict[str, object], named: tuple[str, ...]) -> None:
    problems = line_order_problems(replace(agreed_terms(BOOK.at(MONDAY)), **changed))
    assert len(problems) == 1
    for name in named:
        assert name in problems[0].zh
        assert name in problems[0].en


def test_the_broker_may_call_with_its_own_target_and_deadline() -> None:
    found = margin_called(at_ratio("1.35"), MarginCalled(on=MONDAY, target=D("1.60"), deadline=THURSDAY))
    assert found.state.line == "called"
    assert found.state.call == MarginCall(MONDAY, THURSDAY, date(2026, 3, 6), D("1.60"))


def test_a_call_without_terms_of_its_own_takes_those_of_the_contract() -> None:
    found = margin_called(at_ratio("1.35"), MarginCalled(on=MONDAY))
    assert (found.state.line, found.state.call) == ("called", CALL)


@pytest.mark.parametrize(("intraday", "start"), [(False, TUESDAY), (True, MONDAY)])
def test_an_immediate_line_that_acts_in_the_session_sells_in_the_session(intraday: bool, start: date) -> None:
    flag = replace(BOOK.parameter("intraday_immediate_line"))
    book = BOOK.with_parameter(replace(flag, values=tuple(replace(dated, value=intraday) for dated in flag.values)))
    found = margin_called(replace(at_ratio("1.05"), rulebook=book), MarginCalled(on=MONDAY))
    assert found.state.line == "forced"
    assert found.state.call == replace(GONE, liquidate_from=start)


@pytest.mark.parametrize(
    ("state", "event", "named"),
    [
        (AccountState(MONDAY, CreditAccount(cash=D(1)), {}, BOOK), MarginCalled(on=MONDAY), "owes nothing"),
        (at_ratio("1.35"), MarginCalled(on=MONDAY, deadline=date(2026, 2, 27)), "2026-02-27"),
        (at_ratio("1.41"), MarginCalled(on=MONDAY), "141.0000%"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(state: AccountState, event: MarginCalled, named: str) -> None:
    with pytest.raises(EventRefused, match=named):
        margin_called(state, event)


def test_the_broker_may_accept_less_than_the_target() -> None:
    found = cure(at_ratio("1.35", line="called", call=CALL), Cure(on=MONDAY))
    assert (found.state.line, found.state.call) == ("cured", None)
    assert "135.0000%" in found.notes[0].en
    with pytest.raises(EventRefused, match="no call is open"):
        cure(found.state, Cure(on=MONDAY))
