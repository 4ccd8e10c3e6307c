"""What can go wrong between an exchange and its reader, as switches; decided from a seed, never from chance."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Literal

__all__ = ["CALM", "Fault", "Quirks"]

Fault = Literal["unavailable", "html", "truncated", "slow"]


@dataclass(frozen=True, slots=True)
class Quirks:
    """How the simulated exchange misbehaves. The defaults are the exchanges' ordinary habits, without faults.

    Parameters
    ----------
    seed
        Decides which requests are hit.
    unpublished
        (exchange, session) pairs not published yet, whatever the date.
    unpublished_workbook
        Whether Shenzhen answers an unpublished day with a workbook of headers only or with no bytes at all.
    referer_required
        Whether Shanghai refuses requests without its Referer (403).
    bse_semicolon
        Whether Beijing ends its JSONP with a semicolon.
    spaced_names
        Whether every fifth Shenzhen name carries ``&nbsp;`` inside.
    unavailable, html, truncated, slow
        Share of requests answered with 503, with an HTML page, with fewer bytes than announced, or in two pieces
        ``pause_s`` apart.
    hits
        How often the same request is hit at most; the next try is answered well.
    """

    seed: int = 0
    unpublished: frozenset[tuple[str, date]] = frozenset()
    unpublished_workbook: Literal["header", "empty"] = "header"
    referer_required: bool = True
    bse_semicolon: bool = True
    spaced_names: bool = True
    unavailable: float = 0.0
    html: float = 0.0
    truncated: float = 0.0
    slow: float = 0.0
    pause_s: float = 0.05
    hits: int = 1

    def fault(self, target: str, attempt: int) -> Fault | None:
        """What happens to the ``attempt``-th try (from 0) of a request; ``None``: nothing."""
        if attempt >= self.hits:
            return None
        digest = hashlib.sha256(f"{self.seed} {target} {attempt}".encode()).digest()
        drawn = int.from_bytes(digest[:8]) / 2**64
        kinds: tuple[tuple[Fault, float], ...] = (
            ("unavailable", self.unavailable), ("html", self.html), ("truncated", self.truncated), ("slow", self.slow),
        )  # fmt: skip
        for kind, share in kinds:
            if drawn < share:
                return kind
            drawn -= share
        return None


CALM = Quirks()
