"""Figures of titles and summaries that go by another name than in the body: the short balance hits what the body calls the total."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.mentions import Mention, mentions_in
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.document.briefs import brief
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_renamed"]

_LONG: Final = ("body", "caption")
_BALANCES: Final = frozenset({"margin_trading_balance", "financing_balance", "short_balance"})
_PART: Final = re.compile(r"[，；;。]|,\s(?!\d{3})|\b(?:while|and|but)\b", re.IGNORECASE)
_LEAST_DIGITS: Final = 2


def check_renamed(article: Article, claims: Sequence[Claim], __: Desk) -> Iterable[Ruling]:
    """Refute a figure whose own name is never given to it in the body, where the body gives it, each time, to one other metric."""
    numbers = brief(article)
    short = [
        one for one in claims if one.passage.number in numbers and one.figure is not None and one.nature is not Nature.FORECAST
    ]
    told = [
        (one, one.figure.rounding())
        for one in (claims if short else ())
        if one.passage.number not in numbers and one.passage.role in _LONG and one.figure is not None and not one.stripped
    ]
    for claim in short:
        own = _name(claim)
        if own is None or claim.figure is None or len(claim.figure.value.as_tuple().digits) < _LEAST_DIGITS:
            continue
        told_of = claim.figure.interval()
        same = [one for one, amount in told if _is_alike(claim, one) and told_of.meets(amount)]
        names = [_name(one) for one in same]
        if not same or any(name is None or name.term.metric == own.term.metric for name in names):
            continue
        other = names[0]
        if other is None or not any(_has_its_own(one, own.term.metric) for one, _ in told):
            continue
        kind = "label_mixup" if {own.term.metric, other.term.metric} <= _BALANCES else "metric_drift"
        reason = Note(
            f"正文中{claim.figure.text}是“{other.text}”，不是“{own.text}”。",
            f"In the body {claim.figure.text} is “{other.text}”, not “{own.text}”.",
        )
        yield from refute(
            [claim],
            kind,
            reason,
            quoted(same[0].passage),
            corrected=f"{other.text}: {same[0].figure.text if same[0].figure else ''}",
        )


def _is_alike(claim: Claim, other: Claim) -> bool:
    """Whether two claims of one item have figures of one kind and currency."""
    one, two = claim.figure, other.figure
    return (
        claim.passage.item == other.passage.item
        and one is not None
        and two is not None
        and one.kind is two.kind
        and one.currency == two.currency
    )


def _name(claim: Claim) -> Mention | None:
    """The metric named in the clause right before a figure; ``None`` where none is, or where its words may mean several."""
    assert claim.figure is not None, "chosen for its figure"
    text, at = claim.passage.text, claim.figure.start - claim.passage.start
    start = max((one.end() for one in _PART.finditer(text[:at])), default=0)
    named = mentions_in(text[start:at])
    return named[-1] if named and not named[-1].term.may_mean and named[-1].term.metric == claim.metric else None


def _has_its_own(claim: Claim, metric: str) -> bool:
    """Whether the body gives the metric a figure of its own, so that the name was at hand and went to the wrong one."""
    return claim.metric == metric and not claim.ambiguous
