"""What a clause says of a standing of days: a streak, a trend, a record, the largest step, the end against the start; names are in a file of their own."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import Final

from liangrong.research.claims.verify.coherence.polarity import LEAST, MOST
from liangrong.research.claims.verify.coherence.sayings import AMOUNT, BEYOND, RUN, STEP, N, number_in, sign_in
from liangrong.research.claims.verify.coherence.standings import Standing
from liangrong.research.claims.words.days import DAY

__all__ = ["move_holds", "overall_holds", "record_holds", "step_holds", "streak_holds", "trend_holds"]

_STREAK: Final = re.compile(
    rf"连续第?{N}个?(?P<unit>日|天|交易日|周|个?月|季|年)|{N.replace('<n>', '<n2>')}连(?:升|涨|增|降|跌|减|买|卖)|(?:刷新)?连[升涨增降跌减]{N.replace('<n>', '<n3>')}(?P<unit2>日|天|周|个?月)"
    rf"|\b(?:for|on|over)(?: each of)?(?: an?| the)?(?: (?:past|last))? {N.replace('<n>', '<n4>')}(?:[- ](?:straight|consecutive|successive|running))? (?P<unit3>day|session|week|month|quarter)s?\b(?! (?:of|in)\b(?! a row))"
    rf"|\b{N.replace('<n>', '<n5>')}(?:[- ](?:straight|consecutive|successive))? (?P<unit4>day|session|week|month|quarter)s?(?: in a row| running)\b|\b{N.replace('<n>', '<n6>')}[- ](?:straight|consecutive|successive) (?P<unit5>day|session|week|month|quarter)s?\b",
    re.IGNORECASE,
)
_EVER: Final = re.compile(r"曾|其间|期间|\bat one point\b", re.IGNORECASE)
"""A streak that need not run to the last day."""
_DAYS: Final = {
    "日": "day",
    "天": "day",
    "交易日": "day",
    "session": "day",
    "周": "week",
    "月": "month",
    "个月": "month",
    "季": "quarter",
    "年": "year",
}
_PEAK: Final = re.compile(
    r"最高(?:点|位|值|水平)?|新高|高点|峰值|\b(?:highest|peak(?:ed)?|all-time high|new high|high for|high of|(?:tops|topped|exceeds|beats) (?:every|all|each))\b",
    re.IGNORECASE,
)
_TROUGH: Final = re.compile(r"最低(?:点|位|值|水平)?|新低|低点|谷底|\b(?:lowest|trough|new low|low for|low of)\b", re.IGNORECASE)
_AGAINST: Final = re.compile(
    r"低于|高于|不及|超过|距|较|离|差|回落|\b(?:below|above|under|from|than|short of|compared)\b", re.IGNORECASE
)
"""What is set against a peak is none itself."""
_OVERALL: Final = re.compile(
    r"\b(?:ended|closed|finished)\b[^.;]{0,24}\b(?P<w>lower|higher)\b(?:[^.;]{0,6}\bthan\b[^.;]{0,24}\b(?:beg[au]n|started|start|opened)|$)|(?:全周|一周|整周|全月)(?:下来|看|来看|合计)?[^，。]{0,8}(?:(?P<up>上升|回升|走高|增加)|(?P<down>下降|回落|走低|减少))",
    re.IGNORECASE,
)
_ALONE: Final = re.compile(
    r"同比|较|比|自|以来|放缓|加快|收窄|扩大|全[周月季年]|\b(?:from|since|than|year-on-year|a year|slow\w*|faster|narrow\w*|widen\w*|quarter as a whole)\b",
    re.IGNORECASE,
)
"""What makes a day's direction one against something else."""
_TREND: Final = re.compile(r"逐[日天周月季年][^，。]{0,3}(?:(?P<up>递增|扩大|放大|增大|上升|走高)|递减|缩小|收窄|减小|下降|走低)")


def streak_holds(text: str, standing: Standing) -> bool | None:
    """So many days, weeks or months in a row, to the last one or at some time."""
    match = _STREAK.search(text)
    if match is None or not standing.is_timed or not RUN.search(text):
        return None
    many = number_in(next(match[name] for name in ("n", "n2", "n3", "n4", "n5", "n6") if match[name]))
    unit = next((match[name] for name in ("unit", "unit2", "unit3", "unit4", "unit5") if match[name]), "").casefold()
    own = _unit(standing)
    sign = sign_in(text) or (1 if re.search(r"连[升涨增买]", text) else -1 if re.search(r"连[降跌减卖]", text) else 0)
    moves = standing.moves
    if not sign or not moves or many < 2 or (unit and own and _DAYS.get(unit, unit) != own):
        return None
    runs, best = [0], 0
    for _, move in moves:
        runs.append(runs[-1] + 1 if move * sign > 0 else 0)
        best = max(best, runs[-1])
    if _EVER.search(text):
        return best >= many if len(moves) >= many else None
    if runs[-1] >= many:
        return True
    return False if runs[-1] < len(moves) else None


def _unit(standing: Standing) -> str:
    """Of what length the steps of a standing are."""
    names = " ".join(one.day for one in standing.entries)
    if re.search(r"日|周[一二三四五]|星期|day|mon|tue|wed|thu|fri|\d (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", names):
        return "day"
    if names.strip():
        return "month" if re.search(r"月|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", names) else "quarter"
    told = re.search(r"交易日|[日天]|周|月|季|\b(?:day|session|week|month|quarter)", standing.head, re.IGNORECASE)
    return _DAYS.get(told[0].casefold(), told[0].casefold()) if told else ""


def record_holds(text: str, standing: Standing) -> bool | None:
    """The highest, or the lowest, of a series: the day that is named, else the last."""
    peak, trough = _PEAK.search(text) is not None, _TROUGH.search(text) is not None
    if (
        peak is trough
        or not standing.is_timed
        or not standing.is_levels
        or len(standing.entries) < 2
        or STEP.search(text)
        or _AGAINST.search(text)
    ):
        return None
    since = re.search(r"\bsince (?P<who>.+)|自(?P<zh>.{1,8})以来", text)
    named = standing.named(text[: since.start()] if since else text)
    entries = standing.entries
    if since:
        before = standing.named(since[0])
        if len(before) != 1:
            return None
        entries = entries[entries.index(before[0]) :]
    elif not named and (DAY.search(text) or standing.named(text) or AMOUNT.search(text)):
        return None
    own = [one for one in named if one in entries] or [entries[-1]]
    if len(own) != 1 or len(entries) < 2:
        return None
    beyond = [one for one in entries if one is not own[0] and (one.value > own[0].value if peak else one.value < own[0].value)]
    if beyond:
        return False
    level = any(one.value == own[0].value for one in entries if one is not own[0])
    bounded = since or not BEYOND.search(text)
    within = re.search(
        r"本[周月]|这[一两三四五六七八九十\d]+[天日周个]|期间|[一两三四五六七八九十\d]+[日天]内?|此轮|\b(?:this week|this month|of the (?:week|month|past quarter)|in the period)\b",
        text,
    )
    return True if not level and len(entries) > 2 and bounded and (within or since or own[0] in named) else None


def step_holds(text: str, standing: Standing) -> bool | None:
    """The largest rise, or fall, from day to day on the day that is named."""
    match = STEP.search(text)
    if match is None or BEYOND.search(text) or not standing.is_stepped:
        return None
    sign = 1 if match["up"] or match["up2"] or match["upward"] else -1
    named = standing.named(text[match.end() :]) or standing.named(text[: match.start()])
    steps = {id(entry): move * sign for entry, move in standing.moves}
    if len(named) != 1 or len(steps) < 2:
        return None
    own = steps.get(id(named[0]))
    if own is None:
        return None
    others = [move for name, move in steps.items() if name != id(named[0])]
    return None if own == max(others) or (own > max(others) and not standing.is_whole) else own > max(others)


def move_holds(text: str, standing: Standing) -> bool | None:
    """Which way a series went on the one day that is named, from the entry before."""
    sign = sign_in(text)
    if not sign or not standing.is_timed or not standing.is_levels or not standing.is_table:
        return None
    if (
        RUN.search(text)
        or BEYOND.search(text)
        or STEP.search(text)
        or MOST.search(text)
        or LEAST.search(text)
        or _ALONE.search(text)
    ):
        return None
    named = standing.named(text)
    own = [move for entry, move in standing.moves if len(named) == 1 and entry is named[0]]
    return own[0] * sign > 0 if own and own[0] else None


def overall_holds(text: str, standing: Standing) -> bool | None:
    """Higher or lower at the end than at the start."""
    match = _OVERALL.search(text)
    if match is None or not standing.is_timed:
        return None
    up = bool(match["up"]) or (match["w"] or "").casefold() == "higher"
    if standing.is_levels:
        move = standing.entries[-1].value - standing.entries[0].value
    else:
        move = sum((move for _, move in standing.moves), Fraction(0)) if len(standing.entries) > 3 else Fraction(0)
    return None if not move else (move > 0) is up


def trend_holds(text: str, standing: Standing) -> bool | None:
    """Larger, or smaller, from each day, week or month to the next."""
    match = _TREND.search(text)
    if match is None or not standing.is_timed or len(standing.entries) < 3 or len({one.way for one in standing.entries}) > 1:
        return None
    sign = 1 if match["up"] else -1
    steps = [(abs(after.value) - abs(before.value)) * sign for before, after in pairwise(standing.entries)]
    return all(step > 0 for step in steps)
