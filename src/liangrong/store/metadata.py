"""What a store says about itself: its format, and whether its facts are real."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from liangrong.core.errors import BadInput
from liangrong.store.atomic import write_atomically

__all__ = ["FILE", "FORMAT", "Metadata", "Origin", "read_metadata", "write_metadata"]

FORMAT: Final = 1
"""Version of the layout on disk; a store with a newer one is refused, never guessed at."""

FILE: Final = "liangrong.json"

Origin = Literal["real", "simulated"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """The store's own file.

    Parameters
    ----------
    format
        Version of the layout on disk.
    origin
        ``real`` or ``simulated``; ``None`` until the first row decides.
    """

    format: int = FORMAT
    origin: Origin | None = None


def read_metadata(folder: Path) -> Metadata | None:
    """What the store in ``folder`` says; ``None`` when there is no store.

    Raises
    ------
    BadInput
        The file is damaged, or written by a newer version of the program.
    """
    path = folder / FILE
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        found = Metadata(int(stored["format"]), stored["origin"])
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        raise BadInput(place=folder, reason="this is a file, not a folder", reason_zh="这是文件，不是目录") from None
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(
            place=path, reason=f"damaged store description ({error})", reason_zh=f"数据目录说明已损坏（{error}）"
        ) from error
    if found.format > FORMAT:
        raise BadInput(
            place=folder,
            reason=f"written by a newer version (format {found.format}, this program reads up to {FORMAT})",
            reason_zh=f"由更新的版本写成（格式 {found.format}，本程序最多读到 {FORMAT}）",
        )
    if found.origin not in (None, *get_args(Origin)):
        raise BadInput(place=path, reason=f"unknown origin '{found.origin}'", reason_zh=f"未知的数据性质“{found.origin}”")
    return found


def write_metadata(folder: Path, metadata: Metadata) -> None:
    """Replace the store's own file."""
    write_atomically(folder / FILE, json.dumps(asdict(metadata)).encode())
