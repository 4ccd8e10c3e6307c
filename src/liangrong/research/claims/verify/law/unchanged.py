"""A margin ratio that is said to have been left as it was: whether a change of it lies near the day that is spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Evidence, Ruling, Verdict
from liangrong.research.claims.verify.law.book import Change, as_percent, changes_of, day_of_law, rule_evidence, title_of
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.research.claims.verify.today import today_of

__all__ = ["unchanged_holds"]

_NAMED: Final = re.compile(r"保证金(?:最低)?比例|margin (?:ratio|requirement)|minimum margin", re.IGNORECASE)
_SHORT: Final = re.compile(r"融券|卖空|做空|short[- ]?sell|short\b|securities lending", re.IGNORECASE)
_FINANCING: Final = re.compile(r"融资(?!融券)|financing|margin purchas|buying on margin", re.IGNORECASE)
_KEPT: Final = re.compile(
    r"(?:没有|未|并未|不作|未作|未予|无)(?:做|作)?(?:同步|相应|任何)?(?:调整|变动|变化|改变|上调|下调|提高)|(?:维持|保持)(?:原有?|现有)?(?:不变|比例|水平)|不变|"
    r"(?:was|were|is|are|remain(?:s|ed)?|has been|stays?|stayed) (?:left )?(?:unchanged|the same|untouched|as (?:it was|before))|left (?:unchanged|untouched|alone)|"
    r"(?:was|were|is|has|have) not (?:been )?(?:changed|adjusted|raised|cut|lowered|altered|touched)|did not (?:change|touch|affect)|no change",
    re.IGNORECASE,
)
_THIS_TIME: Final = re.compile(
    r"此次|本次|这次|同时|新规|一并|this time|at the same time|same (?:day|notice|time)|with (?:this|the) (?:change|notice|increase)",
    re.IGNORECASE,
)
_WITHIN: Final = timedelta(days=45)
"""A change that took effect or was announced so near to the day is the one that "this time" means."""
_CLEAR: Final = timedelta(days=200)
"""Without any change in so many days on either side, the ratio was left alone."""


def unchanged_holds(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm that a margin ratio was left alone, or name the change that says otherwise."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        if (
            claim.figure is not None
            or claim.nature is not Nature.FACT
            or not (_NAMED.search(claim.text) and _KEPT.search(claim.text))
        ):
            continue
        is_short, is_financing = bool(_SHORT.search(claim.text)), bool(_FINANCING.search(claim.text))
        day = day_of_law(todays[claim.passage.item], claim, desk)
        if day is None or is_short == is_financing:
            continue
        name, key = ("short_margin_ratio", "general") if is_short else ("financing_margin_ratio", None)
        title = title_of(book, name)
        steps = [change for change in changes_of(book, name, key=key) if change.before not in (None, change.after)]
        near = [change for change in steps if _first(change) - _WITHIN <= day <= change.dated.start + _WITHIN]
        if not any(_first(change) - _CLEAR <= day <= change.dated.start + _CLEAR for change in steps):
            value = book.at(day).ruling(name, key=key)
            evidence = (Evidence("rule", f"{title.zh} {value.since} 起未变", f"{name}: {value.citation}"),)
            yield supported(claim, Note(f"与规则相符：{title.zh}自 {value.since} 起未变。", f"The rulebook agrees: the {title.en} has not changed since {value.since}."),
                            basis="rulebook", evidence=evidence)  # fmt: skip
        elif near and _THIS_TIME.search(claim.passage.text):
            change = near[-1]
            assert change.before is not None, "only steps are kept"
            text = f"{change.dated.start} 起 {as_percent(change.before)} → {as_percent(change.after)}"
            yield refuted(claim, Note(f"{title.zh}有变动：{text}。", f"The {title.en} did change: {text.replace('起', 'on')}."), "wrong_value", basis="rulebook",
                          corrected=text, evidence=(rule_evidence(book, name, change.dated, text),), verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip


def _first(change: Change) -> date:
    """The day on which a change was told."""
    return change.dated.announced or change.dated.start
