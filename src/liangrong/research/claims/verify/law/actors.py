"""Who decided: the exchanges set the margin ratios, the securities regulator stops lending, and nobody else does either."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.verify.law.asked import is_elsewhere, is_said
from liangrong.research.claims.verify.law.book import day_of_law, number_on
from liangrong.research.claims.verify.law.concepts import (
    CHANGED,
    DENIED,
    MARGIN_DEMAND,
    MARGIN_TRADING,
    RELENDING,
    STOPPED,
    SUPPOSED,
)
from liangrong.research.claims.verify.law.context import said_before
from liangrong.research.claims.verify.law.verdicts import agreed, denied
from liangrong.research.claims.verify.today import today_of
from liangrong.research.claims.words.forms import any_case
from liangrong.rules.rulebook import Rulebook

__all__ = ["deciders_hold"]


_EXCHANGES: Final = any_case(
    r"(?:沪深北?|三(?:大|家)|两(?:大|家))?(?:证券)?交易所|上交所|深交所|北交所|\bexchanges?\b|\bbourses?\b|\bSSE\b|\bSZSE\b"
)
_REGULATOR: Final = any_case(r"证监会|证券监督|\bCSRC\b|\bsecurities regulator|\bChina Securities Regulatory")
_FINANCE: Final = any_case(r"中证金融|证金公司|China Securities Finance|\bCSF\b")
_NOBODY: Final = any_case(
    r"央行|中国人民银行|人民银行|人行|财政部|金融监管总局|银保监会|银监会|发改委|外汇局|证券业协会|基金业协会|中证登|中国结算|税务总局|商务部|"
    r"\bcentral bank|\bPeople's Bank|\bPBo?C\b|\bfinance ministry|\bMinistry of Finance|\bNFRA\b|\bFinancial Regulatory Administration|\bCBIRC\b|\bplanning agency|\bNDRC\b|\bSecurities Association|\bfutures exchange|\bforeign[- ]exchange regulator|\bSAFE\b"
)
"""Authorities that decide neither."""
_BY: Final = any_case(r"由[^，。]{0,3}$|经[^，。]{0,3}$|\bby (?:the |China's )?$")
_DECIDES: Final = any_case(
    r"宣布|发布|公布|决定|批准|核准|同意|下发|印发|出台|上调|下调|提高|调[高低整升]|降低|叫停|暂停|要求|发文|通知|拍板|"
    r"\b(?:announc\w+|approv\w+|decid\w+|order\w*|issu\w+|rais\w+|lift\w*|lower\w*|cut|set|sets|halt\w*|suspend\w*|stopp?\w*|publish\w*|impos\w+|told|said|introduc\w+|doubl\w+|green[- ]?light\w*)\b"
)
_MARGIN: Final = any_case(r"保证金|\bmargin\b|\bfloor\b|\brequirement")
_BACK: Final = 3
_REACH: Final = 40
"""How far a decider may stand from what it decides, in characters."""
_PRIVATE: Final = any_case(
    r"券商|证券公司|双方|合同|客户|会员|\bbrok(?:er|erage)s?\b|\bcontracts?\b|\bsecurities firms?|\bhouses?\b|\bparties\b|\bclients?\b|\blenders?\b"
)
_SETTLED: Final = any_case(
    r"由(?P<by>[^，。；]{1,12}?)(?:统一|自行|自主|协商|共同|与客户|来)*(?:规定|决定|设定|约定|制定|确定|议定|商定|说了算)|(?P<who>交易所|证监会|监管(?:部门|机构)?|券商|证券公司)(?:统一|自行|自主)(?:规定|决定|设定|约定|制定|确定)|"
    r"\b(?:set|fixed|decided|determined|agreed|prescribed|laid down|dictated|settled|negotiated)\b(?: \w+){0,3}? (?:by|between|in|with) (?P<by2>[^.;,]{3,40}?)(?= and (?:is|are|not|cannot|the same)|[.;,]|$| for | at )|\b(?:up|left) to (?P<to>[^.;,]{3,40})|(?P<who2>\b(?:exchanges?|regulators?|CSRC|brok(?:er|erage)s?)\b)(?: themselves| alone)? (?:sets?|fix(?:es)?|decides?|prescribes?|determines?|dictates?)\b"
)
_WATCHDOG: Final = any_case(r"监管|\bregulators?\b|\bwatchdog")
_POWERLESS: Final = any_case(r"无权|不得(?:自行)?(?:规定|干预)|\bno say\b|\bno power\b")
_BEYOND: Final = any_case(r"更高|从严|上浮|以上|之上|不低于|\b(?:higher|stricter|above|more|no less)\b")
_LEAST: Final = any_case(r"下限|最低|底线|\b(?:minimum|floor|least)\b")
_RATE: Final = any_case(
    r"融资(?:的)?(?:年)?利率|两融利率|融资费率|\b(?:lending|financing|borrowing|interest) rates?\b|\bmargin (?:loan )?rates?\b"
)
_LINE: Final = any_case(r"平仓线|警戒线|追保线|预警线|\b(?:liquidation|warning|call|close-?out) (?:line|level|threshold)s?\b")
_RATES_AGREED: Final = Note(
    "融资利率由证券公司与客户约定，各家不同。", "Broker and client agree on the financing rate; it differs from house to house."
)
_LINES_AGREED: Final = Note(
    "平仓线、警戒线由证券公司与客户在合同中约定。",
    "The contract between broker and client sets the liquidation and the warning line.",
)
_SETS_RATIOS: Final = Note(
    "保证金最低比例由证券交易所规定和公布（经证监会批准）。",
    "The exchanges set and announce the minimum margin ratios, with the securities regulator's approval.",
)
_STOPS_LENDING: Final = Note(
    "转融券的暂停由证监会批准，中证金融实施。",
    "The securities regulator approved the suspension of securities lending, which China Securities Finance carried out.",
)


def deciders_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict who is said to have changed a margin ratio or to have stopped the lending."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        text = claim.text
        if claim.figure is None and not is_elsewhere(claim) and not SUPPOSED.search(text) and is_said(claim):
            yield from _settled(claim, book, day_of_law(todays[claim.passage.item], claim, desk))
        wrong, right = _NOBODY.search(text), _EXCHANGES.search(text) or _REGULATOR.search(text) or _FINANCE.search(text)
        if (
            not (wrong or right)
            or not _DECIDES.search(text)
            or SUPPOSED.search(text)
            or is_elsewhere(claim)
            or not is_said(claim)
        ):
            continue
        about = f"{said_before(article, claim, most=_BACK)} {claim.passage.text}"
        stops = bool(RELENDING.search(claim.passage.text) and STOPPED.search(claim.passage.text))
        margin = not stops and bool(
            CHANGED.search(claim.passage.text)
            and (MARGIN_DEMAND.search(about) or MARGIN_TRADING.search(claim.passage.text) or _MARGIN.search(claim.passage.text))
        )
        if not stops and not margin:
            continue
        rule = _STOPS_LENDING if stops else _SETS_RATIOS
        evidence = (Evidence("rule", rule.zh),)
        if wrong and not right and _acts(text, wrong) and (stops or _MARGIN.search(text) or not _topic_elsewhere(text)):
            yield denied(claim, Note(f"决定者有误：{rule.zh}", f"Somebody else decided. {rule.en}"), "label_mixup", rule.zh, *evidence)  # fmt: skip
        elif right and not wrong and claim.figure is None and _acts(text, right) and _names(text, stops=stops):
            yield agreed(claim, rule, *evidence)


def _settled(claim: Claim, book: Rulebook, day: date | None) -> Iterable[Ruling]:
    """Who is said to settle a number: the exchanges the least ratio, the contract the rate and the lines."""
    text = claim.text
    told = _SETTLED.search(text)
    who = next((one for one in told.groups() if one), "") if told else ""
    powerless = bool(_POWERLESS.search(text) and _EXCHANGES.search(text))
    public, private = (
        bool(_EXCHANGES.search(who) or _REGULATOR.search(who) or _WATCHDOG.search(who)),
        powerless or bool(_PRIVATE.search(who)),
    )
    about = text if not powerless else re.split(r"[;；。]", claim.passage.text[: claim.end - claim.passage.start])[-1]
    if public == private or (DENIED.search(text) and not _POWERLESS.search(text)):
        return
    if _RATE.search(about):
        rule, right = _RATES_AGREED, private
    elif _LINE.search(about):
        if day is None or number_on(book, _LINES_FLOOR, day) is not None:
            return
        rule, right = _LINES_AGREED, private
    elif _LEAST.search(about) and MARGIN_DEMAND.search(about) and not _BEYOND.search(about):
        rule, right = _SETS_RATIOS, public
    else:
        return
    evidence = (Evidence("rule", rule.zh),)
    if right:
        yield agreed(claim, rule, *evidence)
    else:
        yield denied(claim, Note(f"决定者有误：{rule.zh}", f"Somebody else decides. {rule.en}"), "definition", rule.zh, *evidence)  # fmt: skip


_LINES_FLOOR: Final = "call_line_floor"


def _acts(text: str, who: re.Match[str]) -> bool:
    """Whether somebody is told as the one who decides: in front of the verb, or behind "by"."""
    behind = _DECIDES.search(text, who.end(), who.end() + _REACH)
    return bool(behind or _BY.search(text[: who.start()]))


def _names(text: str, *, stops: bool) -> bool:
    """Whether the clause itself tells both who and what, and the one is right for the other."""
    if stops:
        return bool(RELENDING.search(text) and _REGULATOR.search(text))
    return bool(_EXCHANGES.search(text) and MARGIN_DEMAND.search(text) and CHANGED.search(text) and not _REGULATOR.search(text))


_RATES: Final = any_case(
    r"准备金|降准|降息|利率|再贷款|逆回购|汇率|\brates?\b|\breserve\b|\bliquidity\b|\bloans?\b|\bstimulus\b|\bcurrency\b|\byuan fixing"
)


def _topic_elsewhere(text: str) -> bool:
    """Whether the clause is about what such an authority does decide."""
    return bool(_RATES.search(text))
