"""What a financed purchase and a short sale are: what is borrowed, what it is a bet on, and how much can be lost or won with either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from liangrong.core.results import Note
from liangrong.research.claims.words.forms import any_case

__all__ = ["Trait", "told_traits"]

_Trade: TypeAlias = Literal["financing", "short"]


@dataclass(frozen=True, slots=True)
class Trait:
    """What a stretch of text says of a trade.

    Parameters
    ----------
    start, end
        Where it says so.
    right
        Whether it is so.
    error
        What kind of mistake it is where it is not.
    """

    start: int
    end: int
    right: bool
    error: Literal["definition", "mechanism"]
    reason: Note


_NAMED: Final = any_case(
    r"(?P<short>融券(?!余|通)|做空|卖空|沽空|空头|\bshort(?:[- ]?s(?:el|al)\w*|ing|ed|s|[- ]side|[- ]position\w*)?\b(?! (?:of|term|run|answer|time))|\bsecurities lending)|"
    r"(?P<financing>(?<!向)融资(?!融券|额度|比例|余额)|做多|\b(?:margin (?:financing|buy\w*|purchas\w*|loans?|invest\w*|trad(?:ers?|ing))|financ(?:ing|ed)\b(?! (?:margin|ratio|balance))|buying on margin|on margin|leveraged (?:buy\w*|long\w*)))"
)
_OWN: Final = (
    r"(?:保证金|本金|自有资金|投入|自己的钱|"
    r"\b(?:margin|principal|capital|deposit|collateral|equity|stake|initial investment|own (?:money|funds|cash)|(?:what|money|sum|amount|cash|all)(?: that)? (?:was|is|he|she|they|you|one|it)(?: has| have)? (?:put|paid|posted|deposited)\w*))"
)
_LOSS: Final = r"(?:亏损?|损失|赔|\b(?:loss(?:es)?|los(?:e|es|ing))\b)"
_MOST: Final = r"(?:(?:仅|只)?(?:局)?限于|不(?:会|可能|能)?(?:超过|大于)|最[多大高](?:就是|也就是|为|是)?|至多|顶多|最多|以[^，。；]{0,6}为限|封顶|为限|就是|止于|\b(?:limited(?: only)? to|capped (?:at|by)|confined to|restricted to|at most|no more than|(?:can(?:not|'t|’t| never)|never|will not|won't)(?: ever)? exceeds?))"
_LOSE_MOST: Final = r"\b(?:(?:can(?:not|'t|’t| never)|never|not) (?:ever )?lose more than|only lose|(?:the most|all)\b[^.;,]{0,30}\blose\b|worst (?:case|outcome)\b[^.;,]{0,20}\blos(?:s|e|ing)\b)|最坏(?:的)?(?:情况|结果)?[^，。]{0,6}(?:亏|损失|赔)"
_BEYOND: Final = r"(?:(?:可能|可以|会|能|或)[^，。；]{0,3}(?:超过|大于|高于|超出)|超出|不止|\b(?:(?:can|could|may|might) (?:well |easily |far )?exceed|(?<!not )(?<!n't )(?<!never )lose more than|more than|larger than|greater than|go beyond))"
_ENDLESS: Final = r"(?:没有(?:上限|限度|尽头)|无(?:上限|限|穷)|不设上限|不封顶|\b(?:unlimited|unbounded|uncapped|infinite|limitless|without (?:any )?(?:limit|bound|end)|no (?:upper )?(?:limit|bound|ceiling|cap|end)))"
_NO: Final = any_case(
    r"不仅|不只|不止|并不|并非|不是|未必|(?<!也)不(?=限于|局限|以|是|适)|\bnot\b|n't\b|n’t\b|\bnever\b(?! (?:exceed|lose))|\bno longer\b"
)
_NEVER: Final = any_case(rf"{_NO.pattern}|不(?:会|可能|能)|\b(?:never|cannot)\b")
_JUST_BEFORE: Final = 8
_DEBT: Final = Note(
    "市值跌到负债以下后差额仍要偿还，亏损可以超过本金。",
    "Once a position is worth less than the debt the rest is still owed: more than one's own money can be lost.",
)
_CEILING: Final = Note(
    "股价没有上限而不会低于零：卖空的亏损没有上限，盈利有上限。",
    "A price has no upper bound and cannot fall below zero: a short sale can lose without limit and win only so much.",
)
_WAYS: Final = Note(
    "融资是借钱买入证券，涨了才赚；融券是借入证券卖出，跌了才赚。",
    "Financing borrows money to buy and gains from rises; short selling borrows shares to sell and gains from falls.",
)
_BUY: Final = r"(?:买|购|\b(?:buy|buys|bought|buying|purchas\w+)\b)"
_SELL: Final = r"(?:卖|抛|沽|\b(?:sell|sells|sold|selling|sale)\b)"
_MONEY: Final = r"借(?:入|来|用)?(?:了)?(?:钱|资金|款|现金)|\bborrow\w* (?:the |some )?(?:money|cash|funds|yuan)"
_SHARES: Final = r"借(?:入|来|用)?(?:了)?(?:股票|证券|股份|券|股)|\bborrow\w* (?:the |some )?(?:shares|stocks?|securities)"
_ENLARGES: Final = r"(?:(?:放大|扩大|加大|增加)[^，。；]{0,4}(?:仓位|头寸|持仓|多头|收益)|加仓|加杠杆|\b(?:amplif|enlarg|leverag|increas|boost|magnif|expand)\w* (?:their|its|his|her|the) (?:long )?(?:positions?|holdings?|exposure|bets?|returns?|gains?))"
_RISES: Final = r"(?:看多|看涨|看好|做多(?!者)|上涨(?:才|时)?(?:获利|盈利|赚|受益)|\b(?:bullish|ris(?:es?|ing)|up(?:ward)?s?|gains? in|go(?:es)? up|long)\b)"
_FALLS: Final = r"(?:看空|看跌|看淡|做空(?!者)|下跌(?:才|时)?(?:获利|盈利|赚|受益)|\b(?:bearish|fall(?:s|ing)?|down(?:ward)?s?|declin\w+|drop(?:s|ping)?|go(?:es)? down)\b)"
_BETS: Final = r"(?:用于|适用于|适合|只能|仅|用来|是|\b(?:used|applicable|suit(?:s|ed|able)?|meant|hop\w+|bet(?:s|ting)?(?: on)?|wager\w*|(?:is|are) for|only for))"


@dataclass(frozen=True, slots=True)
class _Saying:
    """A kind of saying, with whether it is so of either trade; ``None`` where that depends."""

    words: re.Pattern[str]
    of: dict[_Trade, bool | None]
    reason: dict[_Trade, Note]
    error: Literal["definition", "mechanism"] = "mechanism"


_HOPES: Final = r"(?:盼着?|押注|赌|期待|希望|指望)"
_ZH: Final = r"[^，。；]"
_BOTH: Final[dict[_Trade, Note]] = {"financing": _WAYS, "short": _WAYS}
_LOSSES: Final[dict[_Trade, Note]] = {"financing": _DEBT, "short": _CEILING}
_SAYINGS: Final = (
    _Saying(any_case(rf"(?:{_MONEY})[^.;。；]{{0,40}}?{_BUY}"), {"financing": True, "short": False}, _BOTH, "definition"),
    _Saying(any_case(rf"(?:{_SHARES})[^.;。；]{{0,40}}?{_SELL}"), {"financing": False, "short": True}, _BOTH, "definition"),
    _Saying(any_case(rf"(?:{_SHARES})[^,.;，。；]{{0,12}}?(?:{_ENLARGES}|买入|\bto buy\b(?! back))"), {"financing": False, "short": None}, _BOTH, "definition"),
    _Saying(any_case(rf"{_BETS}[^,.;，。；]{{0,18}}?{_RISES}"), {"financing": True, "short": False}, _BOTH),
    _Saying(any_case(rf"{_BETS}[^,.;，。；]{{0,18}}?{_FALLS}"), {"financing": False, "short": True}, _BOTH),
    _Saying(any_case(rf"{_HOPES}[^,.;，。；]{{0,12}}?(?:上涨|走高|涨)"), {"financing": True, "short": False}, _BOTH),
    _Saying(any_case(rf"{_HOPES}[^,.;，。；]{{0,12}}?(?:下跌|走低|跌)"), {"financing": False, "short": True}, _BOTH),
    _Saying(
        any_case(rf"{_LOSS}[^;，。；]{{0,50}}?{_MOST}[^,;，。；]{{0,40}}?{_OWN}|{_MOST}{_ZH}{{0,6}}?{_LOSS}[^,;，。；]{{0,30}}?{_OWN}|{_LOSS}{_ZH}{{0,8}}?以{_ZH}{{0,4}}?{_OWN}为(?:上)?限|(?:{_LOSE_MOST})[^,;]{{0,40}}?{_OWN}"),
        {"financing": False, "short": False}, _LOSSES,
    ),
    _Saying(any_case(rf"{_LOSS}[^;，。；]{{0,30}}?{_BEYOND}[^,;，。；]{{0,24}}?{_OWN}|{_BEYOND.replace('|more than', '')}[^,;，。；]{{0,24}}?{_OWN}"), {"financing": True, "short": True}, _LOSSES),
    _Saying(any_case(rf"{_LOSS}[^;，。；]{{0,44}}?{_ENDLESS}|{_ENDLESS}(?:(?!\band\b)[^;,，。；]){{0,34}}?{_LOSS}"), {"financing": None, "short": True}, _LOSSES),
    _Saying(any_case(rf"{_LOSS}{_ZH}{{0,6}}?(?<![没无])有(?:限|上限)|{_LOSS}[^.;,，。；]{{0,14}}\b(?:is|are) (?:bounded|limited\b(?! (?:only )?to))"), {"financing": None, "short": False}, _LOSSES),
    _Saying(any_case(rf"(?:盈利|收益|利润|获利|\b(?:profits?|gains?)\b)[^.;,，。；]{{0,20}}?{_ENDLESS}"), {"financing": None, "short": False}, _LOSSES),
)  # fmt: skip
_EITHER_WAY: Final = (_SAYINGS[0].words, _SAYINGS[1].words)
"""What either trade is: of a business that is said to be both, neither is said of the one."""
_SHORTS: Final = any_case(r"融券|卖空|做空|\bshort")
_FORCED: Final = r"(?:强制?平仓|强平|被平仓|\b(?:forced (?:liquidation|sale|selling|close-?out)|liquidation)\b)"
_OWED: Final = r"(?:负债|欠款|债务|欠债|差额|\b(?:debts?|liabilit\w+|owing|owed|obligations?|shortfall)\b)"
_AFTERMATH: Final = (
    (False, any_case(rf"{_FORCED}[^,;，。；]{{0,50}}?(?:不会|不再|不可能|绝不会|\b(?:leaves? no|with no|never leaves?|always (?:clears|repays|covers)|(?:eliminates?|wipes? out) (?:all|any|every)))[^,;，。；]{{0,14}}?{_OWED}")),
    (True, any_case(rf"{_FORCED}[^,;，。；]{{0,50}}?(?:仍|还|依然|可能|会|\b(?:can|may|could|might|still))[^,;，。；]{{0,20}}?{_OWED}|市值[^。；]{{0,14}}(?:跌破|低于|小于)负债[^。；]{{0,24}}(?:仍|还)(?:欠|须|要)")),
)  # fmt: skip
_MUCH: Final = r"(?:(?:过高|过度|过多|(?<![更较提])高)的?杠杆(?!率|资金|客|投资|股|账户|交易)(?:[、，][^、，。；]{1,12}){0,3}(?:(?:和|与|以及|及)[^，。；]{1,12}?)??|(?<!low )(?<!avoid )(?<!avoids )(?<!curb )(?<!curbs )(?<!against )\b(?:high|too much|excessive|heavy|elevated) leverage\b(?:(?:, [^,.;]{1,40}){0,3},? and (?:(?!\b(?:not|never|that|which|who|without)\b|n't\b)[^,.;]){1,40}?)??)"
_CALMS: Final = (
    r"(?:会|能|可以?|有助于|往往|通常|(?<=\w) (?:can |may |might |could |will |would |often |usually |helps? (?:to )?)?)?"
    r"(?:(?<![不没未难])(?<!没有)(?:降低|减[少小轻弱]|缓[和解]|消除|平抑)[^，。；]{0,6}(?:波动|下跌|跌势|回撤)|[使让令][^，。；]{0,6}(?:波动|跌势|回撤)[^，。；]{0,4}更[小低轻]|"
    r"\b(?:lower|reduc|remov|eliminat|soften|cushion|dampen|calm|curb|ease)\w* (?:the |any |market )*(?:risks? of )?(?:volatility|swings|downturns?|declines?|drawdowns?|sell-?offs?|market falls?)|\bmak\w+ (?:the |market )*(?:downturns?|declines?|drawdowns?|sell-?offs?|volatility|swings) (?:milder|smaller|softer|gentler|shallower|lower))"
)
_MAGNIFIED: Final = (
    (False, any_case(rf"{_MUCH}{_CALMS}")),
    (False, any_case(r"(?:杠杆|\bleverag\w+)[^。；;]{0,60}?(?:放大|\b(?:amplif|magnif|multipl)\w*)[^。；;]{0,20}?(?:收益|盈利|投资规模|\b(?:gains?|returns?|profits?|(?:investment )?scale|exposure)\b)[^。；;]{0,12}?(?:(?:同时|并且?|也)(?:会|能|可以?)?(?:降低|减少|缩小|消除)|\b(?:while|and)(?: also)? (?:reduc|lower|diminish|eliminat|shrink|soften)\w*|(?:但|却|而)[^。；]{0,3}(?:不会?|并不|不用)(?:放大|增加|扩大)|\b(?:but not|without \w+ing|while leaving))[^。；;]{0,16}?(?:亏损|风险|损失|\b(?:loss\w*|risks?))")),
    (True, any_case(r"(?:融资|杠杆|\bleverag\w+)[^。；;]{0,60}?(?:放大|\b(?:amplif|magnif|multipl)\w*)[^。；;]{0,16}?(?:收益|盈利|\b(?:gains?|returns?|profits?)\b)(?:(?:和|与|及|、|也(?:会)?(?:同时)?放大)|[^.;]{0,10}?\b(?:and|as well as|or)\b)[^。；;]{0,10}?(?:亏损|风险|损失|\b(?:loss\w*|risks?))")),
)  # fmt: skip
_SHORTFALL: Final = Note(
    "强制平仓所得可能不够还债，差额仍要偿还。", "What a forced sale brings may not cover the debt, and the rest is still owed."
)
_ALIKE: Final = Note(
    "盈亏都按总仓位算，同样放大。", "Gains and losses are those of the whole position, so that both are multiplied."
)
_BORROWING: Final = any_case(r"融资|融券|两融|杠杆|借|信用账户|\b(?:margin|borrow\w*|leverag\w+|short\w*|loans?)\b")
_AHEAD: Final = 12
_MINGLED: Final = any_case(r"(?:财务|经营|投资|季度|年度|净)亏损|\bquarter|\bunit\b|\bcompany")


def told_traits(text: str, before: str) -> Iterator[Trait]:
    """What a sentence says of either trade.

    Parameters
    ----------
    before
        What stands in front of the sentence, which may name the trade.
    """
    plain = text.replace("融资融券", "－－－－")
    for sayings, reason in ((_AFTERMATH, _SHORTFALL), (_MAGNIFIED, _ALIKE)):
        for right, words in sayings:
            if found := words.search(plain):
                denied = bool(_NO.search(plain[found.start() : found.end()])) and right
                yield Trait(*found.span(), right is not denied, "mechanism", reason)
                break
    both = _EITHER_WAY[0].search(plain) and _EITHER_WAY[1].search(plain) and not _SHORTS.search(plain)
    for saying in _SAYINGS:
        if both and saying.words in _EITHER_WAY:
            continue
        for found in saying.words.finditer(plain):
            trade = _trade(plain, found, before)
            is_so = saying.of[trade] if trade else (False if _is_of_any(saying, text, before) else None)
            if is_so is None or _MINGLED.search(plain[max(found.start() - _AHEAD, 0) : found.end()]):
                continue
            reason = saying.reason[trade or "financing"]
            denial = _NEVER if all(saying.of.values()) else _NO
            denied = bool(denial.search(plain, max(found.start() - _JUST_BEFORE, 0), found.end()))
            yield Trait(*found.span(), is_so is not denied, saying.error, reason)


def _is_of_any(saying: _Saying, text: str, before: str) -> bool:
    """Whether a saying is wrong of both trades, where borrowing is spoken of."""
    return not any(saying.of.values()) and None not in saying.of.values() and bool(_BORROWING.search(f"{before} {text}"))


def _trade(text: str, found: re.Match[str], before: str) -> _Trade | None:
    """The trade that is spoken of: the last one named before the saying, else the one behind it, else the last one named before the sentence."""
    for words in (found[0], text[: found.start() + 2]):
        named = list(_NAMED.finditer(words))
        if named:
            return "short" if named[-1]["short"] else "financing"
    behind = _NAMED.search(text, found.end(), found.end() + 40)
    if behind:
        return "short" if behind["short"] else "financing"
    named = list(_NAMED.finditer(before.replace("融资融券", "－－－－")))
    return ("short" if named[-1]["short"] else "financing") if named else None
