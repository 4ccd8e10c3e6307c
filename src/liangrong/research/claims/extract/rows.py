"""Rows of tables: each cell that is a figure is a claim, its column says of what, its row of whom; ranks are claims about the sort key.

What a cell says in words is read as prose by ``claims.py``. Furniture is searched for dates only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim, Direction
from liangrong.research.claims.extract.figures import Bound
from liangrong.research.claims.extract.memory import Memory, Who
from liangrong.research.claims.extract.mentions import Mention, mentions_in
from liangrong.research.claims.extract.sentence import Sentence
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.row_cells import cells_of
from liangrong.research.claims.reading.rows import Column, columns_at

__all__ = ["Header", "cells", "dates", "header_of", "subject_of_row", "words"]

_GROWTH: Final = re.compile(r"增幅|降幅|增速|变化|增长|下降|change|growth", re.IGNORECASE)
_CHANGED: Final = re.compile(r"变动|增减|变化|增加额|\bchange\b|\+/-", re.IGNORECASE)
_WEEKDAY: Final = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|星期|周[一二三四五六日]", re.IGNORECASE)
_BALANCES: Final = frozenset({"financing_balance", "short_balance", "margin_trading_balance"})


@dataclass(frozen=True)
class Header:
    """What the columns of a table are called.

    Parameters
    ----------
    columns
        Its columns; empty outside a table.
    mentions
        The metric that each column names.
    periods
        The period that a column names: a table of one measure has a column for every day.
    key
        The column that the table is said to be sorted by: the one its caption names, else its first figure.
    """

    columns: tuple[Column, ...] = ()
    mentions: tuple[Mention | None, ...] = ()
    metrics: tuple[str, ...] = ()
    periods: tuple[Period | None, ...] = ()
    key: int = -1


def header_of(article: Article, sentence: Sentence, before: Header, memory: Memory) -> Header:
    """The header that holds from this passage on."""
    if sentence.passage.role != "row":
        return Header()
    columns = columns_at(article, sentence.passage)
    if not columns or columns == before.columns:
        return before
    mentions = tuple(
        next(iter(mentions_in(column.name)), None) if column.kind in ("number", "percent") else None for column in columns
    )
    periods = _periods(sentence, columns)
    if memory.caption is not None and any(periods):
        mentions = tuple(
            memory.caption if mention is None and (period is not None or _CHANGED.search(column.name)) else mention
            for column, mention, period in zip(columns, mentions, periods, strict=True)
        )
    metrics = _metrics(mentions)
    numeric = [place for place, column in enumerate(columns) if column.kind in ("number", "percent")]
    captioned = memory.caption.term.metric if memory.caption is not None else ""
    keyed = [
        place
        for place in numeric
        if metrics[place] and (metrics[place] == captioned or metrics[place].endswith(captioned.partition("_to_")[2] or "|"))
    ]
    return Header(columns, mentions, metrics, periods, (keyed or numeric or [-1])[0])


def cells(sentence: Sentence, header: Header, memory: Memory) -> Iterator[Bound]:
    """The figures of a row."""
    spans = cells_of(sentence.passage.text, header.columns) if header.columns else None
    if spans is None:
        return
    who, period = subject_of_row(sentence), _period(sentence, memory)
    for place, (column, (left, right)) in enumerate(zip(header.columns, spans, strict=True)):
        start, end = sentence.passage.start + left, sentence.passage.start + right
        figure = next((one for one in sentence.figures if one.start < end and start < one.end), None)
        if figure is None or column.kind not in ("rank", "number", "percent"):
            continue
        if column.kind == "rank":
            yield _cell(
                sentence,
                replace(figure, kind=Kind.RANK),
                Aspect.RANK,
                header.metrics[header.key],
                header.mentions[header.key],
                who,
                period,
            )
            continue
        metric = header.metrics[place]
        grown = figure.kind is Kind.PERCENT and (
            (_GROWTH.search(column.name) and not metric.endswith(("cap", "turnover"))) or metric in _BALANCES
        )
        aspect, of_column = Aspect.GROWTH if grown else Aspect.LEVEL, header.periods[place]
        base = None
        told = [one for one in header.periods if one is not None]
        if len(told) > 1 and of_column is None and _CHANGED.search(column.name):
            aspect = Aspect.GROWTH if figure.kind is Kind.PERCENT else Aspect.CHANGE
            of_column, base = max(told, key=lambda one: one.end), min(told, key=lambda one: one.end)
        yield _cell(sentence, figure, aspect, metric, header.mentions[place], who, of_column or period, base)


def _periods(sentence: Sentence, columns: tuple[Column, ...]) -> tuple[Period | None, ...]:
    """The period that each column of figures names."""
    found: list[Period | None] = []
    at = sentence.passage.start
    for column in columns:
        place = sentence.text.find(column.name, at, sentence.passage.end) if column.name else -1
        end = place + len(column.name)
        inside = [one for one in (*sentence.periods, *sentence.bases) if place >= 0 and place <= one.at[0] and one.at[1] <= end]
        found.append(inside[0] if inside and column.kind in ("number", "percent") else None)
        at = end if place >= 0 else at
    return tuple(found)


def words(sentence: Sentence, header: Header) -> tuple[int, int] | None:
    """Where the row says something in words: its last cell, if that is a text of some length."""
    spans = cells_of(sentence.passage.text, header.columns) if header.columns else None
    if spans is None or header.columns[-1].kind != "text" or spans[-1][1] - spans[-1][0] < 8:
        return None
    return sentence.passage.start + spans[-1][0], sentence.passage.start + spans[-1][1]


def dates(sentence: Sentence) -> Iterator[Bound]:
    """The date of a line that is no content, where it is printed in full or names a weekday."""
    for period in sentence.periods:
        if period.is_day and (_WEEKDAY.search(sentence.passage.text) or str(period.start.year) in period.text):
            start, end = sentence.passage.start, sentence.passage.end
            yield Bound(
                Claim(
                    0,
                    sentence.passage,
                    start,
                    end,
                    sentence.text[start:end],
                    metric="dateline",
                    aspect=Aspect.DATE,
                    period=period,
                ),
                None,
            )
            return


def _metrics(mentions: tuple[Mention | None, ...]) -> tuple[str, ...]:
    """The metrics of the columns; a share of market value without a numerator belongs to the balance of the table."""
    balance = next((one.term.metric for one in mentions if one is not None and one.term.metric in _BALANCES), "")
    found = []
    for one in mentions:
        metric = one.term.metric if one is not None else ""
        if one is not None and one.term.elliptic and balance:
            metric = f"{balance}_to_{metric.partition('_to_')[2]}"
        found.append(metric)
    return tuple(found)


def subject_of_row(sentence: Sentence) -> Who:
    """Whose row it is."""
    named = [one for one in sentence.entities if one.kind != "industry"] or list(sentence.entities)
    if not named:
        return Who()
    return Who(next((one.scope for one in named if one.scope), ""), named[0].name)


def _period(sentence: Sentence, memory: Memory) -> Period | None:
    if sentence.periods:
        return sentence.periods[0]
    told = memory.captioned or memory.day
    return replace(told, text="", at=(-1, -1), certain=False) if told else None


def _cell(
    sentence: Sentence,
    figure: Figure,
    aspect: Aspect,
    metric: str,
    mention: Mention | None,
    who: Who,
    period: Period | None,
    base: Period | None = None,
) -> Bound:
    moved = aspect in (Aspect.GROWTH, Aspect.CHANGE) or metric == "daily_return"
    direction: Direction = ("up" if figure.value > 0 else "down") if moved else ""
    start, end = sentence.passage.start, sentence.passage.end
    claim = Claim(
        0,
        sentence.passage,
        start,
        end,
        sentence.text[start:end],
        figure,
        metric,
        aspect,
        who.scope,
        who.subject,
        period,
        base,
        direction=direction,
    )
    return Bound(claim, mention)
