"""The desk answers once for all parts of a page, sees new data, and a panel without an answer says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from liangrong.core.errors import NotKnown
from liangrong.core.results import Note
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.panels import Filled, Panel, filled
from liangrong.interfaces.web.settings import Settings
from liangrong.interfaces.web.state import State
from liangrong.services.ingest import ingest
from liangrong.services.verbs.verb import Verb
from liangrong.services.workspace import Workspace
from tests.small_market import stored, totals


def desk_of(store: Path) -> Desk:
    return Desk(Settings(store=store))


def test_one_answer_serves_table_chart_and_download(whole: Path) -> None:
    desk = desk_of(whole)
    asked = {"measure": "margin_trading_balance"}
    assert desk.ask("show", asked, "zh") is desk.ask("show", dict(asked), "zh")
    assert desk.ask("show", asked, "zh") is not desk.ask("show", asked, "en")
    assert desk.ask("show", asked, "zh").data["value"][0] > 0


def test_a_commit_is_seen_and_old_answers_go(tmp_path: Path) -> None:
    store = stored(tmp_path / "store", {"market_totals": totals(date(2026, 1, 5), date(2026, 1, 28))})
    desk = desk_of(store)
    before = desk.ask("show", {"measure": "financing_balance"}, "zh")
    ingest(
        Workspace.open(store),
        {"market_totals": totals(date(2026, 1, 29), date(2026, 1, 30))},
        observed_at=datetime.now(UTC) + timedelta(days=1),
    )
    desk.data.fresh()
    after = desk.ask("show", {"measure": "financing_balance"}, "zh")
    assert (before.as_of, after.as_of) == (date(2026, 1, 28), date(2026, 1, 30))


class Overtaken(Desk):
    """The data change, and somebody else asks, while the first question is on its way."""

    def _workspace_for(self, asked: Verb) -> Any:
        found = super()._workspace_for(asked)
        if found.latest_session() == date(2026, 1, 28):
            ingest(
                Workspace.open(self.store),
                {"market_totals": totals(date(2026, 1, 29), date(2026, 1, 30))},
                observed_at=datetime.now(UTC) + timedelta(days=1),
            )
            self.data.fresh()
            self.workspace()
        return found


def test_an_answer_that_a_commit_overtakes_is_not_taken_for_one_of_the_new_data(tmp_path: Path) -> None:
    store = stored(tmp_path / "store", {"market_totals": totals(date(2026, 1, 5), date(2026, 1, 28))})
    desk = Overtaken(Settings(store=store))
    days = [desk.ask("show", {"measure": "financing_balance"}, "zh").as_of for _ in range(2)]
    assert days == [date(2026, 1, 28), date(2026, 1, 30)]


def test_no_store_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotKnown):
        desk_of(tmp_path / "nothing").workspace()


def panel_of(store: Path, panel: Panel) -> Filled:
    return filled(desk_of(store), panel, State("/x", lang="en"))


def test_a_panel_has_its_table_source_day_and_downloads(whole: Path) -> None:
    panel = Panel(
        "balance", "show", {"measure": "margin_trading_balance", "to": "2026-01-31"}, title=Note("余额", "Balance"), sheet="-"
    )
    found = panel_of(whole, panel)
    assert found.title == "Balance"
    assert "2026-01-30" in found.provenance
    assert any("not a session" in remark for remark in found.remarks)
    assert any("bn" in column.heading for column in found.columns)
    link = urlsplit(found.downloads["CSV"])
    assert link.path == "/api/v1/show"
    assert parse_qs(link.query)["to"] == ["2026-01-31"]
    assert "PNG" not in found.downloads


def test_rows_that_do_not_fit_are_counted(whole: Path) -> None:
    panel = Panel("records", "records", {"from": "2025-01-02"}, rows=3, sheet="-")
    found = panel_of(whole, panel)
    total = desk_of(whole).ask("records", {"from": "2025-01-02"}, "en").data.height
    assert (len(found.rows), found.more) == (3, total - 3)


def test_columns_are_chosen_and_cells_lead_on(whole: Path) -> None:
    panel = Panel(
        "one", "show", {"measure": "financing_balance"}, columns=("date", "value"), sheet="-",
        links={"date": lambda row, state: state.there("/day", on=f"{row['date']}")},
    )  # fmt: skip
    found = panel_of(whole, panel)
    assert len(found.columns) == 2
    assert [cell.link for cell in found.rows[0]] == ["/day?on=2026-01-30", None]


def test_what_is_not_known_is_said_in_the_panel(whole: Path) -> None:
    found = panel_of(whole, Panel("flows", "flows", {"by": "sw1"}))
    assert found.refusal
    assert not found.is_misasked
    assert found.rows == ()
    assert found.chart is None


def test_a_question_that_cannot_be_read_is_not_a_lack_of_data(whole: Path) -> None:
    found = panel_of(whole, Panel("flows", "flows", {"by": "sw1", "from": "yesterday"}))
    assert found.is_misasked
    assert "yesterday" in found.refusal


def test_a_chart_has_the_parameters_of_its_panel(simulated: Path) -> None:
    panel = Panel("cycle", "cycles", {"fall": "1%", "rise": "1%"}, chart_only={"zoom": "2025-01-02..2025-06-30"})
    state = replace(State("/x"), colors="western")
    found = filled(desk_of(simulated), panel, state)
    assert found.chart is not None
    path, query = found.chart
    assert path == "/charts/cycles"
    assert parse_qs(query) == {
        "fall": ["1%"],
        "rise": ["1%"],
        "zoom": ["2025-01-02..2025-06-30"],
        "lang": ["zh"],
        "colors": ["western"],
    }
    assert found.watermark
