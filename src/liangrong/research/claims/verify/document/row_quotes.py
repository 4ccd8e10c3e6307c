"""Words in quotation marks that a sentence takes from a row of a table: whose row they stand in, and whether the sentence turns them round."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.catalogue import claims_in
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.document.places import spoken
from liangrong.research.claims.verify.document.tables import Row, Table, tables
from liangrong.research.claims.verify.document.verdicts import quoted, refute
from liangrong.research.claims.words.movement import DOWN, UP

__all__ = ["check_row_quotes"]

_QUOTE: Final = re.compile(r"[“「『\"‘](?P<said>[^“”「」『』\"‘’]{4,60})[”」』\"’]")
_PART: Final = re.compile(r"[；;。！？!?]|\.(?=\s|$)|\b(?:while|whereas)\b|(?<=[，,])而(?=[^，,]{2,12}则)")
_CLAUSE: Final = re.compile(rf"{_PART.pattern}|[，,：:](?!\d)")
_OPPOSITES: Final = (
    (r"关闭|关停|叫停|暂停|停止|封闭|切断|\b(?:clos|shut|suspend|halt)(?:ed|ing|s|e|ting)?\b", r"重新?开|开启|打开|恢复|放开|重启|开放|\b(?:(?:re)?open|resum|restart)(?:ed|ing|s|e)?\b"),
    (r"新高|天量|最高|高位|\b(?:high|peak|highest)\b", r"新低|地量|最低|低位|\b(?:low|trough|lowest)\b"),
    (r"清零|归零|枯竭|见底|\b(?:nil|exhausted|wiped out)\b", r"激增|猛增|爆发|翻倍|充裕|\b(?:surg(?:ed|ing)|doubled|plentiful)\b"),
    (UP.pattern, DOWN.pattern),
    (r"上调|调高|升[至到为]", r"下调|调低|降[至到为]"),
)  # fmt: skip
_TURNED: Final = tuple(
    (re.compile(one, re.IGNORECASE), re.compile(other, re.IGNORECASE)) for pair in _OPPOSITES for one, other in permutations(pair)
)
_BLANK: Final = "\0"
_LEAST: Final = 3
"""Characters beside the turned word that a row must have too."""


def check_row_quotes(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Refute what a sentence gives one row in the very words of another, and words that it has turned round."""
    found = tables(article)
    for passage in spoken(article) if found else ():
        if passage.role == "row":
            continue
        for quote in _QUOTE.finditer(passage.text):
            facts = [one for one in claims_in(claims, passage) if one.nature is Nature.FACT and one.figure is None]
            for table in found:
                if table.rows[0].passage.item == passage.item and facts:
                    yield from _judged(passage, quote, table, facts)


def _judged(passage: Passage, quote: re.Match[str], table: Table, facts: Sequence[Claim]) -> Iterator[Ruling]:
    spans = [_around(quote, one) for one in (_PART, _CLAUSE)]
    named = next((rows[0] for low, high in spans if len(rows := table.row_of(passage.text[low:high])) == 1), None)
    words, at = _bare(quote["said"]), passage.start
    holders = [row for row in table.rows if words in _bare(row.passage.text)]
    if named is None or named in holders:
        return
    if len(holders) == 1 and _is_telling(quote["said"], owner := holders[0]):
        reason = Note(
            f"表中“{quote['said']}”是{owner.name}的，不是{named.name}的。",
            f"In the table “{quote['said']}” is said of {owner.name}, not of {named.name}.",
        )
        low, high = spans[0]
        said = [one for one in facts if low <= one.start - at < high and named in table.row_of(one.text)]
        yield from refute(said, "subject_drift", reason, quoted(owner.passage))
    elif not holders and (turned := _turned(quote["said"], named.passage.text)):
        reason = Note(f"表中{named.name}一行是“{turned}”，意思相反。", f"The row of {named.name} has “{turned}”: the opposite.")
        said = [one for one in facts if one.start < at + quote.end() and at + quote.start() < one.end]
        yield from refute(said, "cross_statement", reason, quoted(named.passage))


def _around(quote: re.Match[str], cut: re.Pattern[str]) -> tuple[int, int]:
    """The part of a sentence, between cuts, in which a quotation stands."""
    ends = [one.end() for one in cut.finditer(quote.string)]
    start = max((one for one in ends if one <= quote.start()), default=0)
    return start, min((one for one in ends if one >= quote.end()), default=len(quote.string))


def _is_telling(said: str, row: Row) -> bool:
    """Whether words say something of a row: the row has them in quotation marks too, or they tell a state or a move; a measure alone is many rows'."""
    marked = any(_bare(said) in _bare(one["said"]) for one in _QUOTE.finditer(row.passage.text))
    return marked or any(words.search(said) for words, _ in _TURNED)


def _turned(said: str, row: str) -> str:
    """The words of a row that a quotation has with one of them turned into its opposite; empty where there are none."""
    for own, other in _TURNED:
        for match in own.finditer(said):
            rest = _bare(said[: match.start()] + _BLANK + said[match.end() :])
            if len(rest) <= _LEAST:
                continue
            for back in other.finditer(row):
                if rest in _bare(row[: back.start()] + _BLANK + row[back.end() :]):
                    return said[: match.start()] + back[0] + said[match.end() :]
    return ""


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text).casefold()
