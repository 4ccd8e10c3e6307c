"""Detail against totals as stored: the window, the exchange, and the refusal when there is no detail."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from liangrong.core.errors import NoData
from liangrong.services.reconciliation import ReconciliationRequest, reconcile
from liangrong.services.workspace import Workspace
from tests.unit.market import samples

DAY = date(2025, 3, 10)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    opened = Workspace.open(tmp_path / "store", create=True)
    rows = samples.detail(DAY)
    for name, frame in {"margin_detail": rows, "market_totals": samples.totals_of(rows)}.items():
        opened.store.append(name, frame, observed_at=datetime(2025, 4, 1, tzinfo=UTC))
    return opened


def test_every_cell_of_the_session_is_compared(workspace: Workspace) -> None:
    answer = reconcile(workspace, ReconciliationRequest(DAY))
    differences = dict(answer.data.select("column", "difference").iter_rows())
    assert differences["financing_buy_amount"] == 0
    assert differences["financing_balance"] < 0
    assert (answer.as_of, answer.source) == (DAY, ("sse",))


def test_only_the_exchange_asked_for(workspace: Workspace) -> None:
    assert reconcile(workspace, ReconciliationRequest(DAY, exchange="SZSE")).data.is_empty()


def test_without_detail_the_nearest_day_is_named(workspace: Workspace) -> None:
    with pytest.raises(NoData) as caught:
        reconcile(workspace, ReconciliationRequest(date(2025, 3, 12)))
    assert f"{DAY}" in caught.value.message("en")
    assert f"{DAY}" in caught.value.message("zh")
