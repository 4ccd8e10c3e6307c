"""Cycles of a balance, beside each other."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note
from liangrong.services.verbs.verb import Verb

__all__ = ["ENTRIES"]

ENTRIES: Final = (
    Verb(
        "cycles",
        Note("历次周期小结", "Cycles of a balance"),
        "episodes:cycles",
        command="episodes",
        page="overview",
        tool="records",
        sheet="episodes",
    ),
    Verb(
        "overlay",
        Note("周期逐日对齐", "Cycles aligned day by day"),
        "episodes:overlaid",
        command="episodes --align",
        sheet="episodes",
        example={"before": 60, "after": 60},
    ),
    Verb(
        "market-shares",
        Note("两融交易占成交额的各种口径", "Margin share of turnover by every definition"),
        "episodes:market_shares",
        command="episodes --market-share",
        example={"start": "2026-01-26", "end": "2026-01-30"},
    ),
)
"""In the order of the catalogue."""
