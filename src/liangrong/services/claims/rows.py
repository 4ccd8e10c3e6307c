"""The rows of a checked text as a table of fixed columns, and how many claims became what, in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.results import Note

if TYPE_CHECKING:
    from liangrong.research.claims.check import Checked

__all__ = ["ROWS", "told_counts"]

_TEXT: Final = pl.String()
_TEXTS: Final = pl.List(pl.String())

ROWS: Final[Mapping[str, Any]] = MappingProxyType({
    "document": _TEXT, "claim": pl.Int64(), "sentence": _TEXT, "text": _TEXT, "start": pl.Int64(), "end": pl.Int64(), "value": _TEXT,
    "upper": _TEXT, "unit": _TEXT, "hedge": _TEXT, "metric": _TEXT, "aspect": _TEXT, "scope": _TEXT, "subject": _TEXT, "period": _TEXT,
    "direction": _TEXT, "verdict": _TEXT, "support": _TEXT, "strength": _TEXT, "basis": _TEXT, "error_types": _TEXTS, "flags": _TEXTS,
    "corrected": _TEXT, "evidence": _TEXTS, "reason": _TEXT,
})  # fmt: skip
"""Column to its type, the same for every text: numbers are as printed, in the unit beside them; offsets count characters of the text handed in."""


def told_counts(checked: Checked) -> Note:
    """How many claims a text makes and how many hold, with its name where it has one."""
    zh, en = ("", "") if checked.article.name in ("", "-") else (f"{checked.article.name}：", f"{checked.article.name}: ")
    if not checked.claims:
        return Note(f"{zh}没有找到可以核对的说法。", f"{en}No claim was found that could be checked.")
    counted = Counter(one.judgement.verdict.support for one in checked.claims)
    wrong, right, open_ = (counted[support] for support in ("refuted", "supported", "not_checkable"))
    claims = f"{len(checked.claims)} claim{'' if len(checked.claims) == 1 else 's'}"
    return Note(
        f"{zh}{len(checked.claims)} 条说法：{wrong} 条不成立，{right} 条有依据，{open_} 条无法核对。",
        f"{en}{claims}: {wrong} {'does' if wrong == 1 else 'do'} not hold, {right} hold{'s' if right == 1 else ''}, {open_} cannot be checked.",
    )
