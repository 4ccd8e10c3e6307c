"""The maintenance floor that the exchanges once set for everybody: in force until it was left to the contracts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.law.asked import is_said
from liangrong.research.claims.verify.law.book import (
    Change,
    as_percent,
    changes_of,
    day_of_law,
    number_on,
    rule_evidence,
    title_of,
    venue_of,
)
from liangrong.research.claims.verify.law.verdicts import agreed, denied
from liangrong.research.claims.verify.law.wording import is_example, is_old
from liangrong.research.claims.verify.today import today_of
from liangrong.rules.parameters import DatedValue, Venue
from liangrong.rules.rulebook import Rulebook

__all__ = ["floors_hold"]

_FLOOR: Final = "call_line_floor"
_METRICS: Final = ("maintenance_ratio", "call_line", "liquidation_line")
_STATUTORY: Final = re.compile(
    r"交易所|监管|证监会|法定|法规|规则|规定|统一|uniform|exchanges?\b|statutory|regulat|by law|\brules?\b|CSRC|mandat",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(r"维持担保比例|\bmaintenance\b", re.IGNORECASE)
_ABOLISHED: Final = re.compile(
    r"取消|废止|废除|不再|没有|未(?:再)?(?:规定|设|作)|不设|不作|已无|无统一|放开|下放|自行约定|由(?:券商|证券公司|双方|合同)[^，。]{0,8}(?:约定|决定|确定|商定|自行|协商)|而非|并非|误|abolish|scrap|dropp?|no longer|remov|withdr|ended|lifted|left to|no (?:uniform|statutory|legal|fixed|such)|\\bnot\\b|n't\\b|instead of|rather than|used to|once|until|was",
    re.IGNORECASE,
)
_FORCED: Final = re.compile(
    r"强制?平仓|强平|平仓|\b(?:liquidat\w+|clos(?:e|ed|ing) (?:\w+ ){0,2}out|sell (?:\w+ ){0,2}out|forced (?:sale|selling))",
    re.IGNORECASE,
)
_EVERYBODY: Final = re.compile(
    r"一律|统一|所有|每家|各家|全部|必须|要求(?:所有|各|每|全体|券商|证券公司)|\b(?:every|all|each|any) (?:securities )?(?:brokers?|brokerages?|firms?|houses?|members?)|\b(?:requires?|obliges?|forces?|compels?|orders?|tells?) (?:\w+ ){0,2}(?:brokers?|firms)|\buniform",
    re.IGNORECASE,
)
"""That all brokers alike must sell out."""
_AUTHORITY: Final = re.compile(r"交易所|监管|证监会|法定|\bexchanges?\b|\bregulat|\bstatutory|\bby law\b|\bCSRC\b", re.IGNORECASE)
_AGREED: Final = re.compile(r"合同|约定|协议|\bcontracts?\b|\bagree\w*", re.IGNORECASE)
_LEAST: Final = re.compile(
    r"不得低于|不低于|不能低于|不得少于|最低|下限|minimum|at least|no(?:t)? (?:less|lower) than|not (?:fall )?below|floor",
    re.IGNORECASE,
)


def floors_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """A floor of the maintenance ratio that is said to be the exchanges' own."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        figure = claim.figure
        if figure is None or figure.kind is not Kind.PERCENT or not is_said(claim):
            continue
        if claim.metric not in _METRICS and not _NAMED.search(claim.text) and not _FORCED.search(claim.text):
            continue
        least = _LEAST.search(claim.text) or (
            _FORCED.search(claim.text)
            and _EVERYBODY.search(claim.passage.text)
            and _AUTHORITY.search(claim.passage.text)
            and not _AGREED.search(claim.passage.text)
        )
        if not (_STATUTORY.search(claim.passage.text) and least) or is_example(claim) or is_old(claim):
            continue
        day, venue = day_of_law(todays[claim.passage.item], claim, desk), venue_of(claim.passage.text)
        if day is None:
            continue
        title, found = title_of(book, _FLOOR), number_on(book, _FLOOR, day, venue=venue)
        once = [
            change
            for change in changes_of(book, _FLOOR, venue=venue)
            if change.dated.start <= day and figure.rounding().contains(change.after)
        ]
        if _ABOLISHED.search(claim.text):
            if found is None and once:
                ended = _ended(book, venue, once[-1])
                text = f"{ended.start} 起由合同约定"
                yield agreed(claim, Note(f"{title.zh}，{text}。", f"the {title.en} was abolished; since {ended.start} contracts decide."), rule_evidence(book, _FLOOR, ended, text))  # fmt: skip
        elif found is not None and figure.rounding().contains(found[0]):
            yield agreed(claim, Note(f"{day} {title.zh}为 {as_percent(found[0])}。", f"on {day} the {title.en} is {as_percent(found[0])}."), found[1])  # fmt: skip
        elif found is None and once:
            ended = _ended(book, venue, once[-1])
            text = f"{ended.start} 起由合同约定"
            yield denied(claim, Note(f"{title.zh} {as_percent(once[-1].after)} 已取消，{text}。",
                                      f"The {title.en} of {as_percent(once[-1].after)} was abolished; since {ended.start} contracts decide."), "stale_rule", text, rule_evidence(book, _FLOOR, ended, text))  # fmt: skip


def _ended(book: Rulebook, venue: Venue, once: Change) -> DatedValue:
    """The decision that left the floor to the contracts."""
    return next(
        dated for dated in book.parameter(_FLOOR).history(venue) if dated.start > once.dated.start and dated.value is None
    )
