"""Figures that the words around them put in places (led with 3, the third-largest took 2, 紧随其后的为 1): a later place cannot hold more than an earlier one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.reading.numerals import chinese
from liangrong.research.claims.verify.document.grids import amount
from liangrong.research.claims.verify.document.marked_text import MARK, Marked, marked
from liangrong.research.claims.verify.document.places import spoken
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_sequences"]

_ORDINALS: Final = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_LED: Final = re.compile(rf"\b(?:led|topped)\b[^.;{MARK}]{{0,40}}(?P<figures>{MARK}(?:,? (?:and )?{MARK})*)")
_ORDINAL_EN: Final = re.compile(
    rf"\b(?P<place>{'|'.join(_ORDINALS)})[- ](?:largest|biggest|highest)\b[^.;{MARK}]{{0,60}}(?P<figures>{MARK})", re.IGNORECASE
)
_FOLLOWED: Final = re.compile(
    rf"(?P<before>{MARK})[^.;{MARK}]{{0,60}}\bfollowed by (?P<figures>[^.;{MARK}]{{2,40}}{MARK}(?:\)?,? ?(?:and )?(?:then )?[^.;,{MARK}]{{2,40}}{MARK})*)"
)
_FIRST_ZH: Final = re.compile(
    rf"(?P<figures>{MARK})[，,]?[^，。；{MARK}]{{0,4}}?(?:(?:位居|居|位列|排在)[^，。；{MARK}]{{0,8}}(?:之首|第一|首位)|居首|(?:高居|位居)榜首)"
)
_NEXT_ZH: Final = re.compile(
    rf"(?:紧随其后|其次|次之)[^。；{MARK}]{{0,14}}?(?P<figures>{MARK}(?:[，、][^{MARK}，。；]{{2,10}}{MARK})*)"
)
_ORDINAL_ZH: Final = re.compile(
    rf"(?P<figures>{MARK})[，,]?(?:[^，。；{MARK}]{{0,6}}?)(?:排在|位列|位居|列|居|排名)第(?P<place>[二三四五六七八九十])(?!季|批|次)"
)
_CUES: Final = (_LED, _ORDINAL_EN, _FOLLOWED, _FIRST_ZH, _NEXT_ZH, _ORDINAL_ZH)
_SPEAKS: Final = re.compile(
    r"\b(?:followed by|(?:second|third|fourth|fifth)[- ](?:largest|biggest|highest))\b|紧随其后|其次|次之|第[二三四五六七八九十]"
)
_NEGATIVE: Final = re.compile(
    r"\b(?:smallest|lowest|least|ascending)\b|最(?:少|小|低)|由低到高|从低到高|并列|\b(?:joint|tied)\b", re.IGNORECASE
)
_LONGEST: Final = 240
"""Characters between two members of one sequence."""
_PAIR: Final = 2
_SLIPPED: Final = 100
"""A first place that holds less than a hundredth of the second was printed in another unit."""


@dataclass(frozen=True, slots=True)
class _Placed:
    place: int
    at: int
    figure: Figure


def check_sequences(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Refute figures that stand behind a smaller one."""
    sentences = [one for one in spoken(article) if one.role in ("body", "summary")]
    for _, passages in groupby(sentences, key=lambda one: one.item):
        near = list(passages)
        if not any(_SPEAKS.search(one.text) for one in near):
            continue
        text = marked(article, near, Kind.MONEY)
        if _NEGATIVE.search(text.text):
            continue
        for sequence in _sequences(text):
            yield from _ruled(claims, text, sequence)


def _sequences(text: Marked) -> Iterator[list[_Placed]]:
    cues = sorted(((match.start("figures"), match) for cue in _CUES for match in cue.finditer(text.text)), key=lambda one: one[0])
    sequence: list[_Placed] = []
    for at, match in cues:
        figures = text.within(match.start("figures"), match.end("figures"))
        if match.re in (_LED, _FIRST_ZH):
            yield sequence
            sequence = []
            place = 1
        elif match.re is _FOLLOWED:
            before = text.within(match.start("before"), match.end("before"))[0]
            if not sequence or sequence[-1].figure is not before:
                yield sequence
                sequence = [_Placed(1, match.start("before"), before)]
            place = sequence[-1].place + 1
        elif match.re is _NEXT_ZH:
            place = sequence[-1].place + 1 if sequence else 0
        else:
            word = match["place"].lower()
            number = chinese(word)
            place = _ORDINALS.index(word) + _PAIR if word in _ORDINALS else int(number.value) if number else 0
        if not place or (sequence and at - sequence[-1].at > _LONGEST):
            continue
        if not sequence and place != 1:
            continue
        known = {id(one.figure) for one in sequence}
        sequence += [_Placed(place + step, at, figure) for step, figure in enumerate(figures) if id(figure) not in known]
    yield sequence


def _ruled(claims: Sequence[Claim], text: Marked, sequence: Sequence[_Placed]) -> Iterator[Ruling]:
    for later in sequence:
        ahead = [one for one in sequence if one.place < later.place and amount(one.figure).below(amount(later.figure))]
        if not ahead:
            continue
        first = ahead[0]
        small, large = abs(Fraction(first.figure.base)), abs(Fraction(later.figure.base))
        slipped = first.place == 1 and small * _SLIPPED < large
        said = text.claims(
            claims,
            (first.figure,) if slipped else (first.figure, later.figure) if _in_one_list(first, later) else (later.figure,),
        )
        if not slipped:
            said = _with_places(claims, said)
        reason = Note(
            f"{first.figure.text.strip()}排在{later.figure.text.strip()}之前，却比它小。",
            f"{first.figure.text.strip()} is put before {later.figure.text.strip()}, which is more.",
        )
        yield from refute(
            said, "unit_slip" if slipped else "sort_order", reason, quoted(*text.claims(claims, (first.figure, later.figure)))
        )
        return


def _in_one_list(first: _Placed, later: _Placed) -> bool:
    """Whether both stand behind one and the same cue, so that nothing says which of them is misplaced."""
    return first.at == later.at


def _with_places(claims: Sequence[Claim], said: Sequence[Claim]) -> list[Claim]:
    """The claims of a place in the same clause as well: the place and the figure are one statement."""
    ranks = [
        one
        for one in claims
        for other in said
        if one.passage == other.passage
        and one.figure is not None
        and one.figure.kind is Kind.RANK
        and one.start <= other.start < one.end
    ]
    return list({one.number: one for one in (*said, *ranks)}.values())
