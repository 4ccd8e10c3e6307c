"""The nowcast asked of a store."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from liangrong.core.errors import NotKnown, UsageError
from liangrong.services.stress.nowcast import NowcastRequest, nowcast
from liangrong.services.workspace import Workspace

START, CUT = date(2019, 5, 6), date(2019, 7, 31)


@pytest.fixture(scope="module")
def workspace(simulated_store: Path) -> Workspace:
    return Workspace.open(simulated_store)


def test_what_was_said_then_is_what_is_said_of_then_now(workspace: Workspace) -> None:
    """Point in time: a later day of knowledge changes no earlier row."""
    then = nowcast(workspace, NowcastRequest(as_of=CUT, start=START, horizon=10)).data
    now = nowcast(workspace, NowcastRequest(start=START, horizon=10)).data.filter(pl.col("date") <= CUT)
    assert then["date"][-1] == CUT
    assert_frame_equal(then, now, abs_tol=1e-12)


def test_rows_are_ratios_with_their_error_and_their_band(workspace: Workspace) -> None:
    found = nowcast(workspace, NowcastRequest(as_of=CUT, start=START))
    row = found.data.row(-1, named=True)
    assert found.unit == "1"
    assert row["low"] < row["nowcast"] < row["high"]
    assert row["error"] == pytest.approx(row["nowcast"] - row["official"])
    texts = [note.en for note in found.warnings]
    assert any("took part in choosing" in text for text in texts)
    assert any("reading_noise = 3" in text for text in texts)
    assert any("synthetic" in text.lower() or "simulated" in text.lower() for text in texts)


def test_after_the_years_of_choice_the_error_is_said_as_tested(workspace: Workspace) -> None:
    found = nowcast(workspace, NowcastRequest(view="free_run", as_of=date(2020, 6, 30)))
    assert found.data["date"][0] > date(2019, 12, 31)
    assert any("all settings were chosen before" in note.en for note in found.warnings)


@pytest.mark.parametrize(
    ("request_", "kind", "match"),
    [
        (NowcastRequest(horizon=0), UsageError, "1 to 250"),
        (NowcastRequest(view="free_run", since=date(2026, 1, 30)), UsageError, "before the last"),
        (NowcastRequest(as_of=date(2012, 10, 19)), NotKnown, "sessions"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence(
    workspace: Workspace, request_: NowcastRequest, kind: type[Exception], match: str
) -> None:
    with pytest.raises(kind, match=match):
        nowcast(workspace, request_)
