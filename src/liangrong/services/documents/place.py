"""Where the corpus lies: ``documents.sqlite`` in the folder of the store (``--store``, LIANGRONG_STORE, or your own data folder), unless another file is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from liangrong.core.errors import UsageError
from liangrong.core.results import Note
from liangrong.research.documents.corpus.corpus import FILE, Corpus
from liangrong.services.workspace import Workspace

__all__ = ["NO_CORPUS", "corpus_path", "reading"]

NO_CORPUS: Final = Note(
    "还没有文档库；用 liangrong docs add 添加文档后再查。",
    "There is no corpus yet; documents are added with: liangrong docs add FILE …",
)


def corpus_path(workspace: Workspace | None, corpus: Path | None) -> Path:
    """The file of the corpus.

    Raises
    ------
    UsageError
        Neither a store nor a file is named.
    """
    if corpus is not None:
        return corpus
    if workspace is None:
        raise UsageError(reason="There is neither a store nor a corpus to ask.", reason_zh="既没有数据目录，也没有指定文档库。")
    return workspace.store.path / FILE


@contextmanager
def reading(workspace: Workspace | None, corpus: Path | None) -> Iterator[Corpus | None]:
    """The corpus, to be read; ``None`` where nothing was ever added.

    Raises
    ------
    UsageError, BadInput, StorageFailed
        As ``corpus_path`` and ``Corpus.open``.
    """
    path = corpus_path(workspace, corpus)
    if not path.is_file():
        yield None
        return
    with Corpus.open(path, read_only=True) as opened:
        yield opened
