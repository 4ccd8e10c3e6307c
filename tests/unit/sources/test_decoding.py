"""Bytes to JSON, JSONP, workbooks and text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from liangrong.core.outcomes import FailureKind
from liangrong.sources.decoding import json_of, jsonp_of, text_of, workbook_of
from liangrong.sources.fetcher import RawPayload
from liangrong.sources.refusals import Refused


def body(content: bytes | str, status: int = 200) -> RawPayload:
    raw = content.encode() if isinstance(content, str) else content
    return RawPayload(raw, "https://x.cn/a", datetime(2026, 2, 2, tzinfo=UTC), status)


@pytest.mark.parametrize("text", ['{"a":1.10}', '\ufeff{"a":1.10}', 'cb({"a":1.10})', ' jQuery1_2.x ( {"a":1.10} ) ;\n'])
def test_json_and_jsonp_keep_numbers_as_they_are_printed(text: str) -> None:
    assert json_of(body(text)) == {"a": "1.10"}


def test_no_digit_of_a_large_number_is_lost() -> None:
    assert json_of(body('{"a":12345678901234567890.123456789}'))["a"] == "12345678901234567890.123456789"


@pytest.mark.parametrize("text", ["cb([[1],'2026-07-21'])", "cb( [[1] , '2026-07-21' ] );", 'cb([[1],"2026-07-21"])'])
def test_a_date_in_single_quotes_behind_the_rows(text: str) -> None:
    assert jsonp_of(body(text)) == (["1"], "2026-07-21")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<html>", FailureKind.BLOCKED),
        (b"\xef\xbb\xbf\r\n <!DOCTYPE html>", FailureKind.BLOCKED),
        (b"<html>\xb7\xc3\xce\xca</html>", FailureKind.BLOCKED),
        (b"", FailureKind.TRANSPORT),
        (b"  \n", FailureKind.TRANSPORT),
        (b'{"a":', FailureKind.TRANSPORT),
        (b'{"a":"\xe8\x9e', FailureKind.TRANSPORT),
        (b'cb({"a":1}', FailureKind.TRANSPORT),
        (b'{"a":NaN}', FailureKind.TRANSPORT),
        (b"[" * 100_000, FailureKind.TRANSPORT),
        (b"hello", FailureKind.SCHEMA_CHANGED),
    ],
)
def test_what_is_no_json_says_why(content: bytes, kind: FailureKind) -> None:
    with pytest.raises(Refused) as caught:
        json_of(body(content))
    assert caught.value.kind is kind


@pytest.mark.parametrize("status", [301, 403, 404, 429])
def test_a_refusing_host_is_blocked_whatever_it_sends(status: int) -> None:
    for read in (json_of, jsonp_of, text_of, workbook_of):
        with pytest.raises(Refused) as caught:
            read(body(b'{"a":1}', status))
        assert caught.value.kind is FailureKind.BLOCKED


def test_gb18030_text() -> None:
    assert text_of(body("合约代码".encode("gb18030")), "gb18030") == "合约代码"


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 2_000],
)
def test_a_damaged_workbook_is_cut_off(content: bytes) -> None:
    with pytest.raises(Refused) as caught:
        workbook_of(body(content))
    assert caught.value.kind is FailureKind.TRANSPORT


def test_an_answer_is_named_by_host_and_path() -> None:
    payload = RawPayload(
        b"<html>", "https://www.szse.cn/api/report/ShowReport?txtDate=2026-01-30&random=0.1", datetime(2026, 2, 2, tzinfo=UTC)
    )
    with pytest.raises(Refused, match=r"^www\.szse\.cn/api/report/ShowReport sent a page instead of data$"):
        json_of(payload)
    assert body(b"").place == "x.cn/a"
    assert RawPayload(b"", "file.json", payload.fetched_at).place == "file.json"


def compound_file(*, sectors: int, present: int) -> bytes:
    """The head of an .xls whose allocation table says ``sectors``, of which only ``present`` are there."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head[30:32] = (9).to_bytes(2, "little")
    head[44:48] = (1).to_bytes(4, "little")
    table = b"".join((0 if n < sectors else 0xFFFFFFFF).to_bytes(4, "little") for n in range(128))
    return bytes(head) + table + bytes(512 * (present - 1))


@pytest.mark.parametrize(("present", "says"), [(5, "shorter than it says"), (8, "not a complete workbook")])
def test_an_old_workbook_is_measured_by_its_own_table(present: int, says: str) -> None:
    """A reader would fill the missing end with emptiness and call the rest a complete sheet."""
    with pytest.raises(Refused, match=says):
        workbook_of(body(compound_file(sectors=8, present=present)))
