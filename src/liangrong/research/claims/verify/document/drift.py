"""Summaries held against the body that they sum up: figures that the body gives to somebody else, and statements that lost their metric on the way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.document.briefs import brief
from liangrong.research.claims.verify.document.content_words import content
from liangrong.research.claims.verify.document.names import plain
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_drift"]

_LONG: Final = ("body", "caption", "row")
_PART: Final = re.compile(r"[,，;；。]\s*(?!\d{3})|\b(?:as|while|and|but)\b")
_ENOUGH: Final = 2
"""Content words that a clause and a sentence must share to be about one thing, the names of their subjects aside."""
_OVERTAKE: Final = re.compile(
    r"\b(?:overtak\w+|overtook|surpass\w*|outpac\w+|outstrip\w*|outgrow\w*|exceed\w*|eclips\w+|beat(?:s|ing)?)\b|超越|赶超|反超|超过|追上",
    re.IGNORECASE,
)
_METRIC_EN: Final = re.compile(
    r"\b(?P<metric>(?:earnings|profits?|revenues?|sales|income|valuations?|output|turnover|capital (?:spending|expenditure)|market (?:cap|share|value)|dividends?|margins?|orders?)(?: growth| per share)?)"
    r"(?= (?:for|of|at|in|among|by|from)\b)|\b(?P<metric2>(?:earnings|profit|revenue|sales|income|output|turnover|order)s?(?: growth))\b",
    re.IGNORECASE,
)
_METRIC_ZH: Final = re.compile(
    r"(?P<metric>(?:盈利|利润|净利润|营收|收入|销售额?|业绩|产量|订单|成交额|市值|估值|市场份额|资本开支)(?:增速|增长率?|增幅)?)"
)
_ONE_DAY: Final = re.compile(
    r"单日|一天|一日|当日|\b(?:in|on) (?:a|one) (?:single )?(?:day|session)\b|\bsingle[- ]day\b", re.IGNORECASE
)
_SEVERAL_DAYS: Final = re.compile(
    r"(?:\d+|[两二三四五六七八九十]+)个?(?:交易日|天)|一周|本周|上周|全月|\b(?:over|in|within) (?:the )?(?:\w+ )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten) (?:trading )?(?:days|sessions|weeks)\b",
    re.IGNORECASE,
)
_LEAST_DIGITS: Final = 3


def check_drift(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Refute what a summary gives to another subject, period or metric than its body."""
    short = brief(article)
    summary = [one for one in claims if one.passage.number in short and one.passage.role != "heading" and not one.stripped]
    if not summary:
        return
    holes = [one.start for one in article.repairs if one.kind == "stripped_figure"]
    lost = {one.passage.number for one in claims if one.stripped}
    bodies: dict[int, list[Passage]] = defaultdict(list)
    for passage in article.passages:
        if passage.role in _LONG and passage.number not in short:
            bodies[passage.item].append(passage)
    told: dict[int, list[tuple[Claim, Kind, Interval]]] = defaultdict(list)
    for one in claims:
        if one.passage.role in _LONG and one.passage.number not in short and one.figure is not None and not one.stripped:
            told[one.passage.item].append((one, one.figure.kind, one.figure.rounding()))
    for claim in summary:
        body = bodies[claim.passage.item]
        if claim.figure is None:
            yield from _lost_metric(claim, body)
            continue
        kind, amount = claim.figure.kind, claim.figure.rounding()
        same = [one for one, of, other in told[claim.passage.item] if of is kind and other.meets(amount)]
        if same:
            yield from _other_subject(claim, same)
            yield from _other_time(claim, same)
        else:
            yield from _stripped_partner(
                claim, [one for one in body if one.number in lost or any(one.start <= hole < one.end for hole in holes)]
            )


def _other_subject(claim: Claim, same: Sequence[Claim]) -> Iterable[Ruling]:
    """A figure of some precision that the body gives only to others, each called by name in its own sentence."""
    figure = claim.figure
    assert figure is not None, "chosen for its figure"
    if len(figure.value.as_tuple().digits) < _LEAST_DIGITS or not _named(claim):
        return
    if any(
        not _named(one) or one.scope == claim.scope or one.metric != claim.metric or one.aspect is not claim.aspect
        for one in same
    ):
        return
    other = same[0]
    reason = Note(
        f"正文中{figure.text}属于{other.subject}，不属于{claim.subject}。",
        f"In the body {figure.text} is that of {other.subject}, not of {claim.subject}.",
    )
    yield from refute([claim], "subject_drift", reason, quoted(other.passage))


def _other_time(claim: Claim, same: Sequence[Claim]) -> Iterable[Ruling]:
    """What happened in one day by the summary, and over several by the only sentence of the body that gives the figure."""
    figure = claim.figure
    assert figure is not None, "chosen for its figure"
    if (
        not _ONE_DAY.search(_around(claim))
        or len({one.passage.number for one in same}) != 1
        or len(figure.value.as_tuple().digits) < _LEAST_DIGITS
    ):
        return
    other = same[0]
    window = other.period is not None and not other.period.is_day and other.period.at != (-1, -1)
    if _ONE_DAY.search(other.passage.text) or not (window or _SEVERAL_DAYS.search(other.passage.text)):
        return
    reason = Note(
        f"正文中{figure.text}是多日合计，不是单日。", f"In the body {figure.text} is the sum of several days, not of one."
    )
    yield from refute([claim], "as_of_mismatch", reason, quoted(other.passage))


def _named(claim: Claim) -> bool:
    """Whether the sentence itself names the subject of a claim, so that it was not carried over."""
    return (
        bool(claim.scope)
        and claim.scope != "market"
        and bool(claim.subject)
        and plain(claim.subject) in claim.passage.text.casefold()
    )


def _stripped_partner(claim: Claim, lost: Sequence[Passage]) -> Iterable[Ruling]:
    """A figure that the body does not print, whose only likely sentence lost its number and speaks of somebody else."""
    here = content(_around(claim))
    whose = content(claim.subject) | content(_head(claim)) or content(
        claim.passage.text[: max(0, claim.start - claim.passage.start)]
    )
    shared = [(len((here & content(one.text)) - whose), one) for one in lost]
    best = max((count for count, _ in shared), default=0)
    partners = [one for count, one in shared if count == best]
    if best < _ENOUGH or len(partners) != 1 or not whose or whose & content(partners[0].text):
        return
    if len(content(partners[0].text) - content(claim.passage.text)) < _ENOUGH:
        return
    sentence = " ".join(partners[0].text.split())
    reason = Note(
        f"正文没有印出这个数；最接近的一句丢失了数字，而且说的是另一主体：“{sentence}”",
        f"The body prints no such figure; the sentence nearest to it has lost its number and speaks of somebody else: “{sentence}”",
    )
    yield from refute([claim], "missing_value", reason, quoted(partners[0]), flags=("missing_value", "subject_drift"))


def _lost_metric(claim: Claim, body: Sequence[Passage]) -> Iterable[Ruling]:
    """A overtakes B, where the body says only that some metric of A is expected to overtake that of B."""
    text = _around(claim)
    verb = _OVERTAKE.search(text)
    if verb is None or _metrics(text):
        return
    subject, rival = content(text[: verb.start()]), content(text[verb.end() :])
    partners = []
    for passage in body:
        other = _OVERTAKE.search(passage.text)
        if (
            other is None
            or not rival & content(passage.text[other.end() :])
            or not subject & content(passage.text[: other.start()])
        ):
            continue
        partners.append(passage)
    dropped = [(passage, _metrics(passage.text)) for passage in partners]
    if not dropped or not all(metrics for _, metrics in dropped):
        return
    passage, metrics = dropped[0]
    reason = Note(
        f"正文说的是“{metrics[0]}”超过对方，摘要丢掉了这个指标。",
        f"The body says that “{metrics[0]}” overtakes; the summary has dropped the metric and speaks of its owner.",
    )
    yield from refute([claim], "metric_drift", reason, quoted(passage), flags=("metric_drift",))


def _metrics(text: str) -> list[str]:
    return [
        next(value for value in match.groupdict().values() if value)
        for pattern in (_METRIC_EN, _METRIC_ZH)
        for match in pattern.finditer(text)
    ]


def _head(claim: Claim) -> str:
    """What the clause of a claim says before its figure: its own subject, where it has one."""
    assert claim.figure is not None, "chosen for its figure"
    before = claim.passage.text[: claim.figure.start - claim.passage.start]
    return before[max((one.end() for one in _PART.finditer(before)), default=0) :]


def _around(claim: Claim) -> str:
    """The clause of a claim: what its passage says between the joints around it."""
    text, base = claim.passage.text, claim.passage.start
    anchor = (claim.figure.start if claim.figure else claim.start) - base
    last = (claim.figure.end if claim.figure else claim.end) - base
    start = max((one.end() for one in _PART.finditer(text) if one.end() <= anchor), default=0)
    end = min((one.start() for one in _PART.finditer(text) if one.start() >= last), default=len(text))
    return text[start:end]
