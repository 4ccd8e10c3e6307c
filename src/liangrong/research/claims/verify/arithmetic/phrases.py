"""Relations that one sentence prints between its own figures: from … to …, a change and its base, sums, shares, multiples, means, conversions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.verify.arithmetic import computing
from liangrong.research.claims.verify.arithmetic.equation import Equation, Topic
from liangrong.research.claims.verify.arithmetic.grammar import (
    BALANCES,
    BASES,
    CONVERSION,
    DIRECTION_EN,
    ENDS,
    FALLING,
    FALLS_ZH,
    MEANS,
    MOVES,
    RISES_ZH,
    SHARES,
    SUMS,
)
from liangrong.research.claims.verify.arithmetic.sheet import Sheet, Slotted
from liangrong.research.claims.verify.arithmetic.term import Term, alike
from liangrong.research.claims.words.movement import DOWN_WORDS, UP_WORDS

__all__ = ["phrases"]

_COUNTED: Final = re.compile(r"(?P<many>[三四五])(?:者|个|家|只|名)")
"""How many a sum is of, where a word counts them."""
_CHANGED: Final = re.compile(rf"(?:{DOWN_WORDS}|{UP_WORDS}|多|少)[了出]?$", re.IGNORECASE)
"""In front of a change, of which no share is told: what a sentence goes on about is the level before it."""
_OUT: Final = re.compile(rf"{DOWN_WORDS}|净?卖出|偿还|\b(?:repa\w+|sold|sales)\b", re.IGNORECASE)
_IN: Final = re.compile(rf"{UP_WORDS}|买入|\bpurchas\w+\b", re.IGNORECASE)
"""Words that say which way a part of a sum went."""


def phrases(sheet: Sheet) -> Iterator[Equation]:
    """All equations that sentences print."""
    for page in sheet.slotted:
        if len(page.figures) < 2:
            continue
        yield from _moves(page)
        yield from _of_base(page)
        yield from _sums(page)
        yield from _balances(page)
        yield from _shares(page)
        yield from _conversions(page)
        yield from _means(page)


def _moves(page: Slotted) -> Iterator[Equation]:
    """From one level to another, with what that is."""
    for pattern in MOVES:
        for match in pattern.finditer(page.text):
            last = page.term(match["b"])
            first = _in_unit_of(page.term(match["a"]), last)
            if not alike(first.figure, last.figure):
                continue
            yield from _direction(page, match, _plain(first), _plain(last))
            said = match.groupdict()
            verb = said.get("verb") or ""
            for place, words in (
                (said.get("before"), verb),
                (said.get("rate"), said.get("rated") or said.get("after") or verb),
                (said.get("noun"), said.get("what") or verb),
                (said.get("word"), ""),
            ):
                if place is not None:
                    yield from _move(_plain(first), _plain(last), page.term(place), words)
            if said.get("by") is not None and alike(page.term(said["by"]).figure, first.figure):
                change = replace(
                    _plain(page.term(said["by"])),
                    sign=-1 if FALLING.match(said.get("changed") or said.get("after") or verb) else 1,
                )
                yield Equation(
                    Topic.CHANGE, (_plain(first), _plain(last), change), "{1} - {0}", (computing.difference,), firm=True
                )


def _direction(page: Slotted, match: re.Match[str], first: Term, last: Term) -> Iterator[Equation]:
    """What fell cannot end above where it began."""
    if first.figure.upper is not None or last.figure.upper is not None:
        return
    left, right = sorted((match.start("a"), match.start("b")))
    between = page.text[left:right]
    to_from = match.start("b") < match.start("a")
    head = page.text[: match.start("a")] if not to_from else page.text[: match.start("b")]
    verb = DIRECTION_EN.search(re.sub(r"(?:\bfrom|\bto) [^⟦⟧]*⟦[a-z]?$", "", head))
    rises = bool(verb and verb["up"]) or (bool(RISES_ZH.search(between)) and not FALLS_ZH.search(between))
    falls = bool(verb and verb["down"]) or (bool(FALLS_ZH.search(between)) and not RISES_ZH.search(between))
    if rises is not falls:
        yield Equation(
            Topic.SIGN,
            (first, last),
            "{0}",
            (computing.first,),
            "at_least" if falls else "at_most",
            firm=True,
            supports=(-1,),
            error="wrong_sign",
        )


def _move(first: Term, last: Term, rate: Term, verb: str) -> Iterator[Equation]:
    falls = bool(FALLING.match(verb)) or (not verb and rate.sign < 0)
    if not verb and rate.sign > 0:
        falls = last.figure.base < first.figure.base
    rate = replace(
        rate,
        sign=-1 if falls and rate.figure.value >= 0 else 1,
        shifts=(0, -1) if rate.figure.kind is Kind.MULTIPLE and not RISES_ZH.search(verb) else (0,),
    )
    terms = (first, last, rate)
    if rate.figure.kind in (Kind.PERCENTAGE_POINT, Kind.BASIS_POINT):
        if first.figure.kind is Kind.PERCENT:
            yield Equation(Topic.CHANGE, terms, "{1} - {0}", (computing.difference,), firm=True)
    elif rate.figure.kind in (Kind.PERCENT, Kind.MULTIPLE):
        points = first.figure.kind is Kind.PERCENT and _points_meant(terms)
        compute = computing.growth_of_points if points else computing.growth
        yield Equation(Topic.GROWTH, terms, "{1}/{0} - 1", (compute,), firm=True, error="unit_slip" if points else "arithmetic")


def _points_meant(terms: tuple[Term, Term, Term]) -> bool:
    """Whether a percentage is to the digit the difference of two, and far from their growth: percentage points were meant."""
    first, last, rate = (term.point() for term in terms)
    if first <= 0 or last - first != rate:
        return False
    growth = last / first - 1
    return abs(growth - rate) > abs(growth) / 10


def _of_base(page: Slotted) -> Iterator[Equation]:
    """A change and its share of the level it started from, which is printed, or follows from the level it ended at."""
    for pattern in BASES:
        for match in pattern.finditer(page.text):
            change, base, rate = (_plain(page.term(match[name])) for name in ("by", "a", "rate"))
            if alike(change.figure, base.figure):
                yield Equation(Topic.GROWTH, (change, base, rate), "{0}/{1}", (computing.quotient,), firm=True)
    for pattern in ENDS:
        for match in pattern.finditer(page.text):
            change, end, rate = (_plain(page.term(match[name])) for name in ("by", "b", "rate"))
            if alike(change.figure, end.figure):
                sign = -1 if FALLING.match(match["verb"]) else 1
                terms = (replace(change, sign=sign), end, replace(rate, sign=sign))
                yield Equation(Topic.GROWTH, terms, "{0}/({1} - {0})", (computing.share_of_end,), firm=True)


def _sums(page: Slotted) -> Iterator[Equation]:
    """Listed parts and their printed total."""
    for pattern, other in SUMS:
        for match in pattern.finditer(page.text):
            places = page.places(match["parts"])
            parts, whole = [page.term(place) for place in places], page.term(match["b"])
            pieces = re.split(r"⟦[^⟧]*⟧", match["parts"])
            if any(other.search(piece) for piece in pieces[1:]) or not all(alike(part.figure, whole.figure) for part in parts):
                continue
            if any(part.figure.upper is not None for part in parts):
                continue
            if len(parts) < _counted(page, page.text[match.end("parts") : match.start("b")]):
                continue
            signs = _signs(pieces[: len(parts)])
            falls = bool(_OUT.search(page.text[match.end("parts") : match.start("b")]))
            formula = " + ".join(f"{{{place}}}" for place in range(len(parts)))
            terms = tuple(
                replace(_plain(term), sign=sign) for term, sign in zip((*parts, whole), (*signs, -1 if falls else 1), strict=True)
            )
            if len(set(signs)) == 1:
                terms = tuple(_plain(term) for term in terms)
            yield Equation(Topic.SUM, terms, formula, (computing.total,), firm=True)


def _counted(page: Slotted, words: str) -> int:
    """How many parts the words in front of a total count; 0 where they count none."""
    word = _COUNTED.search(words)
    if word:
        return "二三四五".find(word["many"]) + 2
    numbers = [page.term(place).figure for place in page.places(words)]
    return max(
        (int(one.value) for one in numbers if one.kind in (Kind.COUNT, Kind.NUMBER) and one.value == int(one.value)), default=0
    )


def _balances(page: Slotted) -> Iterator[Equation]:
    """The total of both balances, and both."""
    for pattern in BALANCES:
        for match in pattern.finditer(page.text):
            said = match.groupdict()
            financing, lending = (
                page.term(next(place for place in (said.get(one), said.get(other)) if place is not None))
                for one, other in ("ad", "ce")
            )
            terms = tuple(_plain(term) for term in (financing, lending, page.term(match["b"])))
            yield Equation(Topic.SUM, terms, "{0} + {1}", (computing.total,), firm=True, blame="all")


def _in_unit_of(first: Term, last: Term) -> Term:
    """A bare number that shares the unit of the figure behind it: from 41 to 62 billion yuan."""
    one, other = first.figure, last.figure
    if one.kind is not Kind.NUMBER or other.kind is Kind.NUMBER or one.unit:
        return first
    return replace(first, figure=replace(one, kind=other.kind, unit=other.unit, size=other.size, currency=other.currency))


def _signs(pieces: Sequence[str]) -> list[int]:
    """Which listed parts went out, by the words in front of each; a part without words goes on like the one before it."""
    signs: list[int] = []
    for piece in pieces:
        last = signs[-1] if signs else 1
        signs.append(-1 if _OUT.search(piece) else 1 if _IN.search(piece) else last)
    return signs


def _shares(page: Slotted) -> Iterator[Equation]:
    for pattern in SHARES:
        for match in pattern.finditer(page.text):
            part, whole, rate = (page.term(match[name]) for name in ("a", "b", "rate"))
            if alike(part.figure, whole.figure) and not _CHANGED.search(page.text[: match.start()]):
                topic = Topic.SHARE if rate.figure.kind is Kind.PERCENT else Topic.MULTIPLE
                yield Equation(topic, (_plain(part), _plain(whole), _plain(rate)), "{0}/{1}", (computing.quotient,), firm=True)


def _conversions(page: Slotted) -> Iterator[Equation]:
    """One amount in two units: 25,145.96亿元 (2.51 trillion yuan)."""
    for match in CONVERSION.finditer(page.text):
        one, other = (page.term(match[name]) for name in (("a", "b") if match["a"] is not None else ("c", "d")))
        if (
            alike(one.figure, other.figure)
            and one.figure.unit != other.figure.unit
            and one.figure.currency == other.figure.currency
        ):
            fine, coarse = sorted((_plain(one), _plain(other)), key=lambda term: term.figure.half_ulp * term.figure.size)
            yield Equation(Topic.SAME, (fine, coarse), "{0}", (computing.first,), firm=True, blame="all", error="unit_slip")


def _means(page: Slotted) -> Iterator[Equation]:
    for pattern in MEANS:
        for match in pattern.finditer(page.text):
            count, whole, mean = (page.term(match[name]) for name in ("n", "b", "a"))
            yield Equation(Topic.MEAN, (_plain(whole), _plain(count), _plain(mean)), "{0}/{1}", (computing.quotient,), firm=True)


def _plain(term: Term) -> Term:
    """The bare amount: the sentence's own words say what it is."""
    return replace(term, sign=1, shifts=(0,), at_least=False)
