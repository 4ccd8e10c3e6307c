"""``liangrong event-study`` and ``liangrong attribution``: formats, languages, charts, and refusals that are sentences."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from liangrong.services.ingest import ingest
from liangrong.services.workspace import Workspace
from liangrong.simulation.planted import PlantedMarket
from tests.unit.interfaces.conftest import Asked


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty names of noise over 120 sessions, simulated."""
    path = tmp_path_factory.mktemp("names") / "store"
    market = PlantedMarket.generate(5, sessions=120)
    ingest(Workspace.open(path, create=True), dict(market.tables), observed_at=datetime(2026, 3, 2, tzinfo=UTC))
    return path


def test_policies_for_people(ask: Asked, whole: Path) -> None:
    code, out, err = ask("event-study", "--from", "2015-01-01", "--to", "2015-12-31", "--store", whole)
    assert code == 0
    assert "差异(个百分点)" in out
    assert "融资保证金比例由 50% 提高至 100%" in out
    assert "窗口(个交易日) 20" in out
    assert "不等于因果" in err


def test_policies_as_json(ask: Asked, whole: Path) -> None:
    words = ("--measure", "financing_balance", "short_balance", "--window", "5", "20", "--from", "2024-01-01")
    code, out, _ = ask("event-study", *words, "--format", "json", "--lang", "en", "--store", whole)
    answer = json.loads(out)
    assert code == 0
    assert {(row["measure"], row["window_sessions"]) for row in answer["data"]} == {
        (name, window) for name in ("financing_balance", "short_balance") for window in (5, 20)
    }
    near = {
        row["window_sessions"]: row["contaminated_by"] for row in answer["data"] if row["policy"] == "restricted_lending_stopped"
    }
    assert near == {5: [], 20: ["securities_refinancing_capped"]}, "2024-02-06 is six sessions behind 2024-01-29"
    assert isinstance(answer["data"][0]["effect_points"], float)


def test_breaches_in_both_languages(ask: Asked, whole: Path) -> None:
    words = ("event-study", "--events", "breaches", "--measure", "financing_balance", "--index", "000985.SH", "--store", whole)
    code, out, err = ask(*words)
    assert code == 0
    assert "累计异常变化" in out
    assert "样本不足（n=" in err
    _, out, err = ask(*words, "--threshold", "2万亿", "--window", "20", "--lang", "en")
    assert "CNY 2,000.00 billion" in out
    assert "insufficient (n=2)" in err


@pytest.mark.parametrize(("words", "said"), [
    (("--threshold", "2万亿"), "--threshold belongs to --events breaches"),
    (("--percentile", "90%"), "--percentile belongs to --events breaches"),
    (("--events", "breaches", "--from", "2024-01-01"), "--from belongs to --events policies"),
    (("--events", "breaches", "--window", "5", "20"), "give --measure and --window once"),
    (("--measure", "no_such_measure"), "no_such_measure"),
    (("--from", "2017-01-01", "--to", "2017-02-01"), "no policy event lies between"),
])  # fmt: skip
def test_refusals_of_event_study(ask: Asked, whole: Path, words: tuple[str, ...], said: str) -> None:
    code, out, err = ask("event-study", *words, "--lang", "en", "--store", whole)
    assert code == 2
    assert said in err
    assert "Traceback" not in out + err


def test_attribution_for_people(ask: Asked, names: Path) -> None:
    code, out, err = ask("attribution", "--from", "2025-11-03", "--sigma", "2.5", "--store", names)
    assert code == 0
    assert "融券余量几近清零" in out
    assert "优势比" in out or "样本不足" in out
    assert "“先于”不等于“导致”" in err


def test_moves_and_one_of_them(ask: Asked, names: Path) -> None:
    _, out, _ = ask("attribution", "--moves", "--from", "2025-11-03", "--sigma", "2.5", "--format", "json", "--store", names)
    first = json.loads(out)["data"][0]
    code, out, err = ask(
        "attribution",
        "--security",
        first["security_id"],
        "--on",
        first["date"],
        "--sigma",
        "2.5",
        "--lang",
        "en",
        "--store",
        names,
    )
    assert code == 0
    assert "it takes at least 201 sessions" in " ".join(out.split())
    assert "abnormal at 2.5" in err


@pytest.mark.parametrize(("words", "code", "said"), [
    (("--security", "600001.SH"), 2, "--security and --on together"),
    (("--on", "2026-01-30"), 2, "--security and --on together"),
    (("--security", "600001.SH", "--on", "2026-01-30", "--moves"), 2, "--security and --on together"),
    (("--security", "nonsense", "--on", "2026-01-30"), 2, "nonsense"),
    (("--security", "688981.SH", "--on", "2026-01-30"), 3, "688981.SH"),
    (("--from", "2026-01-30", "--to", "2026-01-05"), 2, "ends before it starts"),
    (("--sigma", "0"), 2, "above 0"),
])  # fmt: skip
def test_refusals_of_attribution(ask: Asked, names: Path, words: tuple[str, ...], code: int, said: str) -> None:
    found, out, err = ask("attribution", *words, "--lang", "en", "--store", names)
    assert found == code
    assert said in err
    assert "Traceback" not in out + err


@pytest.mark.parametrize("form", ["csv", "md", "html"])
def test_other_formats(ask: Asked, whole: Path, form: str) -> None:
    code, out, _ = ask("event-study", "--from", "2024-01-01", "--format", form, "--store", whole)
    assert code == 0
    assert ("effect_points" if form == "csv" else "差异") in out


def test_a_chart_into_a_file(ask: Asked, whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "chart.svg"
    code, _, _ = ask("event-study", "--events", "breaches", "--measure", "financing_balance", "--index", "000985.SH", "--chart", path,
                     "--store", whole)  # fmt: skip
    assert code == 0
    assert "安慰剂" in path.read_text(encoding="utf-8")
