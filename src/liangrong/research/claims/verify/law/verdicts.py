"""What is said of a claim once the rule is known: that the rulebook agrees, or what the rule is instead; no rule is looked up here."""

from __future__ import annotations

from liangrong.core.results import Note
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.judgement import Evidence, Ruling, Verdict
from liangrong.research.claims.verify.rulings import refuted, supported

__all__ = ["agreed", "denied"]


def agreed(claim: Claim, rule: Note, *evidence: Evidence) -> Ruling:
    """The claim says what the rule is."""
    told = Note(f"与规则相符：{rule.zh}", f"The rulebook agrees: {rule.en}")
    return supported(claim, told, basis="rulebook", evidence=evidence)


def denied(
    claim: Claim, rule: Note, error: str, right: str, *evidence: Evidence, verdict: Verdict = Verdict.INTERNALLY_CONTRADICTORY
) -> Ruling:
    """The claim says something else than the rule.

    Parameters
    ----------
    error
        The type of the error.
    right
        What the text should have said.
    """
    return refuted(claim, rule, error, basis="rulebook", corrected=right, evidence=evidence, verdict=verdict)
