"""Which relation the words around a figure ask for: a share, a growth, a sum, what is left, a mean, a product, an earlier level."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.verify.search.numbers import Number
from liangrong.research.claims.words.movement import FALL_NOUN_ZH, FALL_WORDS, RISE_NOUN_ZH, RISE_WORDS

__all__ = ["FALL", "RISE", "Form", "asked", "forms_of", "goes"]


class Form(StrEnum):
    """How a figure can follow from others."""

    SHARE = "share"
    GROWTH = "growth"
    POINTS = "points"
    TIMES = "times"
    COMPOUND = "compound"
    REST = "rest"
    """What is missing to a hundred per cent."""
    SUM = "sum"
    REMAINDER = "remainder"
    DIFFERENCE = "difference"
    MEAN = "mean"
    PRODUCT = "product"
    PERCENT_OF = "percent of"
    BEFORE = "before"
    """The level from which a growth or a change led to another."""
    AFTER = "after"


_RISE: Final = (
    rf"{RISE_WORDS}|{RISE_NOUN_ZH}|扩|放大|翻|领先|\b(?:more|larger|bigger|above|ahead(?! of)|better|improv\w*|put on|tenfold)\b"
)
_FALL: Final = rf"{FALL_WORDS}|{FALL_NOUN_ZH}|缩|少|低于|低(?=约|了|近|逾)|流失|\b(?:minus|less|fewer|smaller|below|came off|worse|short of)\b"
RISE: Final = re.compile(_RISE, re.IGNORECASE)
FALL: Final = re.compile(_FALL, re.IGNORECASE)
_WORDS: Final[Mapping[Form, re.Pattern[str]]] = {
    form: re.compile(words, re.IGNORECASE)
    for form, words in {
        Form.SHARE: r"占|比重|份额|拿走|拿下|揽|覆盖|之内|贡献|\b(?:shares? of|account\w* for|ma[dk]e\w* up|represent\w*|compris\w*|proportion|out of every|sits? in|suppl(?:y|ies|ied)|"
        r"belong\w*|as (?:much|many|large|big) as|contribut\w*|equal\w* to|equivalent to|concentrat\w*)\b|(?:%|percent|per cent|half|thirds?|quarters?|fifths?|tenths?) of (?!the (?:year|month))|相当于",
        Form.GROWTH: rf"增速|增幅|环比|同比|growth|^\W*by\b|percentage (?:rise|gain|increase|change)|in per ?cent|in percentage terms|{_RISE}|{_FALL}",
        Form.COMPOUND: r"全程|累计|合计|总共|整个|全年|前后|起点|两[次轮步年月周日段阶]|\b(?:overall|in (?:all|total)|over (?:the )?(?:both|two|whole|entire|full)|altogether|combined|entire|whole|cumulative\w*|together|compound\w*|for the (?:\w+ )?(?:year|period|quarter|month|week))\b",
        Form.REST: r"余|剩|另外|\b(?:rest|remain\w*|last|others?|only|balance)\b",
        Form.SUM: r"合计|总共|共|总计|总额|累计|之和|加起来|加总|相加|汇总|总量|总数|\b(?:total\w*|together|combined|in all|all told|altogether|sum\w*|between them|jointly|aggregate\w*|overall|"
        r"add\w* up|amount\w* to|for the (?:year|week|month|quarter|period))\b",
        Form.REMAINDER: r"其余|余下|剩|尚有|还有|仅存|另外|\b(?:rest|remain\w*|leav\w*|left|the (?:other|last)|outstanding)\b",
        Form.DIFFERENCE: rf"差|净|距|缺口|价差|\b(?:gap|differ\w*|net|short of|separat\w*|apart|change|spread|clear of|margin of|lead)\b|{_RISE}|{_FALL}",
        Form.MEAN: r"均|每|平摊|\b(?:averag\w*|mean|per (?!cent)|each|apiece|a head|an? (?:day|session|week|month|year|client|piece|account|head|investor|stock)|clip of|daily|monthly)\b",
        Form.PRODUCT: r"计算|估算|意味|合计|市值|动用|所得|套现|共|\b(?:worth|costs?|value\w*|pocket\w*|proceeds|total\w*|in all|bill|paid|came to|raised|fetch\w*|imply|implies|means)\b",
        Form.PERCENT_OF: r"利息|手续费|佣金|费用|保证金|可带来|即|相当于|意味|\b(?:interest|fees?|commission|costs?|deposit|margin of|imply|implies|equivalent|means|worth|would|could)\b",
        Form.BEFORE: r"此前|以前|之前|前一|[日周月年]前|[上去]一?[日周月年]|年初|月初|起点|期初|原来|原先|\b(?:before|earlier|previous\w*|ago|at the (?:start|beginning)|started|began|begun|had been|prior|last "
        r"(?:week|month|year|quarter|\w+day)|figure at|came from|against)\b",
        Form.AFTER: r"如今|目前|现为|现在|变成|变为|\b(?:now|taking it to|leav\w* it at|br(?:ings?|ought) it to|puts? it at)\b",
    }.items()
}
_OF_KIND: Final[Mapping[Kind, tuple[Form, ...]]] = {
    Kind.PERCENT: (Form.SHARE, Form.GROWTH, Form.COMPOUND, Form.REST, Form.AFTER),
    Kind.PERCENTAGE_POINT: (Form.POINTS,),
    Kind.BASIS_POINT: (Form.POINTS,),
    Kind.MULTIPLE: (Form.TIMES,),
}
_MOVED: Final = re.compile(
    rf"(?:{_RISE}|{_FALL})(?:了|约|近|逾|幅|为|达|\s|\b(?:by|about|some|almost|nearly|roughly)\b)*$", re.IGNORECASE
)
_AND: Final = re.compile(r"\b(?:and|but|while)\b|[而但和]")
_RATIO: Final = 100
_RATIOS: Final = re.compile(r"比率|比值|之比|倍数|\bratio\b|\bmultiple\b", re.IGNORECASE)
_OF_AMOUNTS: Final = (
    Form.SUM,
    Form.REMAINDER,
    Form.DIFFERENCE,
    Form.MEAN,
    Form.PRODUCT,
    Form.PERCENT_OF,
    Form.BEFORE,
    Form.AFTER,
)


def forms_of(one: Number) -> tuple[Form, ...]:
    """The relations that a figure of this kind can have; a small bare number beside the word "ratio" is one."""
    if one.kind is Kind.NUMBER and one.value < _RATIO and _RATIOS.search(one.clause):
        return (Form.TIMES,)
    return _OF_KIND.get(one.kind, _OF_AMOUNTS)


def asked(one: Number) -> dict[Form, bool]:
    """The relations that a figure of this kind can have, and whether its clause has words for each.

    Examples
    --------
    The words of a share, beside a percentage, ask for a share and for no growth; where the clause has no such words, the sentence may.
    """
    found = _found(one, one.clause)
    claim = one.quantity.claim
    if one.kind is Kind.PERCENT and not any(found.values()):
        found = {**found, Form.GROWTH: True} if claim.aspect is Aspect.GROWTH else _found(one, claim.passage.text)
        if not any(found.values()):
            found[Form.SHARE] = claim.aspect is Aspect.SHARE
    elif Form.DIFFERENCE in found:
        found[Form.DIFFERENCE] = found[Form.DIFFERENCE] or claim.aspect is Aspect.CHANGE
        found[Form.MEAN] = found[Form.MEAN] or claim.aspect is Aspect.MEAN
    return found


def _found(one: Number, text: str) -> dict[Form, bool]:
    found = {form: form not in _WORDS or bool(_WORDS[form].search(text)) for form in forms_of(one)}
    if one.kind is Kind.PERCENT:
        found[Form.SHARE] = found[Form.SHARE] and not _MOVED.search(one.before)
        found[Form.GROWTH] = found[Form.GROWTH] and not found[Form.SHARE]
    return found


def goes(one: Number) -> int:
    """1 where the words at a figure say that it is a rise, -1 for a fall, 0 where they say neither or both."""
    if one.quantity.figure.value < 0:
        return -1
    for words in (one.before, _AND.split(one.after)[0]):
        up, down = bool(RISE.search(words)), bool(FALL.search(words))
        if up != down:
            return 1 if up else -1
    return {"up": 1, "in": 1, "down": -1, "out": -1}.get(one.quantity.claim.direction, 0)
