"""What akquant's margin account makes of a purchase on credit. Question and answer are JSON; nothing of liangrong is imported."""

from __future__ import annotations

import json
import sys
from typing import Any


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Run one stock through a margin account.

    The question names ``sessions``, ``prices`` (closes), ``buys`` (session to shares, filled at its close), ``cash``, ``initial_ratio``,
    ``maintenance_ratio`` and ``rate``. The answer has one row a session, before its night, and the trades.
    """
    import akquant
    import pandas as pd
    from akquant.backtest.fill_mode import CurrentClose
    from akquant.config import RiskConfig

    stock, sessions = "600000", question["sessions"]
    days = pd.to_datetime([f"{session} 15:00" for session in sessions]).tz_localize("Asia/Shanghai")
    sides = dict.fromkeys(("open", "high", "low", "close"), question["prices"])
    bars = pd.DataFrame({**sides, "volume": [1e9] * len(sessions), "symbol": stock}, index=days)
    rows: list[dict[str, Any]] = []
    trades: list[dict[str, Any]] = []

    def day(nanoseconds: int) -> str:
        return str(pd.Timestamp(nanoseconds, tz="UTC").tz_convert("Asia/Shanghai").date())

    class Bought(akquant.Strategy):  # type: ignore[misc]
        def on_bar(self, bar: Any) -> None:
            session = day(bar.timestamp)
            held = {name: quantity for name, quantity in dict(self.ctx.positions).items() if quantity}
            rows.append({"session": session, "shares": held.get(stock, 0.0), "positions": len(held), **self.get_account()})
            if session in question["buys"]:
                self.buy(stock, question["buys"][session])

        def on_trade(self, trade: Any) -> None:
            trades.append(
                {"side": str(trade.side), "shares": trade.quantity, "price": trade.price, "session": day(trade.timestamp)}
            )

    akquant.run_backtest(
        data=bars, strategy=Bought, symbols=stock, initial_cash=question["cash"], commission_rate=0.0, stamp_tax_rate=0.0,
        transfer_fee_rate=0.0, min_commission=0.0, volume_limit_pct=1.0, t_plus_one=True, lot_size=100, show_progress=False,
        fill_policy=CurrentClose(),
        risk_config=RiskConfig(
            account_mode="margin", initial_margin_ratio=question["initial_ratio"], financing_rate_annual=question["rate"],
            maintenance_margin_ratio=question["maintenance_ratio"], safety_margin=0.0),
    )  # fmt: skip
    return {"version": akquant.__version__, "rows": rows, "trades": trades}


if __name__ == "__main__":
    try:
        import akquant  # noqa: F401
    except ImportError as error:
        print(error, file=sys.stderr)  # noqa: T201
        sys.exit(77)
    print("\n" + json.dumps(answer(json.load(sys.stdin))))  # noqa: T201
