"""Statements of how borrowing and shorting work, held against first principles and, where it is there, the text's own words; no rule of law is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.nature import nature_of
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.verify.document.definitions import DEFINITIONS
from liangrong.research.claims.verify.document.dimensions import told_formulas
from liangrong.research.claims.verify.document.influences import told_influence
from liangrong.research.claims.verify.document.places import about, neighbours, spoken
from liangrong.research.claims.verify.document.trades import Trait, told_traits
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support

__all__ = ["check_mechanisms"]

_NOT_SAID: Final = re.compile(
    r"误区|误解|误以为|以为|错误(?:地|观点|认识)|是否|\b(?:myth|misconception|mistaken\w*|wrongly|falsely|whether|not true|untrue|believe\w*|assume\w*)\b|[?？]",
    re.IGNORECASE,
)
_DEBT_LEFT: Final = re.compile(
    r"\b(?:outstanding|remaining|residual|unpaid) (?:debts?|liabilit\w+|balance)[^.;]{0,25}\b(?:settled|repaid|paid|owed|pursued)\b|(?:剩余|未清偿|不足)[^。；]{0,8}(?:负债|债务|欠款|部分)[^。；]{0,10}(?:偿还|清偿|追偿|补足)",
    re.IGNORECASE,
)
_KINDS: Final = frozenset({Aspect.STATEMENT, Aspect.RULE, Aspect.FORMULA, Aspect.SIGN, Aspect.RELATION, Aspect.LEVEL})
_TOPIC: Final = re.compile(
    r"融|杠杆|担保|保证金|做空|卖空|空头|折算|利息|平仓|净偿还|追保|负债|信用账户|\b(?:margin|leverag|short|financ|loan|debt|collateral|maintenance|borrow|liquidat|repay|interest|haircut)|\bloss",
    re.IGNORECASE,
)
_LOSES: Final = re.compile(r"亏|损失|赔|\blos(?:s|e|es|ses|ing)\b", re.IGNORECASE)
_POSSIBLE: Final = re.compile(r"可能|或许|也许|潜在|\b(?:can|could|may|might|potential(?:ly)?|possibly|perhaps)\b", re.IGNORECASE)
_BACK: Final = 3


def check_mechanisms(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Rule on statements that first principles decide."""
    passages = spoken(article)
    for passage in passages:
        if not _TOPIC.search(passage.text) or _NOT_SAID.search(passage.text):
            continue
        for trait in _told(passages, passage):
            said = _said(claims, passage, trait)
            evidence = quoted(*_own_words(passages, passage)) or (Evidence("calculation", trait.reason.zh),)
            if trait.right:
                loses = bool(_LOSES.search(passage.text, trait.start, trait.end))
                yield from support([one for one in said if _is_fact(one, loses=loses)], trait.reason, basis="none")
            else:
                wrong = Note(f"与机制不符：{trait.reason.zh}", f"That is not how it works. {trait.reason.en}")
                yield from refute(said, trait.error, wrong, evidence)


def _told(passages: Sequence[Passage], passage: Passage) -> Iterator[Trait]:
    """What a passage says of definitions, of formulas, of the trades, and of what moves with what."""
    for statement in DEFINITIONS:
        for match in statement.pattern.finditer(passage.text):
            denied = any(value for name, value in match.groupdict().items() if name.startswith("no"))
            yield Trait(*match.span(), statement.holds is not denied, "definition", statement.reason)
    yield from told_formulas(passage.text)
    yield from told_traits(passage.text, " ".join(one.text for one in neighbours(passages, passage, _BACK)))
    if influence := told_influence(passage.text):
        yield Trait(influence.start, influence.end, influence.right, "mechanism", influence.reason)


def _said(claims: Iterable[Claim], passage: Passage, trait: Trait) -> list[Claim]:
    """Claims in words that make the statement; a claim of a figure is about its figure."""
    found = about(claims, passage.start + trait.start, passage.start + trait.end)
    return [
        one
        for one in found
        if one.figure is None and not one.stripped and one.aspect in _KINDS and one.nature in (Nature.FACT, Nature.OPINION)
    ]


def _is_fact(claim: Claim, *, loses: bool) -> bool:
    """Whether a claim states a fact; that so much can be lost is one, though it need not come to it."""
    return claim.nature is Nature.FACT or (loses and nature_of(_POSSIBLE.sub(" ", claim.text)) is Nature.FACT)


def _own_words(passages: Iterable[Passage], passage: Passage) -> tuple[Passage, ...]:
    """Where the same text itself says that a debt can remain."""
    return tuple(one for one in passages if one != passage and _DEBT_LEFT.search(one.text))[:1]
