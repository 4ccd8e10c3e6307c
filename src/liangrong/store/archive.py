"""Raw bytes as they came, kept for ever under their fingerprint, written before anyone reads them."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from liangrong.core.errors import NoData
from liangrong.store.atomic import write_atomically

__all__ = ["Archive", "Sidecar"]

COMPRESSION: Final = 4
"""Of gzip: twice as fast as its default at nearly the same size on JSON and CSV."""


@dataclass(frozen=True, slots=True)
class Sidecar:
    """Where archived bytes came from.

    Parameters
    ----------
    url
        The address asked, or ``file:NAME`` for an imported file.
    fetched_at
        When they came (ISO, UTC).
    status
        The HTTP status; 0 for a file.
    """

    url: str
    fetched_at: str
    status: int = 0


@dataclass(frozen=True, slots=True)
class Archive:
    """A folder of payloads named by their SHA-256, each with a JSON sidecar; and an index of what was quarantined."""

    path: Path

    def keep(self, content: bytes, *, url: str, fetched_at: datetime, status: int = 0) -> str:
        """Store bytes unless they are there already; the sidecar of the first time stays.

        Returns
        -------
        str
            The fingerprint.

        Raises
        ------
        StorageFailed
            The disk refused.
        """
        fingerprint = hashlib.sha256(content).hexdigest()
        sidecar = self._sidecar(fingerprint)
        if not sidecar.exists():
            write_atomically(self._payload(fingerprint), gzip.compress(content, COMPRESSION, mtime=0))
            described = Sidecar(url, fetched_at.isoformat(), status)
            write_atomically(sidecar, json.dumps(asdict(described), ensure_ascii=False).encode())
        return fingerprint

    def __contains__(self, fingerprint: str) -> bool:
        return self._sidecar(fingerprint).exists()

    def content(self, fingerprint: str) -> bytes:
        """The bytes with this fingerprint.

        Raises
        ------
        NoData
            They are not in the archive.
        """
        try:
            return gzip.decompress(self._payload(fingerprint).read_bytes())
        except FileNotFoundError:
            raise NoData(what="raw payload", where=fingerprint, nearest="-") from None

    def sidecar(self, fingerprint: str) -> Sidecar:
        """Where the bytes with this fingerprint came from.

        Raises
        ------
        NoData
            They are not in the archive.
        """
        try:
            return Sidecar(**json.loads(self._sidecar(fingerprint).read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise NoData(what="raw payload", where=fingerprint, nearest="-") from None

    def quarantine(self, fingerprint: str, *, place: str, reason_zh: str, reason_en: str) -> None:
        """Remember why these bytes, or part of them, are not in the tables."""
        entry = {"sha256": fingerprint, "place": place, "reason_zh": reason_zh, "reason_en": reason_en}
        path = self._quarantine(fingerprint)
        entries = self._entries(path)
        if entry not in entries:
            write_atomically(path, json.dumps([*entries, entry], ensure_ascii=False).encode())

    def quarantined(self) -> Iterator[dict[str, str]]:
        """The entries of the quarantine index: sha256, place, reason_zh, reason_en."""
        for path in sorted((self.path / "quarantine").glob("*.json")):
            yield from self._entries(path)

    def _entries(self, path: Path) -> list[dict[str, str]]:
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []

    def _payload(self, fingerprint: str) -> Path:
        return self.path / fingerprint[:2] / f"{fingerprint}.gz"

    def _sidecar(self, fingerprint: str) -> Path:
        return self.path / fingerprint[:2] / f"{fingerprint}.json"

    def _quarantine(self, fingerprint: str) -> Path:
        return self.path / "quarantine" / f"{fingerprint}.json"
