"""What a model is told: the findings as they may be said, the rules, and what was wrong with its last attempt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, TypedDict

from liangrong.core.errors import Lang
from liangrong.core.results import plain
from liangrong.research.reports.findings import GRADES, Finding, shown
from liangrong.research.reports.narrator.bearing import is_signed

if TYPE_CHECKING:
    from liangrong.research.reports.narrator.guard import Objection

__all__ = ["Message", "messages"]


class Message(TypedDict):
    """One message of a conversation with a model."""

    role: str
    content: str


_RULES: Final[dict[Lang, str]] = {
    "zh": (
        "你为两融（融资融券）简报写一段通顺的文字。只能使用给出的数字：数值、单位、日期、主体、升降方向都须与所给一致，可按原单位四舍五入，"
        "不得计算新数字，不得预测，不得给出建议。没有给出的事实不要写。把日期写全（如 2026-01-30），说到数字时写明指标与范围。只输出正文。"
    ),
    "en": (
        "You write one readable passage for a report on China's margin trading. Use only the figures that are given: values, units, dates, "
        "subjects and directions must be theirs; rounding in the same unit is allowed, computing new figures is not. No forecast, no advice, "
        "no fact that is not given. Write dates in full, such as 2026-01-30, and name measure and scope with each figure. Output the text alone."
    ),
}
_WRONG: Final[dict[Lang, str]] = {
    "zh": "上一稿被拒绝，原因如下，请重写全文：",
    "en": "Your last text was refused for these reasons; write it anew:",
}


def messages(findings: Sequence[Finding], lang: Lang, objections: Sequence[Objection] = ()) -> tuple[Message, ...]:
    """The conversation so far, as a model with the OpenAI interface reads it."""
    told = json.dumps([_told(finding, lang) for finding in findings], ensure_ascii=False)
    found = [Message(role="system", content=_RULES[lang]), Message(role="user", content=told)]
    if objections:
        reasons = "\n".join(f"- {objection.text}: {objection.reason.text(lang)}" for objection in objections)
        found.append(Message(role="user", content=f"{_WRONG[lang]}\n{reasons}"))
    return tuple(found)


def _told(finding: Finding, lang: Lang) -> dict[str, Any]:
    said = {
        "measure": finding.measure,
        "scope": finding.scope,
        "date": plain(finding.date),
        "value": shown(finding, lang, sign=is_signed(finding)),
        "grade": GRADES[finding.grade][0 if lang == "zh" else 1],
        "name": finding.key,
    }
    return said | (
        {"parameters": {name: plain(value) for name, value in finding.parameters.items()}} if finding.parameters else {}
    )
