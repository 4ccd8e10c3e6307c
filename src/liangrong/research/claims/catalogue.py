"""All claims of an article, with those of each passage at hand; what they say is not read here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from liangrong.research.claims.article import Passage
from liangrong.research.claims.claim import Claim

__all__ = ["Catalogue", "claims_in"]


class Catalogue(tuple[Claim, ...]):  # noqa: SLOT001 - what is looked up in it is kept in it
    """The claims of one article in the order of its text; the claims of a passage are looked up and not searched for."""

    @cached_property
    def by_passage(self) -> Mapping[int, tuple[Claim, ...]]:
        """The claims of each passage, by its number."""
        found: dict[int, list[Claim]] = defaultdict(list)
        for one in self:
            found[one.passage.number].append(one)
        return {number: tuple(some) for number, some in found.items()}


def claims_in(claims: Iterable[Claim], passage: Passage) -> Sequence[Claim]:
    """The claims of a passage, in the order of the text.

    Parameters
    ----------
    claims
        All claims of the article: a ``Catalogue`` is looked up, anything else is searched.
    """
    if isinstance(claims, Catalogue):
        return claims.by_passage.get(passage.number, ())
    return tuple(one for one in claims if one.passage == passage)
