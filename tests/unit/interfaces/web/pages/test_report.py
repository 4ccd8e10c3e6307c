"""Report: every figure is the document's, every chart and file has an address, what cannot be built is a sentence, nobody waits long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from threading import Event

import pytest
from starlette.testclient import TestClient

from liangrong.core.errors import Lang
from liangrong.interfaces.web.app import create_app
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.settings import Settings
from liangrong.research.reports.arrange import arrange
from liangrong.research.reports.blocks import Chart, Document, Shown
from liangrong.research.reports.kinds.catalogue import KINDS
from liangrong.services.reports.building import ReportRequest, report, write
from liangrong.services.workspace import Workspace
from tests.unit.interfaces.web.conftest import ADDRESS
from tests.unit.interfaces.web.pages.test_rules import text_of
from tests.unit.services.reports.reading import words_of

PATIENCE_S = 60.0
EVENT = "financing_ratio_100_2026"


@pytest.fixture(scope="module")
def desk(web_store: Path) -> Desk:
    found = Desk(Settings(store=web_store, warmed=False))
    found.workbench._patience = PATIENCE_S
    return found


@pytest.fixture(scope="module")
def visitor(desk: Desk) -> Iterator[TestClient]:
    with TestClient(create_app(desk.settings, desk=desk), base_url=ADDRESS) as client:
        yield client


def request_of(kind: str) -> ReportRequest:
    return ReportRequest(kind=kind, event=EVENT if kind == "rule-change" else None)  # type: ignore[arg-type]


def address_of(kind: str, lang: str) -> str:
    return f"/report?kind={kind}&lang={lang}{f'&event={EVENT}' if kind == 'rule-change' else ''}"


def arranged(desk: Desk, kind: str, lang: Lang) -> Document:
    return arrange(report(desk.workspace(), request_of(kind)), lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_report_is_shown_with_every_figure_and_heading(visitor: TestClient, desk: Desk, kind: str, lang: Lang) -> None:
    html, document = visitor.get(address_of(kind, lang)).text, arranged(desk, kind, lang)
    shown = re.findall(r'<data value="[^"]*" data-finding="([^"]*)"[^>]*>([^<]*)</data>', html)
    told = {(part.finding.key, part.text) for words in words_of(document) for part in words if isinstance(part, Shown)}
    known = {(key, text) for key, text in told if text not in ("未知", "not known")}
    assert known <= {(unescape(key), unescape(text)) for key, text in shown}
    headings = [unescape(text).strip() for text in re.findall(r'<h2 id="section-\d+">([^<]*)</h2>', html)]
    assert headings == [section.title for section in document.sections]
    assert f"<h1>{document.title}</h1>" in unescape(html)
    assert [each for each in re.findall(r' id="([^"]+)"', html) if html.count(f' id="{each}"') > 1] == []


@pytest.mark.parametrize("kind", KINDS)
def test_its_charts_are_drawn_by_the_browser_beside_their_tables(visitor: TestClient, desk: Desk, kind: str) -> None:
    html = visitor.get(address_of(kind, "en")).text
    addresses = [unescape(each) for each in re.findall(r'data-chart="([^"]+)"', html)]
    charts = [block for section in arranged(desk, kind, "en").sections for block in section.blocks if isinstance(block, Chart)]
    assert [address.partition(".")[0] for address in addresses] == [f"/report/chart-{chart.name}" for chart in charts]
    for address in addresses:
        answer = visitor.get(f"{address}&width=340")
        assert answer.headers["content-type"] == "application/json"
        assert "$schema" in answer.json()
        assert "content-disposition" not in answer.headers
    assert "<svg" not in html


def test_a_chart_has_a_still_picture_for_who_runs_no_scripts(visitor: TestClient) -> None:
    html = visitor.get("/report?lang=en").text
    found = re.search(r'<noscript><img src="([^"]+)"', html)
    assert found
    answer = visitor.get(unescape(found[1]))
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.startswith("<svg")


def test_files_are_those_of_the_command_line(visitor: TestClient, web_store: Path) -> None:
    found = report(Workspace.open(web_store), ReportRequest(kind="daily"))
    html = visitor.get("/report?lang=en").text
    addresses = dict(re.findall(r'<li><a href="(/report/report\.[^"]+)" download[^>]*>([^<]+)</a>', html))
    assert list(addresses.values()) == ["PDF", "DOCX", "Markdown", "JSON", "HTML"]
    for address in map(unescape, addresses):
        form = address.partition("?")[0].rpartition(".")[2]
        answer = visitor.get(address)
        made = write(found, form, "en")  # type: ignore[arg-type]
        assert answer.content == (made if isinstance(made, bytes) else made.encode()), form
        name = f"daily-{found.as_of}-en.{form}"
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        again = visitor.get(address, headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304, "kept until the data change"


def test_the_form_asks_what_the_kind_needs(visitor: TestClient) -> None:
    fields = {}
    for kind in KINDS:
        form = re.search(
            r'<form class="filters" action="/report">.*?</form>', visitor.get(address_of(kind, "en")).text, re.DOTALL
        )
        assert form
        names = re.findall(r'<(?:input|select) id="at-(\w+)"', form[0])
        assert {f'for="at-{name}"' in form[0] for name in names} == {True}, "every field has its label"
        fields[kind] = names
    assert fields == {
        "daily": ["as_of"],
        "structure": ["as_of"],
        "heat": ["as_of"],
        "rule-change": ["as_of", "event", "capital"],
        "deep": ["as_of", "subject", "security"],
    }


def test_what_the_form_asks_is_answered(visitor: TestClient) -> None:
    told = text_of(visitor.get(f"/report?kind=rule-change&event={EVENT}&capital=500000&lang=en").text)
    assert "CNY 500,000.00" in told
    told = text_of(visitor.get("/report?kind=deep&subject=financing_balance&lang=en&as_of=2026-01-29").text)
    assert "Deep report: financing balance" in told
    assert "2026-01-29" in told


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("kind=nothing", "nothing"),
        ("as_of=1991-01-02", "1991-01-02"),
        ("as_of=yesterday", "yesterday"),
        ("kind=rule-change&event=none", "none"),
        ("kind=rule-change&capital=-3", "-3"),
        ("kind=rule-change&capital=much", "much"),
        ("kind=deep&subject=heat", "heat"),
        ("kind=deep&security=abc", "abc"),
    ],
)
def test_what_cannot_be_built_is_a_sentence_on_the_page(visitor: TestClient, query: str, reason: str) -> None:
    for lang in ("zh", "en"):
        answer = visitor.get(f"/report?{query}&lang={lang}")
        found = re.search(r'id="refusal">(.*?)</p>', answer.text, re.DOTALL)
        assert answer.status_code == 200
        assert found
        assert reason in text_of(found[1])
        assert "Traceback" not in answer.text
        assert 'class="downloads"' not in answer.text


def test_a_day_before_the_data_says_so(visitor: TestClient) -> None:
    found = re.search(r'id="refusal">(.*?)</p>', visitor.get("/report?as_of=2006-01-05&lang=en").text, re.DOTALL)
    assert found
    assert "Not known" in text_of(found[1])


@pytest.mark.parametrize("name", ["report.exe", "report", "chart-none.json", "chart-balance.pdf", "other.pdf", "..%2Freport.pdf"])
def test_a_file_that_is_none_is_not_found(visitor: TestClient, name: str) -> None:
    assert visitor.get(f"/report/{name}").status_code == 404


def test_a_width_that_is_none_is_refused(visitor: TestClient) -> None:
    assert visitor.get("/report/chart-balance.json?width=wide").status_code in (404, 422)


def test_who_asks_while_it_is_built_is_told_so(web_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, go = Desk(Settings(store=web_store, warmed=False)), Event()
    desk.workbench._patience = 0.0
    built = desk.reports.of
    monkeypatch.setattr(desk.reports, "of", lambda *asked: (go.wait(PATIENCE_S), built(*asked))[1])
    with TestClient(create_app(desk.settings, desk=desk), base_url=ADDRESS) as visitor:
        waiting = visitor.get("/report?kind=daily&lang=en")
        assert waiting.status_code == 202
        assert 'data-later="/report?kind=daily&amp;lang=en"' in waiting.text
        go.set()
        desk.workbench._patience = PATIENCE_S
        desk.workbench.is_done("after it", lambda: None)
        assert visitor.get("/report?kind=daily&lang=en").status_code == 200


def test_a_store_without_rows_says_what_is_missing(tmp_path: Path) -> None:
    Workspace.open(tmp_path / "store", create=True)
    with TestClient(create_app(Settings(store=tmp_path / "store", warmed=False)), base_url=ADDRESS) as visitor:
        for lang in ("zh", "en"):
            answer = visitor.get(f"/report?lang={lang}")
            assert (answer.status_code, 'id="refusal"' in answer.text) == (200, True)
        assert visitor.get("/report/report.pdf").status_code in (404, 422)


def test_two_spellings_of_one_question_build_one_report(desk: Desk, visitor: TestClient) -> None:
    before = len(desk.reports._kept)
    visitor.get("/report?kind=structure&subject=heat&security=abc")
    visitor.get("/report?kind=structure&lang=en&colors=western")
    assert len(desk.reports._kept) <= before + 1, "what another kind asks, and how it looks, makes no other report"
