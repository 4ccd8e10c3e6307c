"""The folder ``alerts/`` of a store: small JSON documents, each either as it was or as it is, and who may change them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from liangrong.core.errors import BadInput, LiangrongError, StorageFailed
from liangrong.services.workspace import Workspace
from liangrong.store.atomic import write_atomically
from liangrong.store.lock import WriterLock

__all__ = ["FOLDER", "AlertsFolder"]

T = TypeVar("T")

FOLDER: Final = "alerts"
"""Its name in the store's folder."""
_FORMAT: Final = 1
_CHANGE_S: Final = 10.0
"""A change takes milliseconds; somebody else's is waited for."""
_CHECK_S: Final = 30.0
"""A check may wait for a webhook; the next one waits for it, but not for ever."""


@dataclass(frozen=True, slots=True)
class AlertsFolder:
    """What a person asked to be kept beside a store: private, and only there once something is kept.

    Parameters
    ----------
    path
        The folder.
    """

    path: Path

    @classmethod
    def of(cls, workspace: Workspace) -> AlertsFolder:
        """The folder of a workspace's store; it need not exist."""
        return cls(workspace.store.path / FOLDER)

    @property
    def exists(self) -> bool:
        """Whether anything was ever kept."""
        return self.path.is_dir()

    @contextmanager
    def changing(self, purpose: str) -> Iterator[None]:
        """Keep everybody else from changing the documents for the block; their changes are waited for.

        Raises
        ------
        StorageFailed
            Somebody holds it for too long, or the disk refused.
        """
        with self._locked("change.lock", purpose, _CHANGE_S):
            yield

    @contextmanager
    def checking(self) -> Iterator[None]:
        """Keep other checks out for the block, so that nothing is told twice.

        Raises
        ------
        StorageFailed
            Another check takes too long, or the disk refused.
        """
        with self._locked("check.lock", "check alerts", _CHECK_S):
            yield

    def load(self, name: str, build: Callable[[dict[str, Any]], T]) -> T:
        """The document ``name``, put together by ``build``; of one that was never written, ``build`` gets an empty mapping.

        Raises
        ------
        BadInput
            The document is damaged, of a newer format or not ours to read; it stays as it is.
        """
        content = self.content(name)
        if content is None:
            return build({})
        try:
            document = json.loads(content)
            if document["format"] > _FORMAT:
                raise _damaged(name, "it was written by a newer version of this program", "由更新版本的程序写成")
            return build(document)
        except BadInput:
            raise
        except LiangrongError as error:
            raise _damaged(name, error.message("en"), error.message("zh")) from error
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
            told = f"{type(error).__name__}: {error}"
            raise _damaged(name, f"it is not what this program writes ({told})", f"不是本程序写成的内容（{told}）") from error

    def content(self, name: str) -> bytes | None:
        """The bytes of a file of the folder; ``None`` where it was never written.

        Raises
        ------
        BadInput
            It cannot be read.
        """
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            told = error.strerror or type(error).__name__
            raise _damaged(name, f"it cannot be read ({told})", f"无法读取（{told}）") from error

    def save(self, name: str, document: dict[str, Any]) -> None:
        """Write the document ``name``, whole or not at all.

        Raises
        ------
        StorageFailed
            The disk refused; the document is as it was.
        """
        text = json.dumps({"format": _FORMAT, **document}, ensure_ascii=False, indent=1)
        write_atomically(self.path / name, text.encode())

    @contextmanager
    def _locked(self, name: str, purpose: str, patience_s: float) -> Iterator[None]:
        try:
            self.path.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise StorageFailed(path=FOLDER, reason=error.strerror or str(error)) from error
        with WriterLock(self.path / name, patience_s=patience_s).held(purpose):
            yield


def _damaged(name: str, reason: str, reason_zh: str) -> BadInput:
    return BadInput(
        place=f"{FOLDER}/{name}", reason=f"{reason}. It was kept as it is.", reason_zh=f"{reason_zh}。文件原样保留。",
        hint="Repair or move the file in the store's folder; nothing is written to it meanwhile.",
        hint_zh="请修复或移走数据目录中的该文件；在此之前不会写入。",
    )  # fmt: skip
