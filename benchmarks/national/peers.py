"""Others who value the same book: polars, DuckDB, objects in floats, rqalpha, and our own exact account. Each is built once and asked often."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.accounts.assess import assess
from liangrong.accounts.terms import Terms
from liangrong.book.columns import Partition
from liangrong.book.compile import account_of
from liangrong.book.lines import Lines
from liangrong.book.marks import MarkTable
from national.rqalpha_accounts import MISSING

Rows = dict[str, NDArray[np.int64]]
"""In any order: the account; assets, debt (厘), available margin (厘 × basis points), number of the zone."""


@dataclass(frozen=True)
class Peer:
    """Someone who values a partition.

    Parameters
    ----------
    rows
        Values all accounts and adds up by zone; says what it found.
    securities
        After ``rows``: shares and principal by zone and security; their sum, which others must find too.
    """

    name: str
    rows: Callable[[], Rows]
    securities: Callable[[], int]


def tables_of(partition: Partition, marks: MarkTable) -> dict[str, dict[str, NDArray[np.generic]]]:
    """The partition as tables with the number of the account in each row, which joins need."""
    accounts = partition.accounts
    numbers = np.arange(partition.size, dtype=np.uint32)
    owners, buyers = (np.repeat(numbers, np.diff(offsets)) for offsets in (accounts.position_offsets, accounts.contract_offsets))
    return {
        "accounts": {"account": numbers, "cash": accounts.cash, "charges": accounts.charges},
        "positions": {"account": owners, **partition.positions._asdict()},
        "contracts": {"account": buyers, **partition.contracts._asdict()},
        "shorts": partition.shorts._asdict(),
        "others": partition.others._asdict(),
        "market": {"security": np.arange(marks.size, dtype=np.uint16), "price": marks.price, "counted": marks.fair_price, "conversion": marks.conversion_ratio},
    }  # fmt: skip


def polars_peer(partition: Partition, marks: MarkTable, lines: Lines) -> Peer:
    """Joins and group-bys of polars, lazily, by its streaming engine (the faster one here) on all of its threads."""
    t = {
        name: pl.DataFrame({key: np.array(column) for key, column in table.items()})
        for name, table in tables_of(partition, marks).items()
    }
    market, col = t["market"].lazy(), pl.col
    quantity = col("quantity").cast(pl.Int64)
    last: list[pl.DataFrame] = []

    def weighed(result: pl.Expr) -> pl.Expr:
        return pl.when(result >= 0).then(result * col("conversion")).otherwise(result * 10_000)

    def rows() -> Rows:
        principal, now, sold = col("principal") * 10, quantity * col("price"), col("proceeds") * 10
        held = t["positions"].lazy().join(market, on="security").group_by("account").agg(
            held=(quantity * col("counted")).sum(), held_margin=(now * col("conversion")).sum())  # fmt: skip
        financed = t["contracts"].lazy().join(market, on="security").group_by("account").agg(
            financed=(quantity * col("counted")).sum(), owed=principal.sum(),
            financed_margin=(weighed(now - principal) - principal * col("margin_ratio").cast(pl.Int64)).sum())  # fmt: skip
        short = t["shorts"].lazy().join(market, on="security").group_by("account").agg(
            short=now.sum(), short_margin=(weighed(sold - now) - sold * 10_000 - now * col("margin_ratio").cast(pl.Int64)).sum())  # fmt: skip
        other = t["others"].lazy().group_by("account").agg(other=col("value").sum() * 10)
        found = t["accounts"].lazy()
        for part in (held, financed, short, other):
            found = found.join(part, on="account", how="left")
        found = found.with_columns(pl.all().fill_null(0)).select(
            "account",
            assets=col("cash") * 10 + col("held") + col("financed") + col("other"),
            debt=col("charges") * 10 + col("owed") + col("short"),
            margin=(col("cash") - col("charges")) * 100_000 + col("held_margin") + col("financed_margin") + col("short_margin"),
        ).with_columns(ratio=col("assets") / col("debt")).with_columns(
            zone=pl.when(col("debt") <= 0).then(0).when(_above(lines.withdrawal)).then(1).when(_below(lines.immediate)).then(5)
            .when(_below(lines.call)).then(4).when(_below(lines.warning)).then(3).otherwise(2),
        ).with_columns(
            shortfall=pl.when(col("zone") >= 4).then(col("debt") * lines.cure_target[0] - col("assets") * lines.cure_target[1]).otherwise(0),
        )  # fmt: skip
        done = found.collect(engine="streaming")
        done.group_by("zone").agg(pl.len(), col("assets").sum(), col("debt").sum(), col("shortfall").sum())
        last[:] = [done.select("account", "zone")]
        return {name: done[name].to_numpy() for name in ("account", "assets", "debt", "margin", "zone")}

    def securities() -> int:
        total = 0
        for table, amounts in (
            ("positions", ["quantity"]),
            ("contracts", ["quantity", "principal"]),
            ("shorts", ["quantity", "proceeds"]),
        ):
            found = (
                t[table]
                .lazy()
                .join(last[0].lazy(), on="account")
                .group_by("zone", "security")
                .agg(col(amounts).cast(pl.Int64).sum())
                .collect(engine="streaming")
            )
            total += sum(found[name].sum() for name in amounts)
        return total

    return Peer(f"polars {pl.__version__}", rows, securities)


def _below(line: tuple[int, int]) -> pl.Expr:
    return pl.col("assets") * line[1] < pl.col("debt") * line[0]


def _above(line: tuple[int, int]) -> pl.Expr:
    return pl.col("assets") * line[1] > pl.col("debt") * line[0]


def duckdb_peer(partition: Partition, marks: MarkTable, lines: Lines, *, threads: int) -> Peer:
    """Joins and group-bys of DuckDB in tables of its own. Sums in DOUBLE: those of BIGINT go through 128 bits and take longer."""
    import duckdb

    con = duckdb.connect(config={"threads": threads})
    for name, table in tables_of(partition, marks).items():
        con.register("given", {key: np.array(column) for key, column in table.items()})
        con.execute(f"create table {name} as select * from given")
        con.unregister("given")
    weighed = "case when {0} >= 0 then ({0}) * conversion else ({0}) * 10000 end"
    (w1, w0), (g1, g0), (c1, c0), (i1, i0) = lines.withdrawal, lines.warning, lines.call, lines.immediate
    query = f"""
    create or replace temp table found as
    with held as (select account, sum((quantity * counted)::double) held, sum((quantity * price * conversion)::double) held_margin
                  from positions join market using (security) group by account),
    financed as (select account, sum((quantity * counted)::double) financed, sum((principal * 10)::double) owed,
                 sum(({weighed.format("quantity * price - principal * 10")} - principal * 10 * margin_ratio)::double) financed_margin
                 from contracts join market using (security) group by account),
    short as (select account, sum((quantity * price)::double) short,
              sum(({weighed.format("proceeds * 10 - quantity * price")} - proceeds * 100000 - quantity * price * margin_ratio)::double) short_margin
              from shorts join market using (security) group by account),
    other as (select account, sum((value * 10)::double) other from others group by account),
    summed as (select account, cash * 10 + ifnull(held, 0) + ifnull(financed, 0) + ifnull(other, 0) assets,
               charges * 10 + ifnull(owed, 0) + ifnull(short, 0) debt,
               (cash - charges) * 100000 + ifnull(held_margin, 0) + ifnull(financed_margin, 0) + ifnull(short_margin, 0) margin
               from accounts left join held using (account) left join financed using (account)
               left join short using (account) left join other using (account)),
    placed as (select *, assets / debt ratio, case when debt <= 0 then 0 when assets * {w0} > debt * {w1} then 1
               when assets * {i0} < debt * {i1} then 5 when assets * {c0} < debt * {c1} then 4
               when assets * {g0} < debt * {g1} then 3 else 2 end as zone from summed)
    select *, case when zone >= 4 then debt * {lines.cure_target[0]} - assets * {lines.cure_target[1]} else 0 end shortfall from placed
    """

    def rows() -> Rows:
        con.execute(query)
        con.execute("select zone, count(*), sum(assets), sum(debt), sum(shortfall) from found group by zone").fetchall()
        return {}

    def read() -> Rows:
        rows()
        done = con.execute("select * from found").fetchnumpy()
        return {name: np.asarray(done[name]).astype(np.int64) for name in ("account", "assets", "debt", "margin", "zone")}

    def securities() -> int:
        total = 0
        for table, amounts in (
            ("positions", ["quantity"]),
            ("contracts", ["quantity", "principal"]),
            ("shorts", ["quantity", "proceeds"]),
        ):
            sums = ", ".join(f"sum({name}::double)::bigint {name}" for name in amounts)
            con.execute(f"create or replace temp table by_security as select zone, security, {sums} from {table} "
                        "join found using (account) group by zone, security")  # fmt: skip
            total += sum(con.execute(f"select sum({name}) from by_security").fetchall()[0][0] for name in amounts)
        return int(total)

    first = read()
    return Peer(f"DuckDB {duckdb.__version__}", lambda: rows() or first, securities)


# ── objects


@dataclass
class Holding:
    """Shares of one security, as a backtester keeps them."""

    quantity: float
    security: int


@dataclass
class Loan:
    """A margin purchase."""

    quantity: float
    security: int
    principal: float
    margin_ratio: float


@dataclass
class Short:
    """A short sale."""

    quantity: float
    security: int
    proceeds: float
    margin_ratio: float


@dataclass
class Account:
    """An account that knows what it is worth."""

    cash: float
    charges: float
    holdings: list[Holding]
    loans: list[Loan]
    shorts: list[Short]
    other: float

    def assets(self, price: list[float]) -> float:
        """Cash and what is held."""
        held = sum(holding.quantity * price[holding.security] for holding in self.holdings)
        return self.cash + self.other + held + sum(loan.quantity * price[loan.security] for loan in self.loans)

    def debt(self, price: list[float]) -> float:
        """What is owed."""
        owed = sum(loan.principal for loan in self.loans)
        return self.charges + owed + sum(short.quantity * price[short.security] for short in self.shorts)

    def margin(self, price: list[float], conversion: list[float]) -> float:
        """Available margin."""
        found = self.cash - self.charges
        for holding in self.holdings:
            found += holding.quantity * price[holding.security] * conversion[holding.security]
        for loan in self.loans:
            profit = loan.quantity * price[loan.security] - loan.principal
            found += profit * (conversion[loan.security] if profit >= 0 else 1) - loan.principal * loan.margin_ratio
        for short in self.shorts:
            now = short.quantity * price[short.security]
            profit = short.proceeds - now
            found += profit * (conversion[short.security] if profit >= 0 else 1) - short.proceeds - now * short.margin_ratio
        return found


def objects_peer(partition: Partition, marks: MarkTable, lines: Lines, count: int) -> Callable[[], int]:
    """Value the first accounts as objects in floats, and add up by zone: as backtesters do."""
    price, conversion = (marks.price / 1000).tolist(), (marks.conversion_ratio / 10_000).tolist()
    withdrawal, warning, call, immediate, target = (
        n / d for n, d in (lines.withdrawal, lines.warning, lines.call, lines.immediate, lines.cure_target)
    )
    numbers = {security: number for number, security in enumerate(marks.securities)}
    accounts = []
    for row in range(count):
        exact = account_of(partition, row, marks.securities)
        accounts.append(Account(
            float(exact.cash), float(exact.charges), [Holding(float(h.quantity), numbers[h.security]) for h in exact.collateral],
            [Loan(float(c.quantity), numbers[c.security], float(c.principal), float(c.margin_ratio)) for c in exact.financing],
            [Short(float(c.quantity), numbers[c.security], float(c.proceeds), float(c.margin_ratio)) for c in exact.shorts],
            float(exact.other_collateral),
        ))  # fmt: skip

    def work() -> int:
        sums: dict[str, list[float]] = {}
        for account in accounts:
            assets, debt = account.assets(price), account.debt(price)
            ratio = assets / debt if debt > 0 else None
            zone = ("no_debt" if ratio is None else "withdrawable" if ratio > withdrawal else "immediate" if ratio < immediate
                    else "call" if ratio < call else "warning" if ratio < warning else "normal")  # fmt: skip
            shortfall = target * debt - assets if zone in ("call", "immediate") else 0.0
            row = sums.setdefault(zone, [0.0] * 5)
            for place, value in enumerate((1, assets, debt, account.margin(price, conversion), shortfall)):
                row[place] += value
        return sum(int(row[0]) for zone, row in sums.items() if zone in ("call", "immediate"))

    return work


def accounts_peer(partition: Partition, marks: MarkTable, terms: Terms, count: int) -> Callable[[], int]:
    """Value the first accounts by our own exact engine."""
    by_security, accounts = marks.marks(), [account_of(partition, row, marks.securities) for row in range(count)]
    return lambda: sum(assess(account, by_security, terms).zone in ("call", "immediate") for account in accounts)


def rqalpha_peer(partition: Partition, marks: MarkTable, count: int) -> tuple[str, float] | None:
    """Name and seconds for an account of rqalpha, in the first accounts; ``None`` where it is not to be had.

    It is run where it is installed, or by the interpreter that ``LIANGRONG_PEERS_PYTHON`` names.
    """
    interpreter = sys.executable if find_spec("rqalpha") else os.environ.get("LIANGRONG_PEERS_PYTHON")
    if not interpreter:
        return None
    numbers = {security: number for number, security in enumerate(marks.securities)}
    price, accounts, net = (marks.price / 1000).tolist(), [], 0.0
    for row in range(count):
        exact = account_of(partition, row, marks.securities)
        owed = float(sum(contract.principal for contract in exact.financing))
        shares: dict[int, float] = {}
        for held in (*exact.collateral, *exact.financing):
            shares[numbers[held.security]] = shares.get(numbers[held.security], 0.0) + float(held.quantity)
        accounts.append((float(exact.cash), owed, list(shares.items())))
        net += float(exact.cash) - owed + sum(price[number] * quantity for number, quantity in shares.items())
    driver = Path(__file__).with_name("rqalpha_accounts.py")
    question = json.dumps({"prices": price, "accounts": accounts})
    done = subprocess.run([interpreter, driver], input=question, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode == MISSING:
        return None
    done.check_returncode()
    answer = json.loads(done.stdout.splitlines()[-1])
    assert abs(answer["net"] - net) < count / 100, "rqalpha finds other net assets"
    return f"rqalpha {answer['version']}", answer["s"]
