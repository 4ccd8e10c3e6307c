"""Old days used for the present: tables dated more than a year before the newest day that the text cites, and a year-to-date of an earlier year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.catalogue import claims_in
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.periods import periods_in
from liangrong.research.claims.verify.document.places import in_words, spoken
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_as_of"]

_AS_OF: Final = re.compile(
    r"(?:数据)?(?:截至|截止(?:到|至)?|截止于)\s*$|\b(?:as of|as at|data (?:to|through|as of)|through)\s*(?:the )?$", re.IGNORECASE
)
_NOW: Final = re.compile(r"当前|目前|现阶段|如今|现在|最新|\b(?:current(?:ly)?|now|today|latest|at present)\b", re.IGNORECASE)
_THEN: Final = re.compile(
    r"峰值|历史|当时|曾|此前|彼时|对比|相比|比较|\b(?:peak|historical\w*|then|at the time|previously|compared|versus)\b",
    re.IGNORECASE,
)
_LATEST: Final = re.compile(r"最新|最近(?:一|的|公布|披露)|\b(?:latest|most recent|newest)\b", re.IGNORECASE)
_DATA_END: Final = re.compile(
    r"(?:数据|资料|样本|统计)(?:仅|只|均|都)?(?:截至|截止到?|更新[至到]|止于)(?:了)?\s*$"
    r"|\b(?:data|series|sample|figures?|numbers?)(?: \w+){0,3}? (?:end(?:s|ed|ing)?|stops?|runs?|go(?:es)?|are|is|were|was|through|up)(?: only)?(?: as)?(?: (?:on|in|at|to|of|through|until|with))?(?: the)?\s*$",
    re.IGNORECASE,
)
"""What says up to which day data go."""
_TABLE: Final = re.compile(r"表|榜|名单|\b(?:table|list|ranking|scoreboard|chart)\b", re.IGNORECASE)
_SHOWN: Final = re.compile(r"表|图|名单|榜|\b(?:table|chart|figure|list|ranking)\b", re.IGNORECASE)
_STALE: Final = timedelta(days=366)
_YEAR_TO_DATE: Final = re.compile(
    r"年初|今年以来|今年至今|\b(?:year[- ]to[- ]date|YTD|so far this year|(?:start|beginning) of the year)\b", re.IGNORECASE
)
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年?")
_ANCHOR: Final = re.compile(
    r"(?<!\d)(?P<zh>20\d\d)\s*年(?:年)?初|\b(?:since|from) (?:early |the (?:start|beginning) of |January )(?P<en>20\d\d)\b|\bearly (?P<en2>20\d\d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Newest:
    """The newest day that a text cites, or its own, and the passage that cites it."""

    day: date
    at: Passage | None

    @property
    def zh(self) -> str:
        return f"引用了{self.day}的事件" if self.at else f"写于{self.day}"

    @property
    def en(self) -> str:
        return f"cites events of {self.day}" if self.at else f"is of {self.day}"


def check_as_of(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Refute as-of days and years to date that are too old for the present they describe."""
    passages = spoken(article)
    for item in sorted({one.item for one in passages}):
        here = [one for one in passages if one.item == item]
        printed = [(one, period) for one in here for period in periods_in(article, one) if period.at != (-1, -1)]
        newest = _newest(article.day(item), printed)
        if newest is not None:
            said = [one for one in claims if one.passage.item == item]
            yield from _captions(article, said, here, printed, newest)
            yield from _not_the_latest(said)
            yield from _after_the_data(article, said, printed)
            yield from _otherwise_dated(article, said, printed)
            yield from _years_to_date(said, here, printed, newest)


def _newest(published: date | None, printed: Sequence[tuple[Passage, Period]]) -> _Newest | None:
    days = [
        _Newest(period.end, one)
        for one, period in printed
        if period.is_day and period.certain and (published is None or period.end <= published)
    ]
    return max((*days, *([_Newest(published, None)] if published else [])), key=lambda one: one.day, default=None)


def _captions(
    article: Article,
    claims: Sequence[Claim],
    passages: Sequence[Passage],
    printed: Sequence[tuple[Passage, Period]],
    newest: _Newest,
) -> Iterable[Ruling]:
    """A table or a statement of the present ``as of`` a day more than a year older than what the same item cites."""
    for passage, period in printed:
        if (
            newest.day - period.end <= _STALE
            or not _AS_OF.search(article.text[passage.start : period.at[0]])
            or _THEN.search(passage.text)
        ):
            continue
        is_caption = passage.role in ("caption", "heading", "title")
        present = [one for one in passages if _NOW.search(one.text)]
        if not present or not (is_caption or passage in present):
            continue
        months = round((newest.day - period.end).days / 30.44)
        reason = Note(
            f"数据截至{period.end}，而同一篇{newest.zh}，晚了约{months}个月，不能用来说明“当前”。",
            f"The data are of {period.end}, while the same text {newest.en}, about {months} months later: they cannot describe the present.",
        )
        said = in_words(claims_in(claims, passage), *period.at, Aspect.DATE) or in_words(
            claims, passage.start, passage.end, Aspect.DATE
        )
        if is_caption:
            said += [
                one
                for one in claims
                if one.figure is None and one.passage in present and _SHOWN.search(one.text) and _NOW.search(one.text)
            ]
        facts = [one for one in dict.fromkeys(said) if one.nature is Nature.FACT and not one.stripped]
        yield from refute(facts, "stale_date", reason, quoted(passage, *((newest.at,) if newest.at else ())))


def _not_the_latest(claims: Sequence[Claim]) -> Iterable[Ruling]:
    """A level called the latest, although the text has one of the same measure of a later day."""
    levels = [
        one
        for one in claims
        if one.figure is not None and one.metric and one.aspect in (Aspect.LEVEL, Aspect.RECORD) and one.prints_day
    ]
    for one in levels:
        assert one.figure is not None, "only levels with figures are asked"
        assert one.period is not None, "only dated levels are asked"
        lead = one.text[: max(0, one.figure.start - one.start)]
        later = [
            other
            for other in levels
            if other.metric == one.metric
            and one.scope in ("", other.scope)
            and other.period is not None
            and one.period.end < other.period.start
            and other.nature is Nature.FACT
        ]
        if _LATEST.search(lead) and not _THEN.search(lead) and later and one.nature is Nature.FACT:
            reason = Note(
                f"这不是最新的：文中还有{later[-1].period}的数字。",
                f"It is not the latest: the text has a figure of {later[-1].period}.",
            )
            yield from refute([one], "stale_date", reason, quoted(later[-1].passage))


def _after_the_data(article: Article, claims: Sequence[Claim], printed: Sequence[tuple[Passage, Period]]) -> Iterable[Ruling]:
    """A level dated later in its own sentence than the day on which that sentence lets its data end."""
    for passage, end in printed:
        if not end.is_day or not _DATA_END.search(article.text[passage.start : end.at[0]]):
            continue
        late = [
            one
            for one in claims_in(claims, passage)
            if one.figure is not None and one.aspect is Aspect.LEVEL and one.nature is Nature.FACT and one.end >= one.figure.end
        ]
        for one in late:
            if one.prints_day and one.period is not None and end.end < one.period.start and one.figure is not None:
                if one.period.at[0] >= end.at[0] or one.figure.start >= end.at[0]:
                    continue
                reason = Note(
                    f"数据只到{end.end}，说不了{one.period}。", f"The data end on {end.end} and cannot tell of {one.period}."
                )
                yield from refute([one], "as_of_mismatch", reason, quoted(passage), basis="within_sentence")


def _otherwise_dated(article: Article, claims: Sequence[Claim], printed: Sequence[tuple[Passage, Period]]) -> Iterable[Ruling]:
    """The data of a table said to be of another day than the one that the heading of the only table prints."""
    heads = [
        (one, day)
        for one, day in printed
        if one.role in ("caption", "heading", "title") and day.is_day and _dates_data(article, one, day)
    ]
    if len({day.end for _, day in heads}) != 1:
        return
    head, day = heads[0]
    for passage, other in printed:
        before = article.text[passage.start : other.at[0]]
        if (
            passage is head
            or not other.is_day
            or other.end == day.end
            or not (_DATA_END.search(before) and _TABLE.search(before))
        ):
            continue
        said = in_words(claims_in(claims, passage), *other.at, Aspect.DATE)
        reason = Note(f"标题写的是{day.end}的数据。", f"The heading dates the data {day.end}.")
        yield from refute([one for one in said if one.nature is Nature.FACT], "cross_statement", reason, quoted(head))


def _dates_data(article: Article, passage: Passage, day: Period) -> bool:
    """Whether a heading says of what day its data are."""
    near = article.text[passage.start : day.at[0]][-24:] + article.text[day.at[1] : passage.end][:8]
    return re.search(r"数据|截至|截止|收盘|\b(?:data|as of|as at|close)\b", near, re.IGNORECASE) is not None


def _years_to_date(
    claims: Sequence[Claim], passages: Sequence[Passage], printed: Sequence[tuple[Passage, Period]], newest: _Newest
) -> Iterable[Ruling]:
    """Amounts since the start of a year that is not named, where all that the text dates of that metric is of an earlier year.

    A percentage that follows from the two amounts is not refuted: it is the same in whatever year.
    """
    for one in claims:
        if one.figure is None or one.figure.kind is not Kind.MONEY or one.nature is not Nature.FACT or one.stripped:
            continue
        if not _YEAR_TO_DATE.search(one.passage.text) or _YEAR.search(one.passage.text):
            continue
        anchored = _dated(one, claims, passages, printed)
        if not anchored:
            continue
        year, witness = max(anchored, key=lambda found: found[0])
        if year >= newest.day.year:
            continue
        reason = Note(
            f"“年初至今”只能是{year}年：文中这一指标有日期的说法都在{year}年，而同一篇{newest.zh}。",
            f"The year to date can only be {year}: all that the text dates of this metric is of {year}, while it {newest.en}.",
        )
        yield from refute(
            [one], "stale_date", reason, quoted(witness, *((newest.at,) if newest.at else ())), flags=("stale_date",)
        )


def _dated(
    claim: Claim, claims: Sequence[Claim], passages: Sequence[Passage], printed: Sequence[tuple[Passage, Period]]
) -> list[tuple[int, Passage]]:
    """The years for which the text speaks of the claim's metric: since the start of a named year, or as of a printed day."""
    speaking = {
        one.passage.number
        for one in claims
        if one.metric and one.metric.startswith(claim.metric or "?") and one.scope in (claim.scope, "")
    }
    anchors = [
        (int(match["zh"] or match["en"] or match["en2"]), passage)
        for passage in passages
        for match in _ANCHOR.finditer(passage.text)
        if passage.number in speaking
    ]
    if not anchors:
        return []
    days = [
        (period.end.year, passage)
        for passage, period in printed
        if passage.number in speaking and period.certain and not period.open_end
    ]
    return [*anchors, *days]
