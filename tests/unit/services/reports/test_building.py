"""Reports of every kind over the simulated market: whole, the same in both languages, silent where a finding is taken away."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from liangrong.core.errors import BadInput, InvalidSecurity, NoData, UnknownName, UsageError
from liangrong.core.results import Note
from liangrong.research.reports import fonts
from liangrong.research.reports.arrange import arrange
from liangrong.research.reports.findings import Finding, Grade
from liangrong.research.reports.kinds.catalogue import KINDS
from liangrong.research.reports.markdown import to_markdown
from liangrong.research.reports.render import FORMATS
from liangrong.research.reports.report import Report
from liangrong.research.reports.strength import WORDS, strength
from liangrong.services.reports.building import ReportRequest, report, write
from liangrong.services.workspace import Workspace
from tests.unit.services.reports.reading import figures, interval, keys_shown, sentences, stray_digits, text_of

Built = Callable[[str], Report]
GRADES: list[Grade] = ["published", "computed", "bounded", "suspect"]


@pytest.fixture(scope="module")
def workspace(simulated_store: Path) -> Workspace:
    return Workspace.open(simulated_store)


@pytest.fixture(scope="module")
def built(workspace: Workspace) -> Built:
    """The report of a kind, built once."""
    made: dict[str, Report] = {}

    def build(kind: str) -> Report:
        if kind not in made:
            event = "financing_ratio_100_2026" if kind == "rule-change" else None
            made[kind] = report(workspace, ReportRequest(kind=kind, event=event))  # type: ignore[arg-type]
        return made[kind]

    return build


def without(found: Report, *keys: str) -> Report:
    """The report as if some findings had never been made."""
    kept = tuple(finding for finding in found.draft.findings if finding.key not in keys)
    return replace(found, draft=replace(found.draft, findings=kept))


def graded(found: Report, grade: Grade) -> Report:
    """The report with every known finding at one grade."""
    told = tuple(finding if finding.value is None else replace(finding, grade=grade) for finding in found.draft.findings)
    return replace(found, draft=replace(found.draft, findings=told))


@pytest.mark.parametrize("kind", KINDS)
def test_every_chapter_says_something_or_why_not(built: Built, kind: str) -> None:
    found = built(kind)
    titles = [section.title for section in arrange(found, "en").sections]
    expected = [chapter.title[1] for chapter in found.outline.chapters]
    assert [title for title in titles if title in expected] == expected
    assert all(section.blocks for section in arrange(found, "en").sections)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_odd_is_printed(built: Built, kind: str) -> None:
    for lang in ("zh", "en"):
        text = text_of(arrange(built(kind), lang))
        assert not re.search(r"\bNone\b|\bnan\b|[{}]|\(\)|（）|  ", text), lang


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_print_equal_numbers(built: Built, kind: str) -> None:
    zh, en = figures(arrange(built(kind), "zh")), figures(arrange(built(kind), "en"))
    assert zh.keys() == en.keys()
    assert len(zh) > 10
    for key, text in zh.items():
        (low, high), (least, most) = interval(text), interval(en[key])
        assert low <= most, (key, text, en[key])
        assert least <= high, (key, text, en[key])


def test_the_comparison_of_languages_can_fail() -> None:
    assert interval("25,145.96 亿元")[1] < interval("CNY 25,145.96 billion")[0]
    low, high = interval("CNY 2,514.60 billion")
    assert low <= Decimal(2_514_596_000_000) <= high


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_name_equal_days_and_parameters(built: Built, kind: str) -> None:
    assert stray_digits(arrange(built(kind), "zh")) == stray_digits(arrange(built(kind), "en"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_finding_that_is_taken_away_takes_its_sentence_along(built: Built, kind: str) -> None:
    found = built(kind)
    whole = arrange(found, "zh")
    for finding in found.draft.findings:
        document = arrange(without(found, finding.key), "zh")
        assert finding.key not in keys_shown(document), finding.key
        assert all(section.blocks for section in document.sections), finding.key
        assert len(document.sections) <= len(whole.sections), finding.key
        to_markdown(document)


@pytest.mark.parametrize("kind", KINDS)
def test_without_findings_no_renderer_fails_and_no_heading_is_left(built: Built, kind: str) -> None:
    empty = replace(built(kind), draft=replace(built(kind).draft, findings=(), notes=(), source=()))
    assert arrange(empty, "en").sections == ()
    for form in FORMATS:
        assert write(empty, form, "en")


@pytest.mark.parametrize(("kind", "grade"), [*product(KINDS, GRADES)])
def test_no_sentence_is_stronger_than_its_evidence(built: Built, kind: str, grade: Grade) -> None:
    stronger = [other for other in GRADES if strength(other) > strength(grade)]
    for place, lang in enumerate(("zh", "en")):
        text = "\n".join(
            part
            for block in sentences(arrange(graded(built(kind), grade), lang))  # type: ignore[arg-type]
            for part in block.words
            if isinstance(part, str)
        )
        for verb in WORDS:
            own = WORDS[verb][grade][place]
            said = [WORDS[verb][other][place] for other in stronger]
            assert not [
                words
                for words in said
                if words and words not in own and re.search(rf"{re.escape(words)}(?= |$)", text, re.MULTILINE)
            ], lang


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_unknown_is_told_with_its_reason(built: Built, kind: str) -> None:
    found = built(kind)
    reason = Note("此数据源停止公布", "its publisher has stopped")
    lead = next(finding for finding in found.draft.findings if isinstance(finding.value, Decimal))
    blank = Finding.unknown(lead.key, lead.measure, lead.scope, reason, day=lead.date, unit=lead.unit, **lead.parameters)
    told = tuple(blank if finding.key == lead.key else finding for finding in found.draft.findings)
    document = arrange(replace(found, draft=replace(found.draft, findings=told)), "en")
    assert "its publisher has stopped" in text_of(document)


@pytest.mark.parametrize("kind", ["daily", "deep"])
def test_a_rebuild_gives_the_same_bytes(workspace: Workspace, kind: str) -> None:
    request = ReportRequest(kind=kind, as_of=date(2026, 1, 29))  # type: ignore[arg-type]
    first, again = report(workspace, request), report(Workspace.open(workspace.store.path), request)
    for form in ("html", "pdf", "md", "json", "docx"):
        assert write(first, form, "zh") == write(again, form, "zh"), form


@pytest.mark.parametrize("kind", KINDS)
def test_synthetic_data_say_so_everywhere(built: Built, kind: str) -> None:
    assert built(kind).is_synthetic
    for form in ("html", "md", "table"):
        assert "Synthetic data" in str(write(built(kind), form, "en")), form


def test_the_document_bears_the_day_of_what_is_known(workspace: Workspace) -> None:
    found = report(workspace, ReportRequest(kind="rule-change", known_at=datetime(2026, 1, 31, 4, 0, tzinfo=UTC)))
    assert found.dated == date(2026, 1, 31)
    assert report(workspace, ReportRequest(kind="rule-change", as_of=date(2026, 1, 28))).dated == date(2026, 1, 28)


def test_a_rule_change_is_worked_out_by_the_engine(built: Built) -> None:
    found = built("rule-change").findings
    assert (found["effects/financing.general/before"].value, found["effects/financing.general/after"].value) == (
        Decimal(1_250_000),
        Decimal(1_000_000),
    )
    assert found["effects/financing.general/change"].value == Decimal(-250_000)
    assert found["contracts.financing.spared"].value is True
    assert found["contracts/financing.rolled/ratio"].value == found["contracts/financing.kept/ratio"].value


def test_json_has_findings_and_document(built: Built) -> None:
    told = json.loads(str(write(built("rule-change"), "json", "en")))
    assert set(told) == {"kind", "data", "unit", "as_of", "known_at", "source", "warnings", "document"}
    rows = {row["finding"]: row for row in told["data"]}
    assert rows["capital"]["value"] == "1000000"
    shown = [word["finding"] for section in told["document"]["sections"] for block in section["blocks"] if block["type"] == "paragraph"
             for word in block["words"] if "finding" in word]  # fmt: skip
    assert "event.date" in shown
    assert set(shown) <= set(rows)


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (ReportRequest(kind="weekly"), UnknownName),  # type: ignore[arg-type]
        (ReportRequest(kind="rule-change", event="nothing"), UnknownName),
        (ReportRequest(kind="rule-change", on=date(2020, 2, 3)), NoData),
        (ReportRequest(kind="rule-change", capital=Decimal(0)), UsageError),
        (ReportRequest(kind="deep", subject="turnover"), UnknownName),
        (ReportRequest(kind="deep", security="abc"), InvalidSecurity),
    ],
)
def test_what_cannot_be_asked_is_refused(workspace: Workspace, request_: ReportRequest, error: type[Exception]) -> None:
    with pytest.raises(error):
        report(workspace, request_)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_without_a_font_the_file_is_refused(built: Built, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setattr(fonts, "_families", frozenset)
    monkeypatch.setattr(fonts, "_packaged", lambda: None)
    with pytest.raises(BadInput, match="no font with Chinese letters"):
        write(built("daily"), form, "zh")  # type: ignore[arg-type]


def test_an_unknown_format_is_refused(built: Built) -> None:
    with pytest.raises(UnknownName):
        write(built("rule-change"), "odt", "zh")  # type: ignore[arg-type]
