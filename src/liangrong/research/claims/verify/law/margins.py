"""Margin ratios of financing and of short selling: which of the statements about them a claim makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.judgement import Ruling, Verdict
from liangrong.research.claims.verify.law.asked import asked_ratio, is_elsewhere, is_said
from liangrong.research.claims.verify.law.book import as_percent, changes_of, day_of_law, number_on
from liangrong.research.claims.verify.law.concepts import LASTED, MARGIN_DEMAND, OPEN_CONTRACTS, ROLLOVER
from liangrong.research.claims.verify.law.margin_steps import (
    begins,
    changed_on,
    is_change,
    raised_in,
    since,
    step_around,
    step_judged,
    step_of_another,
    told_effect,
    turned_round,
)
from liangrong.research.claims.verify.law.margin_values import eve_of, of_open_contracts, value_judged
from liangrong.research.claims.verify.law.spoken import spoken_ratio
from liangrong.research.claims.verify.law.timing import with_own_day
from liangrong.research.claims.verify.law.wording import (
    FLOOR,
    is_example,
    is_house,
)
from liangrong.research.claims.verify.rulings import refuted
from liangrong.research.claims.verify.today import today_of
from liangrong.rules.rulebook import Rulebook

__all__ = ["margin_ratios_hold"]

_FINANCING: Final = "financing_margin_ratio"
_CEILING: Final = re.compile(
    r"(?:保证金(?:最低)?比例|保证金|(?<!担保)比例)(?:的)?(?:要求)?(?:上限|最高|顶格|不得高于|不得超过|不能高于|不能超过|不高于|不超过|至多|封顶)|"
    r"\b(?:ceiling|cap|maximum|upper (?:limit|bound)) (?:on|of|for|to) (?:the )?[\w' -]{0,24}\b(?:margin|collateral|deposit)\b|\bmaximum (?:financing |initial |short[- ]\w+ )?margin (?:ratio|requirement)|"
    r"\b(?:margin|ratio|requirement|collateral)\b[^.;,]{0,24}\b(?:is|are|be|was) (?:capped at|at most|no more than|no higher than)|\b(?:ratio|requirement)\b (?:may|must|can)(?: ?not) (?:exceed|be (?:more|higher|above))",
    re.IGNORECASE,
)
"""A ratio that is told as the most that may be asked."""
_NO_CEILING: Final = re.compile(
    r"不是[^，。]{0,4}上限|并非|而非|没有上限|融资(?:额|额度|规模)|可(?:融|借)|\bnot an? (?:ceiling|cap)|\brather than\b|\bborrow\w*|\bno (?:ceiling|cap)\b",
    re.IGNORECASE,
)
_LEVERAGE: Final = re.compile(r"杠杆|倍|leverage|times", re.IGNORECASE)


_OTHERS: Final = ("maintenance_ratio", "call_line", "liquidation_line", "warning_line", "conversion_ratio")
"""What a step of a margin ratio is told of by mistake."""
_MADE_UP: Final = re.compile(r"补[足齐缴交]|追加|\btop(?:s|ped|ping)?\b[^.;,]{0,12}\bup\b|\bmake up\b", re.IGNORECASE)
"""What was paid in for a contract already open is made up to something."""
_FORMER: Final = re.compile(
    r"(?:\bfrom|instead of|rather than|compared with|\bby|原来的|此前的|原先的|之前的)\s*(?:the |a )?(?:previous |former |old )?(?:about |roughly |nearly )?$",
    re.IGNORECASE,
)
"""In front of a value that was left, or of a distance between two."""


def margin_ratios_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict what is said of a minimum, of a step, of the day of a step, and of a house's terms below the minimum."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for printed in claims:
        figure, asked = printed.figure, asked_ratio(article, printed)
        if asked is None and (spoken := spoken_ratio(printed)) and is_said(printed) and not is_elsewhere(printed):
            key = None if spoken[0] == _FINANCING else "general"
            if not is_example(printed) and not OPEN_CONTRACTS.search(printed.text):
                yield from value_judged(todays[printed.passage.item], printed, desk, book, (spoken[0], key), spoken[1])
            continue
        if figure is None or figure.kind is not Kind.PERCENT or not is_said(printed) or is_elsewhere(printed):
            continue
        if asked is None:
            step, today = step_around(printed, figure), todays[printed.passage.item]
            if step is not None and printed.metric in _OTHERS and not MARGIN_DEMAND.search(printed.passage.text):
                yield from step_of_another(today, printed, book, step)
            continue
        claim = with_own_day(article, printed)
        if _CEILING.search(claim.text) and not _NO_CEILING.search(claim.text):
            yield from _not_a_ceiling(todays[claim.passage.item], claim, desk, book, asked)
            continue
        of_open = bool(
            ROLLOVER.search(claim.text)
            or OPEN_CONTRACTS.search(
                claim.text
                if claim.metric and not _MADE_UP.search(claim.text)
                else claim.passage.text[: claim.end - claim.passage.start]
            )
        )
        if (
            claim.aspect is Aspect.FORMULA
            or LASTED.search(claim.text)
            or (is_example(claim) and not (of_open and ROLLOVER.search(claim.text)))
        ):
            continue
        step, today = step_around(claim, figure), todays[claim.passage.item]
        if not _is_plausible(book, asked, figure) or (step is None and _FORMER.search(claim.passage.until(figure.start))):
            continue
        if step is None and not of_open and (reversed_ := turned_round(claim, book, asked, figure, today)):
            yield reversed_
        elif step is None and of_open:
            yield from of_open_contracts(today, claim, book, asked, figure)
        elif step is None and eve_of(claim):
            yield from value_judged(today, claim, desk, book, asked, figure)
        elif told := told_effect(claim, today) or since(claim, desk) or changed_on(claim, desk, step):
            yield from begins(told, claim, book, asked, figure, step)
        elif step is None and claim.period is not None and not claim.period.is_day and is_change(claim.text):
            yield from raised_in(today, claim, book, asked, figure)
        elif step is not None:
            yield from step_judged(today, claim, desk, book, asked, step)
        elif not _LEVERAGE.search(claim.text) or FLOOR.search(claim.text) or is_house(claim):
            yield from value_judged(today, claim, desk, book, asked, figure)


def _not_a_ceiling(
    today: date | None, claim: Claim, desk: Desk, book: Rulebook, asked: tuple[str, str | None]
) -> Iterable[Ruling]:
    """The least that must be asked, told as the most."""
    day = day_of_law(today, claim, desk)
    found = number_on(book, asked[0], day, key=asked[1]) if day is not None else None
    if found is not None and claim.figure is not None and claim.figure.rounding().contains(found[0]):
        shown = as_percent(found[0])
        yield refuted(claim, Note(f"{shown} 是下限，不是上限；证券公司可以要求更高。", f"{shown} is the minimum, not a ceiling; a broker may ask for more."),
                      "definition", basis="rulebook", corrected=f"≥ {shown}", evidence=(found[1],), verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip


def _is_plausible(book: Rulebook, asked: tuple[str, str | None], figure: Figure) -> bool:
    """Whether a percentage may be a margin ratio at all: from half the least to twice the most that ever was one."""
    values = [change.after for change in changes_of(book, asked[0], key=asked[1])]
    return bool(values) and min(values) / 2 < figure.base < max(values) * 2
