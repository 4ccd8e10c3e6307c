"""What stands right before or after a number and says how exact it is: 超, 约, 左右, more than, roughly."""

from __future__ import annotations

import re
from typing import Final

from liangrong.research.claims.figure import Hedge

__all__ = ["hedge_across", "hedge_after", "hedge_before"]

_REACH: Final = 40
"""How many characters a hedge may be long, with what stands between it and the number."""

_BEFORE: Final = (
    (Hedge.AT_LEAST, (r"不低于|(?:不得|不应|不能|不可|不会|未|没有)(?:低于|少于|小于|跌破)|不少于|不小于|不下于|不下|至少|最少|起码|≥|>=|\bat least|\bno less than|\bnot less than|\bno fewer than"
                     r"|\bno lower than|\bnot lower than|\bminimum of|\ba minimum|\bnot (?:be |fall |drop |go )?(?:below|less than|lower than|under)")),
    (Hedge.AT_MOST, (r"不超过|(?:不得|不应|不能|不可|不会|未|未能|没有|尚未)(?:超过|超出|高于|多于|大于|突破)|不高于|不大于|不多于|至多|最多|≤|<=|\bup to|\bat most|\bno more than|\bnot more than|\bas much as|\bas many as"
                    r"|\bnot exceed(?:ing)?|\bnot to exceed|\bwithin|\bno higher than|\bnot (?:be |rise |go )?(?:above|higher than|over)")),
    (Hedge.UNDER, r"不足|不到|低于|少于|小于|未达|未及|跌破|失守|跌穿|<|\b(?:just )?below|\bunder|\b(?:less|fewer|lower|smaller) than|\bshort of"),
    (Hedge.NEARLY, r"将近|接近|逼近|临近|近|\bnearly|\balmost|\bclose to|\bapproach(?:es|ed|ing)?|\bnear|\bjust under|\bjust shy of"),
    (Hedge.OVER, (r"超过|超出|超|逾|突破|升破|冲破|涨破|站上|站稳|[跨迈越冲闯]过|迈上|升穿|高于|大于|多于|>"
                 r"|\bmore than|\bgreater than|\bhigher than|\blarger than|\bover|\babove|\bbeyond|\bpast|\bupwards? of|\bin excess of|\bnorth of"
                 r"|\bexceed(?:s|ed|ing)?|\bsurpass(?:es|ed|ing)?|\btop(?:s|ped|ping)|\bcross(?:es|ed|ing)?|\bbreach(?:es|ed|ing)?"
                 r"|\bbreak(?:s|ing)? through|\bbroke through|\bbreaks|\bbreaking|\bbroken|\bbroke")),
    (Hedge.ABOUT, r"大约|约为|约合|约|大概|大致|左近|\babout|\baround|\broughly|\bapproximately|\bapprox\.?|\bsome|\bcirca|~|≈"),
)  # fmt: skip
_BETWEEN: Final = r"(?:了|到|过|至|为|达|占|有|人民币|(?P<the>\sthe\s|\sits\s)|(?P<a>\san?\s))?\s{0,2}"
_LEVEL: Final = re.compile(
    r"[^,.;，。；]{0,24}?\b(?:threshold|mark|barrier|level|milestone|line|hurdle|ceiling|floor|point)s?\b", re.IGNORECASE
)
"""Behind a figure that something rose above or broke: only then does "above the 2 trillion" say how exact it is; "above the 4.9% mean" does not."""
_RATE: Final = re.compile(r"fold\b|%|per ?cent\b", re.IGNORECASE)
"""What may have an article behind its hedge: more than a fivefold rise, but not over a 20-day period."""
_BEFORE_RE: Final = re.compile(
    rf"(?:{'|'.join(f'(?P<{hedge.name}>{words})' for hedge, words in _BEFORE)}){_BETWEEN}$",
    re.IGNORECASE,
)
_NEVER: Final = frozenset("0123456789,，。.;；:、()（）%％“”\"'-+/\n年月日为率额比高增降长")
"""What no hedge ends in: most figures are told apart by the character before them."""
_LAST: Final = frozenset("于破下少码过出多足到达及守穿近超逾上稳约为合概致了至币占有")
"""What a Chinese hedge, or the word between it and its number, ends in."""
_NOT: Final = re.compile(
    r"(?:(?:\b(?:exchange|turned|all|hand|carried|start|left|moved|look|game|spread|ranges?|add(?:s|ed|ing)?|sum(?:s|med|ming)?)\s)|(?:靠|附|最|拉|走|贴|远|亲|相|邻))$",
    re.IGNORECASE,
)
"""What makes another word of the hedge: 附近, 最近, turned over."""

_CARRIED: Final = re.compile(
    r"\b(?:br(?:ing|ings|ought|inging)|rais(?:e|es|ed|ing)|lift(?:s|ed|ing)?|push(?:es|ed|ing)?|tak(?:e|es|en|ing)|took|mov(?:e|es|ed|ing)|bump(?:s|ed|ing)?|nudg(?:e|es|ed|ing)|top(?:s|ped|ping)?|fill(?:s|ed|ing)?)"
    r"(?:\s(?!of\b|by\b|with\b|at\b|to\b|in\b)[\w'’-]+){1,6}\s$",
    re.IGNORECASE,
)
"""What makes "up to" the end of a way and no bound: bring the ratio up to 100 percent."""
_ACROSS: Final = re.compile(
    r"(?P<OVER>超过|超出|逾|高出)|(?P<UNDER>不足|不到|不及|未及|低于)|(?P<NEARLY>接近|将近)|(?P<ABOUT>约(?:为|占|是|相当于|等于)|大约|大致)"
)
_WHOLE: Final = 16
"""How many characters the name of a whole may be long."""
_AFTER: Final = re.compile(
    r"\s{0,2}(?:"
    r"(?P<ABOUT>左右|上下|附近|水平(?!线)|量级|级别|关口附近|\bor so\b|\bgive or take\b)"
    r"|(?P<AT_LEAST>及?以上|之上|\bor (?:more|above|higher|greater|over)\b|\band (?:above|over|up)\b|\bplus\b|\+(?![\d.]))"
    r"|(?P<AT_MOST>及?以下|以内|之内|之下|\bor (?:less|fewer|below|lower|under)\b)"
    r"|(?P<OVER>有余|还多|还不止|开外|(?<=[倍成%元年])多(?![于次数个年]))"
    r")",
    re.IGNORECASE,
)


def hedge_before(text: str, start: int, end: int = -1) -> tuple[Hedge, int]:
    """The hedge that ends right before ``start``, and where it begins; ``(Hedge.NONE, start)`` without one.

    Parameters
    ----------
    end
        Behind the figure, where that is known: what follows tells "above the 2 trillion mark" from "above the 4.9% mean".

    Examples
    --------
    >>> hedge_before("规模超过了7", 5), hedge_before("grew roughly 5%", 13)
    ((<Hedge.OVER: 'over'>, 2), (<Hedge.ABOUT: 'about'>, 5))
    """
    last = text[start - 1 : start].strip() or text[start - 2 : start - 1]
    if not last or last in _NEVER:
        return Hedge.NONE, start
    if "\u4e00" <= last <= "\u9fff" and last not in _LAST:
        return Hedge.NONE, start
    low = max(0, start - _REACH)
    window = text[low:start]
    match = _BEFORE_RE.search(window)
    if match is None or _NOT.search(window[: match.start()]):
        return Hedge.NONE, start
    if match["AT_MOST"] and match[0].lower().startswith("up to") and _CARRIED.search(window[: match.start()]):
        return Hedge.NONE, start
    if match["a"] and not _RATE.search(text[start : max(start, end)]):
        return Hedge.NONE, start
    if match["the"] and not _LEVEL.match(text, max(start, end)):
        return Hedge.NONE, start
    name = next(hedge.name for hedge, _ in _BEFORE if match[hedge.name])
    return Hedge[name], low + match.start()


def hedge_across(text: str, start: int, *, is_part: bool) -> Hedge:
    """The hedge of a part or a multiple that stands before what it is of: 超过银行的十倍, 不足同行的一半.

    Parameters
    ----------
    is_part
        Whether the figure can only be a part or a multiple; of a percentage in digits 超过…的 may as well say what it is compared with.

    Examples
    --------
    >>> hedge_across("规模不足同行的一半", 7, is_part=True)
    <Hedge.UNDER: 'under'>
    """
    if text[start - 1 : start] != "的":
        return Hedge.NONE
    clause = re.split(r"[，,；;。、：:\d]", text[max(0, start - _REACH) : start])[-1]
    found = [match for match in _ACROSS.finditer(clause) if 0 < len(clause) - match.end() - 1 <= _WHOLE]
    if not found or found[-1].lastgroup is None:
        return Hedge.NONE
    hedge = Hedge[found[-1].lastgroup]
    return hedge if is_part or hedge is Hedge.ABOUT else Hedge.NONE


def hedge_after(text: str, end: int) -> tuple[Hedge, int]:
    """The hedge that begins at ``end``, and where it ends; ``(Hedge.NONE, end)`` without one.

    Examples
    --------
    >>> hedge_after("10%左右", 3)
    (<Hedge.ABOUT: 'about'>, 5)
    """
    match = _AFTER.match(text, end)
    if match is None or match.lastgroup is None:
        return Hedge.NONE, end
    return Hedge[match.lastgroup], match.end()
