"""``liangrong report``: a report of a kind, as a file or on the terminal."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from liangrong.core.errors import Lang, UsageError  # noqa: F401 as below
from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.options import Clocks, Colors, Options, both  # noqa: F401 the parser resolves inherited annotations

if TYPE_CHECKING:
    from liangrong.interfaces.cli.output import Output
    from liangrong.research.reports.narrator.narration import Ask
    from liangrong.research.reports.report import Report

__all__ = ["ReportOptions", "report"]

_FORMAT = Literal["table", "html", "pdf", "md", "json", "docx"]
_KIND = Literal["daily", "structure", "heat", "rule-change", "deep"]


_DRAWN = frozenset({"html", "pdf", "docx"})
"""Formats with charts."""


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class ReportOptions(Options):
    """The general options; a report can also be a web page, a PDF or a DOCX file."""

    format: Annotated[_FORMAT, Parameter(help=both("输出格式", "output format"))] = "table"  # type: ignore[assignment]


def report(
    kind: Annotated[_KIND, Parameter(help=both("报告种类", "kind of report"))],
    /,
    *,
    subject: Annotated[str, Parameter(help=both("深度报告的对象，如 融券余额、融资余额", "what a deep report is about, such as short_balance"))] = "short_balance",
    event: Annotated[str | None, Parameter(help=both("规则变更：政策事件的名称（见 liangrong rules timeline）",
                                                     "rule change: name of the policy event (see liangrong rules timeline)"))] = None,
    on: Annotated[str | None, Parameter(help=both("规则变更：生效日，代替事件名称", "rule change: its first day in force, instead of a name"))] = None,
    security: Annotated[str | None, Parameter(help=both("深度报告：另行解释其异动的证券", "deep report: a stock whose move is explained too"))] = None,
    capital: Annotated[Decimal, Parameter(help=both("规则变更算例的本金，元", "capital of the worked account, yuan"))] = Decimal(1_000_000),
    narrate: Annotated[bool, Parameter(negative=(), help=both(
        "在文首加一段由模型撰写、逐一核对过数字的叙述（模型由 LIANGRONG_NARRATOR_URL、_MODEL 指定）",
        "put a passage at the head that a model writes and every figure of which is checked (LIANGRONG_NARRATOR_URL and _MODEL name it)"))] = False,
    out: Annotated[Path | None, Parameter(help=both("写入此文件；pdf 与 docx 必须给出",
                                                    "write to this file; needed for pdf and docx"))] = None,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: ReportOptions = ReportOptions(),
) -> int:  # fmt: skip
    """Build a report of the stored data and write it in a format."""
    from liangrong.research.charts.drawing import beside

    with beside() if options.format in _DRAWN else nullcontext():
        from liangrong.research.reports.render import BINARY
        from liangrong.services.reports.building import ReportRequest, write
        from liangrong.services.reports.building import report as build

        output = options.output()
        if out is None and options.format in BINARY and sys.stdout.isatty():
            raise UsageError(
                reason=f"A {options.format} file is not for a screen: say where to write it with --out FILE.",
                reason_zh=f"{options.format} 文件不能显示在终端上：请用 --out 指定文件。",
            )
        ask = _narrator() if narrate else None
        request = ReportRequest(
            kind=kind, as_of=clocks.day, known_at=clocks.instant, subject=subject, event=event, on=parse_day(on, "--on"),
            security=security, capital=capital,
        )  # fmt: skip
        found = build(options.open(), request)
        if ask is not None:
            found = _narrated(found, ask, output)
        if out is None and options.format == "table":
            _draw(found, options)
            return 0
        made = write(found, options.format, options.language, western=options.colors == "western")
    if out is not None:
        _save(made, out)
        output.say(f"已写入 {out}" if options.language == "zh" else f"Written to {out}")
    elif isinstance(made, bytes):
        sys.stdout.buffer.write(made)
    else:
        output.text(made, end="")
    if options.format not in ("json", "table"):
        for note in found.warnings:
            output.warn(note)
    return 0


def _narrator() -> Ask:
    """The model that the environment names."""
    from liangrong.services.narration.endpoint import named_endpoint

    return named_endpoint().complete


def _narrated(found: Report, ask: Ask, output: Output) -> Report:
    from liangrong.services.reports.narrating import narrated

    told = narrated(found, output.lang, ask)
    if told.warning is not None:
        output.warn(told.warning)
    return told.report


def _draw(found: Report, options: ReportOptions) -> None:
    from liangrong.interfaces.cli.grid import rising_and_falling
    from liangrong.research.reports.arrange import arrange
    from liangrong.research.reports.render import with_tables
    from liangrong.research.reports.terminal import draw

    rising, falling = rising_and_falling(options.colors)
    draw(with_tables(arrange(found, options.language), ()), options.output().console(), rising=rising, falling=falling)


def _save(made: bytes | str, out: Path) -> None:
    try:
        out.write_bytes(made if isinstance(made, bytes) else made.encode())
    except OSError as error:
        raise UsageError(
            reason=f"{out} cannot be written: {error.strerror}.", reason_zh=f"无法写入 {out}：{error.strerror}。"
        ) from error
