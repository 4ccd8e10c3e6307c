"""One answer in its forms: plain, compressed, known already."""

from __future__ import annotations

import asyncio
import gzip
from typing import Any

import pytest

from liangrong.interfaces.web.answer import Answer
from tests.unit.interfaces.web.asking import Heard, asking, scope_of

HTML = ("<p>融资余额 18,000 亿元</p>" * 200).encode()
PAGE = Answer.of(HTML, "text/html; charset=utf-8", headers=[(b"Content-Language", b"zh")])


def get(page: Answer, method: str = "GET", **headers: str) -> Heard:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await page.send(scope, send)

    lines = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return asyncio.run(asking(app, scope_of("/", method, headers=lines)))


def test_it_is_sent_as_it_is_to_who_reads_nothing_else() -> None:
    answer = get(PAGE)
    assert answer.body == HTML
    assert answer.header("content-encoding") is None
    assert answer.header("content-language") == "zh"
    assert answer.header("vary") == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "*", "GZIP"])
def test_it_is_compressed_for_who_reads_that(accepted: str) -> None:
    answer = get(PAGE, accept_encoding=accepted)
    assert answer.header("content-encoding") == "gzip"
    assert gzip.decompress(answer.body) == HTML
    assert len(answer.body) < len(HTML) / 5


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.0", "xgzip"])
def test_it_is_not_compressed_for_who_does_not(accepted: str) -> None:
    assert get(PAGE, accept_encoding=accepted).body == HTML


def test_the_two_forms_have_two_strong_tags() -> None:
    plain, packed = get(PAGE).header("etag"), get(PAGE, accept_encoding="gzip").header("etag")
    assert plain != packed
    assert all(tag.startswith('"') and tag.endswith('"') for tag in (plain, packed))


@pytest.mark.parametrize("how", ["{tag}", "W/{tag}", '"other", {tag}', "*"])
def test_what_is_known_already_is_not_sent_again(how: str) -> None:
    for accepted in ("", "gzip"):
        tag = get(PAGE, accept_encoding=accepted).header("etag")
        again = get(PAGE, accept_encoding=accepted, if_none_match=how.format(tag=tag))
        assert (again.status, again.body) == (304, b"")
        assert again.header("etag") == tag


def test_another_body_has_another_tag_and_the_same_body_the_same() -> None:
    assert get(PAGE, if_none_match=get(Answer.of(HTML + b".", "text/html; charset=utf-8")).header("etag")).status == 200
    assert Answer.of(HTML, "text/html").tag != Answer.of(HTML, "text/csv").tag
    assert Answer.of(HTML, "text/html").tag == Answer.of(HTML, "text/html").tag


def test_head_has_the_headers_and_no_body() -> None:
    head, full = get(PAGE, "HEAD"), get(PAGE)
    assert head.headers == full.headers
    assert head.body == b""


def test_an_error_has_no_tag_and_is_never_304() -> None:
    missing = Answer.of(b"no such page", "text/html", status=404)
    assert get(missing, if_none_match="*").status == 404
    assert get(missing).header("etag") is None


def test_pictures_and_short_texts_are_not_compressed() -> None:
    assert Answer.of(b"x" * 9000, "image/png").gzipped is None
    assert Answer.of(b"x" * 100, "text/html").gzipped is None


def test_what_the_application_said_about_its_own_body_is_replaced() -> None:
    page = Answer.of(HTML, "text/html", headers=[(b"ETag", b'"old"'), (b"Content-Length", b"1"), (b"Vary", b"*")])
    assert get(page).header("etag") != '"old"'


def test_an_error_is_never_packed() -> None:
    """Whoever stands at the door reads it once more, and cannot read what is packed."""
    page = Answer.of(HTML, "text/html; charset=utf-8", status=503)
    assert get(page, accept_encoding="gzip").body == HTML
