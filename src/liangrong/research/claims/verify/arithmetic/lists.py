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
    r"(?P<names>[^⟦⟧，,。；;：:！？]*)(?:则|已|又|还|均|的[^⟦⟧，,。；;、]{0,20})?分别(?P<figures>[^。；;]*)"
)
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
_NUMBER_WORDS: Final = re.compile(r"\b(?:two|three|four|five|six|both)\b", re.IGNORECASE)
_COLLECTIVE: Final = re.compile(
    r"两市|两者|二者|双方|三者|各自|前[一二三四五六七八九十\d]|两融|沪深|等|⟦n\d+⟧|⟦k\d+⟧|[一二两三四五六七八九十][个大家只]"
)
_LINK: Final = re.compile(r"以及|[和与及]")


def check_lists(sheet: Sheet) -> Iterator[Ruling]:
    """Refute figures that cannot belong to the names they are said to correspond to."""
    for page in sheet.slotted:
        if "分别" not in page.text and "respectively" not in page.text.lower():
            continue
        for match in _SAID_ZH.finditer(page.text):
            run = _RUN_ZH.match(match["figures"])
            if run is None or "、" not in match["names"] or _COLLECTIVE.search(match["names"]):
                continue
            marks = match["names"].count("、")
            least, most = marks + 1, marks + 1 + len(_LINK.findall(match["names"]))
            yield from _mismatch(sheet, page, page.places(run[0]), least, most)
        for match in _SAID_EN.finditer(page.text):
            names = [one["names"] for one in _NAMES_EN.finditer(page.text[: match.start()])]
            if not names or "⟦n" in page.text or _NUMBER_WORDS.search(page.text):
                continue
            listed = len(re.findall(r", (?!and )|,? and ", names[-1])) + 1
            yield from _mismatch(sheet, page, page.places(match["figures"]), listed, listed)


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
    yield from refute(claims, "list_mismatch", reason, evidence, basis="within_sentence")
