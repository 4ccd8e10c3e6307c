"""All checks of this room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Check, Desk
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.closure.capitals import check_capitals
from liangrong.research.claims.verify.closure.conversions import check_conversions
from liangrong.research.claims.verify.closure.differences import check_differences
from liangrong.research.claims.verify.closure.nets import check_nets
from liangrong.research.claims.verify.closure.operands import NOBODY, operands_of
from liangrong.research.claims.verify.closure.partitions import check_partitions
from liangrong.research.claims.verify.closure.products import check_products
from liangrong.research.claims.verify.closure.remainders import check_remainders
from liangrong.research.claims.verify.closure.series import check_series
from liangrong.research.claims.verify.closure.totals import check_totals
from liangrong.research.claims.verify.grammar.quantities import Quantity

__all__ = ["CHECKS", "check_closure"]


def check_closure(article: Article, claims: Sequence[Claim], _: Desk) -> Iterator[Ruling]:
    """Recompute what is tied together by meaning."""
    yield from (ruling for ruling in _recomputed(operands_of(article, claims)) if ruling.claim != NOBODY)
    yield from check_series(article, claims)


def _recomputed(operands: Sequence[Quantity]) -> Iterator[Ruling]:
    yield from check_partitions(operands)
    yield from check_remainders(operands)
    yield from check_totals(operands)
    yield from check_nets(operands)
    yield from check_products(operands)
    yield from check_differences(operands)
    yield from check_conversions(operands)
    yield from check_capitals(operands)


CHECKS: Final[tuple[Check, ...]] = (check_closure,)
