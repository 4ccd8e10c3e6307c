"""Stress: the liquidation ladder, scenarios over a book, what spirals, what a policy changes, what forecasts were worth."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note
from liangrong.services.verbs.verb import Verb

__all__ = ["ENTRIES"]

ENTRIES: Final = (
    Verb(
        "ladder",
        Note("平仓阶梯", "The liquidation ladder"),
        "ladder:ladder",
        command="ladder",
        page="ladder",
        tool="stress",
        sheet="ladder",
        slow=True,
    ),
    Verb(
        "financing-cost",
        Note("融资持仓成本", "What open financing cost"),
        "ladder:financing_cost",
        command="ladder --cost",
        page="ladder",
        tool="stress",
        sheet="ladder",
        slow=True,
    ),
    Verb(
        "stress",
        Note("情景压力测试", "Scenarios over a book"),
        "stress.run:run",
        command="stress run",
        tool="stress",
        sheet="stress run",
        example={"book": "demo", "scenarios": ["market:-0.4"]},
        slow=True,
    ),
    Verb(
        "stress-grid",
        Note("情景网格", "Many scenarios at once"),
        "stress.grid:grid",
        command="stress grid",
        sheet="stress grid",
        example={"book": "demo", "scenarios": ["draws:20"]},
        slow=True,
    ),
    Verb(
        "stress-reverse",
        Note("账簿的反向压力测试", "Reverse stress of a book"),
        "stress.reverse:reverse",
        command="stress reverse",
        tool="stress",
        sheet="stress reverse",
        example={"book": "demo"},
        slow=True,
    ),
    Verb(
        "stress-policy",
        Note("政策对照", "Policies side by side"),
        "stress.policy:policy",
        command="stress policy",
        page="policy",
        tool="stress",
        sheet="stress policy",
        example={"book": "demo", "policies": ["financing_margin_ratio=80%"]},
        slow=True,
    ),
    Verb(
        "stress-cascade",
        Note("去杠杆级联", "A deleveraging cascade"),
        "stress.cascade:cascade",
        command="stress cascade",
        page="cascade",
        tool="stress",
        sheet="stress cascade",
        example={"book": "demo", "scenario": "market:-0.4"},
        slow=True,
    ),
    Verb(
        "stress-replay",
        Note("历史回放", "Episodes replayed"),
        "stress.replay:replay",
        command="stress replay",
        sheet="stress replay",
        example={"episode": "2024-01"},
        slow=True,
    ),
    Verb(
        "nowcast",
        Note("平均维持担保比例的即时推算", "The average maintenance ratio, nowcast"),
        "stress.nowcast:nowcast",
        command="stress nowcast",
        sheet="stress nowcast",
        slow=True,
    ),
    Verb(
        "stress-scenarios",
        Note("有哪些情景", "The scenarios"),
        "stress.scenarios:list_scenarios",
        command="stress scenarios",
        tool="stress",
    ),
    Verb(
        "stress-scenario",
        Note("一个情景对各证券的影响", "What a scenario does to securities"),
        "stress.scenarios:described",
        command="stress scenarios --scenario",
        tool="stress",
        example={"book": "demo", "scenario": "market:-0.4"},
        slow=True,
    ),
)
"""In the order of the catalogue."""
