"""Breaks if a claim is looked up under another passage than its own, or if a plain list of claims is answered otherwise than a catalogue."""

from __future__ import annotations

import pytest

from liangrong.research.claims.article import Passage
from liangrong.research.claims.catalogue import Catalogue, claims_in
from liangrong.research.claims.claim import Claim

FIRST = Passage(4, 0, 6, "余额为1亿元", "body", 1)
SECOND = Passage(7, 6, 12, "余额为2亿元", "body", 2)
EMPTY = Passage(5, 6, 6, "", "body", 1)
CLAIMS = tuple(Claim(number, passage, 0, 6, passage.text) for number, passage in enumerate((FIRST, SECOND, FIRST)))


@pytest.mark.parametrize("claims", [CLAIMS, list(CLAIMS), Catalogue(CLAIMS)])
@pytest.mark.parametrize(("passage", "numbers"), [(FIRST, [0, 2]), (SECOND, [1]), (EMPTY, [])])
def test_claims_of_a_passage_are_found_in_the_order_of_the_text(
    claims: tuple[Claim, ...] | list[Claim], passage: Passage, numbers: list[int]
) -> None:
    assert [one.number for one in claims_in(claims, passage)] == numbers


def test_a_catalogue_is_the_tuple_of_its_claims() -> None:
    assert Catalogue(CLAIMS) == CLAIMS
