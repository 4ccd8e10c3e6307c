"""``liangrong lead-lag`` and ``liangrong factor`` from words to exit codes, with their charts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from liangrong.research.charts.factors import factor_chart, lead_lag_chart
from liangrong.services.ingest import ingest
from liangrong.services.workspace import Workspace
from liangrong.simulation.planted import PlantedMarket, Truths
from tests.unit.interfaces.conftest import Asked


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a lead of three sessions and an IC of 0.2."""
    path = tmp_path_factory.mktemp("planted")
    market = PlantedMarket.generate(3, Truths(lead=3, ic=0.2), sessions=120, names=24)
    ingest(Workspace.open(path, create=True), dict(market.tables), observed_at=datetime(2026, 3, 2, tzinfo=UTC))
    return path


def rows_of(text: str) -> pl.DataFrame:
    return pl.DataFrame(json.loads(text)["data"], infer_schema_length=None)


def test_the_planted_lead_is_told(ask: Asked, planted: Path) -> None:
    code, out, _ = ask("lead-lag", "--most", "5", "--simulations", "20", "--format", "json", "--lang", "en", "--store", planted)
    rows = rows_of(out)
    assert code == 0
    assert rows.sort(pl.col("cross_correlation").abs())["lag"][-1] == 3
    assert "x leads y by 3 sessions" in out
    assert lead_lag_chart(rows, lang="zh", width=700) is not None


def test_every_test_stands_beside_its_size(ask: Asked, planted: Path) -> None:
    code, out, _ = ask(
        "lead-lag", "--view", "tests", "--simulations", "20", "--most", "5", "--format", "json", "--store", planted
    )
    rows = rows_of(out)
    assert code == 0
    assert {"joint_lead", "joint_lead_usable", "granger"} <= set(rows["lead_test"])
    assert rows.filter(pl.col("p_value").is_not_null())["measured_size"].null_count() == 0
    assert lead_lag_chart(rows, lang="en", width=700) is not None


@pytest.mark.parametrize(
    "options", [("--most", "0"), ("--simulations", "1"), ("--y", "600519.SH"), ("--x", "nothing"), ("--step", "0")]
)
def test_what_cannot_be_asked_of_leads_is_a_usage_error(ask: Asked, planted: Path, options: tuple[str, str]) -> None:
    code, _, err = ask("lead-lag", *options, "--store", planted)
    assert code == 2
    assert "Traceback" not in err


@pytest.mark.parametrize(("view", "column"), [
    ("ic", "cumulative_ic"), ("decay", "mean_ic"), ("deciles", "net_return"), ("regimes", "regime"), ("lookahead", "state"),
])  # fmt: skip
def test_each_view_of_a_factor(ask: Asked, planted: Path, view: str, column: str) -> None:
    code, out, _ = ask("factor", "--name", "financing_change", "--window", "1", "--horizon", "1", "--view", view, "--neutral",
                         "industry", "--format", "json", "--store", planted)  # fmt: skip
    rows = rows_of(out)
    assert code == 0
    assert column in rows.columns
    assert "模拟数据" in out
    assert (factor_chart(rows, lang="zh", width=700) is None) == (view == "lookahead")
    if view == "ic":
        assert rows["rank_ic"].mean() == pytest.approx(0.2, abs=0.06)
    if view == "lookahead":
        assert set(rows["state"]) == {"clear"}


def test_a_file_one_session_early_trips(ask: Asked, planted: Path, tmp_path: Path) -> None:
    detail = Workspace.open(planted).store.read("margin_detail").sort("security_id", "trade_date")
    growth = pl.col("financing_balance").cast(float).pct_change().over("security_id")
    mine = detail.select("security_id", pl.col("trade_date").alias("date"), growth.alias("value")).drop_nulls()
    early = mine.with_columns(pl.col("value").shift(-1).over("security_id")).drop_nulls()
    states = {}
    for name, frame in (("mine", mine), ("early", early)):
        frame.write_csv(tmp_path / f"{name}.csv")
        code, out, _ = ask(
            "factor", "--file", str(tmp_path / f"{name}.csv"), "--view", "lookahead", "--format", "json", "--store", planted
        )
        assert code == 0
        states[name] = dict(rows_of(out).select("look_ahead_check", "state").iter_rows())["resembles_later_columns"]
    assert states == {"mine": "clear", "early": "tripped"}


@pytest.mark.parametrize(("options", "expected"), [
    ((), 2), (("--name", "alpha"), 2), (("--name", "short_change", "--horizon", "0"), 2), (("--file", "no.csv"), 4),
    (("--name", "short_change", "--view", "deciles", "--quantiles", "1"), 2), (("--name", "short_change", "--neutral", "style"), 2),
    (("--name", "short_change", "--view", "regimes", "--event", "never"), 2),
])  # fmt: skip
def test_what_cannot_be_asked_of_factors_has_its_exit_code(
    ask: Asked, planted: Path, options: tuple[str, ...], expected: int
) -> None:
    code, _, err = ask("factor", *options, "--store", planted)
    assert code == expected
    assert "Traceback" not in err


def test_without_detail_the_answer_is_what_is_needed(ask: Asked, whole: Path) -> None:
    code, _, err = ask("factor", "--name", "buys_to_balance", "--lang", "en", "--store", whole)
    assert code == 3
    assert "margin_detail" in err
    assert "not reproduced here" in err


@pytest.mark.parametrize(("content", "said"), [
    ("", "empty CSV"),
    ("a,b\n1,2\n", "columns"),
    ("date,security_id,value\n", "no row has a value on a session"),
    ("date,security_id,value\n2026-01-05,600519.SH\n1,2,3,4\n", "cannot be read"),
    ("date,security_id,value\n2026-01-05,贵州茅台,1\n", "'贵州茅台'"),
    (bytes(range(256)), "not text"),
])  # fmt: skip
def test_a_broken_file_is_a_sentence(ask: Asked, planted: Path, tmp_path: Path, content: str | bytes, said: str) -> None:
    # As Chinese spreadsheets write it: a name in GBK must be quoted as it was written.
    path = tmp_path / "mine.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("gbk"))
    code, out, err = ask("factor", "--file", path, "--lang", "en", "--format", "json", "--store", planted)
    assert code == 4, err
    assert said in err
    assert "Consider" not in err, "advice for programmers"
    assert json.loads(out)["error"]["code"] == "bad_input"
