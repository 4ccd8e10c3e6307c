"""Names and figures that a list pairs (A、B和C分别为 1、2): as many figures as names, or the pairing is lost. Arithmetic is not done here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.reading.numerals import chinese
from liangrong.research.claims.verify.document.marked_text import MARK, marked
from liangrong.research.claims.verify.document.places import spoken
from liangrong.research.claims.verify.document.verdicts import refute

__all__ = ["check_list_lengths"]

_FIGURES: Final = rf"(?P<figures>{MARK}(?:(?:、|和|及|与|，和){MARK})+)(?=[，。；,]|\s|$)"
_COUNTED: Final = re.compile(
    rf"、[^，。；{MARK}]{{2,12}}?(?P<count>[两二三四五六七八九十]|\d)(?:个|家|只|大|支)(?:行业|板块|个股|股票|公司|品种|市场)[^，。；{MARK}、]{{0,16}}?分别(?:为|是|达|报|录得)?{_FIGURES}"
)
_NAMED: Final = re.compile(
    rf"(?:行业|个股|股票|板块|公司|名单|品种)(?:是|为|有|包括)(?P<names>[^，。；{MARK}：:]{{4,60}})[，,][^，。；{MARK}、]{{0,10}}?分别(?:为|是|达|报|录得)?{_FIGURES}"
)
_OPEN: Final = re.compile(r"等|前[一二三四五六七八九十]|其中")
_FEWEST: Final = 2


def check_list_lengths(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Refute the figures of a list that are more or fewer than its names."""
    for passage in spoken(article):
        if passage.role == "row" or "分别" not in passage.text:
            continue
        text = marked(article, [passage], Kind.MONEY, Kind.PERCENT)
        for pattern in (_COUNTED, _NAMED):
            for match in pattern.finditer(text.text):
                many = len(text.within(match.start("figures"), match.end("figures")))
                names = _many(match)
                if names < _FEWEST or names == many:
                    continue
                said = text.claims(claims, text.within(match.start("figures"), match.end("figures")))
                reason = Note(f"{names}个名称配了{many}个数，无法一一对应。", f"{names} names are paired with {many} figures.")
                yield from refute(said, "list_mismatch", reason, basis="within_sentence")


def _many(match: re.Match[str]) -> int:
    """How many names there are; 0 where the list is open or cannot be counted."""
    if _OPEN.search(match[0].split(MARK)[0]):
        return 0
    groups = match.groupdict()
    if count := groups.get("count"):
        number = chinese(count)
        return int(count) if count.isdigit() else int(number.value) if number else 0
    return len(re.split(r"、|和|与|及|以及", groups["names"] or ""))
