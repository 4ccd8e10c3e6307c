"""Answers with a page and a chart: the formats of ``Options`` plus HTML, and each of them into a file."""

from __future__ import annotations

import io
from contextlib import nullcontext, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from liangrong.core.errors import Lang, UsageError  # noqa: F401 the parser resolves inherited annotations in this module
from liangrong.core.results import Result
from liangrong.interfaces.cli.options import Colors, Options, both  # noqa: F401 as above
from liangrong.interfaces.cli.output import Output
from liangrong.research.sheets import SHEETS, Sheet

if TYPE_CHECKING:
    from liangrong.services.workspace import Workspace

__all__ = ["AnswerOptions", "show_answer"]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class AnswerOptions(Options):
    """The general options; an answer can also be a page, and its chart a file."""

    format: Annotated[Literal["table", "json", "csv", "md", "html"], Parameter(help=both("输出格式", "output format"))] = "table"  # type: ignore[assignment]
    out: Annotated[Path | None, Parameter(help=both("写入此文件而不是标准输出", "write to this file instead of stdout"))] = None
    chart: Annotated[
        Path | None, Parameter(help=both("另存图表：.svg、.png 或 .json", "also save the chart: .svg, .png or .json"))
    ] = None

    def open(self) -> Workspace:
        """The workspace, once it is sure that the answer can be put where it is wanted: answers may take a while.

        Raises
        ------
        UsageError
            A file cannot lie there, or has a suffix that cannot be drawn.
        NoData
            There is no store.
        """
        for path in filter(None, (self.out, self.chart)):
            if path.is_dir() or not path.absolute().parent.is_dir():
                raise _unwritable(path)
        if self.chart is not None:
            from liangrong.research.charts.files import checked_suffix

            checked_suffix(self.chart.name)
        return super().open()


def show_answer(name: str, result: Result, options: AnswerOptions, *, brief: Result | None = None) -> None:
    """Show the answer of the command ``name`` in the format asked for, and save its chart where one is wanted.

    Parameters
    ----------
    brief
        What people read of it in a table, where that is not all; the chart, JSON and CSV have all.

    Raises
    ------
    UsageError
        The chart's file has a suffix that cannot be drawn, there is nothing to draw, or a file cannot be written there.
    ExtraMissing
        A page or a chart is wanted and the ``report`` extra is not installed.
    """
    sheet, output, lang = SHEETS[name], options.output(), options.language
    picture = None if options.chart is None else _picture(options.chart, sheet, result, options)
    if picture is not None and options.chart is not None:
        _write(options.chart, picture, output)
    page = io.StringIO()
    with redirect_stdout(page) if options.out else nullcontext():
        if options.format == "html":
            from liangrong.research.reports.page import to_page

            output.text(to_page(result, sheet, lang, western=options.colors == "western"), end="")
            for note in result.warnings:
                output.warn(note)
        else:
            output.show(
                brief if brief is not None and options.format in ("table", "md") else result, title=sheet.title.text(lang)
            )
    if options.out is not None:
        _write(options.out, page.getvalue().encode(), output)


def _picture(path: Path, sheet: Sheet, result: Result, options: AnswerOptions) -> bytes:
    """The chart of an answer as the bytes of a file."""
    from liangrong.research.charts.files import checked_suffix, to_file
    from liangrong.research.charts.render import WIDE, require_charts
    from liangrong.research.reports.page import provenance, watermark_of

    suffix, lang = checked_suffix(path.name), options.language
    require_charts()
    note = watermark_of(result, lang)
    drawn = sheet.chart()(result.data, lang=lang, width=WIDE, note=note) if result.data.height else None
    if drawn is None:
        raise UsageError(
            reason=f"There is nothing to draw into {path}: the answer has no row that a chart could show.",
            reason_zh=f"没有可以画进 {path} 的内容：答案中没有能成图的行。",
        )
    below = " · ".join(filter(None, (provenance(result, lang), note)))
    return to_file(drawn, suffix, title=sheet.title.text(lang), subtitle=below, western=options.colors == "western")


def _write(path: Path, content: bytes, output: Output) -> None:
    try:
        path.write_bytes(content)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise _unwritable(path) from None
    output.say(f"已写入 {path}" if output.lang == "zh" else f"Written to {path}")


def _unwritable(path: Path) -> UsageError:
    return UsageError(
        reason=f"{path} cannot be written: it is a folder, or lies in a folder that does not exist.",
        reason_zh=f"无法写入 {path}：它是文件夹，或所在的文件夹不存在。",
    )
