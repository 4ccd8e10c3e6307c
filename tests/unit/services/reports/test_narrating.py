"""A narration at the head of a report: breaks if a refused text gets in, if a failure stops the report, or if a line of a chart is told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from liangrong.core.errors import Lang
from liangrong.research.reports.arrange import arrange
from liangrong.research.reports.blocks import plain_text
from liangrong.research.reports.findings import shown
from liangrong.research.reports.kinds.catalogue import KINDS
from liangrong.research.reports.narrator.handed import MOST_HANDED, handed
from liangrong.research.reports.narrator.messages import Message
from liangrong.research.reports.render import FORMATS
from liangrong.research.reports.report import Report
from liangrong.services.narration.endpoint import NarratorFailed
from liangrong.services.reports.building import ReportRequest, report, write
from liangrong.services.reports.narrating import narrated
from liangrong.services.verbs.catalogue import verb
from liangrong.services.verbs.parameters import parameters
from liangrong.services.workspace import Workspace

DAY = date(2026, 1, 29)
HEADINGS = {"zh": "叙述（由模型撰写，数字已逐一核对）", "en": "Narration (written by a model; every figure checked)"}


@pytest.fixture(scope="module")
def workspace(simulated_store: Path) -> Workspace:
    return Workspace.open(simulated_store)


@pytest.fixture(scope="module")
def daily(workspace: Workspace) -> Report:
    return report(workspace, ReportRequest(kind="daily", as_of=DAY))


class Model:
    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self.asked: list[Sequence[Message]] = []

    def __call__(self, told: Sequence[Message]) -> str:
        self.asked.append(told)
        return self.texts[min(len(self.asked), len(self.texts)) - 1]


def honest(found: Report, lang: Lang) -> str:
    total = shown(found.findings["total"], lang)
    said = {
        "zh": f"{DAY}，全市场两融余额为{total}。",
        "en": f"On {DAY} the margin trading balance of the whole market was {total}.",
    }
    return said[lang]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_text_that_passes_stands_at_the_head_of_every_format(daily: Report, lang: Lang) -> None:
    text = honest(daily, lang)
    found = narrated(daily, lang, Model(f"## {text}\n\n**{text}**"))
    assert found.warning is None
    first = arrange(found.report, lang).sections[0]
    assert first.title == HEADINGS[lang]
    assert [plain_text(block.words) for block in first.blocks] == [text, text], "paragraphs, without a model's marks"  # type: ignore[union-attr]
    for form in sorted(set(FORMATS) - {"pdf", "docx"}):
        made = str(write(found.report, form, lang))
        assert "".join(HEADINGS[lang].split()) in "".join(made.split()), form
        assert "".join(made.split()).index("".join(text.split())) < "".join(made.split()).rindex("".join(text.split())), form


def test_a_pdf_and_a_docx_have_it_too(daily: Report) -> None:
    pdfium, docx = pytest.importorskip("pypdfium2"), pytest.importorskip("docx")
    import io

    found = narrated(daily, "zh", Model(honest(daily, "zh"))).report
    document = pdfium.PdfDocument(write(found, "pdf", "zh"))
    page = document[0]
    text = page.get_textpage()
    assert HEADINGS["zh"] in text.get_text_range()
    for each in (text, page, document):
        each.close()
    headings = [each.text for each in docx.Document(io.BytesIO(write(found, "docx", "zh"))).paragraphs]  # type: ignore[arg-type]
    assert HEADINGS["zh"] in headings


def test_it_stands_in_the_language_in_which_it_was_checked(daily: Report) -> None:
    found = narrated(daily, "zh", Model(honest(daily, "zh"))).report
    assert arrange(found, "en") == arrange(daily, "en")


def test_a_refused_text_never_gets_in_and_the_first_objection_is_told(daily: Report) -> None:
    model = Model("全市场两融余额为99,999.99亿元。")
    found = narrated(daily, "zh", model)
    assert found.report == daily, "the report is written without it"
    assert found.warning is not None
    assert "99,999.99" in found.warning.zh
    assert "refused 3 times" in found.warning.en
    assert len(model.asked) == 3
    assert "99,999.99" in model.asked[1][-1]["content"]


def test_a_model_that_says_nothing_is_told(daily: Report) -> None:
    found = narrated(daily, "en", Model(" "))
    assert (found.report, found.warning and found.warning.en) == (daily, "The model said nothing; the report has no narration.")


def test_an_endpoint_that_fails_is_a_warning(daily: Report) -> None:
    def broken(_: Sequence[Message]) -> str:
        raise NarratorFailed(reason="it answered 500", reason_zh="返回了 500")

    found = narrated(daily, "en", broken)
    assert found.report == daily
    assert found.warning is not None
    assert "500" in found.warning.en
    assert "500" in found.warning.zh


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_a_reader_meets_first_is_told(workspace: Workspace, kind: str) -> None:
    event = "financing_ratio_100_2026" if kind == "rule-change" else None
    built = report(workspace, ReportRequest(kind=kind, as_of=DAY, event=event))  # type: ignore[arg-type]
    told = handed(built, "en")
    assert 5 < len(told) <= MOST_HANDED
    assert [one.key for one in told if one.value is None or one.key.startswith("series.")] == []
    assert {one.key for one in told} <= set(built.findings)


def test_the_model_is_told_no_more_than_that(daily: Report) -> None:
    model = Model(honest(daily, "zh"))
    narrated(daily, "zh", model)
    told = json.loads(model.asked[0][1]["content"])
    assert [one["name"] for one in told] == [one.key for one in handed(daily, "zh")]
    assert "total.record" in {one["name"] for one in told}, "what decides a sentence is told as well"


def test_nobody_can_ask_for_it_over_a_network() -> None:
    assert not {"narrate", "ask", "lang"} & {each.name for each in parameters(verb("report"))}
