"""A margin ratio that is said to have been left as it was, or to have been changed too: whether a change of it lies near the day spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.verify.law.asked import is_elsewhere, is_said
from liangrong.research.claims.verify.law.book import Change, as_percent, changes_of, day_of_law, rule_evidence, title_of
from liangrong.research.claims.verify.law.concepts import (
    BEIJING,
    CHANGED,
    CUT,
    FINANCING,
    MARGIN_DEMAND,
    RAISED,
    SHORTING,
    THIS_TIME,
)
from liangrong.research.claims.verify.law.context import said_before
from liangrong.research.claims.verify.law.verdicts import agreed, denied
from liangrong.research.claims.verify.law.wording import is_house
from liangrong.research.claims.verify.today import today_of
from liangrong.rules.parameters import Venue

__all__ = ["unchanged_holds"]

_KEPT: Final = re.compile(
    r"(?:没有|未|并未|不作|未作|未予|无)(?:做|作)?(?:同步|相应|任何)?(?:调整|变动|变化|改变|上调|下调|提高)|(?:维持|保持)(?:原有?|现有)?(?:不变|比例|水平)|不变|不在[^，。]{0,8}(?:之列|范围|之内)|不(?:包括|涉及|含|适用|覆盖)|未(?:覆盖|涉及)|不受[^，。]{0,8}(?:影响|约束)|除外|例外|"
    r"\b(?:was|were|is|are|remain(?:s|ed)?|has been|stays?|stayed) (?:left )?(?:unchanged|the same|untouched|as (?:it was|before))|\bleft (?:unchanged|untouched|alone)|"
    r"\b(?:was|were|is|are|has|have) not (?:been )?(?:changed|adjusted|raised|cut|lowered|altered|touched|affected|included|part)|\bdid not (?:change|touch|affect|include)|\bdo(?:es)? not (?:apply|extend|include|cover|affect|touch)|\bno change|\bexcluded|\bleft out|\bexempt",
    re.IGNORECASE,
)
_TOO: Final = re.compile(
    r"一并|一同|一起|双双|同步|同时|两端|(?:同样|也|亦|均)(?:将)?适用|也(?=[^，。]{0,6}(?:上调|提高|调整|下调|降))|亦(?=[^，。]{0,6}(?:上调|提高|调整|下调|降))|\balso\b|\bas well\b|\btoo\b|\balong with|\bat the same time|\bthe same (?:notice|day|step)",
    re.IGNORECASE,
)
_LEVEL: Final = re.compile(r"下限|底线|门槛|比例|\b(?:floor|minimum|ratio|requirement)\b", re.IGNORECASE)
_WITHIN: Final = timedelta(days=45)
"""A change that took effect or was announced so near to the day is the one that "this time" means."""
_CLEAR: Final = timedelta(days=200)
"""Without any change in so many days on either side, the ratio was left alone."""
_BACK: Final = 3


def unchanged_holds(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm that a margin ratio was left alone, or changed too, or name the change that says otherwise."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        kept = bool(_KEPT.search(claim.text))
        too = not kept and bool(_TOO.search(claim.text)) and bool(CHANGED.search(claim.text))
        asked = (
            _asked(article, claim) if (kept or too) and _is_in_words(claim) and is_said(claim) and not is_house(claim) else None
        )
        day = day_of_law(todays[claim.passage.item], claim, desk)
        if asked is None or day is None or is_elsewhere(claim):
            continue
        name, venue = asked
        key = "general" if name == _SHORT else None
        title = title_of(book, name)
        steps = [change for change in changes_of(book, name, key=key, venue=venue) if change.before not in (None, change.after)]
        near = [change for change in steps if _first(change) - _WITHIN <= day <= change.dated.start + _WITHIN]
        now = THIS_TIME.search(claim.passage.text) or venue == _BEIJING
        if not any(_first(change) - _CLEAR <= day <= change.dated.start + _CLEAR for change in steps):
            value = book.at(day).ruling(name, key=key, venue=venue)
            text = Note(f"{title.zh}自 {value.since} 起未变。", f"the {title.en} has not changed since {value.since}.")
            evidence = (Evidence("rule", f"{title.zh} {value.since} 起未变", f"{name}: {value.citation}"),)
            if kept:
                yield agreed(claim, text, *evidence)
            else:
                yield denied(claim, Note(f"规则是：{text.zh}", f"The rule is: {text.en}"), "scope", text.zh, *evidence)  # fmt: skip
        elif near and now:
            change = near[-1]
            assert change.before is not None, "only steps are kept"
            told = f"{change.dated.start} 起 {as_percent(change.before)} → {as_percent(change.after)}"
            evidence = (rule_evidence(book, name, change.dated, told),)
            up = change.after > change.before
            if too and not (CUT if up else RAISED).search(claim.text):
                yield agreed(claim, Note(f"{title.zh}{told}。", f"{title.en}, {told.replace('起', 'on')}."), *evidence)
            else:
                yield denied(claim, Note(f"{title.zh}有变动：{told}。", f"The {title.en} did change: {told.replace('起', 'on')}."), "scope" if venue == _BEIJING else "wrong_value", told, *evidence)  # fmt: skip


def _is_in_words(claim: Claim) -> bool:
    """Whether the claim has no percentage, which other checks read, or says of one whom it reaches."""
    return claim.figure is None or claim.figure.kind is not Kind.PERCENT or bool(BEIJING.search(claim.text))


def _asked(article: Article, claim: Claim) -> tuple[str, Venue] | None:
    """Which ratio of which exchange is meant."""
    text = claim.text
    beijing = bool(BEIJING.search(text)) and not re.search(r"沪深|沪、深|Shanghai|Shenzhen", text)
    named = (
        bool(MARGIN_DEMAND.search(text))
        or (beijing and bool(_LEVEL.search(text)))
        or (
            beijing
            and bool(MARGIN_DEMAND.search(f"{article.title} {said_before(article, claim, most=_BACK)} {claim.passage.text}"))
        )
    )
    is_short = bool(SHORTING.search(text))
    is_financing = bool(FINANCING.search(text.replace("融资融券", "")))
    if not named or (is_short == is_financing and not beijing) or (is_short and is_financing):
        return None
    return (_SHORT if is_short else _FINANCING), (_BEIJING if beijing else "SSE")


_SHORT: Final = "short_margin_ratio"
_FINANCING: Final = "financing_margin_ratio"
_BEIJING: Final[Venue] = "BSE"


def _first(change: Change) -> date:
    """The day on which a change was told."""
    return change.dated.announced or change.dated.start
