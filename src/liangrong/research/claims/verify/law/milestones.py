"""When something of the regime began: the pilot, lending by the securities finance company, an exchange, a wider list; from the timeline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Evidence, Ruling, Verdict
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.rules.events import PolicyEvent, events

__all__ = ["milestones_hold"]

_BEGAN_ZH: Final = r"[^。；;]{0,16}(?:启动|开通|开闸|上线|推出|开展|开始|起步|诞生)"
_BEGAN_EN: Final = r"[^.;]{0,40}(?:launch|start|began|begin|introduc|went live|kick(?:ed)? off)"
_TOPICS: Final = (
    ("securities_refinancing_pilot", re.compile(rf"转融券(?:业务)?(?:试点)?{_BEGAN_ZH}|securities (?:refinancing|relending)(?: pilot)?{_BEGAN_EN}", re.IGNORECASE)),
    ("funds_refinancing_pilot", re.compile(rf"转融资(?:业务)?(?:试点)?{_BEGAN_ZH}|funds refinancing(?: pilot)?{_BEGAN_EN}", re.IGNORECASE)),
    ("bse_starts", re.compile(rf"(?:北交所|北京证券交易所)[^。；;]{{0,8}}(?:融资融券|两融){_BEGAN_ZH}|margin trading[^.;]{{0,30}}Beijing Stock Exchange|Beijing Stock Exchange[^.;]{{0,30}}margin trading", re.IGNORECASE)),
    ("pilot_starts", re.compile(rf"(?:融资融券|两融)(?:业务|交易)?(?:试点)?(?:正式)?{_BEGAN_ZH}|margin trading(?: and (?:securities lending|short selling))?(?: pilot)?{_BEGAN_EN}[^.;]{{0,20}}(?:China|A-share|mainland|pilot)", re.IGNORECASE)),
)  # fmt: skip
"""Events by the words for them; the more special first."""
_OTHERS: Final = re.compile(
    r"香港|港股|北交所|科创板|创业板|券商|公司|证券公司|Hong Kong|broker|company|STAR|ChiNext|again|resum|重启|恢复|重新",
    re.IGNORECASE,
)
"""Words with which the beginning is another's, or a second one."""
_LIST: Final = re.compile(
    r"标的[^。；;]{0,20}(?:扩大|扩容|增加|增至|扩至)[^。；;\d]{0,6}([\d,]{3,6})\s*只|list[^.;]{0,40}(?:widened|expanded|extended)[^.;\d]{0,20}(?:from [\d,]+ )?to ([\d,]{3,6})",
    re.IGNORECASE,
)


def milestones_hold(_article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict the printed day, month or year of a beginning."""
    if desk.rulebook is None:
        return
    for claim in claims:
        period = claim.period
        if claim.nature is not Nature.FACT or period is None or period.at == (-1, -1) or not period.certain:
            continue
        event = _event(claim)
        if event is None:
            continue
        evidence = (Evidence("rule", f"{event.date} {event.title_zh}", f"{event.event}: {event.citation}"),)
        if period.start <= event.date <= period.end:
            yield supported(claim, Note(f"与规则库相符：{event.date} {event.title_zh}。", f"The timeline agrees: {event.date}, {event.title_en}."),
                            basis="rulebook", evidence=evidence)  # fmt: skip
        else:
            yield refuted(claim, Note(f"日期有误：{event.title_zh}是在 {event.date}。", f"The date is wrong: {event.title_en} on {event.date}."),
                          "wrong_date", basis="rulebook", corrected=f"{event.date}", evidence=evidence, verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip


def _event(claim: Claim) -> PolicyEvent | None:
    by_name = {event.event: event for event in events()}
    if found := _LIST.search(claim.text):
        number = (found[1] or found[2]).replace(",", "")
        alike = [event for event in by_name.values() if "标的" in event.title_zh and event.after == number]
        return alike[0] if len(alike) == 1 else None
    name = next((name for name, pattern in _TOPICS if pattern.search(claim.text)), None)
    if name is None or claim.figure is not None or (name == "pilot_starts" and _OTHERS.search(claim.text)):
        return None
    return by_name[name]
