"""Orders in words (led by A, followed by B; 依次为) held against figures for the same names in the same text; tables are not read here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.catalogue import claims_in
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.document.measured import alike, measured, shown, size
from liangrong.research.claims.verify.document.names import Directory, Mention, directory, key, mentions
from liangrong.research.claims.verify.document.places import clause, in_words, neighbours, spoken
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support

__all__ = ["check_orders"]

_CUE: Final = re.compile(
    r"\bfollowed (?:closely )?by\b|\bahead of\b|\btrailed by\b|\bthen c[ao]mes?\b|(?P<then>,\s(?:and )?then (?!c[ao]me))|\bnext (?:in line|came|up)\b|\bin second(?: place)?\b|\b(?:in (?:descending|ascending|that) order|from (?:highest|largest|lowest|smallest) to)\b"
    r"|紧随其后|紧跟其后|其次(?:是|为)?(?![，,])|次之|(?P<then2>(?<=[，,、；;])(?:然后|接着|接下来|再往[后下]|再其?次)(?:才|依次)?(?:是|为))|依次(?:为|是|排)(?!\s*[\d约超逾近])|[由从](?:高|大|多|低|小|少)到(?:低|小|少|高|大|多)|分列(?:第|前)?[一二三四五六七八九十]",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    r"\b(?:lead(?:s|er|ers|ing)?|led|topp?(?:ed|ing|s)?|dominat\w+|first|largest|biggest|most|highest|strongest|greatest|lowest|smallest|least|in front|ahead(?! of)|top of|heads|headed)\b"
    r"|打头|领头|领先|领跑|居首|榜首|首位|第一|为首|最(?:多|大|高|强|低|小|少)(?!可|不得|不超过|比例|保证金|额度)|前[二三四五六七八九十]|位居|排名|[由从][高大多低小少]到",
    re.IGNORECASE,
)
_CLOSE: Final = re.compile(
    r"\b(?:narrowly|(?:narrow|slim|thin|tiny)\w* (?:of )?(?:margins?|leads?)|whisker|(?:just|barely) ahead)\b|微弱优势|险胜|[略稍][微稍]?领先",
    re.IGNORECASE,
)
_FAR_AHEAD: Final = Fraction(13, 10)
"""The first is that many times the second, and no narrow lead."""
_UPWARD: Final = re.compile(r"\b(?:ascending|lowest|smallest|least|fewest)\b|[由从](?:低|小|少)到|最(?:低|小|少)", re.IGNORECASE)
_BACK: Final = re.compile(
    r"^\W*(?:this|these|that|it|they|which) (?:was|were|is|are) followed|^\W*(?:其次|紧随其后)", re.IGNORECASE
)
_RANKED: Final = re.compile(
    r"(?:排名|居前|前[二三四五六七八九十\d]|位列|最[多大高])[^。；]{0,24}依次(?:为|是|排)(?!\s*[\d约超逾近])|[由从](?:高|大|多)[到至](?:低|小|少)|\bin descending order\b",
    re.IGNORECASE,
)
_BARE: Final = re.compile(
    r"(?:[\0\W]|\b(?:and|the|sectors?|industr(?:y|ies)|stocks?|shares|in that order)\b|和|与|以?及|等|行业|板块)*", re.IGNORECASE
)
"""A list of names and nothing else, behind words that may tell of time as well."""
_DISCOURSE: Final = re.compile(r"首先|第一[，,]|一是|\bfirst(?:ly)?,", re.IGNORECASE)
_FEWEST_LISTED: Final = 3
_PART: Final = re.compile(r"[,，、;；。]\s*|\s+and\s+|和|与|及")
_OVER: Final = re.compile(
    r"\s*(?:\w+ing\b|with\b|which\b|while\b|as\b|amid\b|respectively\b|in \w+ order|分别|均|合计|反映|显示|表明)", re.IGNORECASE
)
_ASIDE: Final = re.compile(r"[(（][^)）]*[)）]?|\d[\d,.]*\s?(?:billion|million|亿|万)?")
_LETTERS: Final = re.compile(r"[A-Za-z]{3,}|[\u3400-\u9fff]{2,}")


def check_orders(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Rule on orders in words: supported where the figures fall in that order, refuted where a later one is certainly larger."""
    passages = spoken(article)
    cues = [(passage, cue) for passage in passages for cue in _CUE.finditer(passage.text)]
    if not cues:
        return
    sized = measured(claims)
    names = directory(sized, desk)
    for passage, cue in cues:
        yield from _ruled(article, claims, sized, names, passage, cue, passages)


def _ruled(
    article: Article,
    claims: Sequence[Claim],
    sized: Sequence[Claim],
    names: Directory,
    passage: Passage,
    cue: re.Match[str],
    passages: Sequence[Passage],
) -> Iterable[Ruling]:
    start, end = clause(passage, passage.start + cue.start())
    text = article.text[start:end]
    named = mentions(names, text)
    order = [one.key for one in named]
    if _BACK.search(text):
        before = neighbours(passages, passage) if start == passage.start else ()
        earlier = before[-1].text if before else article.text[passage.start : start]
        led = [one.key for one in mentions(names, earlier)] if _LEAD.search(earlier) else []
        order = [*(one for one in led[-1:] if one not in order), *order]
    elif not _LEAD.search(text) and (
        cue[0].startswith("依次") or not any(one.start < cue.start() + passage.start - start for one in named)
    ):
        return
    tail = cue.end() + passage.start - start
    if _DISCOURSE.search(text) or ((cue["then"] or cue["then2"]) and not _BARE.fullmatch(_blanked(text, named)[tail:])):
        return
    if len(order) < 2 and not _RANKED.search(text):
        return
    here = claims_in(claims, passage)
    said = in_words(here, start, end, Aspect.ORDER, Aspect.RANK)
    said += [one for one in _around(here, passage.start + cue.start()) if one not in said]
    figures = _figures(order, sized, said, (start, end))
    if len(figures) < 2:
        figures = _listed(claims, passage, len(order)) if _RANKED.search(text) else []
    if len(figures) < 2:
        return
    upward = bool(_UPWARD.search(text))
    broken = _inversions(figures, upward=upward)
    listed = " > ".join(one.figure.text for one in figures if one.figure is not None)
    if broken:
        larger, smaller = broken[0]
        reason = Note(
            f"所说的次序与数字不符：{shown(smaller)}排在{shown(larger)}之前。",
            f"The order is not that of the figures: {shown(smaller)} is named before {shown(larger)}.",
        )
        told = [one for one in said if {key(larger), key(smaller)} & {other.key for other in mentions(names, one.text)}]
        blamed = told or said or list(dict.fromkeys(one for pair in broken for one in pair if one.passage == passage))
        yield from refute(blamed, "sort_order", reason, quoted(*figures))
    elif (close := _CLOSE.search(text)) and _LEAD.search(text) and size(figures[1]).scaled(_FAR_AHEAD).below(size(figures[0])):
        reason = Note(
            f"文中{shown(figures[0])}，{shown(figures[1])}，相差不小。",
            f"The text gives {shown(figures[0])} and {shown(figures[1])}: that is no narrow lead.",
        )
        yield from refute(_around(here, start + close.start()) or said, "cross_statement", reason, quoted(*figures[:2]))
    elif not close and len(figures) == len(order) and not _strangers(text, named, tail):
        if upward:
            listed = listed.replace(">", "<")
        reason = Note(f"次序与文中数字一致：{listed}。", f"The order is that of the figures in the text: {listed}.")
        yield from support([one for one in said if one.nature is Nature.FACT], reason, quoted(*figures))


def _strangers(text: str, named: Sequence[Mention], place: int) -> bool:
    """Whether the list behind the words of order names somebody for whom there is no figure."""
    for part in _PART.split(_blanked(text, named)[place:]):
        if _OVER.match(part):
            return False
        if "\0" not in part and _LETTERS.search(_ASIDE.sub("", part)):
            return True
    return False


def _blanked(text: str, named: Sequence[Mention]) -> str:
    """A text with a mark for every character of a name."""
    for one in named:
        text = text[: one.start] + "\0" * (one.end - one.start) + text[one.end :]
    return text


def _listed(claims: Sequence[Claim], passage: Passage, count: int) -> list[Claim]:
    """The figures of the one list of a sentence, in their places, where its names stand in another clause: 依次为 A、B、C，分别为 1、2、3."""
    lists: dict[tuple[int, object], list[Claim]] = {}
    for one in claims_in(claims, passage):
        if one.group and one.figure is not None and one.nature is Nature.FACT:
            lists.setdefault((one.group, one.figure.kind), []).append(one)
    found = [
        sorted(several, key=lambda one: one.place) for several in lists.values() if len(several) >= max(count, _FEWEST_LISTED)
    ]
    return found[0] if len(found) == 1 else []


def _figures(order: Sequence[str], sized: Sequence[Claim], said: Sequence[Claim], span: tuple[int, int]) -> list[Claim]:
    """One claim for each name, in the named order: from the set that knows most of the names, the nearest first."""
    wanted = [one for one in sized if key(one) in order]
    sets = alike(wanted, frozenset(one.metric for one in said if one.metric))
    best = max(sets, key=lambda found: (len(found), any(span[0] <= one.start < span[1] for one in found.values())), default={})
    return [best[name] for name in order if name in best]


def _around(claims: Iterable[Claim], place: int) -> list[Claim]:
    """The claims in words in which a place of the article lies."""
    return [one for one in claims if one.figure is None and not one.stripped and one.start <= place < one.end]


def _inversions(figures: Sequence[Claim], *, upward: bool) -> list[tuple[Claim, Claim]]:
    """Pairs where the later claim is certainly on the wrong side of the earlier one: (later, earlier)."""
    found = []
    for place, earlier in enumerate(figures):
        for later in figures[place + 1 :]:
            low, high = (later, earlier) if upward else (earlier, later)
            if size(low).below(size(high)):
                found.append((later, earlier))
    return found
