"""The brief of a real session, against figures that were printed at the time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from liangrong.research.reports.brief import Brief
from liangrong.research.reports.compose import compose
from liangrong.research.reports.markdown import to_markdown
from liangrong.services.briefs import BriefRequest, brief
from liangrong.services.workspace import Workspace

pytestmark = pytest.mark.real
FOLDERS = (
    "market_by_exchange_tushare_2020_2026",
    "market_total_eastmoney_2010_2018",
    "market_total_account_stats_2012_2026",
    "index_history",
)
YI = Decimal(10**8)


@pytest.fixture(scope="module")
def workspace(real_store: Path) -> Workspace:
    return Workspace.open(real_store)


def yi(answer: Brief, key: str) -> Decimal:
    """A figure in 亿元, as the press prints it."""
    value = answer.finding(key).value
    assert isinstance(value, Decimal)
    return (value / YI).quantize(Decimal("0.01"))


def test_2026_01_13(workspace: Workspace) -> None:
    answer = brief(workspace, BriefRequest(date(2026, 1, 13)))
    assert (yi(answer, "total"), yi(answer, "financing")) == (Decimal("26829.92"), Decimal("26653.91"))
    assert not answer.simulated
    assert answer.finding("total.record").value is True
    assert answer.finding("total.record").grade == "bounded"


def test_2025_12_23(workspace: Workspace) -> None:
    answer = brief(workspace, BriefRequest(date(2025, 12, 23)))
    assert (yi(answer, "total"), yi(answer, "financing")) == (Decimal("25315.63"), Decimal("25145.96"))
    assert yi(answer, "financing.change") == Decimal("148.59")


def test_2025_09_16(workspace: Workspace) -> None:
    answer = brief(workspace, BriefRequest(date(2025, 9, 16)))
    share = answer.finding("buys.share").value
    assert isinstance(share, float)
    assert round(share, 4) == 0.1230
    assert answer.finding("reference_peak").value == Decimal(2273035261015)
    assert answer.finding("reference_peak").date == date(2015, 6, 18)
    assert answer.finding("reference_peak.first_above").value == date(2025, 9, 1)
    assert answer.finding("total.streak").value == 7


def test_what_is_not_to_be_had_is_said(workspace: Workspace) -> None:
    answer = brief(workspace, BriefRequest(date(2026, 1, 30)))
    for key in ("buys.share", "turnover", "float_ratio", "free_float_ratio"):
        assert answer.finding(key).value is None
        assert answer.finding(key).reason is not None
    assert "2025-12-31" in to_markdown(compose(answer, "zh"))


def test_a_figure_older_than_the_brief_shows_its_day(workspace: Workspace) -> None:
    """The average maintenance ratio was not published from 2015-05-21 to 2015-08-03."""
    answer = brief(workspace, BriefRequest(date(2015, 6, 18)))
    assert answer.finding("maintenance").date == date(2015, 5, 20)
    summary = to_markdown(compose(answer, "en")).split("## ")[1]
    assert "Average maintenance ratio: 224.47% (2015-05-20)" in summary
