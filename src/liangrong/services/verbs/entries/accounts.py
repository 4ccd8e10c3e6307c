"""A credit account and what may become of it."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note
from liangrong.services.verbs.verb import Verb

__all__ = ["ENTRIES"]

ENTRIES: Final = (
    Verb(
        "assess",
        Note("账户估值", "An account, valued"),
        "accounts.assessments:assess_accounts",
        command="account assess",
        page="account",
        tool="assess_account",
        sheet="account",
    ),
    Verb(
        "explain",
        Note("一个数从何而来", "Where a number comes from"),
        "accounts.assessments:explain_account",
        command="account explain",
        page="account",
        tool="assess_account",
        example={"measure": "maintenance_ratio"},
    ),
    Verb(
        "capacity",
        Note("还能买入、融券或提取多少", "What it may still buy, short or withdraw"),
        "accounts.limits:capacities",
        command="account capacity",
        page="account",
        tool="assess_account",
    ),
    Verb(
        "distance",
        Note("距各线多远", "Distance to each line"),
        "accounts.limits:distances_to_lines",
        command="account distance",
        page="account",
        tool="distance",
        sheet="distance",
    ),
    Verb(
        "cure",
        Note("补足追保的办法", "Ways to cure a call"),
        "accounts.limits:cure_amounts",
        command="account cure",
        page="account",
        tool="distance",
    ),
    Verb(
        "liquidation",
        Note("强制平仓须卖出什么", "What a forced sale would sell"),
        "accounts.limits:liquidation_plans",
        command="account liquidate",
        page="account",
        tool="distance",
    ),
    Verb(
        "what-if",
        Note("若价格、规则或资金变动", "If prices, rules or money changed"),
        "accounts.whatif:compared",
        command="account whatif",
        page="account",
        tool="distance",
        sheet="account",
        example={"prices": ["-10%"]},
    ),
    Verb(
        "reverse",
        Note("最不罕见的触线情形", "The least unlikely way to a line"),
        "accounts.reverse:least_unlikely",
        command="account reverse",
        tool="distance",
        slow=True,
    ),
    Verb(
        "story",
        Note("一个爆仓故事是否可能", "Whether a story can be true"),
        "accounts.cases:judged",
        command="account case",
        example={"fall": "15%", "line": "130%", "leverage": "2", "outcome": "below_line"},
    ),
    Verb("replay", Note("重演账户流水", "A ledger, event by event"), "accounts.ledgers:replayed", command="account replay"),
)
"""In the order of the catalogue."""
