"""Contracts are as old as the repayments of the market allow, and keep the rules of their opening."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from liangrong.book.generator.parameters import Parameters
from liangrong.book.generator.targets import History, Targets
from liangrong.book.generator.vintages import surviving, vintages_of
from liangrong.core.calendar import Calendar
from liangrong.core.errors import UsageError
from liangrong.rules.parameters import INVESTORS, VENUES
from liangrong.rules.rulebook import Rulebook

DAY = date(2026, 1, 30)


def history(calendar: Calendar, buys: list[float], balances: list[float]) -> History:
    days = calendar.between(calendar.back(DAY, len(buys) - 1), DAY)
    return History(days=days, buys=np.array(buys), balances=np.array(balances), prices=np.ones((len(buys), 1), np.int32))


def test_a_steady_repayment_leaves_contracts_that_thin_out_by_its_share_each_session(calendar: Calendar) -> None:
    found = surviving(history(calendar, [10.0] * 200, [100.0] * 200), Parameters(slow_share=0))
    assert found.sum() == pytest.approx(1)
    assert found[-2] / found[-1] == pytest.approx(0.9)
    assert found[-21] / found[-1] == pytest.approx(0.9**20)


def test_after_a_day_on_which_all_was_repaid_nothing_older_is_left(calendar: Calendar) -> None:
    buys, balances = [10.0] * 50, [100.0] * 50
    buys[40], balances[40] = 50.0, 50.0
    found = surviving(history(calendar, buys, balances), Parameters(slow_share=0))
    assert found[:40].sum() == 0
    assert found[40:].sum() == pytest.approx(1)


def test_slow_borrowers_hold_their_share_of_the_balance_and_make_it_older(calendar: Calendar) -> None:
    known = history(calendar, [10.0] * 300, [100.0] * 300)
    age = np.arange(300)[::-1]
    quick = float(surviving(known, Parameters(slow_share=0)) @ age)
    mixed = surviving(known, Parameters(slow_share=0.5, slow_sessions=60))
    assert quick == pytest.approx(9, abs=0.1)
    assert float(mixed @ age) > 3 * quick
    assert mixed[age > 100].sum() == pytest.approx(0.5 * np.exp(-age / 60)[age > 100].sum() / np.exp(-age / 60).sum(), rel=0.01)


def test_a_history_without_buys_is_refused(calendar: Calendar) -> None:
    with pytest.raises(UsageError, match="no financing buys"):
        surviving(history(calendar, [0.0] * 9, [1.0] * 9), Parameters())


def test_ratios_are_those_of_the_rules_on_the_opening_day(country: Targets) -> None:
    found = vintages_of(country, Parameters(), Rulebook.load())
    rules = Rulebook.load().at(DAY)
    changed = country.history.days.index(date(2026, 1, 19))
    assert found.financing_ratio[0, changed] != found.financing_ratio[0, changed - 1], (
        "the floor of that day reached new contracts only"
    )
    for day in (0, changed - 1, changed, -1):
        opened = country.history.days[day]
        for number, venue in enumerate(VENUES):
            assert (
                found.financing_ratio[number, day]
                == rules.number("financing_margin_ratio", venue=venue, opened_on=opened) * 10_000
            )
            for kind, investor in enumerate(INVESTORS):
                asked = rules.number("short_margin_ratio", key=investor, venue=venue, opened_on=opened)
                assert found.short_ratio[number, kind, day] == asked * 10_000


def test_terms_are_six_months_and_were_prolonged_until_today(country: Targets) -> None:
    found = vintages_of(country, Parameters(), Rulebook.load())
    days = {day: timedelta(int(due)) + date(1970, 1, 1) for day, due in zip(country.history.days, found.due_on, strict=True)}
    assert days[DAY] == date(2026, 7, 30)
    assert days[date(2025, 8, 29)] == date(2026, 2, 28)
    assert days[date(2025, 7, 29)] == date(2026, 7, 29), "its first term was over yesterday"
    assert min(days.values()) >= DAY


def test_interest_is_unpaid_since_the_last_charge_day(country: Targets) -> None:
    found = dict(
        zip(country.history.days, vintages_of(country, Parameters(), Rulebook.load()).interest_days.tolist(), strict=True)
    )
    assert found[DAY] == 1
    assert found[date(2026, 1, 26)] == 5
    assert found[date(2026, 1, 20)] == found[date(2025, 9, 1)] == 10


def test_nothing_was_financed_before_its_price_is_known_or_its_exchange_began(country: Targets) -> None:
    found = vintages_of(country, Parameters(), Rulebook.load())
    assert found.earliest.tolist() == [0, 0, 0, 0, 0, 0, 200, 0]
    drawn = found.drawn(np.random.default_rng(5), np.full(1000, 6))
    assert drawn.min() == 200
