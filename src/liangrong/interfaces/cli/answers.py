"""Answers with a page and a chart: the formats of ``Options`` plus HTML, and a chart into a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from liangrong.core.errors import Lang  # noqa: F401 the parser resolves inherited annotations in this module
from liangrong.core.results import Result
from liangrong.interfaces.cli.options import Colors, Options, both  # noqa: F401 as above
from liangrong.research.sheets import SHEETS

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


def show_answer(name: str, result: Result, options: AnswerOptions) -> None:
    """Show the answer of the command ``name`` in the format asked for, and save its chart where one is wanted."""
    options.output().show(result, title="" if name not in SHEETS else SHEETS[name].title.text(options.language))
