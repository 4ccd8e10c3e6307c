"""``liangrong brief``: the leverage brief in the format asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from liangrong.core.errors import Lang  # noqa: F401 the parser resolves inherited annotations in this module
from liangrong.interfaces.cli.options import Clocks, Colors, Options, both  # noqa: F401 as above

if TYPE_CHECKING:
    from liangrong.research.reports.brief import Brief

__all__ = ["BriefOptions", "brief", "draw_brief", "written"]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class BriefOptions(Options):
    """The general options; a brief can also be a web page."""

    format: Annotated[Literal["table", "json", "csv", "md", "html"], Parameter(help=both("输出格式", "output format"))] = "table"  # type: ignore[assignment]


def brief(
    *,
    out: Annotated[Path | None, Parameter(help=both("写入此文件而不是标准输出", "write to this file instead of stdout"))] = None,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: BriefOptions = BriefOptions(),
) -> int:
    """Write the leverage brief of one session."""
    from liangrong.services.briefs import BriefRequest
    from liangrong.services.briefs import brief as ask

    answer = ask(options.open(), BriefRequest(clocks.day, clocks.instant, with_events=options.format != "table"))
    output = options.output()
    if out is None and options.format == "table":
        draw_brief(answer, options)
        return 0
    text = written(answer, options)
    if out is None:
        output.text(text, end="")
    else:
        out.write_text(text, encoding="utf-8")
        output.say(f"已写入 {out}" if options.language == "zh" else f"Written to {out}")
    if options.format in ("md", "csv", "html"):
        for note in answer.warnings:
            output.warn(note)
    return 0


def draw_brief(answer: Brief, options: Options) -> None:
    """Draw the brief on the terminal."""
    from liangrong.interfaces.cli.grid import rising_and_falling
    from liangrong.research.reports.compose import compose
    from liangrong.research.reports.terminal import draw

    rising, falling = rising_and_falling(options.colors)
    draw(compose(answer, options.language), options.output().console(), rising=rising, falling=falling)


def written(answer: Brief, options: Options) -> str:
    """The brief as text in the format asked for."""
    lang = options.language
    if options.format == "json":
        return json.dumps(answer.envelope(lang), ensure_ascii=False) + "\n"
    if options.format == "csv":
        return _csv(answer, options)
    from liangrong.research.reports.compose import compose

    if str(options.format) == "html":
        from liangrong.research.reports.html import to_html

        return to_html(answer, lang, western=options.colors == "western")
    if options.format == "md":
        from liangrong.research.reports.markdown import to_markdown

        return to_markdown(compose(answer, lang))
    import io

    from rich.console import Console

    from liangrong.research.reports.terminal import WIDEST, draw

    page = io.StringIO()
    draw(compose(answer, lang), Console(file=page, width=WIDEST, highlight=False, emoji=False, markup=False))
    return page.getvalue()


def _csv(answer: Brief, options: Options) -> str:
    import csv
    import io

    page = io.StringIO()
    rows = [finding.row(options.language) for finding in answer.findings]
    writer = csv.DictWriter(page, [name for name in rows[0] if name != "parameters"], extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "source": ";".join(row["source"])} for row in rows)
    return page.getvalue()
