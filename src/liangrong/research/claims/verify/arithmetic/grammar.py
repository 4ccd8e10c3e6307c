"""How sentences print relations, with figures as slots: patterns only, no meaning.

The words between two figures must be nothing but the relation: where another subject may stand between them, nothing is matched.
"""

from __future__ import annotations

import re
from typing import Final

from liangrong.research.claims.words.movement import (
    FALL_EN,
    FALL_NOUN_EN,
    FALL_NOUN_ZH,
    FALL_ZH,
    RISE_EN,
    RISE_NOUN_EN,
    RISE_NOUN_ZH,
    RISE_ZH,
)

__all__ = [
    "BALANCES",
    "BASES",
    "CONVERSION",
    "DIRECTION_EN",
    "ENDS",
    "FALLING",
    "FALLS_ZH",
    "MEANS",
    "MOVES",
    "RISES_ZH",
    "SHARES",
    "SUMS",
]


def _slot(letters: str, name: str) -> str:
    return rf"⟦[{letters}](?P<{name}>\d+)⟧"


_LEVEL: Final = "mpnsoux"
_A: Final = _slot(_LEVEL, "a")
_B: Final = _slot(_LEVEL, "b")
_RATE: Final = _slot("pqbx", "rate")
_GAP_ZH: Final = r"[^⟦⟧。；;，,]"
_GAP_EN: Final = r"[^⟦⟧.;,]"
_HOW_ZH: Final = "(?:大幅|显著|明显|小幅|微|累计|单日|当日|净|合计|共|期间)*"
_UP_ZH: Final = f"{_HOW_ZH}(?:{RISE_ZH}|{RISE_NOUN_ZH})"
_DOWN_ZH: Final = f"{_HOW_ZH}(?:{FALL_ZH}|{FALL_NOUN_ZH})"
_MUCH_ZH: Final = r"(?:高?达到?|约?为|超过?|了|逾|约|近|幅度|比例)*"
_ABOUT: Final = r"(?:by |of |about |approximately |roughly |nearly |some )*"
_ALONE: Final = r"(?! ?(?:year|month|week|quarter|annual|from|than|compared|since|over|of)\b)"
"""A rate that is said to be against something else is not that of the two levels."""
_STATED: Final = rf"(?:,? ?[(]?(?:(?P<after>{RISE_EN}|{FALL_EN}|(?:representing |marking |which is |or )?an? {RISE_NOUN_EN} of|(?:representing |marking |which is |or )?an? {FALL_NOUN_EN} of|or) ){_ABOUT}{_RATE}{_ALONE}|,? (?:representing |marking |or )?an? {_slot('pqbx', 'noun')} (?P<what>{RISE_NOUN_EN}|{FALL_NOUN_EN}))"
_WHEN: Final = rf"(?: (?:in|on|over|during|since|within) {_GAP_EN}{{0,16}})?"

_CHANGED: Final = (
    rf"(?:,? (?P<changed>{RISE_EN}|{FALL_EN}|an? {RISE_NOUN_EN} of|an? {FALL_NOUN_EN} of) {_ABOUT}{_slot('mns', 'by')})?"
)

_FROM_TO_EN: Final = re.compile(
    rf"(?:(?:(?P<verb>{RISE_EN}|{FALL_EN}) {_ABOUT})?{_slot('pqbx', 'before')}{_WHEN},? ?(?:{RISE_EN} |{FALL_EN} |going |moving )?)?\bfrom {_GAP_EN}{{0,40}}{_A}{_GAP_EN}{{0,60}}\bto {_GAP_EN}{{0,30}}{_B}{_WHEN}{_CHANGED}{_STATED}?",
    re.IGNORECASE,
)
_TO_FROM_EN: Final = re.compile(
    rf"(?:(?P<verb>{RISE_EN}|{FALL_EN}) (?:{_ABOUT}{_slot('pqbx', 'before')}{_WHEN} )?|{_slot('pqbx', 'word')} )to {_GAP_EN}{{0,20}}{_B}{_WHEN},? from {_GAP_EN}{{0,24}}{_A}{_WHEN}{_CHANGED}{_STATED}?",
    re.IGNORECASE,
)
_FROM_TO_ZH: Final = re.compile(
    rf"[从由]{_GAP_ZH}{{0,16}}{_A}{_GAP_ZH}{{0,16}}(?P<verb>增|升|涨|扩|提|降|减|跌|缩|回|调|上|下|攀|跳|猛)?{_GAP_ZH}{{0,6}}[至到为]{_GAP_ZH}{{0,6}}{_B}"
    rf"(?:[，,（(]?(?:(?P<after>{_UP_ZH}|{_DOWN_ZH}){_MUCH_ZH}){_slot('mns', 'by')})?(?:[，,（(]?(?:(?P<rated>{_UP_ZH}|{_DOWN_ZH}){_MUCH_ZH}){_RATE})?"
)
MOVES: Final = (_FROM_TO_EN, _TO_FROM_EN, _FROM_TO_ZH)
"""From ``a`` to ``b``; ``before``, ``rate`` or ``noun`` say how much that is in percent or points, ``by`` how much in all."""

_BY: Final = _slot("mns", "by")
BASES: Final = (
    re.compile(
        rf"(?P<verb>{RISE_EN}|{FALL_EN}) {_ABOUT}{_BY},? ?(?:or |\()(?:up |down )?{_ABOUT}{_slot('p', 'rate')}[,)]* (?:from|compared (?:with|to)|over|versus) {_GAP_EN}{{0,40}}{_slot('mns', 'a')}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"[较比]{_GAP_ZH}{{0,24}}?的?{_slot('mns', 'a')}{_GAP_ZH}{{0,10}}?(?P<verb>{_UP_ZH}|{_DOWN_ZH}){_MUCH_ZH}{_BY}[，,（(]?(?:即|或|(?:{_UP_ZH}|{_DOWN_ZH}){_MUCH_ZH}){_slot('p', 'rate')}"
    ),
)
"""A change ``by`` from the level ``a``, and its share ``rate`` of that level."""
ENDS: Final = (
    re.compile(
        rf"{_slot('mns', 'b')}[，,]?(?:较|比){_GAP_ZH}{{0,20}}?(?P<verb>{_UP_ZH}|{_DOWN_ZH}){_MUCH_ZH}{_BY}[，,（(]?(?:即|或|(?:{_UP_ZH}|{_DOWN_ZH}){_MUCH_ZH}){_slot('p', 'rate')}"
    ),
    re.compile(
        rf"{_slot('mns', 'b')},? (?P<verb>{RISE_EN}|{FALL_EN}) {_ABOUT}{_BY},? ?(?:or |\(){_ABOUT}{_slot('p', 'rate')}",
        re.IGNORECASE,
    ),
)
"""A level ``b`` after a change ``by``, and the growth ``rate`` that this was."""

_COUNTED_ZH: Final = r"(?:(?:两者|三者|二者|两市|以上|上述|两个|三个|四个|前[一二三四五六七八九十\d]+[名家只个大])(?:市场|行业|交易所)?|⟦[nk]\d+⟧)?"


def _sum_zh(letter: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<parts>(?:{_GAP_ZH}{{0,24}}⟦{letter}\d+⟧[，,]?){{2,9}})[，,；;、]?{_COUNTED_ZH}(?P<word>合计|共计|总计|合共)(?:约|达|为|共|净?[增买流][加入]?|净?[减卖][少出]?|净流出)*{_slot(letter, 'b')}"
    )


def _sum_en(letter: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<parts>(?:{_GAP_EN}{{0,45}}⟦{letter}\d+⟧(?:{_GAP_EN}{{0,14}}[,;])?){{2,9}}{_GAP_EN}{{0,14}})(?:for |or |, |with |bringing )*(?:a |an |the )?(?:combined|total(?:l?ing)?|in total|together|sum)(?: total| of| to| come| comes| make| amounting)*,? (?:about |roughly )?{_slot(letter, 'b')}",
        re.IGNORECASE,
    )


_SHARE_ZH: Final = re.compile(
    rf"{_slot('mns', 'a')}[，,（(]?(?:约|占|分别)*占{_GAP_ZH}{{0,18}}?{_slot('mns', 'b')}(?:的比[重例])?(?:的|为|约|达)*{_slot('p', 'rate')}"
)
_SHARE_WHICH_ZH: Final = re.compile(
    rf"{_slot('mns', 'b')}[^⟦⟧。；;]{{0,12}}其中{_GAP_ZH}{{0,18}}{_slot('mns', 'a')}[，,（(](?:占比|占|占总[额量数])(?:约|为|达|高)*{_slot('p', 'rate')}"
)
_SHARE_EN: Final = re.compile(
    rf"{_slot('mns', 'a')}{_WHEN},? ?[(]?(?:or |accounting for |representing |equal to |equivalent to |making up |which is |about |roughly )+{_slot('p', 'rate')} of (?:the |its |all |that |a )*{_GAP_EN}{{0,40}}?{_slot('mns', 'b')}",
    re.IGNORECASE,
)
_TIMES_ZH: Final = re.compile(
    rf"{_slot('mns', 'a')}{_GAP_ZH}{{0,8}}[，,]?(?:约|大约|近乎|几乎|将近)*(?:是|为|相当于){_GAP_ZH}{{0,18}}{_slot('mns', 'b')}[）)]?的{_slot('x', 'rate')}"
)
_TIMES_EN: Final = re.compile(
    rf"{_slot('mns', 'a')},? (?:which is |is |or |about |roughly |nearly )*{_slot('x', 'rate')}(?: as much as| that of)? (?:the |its )?{_GAP_EN}{{0,30}}{_slot('mns', 'b')}",
    re.IGNORECASE,
)
_SAME: Final = re.compile(
    rf"{_slot('mns', 'a')} ?[（(](?:即|约|合|或|about |or |roughly |i\.e\.,? )?{_slot('mns', 'b')}[)）]|{_slot('m', 'c')}[，,](?:即|也就是|or|i\.e\.,?) ?{_slot('m', 'd')}"
)
_MEAN_ZH: Final = re.compile(
    rf"{_slot('n', 'n')}{_GAP_ZH}{{0,20}}[，,]?{_GAP_ZH}{{0,14}}(?:合计|总额|共|总计){_GAP_ZH}{{0,6}}{_slot('m', 'b')}[，,](?:户均|人均|每户平均|平均每[户家只人个]|每[户家只人个]平均|均值)(?:约|为|达|持有|余额|融资)*{_slot('m', 'a')}"
)
_MEAN_EN: Final = re.compile(
    rf"{_slot('n', 'n')}{_GAP_EN}{{0,40}}(?:total of|totall?ing|combined|together){_GAP_EN}{{0,14}}{_slot('m', 'b')},? (?:an average of|averaging|or) (?:about |roughly )?{_slot('m', 'a')} (?:per|each|for each|apiece)",
    re.IGNORECASE,
)

_NAMES_ZH: Final = re.compile(r"其中|较|比|占|均|率")
_NAMES_EN: Final = re.compile(r"\b(?:of which|including|from|than|per|average)\b", re.IGNORECASE)
_WHICH: Final = re.compile(
    rf"{_slot('m', 'b')},? of which (?:{_slot('m', 'a')} {_GAP_EN}{{0,12}}(?:margin )?financing,? and {_slot('m', 'c')} {_GAP_EN}{{0,12}}(?:securities lending|short)|(?:margin )?financing {_GAP_EN}{{0,20}}{_slot('m', 'd')} and (?:securities lending|short){_GAP_EN}{{0,30}}{_slot('m', 'e')})",
    re.IGNORECASE,
)
_WHICH_AFTER: Final = re.compile(
    rf"{_slot('m', 'b')} {_GAP_EN}{{0,24}},? of which (?:margin )?financing {_GAP_EN}{{0,20}}{_slot('m', 'd')} and (?:securities lending|short){_GAP_EN}{{0,30}}{_slot('m', 'e')}",
    re.IGNORECASE,
)
BALANCES: Final = (_WHICH, _WHICH_AFTER)
"""The total ``b``, of which ``a`` or ``d`` is financing, and ``c`` or ``e`` securities lending."""
SUMS: Final = (*((_sum_zh(letter), _NAMES_ZH) for letter in "mns"), *((_sum_en(letter), _NAMES_EN) for letter in "mns"))
"""Listed ``parts`` and their total ``b``, with words that must not stand among the parts."""
SHARES: Final = (_SHARE_ZH, _SHARE_WHICH_ZH, _SHARE_EN, _TIMES_ZH, _TIMES_EN)
"""A part ``a``, a whole ``b``, and what the part is of the whole."""
CONVERSION: Final = _SAME
"""One amount in two units: ``a`` and ``b``, or ``c`` and ``d``."""
MEANS: Final = (_MEAN_ZH, _MEAN_EN)
"""``n`` of them have ``b`` together, ``a`` each."""
DIRECTION_EN: Final = re.compile(
    rf"\b(?:(?P<up>{RISE_EN})|(?P<down>{FALL_EN}))(?: \w+ly)?(?: (?:by )?⟦\w+⟧)?,? ?$", re.IGNORECASE
)
"""The verb right in front of "from … to …", or of "to … from …"."""
RISES_ZH: Final = re.compile(r"增|升|涨|攀|扩")
FALLS_ZH: Final = re.compile(r"降|减|跌|缩|落")
FALLING: Final = re.compile(
    rf"^(?:{_DOWN_ZH}|{FALL_EN}|(?:representing |marking |which is |or )?an? {FALL_NOUN_EN} of|{FALL_NOUN_EN})", re.IGNORECASE
)
"""Words that say that a change is a fall."""
