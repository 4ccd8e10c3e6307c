"""Growth, cycles and shares of turnover on the real market, and the article's own chains of growth."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from liangrong.analytics.rotation.legs import Split, split_growth
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.episodes import EpisodesRequest, cycles, market_shares, overlaid
from liangrong.services.growth import LegsRequest, legs
from liangrong.services.rotation import RotationRequest, rotation
from liangrong.services.workspace import Workspace

BEFORE, SINCE = (date(2015, 6, 18), date(2024, 9, 23)), (date(2024, 9, 24), date(2025, 9, 17))
CHAINS = {
    "ChiNext": (("98%", "145%"), "389.3%", "does_not_close", ("增长了389.3%", "增长145%", "仅增长了98%")),
    "CSI 300": (("-62%", "65%"), "-37.14%", "within_rounding", ("下降了37.14%", "增长65%", "下降了62%")),
    "communications": (("-38%", "202%"), "88%", "within_rounding", ("、88%、", "高达202%", "下降38%")),
    "electronics": (("51%", "167%"), "303.9%", "within_rounding", ("增长了303.9%", "202%、167%", "增长51%")),
}


@pytest.fixture(scope="module")
def article(shared: Path) -> str:
    return next((shared / "articles").glob("001_*.txt")).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CHAINS)
def test_the_articles_chains(article: str, name: str) -> None:
    given, total, verdict, printed = CHAINS[name]
    assert all(text in article for text in printed), "the figures are those of the article"
    rows = legs(LegsRequest(given, total, [BEFORE, SINCE])).data
    assert rows.filter(part="total")["verdict"].item() == verdict


def test_chinexts_chain_in_figures(article: str) -> None:
    assert "5080.57亿元" in article
    assert "1038.3亿元" in article
    answer = legs(LegsRequest(["98%", "145%"], "389.3%", [BEFORE, SINCE], "1038.3亿", "5080.57亿"))
    made = answer.data.filter(part="compounded").row(0, named=True)
    assert [round(made[name] * 100, 1) for name in ("growth", "growth_low", "growth_high")] == [385.1, 382.9, 387.3]
    assert answer.data.filter(part="total_from_levels")["verdict"].item() == "closes"
    assert any("2024-09-24" in note.en for note in answer.warnings)


def test_the_market_from_the_peak_of_2015_and_the_split_at_the_pivot(real_market: MarketSnapshot) -> None:
    split = Split(BEFORE[0], SINCE[1], BEFORE[1], SINCE[0])
    answer = split_growth(real_market, "margin_trading_balance", split=split)
    found = {(row["scope"], row["part"], row["date"]): row["growth"] for row in answer.data.iter_rows(named=True)}
    assert found["market", "total", SINCE[1]] == pytest.approx(24054.43747966 / 22730.35261015 - 1)
    assert found["market", "leg", BEFORE[1]] == pytest.approx(13707.26134728 / 22730.35261015 - 1)
    assert found["market", "leg", SINCE[1]] == pytest.approx(24054.43747966 / 13724.01462859 - 1)
    assert found["market", "outside_legs", SINCE[0]] == pytest.approx(13724.01462859 / 13707.26134728 - 1)
    assert found["exchange:SSE+SZSE", "total", SINCE[1]] == pytest.approx((12213.99365114 + 11761.35278942) / 22730.35261015 - 1)
    said = " ".join(note.en for note in answer.warnings)
    assert "The BSE counts into the market from 2023-02-13" in said
    assert "2015-06-18: eastmoney" in said


def test_three_cycles_by_rule_and_the_highs_of_level_and_ratio(real_workspace: Workspace) -> None:
    answer = cycles(real_workspace, EpisodesRequest())
    rows = answer.data
    assert rows.select("episode", "peak_date", "state").rows() == [
        ("2015", date(2015, 6, 18), "complete"), ("2021", date(2021, 9, 15), "complete"), ("2026", date(2026, 1, 28), "open"),
    ]  # fmt: skip
    first = rows.row(0, named=True)
    assert (round(first["ratio_at_peak"], 4), round(first["ratio_high"], 4)) == (0.0424, 0.0470)
    assert first["ratio_high_date"] == date(2015, 7, 3)
    assert first["rise"] is None, "2010-03-31 is where the data begin, not a trough"
    assert rows["rise"][2] == pytest.approx(1.0009, abs=1e-4)
    assert any("2018-12-21…2020-01-02" in note.en for note in answer.warnings)


def test_the_trough_that_lies_in_the_hole_of_the_totals(real_workspace: Workspace) -> None:
    answer = cycles(real_workspace, EpisodesRequest(basis="account_statistics"))
    assert answer.data["start_date"][1] == date(2019, 2, 1)
    assert not any("hole" in note.en for note in answer.warnings)


def test_the_cycle_of_2014_to_2016_by_its_dates(real_workspace: Workspace) -> None:
    row = cycles(real_workspace, EpisodesRequest(windows=[(date(2014, 7, 1), date(2016, 5, 30))])).data.row(0, named=True)
    assert row["peak_date"] == date(2015, 6, 18)
    assert row["rise"] == pytest.approx(4.58, abs=0.02)
    assert row["fall"] == pytest.approx(8208.8 / 22730.35 - 1, abs=1e-3)


def test_the_overlay_says_what_is_not_known(real_workspace: Workspace) -> None:
    answer = overlaid(real_workspace, EpisodesRequest(before=20, after=20))
    rows = answer.data.filter(measure="financing_balance_to_float_cap")
    assert rows["episode"].unique().to_list() == ["2015"]
    assert any("2026: no financing_balance_to_float_cap" in note.en for note in answer.warnings)


def test_the_share_of_turnover_in_september_2025(real_workspace: Workspace) -> None:
    answer = market_shares(real_workspace, date(2025, 9, 11), date(2025, 9, 18), given="11.08%")
    rows = {row["method"]: row for row in answer.data.iter_rows(named=True)}
    buys = rows["financing_buys"]
    assert [round(buys[name] * 100, 2) for name in ("value", "day_low", "day_high")] == [12.05, 11.78, 12.30]
    known = [row["value"] for row in rows.values() if row["value"] is not None]
    assert min(abs(value - 0.1108) for value in known) > 0.005, "none of the definitions gives 11.08 %"
    assert any("1.087 times" in note.en and "10.5%" in note.en for note in answer.warnings)


def test_a_day_with_half_its_detail_has_no_shares(real_workspace: Workspace) -> None:
    with pytest.raises(NoData) as caught:
        rotation(real_workspace, RotationRequest(date(2026, 1, 29), date(2026, 1, 30), by="board"))
    assert "Nearest known: 2026-01-30" in caught.value.message("en")
