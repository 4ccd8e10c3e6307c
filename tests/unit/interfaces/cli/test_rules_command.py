"""``liangrong rules``: from words to rows, exit codes and sentences."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from liangrong.interfaces.cli.app import SUBCOMMANDS
from liangrong.interfaces.cli.options import hoisted
from tests.unit.interfaces.conftest import Asked

OPENED = ("--on", "2026-02-02", "--opened-on", "2025-12-10")


def rows(ask: Asked, *words: str) -> list[dict[str, Any]]:
    code, out, _ = ask("rules", *words, "--format", "json")
    assert code == 0
    return list(json.loads(out)["data"])


def test_a_ratio_in_json_is_a_number(ask: Asked) -> None:
    (row,) = rows(ask, "value", "financing_margin_ratio", *OPENED)
    assert row["value"] == 0.8
    assert (row["on"], row["opened_on"], row["since"]) == ("2026-02-02", "2025-12-10", "2023-09-11")
    assert [name for name in row if "said" in name] == []


def test_the_envelope_names_day_and_source(ask: Asked) -> None:
    _, out, _ = ask("rules", "value", "call_line_floor.value", "--on", "2020-01-02", "--format", "json", "--lang", "en")
    envelope = json.loads(out)
    assert (envelope["as_of"], envelope["source"]) == ("2020-01-02", ["rulebook"])
    assert envelope["data"][0]["value"] is None
    assert envelope["warnings"][0].startswith("call_line_floor: no number is set since 2019-08-19")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["short_margin_ratio", "--on", "2024-08-01", "--investor", "private_fund"], 1.2),
        (["short_margin_ratio", "--on", "2024-09-02", "--opened-on", "2023-09-01", "--rolled-on", "2023-12-01", "2024-08-01"], 1.0),
        (["short_margin_ratio", "--on", "2024-09-02", "--opened-on", "2023-09-01", "--rolled-on", "2023-12-01"], 0.8),
        (["short_margin_ratio", "--on", "2024-02-01", "--opened-on", "2023-09-01", "--rolled-on", "2023-12-01", "--assume",
          "short_margin_ratio@2023-10-30=keep"], 0.5),
        (["financing_margin_ratio", "--on", "2024-02-01", "--opened-on", "2022-06-01", "--agreed"], 0.8),
        (["conversion_ratio_cap", "--on", "2024-02-01", "--key", "other_a_share", "--venue", "szse"], 0.65),
        (["warning_line", "--on", "2024-02-01", "--pack", "line_scheme_b"], 1.45),
        (["relending.must_close_by", "--on", "2024-08-01"], "2024-09-30"),
    ],
)  # fmt: skip
def test_every_option_reaches_the_rulebook(ask: Asked, words: list[str], expected: object) -> None:
    (row,) = rows(ask, "value", *words)
    assert row["value"] == expected


def test_without_a_key_there_is_a_row_for_each(ask: Asked) -> None:
    found = {row["key"]: row["value"] for row in rows(ask, "value", "conversion_ratio_cap", "--on", "2026-02-02")}
    assert len(found) == 12
    assert (found["index_a_share"], found["treasury"], found["high_pe"]) == (0.7, 0.95, 0.0)


def test_people_read_percentages_in_their_language(ask: Asked) -> None:
    _, out, _ = ask("rules", "value", "financing_margin_ratio", *OPENED)
    assert "80%" in out
    assert "融资保证金比例" in out
    assert "新合约及约定的存量合约，展期可约定" in out
    _, out, _ = ask("--lang", "en", "rules", "value", "financing_margin_ratio", *OPENED)
    assert "financing margin ratio, minimum" in out
    assert "the value on its opening, 2025-12-10" in out


def test_what_all_rows_share_stands_above_them(ask: Asked) -> None:
    _, out, _ = ask("rules", "value", "conversion_ratio_cap", "--on", "2026-02-02")
    lines = out.splitlines()
    assert lines[0] == "折算率上限 · conversion_ratio_cap · SSE · 2026-02-02"
    assert [line.split()[:2] for line in lines if line.split()[:1] == ["treasury"]] == [["treasury", "95%"]]


def test_an_explanation_can_be_read_from_top_to_bottom(ask: Asked) -> None:
    code, out, _ = ask("rules", "explain", "short_margin_ratio", "--on", "2024-02-01", "--opened-on", "2023-09-01", "--rolled-on",
                       "2023-12-01", "--lang", "en")  # fmt: skip
    assert code == 0
    told = [out.index(part) for part in ("the value on its opening", "reaches new contracts only", "adopted on the rollover of 2023-12-01",
                                         "is assumed (low confidence)", "80% governs")]  # fmt: skip
    assert told == sorted(told)


def test_a_timeline_shows_events_beside_values(ask: Asked) -> None:
    _, out, _ = ask("rules", "timeline", "financing_margin_ratio", "--from", "2026-01-01", "--to", "2026-01-31")
    assert "80% → 100%" in out
    assert "financing_margin_ratio" in out
    assert [row["kind"] for row in rows(ask, "timeline", "financing_margin_ratio", "--from", "2026-01-01")] == ["event", "value"]


def test_a_difference_names_old_and_new(ask: Asked) -> None:
    (row,) = rows(ask, "diff", "2026-01-16", "2026-01-19")
    assert (row["parameter"], row["from"], row["old_value"], row["value"]) == ("financing_margin_ratio", "2026-01-19", 0.8, 1.0)
    packs = rows(ask, "diff", "--pack", "line_scheme_a", "--against", "line_scheme_b")
    assert "warning_line" in {row["parameter"] for row in packs}


def test_spreadsheets_get_one_cell_for_each_value(ask: Asked) -> None:
    code, out, _ = ask("rules", "timeline", "--format", "csv")
    assert code == 0
    assert out.splitlines()[0].startswith("date,kind,parameter,")
    assert ask("rules", "value", "concentration_tiers", "--pack", "east_money_2018", "--format", "csv")[1].count("ratio_to") > 1


def test_markdown_keeps_every_column(ask: Asked) -> None:
    _, out, _ = ask("rules", "value", "defaults", "--on", "2026-02-02", "--format", "md")
    assert out.splitlines()[0].startswith("| 名称 | 参数 |")
    assert "| 追保线（平仓线） | call_line |" in out
    assert "| SSE | 2026-02-02 | 130% |" in out


@pytest.mark.parametrize("name", SUBCOMMANDS["rules"])
def test_every_part_has_help_in_one_language(ask: Asked, name: str) -> None:
    code, out, _ = ask("rules", name, "--help", "--lang", "en")
    assert code == 0
    assert "--format" in out
    assert " ‖ " not in out
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in out)


def test_the_lists_are_shown(ask: Asked) -> None:
    assert "financing_margin_ratio" in ask("rules", "list")[1]
    assert "east_money_2018" in ask("rules", "packs")[1]
    assert "timeline" in ask("rules")[1]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["value", "financing_margin_ratio", "--on", "2010-03-30"], 3, "its first value on SSE is from 2010-03-31"),
        (
            ["value", "financing_margin_ratio", "--on", "2024-01-02", "--opened-on", "2022-12-01", "--venue", "BSE"],
            3,
            "from 2023-02-13",
        ),
        (["value", "no_such_rule"], 2, "no rule parameter called 'no_such_rule'"),
        (["value", "conversion_ratio_cap", "--key", "stock"], 2, "no rule key called 'stock'"),
        (["value", "financing_margin_ratio", "--venue", "HKEX"], 2, "no exchange called 'HKEX'"),
        (["value", "financing_margin_ratio", "--on", "soon"], 2, "--on is 'soon', which is no date"),
        (["value", "financing_margin_ratio", "--pack", "no_such_pack"], 2, "no rule pack called 'no_such_pack'"),
        (["value", "financing_margin_ratio", "--pack", "no_such_file.yaml"], 4, "there is no such file here"),
        (["value", "financing_margin_ratio", "--investor", "retail"], 2, "retail"),
        (["diff", "2026-01-19"], 2, "Name two days"),
        (["vlaue"], 2, "vlaue"),
    ],
)
def test_what_goes_wrong_is_a_sentence_and_an_exit_code(ask: Asked, words: list[str], code: int, told: str) -> None:
    got, _, err = ask("rules", *words, "--lang", "en")
    assert (got, told in err) == (code, True), err


def test_a_pack_that_loosens_is_refused_with_its_place_and_the_law(ask: Asked, tmp_path: Path) -> None:
    path = tmp_path / "loose.yaml"
    path.write_text(
        "{pack: loose, title_zh: 松, title_en: loose, example: false, citation: 合同, confidence: H, "
        "rules: [{parameter: financing_margin_ratio, from: 2018-06-01, value: 0.90}]}",
        encoding="utf-8",
    )
    code, out, err = ask("rules", "value", "financing_margin_ratio", "--pack", path, "--format", "json")
    assert code == 4
    error = json.loads(out)["error"]
    assert error["code"] == "loosening_overlay"
    assert (error["details"]["parameter"], error["details"]["bound"]) == ("financing_margin_ratio", "1.00")
    assert "2018-06-01 的取值 0.90 宽于规定的 1.00" in err


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        (["--lang", "en", "rules", "value", "x", "--on", "y"], ["rules", "value", "x", "--lang", "en", "--on", "y"]),
        (["rules", "--format=json", "value", "x"], ["rules", "value", "x", "--format=json"]),
        (["--lang", "en", "--help"], ["--help"]),
        (["brief"], ["brief"]),
        ([], []),
    ],
)
def test_general_options_may_stand_anywhere_among_the_words(typed: list[str], understood: list[str]) -> None:
    assert hoisted(typed) == understood


def test_rules_need_no_store_and_no_engine_of_the_market() -> None:
    program = (
        "import sys; from liangrong.interfaces.cli.app import run\n"
        "code = run(['rules', 'value', 'call_line', '--on', '2026-02-02', '--format', 'json'])\n"
        "print(*sys.modules, file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0
    assert not {"deltalake", "httpx2", "altair", "rich.table", "liangrong.accounts", "liangrong.store"} & set(done.stderr.split())
