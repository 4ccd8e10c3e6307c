"""When a contract runs out: the day of its opening and the printed term, or the longest that the law allows."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Evidence, Ruling, Verdict
from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.periods import periods_in
from liangrong.research.claims.verify.law.book import number_on
from liangrong.research.claims.verify.law.durations import months_in
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.research.claims.words.forms import any_case

__all__ = ["due_days_hold"]


_RULE: Final = "contract_max_months"
_CONTRACT: Final = any_case(r"合约|融资|融券|借款|\b(?:loans?|contracts?|positions?|short sales?)\b")
_OPENED: Final = any_case(
    r"开[立仓]|签[订署]|借入|融入|发放|提取|生效|\b(?:drawn|opened|taken out|signed|made|struck|concluded|borrowed|started|begins?|began|dated)\b"
)
_DUE: Final = any_case(
    r"到期|届满|期满|了结|偿还|还清|\b(?:f[ae]ll(?:s|en)? due|(?:is|are|was|be|becomes?) due|matur\w+|expir\w+|runs? (?:out|until|to)|ends?|(?:must|has to|have to) be (?:repaid|closed|settled))\b"
)
_LATEST: Final = any_case(r"最[迟晚]|不晚于|不得晚于|至多|\b(?:no later than|at the latest|latest|by)\b")
_EXTENDED: Final = any_case(r"展期|续期|提前|\b(?:extend\w*|rolled over|renew\w*|early repayment|ahead of)\b")
_UNLESS: Final = any_case(
    r"(?:除非|若不|不|未)(?:办理|申请)?(?:展期|续期)|\b(?:unless|if not|without being) (?:it is )?(?:extended|rolled over|renewed)|\b(?:can|may) (?:then )?be (?:extended|rolled over|renewed)"
)
_SLACK: Final = timedelta(days=1)
"""Whether the first day counts is a matter of the contract."""
_DAYS_OFF: Final = timedelta(days=10)
"""A due day that is no session moves to one, over the longest holidays."""


def due_days_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict the day on which a contract falls due."""
    for claim in claims:
        text = claim.passage.text
        if claim.figure is not None and claim.figure.unit not in ("months", "years", "date"):
            continue
        due = _DUE.search(claim.text)
        if due is None or not _CONTRACT.search(text) or not _OPENED.search(text) or _EXTENDED.search(_UNLESS.sub(" ", text)):
            continue
        days = [one for one in periods_in(article, claim.passage) if one.at != (-1, -1) and one.certain and not one.open_end]
        if len(days) != 2 or not days[0].is_day or not claim.start <= days[1].at[0] < claim.end:
            continue
        opened, told = days
        months = months_in(text[: claim.end - claim.passage.start])
        evidence: tuple[Evidence, ...] = ()
        if months is None and _LATEST.search(claim.text) and desk.rulebook is not None:
            found = number_on(desk.rulebook, _RULE, opened.start)
            if found is not None:
                months, evidence = int(found[0]), (found[1],)
        if months is not None:
            yield _judged(claim, opened.start, told, months, evidence)


def _judged(claim: Claim, opened: date, told: Period, months: int, evidence: tuple[Evidence, ...]) -> Ruling:
    right = _later(opened, months)
    reason = Note(f"{opened} 起 {months} 个月为 {right}。", f"{months} months from {opened} is {right}.")
    shown = (*evidence, Evidence("calculation", f"{opened} + {months} months = {right}"))
    if told.start - _SLACK <= right <= told.end + _SLACK or timedelta() <= told.start - right <= _DAYS_OFF:
        return supported(claim, reason, basis="rulebook" if evidence else "within_sentence", evidence=shown)
    return refuted(claim, reason, "wrong_date", basis="rulebook" if evidence else "within_sentence", corrected=f"{right}", evidence=shown,
                   verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip


def _later(day: date, months: int) -> date:
    """The same day so many months on, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
