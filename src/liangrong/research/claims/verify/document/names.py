"""Who is named in a stretch of text, by the keys that claims go by: their scope, or their subject as printed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.entities import standing_names

__all__ = ["Directory", "Mention", "directory", "groups", "key", "mentions", "plain"]

_BRACKETS: Final = re.compile(r"\s*[(（][^)）]*[)）]")
_INSIDE: Final = re.compile(r"[(（]([^)）]*)[)）]")
_TAIL: Final = re.compile(r"\s*(?:sectors?|industr(?:y|ies)|stocks?|shares|行业|板块|个股|股票|-U|-W|-UW)$", re.IGNORECASE)
_HEAD: Final = re.compile(r"^(?:the|a|an|traditional|other|其他|其中)\s+", re.IGNORECASE)
_SEVERAL: Final = re.compile(r"[;；、]|,\s")
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: where, and whose."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Directory:
    """Names in small letters, whose they are, and a pattern that finds the longest of them."""

    owners: Mapping[str, str]
    pattern: re.Pattern[str] | None


def plain(name: str) -> str:
    """A printed name without brackets, article and kind, in small letters.

    Examples
    --------
    >>> plain("the Coal sector"), plain("寒武纪-U"), plain("宁德时代（CATL）")
    ('coal', '寒武纪', '宁德时代')
    """
    bare = _HEAD.sub("", _BRACKETS.sub("", name).strip(" “”\"'‘’"))
    while (shorter := _TAIL.sub("", bare)) and shorter != bare:
        bare = shorter
    return bare.casefold()


def key(claim: Claim) -> str:
    """What a claim's subject goes by: its scope, else its plain name; empty where several share it, or nobody is named."""
    if _SEVERAL.search(claim.subject):
        return ""
    return claim.scope or plain(claim.subject)


def directory(claims: Iterable[Claim], desk: Desk) -> Directory:
    """The names of everything that the claims speak of, as the page, the standing lists and the desk spell them."""
    owners: dict[str, str] = {}
    for one in claims:
        if (owner := key(one)) and one.scope != "market" and len(one.subject) <= _LONGEST:
            for part in (one.subject, plain(one.subject), *_INSIDE.findall(one.subject)):
                owners.setdefault(part.casefold(), owner)
    scopes = set(owners.values())
    return _directory(owners, (one for source in (standing_names(), desk.names) for one in source if one[0] in scopes))


@cache
def groups() -> Directory:
    """All industries, boards and indexes by all their names."""
    return _directory({}, (one for one in standing_names() if one[0].startswith(("industry:", "board:", "index:", "exchange:"))))


def _directory(owners: dict[str, str], listed: Iterable[tuple[str, tuple[str, ...]]]) -> Directory:
    for scope, spellings in listed:
        for spelling in spellings:
            owners.setdefault(spelling.casefold(), scope)
    names = sorted((name for name in owners if len(name) > 1), key=len, reverse=True)
    return Directory(owners, re.compile(_any_of(names)) if names else None)


def _any_of(names: Iterable[str]) -> str:
    """A pattern for any of some names, the first that fits; by their first character, so that few are tried at a place."""
    rests: dict[str, list[str]] = defaultdict(list)
    for name in names:
        first, rest = re.escape(name[0]), re.escape(name[1:])
        rests[first].append(rf"(?<![a-z]{first}){rest}(?![a-z])" if name.isascii() else rest)
    return "|".join(rf"{first}(?:{'|'.join(some)})" for first, some in rests.items())


def mentions(names: Directory, text: str) -> tuple[Mention, ...]:
    """Everyone named in a text, in order, each at the first place only."""
    found: dict[str, Mention] = {}
    if names.pattern is not None:
        for match in names.pattern.finditer(text.casefold()):
            owner = names.owners[match[0]]
            found.setdefault(owner, Mention(match.start(), match.end(), owner))
    return tuple(found.values())
