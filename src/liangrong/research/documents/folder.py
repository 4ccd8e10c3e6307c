"""The files of a folder that are new or changed since it was last looked at."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Final, Literal

from liangrong.core.errors import BadInput
from liangrong.core.results import Note
from liangrong.research.documents.corpus.corpus import Corpus

__all__ = ["MOST", "Seen", "files_in", "look", "remember"]

MOST: Final = 100_000
"""Files of a folder."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it lies in the folder now.

    Parameters
    ----------
    status
        ``new``: never seen; ``changed``: its size or time differ; ``gone``: it was there.
    """

    path: Path
    status: Literal["new", "changed", "gone"]
    size: int = 0
    mtime_ns: int = 0


def files_in(folder: Path) -> Iterator[Path]:
    """The plain files of a folder and the folders in it, in order; hidden ones and links are left out.

    Raises
    ------
    BadInput
        There is no such folder, or it holds more files than are looked at.
    """
    if not folder.is_dir():
        raise BadInput(place=str(folder), reason="there is no such folder here.", reason_zh="没有这个目录。")
    count = 0
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place) / name
            if name.startswith(".") or path.is_symlink():
                continue
            count += 1
            if count > MOST:
                raise BadInput(
                    place=str(folder),
                    reason=f"it holds more than {MOST:,} files. Name a smaller one.",
                    reason_zh=f"文件超过 {MOST:,} 个，请指定更小的目录。",
                )
            yield path


def look(corpus: Corpus, folder: Path) -> list[Seen]:
    """What is new, changed or gone since ``remember``; what is as it was is not told."""
    root = folder.resolve()
    known = {
        row["path"]: (row["size"], row["mtime_ns"])
        for row in corpus.connection.execute("SELECT * FROM watched WHERE folder = ?", (str(root),))
    }
    found: list[Seen] = []
    for path in files_in(root):
        try:
            status = path.stat()
        except OSError:
            continue  # it went away meanwhile, and is told as gone if it was known
        mark = (status.st_size, status.st_mtime_ns)
        before = known.pop(str(path), None)
        if S_ISREG(status.st_mode) and mark != before:
            found.append(Seen(path, "new" if before is None else "changed", *mark))
    return found + [Seen(Path(path), "gone") for path in sorted(known)]


def remember(corpus: Corpus, folder: Path, seen: Sequence[tuple[Seen, Note | None]]) -> None:
    """Keep what was looked at, with why a file was refused; a file that is gone is forgotten, its document stays."""
    root = str(folder.resolve())
    with corpus.changing() as connection:
        for each, refused in seen:
            if each.status == "gone":
                connection.execute("DELETE FROM watched WHERE folder = ? AND path = ?", (root, str(each.path)))
            else:
                connection.execute(
                    "INSERT OR REPLACE INTO watched VALUES (?,?,?,?,?,?)",
                    (
                        root,
                        str(each.path),
                        each.size,
                        each.mtime_ns,
                        refused.zh if refused else None,
                        refused.en if refused else None,
                    ),
                )
