"""``liangrong check``: whether what a text says is so, claim by claim."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from cyclopts import Parameter

from liangrong.core.errors import Lang, NotKnown, UsageError
from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.options import Clocks, Colors, Options, both  # noqa: F401 the parser resolves inherited annotations here

if TYPE_CHECKING:
    from liangrong.services.claims.checking import CheckAnswer
    from liangrong.services.workspace import Workspace

__all__ = ["CheckOptions", "check"]

_STDIN: Final = "-"
_SHOWN: Final = 160
"""Characters of a sentence or figure that a terminal repeats."""


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class CheckOptions(Options):
    """The general options; a checked text can also be an annotated page."""

    format: Annotated[Literal["table", "json", "csv", "html"], Parameter(help=both("输出格式", "output format"))] = "table"  # type: ignore[assignment]
    out: Annotated[Path | None, Parameter(help=both("写入此文件而不是标准输出", "write to this file instead of stdout"))] = None


def check(
    files: Annotated[tuple[str, ...], Parameter(allow_leading_hyphen=True, help=both(
        "文件（TXT、HTML、PDF、DOCX），- 表示标准输入", "files (TXT, HTML, PDF, DOCX); - is standard input"))],
    *,
    figures: Annotated[Path | None, Parameter(help=both("已公布数字的 CSV 文件", "a CSV file of published figures"))] = None,
    published: Annotated[str | None, Parameter(help=both("文章自己的日期，文中没有时给出", "the text's own day, where it does not say"))] = None,
    every: Annotated[bool, Parameter(name="--all", negative="", help=both("表格中也列出无法核对的说法", "also list in the table what cannot be checked"))] = False,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: CheckOptions = CheckOptions(),
) -> int:  # fmt: skip
    """Hold every claim of a text against itself, published figures, stored data and the rules."""
    from liangrong.services.claims.checking import CheckRequest, check_text
    from liangrong.services.long_texts import LongText

    if not files:
        raise UsageError(
            reason="no text was named: give a file, or - for standard input.",
            reason_zh="没有给出要核对的文字：请给出文件，或用 - 从标准输入读取。",
        )
    workspace = _workspace(options)
    day = parse_day(published, "--published")
    answers = [
        check_text(
            workspace,
            CheckRequest(
                text=LongText(text), name=name, figures=figures, as_of=clocks.day, known_at=clocks.instant, published=day
            ),
        )
        for name, text in _texts(files)
    ]
    _show(answers, options, every=every)
    return 0


def _workspace(options: Options) -> Workspace | None:
    """The store; none where there is none and nobody named one."""
    try:
        return options.open()
    except NotKnown:
        if options.store is not None:
            raise
        return None


def _texts(files: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Name and text of each file."""
    from liangrong.research.documents.readers.confined import ReadingRoom
    from liangrong.research.documents.readers.reading import read_content, read_document

    with ReadingRoom() as room:
        for file in files:
            if file == _STDIN:
                yield _STDIN, read_content(sys.stdin.buffer.read(), _STDIN, room).text
            else:
                yield Path(file).name, read_document(Path(file).expanduser(), room, name=file).text


def _show(answers: Sequence[CheckAnswer], options: CheckOptions, *, every: bool) -> None:
    output, lang = options.output(), options.language
    warnings = tuple(dict.fromkeys(note for answer in answers for note in answer.warnings))
    if options.format == "table" and options.out is None:
        for answer in answers:
            _draw(answer, options, every=every)
    else:
        text = _written(answers, options, every=every)
        if options.out is None:
            output.text(text, end="")
        else:
            _write(options.out, text)
            output.say(f"已写入 {options.out}" if lang == "zh" else f"Written to {options.out}")
    if options.format != "json":
        for note in warnings:
            output.warn(note)


def _written(answers: Sequence[CheckAnswer], options: CheckOptions, *, every: bool) -> str:
    lang = options.language
    if options.format == "json":
        return json.dumps(_envelope(answers, lang), ensure_ascii=False, allow_nan=False) + "\n"
    if str(options.format) == "html":
        from liangrong.research.claims.annotation.page import to_page

        warnings = tuple(dict.fromkeys(note for answer in answers for note in answer.warnings))
        return to_page([answer.checked for answer in answers], lang, warnings=warnings)
    if options.format == "csv":
        return _csv(answers, lang)
    import io

    from rich.console import Console

    page = io.StringIO()
    for answer in answers:
        _draw(answer, options, every=every, console=Console(file=page, width=100, highlight=False, emoji=False, markup=False))
    return page.getvalue()


def _envelope(answers: Sequence[CheckAnswer], lang: Lang) -> dict[str, Any]:
    """One envelope for all texts; each row names its document."""
    from liangrong.services.claims.checking import summary_of

    first = answers[0].envelope(lang)
    rows = [row for answer in answers for row in answer.envelope(lang)["data"]]
    warnings = list(dict.fromkeys(text for answer in answers for text in answer.envelope(lang)["warnings"]))
    return first | {"data": rows, "warnings": warnings, "summary": summary_of([answer.checked for answer in answers])}


def _csv(answers: Sequence[CheckAnswer], lang: Lang) -> str:
    import csv
    import io

    page = io.StringIO()
    rows = [row for answer in answers for row in answer.envelope(lang)["data"]]
    if rows:
        writer = csv.DictWriter(page, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(
            {name: ";".join(value) if isinstance(value, list) else value for name, value in row.items()} for row in rows
        )
    return page.getvalue()


def _draw(answer: CheckAnswer, options: CheckOptions, *, every: bool, console: Any = None) -> None:
    """What is wrong, then what holds; what cannot be checked is counted."""
    from rich.text import Text

    from liangrong.research.claims.annotation.page import SUPPORTS, shown_claim, told_counts

    console, lang = console or options.output().console(), options.language
    checked = answer.checked
    console.print(Text(checked.article.title or checked.article.name, "bold"))
    told = [f"{sign} {number} {name}" for _, sign, name, number in told_counts(checked.claims, lang)]
    console.print(" · ".join(told), style="dim")
    styles = {"refuted": "bold red", "supported": "green", "not_checkable": "dim"}
    shown = [shown_claim(checked, judged, lang) for judged in checked.claims]
    for support, (sign, _) in SUPPORTS.items():
        if support == "not_checkable" and not every:
            continue
        for claim in (claim for claim in shown if claim["support"] == support):
            console.print()
            kind = "、".join(claim["types"]) if lang == "zh" else ", ".join(claim["types"])
            console.print(Text.assemble((f"{sign} {_short(claim['printed'])}", styles[support]), f"  {kind or claim['verdict']}"))
            console.print(Text(f"  {claim['reason']}"))
            if claim["corrected"]:
                console.print(Text(f"  {'应为：' if lang == 'zh' else 'Should be: '}{claim['corrected']}", "bold"))
            if claim["sentence"] != claim["printed"]:
                console.print(
                    Text(f"  「{_short(claim['sentence'])}」" if lang == "zh" else f'  "{_short(claim["sentence"])}"', "dim")
                )
    console.print()


def _short(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= _SHOWN else f"{joined[:_SHOWN]}…"


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            reason=f"{path} cannot be written: {error.strerror or error}.",
            reason_zh=f"无法写入 {path}：{error.strerror or error}。",
        ) from error
