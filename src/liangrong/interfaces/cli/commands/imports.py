"""``liangrong import``: take files in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.options import Options, both

__all__ = ["import_files"]


def import_files(
    *paths: Annotated[Path, Parameter(help=both("文件或目录", "files or folders"))],
    day: Annotated[str | None, Parameter(help=both("文件自己没写的日期", "the day that the files do not say"))] = None,
    security: Annotated[
        str | None, Parameter(help=both("文件自己没写的证券代码", "the security that the files do not say"))
    ] = None,
    options: Options = Options(),  # noqa: B008
) -> int:
    """Recognise each file by its content, check it, append what is new, and say what became of it."""
    from liangrong.core.errors import UsageError
    from liangrong.interfaces.cli.progress import progress_bars
    from liangrong.services.imports import ImportRequest, import_paths
    from liangrong.services.workspace import Workspace

    if not paths:
        raise UsageError(reason="Name at least one file or folder to import.", reason_zh="请至少给出一个要导入的文件或目录。")
    workspace = Workspace.open(options.folder, create=True)
    with progress_bars(options.language) as progress:
        report = import_paths(workspace, ImportRequest(paths, parse_day(day, "--day"), security), progress=progress)
    options.output().show(report.result)
    return report.exit_code
