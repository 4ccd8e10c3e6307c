"""Rolling contracts over: financing keeps its ratio, short sales adopt the new one, stricter ratios stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.events import Rollover
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, FinancingContract, Holding
from tests.unit.accounts.small_account import BOOK, MARKS, A, B, happen, loan, refusal, short, state, worth


def rolled(before: AccountState, on: date, *, months: int | None = None, agreed: bool = False) -> AccountState:
    contract_id = before.account.contracts[0].contract_id
    return happen(before, Rollover(on=on, contract_id=contract_id, months=months, agreed=agreed)).state


def test_the_worked_contract_of_2025_keeps_its_ratio_and_the_account_its_margin() -> None:
    """Cash 300,000, 20,000 X at 25, contract A of 400,000 at 80 % and B of 150,000 at 100 %, X = 3,200: 187,800.00."""
    older = FinancingContract("A", "Y", date(2025, 12, 10), D(10000), D(400000), D("0.80"), due_on=date(2026, 6, 10))
    newer = FinancingContract("B", "Z", date(2026, 1, 20), D(5000), D(150000), D(1), due_on=date(2026, 7, 20))
    before = state(
        on=date(2026, 2, 2),
        cash=D(300000),
        collateral=(Holding("X", D(20000)),),
        financing=(older, newer),
        charges=D(3200),
        marks={"X": Mark(D(25), D("0.7")), "Y": Mark(D(44), D("0.65")), "Z": Mark(D(27), D("0.6"))},
    )
    assert worth(before).available_margin == 187800
    after = rolled(before, date(2026, 6, 10))
    contract = after.account.financing[0]
    assert (contract.margin_ratio, contract.due_on, contract.rolled_on) == (D("0.80"), date(2026, 12, 10), (date(2026, 6, 10),))
    assert worth(after).available_margin == 187800


@pytest.mark.parametrize(("investor", "old", "new"), [("general", "0.80", "1.00"), ("private_fund", "1.00", "1.20")])
def test_a_short_sale_of_2024_adopts_the_new_ratio(investor: str, old: str, new: str) -> None:
    opened = short(opened_on=date(2024, 2, 20), margin_ratio=D(old), due_on=date(2024, 8, 20))
    after = rolled(state(on=date(2024, 7, 22), investor=investor, shorts=(opened,)), date(2024, 8, 15))
    assert after.account.shorts[0].margin_ratio == D(new)
    assert after.account.shorts[0].due_on == date(2025, 2, 20)


def test_a_short_sale_rolled_before_the_change_keeps_the_old_ratio() -> None:
    opened = short(opened_on=date(2024, 2, 20), margin_ratio=D("0.80"), due_on=date(2024, 8, 20))
    assert rolled(state(on=date(2024, 7, 1), shorts=(opened,)), date(2024, 7, 19)).account.shorts[0].margin_ratio == D("0.80")


def test_a_house_ratio_above_the_new_floor_is_kept() -> None:
    opened = short(opened_on=date(2024, 2, 20), margin_ratio=D("1.10"), due_on=date(2024, 8, 20))
    assert rolled(state(on=date(2024, 7, 22), shorts=(opened,)), date(2024, 8, 15)).account.shorts[0].margin_ratio == D("1.10")
    private = state(on=date(2024, 7, 22), shorts=(opened,), investor="private_fund")
    assert rolled(private, date(2024, 8, 15)).account.shorts[0].margin_ratio == D("1.20")


def test_a_contract_opened_before_2015_still_carries_half() -> None:
    """Opened at 50 % on 2015-11-20 and rolled over ever since."""
    contract = loan(opened_on=date(2015, 11, 20), margin_ratio=D("0.50"), due_on=date(2016, 5, 20))
    after = rolled(rolled(state(on=date(2016, 5, 3), financing=(contract,)), date(2016, 5, 20)), date(2016, 11, 18))
    assert after.account.financing[0].margin_ratio == D("0.50")
    assert after.account.financing[0].due_on == date(2017, 5, 20)


def test_a_lower_floor_reaches_a_contract_only_where_it_is_agreed_on() -> None:
    """Opened at 100 % in June 2023; 80 % since 2023-09-11 by agreement. A house ratio of 110 % stays."""
    opened = loan(opened_on=date(2023, 6, 1), margin_ratio=D(1), due_on=date(2023, 12, 1))
    before, day = state(on=date(2023, 9, 11), financing=(opened,)), date(2023, 11, 30)
    assert rolled(before, day).account.financing[0].margin_ratio == 1
    assert rolled(before, day, agreed=True).account.financing[0].margin_ratio == D("0.80")
    house = state(on=date(2023, 9, 11), financing=(replace(opened, margin_ratio=D("1.10")),))
    assert rolled(house, day, agreed=True).account.financing[0].margin_ratio == D("1.10")


def test_a_rollover_moves_nothing_and_says_which_rule_it_follows() -> None:
    done = happen(state(financing=(loan(),)), Rollover(on=date(2025, 6, 3), contract_id="1"))
    assert done.movements == ()
    assert "2026-05-06" in done.notes[0].en
    assert BOOK.at(date(2025, 6, 3)).ruling("financing_margin_ratio", opened_on=date(2025, 5, 6)).citation in done.notes[0].zh


def test_contracts_could_not_be_rolled_over_before_july_2015() -> None:
    before = state(on=date(2015, 6, 1), financing=(loan(opened_on=date(2015, 1, 5), due_on=date(2015, 7, 3)),))
    error = refusal(before, Rollover(on=date(2015, 6, 30), contract_id="1"))
    assert error.details["rule"] == "rollover_allowed"
    assert rolled(before, date(2015, 7, 1)).account.financing[0].due_on == date(2016, 1, 3)


@pytest.mark.parametrize("months", [0, 7, -1])
def test_a_rollover_lasts_no_longer_than_a_contract_may(months: int) -> None:
    error = refusal(state(financing=(loan(),)), Rollover(on=date(2025, 6, 3), contract_id="1", months=months))
    assert "between 1 and 6" in error.message("en")
    assert error.details["rule"] == "contract_max_months"
    assert rolled(state(financing=(loan(),)), date(2025, 6, 3), months=2).account.financing[0].due_on == date(2026, 1, 6)


def test_a_contract_is_rolled_over_before_its_term_ends() -> None:
    before = state(financing=(loan(),))
    assert rolled(before, date(2025, 11, 6)).account.financing[0].due_on == date(2026, 5, 6)
    assert "ended on 2025-11-06" in refusal(before, Rollover(on=date(2025, 11, 7), contract_id="1")).message("en")


def test_a_suspension_prolongs_the_time_to_apply() -> None:
    halted = state(financing=(loan(),), marks={**MARKS, B: replace(MARKS[B], suspended=True)})
    assert rolled(halted, date(2025, 11, 20)).account.financing[0].due_on == date(2026, 5, 20)


def test_a_contract_without_a_known_end_runs_from_the_day() -> None:
    assert rolled(state(financing=(loan(due_on=None),)), date(2025, 6, 3)).account.financing[0].due_on == date(2025, 12, 3)


def test_an_unknown_contract_is_named_with_those_that_are_open() -> None:
    error = refusal(state(financing=(loan("f"),), shorts=(short("s", A),)), Rollover(on=date(2025, 6, 3), contract_id="x"))
    assert "contract x is not open here; open: f, s" in error.message("en")


def test_a_broker_may_limit_how_often_a_contract_is_rolled_over() -> None:
    twice = loan(rolled_on=(date(2025, 5, 20), date(2025, 5, 27)))
    limited = state(financing=(twice,), book=BOOK.reform("rollover_times_max", 2, date(2015, 7, 1)))
    error = refusal(limited, Rollover(on=date(2025, 6, 4), contract_id="1"))
    assert "was rolled over 2 times already, and the broker allows 2" in error.message("en")
    once = replace(twice, rolled_on=twice.rolled_on[:1])
    assert (
        len(
            rolled(replace(limited, account=replace(limited.account, financing=(once,))), date(2025, 6, 4))
            .account.financing[0]
            .rolled_on
        )
        == 2
    )
    assert len(rolled(state(financing=(twice,)), date(2025, 6, 4)).account.financing[0].rolled_on) == 3
