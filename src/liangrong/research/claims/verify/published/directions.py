"""Which way something went, said without a size, against the signs of published figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.catalogue import claims_in
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.published import cues
from liangrong.research.claims.verify.published.meanings import Meaning, meaning_of
from liangrong.research.claims.verify.published.moves import moves_of
from liangrong.research.claims.verify.published.origin import own_sources
from liangrong.research.claims.verify.published.scopes import scopes_named
from liangrong.research.claims.verify.published.verdicts import agrees, differs
from liangrong.research.claims.verify.published.wanted import FLOW_ROWS, wanted_of
from liangrong.research.claims.verify.published.whom import Whom

__all__ = ["signs_by_meaning"]

_TWO: Final = 2
_SOURCE: Final = re.compile(
    r"主要来自|源于|来源于|归因|缘于|由于|因为|\b(?:mainly|largely|chiefly|mostly|primarily) (?:from|due|because|driven)|\b(?:stems?|stemmed) from\b|\bbecause\b|\bdue to\b",
    re.IGNORECASE,
)
"""Where a clause tells from where or why something went, that it went is not its point."""
_TO: Final = re.compile(r"[升降增减涨跌缩回][^，,。]{0,4}[至到]\s?$|\bto (?:about |around |roughly )?$", re.IGNORECASE)
_SO_DID: Final = re.compile(
    r"^(?:and |but )?(?:so (?:did|do|does|was|were|has|have)\b|as did\b)|亦然|也是如此|同样如此|也不例外|也一样|\b(?:did|was|were) (?:too|likewise)\b|\bdid the same\b",
    re.IGNORECASE,
)


def signs_by_meaning(article: Article, claims: Sequence[Claim], desk: Desk, *, whom: Whom) -> Iterable[Ruling]:
    """Which way it went, for those that a clause without a figure names, in the days of its rows; all of them have to agree."""
    own = own_sources(article, desk.published)
    for said in claims:
        claim = replace(said, figure=None, aspect=Aspect.SIGN) if _moved_to(said) else said
        if (
            claim.figure is not None
            or claim.nature is not Nature.FACT
            or not (cues.flow_of(claim.text) or cues.way_of(claim.text) or whom.named(claim.text))
        ):
            continue
        if _SOURCE.search(claim.text):
            continue
        meaning = _so_did(claim, claims, article, whom) or meaning_of(claim, article, whom)
        if len(listed := scopes_named(claim.subject)) > 1:
            meaning = replace(meaning, scopes=listed)
        if not meaning.scopes:
            continue
        if (
            len(whom.named(claim.text)) == _TWO
            and not _SO_DID.search(claim.text)
            and not (cues.flow_of(claim.text) or cues.way_of(claim.text))
        ):
            if (ruling := _each_its_own(claim, replace(meaning, here=True), desk, whom, own)) is not None:
                yield ruling
            continue
        if not meaning.sign:
            continue
        named_rows = [moves_of(replace(meaning, scopes=(scope,)), desk) for scope in meaning.scopes]
        signs = [{_sign(row) for row in rows} for rows in named_rows]
        if not all(signs) or any(len(found) != 1 or 0 in found for found in signs):
            continue
        flat = [row for rows in named_rows for row in rows]
        wrong = [row for row in flat if _sign(row) != meaning.sign]
        if said.figure is not None and not (wrong and meaning.here and meaning.printed):
            continue
        if not wrong and any(row.source not in own for row in flat):
            yield agrees(claim, *flat)
        elif wrong and (
            (meaning.here and len(meaning.scopes) == 1)
            or (len(listed) > 1 and len(wrong) == len(flat) and (meaning.here or claim.direction in ("in", "out")))
        ):
            yield differs(claim, "wrong_sign", *wrong)


def _moved_to(claim: Claim) -> bool:
    """Whether a figure is where something came to by a move that the clause tells: slipped to, 升至."""
    if claim.figure is None or claim.aspect is not Aspect.LEVEL or claim.group:
        return False
    before = claim.text[: max(0, claim.figure.start - claim.start)]
    return cues.way_of(before) != 0 and _TO.search(before) is not None


def _so_did(claim: Claim, claims: Sequence[Claim], article: Article, whom: Whom) -> Meaning | None:
    """A clause that says of others what the clause before it said: so did coal, 煤炭亦然."""
    if not _SO_DID.search(claim.text):
        return None
    before = [one for one in claims_in(claims, claim.passage) if one.end <= claim.start and one.figure is None]
    scopes = tuple(one.scope for one in whom.named(claim.text))
    return replace(meaning_of(before[-1], article, whom), scopes=scopes, here=True) if before and scopes else None


def _each_its_own(claim: Claim, meaning: Meaning, desk: Desk, whom: Whom, own: frozenset[str]) -> Ruling | None:
    """Two named in one clause that went different ways: each has the verb behind its name, or before it where the clause begins with one."""
    found = whom.named(claim.text)
    if len(found) != _TWO:
        return None
    lead, between, tail = claim.text[: found[0].start], claim.text[found[0].end : found[1].start], claim.text[found[1].end :]
    stretches = (lead, between) if cues.flow_of(lead) else (between, tail)
    told: list[tuple[PublishedFigure, int]] = []
    for one, stretch in zip(found, stretches, strict=True):
        alone = replace(claim, text=f"{claim.text[one.start : one.end]}{stretch}", direction="")
        wanted = meaning.wanted or wanted_of(alone, scopes=(one.scope,))
        way = cues.flow_of(stretch) if wanted & FLOW_ROWS else cues.way_of(stretch)
        signs = {_sign(row): row for row in moves_of(replace(meaning, scopes=(one.scope,), wanted=wanted), desk)}
        if not way or len(signs) != 1 or 0 in signs:
            return None
        told.append((next(iter(signs.values())), way))
    rows = [row for row, _ in told]
    if wrong := [row for row, way in told if _sign(row) != way]:
        return differs(claim, "wrong_sign", *wrong)
    return None if all(row.source in own for row in rows) else agrees(claim, *rows)


def _sign(figure: PublishedFigure) -> int:
    low, high = figure.interval.low, figure.interval.high
    return 1 if low is not None and low > 0 else -1 if high is not None and high < 0 else 0
