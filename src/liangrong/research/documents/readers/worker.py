"""The process in which foreign formats are read: one request on standard input, one answer on standard output, again and again.

It is started by ``confined.py``, with less memory than the machine has, no right to write files, and no sockets.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from typing import IO, Any, Final

from liangrong.core.errors import BadInput, LiangrongError
from liangrong.research.documents.readers.docx import read_docx
from liangrong.research.documents.readers.html import read_html
from liangrong.research.documents.readers.limits import CHILD_BYTES
from liangrong.research.documents.readers.pdf import read_pdf

__all__ = ["answered", "main", "too_much"]

_READERS: Final = {"html": read_html, "pdf": read_pdf, "docx": read_docx}


def answered(kind: str, name: str, content: bytes) -> dict[str, Any]:
    """The row of what was read, or the details of the refusal under ``refused``."""
    try:
        return _READERS[kind](content, name).row()
    except LiangrongError as error:
        return {"refused": type(error).__name__, "details": error.details}
    except (MemoryError, RecursionError):
        return {"refused": "BadInput", "details": too_much(name).details}
    except Exception as error:  # noqa: BLE001 - whatever a hostile file provokes, its reader is told and the next file is read
        told = type(error).__name__
        refusal = BadInput(place=name, reason=f"it cannot be read ({told}).", reason_zh=f"无法读取（{told}）。")
        return {"refused": "BadInput", "details": refusal.details}


def too_much(name: str) -> BadInput:
    """What a file is told that wants more memory than it gets."""
    return BadInput(place=name, reason="reading it takes more memory than is allowed.", reason_zh="读取所需内存超出上限。")


def main() -> None:
    """Answer requests until standard input ends: a line of JSON (kind, name, bytes), then the bytes."""
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints does not get between the answers
    _confine()
    while request := source.readline():
        _serve(json.loads(request), source, answers)


def _serve(request: dict[str, Any], source: IO[bytes], answers: IO[bytes]) -> None:
    content = source.read(request["bytes"])
    answers.write(json.dumps(answered(request["kind"], request["name"], content)).encode() + b"\n")
    answers.flush()


def _confine() -> None:
    """Take away what reading needs none of."""

    class _NoSocket(socket.socket):
        def __init__(self, *_: Any, **__: Any) -> None:
            raise OSError("a reader of documents has no network")

    socket.socket = _NoSocket  # type: ignore[misc]
    try:
        import resource
    except ModuleNotFoundError:
        return  # Windows has no such limits; the clock still runs
    for limit, value in ((resource.RLIMIT_AS, CHILD_BYTES), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            continue


if __name__ == "__main__":
    main()
