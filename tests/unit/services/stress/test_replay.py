"""A replay asked of a store."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from liangrong.core.errors import NoData, UnknownName
from liangrong.services.stress.replay import ReplayRequest, replay
from liangrong.services.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(simulated_store: Path) -> Workspace:
    return Workspace.open(simulated_store)


def test_paths_and_verdicts_of_a_margin_change(workspace: Workspace) -> None:
    paths = replay(workspace, ReplayRequest(episode="2026-01"))
    first = paths.data.row(0, named=True)
    assert first["session"] == date(2026, 1, 14)
    assert first["low"] <= first["median"] <= first["high"]
    assert paths.data.filter(paths.data["actual"].is_null()).height > 0
    verdicts = replay(workspace, ReplayRequest(episode="2026-01", view="verdicts")).data
    assert set(verdicts["kind"]) == {"unconditional", "conditional", "unconditional_margin", "conditional_margin"}
    assert verdicts["sessions"].to_list() == [13] * verdicts.height
    said = [note.en for note in paths.warnings]
    assert any("data up to 2026-01-13 only" in text for text in said)
    assert any("finances 20% less" in text for text in said)
    assert any("dispersion_low=0.25" in text for text in said)
    assert sum("sessions" in text and "was forecast" in text for text in said) == verdicts.height


def test_what_cannot_be_asked_is_a_sentence(workspace: Workspace) -> None:
    with pytest.raises(UnknownName, match="2015-06"):
        replay(workspace, ReplayRequest(episode="2016"))
    with pytest.raises(NoData, match="2018-06-15"):
        replay(workspace, ReplayRequest(episode="2018-06", as_of=date(2018, 6, 15)))
