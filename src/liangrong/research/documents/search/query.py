"""What somebody types, as terms that must all be found: words, "phrases", beginnings*, -exclusions, codes in any spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from liangrong.core.errors import InvalidSecurity, UsageError
from liangrong.core.securities import SecurityId
from liangrong.research.documents.words import CJK, words

__all__ = ["LONGEST", "Phrase", "Query", "Term", "parsed", "phrase_of", "relaxed"]

LONGEST: Final = 400
"""Characters of a question."""
_TERMS: Final = 32
_PARTS: Final = re.compile(r"(?P<minus>(?<!\S)-)?(?:[\"“”「『](?P<quoted>[^\"“”」』]*)[\"“”」』]?|(?P<bare>[^\s\"“”「『]+))")
_ONE: Final = re.compile(f"[{CJK}]")
_LONGEST_NAME: Final = 4
"""English words that a name of the glossary may have."""
_LONG: Final = 3
"""Pairs of a Chinese phrase from which on it is also looked for in pieces."""

Others: TypeAlias = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one after another.

    Parameters
    ----------
    is_start
        Whether the last word is only a beginning.
    """

    words: tuple[str, ...]
    is_start: bool = False

    def expression(self) -> str:
        """As FTS5 reads it; words hold letters and digits only."""
        return f'"{" ".join(self.words)}"{" *" if self.is_start else ""}'


@dataclass(frozen=True, slots=True)
class Term:
    """Alternatives, one of which must be found; each is a set of phrases that must all be found.

    Parameters
    ----------
    added
        Alternatives that were not typed but looked up in the glossary, as people write them.
    """

    typed: str
    alternatives: tuple[tuple[Phrase, ...], ...]
    added: tuple[str, ...] = ()

    def expression(self) -> str:
        """As FTS5 reads it; an alternative that holds another one, which finds its documents as well, is left out."""
        needed = [phrases for phrases in self.alternatives if not any(_holds(phrases, other) for other in self.alternatives)]
        options = [" AND ".join(phrase.expression() for phrase in phrases) for phrases in needed]
        return options[0] if len(options) == 1 else f"({' OR '.join(f'({option})' for option in options)})"


@dataclass(frozen=True, slots=True)
class Query:
    """Terms that must all be found, and phrases that must not."""

    terms: tuple[Term, ...]
    excluded: tuple[Phrase, ...] = ()

    def expression(self) -> str:
        """As FTS5 reads it."""
        wanted = " AND ".join(f"({term.expression()})" for term in self.terms)
        return " NOT ".join([f"({wanted})", *(phrase.expression() for phrase in self.excluded)])

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """Everything that is worth marking in a document."""
        return tuple(dict.fromkeys(phrase for term in self.terms for phrases in term.alternatives for phrase in phrases))

    @property
    def added(self) -> tuple[str, ...]:
        """What was looked up in the glossary besides what was typed."""
        return tuple(dict.fromkeys(name for term in self.terms for name in term.added))


def parsed(text: str, others: Others | None = None) -> Query:
    """Read a question.

    Parameters
    ----------
    others
        Other names of a name: of 融资余额 "financing balance"; ``None`` asks for what was typed alone.

    Raises
    ------
    UsageError
        It is empty, too long, or only says what must not be found.

    Examples
    --------
    >>> parsed('融资余额 "record high" -期货').expression()
    '(("融资 资余 余额") AND ("record high")) NOT "期货"'
    """
    if len(text) > LONGEST:
        raise UsageError(
            reason=f"The question has {len(text)} characters; up to {LONGEST} are read.",
            reason_zh=f"查询有 {len(text)} 个字符，最多 {LONGEST} 个。",
        )
    wanted: list[tuple[str, bool]] = []
    excluded: list[Phrase] = []
    for part in list(_PARTS.finditer(text))[:_TERMS]:
        typed, is_quoted = (part["quoted"], True) if part["quoted"] is not None else (part["bare"], False)
        phrase = phrase_of(typed)
        if phrase is None:
            continue
        if part["minus"]:
            excluded.append(phrase)
        else:
            wanted.append((typed, is_quoted))
    if not wanted:
        raise UsageError(
            reason='Type words to be found, such as 融资余额, 600519, "record high"; -word leaves documents out.',
            reason_zh='请输入要查找的词，如 融资余额、600519、"record high"；-词 表示排除。',
        )
    return Query(tuple(_terms(wanted, others)), tuple(excluded))


def phrase_of(text: str) -> Phrase | None:
    """The words of a text one after another; ``None`` where it has none.

    The single character at the end of a Chinese run is only asked for where it is all there is, and then as a beginning.

    Examples
    --------
    >>> phrase_of("融资余额"), phrase_of("额"), phrase_of("finan*")
    (Phrase(words=('融资', '资余', '余额'), is_start=False), Phrase(words=('额',), is_start=True), Phrase(words=('finan',), is_start=True))
    """
    is_start = text.endswith("*")
    found = words(text.rstrip("*"))
    if not found:
        return None
    last = found[-1]
    if len(last) == 1 and _ONE.match(last):
        if len(found) > 1 and len(found[-2]) > 1 and _ONE.match(found[-2]) and found[-2][-1] == last:
            return Phrase(tuple(found[:-1]), is_start=False)
        return Phrase(tuple(found), is_start=True)
    return Phrase(tuple(found), is_start=is_start)


def relaxed(query: Query) -> Query:
    """The same question with long Chinese phrases in pieces, which may stand anywhere; equal where there are none.

    Examples
    --------
    >>> relaxed(parsed("两融余额新高")).expression()
    '(("两融" AND "融余" AND "余额" AND "额新" AND "新高"))'
    """
    return replace(query, terms=tuple(replace(term, alternatives=tuple(map(_pieces, term.alternatives))) for term in query.terms))


def _holds(phrases: Sequence[Phrase], other: Sequence[Phrase]) -> bool:
    """Whether every document that has these phrases has the single phrase of another alternative, which is shorter."""
    if len(other) != 1:
        return False
    inner, length = other[0].words, len(other[0].words)
    return any(
        not other[0].is_start and length < len(phrase.words) and inner == phrase.words[place : place + length]
        for phrase in phrases
        for place in range(len(phrase.words) - length + 1 - phrase.is_start)
    )


def _pieces(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    found: list[Phrase] = []
    for phrase in phrases:
        pairs = [word for word in phrase.words if len(word) > 1 and _ONE.match(word)]
        if len(pairs) >= _LONG and len(pairs) == len(phrase.words):
            found += [Phrase((pair,)) for pair in pairs]
        else:
            found.append(phrase)
    return tuple(found)


def _terms(wanted: Sequence[tuple[str, bool]], others: Others | None) -> list[Term]:
    """One term for each part; English words that make a name of the glossary together are one."""
    terms: list[Term] = []
    place = 0
    while place < len(wanted):
        taken = 1
        if others is not None:
            for length in range(min(_LONGEST_NAME, len(wanted) - place), 1, -1):
                run = wanted[place : place + length]
                if all(not is_quoted for _, is_quoted in run) and others(" ".join(typed for typed, _ in run)):
                    taken = length
                    break
        run = wanted[place : place + taken]
        terms.append(_term(run, others))
        place += taken
    return terms


def _term(run: Sequence[tuple[str, bool]], others: Others | None) -> Term:
    typed = " ".join(text for text, _ in run)
    code = _code(typed) if len(run) == 1 else None
    phrases = tuple(phrase for text, _ in run if (phrase := phrase_of(code or text)) is not None)
    found = others(typed) if others is not None else ()
    known = [(name, phrase) for name in found if (phrase := phrase_of(name)) is not None and (phrase,) != phrases]
    alternatives = dict.fromkeys([phrases, *((phrase,) for _, phrase in known)])
    return Term(typed, tuple(alternatives), tuple(name for name, _ in known))


def _code(text: str) -> str | None:
    """The digits of a code that names its exchange: documents write it in any spelling, or without."""
    try:
        return str(SecurityId.parse(text)).partition(".")[0]
    except InvalidSecurity:
        return None
