"""Two values under one name and day of which one belongs to another balance: the total called financing, or financing called the total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.verify.arithmetic.equation import Equation, Outcome, Topic
from liangrong.research.claims.verify.arithmetic.sheet import Sheet
from liangrong.research.claims.verify.arithmetic.term import Factors
from liangrong.research.claims.verify.arithmetic.times import LEVELS, Tie, same_day
from liangrong.research.claims.verify.arithmetic.verdicts import basis_of, calculated, refute, support
from liangrong.research.claims.verify.arithmetic.wording import money, shown

__all__ = ["Mixup", "mixups", "rule_on_mixups"]

_FINANCING: Final = "financing_balance"
_TOTAL: Final = "margin_trading_balance"
_NAMES: Final = {_FINANCING: ("融资余额", "financing balance"), _TOTAL: ("两融余额", "margin (两融) balance")}
_CLOSE: Final = Fraction(11, 10)
"""The total is never this many times the financing balance: what lies further apart is no mix-up of the two."""

_OF_WHICH: Final = re.compile(r"其中|包括|\bof which\b|\bincluding\b", re.IGNORECASE)
_TOTAL_WORD: Final = re.compile(r"两融|总额|总余额|\btotal\b|\boverall\b", re.IGNORECASE)


@dataclass(frozen=True)
class Mixup:
    """Two values of one name, the one that is misnamed, and what says so.

    Parameters
    ----------
    witness
        A claim that prints the misnamed value under its right name; ``None`` where only their order tells.
    """

    equation: Equation
    misnamed: Claim
    other: Claim
    witness: Claim | None


def mixups(sheet: Sheet, equations: Sequence[Equation], factors: Factors) -> list[Mixup]:
    """All of them."""
    found = []
    for one in equations:
        if one.topic is not Topic.SAME or one.outcome(factors) is not Outcome.FAILS or not all(term.claims for term in one.terms):
            continue
        first, second = (sheet.claim(term.claims[0]) for term in one.terms)
        if same_day(first, second) is not Tie.FIRM or first.ambiguous != second.ambiguous:
            continue
        if first.metric != second.metric or first.metric not in _NAMES or any(term.point(factors) <= 0 for term in one.terms):
            continue
        (low, small), (high, large) = sorted(
            ((term.point(factors), claim) for term, claim in zip(one.terms, (first, second), strict=True)),
            key=lambda pair: pair[0],
        )
        if high > low * _CLOSE or _is_part(sheet, large, small):
            continue
        misnamed, other, name = (large, small, _TOTAL) if first.metric == _FINANCING else (small, large, _FINANCING)
        witness = _witness(sheet, misnamed, other, name, factors)
        if witness is not None or (first.metric == _FINANCING and first.passage == second.passage):
            found.append(Mixup(one, misnamed, other, witness))
    return found


def _is_part(sheet: Sheet, whole: Claim, part: Claim) -> bool:
    """Whether the smaller value is introduced as a part of the larger one: a total, of which so much."""
    assert whole.figure is not None, "equations are between figures"
    assert part.figure is not None, "equations are between figures"
    between = sheet.article.text[whole.figure.end : part.figure.start]
    return (
        whole.figure.end <= part.figure.start
        and whole.passage == part.passage
        and bool(_OF_WHICH.search(between))
        and bool(_TOTAL_WORD.search(whole.text))
    )


def rule_on_mixups(sheet: Sheet, found: Sequence[Mixup], factors: Factors) -> Iterator[Ruling]:
    """Refute the misnamed figure; the other is supported as what its name says."""
    for one in found:
        bad, good = one.misnamed.figure, one.other.figure
        assert bad is not None, "equations are between figures"
        assert good is not None, "equations are between figures"
        name = _NAMES[_TOTAL if one.misnamed.metric == _FINANCING else _FINANCING]
        said = _NAMES[one.misnamed.metric]
        a, b = (sheet.term(claim) for claim in (one.misnamed, one.other))
        gap = money(abs(a.point(factors) - b.point(factors)), bad, 4)
        witness = one.witness.figure if one.witness is not None else None
        also = (
            (f"；文中另以“{name[0]}”写作{shown(witness)}", f"; the text calls {shown(witness)} the {name[1]} elsewhere")
            if witness
            else ("", "")
        )
        reason = Note(
            f"同一天“{said[0]}”有{shown(bad)}和{shown(good)}两个数{also[0]}，前者应为{name[0]}，两者相差{gap}为融券余额。",
            f"Two values, {shown(bad)} and {shown(good)}, stand under one name and day{also[1]}: the former is the {name[1]}, and the difference of {gap} is the short balance.",
        )
        claims = [one.misnamed, one.other, *([one.witness] if one.witness else [])]
        evidence = (
            *(Evidence("passage", claim.text, "", claim.start, claim.end) for claim in claims),
            calculated(f"{shown(bad)} - {shown(good)} = {gap}"),
        )
        basis = basis_of(claim.passage.number for claim in (one.misnamed, one.other))
        misnamed = [sheet.claim(place) for place in a.claims]
        yield from refute(misnamed, "label_mixup", reason, evidence, basis=basis, corrected=f"{name[1]} {shown(bad)}")
        yield from support([sheet.claim(place) for place in b.claims], reason, evidence, basis=basis)
        if one.witness is not None:
            yield from support([one.witness], reason, evidence, basis="same_document")


def _witness(sheet: Sheet, misnamed: Claim, other: Claim, name: str, factors: Factors) -> Claim | None:
    """Another claim that prints the misnamed value, and not the other one, under the right name."""
    value, rival = (sheet.term(claim).readings(factors)[0] for claim in (misnamed, other))
    for claim in sheet.facts():
        if (
            claim.metric == name
            and claim.scope == misnamed.scope
            and claim.aspect in LEVELS
            and claim.passage.item == misnamed.passage.item
            and same_day(claim, misnamed) is not Tie.NONE
        ):
            stated = sheet.term(claim).readings(factors)[0]
            if stated.meets(value) and not stated.meets(rival):
                return claim
    return None
