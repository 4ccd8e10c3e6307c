"""Whom a change of the margin ratio reaches: new contracts only, or those open too, and what a rollover does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Ruling, Verdict
from liangrong.research.claims.verify.law.book import Change, changes_of, is_dated, rule_evidence
from liangrong.research.claims.verify.law.context import said_before
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.research.claims.verify.today import today_of
from liangrong.rules.rulebook import Rulebook

__all__ = ["reach_is_right"]

_TOPIC: Final = re.compile(r"保证金|合约|仓单|杠杆|融资|融券|margin|contract|position|financing", re.IGNORECASE)
_SHORT: Final = re.compile(r"融券|转融|short", re.IGNORECASE)
_OPEN_ZH: Final = r"(?:存量|已开仓|已开立|未了结|尚未了结|此前开[立仓]|原有|老合约|旧合约)"
_NEW_ONLY: Final = re.compile(
    r"仅(?:限于?|适用于|针对|对)[^。;；]{0,14}新(?:开|增|签)|只(?:适用于|针对|对)[^。;；]{0,14}新(?:开|增|签)|"
    rf"{_OPEN_ZH}[^。]{{0,50}}(?:不受(?:\s*)影响|仍按|继续按|沿用|暂不受|不\s*受影响)|新老划断|"
    r"(?:appl(?:y|ies|ied)|limited) (?:only )?(?:only )?to new|only (?:to|for|affects?) new(?:ly)?|"
    r"(?:existing|outstanding|open) (?:financing |margin )?(?:contracts|positions|loans)[^.]{0,60}(?:not affected|unaffected|continue|remain|previous|keep|grandfathered)|"
    r"(?:contracts|positions|loans) (?:opened |taken out |made |signed |concluded )?(?:before|prior to|by)[^.]{0,30}(?:not affected|unaffected|continue|keep|remain|exempt|spared|grandfathered)",
    re.IGNORECASE,
)
_ALL: Final = re.compile(
    rf"{_OPEN_ZH}[^。]{{0,30}}(?:同样适用|一并(?:适用|调整)|也须|亦须|也(?:将)?适用|均适用|同步(?:适用|调整)|须按新)|适用于(?:全部|所有)(?:融资|存量)?合约|"
    r"(?:appl(?:y|ies|ied)) to (?:all|both new and existing|existing|outstanding|every)\b[^.]{0,24}(?:contracts|positions|loans)|"
    r"(?:existing|outstanding|open) (?:financing |margin )?(?:contracts|positions|loans)[^.]{0,40}(?:must also|are also|will also|are subject|must be topped|adjusted too)",
    re.IGNORECASE,
)
_ROLLOVER: Final = re.compile(r"展期|rollover|roll(?:ed)? over|extension|extended", re.IGNORECASE)
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
        says_new, says_all = _begins_in(claim, _NEW_ONLY), _begins_in(claim, _ALL)
        if (
            claim.nature is not Nature.FACT
            or claim.figure is not None
            or says_new == says_all
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
        rolled = not _ROLLOVER.search(claim.text) or change.dated.on_rollover != "adopt"
        text = f"{change.dated.start} 起的变更：{'新合约' if spared else '全部合约'}{'' if change.dated.on_rollover == 'adopt' else '，展期仍按原比例'}"
        evidence = (rule_evidence(book, name, change.dated, text),)
        late = _late_cut_off(claim, change)
        if says_new and spared and late is not None:
            yield refuted(claim, Note(f"新比例自 {change.dated.start} 起适用，{late} 以前开立的合约不全在豁免之列。",
                                      f"The new ratio applies from {change.dated.start}; not every contract opened up to {late} is spared."),
                          "wrong_date", basis="rulebook", corrected=text, evidence=evidence, verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip
        elif says_new == spared and (not says_new or rolled):
            yield supported(claim, Note(f"与规则相符：{text}。", f"The rulebook agrees: the change of {change.dated.start} reaches "
                                        f"{'new contracts only' if spared else 'all contracts'}."), basis="rulebook", evidence=evidence)  # fmt: skip
        else:
            yield refuted(claim, Note(f"适用对象有误：{text}。", f"Wrong contracts: the change of {change.dated.start} reaches "
                                      f"{'new contracts only' if spared else 'all contracts'}"
                                      f"{', and a rollover adopts it' if change.dated.on_rollover == 'adopt' else ', and a rollover keeps the old value'}."),
                          "scope", basis="rulebook", corrected=text, evidence=evidence, verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip


def _begins_in(claim: Claim, pattern: re.Pattern[str]) -> bool:
    """Whether words that begin within the claim say so; they may go on behind its comma, to the end of the sentence."""
    start, end = claim.start - claim.passage.start, claim.end - claim.passage.start
    found = pattern.search(claim.passage.text, max(start, 0))
    return found is not None and found.start() < end


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
