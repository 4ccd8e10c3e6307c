"""How a value of the book is said to a person, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from liangrong.core.errors import Lang
from liangrong.rules.parameters import Scalar, UnitName, Value

__all__ = ["UNITS", "WORDS", "say", "word"]

UNITS: Final[Mapping[UnitName, tuple[str, str]]] = {
    "ratio": ("比例", "ratio"),
    "per_year": ("年率", "per year"),
    "per_day": ("日率", "per day"),
    "days": ("天", "days"),
    "sessions": ("个交易日", "sessions"),
    "months": ("个月", "months"),
    "yuan": ("元", "yuan"),
    "shares": ("股（份）", "shares"),
    "count": ("", ""),
    "date": ("日期", "date"),
    "flag": ("是否", "yes or no"),
    "choice": ("选项", "choice"),
    "tiers": ("分档", "tiers"),
}
"""Unit to what it is called."""

_CHOICES: Final[Mapping[str, tuple[str, str]]] = {
    "none": ("无", "none"),
    "client": ("归客户", "the client's"),
    "same_contract": ("并入原合约", "added to the same contract"),
    "contract": ("按合同约定", "as the contract says"),
    "debited": ("由客户账户扣付", "debited to the client"),
    "quantity_owed": ("计入应还数量", "added to the quantity owed"),
    "intraday": ("盘中成交即还", "at once, within the day"),
    "after_clearing": ("日终清算后", "after clearing"),
    "due_date": ("按到期日先后", "by due date"),
    "last_price": ("最近成交价", "last price"),
    "previous_close": ("前收盘价", "previous close"),
    "sale_amount": ("融券卖出金额", "amount of the short sale"),
    "per_contract": ("逐笔合约", "per contract"),
    "per_security": ("按证券合并", "per security"),
    "next_open": ("次一交易日开盘前", "before the next open"),
    "next_close": ("次一交易日收盘前", "by the next close"),
    "next_trading_day": ("次一交易日", "the next trading day"),
    "weekly_last_trading_day": ("每周最后一个交易日", "the last trading day of a week"),
}
"""Values of parameters that are a choice; others stay as they are written."""
_NOTHING: Final = ("不作规定", "no number")
_FLAGS: Final = {True: ("是", "yes"), False: ("否", "no")}
_AFTER: Final = frozenset({"days", "sessions", "months", "yuan", "shares"})
_PER: Final = {"per_year": ("/年", " a year"), "per_day": ("/日", " a day")}


def say(value: Value, unit: UnitName, lang: Lang) -> str:
    """A value in words: ratios and rates as percentages, whole numbers with their unit, ``None`` as no number.

    Examples
    --------
    >>> say(Decimal("1.30"), "ratio", "zh"), say(2, "sessions", "en"), say(None, "ratio", "en")
    ('130%', '2 sessions', 'no number')
    """
    place = 0 if lang == "zh" else 1
    if isinstance(value, tuple):
        rows = [
            "{" + _listed({name: cell for name, cell in row.items() if cell is not None}, "ratio", lang) + "}" for row in value
        ]
        return ("；", "; ")[place].join(rows) or ("无", "none")[place]
    if isinstance(value, Mapping):
        return _listed(value, unit, lang)
    if value is None:
        return _NOTHING[place]
    if isinstance(value, bool):
        return _FLAGS[value][place]
    if isinstance(value, str):
        return _CHOICES.get(value, (value, value))[place]
    if isinstance(value, date):
        return str(value)
    if unit == "ratio" or unit in _PER:
        return f"{_digits(Decimal(value) * 100)}%" + (_PER[unit][place] if unit in _PER else "")
    if unit not in _AFTER:
        return _digits(value)
    name = UNITS[unit][place]
    return f"{_digits(value)} {name.removesuffix('s') if value == 1 and lang == 'en' else name}"


def _listed(row: Mapping[str, Scalar], unit: UnitName, lang: Lang) -> str:
    return ("，" if lang == "zh" else ", ").join(f"{key} {say(cell, unit, lang)}" for key, cell in row.items())


def _digits(number: Decimal | int) -> str:
    """Thousands apart, no trailing zeros after the point."""
    if isinstance(number, int):
        return f"{number:,}"
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "all": ("全部合约", "all contracts"),
    "new_contracts": ("新合约", "new contracts"),
    "new_and_agreed": ("新合约及约定的存量合约", "new and agreed contracts"),
    "new_and_rollovers": ("新合约及展期合约", "new and rolled-over contracts"),
    "new_lending": ("新增转融通", "new refinancing"),
    "keep": ("保持原值", "keeps the old"),
    "adopt": ("适用新值", "adopts the new"),
    "by_agreement": ("可约定", "by agreement"),
    "exchanges": ("交易所", "exchanges"),
    "csrc": ("证监会", "CSRC"),
    "csf": ("证金公司", "CSF"),
    "brokers": ("通行做法", "common practice"),
    "reform": ("假设的改革", "supposed reform"),
    "agreed": ("合同约定", "agreed"),
    "H": ("高", "high"),
    "M": ("中", "medium"),
    "L": ("低", "low"),
    "higher": ("只能更高", "only higher"),
    "lower": ("只能更低", "only lower"),
    "fixed": ("不得偏离", "not at all"),
    "free": ("自定", "freely"),
    "investor": ("投资者类别", "class of investor"),
    "asset_class": ("证券类别", "asset class"),
    "member": ("分项", "member"),
    "book_on_the_day": ("当日规定", "the book that day"),
    "in_force": ("当日有效", "in force"),
    "opened": ("开立", "opened"),
    "change": ("规则变更", "change"),
    "rollover": ("展期", "rollover"),
    "withdrawal": ("停止适用", "withdrawn"),
    "assumption": ("推定", "assumption"),
    "pack": ("规则包", "pack"),
    "result": ("结论", "result"),
}
"""The words of the book for people: reach, rollover, authority, confidence, direction, keys and steps."""


def word(name: str, lang: Lang) -> str:
    """A word of the book in ``lang``; a name that is none of them stays.

    Examples
    --------
    >>> word("new_contracts", "zh"), word("pack:mine", "zh")
    ('新合约', 'pack:mine')
    """
    return WORDS.get(name, (name, name))[0 if lang == "zh" else 1]
