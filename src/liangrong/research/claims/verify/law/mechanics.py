"""What the ratios of the regime are and do: what a maintenance ratio divides, what a conversion ratio and a margin ratio act on, what a rise does not force."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.verify.law.asked import is_elsewhere, is_said
from liangrong.research.claims.verify.law.concepts import (
    DENIED,
    MARGIN_DEMAND,
    SUPPOSED,
)
from liangrong.research.claims.verify.law.context import said_before
from liangrong.research.claims.verify.law.verdicts import denied
from liangrong.research.claims.verify.rulings import supported
from liangrong.research.claims.words.forms import any_case

__all__ = ["mechanics_hold"]


@dataclass(frozen=True, slots=True)
class _Statement:
    """How something works.

    Parameters
    ----------
    says
        Whether a clause within its sentence says it rightly, wrongly, or not at all.
    """

    says: Callable[[str, str], bool | None]
    reason: Note
    error: str


_RATIO: Final = any_case(r"维持担保比例|担保比例|maintenance (?:margin )?ratio|collateral ratio|guarantee ratio")
_DIVIDES: Final = any_case(
    r"除以|÷|/|之比|比值|的比[率例](?!为)|与[^，。]{0,10}的比|\bdivid\w+|\bover\b|\bdivided by\b|\bratio of\b|\bto (?:the )?(?:debt|loan|liabilit|what)|\bmeasures\b|\bset against\b"
)
_DEBT: Final = any_case(
    r"负债|债务|借款|融资(?:买入)?(?:金额|余额|额|款)|欠|\bdebts?\b|\bliabilit\w+|\bowe[sd]?\b|\bloans?\b|\bborrow\w+|融券(?:市值|价值)"
)
_OWN: Final = any_case(
    r"净资产|自有(?:资金|资产|资本|现金)|权益|本金|保证金(?:金额|余额)?(?=除以|与|÷)|\bown (?:equity|funds|money|capital|assets|cash)|\bequity\b|\bnet (?:assets|worth)"
)
_WHOLE: Final = any_case(
    r"总资产|现金[^，。]{0,6}(?:加|与|和|及|、|\+|＋)[^，。]{0,10}(?:市值|证券|股票)|(?:市值|证券|股票)[^，。]{0,4}(?:加|与|和|及|、)[^，。]{0,8}现金|\bcash (?:plus|and|together with)[^.;,]{0,20}(?:securities|shares|stocks?|holdings)|\b(?:everything|all that is) in the account|全部资产|账户资产|资产总[额值]|现金[^，。]{0,10}市值|\b(?:total|all|gross)(?: (?:of )?(?:the|her|his|its|their))? ?(?:\w+ )?assets|\ball (?:the )?(?:cash|assets)|\bassets in the account|\bwhat (?:is|lies|sits) in (?:the|his|her|their) (?:\w+ )?account|\bwhat (?:the|his|her) (?:\w+ )?account (?:holds|contains)|\bcash and securities"
)


_OVER_IT: Final = any_case(r"除以|÷|\bdivided by\b|\bover\b|\bset against\b|\bas a share of\b|\brelative to\b")


_DIVIDING: Final = any_case(r"\bdivid(?:es?|ing) (?P<of>[^.;]{1,60}?) by (?P<by>[^.;]{1,60})")


def _is_upside_down(clause: str) -> bool:
    """Whether the debt is said to be divided by the assets."""
    active, middle = _DIVIDING.search(clause), _OVER_IT.search(clause)
    if active is not None:
        front, behind = active["of"], active["by"]
    elif middle is not None:
        front, behind = clause[: middle.start()], clause[middle.end() :]
    else:
        return False
    return bool(_DEBT.search(front) and _WHOLE.search(behind) and not _WHOLE.search(front) and not _DEBT.search(behind))


_HAIRCUT: Final = any_case(r"折算|打折|折扣|\bhaircut|\bdiscount\w*|\bconversion (?:ratio|rate)|\bweighted by\b")
_IN_FULL: Final = any_case(
    r"全额|足额|原值|全部[^，。]{0,6}市值|按市值|不打折|全部市值|\bin full\b|\bfull (?:market )?value|\bat market value\b|\bundiscounted|\bwithout (?:any )?(?:haircut|discount)|\bno haircut"
)
_FREE_MARGIN: Final = any_case(
    r"保证金可用余额|可用保证金|可用余额|充抵保证金|\bavailable margin|\bfree margin|\bmargin balance available|\bas margin\b|\bborrowing power"
)
_NUMERATOR: Final = any_case(
    r"分子|计入|计算|算|乘|按|\bnumerator|\bcount\w*|\benter\w*|\bcalculat\w+|\bcomput\w+|\bmultipl\w+|\bvalued\b|\btak(?:en|es|e|ing)\b|\bappl\w+|\bmeasur\w+|\bwork\w* out"
)
_UNNEEDED: Final = any_case(
    rf"{DENIED.pattern}|不(?:必|用|需|打|乘|按|作|做|考虑|涉及)|无(?:需|须)|毋须|\bwithout\b|\bno\b|\brather than\b|\bneed not\b|\bignor\w+"
)


def _full_value(clause: str, sentence: str) -> bool | None:
    """What the securities in the account enter the maintenance ratio with: their market value, not what they count for as margin."""
    if not _RATIO.search(sentence) or _FREE_MARGIN.search(sentence) or re.search(r"\d", clause) or not _NUMERATOR.search(clause):
        return None
    if _HAIRCUT.search(clause):
        return bool(_UNNEEDED.search(clause))
    return (not DENIED.search(clause)) if _IN_FULL.search(clause) else None


_LEAST: Final = any_case(r"底线|下限|最低|法定|交易所|监管|\bfloor\b|\bminimum\b|\bexchange|\bstatutory|\bregulat|\brule")
_HOUSES: Final = any_case(r"券商|证券公司|会员|\bbrokers?\b|\bbrokerages?\b|\bhouses?\b|\bmembers?\b|\bsecurities firms?")
_STRICTER: Final = any_case(
    r"更高|更严|从严|上浮|提高|加码|高于|上调|之上|在此基础上|自行(?:提高|上调)|\bhigher\b|\bstricter|\btighter|\babove\b|\bmore\b|\btougher|\bsteeper|\brais\w+|\bexceed"
)
_LOOSER: Final = any_case(
    r"更低|更松|下浮|放宽|低于|下调|之下|打折|优惠|\blower\b|\blooser|\bbelow\b|\bless\b|\bunder\b|\bundercut|\bwaiv\w+|\breduc\w+"
)
_MAY: Final = any_case(
    r"可(?:以)?|能够?|有权|允许|自行|\bmay\b|\bcan\b|\bfree to\b|\bentitled|\ballowed|\bpermitted|\bat liberty"
)


def _houses(clause: str, sentence: str) -> bool | None:
    """What a broker may do to a floor: ask more, never less; every part of a clause is heard by itself."""
    if (
        not _FLOORED.search(sentence)
        or not _LEAST.search(sentence)
        or not _HOUSES.search(sentence)
        or re.search(r"\d", clause)
        or not (_MAY.search(clause) or DENIED.search(clause))
    ):
        return None
    told = [
        stricter is not bool(DENIED.search(part))
        for part in _PARTS.split(clause)
        if (stricter := bool(_STRICTER.search(part))) is not bool(_LOOSER.search(part))
    ]
    return all(told) if told and (_HOUSES.search(clause) or _STANDARD.search(clause)) else None


_FLOORED: Final = any_case(rf"{MARGIN_DEMAND.pattern}|保证金|比例|底线|下限|\bmargin\b|\bfloor\b|\bratio\b")
_PARTS: Final = any_case(r"[,，;；]|但|\b(?:but|yet)\b")
_STANDARD: Final = any_case(r"标准|比例|下限|底线|它|\b(?:ratio|floor|minimum|one|it)\b")


def _maintenance(clause: str, sentence: str) -> bool | None:
    if not _RATIO.search(sentence) or not _DIVIDES.search(clause) or not _DEBT.search(clause) or re.search(r"\d", clause):
        return None
    own, whole = bool(_OWN.search(clause)), bool(_WHOLE.search(clause))
    if whole and not own and _is_upside_down(clause):
        return False
    return None if own == whole else whole is not bool(DENIED.search(clause))


_NOTHING: Final = any_case(
    r"折算率(?:[^，。]{0,4}(?:降|调|归))?[^，。]{0,4}(?:为|至|到|归)?\s*(?:0|零)|conversion ratio (?:of|to|at|falls? to|cut to|is) (?:0|zero|nothing)|zero (?:conversion|collateral)|lose\w* (?:its|their) collateral value|count\w* for nothing"
)
_BARRED: Final = any_case(
    r"(?:不能|不得|无法|禁止|不可)(?:再)?(?:被)?(?:融资|融券|买入)|(?:融资|融券)(?:盘|买入|卖出|通道)?(?:封顶|关闭|被禁|停止|叫停|封死)|调出标的|(?:移出|剔除)[^，。]{0,6}标的|"
    r"\b(?:cannot|can ?not|can no longer|may no longer|may not) be (?:bought on margin|financed|shorted|sold short)|\bremoved from the (?:eligible )?list|\bno longer (?:eligible|be (?:bought on margin|financed|shorted))|\bcloses? (?:it )?to (?:margin|short)"
)


def _conversion(clause: str, sentence: str) -> bool | None:
    if not _NOTHING.search(sentence) or not (_NOTHING.search(clause) or _BARRED.search(clause)) or not _BARRED.search(sentence):
        return None
    return bool(any_case(r"不影响|不代表|不意味|并不|仍可|\bdoes not mean|\bnot mean|\bstill\b").search(sentence))


_LINES: Final = any_case(
    r"(?:警戒|预警)线[^，。；\d]{0,10}(\d{3})\s*[%％][^。；]{0,16}(?:平仓|强平)线[^，。；\d]{0,10}(\d{3})\s*[%％]|warning lines?[^.;\d]{0,40}(\d{3})\s*(?:%|percent)[^.;]{0,20}liquidation lines?[^.;\d]{0,20}(\d{3})\s*(?:%|percent)"
)


def _lines(clause: str, sentence: str) -> bool | None:
    found = _LINES.search(sentence)
    if found is None or not any_case(r"警戒|预警|平仓|warning|liquidation").search(clause):
        return None
    warning, liquidation = (int(one) for one in found.groups() if one)
    return None if warning > liquidation else False


_SOLD_OUT: Final = any_case(r"强制?平仓|强平|\b(?:liquidat\w+|sold out|clos(?:e|es|ed) (?:\w+ ){0,2}out|forced sale)")
_AT_ONCE: Final = any_case(
    r"当[日天]|立即|马上|即刻|\b(?:the same day|at once|immediately|by the close|that (?:very )?day|without (?:notice|delay))\b"
)
_ALL_BROKERS: Final = any_case(
    r"一律|所有(?:券商|证券公司|账户)|各(?:家)?券商(?:都|均)|\b(?:every|all|any) (?:brokers?|accounts?|houses?|firms?)\b|\b(?:always|without exception|automatically)\b"
)
_TRIGGER: Final = any_case(
    r"(?:跌破|低于|跌至|降至)[^，。]{0,12}[后时]$|\b(?:once|when|if|as soon as)\b[^.;]{0,40}\b(?:below|under)\b"
)
_AGREED: Final = any_case(r"合同|约定|即时|紧急|盘中|\b(?:contract|agreed|immediate line|intraday)\b")


def _at_once(clause: str, sentence: str) -> bool | None:
    """Whether every account is said to be sold out on the very day, with no time to top up."""
    if _TRIGGER.search(clause) and not _SOLD_OUT.search(clause):
        clause = sentence
    if not (_SOLD_OUT.search(clause) and _AT_ONCE.search(clause) and _ALL_BROKERS.search(clause)) or _AGREED.search(sentence):
        return None
    return bool(_UNNEEDED.search(clause) or "不会" in clause)


_FORCES: Final = r"(?:强制?平仓|强平|被平仓|追保|追加担保|预警|\b(?:liquidat\w+|clos(?:e|ed|ing)[- ]?out|margin calls?|forced (?:sale|selling|liquidation)|warnings?|attention))"
_PAST_LINE: Final = (
    r"(?:[升涨](?:破|过|穿|至|到)|突破|站上|上升[至到]|高于|超过|大于)\s*\d{3}\s*[%％]|"
    r"\b(?:(?:ris(?:es?|ing)|climb\w*|(?:goes|going) up|increas\w+|jump\w*|mov\w+)(?: \w+)? (?:above|over|past|beyond|through|to)|exceed\w*|surpass\w*|(?:is|gets|goes|stays) (?:above|over|past|beyond|higher than))\s*\d{3}\s*(?:%|percent)"
)
_RISEN: Final = any_case(
    rf"(?:{_PAST_LINE})(?:[^，。；\d.;a-z]{{0,10}}?|[^.;\d，。]{{0,24}}?\b(?:trigger|lead|caus|prompt|result|bring|set|fac|mean|start)\w*\b[^.;,]{{0,24}}?|,? (?:(?:an?|the) )?(?=[^.;,]{{4,24}}(?:is|are|will be) (?:issued|triggered|made|carried out|required|needed|sent))){_FORCES}|"
    rf"{_FORCES}[^.;，。；\d]{{0,24}}(?:\b(?:once|when|if|as soon as|after)\b|在)[^.;，。；\d]{{0,24}}(?:{_PAST_LINE})"
)
_NOT_HELD: Final = any_case(
    r"负债率|杠杆率|仓位|集中度|股价|融券标的|解除|恢复|避免|免于|不(?:会|再)|无需|跌|低于|下降|\b(?:fall\w*|drop\w*|below|under|debt|leverage|loan-to-value|concentration|price)\b|\b(?:avoid|avert|remov|lift|end|cancel|prevent|escap)\w*|\b(?:called off|stopped)|\bno longer\b|\bnot\b|n't\b"
)
_REACH: Final = 20


def _risen(clause: str, sentence: str) -> bool | None:
    """Whether a rise of the ratio is said to force a sale."""
    told = _RISEN.search(clause)
    if told is None or not _HELD.search(sentence):
        return None
    return None if _NOT_HELD.search(clause, told.start(), told.end() + _REACH) else False


_HELD: Final = any_case(rf"{_RATIO.pattern}|比例|\bratio\b")
_STATEMENTS: Final = (
    _Statement(_risen, Note("强制平仓是在担保比例跌到平仓线以下时，而不是上升时。", "A position is liquidated when its ratio falls below the line, not when it rises."), "mechanism"),
    _Statement(_maintenance, Note("维持担保比例是账户全部资产与负债之比，分子不是净资产。", "The maintenance ratio is all assets of the account over its debt, not the own equity."), "definition"),
    _Statement(_full_value, Note("维持担保比例按证券市值全额计算，折算率只用于保证金可用余额。", "The maintenance ratio takes securities at full market value; conversion ratios serve only for the available margin."), "definition"),
    _Statement(_houses, Note("证券公司的要求只能严于法定下限，不能低于它。", "A broker may ask more than the statutory floor, never less."), "mechanism"),
    _Statement(_at_once, Note("跌破平仓线后先通知追加担保物，期限由合同约定，并非当日一律平仓。", "An account below its line is called first; the contract sets the time to top up, and no broker sells all out on the day."), "mechanism"),
    _Statement(_conversion, Note("折算率为零只是不再充抵保证金，能否融资融券取决于是否为标的。", "A conversion ratio of zero only takes a stock out of collateral; whether it may be bought on margin or shorted depends on the list."), "mechanism"),
    _Statement(_lines, Note("警戒线在平仓线之上：比例下跌时先触及警戒线。", "A warning line lies above the liquidation line: a falling ratio meets it first."), "label_mixup"),
)  # fmt: skip
_GATE: Final = any_case(
    r"平仓|强平|liquidat|sold out|担保比例|折算|底线|下限|越|杠杆|保证金|最多|至多|最大|亏损|警戒|预警|转融|\bratio\b|\bmargin\b|\brequirement|conversion|\bzero\b|\bnothing\b|\blose\b|lending|refinanc|\bwarning|\bfloor|\bleverage|haircut|\bthe (?:higher|lower)\b"
)
"""No sentence without one of these says any of it."""


def mechanics_hold(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Rule on what a clause says of how the ratios work."""
    for claim in claims:
        sentence = _part(article, claim)
        if not _GATE.search(sentence) or not is_said(claim) or SUPPOSED.search(claim.text) or is_elsewhere(claim):
            continue
        for one in _STATEMENTS:
            right = one.says(claim.text, sentence)
            if right is None or not _is_its_figure(claim, one):
                continue
            evidence = (Evidence("calculation", one.reason.zh),)
            if right:
                yield supported(claim, one.reason, basis="rulebook", evidence=evidence)
            else:
                yield denied(claim, Note(f"与机制不符：{one.reason.zh}", f"That is not how it works. {one.reason.en}"), one.error, one.reason.zh, *evidence)  # fmt: skip


def _part(article: Article, claim: Claim) -> str:
    """The part of the sentence that the claim stands in, with what went before where that names the ratio whose parts it tells."""
    text = claim.passage.text
    at, end = claim.start - claim.passage.start, claim.end - claim.passage.start
    begin = max((one.end() for one in _CUT.finditer(text, 0, max(at, 0))), default=0)
    part = text[begin : next((one.start() for one in _CUT.finditer(text, end)), len(text))]
    if _RATIO.search(part) or not _ITS_PARTS.search(part):
        return part
    return f"{said_before(article, claim, most=2)} {part}"


_CUT: Final = any_case(r"[;；。]")
_ITS_PARTS: Final = any_case(r"分子|分母|\b(?:nu|de)nominator")


def _is_its_figure(claim: Claim, statement: _Statement) -> bool:
    """Whether a claim with a figure is about the statement: the nothing that a stock counts for, or one of the two lines."""
    figure = claim.figure
    if figure is not None and statement.says is _risen:
        return any(one.start() <= figure.start - claim.start < one.end() for one in _RISEN.finditer(claim.text))
    return figure is None or (statement.says is _conversion and figure.value == 0) or statement.says in (_lines, _at_once)
