"""What published rows make of a claim, in one sentence: it agrees, it follows, or how it differs."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import PublishedFigure
from liangrong.research.claims.judgement import Ruling, Verdict
from liangrong.research.claims.verify.published.sentences import as_evidence, named
from liangrong.research.claims.verify.rulings import refuted, supported

__all__ = ["agrees", "differs"]

_LEADS: Final = {
    "unit_slip": Note("单位有误", "The unit is wrong"),
    "wrong_sign": Note("方向相反", "The direction is the opposite"),
    "wrong_date": Note("日期有误", "The date is wrong"),
    "sort_order": Note("次序有误", "The order is wrong"),
    "wrong_record": Note("并非纪录", "It is no record"),
    "scope": Note("口径有误", "Another measure is meant"),
    "subject_drift": Note("主体有误", "Another's figure"),
}
_NOT: Final = Note("不符", "It does not agree")


def agrees(claim: Claim, *rows: PublishedFigure) -> Ruling:
    """The claim is what the rows say, or what follows from them."""
    told = _told(rows)
    why = Note(f"与{told.zh}相符。", f"It agrees: {told.en}.")
    return supported(claim, why, basis="published", evidence=tuple(map(as_evidence, rows)))


def differs(
    claim: Claim, how: str, *rows: PublishedFigure, right: str | None = None, also: str = "", verdict: Verdict | None = None
) -> Ruling:
    """The claim is not what the rows say.

    Parameters
    ----------
    how
        The type of error.
    right
        What should stand there; of one row, its figure.
    also
        What else the sentence says, alike in both languages.
    verdict
        Where the type of error does not give it.
    """
    told, lead = _told(rows), _LEADS.get(how, _NOT)
    printed = claim.figure.text if claim.figure is not None else ""
    why = Note(
        f"{lead.zh}：{told.zh}{f'，{also}' if also else ''}{f'；文中为“{printed}”' if printed else ''}。",
        f"{lead.en}: {told.en}{f', {also}' if also else ''}{f'; the text says {printed!r}' if printed else ''}.",
    )
    shown = right if right is not None or len(rows) != 1 else rows[0].shown
    return refuted(claim, why, how, basis="published", corrected=shown, evidence=tuple(map(as_evidence, rows)), verdict=verdict)


def _told(rows: tuple[PublishedFigure, ...]) -> Note:
    return Note("；".join(named(row).zh for row in rows[:3]), "; ".join(named(row).en for row in rows[:3]))
