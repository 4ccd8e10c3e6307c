"""A text of our own with which the claim checker is shown: a slip of the unit, wrong arithmetic, what holds, and what nobody can check."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note

__all__ = ["EXAMPLE"]

EXAMPLE: Final = Note(
    """杠杆周评：谁在加仓
2026年1月23日

本周，三家券商的融资余额分别为120亿元、80亿元和50万元，合计250亿元。
丁券商的融资余额为172.5亿元，比上周末增加20.7亿元，增长13.6%。
两年间，戊券商的融资余额由100亿元增至172.5亿元，增长75.2%。
自2026年1月19日起，新开融资合约的保证金比例由80%提高至100%。
我们认为，杠杆资金的热情还会升温，年底前余额有望再创新高。
""",
    """Leverage notes: who is buying
23 January 2026

Margin loans of the first broker stood at 17,250.40 billion yuan, up 20.70 billion yuan or 1.21% from a week before.
Three desks of the second broker lent 12.5 billion, 8.2 billion and 4.3 billion yuan, 25.0 billion yuan in total.
In two years the loans of the third broker grew from 100 billion yuan to 172.5 billion yuan, a rise of 75.2%.
On 19 January 2026 the minimum margin ratio for new financing contracts was raised from 80% to 100%.
We think that appetite for leverage will keep rising, and that the balance could reach a new high by the end of the year.
""",
)
"""Every name and figure in it is invented, but for the rule."""
