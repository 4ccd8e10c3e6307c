"""A judgement of a claim: the verdict, why, on what evidence, and what would be right."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Literal, TypeAlias

from liangrong.core.errors import Lang
from liangrong.core.results import Note

__all__ = ["BASES", "ERROR_TYPES", "Basis", "Evidence", "Judgement", "Ruling", "Strength", "Support", "Verdict"]


class Verdict(StrEnum):
    """What became of a claim."""

    CONSISTENT = "consistent"
    UNIT_ERROR = "unit_error"
    ARITHMETIC_ERROR = "arithmetic_error"
    INTERNALLY_CONTRADICTORY = "internally_contradictory"
    CONTRADICTS_PUBLISHED = "contradicts_published"
    NEEDS_EXTERNAL_DATA = "needs_external_data"
    OPINION = "opinion"

    @property
    def support(self) -> Support:
        """The coarse label."""
        if self is Verdict.CONSISTENT:
            return "supported"
        return "not_checkable" if self in (Verdict.NEEDS_EXTERNAL_DATA, Verdict.OPINION) else "refuted"


Support: TypeAlias = Literal["supported", "refuted", "not_checkable"]
Strength: TypeAlias = Literal["derived", "feasibility"]
"""``derived``: an equality or an order was recomputed; ``feasibility``: only a bound was."""
Basis: TypeAlias = Literal["within_sentence", "same_document", "published", "store", "rulebook", "none"]

BASES: Final[dict[Basis, Note]] = {
    "within_sentence": Note("同一句", "the sentence itself"),
    "same_document": Note("同一篇", "the same document"),
    "published": Note("已公布数字", "published figures"),
    "store": Note("库中数据", "stored data"),
    "rulebook": Note("规则库", "the rulebook"),
    "none": Note("无", "nothing"),
}

ERROR_TYPES: Final[dict[str, Note]] = {
    "unit_slip": Note("单位错误", "unit slip"),
    "arithmetic": Note("算术不符", "arithmetic"),
    "cross_statement": Note("前后矛盾", "conflict between statements"),
    "label_mixup": Note("指标混淆", "label mix-up"),
    "scope": Note("口径错误", "wrong scope"),
    "as_of_mismatch": Note("时点不一致", "as-of mismatch"),
    "stale_date": Note("日期过时", "stale date"),
    "wrong_date": Note("日期错误", "wrong date"),
    "stale_rule": Note("规则过时", "stale rule"),
    "definition": Note("定义不符", "definition"),
    "mechanism": Note("机制错误", "mechanism"),
    "sort_order": Note("排序错误", "sort order"),
    "count_mismatch": Note("计数不符", "count mismatch"),
    "impossible_bound": Note("不可能的界限", "impossible bound"),
    "list_mismatch": Note("列表不对应", "list mismatch"),
    "metric_drift": Note("指标漂移", "metric drift"),
    "subject_drift": Note("主体漂移", "subject drift"),
    "missing_value": Note("数值缺失", "missing value"),
    "unsupported_by_table": Note("表中无据", "unsupported by the table"),
    "wrong_value": Note("数值错误", "wrong value"),
    "wrong_sign": Note("方向错误", "wrong sign"),
    "wrong_record": Note("并非纪录", "not a record"),
}
"""Every type of error there is, with its name."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that a judgement rests on.

    Parameters
    ----------
    kind
        ``passage``, ``figure`` (published), ``store``, ``rule`` or ``calculation``.
    text
        What it says, as printed or as computed.
    source
        The file, figure id, measure or rule; empty for the article itself.
    start, end
        Where it stands in ``Article.text``; -1 where it does not.
    """

    kind: Literal["passage", "figure", "store", "rule", "calculation"]
    text: str
    source: str = ""
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a check says of a claim.

    Parameters
    ----------
    reason
        One sentence, in both languages, with the numbers that decide.
    corrected
        What the text should have said, where that is known: ``25,145.96 亿元 = 2,514.596 billion yuan``.
    flags
        Remarks that do not decide: ``small_base``, ``mixed_units_in_sentence``.
    """

    verdict: Verdict
    reason: Note
    basis: Basis = "none"
    strength: Strength | None = None
    error_types: tuple[str, ...] = ()
    corrected: str | None = None
    evidence: tuple[Evidence, ...] = ()
    flags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        refuted = self.verdict.support == "refuted"
        assert refuted == bool(self.error_types), f"{self.verdict}: a refutation, and only it, names its types"
        assert all(kind in ERROR_TYPES for kind in self.error_types), self.error_types
        assert (self.verdict is Verdict.CONSISTENT) == (self.strength is not None), f"{self.verdict}: {self.strength}"

    def row(self, lang: Lang) -> dict[str, Any]:
        """The fields of JSON that a judgement fills."""
        return {
            "verdict": self.verdict.value,
            "support": self.verdict.support,
            "strength": self.strength,
            "basis": self.basis,
            "error_types": list(self.error_types),
            "flags": list(self.flags),
            "corrected": self.corrected,
            "evidence": [f"{one.text} [{one.source}]" if one.source else one.text for one in self.evidence],
            "reason": self.reason.text(lang),
        }


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a check has to say about the claim of a number."""

    claim: int
    judgement: Judgement = field()
