"""What a sentence ought to yield, written down by hand, and how it is compared with what is extracted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article

PUBLISHED = date(2024, 11, 18)
"""A Monday; every sentence is read as if it were printed on it unless it says otherwise."""


@dataclass(frozen=True)
class Want:
    """One claim that is wanted; what is ``None`` is not looked at.

    Parameters
    ----------
    value
        As printed, or ``-`` for a claim without a figure.
    period, base
        As ``str(Period)``.
    """

    value: str
    metric: str | None = None
    aspect: str | None = None
    scope: str | None = None
    period: str | None = None
    direction: str | None = None
    base: str | None = None
    nature: str | None = None
    subject: str | None = None
    upper: str | None = None
    threshold: str | None = None
    place: int | None = None
    first: bool | None = None
    record: bool | None = None
    attribution: str | None = None
    ambiguous: tuple[str, ...] | None = None
    says: str | None = None

    def lacks(self, claim: Claim) -> list[str]:
        """What a claim has otherwise."""
        figure = claim.figure
        found = []
        if (figure is None) != (self.value == "-") or (figure is not None and figure.value != Decimal(self.value)):
            found.append(f"value {figure.value if figure else '-'}")
        have = {
            "metric": claim.metric, "aspect": claim.aspect.value, "scope": claim.scope, "period": str(claim.period or ""), "direction": claim.direction,
            "base": str(claim.base or ""), "nature": claim.nature.value, "subject": claim.subject, "upper": str(figure.upper) if figure and figure.upper is not None else "",
            "threshold": str(claim.threshold.value) if claim.threshold else "", "place": claim.place, "first": claim.first, "record": claim.record,
            "attribution": claim.attribution, "ambiguous": claim.ambiguous,
        }  # fmt: skip
        found.extend(
            f"{name} {known!r}"
            for name, known in have.items()
            if getattr(self, name) is not None and getattr(self, name) != known
        )
        if self.says is not None and self.says not in claim.text:
            found.append(f"text {claim.text!r}")
        return found


def claims_of(text: str, *, published: date | None = PUBLISHED) -> tuple[Claim, ...]:
    """What is extracted from a text."""
    return extract(read_article(text, published=published), Desk())


def misses(text: str, wanted: tuple[Want, ...], count: int | None) -> list[str]:
    """What is not as wanted, in words."""
    claims = claims_of(text)
    found = []
    for want in wanted:
        nearest = min((want.lacks(claim) for claim in claims), key=len, default=["no claim"])
        if nearest:
            found.append(f"{want} -> {nearest}")
    if count is not None and len(claims) != count:
        found.append(
            f"{len(claims)} claims instead of {count}: {[(claim.text, str(claim.figure.value) if claim.figure else '-') for claim in claims]}"
        )
    return found
