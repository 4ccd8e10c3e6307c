"""Which figures say something: not the length of a window, not the size of a group that another figure is about, not a threshold."""

from __future__ import annotations

import re
from typing import Final

from liangrong.research.claims.extract.clauses import Clause
from liangrong.research.claims.extract.sentence import Sentence, inside
from liangrong.research.claims.extract.vocabulary.terms import TERM
from liangrong.research.claims.figure import Figure, Hedge, Kind

__all__ = ["threshold_of", "worth_saying"]

_BOUNDED: Final = (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST)
_TOTAL: Final = re.compile(
    r"合计|共计|总计|累计|总额|一共|平均|均值|\b(?:total|combined|together|in all|aggregate|averag\w*|worth)\b", re.IGNORECASE
)
_EACH: Final = re.compile(r"均|都|各|分别|\b(?:each|both)\b", re.IGNORECASE)
_ALL_OF: Final = re.compile(
    r"\b(?:every(?: single)?(?: one)?|each(?: one)?|all) of (?:the |these |its |those )?$|\ball (?:the )?$", re.IGNORECASE
)
"""Before a number: whoever is counted is all of them, so that the bound is said of each."""
_GROUP: Final = re.compile(r"^(?:大|多?个?(?:全球|主要))")
_NAMED: Final = re.compile(r"[一二两三四五六七八九十\d]+大")
"""四大行业: a name for a group, which the figure behind it is of."""
_AMOUNT: Final = re.compile(r"[^，,、(（]{0,8}?(?:超过?|近|约|逾)?[\d.,]+(?:多|余)?[亿万]")
_AMONG: Final = re.compile(r"(?:在|the|these|those|all|前|top)\s*$", re.IGNORECASE)
_WINDOW_BEFORE: Final = re.compile(
    r"(?:近|过去|最近|未来|前|后|此后|随后|上|每|第|last|past|next|previous|prior|recent|first|every|over|two-|for)\s*(?:the )?$",
    re.IGNORECASE,
)
_PARAMETER: Final = re.compile(
    r"^[- ]?(?:day|week|month|year|minute)?s? ?(?:moving|relative|simple|average|mean|RSI|high|low|peak|record)\b|^(?:来|以来)?的?(?:均值|平均|高点|新高|新低|均线)",
    re.IGNORECASE,
)
_STREAK: Final = re.compile(
    r"连|uninterrupted|unbroken|consecutive|straight|successive|in a row|running|in succession", re.IGNORECASE
)
_FORMULA: Final = re.compile(r"^\s*[÷×=]|[÷×=]\s*$")
_LIMIT: Final = re.compile(
    r"不(?:得)?超过|不少于|不低于|最长|至少|满|\b(?:within|exceed|at least|at most|up to|maximum of|minimum of|no (?:more|less) than|over|more than)\s*$",
    re.IGNORECASE,
)
_LIMIT_AFTER: Final = re.compile(r"^(?:之?内|以上|以下|以内)|^ (?:at most|or (?:more|less|longer))", re.IGNORECASE)
_RULED: Final = re.compile(
    r"展期|追加|补足|补仓|平仓|担保|合约|开户|交易经验|margin call|replenish|collateral|extension|liquidat|contract|eligib|listing|listed",
    re.IGNORECASE,
)
_ENDURES: Final = re.compile(
    r"(?:历时|用时|耗时|费时|为期|长达|相隔|间隔|仅用|只用|用了|花了|历经|(?:距今|至今|迄今)(?:已)?(?:经)?(?:有)?|已(?:经)?(?:过去|有|执行|运行|持续|实施|沿用|维持)|过去了|持续|维持|沿用|延续|停留|执行了|运行了|实施了|存续(?:期|了)?|平均持[仓有](?:周期|时间|期)?"
    r"|(?:周期|期限|时长|时间|天数|久期|寿命)(?:仅|约|平均)*(?:为|达|是|有|至)?|(?:需要?|须|应)提前|提前)(?:了|约|近|超过?|仅|已|达|只|为|整整|有){0,3}$"
    r"|\b(?:took|takes?|taking|last(?:s|ed|ing)?|surviv(?:es?|ed|ing)|stood|endur(?:es?|ed|ing)|remained|spann?(?:s|ed|ing)?|persist(?:s|ed|ing)?|need(?:s|ed)?|held|hold|elapsed|stayed|apart|kept"
    r"|(?:period|term|length|time|span|duration|life)(?: of| was| is| averages?)?)(?: \w+){0,2}?(?: in place| in force)?(?: for)?(?: (?:just|only|about|some|nearly|roughly|over|almost|at least|an average of|the best part of))*\s*$",
    re.IGNORECASE,
)
"""What a length of time that is a claim itself follows: it took 16 days, 已沿用两年."""
_COUNTED_DAYS: Final = re.compile(
    r"(?:中|里|有|仅|只|其中|共)(?:有)?$|\bon (?:only |just |no fewer than |at least )?$|^\W*(?:and |only |just |but )?$",
    re.IGNORECASE,
)
_DID_AFTER: Final = re.compile(
    r"^(?:是|为|出现|录得|实现|呈|获|遭|净|融资|余额|回|上|下|增|减|涨|跌|流|买|超|高于|低于|突破|收)|^(?: of (?:the|them|these|this) ?\w*)? (?:\w+ed|saw|rose|fell|drew|brought|were|had|took|beat|lost|stood|ran)\b|^\W*$",
    re.IGNORECASE,
)
"""How days are counted of which something is said: on four days, four sessions cleared 5 billion, 五天中有三天净买入."""
_SET_OFF: Final = re.compile(
    r"[,，(（—]\s*(?:a little|just|about|roughly|some|in all|altogether|共|合计|前后)?\s*$", re.IGNORECASE
)
_ENDURES_AFTER: Final = re.compile(
    r"^(?:之久|有余|后才|才|的时间(?!里|内))|^ (?:apart|to (?:get|go|climb|move|rise|reach|double|add)|elapsed|passed|have passed|went by)\b",
    re.IGNORECASE,
)
_FOLDED: Final = re.compile(r"\b(?:doubl|tripl|halv)(?:ed|es|ing)\b", re.IGNORECASE)
"""How a rule was changed, where the clause goes on to what it was changed to."""
_BESIDE: Final = 3
_REACH: Final = 24
_WHO: Final = re.compile(r"\s*的?(?:个股|股票|行业|公司|板块|标的|sectors|stocks|companies)?(?:共|合计)?(?:有|达|为)?\s*")


def worth_saying(sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure is what a claim is about."""
    periods = (*sentence.periods, *sentence.bases)
    if any(period.at[0] <= figure.start and figure.end <= period.at[1] for period in periods):
        return False
    streak = figure.kind is Kind.DURATION and _STREAK.search(sentence.between(figure.start - 3, figure.end))
    if not streak and any(mention.start <= figure.start and figure.end <= mention.end for mention in sentence.mentions):
        return False
    if any(one.start <= figure.start and figure.end <= one.end for one in sentence.entities):
        return False
    clause = sentence.clause_at(figure.start)
    if _FOLDED.search(figure.text) and any(one.term.rule for one in inside(sentence.mentions, figure.end, clause.end)):
        return False
    before, after = sentence.between(clause.start, figure.start), sentence.between(figure.end, clause.end)
    if figure.kind is Kind.NUMBER and (_FORMULA.search(before) or _FORMULA.search(after)):
        return False
    if figure.kind is Kind.DURATION and (_ENDURES.search(before) or _ENDURES_AFTER.match(after)):
        return True
    if figure.kind is Kind.DURATION and not _lasts(sentence, clause, figure, before, after):
        return False
    if (
        figure.kind is Kind.DURATION
        and not _STREAK.search(figure.text)
        and (_WINDOW_BEFORE.search(before) or _PARAMETER.match(after))
    ):
        return False
    in_a_row = _STREAK.search(figure.text) or _STREAK.search(before[-3:])
    if (
        figure.kind is Kind.DURATION
        and not in_a_row
        and any(period.open_end and clause.start <= period.at[0] and period.at[1] <= figure.start for period in sentence.periods)
    ):
        return False
    if figure.kind is Kind.COUNT and _NAMED.match(figure.text) and _AMOUNT.match(after):
        return False
    if figure.kind is Kind.COUNT and figure.upper is None:
        others = [
            one
            for one in sentence.figures
            if clause.start <= one.start < clause.end and one is not figure and one.kind not in (Kind.COUNT, Kind.DURATION)
        ]
        if _GROUP.match(sentence.between(figure.end - 1, clause.end)) or re.search(r"大$|多个", figure.text):
            return False
        if re.match(r"(?:之)?[中里]", after) or re.search(r"\b(?:out of|of all|among)\s*$", before, re.IGNORECASE):
            return False
        if others and any(0 <= figure.start - one.end <= 1 for one in sentence.entities):
            return False
        if _AMONG.search(before) and others and not threshold_of(sentence, clause, figure):
            return False
    return True


def _lasts(sentence: Sentence, clause: Clause, figure: Figure, before: str, after: str) -> bool:
    """Whether a length of time is what is claimed: a streak, a term, a deadline, the length of a printed window."""
    if _STREAK.search(figure.text) or _STREAK.search(before[-8:]) or _STREAK.match(after.lstrip()):
        return True
    if (
        figure.unit in ("days", "sessions")
        and _COUNTED_DAYS.search(before)
        and _DID_AFTER.match(after)
        and (before.strip() or after.strip(" ."))
    ):
        return True
    if any(one.term.kinds >= TERM and len(one.term.kinds) == 1 for one in sentence.mentions):
        return True
    if any(
        0 <= figure.start - period.at[1] <= _BESIDE and not period.is_day and not period.open_end for period in sentence.periods
    ):
        return True
    if _SET_OFF.search(sentence.between(sentence.passage.start, figure.start)) and any(
        period.at[1] <= figure.start and not period.is_day and not period.open_end for period in sentence.periods
    ):
        return True
    return bool(_LIMIT.search(before[-_REACH:]) or _LIMIT_AFTER.match(after) or _RULED.search(clause.text))


def threshold_of(sentence: Sentence, clause: Clause, figure: Figure) -> Figure | None:
    """The bound that decides who is counted: 13 sectors with net purchases exceeding 10 billion; 净买入超10亿元的个股有112只."""
    if figure.kind is not Kind.COUNT or _NAMED.match(figure.text):
        return None
    if _ALL_OF.search(sentence.between(clause.start, figure.start)):
        return None
    for other in sentence.figures:
        if other is figure or other.kind in (Kind.COUNT, Kind.RANK, Kind.DURATION) or other.hedge not in _BOUNDED:
            continue
        if sentence.between(other.start - 1, other.start) == "的":
            continue
        if figure.end <= other.start < clause.end:
            between = sentence.between(figure.end, other.start)
            return None if _TOTAL.search(between) or _EACH.search(between) or re.search(r"[,，;；]", between) else other
        if (
            clause.start <= other.start
            and other.end <= figure.start
            and (gap := sentence.between(other.end, figure.start))
            and _WHO.fullmatch(gap)
        ):
            return other
    return None
