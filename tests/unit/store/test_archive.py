from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from liangrong.core.errors import NoData, StorageFailed
from liangrong.store import atomic
from liangrong.store.archive import Archive

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "raw")


def test_bytes_come_back_as_they_were(archive: Archive) -> None:
    content = bytes(range(256)) * 40
    fingerprint = archive.keep(content, url="https://query.sse.com.cn/x", fetched_at=NOW, status=200)
    assert fingerprint == hashlib.sha256(content).hexdigest()
    assert fingerprint in archive
    assert archive.content(fingerprint) == content
    sidecar = archive.sidecar(fingerprint)
    assert (sidecar.url, sidecar.fetched_at, sidecar.status) == ("https://query.sse.com.cn/x", NOW.isoformat(), 200)


def test_the_first_time_is_remembered(archive: Archive) -> None:
    fingerprint = archive.keep(b"x", url="first", fetched_at=NOW)
    archive.keep(b"x", url="second", fetched_at=NOW)
    assert archive.sidecar(fingerprint).url == "first"


def test_what_is_not_there_is_said(archive: Archive) -> None:
    assert "0" * 64 not in archive
    with pytest.raises(NoData):
        archive.content("0" * 64)
    with pytest.raises(NoData):
        archive.sidecar("0" * 64)


def test_a_write_that_breaks_leaves_nothing_behind(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic.os, "fsync", full)
    with pytest.raises(StorageFailed, match="No space left"):
        archive.keep(b"x", url="u", fetched_at=NOW)
    assert [path for path in archive.path.rglob("*") if path.is_file()] == []
    monkeypatch.undo()
    assert archive.content(archive.keep(b"x", url="u", fetched_at=NOW)) == b"x"


def test_a_writer_killed_between_payload_and_sidecar_is_repaired(archive: Archive) -> None:
    fingerprint = archive.keep(b"x", url="u", fetched_at=NOW)
    next(archive.path.rglob("*.json")).unlink()
    assert fingerprint not in archive
    archive.keep(b"x", url="u", fetched_at=NOW)
    assert archive.sidecar(fingerprint).url == "u"


def test_quarantine_keeps_each_reason_once(archive: Archive) -> None:
    for place in ("a.csv", "a.csv", "b.csv"):
        archive.quarantine("f" * 64, place=place, reason_zh="缺页", reason_en="a page is missing")
    assert [entry["place"] for entry in archive.quarantined()] == ["a.csv", "b.csv"]
