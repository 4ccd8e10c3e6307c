"""A report with a model's prose at its head, or the report as it was and the reason; for the command line alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from liangrong.core.errors import Lang
from liangrong.core.results import Note
from liangrong.research.reports.narrator.handed import handed
from liangrong.research.reports.narrator.narration import Ask, narrate
from liangrong.research.reports.report import Prose, Report
from liangrong.services.narration.endpoint import NarratorFailed

__all__ = ["Narrated", "narrated"]

_SILENT: Final = Note("模型没有给出文字，报告不含叙述。", "The model said nothing; the report has no narration.")


@dataclass(frozen=True, slots=True)
class Narrated:
    """The report, and why it has no narration where it has none."""

    report: Report
    warning: Note | None = None


def narrated(found: Report, lang: Lang, ask: Ask) -> Narrated:
    """Let a model write around the first findings of a report.

    A text that is refused to the last, and an endpoint that fails, leave the report as it was.

    Parameters
    ----------
    ask
        The model, such as ``named_endpoint().complete``.
    """
    try:
        told = narrate(handed(found, lang), lang, ask)
    except NarratorFailed as error:
        return Narrated(found, Note(error.message("zh"), error.message("en")))
    if told.passed:
        return Narrated(replace(found, prose=Prose(lang, told.text)))
    if not told.objections:
        return Narrated(found, _SILENT)
    first = told.objections[0]
    return Narrated(
        found,
        Note(
            f"模型写的叙述 {told.attempts} 次都未通过核对，报告不含叙述；最后一次的第一处：“{first.text}”——{first.reason.zh}",
            f"The model's text was refused {told.attempts} times and the report has no narration; what was first wrong with the last "
            f"one: '{first.text}': {first.reason.en}",
        ),
    )
