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
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.verify.law.asked import is_said
from liangrong.research.claims.verify.law.book import Change, changes_of, rule_evidence
from liangrong.research.claims.verify.law.concepts import (
    ALL_CONTRACTS,
    DENIED,
    FINANCING,
    OPEN_CONTRACTS,
    RELENDING,
    ROLLOVER,
    SPARED,
)
from liangrong.research.claims.verify.law.context import said_before
from liangrong.research.claims.verify.law.verdicts import agreed, denied
from liangrong.research.claims.verify.law.wording import is_house
from liangrong.research.claims.verify.today import today_of
from liangrong.rules.rulebook import Rulebook

__all__ = ["reach_is_right", "rollovers_told"]

_TOPIC: Final = re.compile(
    r"保证金|合约|仓单|杠杆|融资|融券|margin|contract|position|financing|\bloans?\b|\bratio\b", re.IGNORECASE
)
_SHORT: Final = re.compile(r"融券|转融|short", re.IGNORECASE)
_NEW: Final = r"(?:新(?:开|增|签|合约|仓|老划断)|\b(?:new(?:ly)?|fresh)\b)"
_OLD: Final = r"(?:存量|已开仓|已开立|未了结|原有|老合约|旧合约|\bexisting\b|\boutstanding\b|\bold(?:er)?\b(?! (?:terms|rules|ratio))|\balready (?:existed|open\w*)|\bthat existed)"
_ONLY: Final = r"(?:仅|只|单单|\bonly\b(?! (?:on|under|at|with|by)\b)|\bsolely\b|\bexclusively\b|\blimited\b|\bconfined\b)"
_NEW_ONLY: Final = re.compile(
    rf"{_ONLY}[^。;；,，.]{{0,24}}{_NEW}|{_NEW}[^。;；,，.]{{0,20}}\bonly\b|新老划断|老合约老办法", re.IGNORECASE
)
_OLD_ONLY: Final = re.compile(
    rf"{_ONLY}[^。;；,，.]{{0,24}}{_OLD}|针对[^。;；,，.]{{0,2}}{_OLD}[^。;；,，.]{{0,8}}[,，]新[开增签]", re.IGNORECASE
)
_NEW_SPARED: Final = re.compile(
    rf"{_NEW}[^。;；,，.]{{0,8}}(?:合约|开仓|仓单|contracts?|loans?|positions?|ones)[^。;；,，.]{{0,34}}(?:不受(?:\s*)影响|仍按原|沿用原|not affected|unaffected|untouched|previous|former|old (?:rules|terms|ratio))",
    re.IGNORECASE,
)
_HIT: Final = re.compile(
    r"须|必须|亦|也|均|补足|适用新|按新|追溯|\bmust\b|\bhave to\b|\bhas to\b|\btoo\b|\b(?:mov|switch|shift)\w* to the (?:new|higher)\b|\bas well\b|\bincluding\b|\bsubject to\b|\bretroactive|\b(?:for|to|on) (?:all|every)\b|\btop(?:ped)? up",
    re.IGNORECASE,
)
_DENIES: Final = re.compile(r"不(?:必|需|用|须|再)|无(?:需|须)|未(?:必|予)|不受|\bnot\b|n't|\bno need\b", re.IGNORECASE)
_GATE: Final = re.compile(
    r"合约|仓|存量|新开|新增|展期|续期|不受|新老|loan|contract|position|existing|outstanding|extension|renew|\broll",
    re.IGNORECASE,
)
"""No sentence without one of these says whom a change reaches."""
_OLD_TERMS: Final = re.compile(
    r"(?:沿用|按|照|适用|维持|保持|执行|保留)(?:原|旧|老|之前|此前|当初)[^，。]{0,6}|\b(?:keep|keeps|retain\w*|carry|carries|stay on|remain on|under|on|at)\b[^.;,]{0,12}\b(?:old|former|previous|original|earlier)\b",
    re.IGNORECASE,
)
"""That the terms of before go on."""
_NEW_TERMS: Final = re.compile(
    r"(?:适用|按|执行|改用|采用|换成|切换[到至为])[^，。;；]{0,8}(?:新|更高|调整后|上调后)|须?改(?:按|为|用)|失去|丧失|不(?:再|能再|得)(?:适用|享受|沿用|按|保留)|(?:新|更高的?)(?:的)?(?:比例|标准|要求|规定)|"
    r"(?:直到|至|到)[^，。]{0,6}展期(?:为止|时)|\buntil (?:the|their|its) (?:first |next )?(?:extension|rollover|renewal)|\b(?:los(?:e|es|ing)|forfeit\w*|giv(?:e|es|ing) up|surrender\w*|(?:no longer|cannot) (?:keep|enjoy|benefit|have))\b|\b(?:switch\w*|mov\w+|adopt\w*|shift\w*|convert\w*|fall\w*|com\w+|pass\w*|subject|go(?:es)?|tak\w+|pay\w*|meet\w*|appl\w+|attract\w*|trigger\w*|only (?:on|under|at))\b[^.;,]{0,24}\b(?:new|higher|stricter|tougher|raised|revised|lower)\b",
    re.IGNORECASE,
)
"""That the terms of the change are taken over."""
_GIVEN_UP: Final = re.compile(
    r"(?:直到|至|到)[^，。]{0,6}展期(?:为止|时)|\buntil (?:the|their|its) (?:first |next )?(?:extension|rollover|renewal)|失去|丧失|不(?:再|能再|得)(?:适用|享受|沿用|按|保留)|\b(?:los(?:e|es|ing)|forfeit\w*|giv(?:e|es|ing) up|surrender\w*|(?:no longer|cannot) (?:keep|enjoy|benefit|have))\b",
    re.IGNORECASE,
)
"""That the terms of before are no longer had."""
_PIECES: Final = re.compile(r"[,，;；]|\b(?:but|while|whereas|yet)\b")
_AHEAD: Final = re.compile(r"[^，,。；;]*[，,]\s*$")
"""The clause in front of another."""
_BALANCE: Final = re.compile(r"余额|规模|\bbalance|\bamount", re.IGNORECASE)
"""How much is lent, which is not whom a rule reaches."""
_REST: Final = re.compile(r"[^;；。]{0,80}")
_CUT_OFF: Final = re.compile(r"[日号]\s*(?:收[市盘])?(?:之|以)?前|before|up to|until|by the close", re.IGNORECASE)
_INCLUDED: Final = re.compile(r"含(?:当|该)日|含本日|inclusive|including that day|up to and including", re.IGNORECASE)
_NEWS: Final = timedelta(days=45)
_ONLY_NEW: Final = re.compile(
    rf"{_ONLY}|涉及|适用|影响|针对|\b(?:appl(?:y|ies)|affect\w*|touch\w*|concern\w*|reach\w*|cover\w*)\b", re.IGNORECASE
)
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
        told = _rolled(claim) or _told(claim)
        says_new = told == "spared"
        if (
            told is None
            or not is_said(claim)
            or RELENDING.search(claim.passage.text)
            or not _TOPIC.search(f"{said_before(article, claim)} {claim.passage.text}")
        ):
            continue
        is_short = _is_short(article, claim)
        change = _change(todays[claim.passage.item], claim, book, is_short=is_short)
        if change is None:
            yield from _of_the_other(claim, todays[claim.passage.item], book, is_short=is_short)
            continue
        name = "short_margin_ratio" if is_short else "financing_margin_ratio"
        if change.dated.applies_to == "new_and_agreed" and says_new:
            continue  # open contracts follow where broker and client agree: both are told of such a change
        spared = change.dated.applies_to == "new_contracts"
        rolled = not ROLLOVER.search(claim.text) or change.dated.on_rollover != "adopt"
        text = f"{change.dated.start} 起的变更：{'新合约' if spared else '全部合约'}{'' if change.dated.on_rollover == 'adopt' else '，展期仍按原比例'}"
        evidence = (rule_evidence(book, name, change.dated, text),)
        late = _late_cut_off(claim, change)
        if says_new and spared and late is not None:
            yield denied(claim, Note(f"新比例自 {change.dated.start} 起适用，{late} 以前开立的合约不全在豁免之列。",
                                      f"The new ratio applies from {change.dated.start}; not every contract opened up to {late} is spared."), "wrong_date", text, *evidence)  # fmt: skip
        elif told in ("adopts", "keeps"):
            yield from _of_rollovers(claim, change, told == "adopts", text, evidence)
        elif told != "reversed" and says_new == spared and (not says_new or rolled):
            yield agreed(claim, Note(f"{text}。", f"the change of {change.dated.start} reaches "
                                        f"{'new contracts only' if spared else 'all contracts'}."), *evidence)  # fmt: skip
        else:
            yield denied(claim, Note(f"适用对象有误：{text}。", f"Wrong contracts: the change of {change.dated.start} reaches "
                                      f"{'new contracts only' if spared else 'all contracts'}"
                                      f"{', and a rollover adopts it' if change.dated.on_rollover == 'adopt' else ', and a rollover keeps the old value'}."), "scope", text, *evidence)  # fmt: skip


def _of_the_other(claim: Claim, today: date | None, book: Rulebook, *, is_short: bool) -> Iterable[Ruling]:
    """A change that is told of contracts of one kind, where only the ratio of the other was changed about then."""
    named = _SHORT if is_short else FINANCING
    change = _change(today, claim, book, is_short=not is_short) if named.search(claim.text) and not is_house(claim) else None
    if change is None or today is None or abs(change.dated.start - today) > _NEWS or not _ONLY_NEW.search(claim.text):
        return
    kind = Note("融资", "financing") if is_short else Note("融券", "short selling")
    name = "financing_margin_ratio" if is_short else "short_margin_ratio"
    text = f"{change.dated.start} 起的变更只涉及{kind.zh}保证金比例"
    yield denied(claim, Note(f"规则是：{text}。", f"The change of {change.dated.start} is one of the margin ratio of {kind.en} only."),
                 "label_mixup", text, rule_evidence(book, name, change.dated, text))  # fmt: skip


def _rolled(claim: Claim) -> Literal["adopts", "keeps"] | None:
    """What a clause says of contracts that are rolled over after a change: that they take the new terms over, or keep the old ones."""
    ahead = _AHEAD.search(claim.passage.text[: max(claim.start - claim.passage.start, 0)])
    told = rollovers_told(claim.text)
    return told if told or not ahead or not ROLLOVER.search(ahead[0]) else _terms_told(claim.text)


def rollovers_told(text: str) -> Literal["adopts", "keeps"] | None:
    """What a text says of contracts that are rolled over, in the part that speaks of them."""
    said = (_terms_told(one) for one in _PIECES.split(text) if ROLLOVER.search(one))
    return next((one for one in said if one), None)


def _terms_told(text: str) -> Literal["adopts", "keeps"] | None:
    new, old = bool(_NEW_TERMS.search(text)), bool(_OLD_TERMS.search(text) or SPARED.search(text))
    if new == old:
        return "adopts" if new and _GIVEN_UP.search(text) else None
    return "adopts" if new is not bool(_DENIES.search(SPARED.sub(" ", _GIVEN_UP.sub(" ", text)))) else "keeps"


def _of_rollovers(claim: Claim, change: Change, adopts: bool, text: str, evidence: tuple[Evidence, ...]) -> Iterable[Ruling]:
    day = change.dated.start
    adopted = change.dated.on_rollover == "adopt"
    told = Note(f"{day} 起的变更，展期{'适用新比例' if adopted else '仍按原比例'}。",
                f"Under the change of {day} a rollover {'adopts the new ratio' if adopted else 'keeps the old one'}.")  # fmt: skip
    if adopted is adopts:
        yield agreed(claim, told, *evidence)
    else:
        yield denied(claim, Note(f"规则是：{told.zh}", f"The rule: {told.en}"), "scope", text, *evidence)  # fmt: skip


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
        if _OLD_TERMS.search(said) and (OPEN_CONTRACTS.search(said) or ROLLOVER.search(said)) and not DENIED.search(said):
            return "spared"
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
    if claim.period is None or not claim.prints_day or not _CUT_OFF.search(claim.text):
        return None
    last = claim.period.end if _INCLUDED.search(claim.text) else claim.period.end - timedelta(days=1)
    return last if last >= change.dated.start else None


def _is_short(article: Article, claim: Claim) -> bool:
    """Whether short sales are meant: by the clause, else by its sentence, else by what was said before it, of which the first that names either decides."""
    for text in (claim.text, claim.passage.text, said_before(article, claim)):
        short, financing = bool(_SHORT.search(text)), bool(FINANCING.search(text.replace("融资融券", "")))
        if short is not financing:
            return short
    return False


def _change(today: date | None, claim: Claim, book: Rulebook, *, is_short: bool) -> Change | None:
    """The change of the ratio that lies nearest to the day that is spoken of."""
    day = claim.period.end if claim.period is not None and claim.period.certain else today
    if day is None:
        return None
    name, key = ("short_margin_ratio", "general") if is_short else ("financing_margin_ratio", None)
    later = [
        change
        for change in changes_of(book, name, key=key)
        if change.before is not None and abs(change.dated.start - day) <= _NEAR
    ]
    return min(later, key=lambda change: abs(change.dated.start - day), default=None)
