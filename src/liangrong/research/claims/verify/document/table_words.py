"""What a text says of its own table in words: who its first few are, who is on it, which industries fill it; how many rows it has is counted elsewhere."""

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
from liangrong.research.claims.verify.document.grid_groups import number_of
from liangrong.research.claims.verify.document.industries import is_industry, is_listed, near
from liangrong.research.claims.verify.document.places import clause, in_words, spoken
from liangrong.research.claims.verify.document.table_orders import sort_column
from liangrong.research.claims.verify.document.tables import Table, tables
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support

__all__ = ["check_table_words"]

_TOP: Final = re.compile(
    r"前(?P<zh>\d{1,2}|[二三四五六七八九十])(?:名|位|大)?|\b(?:top|first|leading) (?P<en>\d{1,2}|two|three|four|five|six|eight|ten)\b",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(
    r"榜上有名|上榜|入榜|也在列|位列其中|跻身(?:前列|榜单)|\b(?:(?:also )?(?:on|made|make|in|among) the (?:list|table|ranking)|appears? (?:on|in) the (?:list|table)|are (?:also )?listed|also (?:feature|appear)s?)\b",
    re.IGNORECASE,
)
_GATHERED: Final = re.compile(
    r"(?:高度|主要|多|大多)?(?:集中(?:于|在)|分布(?:于|在)|来自于?|以)(?P<zh>[^，,。；:：]{2,60}?)(?:等)?(?:领域|行业|板块|赛道|为主|个股|公司|，|,|。|；|$)"
    r"|\b(?:concentrated|clustered|found|dominated|gathered)\b(?: \w+)? (?:in|by|among) (?P<en>[^.;:]{3,120}?)(?:\s(?:sectors?|industries|names|stocks|fields)|[.;]|, (?:with|which|and are|all)|$)",
    re.IGNORECASE,
)
_LIST: Final = re.compile(r"、|，|,\s*(?:and\s+)?|\s+and\s+|和|与|以及|及")
_INDUSTRY_OF: Final = re.compile(
    r"等(?P<zh>[^，,。；等]{2,8}?)(?:行业|板块)?(?:公司|股|个股|企业|类|厂商|标的|龙头)|(?:and other|, both|, all) (?P<en>[\w -]{3,30}?) (?:companies|stocks|names|firms|makers|issuers)"
    r"|(?:\b(?:the|while|and|two|three|several)\b |^)?(?P<lead>\w[\w -]{2,24}?) (?:companies|stocks|names|firms|makers|issuers) (?:such as|like|including) ",
    re.IGNORECASE,
)
_JOINT: Final = re.compile(
    r"[，；;]|,(?=[\u3400-\u9fff])|,\s(?!and\b)(?=(?:while|with|but|also|\w+ (?:also|is|are|was|were|tops?|leads?)))"
)
_FEWEST_NAMED: Final = 2


def check_table_words(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Rule on words about the rows of the tables of the article."""
    found = tables(article)
    if not found:
        return
    for passage in spoken(article):
        if passage.role == "row":
            continue
        here = [one for one in claims_in(claims, passage) if one.nature is Nature.FACT]
        if not here:
            continue
        for table in found:
            if table.rows[0].passage.item == passage.item:
                yield from _top(article, passage, table, here)
                yield from _listed(article, passage, table, here)
                yield from _of_trade(article, passage, table, here)
                yield from _gathered(article, passage, table, here)


def _top(article: Article, passage: Passage, table: Table, here: Sequence[Claim]) -> Iterable[Ruling]:
    """The top three are A, B and C: they must be the largest three of the column that sorts the table."""
    found = list(_TOP.finditer(passage.text))
    column = sort_column(table) if found else None
    if column is None:
        return
    for match in found:
        start, end = clause(passage, passage.start + match.start())
        stated = number_of(match["zh"] or match["en"])
        named = table.row_of(article.text[start:end])
        if stated is None or len(named) != stated or stated >= len(table.rows):
            continue
        said = in_words(here, start, end, Aspect.RANK, Aspect.ORDER)
        outside = [row for row in table.rows if row not in named]
        above = [(row, one) for row in outside for one in named if one.value(column).below(row.value(column))]
        if above:
            row, one = above[0]
            reason = Note(
                f"表中{row.name}（{row.numbers[column]}）大于{one.name}（{one.numbers[column]}）。",
                f"In the table {row.name} ({row.numbers[column]}) is above {one.name} ({one.numbers[column]}).",
            )
            yield from refute(said, "sort_order", reason, quoted(row.passage, one.passage))
        else:
            reason = Note(f"表中最大的{stated}个正是这些。", f"These are the largest {stated} of the table.")
            yield from support(said, reason, quoted(*(one.passage for one in named)))


def _listed(article: Article, passage: Passage, table: Table, here: Sequence[Claim]) -> Iterable[Ruling]:
    """X and Y are on the list too: each must be a row, and of the industry that is said."""
    for match in _LISTED.finditer(passage.text):
        start, end = _sentence_part(passage, match.start())
        text = article.text[start : passage.start + match.end()]
        named = table.row_of(text)
        said = in_words(here, start, end, Aspect.RANK, Aspect.ORDER)
        kinds = [kind for found in _INDUSTRY_OF.finditer(text) if (kind := found["zh"] or found["en"])]
        outside = [one for one in said if one.scope.startswith("security:") and not _has(table, one)]
        if named and not outside:
            if kinds and not all(any(near(kinds[0], word) for word in row.words) for row in named if row.words):
                continue
            shown = "、".join(row.name for row in named)
            reason = Note(f"表中有{shown}。", f"The table has {shown.replace('、', ', ')}.")
            yield from support(said, reason, quoted(*(row.passage for row in named)))
        elif outside and not table.is_cut and table.row_of(passage.text):
            shown = outside[0].subject
            reason = Note(f"表中没有{shown}。", f"The table has no row of {shown}.")
            yield from refute(outside, "unsupported_by_table", reason, quoted(table.rows[0].passage))


def _of_trade(article: Article, passage: Passage, table: Table, here: Sequence[Claim]) -> Iterable[Ruling]:
    """X, Y and other companies of a trade: none of them may stand in the table under a trade that is far from it."""
    for match in _INDUSTRY_OF.finditer(passage.text):
        kind = (match["zh"] or match["en"] or match["lead"]).strip()
        start, end = _sentence_part(passage, match.start())
        at = passage.start + match.end()
        named = table.row_of(article.text[at:end] if match["lead"] else article.text[start:at])
        cells = [word for row in table.rows for word in row.words if is_industry(word)]
        if len(cells) < len(table.rows) / 2 or not (is_listed(kind) or any(near(kind, one) for one in cells)):
            continue
        trades = [(row, [word for word in row.words if is_industry(word)]) for row in named if is_industry(kind)]
        strays = [(row, words[0]) for row, words in trades if words and not any(near(kind, word) for word in words)]
        if strays:
            row, trade = strays[0]
            reason = Note(
                f"表中{row.name}的行业是{trade}，不是{kind}。", f"The table has {row.name} under {trade}, not under {kind}."
            )
            said = in_words(here, start, max(end, at), Aspect.RANK, Aspect.ORDER, Aspect.STATEMENT)
            yield from refute(said, "unsupported_by_table", reason, quoted(row.passage))


def _has(table: Table, claim: Claim) -> bool:
    code = claim.scope.partition(":")[2][:6]
    return any(row.code == code or (row.name and row.name in claim.subject) for row in table.rows)


def _gathered(article: Article, passage: Passage, table: Table, here: Sequence[Claim]) -> Iterable[Ruling]:
    """Concentrated in A, B and C: an industry without a single row is not where they gather."""
    found = list(_GATHERED.finditer(passage.text))
    cells = [word for row in table.rows for word in row.words if is_industry(word)] if found else []
    if len(cells) < len(table.rows) / 2 or not _of_table(article, passage, table):
        return
    for match in found:
        names = [part.strip() for part in _LIST.split(match["zh"] or match["en"]) if part.strip()]
        industries = [name for name in names if is_industry(name)]
        if len(industries) < _FEWEST_NAMED:
            continue
        said = in_words(here, passage.start + match.start(), passage.start + match.end(), Aspect.SHARE, Aspect.STATEMENT)
        absent = [name for name in industries if not any(near(name, cell) for cell in cells)]
        present = [row for row in table.rows if any(near(name, word) for name in industries for word in row.words)]
        counted = "、".join(f"{cell}{cells.count(cell)}" for cell in dict.fromkeys(cells))
        if absent:
            shown = "、".join(absent)
            reason = Note(
                f"表中各行的行业是{counted}，没有{shown}{'（表有省略）' if table.is_cut else ''}。",
                f"The rows are of {counted.replace('、', ', ')}; none is of {shown.replace('、', ', ')}{' (the table is cut off)' if table.is_cut else ''}.",
            )
            yield from refute(said, "unsupported_by_table", reason, quoted(*(row.passage for row in table.rows[:3])))
        elif len(present) * 2 > len(table.rows) and not table.is_cut:
            reason = Note(
                f"表中{len(table.rows)}行有{len(present)}行属于这些行业。",
                f"{len(present)} of {len(table.rows)} rows are of these industries.",
            )
            yield from support(said, reason, quoted(*(row.passage for row in present[:3])))


def _of_table(article: Article, passage: Passage, table: Table) -> bool:
    """Whether a sentence, or the heading above it, speaks of what the table lists: they share a word of its captions or columns."""
    above = [
        one
        for one in article.passages
        if one.number < passage.number and one.role in ("heading", "caption") and one.item == passage.item
    ]
    spoken_of = passage.text + (above[-1].text if above else "")
    words = re.findall(
        r"融券|融资|两融|折算率|担保|\b(?:short|margin|financ)\w*",
        " ".join((*(one.text for one in table.captions), *table.columns, *table.heads)),
        re.IGNORECASE,
    )
    return any(word.casefold()[:5] in spoken_of.casefold() for word in words)


def _sentence_part(passage: Passage, place: int) -> tuple[int, int]:
    """The part of a sentence around a place, between commas and semicolons; names before an ``and`` stay in it."""
    start, end = clause(passage, passage.start + place)
    text = passage.text[start - passage.start : end - passage.start]
    joints = list(_JOINT.finditer(text))
    inside = place - (start - passage.start)
    left = max((one.end() for one in joints if one.end() <= inside), default=0)
    right = min((one.start() for one in joints if one.start() > inside), default=len(text))
    return start + left, start + right
