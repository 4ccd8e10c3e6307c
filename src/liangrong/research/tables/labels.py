"""What columns and measures are called: ours, in Chinese, or in tushare's pinyin.

The columns of answers are named in ``vocabulary``, those of an account in its own room, those of the store in the standard tables.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final, Literal, TypeAlias

from liangrong.accounts.measures import ACCOUNT_MEASURES
from liangrong.analytics.measures import MEASURES
from liangrong.core.errors import Lang
from liangrong.market.tables import TABLES
from liangrong.research.tables.headings import Heading, Shown
from liangrong.research.tables.vocabulary import (
    accounts,
    alerts,
    answers,
    books,
    claims,
    crowding,
    documents,
    events,
    factors,
    heat,
    levels,
    overview,
    rotation,
    rules,
    securities,
    shorts,
    store,
    strategies,
    stress,
    structure,
)

__all__ = ["VOCABULARIES", "Labels", "heading", "heading_of", "measure_name", "renamed", "word"]

Labels: TypeAlias = Literal["tushare", "zh"]

VOCABULARIES: Final = (
    answers,
    store,
    levels,
    rules,
    accounts,
    strategies,
    structure,
    rotation,
    heat,
    crowding,
    shorts,
    events,
    factors,
    alerts,
    securities,
    overview,
    books,
    stress,
    documents,
    claims,
)
"""The files of the vocabulary; a column stands in one of them only."""

_ANSWERS: Final[dict[str, Heading]] = {name: found for file in VOCABULARIES for name, found in file.HEADINGS.items()}
_WORDS: Final[dict[str, str]] = {name: found for file in VOCABULARIES for name, found in file.WORDS.items()}
_SIGNED: Final = frozenset({"change_ratio", "index_change_ratio", "net_buy_amount"})
"""Stored columns that are changes."""


def word(column: str, value: str, lang: Lang = "zh") -> str:
    """A word in a cell, for a person; what is neither a word of ours nor an industry that we know stays as it is.

    Examples
    --------
    >>> word("severity", "warning"), word("zone", "warning"), word("note", "无")
    ('警告', '警戒', '无')
    >>> word("group_name", "电子", "en"), word("group_name", "star", "en"), word("move", "stayed_top", "en")
    ('Electronics', 'STAR Market', 'stayed top')
    """
    known = _ANSWERS.get(column)
    if lang == "zh":
        return (known.words.get(value) if known else None) or _WORDS.get(value, value)
    if known and Shown.INDUSTRY in known.shown:
        from liangrong.analytics.securities.industry_english import industry_english

        if english := industry_english(value):
            return english
    return (known.english.get(value) if known else None) or value.replace("_", " ")


@cache
def _stored() -> dict[str, tuple[Heading, str]]:
    """Column name to (heading, tushare name), from every standard table; there are no English names but ours."""
    found: dict[str, tuple[Heading, str]] = {}
    for table in TABLES.values():
        for column in table.columns:
            spaced = column.name.replace("_", " ")
            read = Heading(column.zh, spaced, unit=column.unit, signed=column.name in _SIGNED)
            found.setdefault(column.name, (read, column.tushare))
    return found


@cache
def heading_of(name: str) -> Heading:
    """How a column is read; a column that nobody named is called by its own words.

    An answer's column that is also a stored one has the stored unit where its heading names none.

    Examples
    --------
    >>> heading_of("max_drawdown").zh, heading_of("max_drawdown").signed
    ('最大回撤', True)
    """
    stored = _stored().get(name)
    if name in _ANSWERS:
        found = _ANSWERS[name]
        return found if found.unit or not stored else replace(found, unit=stored[0].unit)
    if name in ACCOUNT_MEASURES:
        measure = ACCOUNT_MEASURES[name]
        return Heading(measure.zh, measure.en, Shown.PLAIN if measure.unit else Shown.PURE, measure.unit)
    return stored[0] if stored else Heading(name.replace("_", " "), name.replace("_", " "))


def heading(name: str, lang: Lang) -> str:
    """A column's heading for a person."""
    found = heading_of(name)
    return found.zh if lang == "zh" else found.en


def measure_name(name: str, lang: Lang) -> str:
    """The measure's own title; that of a column of this name otherwise.

    Examples
    --------
    >>> measure_name("financing_balance_to_float_cap", "zh"), measure_name("financing_balance", "en")
    ('融资余额占流通市值比', 'financing balance')
    """
    return MEASURES[name].label(lang) if name in MEASURES else heading(name, lang)


def renamed(name: str, labels: Labels | None) -> str:
    """A column or measure under the names asked for with ``--labels``; ours where the other vocabulary has none."""
    if labels is None:
        return name
    if labels == "zh":
        return measure_name(name, "zh") if name in MEASURES or name in _ANSWERS or name in _stored() else name
    pinyin = {"date": "trade_date", "scope": "exchange_id"}
    return pinyin.get(name) or (_stored()[name][1] if name in _stored() else "") or name
