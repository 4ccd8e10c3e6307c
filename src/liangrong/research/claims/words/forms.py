"""The forms of an English verb, and one regular expression of many words; what the words mean is said elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

__all__ = ["any_case", "ed_ing", "every_form", "finite", "one_of"]

_IRREGULAR: Final = {
    "cut": ("cut",), "fall": ("fell", "fallen"), "grow": ("grew", "grown"), "leap": ("leapt", "leaped"), "lose": ("lost",), "rise": ("rose", "risen"), "shed": ("shed",),
    "shrink": ("shrank", "shrunk", "shrunken"), "sink": ("sank", "sunk"), "slide": ("slid",), "swell": ("swelled", "swollen"),
}  # fmt: skip
"""Past forms that no rule gives."""
_DOUBLED: Final = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
_CONSONANT_Y: Final = re.compile(r".*[^aeiou]y")


def ed_ing(verb: str) -> tuple[str, ...]:
    """The past forms and the participle in -ing.

    Examples
    --------
    >>> ed_ing("drop"), ed_ing("fall")
    (('dropped', 'dropping'), ('fell', 'fallen', 'falling'))
    """
    stem = verb + verb[-1] if _DOUBLED.fullmatch(verb) else verb.removesuffix("e")
    past = f"{verb[:-1]}ied" if _CONSONANT_Y.fullmatch(verb) else f"{stem}ed"
    return (*_IRREGULAR.get(verb, (past,)), f"{stem}ing")


def finite(verb: str) -> tuple[str, ...]:
    """All forms but the bare one, which is another word with many verbs: narrow, lower, advance."""
    third = (
        f"{verb[:-1]}ies" if _CONSONANT_Y.fullmatch(verb) else f"{verb}es" if verb.endswith(("sh", "ch", "ss")) else f"{verb}s"
    )
    return (third, *ed_ing(verb))


def every_form(verb: str) -> tuple[str, ...]:
    """All forms of a verb.

    Examples
    --------
    >>> every_form("rally")
    ('rally', 'rallies', 'rallied', 'rallying')
    """
    return (verb, *finite(verb))


def one_of(words: Iterable[str]) -> str:
    """One expression for plain words, the longest first, that looks at every letter once.

    Examples
    --------
    >>> one_of(["rise", "rises", "rose"])
    'r(?:ise(?:s)?|ose)'
    """
    heads: dict[str, set[str]] = {}
    for word in words:
        heads.setdefault(word[:1], set()).add(word[1:])
    ends = heads.pop("", None) is not None
    branches = [re.escape(head) + (one_of(sorted(tails)) if tails != {""} else "") for head, tails in sorted(heads.items())]
    if not branches:
        return ""
    joined = "|".join(branches)
    return f"(?:{joined}){'?' if ends else ''}" if ends or len(branches) > 1 else joined


def any_case(pattern: str) -> re.Pattern[str]:
    """A pattern for which capitals do not count."""
    return re.compile(pattern, re.IGNORECASE)
