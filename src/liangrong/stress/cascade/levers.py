"""What an authority can do while a cascade runs: buy, forbid short sales, stop forced sales, stop financing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.core.results import Note
from liangrong.stress.cascade.parameters import assumed

__all__ = ["NEVER", "Levers"]

NEVER: Final = 0
"""Session of a lever that is not pulled: cascades trade from session 1 on."""

_LEVER: Final = Note("政策杠杆，默认不动用", "a lever; not pulled by default")


@dataclass(frozen=True, slots=True, kw_only=True)
class Levers:
    """Interventions by session; 0: never.

    The bail-out of 2015 (国家队) bought through China Securities Finance Corporation from 2015-07-06 on; new short sales of borrowed
    shares were stopped on 2024-07-22 (转融券), and for a time by brokers in August 2015.
    """

    bailout_yuan: float = field(default=0.0, metadata=assumed(unit="元", low=0, high=1e13, zh="救市资金每日买入额，按成交额分配", en="yuan that a buyer of last resort spends a session, by turnover",
        source=_LEVER))  # fmt: skip
    bailout_from: int = field(
        default=1,
        metadata=assumed(
            unit="session", low=0, high=1000, zh="救市开始的交易日", en="first session of the bail-out", source=_LEVER
        ),
    )
    bailout_until: int = field(
        default=1000,
        metadata=assumed(
            unit="session", low=0, high=1000, zh="救市最后的交易日", en="last session of the bail-out", source=_LEVER
        ),
    )
    lending_ban_from: int = field(
        default=NEVER,
        metadata=assumed(
            unit="session",
            low=0,
            high=1000,
            zh="禁止新融券的首个交易日",
            en="first session without new short sales",
            source=_LEVER,
        ),
    )
    forced_sales_suspended_from: int = field(
        default=NEVER,
        metadata=assumed(
            unit="session",
            low=0,
            high=1000,
            zh="暂停强制平仓的首个交易日",
            en="first session without forced sales",
            source=_LEVER,
        ),
    )
    forced_sales_suspended_until: int = field(
        default=1000,
        metadata=assumed(
            unit="session", low=0, high=1000, zh="暂停强制平仓的最后交易日", en="last session without forced sales", source=_LEVER
        ),
    )
    financing_suspended_from: int = field(
        default=NEVER,
        metadata=assumed(
            unit="session", low=0, high=1000, zh="暂停新融资的首个交易日", en="first session without new financing", source=_LEVER
        ),
    )
    financing_share: float = field(
        default=0.1,
        metadata=assumed(
            unit="1",
            low=0,
            high=1,
            zh="暂停新融资时失去的买入占成交额",
            en="purchases lost when financing stops, as a share of turnover",
            source=Note(
                "融资买入额约占成交额一成（market_totals 与成交额）",
                "margin purchases are about a tenth of turnover (market totals)",
            ),
        ),
    )

    def may_sell(self, session: int) -> bool:
        """Whether forced sales are allowed in a session."""
        first = self.forced_sales_suspended_from
        return first == NEVER or not first <= session <= self.forced_sales_suspended_until

    def may_short(self, session: int) -> bool:
        """Whether new short sales are allowed in a session."""
        return self.lending_ban_from == NEVER or session < self.lending_ban_from

    @property
    def last_start(self) -> int:
        """Session from which no lever that has not moved yet will move; 0 when none is pulled."""
        bailout = self.bailout_from if self.bailout_yuan > 0 else NEVER
        return max(bailout, self.lending_ban_from, self.forced_sales_suspended_from, self.financing_suspended_from)

    def flow(self, session: int, turnover: NDArray[np.float64]) -> NDArray[np.float64]:
        """Net purchases by security that the levers bring in a session, 元.

        Examples
        --------
        >>> Levers(bailout_yuan=300.0, bailout_from=2).flow(2, np.array([1000.0, 2000.0])).tolist()
        [100.0, 200.0]
        """
        bought = self.bailout_yuan if 0 < self.bailout_from <= session <= self.bailout_until else 0.0
        lost = self.financing_share if 0 < self.financing_suspended_from <= session else 0.0
        return turnover * (bought / max(float(turnover.sum()), 1.0) - lost)
