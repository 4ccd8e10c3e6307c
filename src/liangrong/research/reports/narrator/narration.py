"""Ask a model for prose around findings until the guard lets it pass, or give up and say why."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from liangrong.core.errors import Lang
from liangrong.research.reports.findings import Finding
from liangrong.research.reports.narrator.guard import Objection, examine
from liangrong.research.reports.narrator.messages import Message, messages

__all__ = ["ATTEMPTS", "Ask", "Narration", "narrate"]

ATTEMPTS: Final = 3
"""How often a model may try; what was wrong is told to it."""

_EMPHASIS: Final = re.compile(r"[*`]+|^[ \t]*(?:#+|>)[ \t]*", re.MULTILINE)
"""Marks with which models set off words and headings: a report has its own."""
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no document can hold."""

Ask: TypeAlias = Callable[[Sequence[Message]], str]
"""From messages to the text of a model."""


@dataclass(frozen=True, slots=True)
class Narration:
    """A text that passed, or the reasons why none did.

    Parameters
    ----------
    text
        Empty where every attempt was refused.
    objections
        Of the last attempt; none where the text passed.
    """

    text: str
    objections: tuple[Objection, ...]
    attempts: int

    @property
    def passed(self) -> bool:
        """Whether there is a text that may be shown."""
        return bool(self.text)


def narrate(findings: Sequence[Finding], lang: Lang, ask: Ask) -> Narration:
    """Prose around findings.

    Parameters
    ----------
    findings
        What may be said.
    ask
        The model.
    """
    objections: tuple[Objection, ...] = ()
    for attempt in range(1, ATTEMPTS + 1):
        text = _plain(ask(messages(findings, lang, objections)))
        objections = examine(text, findings, lang)
        if text and not objections:
            return Narration(text, (), attempt)
    return Narration("", objections, ATTEMPTS)


def _plain(text: str) -> str:
    return _EMPHASIS.sub("", _CONTROLS.sub("", text)).strip()
