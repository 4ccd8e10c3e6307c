"""Charts by address: what can be drawn, and a sentence for what cannot."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

pytest.importorskip("altair")


@pytest.mark.parametrize("name", ["flows", "league"])
def test_tiles_are_another_drawing_of_the_same_rows(client: TestClient, name: str) -> None:
    tiles = client.get(f"/charts/{name}.json?sheet=treemap&by=sw1")
    own = client.get(f"/charts/{name}.json?by=sw1")
    assert tiles.status_code == own.status_code == 200
    assert tiles.json() != own.json()


@pytest.mark.parametrize("address", ["strategies.json?sheet=balance", "ratio-history.json?sheet=balance", "cards.json?sheet=treemap",
                                     "flows.json?sheet=nothing", "cards.json", "nothing.json"])  # fmt: skip
def test_a_sheet_that_does_not_draw_these_rows_is_refused(client: TestClient, address: str) -> None:
    """The sheet of another verb looks for columns that these rows do not have."""
    answer = client.get(f"/charts/{address}&lang=en" if "?" in address else f"/charts/{address}?lang=en")
    assert answer.status_code == 404
    assert answer.text.startswith("There is no ")


def test_a_kind_of_picture_that_is_not_made_is_refused(client: TestClient) -> None:
    answer = client.get("/charts/flows.gif?lang=en")
    assert answer.status_code == 404
    assert "json, svg, png" in answer.text
