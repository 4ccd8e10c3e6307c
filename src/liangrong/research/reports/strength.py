"""How strongly a sentence may speak: the words that each grade of evidence allows, and none stronger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

from liangrong.core.errors import Lang
from liangrong.research.reports.findings import GRADES, Finding, Grade

__all__ = ["WORDS", "Verb", "strength", "verb", "weakest"]

Verb: TypeAlias = Literal["is", "so"]
"""``is`` stands before a figure; ``so`` makes a statement depend on its evidence: before it in Chinese, after it in English."""

_ORDER: Final = tuple(GRADES)
"""The grades from the strongest to the weakest."""

WORDS: Final[dict[Verb, dict[Grade, tuple[str, str]]]] = {
    "is": {
        "published": ("为", "stood at"),
        "computed": ("按计算为", "computes to"),
        "bounded": ("至少为", "is at least"),
        "suspect": ("存疑，记为", "is in doubt, put at"),
    },
    "so": {
        "published": ("", ""),
        "computed": ("按计算，", ", as computed"),
        "bounded": ("至少就已知的数据而言，", ", at least as far as the data reach"),
        "suspect": ("数据存疑：", ", on data in doubt"),
    },
}
"""What may be said at each grade; where nothing is known there is no sentence."""


def weakest(findings: Iterable[Finding]) -> Grade:
    """The weakest grade among findings, which decides how the sentence that holds them may speak.

    Examples
    --------
    >>> weakest([])
    'published'
    """
    return max((finding.grade for finding in findings), key=_ORDER.index, default="published")


def strength(grade: Grade) -> int:
    """How strong a grade is: the higher, the stronger.

    Examples
    --------
    >>> strength("published") > strength("computed") > strength("bounded") > strength("suspect") > strength("unknown")
    True
    """
    return len(_ORDER) - _ORDER.index(grade)


def verb(kind: Verb, grade: Grade, lang: Lang) -> str:
    """The words that a sentence resting on ``grade`` may use.

    Examples
    --------
    >>> verb("is", "bounded", "en"), verb("so", "suspect", "zh")
    ('is at least', '数据存疑：')
    """
    return WORDS[kind][grade][0 if lang == "zh" else 1]
