"""A replay asked of a store."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from liangrong.core.calendar import mainland
from liangrong.core.clocks import AsOf
from liangrong.core.errors import NoData, UnknownName
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.stress.replay import ReplayRequest, _knowledge, replay
from liangrong.services.workspace import Workspace
from tests.unit.stress.estimation.nowcast.worlds import snapshot, world


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
    assert any("dispersion_low = 0.25" in text for text in said)
    assert sum("sessions" in text and "was forecast" in text for text in said) == verdicts.height


class Recorded:
    """A workspace whose statistics of 2018 were revised on the last day of that year, or recorded only then."""

    def __init__(self, *, late: bool) -> None:
        self.calendar = mainland()
        self._late = late

    def snapshot(self, as_of: AsOf) -> MarketSnapshot:
        columns = world(430)
        if as_of.known_at is None or as_of.known_at > datetime(2018, 12, 31, tzinfo=UTC):
            columns["balance"] = 2 * columns["balance"]
        elif self._late:
            columns["ratio"], columns["balance"] = columns["ratio"][:0], columns["balance"][:0]
            columns |= {
                "days": columns["days"][:0],
                "buys": columns["buys"][:0],
                "levels": {k: v[:0] for k, v in columns["levels"].items()},
            }
        return snapshot(columns, as_of.as_of)


def test_a_revision_made_later_is_not_read_by_the_forecast() -> None:
    cut = world(430)["days"][400]
    at, remark = _knowledge(Recorded(late=False), cut, None)  # type: ignore[arg-type]
    then, now = (at(day).table("account_statistics")["financing_balance"][0] for day in (cut, date(2019, 1, 4)))
    assert float(now) == pytest.approx(2 * float(then))
    assert remark == ()


def test_what_was_recorded_only_later_is_read_with_a_remark() -> None:
    cut = world(430)["days"][400]
    at, remark = _knowledge(Recorded(late=True), cut, None)  # type: ignore[arg-type]
    assert at(cut).table("account_statistics").height == 401
    assert "recorded only later" in remark[0].en


def test_what_cannot_be_asked_is_a_sentence(workspace: Workspace) -> None:
    with pytest.raises(UnknownName, match="2015-06"):
        replay(workspace, ReplayRequest(episode="2016"))
    with pytest.raises(NoData, match="2018-06-15"):
        replay(workspace, ReplayRequest(episode="2018-06", as_of=date(2018, 6, 15)))
