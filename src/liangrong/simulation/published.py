"""The published levels that the synthetic market passes through, and the shape it has between them.

``PUBLISHED`` are facts that the exchanges printed and the press repeated, each with its source; the synthetic balances
hit them within the printed rounding. ``SHAPE`` are rounded year-end and turning-point levels that only give the curve
its form; nothing may be concluded from them. Amounts in 亿元, market values in 万亿元.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

__all__ = ["CEILINGS", "GROUPS", "PUBLISHED", "SHAPE", "Ceiling", "GroupLevel", "Level"]

_EXCHANGES: Final = "沪深北交易所融资融券交易汇总"
_EIGHT: Final = 10**8


@dataclass(frozen=True, slots=True)
class Level:
    """Market-wide balances at the close of one session, in 亿元.

    Parameters
    ----------
    half_width
        Half of the last printed digit of ``financing``, in 亿元; what a test may allow.
    citation
        Who published it; empty for a level that only shapes the curve.
    """

    day: date
    financing: Decimal
    short: Decimal
    half_width: Decimal = Decimal("0.005")
    citation: str = ""

    @property
    def financing_yuan(self) -> int:
        """Financing balance in 元."""
        return int(self.financing * _EIGHT)

    @property
    def short_yuan(self) -> int:
        """Short balance in 元."""
        return int(self.short * _EIGHT)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A level (亿元) that stays below the mark until ``until`` (excluded), because it was first reached on that day."""

    until: date
    measure: str
    below: Decimal
    citation: str


@dataclass(frozen=True, slots=True)
class GroupLevel:
    """Financing and short balance of a part of the market at the close of one session, in 亿元.

    Parameters
    ----------
    group
        ``chinext`` (创业板) or ``index`` (members of 沪深300).
    """

    day: date
    group: str
    total: Decimal
    half_width: Decimal
    citation: str


def _published(day: str, financing: str, short: str, half_width: str, citation: str) -> Level:
    return Level(date.fromisoformat(day), Decimal(financing), Decimal(short), Decimal(half_width), citation)


def _shape(day: str, financing: str, short: str) -> Level:
    return Level(date.fromisoformat(day), Decimal(financing), Decimal(short))


PUBLISHED: Final = (
    _published("2015-06-18", "22666.35", "64.00", "0.005", f"{_EXCHANGES}：融资融券余额 22,730.35 亿元，2025 年以前的最高点"),
    _published("2024-01-02", "15850", "704", "50", "证监会 2024-07-10 新闻稿：年初融券规模超 700 亿元"),
    _published("2025-06-30", "18381.49", "123.03", "0.005", f"{_EXCHANGES}：融资余额 18,381.49 亿元"),
    _published("2025-09-01", "22805", "165", "50", f"{_EXCHANGES}：融资余额约 2.28 万亿元，融资融券余额约 2.30 万亿元"),
    _published("2025-09-17", "23886", "165", "50", f"{_EXCHANGES}：融资融券余额首次达到 2.4 万亿元"),
    _published("2025-10-29", "24860", "177", "50", f"{_EXCHANGES}：融资融券余额首次达到 2.5 万亿元"),
    _published("2025-12-22", "24997.37", "169.20", "0.05", f"{_EXCHANGES}：次日融资余额增加 148.59 亿元"),
    _published("2025-12-23", "25145.96", "169.67", "0.005", f"{_EXCHANGES}：融资余额 25,145.96 亿元，首次达到 2.5 万亿元"),
    _published("2026-01-13", "26653.91", "176.01", "0.005", f"{_EXCHANGES}：融资融券余额 26,829.92 亿元"),
)

SHAPE: Final = (
    _shape("2010-03-31", "0.065", "0.001"),
    _shape("2010-04-30", "2.5", "0.03"),
    _shape("2010-06-30", "14", "0.1"),
    _shape("2010-12-31", "127", "0.2"),
    _shape("2011-12-30", "375", "7"),
    _shape("2012-12-31", "857", "38"),
    _shape("2013-12-31", "3430", "31"),
    _shape("2014-06-30", "4030", "38"),
    _shape("2014-09-30", "6060", "50"),
    _shape("2014-12-31", "10170", "83"),
    _shape("2015-03-31", "14860", "80"),
    _shape("2015-05-28", "20900", "85"),
    _shape("2015-07-09", "14400", "31"),
    _shape("2015-09-30", "9040", "27"),
    _shape("2015-12-31", "11710", "30"),
    _shape("2016-06-30", "8510", "27"),
    _shape("2016-12-30", "9360", "35"),
    _shape("2017-12-29", "10220", "45"),
    _shape("2018-12-28", "7490", "67"),
    _shape("2019-12-31", "10055", "138"),
    _shape("2020-12-31", "14820", "1370"),
    _shape("2021-09-10", "17400", "1600"),
    _shape("2021-12-31", "17120", "1200"),
    _shape("2022-12-30", "14445", "960"),
    _shape("2023-12-29", "15790", "716"),
    _shape("2024-07-10", "14330", "318"),
    _shape("2024-09-30", "14310", "96"),
    _shape("2024-11-12", "18220", "101"),
    _shape("2024-12-31", "18540", "104"),
    _shape("2025-03-20", "19350", "112"),
    _shape("2025-04-30", "17740", "115"),
    _shape("2025-08-18", "20870", "149"),
    _shape("2026-01-30", "26990", "166"),
)

CEILINGS: Final = (
    Ceiling(date(2015, 6, 18), "total", Decimal("22730.35"), "2015-06-18 的最高点此前未被触及"),
    Ceiling(date(2025, 9, 1), "total", Decimal("22730.35"), "2025-09-01 首次超过 2015-06-18 的最高点"),
    Ceiling(date(2025, 9, 17), "total", Decimal(24000), "2025-09-17 首次达到 2.4 万亿元"),
    Ceiling(date(2025, 10, 29), "total", Decimal(25000), "2025-10-29 首次达到 2.5 万亿元"),
    Ceiling(date(2025, 12, 23), "financing", Decimal(25000), "2025-12-23 融资余额首次达到 2.5 万亿元"),
)

_INDEX_LEVEL: Final = Decimal("8175.7")
GROUPS: Final = (
    GroupLevel(
        date(2024, 9, 24),
        "index",
        round(_INDEX_LEVEL / Decimal("1.65"), 2),
        Decimal(15),
        "沪深300 两融余额 2024-09-24 至 2025-09-17 增长 65%",
    ),
    GroupLevel(date(2025, 9, 17), "chinext", Decimal("5080.57"), Decimal("0.005"), "创业板两融余额 5,080.57 亿元"),
    GroupLevel(date(2025, 9, 17), "index", _INDEX_LEVEL, Decimal("0.05"), "沪深300 成份股两融余额 8,175.7 亿元"),
)
"""As the press reported them from the exchanges' detail."""
