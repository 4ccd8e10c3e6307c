"""The text of a file that somebody names."""

from __future__ import annotations

from pathlib import Path

from liangrong.core.errors import BadInput

__all__ = ["text_of"]


def text_of(path: Path) -> str:
    """What stands in a file.

    Raises
    ------
    BadInput
        It is not there, cannot be read, or is not UTF-8 text.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BadInput(place=str(path), reason="there is no such file here.", reason_zh="没有这个文件。") from error
    except UnicodeDecodeError as error:
        raise BadInput(place=str(path), reason="it is not UTF-8 text.", reason_zh="不是 UTF-8 文本。") from error
    except OSError as error:
        said = error.strerror or str(error)
        raise BadInput(place=str(path), reason=f"cannot be read: {said}.", reason_zh=f"无法读取：{said}。") from error
