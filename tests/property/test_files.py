"""No content makes the importers crash: a sentence or a table, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liangrong.core.errors import BadInput, UnrecognisedInput
from liangrong.core.outcomes import Failed, NonTradingDay, NotPublished, Ok
from liangrong.sources.fetcher import Hints
from liangrong.sources.files.read import hints_from_name, read
from liangrong.sources.files.registry import layouts

OUTCOMES = (Ok, Failed, NotPublished, NonTradingDay)
LARGEST = 1_000_000
"""Larger files only repeat what smaller ones show."""


def survives(content: bytes, hints: Hints | None = None) -> None:
    said = sentences(content, hints)
    assert all(said), "a refusal without its sentence"


def sentences(content: bytes, hints: Hints | None) -> tuple[str, ...]:
    """What is said in both languages when there is no data; nothing when there is."""
    try:
        outcome = read(content, hints).outcome
    except BadInput as error:
        return error.message("zh"), error.message("en")
    assert isinstance(outcome, OUTCOMES)
    return (outcome.reason, outcome.reason_zh) if isinstance(outcome, Failed) else ()


@given(st.binary(max_size=2_000))
@settings(max_examples=120, deadline=None)
def test_random_bytes_are_not_recognised_or_recognised_as_remains(content):
    try:
        found = read(content)
    except UnrecognisedInput:
        return
    except BadInput:
        assert content.startswith((b"PAR1", b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf"))
        return
    assert found.layout in {"empty_body", "broken_answer"}


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_known_header_with_any_cells_survives(data):
    layout = data.draw(st.sampled_from([known for known in layouts() if known.columns]))
    cell = st.one_of(
        st.text(max_size=12), st.integers().map(str), st.floats().map(str), st.just("20260130"), st.just("600519.SH")
    )
    width = len(layout.columns)
    rows = data.draw(st.lists(st.lists(cell, max_size=width + 1), max_size=4))
    lines = [",".join(layout.columns), *(",".join(row) for row in rows)]
    survives("\n".join(lines).encode("utf-8", "replace"), Hints(security_id="600519.SH"))


@pytest.mark.real
@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_truncated_file_survives(shared_data: Path, data):
    files = sorted(f for f in shared_data.rglob("*") if f.is_file() and f.name != "PROVENANCE.md" and f.stat().st_size < LARGEST)
    path = data.draw(st.sampled_from(files))
    content = path.read_bytes()
    survives(content[: data.draw(st.integers(0, len(content)))], hints_from_name(path.name))
