"""A printed figure said to be more, or less, than that of somebody who is named without a figure, which the text prints elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import ANY, Line, Outline
from liangrong.research.claims.verify.document.measured import measured, size
from liangrong.research.claims.verify.document.names import directory, key, mentions
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_rivals"]

_RIVAL: Final = re.compile(
    rf"(?:(?P<up>高于|超过|超出|多于|大于|快于|强于)|(?P<down>低于|少于|小于|慢于|不及|弱于))(?P<who>[^，,。；;{ANY[1:-1]}]{{2,24}}?)(?=[，,。；;]|$)"
    rf"|,? (?:which (?:is|was) |(?:still |even )?)(?P<up2>more than|above|higher than|larger than|ahead of|exceeding|surpassing)(?: that of)? (?P<who2>[^,.;{ANY[1:-1]}]{{3,40}}?)(?=[,.;]|$)"
    rf"|,? (?:which (?:is|was) |(?:still |even )?)(?P<down2>less than|below|lower than|smaller than|behind|short of)(?: that of)? (?P<who3>[^,.;{ANY[1:-1]}]{{3,40}}?)(?=[,.;]|$)",
    re.IGNORECASE,
)
_LINK: Final = re.compile(
    r"[，,\s]|净?(?:买入|卖出|偿还|流入|流出)额?|(?:融资|融券|两融)?余额|占比|比例|规模|金额|增速|增幅|涨幅|但|却|仍|还|也|更|远|略|明显|其|该|这一?|数额|数值|已|均"
)
_NEAR: Final = 8


def check_rivals(outline: Outline, desk: Desk) -> Iterator[Ruling]:
    """Refute comparisons with a rival whose one figure of the same measure and time stands on the other side."""
    found = [(line, match) for line in outline.lines if line.figures for match in _RIVAL.finditer(line.text)]
    if not found:
        return
    sized = measured(outline.claims)
    names = directory(sized, desk)
    for line, match in found:
        own = _own(line, match.start())
        who = [one.key for one in mentions(names, match["who"] or match["who2"] or match["who3"])]
        if own is None or len(who) != 1 or key(own) == who[0]:
            continue
        rivals = [one for one in sized if key(one) == who[0] and _comparable(own, one)]
        if not rivals or any(not size(one).meets(size(rivals[0])) for one in rivals):
            continue
        above = bool(match["up"] or match["up2"])
        small, large = (rivals[0], own) if above else (own, rivals[0])
        if not size(large).below(size(small)):
            continue
        assert own.figure is not None, "chosen for its figure"
        assert rivals[0].figure is not None, "chosen for its figure"
        reason = Note(
            f"文中{rivals[0].subject}为{rivals[0].figure.text.strip()}，与{own.figure.text.strip()}相比正相反。",
            f"The text has {rivals[0].figure.text.strip()} for {rivals[0].subject}: against {own.figure.text.strip()} it is the other way round.",
        )
        said = line.worded(match.start(), match.end())
        worded = [one for one in said if one.aspect in (Aspect.RELATION, Aspect.ORDER)] or said
        joined = not line.text[line.place(own.figure) + 1 : match.start()].strip(" ，,")
        yield from refute([*worded, *([own] if joined or not worded else [])], "sort_order", reason, quoted(rivals[0].passage))


def _own(line: Line, place: int) -> Claim | None:
    """The claim of the last figure before a comparison, where only the name of its measure stands between."""
    before = [(at, one) for at, one in zip(line.places, line.figures, strict=True) if at < place]
    if not before or _LINK.sub("", line.text[before[-1][0] + 1 : place]):
        return None
    claims = [one for one in measured(line.of([before[-1][1]])) if one.nature is Nature.FACT]
    return claims[0] if claims else None


def _comparable(own: Claim, rival: Claim) -> bool:
    assert own.figure is not None, "chosen for its figure"
    assert rival.figure is not None, "chosen for its figure"
    same = (own.metric, own.aspect, own.figure.kind, own.figure.currency) == (
        rival.metric,
        rival.aspect,
        rival.figure.kind,
        rival.figure.currency,
    )
    near = own.passage.item == rival.passage.item and abs(own.passage.number - rival.passage.number) <= _NEAR
    spans = [(one.period.start, one.period.end) if one.period is not None else None for one in (own, rival)]
    return same and near and spans[0] == spans[1]
