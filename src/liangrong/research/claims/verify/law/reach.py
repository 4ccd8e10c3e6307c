"""Whom a change of the margin ratio reaches: new contracts only, or those open too, and what a rollover does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, Literal

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Ruling, Verdict
from liangrong.research.claims.verify.law.asked import is_said
from liangrong.research.claims.verify.law.book import Change, changes_of, is_dated, rule_evidence
from liangrong.research.claims.verify.law.concepts import ALL_CONTRACTS, OPEN_CONTRACTS, RELENDING, ROLLOVER, SPARED
from liangrong.research.claims.verify.law.context import said_before
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.research.claims.verify.today import today_of
from liangrong.rules.rulebook import Rulebook

__all__ = ["reach_is_right"]

_TOPIC: Final = re.compile(
    r"保证金|合约|仓单|杠杆|融资|融券|margin|contract|position|financing|\bloans?\b|\bratio\b", re.IGNORECASE
)
_SHORT: Final = re.compile(r"融券|转融|short", re.IGNORECASE)
_NEW: Final = r"(?:新(?:开|增|签|合约|仓|老划断)|\bnew(?:ly)?\b)"
_OLD: Final = r"(?:存量|已开仓|已开立|未了结|原有|老合约|旧合约|\bexisting\b|\boutstanding\b|\bold(?:er)?\b)"
_ONLY: Final = r"(?:仅|只|单单|\bonly\b|\bsolely\b|\bexclusively\b|\blimited\b|\bconfined\b)"
_NEW_ONLY: Final = re.compile(
    rf"{_ONLY}[^。;；,，.]{{0,24}}{_NEW}|{_NEW}[^。;；,，.]{{0,20}}\bonly\b|新老划断|老合约老办法", re.IGNORECASE
)
_OLD_ONLY: Final = re.compile(rf"{_ONLY}[^。;；,，.]{{0,24}}{_OLD}", re.IGNORECASE)
_NEW_SPARED: Final = re.compile(
    rf"{_NEW}[^。;；,，.]{{0,8}}(?:合约|开仓|仓单|contracts?|loans?|positions?)[^。;；,，.]{{0,20}}(?:不受(?:\s*)影响|仍按原|沿用原|not affected|unaffected|untouched|previous|former|old (?:rules|terms|ratio))",
    re.IGNORECASE,
)
_HIT: Final = re.compile(
    r"须|必须|亦|也|均|补足|适用新|按新|追溯|\bmust\b|\bhave to\b|\bhas to\b|\btoo\b|\bas well\b|\bincluding\b|\bsubject to\b|\bretroactive|\b(?:for|to|on) (?:all|every)\b|\btop(?:ped)? up",
    re.IGNORECASE,
)
_DENIES: Final = re.compile(r"不(?:必|需|用|须|再)|无(?:需|须)|未(?:必|予)|不受|\bnot\b|n't|\bno need\b", re.IGNORECASE)
_GATE: Final = re.compile(
    r"合约|仓|存量|新开|新增|展期|续期|不受|新老|loan|contract|position|existing|outstanding|extension|renew|\broll",
    re.IGNORECASE,
)
"""No sentence without one of these says whom a change reaches."""
_BALANCE: Final = re.compile(r"余额|规模|\bbalance|\bamount", re.IGNORECASE)
"""How much is lent, which is not whom a rule reaches."""
_REST: Final = re.compile(r"[^;；。]{0,80}")
_CUT_OFF: Final = re.compile(r"[日号]\s*(?:收[市盘])?(?:之|以)?前|before|up to|until|by the close", re.IGNORECASE)
_INCLUDED: Final = re.compile(r"含(?:当|该)日|含本日|inclusive|including that day|up to and including", re.IGNORECASE)
_NEAR: Final = timedelta(days=200)
"""The change that a text tells as news lies so near to its day."""


def reach_is_right(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict what is said of contracts that were open when a change came."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        if claim.figure is not None or _BALANCE.search(claim.text) or not _GATE.search(claim.passage.text):
            continue
        told = _told(claim)
        says_new = told == "spared"
        if (
            told is None
            or not is_said(claim)
            or RELENDING.search(claim.passage.text)
            or not _TOPIC.search(f"{said_before(article, claim)} {claim.passage.text}")
        ):
            continue
        change = _change(todays[claim.passage.item], claim, book)
        if change is None:
            continue
        name = "short_margin_ratio" if _is_short(claim) else "financing_margin_ratio"
        if change.dated.applies_to == "new_and_agreed" and says_new:
            continue  # open contracts follow where broker and client agree: both are told of such a change
        spared = change.dated.applies_to == "new_contracts"
        rolled = not ROLLOVER.search(claim.text) or change.dated.on_rollover != "adopt"
        text = f"{change.dated.start} 起的变更：{'新合约' if spared else '全部合约'}{'' if change.dated.on_rollover == 'adopt' else '，展期仍按原比例'}"
        evidence = (rule_evidence(book, name, change.dated, text),)
        late = _late_cut_off(claim, change)
        if says_new and spared and late is not None:
            yield refuted(claim, Note(f"新比例自 {change.dated.start} 起适用，{late} 以前开立的合约不全在豁免之列。",
                                      f"The new ratio applies from {change.dated.start}; not every contract opened up to {late} is spared."),
                          "wrong_date", basis="rulebook", corrected=text, evidence=evidence, verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip
        elif told != "reversed" and says_new == spared and (not says_new or rolled):
            yield supported(claim, Note(f"与规则相符：{text}。", f"The rulebook agrees: the change of {change.dated.start} reaches "
                                        f"{'new contracts only' if spared else 'all contracts'}."), basis="rulebook", evidence=evidence)  # fmt: skip
        else:
            yield refuted(claim, Note(f"适用对象有误：{text}。", f"Wrong contracts: the change of {change.dated.start} reaches "
                                      f"{'new contracts only' if spared else 'all contracts'}"
                                      f"{', and a rollover adopts it' if change.dated.on_rollover == 'adopt' else ', and a rollover keeps the old value'}."),
                          "scope", basis="rulebook", corrected=text, evidence=evidence, verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip


def _told(claim: Claim) -> Literal["spared", "hit", "reversed"] | None:
    """What a clause says of the contracts that were open: spared, hit too, or, the wrong way round, hit alone."""
    text = claim.text
    behind = _REST.match(claim.passage.text, claim.end - claim.passage.start)
    whole = text + (behind[0] if behind else "")
    if _OLD_ONLY.search(text) or _NEW_SPARED.search(text):
        return "reversed"
    if _NEW_ONLY.search(text):
        return "spared"
    before = re.split(r"[;；。]", claim.passage.text[: max(claim.start - claim.passage.start, 0)])[-1]
    for said in (text, whole):
        is_open = OPEN_CONTRACTS.search(said) or ROLLOVER.search(said)
        if ALL_CONTRACTS.search(said) and not _DENIES.search(said):
            return "hit"
        if is_open and SPARED.search(said) and not _NEW_SPARED.search(said):
            return "spared"
        if is_open and _HIT.search(said) and not _DENIES.search(said) and OPEN_CONTRACTS.search(text):
            return "hit"
        if not is_open and SPARED.search(text) and OPEN_CONTRACTS.search(before):
            return "spared"
        if not is_open and not OPEN_CONTRACTS.search(text):
            break
    return None


def _late_cut_off(claim: Claim, change: Change) -> date | None:
    """The last opening day that the text spares, where the new ratio was in force by then."""
    if claim.period is None or not is_dated(claim) or not _CUT_OFF.search(claim.text):
        return None
    last = claim.period.end if _INCLUDED.search(claim.text) else claim.period.end - timedelta(days=1)
    return last if last >= change.dated.start else None


def _is_short(claim: Claim) -> bool:
    return bool(_SHORT.search(claim.text)) and "融资" not in claim.text.replace("融资融券", "")


def _change(today: date | None, claim: Claim, book: Rulebook) -> Change | None:
    """The change of the ratio that lies nearest to the day that is spoken of."""
    day = claim.period.end if claim.period is not None and claim.period.certain else today
    if day is None:
        return None
    name, key = ("short_margin_ratio", "general") if _is_short(claim) else ("financing_margin_ratio", None)
    later = [
        change
        for change in changes_of(book, name, key=key)
        if change.before is not None and abs(change.dated.start - day) <= _NEAR
    ]
    return min(later, key=lambda change: abs(change.dated.start - day), default=None)
