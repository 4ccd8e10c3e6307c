"""Articles and claims made by hand: what a sentence claims is told, not extracted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Judgement
from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.verify.arithmetic.checks import check_arithmetic

FINANCING, TOTAL, SHORT, NET = "financing_balance", "margin_trading_balance", "short_balance", "net_financing_purchase"
LEVEL, CHANGE, GROWTH, COUNT, MEAN, SHARE, CROSSING = (
    Aspect.LEVEL, Aspect.CHANGE, Aspect.GROWTH, Aspect.COUNT, Aspect.MEAN, Aspect.SHARE, Aspect.CROSSING,
)  # fmt: skip


def written(*sentences: str, published: date | None = None, item: Sequence[int] = ()) -> Article:
    """An article with a passage for each sentence."""
    text, passages = "\n".join(sentences), []
    at = 0
    for number, sentence in enumerate(sentences):
        passages.append(Passage(number, at, at + len(sentence), sentence, "body", number + 1, item[number] if item else 0))
        at += len(sentence) + 1
    lang = "zh" if any("\u4e00" <= char <= "\u9fff" for char in text) else "en"
    return Article("-", text, text, lang, published, "", tuple(passages))  # type: ignore[arg-type]


def days(start: str, end: str = "") -> tuple[date, date]:
    first = date.fromisoformat(start)
    return first, date.fromisoformat(end) if end else first


def claimed(article: Article, *said: tuple[str, dict[str, Any]]) -> list[Claim]:
    """Claims by a piece of the text that holds the figure, in order of the text, and what is claimed with it.

    ``on`` and ``base`` are pairs of days that the sentence prints, ``carried`` a pair that was carried over; ``above`` is the text of a threshold.
    """
    claims: list[Claim] = []
    at = 0
    for number, (piece, what) in enumerate(said):
        start = article.text.index(piece, at)
        at = start + (0 if what.get("again") else len(piece))
        passage = next(one for one in article.passages if one.start <= start < one.end)
        figures = figures_in(article, passage)
        figure = None
        if what.get("figured", True):
            figure = next(one for one in figures if one.start < start + len(piece) and start < one.end)
        above = next((one for one in figures if what.get("above") and what["above"] in one.text), None)
        claims.append(
            Claim(
                number, passage, start, start + len(piece), piece, figure,
                metric=what.get("metric", FINANCING), aspect=what.get("aspect", LEVEL), scope=what.get("scope", "market"), subject=what.get("subject", ""),
                period=_period(what, "on", passage) or _period(what, "carried", passage), base=_period(what, "base", passage), threshold=above,
                direction=what.get("direction", ""), nature=what.get("nature", Nature.FACT), group=what.get("group", 0), first=what.get("first", False),
                ambiguous=what.get("ambiguous", ()),
            )
        )  # fmt: skip
    return claims


def _period(what: dict[str, Any], key: str, passage: Passage) -> Period | None:
    if key not in what:
        return None
    at = (-1, -1) if key == "carried" else (passage.start, passage.start + 1)
    return Period(*what[key], at=at, certain=key != "carried", open_end=what.get("open_end", False))


def judged(article: Article, claims: Sequence[Claim], desk: Desk | None = None) -> dict[str, Judgement]:
    """What is said of each claim, refutation first, by its piece of text; a claim that nothing is said of is absent."""
    found: dict[str, Judgement] = {}
    for ruling in check_arithmetic(article, claims, desk or Desk()):
        piece = next(one.text for one in claims if one.number == ruling.claim)
        if piece not in found or (ruling.judgement.verdict.support == "refuted" != found[piece].verdict.support):
            found[piece] = ruling.judgement
    return found


def outcomes(article: Article, claims: Sequence[Claim]) -> dict[str, str]:
    """By piece: ``supported``, or the type of error."""
    return {
        piece: said.error_types[0] if said.error_types else said.verdict.support
        for piece, said in judged(article, claims).items()
    }
