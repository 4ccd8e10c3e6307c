"""Faithful prose in many wordings; each variable word is a slot, so that an attacker knows what to change."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from liangrong.core.errors import Lang
from liangrong.research.reports.findings import Finding

__all__ = ["Slot", "Story", "stories"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One variable word.

    Parameters
    ----------
    kind
        ``number``, ``date``, ``direction``, ``unit``, ``entity`` or ``metric``.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """A text as words and slots."""

    lang: Lang
    parts: tuple[str | Slot, ...]

    @property
    def text(self) -> str:
        """The text."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


ZH = (
    "{as_of:date}，全市场两融余额为{total:yi}，较前一交易日{total.change:dir}{total.change:yi:abs}，{total.change_ratio:dir}幅度为{total.change_ratio:pct:abs}。",
    "截至{as_of:date}，{m:融资余额}报{financing:yi}，{m:融券余额}报{short:yi}，两者合计{total:wanyi}。",
    "{as_of:day}收盘后，{m:融资余额}{financing.change:dir}{financing.change:yi:abs}至{financing:yi}。",
    "分市场看，{e:上交所}两融余额{SSE:yi}，{e:深交所}两融余额{SZSE:yi}，{e:北交所}两融余额{BSE:yi}。",
    "{as_of:date}，{e:深交所}融资融券余额为{SZSE:yi}。",
    "近20个交易日，两融余额累计{growth.20:dir}{growth.20:pct:abs}。",
    "{as_of:date}平均维持担保比例为{maintenance:pct}。",
    "{m:融券余额}当日{short.change:dir}{short.change:yi:abs}，{short.change_ratio:dir}{short.change_ratio:pct:abs}。",
    "两融余额约{total:wanyi}，其中{m:融资余额}约{financing:wanyi}。",
    "{as_of:date}的两融余额是{total:yi}；{m:融资余额}单日{financing.change:dir}{financing.change:yi:abs}，{financing.change_ratio:dir}{financing.change_ratio:pct:abs}。",
)
EN = (
    "On {as_of:date} the margin trading balance of the whole market stood at {total:bn}, {total.change:updown} {total.change:bn:abs} on the day.",
    "As of {as_of:date}, the {m:financing balance} was {financing:bn} and the {m:short balance} {short:bn}.",
    "The {m:financing balance} {financing.change:rose} by {financing.change:bn:abs}, or {financing.change_ratio:pct:abs}, to {financing:bn}.",
    "By venue, the {e:Shanghai Stock Exchange} had a margin trading balance of {SSE:bn}, the {e:Shenzhen Stock Exchange} one of {SZSE:bn}.",
    "The margin trading balance {growth.20:rose} {growth.20:pct:abs} over 20 sessions.",
    "The average maintenance ratio was {maintenance:pct} on {as_of:date}.",
    "Margin trading balance: {total:tn} on {as_of:date}, of which the {m:financing balance} made up {financing:tn}.",
    "The {m:short balance} {short.change:rose} {short.change:m:abs} to {short:bn}.",
    "On {as_of:enday} the {m:financing balance} came to {financing:bn}, {financing.change:updown} {financing.change_ratio:pct:abs}.",
)
_FIELD = re.compile(r"\{([^{}]+)\}")
_SIZES = {"yi": (Decimal(10**8), "亿元", 2), "wanyi": (Decimal(10**12), "万亿元", 2), "bn": (Decimal(10**9), " billion yuan", 2),
          "tn": (Decimal(10**12), " trillion yuan", 3), "m": (Decimal(10**6), " million yuan", 1)}  # fmt: skip
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def stories(found: Mapping[str, Finding], seed: int) -> list[Story]:
    """A text of a few sentences in each language."""
    draw = random.Random(seed)
    made = []
    for lang, templates, gap in (("zh", ZH, ""), ("en", EN, " ")):
        parts: list[str | Slot] = []
        for template in draw.sample(templates, 3):
            parts += [*_filled(template, found, lang), gap]
        if found["total.record"].value is not None and draw.random() < 0.5:
            parts.append(_record(bool(found["total.record"].value), lang))
        made.append(Story(lang, tuple(parts)))  # type: ignore[arg-type]
    return made


def _record(is_record: bool, lang: str) -> str:
    if lang == "zh":
        return "两融余额创历史新高。" if is_record else "两融余额未创历史新高。"
    return (
        "The margin trading balance is at a record high." if is_record else "The margin trading balance is not at a record high."
    )


def _filled(template: str, found: Mapping[str, Finding], lang: str) -> list[str | Slot]:
    parts: list[str | Slot] = []
    end = 0
    for match in _FIELD.finditer(template):
        parts.append(template[end : match.start()])
        parts += _field(match[1], found, lang)
        end = match.end()
    return [*parts, template[end:]]


def _field(field: str, found: Mapping[str, Finding], lang: str) -> list[str | Slot]:
    key, how, *rest = field.split(":")
    if key in ("m", "e"):
        return [Slot("metric" if key == "m" else "entity", how)]
    value = found[key].value
    if isinstance(value, date):
        return [Slot("date", _day(value, how, lang))]
    number = Decimal(str(value))
    up = number > 0
    words = {
        "dir": ("增加", "减少") if "ratio" not in key and "growth" not in key else ("上升", "下降"),
        "updown": ("up", "down"),
        "rose": ("rose", "fell"),
    }
    if how in words:
        return [Slot("direction", words[how][0 if up else 1])]
    if rest:
        number = abs(number)
    if how == "pct":
        return [Slot("number", f"{_rounded(number * 100, 2)}"), "%"]
    size, unit, digits = _SIZES[how]
    return [Slot("number", f"{_rounded(number / size, digits):,f}"), Slot("unit", unit)]


def _rounded(number: Decimal, digits: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _day(day: date, how: str, lang: str) -> str:
    if how == "enday":
        return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
    if lang == "zh":
        return f"{day.month}月{day.day}日" if how == "day" else f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
