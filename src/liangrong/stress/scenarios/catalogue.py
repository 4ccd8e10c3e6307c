"""Scenarios with a name and a story: falls, crises that happened, and what came with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from liangrong.core.results import Note

__all__ = ["CRISES", "SCENARIOS", "Crisis", "Named"]


@dataclass(frozen=True, slots=True)
class Crisis:
    """A window of closes.

    Parameters
    ----------
    start, end
        Moves run from the close of the one to the close of the other.
    """

    start: date
    end: date
    story: Note


@dataclass(frozen=True, slots=True)
class Named:
    """A scenario of the catalogue: how it is written out, and why anyone would ask for it."""

    spelling: str
    story: Note


CRISES: Final[Mapping[str, Crisis]] = MappingProxyType({
    "2015-06": Crisis(date(2015, 6, 12), date(2015, 7, 8), Note(
        "2015 年 6-7 月：场外配资清理与两融去杠杆，至 7 月 8 日过半股票停牌",
        "June to July 2015: grey-market lending is shut, margin debt unwinds, by 8 July more than half of all stocks are suspended")),
    "2015-08": Crisis(date(2015, 8, 17), date(2015, 8, 26), Note(
        "2015 年 8 月：第二轮下跌，汇率形成机制改革之后", "August 2015: the second leg, after the change of the exchange-rate regime")),
    "2016-01": Crisis(date(2015, 12, 31), date(2016, 1, 28), Note(
        "2016 年 1 月：指数熔断施行四个交易日即停，至月末低点", "January 2016: circuit breakers last four sessions, the low comes at the end of the month")),
    "2018-10": Crisis(date(2018, 9, 28), date(2018, 10, 18), Note(
        "2018 年 10 月：股权质押风险", "October 2018: pledged shares of major holders become forced sales")),
    "2020-02": Crisis(date(2020, 1, 23), date(2020, 2, 3), Note(
        "2020 年 2 月 3 日：春节休市后首日，逾三千只股票跌停", "3 February 2020: the first session after the long holiday, more than three thousand stocks at their lower limit")),
    "2024-01": Crisis(date(2023, 12, 29), date(2024, 2, 5), Note(
        "2024 年 1 月至 2 月 5 日：小微盘下跌，雪球敲入与量化去杠杆", "January to 5 February 2024: small caps fall, snowball notes knock in, quantitative funds deleverage")),
})  # fmt: skip
"""Windows by the month they are known by."""

_FALLS: Final = (5, 10, 20, 30, 40, 50)

SCENARIOS: Final[Mapping[str, Named]] = MappingProxyType({
    **{f"fall_{fall}": Named(f"market:-{fall / 100:g}", Note(f"全部证券下跌 {fall}%", f"all securities fall by {fall} %")) for fall in _FALLS},
    "fall_20_by_beta": Named("market:-0.2:beta", Note("市场下跌 20%，各证券按贝塔", "the market falls by 20 %, each security by its beta")),
    "limit_down": Named("market:-0.5+limits", Note("一个交易日全部跌停，卖不出", "one session in which everything is at its lower limit and finds no buyer")),
    "star_and_chinext_30": Named("board:star:-0.3+board:chinext:-0.3", Note("科创板与创业板下跌 30%", "STAR and ChiNext fall by 30 %")),
    "rise_20": Named("market:0.2", Note("全部证券上涨 20%：融券一侧的压力", "all securities rise by 20 %: the stress of short sellers")),
    "conversion_cut_20": Named("conversion:-0.2", Note("折算率整体下调两成", "all conversion ratios are cut by a fifth of themselves")),
    **{f"crisis_{name.replace('-', '_')}": Named(f"crisis:{name}", crisis.story) for name, crisis in CRISES.items()},
    "crisis_2015_06_suspended": Named("crisis:2015-06+suspend:market:share=0.5:seed=1", Note(
        "2015 年 6-7 月的跌幅，且一半证券停牌", "the fall of June to July 2015 with half of all securities suspended")),
})  # fmt: skip
"""Name to scenario; each name may stand wherever a scenario is written."""
