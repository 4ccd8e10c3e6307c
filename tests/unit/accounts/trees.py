"""Explanations taken apart and worked out again, for the tests of what explains itself."""

from collections.abc import Iterator
from decimal import Decimal
from math import prod

from liangrong.accounts.explanation.tree import Explanation


def nodes(tree: Explanation) -> Iterator[Explanation]:
    yield tree
    for child in tree.children:
        yield from nodes(child)


def recomputed(node: Explanation) -> Decimal | None:
    """The value that the children give, worked out here and not by the code under test."""
    known = [child.value for child in node.children if child.value is not None]
    match node.operation:
        case "sum":
            return sum(known, Decimal(0))
        case "difference":
            left, *rest = known
            for part in rest:
                left -= part
            return left
        case "product":
            return prod(known)
        case "quotient":
            return known[0] / known[1] if known[1] > 0 else None
        case "not_negative":
            return max(known[0], Decimal(0))
        case "when_below":
            return known[-1] if len(known) == 3 and known[0] < known[1] else Decimal(0)
        case _:
            assert not node.children
            return node.value
