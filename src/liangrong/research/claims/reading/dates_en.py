"""Dates and windows printed in English: December 23, 2025, last week, the second half of 2025; found, not resolved."""

from __future__ import annotations

import re
from typing import Final

from liangrong.research.claims.reading.mention import Builder, Mention, Part, Rule, Step, bare_day, session_before, to_date
from liangrong.research.claims.reading.numerals import english

__all__ = ["RULES_EN", "SINCE_EN"]

SINCE_EN: Final = re.compile(
    r"\b(?:since|from|starting(?: in| on| from)?|beginning(?: in| on)?)\s+(?:the\s+)?(?:(?:start|beginning) of\s+)?$"
    r"|\bsince\s+(?:[A-Za-z’'-]+\s+){1,7}(?:on|in|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""What stands before a date that only begins something, perhaps with what happened then (since trading resumed on …); ``from`` counts where an ``on`` or ``onward`` follows."""

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MON: Final = (
    r"(?P<mon>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
    r"|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)\b(?:(?<![a-z]{4})(?<!May)(?<!June)(?<!July)\.)?"
)
_YEAR: Final = r"(?P<y>(?<![\d.,〔【])(?:19|20)\d{2}(?![\d%]|[.,]\d))"
_ORD: Final = r"(?:st|nd|rd|th)?"
_N: Final = r"(?P<n>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|few|several|couple of)"
_UNIT: Final = r"(?P<unit>(?:trading |business )?days?|(?:trading )?sessions?|weeks?|months?|quarters?|years?|decades?)"
_DAYS: Final = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_ORDINALS: Final = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "latter": 2,
    "last": 2,
}
_BACK: Final = {
    "last": -1,
    "previous": -1,
    "prior": -1,
    "past": -1,
    "this": 0,
    "current": 0,
    "the same": 0,
    "next": 1,
    "coming": 1,
}
_STEPS: Final[dict[str, Step]] = {
    "day": "days", "trading day": "sessions", "business day": "sessions", "session": "sessions", "trading session": "sessions", "week": "weeks",
    "month": "months", "quarter": "quarters", "year": "years", "decade": "years",
}  # fmt: skip
_YEAR_BACK: Final = r"(?:of\s+)?(?:" + _YEAR + r"|(?P<yw>last|this|next)\s+year)"


def _month(match: re.Match[str]) -> int:
    return _MONTHS.index(match["mon"][:3].lower()) + 1


def _int(match: re.Match[str], name: str) -> int | None:
    found = match.groupdict().get(name)
    return int(found) if found else None


def _offset(match: re.Match[str]) -> int | None:
    found = match.groupdict().get("yw")
    return _BACK[found.lower()] if found else None


def _day(match: re.Match[str]) -> Mention:
    return Mention(*match.span(), year=_int(match, "y"), month=_month(match), day=int(match["d"]), last_day=_int(match, "d2"))


_MONTH_WORDS: Final[dict[str, Part]] = {
    "early": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "end": "end",
    "start": "early",
    "beginning": "early",
}
_YEAR_WORDS: Final[dict[str, Part]] = {
    "early": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "end": "end",
    "start": "start",
    "beginning": "start",
}


def _word(match: re.Match[str]) -> str:
    return (match.groupdict().get("part") or "").lower()


def _in_month(match: re.Match[str]) -> Mention:
    return Mention(
        *match.span(),
        year=_int(match, "y"),
        year_offset=_offset(match),
        month=_month(match),
        part=_MONTH_WORDS.get(_word(match), ""),
    )


def _part_of_year(match: re.Match[str]) -> Mention:
    return Mention(*match.span(), year=_int(match, "y"), year_offset=_offset(match), part=_YEAR_WORDS.get(_word(match), ""))


def _year_closed(match: re.Match[str]) -> Mention:
    return Mention(*match.span(), part="end")


def _mid_year(match: re.Match[str]) -> Mention:
    return Mention(*match.span(), year=_int(match, "y"), month=6, day=30)


def _new_years_eve(match: re.Match[str]) -> Mention:
    return Mention(*match.span(), month=12, day=31)


def _half(match: re.Match[str]) -> Mention:
    part: Part = "h1" if _ORDINALS[match["o"].lower()] == 1 else "h2"
    return Mention(*match.span(), year=_int(match, "y"), year_offset=_offset(match), part=part)


def _quarter(match: re.Match[str]) -> Mention:
    return Mention(
        *match.span(), year=_int(match, "y"), year_offset=_offset(match), part=_quarter_of(_ORDINALS[match["o"].lower()])
    )


def _quarter_of(number: int) -> Part:
    quarters: tuple[Part, ...] = ("q1", "q2", "q3", "q4")
    return quarters[number - 1]


def _coded(match: re.Match[str]) -> Mention:
    year, number, letter = match["year"], int(match["k"]), match["l"].upper()
    part: Part = _quarter_of(number) if letter == "Q" else ("h1" if number == 1 else "h2")
    full = None if year is None else int(year) + (2000 if len(year) == 2 else 0)
    return Mention(*match.span(), year=full, part=part)


def _first_months(match: re.Match[str]) -> Mention:
    number = match["n"].lower()
    count = int(number) if number.isdecimal() else int(found.value) if (found := english(number)) else 1
    months = count * (3 if match["u"].lower().startswith("quarter") else 1)
    return Mention(*match.span(), year=_int(match, "y"), year_offset=_offset(match), part="first_months", count=months)


def _month_to_date(match: re.Match[str]) -> Mention:
    return Mention(*match.span(), relative="month", since=True)


def _years(match: re.Match[str]) -> Mention:
    last = match["z"]
    year = int(match["y"])
    return Mention(*match.span(), year=year, last_year=int(last) if len(last) == 4 else year // 100 * 100 + int(last))


def _named(match: re.Match[str]) -> Mention:
    offset, unit = _BACK[match["where"].lower()], match["unit"].lower()
    if unit == "year":
        return Mention(*match.span(), year_offset=offset)
    if unit == "week":
        return Mention(*match.span(), relative="week", offset=offset)
    return Mention(*match.span(), relative="month" if unit == "month" else "quarter", offset=offset)


def _weekday(match: re.Match[str]) -> Mention:
    where = match["where"]
    offset = {None: -9, "last": -9, "this": 0, "next": 1}[where.lower() if where else None]
    return Mention(*match.span(), relative="weekday", offset=offset, day=_DAYS.index(match["d"].lower()))


def _window(match: re.Match[str]) -> Mention:
    printed = (match.groupdict().get("n") or "one").lower()
    unit = match["unit"].lower().rstrip("s")
    number = int(printed) if printed.isdecimal() else int(found.value) if (found := english(printed)) else 3
    return Mention(
        *match.span(),
        relative="next" if match["way"].lower() in ("next", "coming") else "past",
        offset=number * (10 if unit == "decade" else 1),
        step=_STEPS[unit],
        vague=printed in ("few", "several", "couple of"),
    )


def _relative_day(match: re.Match[str]) -> Mention:
    return Mention(*match.span(), relative="day", offset={"today": 0, "yesterday": -1, "tomorrow": 1}[match[0].lower()])


def _echo(match: re.Match[str]) -> Mention:
    printed = (match.groupdict().get("n") or "one").lower()
    number = int(printed) if printed.isdecimal() else int(found.value) if (found := english(printed)) else 1
    unit = match["unit"].lower().rstrip("s")
    offset = -number * (10 if unit == "decade" else 1)
    return Mention(
        *match.span(), relative="echo", offset=offset, step=_STEPS[unit], vague=printed in ("few", "several", "couple of")
    )


def _same(match: re.Match[str]) -> Mention:
    return Mention(*match.span(), relative="echo", offset=1 if match["where"].lower() != "same" else 0, step="days")


_PART: Final = r"(?i:(?:the\s)?(?P<part>early|mid|late|end|start|beginning|middle))"
_TABLE: Final[tuple[tuple[str, Builder], ...]] = (
    (
        rf"\b{_MON}\s{{1,2}}(?P<d>\d{{1,2}})(?![\d%]|[:,.]\d){_ORD}(?:\s?[-–—]\s?(?P<d2>\d{{1,2}})(?!\d){_ORD})?(?:,?\s{{1,2}}{_YEAR})?",
        _day,
    ),
    (rf"(?<![\d.,])(?P<d>\d{{1,2}}){_ORD}(?:\s?[-–—]\s?(?P<d2>\d{{1,2}}){_ORD})?\s(?:of\s)?{_MON}(?:,?\s{_YEAR})?", _day),
    (
        rf"(?:(?<=[Bb]etween\s)|(?<=[Ff]rom\s))(?P<d>\d{{1,2}}){_ORD}\s(?:and|to)\s(?P<d2>\d{{1,2}}){_ORD}\s(?:of\s)?{_MON}(?:,?\s{_YEAR})?",
        _day,
    ),
    (rf"\b(?:{_PART}(?:\sof)?[\s-]\s?)?{_MON},?\s(?:of\s)?{_YEAR}", _in_month),
    (rf"\b{_PART}(?:\sof)?(?:\s?-\s?|\s){_MON}", _in_month),
    (rf"(?<=\b(?i:in|of|by|on|to)\s)(?P<part>(?!))?{_MON}(?:\s(?:of\s)?(?P<yw>last|this|next)\syear)?", _in_month),
    (rf"(?<=\b(?i:since)\s)(?P<part>(?!))?{_MON}(?:\s(?:of\s)?(?P<yw>last|this|next)\syear)?", _in_month),
    (rf"(?<=\b(?i:from|last|this|next|past)\s)(?P<part>(?!))?{_MON}", _in_month),
    (rf"(?<=\b(?i:until|after|prior)\s)(?P<part>(?!))?{_MON}", _in_month),
    (rf"(?<=\b(?i:during|before)\s)(?P<part>(?!))?{_MON}", _in_month),
    (rf"(?<=\b(?i:through)\s)(?P<part>(?!))?{_MON}", _in_month),
    (r"\b(?P<part>(?!))?(?P<mon>January|February|April|June|July|August|September|October|November|December)\b", _in_month),
    (rf"\b{_PART}(?:\sof)?[\s-]\s?{_YEAR}", _part_of_year),
    (rf"\byear[- ](?P<part>end)(?:\s{_YEAR})?", _part_of_year),
    (r"(?:(?<=\bto\s)|(?<=\buntil\s)|(?<=\bthrough\s))(?:the\s)?(?:end|close)\sof\s(?:the|that)\syear\b", _year_closed),
    (r"\b(?:clos|end)(?:ed|es|ing)\s(?:out\s)?the\syear\b", _year_closed),
    (
        r"\b(?:half-?\s?year\s(?:mark|stage|point)|mid-?year(?:\s(?:mark|point))?|midpoint\sof\sthe\syear)\b(?:,?\s(?:of\s|in\s)?(?P<y>20\d{2})\b)?",
        _mid_year,
    ),
    (r"\bNew\sYear['’]s\sEve\b", _new_years_eve),
    (rf"\b{_PART}(?:\sof)?\s(?P<yw>last|this|next)\syear", _part_of_year),
    (rf"\b(?P<o>first|second|latter|last|1st|2nd)[\s-](?:half)(?:\s{_YEAR_BACK})?", _half),
    (rf"\b(?P<o>first|second|third|fourth|1st|2nd|3rd|4th)[\s-]quarter(?:\s{_YEAR_BACK})?", _quarter),
    (r"(?<![\w.])(?P<k>[1-4])(?P<l>Q)(?:\s?['’]?(?P<year>(?:20)?\d{2})(?!\d))?(?![\w])", _coded),
    (r"(?<![\w.])(?P<k>[12])(?P<l>H)(?:\s?['’]?(?P<year>(?:20)?\d{2})(?!\d))?(?![\w])", _coded),
    (r"\b(?P<l>Q)(?P<k>[1-4])(?:[\s-]?(?:of\s)?['’]?(?P<year>20\d{2}|\d{2}(?![\d.,%]))(?!\d))?(?!\w)", _coded),
    (r"\b(?P<l>H)(?P<k>[12])(?:[\s-]?(?:of\s)?['’]?(?P<year>20\d{2}|\d{2}(?![\d.,%]))(?!\d))?(?!\w)", _coded),
    (r"(?<![\w.])(?P<year>20\d{2})\s?-?(?P<l>Q)(?P<k>[1-4])(?!\w)", _coded),
    (r"(?<![\w.])(?P<year>20\d{2})\s?-?(?P<l>H)(?P<k>[12])(?!\w)", _coded),
    (r"(?<![\w.])(?P<year>20\d{2})(?P<k>[12])(?P<l>H)(?!\w)", _coded),
    (r"(?<![\d.,])(?P<y>(?:19|20)\d{2})\s?[-–—/]\s?(?P<z>(?:19|20)\d{2}|\d{2})(?![\d.,%-]|/)", _years),
    (
        rf"(?:(?<=\bin\s)|(?<=\bby\s)|(?<=\bsince\s)|(?<=\bduring\s)|(?<=\buntil\s)){_YEAR}(?!\s?(?:%|billion|million|trillion|yuan|points|percent))",
        _part_of_year,
    ),
    (
        rf"{_YEAR}(?!\s?(?:%|x\b|times|points|yuan|billion|million|trillion|thousand|stocks|shares|companies|firms|accounts|lots|tons|yen|dollars|[点元亿万家只户倍吨股手人次个]))",
        _part_of_year,
    ),
    (r"\b(?P<where>last|previous|prior|this|current|next|coming)\s(?P<unit>week|month|year|quarter)\b(?!-)", _named),
    (r"\b(?:(?P<where>last|this|next)\s)?(?P<d>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b", _weekday),
    (r"\b(?:(?:the\s)?year[- ]to[- ]date|YTD|so far this year)\b", to_date),
    (r"\b(?:the\s)?(?:prior|previous|preceding|last)\s(?:trading\s)?(?:session|trading day)\b", session_before),
    (r"\b(?:the\s)?(?:prior|previous|preceding)\sday\b", session_before),
    (
        rf"\b(?:the\s)?(?P<way>past|last|previous|prior|next|coming)\s(?:{_N}\s)?{_UNIT}\b(?=\W|$)(?<!last week)(?<!last month)(?<!last year)(?<!last quarter)",
        _window,
    ),
    (
        rf"\b(?:the\ssame\s(?:day|week|month|period|time|quarter)\s)?(?:{_N}|a)\s{_UNIT}\s(?:earlier|before|previously|prior)\b(?!\s(?:(?:the|it|its|a|an|they|that|to|than)\b|\d{{1,2}}\s[A-Z]|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:jan|feb|mar|apr|may|june|july|aug|sept|oct|nov|dec)[a-z]*\s\d))",
        _echo,
    ),
    (
        r"\b(?P<unit>year|month|week|quarter)[- ](?:earlier|ago)\s(?=period|level|quarter|month|day|figure|balance)(?:period|level|quarter|month|day|figure)?",
        _echo,
    ),
    (r"\bthe\ssame\s(?:day|week|month|period|time|quarter)\s(?:of\s)?last\s(?P<unit>year|month|week|quarter)\b", _echo),
    (r"\b(?:that|the)\s(?P<where>same|following|next)\sday\b", _same),
    (r"\b(?:today|yesterday|tomorrow)\b", _relative_day),
    (
        rf"\bfirst\s(?P<n>\d{{1,2}}|two|three|four|five|six|seven|eight|nine|ten|eleven)\s(?P<u>months|quarters)(?:\s{_YEAR_BACK})?",
        _first_months,
    ),
    (r"\b(?:month[- ]to[- ]date|MTD)\b", _month_to_date),
    (r"(?<![\w.])(?P<year>\d{2})(?P<l>Q)(?P<k>[1-4])(?!\w)", _coded),
    (
        r"\bthe\s(?P<d>[0-3]?\d)(?:st|nd|rd|th)\b(?!\s(?:century|five|five-year|plenary|largest|biggest|highest|place|party|national|straight|consecutive|anniversary))",
        bare_day,
    ),
)
_NEEDS_MONTH: Final = re.compile(r"Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec", re.IGNORECASE)
_NEEDS_LETTER: Final = re.compile(r"[A-Za-z]")
_NEEDS_DIGIT: Final = re.compile(r"\d")


def _need(pattern: str) -> re.Pattern[str]:
    if "mon>" in pattern:
        return _NEEDS_MONTH
    return _NEEDS_DIGIT if pattern.startswith((_YEAR, r"(?<![\d.,])(?P<y>")) else _NEEDS_LETTER


RULES_EN: Final[tuple[Rule, ...]] = tuple(
    (re.compile(pattern, 0 if "mon>" in pattern else re.IGNORECASE), build, _need(pattern)) for pattern, build in _TABLE
)
"""What a date looks like, and what is read from it; where two fit at one place the longer wins."""
