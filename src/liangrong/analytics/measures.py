"""The menu: every measure by name, with its unit, meaning, tables and scopes.

A measure says *what* is asked; ``levels.py`` and ``ratios.py`` know how to compute it from its recipe. Nothing is
computed here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from liangrong.core.errors import DenominatorNotNamed, Lang, UnknownName, UsageError
from liangrong.core.units import Unit
from liangrong.market.tables import table

__all__ = [
    "MEASURES",
    "CapRatio",
    "Drawdown",
    "Measure",
    "Net",
    "Published",
    "Recipe",
    "ScopeKind",
    "Stored",
    "TurnoverRatio",
    "TurnoverShare",
    "measure",
    "measures_for",
    "spellings",
]


class ScopeKind(Enum):
    """The kinds of scope a measure can be asked for."""

    MARKET = "market"
    EXCHANGE = "exchange"
    BOARD = "board"
    INDUSTRY = "industry"
    INDEX = "index"
    BASKET = "basket"
    SECURITY = "security"


class TurnoverRatio(Enum):
    """Three ways to set financing buys against turnover; their answers differ."""

    SIMPLE = "simple"
    """Sum of financing buys over sum of turnover of everything in the scope, on the margin list or not."""
    WEIGHTED = "weighted"
    """Both sums over the stocks of the margin list only."""
    MEAN = "mean"
    """The mean of each listed stock's own ratio, every stock counting the same."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A column of ``market_totals`` and ``margin_detail``, summed over the scope."""

    column: str


@dataclass(frozen=True, slots=True)
class Net:
    """One stored column minus another."""

    plus: str
    minus: str


@dataclass(frozen=True, slots=True)
class Published:
    """A column of ``account_statistics``, for the whole market, as published."""

    column: str


@dataclass(frozen=True, slots=True)
class CapRatio:
    """A stored column over a market cap of the scope."""

    numerator: str
    cap: str


@dataclass(frozen=True, slots=True)
class TurnoverShare:
    """Financing buys over turnover, in one of the three ways."""

    kind: TurnoverRatio


@dataclass(frozen=True, slots=True)
class Drawdown:
    """A stored column over its highest value so far, minus 1."""

    of: str


Recipe: TypeAlias = Stored | Net | Published | CapRatio | TurnoverShare | Drawdown


@dataclass(frozen=True, slots=True)
class Measure:
    """One entry of the menu.

    Parameters
    ----------
    unit
        The unit of its values: 元, 股, a pure ratio or a count.
    zh, en
        The label.
    definition_zh, definition_en
        What it is, in a sentence.
    tables
        The tables it reads.
    scopes
        The kinds of scope it may be asked for.
    """

    name: str
    unit: Unit
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    tables: tuple[str, ...]
    scopes: frozenset[ScopeKind]
    recipe: Recipe

    def label(self, lang: Lang) -> str:
        """The label in ``lang``."""
        return self.zh if lang == "zh" else self.en

    def definition(self, lang: Lang) -> str:
        """The definition in ``lang``."""
        return self.definition_zh if lang == "zh" else self.definition_en

    def check_scope(self, kind: ScopeKind) -> None:
        """Refuse a kind of scope that the measure is not defined for.

        Raises
        ------
        UsageError
            The measure does not exist for that kind of scope.
        """
        if kind not in self.scopes:
            allowed = ", ".join(k.value for k in ScopeKind if k in self.scopes)
            raise UsageError(
                reason=f"{self.name} is not defined for a scope of kind '{kind.value}', only for: {allowed}",
                reason_zh=f"{self.zh}（{self.name}）不适用于 {kind.value} 范围，只适用于：{allowed}",
            )


_ALL_SCOPES: Final = frozenset(ScopeKind)
_MARKET: Final = frozenset({ScopeKind.MARKET})
_BY_SECURITY: Final = _ALL_SCOPES - {ScopeKind.MARKET, ScopeKind.EXCHANGE}
_MARGIN_TABLES: Final = ("market_totals", "margin_detail")
_CAP_NAMES: Final = {
    "float_cap": ("流通市值", "float cap", "收盘价 × 流通股本", "close times tradable shares"),
    "free_float_cap": ("自由流通市值", "free-float cap", "收盘价 × 自由流通股本", "close times shares really free to trade"),
    "total_cap": ("总市值", "total cap", "收盘价 × 总股本", "close times all shares"),
}
_BALANCES: Final = ("financing_balance", "short_balance", "margin_trading_balance")


def _stored(name: str) -> Measure:
    column = table("market_totals").column(name)
    assert column.unit is not None, f"{name} has no unit"
    return Measure(
        name, column.unit, column.zh, name.replace("_", " "), f"{column.zh}，范围内求和", f"{column.en}, summed over the scope",
        _MARGIN_TABLES, _ALL_SCOPES, Stored(name),
    )  # fmt: skip


def _published(name: str) -> Measure:
    column = table("account_statistics").column(name)
    assert column.unit is not None, f"{name} has no unit"
    return Measure(
        name, column.unit, column.zh, name.replace("_", " "), f"{column.zh}（中证金融账户统计口径，原样发布）",
        f"{name.replace('_', ' ')} on the account-statistics basis: {column.en}", ("account_statistics",), _MARKET, Published(name),
    )  # fmt: skip


def _cap_ratio(numerator: str, cap: str) -> Measure:
    cap_zh, cap_en, how_zh, how_en = _CAP_NAMES[cap]
    column = table("market_totals").column(numerator)
    return Measure(
        f"{numerator}_to_{cap}", Unit.RATIO, f"{column.zh}占{cap_zh}比", f"{numerator.replace('_', ' ')} / {cap_en}",
        f"范围内{column.zh}合计 ÷ 范围内股票{cap_zh}合计（{how_zh}）",
        f"{numerator.replace('_', ' ')} of the scope over the {cap_en} of its stocks ({how_en})",
        (*_MARGIN_TABLES, "caps"), _ALL_SCOPES, CapRatio(numerator, cap),
    )  # fmt: skip


def _drawdown(of: str) -> Measure:
    column = table("market_totals").column(of)
    return Measure(
        f"{of}_drawdown", Unit.RATIO, f"{column.zh}回撤", f"{of.replace('_', ' ')} drawdown",
        f"{column.zh} ÷ 已知历史最高值 − 1", f"{of.replace('_', ' ')} over its highest known value so far, minus 1",
        _MARGIN_TABLES, _ALL_SCOPES, Drawdown(of),
    )  # fmt: skip


_ALL: Final = (
    *(_stored(name) for name in _BALANCES),
    _stored("financing_buy_amount"),
    _stored("financing_repay_amount"),
    Measure(
        "net_financing_purchase", Unit.YUAN, "融资净买入额", "net financing purchase",
        "融资买入额 − 融资偿还额", "financing buys minus financing repayments", _MARGIN_TABLES, _ALL_SCOPES,
        Net("financing_buy_amount", "financing_repay_amount"),
    ),
    _stored("short_quantity"),
    _stored("short_sell_quantity"),
    _stored("short_repay_quantity"),
    Measure(
        "net_short_sale_quantity", Unit.SHARE, "融券净卖出量", "net short-sale quantity",
        "融券卖出量 − 融券偿还量", "shares sold short minus shares returned", _MARGIN_TABLES, _ALL_SCOPES,
        Net("short_sell_quantity", "short_repay_quantity"),
    ),
    *(_cap_ratio(numerator, cap) for numerator in _BALANCES for cap in _CAP_NAMES),
    Measure(
        "financing_buy_to_turnover", Unit.RATIO, "融资买入额占成交额比（简单）", "financing buys / turnover (simple)",
        "范围内融资买入额合计 ÷ 范围内全部股票成交额合计；全市场用中证全指（000985.SH）成交额",
        "financing buys of the scope over the turnover of all its stocks; for the market, the turnover of 中证全指 (000985.SH)",
        (*_MARGIN_TABLES, "index_quotes", "quotes"), _BY_SECURITY | _MARKET, TurnoverShare(TurnoverRatio.SIMPLE),
    ),
    Measure(
        "financing_buy_to_turnover_weighted", Unit.RATIO, "融资买入额占成交额比（标的加权）", "financing buys / turnover (listed stocks, weighted)",
        "融资融券标的股票的融资买入额合计 ÷ 同一批股票的成交额合计",
        "financing buys of the stocks on the margin list over the turnover of those same stocks",
        ("margin_detail", "quotes"), _ALL_SCOPES, TurnoverShare(TurnoverRatio.WEIGHTED),
    ),
    Measure(
        "financing_buy_to_turnover_mean", Unit.RATIO, "融资买入额占成交额比（个股平均）", "financing buys / turnover (cross-stock mean)",
        "各标的股票“融资买入额 ÷ 成交额”的算术平均，每只股票权重相同",
        "the mean over the listed stocks of each stock's own financing buys / turnover",
        ("margin_detail", "quotes"), _ALL_SCOPES, TurnoverShare(TurnoverRatio.MEAN),
    ),
    *(_drawdown(name) for name in _BALANCES),
    *(
        _published(name)
        for name in (
            "average_maintenance_ratio",
            "collateral_value",
            "individual_investors",
            "institutional_investors",
            "trading_investors",
            "indebted_investors",
            "margin_trading_share_of_turnover",
        )
    ),
)  # fmt: skip

MEASURES: Final[dict[str, Measure]] = {m.name: m for m in _ALL}
"""Every measure by its name."""

_ALIASES: Final[dict[str, str]] = {
    **{m.zh: m.name for m in _ALL},
    **{c.tushare: c.name for c in table("market_totals").columns if c.tushare and c.name in MEASURES},
    "两融余额": "margin_trading_balance",
    "融资净买入": "net_financing_purchase",
    "净买入": "net_financing_purchase",
    "融券净卖出": "net_short_sale_quantity",
    "维持担保比例": "average_maintenance_ratio",
    "融资买入额占成交额比": "financing_buy_to_turnover",
    "financing_buy_to_turnover_simple": "financing_buy_to_turnover",
}
_UNNAMED_CAP: Final = re.compile(r"^(?P<en>financing_balance|short_balance|margin_trading_balance)_to_(market_)?cap$")
_UNNAMED_CAP_ZH: Final = re.compile(r"^(?P<zh>融资余额|融券余额|融资融券余额|两融余额)[占/](?:总体|A股)?市值(?:比|比例|比重)?$")


def measure(name: str) -> Measure:
    """The measure called ``name``: our name, the Chinese term, or tushare's pinyin.

    Raises
    ------
    DenominatorNotNamed
        A ratio to market cap is asked for without saying which cap.
    UnknownName
        There is no such measure.

    Examples
    --------
    >>> measure("rzye").name, measure("两融余额").name
    ('financing_balance', 'margin_trading_balance')
    """
    asked = name.strip()
    found = MEASURES.get(asked) or MEASURES.get(_ALIASES.get(asked, ""))
    if found is not None:
        return found
    match = _UNNAMED_CAP.match(asked)
    numerator = match["en"] if match else None
    if numerator is None and (match := _UNNAMED_CAP_ZH.match(asked)):
        numerator = _ALIASES[match["zh"]]
    if numerator is not None:
        raise DenominatorNotNamed(measure=asked, choices=", ".join(f"{numerator}_to_{cap}" for cap in _CAP_NAMES))
    raise UnknownName(kind="measure", kind_zh="指标", name=asked, known=", ".join(MEASURES))


def spellings(name: str) -> tuple[str, ...]:
    """The other names that find a measure: Chinese terms and tushare's pinyin.

    Examples
    --------
    >>> spellings("margin_trading_balance")
    ('融资融券余额', 'rzrqye', '两融余额')
    """
    return tuple(alias for alias, known in _ALIASES.items() if known == name)


def measures_for(kind: ScopeKind) -> tuple[Measure, ...]:
    """The measures that may be asked for a scope of this kind, in the order of the menu."""
    return tuple(m for m in _ALL if kind in m.scopes)
