"""Take files, folders and pasted text into the corpus, take documents out, and watch a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import LiangrongError, UsageError
from liangrong.core.results import Note, Result
from liangrong.research.documents.corpus.adding import BATCH, Added, add
from liangrong.research.documents.corpus.corpus import Corpus
from liangrong.research.documents.corpus.removing import remove
from liangrong.research.documents.document import New
from liangrong.research.documents.folder import files_in, look, remember
from liangrong.research.documents.metadata import metadata_of
from liangrong.research.documents.readers.confined import ReadingRoom
from liangrong.research.documents.readers.extracted import Extracted
from liangrong.research.documents.readers.reading import read_document, read_pasted
from liangrong.services.documents.frames import frame

if TYPE_CHECKING:
    from liangrong.research.documents.annotation import Annotator
    from liangrong.services.workspace import Workspace

__all__ = [
    "AddDocumentsReport",
    "AddDocumentsRequest",
    "RemoveDocumentsRequest",
    "WatchFolderRequest",
    "add_documents",
    "remove_documents",
    "watch_folder",
]

_SCHEMA: Final[dict[str, Any]] = {
    "file_name": pl.String(), "document_status": pl.String(), "document": pl.Int64(), "title": pl.String(), "document_source": pl.String(),
    "published": pl.Date(), "likeness": pl.Float64(), "replaces": pl.Int64(), "reason_zh": pl.String(), "reason_en": pl.String(),
}  # fmt: skip
_DECLARED_LATE: Final = ("pdf", "docx")
"""Kinds whose declared day is that of the file: the text's own dateline is believed first."""


@dataclass(frozen=True, slots=True)
class AddDocumentsRequest:
    """What to take in.

    Parameters
    ----------
    corpus
        The file of the corpus; it is made where there is none.
    paths
        Files and folders.
    text
        Pasted text; ``name`` is what it is called.
    title, source, published
        Of a single document, where it does not say so itself.
    claims
        Whether entities, claims and calls are looked for, which takes some milliseconds a page.
    """

    corpus: Path
    paths: tuple[Path, ...] = ()
    text: str | None = None
    name: str = "-"
    title: str = ""
    source: str = ""
    published: date | None = None
    claims: bool = True


@dataclass(frozen=True, slots=True)
class RemoveDocumentsRequest:
    """Which documents to take out, by their numbers."""

    corpus: Path
    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WatchFolderRequest:
    """Which folder to look through for what is new or changed since the last look."""

    corpus: Path
    folder: Path
    claims: bool = True


@dataclass(frozen=True, slots=True)
class AddDocumentsReport:
    """What became of each file.

    Parameters
    ----------
    result
        Rows ``file_name, document_status, document, title, document_source, published, likeness, replaces, reason_*``; ``document_status`` is
        added, copy, known, replaced, refused or gone.
    exit_code
        0; 4 where every file was refused, 5 where some were.
    """

    result: Result
    exit_code: int


def add_documents(
    workspace: Workspace | None, request: AddDocumentsRequest, *, progress: Callable[[int, int], None] | None = None
) -> AddDocumentsReport:
    """Read files and keep what is new; one that cannot be read is told with its reason and stops no other.

    Parameters
    ----------
    workspace
        The store whose names of securities claims are read with; without one fewer entities are found.
    progress
        Told how many of how many files are done.

    Raises
    ------
    UsageError
        Nothing to add is named, or a title is given for several files.
    BadInput
        A folder is not there, or the corpus cannot be opened.
    StorageFailed
        The disk refused; whole batches before are stored.
    """
    files = [path for named in request.paths for path in (files_in(named) if named.is_dir() else [named])]
    if not files and request.text is None:
        raise UsageError(
            reason="Name at least one file or folder, or give a text.", reason_zh="请至少给出一个文件、目录或一段文字。"
        )
    if len(files) + (request.text is not None) > 1 and (request.title or request.published):
        raise UsageError(
            reason="A title or a day can be given for one document only.", reason_zh="标题与日期只能在添加单个文档时给出。"
        )
    annotate = _annotator(workspace) if request.claims else None
    rows: list[dict[str, Any]] = []
    with Corpus.open(request.corpus, create=True) as corpus, ReadingRoom() as room:
        if request.text is not None:
            rows += _kept(corpus, [_pasted(request)], annotate)
        for start in range(0, len(files), BATCH):
            rows += _kept(corpus, [_read(path, room, request) for path in files[start : start + BATCH]], annotate)
            if progress:
                progress(min(start + BATCH, len(files)), len(files))
    return _report(rows)


def remove_documents(request: RemoveDocumentsRequest) -> Result:
    """Take documents out of the corpus; their files stay.

    Raises
    ------
    UnknownName
        One of them is not there; nothing was taken out.
    NotKnown
        There is no corpus.
    """
    with Corpus.open(request.corpus) as corpus:
        remove(corpus, request.documents)
    gone = sorted(set(request.documents))
    return Result(
        frame(
            [{"document": number, "document_status": "removed"} for number in gone],
            {"document": pl.Int64(), "document_status": pl.String()},
        )
    )


def watch_folder(workspace: Workspace | None, request: WatchFolderRequest) -> AddDocumentsReport:
    """Add what is new or changed in a folder since the last look; what is as it was is not read, what is gone stays in the corpus.

    Raises
    ------
    BadInput
        The folder is not there, or the corpus cannot be opened.
    StorageFailed
        The disk refused.
    """
    annotate = _annotator(workspace) if request.claims else None
    rows: list[dict[str, Any]] = []
    with Corpus.open(request.corpus, create=True) as corpus, ReadingRoom() as room:
        seen = look(corpus, request.folder)
        asked = AddDocumentsRequest(request.corpus)
        for start in range(0, len(seen), BATCH):
            part = seen[start : start + BATCH]
            files = [each for each in part if each.status != "gone"]
            kept = _kept(corpus, [_read(each.path, room, asked) for each in files], annotate)
            refused = {
                str(each.path): Note(row["reason_zh"], row["reason_en"])
                for each, row in zip(files, kept, strict=True)
                if row["document_status"] == "refused"
            }
            remember(corpus, request.folder, [(each, refused.get(str(each.path))) for each in part])
            rows += kept
            rows += [{"file_name": each.path.name, "document_status": "gone"} for each in part if each.status == "gone"]
    return _report(rows)


def _annotator(workspace: Workspace | None) -> Annotator:
    from liangrong.research.claims.desk import Desk
    from liangrong.research.documents.annotating import annotator
    from liangrong.services.claims.names import names_of

    if workspace is None:
        return annotator(Desk())
    return annotator(Desk(calendar=workspace.calendar, names=names_of(workspace)))


def _pasted(request: AddDocumentsRequest) -> New | tuple[str, LiangrongError]:
    try:
        found = read_pasted(request.text or "", request.name)
    except LiangrongError as error:
        return request.name, error
    return _new(found, request, name=request.name, path="", digest="")


def _read(path: Path, room: ReadingRoom, request: AddDocumentsRequest) -> New | tuple[str, LiangrongError]:
    try:
        found = read_document(path, room)
    except LiangrongError as error:
        return path.name, error
    return _new(
        found,
        request,
        name=path.name,
        path=str(path.resolve()),
        digest=blake2b(found.text.encode("utf-8", "replace"), digest_size=16).hexdigest(),
    )


def _new(found: Extracted, request: AddDocumentsRequest, *, name: str, path: str, digest: str) -> New:
    published = request.published or found.published
    if request.published is None and found.kind in _DECLARED_LATE:
        published = metadata_of(found.text).published or found.published
    return New(
        name,
        found.text,
        found.kind,
        path,
        request.title or found.title,
        request.source or found.source,
        published,
        digest,
        found.notes,
    )


def _kept(corpus: Corpus, read: Sequence[New | tuple[str, LiangrongError]], annotate: Annotator | None) -> list[dict[str, Any]]:
    """Keep what could be read; a row for each file, in their order."""
    documents = [each for each in read if isinstance(each, New)]
    added = iter(add(corpus, documents, annotate=annotate))
    return [_row(corpus, each, next(added)) if isinstance(each, New) else _refused(*each) for each in read]


def _row(corpus: Corpus, new: New, added: Added) -> dict[str, Any]:
    broken = Note(
        f"正文已收入，但未能提取其中的说法（{added.unread}）。",
        f"Its text was kept, but its claims could not be found ({added.unread}).",
    )
    notes = (*new.notes, broken) if added.unread else new.notes
    row = corpus.connection.execute("SELECT title, source, published FROM documents WHERE id = ?", (added.number,)).fetchone()
    return {
        "file_name": added.name, "document_status": added.status, "document": added.number, "title": row["title"] or None,
        "document_source": row["source"] or None, "published": date.fromisoformat(row["published"]) if row["published"] else None,
        "likeness": added.similarity if added.status == "copy" else None, "replaces": added.replaces,
        "reason_zh": "".join(note.zh for note in notes) or None, "reason_en": " ".join(note.en for note in notes) or None,
    }  # fmt: skip


def _refused(name: str, error: LiangrongError) -> dict[str, Any]:
    return {"file_name": name, "document_status": "refused", "reason_zh": error.message("zh"), "reason_en": error.message("en")}


def _report(rows: Iterable[dict[str, Any]]) -> AddDocumentsReport:
    found = list(rows)
    refused = sum(row["document_status"] == "refused" for row in found)
    blank = dict.fromkeys(_SCHEMA)
    code = 0 if not refused else 4 if refused == len(found) else 5
    return AddDocumentsReport(Result(frame([{**blank, **row} for row in found], _SCHEMA)), code)
