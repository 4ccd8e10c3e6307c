"""At which share of its float a security may no longer be bought on margin or sold short, and below which it may again: what is told of the one is no statement about the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, Literal

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.law.asked import is_elsewhere, is_said
from liangrong.research.claims.verify.law.book import as_percent, day_of_law, number_on, title_of, venue_of
from liangrong.research.claims.verify.law.concepts import SHORTING
from liangrong.research.claims.verify.law.context import said_before
from liangrong.research.claims.verify.law.verdicts import agreed, denied
from liangrong.research.claims.verify.law.wording import is_house
from liangrong.research.claims.verify.today import today_of
from liangrong.research.claims.words.forms import any_case

__all__ = ["limits_hold"]


_RULE: Final = "security_limits"
_SUSPENDED: Final = any_case(
    r"暂停|停止|叫停|中止|停掉|\bsuspen\w+|\bhalt\w*|\bstop\w*|\bpaus\w+|\bfroz\w+|\bfreez\w+|\bbarred\b|\bbann?\w*"
)
_RESUMED: Final = any_case(
    r"恢复|重启|重新(?:开放|放行)|放行|解除|解禁|\bresum\w+|\blift\w*|\breopen\w*|\brestor\w+|\brestart\w*|\ballow\w* again|\bend(?:s|ed)? the (?:halt|suspension)"
)
_FLOAT: Final = any_case(
    r"流通(?:市值|股本|股|量|盘)|(?:listed |tradable |free )?float\b|tradable (?:value|shares|market|capital\w*)|circulating"
)
_BUYING: Final = any_case(r"融资|\bmargin|\bfinanc\w+|\bleveraged")
_THE_SAME: Final = any_case(
    r"\W*(?:(?:待|当|若|如)?(?:该|这一|上述)?(?:占比|比例)|(?:when|once|if|after) (?:it|the (?:ratio|share|figure))\b|it\b|the (?:ratio|share|figure)\b)"
)
_BACK: Final = 3
_ETFS: Final = any_case(r"ETF|基金|exchange[- ]traded")
_LAW: Final = any_case(
    r"可以?|将|上限|红线|门槛|一旦|恢复|时[,，]|\bmay\b|\bcan\b|\bwill\b|\bmust\b|threshold|\blimit|\bif\b|\bonce\b|\bwhen\b|at which|\bresumes\b|\bshould\b"
)
"""Words of a rule, without which it is told what has happened to one stock."""
_CLAUSES: Final = any_case(r"[,，;；。]|\band\b(?! short)|\bbut\b|\bthen\b")


def limits_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict the share at which one security is suspended or let in again."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        figure, text = claim.figure, claim.passage.text
        if figure is None or figure.kind is not Kind.PERCENT or figure.upper is not None:
            continue
        if not _FLOAT.search(text) and not (_THE_SAME.match(text) and _FLOAT.search(said_before(article, claim, most=_BACK))):
            continue
        if _ETFS.search(text) or not _LAW.search(text) or not is_said(claim) or is_elsewhere(claim) or is_house(claim):
            continue
        act, day = _act(claim, figure), day_of_law(todays[claim.passage.item], claim, desk)
        side = _side(claim, figure)
        found = number_on(book, _RULE, day, key=f"{side}_{act}", venue=venue_of(text)) if act and side and day else None
        if found is None:
            continue
        title, shown = title_of(book, _RULE), as_percent(found[0])
        if Interval.around(figure.base).contains(found[0]):
            yield agreed(claim, Note(f"{title.zh} {shown}。", f"{title.en}, {shown}."), found[1])  # fmt: skip
        else:
            what = ("暂停", "it is suspended") if act == "suspend" else ("恢复", "it is resumed")
            yield denied(claim, Note(f"{what[0]}的门槛是 {shown}，文中为“{figure.text.strip()}”。", f"The share at which {what[1]} is {shown}; the text says '{figure.text.strip()}'."), "wrong_value", shown, found[1])  # fmt: skip


def _act(claim: Claim, figure: Figure) -> Literal["suspend", "resume"] | None:
    """What is done at the figure: by the words of its own clause, else of the next that names either, else of the last one before it."""
    text, at = claim.passage.text, figure.start - claim.passage.start
    cuts = [0, *(one.end() for one in _CLAUSES.finditer(text)), len(text)]
    pieces = list(pairwise(cuts))
    own = next((place for place, (begin, end) in enumerate(pieces) if begin <= at < end), 0)
    for begin, end in (pieces[own], *pieces[own + 1 :], *reversed(pieces[:own])):
        words = text[begin:end]
        if _RESUMED.search(words):
            return "resume"
        if _SUSPENDED.search(words):
            return "suspend"
    return None


def _side(claim: Claim, figure: Figure) -> Literal["financing", "short"] | None:
    """Buying on margin or selling short: the last one named before the figure, else the one that the sentence names."""
    text, at = claim.passage.text, figure.start - claim.passage.start
    for words in (text[:at], text):
        buying = max((one.start() for one in _BUYING.finditer(words.replace("融资融券", "－－－－"))), default=-1)
        short = max((one.start() for one in SHORTING.finditer(words)), default=-1)
        if buying != short:
            return "financing" if buying > short else "short"
    return None
