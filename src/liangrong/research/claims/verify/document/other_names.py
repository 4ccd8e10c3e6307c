"""An amount that a summary gives to profits or shorts and the body to loans: the same digits under the name of another thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.verify.document.briefs import brief
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_other_names"]

_THINGS: Final = (
    ("profit", r"净?利润|盈利|\b(?:profits?|earnings|net income)\b"),
    ("income", r"(?:利息)?收入|营收|\b(?:interest income|revenues?|fees)\b"),
    ("turnover", r"成交额|\bturnover\b"),
    ("total", r"两融余额|融资融券余额|\b(?:combined balance|margin[- ]trading balance|total balance)\b"),
    ("short", r"融券余额|(?<!融资)融券|\b(?:short (?:interest|balance|positions?)|securities lending)\b"),
    ("financing", r"融资余额|\b(?:margin (?:debt|loans?|financing)|financing balance|outstanding loans)\b"),
)
_THING: Final = re.compile("|".join(rf"(?P<{name}>{pattern})" for name, pattern in _THINGS), re.IGNORECASE)
_BALANCES: Final = frozenset({"total", "short", "financing"})
_FLOWS: Final = frozenset({"profit", "income", "turnover"})
_JOINT: Final = re.compile(r"[，；;。]|,\s|\b(?:while|and)\b(?!\s+(?:securities lending|short))")
_FAR: Final = 3
"""How many times a figure must differ from the body's own for its name."""


def check_other_names(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Refute an amount of a summary that the body gives only to another thing."""
    numbers = brief(article)
    body = [one for one in article.passages if one.role == "body" and one.number not in numbers]
    told = [(thing, figure, passage) for passage in body for thing, figure in _things(article, passage)]
    for claim in claims:
        if claim.passage.number not in numbers or claim.figure is None or claim.stripped or claim.figure.kind is not Kind.MONEY:
            continue
        own = next((thing for thing, figure in _things(article, claim.passage) if figure.start == claim.figure.start), "")
        here = [one for one in told if one[2].item == claim.passage.item]
        same = [one for one in here if claim.figure.rounding().meets(one[1].rounding())]
        if not own or not same or any(thing == own for thing, _, _ in same):
            continue
        others = {thing for thing, _, _ in same}
        rivals = [figure for thing, figure, _ in here if thing == own]
        if (own in _FLOWS and others <= _BALANCES and not rivals) or (
            own in _BALANCES and others <= _BALANCES and rivals and all(_apart(claim.figure, one) for one in rivals)
        ):
            shown = same[0][1].text.strip()
            reason = Note(
                f"正文中{shown}是另一项：“{same[0][2].text.strip()}”",
                f"In the body {shown} is another thing: “{same[0][2].text.strip()}”",
            )
            yield from refute([claim], "metric_drift" if own in _FLOWS else "label_mixup", reason, quoted(same[0][2]))


def _things(article: Article, passage: Passage) -> list[tuple[str, Figure]]:
    """Each amount with the first thing that its own part of the sentence names, where there is one."""
    found, at = [], passage.start
    for figure in figures_in(article, passage):
        before = article.text[at : figure.start]
        part = before[max((one.end() for one in _JOINT.finditer(before)), default=0) :]
        match = _THING.search(part) or _THING.search(before)
        if match is not None and match.lastgroup and figure.kind is Kind.MONEY:
            found.append((match.lastgroup, figure))
        at = figure.end
    return found


def _apart(one: Figure, other: Figure) -> bool:
    ratio = abs(Fraction(one.base) / Fraction(other.base)) if other.base else Fraction(0)
    return ratio > _FAR or ratio * _FAR < 1
