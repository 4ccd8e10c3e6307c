"""Overbought and oversold: words that the relative strength index defines, held against its readings in the same text; no index is computed here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import Outline
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support
from liangrong.research.claims.words.forms import any_case

__all__ = ["check_overbought"]

WILDER_HIGH: Final = 70
"""From here on an index is overbought (J. Welles Wilder, New Concepts in Technical Trading Systems, 1978)."""
WILDER_LOW: Final = 30
"""Down to here it is oversold (the same)."""
_MIDDLE: Final = 50
"""Beyond the middle nobody draws the line for the other side; between it and Wilder's levels some do."""
_WHOLE: Final = 100
_WORDS: Final = any_case(r"(?P<high>超买|\boverbought\b)|超卖|\boversold\b")
_DENIED: Final = any_case(
    r"(?:未|没有|离|脱离|退出|走出|接近|逼近|临近|并非|不再|若|如果|可能|摆脱)[^，。；]{0,12}$"
    r"|\b(?:not|no longer|never|left|leav\w+|exit\w*|out of|from|near\w*|approach\w*|close to|short of|avoid\w*|if|would|could|may|might|unless)\b[^,.;]{0,30}$"
)
_NAMED: Final = any_case(r"(?<![a-z])rsi(?![a-z])|relative[- ]strength index|相对强弱")
_LINE: Final = any_case(
    r"(?:界|门槛|线|阈值|高于|低于|超过|\b(?:threshold|line|cut-?off|mark|level|above|below|over|under)\b)[^，。；,;]{0,8}$"
)
"""Before the line itself, which is no reading."""
_METRIC: Final = "rsi"


def check_overbought(outline: Outline) -> Iterator[Ruling]:
    """Support or refute the words where every reading that they can be about says the same."""
    readings = [
        one for one in outline.claims
        if one.metric == _METRIC and one.figure is not None and 0 < one.figure.base < _WHOLE
        and not _LINE.search(one.passage.text[: one.figure.start - one.passage.start])
    ]  # fmt: skip
    for claim in outline.claims if readings else ():
        found = list(_WORDS.finditer(claim.text))
        if len(found) != 1 or claim.nature is not Nature.FACT or _DENIED.search(claim.text[: found[0].start()]):
            continue
        if claim.figure is not None and claim not in readings:
            continue
        told = _about(claim, readings)
        high = found[0]["high"] is not None
        sides = {_side(one, high=high) for one in told}
        if len(sides) != 1 or None in sides:
            continue
        shown = "、".join(dict.fromkeys(one.figure.text.strip() for one in told if one.figure is not None))
        line = WILDER_HIGH if high else WILDER_LOW
        reason = Note(
            f"文中RSI为{shown}，通常以{line}为界。",
            f"The RSI in the text is {shown.replace('、', ', ')}; the usual line is {line}.",
        )
        if sides == {True}:
            if claim.figure is None or _is_told_again(claim, readings):
                yield from support([claim], reason, quoted(*told))
        else:
            yield from refute([claim], "cross_statement", reason, quoted(*told))


def _about(claim: Claim, readings: Sequence[Claim]) -> list[Claim]:
    """The readings of the same sentence; else those of the same index, which a claim that names the RSI itself need not name."""
    if claim in readings:
        return [claim]
    here = [one for one in readings if one.passage.item == claim.passage.item]
    beside = [one for one in here if one.passage == claim.passage]
    scopes = {one.scope for one in here}
    if beside or (claim.scope == "" and len(scopes) == 1 and _NAMED.search(claim.text)):
        return beside or here
    return [one for one in here if one.scope == claim.scope != ""]


def _is_told_again(claim: Claim, readings: Sequence[Claim]) -> bool:
    """Whether the text gives the reading of a claim that prints one elsewhere too, and no other: the words alone bear no figure out."""
    others = [one for one in readings if one.passage != claim.passage and one.scope == claim.scope]
    return bool(others) and all(
        one.figure is not None and claim.figure is not None and one.figure.base == claim.figure.base for one in others
    )


def _side(reading: Claim, *, high: bool) -> bool | None:
    """Whether a reading is on the side that the words say, or surely on the other; ``None`` between."""
    assert reading.figure is not None, "chosen for its figure"
    value = reading.figure.base
    if high:
        return True if value >= WILDER_HIGH else False if value <= _MIDDLE else None
    return True if value <= WILDER_LOW else False if value >= _MIDDLE else None
