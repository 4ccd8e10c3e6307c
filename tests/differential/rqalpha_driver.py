"""What rqalpha's account makes of money borrowed. Question and answer are JSON; nothing of liangrong is imported.

The account stands alone, without the data bundle that a whole run needs: borrowing concerns no security there.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from types import SimpleNamespace
from typing import Any


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Borrow, let sessions pass, repay.

    The question names ``cash``, ``loan``, ``rate``, ``sessions``, ``repaid``. The answer has the debt in the morning of each session,
    after the repayment, how much an account of ``cash`` may borrow at most (``None``: whatever is asked), and what it can tell.
    """
    import rqalpha
    from rqalpha.core.events import EVENT, Event, EventBus
    from rqalpha.portfolio.account import Account

    def opened() -> tuple[Any, Any]:
        bus, first = EventBus(), datetime.fromisoformat(question["sessions"][0])
        proxy = SimpleNamespace(get_previous_trading_date=lambda *_: first)
        env = SimpleNamespace(
            config=SimpleNamespace(base=SimpleNamespace()), event_bus=bus, trading_dt=first, calendar_dt=first, data_proxy=proxy
        )
        return Account("STOCK", question["cash"], {}, question["rate"], env), env

    account, env = opened()
    account.finance_repay(question["loan"])
    mornings = {}
    for session in question["sessions"][1:]:
        env.trading_dt = datetime.fromisoformat(session)
        env.event_bus.publish_event(Event(EVENT.PRE_BEFORE_TRADING))
        mornings[session] = account.cash_liabilities
    account.finance_repay(-question["repaid"])
    greedy, _ = opened()
    greedy.finance_repay(question["cash"] * 1000)
    names = [name for name in dir(Account) if not name.startswith("_")]
    return {
        "version": rqalpha.__version__,
        "mornings": mornings,
        "after_repayment": account.cash_liabilities,
        "borrowed_without_limit": greedy.cash_liabilities == question["cash"] * 1000,
        "ratios": [name for name in names if "ratio" in name or "maintenance" in name],
        "contracts": [name for name in names if "contract" in name],
    }


if __name__ == "__main__":
    try:
        import rqalpha  # noqa: F401
    except ImportError as error:
        print(error, file=sys.stderr)  # noqa: T201
        sys.exit(77)
    print("\n" + json.dumps(answer(json.load(sys.stdin))))  # noqa: T201
