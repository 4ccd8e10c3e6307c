"""A checked text as a table of few columns: what does not hold first, then what does, then what cannot be checked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from liangrong.core.errors import Lang
from liangrong.core.results import Result
from liangrong.research.claims.annotation.page import SUPPORTS, VERDICTS
from liangrong.research.claims.judgement import ERROR_TYPES, Verdict

__all__ = ["CHECKED", "claim_table", "weightiest_first"]

CHECKED: Final = "check-text"
"""The verb whose rows these are."""
_HEADS: Final = {
    "zh": ("编号", "说法", "结论", "理由", "应为"),
    "en": ("No.", "printed", "verdict", "reason", "should be"),
}
_LONGEST: Final = 80
"""Characters of a clause that are repeated; the structured answer has all of it."""


def weightiest_first(result: Result) -> Result:
    """The same rows, what does not hold before what holds, and that before what cannot be checked: what is cut off is what matters least."""
    import polars as pl

    weight = pl.col("support").replace_strict({support: place for place, support in enumerate(SUPPORTS)}, return_dtype=pl.Int8)
    return replace(result, data=result.data.sort(weight, maintain_order=True))


def claim_table(result: Result, lang: Lang) -> str:
    """The rows as Markdown; numbers are those of the column ``claim``."""
    lines = [
        _HEADS[lang],
        ("---:", "---", "---", "---", "---"),
        *(_cells(row, lang) for row in result.data.iter_rows(named=True)),
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cells(row: dict[str, Any], lang: Lang) -> tuple[str, ...]:
    verdict = f"{SUPPORTS[row['support']][0]} {VERDICTS[Verdict(row['verdict'])].text(lang)}"
    told = [ERROR_TYPES[kind].text(lang) for kind in row["error_types"]]
    printed = " ".join(str(row["text"]).split())
    shown = printed if len(printed) <= _LONGEST else f"{printed[:_LONGEST]}…"
    said = ("：" if lang == "zh" else ": ") + ("、" if lang == "zh" else ", ").join(told) if told else ""
    cells = (row["claim"], shown, f"{verdict}{said}", row["reason"], row["corrected"] or "")
    return tuple(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells)
