"""Terms and conditions with one number each: the longest contract, least assets, time and float, the line for withdrawals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.law.asked import is_elsewhere, is_said
from liangrong.research.claims.verify.law.book import day_of_law, earlier_values, number_on, rule_evidence, title_of, venue_of
from liangrong.research.claims.verify.law.context import said_before
from liangrong.research.claims.verify.law.durations import duration_in
from liangrong.research.claims.verify.law.term_table import TERMS, Term
from liangrong.research.claims.verify.law.verdicts import agreed, denied
from liangrong.research.claims.verify.law.wording import BROKER, FLOOR, is_house
from liangrong.research.claims.verify.rulings import in_unit, refuted, shown_base
from liangrong.research.claims.verify.today import today_of
from liangrong.research.claims.words.forms import any_case
from liangrong.rules.rulebook import Rulebook

__all__ = ["terms_hold"]


_REGISTERED: Final = any_case(r"科创板|注册制|STAR\b|new(?:ly)? ?list|\bChiNext|registration")
"""Boards whose stocks need no time: what is said of them is judged among the permissions."""
_ASSETS: Final = "investor_assets_least"
_ASSETS_SESSIONS: Final = "investor_assets_sessions"
_THRESHOLDS: Final = (_ASSETS, "investor_experience_months")
_MUST: Final = any_case(r"须|需|应当?|必须|门槛|要求|\bneeds?\b|\bmust\b|\brequire[sd]?\b|threshold")
_SESSIONS: Final = any_case(r"(\d{1,3})\s*个?交易日|(\d{1,3}) (?:trading )?(?:days|sessions)")
_EXAMPLE: Final = any_case(r"假设|假如|例如|比如|举例|for example|for instance|suppos|assum|case stud")
_NUMBER: Final = any_case(r"\d+(?:\.\d+)?")
_FIXED: Final = "fixed"


def terms_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm a number of the law, contradict one that is looser than it or was never it; stricter terms of a house are left alone."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        figure = claim.figure or duration_in(claim)
        if figure is None or not is_said(claim) or _EXAMPLE.search(claim.text) or is_elsewhere(claim):
            continue
        term = next((one for one in TERMS if _speaks_of(article, claim, figure, one)), None)
        if term is not None and not (term.rule == "eligible_stock_months" and _REGISTERED.search(claim.passage.text)):
            yield from _judged(todays[claim.passage.item], claim, desk, book, figure, term)


def _speaks_of(article: Article, claim: Claim, figure: Figure, term: Term) -> bool:
    text = claim.passage.text
    if figure.kind not in term.kinds or (figure.kind is Kind.MONEY and figure.currency not in ("", "CNY")):
        return False
    if term.needs is not None and not term.needs.search(text):
        return False
    if (term.bars is not None and term.bars.search(text)) or not (
        term.context.search(text) or term.context.search(said_before(article, claim))
    ):
        return False
    if claim.metric in term.metrics or term.wording.search(claim.text):
        return True
    said = term.wording.search(text)
    return said is not None and said.start() < claim.end - claim.passage.start and said.end() > claim.start - claim.passage.start


def _judged(today: date | None, claim: Claim, desk: Desk, book: Rulebook, figure: Figure, term: Term) -> Iterator[Ruling]:
    day, venue = day_of_law(today, claim, desk), venue_of(claim.passage.text)
    found = number_on(book, term.rule, day, key=term.key, venue=venue) if day else None
    said = _said(figure, term)
    if day is None or found is None or said is None or figure.upper is not None:
        return
    value, evidence = found
    title = title_of(book, term.rule)
    shown = _shown(value, term)
    if said.contains(value) and term.rule == _ASSETS and (window := _window(claim, book, day)):
        yield window
        return
    if said.contains(value):
        yield agreed(claim, Note(f"{title.zh} {shown}。", f"{title.en}, {shown}."), evidence)
        return
    reason = Note(
        f"{title.zh}为 {shown}，文中为“{figure.text.strip()}”。",
        f"The {title.en} is {shown}; the text says '{figure.text.strip()}'.",
    )
    if unit := _slipped(figure, value, term):
        yield refuted(claim, reason, "unit_slip", basis="rulebook", corrected=in_unit(figure, *unit), evidence=(evidence,))
        return
    assert said.low is not None, "a rounding interval is bounded"
    if term.stricter == _FIXED and (is_house(claim) or _tells(claim, value, figure)):
        return
    is_looser = term.stricter == _FIXED or (said.low > value if term.stricter == "lower" else said.low < value)
    says_law = FLOOR.search(claim.text) or (
        term.rule in _THRESHOLDS and _MUST.search(claim.text) and not BROKER.search(claim.passage.text)
    )
    if not is_looser and (is_house(claim) or not says_law):
        return
    before = [one for one in earlier_values(book, term.rule, day, key=term.key, venue=venue) if said.contains(one.after)]
    kind = "stale_rule" if before else "wrong_value"
    more = tuple(
        rule_evidence(book, term.rule, one.dated, f"{_shown(one.after, term)}：{one.dated.start} 起") for one in before[:1]
    )
    yield denied(claim, reason, kind, shown, evidence, *more)


def _tells(claim: Claim, value: Decimal, figure: Figure) -> bool:
    """Whether the sentence prints the rule's own number beside another figure, which is then what something has come to."""
    others = [Decimal(one) for one in _NUMBER.findall(claim.passage.text) if one not in figure.text]
    return any(other == value * 100 or other == value for other in others)


def _window(claim: Claim, book: Rulebook, day: date) -> Ruling | None:
    """A window of averaging that is not the law's."""
    printed, found = _SESSIONS.search(claim.text), number_on(book, _ASSETS_SESSIONS, day)
    if printed is None or found is None or Decimal(next(one for one in printed.groups() if one)) == found[0]:
        return None
    title, shown = title_of(book, _ASSETS_SESSIONS), f"{found[0]:f}"
    return denied(claim, Note(f"{title.zh}为 {shown} 个交易日，文中为“{printed[0]}”。", f"The {title.en}: {shown}; the text says '{printed[0]}'."), "wrong_value", shown, found[1])  # fmt: skip


def _said(figure: Figure, term: Term) -> Interval | None:
    """The figure in the unit of the rule; hedges such as "at least" belong to the rule itself."""
    if Kind.DURATION not in term.kinds:
        return Interval.around(figure.base) if term.stricter == _FIXED else figure.rounding()
    months = {"months": 1, "month": 1, "个月": 1, "years": 12, "year": 12, "年": 12}.get(figure.unit)
    return None if months is None else figure.rounding(Decimal(months))


def _slipped(figure: Figure, value: Decimal, term: Term) -> tuple[str, int] | None:
    """The unit of money that makes the very digits right: 5 billion printed for 5亿."""
    if Kind.MONEY not in term.kinds:
        return None
    return next(
        (
            (name, size)
            for name, size in (("万元", 10**4), ("亿元", 10**8))
            if size != figure.size and figure.value * size == value
        ),
        None,
    )


def _shown(value: Decimal, term: Term) -> str:
    if Kind.DURATION in term.kinds:
        return f"{value.normalize():f} 个月"
    return shown_base(value, term.kinds[0])
