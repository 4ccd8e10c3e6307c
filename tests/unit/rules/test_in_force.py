"""Which value governs: days, exchanges, keys, vintages and rollovers.

The expected numbers are those of the notices: financing 50 % (2010), 100 % (2015-11-23, new contracts), 80 % (2023-09-11, open
contracts by agreement), 100 % (2026-01-19, new contracts); shorting 50 % (2010), 80/100 % (2023-10-30), 100/120 % (2024-07-22,
adopted on rollover).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from liangrong.core.errors import RuleNotInForce, UnknownName, UsageError
from liangrong.rules.rulebook import Rulebook, Ruling

BOOK = Rulebook.load()


def day(text: str) -> date:
    return date.fromisoformat(text)


def ruling(name: str, on: str, opened: str | None = None, *rolled: str, **asked: object) -> Ruling:
    opened_on = day(opened) if opened else None
    return BOOK.at(day(on)).ruling(name, opened_on=opened_on, rolled_on=tuple(map(day, rolled)), **asked)


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2010-03-31", "0.50"), ("2015-11-20", "0.50"), ("2015-11-23", "1.00"), ("2023-09-08", "1.00"), ("2023-09-11", "0.80"),
     ("2026-01-16", "0.80"), ("2026-01-19", "1.00")],
)  # fmt: skip
def test_a_value_governs_from_its_first_session(on: str, expected: str) -> None:
    assert ruling("financing_margin_ratio", on).value == Decimal(expected)


@pytest.mark.parametrize(
    ("opened", "rolled", "agreed", "expected"),
    [
        ("2015-11-20", [], False, "0.50"),  # grandfathered ever since
        ("2015-11-20", ["2016-05-20", "2023-10-09", "2026-01-20"], False, "0.50"),  # financing keeps on rollover
        ("2015-11-20", [], True, "0.50"),  # agreeing in 2023 would raise it: 80 % is not looser than 50 %
        ("2015-11-20", ["2023-10-09"], True, "0.50"),
        ("2022-06-01", [], False, "1.00"),
        ("2022-06-01", ["2023-10-09"], False, "1.00"),  # by agreement only
        ("2022-06-01", [], True, "0.80"),
        ("2022-06-01", ["2026-01-20"], True, "0.80"),  # 2026 spares what was agreed
        ("2025-12-10", [], False, "0.80"),
        ("2025-12-10", ["2026-01-20"], False, "0.80"),
        ("2026-01-19", [], False, "1.00"),
    ],
)
def test_a_financing_contract_keeps_its_vintage(opened: str, rolled: list[str], agreed: bool, expected: str) -> None:
    assert ruling("financing_margin_ratio", "2026-02-02", opened, *rolled, agreed=agreed).value == Decimal(expected)


@pytest.mark.parametrize(
    ("rolled", "general", "private"),
    [
        ([], "0.50", "0.50"),
        (["2023-10-27"], "0.50", "0.50"),  # before the change
        (["2023-10-30"], "0.80", "1.00"),  # on its first day
        (["2024-07-19"], "0.80", "1.00"),
        (["2024-07-22"], "1.00", "1.20"),
        (["2023-12-01", "2024-08-01"], "1.00", "1.20"),  # twice: the last change since then
    ],
)
def test_a_short_contract_adopts_the_new_ratio_on_rollover(rolled: list[str], general: str, private: str) -> None:
    asked = ("short_margin_ratio", "2024-09-02", "2023-09-01", *rolled)
    assert ruling(*asked).value == Decimal(general)
    assert ruling(*asked, key="private_fund").value == Decimal(private)


def test_an_early_rollover_does_not_adopt_what_comes_later() -> None:
    found = ruling("short_margin_ratio", "2024-09-02", "2023-09-01", "2023-12-01")
    assert (found.value, found.since) == (Decimal("0.80"), day("2023-10-30"))
    assert "2023-12-01" in found.reason.en


def test_each_change_says_for_itself_what_a_rollover_does() -> None:
    """Two changes since the opening, the first adopted on rollover, the second not: the first is adopted, not the second."""
    rule = BOOK.parameter("short_margin_ratio")
    kept = tuple(replace(v, on_rollover="keep") if v.start == day("2024-07-22") else v for v in rule.values)
    rules = BOOK.with_parameter(replace(rule, values=kept)).at(day("2024-09-02"))
    found = rules.ruling("short_margin_ratio", opened_on=day("2023-09-01"), rolled_on=(day("2024-08-01"),))
    assert (found.value, found.since) == (Decimal("0.80"), day("2023-10-30"))


def test_a_change_for_all_reaches_open_contracts() -> None:
    assert ruling("call_line_floor", "2019-08-16", "2015-01-05").value == Decimal("1.30")
    assert ruling("call_line_floor", "2019-08-19", "2015-01-05").value is None


def test_a_rule_that_was_abolished_gives_no_number() -> None:
    with pytest.raises(RuleNotInForce, match=r"since 2019-08-19 the rule gives no number"):
        BOOK.at(day("2020-01-02")).number("call_line_floor")
    assert BOOK.at(day("2012-01-04")).number("cure_days_max") == 2


@pytest.mark.parametrize(
    ("on", "opened", "venue", "told"),
    [
        ("2010-03-30", None, "SSE", "its first value on SSE is from 2010-03-31"),
        ("2012-01-04", "2010-03-30", "SSE", "its first value on SSE is from 2010-03-31"),
        ("2023-02-10", None, "BSE", "its first value on BSE is from 2023-02-13"),
        ("2024-01-02", "2022-12-30", "BSE", "its first value on BSE is from 2023-02-13"),
    ],
)
def test_nothing_governs_before_the_first_day(on: str, opened: str | None, venue: str, told: str) -> None:
    with pytest.raises(RuleNotInForce, match=told):
        ruling("financing_margin_ratio", on, opened, venue=venue)


def test_an_exchange_without_the_rule_is_told_where_there_is_one() -> None:
    rule = BOOK.parameter("financing_margin_ratio")
    only = replace(rule, values=tuple(replace(v, venues=("SSE",)) for v in rule.values if "SSE" in v.venues))
    with pytest.raises(RuleNotInForce, match=r"it has no value on SZSE, only on SSE"):
        BOOK.with_parameter(only).at(day("2020-01-02")).ruling("financing_margin_ratio", venue="SZSE")


def test_a_key_that_came_later_is_not_in_force_before() -> None:
    with pytest.raises(RuleNotInForce, match=r"No conversion_ratio_cap.high_pe is in force on 2016-12-09: .* from 2016-12-12"):
        ruling("conversion_ratio_cap", "2016-12-09", key="high_pe")
    assert ruling("conversion_ratio_cap", "2016-12-12", key="high_pe").value == 0


def test_a_key_is_cited_by_the_text_that_gave_it_not_by_one_that_restates_it() -> None:
    found = ruling("conversion_ratio_cap", "2020-01-02", key="index_a_share")
    assert (found.value, found.since) == (Decimal("0.70"), day("2010-03-31"))


def test_keys_are_asked_for_where_they_matter_and_nowhere_else() -> None:
    rules = BOOK.at(day("2020-01-02"))
    assert rules.ruling("short_margin_ratio").key == "general"
    with pytest.raises(UsageError, match=r"a value for each asset_class; name one: cash, index_a_share"):
        rules.ruling("conversion_ratio_cap")
    with pytest.raises(UsageError, match=r"a value for each member; name one: main, chinext"):
        rules.ruling("price_limit")
    with pytest.raises(UsageError, match=r"is one value and takes no key, but 'general' was given"):
        rules.ruling("financing_margin_ratio", key="general")
    with pytest.raises(UnknownName, match=r"no rule key called 'stock'. Known: cash"):
        rules.ruling("conversion_ratio_cap", key="stock")


@pytest.mark.parametrize(
    ("opened", "rolled", "told"),
    [
        ("2026-02-03", [], "A contract opened on 2026-02-03 does not exist on 2026-02-02"),
        ("2025-12-10", ["2025-12-09"], "cannot have been rolled over on 2025-12-09"),
        ("2025-12-10", ["2026-02-03"], "cannot have been rolled over on 2026-02-03 as seen on 2026-02-02"),
        (None, ["2026-01-20"], "say when"),
    ],
)
def test_impossible_contracts_are_refused(opened: str | None, rolled: list[str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        ruling("financing_margin_ratio", "2026-02-02", opened, *rolled)
