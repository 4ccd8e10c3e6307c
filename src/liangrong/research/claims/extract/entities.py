"""Who is spoken of: parts of the market, 申万 industries and securities, with the place of every mention.

Names come from lists of ours, from the desk, and from the article itself: a bracket teaches that two names are one, a code who it is.
Whether a mention is the subject of a claim is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from liangrong.analytics.securities import english, industry_english
from liangrong.core.errors import InvalidSecurity
from liangrong.core.securities import SecurityId, SecurityKind
from liangrong.research.claims.extract.vocabulary.scopes import INDUSTRIES, LEVEL_ONE, LEVEL_TWO, OTHERS, STANDING
from liangrong.research.claims.extract.vocabulary.verbs import FINITE

__all__ = ["Entity", "Names", "entities_in", "standing_names"]


@dataclass(frozen=True, slots=True)
class Entity:
    """A mention of something that can be a subject.

    Parameters
    ----------
    scope
        As ``liangrong show`` spells it; empty where it is none of the margin market's, or nobody knows its code.
    name
        As it is called for short, without brackets; the printed text otherwise.
    """

    start: int
    end: int
    text: str
    scope: str
    name: str

    @property
    def kind(self) -> str:
        """``market``, ``exchange``, ``board``, ``index``, ``industry``, ``security`` or empty."""
        return self.scope.partition(":")[0]


_CJK: Final = r"\u3400-\u9fff"
_WORD: Final = re.compile(r"[A-Za-z0-9&+]+")
_LATIN_START: Final = re.compile(r"[A-Za-z]")
_SUFFIX: Final = re.compile(r"(?:-(?:UW?|W|S))(?![A-Za-z])")
_AFTER_INDUSTRY: Final = re.compile(
    rf"\s*(?:行业|板块|产业|概念|业(?!务|绩|态|主)|股(?![东权指份市])|类|等|赛道|、|ETF|成[份分]股|指数|(?:[{_CJK}]{{0,2}}(?:两融|融资|融券))|则?分别|"
    rf"(?:[{_CJK}]{{0,2}}(?:获|遭|被)|(?:也|均|则|均获|合计|累计)?净(?:买入|卖出|偿还|流入|流出|增|减))|以?[\d一二三四五六七八九十]+[\d.,]*亿|(?:列|排|居|位列|排在|位居)|[前后]一(?:段|阶段)|一(?:家|个行业)|的(?:净|融资|融券|两融|增量|余额)|[月周年]内|"
    r"(?:and [\w &-]+ )?(?:sectors?|industr(?:y|ies)|stocks?|shares|companies|firms|plays|,|\(|and\b|&|\bsector\b|(?:financing |margin |short )?balances?\b"
    r"|(?:led|drew|saw|attracted|took|gained|lost|recorded|fell|rose|added|shed|contributed|accounted|ranked|came|received|had (?:net|the)|(?:was|were) (?:sold|bought|repaid|first|second|third|flat|the|net|repaid))\b|[+-]\d)|$)",
    re.IGNORECASE,
)
_BEFORE_INDUSTRY: Final = re.compile(
    r"(?:、|和|与|及|以|如|为|只有|仅|除|申万|申万一级|净(?:买入|卖出|偿还)|\band |, |like |as |by |only |(?:flows?|purchases?|repayments?|selling|buying|sales|and) (?:in|into|of|from|by) (?:the )?|\b(?:yuan|billion|million|bn|mn) (?:of|in|into|from|out of|on|worth of) (?:the )?|[—–-]|[|\t]\s*)$",
    re.IGNORECASE,
)
_NEXT_WORD: Final = re.compile(r" (?:\w+ly )?([A-Za-z]+)\b")
_TAKES: Final = frozenset(
    {"bore", "suffered", "lost", "followed", "attracted", "absorbed", "topped", "ranked", "enjoyed", "accounted", "shed", "drew"}
)
_CLAUSE_START: Final = re.compile(r"(?:^|[.;:,—–\n•*] ?|\b(?:while|and|but|whereas|as|where|with|the) )$", re.IGNORECASE)
_GOODS: Final = re.compile(
    r"\s+(?:prices?|futures|imports?|exports?|output|production|inventor\w+|demand|supply|power|costs?|capacity|components|hardware|chain|goods)\b",
    re.IGNORECASE,
)
_NOT_INDUSTRY: Final = re.compile(r"(?:证券|指数|交易所|股份|公司|集团|研究所|时报|日报)")
_PAIR: Final = re.compile(
    rf"(?P<latin>[A-Z][A-Za-z0-9&.'’-]{{0,24}}(?: (?:[A-Z&][A-Za-z0-9&.'’-]*|of|and|the|de)){{0,6}})\s?[(（](?P<zh>[*{_CJK}][{_CJK}A-Za-z0-9·-]{{1,14}})[)）]"
    rf"|(?P<zh2>[{_CJK}]{{2,6}})[(（](?P<latin2>[A-Z][A-Za-z][A-Za-z .&'-]{{2,40}})[)）]"
)
_CODE: Final = re.compile(
    r"(?<![\dA-Za-z.,/-])(?:(?P<market>sh|sz|bj)\.?)?(?P<code>\d{6})(?:\.(?P<suffix>SH|SZ|BJ|SS|XSHG|XSHE))?(?![\d.,%A-Za-z])(?!\s*(?:元|亿|万|点|股|手|年))",
    re.IGNORECASE,
)
_NAME_BEFORE_CODE: Final = re.compile(
    rf"(?P<name>(?:\*?ST|XD|XR|DR|N)?[{_CJK}][{_CJK} ]{{0,6}}[{_CJK}A-Z](?:-UW?|-W)?)\s*[|\t（(,，:：]?\s*$"
)
_SHORTEST: Final = 2
_TOO_COMMON: Final = frozenset(
    {"Trading", "Gas", "Education", "Sports", "Lighting", "Infrastructure", "Logistics", "Accessories and Jewellery"}
)
"""English names of industries that are mostly something else."""
_TAUGHT: Final = 5
"""Letters of a Latin name that nobody knows; a shorter one is an abbreviation of anything."""


class Names:
    """A directory of names that finds every one of them in a text.

    Examples
    --------
    >>> names = Names([("board:chinext", ("创业板", "ChiNext"))])
    >>> [(found.text, found.scope) for found in names.find("创业板 (ChiNext)")]
    [('创业板', 'board:chinext'), ('ChiNext', 'board:chinext')]
    """

    def __init__(self, names: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._chinese: dict[str, list[str]] = {}
        self._latin: dict[str, list[str]] = {}
        self._scopes: dict[str, str] = {}
        self.add(names)

    def add(self, names: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        """More names; one that is known keeps its meaning."""
        for scope, spellings in names:
            for spelling in spellings:
                self._learn(scope, spelling)

    def _learn(self, scope: str, spelling: str) -> None:
        name = _SUFFIX.sub("", spelling.strip())
        key = name.lower() if name.isascii() else name
        if len(name) < _SHORTEST or key in self._scopes:
            return
        self._scopes[key] = scope
        if name.isascii():
            self._latin.setdefault(_WORD.findall(key)[0] if _WORD.findall(key) else key, []).append(key)
        else:
            self._chinese.setdefault(name[:2], []).append(name)

    def scope_of(self, name: str) -> str | None:
        """What a name means; ``None`` where it is not known, empty where it is known to be no scope."""
        plain = _SUFFIX.sub("", name.strip())
        return self._scopes.get(plain.lower() if plain.isascii() else plain)

    def find(self, text: str) -> Iterator[Entity]:
        """All mentions, from left to right, the longest at each place."""
        lowered = text.lower()
        starts = {match.start(): match[0] for match in _WORD.finditer(lowered)}
        at = 0
        while at < len(text):
            found = self._at(text, lowered, at, starts)
            if found is None:
                at += 1
            else:
                yield found
                at = found.end

    def _at(self, text: str, lowered: str, at: int, starts: dict[int, str]) -> Entity | None:
        best = max((name for name in self._chinese.get(text[at : at + 2], ()) if text.startswith(name, at)), key=len, default="")
        if at in starts:
            for name in self._latin.get(starts[at], ()):
                end = at + len(name)
                if len(name) > len(best) and lowered.startswith(name, at) and not _continues(lowered, end):
                    best = name
        if not best:
            return None
        end = at + len(best)
        if suffix := _SUFFIX.match(text, end):
            end = suffix.end()
        scope = self._scopes[best]
        printed = text[at:end]
        if scope.startswith("industry:") and not _industry(text, at, end):
            return None
        if not scope.startswith("industry:") and best.isascii() and not _LATIN_START.match(printed[0].upper()):
            return None
        if scope.startswith("security:") and best.isascii() and not printed[0].isupper():
            return None
        return Entity(at, end, printed, scope, printed)


def entities_in(text: str, names: Names) -> tuple[Entity, ...]:
    """Every mention in a text, after learning what its own brackets and codes teach.

    Parameters
    ----------
    names
        The directory; it is extended by what the text teaches.
    """
    codes = list(_codes(text, names))
    _teach(text, names)
    taken = [(code.start, code.end) for code in codes]
    found = [one for one in names.find(text) if not any(start < one.end and one.start < end for start, end in taken)]
    return tuple(sorted((*found, *codes), key=lambda one: one.start))


@cache
def standing_names() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every name that needs no store: the market, boards, indexes, industries, well-known companies."""
    industries: dict[str, list[str]] = {}
    for level, listed in (("sw1", LEVEL_ONE), ("sw2", LEVEL_TWO)):
        for name in listed:
            translated = industry_english.industry_english(name)
            translated = translated if translated not in _TOO_COMMON else None
            spellings = [name, *([translated] if translated else []), *INDUSTRIES.get(name, ())]
            industries.setdefault(f"industry:{level}:{name}", []).extend(spellings)
    listed_text = (files("liangrong.analytics.securities") / english.LISTED).read_text(encoding="utf-8")
    companies = []
    for line in listed_text.splitlines():
        code, name, latin = line.split("\t")
        companies.append((f"security:{code}", (name, *(part.strip() for part in re.split(r"[()]", latin) if part.strip()))))
    return (
        *STANDING.items(),
        *((scope, tuple(spellings)) for scope, spellings in industries.items()),
        *companies,
        ("", OTHERS),
    )


def _continues(text: str, end: int) -> bool:
    """Whether a Latin word goes on behind a place."""
    return end < len(text) and text[end].isascii() and text[end].isalnum()


def _industry(text: str, start: int, end: int) -> bool:
    """Whether the words mean an industry here: the same words mean goods, offices and parts of names."""
    if _NOT_INDUSTRY.match(text, end):
        return False
    after = _AFTER_INDUSTRY.match(text, end) or _does(text, start, end)
    before = _BEFORE_INDUSTRY.search(text[max(0, start - 24) : start])
    if text[start:end].isascii():
        return bool(after or before) and not _GOODS.match(text, end)
    return bool(after) or bool(before) or end - start > 2


def _does(text: str, start: int, end: int) -> bool:
    """Whether an English name begins a clause and a verb stands behind it: Coal bore the heaviest repayments."""
    verb = _NEXT_WORD.match(text, end)
    if verb is None or verb[1].lower() not in FINITE | _TAKES:
        return False
    return _CLAUSE_START.search(text[max(0, start - 12) : start]) is not None


def _codes(text: str, names: Names) -> Iterator[Entity]:
    for match in _CODE.finditer(text):
        security = _security(match)
        if security is None:
            continue
        before = _NAME_BEFORE_CODE.search(text[max(0, match.start() - 14) : match.start()])
        if before is not None:
            name = _own_name(before["name"], names)
            names.add([(f"security:{security}", (name,))])
        yield Entity(match.start(), match.end(), match[0], f"security:{security}", match[0])


def _own_name(run: str, names: Names) -> str:
    """The name at the end of a run of characters before a code."""
    squeezed = run.replace(" ", "")
    for length in (8, 7, 6, 5, 4, 3, 2):
        if length <= len(squeezed) and (names.scope_of(squeezed[-length:]) or "").startswith("security:"):
            return squeezed[-length:]
    return squeezed if len(squeezed) <= 5 else squeezed[-4:]


def _security(match: re.Match[str]) -> SecurityId | None:
    spelled = match["code"] + (
        f".{match['suffix'].upper()}" if match["suffix"] else f".{match['market'].upper()}" if match["market"] else ""
    )
    try:
        security = SecurityId.parse(spelled)
    except InvalidSecurity:
        return None
    return security if security.kind in (SecurityKind.STOCK, SecurityKind.FUND, SecurityKind.INDEX) else None


def _teach(text: str, names: Names) -> None:
    """A bracket behind a name holds its other name."""
    for match in _PAIR.finditer(text):
        latin, chinese = match["latin"] or match["latin2"], match["zh"] or match["zh2"]
        known = names.scope_of(chinese)
        if known is None and (known := names.scope_of(latin)) is None:
            if len(latin) < _TAUGHT or len(chinese) < _SHORTEST + 1:
                continue
            known = ""
        latin = re.sub(r"^(?:The|And|Like|Others|For|Analysts from|Similarly)\s+", "", latin)
        names.add([(known, (chinese, latin))])
