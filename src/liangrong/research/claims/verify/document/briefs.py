"""Which passages say in short what others say at length: titles, summaries, and key points that only a word or a bullet gives away."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from liangrong.research.claims.article import Article, Passage

__all__ = ["brief"]

_ANNOUNCED: Final = re.compile(
    r"^\W*(?:(?:executive )?summary|in brief|at a glance|key (?:points?|takeaways?|facts)|highlights|tl;?dr|takeaways|摘要|要点|速览|导读|快览|内容提要|核心提示|划重点|一图读懂)\s*(?:[:：]|$)",
    re.IGNORECASE,
)
_MARK: Final = r"(?:[-–—•·*▪●◆■]|\d{1,2}[.、)])"
_BULLET: Final = re.compile(rf"(?:^|\n)[ \t]*{_MARK}[ \t]*$")
_BULLETED: Final = re.compile(rf"\s*{_MARK}\s")


@lru_cache(maxsize=4)
def brief(article: Article) -> frozenset[int]:
    """The numbers of all passages that repeat others in short; a page without anything longer has none."""
    found: set[int] = set()
    announced = ""
    for passage in article.passages:
        if passage.role in ("title", "summary", "heading"):
            found.add(passage.number)
            announced = "below" if _ANNOUNCED.match(passage.text) and not _says_more(passage) else ""
        elif _ANNOUNCED.match(_line(article, passage)):
            found.add(passage.number)
            announced = ""
        elif announced and (_BULLETED.match(passage.text) or _BULLET.search(_line_before(article, passage))):
            found.add(passage.number)
        else:
            announced = ""
    return frozenset(found) if any(one.role == "body" and one.number not in found for one in article.passages) else frozenset()


def _line(article: Article, passage: Passage) -> str:
    """The line of a passage up to its end."""
    return article.text[article.text.rfind("\n", 0, passage.start) + 1 : passage.end]


def _line_before(article: Article, passage: Passage) -> str:
    """What stands between the last break of a line that something follows and a passage, the break included."""
    return article.text[max(0, article.text.rfind("\n", 0, max(0, passage.start - 1))) : passage.start]


def _says_more(passage: Passage) -> bool:
    return bool(re.search(r"[:：]\s*\S", passage.text))
