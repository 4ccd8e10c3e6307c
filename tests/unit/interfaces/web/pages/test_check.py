"""The page that checks a text: counts and marks are those of the service, hostile texts are text, files are read apart, nothing is kept."""

from __future__ import annotations

import io
import json
import re
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from liangrong.interfaces.web.pages.check import _LISTED
from liangrong.services.claims.checking import CheckRequest, check_text
from liangrong.services.claims.example import EXAMPLE
from liangrong.services.claims.rows import ROWS
from liangrong.services.long_texts import MOST_CHARACTERS, LongText
from liangrong.services.workspace import Workspace

ENGLISH = "/check?lang=en"
SUM = "甲、乙、丙三家的融资余额分别为30亿元、20亿元和10亿元，合计65亿元。"
SIGNS = {"refuted": "✗", "supported": "✓", "not_checkable": ""}


def sent(client: TestClient, text: str, path: str = ENGLISH, **more: str) -> Any:
    return client.post(path, data={"do": "check", "text": text, **more})


def part(html: str, key: str) -> str:
    found = re.search(rf'<(section|div)[^>]* id="{key}".*?</\1>', html, re.DOTALL)
    assert found, f"no part {key}"
    return found[0]


def plain(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)))


def uploaded(client: TestClient, content: bytes, name: str = "a.txt", **more: str) -> Any:
    return client.post(ENGLISH, data={"do": "check", **more}, files={"file": (name, content)})


def test_the_empty_page_has_a_form_and_no_verdict(client: TestClient) -> None:
    page = client.get(ENGLISH)
    assert page.status_code == 200
    assert 'name="text"' in page.text
    assert 'name="file"' in page.text
    assert 'id="verdicts"' not in page.text
    assert '<a href="/check?lang=en" aria-current="page">Check</a>' in page.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_example_shows_a_slip_a_reason_and_a_correction(client: TestClient, lang: str) -> None:
    page = client.post(f"/check?lang={lang}", data={"do": "example"})
    assert page.status_code == 200
    wrong = plain(part(page.text, "wrong"))
    assert {"zh": "单位错误", "en": "unit slip"}[lang] in wrong
    assert {"zh": "应为：50 亿元", "en": "Should be: 17,250.4 亿元"}[lang] in wrong
    for support in SIGNS:
        assert f'<mark class="{support}"' in part(page.text, "marked")


def test_figures_are_those_of_the_service(client: TestClient, web_store: Path) -> None:
    page = sent(client, EXAMPLE.en)
    truth = check_text(Workspace.open(web_store), CheckRequest(text=LongText(EXAMPLE.en.strip()))).result("en").data
    for support, one, many in (
        ("refuted", "does not hold", "do not hold"),
        ("supported", "holds", "hold"),
        ("not_checkable", *["cannot be checked"] * 2),
    ):
        counted = truth.filter(truth["support"] == support).height
        assert f"</span> {one if counted == 1 else many} <strong>{counted}</strong>" in part(page.text, "verdicts")
    for row in truth.to_dicts():
        number = row["claim"] + 1
        mark = re.search(rf'<sup class="(\w+)" id="m{number}"><a href="#c{number}"[^>]*>([^<]*)</a>', page.text)
        assert mark, f"claim {number} has no mark"
        assert (mark[1], mark[2]) == (row["support"], f"{SIGNS[row['support']]}{number}")
        assert row["reason"] in unescape(re.search(rf'<tr[^>]* id="c{number}">.*?</tr>', page.text, re.DOTALL)[0])  # type: ignore[index]


def test_the_marked_text_is_the_whole_text(client: TestClient) -> None:
    marked = re.search(r'<div class="marked">(.*?)</div>', sent(client, EXAMPLE.zh).text, re.DOTALL)
    assert marked
    assert re.sub(r"\s", "", plain(re.sub(r"<sup.*?</sup>", "", marked[1]))) == re.sub(r"\s", "", EXAMPLE.zh)


def test_every_link_between_marks_faults_and_rows_leads_somewhere(client: TestClient) -> None:
    page = sent(client, EXAMPLE.zh).text
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_a_day_of_its_own_is_the_texts_day(client: TestClient) -> None:
    """Without a dateline, "today" is known only where somebody says so."""
    page = sent(client, SUM, published="2026-01-23")
    assert "2026-01-23" in plain(part(page.text, "verdicts"))
    assert 'value="2026-01-23"' in page.text
    refused = sent(client, SUM, published="soon")
    assert refused.status_code == 400
    assert "soon" in plain(part(refused.text, "refusal"))
    assert SUM in refused.text


def test_nothing_is_kept_and_no_address_says_it(client: TestClient, web_store: Path) -> None:
    def stored() -> list[Path]:
        return sorted(path for path in web_store.rglob("*") if path.is_file())

    before = stored()
    page = sent(client, f"{SUM}独一无二的一句。")
    assert page.headers["cache-control"] == "no-store"
    assert "etag" not in page.headers
    assert stored() == before
    assert "独一无二" not in client.get(ENGLISH).text
    assert not [address for address in re.findall(r'(?:href|action)="([^"]*)"', page.text) if "%E7" in address]


def test_the_language_is_changed_without_losing_the_text(client: TestClient) -> None:
    page = sent(client, SUM).text
    assert re.search(r'<button[^>]*form="check" formaction="/check\?lang=zh"', page)
    default = re.search(r'<button[^>]*form="check"[^>]*>', page)
    assert default
    assert 'value="check"' in default[0], "Enter checks the text"
    assert f">\n{SUM}</textarea>" in page


HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>融资余额为10亿元，增长5%。",
    "an attribute": '" onmouseover="alert(1)" x="融资余额为10亿元，增长5%。',
    "a template": "{{ 7 * 7 }}{% raw %}融资余额为10亿元，增长5%。",
    "the end of the field": "</textarea><script>alert(1)</script>融资余额增长5%。",
    "control characters": "融资\x00余额\x1b[31m为\x0810亿元\x7f，增长\x8d5%。",
    "directions": "融资余额\u202e为10亿元\u202c，增长\u20685%\u2069。",
    "bars": "|" * 3000 + "1亿元|2亿元\n" + "|-" * 500,
    "brackets": "((((" * 2000 + "5%" + "))))" * 2000,
    "digits": "9" * 5_000 + "亿元",
    "powers": "1e999999亿元，1E+400%，" + "0." + "0" * 5000 + "1%",
    "one line": "融资余额增长5%，" * 300,
    "empty lines": "\n" * 20_000 + "增长5%。",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_text_is_text(client: TestClient, what: str) -> None:
    page = sent(client, HOSTILE[what])
    assert page.status_code == 200, plain(page.text)[:300]
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert ' onmouseover="' not in page.text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]", page.text)
    assert "Traceback" not in page.text


@pytest.mark.parametrize("text", ["我们认为，<u>融资余额</u>还会上升。", "两融余额<u>再创</u>历史新高。"])
def test_markup_inside_a_claim_is_text_too(client: TestClient, text: str) -> None:
    """A claim in words is marked on its whole clause, with what stands in it."""
    page = sent(client, text).text
    assert re.search(r"<mark[^>]*>[^<]*&lt;u&gt;", page), "the clause is marked"
    assert "<u>" not in page


def test_half_a_surrogate_pair_cannot_come_in(client: TestClient) -> None:
    for body in (b"do=check&text=a%ED%A0%80b5%25", b"do=check&text=%ff%fe5%25"):
        page = client.post(ENGLISH, content=body, headers={"content-type": "application/x-www-form-urlencoded"})
        assert page.status_code == 200
        assert page.text.encode()


def test_a_text_that_is_too_long_is_refused_with_its_length(client: TestClient) -> None:
    page = sent(client, "长" * (MOST_CHARACTERS + 1))
    assert page.status_code == 400
    assert f"{MOST_CHARACTERS + 1:,} characters" in plain(part(page.text, "refusal"))


def test_no_text_is_said(client: TestClient) -> None:
    for text in ("", " \n\t ", "\x00\x01"):
        page = sent(client, text)
        assert page.status_code == 400
        assert "paste one" in plain(part(page.text, "refusal"))


def test_many_claims_are_all_marked_and_some_are_listed(client: TestClient) -> None:
    text = "\n".join(f"第{n}家的融资余额增长{n % 90 + 1}%。" for n in range(_LISTED))
    page = sent(client, text).text
    marks = set(re.findall(r'id="m(\d+)"', page))
    rows = set(re.findall(r'<tr[^>]* id="c(\d+)"', page))
    assert len(marks) > len(rows) == _LISTED
    assert f"{len(marks) - _LISTED} more are in the files" in plain(page)
    assert {int(name) for name in re.findall(r'href="#c(\d+)"', page)} <= set(map(int, rows))


@pytest.mark.parametrize(("kind", "begins"), [("html", b"<!doctype html>"), ("csv", b"\xef\xbb\xbfdocument"), ("json", b"{")])
def test_everything_can_be_saved(client: TestClient, kind: str, begins: bytes) -> None:
    found = client.post(ENGLISH, data={"do": f"file:{kind}", "text": SUM})
    assert found.status_code == 200
    assert found.content.startswith(begins)
    assert f'filename="checked.{kind}"' in found.headers["content-disposition"]
    if kind == "json":
        assert list(json.loads(found.content)["data"][0]) == list(ROWS)


def test_a_file_that_cannot_be_had_is_a_sentence(client: TestClient) -> None:
    refused = client.post(ENGLISH, data={"do": "file:exe", "text": SUM})
    assert refused.status_code == 404
    assert "exe" in plain(part(refused.text, "refusal"))


def html_of(text: str) -> bytes:
    return f"<!doctype html><html><head><title>周报</title></head><body><article><p>{text}</p></article></body></html>".encode()


def docx_of(text: str) -> bytes:
    docx = pytest.importorskip("docx")
    document, packed = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "made"),
    [("a.txt", str.encode), ("旧.txt", lambda text: text.encode("gb18030")), ("a.html", html_of), ("a.docx", docx_of)],
)
def test_a_file_counts_before_the_field_and_stands_in_it_then(client: TestClient, name: str, made: Any) -> None:
    if name.endswith(("html", "docx")):
        pytest.importorskip("trafilatura" if name.endswith("html") else "docx")
    page = uploaded(client, made(f"{SUM}这是上传的文字。"), name, text="粘贴的文字增长5%。")
    assert page.status_code == 200, plain(page.text)[:400]
    assert "上传的文字" in page.text
    assert "粘贴的文字" not in page.text
    assert "65亿元" in plain(part(page.text, "wrong"))


def bomb() -> bytes:
    """A DOCX of half a megabyte that unpacks to hundreds."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", b"<Types/>")
        made.writestr("word/document.xml", b"0" * (400 << 20))
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, b"PK\x03\x04broken", b"%PDF-1.7 broken", b"\x7fELF\x02\x01\x01" + b"\x00" * 50, b"   ",
     b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>"],
)  # fmt: skip
def test_what_is_no_document_is_refused_and_what_was_typed_stays(client: TestClient, content: bytes) -> None:
    page = uploaded(client, content, "<b>x</b>.pdf", text="已经写好的文字。")
    assert page.status_code == 422
    assert plain(part(page.text, "refusal"))
    assert "已经写好的文字。" in page.text
    assert "root:" not in page.text
    assert "<b>x</b>" not in page.text


def test_an_archive_that_would_fill_the_memory_is_refused(client: TestClient) -> None:
    page = uploaded(client, bomb(), "a.docx")
    assert page.status_code == 422
    assert plain(part(page.text, "refusal"))


def test_a_reader_that_is_not_installed_is_a_sentence(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from liangrong.core.errors import ExtraMissing
    from liangrong.research.documents.readers.confined import ReadingRoom

    def missing(*_: Any) -> Any:
        raise ExtraMissing(what="Reading PDF", what_zh="读取 PDF", extra="documents")

    monkeypatch.setattr(ReadingRoom, "read", missing)
    page = uploaded(client, b"%PDF-1.7 x", "a.pdf")
    assert page.status_code == 501
    assert "documents" in plain(part(page.text, "refusal"))


def test_a_page_of_another_site_cannot_send_a_text(client: TestClient) -> None:
    assert client.post(ENGLISH, data={"text": SUM}, headers={"origin": "http://evil.example"}).status_code == 403


def test_it_is_found_by_its_name(client: TestClient) -> None:
    assert "/check" in client.get("/search?q=核对").text
