"""Whose figure a row of a figures file is: the spelling of a scope, or the name as printed where nobody knows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from liangrong.analytics.scopes import standing_scopes
from liangrong.analytics.securities.spelling import plain_name
from liangrong.core.errors import InvalidSecurity
from liangrong.core.securities import SecurityId, SecurityKind
from liangrong.research.claims.extract.entities import standing_names

__all__ = ["name_beside_code", "named_scopes", "same_name", "scope_of", "scopes_named"]

_WORDS: Final = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_PREFIX: Final = re.compile(r"^(?:SW|申万|Shenwan)(?:一级|二级|L[12]|primary)?(?:行业)?[\s:：]*", re.IGNORECASE)
_BEHIND: Final = re.compile(
    r"(?:\s*(?:行业|板块|sectors?|industry|balances?|stocks|shares|index|指数|成[份分]股))+$", re.IGNORECASE
)
_CODE: Final = re.compile(r"(?<!\d)\d{6}(?:\.(?:SH|SZ|BJ))?(?!\d)", re.IGNORECASE)
_ALL_THREE: Final = re.compile(
    r"(?:SSE|SZSE|BSE|沪|深|北)(?:\s*[/、,&+]?\s*(?:SSE|SZSE|BSE|沪|深|北)){1,2}(?:交易所|市)?", re.IGNORECASE
)
_THE: Final = re.compile(r"^(?:the|其中)\s*", re.IGNORECASE)
_VERB: Final = re.compile(
    r"[获遭被]$|\s+(?:attracted|recorded|saw|drew|posted|took|received|gained|led|dominated|had)$", re.IGNORECASE
)
_LIST: Final = re.compile(r"\s*(?:[,，、;；]|以?及|和|与|\band\b)\s*", re.IGNORECASE)
_MARKET: Final = "market"


def scope_of(text: str, names: Mapping[str, str]) -> str:
    """The scope that a row names.

    Parameters
    ----------
    names
        Names of securities and other things to their scopes, as ``named_scopes`` makes it.

    Returns
    -------
    str
        As ``liangrong show`` spells it, or the text itself.

    Examples
    --------
    >>> scope_of("SW petroleum & petrochemicals", {}), scope_of("A-share", {}), scope_of("AI+ five leaders", {})
    ('industry:sw1:石油石化', 'market', 'AI+ five leaders')
    """
    asked = text.strip()
    if code := _CODE.search(asked):
        return _of_code(code[0]) or asked
    if _ALL_THREE.fullmatch(asked):
        return _MARKET
    bare = _BEHIND.sub("", asked)
    keys = [_key(asked), _key(bare), _key(_PREFIX.sub("", bare))]
    industry_first = keys[::-1] if _PREFIX.match(asked) else keys
    for known in (_standing(), names):
        for key in industry_first:
            if key and key in known:
                return known[key]
    plain = plain_name(asked)
    return _standing().get(plain) or names.get(plain, asked)


def named_scopes(names: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    """Scopes by the names of a desk, written alike.

    Examples
    --------
    >>> named_scopes([("security:300502.SZ", ("新易盛", "Eoptolink Technology"))])["eoptolink technology"]
    'security:300502.SZ'
    """
    found: dict[str, str] = {}
    for scope, spelled in names:
        for name in spelled:
            found.setdefault(_key(name), scope)
            found.setdefault(plain_name(name), scope)
    return found


def name_beside_code(text: str) -> str | None:
    """The name that stands beside a code.

    Examples
    --------
    >>> name_beside_code("铜冠铜箔 301217"), name_beside_code("A-share")
    ('铜冠铜箔', None)
    """
    code = _CODE.search(text)
    bare = _CODE.sub(" ", text).strip(" ()（）,，|") if code else ""
    return bare if code and bare and _of_code(code[0]) else None


def scopes_named(subject: str) -> tuple[str, ...]:
    """The scopes that a list of names names, all of them or none.

    Examples
    --------
    >>> scopes_named("electronics and power equipment"), scopes_named("electronics and others")
    (('industry:sw1:电子', 'industry:sw1:电力设备'), ())
    """
    parts = [part for part in _LIST.split(subject) if part.strip()]
    found = tuple(scope_of(_VERB.sub("", _THE.sub("", part.strip())), {}) for part in parts)
    return found if all(":" in scope for scope in found) else ()


def same_name(scope: str, subject: str) -> bool:
    """Whether a scope that nobody knows, so kept as printed, is what a claim names as its subject.

    Examples
    --------
    >>> same_name("AI+ five leaders", "the AI+ five leaders"), same_name("market", "A股市场")
    (True, False)
    """
    one, other = _key(scope), _key(subject)
    return bool(one) and ":" not in scope and scope != _MARKET and (one == other or f" {one} " in f" {other} ")


def _of_code(text: str) -> str | None:
    try:
        code = SecurityId.parse(text)
    except InvalidSecurity:
        return None
    return f"index:{code}" if code.kind is SecurityKind.INDEX else f"security:{code}"


@cache
def _standing() -> Mapping[str, str]:
    """Every name of a scope that exists whatever is stored; the first level of industries before the second."""
    scopes = [(str(scope), (str(scope), *names)) for scope, names in standing_scopes().items()]
    return named_scopes((*scopes, *((scope, names) for scope, names in standing_names() if scope)))


def _key(text: str) -> str:
    """Small letters, words apart by one space, without ``and``."""
    return " ".join(word for word in _WORDS.split(text.lower()) if word and word != "and")
