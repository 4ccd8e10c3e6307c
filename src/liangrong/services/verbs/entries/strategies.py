"""Strategies under the real rules of an account."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note
from liangrong.services.verbs.verb import Verb

__all__ = ["ENTRIES"]

ENTRIES: Final = (
    Verb("strategies", Note("有哪些策略", "The strategies"), "strategies:list_strategies", command="strategy list"),
    Verb(
        "strategy-compare",
        Note("用真实行情检验策略", "Strategies over real quotes"),
        "strategies:compared",
        command="strategy compare",
        example={"strategies": ["fixed"], "securities": ["003801.SZ"], "start": "2026-01-05", "end": "2026-01-30"},
        slow=True,
    ),
    Verb(
        "strategy-days",
        Note("一个策略逐日", "One strategy, day by day"),
        "strategies:day_by_day",
        command="strategy run",
        example={"strategies": ["fixed"], "securities": ["003801.SZ"], "start": "2026-01-05", "end": "2026-01-30"},
        slow=True,
    ),
    Verb(
        "strategy-ruin",
        Note("合成行情上的爆仓概率", "How likely it ends badly"),
        "strategies:ruin_of",
        command="strategy ruin",
        example={"strategy": "fixed", "paths": 20, "sessions": 60},
        slow=True,
    ),
)
"""In the order of the catalogue."""
