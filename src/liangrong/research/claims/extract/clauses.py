"""A sentence in its clauses: the smallest pieces that can say something of their own.

Chinese is cut at its commas; English at those commas and conjunctions behind which a new verb stands, never inside a list. What a clause
says, and whether it says anything, is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from liangrong.research.claims.extract.vocabulary.verbs import FINITE

__all__ = ["Clause", "clauses_of", "has_verb"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence, by its place in the text of the article."""

    start: int
    end: int
    text: str

    def holds(self, place: int) -> bool:
        """Whether a character stands in it."""
        return self.start <= place < self.end


_CJK: Final = re.compile(r"[\u3400-\u9fff]")
_ZH_CUT: Final = re.compile(
    r"(?<!\d)[,，]|(?<=\d)[,，](?!\d{3}(?!\d))|[;；。！？!?]|(?<=[\u3400-\u9fff”\"）)])[:：](?!//)|[:：](?![\d/])|——|\s\|\s|→|\s*\n"
)
_ZH_BRACKET: Final = re.compile(r"[(（](?P<inner>[^()（）]{6,}[,，][^()（）]*)[)）]")
_EN_CUT: Final = re.compile(
    r",(?!\d)\s+|;\s+|:\s+|\s[—–]\s|—|(?<=[a-z])-(?=and tested-)|[?!]\s+|(?<=[a-z\d%)\]])\.\s+(?=[A-Z])|\s(?=but\s|while\s|whereas\s|although\s|though\s|because\s|as (?!of\b|well\b|an?\b|at\b|seen\b|much\b|many\b|part\b|long\b|soon\b|to\b|compared\b|follows\b|their\b))|→"
)
_WORDS: Final = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_OPENERS: Final = re.compile(
    r"(?:and |or |but |yet |so |also |then )?(?:(?P<con>while|whereas|although|though|as(?! (?:of|well|a|an|at|seen)\b)|since(?! \w+ ?\d)|because|which|who|where|when|if|"
    r"indicating|suggesting|reflecting|underscoring|signal(?:l)?ing|marking|representing|highlighting|leading|leaving|making|creating|"
    r"accounting|the (?:highest|lowest|largest|biggest|strongest|weakest|most|first|fastest)|its (?:highest|lowest|largest|biggest|strongest|fastest)|a (?:record|level not)|an all-time|reaching|rising|falling|jumping|exceeding|bringing|driven|led|followed|supported|compared|reducing|amounting|total(?:l)?ing|up|down|with|contrasting|promoting|"
    r"continuing|aligning|attracting|providing|justifying|supported|betting|requiring|prioriti[sz]ing|citing|driving|increasing|decreasing|adding|pushing|taking|extending|ensuring|noting|adding that|saying|citing)\b)",
    re.IGNORECASE,
)
_LONGEST: Final = 800
"""Characters of a clause; what is longer is no sentence, and is cut anywhere."""
_SUBJECT: Final = re.compile(
    r"(?:and |or |but |yet |so |however,? )?(?:the |a |an |its |their |it |they |this |these |that |there |we |he |she |all |both |some |most |more |only |[A-Z“\"'])",
    re.ASCII,
)
_CONDITION: Final = re.compile(r"^\W*(?:if|when|once|unless|whenever|should)\b", re.IGNORECASE)


def has_verb(text: str) -> bool:
    """Whether an English clause has a finite verb that we know."""
    return any(word in FINITE for word in (found.lower().replace("’", "'") for found in _WORDS.findall(text)))


def clauses_of(text: str, start: int, end: int, keep: Sequence[tuple[int, int]] = ()) -> tuple[Clause, ...]:
    """The clauses of a stretch of text.

    Parameters
    ----------
    text
        The whole text.
    start, end
        The stretch.
    keep
        Spans that are never cut: dates, figures, names.

    Examples
    --------
    >>> said = "The balance rose to 2.5 trillion yuan, indicating confidence"
    >>> [one.text for one in clauses_of(said, 0, len(said))]
    ['The balance rose to 2.5 trillion yuan', 'indicating confidence']
    """
    piece = text[start:end]
    chinese = bool(_CJK.search(piece)) and len(_CJK.findall(piece)) * 3 > len(piece.replace(" ", ""))
    cuts = _chinese_cuts(piece) if chinese else _english_cuts(piece)
    kept = [(left - start, right - start) for left, right in keep]
    return tuple(_pieces(text, start, end, [cut for cut in cuts if not any(left < cut[0] < right for left, right in kept)]))


def _pieces(text: str, start: int, end: int, cuts: Sequence[tuple[int, int]]) -> Iterator[Clause]:
    begin = start
    for left, right in (*sorted(cuts), (end - start, end - start)):
        stop = start + left
        if begin > stop:
            continue
        while stop - begin > _LONGEST:
            yield Clause(begin, begin + _LONGEST, text[begin : begin + _LONGEST])
            begin += _LONGEST
        stripped = text[begin:stop].strip(" \t\n-–—•·*|")
        if stripped:
            at = text.index(stripped, begin)
            yield Clause(at, at + len(stripped), stripped)
        begin = start + right


def _chinese_cuts(piece: str) -> list[tuple[int, int]]:
    cuts = [(match.start(), match.end()) for match in _ZH_CUT.finditer(piece)]
    for match in _ZH_BRACKET.finditer(piece):
        cuts.extend(((match.start(), match.start() + 1), (match.end() - 1, match.end())))
    return cuts


def _english_cuts(piece: str) -> list[tuple[int, int]]:
    found = [
        (match.start(), match.end(), match[0]) for match in _EN_CUT.finditer(piece) if not _inside_bracket(piece, match.start())
    ]
    cuts: list[tuple[int, int]] = []
    begin = 0
    for number, (left, right, mark) in enumerate(found):
        following = found[number + 1][0] if number + 1 < len(found) else len(piece)
        if _opens(piece[begin:left], piece[right:following], mark):
            cuts.append((left, right))
            begin = right
    return cuts


def _opens(before: str, after: str, mark: str) -> bool:
    """Whether a new clause begins behind a mark."""
    if mark.strip() in {";", "?", "!", ".", "→"}:
        return True
    if mark.strip() == ":":
        return has_verb(after) or bool(re.search(r"\d|=", after)) or before.endswith("**")
    if mark.strip() in {"—", "–"}:
        return has_verb(after) and has_verb(before)
    if not mark.strip():
        return has_verb(before) and has_verb(after)
    if _CONDITION.match(before):
        return False
    if opener := _OPENERS.match(after):
        if opener["con"] and opener["con"].lower() in {"which", "who", "where"}:
            return has_verb(before)
        return has_verb(before) or has_verb(after) or bool(re.search(r"\d", before))
    if has_verb(before) and has_verb(after) and _SUBJECT.match(after):
        return True
    return bool(re.match(r"and |or |but ", after)) and has_verb(before) and has_verb(after)


def _inside_bracket(piece: str, place: int) -> bool:
    opened = max(piece.rfind("(", 0, place), piece.rfind("（", 0, place))
    return opened >= 0 and not re.search(r"[)）]", piece[opened:place])
