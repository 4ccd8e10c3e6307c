"""Two values under one name, one scope and one day: which of them bears the wrong name, from what else the text says; rounding and units are not judged here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.mentions import mentions_in
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.verify.document.places import clause
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support

__all__ = ["check_labels"]

_TOTAL: Final = "margin_trading_balance"
_PARTS: Final = {"financing_balance": Note("融资余额", "financing balance"), "short_balance": Note("融券余额", "short balance")}
_NAMES: Final = {_TOTAL: Note("两融余额", "margin trading balance (两融余额)"), **_PARTS}
_CALLED_TOTAL: Final = re.compile(
    r"两融|融资融券|\bmargin[- ]trading\b|\bmargin (?:balance|debt)\b|\bmargin finance and securities lending\b", re.IGNORECASE
)
_CALLED_PART: Final = re.compile(r"(?<!两)融资(?!融券)|\bfinancing\b", re.IGNORECASE)
_SEVERAL: Final = re.compile(
    r"合计|共计|总计|分别|其中|前一|上一|此前|由|从|增至|升至|降至|当时|\b(?:total|combined|respectively|of which|from|previous|up from|down from|then|sum)\b",
    re.IGNORECASE,
)
_REACH: Final = 24
_UNIT_SLIPS: Final = tuple(Fraction(10) ** power for power in range(-8, 9) if power)
_SLIP_SLACK: Final = Fraction(1, 50)
_NEXT_TO: Final = Fraction(8, 10)
"""A financing balance is most of the total: below that share of the larger value the two are not part and whole."""


def check_labels(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Rule on pairs of levels that share name, scope and day but not their value."""
    levels = [
        one
        for one in claims
        if one.aspect is Aspect.LEVEL and one.figure is not None and one.metric and one.nature is Nature.FACT
    ]
    for first, second in combinations(levels, 2):
        if _one_thing(first, second) and _apart(first, second):
            yield from _ruled(article, first, second)


def _one_thing(first: Claim, second: Claim) -> bool:
    """Whether the text itself says that both are the same metric of the same scope on the same day."""
    if (first.metric, first.scope, first.subject if not first.scope else "") != (
        second.metric,
        second.scope,
        second.subject if not second.scope else "",
    ):
        return False
    if first.period is None or second.period is None or not first.period.is_day or first.period.start != second.period.start:
        return False
    if first.passage.item != second.passage.item or first.threshold != second.threshold:
        return False
    together = first.passage == second.passage and clause(first.passage, first.start)[1] >= second.end
    printed = [one.period.at != (-1, -1) for one in (first, second) if one.period]
    return all(printed) or (together and any(printed))


def _apart(first: Claim, second: Claim) -> bool:
    """Whether the values differ by more than rounding, hedge, or a slip of the unit."""
    one, two = first.figure, second.figure
    assert one is not None, "chosen for its figure"
    assert two is not None, "chosen for its figure"
    if one.kind is not two.kind or one.kind is not Kind.MONEY or one.upper is not None or two.upper is not None:
        return False
    if (
        one.currency != two.currency
        or one.interval().meets(two.interval())
        or Hedge.ABOUT in (one.hedge, two.hedge)
        or not two.base
    ):
        return False
    ratio = Fraction(one.base) / Fraction(two.base)
    return ratio > 0 and not any(abs(ratio / slip - 1) < _SLIP_SLACK for slip in _UNIT_SLIPS)


def _ruled(article: Article, first: Claim, second: Claim) -> Iterable[Ruling]:
    larger, smaller = sorted((first, second), key=_base, reverse=True)
    near = _base(smaller) >= _NEXT_TO * _base(larger)
    witness = _witness(article, larger, smaller)
    if first.metric == "financing_balance" and near and _is_named(larger) and (witness or _whole_and_part(first, second)):
        yield from _financing(larger, smaller, witness)
        return
    if first.metric == _TOTAL and near and _whole_and_part(first, second):
        return
    if first.passage != second.passage and all(_stands_alone(one) for one in (first, second)):
        reason = Note(
            f"同一指标、同一天，文中有两个数：{_text(first)}与{_text(second)}。",
            f"The text has two values for one metric and day: {_text(first)} and {_text(second)}.",
        )
        yield from refute((first, second), "cross_statement", reason, quoted(first, second))


def _financing(larger: Claim, smaller: Claim, witness: Passage | None) -> Iterable[Ruling]:
    """Financing is a part of the total, so that of two values under its name the larger one is the total."""
    total = _NAMES[_TOTAL]
    seen = (
        Note(f"“{witness.text}”也称之为两融", f"“{witness.text}” calls it the total")
        if witness
        else Note("融资是两融的一部分", "financing is a part of the total")
    )
    reason = Note(
        f"同一天的融资余额不会既是{_text(larger)}又是{_text(smaller)}；{seen.zh}，{_text(larger)}应是两融余额。",
        f"One day's financing balance cannot be both {_text(larger)} and {_text(smaller)}; {seen.en}, so that {_text(larger)} is the margin trading balance.",
    )
    evidence = quoted(larger, smaller, *((witness,) if witness else ()))
    yield from refute((larger,), "label_mixup", reason, evidence, corrected=f"{total.zh} / {total.en}: {_text(larger)}")
    reason = Note(
        f"{_text(smaller)}不大于总额{_text(larger)}，其差为融券余额。",
        f"{_text(smaller)} does not exceed the total of {_text(larger)}; the rest is the short balance.",
    )
    yield from support((smaller,), reason, evidence)


def _is_named(claim: Claim) -> bool:
    """Whether the page itself calls the figure a financing balance, in words that mean nothing else, right before it."""
    assert claim.figure is not None, "chosen for its figure"
    before = mentions_in(claim.passage.text[: claim.figure.start - claim.passage.start])
    return bool(before) and before[-1].term.metric == claim.metric and not before[-1].term.may_mean


def _stands_alone(claim: Claim) -> bool:
    """Whether a sentence states one balance of one day and nothing beside it: no list, no sum, no way from one value to another."""
    own = claim.period is not None and claim.start <= claim.period.at[0] < claim.end
    plain = claim.metric.endswith("_balance") and not claim.ambiguous and bool(claim.scope) and not claim.group
    return own and plain and not _SEVERAL.search(claim.passage.text) and _is_named(claim)


def _witness(article: Article, larger: Claim, smaller: Claim) -> Passage | None:
    """A passage of the same item that gives the larger value to the total (两融, margin trading), and not the smaller one."""
    assert larger.figure is not None, "chosen for its figure"
    assert smaller.figure is not None, "chosen for its figure"
    own = {larger.passage.number, smaller.passage.number}
    for passage in article.passages:
        if passage.item != larger.passage.item or passage.number in own or not _CALLED_TOTAL.search(passage.text):
            continue
        for figure in figures_in(article, passage):
            near = (
                article.text[max(passage.start, figure.start - _REACH) : figure.start]
                + "#"
                + article.text[figure.end : figure.end + _REACH]
            )
            if figure.kind is not Kind.MONEY or not _CALLED_TOTAL.search(near) or _CALLED_PART.search(near):
                continue
            if figure.rounding().meets(larger.figure.rounding()) and not figure.rounding().meets(smaller.figure.rounding()):
                return passage
    return None


def _whole_and_part(first: Claim, second: Claim) -> bool:
    """Whether one sentence names the larger value first and the other as what goes with it (…, with a financing balance of …, 其中 …)."""
    if first.passage != second.passage:
        return False
    between = first.passage.text[first.start - first.passage.start : second.end - first.passage.start].lower()
    return _base(first) > _base(second) and any(word in between for word in ("with ", "of which", "including", "其中", "包括"))


def _base(claim: Claim) -> Fraction:
    assert claim.figure is not None, "chosen for its figure"
    return Fraction(claim.figure.base)


def _text(claim: Claim) -> str:
    assert claim.figure is not None, "chosen for its figure"
    return claim.figure.text.strip()
