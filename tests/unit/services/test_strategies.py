"""Strategies over a store and over synthetic paths, as rows with what the reader must know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from liangrong.core.errors import LiangrongError, UnknownName, UsageError
from liangrong.core.results import Result
from liangrong.services.strategies import (
    QuotedRequest,
    SyntheticRequest,
    TradingTerms,
    compared,
    day_by_day,
    list_strategies,
    ruin_of,
)
from liangrong.services.workspace import Workspace
from tests.small_market import stored
from tests.small_quotes import FALLING, FIRST, FLAT, LAST, quotes

ASKED = QuotedRequest(strategies=("fixed:leverage=1.5",), securities=(FLAT,), start=FIRST, end=LAST)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.open(stored(tmp_path_factory.mktemp("strategies"), {"quotes": quotes()}))


def said(result: Result) -> str:
    return "\n".join(note.en for note in result.warnings)


def test_one_row_per_strategy_with_money_to_the_fen(workspace: Workspace) -> None:
    found = compared(workspace, replace(ASKED, strategies=("fixed:leverage=1", "fixed:leverage=1.5")))
    once, more = found.data.rows(named=True)
    assert once["strategy"] == "fixed:leverage=1"
    # 1,000,000 − 260 of fees buy 24,993 → 24,900 shares at 40: 996,000 × 0.00026
    assert (once["costs"], once["interest"], once["end_equity"]) == (D("258.96"), D("0.00"), D("999741.04"))
    assert more["end_equity"] == D(1000000) - more["costs"] - more["interest"]
    assert more["interest"] > 0
    assert found.as_of == LAST
    assert found.source == ("rulebook", "quotes")


def test_a_falling_stock_calls_who_borrowed(workspace: Workspace) -> None:
    asked = replace(
        ASKED, strategies=("fixed:leverage=1", "fixed:leverage=1.8"), securities=(FALLING,), terms=TradingTerms(cash=D(10**7))
    )
    own, borrowed = compared(workspace, asked).data.rows(named=True)
    # ten sessions at −5 %: 0.5987 of the price; 1.8 times leave 1.8 × 0.5987 / 0.8 = 1.35, and at eight 1.49
    assert (own["calls"], own["worst_ratio"]) == (0, None)
    assert own["total_return"] == pytest.approx(-0.4, abs=0.01)
    assert borrowed["worst_ratio"] == pytest.approx(1.35, abs=0.03)
    assert borrowed["sessions_warned"] > 0
    assert borrowed["total_return"] < -0.7


def test_the_remarks_say_what_was_assumed_and_which_rule_binds(workspace: Workspace) -> None:
    text = said(compared(workspace, replace(ASKED, strategies=("fixed:leverage=2", "position"))))
    assert "reinvested" in text
    assert "caps of their classes" in text
    assert "fixed:leverage=2: 601318.SH: orders not filled as wanted 1 times: available margin" in text
    assert "position:" not in text


def test_days_are_rows(workspace: Workspace) -> None:
    found = day_by_day(workspace, ASKED).data
    assert found.height == 48
    assert found["date"].to_list()[0] == FIRST
    assert found["equity"].to_list()[0] == D("1000000.00")
    assert found["account_line"].unique().to_list() == ["normal"]
    last = compared(workspace, ASKED).data.row(0, named=True)
    assert (found["interest"].to_list()[-1], found["costs"].to_list()[-1]) == (last["interest"], last["costs"])


def test_a_conversion_ratio_is_heard_where_it_is_below_the_cap(workspace: Workspace) -> None:
    two = replace(ASKED, strategies=("fixed:leverage=2",))
    reach = []
    for ratio in (None, D("0.4"), D("0.95")):
        days = day_by_day(workspace, replace(two, terms=TradingTerms(conversion_ratio=ratio))).data
        reach.append(round(float(days["exposure"][1] / days["equity"][1]), 2))
    # 1 + c / 0.8, less what costs and the cushion take: the cap of an ordinary stock is 0.65, and no ratio goes above it
    assert reach[1] == pytest.approx(1.5, abs=0.02)
    assert reach[0] == reach[2] == pytest.approx(1.81, abs=0.02)


def test_parameters_given_to_all_win_over_none_of_their_own(workspace: Workspace) -> None:
    found = compared(workspace, replace(ASKED, strategies=("fixed:leverage=1", "fixed"), parameters={"leverage": "1.2"}))
    first, second = (float(row["interest"]) for row in found.data.rows(named=True))
    assert first == second > 0


def test_simulated_quotes_stay_marked(tmp_path: Path) -> None:
    made_up = Workspace.open(stored(tmp_path, {"quotes": quotes(source="simulated:qmt")}))
    assert "Synthetic data, not market fact" in said(compared(made_up, ASKED))


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"strategies": ()}, UsageError), ({"strategies": ("nothing",)}, UnknownName), ({"terms": TradingTerms(cash=D(0))}, UsageError),
        ({"terms": TradingTerms(rate=D("-0.1"))}, UsageError), ({"terms": TradingTerms(conversion_ratio=D(2))}, UsageError),
        ({"terms": TradingTerms(pack="nobody")}, UnknownName),
    ],
)  # fmt: skip
def test_a_request_that_makes_no_sense_is_refused_in_both_languages(
    workspace: Workspace, wrong: dict[str, object], error: type[LiangrongError]
) -> None:
    with pytest.raises(error) as told:
        compared(workspace, replace(ASKED, **wrong))
    assert told.value.message("zh") != told.value.message("en")


def test_the_list_has_every_strategy_with_its_defaults_and_origin() -> None:
    rows = {row["strategy"]: row for row in list_strategies().data.rows(named=True)}
    assert set(rows) == {"fixed", "position", "trend", "value", "event", "stop_loss"}
    assert "window=250" in rows["trend"]["parameters"]
    assert "2025" in rows["trend"]["reason_zh"]


def test_ruin_gives_a_row_per_ending_and_says_that_it_is_synthetic() -> None:
    asked = SyntheticRequest(strategy="trend:window=5", paths=4, sessions=10, volatility=0.4, seed=3)
    found = ruin_of(asked)
    assert found.data["ending"].to_list() == ["lost", "called", "forced", "indebted"]
    assert found.data["paths"].to_list() == [4] * 4
    assert all(row["share_low"] <= row["share"] <= row["share_high"] for row in found.data.rows(named=True))
    assert "synthetic price paths, not market fact" in said(found)
    assert "volatility 40.00%" in said(found)
    assert "seed 3" in said(found)


def test_ruin_starts_the_account_on_its_day_after_the_history_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    import liangrong.services.strategies as module

    def fake(strategy: object, make_path: object, setup: object, **more: object) -> object:
        path = make_path(1)  # type: ignore[operator]
        seen.append(path.sessions[path.warm_up])
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "ruin", fake)
    with pytest.raises(KeyboardInterrupt):
        ruin_of(SyntheticRequest(strategy="trend", start=date(2025, 6, 1)))
    assert seen == [date(2025, 6, 3)]  # 1 June 2025 is a Sunday, the 2nd a holiday


def test_jumps_reach_the_path() -> None:
    calm = ruin_of(SyntheticRequest(strategy="fixed", paths=6, sessions=20, volatility=0.01))
    jumpy = ruin_of(SyntheticRequest(strategy="fixed", paths=6, sessions=20, volatility=0.01, jumps=200.0, jump_mean=-0.3))
    assert calm.data["hits"].to_list()[1] == 0
    assert jumpy.data["hits"].to_list()[1] > 3
    assert "200 jumps a year" in said(jumpy)
