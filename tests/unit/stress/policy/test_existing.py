"""What policies do to the accounts of a book: the same as to one account after the other in ``accounts``."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import numpy as np
import pytest

from liangrong.accounts.assess import Assessment, assess
from liangrong.accounts.inverse.whatif import RuleReform, whatif
from liangrong.accounts.limits.capacity import OrderAsked
from liangrong.accounts.limits.price_limits import price_limits
from liangrong.accounts.state import AccountState
from liangrong.book.columns import Partition
from liangrong.book.compile import partition_of
from liangrong.book.lines import CALL
from liangrong.book.marks import MarkTable
from liangrong.book.selection import selected
from liangrong.book.tasks import added
from liangrong.rules.rulebook import Rulebook
from liangrong.stress.policy.existing import PolicySums, PolicyTask
from liangrong.stress.policy.markets import View, view_of
from liangrong.stress.policy.policies import TODAY, Policy, parse_policy
from tests.unit.stress.small_market import DAY, SECURITIES, accounts, market

BOOK = Rulebook.load()
POLICIES = (
    TODAY,
    parse_policy("spared: financing_margin_ratio=1.5"),
    parse_policy("reached: financing_margin_ratio=1.5,reach=all"),
    parse_policy("lines: call_line=1.45,warning_line=1.6,cure_target=1.7,immediate_line=1.35"),
    parse_policy("caps: conversion_ratio_cap.index_a_share=0.4,conversion_ratio_cap.other_a_share=0.4"),
    parse_policy("few: no_financing=board:star,concentration_tiers=0.5"),
    parse_policy("narrow: price_limit.main=0.05"),
)
NAMES = [policy.name for policy in POLICIES]


def view(policy: Policy, marks: MarkTable | None = None, **given: object) -> View:
    return view_of(policy, marks or market(), BOOK, DAY, **given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def views() -> tuple[View, ...]:
    return tuple(view(policy) for policy in POLICIES)


@pytest.fixture(scope="module")
def partition() -> Partition:
    return partition_of(accounts(), SECURITIES)


@pytest.fixture(scope="module")
def found(views: tuple[View, ...], partition: Partition) -> PolicySums:
    return PolicyTask(views)(partition)


def assessed(view: View) -> list[Assessment]:
    """Every account under a policy, through ``accounts`` alone."""
    changed = []
    for account in accounts():
        reached = (
            [replace(loan, margin_ratio=D("1.5")) for loan in account.financing]
            if view.policy.name == "reached"
            else account.financing
        )
        changed.append(assess(replace(account, financing=tuple(reached)), view.market.marks(), view.terms))
    return changed


def test_zones_margin_and_who_loses_it_are_those_of_accounts(found: PolicySums, views: tuple[View, ...]) -> None:
    first = assessed(views[0])
    for place, each in enumerate(views):
        now = assessed(each)
        called = [one.zone in ("call", "immediate") for one in now]
        assert found.totals[place][CALL:, 0].sum() == sum(called), each.policy.name
        assert found.margin[place][0] == sum(one.available_margin > 0 for one in now)
        assert found.margin[place][1] == sum(one.available_margin < 0 for one in now)
        assert found.margin[place][2] == sum(int(one.available_margin * 1000) for one in now if one.available_margin > 0)
        pairs = list(zip(first, now, strict=True))
        assert found.lost[place][0] == sum(was.available_margin > 0 >= one.available_margin for was, one in pairs)
        assert found.lost[place][1] == sum(
            was.zone not in ("call", "immediate") and hit for (was, _), hit in zip(pairs, called, strict=True)
        )


def test_each_policy_changes_what_it_is_about_and_nothing_else(found: PolicySums) -> None:
    def place(name: str) -> int:
        return NAMES.index(name)

    assert np.array_equal(found.margin[place("spared")], found.margin[0]), "open contracts keep their ratio"
    assert found.margin[place("reached")][2] < found.margin[0][2]
    assert found.totals[place("lines")][CALL:, 0].sum() > found.totals[0][CALL:, 0].sum()
    assert found.margin[place("caps")][2] < found.margin[0][2]
    assert np.array_equal(found.totals[place("caps")], found.totals[0]), "conversion ratios are no part of the maintenance ratio"
    assert found.limit_down[place("narrow")][:, 1].sum() > found.limit_down[0][:, 1].sum()
    assert np.array_equal(found.totals[place("few")], found.totals[0])


def test_open_short_contracts_take_the_ratio_of_their_class_of_investor() -> None:
    policy = parse_policy("short_margin_ratio.general=1.5,short_margin_ratio.private_fund=1.7,reach=all")
    (short,) = [account for account in accounts() if account.shorts]
    both = [replace(short, cash=D(900_000)), replace(short, account_id="fund", investor="private_fund", cash=D(900_000))]
    views = (view(TODAY), view(policy), view(replace(policy, reach="new_contracts")))
    found = PolicyTask(views)(partition_of(both, SECURITIES))

    def margin(each: View, *ratios: D) -> int:
        pairs = zip(both, ratios, strict=True)
        held = [replace(one, shorts=tuple(replace(sale, margin_ratio=ratio) for sale in one.shorts)) for one, ratio in pairs]
        return sum(int(assess(one, each.market.marks(), each.terms).available_margin * 1000) for one in held)

    own = both[0].shorts[0].margin_ratio
    assert found.margin[1][2] == margin(views[1], D("1.5"), D("1.7")) < margin(views[0], own, own) == found.margin[0][2]
    assert np.array_equal(found.margin[2], found.margin[0]), "spared contracts keep theirs"


@pytest.mark.parametrize(("text", "told"), [
    ("call_line=1.4", "for every account"), ("financing_margin_ratio=80%", "keep their margin ratios"),
    ("short_margin_ratio=130%,reach=all", "open contracts too"), ("no_financing=board:star,reach=all", "for every account"),
])  # fmt: skip
def test_a_story_says_whom_it_reaches(text: str, told: str) -> None:
    assert told in parse_policy(text).story.en


def test_a_policy_that_spares_no_contract_is_the_what_if_of_accounts(views: tuple[View, ...]) -> None:
    reached = assessed(views[NAMES.index("reached")])
    reform = RuleReform(parameter="financing_margin_ratio", value=D("1.5"), reach="all")
    for account, expected in zip(accounts(), reached, strict=True):
        state = AccountState(DAY, account, market().marks(), BOOK)
        assert whatif(state, [reform], orders=[OrderAsked("withdrawal")]).after.available_margin == expected.available_margin


def test_after_a_session_at_the_lower_limits(found: PolicySums, views: tuple[View, ...]) -> None:
    for place, each in enumerate(views):
        marks = each.market.marks()
        for security, mark in marks.items():
            low, _ = price_limits(security, mark.price, each.terms.rules)
            if not mark.suspended and low is not None:
                marks[security] = replace(mark, price=low, fair_price=mark.fair_price)
        now = [assess(account, marks, each.terms) for account in accounts()]
        assert found.limit_down[place][:, 1].sum() == sum(one.assets for one in now) * 1000, each.policy.name
        assert found.limit_down[place][CALL:, 0].sum() == sum(one.zone in ("call", "immediate") for one in now)


def test_accounts_above_a_cap_are_counted_where_there_is_one(found: PolicySums, views: tuple[View, ...]) -> None:
    above = sum((one.largest_share or 0) > D("0.5") for one in assessed(views[NAMES.index("few")]))
    assert found.concentrated.tolist() == [above if name == "few" else 0 for name in NAMES]
    assert above > 0


def test_tiers_hold_for_their_maintenance_ratios_alone(partition: Partition) -> None:
    tiers = ({"group": "security", "ratio_from": D("1.8"), "ratio_to": None, "cap": D("0.5")},)
    rules = BOOK.reform("concentration_tiers", tiers, DAY, applies_to="all")
    found = PolicyTask((view_of(TODAY, market(), rules, DAY),))(partition)
    now = [assess(account, market().marks(), view(TODAY).terms) for account in accounts()]
    high = [one for one in now if one.maintenance_ratio is None or one.maintenance_ratio >= D("1.8")]
    assert (
        found.concentrated[0]
        == sum((one.largest_share or 0) > D("0.5") for one in high)
        < sum((one.largest_share or 0) > D("0.5") for one in now)
    )


def test_what_is_closed_to_financing_is_what_was_named(views: tuple[View, ...], found: PolicySums) -> None:
    few = views[NAMES.index("few")]
    assert [SECURITIES[n] for n in np.flatnonzero(few.closed)] == ["688981.SH"]
    owed = sum(loan.principal for account in accounts() for loan in account.financing if loan.security == "688981.SH")
    assert found.principal[few.closed].sum() == owed * 100


def test_answers_add_up_over_partitions_and_travel(views: tuple[View, ...], partition: Partition, found: PolicySums) -> None:
    task = pickle.loads(pickle.dumps(PolicyTask(views)))
    parts = [task(selected(partition, rows)) for rows in ([0, 1], [2, 3, 4, 5])]
    assert all(np.array_equal(one, other) for one, other in zip(added(*parts), found, strict=True))


def test_a_higher_cap_raises_no_conversion_ratio() -> None:
    assert np.array_equal(view(parse_policy("conversion_ratio_cap=0.95")).market.conversion_ratio, market().conversion_ratio)


def test_a_lower_cap_lowers_what_lies_above_it_in_its_class_alone(views: tuple[View, ...]) -> None:
    assert views[NAMES.index("caps")].market.conversion_ratio.tolist() == [4000, 9000, 4000, 4000, 4000, 3000]


def test_high_pe_counts_for_nothing_and_may_count_again() -> None:
    classes = tuple(
        "high_pe" if security == "300750.SZ" else name for security, name in zip(SECURITIES, market().asset_class, strict=True)
    )
    zeroed = market().conversion_ratio.copy()
    zeroed[0] = 0
    marks = replace(market(), asset_class=classes, conversion_ratio=zeroed)
    static_pe = {"300750.SZ": D(310), "600519.SH": D(410), "688981.SH": D(-3), "920099.BJ": D(20)}
    raised = view(parse_policy("pe_zero_threshold=400"), marks, static_pe=static_pe)
    plain = BOOK.at(DAY).number("conversion_ratio_cap", key="other_a_share")
    assert raised.market.conversion_ratio.tolist() == [plain * 10_000, 9000, 7000, 0, 0, 3000]
    unknown = view(parse_policy("pe_zero_threshold=400"), marks)
    assert np.array_equal(unknown.market.conversion_ratio, marks.conversion_ratio)
    assert "not computed" in unknown.notes[0].en


def test_a_day_before_margin_trading_has_no_policy() -> None:
    with pytest.raises(LookupError):
        view_of(TODAY, market(), BOOK, date(2009, 1, 5))
