"""How this room words its judgements: a support with its strength, a refutation with its type, and the passage as evidence; it decides nothing."""

from __future__ import annotations

from collections.abc import Iterable

from liangrong.core.results import Note
from liangrong.research.claims.article import Passage
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.judgement import Basis, Evidence, Judgement, Ruling, Strength, Verdict

__all__ = ["quoted", "refute", "support"]

_LONGEST_QUOTE = 160


def quoted(*places: Claim | Passage) -> tuple[Evidence, ...]:
    """Claims and passages as evidence, each once, in the order given."""
    shown = {(one.start, one.end): Evidence("passage", _short(one.text), start=one.start, end=one.end) for one in places}
    return tuple(shown.values())


def support(
    claims: Iterable[Claim],
    reason: Note,
    evidence: tuple[Evidence, ...] = (),
    *,
    strength: Strength = "derived",
    basis: Basis = "same_document",
    flags: tuple[str, ...] = (),
) -> list[Ruling]:
    """The ruling that each of these claims holds."""
    judgement = Judgement(Verdict.CONSISTENT, reason, basis, strength, evidence=evidence, flags=flags)
    return [Ruling(one.number, judgement) for one in claims]


def refute(
    claims: Iterable[Claim],
    kind: str,
    reason: Note,
    evidence: tuple[Evidence, ...] = (),
    *,
    basis: Basis = "same_document",
    corrected: str | None = None,
    flags: tuple[str, ...] = (),
) -> list[Ruling]:
    """The ruling that each of these claims contradicts its own text; ``kind`` is a key of ``ERROR_TYPES``."""
    judgement = Judgement(
        Verdict.INTERNALLY_CONTRADICTORY, reason, basis, error_types=(kind,), corrected=corrected, evidence=evidence, flags=flags
    )
    return [Ruling(one.number, judgement) for one in claims]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
