"""The only ones are all there are: a number that is announced against the one that is said to be the only, or of which a list says there are no others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.reading.numerals import chinese, digits, english
from liangrong.research.claims.verify.document.places import spoken
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_partitions"]

_N_ZH: Final = r"(?:\d{1,4}|[一二两三四五六七八九十百]{1,4})"
_N_EN: Final = r"(?:\d{1,3}(?:,\d{3})*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_C: Final = r"(?:家|个|只|支)"
_ONLY: Final = (
    re.compile(
        rf"\b(?P<all>{_N_EN}) (?P<noun>companies|stocks|sectors|industries|names|firms|brokers|boards)\b[^.;]{{0,120}}\bthe only (?P<one>{_N_EN})\b(?! (?:per|billion|million))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<all>{_N_ZH}){_C}(?P<noun>公司|个股|股票|行业|板块)[^。；]{{0,60}}(?:也是)?(?:仅有|唯一|仅)(?:的|这)(?P<one>{_N_ZH}){_C}"
    ),
)
_NO_OTHER: Final = re.compile(
    r"\bno other (?P<noun>sector|industry|stock|company|name|board)s?\b(?P<rest>[^.;]*)|(?:没有其他|别无其他|其他(?=[^，。；]{2,4}均(?:无|未)))(?P<noun2>行业|板块|个股|公司)(?P<rest2>[^。；]*)",
    re.IGNORECASE,
)
_LISTED_EN: Final = re.compile(
    r"^(?P<names>(?:[A-Z][\w&' -]*, )*[\w&' -]+ and [\w&' -]+?) (?:were|was|saw|had|recorded|suffered|posted|drew)\b"
)
_LISTED_ZH: Final = re.compile(
    r"^(?P<names>(?:[^、，。；\d]{2,8}、)*[^、，。；\d]{2,8}(?:和|与|及)[^，。；\d、]{2,8}?)(?:被|出现|遭|获|均|三|两|四|五|分别)"
)
_OUT: Final = re.compile(r"repa(?:id|y)|outflow|sold|net sell|净偿还|净卖出|净流出", re.IGNORECASE)
_IN: Final = re.compile(r"inflow|bought|net (?:purchase|buying)|净买入|净流入", re.IGNORECASE)


def check_partitions(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Rule on numbers beside "the only three", and on numbers of which a list says that there are no others."""
    passages = spoken(article)
    for passage in passages:
        for pattern in _ONLY:
            for match in pattern.finditer(passage.text):
                yield from _only(claims, passage, match)
        for match in _NO_OTHER.finditer(passage.text):
            yield from _no_other(claims, passage, match)


def _only(claims: Sequence[Claim], passage: Passage, match: re.Match[str]) -> Iterator[Ruling]:
    many, only = _number(match["all"]), _number(match["one"])
    if many <= only or not only:
        return
    reason = Note(f"前面说有{many}个，后面说只有{only}个。", f"{many} are announced, and then {only} are the only ones.")
    yield from refute(
        _counted(claims, passage, match.start(), match.end()),
        "count_mismatch",
        reason,
        basis="within_sentence",
        corrected=str(only),
    )


def _no_other(claims: Sequence[Claim], passage: Passage, match: re.Match[str]) -> Iterator[Ruling]:
    """A, B and C were repaid; no other sector was: a count elsewhere must be that of the names."""
    listed = _LISTED_EN.match(passage.text) or _LISTED_ZH.match(passage.text)
    noun = (match["noun"] or match["noun2"]).lower()
    rest = passage.text[: match.end()]
    way = "out" if _OUT.search(rest) and not _IN.search(rest) else "in" if _IN.search(rest) and not _OUT.search(rest) else ""
    if listed is None or not way:
        return
    many = len(re.split(r",\s*(?:and )?|\s+and\s+|、|和|与|及", listed["names"]))
    for claim in claims:
        counted = claim.figure is not None and claim.aspect is Aspect.COUNT and claim.figure.kind is Kind.COUNT
        if not counted or claim.figure is None or claim.passage == passage or claim.passage.item != passage.item:
            continue
        if noun[:6] not in claim.text.lower() or claim.direction != way or claim.threshold is not None:
            continue
        if claim.figure.interval().contains(many):
            continue
        reason = Note(f"文中列出{many}个，并说没有其他。", f"The text names {many} and says that there are no others.")
        yield from refute([claim], "count_mismatch", reason, quoted(passage), corrected=str(many))


def _counted(claims: Sequence[Claim], passage: Passage, start: int, end: int) -> list[Claim]:
    low, high = passage.start + start, passage.start + end
    found = [
        one
        for one in claims
        if one.passage == passage and one.figure is not None and one.figure.kind in (Kind.COUNT, Kind.NUMBER)
    ]
    return [one for one in found if one.figure is not None and low <= one.figure.start < high]


def _number(text: str) -> int:
    bare = text.replace(",", "")
    value = digits(bare) if bare.isdigit() else chinese(bare) or english(bare)
    return int(value.value) if value is not None else 0
