"""Facts against judgements: what kind of saying a clause is, by its modality and its words of evaluation."""

from __future__ import annotations

import re
from typing import Final

from liangrong.research.claims.claim import Nature
from liangrong.research.claims.extract.vocabulary import sayings

__all__ = ["nature_of"]

_ADVICE: Final = re.compile(sayings.ADVICE, re.IGNORECASE)
_FORECAST: Final = re.compile(sayings.FORECAST, re.IGNORECASE)
_OPINION: Final = re.compile(sayings.OPINION, re.IGNORECASE)
_CAUSE: Final = re.compile(sayings.CAUSE, re.IGNORECASE)
_DECIDED: Final = re.compile(sayings.DECIDED, re.IGNORECASE)
_RULE: Final = re.compile(sayings.RULE, re.IGNORECASE)
_OBLIGED: Final = re.compile(
    r"\b(?:will|would) (?:\w+ )?(?:have|need|be required|be obliged|be allowed|be permitted|be able) to\b|\b(?:will|would) (?:still )?(?:apply|count|need)\b|\b(?:will|would) (?:\w+ )?(?:trigger|face|cause|prompt|lead to|result in|bring|set off|be) (?:\w+ ){0,3}(?:liquidat\w+|close-?out|closed out|margin calls?)\b|(?<=\bmargin )will\b",
    re.IGNORECASE,
)
"""A duty or a right, whatever its tense."""
_PERMITTED: Final = re.compile(
    r"\b(?:may|can) (?:not |only |also |then )*be (?=\w+(?:ed|en|ght|ld|id|wn|t)\b)|\b(?:may|can) (?:be as|go as|count for) ",
    re.IGNORECASE,
)
_DEALT: Final = re.compile(
    r"\b(?:borrow\w*|sold short|shorted|returned|bought back|pledged|withdrawn|closed out|rolled over|extended|collateral|net capital|offered as|same (?:day|afternoon|session|morning))\b",
    re.IGNORECASE,
)
_ADJUNCT: Final = re.compile(
    r"\b(?:with|at|of|on|for|from|holding|owing|worth|is|was|stands?|stood)(?: [a-z]+){0,2}\s*$", re.IGNORECASE
)
_OPENING: Final = re.compile(r"\W*(?:with|at|given|after|on|since)\b[^,]*$", re.IGNORECASE)
"""What a clause opens with, up to its comma, is told before it says anything."""
_MODAL: Final = re.compile(r"\b(?:will|would)\b", re.IGNORECASE)
_COMPUTED: Final = re.compile(
    r"\bwould (?:\w+ )?(?:have )?(?:cost|owe[d]?|count(?:ed)?|come|be worth|pay|paid|leave|support|supported|finance[d]?|buy|bought|correspond|amount|equal|mean|meant|read|need(?:ed)?|be (?:left|owed|charged))\b",
    re.IGNORECASE,
)
_SUPPOSES: Final = re.compile(
    r"\b(?:if|had|were|with|at|suppos\w+|assum\w+|on|for|of)\b.*\d|\d.*\bper\b|^\W*(?:if|had|were|suppos\w+|assum\w+)\b",
    re.IGNORECASE,
)
_GUESSED: Final = re.compile(
    r"\b(?:could|might|may) (?:well |soon |even |yet |eventually )?(?:hit|reach|top|exceed|climb|rise|fall|drop|grow|surpass|touch|approach|test|swell|double|shrink|lose|add)\b|(?:可能|或许?|料|有机会)(?:会|将)?(?:再)?(?:达到?|升至|涨至|降至|跌至|突破|超过|回落至|回升至|触及|增至)",
    re.IGNORECASE,
)
_LEAD_FORECAST: Final = re.compile(sayings.LEAD_FORECAST, re.IGNORECASE)


def nature_of(clause: str, *, lead: str = "", figure: bool = False, rule: bool = False, before: str | None = None) -> Nature:
    """What kind of saying a clause is.

    Parameters
    ----------
    clause
        The clause.
    lead
        What introduces it in its sentence: ``中金预计``, ``Analysts expect that``.
    figure
        Whether the claim has a figure; words of evaluation beside a hard figure do not make it a judgement.
    rule
        Whether it says what a rule does; a rule's "will", "may" and "must" are facts.
    before
        What of the clause stands before the figure: a figure in front of "will" belongs to what the clause speaks of, not to what it foresees.

    Examples
    --------
    >>> nature_of("prices are expected to fluctuate").value, nature_of("两融余额有望再创新高").value, nature_of("coal saw net outflows").value
    ('forecast', 'forecast', 'fact')
    """
    if _DECIDED.search(clause):
        return Nature.FACT
    if _ADVICE.search(clause) and not (rule and _RULE.search(clause)):
        return Nature.ADVICE
    if not rule and (
        _LEAD_FORECAST.search(lead) or _foresees(clause, lead, before) or (figure and _GUESSED.search(before or clause))
    ):
        return Nature.FORECAST
    if _CAUSE.search(clause) and not figure:
        return Nature.OPINION
    said = _PERMITTED.sub(" ", clause) if _DEALT.search(clause) else clause
    if not rule and not figure and _OPINION.search(said):
        return Nature.OPINION
    return Nature.FACT


def _foresees(clause: str, lead: str, before: str | None) -> bool:
    """Whether a clause says what will be; not where its "will" is a duty, the result of a sum, or stands behind a figure."""
    clause = _OBLIGED.sub(" ", clause)
    if before is not None and _COMPUTED.search(clause) and _SUPPOSES.search(lead + before):
        clause = _COMPUTED.sub(" ", clause)
    found = list(_FORECAST.finditer(clause))
    if before is None or not (_ADJUNCT.search(before) or (_OPENING.match(before) and "," in clause[len(before) :])):
        return bool(found)
    reach = len(_OBLIGED.sub(" ", before))
    return any(match.start() < reach or not _MODAL.fullmatch(match[0]) for match in found)
