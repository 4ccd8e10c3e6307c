"""Heat, crowding and the short side."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note
from liangrong.services.verbs.verb import Verb

__all__ = ["ENTRIES"]

ENTRIES: Final = (
    Verb(
        "heat",
        Note("热度信号", "Signals of heat"),
        "heat:heat",
        command="heat",
        page="heat",
        tool="heat",
        sheet="heat",
        slow=True,
    ),
    Verb(
        "heat-history",
        Note("一个信号的全部读数", "All readings of a signal"),
        "heat:heat_history",
        command="heat --history",
        page="heat",
        tool="heat",
        sheet="heat",
        example={"signal": "rsi"},
        slow=True,
    ),
    Verb(
        "heat-reliability",
        Note("信号的预报与实际频率", "Forecasts of a signal against frequencies"),
        "heat:heat_reliability",
        command="heat --reliability",
        page="heat",
        tool="heat",
        sheet="heat",
        example={"signal": "rsi"},
        slow=True,
    ),
    Verb(
        "heat-jumps",
        Note("余额增幅与同类相比", "Growth of the balances among its likes"),
        "heat:heat_jumps",
        command="heat --jumps",
        page="heat",
        tool="heat",
        sheet="heat",
        slow=True,
    ),
    Verb(
        "crowding",
        Note("个股拥挤度", "Crowded names"),
        "crowding:crowding",
        command="crowding",
        page="structure",
        tool="heat",
        sheet="crowding",
        example={"top": 5},
        slow=True,
    ),
    Verb(
        "suspensions",
        Note("单一证券暂停线", "The suspension gauge"),
        "crowding:suspensions",
        command="crowding --gauge",
        page="security",
        tool="heat",
        sheet="crowding",
        example={"top": 5},
        slow=True,
    ),
    Verb(
        "crowding-scorecard",
        Note("拥挤标记之后", "What followed crowding flags"),
        "crowding:crowding_scorecard",
        command="crowding --scorecard",
        page="structure",
        tool="heat",
        sheet="crowding",
        slow=True,
    ),
    Verb(
        "shorts", Note("融券", "The short side"), "shorts:shorts", command="shorts", page="shorts", tool="shorts", sheet="shorts"
    ),
)
"""In the order of the catalogue."""
