"""Sentences with places for findings: filled when every finding is known, in words no stronger than the weakest of them."""

from __future__ import annotations

import string
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, TypeAlias

from liangrong.core.errors import Lang
from liangrong.core.results import Note, plain
from liangrong.research.reports.blocks import Shown, Words
from liangrong.research.reports.findings import Finding
from liangrong.research.reports.strength import WORDS, verb, weakest

__all__ = ["Pair", "one_of", "places", "said"]

Pair: TypeAlias = tuple[str, str]
"""The same in Chinese and in English."""

_OF_VALUE: Final = ("", "+", "-")
_CHINESE_FROM: Final = "\u2e80"


def one_of(pair: Pair, lang: Lang) -> str:
    """The half of a pair that ``lang`` reads."""
    return pair[0 if lang == "zh" else 1]


@lru_cache(maxsize=4096)
def places(template: str) -> tuple[tuple[str, str | None, str], ...]:
    """``text, key, specification`` of each piece of a template, as ``string.Formatter`` finds them.

    Examples
    --------
    >>> places("{a}，{a.change:+}")
    (('', 'a', ''), ('，', 'a.change', '+'))
    """
    return tuple((text, key, spec or "") for text, key, spec, _ in string.Formatter().parse(template))


def said(pair: Pair, findings: Mapping[str, Finding], lang: Lang, *, at: str = "", named: bool = False) -> Words | None:
    """The sentence, or ``None`` when one of its findings is not there or not known.

    ``{key}`` is a finding's value, ``{key:+}`` the signed value, ``{key:-}`` the value without its sign, ``{key:date}`` the day it
    holds on, ``{key:name}`` its parameter of that name; ``{:is}`` and ``{:so}`` are the words that the weakest grade among the
    findings allows.

    Parameters
    ----------
    at
        The beginning of every key, for a sentence about one row of a table.
    named
        The sentence is the name of a figure: what belongs to the question, such as a number of years, is told without an answer.

    Examples
    --------
    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from liangrong.core.units import Unit
    >>> total = Finding("total", "x", "market", date(2026, 1, 30), Decimal(10**12), Unit.YUAN, grade="suspect")
    >>> "".join(part if isinstance(part, str) else part.text for part in said(("", "It {:is} {total}."), {"total": total}, "en"))
    'It is in doubt, put at CNY 1,000.00 billion.'
    """
    pieces = places(one_of(pair, lang))
    wanted = [at + key for _, key, _ in pieces if key]
    asked = [at + key for _, key, spec in pieces if key and not (named and spec not in _OF_VALUE)]
    if any(key not in findings for key in wanted) or any(findings[key].value is None for key in asked):
        return None
    grade = weakest(findings[key] for key in wanted)
    filled: list[str | Shown] = []
    for text, key, spec in pieces:
        if text:
            filled.append(text[1:] if text[0] == " " and filled and _ends_chinese(filled[-1]) else text)
        if key is None:
            continue
        if not key:
            assert spec in ("is", "so"), pair
            assert spec in WORDS
            filled.append(verb(spec, grade, lang))
            continue
        finding = findings[at + key]
        if spec in _OF_VALUE:
            filled.append(Shown(finding, lang, signed=spec == "+", bare=spec == "-"))
        elif spec == "date":
            filled.append(finding.date.isoformat() if finding.date else "—")
        else:
            told = finding.parameters[spec]
            filled.append(told.text(lang) if isinstance(told, Note) else str(plain(told)))
    return tuple(piece for piece in filled if piece != "")


def _ends_chinese(piece: str | Shown) -> bool:
    """Whether a figure ends with a Chinese unit, after which Chinese goes on without a space."""
    return isinstance(piece, Shown) and piece.text[-1:] >= _CHINESE_FROM
