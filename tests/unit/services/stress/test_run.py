"""Scenarios over a book, as rows: what they say is what the accounts say, and what was assumed is told."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from liangrong.accounts.assess import assess
from liangrong.accounts.terms import agreed_terms
from liangrong.core.errors import BadInput, LiangrongError, NoData, UnknownName, UsageError
from liangrong.core.results import Result
from liangrong.rules.rulebook import Rulebook
from liangrong.services.books.files import SYNTHETIC_NOTE
from liangrong.services.stress.asking import asked_here
from liangrong.services.stress.grid import GridRequest, grid
from liangrong.services.stress.run import MOST_SCENARIOS, TURNOVER_NOTE, By, StressRequest, run
from liangrong.services.workspace import Workspace
from liangrong.stress.scenarios.moves import PriceMove
from tests.unit.services.stress.books import by_hand, simulated
from tests.unit.stress.small_market import DAY, accounts, market

TERMS = agreed_terms(Rulebook.load().at(DAY))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    return by_hand(tmp_path_factory.mktemp("run") / "book")


@pytest.fixture(scope="module")
def workspace(simulated_store: Path) -> Workspace:
    return Workspace.open(simulated_store)


@pytest.fixture(scope="module")
def simulated_book(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> str:
    return simulated(workspace, tmp_path_factory.mktemp("simulated") / "book")


def said(result: Result) -> str:
    return "\n".join(note.en for note in result.warnings)


def rows(book: str, by: By, *scenarios: str, **more: Any) -> list[dict[str, Any]]:
    return run(None, StressRequest(book=book, scenarios=scenarios, by=by, **more)).data.rows(named=True)


def test_a_row_for_each_scenario_counts_as_accounts_do(book: str) -> None:
    nothing, fall = rows(book, "scenario", "market:-0.000001", "fall_30")
    after = PriceMove(move=-0.3).change(market()).marks()
    assessed = [assess(account, after, TERMS) for account in accounts()]
    called = [one for one in assessed if one.zone in ("call", "immediate")]
    assert fall["called"] == len(called) > nothing["called"] == nothing["called_before"]
    assert fall["debt_called"] == sum(one.debt for one in called)
    assert fall["shortfall"] == sum(one.shortfall for one in called)
    assert fall["indebted"] == sum(one.debt > 0 for one in assessed)
    assert fall["called_share"] == len(called) / fall["indebted"]
    assert fall["newly_called"] == fall["called"] - fall["called_before"]
    debt = sum(one.debt for one in assessed)
    assert fall["average_maintenance_ratio"] == pytest.approx(float(sum(one.assets for one in assessed if one.debt > 0) / debt))
    assert fall["forced_sales"] > nothing["forced_sales"] > 0


def test_zones_industries_and_securities_add_up_to_the_whole(book: str) -> None:
    (whole,) = rows(book, "scenario", "fall_30")
    zones = rows(book, "zone", "fall_30")
    assert sum(row["accounts"] for row in zones) == sum(row["accounts_before"] for row in zones) == whole["accounts"]
    assert sum(row["debt"] for row in zones) == whole["debt"]
    for by in ("industry", "security"):
        parts = rows(book, by, "fall_30", top=0)
        assert sum(row["forced_sales"] for row in parts) == whole["forced_sales"]
        assert sum(row["forced_purchases"] for row in parts) == whole["forced_purchases"]
        assert [row["forced_sales"] for row in parts] == sorted((row["forced_sales"] for row in parts), reverse=True)
        assert sum(row["owed_by_called"] for row in parts) <= whole["debt_called"]


def test_the_top_is_cut_and_every_security_keeps_its_price(book: str) -> None:
    assert len(rows(book, "security", "industry:电子:-0.9", top=2)) == 2
    (first,) = [row for row in rows(book, "security", "industry:电子:-0.9", top=0) if row["security"] == "688981.SH"]
    assert (first["price_before"], first["price"]) == (D("80.25"), D("8.025"))
    assert first["move"] == pytest.approx(-0.9)
    assert first["forced_sales_to_turnover"] == pytest.approx(float(first["forced_sales"]) / 2e9)


def test_nothing_is_sold_at_the_lower_limits(book: str) -> None:
    locked, free = rows(book, "scenario", "limit_down", "market:-0.1")
    assert (locked["forced_sales"], locked["still_missing"] > 0) == (0, True)
    assert free["forced_sales"] > 0


def test_immediate_sells_less_than_call(book: str) -> None:
    (late,), (early,) = rows(book, "scenario", "fall_20", sell_below="immediate"), rows(book, "scenario", "fall_20")
    assert late["accounts_to_sell"] < early["accounts_to_sell"]


def test_a_pack_calls_earlier(book: str, tmp_path: Path) -> None:
    pack = tmp_path / "mine.yaml"
    pack.write_text("{pack: mine, title_zh: 甲, title_en: mine, example: false, citation: 乙, confidence: H,\n"
                    " rules: [{parameter: call_line, from: 2024-01-02, value: 1.90}, {parameter: warning_line, from: 2024-01-02, value: 2.00},"
                    " {parameter: cure_target, from: 2024-01-02, value: 2.10}]}", encoding="utf-8")  # fmt: skip
    (plain,), (strict,) = rows(book, "scenario", "fall_20"), rows(book, "scenario", "fall_20", pack=str(pack))
    assert strict["called"] > plain["called"]


def test_assumptions_and_the_origin_are_said(book: str, workspace: Workspace, simulated_book: str) -> None:
    told = said(
        run(None, StressRequest(book=book, scenarios=("market:-0.3", "suspend:market:share=0.5:seed=1"), sale_order="loss"))
    )
    for words in (
        "PriceMove.move = -0.3",
        "Suspension.seed = 1",
        "sale_order = loss",
        "price_impact = none",
        "price_limits = off",
    ):
        assert words in told
    assert TURNOVER_NOTE.en in told
    assert TURNOVER_NOTE.en in said(grid(None, GridRequest(book=book, scenarios=("fall_10",))))
    assert SYNTHETIC_NOTE.en not in told
    assert SYNTHETIC_NOTE.en in said(run(workspace, StressRequest(book=simulated_book, scenarios=("fall_10",))))


def test_days_betas_and_draws_come_from_the_store(workspace: Workspace, simulated_book: str) -> None:
    day, beta = run(workspace, StressRequest(book=simulated_book, scenarios=("day:2025-06-03", "fall_20_by_beta"))).data.rows(
        named=True
    )
    assert day["assets"] != day["assets_before"]
    assert float(beta["assets"]) == pytest.approx(float(beta["assets_before"]) * 0.8, rel=0.1)
    told = grid(workspace, GridRequest(book=simulated_book, scenarios=("draws:30:seed=2:sessions=5",)))
    (called,) = told.data.filter(measure="called").rows(named=True)
    assert called["scenarios"] == 30
    assert called["least"] <= called["q05"] <= called["median"] <= called["q95"] <= called["greatest"]
    assert "sessions from" in said(told)


def test_the_worst_scenarios_come_first_and_a_draw_is_the_same_among_more(workspace: Workspace, simulated_book: str) -> None:
    def worst(scenario: str) -> list[dict[str, Any]]:
        return grid(workspace, GridRequest(book=simulated_book, scenarios=(scenario,), by="scenario", worst=100)).data.rows(
            named=True
        )

    few, more = worst("draws:5:seed=4:sessions=20"), worst("draws:12:seed=4:sessions=20")
    assert [row["forced_sales"] for row in more] == sorted((row["forced_sales"] for row in more), reverse=True)
    named = {row["scenario"].partition("#")[2]: row["forced_sales"] for row in more}
    assert all(named[row["scenario"].partition("#")[2]] == row["forced_sales"] for row in few)


def test_a_grid_says_what_a_run_says(book: str) -> None:
    scenarios = ("fall_10", "limit_down", "rise_20", "suspend:industry:电子+market:-0.3", "conversion_cut_20")
    found = {
        row["scenario"]: row
        for row in grid(None, GridRequest(book=book, scenarios=scenarios, by="scenario")).data.rows(named=True)
    }
    for row in rows(book, "scenario", *scenarios):
        for name in ("called", "immediate", "debt_called", "shortfall", "forced_sales", "forced_purchases", "still_missing"):
            assert found[row["scenario"]][name] == row[name], (row["scenario"], name)


def test_the_mean_and_the_securities_of_the_worst(book: str) -> None:
    request = GridRequest(book=book, scenarios=("fall_10", "fall_30", "fall_50"), worst=1, top=0)
    by_scenario = grid(None, GridRequest(book=book, scenarios=request.scenarios, by="scenario")).data
    (mean,) = grid(None, request).data.filter(measure="forced_sales")["mean"]
    assert mean == pytest.approx(by_scenario["forced_sales"].sum() / 3, abs=D("0.001"))
    securities = grid(None, GridRequest(book=book, scenarios=request.scenarios, by="security", worst=1, top=0)).data
    assert securities["mean_forced_sales"].sum() == by_scenario["forced_sales"].max()


def test_a_list_of_ones_own_is_read_where_files_may_be_named(book: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("security,move\n600519.SH,-40%\n000002.SZ,-1%\n", encoding="utf-8")
    found = run(None, StressRequest(book=book, scenarios=(f"file:{path}",)))
    assert found.data["newly_called"].item() == 1
    assert "000002.SZ" in said(found)


def test_an_engine_is_asked_once_and_adds_nothing(book: str) -> None:
    asked: list[str] = []

    def engine(task: Any, opened: Any) -> Any:
        asked.append(type(task).__name__)
        return asked_here(task, opened)

    request = StressRequest(book=book, scenarios=("fall_10", "fall_20"))
    assert run(None, request, ask=engine).data.equals(run(None, request).data)
    assert asked == ["RunTask"]


REFUSED: dict[str, tuple[Callable[[str], Result], type[LiangrongError]]] = {
    "no scenario": (lambda book: run(None, StressRequest(book=book, scenarios=())), UsageError),
    "too many": (lambda book: run(None, StressRequest(book=book, scenarios=("fall_10",) * (MOST_SCENARIOS + 1))), UsageError),
    "unknown": (lambda book: run(None, StressRequest(book=book, scenarios=("bogus",))), UnknownName),
    "no store": (lambda book: run(None, StressRequest(book=book, scenarios=("day:2025-06-03",))), UsageError),
    "no file": (lambda book: run(None, StressRequest(book=book, scenarios=("file:/nowhere.csv",))), BadInput),
    "industry": (lambda book: run(None, StressRequest(book=book, scenarios=("industry:没有:-0.1",))), UnknownName),
    "no book": (lambda book: run(None, StressRequest(book=f"{book}x/", scenarios=("fall_10",))), NoData),
    "stranger's file": (lambda book: grid(None, GridRequest(book=book, scenarios=("file:x.csv",), own_files=False)), UsageError),
    "worst": (lambda book: grid(None, GridRequest(book=book, scenarios=("fall_10",), worst=0)), UsageError),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(case: str, book: str) -> None:
    asked, error = REFUSED[case]
    with pytest.raises(error) as caught:
        asked(book)
    assert "?" not in caught.value.message("zh")


def test_a_day_that_is_no_session_or_not_stored_is_refused(workspace: Workspace, simulated_book: str) -> None:
    for scenario, error in (("day:2025-06-01", UsageError), ("day:2008-06-03", LookupError), ("crisis:2015-06", None)):
        request = StressRequest(book=simulated_book, scenarios=(scenario,))
        if error is None:
            assert "000985.SH" in said(run(workspace, request))
            continue
        with pytest.raises(error):
            run(workspace, request)
