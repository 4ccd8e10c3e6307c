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
_LEAD_FORECAST: Final = re.compile(sayings.LEAD_FORECAST, re.IGNORECASE)


def nature_of(clause: str, *, lead: str = "", figure: bool = False, rule: bool = False) -> Nature:
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

    Examples
    --------
    >>> nature_of("prices are expected to fluctuate").value, nature_of("两融余额有望再创新高").value, nature_of("coal saw net outflows").value
    ('forecast', 'forecast', 'fact')
    """
    if _DECIDED.search(clause):
        return Nature.FACT
    if _ADVICE.search(clause) and not (rule and _RULE.search(clause)):
        return Nature.ADVICE
    if not rule and (_FORECAST.search(clause) or _LEAD_FORECAST.search(lead)):
        return Nature.FORECAST
    if _CAUSE.search(clause) and not figure:
        return Nature.OPINION
    if not rule and not figure and _OPINION.search(clause):
        return Nature.OPINION
    return Nature.FACT
