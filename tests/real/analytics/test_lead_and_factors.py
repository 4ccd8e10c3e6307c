"""Does the market's financing lead the CSI 300? On the real figures since 2020; and what the store cannot tell about factors."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from liangrong.core.errors import NotKnown
from liangrong.services.factors import FactorRequest, factor
from liangrong.services.imports import ImportRequest, import_paths
from liangrong.services.lead_lag import LeadLagRequest, lead_lag
from liangrong.services.workspace import Workspace

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def market(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Totals since 2020 and the CSI 300 of 2015-2025."""
    workspace = Workspace.open(tmp_path_factory.mktemp("leads") / "store", create=True)
    names = ("market_by_exchange_tushare_2020_2026", "index_history/csindex_000300_2015_2025.csv")
    import_paths(workspace, ImportRequest([shared_data / "real" / name for name in names]))
    return workspace


def test_the_balance_follows_the_index_and_no_usable_lead_is_found(market: Workspace) -> None:
    """A fault in the sign of the lags, or figures laid a day early, would turn the day's own correlation into a lead."""
    found = lead_lag(market, LeadLagRequest(most=5, simulations=20, start=date(2020, 1, 2), end=date(2025, 12, 31)))
    by_lag = {row["lag"]: row for row in found.data.iter_rows(named=True)}
    assert by_lag[0]["sessions"] > 1_400
    assert by_lag[-1]["cross_correlation"] > 0.2
    assert max(abs(by_lag[lag]["cross_correlation"]) for lag in (2, 3, 4, 5)) < 0.1
    assert found.data.filter(pl.col("lag") >= 2)["family_p_value"].min() > 0.05
    assert set(found.source) == {"csindex", "tushare"}


def test_factors_need_a_history_of_detail(market: Workspace) -> None:
    with pytest.raises(NotKnown, match="margin_detail"):
        factor(market, FactorRequest(name="buys_to_balance"))
