"""Lines of one account told in the wrong order: positions are sold at a line below the one at which the broker warns or calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import Outline
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_lines"]

_LOW: Final = "liquidation_line"
_HIGH: Final = ("warning_line",)


def check_lines(outline: Outline) -> Iterator[Ruling]:
    """Refute a line on the wrong side of the other where the same item tells it elsewhere on the right side."""
    told: dict[int, list[Claim]] = defaultdict(list)
    for one in outline.claims:
        figure = one.figure
        if (
            figure is None
            or figure.kind is not Kind.PERCENT
            or figure.upper is not None
            or figure.base < 1
            or one.nature is not Nature.FACT
        ):
            continue
        if one.metric == _LOW or one.metric in _HIGH:
            told[one.passage.item].append(one)
    for claims in told.values():
        high = [one for one in claims if one.metric in _HIGH]
        low = [one for one in claims if one.metric == _LOW]
        for here, there, way in ((low, high, 1), (high, low, -1)):
            for claim in here:
                wrong = [one for one in there if (_value(claim) - _value(one)) * way > 0]
                others = [one for one in here if one is not claim]
                if not wrong or len(wrong) < len(there):
                    continue
                if any((_value(one) - _value(other)) * way > 0 for one in others for other in there) or not others:
                    continue
                assert claim.figure is not None, "chosen for its figure"
                assert wrong[0].figure is not None, "chosen for its figure"
                reason = Note(
                    f"平仓线应低于预警线：文中另有{wrong[0].figure.text.strip()}，此处为{claim.figure.text.strip()}。",
                    f"Positions are sold below the line of warning: the text also has {wrong[0].figure.text.strip()}, here {claim.figure.text.strip()}.",
                )
                yield from refute([claim], "cross_statement", reason, quoted(wrong[0], others[0]))


def _value(claim: Claim) -> float:
    assert claim.figure is not None, "chosen for its figure"
    return float(claim.figure.value)
