"""Results of worked examples, confirmed or corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Check, Desk
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Evidence, Ruling, Verdict
from liangrong.research.claims.verify.account.roles import Role, parts_of
from liangrong.research.claims.verify.account.state import Account, Value
from liangrong.research.claims.verify.account.telling import Result, begun, opens, told
from liangrong.research.claims.verify.account.terms import Law
from liangrong.research.claims.verify.arithmetic.wording import number, shown
from liangrong.research.claims.verify.law.book import as_percent, earlier_values, number_on
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.research.claims.verify.today import today_of

__all__ = ["CHECKS", "check_accounts"]

_RATIO: Final = "financing_margin_ratio"
_WITHDRAWAL: Final = "withdrawal_line"
_MARKET: Final = re.compile(
    r"融资余额|融券余额|两融余额|全市场|沪深两市|净买入|净卖出|成交额|净资本|营业收入|市占率|平均维持|平均担保|客户平均|行业|板块|"
    r"\b(?:balances?|market-wide|outstanding|turnover|net capital|average (?:maintenance|collateral)|sector|industry|clients'|brokers'? own|billion)\b",
    re.IGNORECASE,
)
"""A sentence about the market is no part of an example."""
_TOPIC: Final = re.compile(
    r"融资|融券|保证金|担保|负债|借|本金|自有|利息|平仓|折算|margin|borrow|debt|loan|collateral|short|ow(?:es|ed)|interest|leverag|ratio|own money|financ|assets|credit",
    re.IGNORECASE,
)
_MOST: Final = Fraction(5 * 10**9)
_REACH: Final = 8
"""Sentences for which an account is remembered after the last of its figures."""
_SLACK: Final = Fraction(1, 250)
"""Relative distance up to which a result may have been rounded on the way."""
_EXACT: Final = Fraction(1, 40)
"""How far an amount of an example may be from its figure to be confirmed, whatever its digits leave open."""
_COARSE: Final = Fraction(1, 10)
"""Beyond which distance an amount is another one, even where its single digit leaves it open."""
_TENS: Final = tuple(Fraction(10) ** power for power in (-3, -2, -1, 1, 2, 3))
_BOUND: Final = Fraction(1, 30)
"""How near a value must be to a figure that is said to be above or below it."""


def check_accounts(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterator[Ruling]:
    """Confirm or correct what an example works out for one account."""
    todays = today_of(article, claims)
    by_start = {claim.figure.start: claim for claim in claims if claim.figure is not None}
    account, last, item = Account(), 0, -1
    for passage in article.passages:
        if passage.role in ("row", "furniture", "title") or _MARKET.search(passage.text):
            continue
        if passage.item != item or passage.number - last > _REACH:
            account, item = Account(), passage.item
        parts = [part for part in parts_of(article, passage) if Fraction(part.figure.base) < _MOST]
        if not parts or not (_TOPIC.search(passage.text) or account != Account() or opens(passage, parts)):
            continue
        last = passage.number
        account = begun(account, passage, parts)
        for known, result in told(account, parts, _law(desk, todays.get(item))):
            account = known
            if result is not None:
                yield from _ruled(by_start, result)


def _ruled(by_start: Mapping[int, Claim], result: Result) -> Iterator[Ruling]:
    """What is said of a result, and of the line that is met there where it holds."""
    claim = by_start.get(result.part.figure.start)
    if claim is None or claim.nature is Nature.ADVICE:
        return
    rulings = list(_judged(claim, result))
    yield from rulings
    line = by_start.get(result.beside.figure.start) if result.beside is not None else None
    if line is not None:
        yield from (replace(one, claim=line.number) for one in rulings if one.judgement.verdict is Verdict.CONSISTENT)


def _law(desk: Desk, today: date | None) -> Law:
    """The margin ratio for financing before the last change and since, and the line for withdrawals."""
    book = desk.rulebook
    if book is None or today is None:
        return Law()
    day = min(today, book.known_until) if book.known_until else today
    found, line = number_on(book, _RATIO, day), number_on(book, _WITHDRAWAL, day)
    ratios = [*(one.after for one in earlier_values(book, _RATIO, day)[:1]), *([found[0]] if found else [])]
    values = [Value(Fraction(one), as_percent(one)) for one in (*ratios, *([line[0]] if line else []))]
    return Law(tuple(values[: len(ratios)]), values[-1] if line else None)


def _judged(claim: Claim, result: Result) -> Iterator[Ruling]:
    if result.relation != "equal":
        yield from _placed(claim, result)
        return
    figure = result.part.figure
    stated = _stated(figure)
    fitting = next((one for one in result.values if _agrees(stated, one, figure)), None)
    if fitting is not None:
        working = f"{fitting.words} = {_in_unit(fitting.amount, figure)}"
        why = Note(f"{working}，与文中所写相符。", f"{working}, as the text says.")
        yield supported(claim, why, basis="same_document", evidence=_evidence(result.part.passage, working))
        return
    near = any(_is_near(stated, one, figure) for one in result.values)
    if not result.sure or (near and not _is_tenfold(result.values, figure)):
        return
    right = result.values[0]
    if result.role is Role.WITHDRAW and Fraction(figure.base) < right.amount:
        return
    working = f"{right.words} = {_in_unit(right.amount, figure)}"
    why = Note(f"{working}，而文中写的是{shown(figure)}。", f"{working}, but the text says {shown(figure)}.")
    yield refuted(claim, why, "arithmetic", basis="same_document", corrected=_in_unit(right.amount, figure), evidence=_evidence(result.part.passage, working))  # fmt: skip


def _placed(claim: Claim, result: Result) -> Iterator[Ruling]:
    """A ratio that is said to lie below or above a line."""
    value, line = result.values[0], Fraction(result.part.figure.base)
    if value.amount == line:
        return
    working = f"{value.words} {'<' if value.amount < line else '>'} {shown(replace(result.part.figure, hedge=Hedge.NONE))}"
    if (value.amount < line) is (result.relation == "below"):
        why = Note(f"{working}，与文中所写相符。", f"{working}, as the text says.")
        yield supported(claim, why, basis="within_sentence", evidence=_evidence(result.part.passage, working))
    else:
        why = Note(f"{working}，与文中所写相反。", f"{working}, the reverse of what the text says.")
        yield refuted(
            claim,
            why,
            "cross_statement",
            basis="within_sentence",
            corrected=working,
            evidence=_evidence(result.part.passage, working),
            verdict=Verdict.INTERNALLY_CONTRADICTORY,
        )


def _stated(figure: Figure) -> Interval:
    """Where the author puts it; "at most" belongs to the rule."""
    found = figure.interval() if figure.hedge in (Hedge.ABOUT, Hedge.NEARLY, Hedge.OVER, Hedge.UNDER) else figure.rounding()
    return -found if figure.value < 0 else found


def _agrees(stated: Interval, value: Value, figure: Figure) -> bool:
    printed = abs(Fraction(figure.base))
    if figure.hedge in (Hedge.OVER, Hedge.UNDER, Hedge.NEARLY) and abs(value.amount - printed) > printed * _BOUND:
        return False
    exact = figure.kind is not Kind.MONEY or figure.hedge is Hedge.ABOUT or abs(value.amount - printed) <= printed * _EXACT
    return exact and stated.contains(value.amount)


def _is_near(stated: Interval, value: Value, figure: Figure) -> bool:
    """Whether an amount may have been rounded to the figure; of a single digit, not everything that rounds to it is meant."""
    off = abs(value.amount - abs(Fraction(figure.base)))
    coarse = figure.kind is Kind.MONEY and figure.hedge in (Hedge.NONE, Hedge.AT_MOST) and off > value.amount * _COARSE
    return stated.meets(Interval.around(value.amount, value.amount * _SLACK)) and not coarse


def _is_tenfold(values: Sequence[Value], figure: Figure) -> bool:
    """Whether a figure that its hedge leaves open is a power of ten away from the only value there is."""
    printed = abs(Fraction(figure.base))
    slipped = [value.amount * ten for value in values for ten in _TENS]
    return figure.hedge in (Hedge.OVER, Hedge.UNDER) and any(abs(one - printed) <= one * _BOUND for one in slipped)


def _evidence(passage: Passage, working: str) -> tuple[Evidence, ...]:
    return (Evidence("passage", passage.text, start=passage.start, end=passage.end), Evidence("calculation", working))


def _in_unit(value: Fraction, figure: Figure) -> str:
    places = max(0, -(figure.half_ulp * 2).adjusted() if figure.half_ulp else 0) + 1
    unit = figure.unit
    text = number(value / Fraction(figure.size), min(places, 6))
    return f"{text} {unit}" if unit[:1].isascii() and unit not in ("%", "x") else f"{text}{unit}"


CHECKS: Final[tuple[Check, ...]] = (check_accounts,)
"""All checks of this room."""
