"""Which margin ratio a percentage is said to be, of whom, and whether it is said outright or supposed."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.verify.law.concepts import (
    BEIJING,
    CUT,
    ELSEWHERE,
    FINANCING,
    MARGIN_DEMAND,
    OPEN_CONTRACTS,
    OTHER_PERCENT,
    PRIVATE_FUND,
    RAISED,
    ROLLOVER,
    SHORTING,
    VIEW,
)
from liangrong.research.claims.verify.law.context import said_before
from liangrong.research.claims.verify.law.wording import BROKER, percent_steps, segment_of

__all__ = ["asked_ratio", "is_elsewhere", "is_flat", "is_said", "is_supposed"]

_FINANCING: Final = "financing_margin_ratio"
_SHORT: Final = "short_margin_ratio"
_NAMES_IT: Final = re.compile(
    r"保证金(?:最低)?(?:比例|要求)|最低保证金|margin (?:ratio|requirement)s?|minimum margin", re.IGNORECASE
)
_TAKEN_UP: Final = re.compile(
    r"^\W*(?:(?:the |a |this |that )?(?:\w+ )?(?:ratio|requirement|minimum|figure|level|floor)\b|it\b|for (?:short|financ|margin|private)|(?:short|private|hedge)\b|"
    r"(?:融券|融资|私募|卖空|该比例|这一比例|比例|其中|目前|现行|调整后)[^，,。]{0,10}(?:为|是|须|需|达|则|提|不低于|不得低于|最低|上调))",
    re.IGNORECASE,
)
"""How a sentence begins that goes on about the ratio of the one before."""
_MOVED: Final = re.compile(r"\b(?:rose|fell|grew|decline\w*|gain\w*)\b", re.IGNORECASE)
_APPLIED: Final = re.compile(
    r"按\s*\d+\s*[%％]|(?:补[足齐缴交]|追加|提[高升]|调整)(?:到|至)\s*\d+\s*[%％]|\btop\w*[- ]up to \d+|\d+\s*[%％]\s*(?:的)?(?:新|旧|原)?(?:比例|标准|执行|计算|补足|要求)|\d\s*(?:%|percent|per cent) (?:ratio|requirement|margin|minimum|floor)|(?:at|to|keep|keeps|under|of) (?:the |their |its |his |her )?\d+\s*(?:%|percent|per cent)",
    re.IGNORECASE,
)
"""A percentage by which something is reckoned."""
_DUTY: Final = re.compile(
    r"\b(?:must|may|can|will have to|has to|have to|is to|are to|will be|needs? to|should not)\b|须|应当|必须|可以?|不得|将|需要?",
    re.IGNORECASE,
)
_SAYS_IS: Final = re.compile(
    r"(?:比例|最低|下限|目前|现在|现行|当前)[^，,。；;]{0,8}(?:为|是)$|\b(?:ratio|requirement|minimum|floor)\b[^.;]{0,40}(?:\b(?:is|stands at|remains|stays at) |, )$",
    re.IGNORECASE,
)
_CONDITION: Final = re.compile(
    r"\s*(?:时|的|之|情况|条件|下|，?则|,? (?:then|gives?|means|as an example|leverage|would))", re.IGNORECASE
)
_SUPPOSED_BEHIND: Final = re.compile(r"\s*(?:时|的?情况下|的?条件下|的话|之下|计算|测算)")
_SUPPOSED_BEFORE: Final = re.compile(
    r"(?:(?<![须应得])按照?|若|如果?|假[设如])[^，,。；;]{0,12}$|(?:^|[,;:] ?|\band )at $|\b(?:with|at|under|if)\b (?:an? |the )?(?:minimum )?(?:financing )?(?:margin )?(?:ratio|requirement) (?:of|is|at|were|was) $",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(r"普通|一般投资者|其他|其余|个人|\bordinary|\bother(?:s|wise)?\b|\bretail", re.IGNORECASE)
_BREAK_OFF: Final = re.compile(rf"{_OTHERS.pattern}|[;；。%％]|percent", re.IGNORECASE)
"""What ends the say about one class of investors."""
_RATIOS: Final = (Fraction(2, 5), Fraction(3, 2))
"""Between these bounds a percentage may be a margin ratio."""
_MAINTAINED: Final = re.compile(
    r"维持担保|担保比例|平仓线|警戒线|追保|折算|\bmaintenance\b|\bliquidation\b|\bconversion\b|\bhaircut", re.IGNORECASE
)
_LEVEL: Final = re.compile(
    r"下限|底线|门槛|红线|起点|最低标准|法定标准|\b(?:floor|minimum|threshold|bar|benchmark)\b", re.IGNORECASE
)
"""Nouns for the least that is asked."""
_APPLIES: Final = re.compile(
    r"够|即可|就行|就可以|才行|执行|适用|计收|收取|计算|缴|交|要求|标准|比例|按|起步|不低于|不得低于|至少|最低|"
    r"\b(?:enough|suffic\w+|will do|appl(?:y|ies|ied)|charged?|asked?|required?|demand(?:s|ed)?|at least|no less than|ratio|rate|level|terms|cover(?:s|ed)?|backed)\b",
    re.IGNORECASE,
)
"""What is done with a level: it is asked, it is enough, it is applied."""
_MARGIN: Final = re.compile(
    r"保证金|\bmargin (?!trad|lend|clients?|accounts?|financ|balance|debt|loan)|\bcollateral\b|\bdeposit\b|\bput up\b",
    re.IGNORECASE,
)
_MARGIN_OF: Final = re.compile(r"(?:融资|融券)保证金|\b(?:short[- ]\w+|financing|initial) margins?\b", re.IGNORECASE)
_NOT_FOR: Final = re.compile(
    r"不适用|不涉及|不包括|不覆盖|未覆盖|不受|例外|除外|豁免|\b(?:does|do|did) not (?:apply|extend|cover|reach|include|affect)|\bexempt|\bexcluded|\boutside\b",
    re.IGNORECASE,
)
"""Whom a level is said not to reach, which is no value of it."""
_BACK: Final = 3
"""How many sentences back the kind of business may be named."""


def asked_ratio(article: Article, claim: Claim) -> tuple[str, str | None] | None:
    """Which margin ratio a claim speaks of, and of whom, also where only what stands before names it; ``None`` for anything else."""
    figure = claim.figure
    segment = segment_of(claim)
    if (
        figure is None
        or is_elsewhere(claim)
        or (BEIJING.search(claim.text) and _NOT_FOR.search(claim.text))
        or _is_other(claim, figure, segment)
        or (claim.metric not in (_FINANCING, _SHORT) and not _is_demand(article, claim))
    ):
        return None
    kind = claim.metric if claim.metric in (_FINANCING, _SHORT) else _kind(article, claim, figure)
    if kind == _FINANCING and SHORTING.search(segment) and not FINANCING.search(claim.text):
        kind = _SHORT
    if kind is None:
        return None
    return (kind, None) if kind == _FINANCING else (kind, _investor(claim, figure, segment))


def _investor(claim: Claim, figure: Figure, segment: str) -> str:
    """Of whom: the class in the figure's own part, else the last one named before it in the sentence."""
    if PRIVATE_FUND.search(segment) or _OTHERS.search(segment):
        return "general" if _OTHERS.search(segment) else "private_fund"
    before = claim.passage.text[: figure.start - claim.passage.start]
    named = max((found.end() for found in PRIVATE_FUND.finditer(before)), default=-1)
    return "private_fund" if named > max((found.end() for found in _BREAK_OFF.finditer(before)), default=-1) else "general"


def is_elsewhere(claim: Claim) -> bool:
    """Whether the sentence up to the claim's end is about another market, or another way to borrow."""
    return bool(ELSEWHERE.search(claim.passage.text[: claim.end - claim.passage.start]))


def is_said(claim: Claim) -> bool:
    """Whether the claim says that something is or must be so, and is no view, wish or question."""
    if claim.nature is Nature.ADVICE or VIEW.search(claim.text):
        return False
    return claim.nature is Nature.FACT or bool(_DUTY.search(claim.text))


def _is_other(claim: Claim, figure: Figure, segment: str) -> bool:
    """Whether the words beside a percentage make it one of something else; one end of a step rose or fell itself."""
    at = figure.start - claim.passage.start
    is_step = any(begin <= at < end for begin, end, _, _ in percent_steps(claim.passage.text))
    return bool(OTHER_PERCENT.search(_MOVED.sub("", segment) if is_step else segment))


def _is_demand(article: Article, claim: Claim) -> bool:
    """Whether a percentage without a name of its own is what somebody has to put up, by the words around it or before it."""
    figure, text = claim.figure, claim.passage.text
    if figure is None or figure.kind is not Kind.PERCENT:
        return False
    end = figure.end - claim.passage.start
    until = text[:end]
    if MARGIN_DEMAND.search(claim.text) or MARGIN_DEMAND.search(re.split(r"[;；。]", until)[-1]):
        return True
    moved = RAISED.search(claim.text) or CUT.search(claim.text)
    is_step = any(begin <= figure.start - claim.passage.start < close for begin, close, _, _ in percent_steps(text))
    if moved and (MARGIN_DEMAND.search(until) or (is_step and _MARGIN_OF.search(claim.text))):
        return _RATIOS[0] <= Fraction(figure.base) <= _RATIOS[1]
    if OPEN_CONTRACTS.search(until) and (_APPLIED.search(claim.text) or ROLLOVER.search(until)):
        return bool(
            _NAMES_IT.search(said_before(article, claim, most=_BACK)) or MARGIN_DEMAND.search(text) or _APPLIED.search(claim.text)
        )
    if _TAKEN_UP.search(text) and not _NAMES_IT.search(text) and _NAMES_IT.search(said_before(article, claim)):
        return True
    return _is_level(article, claim, figure)


def _is_level(article: Article, claim: Claim, figure: Figure) -> bool:
    """Whether a percentage that may be a margin ratio is a level that is asked, applied or reckoned with, where financing, shorting or the margin is spoken of."""
    segment = segment_of(claim)
    if (
        not _RATIOS[0] <= Fraction(figure.base) <= _RATIOS[1]
        or _MAINTAINED.search(claim.passage.text)
        or figure.upper is not None
    ):
        return False
    beside = PRIVATE_FUND.search(segment) or _OTHERS.search(segment)
    here, before = claim.passage.text, said_before(article, claim)
    if beside and PRIVATE_FUND.search(here) and _OTHERS.search(here) and SHORTING.search(here) and not _MAINTAINED.search(before):
        return True
    business = FINANCING.search(here) or SHORTING.search(here) or OPEN_CONTRACTS.search(here) or BEIJING.search(here)
    if _LEVEL.search(segment) and business:
        return True
    asked = _MARGIN.search(here) or MARGIN_DEMAND.search(before)
    return bool(_APPLIES.search(segment) and asked and (business or FINANCING.search(before) or SHORTING.search(before)))


def _kind(article: Article, claim: Claim, figure: Figure) -> str | None:
    """Financing or shorting: the nearest word for either in front of the figure, else behind it, else in what was said before."""
    text, at = claim.passage.text, figure.start - claim.passage.start
    if found := _last(text[:at]):
        return found
    financing, shorting = FINANCING.search(text, at), SHORTING.search(text, at)
    if financing or shorting:
        return _SHORT if shorting and (not financing or shorting.start() <= financing.start()) else _FINANCING
    if PRIVATE_FUND.search(text):
        return _SHORT if SHORTING.search(said_before(article, claim, most=_BACK)) else None
    found = _last(said_before(article, claim, most=_BACK)) or _last(article.title)
    return found or (_FINANCING if BEIJING.search(text) else None)


def _last(text: str) -> str | None:
    financing = max((found.start() for found in FINANCING.finditer(text)), default=-1)
    shorting = max((found.start() for found in SHORTING.finditer(text)), default=-1)
    return None if financing == shorting else _SHORT if shorting > financing else _FINANCING


def is_supposed(claim: Claim, figure: Figure) -> bool:
    """Whether the ratio is a condition of what follows, not a statement of what is so."""
    text, start, end = claim.passage.text, figure.start - claim.passage.start, figure.end - claim.passage.start
    return bool(_SUPPOSED_BEHIND.match(text, end) or _SUPPOSED_BEFORE.search(text[:start]))


def is_flat(claim: Claim, figure: Figure) -> bool:
    """Whether the ratio is said outright to be so much, of no house and under no condition."""
    text, start, end = claim.passage.text, figure.start - claim.passage.start, figure.end - claim.passage.start
    return bool(
        figure.hedge is Hedge.NONE
        and figure.upper is None
        and claim.scope in ("", "market")
        and _SAYS_IS.search(text[:start])
        and not _CONDITION.match(text, end)
        and not BROKER.search(text)
    )
