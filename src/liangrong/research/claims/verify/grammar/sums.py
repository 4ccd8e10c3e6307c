"""What a total is of: the list of amounts before it, how many the words count, and which of them flowed out; totals are not judged here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike
from liangrong.research.claims.words.movement import DOWN_WORDS, UP_WORDS

__all__ = ["COMPARED", "listed_before", "number_named", "signed"]

_MOST: Final = 12
"""Parts of a list at most."""
_OUT: Final = re.compile(rf"{DOWN_WORDS}|偿还|\b(?:repa(?:id|y)|net sales?)", re.IGNORECASE)
_IN: Final = re.compile(rf"{UP_WORDS}|\b(?:inflow|purchas)", re.IGNORECASE)
_NUMBERED: Final = re.compile(
    r"(?P<zh>[两二三四五六七八九十]|\d{1,2})(?:个|家|只|名|天|日|周|月|大|类|者|行|项)|\b(?P<en>two|three|four|five|six|seven|eight|nine|ten|both)\b",
    re.IGNORECASE,
)
_WORDS: Final = {
    "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
    "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_BOUNDS: Final = (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST)
COMPARED: Final = re.compile(r"(?:较|比|多|少|占|平均)[^，,。；;]{0,12}$|\b(?:than|average|share)\b[^.;]{0,20}$")
"""What turns the figure behind a total into a comparison or a share of it."""


def listed_before(total: Quantity, quantities: Sequence[Quantity]) -> list[list[Quantity]]:
    """The lists of amounts that end before a figure, the longest run first; of its own sentence or the one before."""
    run: list[Quantity] = []
    for one in reversed(quantities[: total.place]):
        if total.sentence - one.sentence > 1 or (run and run[-1].sentence - one.sentence > 0):
            break
        if one.figure.hedge in _BOUNDS:
            continue
        if alike(one, total) and one.part in (Part.LEVEL, Part.CHANGE):
            run.append(one)
        elif run and one.part in (Part.TOTAL, Part.MEAN):
            break
    run.reverse()
    run = run[-_MOST:]
    return [run[start:end] for start in range(len(run)) for end in range(len(run), start + 1, -1)]


def number_named(words: str) -> int | None:
    """How many the words say there are: 三家, the five; ``None`` where they do not say.

    Examples
    --------
    >>> number_named("the five names"), number_named("这三只"), number_named("all of them")
    (5, 3, None)
    """
    named = _NUMBERED.search(words)
    if named is None:
        return None
    word = (named["zh"] or named["en"]).lower()
    return _WORDS.get(word) or int(word)


def signed(parts: Sequence[Quantity]) -> list[int]:
    """The sign of each part: outflows are negative where the list also has inflows."""
    signs = []
    for one in parts:
        clause = re.split(r"[，；;]|, ", one.before)[-1]
        signs.append(-1 if _OUT.search(clause) and not _IN.search(clause) else 1 if _IN.search(clause) else 0)
    if 1 not in signs or -1 not in signs:
        return [1] * len(parts)
    known = 1
    for place, sign in enumerate(signs):
        known = sign or known
        signs[place] = known
    return signs
