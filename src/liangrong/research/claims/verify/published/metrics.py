"""What the metric of a row of a figures file is called here, and which side of it the row gives: level, change, growth, mean or peak.

Files call things in many ways: ``financing_balance(融资余额)``, ``pct_change_…``, ``margin_total/float_cap``, plain words.
"""

from __future__ import annotations

import re
from typing import Final

from liangrong.analytics.measures import measure
from liangrong.core.errors import UsageError

__all__ = ["metric_of"]

_BRACKET: Final = re.compile(r"\s*[（(][^）)]*[）)]")
_CHANGES: Final = (
    (re.compile(r"^(?:pct|percent|relative)_?change_?(?:in_|of_)?|^growth_?(?:of_|in_)?", re.IGNORECASE), "growth"),
    (re.compile(r"^(?:daily|weekly|monthly|abs(?:olute)?)?_?change_?(?:in_|of_)?", re.IGNORECASE), "change"),
    (re.compile(r"[_ ]*(?:YoY|y/y|同比|环比|增幅|涨幅|growth(?: rate)?|pct change)$", re.IGNORECASE), "growth"),
    (re.compile(r"[_ ]*(?:change|变动|变化)$", re.IGNORECASE), "change"),
    (re.compile(r"[_ ]*(?:10y |ten-year |\d+年)?(?:mean|average|均值|平均(?:值)?)$", re.IGNORECASE), "mean"),
    (re.compile(r"[_ ]*(?:peak|high|峰值|最高(?:值)?)$", re.IGNORECASE), "peak"),
)
"""What stands before or behind the name of a metric, and what it makes of it."""
_WHOLES: Final = {
    "float_cap": "float_cap", "流通市值": "float_cap", "free_float_cap": "free_float_cap", "自由流通市值": "free_float_cap",
    "total_cap": "total_cap", "market_cap": "total_cap", "总市值": "total_cap",
}  # fmt: skip
_NAMES: Final = {
    "margin_balance_total": "margin_trading_balance", "margin_total": "margin_trading_balance", "margin_balance": "margin_trading_balance",
    "margin_trading_balance": "margin_trading_balance", "total_margin_balance": "margin_trading_balance",
    "margin_financing_balance": "financing_balance", "margin_lending": "financing_balance",
    "net_financing_purchases": "net_financing_purchase", "net_margin_purchase": "net_financing_purchase",
    "融资净买入": "net_financing_purchase", "净买入": "net_financing_purchase",
    "margin_trades/turnover": "margin_trading_share_of_turnover", "margin_trading/turnover": "margin_trading_share_of_turnover",
    "两融交易额占成交额": "margin_trading_share_of_turnover", "financing_buys/turnover": "financing_buy_to_turnover",
    "new_margin_accounts": "new_margin_accounts", "新增两融账户": "new_margin_accounts", "新开两融账户": "new_margin_accounts",
    "margin_accounts": "margin_accounts", "两融账户": "margin_accounts", "两融账户数": "margin_accounts",
    "min_financing_margin_ratio": "financing_margin_ratio", "financing_margin_ratio": "financing_margin_ratio", "融资保证金比例": "financing_margin_ratio",
    "min_short_margin_ratio": "short_margin_ratio", "short_margin_ratio": "short_margin_ratio", "融券保证金比例": "short_margin_ratio",
    "daily_return": "daily_return", "涨跌幅": "daily_return", "rsi": "rsi", "index_level": "index_level", "index_close": "index_level", "close": "index_level",
    "count": "count",
}  # fmt: skip


def metric_of(text: str, unit: str) -> tuple[str, str]:
    """Our name of a metric and the aspect of it.

    Parameters
    ----------
    unit
        As printed; a change in percent is growth.

    Returns
    -------
    tuple
        A measure or a name of the vocabulary, or the text itself where nobody knows it; then ``level``, ``change``, ``growth``, ``mean`` or
        ``peak``.

    Examples
    --------
    >>> metric_of("pct_change_margin_balance_total(两融余额)", "%"), metric_of("short_balance/float_cap", "%")
    (('margin_trading_balance', 'growth'), ('short_balance_to_float_cap', 'level'))
    """
    name, aspect = _BRACKET.sub("", text).strip(), "level"
    for pattern, found in _CHANGES:
        rest = pattern.sub("", name).strip(" _")
        if rest and rest != name:
            name, aspect = rest, "growth" if found == "change" and unit.strip() == "%" else found
            break
    return _named(name) or _named(text) or text.strip(), aspect


def _named(name: str) -> str | None:
    key = name.strip().lower().replace(" ", "_")
    if known := _NAMES.get(key):
        return known
    part, slash, whole = (side.strip() for side in key.replace("占", "/").partition("/"))
    if slash and whole in _WHOLES and (numerator := _named(part)):
        return f"{numerator}_to_{_WHOLES[whole]}"
    try:
        return measure(key).name
    except UsageError:
        return None
