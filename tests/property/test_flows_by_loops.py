"""Net financing by group on random small markets, against the definition worked through row by row.

Names enter and leave the list, change industry, and miss days; exchanges miss days, parts of days, totals and repayments. What is broken down, on which
basis, and what stands on the closing lines must all be what the slow loops say.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from liangrong.analytics.structure.flows import flows
from liangrong.core.calendar import mainland
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot

SESSIONS = mainland().between(date(2026, 1, 5), date(2026, 1, 30))
EXCHANGES = {"SH": "SSE", "SZ": "SZSE", "BJ": "BSE"}
NAMES = (
    "600000.SH",
    "688001.SH",
    "688981.SH",
    "510300.SH",
    "000001.SZ",
    "300001.SZ",
    "159915.SZ",
    "002001.SZ",
    "920001.BJ",
    "920002.BJ",
)
FUNDS = ("510300.SH", "159915.SZ")
INDUSTRIES = (("110000", "农林牧渔"), ("270000", "电子"), ("480000", "银行"))
WHOLE = Decimal("0.9")
NEAR = Decimal("0.001")

Row = tuple[int, int, int | None]
"""Balance, buys, repayments."""


@dataclass(frozen=True)
class Small:
    """``rows[name, n]`` and ``totals[exchange, n]`` of session ``n``; session 0 is the one before the window."""

    days: Sequence[date]
    rows: Mapping[tuple[str, int], Row]
    totals: Mapping[tuple[str, int], Row]
    spells: Sequence[tuple[str, str, date, date | None, str, str]]

    @property
    def window(self) -> range:
        return range(1, len(self.days))

    def snapshot(self) -> MarketSnapshot:
        cells = ("financing_balance", "financing_buy_amount", "financing_repay_amount")
        kinds = {"trade_date": pl.Date, **dict.fromkeys(cells, pl.Int64)}
        detail, totals = (
            pl.DataFrame(
                [(name, self.days[n], *row) for (name, n), row in part.items()], schema={key: pl.String, **kinds}, orient="row"
            )
            for key, part in (("security_id", self.rows), ("exchange", self.totals))
        )
        columns = {
            "scheme": pl.String,
            "security_id": pl.String,
            "from_date": pl.Date,
            "to_date": pl.Date,
            "group": pl.String,
            "group_name": pl.String,
        }
        spells = pl.DataFrame(list(self.spells), schema=columns, orient="row")
        return MarketSnapshot.of({"margin_detail": detail, "market_totals": totals, "memberships": spells}, self.days[-1])

    def group(self, name: str, n: int) -> tuple[str, str]:
        if name in FUNDS:
            return "funds", "funds"
        inside = [
            row[5]
            for row in self.spells
            if row[1] == name and row[2] <= self.days[n] and (row[3] is None or self.days[n] <= row[3])
        ]
        return ("group", inside[0]) if inside else ("unclassified", "unclassified")

    def listed(self, exchange: str, n: int) -> list[Row]:
        return [row for (name, at), row in self.rows.items() if at == n and EXCHANGES[name[-2:]] == exchange]


def small(seed: int) -> Small:
    draw = random.Random(seed)
    count = draw.randint(3, 7)
    first = draw.randint(0, len(SESSIONS) - count - 1)
    days = SESSIONS[first : first + count + 1]
    unpublished = {exchange for exchange in EXCHANGES.values() if draw.random() < 0.3}
    rows: dict[tuple[str, int], Row] = {}
    for name in NAMES:
        enters = 0 if draw.random() < 0.7 else draw.randint(0, count)
        leaves = count if draw.random() < 0.7 else draw.randint(enters, count)
        balance = draw.randint(500, 2_000)
        for n in range(enters, leaves + 1):
            bought, repaid = draw.randint(0, 300), draw.randint(0, 300)
            balance = max(balance + bought - repaid, 0)
            if draw.random() >= 0.05:
                rows[name, n] = (balance, bought, None if EXCHANGES[name[-2:]] in unpublished else repaid)
    lost = (draw.choice(list(EXCHANGES.values())), draw.randint(0, count)) if draw.random() < 0.25 else None
    rows = {key: row for key, row in rows.items() if (EXCHANGES[key[0][-2:]], key[1]) != lost}
    whole = Small(days, rows, {}, ())
    totals: dict[tuple[str, int], Row] = {}
    for exchange in EXCHANGES.values():
        for n in range(count + 1):
            there = whole.listed(exchange, n)
            if draw.random() < 0.97:
                published = [row[2] for row in there if row[2] is not None]
                totals[exchange, n] = (
                    sum(row[0] for row in there) + draw.choice([0, 0, 0, 1, 400]), sum(row[1] for row in there),
                    sum(published) if len(published) == len(there) else None,
                )  # fmt: skip
    if draw.random() < 0.3:
        torn = (draw.choice(list(EXCHANGES.values())), draw.randint(0, count))
        rows = {key: row for key, row in rows.items() if (EXCHANGES[key[0][-2:]], key[1]) != torn or draw.random() < 0.6}
    return Small(days, rows, totals, _spells(draw, days))


def _spells(draw: random.Random, days: Sequence[date]) -> list[tuple[str, str, date, date | None, str, str]]:
    long_ago = date(2020, 1, 1)
    found: list[tuple[str, str, date, date | None, str, str]] = [("sw", "601398.SH", long_ago, None, *INDUSTRIES[2])]
    for name in NAMES:
        kind, turn, pair = draw.random(), draw.randint(1, len(days) - 1), draw.sample(INDUSTRIES, 2)
        if name in FUNDS or kind < 0.15:
            continue
        if kind < 0.6:
            found.append(("sw", name, long_ago, None, *pair[0]))
        elif kind < 0.8:
            found += [("sw", name, long_ago, days[turn - 1], *pair[0]), ("sw", name, days[turn], None, *pair[1])]
        else:
            found.append(("sw", name, days[turn], None, *pair[0]))
    return found


def bases(market: Small) -> dict[str, str | None]:
    """Which basis answers for each exchange, by the words of ``flows``."""
    last, found = len(market.days) - 1, dict[str, str | None]()
    for exchange in EXCHANGES.values():
        whole = [
            bool(there := market.listed(exchange, n))
            and (exchange, n) in market.totals
            and sum(row[1] for row in there) >= WHOLE * market.totals[exchange, n][1]
            for n in range(last + 1)
        ]
        inside = [market.totals.get((exchange, n)) for n in market.window]
        known = [total for total in inside if total is not None]
        repaid = [total[2] for total in known if total[2] is not None]
        by_flows = sum(total[1] for total in known) - sum(repaid) if len(repaid) == len(inside) else None
        ends = market.totals.get((exchange, 0)), market.totals.get((exchange, last))
        by_balance = None if ends[0] is None or ends[1] is None else ends[1][0] - ends[0][0]
        published = all(row[2] is not None for n in market.window for row in market.listed(exchange, n))
        bought = sum(total[1] for total in known)
        agree = by_flows is not None and (by_balance is None or not bought or abs(by_flows - by_balance) <= NEAR * bought)
        if all(whole[1:]) and published and agree:
            found[exchange] = "repayments"
        else:
            found[exchange] = "balance" if whole[0] and whole[last] and by_balance is not None else None
    return found


def by_loops(market: Small) -> tuple[dict[tuple[str, str], int | None], dict[str, int]]:
    """The net of each group, and what entered and left the list on exchanges that are measured by balances."""
    chosen = bases(market)
    nets: dict[tuple[str, str], int | None] = {}
    changes: dict[str, int] = {}
    for name in sorted({name for name, _ in market.rows}):
        basis = chosen[EXCHANGES[name[-2:]]]
        held = sorted(n for key, n in market.rows if key == name)
        for group in {market.group(name, n) for n in market.window}:
            nets.setdefault(group, None)
        if basis is None:
            continue
        for group in {market.group(name, n) for n in market.window}:
            nets[group] = nets[group] or 0
        if basis == "repayments":
            steps = [(n, row[1] - (row[2] or 0)) for n in market.window if (row := market.rows.get((name, n)))]
        else:
            steps = [(n, market.rows[name, n][0] - market.rows[name, before][0]) for before, n in pairwise(held)]
            if held[0] > 0:
                changes["entered"] = changes.get("entered", 0) + market.rows[name, held[0]][0]
            if held[-1] < len(market.days) - 1:
                changes["left"] = changes.get("left", 0) + market.rows[name, held[-1]][0]
        for n, net in steps:
            group = market.group(name, n)
            nets[group] = (nets[group] or 0) + net
    return nets, changes


@pytest.mark.parametrize("seed", range(40))
def test_flows_are_what_the_rows_say(seed: int) -> None:
    """A step given to the wrong day's industry, an entry counted as a flow, or a wrong basis shows in some seed."""
    market = small(seed)
    expected, changes = by_loops(market)
    if not any(bases(market).values()):
        with pytest.raises(NoData):
            flows(market.snapshot(), "sw1", start=market.days[1], end=market.days[-1])
        return
    found = flows(market.snapshot(), "sw1", start=market.days[1], end=market.days[-1]).data
    groups = found.filter(pl.col("part").is_in(["group", "funds", "unclassified"]))
    assert {(row["part"], row["group_name"]): row["net_financing"] for row in groups.iter_rows(named=True)} == expected
    assert _amounts(found, "entered", "end_balance") == changes.get("entered")
    assert _amounts(found, "left", "start_balance") == changes.get("left")


@pytest.mark.parametrize("seed", range(40, 60))
def test_every_grouping_has_the_same_sum(seed: int) -> None:
    """What is broken down by industry, by board or by security adds up to the same for each exchange."""
    market = small(seed)
    if not any(bases(market).values()):
        return
    sums: list[Any] = []
    for by in ("sw1", "board", "security"):
        found = flows(market.snapshot(), by, start=market.days[1], end=market.days[-1]).data
        sums.append(found.filter(part="sum_of_groups").select("group_name", "net_financing", "flow_basis").rows())
    assert sums[0] == sums[1] == sums[2]


def _amounts(found: pl.DataFrame, part: str, column: str) -> Decimal | None:
    rows = found.filter(part=part)
    return rows[column].item() if rows.height else None
