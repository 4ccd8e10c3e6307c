"""How many rows of a table are said to be of one industry, held against the rows themselves; a table that is cut off can only show too many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.catalogue import claims_in
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.reading.numerals import chinese, digits, english
from liangrong.research.claims.verify.document.industries import is_industry, near, of_kind
from liangrong.research.claims.verify.document.places import about, spoken
from liangrong.research.claims.verify.document.tables import Table, tables
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support

__all__ = ["check_table_shares"]

_OF_KIND: Final = re.compile(
    r"(?:其中|表中|榜单中|上榜)?(?:有)?(?P<zh>\d{1,2}|[一二两三四五六七八九十])(?:只|家|个)(?:为|是|属于|来自)(?P<what>[^，,。；\d]{2,8}?)(?:股|行业|公司|板块|类|领域|[，,。；]|$)"
    r"|(?P<what2>[^，,。；、\d]{2,6}?)(?:股|行业)?(?:占|有)(?P<zh2>\d{1,2}|[一二两三四五六七八九十])(?:只|家|席)"
    r"|\b(?P<en>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)(?: of (?:them|the (?:names|stocks|rows|\w+)))? (?:are|is|come from|belong to|were) (?:in |from )?(?P<what3>[a-z &-]{3,24}?)(?= (?:stocks|names|companies|makers)|[,.;]|$)",
    re.IGNORECASE,
)  # fmt: skip
_NEAR: Final = 4


def check_table_shares(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Rule on numbers of rows of an industry in the sentences around a table that has a column of industries."""
    for table in tables(article):
        words = [next((word for word in row.words if is_industry(word)), "") for row in table.rows]
        if not all(words):
            continue
        first, last = table.rows[0].passage, table.rows[-1].passage
        for passage in spoken(article):
            if (
                passage.role != "row"
                and passage.item == first.item
                and first.number - _NEAR <= passage.number <= last.number + _NEAR
            ):
                yield from _counted(passage, claims, table, words)


def _counted(passage: Passage, claims: Sequence[Claim], table: Table, words: Sequence[str]) -> Iterable[Ruling]:
    for match in _OF_KIND.finditer(passage.text):
        what = next(value for name, value in match.groupdict().items() if name.startswith("what") and value).strip()
        stated = _number(match["zh"] or match["zh2"] or match["en"])
        if stated is None or not is_industry(what) or (not any(near(what, word) for word in words if word) and table.is_cut):
            continue
        meant = of_kind(what, words)
        rows = [row for row, word in zip(table.rows, words, strict=True) if word in meant]
        here = [one for one in claims_in(claims, passage) if one.nature is Nature.FACT]
        said = [
            one
            for one in about(here, passage.start + match.start(), passage.start + match.end())
            if one.figure is None or one.aspect is Aspect.COUNT
        ]
        reason = Note(f"表中属于{what}的有{len(rows)}行。", f"{len(rows)} rows of the table are of {what}.")
        evidence = quoted(*(row.passage for row in rows[:4]))
        if len(rows) == stated and not table.is_cut:
            yield from support(said, reason, evidence)
        elif len(rows) > stated or (len(rows) < stated and not table.is_cut):
            yield from refute(said, "count_mismatch", reason, evidence, corrected=str(len(rows)))


def _number(text: str) -> int | None:
    number = digits(text) if text.isdigit() else chinese(text) or english(text)
    return int(number.value) if number is not None else None
