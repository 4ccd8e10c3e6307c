"""All checks of this room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Check, Desk
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.grammar.averages import check_averages
from liangrong.research.claims.verify.grammar.by_name import check_by_name
from liangrong.research.claims.verify.grammar.each import check_each
from liangrong.research.claims.verify.grammar.from_base import check_from_base
from liangrong.research.claims.verify.grammar.growths import check_growths
from liangrong.research.claims.verify.grammar.moves import check_moves
from liangrong.research.claims.verify.grammar.multiples import check_comparisons, check_multiples
from liangrong.research.claims.verify.grammar.named import told
from liangrong.research.claims.verify.grammar.named_shares import check_named_shares
from liangrong.research.claims.verify.grammar.operands import operands_of
from liangrong.research.claims.verify.grammar.out_of import check_out_of
from liangrong.research.claims.verify.grammar.quantities import Quantity, quantities_of
from liangrong.research.claims.verify.grammar.ratios import check_ratios
from liangrong.research.claims.verify.grammar.shares import check_shares
from liangrong.research.claims.verify.grammar.wholes import check_wholes

__all__ = ["CHECKS", "check_grammar"]


def check_grammar(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterator[Ruling]:
    """Recompute what constructions tie together."""
    quantities = quantities_of(article, claims)
    operands = operands_of(article, quantities)
    yield from _recomputed(quantities, desk)
    yield from check_ratios(quantities, operands)
    yield from check_growths(quantities)
    yield from check_each(quantities, operands)
    yield from check_by_name(quantities, told(operands))
    yield from check_from_base(quantities)


def _recomputed(quantities: Sequence[Quantity], desk: Desk) -> Iterator[Ruling]:
    yield from check_moves(quantities)
    yield from check_wholes(quantities)
    yield from check_shares(quantities)
    yield from check_named_shares(quantities)
    yield from check_out_of(quantities)
    yield from check_multiples(quantities)
    yield from check_comparisons(quantities)
    yield from check_averages(quantities, desk.calendar)


CHECKS: Final[tuple[Check, ...]] = (check_grammar,)
