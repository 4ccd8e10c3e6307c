"""Cycles, overlays and baskets through the workspace, and basket files that are refused in a sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from liangrong.core.errors import BadInput, UsageError
from liangrong.services.episodes import (
    BasketsRequest,
    EpisodesRequest,
    basket_shares,
    cycles,
    market_shares,
    overlaid,
    read_baskets,
)
from liangrong.services.workspace import Workspace
from tests.small_market import LAST, PEAK, frames, stored

GOOD = """
baskets:
  - {name: AI+, from: 2025-09-11, to: 2025-09-18, securities: [300502, 000001, "002594"], given: 15.95%}
  - {name: A股, from: 2025-09-11, to: 2025-09-18, given: 11.08%}
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.open(stored(tmp_path_factory.mktemp("market") / "store", frames()))


def test_the_cycles_of_the_small_market(workspace: Workspace) -> None:
    rows = cycles(workspace, EpisodesRequest()).data
    assert rows.select("peak_date", "state").rows() == [(PEAK, "complete"), (LAST, "open")]
    assert rows["start_date"].to_list() == [date(2010, 3, 31), date(2016, 3, 1)]
    # the market is SSE and SZSE, and since 2023 the BSE; the short balance is a hundredth of financing
    assert rows["fall"][0] == pytest.approx(8_500 / 22_600 - 1)
    assert rows["ratio_high"].null_count() == 2


def test_cycles_by_their_dates(workspace: Workspace) -> None:
    window = (date(2014, 7, 1), date(2016, 3, 1))
    rows = cycles(workspace, EpisodesRequest(windows=[window])).data
    assert rows.select("start_date", "peak_date", "end_date", "state").row(0) == (window[0], PEAK, window[1], "given")
    assert rows["rise"].item() == pytest.approx(22_600 / 6_000 - 1)


def test_cycles_laid_over_each_other(workspace: Workspace) -> None:
    rows = overlaid(workspace, EpisodesRequest(before=3, after=3)).data
    first = rows.filter(episode="2015", measure="margin_trading_balance")
    assert first["offset"].to_list() == [-3, -2, -1, 0, 1, 2, 3]
    assert first.filter(offset=0)["indexed"].item() == 100
    turnover = rows.filter(episode="2015", measure="financing_buy_to_turnover")["value"]
    assert turnover.to_list() == pytest.approx([0.1] * 7)
    at_pivot = overlaid(workspace, EpisodesRequest(align="pivot", pivots=[date(2024, 9, 21)], before=1, after=0)).data
    assert at_pivot["episode"].unique().to_list() == ["2024-09-20"], "a Saturday is moved back to a session"
    with pytest.raises(UsageError, match="dates"):
        overlaid(workspace, EpisodesRequest(align="pivot"))


def test_the_ratio_of_the_account_statistics_where_they_have_it(tmp_path: Path) -> None:
    tables = frames()
    ratio = tables["account_statistics"].with_columns(margin_trading_balance_to_float_cap=pl.lit(0.02))
    told = Workspace.open(stored(tmp_path / "store", tables | {"account_statistics": ratio}))
    rows = overlaid(told, EpisodesRequest(before=1, after=0)).data
    assert rows.filter(measure="margin_trading_balance_to_float_cap", episode="2015")["value"].to_list() == [0.02, 0.02]


def test_the_other_basis_is_never_joined(workspace: Workspace) -> None:
    request = EpisodesRequest(measure="financing_balance", basis="account_statistics", before=0, after=0)
    answer = cycles(workspace, request)
    assert answer.data["start_date"][0] == date(2012, 10, 8), "where the account statistics begin"
    assert answer.source == ("csf",)
    assert any("never joined" in note.en for note in answer.warnings)
    assert overlaid(workspace, request).data.filter(measure="financing_balance", episode="2015")["value"].item() == 22_600e8
    with pytest.raises(UsageError, match="have no financing_buy_amount"):
        cycles(workspace, EpisodesRequest(measure="financing_buy_amount", basis="account_statistics"))


def test_a_measure_that_can_be_zero_or_less_has_no_cycles(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="above zero"):
        cycles(workspace, EpisodesRequest(measure="margin_trading_balance_drawdown"))


def test_baskets_from_a_file(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "baskets.yaml"
    path.write_text(GOOD, encoding="utf-8")
    read = read_baskets(path)
    assert read[0].securities == ("300502", "000001", "002594")
    assert read[1].securities == ()
    rows = basket_shares(workspace, BasketsRequest(read)).data
    given = rows.filter(method="given")
    assert given["difference_to_first_points"].to_list() == [None, pytest.approx(0.0487)]
    assert rows.filter(basket="A股", method="ratio_of_sums")["value"].item() == pytest.approx(0.1, abs=0.001)


@pytest.mark.parametrize(("text", "said"), [
    ("a: 1", "no list called baskets"),
    ("baskets: []", "no list called baskets"),
    ("baskets: [{name: a, from: 2025-09-11}]", "has name, from and to"),
    ("baskets: [{name: a, from: 2025-09-11, to: 2025-09-18, colour: red}]", "nothing else"),
    ("baskets: [{name: a, from: soon, to: 2025-09-18}]", "must be dates"),
    ("baskets: [{name: a, from: 2025-09-11, to: 2025-09-18, securities: 300502}]", "list of codes"),
    ("baskets: [{name: a, from: 2025-09-11, to: 2025-09-18, given: 0.16}]", "in percent"),
    ("baskets: [", "not YAML"),
])  # fmt: skip
def test_a_bad_basket_file_is_refused_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "baskets.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_baskets(path)
    assert said in caught.value.message("en")
    assert "baskets.yaml" in caught.value.message("en")


def test_a_basket_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file here"):
        read_baskets(tmp_path / "none.yaml")


def test_the_market_against_a_published_share(workspace: Workspace) -> None:
    answer = market_shares(workspace, date(2025, 9, 11), date(2025, 9, 18), given="9%")
    rows = {row["method"]: row for row in answer.data.iter_rows(named=True)}
    assert rows["financing_buys"]["value"] == pytest.approx(0.1, abs=0.001)
    assert rows["financing_buys"]["difference_to_given_points"] == pytest.approx(-0.01, abs=0.001)
    with pytest.raises(UsageError, match="in percent"):
        market_shares(workspace, date(2025, 9, 11), date(2025, 9, 18), given="0.09")
