"""Which margin ratio a percentage is said to be, of whom, and whether it is said outright or supposed."""

from __future__ import annotations

import re
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.verify.law.context import said_before
from liangrong.research.claims.verify.law.wording import BROKER, segment_of

__all__ = ["OPEN_CONTRACTS", "asked_ratio", "is_flat", "is_supposed"]

_FINANCING: Final = "financing_margin_ratio"
_SHORT: Final = "short_margin_ratio"
_SHORTING: Final = re.compile(r"融券|卖空|做空|short[- ]?s|short\b|securities lending", re.IGNORECASE)
_BUYING: Final = re.compile(r"融资|financing|purchas|buy", re.IGNORECASE)
_PRIVATE: Final = re.compile(r"私募|private (?:securities )?(?:investment )?funds?|hedge funds?", re.IGNORECASE)
OPEN_CONTRACTS: Final = re.compile(
    r"存量|已开仓|尚未了结|未了结|原有|老合约|旧合约|此前开[立仓]|\b(?:existing|outstanding|old|open) (?:financing |margin )?(?:contracts|positions|loans)|"
    r"(?:contracts|positions|loans) (?:opened|taken out|made|signed|concluded) (?:before|earlier|by|prior)|[之以]前(?:已)?(?:开立|开仓|签订|融资)|(?:rolled|rolling) over|展期",
    re.IGNORECASE,
)
"""Contracts that were there when a change came."""
_RATIO: Final = re.compile(r"保证金(?:最低)?比例|最低保证金|margin (?:ratio|requirement)s?|minimum margin", re.IGNORECASE)
_TAKEN_UP: Final = re.compile(
    r"^\W*(?:(?:the )?(?:ratio|requirement|minimum|figure|level)\b|it\b|for (?:short|financ|margin|private)|(?:short|private|hedge)\b|"
    r"(?:融券|融资|私募|卖空|该比例|这一比例|比例|其中)[^，,。]{0,10}(?:为|是|须|需|达|则|提|不低于|不得低于|最低|上调))",
    re.IGNORECASE,
)
"""How a sentence begins that goes on about the ratio of the one before."""
_POSTED: Final = re.compile(
    r"\d\s*[%％] (?:initial )?margin|margin (?:of|at) (?:at least )?\d+\s*%|(?:缴[纳存]|提[供交])[^，,。]{0,6}\d+\s*[%％][^，,。]{0,4}保证金",
    re.IGNORECASE,
)
_APPLIED: Final = re.compile(
    r"按\s*\d+\s*[%％]|\d+\s*[%％]\s*(?:的)?(?:比例|执行|计算|补足|要求)|\d\s*% (?:ratio|requirement|margin|minimum|floor)|(?:at|to|keep|under|of) (?:the )?\d+\s*%",
    re.IGNORECASE,
)
"""A percentage by which something is reckoned."""
_OTHER_RATIO: Final = re.compile(
    r"余额|占比|占|担保比例|折算|利率|涨|跌|balance|maintenance|share of|interest|haircut|conversion|rose|fell", re.IGNORECASE
)
_SAYS_IS: Final = re.compile(
    r"(?:比例|最低|目前|现在|现行|当前)[^，,。；;]{0,8}(?:为|是)$|\b(?:ratio|requirement|minimum)\b[^.,;]{0,40}\b(?:is|stands at|remains|stays at) $",
    re.IGNORECASE,
)
_CONDITION: Final = re.compile(
    r"\s*(?:时|的|之|情况|条件|下|，?则|,? (?:then|gives?|means|as an example|leverage|would))", re.IGNORECASE
)
_SUPPOSED_BEHIND: Final = re.compile(r"\s*(?:时|的?情况下|的?条件下|的话|之下|计算|测算)")
_SUPPOSED_BEFORE: Final = re.compile(
    r"(?:按照?|若|如果?|假[设如])[^，,。；;]{0,12}$|(?:^|[,;:] ?|\band )at $|\b(?:with|at|under|if)\b (?:an? |the )?(?:minimum )?(?:financing )?(?:margin )?(?:ratio|requirement) (?:of|is|at|were|was) $",
    re.IGNORECASE,
)


def asked_ratio(article: Article, claim: Claim) -> tuple[str, str | None] | None:
    """Which margin ratio a claim speaks of, and of whom, also where only the sentence before names it; ``None`` for anything else."""
    if claim.metric not in (_FINANCING, _SHORT) and not _takes_up(article, claim):
        return None
    segment = segment_of(claim)
    short = claim.metric == _SHORT or (bool(_SHORTING.search(claim.text)) and not _BUYING.search(claim.text))
    if not short:
        return _FINANCING, None
    return _SHORT, "private_fund" if _PRIVATE.search(segment) else "general"


def _takes_up(article: Article, claim: Claim) -> bool:
    """Whether a percentage without a name of its own goes on about the margin ratio of the sentence before."""
    figure, text = claim.figure, claim.passage.text
    if (
        figure is None
        or figure.kind is not Kind.PERCENT
        or claim.metric not in ("", "leverage_multiple")
        or _OTHER_RATIO.search(claim.text)
    ):
        return False
    if _POSTED.search(claim.text) and (_SHORTING.search(claim.text) or _BUYING.search(claim.text)):
        return True
    if OPEN_CONTRACTS.search(text[: claim.end - claim.passage.start]) and _APPLIED.search(claim.text):
        return True
    return bool(
        _TAKEN_UP.search(text)
        and not _OTHER_RATIO.search(text)
        and not _RATIO.search(text)
        and _RATIO.search(said_before(article, claim))
    )


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
