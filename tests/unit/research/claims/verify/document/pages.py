"""Pages made by hand: passages with their roles, claims with their fields, and what checks say of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from liangrong.research.claims.article import Article, Passage, Role
from liangrong.research.claims.check import check
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Check, Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.judgement import Judgement
from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.reading.periods import periods_in


@dataclass
class Page:
    """An article whose claims are named by their words."""

    article: Article
    claims: list[Claim] = field(default_factory=list)

    def says(
        self, words: str, aspect: Aspect = Aspect.STATEMENT, *, figure: str = "", day: date | None = None, **fields: Any
    ) -> Page:
        """One more claim: its words, and the text of its figure within them; ``day`` gives it a printed day where its words print one."""
        at = self.article.text.index(words)
        passage = next(one for one in self.article.passages if one.start <= at < one.end)
        found = None
        if figure:
            place = self.article.text.index(figure, at)
            found = next(one for one in figures_in(self.article, passage) if one.start <= place < one.end)
        period = (
            Period(day, day, "", (at, at + 1))
            if day
            else next((one for one in periods_in(self.article, passage) if at <= one.at[0] < at + len(words)), None)
        )
        fields = {"period": period, **fields}
        self.claims.append(Claim(len(self.claims), passage, at, at + len(words), words, found, aspect=aspect, **fields))
        return self

    def judged(self, *checks: Check, desk: Desk | None = None) -> list[Judgement]:
        return [one.judgement for one in check(self.article, self.claims, checks, desk or Desk()).claims]

    def said(self, *checks: Check) -> list[str]:
        """For each claim its first type of error, or its support."""
        return [(*one.error_types, one.verdict.support)[0] for one in self.judged(*checks)]


def page(*parts: tuple[Role, str] | tuple[Role, str, int], published: date | None = None) -> Page:
    """Passages from roles and texts; a third member is the item of the page."""
    passages: list[Passage] = []
    start = 0
    for number, (role, text, *item) in enumerate(parts):
        passages.append(Passage(number, start, start + len(text), text, role, number + 1, item[0] if item else 0))
        start += len(text) + 1
    whole = "\n".join(one.text for one in passages)
    lang = "zh" if any("\u4e00" <= char <= "\u9fff" for char in whole) else "en"
    return Page(Article("-", whole, whole, lang, published, "", tuple(passages)))


def of(*texts: str) -> Page:
    """A page of plain sentences."""
    return page(*(("body", text) for text in texts))


def written(text: str, published: date = date(2026, 11, 12)) -> Page:
    """A text as the desk reads it, with the claims that are found in it."""
    article = read_article(text, published=published)
    return Page(article, list(extract(article, Desk())))


def told(text: str, *checks: Check) -> dict[str, str]:
    """What checks say of the claims of sentences: by the figure's text, or by the words where there is none; silence is left out."""
    made = written(text)
    said = zip(made.claims, made.said(*checks), strict=True)
    return {
        (one.figure.text.strip() if one.figure else one.text.strip(" .。")): label
        for one, label in said
        if one.passage.role != "row" and label != "not_checkable"
    }
