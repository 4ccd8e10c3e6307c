"""The names of securities by which a text may call them, from the directory of a store."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from liangrong.core.securities import SecurityId, SecurityKind

if TYPE_CHECKING:
    from pathlib import Path

    from liangrong.services.workspace import Workspace

__all__ = ["names_of"]

_SHORTEST: Final = 2


def names_of(workspace: Workspace) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every stock with its Chinese names of all times and its English one, as ``Desk`` wants them; remembered by version of the directory."""
    return _names(_Directory(workspace.store.path, workspace.store.last_commits("securities"), workspace))


@dataclass(frozen=True, slots=True)
class _Directory:
    """A version of a store's directory; the workspace that reads it is no part of what it is."""

    path: Path
    commits: tuple[str, ...]
    workspace: Workspace = field(compare=False)


@lru_cache(maxsize=4)
def _names(directory: _Directory) -> tuple[tuple[str, tuple[str, ...]], ...]:
    from liangrong.analytics.securities.english import english_name

    rows = directory.workspace.store.read("securities", columns=["security_id", "trade_date", "name"])
    found: dict[str, dict[str, None]] = {}
    for code, name in rows.sort("trade_date").select("security_id", "name").iter_rows():
        if name and len(name.strip()) >= _SHORTEST and SecurityId.parse(code).kind is SecurityKind.STOCK:
            found.setdefault(code, {})[name.replace(" ", "")] = None
    return tuple(
        (f"security:{code}", (*names, *((english,) if (english := english_name(code, next(reversed(names)))) else ())))
        for code, names in found.items()
    )  # fmt: skip
