"""Asking a model: breaks if a refused text is shown, if a model may try for ever, or if it is not told what was wrong."""

from __future__ import annotations

from collections.abc import Sequence

from liangrong.research.reports.narrator.messages import Message, messages
from liangrong.research.reports.narrator.narration import ATTEMPTS, narrate
from tests.unit.research.reports.narrator.test_guard import FAITHFUL, FINDINGS, HOSTILE


class Model:
    """A narrator that says what it was given, one text after the other."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self.asked: list[Sequence[Message]] = []

    def __call__(self, told: Sequence[Message]) -> str:
        self.asked.append(told)
        return self.texts[min(len(self.asked), len(self.texts)) - 1]


def test_the_first_text_that_passes_is_shown() -> None:
    honest = FAITHFUL[0][1]
    model = Model(HOSTILE[0][1], honest)
    found = narrate(FINDINGS, "zh", model)
    assert (found.text, found.attempts, found.passed) == (honest, 2, True)
    assert HOSTILE[0][2] in model.asked[1][-1]["content"], "it is told what was wrong"


def test_after_some_attempts_nothing_is_shown() -> None:
    model = Model(HOSTILE[0][1])
    found = narrate(FINDINGS, "zh", model)
    assert (found.text, found.passed, len(model.asked)) == ("", False, ATTEMPTS)
    assert found.objections


def test_silence_does_not_pass() -> None:
    assert not narrate(FINDINGS, "zh", Model("  ")).passed


def test_a_model_is_told_values_as_a_reader_sees_them_and_why_some_are_missing() -> None:
    told = messages(FINDINGS, "en")[1]["content"]
    assert "CNY 2,604.18 billion" in told
    assert "not known" in told
