"""The checks of this room, in the order in which they are believed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.catalogue import claims_in
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Check, Desk
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.comparison import BALANCES, FLOWS
from liangrong.research.claims.verify.published import cues
from liangrong.research.claims.verify.published.bounds import bounded_levels
from liangrong.research.claims.verify.published.by_meaning import held_by_meaning
from liangrong.research.claims.verify.published.directions import signs_by_meaning
from liangrong.research.claims.verify.published.fingerprints import known_by_digits
from liangrong.research.claims.verify.published.magnitudes import misprinted_readings, out_of_scale
from liangrong.research.claims.verify.published.orders import told_in_order
from liangrong.research.claims.verify.published.pairs import follow_from_rows
from liangrong.research.claims.verify.published.proportions import told_proportions
from liangrong.research.claims.verify.published.thresholds import bracketed, first_days, no_record
from liangrong.research.claims.verify.published.values import agree_with_published
from liangrong.research.claims.verify.published.wanted import is_price
from liangrong.research.claims.verify.published.whom import Whom

__all__ = ["CHECKS", "own_figures"]

_THAN: Final = re.compile(
    r"比[^例重，,]{1,12}(?:多|少|高|低)|相差|差距|之差|\b(?:more|less|higher|lower|larger|smaller|fewer)\b[^.;]{0,40}\bthan\b(?! (?:an? |about )?(?:\d|half|third|quarter|fifth|tenth|two|three|four|five|six|seven|eight|nine|ten|doubl|tripl))|\bgap\b|\bahead of\b|\bdifference\b|\bapart\b|\b(?:lead|margin) (?:of|over)\b",
    re.IGNORECASE,
)
"""Words by which two are compared."""
_DISTANCE: Final = re.compile(
    r"[距离](?!离)[^，,]{0,16}$|还?[相]?差(?:距|额)?(?:了|为|是|达)?$|(?:比|较|与)[^，,。；;]{1,24}[高低多少大小][出了]{0,2}$|(?:多|少|高|低)出$"
    r"|\b(?:gap|difference|distance|spread|lead|margin|shortfall|excess|remainder)(?: between [^,.;]{3,40})? (?:of|is|was|at|being|amounts? to|comes? to)(?: (?:about|some|nearly|roughly|just))? ?$",
    re.IGNORECASE,
)
"""Words before how far something is from something else."""
_APART: Final = re.compile(
    r"\s(?:behind|ahead of|short of|shy of|(?:more|less|higher|lower|larger|smaller|fewer|bigger) than|above|below|over)\s(?:the\b|that\b|those\b|its\b|their\b|[A-Z])|\s(?:apart\b|higher\b|lower\b)"
)
"""Words behind it."""
_TOGETHER: Final = re.compile(
    r"合计|一共|总共|共计|总计|加起来|之和|[两三四五六]者共|\b(?:together|combined|in all|in total|altogether|between them|jointly|collectively)\b",
    re.IGNORECASE,
)


def own_figures(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """A figure against its own row: found by the grammar of the claim, else by its meaning."""
    if not desk.published:
        return
    whom = Whom(desk)
    bounds = list(bounded_levels(article, claims, desk, whom=whom))
    decided = {ruling.claim for ruling in bounds}
    compared = {claim.number for claim in claims if _compares(claim, whom)}
    summed = {claim.number for claim in claims if _is_sum(claim, whom)}
    priced = {
        claim.number for claim in claims if claim.metric in BALANCES and claim.scope.startswith("index:") and _is_priced(claim)
    }
    rows = [
        ruling
        for ruling in agree_with_published(article, [_directed(claim) for claim in claims], desk)
        if ruling.claim not in decided | summed
        and not (ruling.claim in compared | priced and ruling.judgement.verdict.support == "refuted")
    ]
    decided |= compared | summed | {ruling.claim for ruling in rows}
    meant = list(held_by_meaning(article, claims, desk, whom=whom, decided=decided))
    decided |= {ruling.claim for ruling in meant}
    vaguely = {ruling.claim for ruling in rows if ruling.judgement.error_types == ("wrong_value",)}
    known = [
        ruling
        for ruling in known_by_digits(article, claims, desk, whom=whom, decided=decided - vaguely)
        if ruling.claim not in vaguely or ruling.judgement.error_types == ("subject_drift",)
    ]
    for ruling in (*known, *bounds, *rows, *meant):
        yield ruling
        yield from _where_dated(ruling, claims)
    yield from signs_by_meaning(article, claims, desk, whom=whom)


def _where_dated(ruling: Ruling, claims: Sequence[Claim]) -> Iterator[Ruling]:
    """What is wrong with a date is wrong where the date stands, if that is a clause of its own."""
    claim = next(one for one in claims if one.number == ruling.claim)
    if ruling.judgement.error_types != ("wrong_date",) or claim.period is None:
        return
    for other in claims_in(claims, claim.passage):
        if (
            other.figure is None
            and other.period is not None
            and (other.period.start, other.period.end) == (claim.period.start, claim.period.end)
        ):
            start, end = other.period.at
            if other.start <= start and end <= other.end:
                yield Ruling(other.number, ruling.judgement)


def _directed(claim: Claim) -> Claim:
    """A flow whose grammar tells no direction, with that of its words."""
    if not FLOWS & {claim.metric, *claim.ambiguous} or claim.direction or not (way := cues.flow_of(claim.text)):
        return claim
    metric = claim.metric if claim.metric in FLOWS else next(name for name in claim.ambiguous if name in FLOWS)
    return replace(claim, metric=metric, direction="in" if way > 0 else "out")


def _is_priced(claim: Claim) -> bool:
    """Whether it is how an index moved, whatever was spoken of before."""
    return is_price(claim, (claim.scope,)) and not cues.MARGIN.search(claim.text)


def _is_sum(claim: Claim, whom: Whom) -> bool:
    """Whether a figure is said of several together, so that it is the row of none of them."""
    return not claim.group and _TOGETHER.search(claim.text) is not None and len(whom.named(claim.text)) > 1


def _compares(claim: Claim, whom: Whom) -> bool:
    """Whether a figure says how far two subjects, or two days, are apart, so that it is the row of neither."""
    if claim.figure is None or claim.group:
        return False
    if _DISTANCE.search(claim.text[: max(0, claim.figure.start - claim.start)]) or _APART.match(
        claim.text, claim.figure.end - claim.start
    ):
        return True
    if not _THAN.search(claim.text):
        return False
    return len(whom.named(claim.passage.text)) > 1


CHECKS: Final[tuple[Check, ...]] = (
    own_figures, told_proportions, out_of_scale, misprinted_readings, follow_from_rows, first_days, bracketed, no_record, told_in_order,
)  # fmt: skip
"""A figure of its own, then what follows from several, then orders and signs."""
