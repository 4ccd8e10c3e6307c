"""A fee in percent with a minimum in money: well defined where the minimum is reached by some amount; whether anybody charges it is not known here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.verify.document.places import clause
from liangrong.research.claims.verify.document.verdicts import refute, support

__all__ = ["check_fees"]

_FEE: Final = re.compile(r"\b(?:fees?|charges?|commissions?)\b|手续费|服务费|佣金|费用|费率", re.IGNORECASE)
_LEAST: Final = re.compile(r"\b(?:minimum|at least|no less than|not less than|floor)\b|最低|不低于|至少|起收|起步", re.IGNORECASE)
_MOST: Final = re.compile(r"\b(?:maximum|at most|no more than|capped? at|up to)\b|最高|不超过|封顶|上限", re.IGNORECASE)
_REACH: Final = 40


def check_fees(_: Article, claims: Sequence[Claim], __: Desk) -> Iterable[Ruling]:
    """Rule on rates with a minimum, by the amount at which the minimum stops to bind, and on minima above their own maximum."""
    for rate in claims:
        if rate.figure is None or rate.figure.kind is not Kind.PERCENT or rate.nature in (Nature.FORECAST, Nature.ADVICE):
            continue
        start, end = clause(rate.passage, rate.start)
        if not _FEE.search(rate.passage.text[start - rate.passage.start : end - rate.passage.start]):
            continue
        amounts = [one for one in claims if start <= one.start < end and one.figure is not None and one.figure.kind is Kind.MONEY]
        least = next((one for one in amounts if _named(one, _LEAST, _MOST)), None)
        most = next((one for one in amounts if _named(one, _MOST, _LEAST)), None)
        if least is None or least.figure is None or rate.figure.base <= 0 or least.figure.base <= 0 or rate.figure.base >= 1:
            continue
        if most is not None and most.figure is not None and most.figure.base < least.figure.base:
            reason = Note(
                f"最低{least.figure.text}高于最高{most.figure.text}。",
                f"The minimum of {least.figure.text} is above the maximum of {most.figure.text}.",
            )
            yield from refute((least, most), "impossible_bound", reason, basis="within_sentence")
            continue
        even = least.figure.base / rate.figure.base
        reason = Note(
            f"规则自洽：金额低于{even:,.0f}元时按最低收费，高于时按比例。",
            f"The rule is well defined: below {even:,.0f} yuan the minimum is charged, above it the rate.",
        )
        evidence = (Evidence("calculation", f"{least.figure.text} / {rate.figure.text} = {even:,.0f}"),)
        yield from support((rate, least), reason, evidence, strength="feasibility", basis="within_sentence")


def _named(claim: Claim, word: re.Pattern[str], other: re.Pattern[str]) -> bool:
    """Whether the nearest of both words before, or right behind, a figure is the first one; its own hedge counts."""
    assert claim.figure is not None, "chosen for its figure"
    text, base = claim.passage.text, claim.passage.start
    window = text[max(0, claim.figure.start - base - _REACH) : claim.figure.end - base + 3]
    last = max((match.end() for match in word.finditer(window)), default=-1)
    return last > max((match.end() for match in other.finditer(window)), default=-1)
