"""Days that cannot stand in the order that a text gives them: in force before it was announced, read before it was measured, old and called current."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.periods import periods_in
from liangrong.research.claims.verify.coherence.outline import Line, Outline
from liangrong.research.claims.verify.document.verdicts import refute

__all__ = ["check_dated"]

_TOLD: Final = re.compile(
    r"公布|发布|印发|宣布|公告|下发|出台|颁布|\b(?:announc\w+|publish\w*|issued|unveiled|released|adopted|approved)\b",
    re.IGNORECASE,
)
_FORCE: Final = re.compile(
    r"施行|实施|生效|执行|起施|(?<!发)起(?!草)|\b(?:effective|in force|into force|take[sn]? effect|took effect|appl(?:y|ies|ied)|implemented)\b",
    re.IGNORECASE,
)
_SOURCE: Final = re.compile(
    r"\b(?:note|report|study|survey|bulletin|article|memo|paper|filing|notice|commentary|newsletter|brief|letter)\b|研报|报告|通报|日报|快讯|周报|简报|文章|报道|点评|公告|纪要|截图|海报|数据",
    re.IGNORECASE,
)
_OF: Final = re.compile(
    r"(?:\b(?:dated|of|from|published(?: on)?|released(?: on)?|issued(?: on)?)|发布于|刊于|日期为|作于|写于|出版于|出炉于)\s*$",
    re.IGNORECASE,
)
_OF_ZH: Final = re.compile(
    r"^\s*(?:的|发布的?|发表的?|刊发的?|出具的?|出版的?|出炉的?|推送的?|印发的?|上线的?)[^，。；]{0,12}(?:研报|报告|通报|日报|快讯|周报|简报|文章|报道|点评|公告|纪要|截图|海报)"
)
_READING: Final = re.compile(
    r"收盘|余额|读数|录得|净买入|成交|\b(?:clos\w+|balance|reading|level|settled|recorded|net buying|turnover)\b", re.IGNORECASE
)
_FUTURE: Final = re.compile(
    r"预计|预测|预期|将|计划|目标|拟|\b(?:forecast\w*|expect\w*|predict\w*|will|would|project\w*|target\w*|plan\w*|ahead)\b",
    re.IGNORECASE,
)
_NOW: Final = re.compile(
    r"目前|当前|现阶段|如今|眼下|现在|最新|今日|\b(?:currently|current|now|today|at present|latest|as things stand)\b",
    re.IGNORECASE,
)
_PAST: Final = re.compile(
    r"仍|相比|较|自|以来|曾|当时|对比|起|\b(?:since|still|compared|versus|against|than|then|from)\b", re.IGNORECASE
)
_APART: Final = re.compile(r"[;；。]|[，,](?!\s*(?:the|which|其|称|显示|给出|录得|截[至止]))")
"""What parts one statement from the next."""
_NEAR: Final = 14
_HALF_YEAR: Final = 180
_STALE: Final = timedelta(days=180)
_OLD: Final = timedelta(days=400)


def check_dated(outline: Outline) -> Iterator[Ruling]:
    """Refute days that are in no possible order."""
    for line in outline.lines:
        periods = [one for one in periods_in(outline.article, line.passage) if one.at != (-1, -1)]
        if len(periods) > 1:
            yield from _in_force(line, periods)
            yield from _foreseen(line, periods)
        if periods and (written := outline.article.day(line.passage.item)) is not None:
            yield from _outdated(line, periods, written)


def _around(line: Line, period: Period, *, behind: bool) -> str:
    start, end = (place - line.passage.start for place in period.at)
    text = line.passage.text
    return (
        re.split(r"[，,。；;]", text[end : end + _NEAR * 2])[0]
        if behind
        else re.split(r"[，,。；;]", text[max(0, start - _NEAR * 3) : start])[-1]
    )


def _in_force(line: Line, periods: Sequence[Period]) -> Iterator[Ruling]:
    told = [one for one in periods if one.is_day and _is(line, one, _TOLD, _FORCE)]
    force = [one for one in periods if (one.is_day or one.open_end) and _is(line, one, _FORCE, _TOLD)]
    if len(told) != 1 or len(force) != 1 or not _earlier(force[0], told[0]):
        return
    reason = Note(
        f"{force[0].text}施行，却到{told[0].text}才公布。", f"In force on {force[0].text}, but announced only on {told[0].text}."
    )
    yield from refute(_claims(line, force[0]), "wrong_date", reason, basis="within_sentence")


def _earlier(first: Period, second: Period) -> bool:
    """Whether one day lies before another; where no year is printed, both are of one year, and near each other."""
    if first.certain and second.certain:
        return first.start < second.start
    one, two = ((day.start.month - 1) * 31 + day.start.day for day in (first, second))
    return 0 < two - one <= _HALF_YEAR


def _is(line: Line, period: Period, words: re.Pattern[str], others: re.Pattern[str]) -> bool:
    """Whether the words beside a day, behind it in Chinese and before it in English, are of one sort."""
    chinese = re.search(r"[\u3400-\u9fff]", line.passage.text) is not None
    near = _around(line, period, behind=chinese)
    return words.search(near) is not None and others.search(near) is None


def _foreseen(line: Line, periods: Sequence[Period]) -> Iterator[Ruling]:
    """A source that is older than the reading it is said to give."""
    text, base = line.passage.text, line.passage.start
    if _FUTURE.search(text) or not _SOURCE.search(text):
        return
    for source in periods:
        ahead, behind = text[: source.at[0] - base], text[source.at[1] - base :]
        dated = _OF.search(ahead) and _SOURCE.search(ahead[-_NEAR * 3 :])
        if not source.is_day or not (dated or _OF_ZH.match(behind)):
            continue
        later = [
            one
            for one in periods
            if one.is_day and one.start > source.start and one is not source and not _APART.search(_between(line, source, one))
        ]
        later = [one for one in later if _READING.search(text[max(0, one.at[0] - base - 40) : one.at[1] - base + 24])]
        if len(later) == 1 and source.certain == later[0].certain:
            reason = Note(
                f"{source.text}的材料不可能有{later[0].text}的数。",
                f"What is dated {source.text} cannot hold the reading of {later[0].text}.",
            )
            yield from refute(_claims(line, later[0]), "as_of_mismatch", reason, basis="within_sentence")
            return


def _between(line: Line, one: Period, other: Period) -> str:
    ends = sorted(place - line.passage.start for place in (*one.at, *other.at))
    return line.passage.text[ends[1] : ends[2]]


def _outdated(line: Line, periods: Sequence[Period], written: date) -> Iterator[Ruling]:
    """A level that is called current and comes from a source of years ago."""
    text = line.passage.text
    if not _NOW.search(text) or _PAST.search(text) or len(periods) != 1 or not periods[0].certain:
        return
    one = periods[0]
    near = text[max(0, one.at[0] - line.passage.start - 40) : one.at[1] - line.passage.start + 20]
    if one.end + (_STALE if one.is_day else _OLD) > written or not _SOURCE.search(near):
        return
    reason = Note(f"{one.text}的数据说明不了{written}的当前。", f"Data of {one.text} do not tell what is current on {written}.")
    yield from refute(
        [claim for claim in line.claims if claim.figure is not None and claim.nature is Nature.FACT][:1], "stale_date", reason
    )


def _claims(line: Line, period: Period) -> list[Claim]:
    """The claim of a day: that of its date, else what stands at it, else the figure of the sentence."""
    start, end = period.at
    at = [one for one in line.claims if one.start < end and start < one.end and one.nature is Nature.FACT]
    dates = [one for one in at if one.aspect is Aspect.DATE]
    return (dates or [one for one in at if one.figure is None] or at)[:1] or list(line.claims[:1])
