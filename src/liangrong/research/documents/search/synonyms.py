"""Names of one thing in both languages, from the catalogues of measures and accounts, the list of industries, and everyday words of the trade.

A question in Chinese so finds English documents and the reverse; it never widens a word to a broader one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from liangrong.accounts.measures import ACCOUNT_MEASURES
from liangrong.analytics.measures import MEASURES, spellings
from liangrong.analytics.securities.industry_english import industry_english
from liangrong.research.documents.words import words

__all__ = ["other_names"]

_EVERYDAY: Final[tuple[tuple[str, ...], ...]] = (
    ("两融", "融资融券", "margin trading", "margin trading and securities lending"),
    ("两融余额", "融资融券余额", "margin trading balance", "total margin balance", "margin balance"),
    ("融资余额", "financing balance", "margin financing balance", "margin loan balance"),
    ("融券余额", "short balance", "short selling balance", "securities lending balance"),
    ("融资买入额", "financing buys", "margin purchases", "margin buying"),
    ("融资净买入", "net financing", "net margin purchases", "net margin buying", "net financing purchases"),
    ("融券", "short selling", "securities lending"),
    ("转融券", "securities refinancing", "securities relending"),
    ("转融资", "margin refinancing"),
    ("转融通", "refinancing", "margin refinancing and securities relending"),
    ("保证金比例", "margin ratio", "margin requirement"),
    ("融资保证金比例", "financing margin ratio", "margin financing ratio"),
    ("维持担保比例", "maintenance ratio", "maintenance margin ratio", "maintenance collateral ratio"),
    ("折算率", "conversion ratio", "collateral conversion ratio"),
    ("追加保证金", "追保", "margin call"),
    ("强制平仓", "强平", "forced liquidation"),
    ("爆仓", "blow-up", "wiped out"),
    ("杠杆", "leverage"),
    ("去杠杆", "deleveraging"),
    ("流通市值", "float market value", "circulating market value", "free float market capitalization"),
    ("成交额", "turnover", "trading volume"),
    ("券商", "证券公司", "brokerage", "securities firm"),
    ("沪深北交易所", "沪深交易所", "stock exchanges"),
    ("上证指数", "上证综指", "沪指", "Shanghai Composite"),
    ("深证成指", "Shenzhen Component"),
    ("创业板", "ChiNext"),
    ("科创板", "STAR Market"),
    ("沪深300", "CSI 300"),
    ("科创50", "STAR 50"),
    ("北向资金", "northbound"),
    ("新高", "record high", "all-time high"),
    ("证监会", "CSRC", "China Securities Regulatory Commission"),
    ("期货", "futures"),
    ("期权", "options"),
    ("做空", "short selling"),
    ("利率", "interest rate"),
    ("央行", "central bank", "PBOC"),
    ("降准", "RRR cut", "reserve requirement ratio cut"),
    ("降息", "rate cut"),
)


def other_names(text: str) -> tuple[str, ...]:
    """What else the thing is called whose whole name this is; nothing where it is no name that we know.

    Examples
    --------
    >>> other_names("融资余额")[:2], other_names("financing balances")[0], other_names("昨天")
    (('financing balance', 'margin financing balance'), '融资余额', ())
    """
    key = _key(text)
    found = [name for group in _groups().get(key, ()) for name in group if _key(name) != key]
    if not found and (english := industry_english(text.strip())):
        found = [english]
    return tuple(dict.fromkeys(found))


@cache
def _groups() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The words of a name to the groups of names that it stands in."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for group in (*_EVERYDAY, *_catalogues()):
        for key in dict.fromkeys(map(_key, group)):
            if key:
                found.setdefault(key, []).append(group)
    return MappingProxyType({key: tuple(groups) for key, groups in found.items()})


def _catalogues() -> Iterator[tuple[str, ...]]:
    for name, measure in MEASURES.items():
        yield tuple(dict.fromkeys((measure.zh, measure.en, *_chinese(spellings(name)))))
    for account in ACCOUNT_MEASURES.values():
        yield account.zh, account.en


def _chinese(names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if not name.isascii())


@cache
def _key(text: str) -> str:
    return " ".join(words(text))
