"""A generated book sums up to what is published, account by account it is one that the law knows, and it is always the same."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import pairwise
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest

from liangrong.accounts.assess import assess
from liangrong.accounts.ledger.interest import accrue
from liangrong.accounts.limits.orders import floor_to_lot, order_size
from liangrong.accounts.terms import agreed_terms, venue_of
from liangrong.book.columns import COLUMN_TYPES, Partition
from liangrong.book.compile import account_of
from liangrong.book.generator.calibration import Tally, calibration, tally
from liangrong.book.generator.generator import Generator
from liangrong.book.generator.parameters import Parameters
from liangrong.book.generator.targets import Targets
from liangrong.book.lines import Lines
from liangrong.core.errors import UsageError
from liangrong.rules.rulebook import Rulebook
from tests.unit.book.generator.conftest import SECURITIES

Make = Callable[..., Generator]

DAY = date(2026, 1, 30)
TERMS = agreed_terms(Rulebook.load().at(DAY))
LINES = Lines.of(TERMS)


def fingerprint(partition: Partition) -> str:
    """Of every byte of a partition."""
    tables = (partition.accounts, partition.positions, partition.contracts, partition.shorts, partition.others)
    columns = [column for table in tables for column in table] + [partition.terms[name] for name in sorted(partition.terms)]
    return sha256(b"".join(np.ascontiguousarray(column).tobytes() for column in columns)).hexdigest()


def drawn_elsewhere(generator: Generator, number: int) -> str:
    """As another process draws it."""
    return fingerprint(generator.partition(number))


def rows(generator: Generator, *, partitions: list[Partition] | None = None) -> dict[str, tuple[float, float, float]]:
    """``target, achieved, error`` of the calibration, by name."""
    found = Tally.empty(generator.targets.marks.size)
    for partition in partitions or generator:
        found.add(tally(partition, generator.targets, LINES, threads=1))
    table = calibration(generator, found)
    return {
        name: (target, achieved, error)
        for name, target, achieved, error in table.select("name", "wanted", "achieved", "error").rows()
    }


def test_sums_are_the_published_ones(generated: Make) -> None:
    found = rows(generated())
    for exact in ("accounts", "borrowers", "financing_balance", "financing_balance_by_security", "short_quantity_by_security"):
        assert found[exact][2] == 0, exact
    assert abs(found["maintenance_ratio"][2]) < 1e-6
    assert abs(found["collateral_value"][2]) < 1e4, "元, of 454 亿"
    assert found["collateral_cash"][1] == pytest.approx(found["collateral_cash"][0], rel=0.05)
    assert found["largest_industry_share"][2] < 1e-12


def test_fewer_accounts_have_sums_in_proportion(country: Targets) -> None:
    smaller = Generator(country.scaled(600), Parameters(), 1, 10_000)
    found = rows(smaller)
    assert found["accounts"][:2] == (600, 600)
    assert found["financing_balance"][1] == pytest.approx(int(country.financing_balance.sum()) / 1000, rel=1e-6)
    assert found["maintenance_ratio"][1] == pytest.approx(2.9, abs=0.001)


def test_everybody_may_be_in_debt(generated: Make) -> None:
    generator = generated(borrowers=6000, parameters=Parameters(contracts_per_borrower=2))
    found = rows(generator)
    assert found["borrowers"][:2] == (6000, 6000)
    assert found["maintenance_ratio"][1] == pytest.approx(2.9, abs=0.001)
    assert found["contracts"][1] == pytest.approx(12_000, rel=0.05)


def test_the_same_bytes_in_any_order_and_any_process(generated: Make) -> None:
    forwards, backwards = generated(), generated()
    expected = [fingerprint(forwards.partition(number)) for number in range(3)]
    assert [fingerprint(backwards.partition(number)) for number in (2, 1, 0)] == expected[::-1]
    assert len(set(expected)) == 3
    assert [fingerprint(partition) for partition in forwards] == expected
    assert fingerprint(generated(seed=8).partition(1)) != expected[1]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(drawn_elsewhere, forwards, 1).result() == expected[1]
    assert fingerprint(pickle.loads(pickle.dumps(forwards)).partition(2)) == expected[2]


def test_partitions_are_drawn_independently(generated: Make) -> None:
    in_debt = [np.diff(partition.accounts.contract_offsets.astype(np.int64)) > 0 for partition in generated(borrowers=3000)]
    both = [float((one & other).mean()) for one, other in pairwise(in_debt)]
    assert both == pytest.approx([0.25, 0.25], abs=0.04), "half of half, as by chance"


def test_own_collateral_lies_where_it_is_preferred(generated: Make) -> None:
    preference = np.array([0.0, 5, 1, 1, 0, 2, 1, 0])
    generator = generated(preference=preference, parameters=Parameters(overlap=0))
    price, held = generator.targets.marks.price, np.zeros(8)
    for partition in generator:
        held += np.bincount(partition.positions.security, partition.positions.quantity * price[partition.positions.security], 8)
    assert held[preference == 0].sum() == 0
    assert np.allclose(held / held.sum(), preference / preference.sum(), atol=0.1)


def test_columns_have_their_types_and_rows_their_order(generated: Make) -> None:
    generator = generated()
    firsts = []
    for partition in generator:
        for table in ("accounts", "positions", "contracts", "shorts", "others"):
            kinds = {name: str(column.dtype) for name, column in getattr(partition, table)._asdict().items()}
            assert kinds == COLUMN_TYPES[table]
        firsts.append((partition.first, partition.size))
        for offsets, security in (
            (partition.accounts.position_offsets, partition.positions.security),
            (partition.accounts.contract_offsets, partition.contracts.security),
        ):
            counts = np.diff(offsets.astype(np.int64)).tolist()
            key = np.repeat(np.arange(partition.size), counts) * 100 + security.astype(np.int64)
            assert (np.diff(key) >= 0).all()
        assert (np.diff(partition.shorts.account.astype(np.int64)) >= 0).all()
    assert firsts == [(0, 2000), (2000, 2000), (4000, 2000)]


def test_every_account_is_one_that_assess_knows_and_adds_up(generated: Make) -> None:
    generator = generated(parameters=Parameters(short_seller_share=0.2))
    partition, targets = generator.partition(0), generator.targets
    marks = targets.marks.marks()
    found = [assess(account_of(partition, row, targets.marks.securities), marks, TERMS) for row in range(partition.size)]
    indebted = [each for each in found if each.debt]
    assert len(indebted) == 233
    ratio = sum(each.assets for each in indebted) / sum(each.debt for each in indebted)
    assert float(ratio) == pytest.approx(2.9, abs=1e-6)
    assert all(each.cash >= 0 for each in found)
    assert all(each.cash >= each.short_proceeds for each in found)
    assert sum(each.short_debt > 0 for each in found) > 20
    assert {each.zone for each in found} >= {"no_debt", "withdrawable", "normal"}


def test_contracts_keep_the_ratio_of_their_opening_and_cost_what_it_cost_then(generated: Make) -> None:
    generator = generated()
    partition, targets = generator.partition(0), generator.targets
    rules, securities = Rulebook.load().at(DAY), targets.marks.securities
    row_of = {day: row for row, day in enumerate(targets.history.days)}
    old = whole = 0
    accounts = [account_of(partition, row, securities) for row in range(partition.size)]
    contracts = [contract for account in accounts for contract in account.financing]
    for contract in contracts:
        asked = rules.number("financing_margin_ratio", venue=venue_of(contract.security), opened_on=contract.opened_on)
        assert contract.margin_ratio == asked
        old += contract.opened_on < date(2026, 1, 19)
        price = Decimal(int(targets.history.prices[row_of[contract.opened_on], securities.index(contract.security)])) / 1000
        assert contract.principal <= contract.quantity * price
        whole += contract.principal == contract.quantity * price
        assert contract.due_on is not None
        assert DAY <= contract.due_on <= DAY + timedelta(days=184)
    assert 0.2 < old / len(contracts) < 0.9
    assert whole > len(contracts) * 0.95
    shorts = [contract for account in accounts for contract in account.shorts]
    assert shorts
    for account in accounts:
        for short in account.shorts:
            asked = rules.number(
                "short_margin_ratio", key=account.investor, venue=venue_of(short.security), opened_on=short.opened_on
            )
            assert short.margin_ratio == asked


def test_charges_are_the_interest_of_the_days_since_the_last_charge_day(generated: Make) -> None:
    generator = generated(parameters=Parameters(short_seller_share=0.3))
    partition, targets = generator.partition(1), generator.targets
    marks, charged = targets.marks.marks(), date(2026, 1, 20)
    seen = 0
    for row in range(0, partition.size, 7):
        account = account_of(partition, row, targets.marks.securities)
        uncounted = replace(
            account,
            charges=Decimal(0),
            financing=tuple(replace(c, accrued_to=charged if c.opened_on <= charged else None) for c in account.financing),
            shorts=tuple(replace(c, accrued_to=charged if c.opened_on <= charged else None) for c in account.shorts),
        )
        accrued, _ = accrue(uncounted, TERMS, DAY, marks=marks)
        assert abs(accrued.accrued_charges - account.charges) <= Decimal("0.0051")
        seen += bool(account.contracts)
    assert seen > 20


def test_orders_of_collateral_are_whole_lots(generated: Make) -> None:
    partition = generated().partition(0)
    rules = Rulebook.load().at(DAY)
    for number, quantity in zip(partition.positions.security.tolist(), partition.positions.quantity.tolist(), strict=True):
        assert 0 < quantity == floor_to_lot(Decimal(quantity), order_size(SECURITIES[number], rules))


def test_larger_debts_pay_lower_rates(generated: Make) -> None:
    partition = generated().partition(0)
    rate = partition.terms["contract_terms.rate"].astype(float)
    assert np.corrcoef(np.log(partition.contracts.principal), rate)[0, 1] < -0.3
    assert 4000 <= rate.min() <= rate.max() <= 6990
    assert set(rate % 10) == {0}


@pytest.mark.parametrize("fault", ["contract", "short", "cash", "position", "account"])
def test_a_fault_in_any_constraint_shows_in_the_table(generated: Make, fault: str) -> None:
    generator = generated()
    partitions = list(generator)
    victim = partitions[1]
    row = int(np.flatnonzero(np.diff(victim.accounts.contract_offsets.astype(np.int64)))[0])
    if fault == "contract":
        owed = victim.contracts.principal.copy()
        owed[3] -= 1
        partitions[1] = replace(victim, contracts=victim.contracts._replace(principal=owed))
        assert rows(generator, partitions=partitions)["financing_balance_by_security"][2] == pytest.approx(0.01)
    elif fault == "short":
        shares = victim.shorts.quantity.copy()
        shares[0] += 100
        partitions[1] = replace(victim, shorts=victim.shorts._replace(quantity=shares))
        assert rows(generator, partitions=partitions)["short_quantity_by_security"][2] == 100
    elif fault == "cash":
        cash = victim.accounts.cash.copy()
        cash[row] += 10**11
        partitions[1] = replace(victim, accounts=victim.accounts._replace(cash=cash))
        assert rows(generator, partitions=partitions)["maintenance_ratio"][2] > 0.01
    elif fault == "position":
        shares = victim.positions.quantity // 2
        partitions[1] = replace(victim, positions=victim.positions._replace(quantity=shares))
        assert rows(generator, partitions=partitions)["collateral_value"][2] < -1e6
    else:
        assert rows(generator, partitions=partitions[:2])["accounts"][2] == -2000


def test_every_parameter_and_every_number_without_a_source_is_said_to_be_invented(generated: Make) -> None:
    generator = generated()
    found = Tally.empty(generator.targets.marks.size)
    found.add(tally(generator.partition(0), generator.targets, LINES, threads=1))
    table = calibration(generator, found)
    parameters = table.filter(kind="parameter")
    assert parameters["name"].to_list() == list(Parameters.__dataclass_fields__)
    assert parameters["source_en"].str.starts_with("invented").all()
    assert (table.filter(kind="target")["source_en"] == "invented").all(), "this country names no source"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"maintenance_ratio": 0.5}, "contradict"),
        ({"collateral_value": 10**9}, "contradict"),
        ({"borrowers": 0}, "no borrower"),
        ({"borrowers": 6001}, "more borrowers"),
        ({"financing_balance": np.zeros(8, dtype=np.int64)}, "no financing"),
        ({"preference": np.ones(7)}, "other lengths"),
    ],
)
def test_targets_that_cannot_be_are_refused(generated: Make, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        generated(**changes).partition(0)


def test_a_partition_without_borrowers_is_refused(generated: Make) -> None:
    with pytest.raises(UsageError, match="cannot fill"):
        generated(borrowers=2)
    with pytest.raises(UsageError):
        generated(seed=-1)
    with pytest.raises(UsageError, match="debt_spread"):
        Parameters(debt_spread=-1)
    with pytest.raises(UsageError, match="0 accounts"):
        generated().targets.scaled(0)
