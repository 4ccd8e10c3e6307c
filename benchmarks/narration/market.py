"""Findings of an invented session, drawn from a seed: what a brief knows, with days, scopes and signs."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from liangrong.core.calendar import mainland
from liangrong.core.units import Unit
from liangrong.research.reports.findings import Finding

__all__ = ["findings"]

FIRST, LAST = date(2021, 3, 1), date(2026, 10, 30)


def findings(seed: int) -> dict[str, Finding]:
    """The findings of one session, by key."""
    draw = random.Random(seed)
    calendar = mainland()
    day = calendar.on_or_before(FIRST + timedelta(days=draw.randrange((LAST - FIRST).days)))
    before = calendar.previous(day)
    short = Decimal(draw.randrange(90 * 10**8, 900 * 10**8))
    financing = Decimal(draw.randrange(14_000 * 10**8, 29_000 * 10**8))
    moves = {"financing": Decimal(draw.choice([-1, 1]) * draw.randrange(5 * 10**8, 400 * 10**8)),
             "short": Decimal(draw.choice([-1, 1]) * draw.randrange(2 * 10**7, 9 * 10**8))}  # fmt: skip
    levels = {"financing": financing, "short": short, "total": financing + short}
    moves["total"] = moves["financing"] + moves["short"]
    measures = {"total": "margin_trading_balance", "financing": "financing_balance", "short": "short_balance"}
    made = {"as_of": Finding("as_of", "as_of", "market", day, day, grade="published")}
    for name, measure in measures.items():
        made[name] = Finding(name, measure, "market", day, levels[name], Unit.YUAN, grade="published")
        made[f"{name}.change"] = Finding(f"{name}.change", measure, "market", day, moves[name], Unit.YUAN)
        made[f"{name}.change_ratio"] = Finding(
            f"{name}.change_ratio", measure, "market", day, float(moves[name] / (levels[name] - moves[name])), Unit.RATIO
        )
    is_record = moves["total"] > 0 and draw.random() < 0.5
    peak_day = day if is_record else calendar.back(before, draw.randrange(3, 400))
    peak = levels["total"] if is_record else levels["total"] * Decimal(draw.randrange(1005, 1300)) / 1000
    made["total.record"] = Finding("total.record", measures["total"], "market", day, is_record)
    made["total.peak"] = Finding("total.peak", measures["total"], "market", peak_day, peak, Unit.YUAN)
    left = levels["total"]
    for exchange, share in (("SZSE", draw.randrange(4600, 4900)), ("BSE", draw.randrange(20, 60))):
        amount = (levels["total"] * share / 10_000).quantize(Decimal(1))
        left -= amount
        made[exchange] = Finding(exchange, measures["total"], f"exchange:{exchange}", day, amount, Unit.YUAN, grade="published")
    made["SSE"] = Finding("SSE", measures["total"], "exchange:SSE", day, left, Unit.YUAN, grade="published")
    start = calendar.back(day, 20)
    growth = draw.choice([-1, 1]) * draw.randrange(30, 1500) / 10_000
    made["growth.20"] = Finding(
        "growth.20", measures["total"], "market", day, growth, Unit.RATIO, parameters={"sessions": 20, "from": start}
    )
    made["maintenance"] = Finding(
        "maintenance",
        "average_maintenance_ratio",
        "market",
        day,
        draw.randrange(22_000, 31_000) / 10_000,
        Unit.RATIO,
        grade="published",
    )
    return made
