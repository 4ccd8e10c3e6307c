"""Read the calls of a strategy note: bold or numbered lines that name an instrument, ratings in a sentence, and tables of views.

A list counts as a strategy note when enough of its lines call something; other lists make no calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from liangrong.research.documents.calls.call import Call
from liangrong.research.documents.calls.levels import levels_in
from liangrong.research.documents.calls.tables import is_head, table_rows
from liangrong.research.documents.calls.wording import Reading, horizon_of, reading_of, view_of
from liangrong.research.documents.metadata import dateline_of
from liangrong.research.documents.words import CJK

__all__ = ["calls_in"]

_BOLD: Final = re.compile(
    r"(?:^|(?<=\s))[-•*●■]?[ \t]*\*\*(?P<name>[^*\n:：]{1,60})\*\*[ \t]*[:：]|(?:^|(?<=\s))[-•*●■]?[ \t]*\*\*(?P<inner>[^*\n:：]{1,60})[:：]\*\*"
)
_LINE: Final = re.compile(
    rf"^[ \t]*(?:[-•*●■▪◆]|\d{{1,2}}[.、)）])?[ \t]*(?P<name>[{CJK}A-Za-z][{CJK}A-Za-z0-9（）()/、&＆ ]{{0,19}}?)[ \t]*[:：][ \t]*(?P<text>\S.*)$"
)
_BRACKETED: Final = re.compile(rf"^[ \t]*【(?P<name>[{CJK}A-Za-z0-9（）()/、& ]{{1,20}})】[ \t]*(?P<text>\S.*)$")
_HEADING: Final = re.compile(
    rf"^[ \t]*(?:#+[ \t]*|[一二三四五六七八九十]{{1,3}}[、.][ \t]*|\d{{1,2}}[.、][ \t]*)?[\[【*]*(?P<name>[{CJK}A-Za-z][{CJK}A-Za-z \-/、与和及&]{{1,38}}?)[\]】*]*[ \t]*[:：]?[ \t]*$"
)
_RATED: Final = re.compile(
    r"(?:^|[.。；;\]\-–—:]\s*)(?P<name>[^.。；;:\[\]\"“”\n]{1,40}?)\s*(?:is|are)\s+rated\s+(?:as\s+)?[\"“”']?(?P<view>[\w \-]{2,20}?)[\"“”'.,;\[]"
    r"|(?:^|[。；;\]\-：:]\s*)(?P<name2>[^。；;：:，,\[\]“”\n]{1,20}?)(?:的)?评级(?:为|：|:)\s*[“\"]?(?P<view2>[\u4e00-\u9fff]{1,8})",
    re.IGNORECASE,
)  # fmt: skip
_CITED: Final = re.compile(r"\s*\[\d{1,3}\](?:\[\d{1,3}\])*")
_SENTENCE: Final = re.compile(r"(?<=[。！？；!?])\s*|(?<=[.;])\s+(?=[\"“A-Z\[])")
_AFTER: Final = re.compile(
    r".*(?:(?<!\d)\.|[。！？!?]|\[\d{1,3}\])\s+(?P<rest>(?:\d{1,2}\.\s+)?[^.。！？!?]{2,80}?)\s*[-–—]?\s*$", re.DOTALL
)
_ALONE: Final = re.compile(r"\s*(?P<rest>[^.。！？!?\n]{2,60}?)$")
_NUMBERED: Final = re.compile(r"^\d{1,2}[.、]\s*")
_LABELS: Final = frozenset(
    [
        "核心观点",
        "观点",
        "投资建议",
        "操作建议",
        "建议",
        "策略",
        "策略建议",
        "风险提示",
        "风险",
        "结论",
        "摘要",
        "逻辑",
        "行情回顾",
        "市场回顾",
        "作者",
        "来源",
        "时间",
        "日期",
        "分析师",
        "记者",
        "编辑",
        "图表",
        "数据来源",
        "备注",
        "注",
        "说明",
        "免责声明",
        "source",
        "author",
        "date",
        "note",
        "summary",
        "conclusion",
        "risk",
        "risks",
        "recommendation",
        "strategy",
        "logic",
        "view",
    ]
)
"""Lines with a colon that name no instrument."""
_FEWEST: Final = 3
_CALLING: Final = 1 / 3
"""A list of at least three lines, a third of which call something, is a strategy note."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of a note that names an instrument."""

    sector: str
    name: str
    text: str


def calls_in(text: str, *, author: str = "", said_on: date | None = None) -> tuple[Call, ...]:
    r"""The calls of a text, in order; lines of a note that call nothing are among them, with an empty call.

    Parameters
    ----------
    author, said_on
        Who says it and when, where no dateline of the text stands above the note.

    Examples
    --------
    >>> note = "Metals\n- **Copper**: Prices are expected to fluctuate.\n- **Tin**: It is expected to rise.\n- **Zinc**: See above."
    >>> [(call.sector, call.instrument, call.call) for call in calls_in(note)]
    [('Metals', 'Copper', 'range'), ('Metals', 'Tin', 'up'), ('Metals', 'Zinc', '')]
    """
    found: list[Call] = []
    for block, who, when in _parts(text, author, said_on):
        calls = [*_of_notes(block), *_of_tables(block)]
        named = {call.instrument for call in calls}
        calls += [call for call in _of_ratings(block) if call.instrument not in named]
        found += [replace(call, author=who, said_on=when) for call in calls]
    return tuple(found)


def _parts(text: str, author: str, said_on: date | None) -> Iterator[tuple[list[str], str, date | None]]:
    """The lines of a text between its datelines, with who says them and when."""
    lines: list[str] = []
    who, when = author, said_on
    for line in text.split("\n"):
        dated = dateline_of(line)
        if dated is None:
            lines.append(line)
            continue
        title = lines.pop() if lines and dated[0] else ""
        if lines:
            yield lines, who, when
        who, stamp = dated[0] or who, dated[1]
        when = stamp.date() if isinstance(stamp, datetime) else stamp
        lines = [title] if title else []
    yield lines, who, when


def _of_notes(lines: Sequence[str]) -> Iterator[Call]:
    for entries in (_bold_entries("\n".join(lines)), _line_entries(lines)):
        calls = [_call(entry) for entry in entries]
        if len(calls) >= _FEWEST and sum(bool(call.call) for call in calls) >= _CALLING * len(calls):
            yield from calls
            return


def _bold_entries(text: str) -> list[_Entry]:
    """Entries whose name is bold; what stands between the end of one and the name of the next is the heading of a sector."""
    marks = list(_BOLD.finditer(text))
    entries: list[_Entry] = []
    sector = _sector(text[: marks[0].start()], is_first=True)[0] if marks else ""
    for place, mark in enumerate(marks):
        body = text[mark.end() : marks[place + 1].start() if place + 1 < len(marks) else None]
        following, at = _sector(body) if place + 1 < len(marks) else ("", len(body))
        name = mark["name"] or mark["inner"]
        entries.append(_Entry(sector, _tidy(name), _CITED.sub(" ", body[:at]).strip(" \t\n-–—•*#")))
        sector = following or sector
    return entries


def _sector(before: str, *, is_first: bool = False) -> tuple[str, int]:
    """The heading at the end of a text, which is what follows its last sentence, and where it begins; empty where there is none."""
    bare = before.rstrip(" \t\n-–—•*")
    start = bare.rfind("\n") + 1
    if start and (match := _HEADING.match(bare[start:])):
        return _tidy(match["name"]), start
    match = _AFTER.match(bare) or (_ALONE.match(bare) if is_first else None)
    if match is None:
        return "", len(before)
    heading = match["rest"].strip(" \t\n-–—#*")
    if _NUMBERED.match(heading):
        heading = _last_capital(_NUMBERED.sub("", heading))
    return (
        (_tidy(heading), match.start("rest"))
        if 1 < len(heading) <= 40 and not heading.endswith((",", "，", ":"))
        else ("", len(before))
    )


def _last_capital(heading: str) -> str:
    """Of a numbered title and a heading that run into each other, the heading: from the last capital on."""
    starts = [match.start() for match in re.finditer(r"(?:(?<=\s)|^)[A-Z]", heading)]
    return heading[starts[-1] :] if starts else heading


def _line_entries(lines: Sequence[str]) -> list[_Entry]:
    """Entries of one line each: 铜：…, 【铜】…; short lines between them are headings."""
    entries: list[_Entry] = []
    sector = ""
    for line in lines:
        match = _BRACKETED.match(line) or _LINE.match(line)
        if match and match["name"].strip().lower() not in _LABELS and not is_head(line):
            entries.append(_Entry(sector, _tidy(match["name"]), _CITED.sub(" ", match["text"]).strip()))
        elif heading := _HEADING.match(line):
            sector = _tidy(heading["name"])
    return entries


def _call(entry: _Entry) -> Call:
    """The call of an entry: its plainest sentence, the later one of two."""
    sentences = [sentence.strip() for sentence in _SENTENCE.split(entry.text) if sentence and sentence.strip()]
    read = [
        (reading.rank, -place, reading, sentence)
        for place, sentence in enumerate(sentences)
        if (reading := _read(sentence, sentences))
    ]
    levels = levels_in(entry.text)
    unit = next((level.unit for level in levels if level.unit), "")
    if not read:
        return Call("", None, entry.sector, entry.name, "", "", "", levels, unit, sentences[-1] if sentences else entry.text)
    _, _, reading, sentence = min(read, key=lambda each: each[:2])
    horizon = horizon_of(sentence) or (horizon_of(entry.text) if len(sentences) == 1 else "")
    return Call("", None, entry.sector, entry.name, reading.call, reading.strength, horizon, levels, unit, sentence)


def _read(sentence: str, sentences: Sequence[str]) -> Reading | None:
    """What a sentence calls; an entry that is a view and nothing else is read like a cell."""
    return view_of(sentence) if len(sentences) == 1 else reading_of(sentence)


def _of_tables(lines: Sequence[str]) -> Iterator[Call]:
    for row in table_rows(lines):
        reading = view_of(row.view)
        if reading is None:
            continue
        unit = next((level.unit for level in row.levels if level.unit), row.unit)
        yield Call(
            "", None, row.sector, row.instrument, reading.call, reading.strength, horizon_of(row.horizon or row.view), row.levels, unit, row.printed
        )  # fmt: skip


def _of_ratings(lines: Sequence[str]) -> Iterator[Call]:
    """Ratings that a sentence tells: Industrial silicon is rated "bearish"."""
    for match in _RATED.finditer("\n".join(lines)):
        name, view = match["name"] or match["name2"], match["view"] or match["view2"]
        reading = view_of(view)
        if reading is not None and reading.call:
            printed = _CITED.sub("", match.group()).strip(" \t\n.。；;]-–—:[")
            yield Call("", None, "", _tidy(name), reading.call, reading.strength, "", (), "", printed)


def _tidy(name: str) -> str:
    """A name without marks and without the blanks that a page puts around hyphens."""
    return re.sub(r"(?<=\w) - (?=\w)", "-", " ".join(name.split())).strip(" *-–—#：:")
