"""Files that mean harm: one sentence each, in both languages, and the next file is read."""

from __future__ import annotations

import io
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from liangrong.core.errors import BadInput
from liangrong.research.documents.readers.confined import ReadingRoom
from liangrong.research.documents.readers.extracted import Extracted
from liangrong.research.documents.readers.limits import BYTES, CHARACTERS, INFLATED, PAGES
from liangrong.research.documents.readers.reading import read_document, read_pasted
from tests.unit.research.documents.packages import body, with_parts, word_file
from tests.unit.research.documents.pdfs import assembled, pdf

Refusal = Callable[[bytes], str]
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"


def test_a_file_of_200_mb_is_refused_before_it_is_read(
    room: ReadingRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    monkeypatch.setattr(Path, "open", lambda *_, **__: pytest.fail("it was opened"))
    with pytest.raises(BadInput, match="it has 200 MB; files of up to 64 MB are read"):
        read_document(path, room)
    assert BYTES == 64 * 2**20


@pytest.mark.parametrize("content", [b"", b"   \n\n", b"\x00" * 100])
def test_an_empty_file(refusal: Refusal, content: bytes) -> None:
    assert "it is empty" in refusal(content)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (bytes(range(256)) * 20, "binary data"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 50, "an old Office file"),
        (b"\x7fELF\x02\x01" + b"x" * 50, "a program"),
        (b"{\\rtf1 text}", "an RTF file"),
        (b"\x1f\x8b\x08\x00" + b"x" * 50, "gzip"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><text>a</text></svg>', "SVG"),
        (b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg><text>&a;</text></svg>', "SVG"),
        (b'<?xml version="1.0"?><data>1</data>', "an XML file"),
    ],
)
def test_what_is_no_document_is_called_what_it_is(refusal: Refusal, content: bytes, told: str) -> None:
    assert told in refusal(content)


def test_other_packed_files_are_called_what_they_are(refusal: Refusal) -> None:
    for name, told in (("xl/workbook.xml", "XLSX"), ("ppt/presentation.xml", "PPTX"), ("a.txt", "zip")):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as package:
            package.writestr(name, "x")
        assert told in refusal(file.getvalue())


def test_bytes_without_an_encoding(refusal: Refusal) -> None:
    noise = bytes(128 + (number * number * 7 + 13 * number) % 128 for number in range(2000))
    assert "no encoding that can be told" in refusal(noise)


def test_a_scan(refusal: Refusal) -> None:
    assert "it is a scan" in refusal(pdf([[], []]))


def test_an_encrypted_pdf(refusal: Refusal) -> None:
    lock = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (b"00" * 32, b"00" * 32)
    assert "encrypted" in refusal(pdf([["a"]], trailer=b"/Encrypt 9 0 R /ID [<00><00>]", extra=[lock]))


@pytest.mark.parametrize("whole", [pdf([["text of a page"]])])
def test_a_damaged_pdf(refusal: Refusal, whole: bytes) -> None:
    assert "damaged PDF" in refusal(whole[:300])
    assert "damaged PDF" in refusal(b"%PDF-1.7\nnothing else")


def test_a_pdf_of_a_million_pages(refusal: Refusal) -> None:
    assert f"1,000,000 pages; {PAGES:,} can be read" in refusal(pdf([["text"]]).replace(b"/Count 1 >>", b"/Count 1000000 >>"))


def test_pages_inside_themselves(refusal: Refusal) -> None:
    refusal(assembled([CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"]))


def test_arrays_inside_each_other(refusal: Refusal) -> None:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents %s%s >>" % (b"[" * 100_000, b"]" * 100_000)
    refusal(assembled([CATALOGUE, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page]))


def test_a_bomb_of_one_entry(refusal: Refusal) -> None:
    bomb = with_parts(word_file(["a"]), {"word/media/zero.bin": b"\0" * (INFLATED + 1)})
    assert len(bomb) < 2**20
    assert "256 MB" in refusal(bomb)


def test_a_bomb_of_many_entries(refusal: Refusal) -> None:
    assert "10,000 parts" in refusal(with_parts(word_file(["a"]), {f"x/{number}": b"" for number in range(10_001)}))


def test_a_bomb_inside_a_package_stays_packed(read: Callable[[bytes], Extracted]) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("zero", b"\0" * (64 * 2**20))
    assert read(with_parts(word_file(["正文"]), {"word/embeddings/inner.zip": file.getvalue()})).text == "正文"


def test_an_entry_that_lies_about_its_size(refusal: Refusal) -> None:
    package = bytearray(with_parts(word_file(["a"]), {"word/document.xml": body("<w:p/>" * 200_000)}))
    size = (len(body("<w:p/>" * 200_000))).to_bytes(4, "little")
    assert size in package
    refusal(bytes(package).replace(size, (100).to_bytes(4, "little")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_of_a_word_file(refusal: Refusal, encoding: str) -> None:
    declared = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))
    laughs = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY l0 "ha">{declared}]>'
        + body("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>").decode()
    )
    assert "declares entities" in refusal(with_parts(word_file(["a"]), {"word/document.xml": laughs.encode(encoding)}))


def test_elements_inside_each_other(refusal: Refusal, read: Callable[[bytes], Extracted]) -> None:
    refusal(with_parts(word_file(["a"]), {"word/document.xml": body("<w:p>" * 50_000 + "</w:p>" * 50_000)}))
    deep = "<html><body><p>上面</p>" + "<div>" * 100_000 + "文字" + "</div>" * 100_000 + "</body></html>"
    assert "上面" in read(deep.encode()).text


def test_nothing_reaches_out(read: Callable[[bytes], Extracted]) -> None:
    """A page and a Word file that name a listener of ours: nobody knocks."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.0)
        place = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        page = (
            f'<!DOCTYPE html SYSTEM "{place}" [<!ENTITY out SYSTEM "{place}">]><html><head><link rel="stylesheet" href="{place}"><base href="{place}"></head>'
            f'<body><img src="{place}"><iframe src="{place}"></iframe><p>看得见的文字 &out;</p></body></html>'
        )
        assert "看得见的文字" in read(page.encode()).text
        linked = body(
            f'<w:p xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:r><w:t>正文 {place}</w:t></w:r></w:p>'
        )
        assert "正文" in read(with_parts(word_file(["a"]), {"word/document.xml": linked})).text
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_a_file_outside_stays_outside(read: Callable[[bytes], Extracted], tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET-WORD", encoding="utf-8")
    page = f'<!DOCTYPE html [<!ENTITY a SYSTEM "{secret.as_uri()}">]><html><body><p>文字 &a;</p></body></html>'
    assert "SECRET-WORD" not in read(page.encode()).text


def test_what_takes_too_long_is_given_up_and_the_next_file_is_read() -> None:
    with ReadingRoom(seconds=0.001) as room:
        with pytest.raises(BadInput, match=r"took more than 0\.001 seconds"):
            room.read("pdf", pdf([["a page"]]), "slow.pdf")
        room._seconds = 30.0
        assert room.read("pdf", pdf([["a page"]]), "next.pdf").text == "a page"


def test_a_reader_that_dies_is_told_and_replaced(room: ReadingRoom) -> None:
    room.read("pdf", pdf([["one"]]), "one.pdf")
    assert room._process is not None
    room._process.kill()
    room._process.wait()
    assert room.read("pdf", pdf([["two"]]), "two.pdf").text == "two"
    process = room._alive()
    killer = Thread(target=process.kill)
    killer.start()
    killer.join()
    process.wait()
    process.poll = lambda: None  # type: ignore[method-assign]
    with pytest.raises(BadInput, match="broke down over it"):
        room.read("pdf", pdf([["three"]]), "three.pdf")


def test_a_folder_or_a_missing_file(room: ReadingRoom, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no file that can be read"):
        read_document(tmp_path, room)
    with pytest.raises(BadInput, match="no such file"):
        read_document(tmp_path / "none", room)


def test_a_text_without_end() -> None:
    with pytest.raises(BadInput, match="more than 3,000,000 characters"):
        read_pasted("融" * (CHARACTERS + 1))
