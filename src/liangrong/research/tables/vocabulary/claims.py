"""Columns and words of a checked text; what documents and claims share stands with the documents."""

from __future__ import annotations

from typing import Final

from liangrong.research.claims.annotation.page import VERDICTS
from liangrong.research.claims.judgement import ERROR_TYPES
from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

_ZH: Final = {name: note.zh for name, note in ERROR_TYPES.items()}
_EN: Final = {name: note.en for name, note in ERROR_TYPES.items()}
HEADINGS: Final[dict[str, Heading]] = {
    "claim": Heading("编号", "claim"),
    "upper": Heading("上端", "upper end"),
    "hedge": Heading("措辞", "hedge", Shown.WORD, words={
        "about": "约", "nearly": "近", "over": "超", "at_least": "以上", "under": "不足", "at_most": "以内",
    }),
    "period": Heading("时间", "when"),
    "support": Heading("大类", "support", Shown.WORD, words={"supported": "成立", "refuted": "不成立", "not_checkable": "无从核对"}, english={"not_checkable": "not checkable"}),
    "strength": Heading("力度", "strength", Shown.WORD, words={"derived": "推得", "feasibility": "仅可行"}),
    "error_types": Heading("错误类型", "types of error", Shown.WORD, words=_ZH, english=_EN),
    "flags": Heading("提示", "remarks", Shown.WORD, words={**_ZH, "small_base": "基数小", "mixed_units_in_sentence": "同句单位不一"}, english=_EN),
    "corrected": Heading("应为", "should be", Shown.PROSE),
    "evidence": Heading("证据", "evidence", Shown.PROSE),
}  # fmt: skip

WORDS: Final[dict[str, str]] = {verdict.value: note.zh for verdict, note in VERDICTS.items()}
"""Verdicts stand in a column that other answers have, too."""
