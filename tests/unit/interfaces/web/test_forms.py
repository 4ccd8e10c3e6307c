"""A form as browsers send it: fields in their order, a file with a name that can be shown, and what is refused."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.requests import Request

from liangrong.core.errors import UsageError
from liangrong.interfaces.web.forms import Form, read_form

BOUNDARY = "b0undary"


def sent(body: bytes, kind: str, **headers: str) -> Form:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    named = {"content-type": kind, "content-length": f"{len(body)}", **headers}
    scope = {"type": "http", "method": "POST", "path": "/", "headers": [(k.encode(), v.encode()) for k, v in named.items()]}
    return asyncio.run(read_form(Request(scope, receive)))


def parts(*fields: tuple[str, bytes, str]) -> bytes:
    told = b""
    for name, value, filename in fields:
        file = f'; filename="{filename}"' if filename else ""
        told += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + value + b"\r\n"
    return told + f"--{BOUNDARY}--\r\n".encode()


MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def test_fields_of_rows_keep_their_order_and_their_gaps() -> None:
    form = sent(b"row.code=A&row.code=&row.code=C&do=assess", "application/x-www-form-urlencoded")
    assert form.all("row.code") == ("A", "", "C")
    assert form.text("do") == "assess"
    assert form.text("missing", "else") == "else"


def test_an_upload_keeps_its_bytes_and_loses_its_folder() -> None:
    form = sent(parts(("file", b"\x00\xffraw", "../home/me/acc\x07ount.csv"), ("text", "现金".encode(), "")), MULTIPART)
    assert form.uploads["file"].content == b"\x00\xffraw"
    assert form.uploads["file"].name == "account.csv"
    assert form.text("text") == "现金"


def test_a_file_that_nobody_chose_is_no_upload() -> None:
    assert "file" not in sent(parts(("file", b"", "nothing.csv")), MULTIPART).uploads


def test_a_text_of_more_than_a_megabyte_is_read() -> None:
    form = sent(parts(("text", b"x" * (1 << 21), "")), MULTIPART)
    assert len(form.text("text")) == 1 << 21


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--b0undary\r\nnonsense", "multipart/form-data"),
        (parts(("a", b"1", "one"), ("b", b"2", "two")), MULTIPART),
        (b"&".join(b"f=1" for _ in range(5000)), "application/x-www-form-urlencoded"),
    ],
)
def test_what_is_broken_or_endless_is_a_sentence(body: bytes, kind: str) -> None:
    with pytest.raises(UsageError):
        sent(body, kind)
