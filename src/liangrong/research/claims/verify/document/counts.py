"""Stated numbers of names held against the names that follow, in brackets, behind a colon, or as the rows of a table; lists that are cut off say nothing."""

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
from liangrong.research.claims.verify.document.places import about, spoken
from liangrong.research.claims.verify.document.tables import tables
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support

__all__ = ["check_counts"]

_ZH_COUNT: Final = r"(?P<zh>\d{1,3}|[二两三四五六七八九十]{1,3})(?:只|家|个|大|支|名|位)(?P<kind>个股|股票|公司|行业|板块|龙头(?:股|企业)?|标的|企业|券商|品种|因素|原因)"
_EN_COUNT: Final = r"(?<![\w-])(?P<en>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve) (?:\w+[ -]){0,3}?(?P<kind2>stocks|companies|firms|sectors|industries|names|leaders|brokerages|brokers|banks|securities|factors|reasons)"
_OPEN_ZH: Final = re.compile(
    rf"{_ZH_COUNT}(?:（(?P<in>[^）]+)）|\((?P<in2>[^)]+)\)|(?:分别|依次)?(?:是|为|：|:)(?P<after>[^。；]+))"
)
_APART_ZH: Final = re.compile(
    rf"{_ZH_COUNT}[^。；;:：（(]{{0,40}}?[，,]?(?:分别|依次)(?:是|为)(?P<after>[^。；;]+?)(?=，(?!、)[^、]{{8,}}|,[^、,]{{8,}}|[。；;]|$)"
)
_OPEN_EN: Final = re.compile(rf"\b{_EN_COUNT}\s?(?:\((?P<in>[^)]+)\)|[:—–-]\s?(?P<after>[^.;—–:]+))", re.IGNORECASE)
_OPEN_END: Final = re.compile(
    r"等|如|例如|包括|其中|……|…|\b(?:such as|including|include|e\.g|like|among (?:them|others)|and others|etc|so on)\b",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"\d+(?:\.\d+)?\s?(?:%|亿|万|元|倍|billion|million|trillion)")
_TABLE_ZH: Final = re.compile(rf"(?:以下|如下|下列|下表(?:中)?(?:的)?|前){_ZH_COUNT}")
_TABLE_EN: Final = re.compile(rf"\b(?:following|top|these|table (?:lists|shows)(?: the)?) {_EN_COUNT}\b", re.IGNORECASE)
_NEAR: Final = 6
_LEAD: Final = 30
"""Characters before a number in which a bound is looked for: how many names there are does not tell how many pass it."""
_FEWEST: Final = 2
_SUPPORTED: Final = 3
"""Names that are counted right by chance are fewer."""


def check_counts(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Refute numbers that are not those of the names listed or the rows shown."""
    passages = spoken(article)
    for passage in passages:
        for pattern in (_OPEN_ZH, _OPEN_EN, _APART_ZH):
            for match in pattern.finditer(passage.text):
                yield from _listed(claims, passage, match)
    for table in tables(article):
        first = table.rows[0].passage
        above = [
            one
            for one in passages
            if first.number - _NEAR <= one.number < first.number and one.item == first.item and one.role != "row"
        ]
        for passage in above:
            for pattern in (_TABLE_ZH, _TABLE_EN):
                for match in pattern.finditer(passage.text):
                    stated, rows = _stated(match), len(table.rows)
                    if (
                        stated is None
                        or stated == rows
                        or (table.is_cut and stated > rows)
                        or (stated > rows and table.is_ranked and rows < _FEWEST)
                    ):
                        continue
                    reason = Note(f"说是{stated}个，表中有{rows}行。", f"{stated} are announced, and the table has {rows} rows.")
                    yield from refute(
                        _counting(claims, passage, match), "count_mismatch", reason, quoted(first), corrected=str(rows)
                    )


def _listed(claims: Sequence[Claim], passage: Passage, match: re.Match[str]) -> Iterable[Ruling]:
    """Names in brackets or behind a colon, all of them, without figures of their own."""
    inside = next((value for name, value in match.groupdict().items() if name in ("in", "in2", "after") and value), "")
    stated = _stated(match)
    before = passage.text[max(0, match.start() - 12) : match.start()]
    if (
        stated is None
        or not inside
        or _OPEN_END.search(inside)
        or _OPEN_END.search(before)
        or _OPEN_END.match(inside[-1:] + passage.text[match.end() : match.end() + 6])
        or _DIGITS.search(inside)
    ):
        return
    least, most = _how_many(inside)
    told = _counting(claims, passage, match)
    if least == most == stated >= _SUPPORTED and not _DIGITS.search(
        passage.text[max(0, match.start() - _LEAD) : match.end() - len(inside)]
    ):
        reason = Note(f"列出的正是{stated}个。", f"{stated} are named.")
        yield from support([one for one in told if one.aspect is Aspect.COUNT], reason, basis="within_sentence")
    if (least < _FEWEST and most < _FEWEST) or least <= stated <= most:
        return
    reason = Note(
        f"说是{stated}个，列出的是{most if stated > most else least}个。",
        f"{stated} are announced, and {most if stated > most else least} are named.",
    )
    yield from refute(told, "count_mismatch", reason, basis="within_sentence", corrected=str(most if stated > most else least))


def _how_many(text: str) -> tuple[int, int]:
    """At least and at most how many names: an ``and`` may join two names or stand inside one."""
    if re.search(r"[\u3400-\u9fff]", text):
        marks = len(re.findall(r"[、，,；]", text))
        joined = len(re.findall(r"和|与|及|以及", text))
        return (marks + 1, marks + 1 + joined) if marks else (1, 1 + joined)
    marks = len(re.findall(r"[,;]\s*(?:and\s)?", text))
    joined = len(re.findall(r"(?<!,)\sand\s", text)) or len(re.findall(r"\s&\s", text))
    return marks + 1, marks + 1 + joined


def _stated(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    text = groups.get("zh") or groups.get("en") or ""
    number = digits(text) if text.isdigit() else chinese(text) or english(text)
    return int(number.value) if number is not None else None


def _counting(claims: Iterable[Claim], passage: Passage, match: re.Match[str]) -> list[Claim]:
    """The claims that state the number: counts first, else those in words."""
    here = [one for one in claims_in(claims, passage) if one.nature is Nature.FACT]
    found = about(here, passage.start + match.start(), passage.start + match.end())
    counts = [one for one in found if one.aspect is Aspect.COUNT]
    return counts or [one for one in found if one.figure is None and not one.stripped]
