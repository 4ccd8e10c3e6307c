"""Topic: what the documents of a saved question say, sentence by sentence with their numbers, their figures and where they contradict each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import polars as pl

from liangrong.analytics.measures import MEASURES
from liangrong.core.errors import BadInput, StorageFailed
from liangrong.core.results import Note
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.listed_documents import NO_DOCUMENTS, listed, unreadable
from liangrong.interfaces.web.pages.page import Page
from liangrong.interfaces.web.panels import Filled, Link, Panel, filled
from liangrong.interfaces.web.scopes import scope_label
from liangrong.interfaces.web.state import State

__all__ = ["TOPIC"]

_FIGURES: Final = 40
"""Rows of the table of figures; the download has every claim."""
_CLAIMS: Final = ("anchor", "printed", "sentence", "metric", "aspect", "scope", "from_day", "to_day")
_CONFLICTS: Final = ("metric", "anchor", "printed", "other_anchor", "other_printed", "aspect", "scope", "from_day", "to_day")


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """The page of a topic; looking at it makes nothing old."""
    shown: dict[str, Any] = {"topic": None, "name": state.at["topic"], "refused": "", "none_yet": ""}
    given = {"name": state.at["topic"]}
    try:
        documents = desk.ask("topic", {**given, "part": "documents"}, state.lang)
        known = desk.ask("topic", {"part": "topics"}, state.lang).data.filter(pl.col("topic_name") == state.at["topic"])
        if known.is_empty():
            return {**shown, "none_yet": NO_DOCUMENTS.text(state.lang)}
        summary = desk.ask("topic", {**given, "part": "summary"}, state.lang).data
    except (BadInput, StorageFailed) as error:
        return {**shown, "refused": unreadable(desk, error, state)}
    rows, names = documents.data.to_dicts(), _names(desk, state)
    return {
        **shown,
        "topic": known.row(0, named=True),
        "documents": [(row["anchor"], row["is_new"], listed(row, state)) for row in rows],
        "new": [row["anchor"] for row in rows if row["is_new"]],
        "summary": summary.rows(),
        "claims": _panel(desk, Panel(
            "claims", "topic", {**given, "part": "claims"}, title=Note("数字", "Figures"), columns=_CLAIMS, rows=_FIGURES, pick=lambda rows: _named(_figures(rows), names, state),
            links={"anchor": _to("anchor")}, empty=Note("这些文档中没有可列出的数字。", "These documents have no figures that can be listed."),
        ), state),
        "conflicts": _panel(desk, Panel(
            "conflicts", "topic", {**given, "part": "conflicts"}, title=Note("彼此矛盾", "Where they contradict each other"), columns=_CONFLICTS,
            pick=lambda rows: _named(rows, names, state),
            links={"anchor": _to("anchor"), "other_anchor": _to("other_anchor")},
            empty=Note("没有发现彼此矛盾的数字。", "No figures were found that contradict each other."),
        ), state),
    }  # fmt: skip


def _panel(desk: Desk, panel: Panel, state: State) -> Filled:
    """A part of the page; how many documents there are is said once, above."""
    return replace(filled(desk, panel, state), remarks=())


def _figures(claims: pl.DataFrame) -> pl.DataFrame:
    """Figures that are stated as facts, each of a metric."""
    return claims.filter(pl.col("printed").is_not_null() & pl.col("metric").is_not_null() & (pl.col("nature") == "fact"))


def _names(desk: Desk, state: State) -> dict[str, str]:
    """What people call a measure or a parameter of the rulebook; other metrics have no name but their own."""
    rules = desk.ask("rule-list", {}, state.lang).data
    measures = {name: each.zh if state.zh else each.en for name, each in MEASURES.items()}
    return {**dict(rules.select("parameter", f"title_{state.lang}").iter_rows()), **measures}


def _named(rows: pl.DataFrame, names: Mapping[str, str], state: State) -> pl.DataFrame:
    """The rows with metrics and scopes in the words of the reader."""
    metrics = [names.get(each, each.replace("_", " ")) for each in rows["metric"]]
    scopes = [each and scope_label(each, state) for each in rows["scope"]]
    return rows.with_columns(metric=pl.Series(metrics, dtype=pl.String), scope=pl.Series(scopes, dtype=pl.String))


def _to(column: str) -> Link:
    """From a number to the document in the list of the page."""

    def link(row: Mapping[str, Any], _: State) -> str:
        return f"#d{row[column]}"

    return link


TOPIC: Final = Page("topic", "/documents/topics/{topic}", Note("主题", "Topic"), build, listed=False, keeps=False)
