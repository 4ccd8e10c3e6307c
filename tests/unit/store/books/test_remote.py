"""Books on object storage, over loopback: a server that speaks as much of S3 as reading needs."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from liangrong.core.errors import BadInput, NoData
from liangrong.store.books.conversion import restore
from liangrong.store.books.manifest import Form
from liangrong.store.books.opening import open_book
from liangrong.store.books.verification import verify
from liangrong.store.books.writing import write_book

from .making import MADE, assert_same, marks, small_book


class Bucket(BaseHTTPRequestHandler):
    protocol_version, wbufsize, disable_nagle_algorithm = "HTTP/1.1", -1, True

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        path = self.server.root / self.path.partition("?")[0].removeprefix("/bucket/")  # type: ignore[attr-defined]
        self.server.asked.append(path.name)  # type: ignore[attr-defined]
        if not path.is_file():
            self._answer(404, b'<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>', {})
            return
        content = path.read_bytes()
        headers = {"ETag": '"1"', "Last-Modified": "Mon, 02 Feb 2026 01:00:00 GMT"}
        wanted = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        if wanted is None:
            self._answer(200, content, headers)
            return
        first, last = wanted.groups()
        begin = int(first) if first else max(0, len(content) - int(last))
        end = min(int(last) + 1, len(content)) if first and last else len(content)
        self._answer(206, content[begin:end], headers | {"Content-Range": f"bytes {begin}-{end - 1}/{len(content)}"})

    do_HEAD = do_GET

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": f"{len(body)}"}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    server.root, server.asked = tmp_path, []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def options(server: ThreadingHTTPServer) -> dict[str, str]:
    return {"aws_endpoint_url": f"http://127.0.0.1:{server.server_port}", "aws_allow_http": "true", "aws_region": "cn-north-1",
            "aws_skip_signature": "true"}  # fmt: skip


@pytest.mark.parametrize("form", ["work", "archive"])
def test_a_remote_book_is_the_book(tmp_path: Path, bucket: ThreadingHTTPServer, form: Form) -> None:
    here = open_book(write_book(tmp_path / "book", small_book(), marks(), made=MADE, form=form))
    there = open_book("s3://bucket/book", storage_options=options(bucket))
    assert (there.manifest, there.marks.marks()) == (here.manifest, here.marks.marks())
    for one, other in zip(here.book.partitions, there.book.partitions, strict=True):
        assert_same(one, other)
    assert verify(there) == 12
    assert restore(there, tmp_path / "copy").manifest.accounts == 12


def test_cold_tables_stay_where_they_are(tmp_path: Path, bucket: ThreadingHTTPServer) -> None:
    write_book(tmp_path / "book", small_book(), marks(), made=MADE)
    open_book("s3://bucket/book", storage_options=options(bucket)).book.partitions[0]
    asked = set(bucket.asked)  # type: ignore[attr-defined]
    assert "positions.arrow" in asked
    assert not {name for name in asked if "terms" in name or "names" in name}


def test_what_is_not_there_or_damaged_is_said(tmp_path: Path, bucket: ThreadingHTTPServer) -> None:
    with pytest.raises(NoData, match="s3://bucket/none"):
        open_book("s3://bucket/none", storage_options=options(bucket))
    stored = open_book(write_book(tmp_path / "book", small_book(), marks(), made=MADE))
    there = open_book("s3://bucket/book", storage_options=options(bucket))
    (Path(stored.folder) / stored.manifest.data / "000000" / "shorts.arrow").unlink()
    with pytest.raises(BadInput, match=r"shorts\.arrow"):
        there.book.partitions[0]
