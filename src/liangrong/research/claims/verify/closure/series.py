"""Trends in words (rising every quarter, three months of recovery, the third decline in a row) against the series that the text prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.catalogue import claims_in
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.reading.numerals import chinese, digits, english
from liangrong.research.claims.verify.document.places import about
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support
from liangrong.research.claims.words.movement import FALL_EN, FALL_NOUN_EN, FALL_ZH, RISE_EN, RISE_NOUN_EN, RISE_ZH

__all__ = ["check_series"]

_N: Final = r"(?P<many>\d{1,2}|[两二三四五六七八九十]|two|three|four|five|six|seven|eight|nine|ten)"
_STEADY: Final = (
    re.compile(rf"(?:逐[日周月季年]|逐级|逐步|一[路直])(?:[^，。；]{{0,2}}?)(?:(?P<up>{RISE_ZH})|(?P<down>{FALL_ZH}))"),
    re.compile(rf"(?:(?P<up>\b(?:{RISE_EN}))|(?P<down>\b(?:{FALL_EN}))) (?:in )?(?:every|each)(?: single)? (?:day|session|week|month|quarter|year)\b", re.IGNORECASE),
    re.compile(rf"\b(?:month|quarter|year|week|day) (?:after|by) (?:month|quarter|year|week|day)[^,.;]{{0,12}}?(?:(?P<up>\b(?:{RISE_EN}))|(?P<down>\b(?:{FALL_EN})))", re.IGNORECASE),
)  # fmt: skip
_STREAK: Final = (
    re.compile(rf"连续{_N}个?(?:交易)?(?:日|天|周|月|季度|季|年)(?:净)?(?:实现)?(?:(?P<up>{RISE_ZH})|(?P<down>{FALL_ZH}))"),
    re.compile(rf"{_N}连(?:(?P<up>升|增|涨)|(?P<down>降|跌|减))|连(?:(?P<up2>升|增|涨)|(?P<down2>降|跌|减))(?P<many2>\d{{1,2}}|[两二三四五六七八九十])(?:个?(?:交易)?日|天|周|个?月|个?季)"),
    re.compile(
        rf"\b(?:(?P<up>{RISE_EN})|(?P<down>{FALL_EN}))s? (?:for|in|on) (?:the (?:past|last) )?{_N} (?:straight|consecutive|successive) (?:\w+ )?(?:days|sessions|weeks|months|quarters|years)\b",
        re.IGNORECASE,
    ),
)  # fmt: skip
_RUNNING: Final = re.compile(
    rf"\b(?P<place>second|third|fourth|fifth|sixth|seventh)(?: \w+)? (?:(?P<up>{RISE_NOUN_EN})|(?P<down>{FALL_NOUN_EN})) (?:in a row|running)\b",
    re.IGNORECASE,
)
_PLACES: Final = ("second", "third", "fourth", "fifth", "sixth", "seventh")
_MINUS: Final = re.compile(
    r"(?:\bminus|\bdown|\b(?:fall|drop|decline|decrease|loss)(?: of)?|-)\s*(?:CNY|RMB)?\s*$", re.IGNORECASE
)
_PLUS: Final = re.compile(r"(?:\bplus|\bup|\b(?:rise|gain|increase)(?: of)?|\+)\s*(?:CNY|RMB)?\s*$", re.IGNORECASE)
_LINK: Final = re.compile(r"^\s*(?:、|，|,|和|与|及|以及|and|, and|到|升至|降至|增至|then)\s*(?:and )?\s*$")
_TIMES: Final = re.compile(
    r"[日周月季年]|\b(?:quarters?|months?|weeks?|days?|sessions?|years?|Monday|Tuesday|Wednesday|Thursday|Friday|January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_CHANGES: Final = re.compile(
    r"增幅|增速|降幅|变动|增加|减少|\b(?:changes?|gains?|growth|moves?|added|rose|fell)\b", re.IGNORECASE
)
_CLAUSE: Final = re.compile(r"[，,；;。：:]|\.\s")
_EMPTY: Final = re.compile(
    r"已|呈现?|均|也|至此|整体|总体|并|且|再度|实现|保持|继续|出现|从而|因此|数据|上述|其|该|\b(?:and|with|thus|so|has|have|had|been|was|were|is|are|it|they|that|which|this|a|the|steadily|now|in|all)\b",
    re.IGNORECASE,
)
_KINDS: Final = (Kind.MONEY, Kind.COUNT, Kind.SHARES, Kind.POINTS, Kind.PERCENT)
_FEWEST: Final = 3


def check_series(article: Article, claims: Sequence[Claim]) -> Iterator[Ruling]:
    """Rule on trends whose series stands in the same sentence, or in the one before or after."""
    passages = [one for one in article.passages if one.role not in ("row", "furniture")]
    for place, passage in enumerate(passages):
        for match in _RUNNING.finditer(passage.text):
            yield from _after_moves(article, claims, passage, match)
        for streak, patterns in ((False, _STEADY), (True, _STREAK)):
            for match in (found for words in patterns for found in words.finditer(passage.text)):
                if not _goes_on(passage, match):
                    continue
                near = [one for one in (passage, *passages[max(0, place - 1) : place]) if one.item == passage.item]
                series = next((found for one in near if (found := _series(article, one))), None)
                if series is not None:
                    yield from _ruled(claims, passage, match, series, streak=streak)


def _after_moves(article: Article, claims: Sequence[Claim], passage: Passage, match: re.Match[str]) -> Iterator[Ruling]:
    """The third decline in a row after minus 2 and plus 0.6: one of the moves before it goes the other way."""
    moves = []
    for figure in figures_in(article, passage):
        before = article.text[passage.start : figure.start]
        if figure.kind in _KINDS and (_MINUS.search(before) or _PLUS.search(before) or figure.value < 0):
            moves.append((figure, bool(_MINUS.search(before)) or figure.value < 0))
    earlier = _PLACES.index(match["place"].lower()) + 1
    if len(moves) != earlier or not any(falls is (match["up"] is not None) for _, falls in moves):
        return
    listed = ", ".join(f"{'-' if falls else '+'}{one.text.strip('+-')}" for one, falls in moves)
    reason = Note(f"前几次变动为{listed}，方向并不一致。", f"The moves before it were {listed}: not all went one way.")
    yield from refute(_said(claims, passage, match), "wrong_sign", reason, quoted(passage))


def _goes_on(passage: Passage, match: re.Match[str]) -> bool:
    """Whether a trend has no subject of its own, or one that the words before the series named already."""
    before = passage.text[: match.start()]
    own = _CLAUSE.split(before)[-1]
    words = _EMPTY.sub("", own)
    if not re.search(r"[A-Za-z\u3400-\u9fff]", words):
        return True
    rest = before[: len(before) - len(own)]
    pairs = {one[place : place + 2] for one in re.findall(r"[\u3400-\u9fff]+", words) for place in range(len(one) - 1)}
    named = [one.lower() for one in re.findall(r"[A-Za-z]{4,}", words)]
    return any(one in rest for one in pairs) or any(one in rest.lower() for one in named)


def _ruled(
    claims: Sequence[Claim], passage: Passage, match: re.Match[str], series: Sequence[Figure], *, streak: bool
) -> Iterator[Ruling]:
    said = _said(claims, passage, match)
    groups = match.groupdict()
    rises = bool(groups.get("up") or groups.get("up2"))
    many = _number(groups.get("many") or groups.get("many2") or "") if streak else len(series) - 1
    steps = [(one.rounding(), other.rounding()) for one, other in pairwise(series)][-many:] if many else []
    if not said or not steps or len(steps) < many:
        return
    against = [pair for pair in steps if (pair[1].below(pair[0]) if rises else pair[0].below(pair[1]))]
    along = [pair for pair in steps if (pair[0].below(pair[1]) if rises else pair[1].below(pair[0]))]
    listed = "、".join(one.text.strip() for one in series)
    reason = Note(f"文中所列依次为{listed}。", f"One after the other the text has {listed.replace('、', ', ')}.")
    if against:
        yield from refute(said, "wrong_sign", reason, quoted(passage))
    elif len(along) == len(steps):
        yield from support(said, reason, quoted(passage))


def _series(article: Article, passage: Passage) -> tuple[Figure, ...] | None:
    """The only run of three or more levels of one kind that a sentence prints in the order of time."""
    runs: list[list[Figure]] = []
    for figure in figures_in(article, passage):
        if figure.kind not in _KINDS or figure.upper is not None or figure.hedge not in (Hedge.NONE, Hedge.ABOUT):
            continue
        last = runs[-1][-1] if runs else None
        if last is not None and last.unit == figure.unit and _LINK.match(article.text[last.end : figure.start]):
            runs[-1].append(figure)
        else:
            runs.append([figure])
    long = [run for run in runs if len(run) >= _FEWEST]
    if len(long) != 1:
        return None
    head = article.text[passage.start : long[0][0].start]
    tail = article.text[long[0][-1].end : passage.end]
    timed = _TIMES.search(head[-60:]) or _TIMES.search(tail[:40])
    return tuple(long[0]) if timed and not _CHANGES.search(head[-16:]) else None


def _said(claims: Sequence[Claim], passage: Passage, match: re.Match[str]) -> list[Claim]:
    """The claim of the length of the streak, or the claim in words."""
    start, end = passage.start + match.start(), passage.start + match.end()
    here = [one for one in claims_in(claims, passage) if not one.stripped]
    lengths = [one for one in here if one.figure is not None and start <= one.figure.start < end]
    return lengths or [one for one in about(here, start, end) if one.figure is None]


def _number(text: str) -> int:
    found = digits(text) if text.isdecimal() else chinese(text) or english(text.lower()) if text else None
    return int(found.value) if found is not None else 0
