"""What the rules allow or forbid, said in words: returning a short on its day, the price of a short sale, the use of its proceeds, new listings, rollovers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.verify.law.asked import is_elsewhere, is_said
from liangrong.research.claims.verify.law.book import day_of_law, rule_evidence, venue_of
from liangrong.research.claims.verify.law.concepts import DENIED, ETF, FINANCING, MARGIN_TRADING, SHORTING, SUPPOSED
from liangrong.research.claims.verify.law.context import said_before
from liangrong.research.claims.verify.law.verdicts import agreed, denied
from liangrong.research.claims.verify.today import today_of
from liangrong.research.claims.words.forms import any_case
from liangrong.rules.parameters import Venue
from liangrong.rules.rulebook import Rulebook

__all__ = ["permissions_hold"]

_Reader: TypeAlias = Callable[[str, str], bool | None]
"""From the clause and what it goes on about: whether it affirms the thing, denies it, or says nothing of it."""


@dataclass(frozen=True, slots=True)
class _Permission:
    """A thing that a rule allows or not.

    Parameters
    ----------
    about
        What the sentence, or what was said just before it, must be about.
    reads
        What the clause says.
    is_so
        Whether the value of the rule allows it.
    rule_zh, rule_en
        How it is where it is so, and where it is not.
    """

    rule: str
    key: str | None
    about: re.Pattern[str]
    reads: _Reader
    is_so: Callable[[object], bool]
    yes: Note
    no: Note
    error: str = "stale_rule"


_BACK: Final = 3
_ONCE: Final = any_case(
    r"此前|过去|曾经?|旧规|原规定|以往|当时|\bused to\b|\bpreviously\b|\bformerly\b|\bbefore (?:that|then|\d|August|July)|\buntil (?:then|\d|August|July)|\bback then\b|\bonce could\b"
)
"""How it was, without saying when."""
_RETURNED: Final = any_case(
    r"还券|归还|买回|偿还|平仓|了结|回补|买券|\b(?:return|cover|repay|repaid|unw[io]u?nd|square)\w*|\b(?:giv(?:e|en|ing)|gave|hand(?:ed|ing)?|go(?:es)?|going|went|deliver(?:ed)?|sent?)\b[^.;,]{0,24}\bback\b|\b(?:buy|buys|bought|buying)\b[^.;,]{0,24}\bback\b|\bclos(?:e|ed|ing) (?:it|them|out|the (?:short|position))|\bclosed\b"
)
_SAME_DAY: Final = any_case(
    r"当[日天](?:内)?|日内|同一(?:个)?交易日|同[日天]|T\s?\+\s?0|\bthe same (?:trading )?(?:day|session|afternoon|morning|evening)|\bon the day (?:of the (?:short )?sale|(?:you|he|she|one) (?:sells?|sold|shorts?|shorted))\b|\bsame[- ](?:day|session)|\bby the close\b|\bwithin the (?:day|session)|\bon the day (?:it|they) (?:is|are|was|were)|\bthe very day\b"
)
_NEXT_DAY: Final = any_case(
    r"次一?(?:个)?交易日|次日|下一?(?:个)?交易日|隔日|第二天|T\s?\+\s?1|\b(?:next|following) (?:trading )?(?:day|session)|\ba day later\b|\bovernight\b|\btomorrow\b"
)
_NOT_BEFORE: Final = any_case(r"才|方可|方能|最[快早]|起|\bbefore\b|\bearliest\b|\bonly\b|\bnot until\b|\bfrom the\b|\buntil\b")
_LOAN: Final = any_case(
    r"融资(?:买入|偿还|净)|\d[\d,.]* ?(?:亿|万|billion|million)|未了结|含[当该本]日|展期|转融|出借|relending|refinancing|实时可用|次日可用|融资卖出|现券|持有的股票"
)
_ONE_CASE: Final = any_case(
    r"\d月\d{1,2}日[^，。]{0,6}(?:买回|归还|还券|平仓)|\b(?:bought back|returned|covered|closed) (?:it |them )?on (?:\w+ \d|\d)"
)
"""What was done on one day tells no rule."""
_NO_SHARES: Final = any_case(r"期货|基金申购|可转债|期权|futures|convertible|options?")


def _same_day(clause: str, _about: str) -> bool | None:
    if not _RETURNED.search(clause) or _LOAN.search(clause) or _NO_SHARES.search(clause):
        return None
    if _ONE_CASE.search(clause) and not (_ALLOWED.search(clause) or _DUE.search(clause)):
        return None
    if _NEXT_DAY.search(clause):
        return None if _SAME_DAY.search(clause) else False if _NOT_BEFORE.search(clause) or not DENIED.search(clause) else None
    return (not DENIED.search(clause)) if _SAME_DAY.search(clause) else None


_LAST_PRICE: Final = any_case(
    r"(?:最近|最新|前一|上一|最后)(?:一?笔)?(?:的)?成交价?(?:格)?|(?:前|昨)(?:一日)?收(?:盘)?(?:价)?|最新价|提价规则|报升规则|\b(?:last|latest|previous|most recent)(?:[- ]traded| trade(?:d)?| transaction)? ?(?:price|trade)|\b(?:previous|prior|last|yesterday's) clos(?:e|ing)|\blast sale\b|\btick rule|\buptick|\blatest trade"
)
_FREE: Final = any_case(
    r"不受|豁免|除外|不适用|无须|无需|免于|\bexempt\w*|\bfree (?:of|from)|\bnot (?:bound|apply|subject)|\bdo(?:es)? not apply|\bnot have to"
)
_AT_LEAST: Final = any_case(
    r"不(?:得|能|可|应|许)?(?:以)?低于|(?:等于|不小于)(?:或|和)?(?:高于|大于)|(?:高于|大于)(?:或|和)?等于|\bat or above|\bno lower|\bnot (?:be )?(?:\w+ )?(?:below|lower|under|less)|\bat least|\bor (?:higher|above|better)"
)
_LOW: Final = any_case(r"低于|更低|低价|\b(?:below|under|lower|beneath|less than|cheaper)\b")
_HIGH: Final = any_case(r"高于|超过|更高|\b(?:above|over|higher|exceed\w*|more than)\b")
_BARRED: Final = any_case(
    r"不得|不能|不可|不许|不准|禁止|严禁|废单|无效|作废|拒绝|\b(?:not|cannot|never|invalid|void|reject\w*|refus\w*|ban(?:ned)?|barred|forbidden|prohibit\w*|cancel\w*|bounced?|thrown out)\b|n't\b"
)
_ALLOWED: Final = any_case(r"可(?:以)?|允许|能够?|有效|\b(?:may|can|allowed|permitted|free|valid|accepted)\b")
_DUE: Final = any_case(r"须|必须|应当?|只能|\b(?:must|has to|have to|only|needs? to|shall)\b")
_APPLIES: Final = any_case(r"适用|受[^，。]{0,8}(?:约束|限制)|此为|\bappl(?:y|ies)\b|\bsubject to|\bbinds?\b|\bmust\b")


def _price_of_stock(clause: str, _about: str) -> bool | None:
    return None if ETF.search(clause) else _priced(clause)


_LIKEWISE: Final = any_case(
    r"同样|也(?:不例外|要|须|得|适用|受|一样)|一样|无一例外|没有例外|\b(?:too|as well|likewise|also|no exceptions?|alike)\b"
)


def _price_of_etf(clause: str, about: str) -> bool | None:
    if not ETF.search(clause):
        return None
    said = _priced(clause)
    if said is None and _LAST_PRICE.search(about) and _FREE.search(clause):
        return False
    is_alike = said is None and _LAST_PRICE.search(about) and _LIKEWISE.search(clause) and not DENIED.search(clause)
    return True if is_alike and not _FREE.search(clause) else said


def _priced(clause: str) -> bool | None:
    """Whether a clause on the price of a short sale says that it is bound to the last price from below: which side it names, and whether that is allowed."""
    if not _LAST_PRICE.search(clause):
        return None
    if _FREE.search(clause):
        return False
    if _AT_LEAST.search(clause):
        return True
    low, high, barred = _LOW.search(clause), _HIGH.search(clause), _BARRED.search(clause)
    if bool(low) is not bool(high):
        return (bool(low) is bool(barred)) if barred or _ALLOWED.search(clause) or _DUE.search(clause) else None
    return True if not low and _APPLIES.search(clause) else None


_PROCEEDS: Final = any_case(
    r"融券(?:卖出)?(?:所得|获得|得到)?(?:的)?(?:价款|资金|款项)|卖出所得(?:价款|资金|款项)?|\bproceeds\b|\bcash from (?:the )?short"
)
_OTHER_STOCKS: Final = any_case(
    r"(?:买入|购买|投资|申购)(?:于)?[^，。]{0,8}(?:其他|其它|别的|任意|任何)[^，。]{0,6}(?:股票|证券|A股|个股)|再投资|自由(?:使用|支配)|随意|\b(?:any |buy |into |in )?other (?:A-)?(?:shares?|stocks?|securities)|\bany (?:other )?(?:A-)?(?:share|stock)|\bas (?:he|she|they|it) (?:likes?|pleases?|sees? fit|wish\w*)|\bfree(?:ly)? (?:to )?(?:spend|use|invest)"
)


def _proceeds(clause: str, about: str) -> bool | None:
    if not _OTHER_STOCKS.search(clause) or not (_PROCEEDS.search(clause) or _PROCEEDS.search(about)):
        return None
    return not DENIED.search(clause)


_ELIGIBLE: Final = any_case(
    r"标的|融资融券|两融|融资买入|纳入|\beligible\b|\bon margin\b|\bmargin[- ]trad\w+|\bmarginable|\bfinanc\w+|\bunderlying"
)
_FIRST_DAY: Final = any_case(
    r"(?:上市)?首(?:个交易)?日|上市(?:第一天|当[日天])|一上市|\bfirst (?:trading )?(?:day|session)|\bday one\b|\bday of (?:its|their|the) listing|\bfrom (?:its|their|the) (?:listing|debut)|\bupon listing|\bas soon as (?:it is|they are) listed"
)
_WAIT: Final = any_case(r"(?:三|3)\s*个月|\b(?:three|3) months")
_REGISTERED: Final = any_case(r"注册制|新股|\bnew\b|\bnewly\b|\bIPO|\blistings?\b|\bregistration|\bdebut")


_NO_WAIT: Final = any_case(r"无需|不必|不用|\bneed not|without")


def _first_day(board: re.Pattern[str]) -> _Reader:
    def reads(clause: str, about: str) -> bool | None:
        if not board.search(clause) or not _ELIGIBLE.search(f"{about} {clause}"):
            return None
        if _FIRST_DAY.search(clause):
            return not DENIED.search(clause)
        return False if _WAIT.search(clause) and not _NO_WAIT.search(clause) else None

    return reads


def _first_day_of_new(board: re.Pattern[str]) -> _Reader:
    """Of a board that has old stocks too: only what is said of those of the registration system."""
    reads = _first_day(board)
    return lambda clause, about: reads(clause, about) if _REGISTERED.search(clause) else None


_ROLLED: Final = any_case(r"展期|\bextend(?:ed|able)\b|\brolled over|\bextensions?\b|\brollovers?\b|\brenewed\b")
_MAY: Final = any_case(r"可(?:以)?(?:申请|办理)?|允许|\bmay\b|\bcan\b|\bpossib|\ballowed|\bpermitted|\bextendable")


def _rollover(clause: str, _about: str) -> bool | None:
    if not _ROLLED.search(clause) or re.search(r"\d\s*[%％]|按|比例|调整|percent|ratio|terms|比例", clause):
        return None
    return (not DENIED.search(clause)) if _MAY.search(clause) or DENIED.search(clause) else None


_SHARES: Final = SHORTING
_ANY: Final = any_case(rf"{FINANCING.pattern}|{SHORTING.pattern}|{MARGIN_TRADING.pattern}|合约|contract|loan|transaction")
_LENT: Final = Note("融券卖出当日即可还券。", "Shares sold short may be returned on the same day.")
_NOT_LENT: Final = Note("融券卖出后自次一交易日起方可还券。", "Shares sold short may be returned from the next session only.")
_PRICED: Final = Note("融券卖出的申报价格不得低于最近成交价。", "A short sale may not be offered below the last traded price.")
_UNPRICED: Final = Note("ETF 融券卖出不受最近成交价的限制。", "Short sales of ETFs are not bound to the last traded price.")
_SPENT: Final = Note("融券所得价款可作他用。", "The proceeds of a short sale may be used freely.")
_KEPT: Final = Note(
    "融券所得价款只可用于买券还券、支付利息费用及认可的现金管理产品等，不得买入其他股票。",
    "The proceeds of a short sale serve only to buy the shares back, to pay charges and to buy recognised cash products, not other stocks.",
)
_AT_ONCE: Final = Note("注册制股票自上市首日起即为标的。", "Registration-system stocks are eligible from their first session.")
_LATER: Final = Note("上市首日尚不是标的。", "They are not eligible from their first session.")
_MAY_ROLL: Final = Note("合约可以展期。", "Contracts may be rolled over.")
_NO_ROLL: Final = Note("合约不得展期。", "Contracts may not be rolled over.")
_FLOORED: Final = "last_price"
_GATE: Final = any_case(
    rf"{_SAME_DAY.pattern}|{_NEXT_DAY.pattern}|{_LAST_PRICE.pattern}|{_OTHER_STOCKS.pattern}|{_FIRST_DAY.pattern}|{_WAIT.pattern}|{_ROLLED.pattern}"
)
"""No sentence without one of these says any of it."""
_PERMISSIONS: Final = (
    _Permission("short_return_earliest_trading_days", None, _SHARES, _same_day, lambda value: value == 0, _LENT, _NOT_LENT),
    _Permission("short_price_floor", "stock", _SHARES, _price_of_stock, lambda value: value == _FLOORED, _PRICED, _UNPRICED, "mechanism"),
    _Permission("short_price_floor", "etf", _SHARES, _price_of_etf, lambda value: value == _FLOORED, _PRICED, _UNPRICED, "scope"),
    _Permission("short_proceeds_uses", "other_stocks", _SHARES, _proceeds, bool, _SPENT, _KEPT, "mechanism"),
    *(
        _Permission("eligible_from_first_session", key, _ELIGIBLE, reads, bool, _AT_ONCE, _LATER)
        for key, reads in (
            ("star", _first_day(any_case(r"科创板|\bSTAR\b"))),
            ("chinext", _first_day_of_new(any_case(r"创业板|\bChiNext"))),
            ("main", _first_day_of_new(any_case(r"主板|\bmain[- ]board"))),
        )
    ),
    _Permission("rollover_allowed", None, _ANY, _rollover, bool, _MAY_ROLL, _NO_ROLL),
)  # fmt: skip


def permissions_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict what is said to be allowed or forbidden."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        text = claim.passage.text
        if not _GATE.search(text):
            continue
        about = f"{said_before(article, claim, most=_BACK)} {text}"
        for one in _PERMISSIONS:
            said = one.reads(_of_funds(claim), about)
            said = one.reads(text, about) if said is None and _says(claim, one) else said
            if said is None or not one.about.search(about) or not _is_statement(claim):
                continue
            day = day_of_law(todays[claim.passage.item], claim, desk)
            found = _value(book, one, day, venue_of(text)) if day else None
            if found is None:
                continue
            value, evidence = found
            is_so = one.is_so(value)
            rule = one.yes if is_so else one.no
            if said is is_so:
                yield agreed(claim, rule, evidence)
            else:
                yield denied(claim, Note(f"规则是：{rule.zh}", f"The rule: {rule.en}"), one.error, rule.zh, evidence)  # fmt: skip


_STOCKS: Final = any_case(r"股票|个股|A股|\bstocks?\b|\bshares?\b")


def _of_funds(claim: Claim) -> str:
    """The clause, with the words in front of it where they make it one about funds and no stocks."""
    said = re.split(r"[;；。]", claim.passage.text[: claim.end - claim.passage.start])[-1]
    return said if ETF.search(said) and not _STOCKS.search(said) else claim.text


def _is_statement(claim: Claim) -> bool:
    """Whether the claim says how it is on these exchanges, and not how it was, might be, or is elsewhere."""
    if is_elsewhere(claim) or SUPPOSED.search(claim.text) or not is_said(claim):
        return False
    return claim.prints_day or not _ONCE.search(claim.text)


def _says(claim: Claim, one: _Permission) -> bool:
    """Whether a figure's claim, or a part of a sentence, carries the point of the sentence: the wait or the day itself."""
    return bool((_WAIT if one.rule == "eligible_from_first_session" else _SAME_DAY).search(claim.text))


def _value(book: Rulebook, one: _Permission, day: date, venue: Venue) -> tuple[object, Evidence] | None:
    """The value of the rule on a day; a member that the rule does not name is not allowed."""
    begun = [dated for dated in book.parameter(one.rule).history(venue) if dated.start <= day]
    if not begun:
        return None
    dated = begun[-1]
    value = dated.value.get(one.key, False) if isinstance(dated.value, Mapping) and one.key is not None else dated.value
    return value, rule_evidence(book, one.rule, dated, f"{dated.start} 起")
