"""Which subjects of published rows a stretch of text names, whatever verb stands beside the name.

Whose the claim is in grammar is not asked: where one name alone stands there, nobody else can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.entities import standing_names

__all__ = ["Found", "Whom"]

_WORD: Final = re.compile(r"[A-Za-z0-9&+]+")
_CODE: Final = re.compile(r"(?<![\d.])\d{6}(?![\d.])")
_CJK: Final = re.compile(r"[\u3400-\u9fff]")
_CLEAR: Final = frozenset(
    "从由自对于在和与及、以为的是而中只如向入买出到离弃追把将被给看让令股至比较持加减抛仓日月年内初末底，,。；;：:且但其则者"
)
"""Chinese letters behind which an industry's name begins; behind others it is the end of a longer name."""
_GOODS: Final = re.compile(
    r"\s+(?:prices?|futures|imports?|exports?|output|production|inventor\w+|demand|supply|costs?|loans?|rates?|credit|accounts?|ETF)\b|(?:价|产量|库存|进口|期货|贷|利率|ETF|账户|卡|融资)",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"\b(?!The|And|In|For|Of|Both|While|As|By|But|Like|Only|Also|China|Chinese|On|From|With|To|Into|SW)[A-Z][\w&.-]* $"
)
_SHORTEST: Final = 2
_COMPANY: Final = re.compile(
    r"(?:,? (?:technolog(?:y|ies)|tech|co\.?|ltd\.?|limited|inc\.?|corp(?:oration)?\.?|group|holdings?|company|electronics?|optical|industr(?:y|ies|ial)|international))+$"
)
"""What a company's name is shortened by."""
_LONG: Final = 5
_GROUP_WORD: Final = re.compile(r"[A-Za-z]+\+?|\d+|[\u3400-\u9fff]+")
_GROUP_WORDS: Final = {
    "internet+": r"(?:internet ?(?:\+|plus)|互联网 ?\+)", "ai+": r"AI ?(?:\+|plus)", "ai": r"(?:AI|人工智能)", "leaders": r"(?:leaders|leading|bellwethers|龙头)",
    "three": "(?:three|3|三)", "five": "(?:five|5|五)", "ten": "(?:ten|10|十)", "unicorns": "(?:unicorns|独角兽)", "private": "(?:private|hedge|私募)", "funds": "(?:funds?|基金)",
}  # fmt: skip
"""Words of the names of groups, in both languages."""
_TOO_COMMON: Final = frozenset(
    {
        "auto",
        "retail",
        "property",
        "media",
        "bank",
        "transport",
        "defence",
        "defense",
        "it",
        "star",
        "brokers",
        "lenders",
        "developers",
    }
)
"""English names that are mostly something else; a word for shares has to stand behind them."""
_SHARES: Final = re.compile(r"\s+(?:stocks?|shares|sector|names|industry|equities|companies|firms)\b", re.IGNORECASE)
_PLACES: Final = (("exchange:SSE", ("shanghai",)), ("exchange:SZSE", ("shenzhen",)), ("exchange:BSE", ("beijing",)))
_NO_PLACE: Final = re.compile(r"(?:['’]s)?\s+(?:composite|component|index|and\b|benchmark|\()|[,-]", re.IGNORECASE)
"""A city that is part of another name, or of a dateline."""


@dataclass(frozen=True, slots=True)
class Found:
    """A scope that is named at a place."""

    start: int
    end: int
    scope: str


class Whom:
    """A directory of all names of a desk, for finding those of its rows' subjects."""

    def __init__(self, desk: Desk) -> None:
        self._wanted = {row.scope for row in desk.published}
        self._chinese: dict[str, list[tuple[str, str]]] = {}
        self._latin: dict[str, list[tuple[str, str]]] = {}
        self._codes = {scope.partition(":")[2][:6]: scope for scope in self._wanted if scope.startswith("security:")}
        self._groups = [(scope, _group(scope)) for scope in self._wanted if ":" not in scope and scope != "market"]
        own = ((scope, (scope,)) for scope in self._wanted if ":" not in scope and scope != "market")
        self._learn((*standing_names(), *desk.names, *_PLACES, *own))

    def _learn(self, names: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        for scope, spellings in names:
            for spelled in spellings:
                name = _plain(spelled.strip())
                if len(name) < _SHORTEST:
                    continue
                short = _COMPANY.sub("", name)
                if scope.startswith("security:") and name.isascii() and short != name and len(short) >= _LONG:
                    self._latin.setdefault(_WORD.findall(short)[0], []).append((short, scope))
                if name.isascii():
                    words = _WORD.findall(name)
                    if words:
                        self._latin.setdefault(words[0], []).append((name, scope))
                else:
                    self._chinese.setdefault(name[:_SHORTEST], []).append((name, scope))

    def named(self, text: str) -> tuple[Found, ...]:
        """The subjects of rows that a text names, from left to right, each once; the whole market is nobody here."""
        found: dict[str, Found] = {}
        for one in self._all(text):
            if one.scope in self._wanted and one.scope != "market":
                found.setdefault(one.scope, one)
        return tuple(sorted(found.values(), key=lambda one: one.start))

    def _all(self, text: str) -> Iterator[Found]:
        lowered, end = _plain(text), 0
        for scope, pattern in self._groups:
            if group := pattern.search(text):
                yield Found(group.start(), group.end(), scope)
        for code in _CODE.finditer(text):
            if (coded := self._codes.get(code[0])) is not None:
                yield Found(code.start(), code.end(), coded)
        words = {match.start(): match[0] for match in _WORD.finditer(lowered)}
        for at in range(len(text)):
            if at < end:
                continue
            best = self._best(text, lowered, at, words)
            if best is not None:
                end = best.end
                yield best

    def _best(self, text: str, lowered: str, at: int, words: dict[int, str]) -> Found | None:
        options = [
            (name, scope) for name, scope in self._chinese.get(lowered[at : at + _SHORTEST], ()) if lowered.startswith(name, at)
        ]
        if at in words:
            options += [(name, scope) for name, scope in self._latin.get(words[at], ()) if lowered.startswith(name, at)]
        for name, scope in sorted(options, key=lambda one: (-len(one[0]), one[1] not in self._wanted)):
            if _stands(text, at, at + len(name), scope):
                return Found(at, at + len(name), scope)
        return None


def _group(scope: str) -> re.Pattern[str]:
    """A group as a row calls it, in other words of either language and in any grammar between them."""
    words = _GROUP_WORD.findall(scope)
    return re.compile(
        r"(?:[(（][^)）]*[)）]|[^，,。.;；(（]){0,8}?".join(_GROUP_WORDS.get(word.lower(), re.escape(word)) for word in words),
        re.IGNORECASE,
    )


def _plain(text: str) -> str:
    """Small letters, hyphens as spaces; places do not move."""
    return text.lower().replace("-", " ")


def _stands(text: str, start: int, end: int, scope: str) -> bool:
    """Whether the name means its subject here."""
    name, before, kind = text[start:end].replace("-", " "), text[max(0, start - 1) : start], scope.partition(":")[0]
    if name.isascii():
        if text[end : end + 1].isalnum() or before.isalnum():
            return False
        if kind == "security" and not name[0].isupper():
            return False
        if kind == "exchange" and name.lower() in ("shanghai", "shenzhen", "beijing"):
            return not _NO_PLACE.match(text, end) and name[0].isupper()
        if kind == "industry":
            if name.lower() in _TOO_COMMON and not _SHARES.match(text, end):
                return False
            return not _GOODS.match(text, end) and not (name[0].isupper() and _NAMED.search(text[max(0, start - 24) : start]))
        return True
    if kind != "industry":
        return True
    return (not before or not _CJK.match(before) or before in _CLEAR) and not _GOODS.match(text, end)
