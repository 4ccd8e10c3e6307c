"""Where the balances of a security stand on a day: against the session before, its own history, its float and its turnover."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import polars as pl

from liangrong.analytics.detail import detail_rows
from liangrong.analytics.securities.facts import NOTHING, WITHOUT, Asked, Fact, money_fact, share_fact
from liangrong.analytics.securities.history import SOURCES, history_rows
from liangrong.core.results import Note
from liangrong.core.units import Unit, display

__all__ = ["balance_facts"]

LEAST: Final = 20
"""Sessions of its own history that a percentile needs."""


def balance_facts(asked: Asked) -> Iterator[Fact]:
    """Financing and shorts, and what they are held against."""
    recent = history_rows(asked.snapshot, asked.scope, start=asked.day, end=asked.day)
    row = recent.row(0, named=True) if recent.height else {}
    margin, quotes, caps = (row.get(name) for name in SOURCES)
    both = ", ".join(sorted({margin or "", quotes or ""} - {""}))
    with_caps = ", ".join(sorted({margin or "", caps or ""} - {""}))
    derived, day, missing = set(row.get("derived") or []), asked.day, WITHOUT["margin_detail"]
    for fact in ("financing_balance", "financing_buy_amount", "financing_repay_amount", "net_financing_purchase"):
        note = (
            Note("推算：上一交易日余额 + 买入 − 余额", "derived: the balance before, plus buys, minus the balance")
            if fact in derived
            else NOTHING
        )
        yield money_fact("financing", fact, row.get(fact), margin, day, missing, note)
        if fact == "financing_balance":
            yield from _standing(asked, row.get(fact), margin)
    yield money_fact("financing", "float_cap", row.get("float_cap"), caps, day, WITHOUT["caps"])
    yield share_fact(
        "financing", "financing_balance_to_float_cap", row.get("financing_balance_to_float_cap"), with_caps, day, WITHOUT["caps"]
    )
    yield share_fact(
        "financing", "financing_share_of_turnover", row.get("financing_share_of_turnover"), both, day, WITHOUT["quotes"]
    )
    note = Note("推算：融券余量 × 收盘价", "derived: quantity times close") if "short_balance" in derived else NOTHING
    yield money_fact(
        "short_side",
        "short_balance",
        row.get("short_balance"),
        both if "short_balance" in derived else margin,
        day,
        missing,
        note,
    )
    quantity = row.get("short_quantity")
    if quantity is None:
        yield Fact(topic="short_side", fact="short_quantity", note=missing)
    else:
        said = Note(*(display(quantity, Unit.SHARE, lang) for lang in ("zh", "en")))
        yield Fact(topic="short_side", fact="short_quantity", said=said, figure=quantity, unit="股", date=day, source=margin)
    cap, balance = row.get("float_cap"), row.get("short_balance")
    share = float(balance) / float(cap) if cap and balance is not None else None
    yield share_fact("short_side", "short_balance_to_float_cap", share, with_caps, day, WITHOUT["caps"])


def _standing(asked: Asked, now: Decimal | None, source: str | None) -> Iterator[Fact]:
    """The change against the session stored before, and the place in its own stored history."""
    past = detail_rows(asked.snapshot, asked.scope, None, asked.day, ("financing_balance",))
    past = past.select("trade_date", "financing_balance").drop_nulls().sort("trade_date")
    before = past.filter(pl.col("trade_date") < asked.day).tail(1)
    if now is None or before.is_empty():
        why = Note("此前没有该证券的明细", "no earlier detail of this security is stored")
        yield Fact(topic="financing", fact="financing_balance_change", note=why)
    else:
        old, day = before["financing_balance"][0], before["trade_date"][0]
        moved = now - old
        ratio = f"（{moved / old:+.2%}）" if old else ""
        said = Note(
            display(moved, Unit.YUAN, "zh", sign=True) + ratio,
            display(moved, Unit.YUAN, "en", sign=True) + ratio.replace("（", " (").replace("）", ")"),
        )
        yield Fact(topic="financing", fact="financing_balance_change", said=said, money=moved, unit="元", date=asked.day, source=source,
                    note=Note(f"与 {day} 相比", f"against {day}"))  # fmt: skip
    if now is None or past.height < LEAST:
        why = Note(
            f"自身历史只有 {past.height} 个交易日，至少需要 {LEAST} 个",
            f"{past.height} sessions of its own history are stored; {LEAST} are needed",
        )
        yield Fact(topic="financing", fact="financing_balance_percentile", note=why)
        return
    place = float((past["financing_balance"] <= now).sum()) / past.height
    first = past["trade_date"][0]
    yield Fact(
        topic="financing", fact="financing_balance_percentile", said=Note(f"{place:.0%}", f"{place:.0%}"), figure=place, unit="1",
        date=asked.day, source=source,
        note=Note(f"在自身 {first} 以来 {past.height} 个交易日中", f"among its own {past.height} sessions since {first}"),
    )  # fmt: skip
