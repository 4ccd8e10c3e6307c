"""A code of a security in brackets behind a name, or in the cell beside it: whether the list of securities, or the text itself, gives the code to another company."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Passage
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.entities import standing_names
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import Outline
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_codes"]

_PAIR: Final = re.compile(
    r"(?P<name>[\u3400-\u9fffA-Za-z][\u3400-\u9fff\w&.*’' -]{1,30}?)(?:-[UW]{1,2})?\s?[（(]\s?(?:(?:SZ|SH|BJ)\s?[:：]?\s?)?(?P<code>[034689]\d{5})(?:\.(?:SZ|SH|SS|BJ))?\s?[)）]"
)
_CELLS: Final = re.compile(r"(?P<name>[\u3400-\u9fff]{2,8}(?:-[UW]{1,2})?)[\s|]*(?P<code>[036]\d{5})(?![\d.])")
"""A name and its code in cells beside each other; codes of Beijing were given anew, and are left alone."""
_SECURITY: Final = "security:"


@dataclass(frozen=True, slots=True)
class _Pair:
    name: str
    code: str
    start: int
    end: int
    passage: Passage


def check_codes(outline: Outline, desk: Desk) -> Iterator[Ruling]:
    """Refute a pair of name and code of which the code is another company's."""
    text = outline.article.text
    found = [
        _Pair(match["name"].strip(), match["code"], match.start(), match.end(), passage)
        for passage in outline.article.passages
        for match in (_CELLS if passage.role == "row" else _PAIR).finditer(text, passage.start, passage.end)
    ]
    if not found:
        return
    listed = _listed(desk)
    for place, pair in enumerate(found):
        own = next((codes for at in range(len(pair.name) - 1) if (codes := listed.get(pair.name[at:].casefold()))), set())
        wrong, owner = len(own) == 1 and pair.code not in own, ""
        if not wrong:
            mine = [one for one in found[:place] if _named(pair, one.name) and one.code != pair.code]
            others = [one for one in found[:place] if one.code == pair.code and not _named(pair, one.name)]
            wrong, owner = bool(mine and others), others[0].name if mine and others else ""
        if not wrong:
            continue
        reason = Note(
            f"{pair.code}不是{pair.name}的代码{f'，而是{owner}的' if owner else ''}。",
            f"{pair.code} is not the code of {pair.name}{f', but that of {owner}' if owner else ''}.",
        )
        said = [one for one in outline.claims if one.passage == pair.passage]
        yield from refute(_claims(said, pair), "cross_statement", reason, quoted(pair.passage))


def _listed(desk: Desk) -> dict[str, set[str]]:
    """The codes of every listed name."""
    found: dict[str, set[str]] = defaultdict(set)
    for source in (standing_names(), desk.names):
        for scope, names in source:
            if scope.startswith(_SECURITY):
                for name in names:
                    found[name.casefold()].add(scope.removeprefix(_SECURITY)[:6])
    return found


def _named(pair: _Pair, name: str) -> bool:
    """Whether a pair is of a name, be there words before it."""
    return pair.name.endswith(name) or name.endswith(pair.name)


def _claims(claims: Sequence[Claim], pair: _Pair) -> list[Claim]:
    """The facts said of the pair: those whose words it stands in."""
    return [one for one in claims if one.start < pair.end and pair.start < one.end and one.nature is Nature.FACT][:1]
