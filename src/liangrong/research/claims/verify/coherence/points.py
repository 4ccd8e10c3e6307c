"""Percentage points where only per cent can stand: a part of a whole, and by how much an amount of money grew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import AMOUNT, Line, Outline
from liangrong.research.claims.verify.rulings import refuted

__all__ = ["check_points"]

_PART: Final = re.compile(
    r"(?:占(?!比[^，,。；]{0,6}[升降增减回提])[^，,。；#]{0,14}?(?:比[例重]?)?(?:到|达到?|了|约|为|的|至|有|是|仅|只)*|(?:accounts? for|accounted for|makes? up|made up|equal(?:s|led)? to)(?: about| roughly| some| only| just)?\s*)$",
    re.IGNORECASE,
)
_GREW: Final = re.compile(
    rf"{AMOUNT}(?:元)?(?:\s*[，,、(（]?\s*(?:即|或|相当于|[增降涨跌升]幅(?:为|达到?|约|是)*)|,? or(?: about| roughly| some| nearly)?|,? (?:a|an) (?:rise|increase|gain|fall|drop|decline|decrease|growth) of(?: about| roughly)?)\s*$",
    re.IGNORECASE,
)
_MOVED: Final = re.compile(
    r"上升|提[高升]|下降|回落|增加|减少|变[动化]|高出|低了|多|少|差|扩大|收窄|较|\b(?:up|down|rise|rose|rising|fell|fall\w*|higher|lower|gain\w*|increase\w*|decrease\w*|drop\w*|than|gap|difference|contribut\w*|widen\w*|narrow\w*)\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"[，,。；;]")


def check_points(outline: Outline) -> Iterator[Ruling]:
    """Refute points of a share as it stands, and points by which money is said to have grown beside the amount itself."""
    for line in outline.lines:
        for place, figure in zip(line.places, line.figures, strict=True):
            if figure.kind is not Kind.PERCENTAGE_POINT:
                continue
            before = line.text[:place]
            part = _PART.search(before)
            if part is not None and _MOVED.search(_CLAUSE.split(before)[-1] + _CLAUSE.split(line.text[place + 1 :])[0]):
                part = None
            grew = _GREW.search(before)
            if grew is not None and line.at(grew.start()).kind is not Kind.MONEY:
                grew = None
            if part is None and grew is None:
                continue
            for claim in _facts(line, place):
                value = f"{figure.value:f}%"
                reason = Note(
                    f"{'占比' if part else '金额的增减幅度'}以%计，不是百分点：应为{value}。",
                    f"{'A part of a whole' if part else 'How far an amount moved'} is told in per cent, not in points: {value}.",
                )
                yield refuted(claim, reason, "unit_slip", basis="within_sentence", corrected=value)


def _facts(line: Line, place: int) -> list[Claim]:
    return [one for one in line.of([line.at(place)]) if one.nature is Nature.FACT]
