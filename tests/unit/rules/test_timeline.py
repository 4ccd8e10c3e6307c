"""Dated values and policy events in one line."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.core.errors import UnknownName
from liangrong.rules.events import events
from liangrong.rules.packs import parse_pack
from liangrong.rules.rulebook import Rulebook
from liangrong.rules.timeline import timeline

BOOK = Rulebook.load()


def test_the_whole_line_ascends_and_has_every_event() -> None:
    whole = timeline(BOOK)
    assert [entry.date for entry in whole] == sorted(entry.date for entry in whole)
    assert [entry.name for entry in whole if entry.kind == "event"] == [event.event for event in events()]
    assert {entry.name for entry in whole if entry.kind == "value"} == set(BOOK.parameters)


def test_a_parameter_brings_the_events_of_its_days_before_its_values() -> None:
    found = [(f"{e.date}", e.kind) for e in timeline(BOOK, ("financing_margin_ratio",), start=date(2026, 1, 1))]
    assert found == [("2026-01-19", "event"), ("2026-01-19", "value")]


def test_both_ends_count() -> None:
    days = (date(2015, 11, 23), date(2023, 9, 11))
    found = timeline(BOOK, ("financing_margin_ratio",), start=days[0], end=days[1], venue="SZSE")
    assert [entry.date for entry in found if entry.kind == "value"] == list(days)


def test_an_exchange_leaves_out_what_it_never_had() -> None:
    found = timeline(BOOK, ("financing_margin_ratio",), venue="BSE")
    assert [(f"{e.date}", f"{e.value}") for e in found if e.kind == "value"] == [
        ("2023-02-13", "1.00"),
        ("2023-09-11", "0.80"),
        ("2026-01-19", "1.00"),
    ]


def test_a_keyed_rule_has_a_line_for_each_key_that_changed() -> None:
    found = [
        (e.key, f"{e.value}")
        for e in timeline(BOOK, ("conversion_ratio_cap",), start=date(2016, 12, 12), venue="SSE")
        if e.kind == "value"
    ]
    assert found == [("high_pe", "0")]
    everywhere = timeline(BOOK, ("conversion_ratio_cap",), start=date(2016, 12, 12), end=date(2016, 12, 12))
    assert [e.key for e in everywhere if e.kind == "value"] == ["high_pe"]


def test_a_pack_has_its_lines_too() -> None:
    text = (
        "{pack: mine, title_zh: 我, title_en: mine, example: false, citation: 合同, confidence: H, rules: "
        "[{parameter: call_line, from: 2024-01-02, to: 2025-01-02, value: 1.45}]}"
    )
    found = timeline(BOOK.amend(parse_pack(text, "mine.yaml")), ("call_line",), start=date(2024, 1, 1))
    assert [(e.authority, e.note_en) for e in found if e.kind == "value"] == [("pack:mine", "until 2025-01-02")]


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownName):
        timeline(BOOK, ("no_such_rule",))
