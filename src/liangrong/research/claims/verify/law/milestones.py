"""When something of the regime began, stopped, widened or changed: dates told, held against the timeline and the rulebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.period import Period
from liangrong.research.claims.verify.law.asked import is_elsewhere, is_said
from liangrong.research.claims.verify.law.concepts import BEIJING, MARGIN_TRADING, RELENDING, STOPPED, SUPPOSED
from liangrong.research.claims.verify.law.context import said_before
from liangrong.research.claims.verify.law.timing import own_times, within
from liangrong.research.claims.verify.law.verdicts import agreed, denied
from liangrong.research.claims.verify.rulings import supported
from liangrong.research.claims.words.forms import any_case
from liangrong.rules.events import PolicyEvent, events

__all__ = ["milestones_hold"]


@dataclass(frozen=True, slots=True)
class _Milestone:
    """An event with the words for it.

    Parameters
    ----------
    event
        As in the timeline.
    says
        What the clause itself, or its sentence, says; all of them.
    about
        What the sentence or those before it must be about.
    bars
        Words with which it is another event.
    """

    event: str
    says: tuple[re.Pattern[str], ...]
    about: re.Pattern[str] | None = None
    bars: re.Pattern[str] | None = None


_BEGAN: Final = any_case(
    r"启动|始于|开通|开闸|上线|推出|开展|开始|起步|诞生|落地|引入|加入|纳入|\blaunch\w*|\bstart\w*|\bbeg[aiu]n\w*|\bintroduc\w*|\bwent live|\bgo(?:es)? live|\bkick\w* off|\bjoin\w*|\bcame to\b|\barriv\w+|\bopen(?:s|ed)\b|\bgets?\b|\badmitted"
)
_PILOT: Final = any_case(r"试点|融资融券(?:业务|交易)?|两融(?:业务|交易)?|\bpilot|\btrial|\bmargin trading")
_AGAIN: Final = any_case(
    r"再次|重启|恢复|重新|香港|港股|券商|公司|科创板|创业板|\bagain\b|\bresum|\bSTAR\b|\bChiNext|Hong Kong|扩大|扩容|第二批|转融|暂停|停止|以来|\bsince\b|新高|纪录|\brecord|\bhighest|\bmost\b"
)
_RESTRICTED: Final = any_case(r"限售股|restricted[- ](?:share|stock)|restricted shares")
_LENT: Final = any_case(r"出借|转融|\blend\w*|\bloans?\b|\blent\b")
_FLOOR: Final = any_case(
    r"维持担保比例|统一(?:的)?(?:最低|下限|平仓)|最低线|平仓线|\bmaintenance\b|\buniform\b[^.;]{0,30}(?:floor|minimum|line)"
)
_ABOLISHED: Final = any_case(r"取消|废止|废除|删除|不再|\babolish\w*|\bscrap\w*|\bremov\w*|\bdropp?\w*|\bended\b|\bdone away")
_CLOSED: Final = any_case(r"了结|清零|归还|偿还|\bclos\w+|\bwound|\bsettl\w*|\breturn\w*")
_DEADLINE: Final = any_case(r"底?前(?!述)|之前|晚于|截止|最迟|\bby\b|\bbefore\b|\bno later than\b|\buntil\b|\bdeadline")
_MILESTONES: Final = (
    _Milestone("restricted_lending_stopped", (_RESTRICTED, _LENT, STOPPED)),
    _Milestone(
        "securities_refinancing_next_day",
        (any_case(r"次日可用|next[- ]day"), any_case(r"实时|real[- ]time|约定申报|negotiated|可用|availab")),
        RELENDING,
    ),
    _Milestone("securities_refinancing_closed", (RELENDING, _CLOSED, _DEADLINE)),
    _Milestone(
        "securities_refinancing_suspended",
        (RELENDING, STOPPED),
        bars=any_case(
            r"限售|restricted|不晚于|了结|清零|\bby (?:September|30|the end)|\bbefore (?:September|30|the end)|\bwound|\bclosed? (?:out|by)\b"
        ),
    ),
    _Milestone("securities_refinancing_pilot", (any_case(r"转融券|securities (?:refinancing|relending)"), _BEGAN), bars=STOPPED),
    _Milestone(
        "funds_refinancing_pilot",
        (any_case(r"转融资|funds refinancing|cash refinancing"), _BEGAN),
        bars=any_case(r"市场化|恢复|下调|market-based|resum"),
    ),
    _Milestone(
        "bse_starts",
        (BEIJING, _BEGAN),
        any_case(rf"{MARGIN_TRADING.pattern}|\bmargin\b"),
        any_case(r"开市|设立|成立|founded|opened its doors|新三板|100|80|比例|ratio"),
    ),
    _Milestone("floor_abolished_2019", (_FLOOR, _ABOLISHED)),
    _Milestone(
        "short_return_next_day",
        (
            any_case(r"融券|\bshort"),
            any_case(r"T\s?\+\s?1|次日|次一交易日|next (?:trading )?(?:day|session)"),
            any_case(r"改为|起|since|from|introduced|规定"),
        ),
        bars=any_case(r"转融"),
    ),
    _Milestone(
        "measures_revised_2015",
        (any_case(r"展期|extend|rollover|rolled over"), any_case(r"允许|可以?|\bmay\b|\bcan\b|allowed|since")),
        any_case(r"办法|合约|contract|measures"),
        any_case(r"比例|\d\s*%|percent|ratio|terms"),
    ),
    _Milestone("pilot_starts", (_PILOT, _BEGAN), bars=_AGAIN),
)
"""The more special first."""
_LIST: Final = any_case(
    r"标的[^。；;]{0,24}(?:扩[大容充至]|增加|增至|扩展|由[\d,]+只)[^。；;\d]{0,8}(?:[\d,]{2,6}\s*只?(?:股票)?[^。；;\d]{0,8}(?:至|到|为)\s*)?([\d,]{3,6})\s*只|"
    r"(?:list|stocks|names|shares|universe)[^.;]{0,60}(?:widen\w*|expand\w*|extend\w*|gr[eo]w\w*|rais\w+|enlarg\w+|increas\w+)[^.;\d]{0,30}(?:from [\d,]+ )?to ([\d,]{3,6})"
)
_PART: Final = any_case(r"[,，;；]|\band\b")
_BEFORE: Final = any_case(r"(?:由|从|\bfrom )([\d]{2,6})")
_STOCKS: Final = any_case(r"eligible|underlying|margin|list|标的")
_SMALL: Final = 10
_ANNOUNCED: Final = any_case(r"宣布|公告|发布|通知|公布|\bannounc\w*|\bnotice|\bsaid\b|\bpublish\w*")
_A_SEASON: Final = timedelta(days=150)
"""A day without its year is that of an event so near."""
_SOON: Final = timedelta(days=45)
"""A change is announced at most so long before its first day."""
_TRIAL: Final = any_case(r"试点|首批|启动|\bpilot|\btrial\b|\bbegan|\bbegins?|\bstarted")
_BROKERS: Final = any_case(
    r"券商|证券公司|家(?:公司|机构)?|\bbroker\w*|\bsecurities (?:firms?|companies|houses)|\bsecurities\b|\bfirms?\b|\bhouses\b"
)
_NAMES: Final = any_case(r"只|股票|标的|\bstocks?\b|\bshares\b|\bnames\b")


def milestones_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict the printed time of an event, and how many took part in the first of them."""
    if desk.rulebook is None:
        return
    by_name = {event.event: event for event in events()}
    for claim in claims:
        times = own_times(article, claim)
        if not times or is_elsewhere(claim) or SUPPOSED.search(claim.text) or not is_said(claim):
            continue
        yield from _pilot_counts(claim, by_name, [one.start for one in times if one.certain])
        told = [
            (event, in_year)
            for text, one in _by_parts(claim, times)
            if (event := _event(article, claim, text, by_name)) and (in_year := _in_year_of(event, one))
        ]
        wrong = next(((event, one) for event, one in told if not within(event.date, one)), None)
        if len(told) != len(times):
            continue
        event, time = wrong or told[0]
        evidence = tuple(Evidence("rule", f"{one.date} {one.title_zh}", f"{one.event}: {one.citation}") for one, _ in told)
        if wrong is None:
            yield agreed(claim, Note(f"{event.date} {event.title_zh}。", f"{event.date}, {event.title_en}."), *evidence)  # fmt: skip
        elif not (
            timedelta() < event.date - time.end <= _SOON
            and (_ANNOUNCED.search(claim.passage.text) or event.date - time.end == timedelta(days=1))
        ):
            yield denied(claim, Note(f"日期有误：{event.title_zh}是在 {event.date}。", f"The date is wrong: {event.title_en} on {event.date}."), "wrong_date", f"{event.date}", *evidence)  # fmt: skip


def _by_parts(claim: Claim, times: Sequence[Period]) -> Iterator[tuple[str, Period]]:
    """Each time with the words that go with it: of several, those from the end of the last part to the end of its own."""
    begin, text = claim.start, claim.passage.text
    for place, time in enumerate(times):
        cut = _PART.search(text, time.at[1] - claim.passage.start, claim.end - claim.passage.start)
        end = claim.passage.start + cut.start() if cut and place + 1 < len(times) else claim.end
        yield text[min(begin, time.at[0] if place else begin) - claim.passage.start : end - claim.passage.start], time
        begin = end


def _in_year_of(event: PolicyEvent, time: Period) -> Period | None:
    """A printed time, of which one without its year is in that of the event where the two lie near; ``None`` where they do not."""
    if time.certain:
        return time
    try:
        start, end = (one.replace(year=event.date.year) for one in (time.start, time.end))
    except ValueError:
        return None
    return replace(time, start=start, end=end) if start <= end and abs(event.date - start) < _A_SEASON else None


def _event(article: Article, claim: Claim, text: str, by_name: dict[str, PolicyEvent]) -> PolicyEvent | None:
    """The event that the clause tells."""
    sentence = claim.passage.text
    if found := _LIST.search(claim.text) if _STOCKS.search(sentence) else None:
        number = (found[1] or found[2]).replace(",", "")
        if claim.figure is not None and claim.figure.value not in (Decimal(number), *map(Decimal, _BEFORE.findall(claim.text))):
            return None
        alike = [event for event in by_name.values() if "标的" in event.title_zh and event.after == number]
        return alike[0] if len(alike) == 1 else None
    if claim.figure is not None and claim.figure.kind is not Kind.PERCENT:
        return None
    about = f"{said_before(article, claim, most=2)} {sentence} {article.title}"
    for one in _MILESTONES:
        if claim.figure is not None and one.event != "floor_abolished_2019":
            continue
        if (one.bars is not None and one.bars.search(text)) or (one.about is not None and not one.about.search(about)):
            continue
        if all(pattern.search(text) for pattern in one.says) or (
            one.says[-1].search(text) and all(pattern.search(sentence) for pattern in one.says)
        ):
            return by_name[one.event]
    return None


def _pilot_counts(claim: Claim, by_name: dict[str, PolicyEvent], days: Sequence[date]) -> Iterator[Ruling]:
    """How many brokers and stocks the pilot began with."""
    figure, text, start = claim.figure, claim.passage.text, by_name["pilot_starts"]
    if figure is None or figure.kind is not Kind.COUNT or not _TRIAL.search(text):
        return
    if not any((one.year, one.month) == (start.date.year, start.date.month) for one in days):
        return
    after = f"{figure.text}{text[figure.end - claim.passage.start :][:_SMALL]}"
    right = by_name["pilot_second_brokers"].before if _BROKERS.search(after) else start.after if _NAMES.search(after) else ""
    if not right:
        return
    evidence = (Evidence("rule", f"{start.date} {start.title_zh}", f"{start.event}: {start.citation}"),)
    reason = Note(f"规则库：{start.date} {start.title_zh}。", f"The timeline: {start.date}, {start.title_en}.")
    if figure.value == Decimal(right):
        yield supported(claim, reason, basis="rulebook", evidence=evidence)
    else:
        yield denied(claim, reason, "wrong_value", right, *evidence)
