"""A process of its own for foreign formats: what takes too long or too much memory dies there, and its file is refused with a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from threading import Event, Timer
from types import TracebackType
from typing import Any, Self

from liangrong.core import errors
from liangrong.core.errors import BadInput, LiangrongError
from liangrong.research.documents.readers.extracted import Extracted, Kind
from liangrong.research.documents.readers.limits import SECONDS

__all__ = ["ReadingRoom"]


class ReadingRoom:
    """Reads HTML, PDF and DOCX one after another in one process, which is started when it is first needed and again after it died.

    Parameters
    ----------
    seconds
        How long one file may take.
    """

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Send the process home."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        with suppress(OSError):
            process.kill()
        process.wait()

    def read(self, kind: Kind, content: bytes, name: str) -> Extracted:
        """The text of a file of ``kind``.

        Raises
        ------
        BadInput
            It cannot be read, took too long or wanted too much memory.
        ExtraMissing
            The library that reads this kind is not installed.
        """
        process = self._alive()
        assert process.stdin is not None, "a pipe was asked for"
        assert process.stdout is not None, "a pipe was asked for"
        fired = Event()
        timer = Timer(self._seconds, _stop, (process, fired))
        timer.start()
        try:
            process.stdin.write(json.dumps({"kind": kind, "name": name, "bytes": len(content)}).encode() + b"\n" + content)
            process.stdin.flush()
            line = process.stdout.readline()
        except (BrokenPipeError, OSError):
            line = b""
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            self.close()
            raise _too_slow(name, self._seconds) if fired.is_set() else _died(name)
        answer: dict[str, Any] = json.loads(line)
        if "refused" in answer:
            refusal: type[LiangrongError] = getattr(errors, answer["refused"])
            raise refusal(**answer["details"])
        return Extracted.of(answer)

    def _alive(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "liangrong.research.documents.readers.worker"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "MALLOC_ARENA_MAX": "1"},
            )  # fmt: skip
        return self._process


def _stop(process: subprocess.Popen[bytes], fired: Event) -> None:
    fired.set()
    process.kill()


def _too_slow(name: str, seconds: float) -> BadInput:
    return BadInput(
        place=name,
        reason=f"reading it took more than {seconds:g} seconds and was given up.",
        reason_zh=f"读取超过 {seconds:g} 秒，已放弃。",
    )


def _died(name: str) -> BadInput:
    return BadInput(
        place=name,
        reason="its reader broke down over it: it is damaged, or wants more memory than is allowed.",
        reason_zh="读取时程序崩溃：文件已损坏，或所需内存超出上限。",
    )
