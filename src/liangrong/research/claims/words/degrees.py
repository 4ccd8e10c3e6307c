"""Words that say by how much one thing lies above or below another: by little, or by much; what lies above what is not asked here."""

from __future__ import annotations

from typing import Final

from liangrong.research.claims.words.forms import any_case

__all__ = ["GREATLY", "SLIGHTLY"]

SLIGHTLY: Final = any_case(
    r"略|稍|微幅|小幅|微(?=[高低升降超])|\b(?:slightly|marginally|modestly|fractionally|a (?:touch|shade|little|bit)|just)\b"
)
GREATLY: Final = any_case(
    r"远|大幅|显著|明显|大大|\b(?:well|far|much|significantly|way|sharply|substantially|considerably|comfortably)\b"
)
