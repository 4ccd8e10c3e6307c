"""Results of worked examples, confirmed or corrected."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Check, Desk
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.judgement import Evidence, Ruling, Verdict
from liangrong.research.claims.verify.account.agreement import agrees, is_near, is_tenfold, stated_of
from liangrong.research.claims.verify.account.closing import closings
from liangrong.research.claims.verify.account.explained import is_explained
from liangrong.research.claims.verify.account.ledger import laid
from liangrong.research.claims.verify.account.reciprocals import check_reciprocals
from liangrong.research.claims.verify.account.role import Role
from liangrong.research.claims.verify.account.roles import Part, is_capacity, parts_of
from liangrong.research.claims.verify.account.state import Account, Value
from liangrong.research.claims.verify.account.telling import Result, begun, opens, told
from liangrong.research.claims.verify.account.terms import Law, may_be_ratio, ratios_meant
from liangrong.research.claims.verify.account.whole import whole
from liangrong.research.claims.verify.account.words import FOR_A_YEAR, MARGIN_RATIOS, MEETS
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.grammar.verdicts import value_in
from liangrong.research.claims.verify.law.book import as_percent, changes_of, number_on
from liangrong.research.claims.verify.law.concepts import FORMERLY
from liangrong.research.claims.verify.law.wording import BROKER
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.research.claims.verify.today import today_of

__all__ = ["CHECKS", "check_accounts"]

_RATIO: Final = "financing_margin_ratio"
_SHORT_RATIO: Final = "short_margin_ratio"
_INVESTORS: Final = ("general", "private_fund")
_WITHDRAWAL: Final = "withdrawal_line"
_MARKET: Final = re.compile(
    r"融资余额|融券余额|两融余额|全市场|沪深两市|净买入|净卖出|成交额|净资本|营业收入|市占率|平均维持|平均担保|户均|人均|客户平均|行业|板块|"
    r"\b(?:balances?|market-wide|outstanding|turnover|net capital|average (?:maintenance|collateral)|sector|industry|clients'|brokers'? own|billion)\b",
    re.IGNORECASE,
)
"""A sentence about the market is no part of an example."""
_TOPIC: Final = re.compile(
    r"融[资券了]|融\d|保证金|担保|负债|借|本金|自有|利息|平仓|折算|margin|borrow|debt|loan|collateral|short|ow(?:es|ed)|interest|leverag|ratio|own money|financ|assets|credit",
    re.IGNORECASE,
)
_MOST: Final = Fraction(5 * 10**9)
_REACH: Final = 8
"""Sentences for which an account is remembered after the last of its figures."""
_FOLLOWS: Final = frozenset(
    {
        Role.RATIO,
        Role.LIMIT,
        Role.INTEREST,
        Role.DAILY,
        Role.RATE,
        Role.NEEDED,
        Role.SHORT,
        Role.ADD,
        Role.REPAY,
        Role.FALL,
        Role.RETURN,
        Role.WITHDRAW,
        Role.GAP,
        Role.CUT,
    }
)
"""What follows from the other figures of a sentence where it is told as a result."""
_CAPABLE: Final = frozenset(
    {Role.LIMIT, Role.LOAN, Role.SHORT, Role.NEEDED, Role.MARGIN, Role.POSITION, Role.COLLATERAL, Role.UNKNOWN}
)
"""What an amount may seem to be of which the words say that it can be borrowed or sold short."""
_TOLD: Final = frozenset({Kind.MONEY, Kind.PERCENT})
_RESULT: Final = re.compile(
    r"(?:则|便|就|即|可|变成|变为|能|仅|只|须|需|要|应|为|是|到|至|达|合|约|等于|折合|相当于|[=＝：:])\s*[约近仅]?\s*$|"
    r"\b(?:is|are|be|at|to|of|equals?|yields?|gives?|gave|leaves?|makes?|means?|costs?|accrues?|amounts?|near|about|roughly|around|needs?|borrow|buy|short|worth|carries)\s*(?:just |only |about |roughly |around |a |an )*$",
    re.IGNORECASE,
)
"""Words in front of what is worked out."""
_TERMS: Final = frozenset({Role.LINE, Role.MARGIN_RATIO, Role.CONVERSION, Role.DAYS, Role.RATE})
"""What may follow a result; behind anything else it may be what that was worked out from."""
_GIVEN: Final = frozenset({Role.FALL, Role.RISE, Role.PRICE})
"""What is worked out only where a line is met; else it is supposed."""
_HENCE: Final = re.compile(r"可见|推算|倒推|因此|所以|\b(?:so|hence|thus|therefore|implies)\b", re.IGNORECASE)
_BROUGHT: Final = frozenset({Role.OWN, Role.LOAN, Role.DEBT, Role.COLLATERAL})
"""What an example begins with, unless its words call it a result."""
_RATES: Final = Fraction(1, 5)
_PLAIN: Final = (Hedge.NONE, Hedge.ABOUT, Hedge.AT_MOST)
_IS_SUPPOSED: Final = re.compile(
    r"(?:若|如果|一旦|当|假如|倘若|只要|直到|不足|低于|跌破|超过|高于|达到)[^，,。；;]{0,16}$|\b(?:if|when|once|should|until|unless|below|above|under|over|exceeds?)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
"""In front of a condition, which follows from nothing."""
_WHILE: Final = re.compile(r"(?:的)?(?:时|之?下|情[况形]下|条件下)")
"""Behind a condition."""
_HAIRCUT: Final = re.compile(
    r"折算|充抵|(?:股票|证券)(?:作|做|充)|维持担保|担保比例|\b(?:conversion|haircut|maintenance|stock (?:as|for) (?:margin|collateral))\b",
    re.IGNORECASE,
)
"""Where margin is not cash, what it counts for is not known."""
_AT_A_TIME: Final = re.compile(r"\d\s*[年月]|\b(?:19|20)\d\d\b|\b(?:until|before|when) \w+ \d")
"""The law of another day is not at hand."""
_FEW_TOLD: Final = 9
"""Of more figures it cannot be told which belong together."""
_APART: Final = Fraction(1, 40)
"""Relative distance beyond which two results are different."""
_FEW: Final = 2
"""Of more results it cannot be told which is meant."""
_CROWD: Final = 14
"""Beyond so many figures something always closes."""
_SEEN: Final = 24
"""So many figures back an earlier case of the example may be taken up again."""
_SLACK: Final = Fraction(1, 250)
"""Relative distance up to which a result may have been rounded on the way."""


def check_accounts(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterator[Ruling]:
    """Confirm or correct what an example works out for one account."""
    todays = today_of(article, claims)
    by_start = {claim.figure.start: claim for claim in claims if claim.figure is not None}
    account, last, item = Account(), 0, -1
    known: list[Part] = []
    seen: list[Part] = []
    for passage in article.passages:
        if passage.role in ("row", "furniture", "title") or _MARKET.search(passage.text):
            continue
        if passage.item != item or passage.number - last > _REACH:
            account, item = Account(), passage.item
            seen.clear()
        parts = [part for part in parts_of(article, passage) if Fraction(part.figure.base) < _MOST]
        if not parts or not (_TOPIC.search(passage.text) or account != Account() or opens(passage, parts)):
            continue
        last = passage.number
        before, account = account, begun(account, passage, parts)
        if account == Account() or account is not before:
            known.clear()
        known += parts
        seen += parts
        law = _law(desk, todays.get(item))
        results: list[Result] = []
        for after, result in told(account, parts, law):
            account = after
            if result is not None:
                results.append(result)
        converted = any(one.role is Role.CONVERSION for one in parts)
        decided = {one.part.figure.start for one in results if _is_single(one) and not (converted and one.role is Role.LIMIT)}
        closed = dict(_closed(by_start, parts, known, seen[-_SEEN:], results, law, decided))
        for result in results:
            if result.part.figure.start not in closed and not _is_of_percentages(result, parts):
                yield from _unexplained(_ruled(by_start, result), result.part, seen[-_SEEN:])
        yield from filter(None, closed.values())


def _unexplained(rulings: Iterable[Ruling], part: Part, seen: Sequence[Part]) -> Iterator[Ruling]:
    """What is said of a result, but not against it where two other figures of the example give it."""
    for one in rulings:
        if one.judgement.verdict is Verdict.CONSISTENT or not (is_explained(part, seen) or _WHILE.match(part.after)):
            yield one


def _is_single(result: Result) -> bool:
    """Whether the account leaves a plainly told result no choice: then nothing else that closes can bear it out."""
    first = result.values[0].amount
    return result.sure and result.relation == "equal" and all(abs(one.amount - first) <= first * _SLACK for one in result.values)


def _is_of_percentages(result: Result, parts: Sequence[Part]) -> bool:
    """Whether a cut is one from a percentage to another that its own sentence prints: a rate, and no borrowing power."""
    start = result.part.figure.start
    before = [one for one in parts if one.figure.kind is Kind.PERCENT and one.figure.start < start]
    return result.role is Role.CUT and len(before) > 1


def _closed(
    by_start: Mapping[int, Claim],
    parts: Sequence[Part],
    known: Sequence[Part],
    seen: Sequence[Part],
    results: Sequence[Result],
    law: Law,
    decided: Collection[int],
) -> Iterator[tuple[int, Ruling | None]]:
    """The figures of a sentence that some identity of the account gives, whichever of the figures around it are meant; nothing is said where what gives it leaves a part out."""
    read = {one.part.figure.start: one.role for one in results if one.relation == "equal"}
    for place, part in enumerate(parts):
        claim = by_start.get(part.figure.start)
        if claim is None or claim.nature is Nature.ADVICE or len(known) > _CROWD or part.figure.start in decided:
            continue
        if part.guess in _GIVEN and not MEETS.search(part.passage.text):
            continue
        if part.role in _BROUGHT and not (_RESULT.search(part.before) or _HENCE.search(part.before)):
            continue
        ledger = laid(
            _in_sight(part, parts, known), without=part, ratios=ratios_meant(parts, place, known, law), text=part.passage.text
        )
        stated = stated_of(part.figure)
        able = part.figure.kind is Kind.MONEY and part.guess in _CAPABLE and is_capacity(part.before)
        roles = (Role.LIMIT,) if able else (read.get(part.figure.start, part.guess), part.guess)
        partial = False
        for role in dict.fromkeys(roles):
            every = closings(role, ledger)
            values = whole(every, role, part, parts)
            partial = partial or len(values) < len(every)
            fitting = next((one for one in values if agrees(stated, one, part.figure)), None)
            if fitting is not None:
                yield part.figure.start, _fits(claim, part, fitting)
                break
        else:
            told_so = not partial and any(
                one.part is part and any(agrees(stated, value, part.figure) for value in one.values) for one in results
            )
            right = None if told_so or is_explained(part, seen) else _missed(part, parts, place, known, law)
            if right is not None or partial:
                yield part.figure.start, None if right is None else _misses(claim, part, right)


def _in_sight(part: Part, parts: Sequence[Part], known: Sequence[Part]) -> Sequence[Part]:
    """The figures from which one may follow: where its sentence has just worked out the assets, no older ones, and no fall once more."""
    last = next((one for one in reversed(parts) if one.guess is Role.ASSETS and one.figure.start < part.figure.start), None)
    if last is None or part.guess is not Role.RATIO:
        return known
    done = (Role.ASSETS, Role.FALL, Role.RISE)
    return [one for one in known if one.figure.start >= last.figure.start or one.guess not in done]


def _missed(part: Part, parts: Sequence[Part], place: int, known: Sequence[Part], law: Law) -> Value | None:
    """What a figure ought to be, where all that it follows from is told and nothing it may be is near it."""
    figure = part.figure
    able = part.guess in _CAPABLE and is_capacity(part.before)
    hedged = figure.hedge not in _PLAIN and not (part.guess is Role.NEEDED and figure.hedge is Hedge.AT_LEAST)
    if not (part.guess in _FOLLOWS or able) or figure.upper is not None or hedged:
        return None
    if _IS_SUPPOSED.search(part.before) or (part.role is Role.UNKNOWN and not _RESULT.search(part.before)):
        return None
    if any(one.guess not in _TERMS and one.figure.kind in _TOLD for one in parts[place + 1 :]):
        return None
    role = Role.LIMIT if able else part.guess
    if len(parts) > _FEW_TOLD or any(_is_untold(one) for one in parts if one is not part):
        return None
    by_law = role in (Role.LIMIT, Role.NEEDED) and not any(one.figure.kind is Kind.PERCENT for one in parts)
    if role is Role.LIMIT and _HAIRCUT.search(part.passage.text) and not any(one.guess is Role.CONVERSION for one in parts):
        return None
    if by_law and (any(may_be_ratio(one) for one in known) or not _is_left_to_law(part)):
        return None
    ratios = ratios_meant(parts, place, known, law)
    if (
        role is Role.INTEREST
        and not any(one.figure.kind is Kind.DURATION for one in parts)
        and not FOR_A_YEAR.search(part.passage.text)
    ):
        return None
    ledger = laid(_in_sight(part, parts, parts), without=part, ratios=ratios, text=part.passage.text)
    values = whole(closings(role, ledger), role, part, parts)
    right = _other(figure, values, last=role is Role.RATIO) if values else None
    beyond = right is None or (abs(Fraction(figure.base)) < right.amount) is (role is Role.NEEDED)
    return right if beyond or not by_law else None


def _is_left_to_law(part: Part) -> bool:
    """Whether the sentence leaves it to the law what a margin supports: it names no broker, no haircut, no day."""
    text = part.passage.text
    return not any(words.search(text) for words in (_HAIRCUT, BROKER, _AT_A_TIME, FORMERLY))


def _is_untold(part: Part) -> bool:
    """Whether it cannot be told what an amount or a percentage is."""
    is_ratio = part.figure.kind is Kind.PERCENT and MARGIN_RATIOS[0] <= Fraction(part.figure.base) <= MARGIN_RATIOS[1]
    is_rate = part.figure.kind is Kind.PERCENT and Fraction(part.figure.base) < _RATES
    return part.guess is Role.UNKNOWN and part.figure.kind in _TOLD and not is_ratio and not is_rate


def _other(figure: Figure, values: Sequence[Value], *, last: bool) -> Value | None:
    """The likeliest of a few values, where none is near the figure: the first, or the last where what was done to an account comes last."""
    printed = abs(Fraction(figure.base))
    apart: list[Value] = []
    for one in values:
        if abs(one.amount - printed) <= one.amount * _APART:
            return None
        if not any(abs(one.amount - other.amount) <= other.amount * _APART for other in apart):
            apart.append(one)
    return None if len(apart) > _FEW else apart[-1] if last else apart[0]


def _misses(claim: Claim, part: Part, right: Value) -> Ruling:
    shown_right = value_in(right.amount, part.figure)
    working = f"{right.words} = {shown_right}"
    why = Note(f"{working}，而文中写的是{shown(part.figure)}。", f"{working}, but the text says {shown(part.figure)}.")
    return refuted(
        claim, why, "arithmetic", basis="same_document", corrected=shown_right, evidence=_evidence(part.passage, working)
    )


def _fits(claim: Claim, part: Part, value: Value) -> Ruling:
    working = f"{value.words} = {value_in(value.amount, part.figure)}"
    why = Note(f"{working}，与文中所写相符。", f"{working}, as the text says.")
    return supported(claim, why, basis="same_document", evidence=_evidence(part.passage, working))


def _ruled(by_start: Mapping[int, Claim], result: Result) -> Iterator[Ruling]:
    """What is said of a result, and of the line that is met there where it holds."""
    claim = by_start.get(result.part.figure.start)
    if claim is None or claim.nature is Nature.ADVICE:
        return
    rulings = list(_judged(claim, result))
    yield from rulings
    line = by_start.get(result.beside.figure.start) if result.beside is not None else None
    if line is not None:
        borne = result.role is Role.RATIO
        yield from (replace(one, claim=line.number) for one in rulings if borne or one.judgement.verdict is Verdict.CONSISTENT)


def _law(desk: Desk, today: date | None) -> Law:
    """The margin ratio for financing before the last change that was announced and since, and the line for withdrawals."""
    book = desk.rulebook
    if book is None or today is None:
        return Law()
    day = min(today, book.known_until) if book.known_until else today
    line = number_on(book, _WITHDRAWAL, day)
    told = [one.after for one in changes_of(book, _RATIO) if (one.dated.announced or one.dated.start) <= day][-2:]
    ratios = tuple(Value(Fraction(one), as_percent(one)) for one in told)
    short = [found[0] for key in _INVESTORS if (found := number_on(book, _SHORT_RATIO, day, key=key)) is not None]
    return Law(
        ratios,
        tuple(Value(Fraction(one), as_percent(one)) for one in short),
        Value(Fraction(line[0]), as_percent(line[0])) if line else None,
    )


def _judged(claim: Claim, result: Result) -> Iterator[Ruling]:
    if result.relation != "equal":
        yield from _placed(claim, result)
        return
    figure = result.part.figure
    stated = stated_of(figure)
    fitting = next((one for one in result.values if agrees(stated, one, figure)), None)
    if fitting is not None:
        yield _fits(claim, result.part, fitting)
        return
    near = any(is_near(stated, one, figure) for one in result.values)
    if not result.sure or (near and not is_tenfold(result.values, figure)):
        return
    right = result.values[0]
    if result.role is Role.WITHDRAW and Fraction(figure.base) < right.amount:
        return
    working = f"{right.words} = {value_in(right.amount, figure)}"
    why = Note(f"{working}，而文中写的是{shown(figure)}。", f"{working}, but the text says {shown(figure)}.")
    yield refuted(claim, why, "arithmetic", basis="same_document", corrected=value_in(right.amount, figure), evidence=_evidence(result.part.passage, working))  # fmt: skip


def _placed(claim: Claim, result: Result) -> Iterator[Ruling]:
    """A ratio that is said to lie below or above a line."""
    value, line = result.values[0], Fraction(result.part.figure.base)
    if value.amount == line:
        return
    working = f"{value.words} {'<' if value.amount < line else '>'} {shown(replace(result.part.figure, hedge=Hedge.NONE))}"
    if (value.amount < line) is (result.relation == "below"):
        why = Note(f"{working}，与文中所写相符。", f"{working}, as the text says.")
        yield supported(claim, why, basis="within_sentence", evidence=_evidence(result.part.passage, working))
    else:
        why = Note(f"{working}，与文中所写相反。", f"{working}, the reverse of what the text says.")
        yield refuted(
            claim,
            why,
            "cross_statement",
            basis="within_sentence",
            corrected=working,
            evidence=_evidence(result.part.passage, working),
            verdict=Verdict.INTERNALLY_CONTRADICTORY,
        )


def _evidence(passage: Passage, working: str) -> tuple[Evidence, ...]:
    return (Evidence("passage", passage.text, start=passage.start, end=passage.end), Evidence("calculation", working))


CHECKS: Final[tuple[Check, ...]] = (check_accounts, check_reciprocals)
"""All checks of this room."""
