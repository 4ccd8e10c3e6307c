"""Lists that are said to correspond (分别, respectively) and do not: as many figures as names, unless a word counts them otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.verify.arithmetic.sheet import Sheet, Slotted
from liangrong.research.claims.verify.arithmetic.verdicts import calculated, refute

__all__ = ["check_lists"]

_SAID_ZH: Final = re.compile(
    r"(?P<names>[^⟦⟧，,。；;：:！？]*)(?:则|已|又|还|均|的[^⟦⟧，,。；;、]{0,20}|(?:[涨跌升降增减]幅|排名|排位)?(?:居前|靠前|在前|领先)[，,])?(?:分别|依次)(?P<figures>[^。；;]*)"
)
_PAIRED: Final = re.compile(r"分别|依次|\brespectively\b", re.IGNORECASE)
_ASIDE: Final = re.compile(r"[（(][^()（）]*[)）]")
_RUN_ZH: Final = re.compile(
    r"^[^⟦⟧、]{0,14}⟦(?P<kind>[a-z])\d+⟧(?:(?:[、，,和及与]|以及)(?![^⟦⟧]{0,6}(?:合计|共|总|之和|累计|平均))[^⟦⟧、，,]{0,6}⟦(?P=kind)\d+⟧)+"
)
_SAID_EN: Final = re.compile(
    r"(?P<figures>⟦(?P<kind>[a-z])\d+⟧(?:(?:,| and|, and)[^⟦⟧,.;]{0,16} ?⟦(?P=kind)\d+⟧)+)[^⟦⟧.;,]{0,24},? respectively",
    re.IGNORECASE,
)
_NAMES_EN: Final = re.compile(
    r"(?:^|[,;:—–(] |\b(?:and|while|with|by|of|for|in|as|both) )(?P<names>(?:the )?[A-Z][\w&.'’-]*(?: (?:&|of|[A-Z][\w&.'’-]*))*(?:, (?:the )?[A-Z][\w&.'’-]*(?: (?:&|[A-Z][\w&.'’-]*))*)*,? and (?:the )?[A-Z][\w&.'’-]*(?: (?:&|[A-Z][\w&.'’-]*))*)"
)
_LEAD_IN: Final = re.compile(
    r"\W*(?:in|on|at|by|during|over|as|for|from|among|after|since|with|within|while|when|meanwhile|however|overall|still|yet|but|so|then|today|yesterday|last|this|year|month|week|\w+ly)\b",
    re.IGNORECASE,
)
"""Words that set a scene before a list begins."""
_COLUMNS: Final = re.compile(r"的[^、]*[和与及]")
"""What is measured is listed itself: 融资余额和融券余额."""
_FEWEST: Final = 3
_LONGEST: Final = 8
_NUMBER_WORDS: Final = re.compile(r"\b(?:two|three|four|five|six|both)\b", re.IGNORECASE)
_COLLECTIVE: Final = re.compile(
    r"两市|两者|二者|双方|三者|各自|前[一二三四五六七八九十\d]|两融|沪深|等|⟦n\d+⟧|⟦k\d+⟧|[一二两三四五六七八九十][个大家只]"
)
_LINK: Final = re.compile(r"以及|[和与及]")


def check_lists(sheet: Sheet) -> Iterator[Ruling]:
    """Refute figures that cannot belong to the names they are said to correspond to."""
    for page in sheet.slotted:
        if not _PAIRED.search(page.text):
            continue
        for match in _SAID_ZH.finditer(page.text):
            run = _RUN_ZH.match(match["figures"])
            names = _ASIDE.sub("", match["names"])
            if run is None or "、" not in names or _COLLECTIVE.search(names) or _COLUMNS.search(names):
                continue
            marks = names.count("、")
            least, most = marks + 1, marks + 1 + len(_LINK.findall(names))
            yield from _mismatch(sheet, page, page.places(run[0]), least, most)
        for match in _SAID_EN.finditer(page.text):
            before = page.text[: match.start()]
            listed = [one["names"] for one in _NAMES_EN.finditer(before)]
            if "⟦n" in page.text or _NUMBER_WORDS.search(page.text):
                continue
            if listed:
                least = most = len(re.findall(r", (?!and )|,? and ", listed[-1])) + 1
            else:
                least, most = _chunks(before)
            if least > 1:
                yield from _mismatch(sheet, page, page.places(match["figures"]), least, most)


def _chunks(before: str) -> tuple[int, int]:
    """At least and at most how many names the words before the figures list, if nothing else stands there; one "and" closes the list, others may be inside a name."""
    chunks = _ASIDE.sub("", before).split(", ")
    if len(chunks) < _FEWEST or "⟦" in before or any(len(one.split()) > _LONGEST for one in chunks) or _LEAD_IN.match(before):
        return 0, 0
    within = sum(len(re.findall(r"\w and\b", one)) for one in chunks)
    if chunks[-1].startswith("and "):
        return len(chunks), len(chunks) + within
    return (len(chunks) + 1, len(chunks) + within) if re.search(r"\w and\b", chunks[-1]) else (0, 0)


def _mismatch(sheet: Sheet, page: Slotted, places: list[int], least: int, most: int) -> Iterator[Ruling]:
    found = len(places)
    if least <= found <= most or found % least == 0 or found < 2:
        return
    claims = [sheet.claim(number) for place in places for number in page.term(place).claims]
    reason = Note(
        f"列出{least}个名称、{found}个数字，无法一一对应。",
        f"{least} names stand against {found} figures, so they cannot correspond one to one.",
    )
    passage = page.passage
    evidence = (Evidence("passage", passage.text, "", passage.start, passage.end), calculated(f"{least} ≠ {found}"))
    error = "missing_value" if found < least else "list_mismatch"
    yield from refute(claims, error, reason, evidence, basis="within_sentence")
