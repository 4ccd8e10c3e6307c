"""What a file leaves open comes from the store, and what is assumed is said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from liangrong.accounts.intake.entries import AccountEntry, GivenMark
from liangrong.accounts.state import CreditAccount, Holding
from liangrong.core.errors import InvalidAccount
from liangrong.market.snapshot import MarketSnapshot
from liangrong.rules.rulebook import Rulebook
from liangrong.services.accounts.marks import Known, completed, known_of

DAY, BEFORE = date(2025, 6, 30), date(2025, 6, 27)
RULES = Rulebook.load().at(DAY)
D = Decimal


def entry(**given: GivenMark) -> AccountEntry:
    named = {name.replace("s", "", 1).replace("_", "."): mark for name, mark in given.items()}
    return AccountEntry("a.json", DAY, CreditAccount(collateral=tuple(Holding(name, D(100)) for name in named)), named)


def known() -> Known:
    quotes = pl.DataFrame({
        "security_id": ["600519.SH", "600519.SH", "000001.SZ"],
        "trade_date": [BEFORE, DAY, BEFORE],
        "close": [D("1400"), D("1408.05"), D("12.30")],
        "previous_close": [D("1390"), D("1400"), D("12.20")],
    })  # fmt: skip
    ratios = pl.DataFrame({"security_id": ["600519.SH"], "trade_date": [BEFORE], "conversion_ratio": [0.7]})
    snapshot = MarketSnapshot.of({"quotes": quotes, "eligible_collateral": ratios}, DAY)
    return known_of(snapshot, ["600519.SH", "000001.SZ"])


def test_the_last_quote_and_the_latest_list_fill_what_is_open() -> None:
    marks, notes = completed(entry(s600519_SH=GivenMark()), RULES, known())
    mark = marks["600519.SH"]
    assert (mark.price, mark.conversion_ratio, mark.suspended) == (D("1408.05"), D("0.7"), False)
    assert (mark.limit_down, mark.limit_up) == (D("1260.00"), D("1540.00"))  # 1,400 less and plus a tenth
    assert notes == ()


def test_a_security_without_a_quote_of_the_day_counts_as_suspended() -> None:
    marks, notes = completed(entry(s000001_SZ=GivenMark(conversion_ratio=D("0.6"))), RULES, known())
    assert marks["000001.SZ"].suspended
    assert "2025-06-27" in notes[0].en


def test_what_the_file_says_goes_before_the_store() -> None:
    marks, _ = completed(entry(s600519_SH=GivenMark(D(1500), D("0.5"))), RULES, known())
    assert (marks["600519.SH"].price, marks["600519.SH"].conversion_ratio) == (D(1500), D("0.5"))


def test_without_a_ratio_the_cap_of_the_class_is_taken_and_said() -> None:
    marks, notes = completed(entry(s688981_SH=GivenMark(D(90)), s511880_SH=GivenMark(D(100))), RULES, None)
    assert marks["688981.SH"].conversion_ratio == D("0.65")  # other A-shares
    assert "688981.SH" in notes[0].zh


def test_a_label_without_a_ratio_is_refused() -> None:
    with pytest.raises(InvalidAccount, match="TB: a label that is no code needs"):
        completed(
            AccountEntry("a.json", DAY, CreditAccount(collateral=(Holding("TB", D(1)),)), {"TB": GivenMark(D(100))}), RULES, None
        )


def test_a_price_that_nobody_knows_is_refused() -> None:
    with pytest.raises(InvalidAccount, match="the store has no quote of it either"):
        completed(entry(s600000_SH=GivenMark()), RULES, known())


def test_a_weekend_is_not_a_suspension() -> None:
    saturday = date(2025, 7, 5)
    friday = Known(date(2025, 7, 4), known().quotes, {})
    held = AccountEntry("a.json", saturday, CreditAccount(collateral=(Holding("600519.SH", D(1)),)), {"600519.SH": GivenMark()})
    late = completed(held, RULES, friday)[0]["600519.SH"]
    assert late.suspended  # the last quote is of 06-30, the last session was 07-04
    on_time = Known(DAY, known().quotes, {})
    assert not completed(held, RULES, on_time)[0]["600519.SH"].suspended
