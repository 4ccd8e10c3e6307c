"""Find what a document says: its title and day, the entities it names, its claims and its calls.

Claims are found by ``research.claims``; whether they are true is asked there, and not when a document is taken in.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import Final

from liangrong.core.errors import InvalidSecurity
from liangrong.core.securities import SecurityId
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article
from liangrong.research.documents.annotation import Annotation, Annotator, Said
from liangrong.research.documents.calls.reading import calls_in
from liangrong.research.documents.document import New

__all__ = ["LONGEST", "annotated", "annotator", "codes_in"]

LONGEST: Final = 200_000
"""Characters of a document that are searched for claims; a book of laws would take minutes."""
_CODE: Final = re.compile(
    r"(?<![\d.])(?:(?:SH|SZ|BJ)(?P<after>\d{6})|(?P<before>\d{6})\.(?:SH|SZ|BJ|XSHG|XSHE|XBSE))(?![\d])", re.IGNORECASE
)


def annotator(desk: Desk) -> Annotator:
    """What annotates new documents with what is on a desk: names of securities, the calendar."""
    return lambda new: annotated(new, desk)


def annotated(new: New, desk: Desk) -> Annotation:
    """Read a document and find what it says."""
    published = new.published.date() if isinstance(new.published, datetime) else new.published
    article = read_article(new.text[:LONGEST], name=new.name, published=published)
    claims = extract(article, desk)
    said = tuple(_said(article, claim) for claim in claims)
    named = Counter(scope for claim in claims if (scope := claim.scope))
    for code, times in codes_in(new.text[:LONGEST]).items():
        named[code] = max(named[code], times)
    calls = calls_in(new.text[:LONGEST], author=new.source, said_on=article.published)
    return Annotation(article.title, article.published, tuple(sorted(named.items())), said, calls)


def codes_in(text: str) -> Counter[str]:
    """Securities whose code is printed with its exchange, as scopes, and how often.

    Examples
    --------
    >>> codes_in("买入600519.SH与SZ000001，不是 123456")
    Counter({'security:600519.SH': 1, 'security:000001.SZ': 1})
    """
    found: Counter[str] = Counter()
    for match in _CODE.finditer(text):
        try:
            found[f"security:{SecurityId.parse(match.group())}"] += 1
        except InvalidSecurity:
            continue
    return found


def _said(article: Article, claim: Claim) -> Said:
    figure, period = claim.figure, claim.period
    start, end = article.span(claim.start, claim.end)
    bounds = figure.interval().scaled(claim.signed) if figure else None
    return Said(
        sentence=article.original[slice(*article.span(claim.passage.start, claim.passage.end))],
        text=article.original[start:end],
        metric=claim.metric, aspect=claim.aspect.value, scope=claim.scope, subject=claim.subject, nature=claim.nature.value,
        direction=claim.direction,
        printed=figure.text if figure else "",
        value=f"{figure.value:f}" if figure else None,
        upper=f"{figure.upper:f}" if figure and figure.upper is not None else None,
        unit=figure.unit if figure else "",
        kind=figure.kind.value if figure else "",
        low=bounds.low if bounds else None,
        high=bounds.high if bounds else None,
        start=period.start if period else None,
        end=period.end if period else None,
    )  # fmt: skip
