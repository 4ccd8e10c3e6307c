"""A panel: one answer on a page, with its chart, its table, its downloads, its definition and its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from liangrong.core.errors import BadInput, LiangrongError, StorageFailed, UsageError
from liangrong.core.results import Note, Result
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.state import State
from liangrong.research.reports.page import provenance, remarks, watermark_of
from liangrong.research.reports.wording import source_name
from liangrong.research.sheets import SHEETS
from liangrong.research.tables.layout import printed
from liangrong.services.accounts.files import AccountText
from liangrong.services.neutral_words import NeutralWords
from liangrong.services.verbs.catalogue import verb

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Cell", "Column", "Filled", "Link", "Panel", "filled", "postponed"]

Link = Callable[[Mapping[str, Any], State], str | None]
"""From a row to the address behind one of its cells."""
ROWS: Final = 20
"""Rows of a table on a page; the download has them all."""


@dataclass(frozen=True)
class Panel:
    """What a panel asks and how it is shown.

    Parameters
    ----------
    key
        Its id in the page.
    verb
        What is asked.
    given
        With which parameters, by the names of a URL; several values of one as a tuple.
    title, definition
        Those of the sheet where there are none.
    sheet
        The sheet whose chart is drawn; that of the verb where there is none, no chart where it is ``"-"``.
    columns
        The columns of the table, in their order; all of them where there are none.
    rows
        Rows of the table.
    links
        Column to what lies behind its cells.
    chart_only
        Parameters that the chart alone is given: a zoom.
    folded
        Whether the table stands folded below the chart.
    intro
        What a newcomer must know before the figures.
    pick
        Which rows stand in the table, and in which order and words: of a history the newest first.
    empty
        What is said where no row is left; that none matches otherwise.
    headings
        Column to its heading on this page, unit included, where its own says too little.
    """

    key: str
    verb: str
    given: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    title: Note | None = None
    definition: Note | None = None
    sheet: str = ""
    columns: tuple[str, ...] = ()
    rows: int = ROWS
    links: Mapping[str, Link] = field(default_factory=dict)
    chart_only: Mapping[str, str] = field(default_factory=dict)
    folded: bool = False
    intro: Note | None = None
    pick: Callable[[pl.DataFrame], pl.DataFrame] | None = None
    empty: Note | None = None
    headings: Mapping[str, Note] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its text, its sign and what lies behind it."""

    text: str
    sign: int = 0
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    heading: str
    align: str
    wraps: bool


@dataclass(frozen=True)
class Filled:
    """A panel with its answer, or with the sentence that says why there is none.

    Parameters
    ----------
    title, definition
        What it is.
    columns, rows
        The table; ``more`` rows are left to the download.
    facts
        What holds for every row.
    chart
        Address of the chart without its suffix and with a query; empty where nothing is drawn.
    specification
        The chart itself as JSON, where no address leads to it.
    downloads, buttons
        Name to address; name to what a button of the page's own form asks for.
    provenance, sources, remarks, watermark
        As of when, from whom, what must be known, and whether the data are simulated.
    refusal, hint, is_misasked, is_broken
        Why there is no answer, what to do, and whether the question or what is stored cannot be read rather than the answer be unknown.
    intro, empty
        What is said before the figures, and instead of a table without rows.
    later
        Where the answer is had, when it takes seconds and nobody has asked for it yet.
    """

    key: str
    title: str
    definition: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    more: int = 0
    facts: str = ""
    chart: tuple[str, str] | None = None
    specification: str = ""
    downloads: Mapping[str, str] = field(default_factory=dict)
    buttons: Mapping[str, str] = field(default_factory=dict)
    provenance: str = ""
    sources: str = ""
    remarks: tuple[str, ...] = ()
    watermark: str = ""
    refusal: str = ""
    hint: str = ""
    is_misasked: bool = False
    is_broken: bool = False
    folded: bool = False
    intro: str = ""
    empty: str = ""
    later: str = ""
    result: Result | None = None


def filled(desk: Desk, panel: Panel, state: State, *, account: AccountText | None = None) -> Filled:
    """Ask what the panel asks; a question that the data cannot answer becomes its sentence, not an error of the page.

    Parameters
    ----------
    account
        Whom it is about, for a verb that is asked about one; no address leads to such an answer.
    """
    empty = _framed(panel, state)
    try:
        result = desk.ask(panel.verb, panel.given, state.lang, account=account)
    except LiangrongError as error:
        told = NeutralWords(desk.settings.store).text(error.message(state.lang), state.lang)
        return replace(empty, refusal=told, hint=error.hint(state.lang), is_misasked=isinstance(error, UsageError),
                       is_broken=isinstance(error, (BadInput, StorageFailed)) and account is None)  # fmt: skip
    answer = _with_answer(empty, panel, result, state, to_the_fen=account is not None)
    return replace(answer, chart=None, downloads={}) if account else answer


def postponed(panel: Panel, state: State, address: str) -> Filled:
    """The panel without its answer: a link to where it is had, which a browser that runs scripts follows by itself."""
    return replace(_framed(panel, state), later=address)


def _framed(panel: Panel, state: State) -> Filled:
    asked = verb(panel.verb)
    sheet = SHEETS.get(panel.sheet or asked.sheet)
    title = panel.title or (sheet.title if sheet else asked.title)
    definition = panel.definition or (sheet.definition if sheet else None)
    return Filled(
        panel.key, title.text(state.lang), _said(definition, state), folded=panel.folded, intro=_said(panel.intro, state),
        empty=_said(panel.empty, state),
    )  # fmt: skip


def _said(note: Note | None, state: State) -> str:
    return note.text(state.lang) if note else ""


def _with_answer(empty: Filled, panel: Panel, result: Result, state: State, *, to_the_fen: bool = False) -> Filled:
    lang, zh = state.lang, state.zh
    spellings = [name for wanted in panel.columns for name in (wanted, f"{wanted}_{lang}")]
    picked = panel.pick(result.data) if panel.pick else result.data
    chosen = [name for name in spellings if name in picked.columns] or picked.columns
    table = printed(replace(result, data=picked.select(chosen).head(panel.rows)), lang, to_the_fen=to_the_fen)
    raw = picked.head(panel.rows).to_dicts()
    columns = tuple(
        Column(_said(panel.headings.get(column.name), state) or column.heading, column.align, column.wraps)
        for column in table.columns
    )
    rows = tuple(
        tuple(
            Cell(
                column.cells[place],
                column.signs[place] if column.signs else 0,
                panel.links[column.name](raw[place], state) if column.name in panel.links else None,
            )
            for column in table.columns
        )
        for place in range(len(raw))
    )
    drawn = panel.sheet != "-" and bool(panel.sheet or verb(panel.verb).sheet) and result.data.height > 0
    return replace(
        empty,
        columns=columns,
        rows=rows,
        more=max(0, picked.height - panel.rows),
        facts=table.facts,
        chart=_chart(panel, state) if drawn else None,
        downloads=_downloads(panel, state, drawn=drawn),
        provenance=provenance(result, lang),
        sources=("、" if zh else ", ").join(source_name(source, lang) for source in result.source),
        remarks=tuple(remarks(result, lang)),
        watermark=watermark_of(result, lang),
        result=result,
    )


def _chart(panel: Panel, state: State) -> tuple[str, str]:
    """Path without suffix, and query, of the chart."""
    query = {**panel.given, **panel.chart_only, "lang": state.lang, "colors": state.colors}
    if panel.sheet:
        query["sheet"] = panel.sheet
    return f"/charts/{panel.verb}", urlencode(sorted(query.items()), doseq=True)


def _downloads(panel: Panel, state: State, *, drawn: bool) -> dict[str, str]:
    query = urlencode(sorted({**panel.given, "lang": state.lang}.items()), doseq=True)
    found = {name: f"/api/v1/{panel.verb}?{query}&format={name.lower()}" for name in ("CSV", "JSON")}
    if drawn:
        path, chart_query = _chart(panel, state)
        found |= {name: f"{path}.{name.lower()}?{chart_query}" for name in ("PNG", "SVG")}
    return found
