"""What changed between two days, and what two books say differently."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liangrong.core.errors import UsageError
from liangrong.rules.differences import changes, diff
from liangrong.rules.packs import load_pack, parse_pack
from liangrong.rules.rulebook import Rulebook

BOOK = Rulebook.load()


def test_the_cut_of_2023_is_one_change_on_three_exchanges() -> None:
    found = changes(BOOK, date(2023, 9, 8), date(2023, 9, 11))
    assert [(c.new.parameter, f"{c.on}", c.old.value, c.new.value, c.new.applies_to, c.venues) for c in found if c.old] == [
        ("financing_margin_ratio", "2023-09-11", Decimal("1.00"), Decimal("0.80"), "new_and_agreed", ("SSE", "SZSE", "BSE"))
    ]


def test_the_first_day_is_excluded_and_the_last_included() -> None:
    days = date(2026, 1, 16), date(2026, 1, 19)
    assert [c.new.parameter for c in changes(BOOK, *days)] == ["financing_margin_ratio"]
    assert changes(BOOK, days[1], days[1]) == ()
    assert changes(BOOK, days[1], date(2026, 1, 30)) == ()


def test_each_class_of_investor_has_its_own_change() -> None:
    found = [c for c in changes(BOOK, date(2024, 7, 19), date(2024, 7, 22)) if c.new.parameter == "short_margin_ratio"]
    assert [(c.new.key, c.old.value, c.new.value, c.new.on_rollover) for c in found] == [
        ("general", Decimal("0.80"), Decimal("1.00"), "adopt"),
        ("private_fund", Decimal("1.00"), Decimal("1.20"), "adopt"),
    ]


def test_a_rule_that_begins_has_no_old_value() -> None:
    found = [c for c in changes(BOOK, date(2016, 12, 9), date(2016, 12, 12)) if c.new.parameter == "conversion_ratio_cap"]
    assert [(c.new.key, c.old, c.new.value) for c in found] == [("high_pe", None, Decimal(0))]


def test_an_abolished_floor_is_a_change_to_nothing() -> None:
    found = [c for c in changes(BOOK, date(2019, 8, 16), date(2019, 8, 19)) if c.new.parameter == "call_line_floor"]
    assert [(c.old.value, c.new.value) for c in found] == [(Decimal("1.30"), None)]


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(UsageError, match=r"2023-09-08 is before 2023-09-11"):
        changes(BOOK, date(2023, 9, 11), date(2023, 9, 8))


def test_a_book_does_not_differ_from_itself() -> None:
    assert diff(BOOK, BOOK) == ()
    assert diff(BOOK, BOOK.assume("short_margin_ratio", date(2023, 10, 30), on_rollover="adopt")) == ()


def test_a_pack_differs_until_the_law_overtakes_it() -> None:
    text = (
        "{pack: mine, title_zh: 我, title_en: mine, example: false, citation: 合同, confidence: H, rules: "
        "[{parameter: financing_margin_ratio, from: 2023-10-09, value: 0.90}]}"
    )
    found = diff(BOOK, BOOK.amend(parse_pack(text, "mine.yaml")))
    assert [(f"{d.start}", f"{d.end}", d.before.value, d.after.value, d.venues) for d in found] == [
        ("2023-10-09", "2026-01-19", Decimal("0.80"), Decimal("0.90"), ("SSE", "SZSE", "BSE"))
    ]


def test_a_pack_differs_only_in_what_it_sets() -> None:
    found = diff(BOOK, BOOK.amend(load_pack("line_scheme_b")))
    assert {d.after.parameter for d in found} >= {"warning_line", "forced_sale_target"}
    assert "call_line" not in {d.after.parameter for d in found}  # 130 % on both sides
    assert {d.after.authority for d in found} == {"pack:line_scheme_b"}


def test_another_rollover_is_a_difference() -> None:
    found = diff(BOOK, BOOK.assume("short_margin_ratio", date(2024, 7, 22), on_rollover="keep"))
    assert [(d.after.key, f"{d.start}", d.end, d.before.on_rollover, d.after.on_rollover) for d in found] == [
        ("general", "2024-07-22", None, "adopt", "keep"),
        ("private_fund", "2024-07-22", None, "adopt", "keep"),
    ]
