"""What collateral counts for: the caps of the conversion ratio by class, above which no broker may go and below which each is free."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.judgement import Evidence, Ruling, Verdict
from liangrong.research.claims.verify.law.asked import is_said
from liangrong.research.claims.verify.law.book import as_percent, day_of_law, number_on
from liangrong.research.claims.verify.law.context import said_before
from liangrong.research.claims.verify.law.wording import BROKER, is_example, is_house, is_old, segment_of
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.research.claims.verify.today import today_of
from liangrong.research.claims.words.forms import any_case
from liangrong.rules.rulebook import Rulebook

__all__ = ["caps_hold"]


_RULE: Final = "conversion_ratio_cap"
_METRIC: Final = "conversion_ratio"
_CLASSES: Final = (
    (any_case(r"(?<![A-Za-z])\*?ST(?![A-Za-z])|风险警示|special[- ]treatment|risk[- ]warn"), ("risk_warned",)),
    (any_case(r"市盈率|price[- ](?:to[- ])?earnings|P/E"), ("high_pe",)),
    (any_case(r"权证|warrants?\b"), ("warrant",)),
    (any_case(r"国债|treasur|government bonds?"), ("treasury",)),
    (any_case(r"ETF|交易[型所][^，。]{0,6}基金|exchange[- ]traded fund"), ("etf",)),
    (any_case(r"货币(?:市场)?基金|现金管理|money[- ]market"), ("cash_product",)),
    (any_case(r"其他[^，。]{0,6}(?:基金|债券)|公司债|企业债|corporate bonds?|other (?:listed )?(?:funds?|bonds?)"), ("other_fund_or_bond",)),
    (any_case(r"非成[份分]股|其他(?:上市)?(?:A股)?股票|non-constituent|other (?:A[- ]|listed )?(?:shares?|stocks?)"), ("other_a_share",)),
    (any_case(r"成[份分]股|上证\s?180|深证\s?100|constituents?|index (?:members?|components?|stocks?)|SSE 180|SZSE 100"), ("index_a_share",)),
    (any_case(r"(?:上市)?(?:基金|债券)(?!管理|公司)|\b(?:listed )?(?:funds?|bonds?)\b"), ("other_fund_or_bond",)),
    (any_case(r"股票|个股|A股|蓝筹|stocks?\b|shares?\b|blue[- ]chip"), ("index_a_share", "other_a_share")),
    (any_case(r"现金|\bcash\b"), ("cash",)),
)  # fmt: skip
"""Classes of collateral by the words for them, the more special first; of stocks in general two classes are meant."""
_COUNTS: Final = any_case(
    r"\bcounts?\b|\bcounted\b|折算|计入|抵充|充抵|抵作|作价|haircut|accepted|taken|valued|worth|credited|convert(?:ed|s)?\b|conversion|recogni[sz]ed at"
)
_COUNTS_FOR: Final = any_case(r"\b(?:of|at) (?:(?:the|their|its) )?market value|\bcredited|\bhaircut|按市值")
_COLLATERAL: Final = any_case(r"担保物|担保品|折算|充抵|collateral|haircut|conversion ratio")
_AT_MOST: Final = any_case(
    r"最高|至多|不超过|不得超过|不高于|上限|at most|no more than|not (?:more than|exceed)|up to|maximum|\bcaps?\b|\bcapped\b|limit|ceiling"
)
_IN_FULL: Final = any_case(
    r"(?:现金|\bcash\b)[^，。；,;]{0,16}?(?:全额|足额|十足|等额|不打折|\b(?:fully (?:counted|recogni[sz]ed|credited)|(?:counted|valued|recogni[sz]ed|credited|counts|taken) (?:in full|fully|at (?:full|face) value)))"
)
"""Cash that counts for all of it."""
_ORDINARY: Final = any_case(
    r"一般|通常|普遍|多(?:为|在)|大致|往往|常见|例如|比如|\b(?:typical\w*|usual\w*|general\w*|common\w*|such as|for (?:example|instance)|normally|often)\b"
)
"""That a level is told of a class, not of one stock or house."""
_FEASIBLE: Final = 2
"""A level of less than this part of the cap is none that is usual."""
_NOTHING: Final = any_case(
    r"(?:折算率|折算比例)[^，。]{0,8}(?:为|是|降为|归|降至|调整为)?\s*(?:零|0(?![.\d]))|(?:折算率)归零|\bcounts? for nothing|\bno collateral value|\b(?:conversion ratio|haircut value) of zero|\bcounts? (?:as|at) zero"
)
_ZERO: Final = any_case(r"(?:为|是|归|按|计|只有|等于)(?:\s*)(?:零|0(?![.\d%]))|\b(?:zero|nothing|nil)\b")
"""Nothing, where the sentence speaks of what collateral counts for."""
_PE: Final = any_case(
    r"市盈率[^，。；\d]{0,10}(\d+(?:\.\d+)?)\s*倍?|(\d+(?:\.\d+)?)\s*倍[^，。；]{0,6}市盈率|(?:price[- ](?:to[- ])?earnings|P/E)[^.;\d]{0,24}(\d+(?:\.\d+)?)"
)
_LOSS: Final = any_case(
    r"亏损(?:股|公司|企业|的(?:股票|公司))|市盈率[^，。]{0,10}为?负|\bloss[- ]making|\bnegative (?:static |trailing )?(?:earnings|P/E|price)|(?:earnings|P/E)[^.;]{0,20}\bnegative"
)
_COUNTED: Final = any_case(
    r"[\d百千万](?:多|余|来)?\s*[只家](?!标的|股票型)|\d (?:more |listed |A-share )?(?:stocks|companies|names)\b|\b(?:hundreds|dozens|thousands?|scores) (?:of )?(?:stocks|shares|companies|names)\b"
)
"""How many stocks something has befallen, which no rule tells."""
_EXCEPT: Final = any_case(
    r"(?:除|不含|不包括)[^，。；]{0,20}?(?:外|以外|之外)(?:的)?|\b(?:other than|except(?:ing| for)?|excluding|apart from|besides)\b[^,;.]{0,40}?(?=\b(?:count|are|is|have|may|carry|get|can)\b|[,;.]|$)"
)
"""What a class is said to leave out."""
_THIS_KIND: Final = any_case(
    r"此类|这类|该类|此种|\bof this kind\b|\bsuch (?:funds?|units|shares|bonds)|\bthese (?:funds|units|products)"
)
_THRESHOLD: Final = "pe_zero_threshold"
_HIGH: Final = "high_pe"
_BACK: Final = 2
_SEVERAL: Final = 2
_WHOLE: Final = Decimal(100)


def caps_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm a cap, contradict a conversion ratio above it and a cap that was never one."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        figure = _all_in(claim) or _nothing_in(claim) or claim.figure
        if figure is not None and figure.value == 0 and _COUNTED.search(claim.passage.text):
            continue
        if figure is None or figure.kind is not Kind.PERCENT or not is_said(claim) or is_example(claim):
            continue
        if claim.figure is not figure or claim.metric == _METRIC or _is_of_collateral(article, claim):
            yield from _judged(
                todays[claim.passage.item],
                claim,
                desk,
                book,
                figure,
                f"{article.title} {said_before(article, claim, most=_BACK)}",
            )


def _is_of_collateral(article: Article, claim: Claim) -> bool:
    text = claim.passage.text
    return bool(_COUNTS.search(text)) and bool(
        _COLLATERAL.search(text)
        or (_COUNTS_FOR.search(text) and any(pattern.search(text) for pattern, _ in _CLASSES))
        or _COLLATERAL.search(said_before(article, claim, most=_BACK))
    )


def _judged(today: date | None, claim: Claim, desk: Desk, book: Rulebook, figure: Figure, said: str) -> Iterator[Ruling]:
    day = day_of_law(today, claim, desk)
    asked = _class(claim, book, day, said) if day else ()
    found = [one for key in asked if (one := number_on(book, _RULE, day, key=key))] if day else []
    if not found or figure.hedge in (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER):
        return
    caps, printed = [value for value, _ in found], figure.rounding()
    top = (figure.value if figure.upper is None else figure.upper) / _WHOLE
    if figure.upper is not None and top > max(caps) and not is_old(claim):
        yield _wrong(claim, figure, found)
        return
    is_usual = (
        bool(_ORDINARY.search(claim.passage.until(figure.end))) and not BROKER.search(claim.text) and figure.hedge is Hedge.NONE
    )
    if (is_usual and max(caps) / _FEASIBLE < top <= max(caps)) or (asked == ("cash",) and printed.contains(caps[0])):
        value, evidence = max(found, key=lambda one: one[0])
        yield supported(claim, Note(f"不超过折算率上限 {as_percent(value)}。", f"That is within the cap of {as_percent(value)}."),
                        basis="rulebook", evidence=(evidence,), strength="feasibility")  # fmt: skip
        return
    is_cap = caps == [0] or figure.hedge is Hedge.AT_MOST or bool(_AT_MOST.search(claim.passage.text))
    if any(printed.contains(cap) for cap in caps):
        if is_cap and figure.upper is None:
            value, evidence = next(one for one in found if printed.contains(one[0]))
            yield supported(claim, Note(f"与规则相符：折算率上限为 {as_percent(value)}。", f"The rulebook agrees: the cap is {as_percent(value)}."),
                            basis="rulebook", evidence=(evidence,))  # fmt: skip
        return
    assert printed.low is not None, "a rounding interval is bounded"
    assert printed.high is not None, "a rounding interval is bounded"
    is_below = is_cap and printed.high < min(caps) and not is_house(claim) and not is_old(claim) and figure.upper is None
    if (printed.low > max(caps) and not is_old(claim)) or is_below:
        yield _wrong(claim, figure, found)


def _wrong(claim: Claim, figure: Figure, found: Sequence[tuple[Decimal, Evidence]]) -> Ruling:
    shown = " / ".join(dict.fromkeys(as_percent(value) for value, _ in found))
    return refuted(claim, Note(f"折算率上限为 {shown}，文中为“{figure.text.strip()}”。", f"The cap is {shown}; the text says '{figure.text.strip()}'."),
                   "wrong_value", basis="rulebook", corrected=f"≤ {shown}", evidence=tuple(evidence for _, evidence in found),
                   verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip


def _all_in(claim: Claim) -> Figure | None:
    """All of it, said in words of what cash counts for, as a figure; a printed figure of the claim comes first."""
    found = _IN_FULL.search(claim.text) if claim.figure is None and _COLLATERAL.search(claim.passage.text) else None
    if found is None:
        return None
    start = claim.start + found.start()
    return Figure(start, claim.start + found.end(), found[0], _WHOLE, "%", Kind.PERCENT, Decimal("0.01"), Decimal("0.5"))


def _nothing_in(claim: Claim) -> Figure | None:
    """Nothing, said in words of what a collateral counts for, as a figure."""
    is_zero = claim.figure is not None and claim.figure.kind is not Kind.PERCENT and claim.figure.value == 0
    if claim.figure is not None and not is_zero:
        return None
    found = _NOTHING.search(claim.text) or (_ZERO.search(claim.text) if _COLLATERAL.search(claim.passage.text) else None)
    if found is None:
        return None
    start = claim.start + found.start()
    return Figure(start, claim.start + found.end(), found[0], Decimal(0), "%", Kind.PERCENT, Decimal("0.01"), Decimal("0.5"))


def _is_high_pe(claim: Claim, book: Rulebook, day: date) -> bool | None:
    """Whether the sentence tells of a price-earnings ratio from which stocks count for nothing, or of a loss; ``None`` where it tells of none."""
    until = claim.end if claim.figure is None else claim.figure.end
    text = claim.passage.text[: until - claim.passage.start]
    found, least = _PE.search(text), number_on(book, _THRESHOLD, day)
    if found is None or least is None:
        return True if _LOSS.search(text) and least is not None else None
    return Decimal(next(one for one in found.groups() if one)) >= least[0]


def _own_words(claim: Claim, segment: str) -> str:
    """What leads to the figure since the figure before it, where the segment prints several; else all of it."""
    if claim.figure is None or segment.count("%") < _SEVERAL:
        return segment
    before = re.split(r"[%％，,；;。]", claim.passage.text[: claim.figure.start - claim.passage.start])[-1]
    return before if any(pattern.search(before) for pattern, _ in _CLASSES) else segment


def _class(claim: Claim, book: Rulebook, day: date, said: str) -> tuple[str, ...]:
    """The class that the figure's own clause names, else that of its subject, else the only one that the claim names."""
    segment = segment_of(claim)
    high = _is_high_pe(claim, book, day)
    if high:
        return (_HIGH,)
    if high is False:
        return ("index_a_share", "other_a_share")
    if _THIS_KIND.search(claim.text) and (found := next((keys for pattern, keys in _CLASSES if pattern.search(said)), None)):
        return found
    for text in (_EXCEPT.sub("", _own_words(claim, segment)), claim.subject):
        if found := next((keys for pattern, keys in _CLASSES if pattern.search(text)), None):
            return found
    named = [keys for pattern, keys in _CLASSES if pattern.search(claim.text)]
    if not named and _NOTHING.search(claim.text):
        named = [keys for pattern, keys in _CLASSES if pattern.search(claim.passage.text[: claim.end - claim.passage.start])][:1]
    if not named and _THIS_KIND.search(claim.text):
        named = [keys for pattern, keys in _CLASSES if pattern.search(said)]
    return named[0] if len(named) == 1 else ()
