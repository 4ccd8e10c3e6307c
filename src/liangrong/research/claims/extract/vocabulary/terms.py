"""What a term of the vocabulary is: a metric, the patterns by which texts name it, and the figures it may have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from liangrong.research.claims.figure import Kind

__all__ = ["AMOUNT", "COUNTED", "LEVELS", "MONEY", "PART", "POINTS", "SHARES", "TERM", "TIMES", "Term"]

MONEY: Final = frozenset({Kind.MONEY})
SHARES: Final = frozenset({Kind.SHARES})
PART: Final = frozenset({Kind.PERCENT, Kind.MULTIPLE})
"""What is said in percent, or as a multiple."""
COUNTED: Final = frozenset({Kind.COUNT})
POINTS: Final = frozenset({Kind.POINTS, Kind.NUMBER})
TIMES: Final = frozenset({Kind.MULTIPLE, Kind.RATIO})
TERM: Final = frozenset({Kind.DURATION})
AMOUNT: Final = frozenset({Kind.MONEY, Kind.SHARES, Kind.NUMBER, Kind.COUNT})
LEVELS: Final = frozenset(Kind)
"""Whatever is printed."""


@dataclass(frozen=True, slots=True)
class Term:
    """One way, or several, of naming a metric.

    Parameters
    ----------
    metric
        A measure as ``liangrong show`` names it, or a plain name of ours.
    kinds
        Which figures can be its level; changes and growth may have others.
    zh, en
        Regular expressions; the longest text that any term of the vocabulary meets wins, the earlier term among equals.
    may_mean
        Other metrics that the same words may mean, where the words do not decide.
    elliptic
        Whether it is a share whose whole alone is printed: the balance named before is the part.
    rule
        Whether it is what a rule or a contract says, which has no subject in the market.
    margin
        Whether it belongs to the margin market, so that the whole market is meant where nobody is named.
    """

    metric: str
    kinds: frozenset[Kind]
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    may_mean: tuple[str, ...] = ()
    margin: bool = True
    elliptic: bool = False
    rule: bool = False
