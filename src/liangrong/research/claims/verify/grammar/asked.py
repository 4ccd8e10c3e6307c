"""What a share or a multiple is said to be of: the words for what is divided, and for what it is divided by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity

__all__ = ["Asked", "asked_of"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A quotient in words.

    Parameters
    ----------
    above, below
        What is divided by what; an empty ``above`` is the amount just before, an empty ``below`` a whole that is not named.
    hedge
        What the verb says of the figure's exactness: 不足…的一半.
    at
        Where the words for it begin, in ``Article.text``.
    minus
        1 where only what goes beyond the other is told (比…高出五成), -1 where what lacks is: 20 % less than.
    """

    above: str
    below: str
    at: int
    hedge: Hedge = Hedge.NONE
    minus: int = 0


_FILL_ZH: Final = (
    r"(?:约|近|超过?|逾|仅|只|已|还|将近|接近|不足|不到|高达|多达|达到?|为|有|是|了|在|升至|降至|比[例重]|占比|份额|的|:|：|\s)*$"
)
_LEAD_ZH: Final = re.compile(
    r"^(?:其中|而|但|且|并|则|同时|此外|另外|从.{0,6}看|按.{0,6}看|换言之|也就是说|即|又|尤其是|\s)+[，,]?"
)
_SHARE_ZH: Final = re.compile(
    rf"^(?P<above>[^占]*?)(?:仅|约|已|合计|共|则|均|也|就|还|又|只|大约|总共|单独|独|所)*(?:占(?:到|了|据|去|比)?|贡献了?|份额|市占率)(?P<below>[^占]*?)的?{_FILL_ZH}"
)
_TIMES_ZH: Final = re.compile(
    r"^(?P<above>.*?)(?P<verb>尚?不[足及到]|尚?未[及达]|低于|超过|高于|大于|逾|接近|近|相当于|(?:仅|只|已|约)?[为是有]|达到?了?|仅|约)(?P<below>[^是为，,]{1,24}?)的"
    + _FILL_ZH
)
_MORE_ZH: Final = re.compile(
    r"^(?P<above>.*?)(?:比|较)(?P<below>[^，,]{1,20}?)(?:的)?(?P<verb>高出|高|多出|多|大|超出|低|少|小)(?:了|出)?" + _FILL_ZH
)
_TIME_ZH: Final = re.compile(r"年|月|日|周|季|此前|之前|上[一个]?|前一?|昨|同期|往|初$|末$|以前|时$")
_AMONG_ZH: Final = re.compile(r"^(?P<below>.*\d[^，]*?)之?(?:中|里|当中)[，,]?(?P<above>[^中]+)$")
_OF_TURNOVER: Final = re.compile(r"(?:买入额|交易额|成交额?)占比")
_TWO: Final = 2
_UNDER: Final = ("不", "未", "低于", "尚")
_OVER: Final = ("超过", "高于", "大于", "逾")
_CLAUSE_ZH: Final = re.compile(r"[，。；;：]|,(?!\d{3})")

_OF: Final = re.compile(
    r"^\s*(?:,\s)?of (?P<below>(?:[^,.;:()]|[.,](?=\d))+?)(?=\s*(?:[,.;:()]|$|\b(?:and|while|but|which|that|after|from|than|as|last|on|when|where|this|a year)\b))"
)
_ADVERBS: Final = r"(?:(?:now|thus|alone|only|still|just|together|already|currently|therefore|about|roughly|some|nearly|almost|hence|a|well)\s)*"
_VERBS_EN: Final = re.compile(
    rf"(?P<above>[^;:]*?)\b{_ADVERBS}(?:account(?:s|ed|ing)? for|ma(?:d|k)es? up|making up|represent(?:s|ed|ing)?|suppl(?:y|ies|ied)|contribut(?:es?|ed|ing)|"
    rf"compris(?:es?|ed)|constitut(?:es?|ed)|correspond(?:s|ed|ing)? to|equal(?:s|led)?(?: to)?|equivalent to|amount(?:s|ed)? to|c[ao]mes? to|takes?|took|holds?|held|is|was|are|were|or|"
    rf"runs? at|ran at)\s{_ADVERBS}$",
    re.IGNORECASE,
)
_GIVES_EN: Final = re.compile(
    rf"\b(?:gives?|giving|leaves?|leaving|puts?|putting|brings?|bringing|gave|left)\s(?P<above>[^,;]+?)(?:['’]s?)?\s(?:with\s)?(?:an?\s|its\s|the\s)?(?:\w+\s)?(?:share|weight|proportion)\s(?:of|at|to)\s{_ADVERBS}$",
    re.IGNORECASE,
)
_SHARE_EN: Final = re.compile(
    rf"(?P<above>[^,;]+?)(?:['’]s?)?\s(?:share|portion|weight|proportion)(?:\sof\s(?P<below>[^,;]+?))?\s*(?:,|\b(?:was|is|stood at|came to|comes to|stands at|reached|of|at))\s{_ADVERBS}$",
    re.IGNORECASE,
)
_AGAINST_EN: Final = re.compile(
    r"^\s*(?:(?:set|measured|put|taken) against|against|compared with|relative to|out of|with|of)\s(?P<below>[^,]+(?:,\d{3}[^,]*)*),\s(?P<above>.+)$",
    re.IGNORECASE,
)
_WHICH_EN: Final = re.compile(r"^,?\s*(?:of (?:which|that|this|it)|which)\s*,?\s*", re.IGNORECASE)
_APART: Final = re.compile(
    r"^\s*(?P<way>larger|higher|bigger|greater|more|above|lower|smaller|less|below|fewer)\b(?:\s(?:than|that of|those of)\s(?P<below>(?:[^,.;:]|[.,](?=\d))+))?",
    re.IGNORECASE,
)
_LESS: Final = re.compile(r"lower|smaller|less|below|fewer", re.IGNORECASE)
_BE: Final = re.compile(
    r"\s(?:is|was|are|were|stood|came out|had|has)\s(?:about\s|some\s|roughly\s|nearly\s|thus\s)*$", re.IGNORECASE
)
_TIMES_OF: Final = re.compile(
    r"^\s*(?:as (?:large|big|much|many|high|great|heavy|fast) as\s|the (?:size|amount|level|volume|value|number) of\s|that of\s|those of\s|what\s|of\s)?(?:that of\s|those of\s|the\s|of\s)*(?P<below>[A-Za-z\d](?:[^,.;:]|[.,](?=\d))*?)(?=\s*(?:[,.;:](?!\d)|$|\b(?:and|while|but|in the|at the end)\b))",
    re.IGNORECASE,
)
_BARE_TIMES: Final = re.compile(r"^\s*(?:as (?:large|big|much|many|high|great)|larger|bigger)?\s*(?:[.,;]|$)", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[;；。]\s*|(?<=[a-z)])\.\s")


_OR: Final = re.compile(r"^(?: ?yuan)?,? ?\(?(?:or|that is)\s*$|^[，,（(]?(?:即|或|也就是)$", re.IGNORECASE)
_LESS_OR_MORE: Final = re.compile(r"\s*(?:less|more|fewer|lower|higher)\b", re.IGNORECASE)
"""An amount and its share of what something was before: that share is of the difference."""


def asked_of(one: Quantity) -> Asked | None:
    """What a figure is said to be the quotient of; ``None`` where the words say no such thing."""
    if _OR.search(one.before) and _LESS_OR_MORE.match(one.after):
        return None
    passage = one.claim.passage
    before = passage.text[: one.figure.start - passage.start]
    if re.search(r"[\u3400-\u9fff]", before[-12:] + one.after[:6]):
        return _chinese(one, before)
    return _english(one, _SENTENCE.split(before)[-1])


def _chinese(one: Quantity, before: str) -> Asked | None:
    clause = _LEAD_ZH.sub("", _CLAUSE_ZH.split(before)[-1].strip())
    at = one.figure.start - len(clause)
    is_share = one.figure.kind is Kind.PERCENT
    if (found := _SHARE_ZH.match(clause)) is not None and is_share:
        inside = _AMONG_ZH.match(found["above"])
        if inside is not None and not found["below"]:
            return Asked(inside["above"], inside["below"], at)
        below = "成交" if not found["below"] and _OF_TURNOVER.search(clause) else found["below"]
        return Asked(_previous(before, found["above"]), below, at)
    if (found := _MORE_ZH.match(clause)) is not None and is_share and not _TIME_ZH.search(found["below"]):
        down = found["verb"] in ("低", "少", "小")
        return Asked(_previous(before, found["above"]), found["below"], at, minus=-1 if down else 1)
    if (one.figure.kind is Kind.MULTIPLE or (is_share and clause.endswith("的"))) and (
        found := _TIMES_ZH.match(clause)
    ) is not None:
        verb = found["verb"]
        hedge = Hedge.UNDER if verb.startswith(_UNDER) else Hedge.OVER if verb in _OVER else Hedge.NONE
        return Asked(_previous(before, found["above"]), found["below"], at, hedge)
    return None


def _previous(before: str, above: str) -> str:
    """其净卖出额: with the subject of the clause before."""
    clauses = _CLAUSE_ZH.split(before)
    if not above.startswith(("其", "该")) or above.startswith("其中") or len(clauses) < _TWO:
        return above
    return f"{clauses[-2].strip()}的{above[1:]}"


def _english(one: Quantity, before: str) -> Asked | None:
    before = before.rsplit(": ", 1)[-1]
    at = one.figure.start - len(before)
    against = _AGAINST_EN.match(before)
    lead = against["above"] if against is not None else before
    named = against["below"] if against is not None else ""
    if one.figure.kind is Kind.MULTIPLE:
        return _times_en(one, lead, named)
    apart = _APART.match(one.after)
    if apart is not None and (named or apart["below"]):
        return Asked(_subject(_BE.sub("", lead)), apart["below"] or named, at, minus=-1 if _LESS.match(apart["way"]) else 1)
    of = _OF.match(one.after)
    below = of["below"] if of is not None else named
    if (found := _GIVES_EN.search(lead)) is not None:
        return Asked(found["above"], below, at + found.start())
    if (found := _SHARE_EN.search(lead)) is not None:
        return Asked(_subject(found["above"]), found["below"] or below, at + found.start())
    if (found := _VERBS_EN.match(lead)) is not None and (below or one.part is Part.SHARE):
        return Asked(_subject(found["above"]), below, at + found.end())
    return (
        Asked(_subject(lead), below, one.figure.start)
        if of is not None and re.search(r",\s\w*\s?$", lead) and one.part is Part.SHARE
        else None
    )


def _times_en(one: Quantity, lead: str, named: str) -> Asked | None:
    found = re.match(
        rf"(?P<above>.+?)\s(?:is|was|are|were|amount(?:s|ed)? to|reached|ran at|stood at|came to|at)\s{_ADVERBS}$",
        lead,
        re.IGNORECASE,
    )
    if found is None:
        return None
    if _BARE_TIMES.match(one.after):
        return Asked(_subject(found["above"]), named, one.figure.start) if named else None
    of = _TIMES_OF.match(one.after)
    return Asked(_subject(found["above"]), of["below"], one.figure.start) if of is not None else None


def _subject(text: str) -> str:
    """The last clause of what stands before a verb, without ``of which``."""
    last = next((part for part in reversed(re.split(r",\s", text)) if part.strip()), "")
    return _WHICH_EN.sub("", last).strip()
