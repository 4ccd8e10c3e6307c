"""Answers and refusals as an agent reads them: structured for programs, a Markdown table for models that read only text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, Final

from liangrong.core.errors import Lang, LiangrongError, UnknownName
from liangrong.core.results import Note, Result, plain
from liangrong.interfaces.mcp.claim_table import CHECKED, claim_table, weightiest_first
from liangrong.interfaces.mcp.rule_tables import RULE_COLUMNS, rule_table
from liangrong.services.neutral_words import NeutralWords
from liangrong.services.verbs.verb import Verb

__all__ = ["Reply", "refusal", "reply"]

TEXT_ROWS: Final = 40
"""Rows of the table in the text; the structured answer has them all."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent: text, and the same as data."""

    text: str
    content: dict[str, Any]
    is_error: bool = False


def reply(verb: Verb, result: Result, lang: Lang, *, limit: int) -> Reply:
    """The answer of ``verb``, of at most ``limit`` rows."""
    from liangrong.research.tables.labels import heading
    from liangrong.services.verbs.columns import ROW_UNIT, type_of, unit_of

    kept = _cut(weightiest_first(result) if verb.name == CHECKED and result.data.height > limit else result, limit)
    units = {name: unit_of(name, type_of(dtype)) for name, dtype in kept.data.schema.items()}
    columns = [
        {"name": name, "heading": heading(name, lang), "unit": result.unit or unit if unit == ROW_UNIT else unit}
        for name, unit in units.items()
    ]
    content = {
        "view": verb.name,
        "title": verb.title.text(lang),
        **kept.envelope(lang),
        "columns": columns,
        "rows": result.data.height,
    }
    return Reply(_text(verb, kept, lang), content)


def refusal(error: LiangrongError, lang: Lang, words: NeutralWords) -> Reply:
    """What went wrong, what is known nearest and what to do: enough for the next question to be a better one."""
    parts = [error.message(lang), error.hint(lang), _nearest(error, lang)]
    details = {name: value for name, value in error.details.items() if not name.endswith("_zh")}
    content = {
        "error": {
            "code": error.code,
            "message": words.text(parts[0], lang),
            "hint": words.text(" ".join(filter(None, parts[1:])), lang),
            "details": {name: _neutral(value, lang, words) for name, value in details.items()},
        }
    }
    return Reply(words.text("\n".join(filter(None, parts)), lang), content, is_error=True)


def _cut(result: Result, limit: int) -> Result:
    """At most ``limit`` rows: the last of a series, the first of anything else; a warning says what was left out."""
    rows = result.data.height
    if rows <= limit:
        return result
    is_series = _is_series(result)
    note = Note(
        f"共 {rows} 行，这里只有{'最后' if is_series else '前'} {limit} 行；请缩小范围，或加大 limit。",
        f"{rows} rows in all; these are the {'last' if is_series else 'first'} {limit}. Narrow the question or raise limit.",
    )
    return replace(result, data=result.data.tail(limit) if is_series else result.data.head(limit)).warn(note)


def _is_series(result: Result) -> bool:
    """Whether the rows go on from day to day."""
    days = result.data["date"] if "date" in result.data.columns else None
    return days is not None and days.null_count() == 0 and days.is_sorted() and days[0] != days[-1]


def _text(verb: Verb, result: Result, lang: Lang) -> str:
    from liangrong.research.reports.page import provenance, remarks, watermark_of

    zh, rows = lang == "zh", result.data.height
    result = weightiest_first(result) if verb.name == CHECKED else result
    shown = result.data.tail(TEXT_ROWS) if _shows_last(result) else result.data.head(TEXT_ROWS)
    source = f"{'来源' if zh else 'Source'}: {', '.join(result.source)}" if result.source else ""
    above = " · ".join(filter(None, (provenance(result, lang), source, watermark_of(result, lang))))
    table = _table(verb, replace(result, data=shown), lang) if rows else ("没有符合条件的行。" if zh else "No rows.")
    hidden = rows - shown.height
    more = (
        (f"……另有 {hidden} 行，见 structuredContent。" if zh else f"… and {hidden} more rows in structuredContent.")
        if hidden
        else ""
    )
    notes = "\n".join(f"- {text}" for text in remarks(result, lang))
    return "\n\n".join(filter(None, (f"## {verb.title.text(lang)}", above, table, more, notes)))


def _table(verb: Verb, result: Result, lang: Lang) -> str:
    from liangrong.research.tables.layout import printed

    if verb.name == CHECKED:
        return claim_table(result, lang)
    return rule_table(verb, result, lang) if verb.name in RULE_COLUMNS else printed(result, lang).markdown()


def _shows_last(result: Result) -> bool:
    return result.data.height > TEXT_ROWS and _is_series(result)


def _nearest(error: LiangrongError, lang: Lang) -> str:
    """The spelling that was perhaps meant."""
    if not isinstance(error, UnknownName):
        return ""
    from liangrong.analytics.measures import spellings

    named = [name.strip() for name in str(error.details.get("known", "")).split(",")]
    known = [*named, *(other for name in named for other in spellings(name))]
    close = get_close_matches(str(error.details.get("name")), known, n=3)
    return (f"是否指：{'、'.join(close)}？" if lang == "zh" else f"Did you mean {', '.join(close)}?") if close else ""


def _neutral(value: object, lang: Lang, words: NeutralWords) -> Any:
    shown = plain(value)
    if isinstance(shown, list):
        return [_neutral(item, lang, words) for item in shown]
    return shown if isinstance(shown, int | float | bool | type(None)) else words.text(str(shown), lang)
