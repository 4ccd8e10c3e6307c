"""rqalpha's own account and stock positions, marked to new prices and valued: what a backtester pays for one account.

Run by an interpreter that has rqalpha (6.x), which is never imported by this project's own code. It knows cash, positions and cash owed; it has
no contracts, margin, lines or shortfall, so it is asked for less than the book computes. Its environment (calendar, price feed, orders) is
replaced by an empty one: accounts here are given their positions and prices.

Standard input: JSON with ``prices`` (元) and ``accounts``, each ``[cash, owed, [[number of the security, shares], …]]``. Standard output: JSON
with ``version``, ``s`` (seconds for an account, best of five), ``net`` (sum of net assets, 元).
"""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime
from importlib.metadata import version
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

MISSING = 77
"""Exit status where the interpreter has no rqalpha."""
RUNS = 5
TODAY = datetime(2026, 1, 30)  # noqa: DTZ001 - rqalpha's times have no zone


def accounts_of(question: dict[str, Any]) -> list[Any]:
    from rqalpha.const import INSTRUMENT_TYPE, MARKET, POSITION_DIRECTION
    from rqalpha.environment import Environment

    nobody = MagicMock()
    nobody.config.base.market, nobody.trading_dt = "cn", TODAY
    Environment._env = nobody  # noqa: SLF001 - it is made by a whole run only
    from rqalpha.mod.rqalpha_mod_sys_accounts.position_model import StockPosition
    from rqalpha.portfolio.account import Account

    securities = [
        SimpleNamespace(order_book_id=number, type=INSTRUMENT_TYPE.CS, market=MARKET.CN, listed_date=TODAY)
        for number in range(len(question["prices"]))
    ]
    found = []
    for cash, owed, held in question["accounts"]:
        account = Account("STOCK", cash, {}, 0.0, nobody)
        account._cash_liabilities = owed  # noqa: SLF001
        for number, shares in held:
            position = StockPosition(securities[number], POSITION_DIRECTION.LONG, shares, 1.0)
            account._positions[number] = {POSITION_DIRECTION.LONG: position}  # noqa: SLF001
        found.append(account)
    return found


def valued(accounts: list[Any], prices: list[float]) -> float:
    """All positions marked, all accounts valued; the sum of what they are worth net of what they owe."""
    net = 0.0
    for account in accounts:
        for position in account._iter_pos():  # noqa: SLF001
            position.update_last_price(prices[position.order_book_id])
        net += account.total_value
    return net


def main() -> None:
    question = json.load(sys.stdin)
    try:
        accounts = accounts_of(question)
    except ImportError as error:
        sys.exit(MISSING if error.name and error.name.startswith("rqalpha") else f"{error}")
    taken, net = [], 0.0
    for _ in range(RUNS):
        start = time.perf_counter()
        net = valued(accounts, question["prices"])
        taken.append(time.perf_counter() - start)
    print("\n" + json.dumps({"version": version("rqalpha"), "s": min(taken) / len(accounts), "net": net}))


if __name__ == "__main__":
    main()
