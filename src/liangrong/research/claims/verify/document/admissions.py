"""Sentences in which a text owns to conflicts in its data: borne out where this room found one in the same text, and else left alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.catalogue import claims_in
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Check, Desk
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.document.places import in_words, spoken
from liangrong.research.claims.verify.document.verdicts import quoted, support

__all__ = ["admissions_after"]

_OWNS: Final = re.compile(
    r"(?:数据|来源|信息|口径|资料|数字|日期|时间|内容|说法)[^，,。；]{0,16}(?:冲突|矛盾|不一致|不符|错误|出入|偏差|有误|出错|弄错|打架|对不上)"
    r"|\b(?:data|dates?|sources?|figures?|numbers?|reports?|materials?|timestamps?)\b[^,.;]{0,40}?(?:\b(?:contain|have|show|are|is|may|carry|disagree|conflict|contradict|differ)\w*\b|\bat odds\b)"
    r"[^,.;]{0,24}?(?:conflict\w*|contradict\w*|inconsisten\w*|errors?|wrong|mistaken|misdated|discrepanc\w+|disagree\w*|each other|one another|at odds)",
    re.IGNORECASE,
)
_SOME: Final = re.compile(
    r"部分|个别|一些|若干|有些|有的|少数|\b(?:some|several|certain|parts?|a few|in places)\b", re.IGNORECASE
)
_CONFLICTS: Final = frozenset(
    {
        "stale_date",
        "wrong_date",
        "as_of_mismatch",
        "cross_statement",
        "label_mixup",
        "sort_order",
        "count_mismatch",
        "unsupported_by_table",
        "wrong_sign",
    }
)


def admissions_after(checks: Sequence[Check]) -> Callable[[Article, Sequence[Claim], Desk], Iterable[Ruling]]:
    """A check that supports such sentences where one of ``checks`` refutes another claim of the text for a conflict of times or contents."""

    def check_admissions(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
        by_number = {one.number: one for one in claims}
        places: list[Claim] | None = None
        for passage in spoken(article):
            for match in _OWNS.finditer(passage.text):
                if not _SOME.search(passage.text):
                    continue
                said = in_words(claims_in(claims, passage), passage.start + match.start(), passage.start + match.end())
                said = [one for one in said if one.nature is not Nature.ADVICE]
                if said and places is None:
                    found = _conflicts(article, claims, desk, checks)
                    places = [by_number[one.claim] for one in found if one.claim in by_number]
                if said and places:
                    reason = Note(
                        f"同一篇中查出{len(places)}处时间或内容上的矛盾。",
                        f"{len(places)} conflicts of dates or contents were found in this very text.",
                    )
                    yield from support(said, reason, quoted(*places[:4]))

    return check_admissions


def _conflicts(article: Article, claims: Sequence[Claim], desk: Desk, checks: Sequence[Check]) -> list[Ruling]:
    return [ruling for one in checks for ruling in one(article, claims, desk) if _CONFLICTS & set(ruling.judgement.error_types)]
