"""All checks, in the order in which they are believed: the sentence, the document, published figures, the store, the rulebook."""

from __future__ import annotations

from typing import Final

from liangrong.research.claims.check import Look
from liangrong.research.claims.desk import Check
from liangrong.research.claims.verify.account.checks import CHECKS as ACCOUNT
from liangrong.research.claims.verify.arithmetic.checks import CHECKS as ARITHMETIC
from liangrong.research.claims.verify.closure.checks import CHECKS as CLOSURE
from liangrong.research.claims.verify.coherence.checks import CHECKS as COHERENCE
from liangrong.research.claims.verify.document.checks import CHECKS as DOCUMENT
from liangrong.research.claims.verify.grammar.checks import CHECKS as GRAMMAR
from liangrong.research.claims.verify.law.checks import CHECKS as LAW
from liangrong.research.claims.verify.published.checks import CHECKS as PUBLISHED
from liangrong.research.claims.verify.search.looks import LOOKS as SEARCH
from liangrong.research.claims.verify.stored.checks import CHECKS as STORED

__all__ = ["CHECKS", "LOOKS", "OUTSIDE"]

OUTSIDE: Final[tuple[Check, ...]] = (*PUBLISHED, *STORED, *LAW)
"""Against what lies outside the text."""

CHECKS: Final[tuple[Check, ...]] = (*ARITHMETIC, *GRAMMAR, *ACCOUNT, *CLOSURE, *DOCUMENT, *COHERENCE, *OUTSIDE)
"""Every check."""

LOOKS: Final[tuple[Look, ...]] = SEARCH
"""What is asked about the claims that no check decided."""
