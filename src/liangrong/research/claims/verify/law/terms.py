"""Terms and conditions with one number each: the longest contract, least assets, time and float, the line for withdrawals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Evidence, Ruling, Verdict
from liangrong.research.claims.verify.law.book import day_of_law, earlier_values, number_on, rule_evidence, title_of, venue_of
from liangrong.research.claims.verify.law.durations import duration_in
from liangrong.research.claims.verify.law.wording import BROKER, FLOOR, is_example, is_house
from liangrong.research.claims.verify.rulings import in_unit, refuted, shown_base, supported
from liangrong.research.claims.verify.today import today_of
from liangrong.rules.rulebook import Rulebook

__all__ = ["rollovers_hold", "terms_hold"]


@dataclass(frozen=True, slots=True)
class _Term:
    """A rule with one number.

    Parameters
    ----------
    context
        What the sentence must be about.
    wording
        By which words a clause speaks of it; the metric of the vocabulary counts too.
    stricter
        On which side of the number a house may stand.
    """

    rule: str
    key: str | None
    kind: Kind
    metrics: tuple[str, ...]
    context: re.Pattern[str]
    wording: re.Pattern[str]
    stricter: Literal["higher", "lower"]


def _words(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_LENDING: Final = _words(r"融资|融券|两融|信用账户|margin|financing|short[- ]?sell|(?:each|every|a) contract\b|每笔合约")
_OPENING: Final = _words(r"开户|开立|开通|投资者|客户|适当性|门槛|open|eligib|investors?|clients?|qualif|threshold")
_LISTED: Final = _words(r"标的|underlying|eligible|target|listing")
_TERMS: Final = (
    _Term("contract_max_months", None, Kind.DURATION, ("contract_max_months",), _LENDING,
          _words(r"(?:合约|融资|融券)[^,，。]{0,8}(?:最长|期限)[^,，。]{0,6}(?:不超过|不得超过|最长|为)|maximum (?:term|tenor|duration)|longest term|(?:contracts?|loans?)\b[^.,;]{0,20}\b(?:runs?|lasts?|terms?)\b[^.,;]{0,20}(?:at most|up to|no more than|not exceed|no longer than)"), "lower"),
    _Term("investor_assets_least", None, Kind.MONEY, ("investor_assets_least",), _OPENING,
          _words(r"(?:日均|证券类|账户|金融)资产[^,，。]{0,10}(?:不低于|不少于|达到|至少|门槛)|资产(?:不低于|门槛)|(?:daily|securities|account|average)[\w ]{0,16} assets? (?:of )?(?:at least|no less than)|asset threshold"),
          "higher"),
    _Term("eligible_stock_months", None, Kind.DURATION, ("eligible_stock_months",), _LISTED,
          _words(r"上市(?:交易)?(?:时间)?[^,，。]{0,6}(?:满|超过|不少于|至少)|listing (?:time|period) of|listed (?:for )?(?:at least|more than|over)"), "higher"),
    _Term("eligible_float_value", "financing", Kind.MONEY, ("eligible_market_value",), _LISTED,
          _words(r"流通市值[^,，。]{0,6}(?:不低于|不少于|至少)|market cap(?:itali[sz]ation)? of (?:at least|over|more than)"), "higher"),
    _Term("investor_experience_months", None, Kind.DURATION, ("investor_experience_months",), _OPENING,
          _words(r"(?:从事证券)?交易(?:经验|时间)?[^,，。]{0,6}(?:满|不少于|至少|超过)|(?:年|个月)(?:以上)?(?:的)?(?:证券)?交易(?:经[验历]|经历)|(?:months?|years?) of (?:securities )?trading|trading experience"), "higher"),
    _Term("withdrawal_line", None, Kind.PERCENT, ("withdrawal_line",), _words(r"担保|提取|collateral|withdraw"),
          _words(r"(?:维持)?担保比例[^,，。]{0,8}(?:超过|高于)[^。;；]{0,24}(?:提取|转出)|提取[^。;；]{0,14}担保比例[^。;；]{0,6}(?:超过|高于)|withdraw[^.]{0,40}(?:above|exceeds?|over)"), "higher"),
)  # fmt: skip
_ASSETS: Final = "investor_assets_least"
_ASSETS_SESSIONS: Final = "investor_assets_sessions"
_THRESHOLDS: Final = (_ASSETS, "investor_experience_months")
_MUST: Final = _words(r"须|应当?|必须|门槛|要求|\bneeds?\b|\bmust\b|\brequire[sd]?\b|threshold")
_SESSIONS: Final = _words(r"(\d{1,3})\s*个?交易日|(\d{1,3}) (?:trading )?(?:days|sessions)")
_EXTENDABLE: Final = _words(
    r"可(?:以)?(?:申请)?展期|允许展期|may be (?:extended|rolled over)|can be (?:extended|rolled over)|with the possibility of extension|extendable"
)
_NOT_EXTENDABLE: Final = _words(
    r"不得展期|不(?:能|可|允许)展期|cannot be (?:extended|rolled over)|no (?:extension|rollover)s? (?:is |are )?(?:allowed|permitted)|may not be (?:extended|rolled over)"
)
_CONTRACTS: Final = _words(r"融资|融券|两融|合约|margin|financing|contract|transaction")


def terms_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm a number of the law, contradict one that is looser than it or was never it; stricter terms of a house are left alone."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        figure = claim.figure or duration_in(claim)
        if figure is None or claim.nature is not Nature.FACT or is_example(claim):
            continue
        term = next((one for one in _TERMS if _speaks_of(claim, figure, one)), None)
        if term is not None:
            yield from _judged(todays[claim.passage.item], claim, desk, book, figure, term)


def rollovers_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Whether a contract may be rolled over."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        may, may_not = bool(_EXTENDABLE.search(claim.text)), bool(_NOT_EXTENDABLE.search(claim.text))
        day = day_of_law(todays[claim.passage.item], claim, desk)
        if may == may_not or claim.figure is not None or day is None or not _CONTRACTS.search(claim.passage.text):
            continue
        ruling = book.at(day).ruling("rollover_allowed")
        evidence = (
            Evidence(
                "rule",
                f"{title_of(book, 'rollover_allowed').zh} {ruling.since} 起：{'可' if ruling.value else '否'}",
                ruling.citation,
            ),
        )
        if bool(ruling.value) is may:
            yield supported(claim, Note("与规则相符。", "The rulebook agrees."), basis="rulebook", evidence=evidence)
        else:
            said = Note(
                f"{ruling.since} 起合约{'可以' if ruling.value else '不得'}展期。",
                f"Since {ruling.since} contracts {'may' if ruling.value else 'may not'} be rolled over.",
            )
            yield refuted(
                claim,
                said,
                "stale_rule",
                basis="rulebook",
                corrected=said.zh,
                evidence=evidence,
                verdict=Verdict.INTERNALLY_CONTRADICTORY,
            )


def _speaks_of(claim: Claim, figure: Figure, term: _Term) -> bool:
    if figure.kind is not term.kind or (term.kind is Kind.MONEY and figure.currency not in ("", "CNY")):
        return False
    if not term.context.search(claim.passage.text):
        return False
    if claim.metric in term.metrics or term.wording.search(claim.text):
        return True
    said = term.wording.search(claim.passage.text)
    return said is not None and said.start() < claim.end - claim.passage.start and said.end() > claim.start - claim.passage.start


def _judged(today: date | None, claim: Claim, desk: Desk, book: Rulebook, figure: Figure, term: _Term) -> Iterator[Ruling]:
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
        yield supported(
            claim,
            Note(f"与规则相符：{title.zh} {shown}。", f"The rulebook agrees: {title.en}, {shown}."),
            basis="rulebook",
            evidence=(evidence,),
        )
        return
    reason = Note(
        f"{title.zh}为 {shown}，文中为“{figure.text.strip()}”。",
        f"The {title.en} is {shown}; the text says '{figure.text.strip()}'.",
    )
    if unit := _slipped(figure, value, term):
        yield refuted(claim, reason, "unit_slip", basis="rulebook", corrected=in_unit(figure, *unit), evidence=(evidence,))
        return
    assert said.low is not None, "a rounding interval is bounded"
    is_looser = said.low > value if term.stricter == "lower" else said.low < value
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
    yield refuted(
        claim,
        reason,
        kind,
        basis="rulebook",
        corrected=shown,
        evidence=(evidence, *more),
        verdict=Verdict.INTERNALLY_CONTRADICTORY,
    )


def _window(claim: Claim, book: Rulebook, day: date) -> Ruling | None:
    """A window of averaging that is not the law's."""
    printed, found = _SESSIONS.search(claim.text), number_on(book, _ASSETS_SESSIONS, day)
    if printed is None or found is None or Decimal(next(one for one in printed.groups() if one)) == found[0]:
        return None
    title, shown = title_of(book, _ASSETS_SESSIONS), f"{found[0]:f}"
    return refuted(claim, Note(f"{title.zh}为 {shown} 个交易日，文中为“{printed[0]}”。", f"The {title.en}: {shown}; the text says '{printed[0]}'."),
                   "wrong_value", basis="rulebook", corrected=shown, evidence=(found[1],), verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip


def _said(figure: Figure, term: _Term) -> Interval | None:
    """The figure in the unit of the rule; hedges such as "at least" belong to the rule itself."""
    if term.kind is not Kind.DURATION:
        return figure.rounding()
    months = {"months": 1, "month": 1, "个月": 1, "years": 12, "year": 12, "年": 12}.get(figure.unit)
    return None if months is None else figure.rounding(Decimal(months))


def _slipped(figure: Figure, value: Decimal, term: _Term) -> tuple[str, int] | None:
    """The unit of money that makes the very digits right: 5 billion printed for 5亿."""
    if term.kind is not Kind.MONEY:
        return None
    return next(
        (
            (name, size)
            for name, size in (("万元", 10**4), ("亿元", 10**8))
            if size != figure.size and figure.value * size == value
        ),
        None,
    )


def _shown(value: Decimal, term: _Term) -> str:
    if term.kind is Kind.DURATION:
        return f"{value.normalize():f} 个月"
    return shown_base(value, term.kind)
