"""The rulebook asked as people ask: names and groups, days and contracts, packs from the shelf and from a file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from liangrong.core.errors import BadInput, LooseningOverlay, RuleNotInForce, UnknownName, UsageError
from liangrong.rules.packs import packs as shipped_packs
from liangrong.rules.rulebook import Rulebook
from liangrong.services.rules import (
    DiffRequest,
    ListRequest,
    TimelineRequest,
    ValueRequest,
    diff,
    explain,
    list_rules,
    opened_book,
    packs,
    timeline,
    value,
)

PACK = """
pack: mine
title_zh: 我的合同
title_en: my contract
example: false
citation: 合同第八条
confidence: H
rules:
  - {parameter: call_line, from: 2024-01-02, value: 1.45}
"""


@pytest.fixture
def mine(tmp_path: Path) -> str:
    path = tmp_path / "mine.yaml"
    path.write_text(PACK, encoding="utf-8")
    return str(path)


def asked(name: str, on: str = "2026-02-02", **more: Any) -> dict[str, Any]:
    rows = value(ValueRequest(name=name, on=date.fromisoformat(on), **more)).data
    assert rows.height == 1
    return dict(rows.row(0, named=True))


def test_a_ratio_is_a_number_and_names_its_word() -> None:
    row = asked("financing_margin_ratio", opened_on=date(2025, 12, 10))
    assert (row["value"], row["unit"], row["since"], row["authority"]) == (0.8, "1", date(2023, 9, 11), "exchanges")
    assert (row["said_zh"], row["key"], row["venue"]) == ("80%", None, "SSE")


@pytest.mark.parametrize(
    ("name", "expected", "unit"),
    [
        ("contract_max_months", 6, "months"),
        ("count_first_day", True, "flag"),
        ("netting", "per_contract", "choice"),
        ("bse_start", date(2023, 2, 13), "date"),
        ("concentration_tiers", [], "tiers"),
        ("overdue_penalty_rate", 0.0005, "1/day"),
    ],
)
def test_every_unit_has_its_type(name: str, expected: object, unit: str) -> None:
    row = asked(name)
    assert (row["value"], row["unit"]) == (expected, unit)


def test_tiers_are_rows_of_numbers() -> None:
    tiers = asked("concentration_tiers", pack="east_money_2018")["value"]
    assert tiers[0]["cap"] == 0.5
    assert tiers[0]["ratio_to"] == 1.8


def test_a_rule_of_keys_has_a_row_for_each() -> None:
    result = value(ValueRequest(name="conversion_ratio_cap", on=date(2016, 12, 9)))
    rows = {row["key"]: row["value"] for row in result.data.iter_rows(named=True)}
    assert rows["index_a_share"] == 0.7
    assert rows["other_a_share"] == 0.65
    assert rows["high_pe"] is None
    assert [note.en for note in result.warnings] == [
        "No conversion_ratio_cap.high_pe is in force on 2016-12-09: its first value on SSE is from 2016-12-12."
    ]


def test_a_class_of_investor_is_one_row() -> None:
    assert asked("short_margin_ratio")["value"] == 1.0
    assert asked("short_margin_ratio", investor="private_fund")["value"] == 1.2
    assert asked("short_margin_ratio.private_fund")["value"] == 1.2
    assert asked("short_margin_ratio", key="private_fund")["key"] == "private_fund"


def test_a_group_is_all_of_its_members() -> None:
    result = value(ValueRequest(name="call_line_floor", on=date(2012, 1, 4)))
    assert [(row["parameter"], row["value"]) for row in result.data.iter_rows(named=True)] == [
        ("call_line_floor", 1.3),
        ("cure_days_max", 2),
        ("cure_target_floor", 1.5),
    ]
    defaults = value(ValueRequest(name="defaults", on=date(2026, 2, 2))).data
    assert {"call_line", "warning_line", "immediate_line", "netting"} <= set(defaults["parameter"])


def test_an_abolished_rule_is_null_with_a_note() -> None:
    result = value(ValueRequest(name="call_line_floor.value", on=date(2020, 1, 2)))
    assert result.data["value"].to_list() == [None]
    assert result.warnings[0].en.startswith("call_line_floor: no number is set since 2019-08-19")
    assert result.warnings[0].zh.startswith("call_line_floor：自 2019-08-19 起不作数值规定")


def test_what_no_row_can_answer_is_an_error() -> None:
    with pytest.raises(RuleNotInForce):
        value(ValueRequest(name="financing_margin_ratio", on=date(2010, 3, 30)))
    with pytest.raises(RuleNotInForce):
        value(ValueRequest(name="conversion_ratio_cap", on=date(2010, 3, 30)))


def test_without_a_day_it_is_today() -> None:
    assert value(ValueRequest(name="financing_margin_ratio"), today=date(2015, 11, 20)).as_of == date(2015, 11, 20)
    assert value(ValueRequest(name="withdrawal_line")).as_of is not None


def test_a_day_after_the_last_look_at_the_law_is_answered_with_a_warning() -> None:
    last = Rulebook.load().known_until
    assert last is not None
    for ask in (value, explain):
        assert ask(ValueRequest(name="call_line", on=last)).warnings == ()
        (note,) = ask(ValueRequest(name="call_line", on=last + timedelta(1))).warnings
        assert f"known up to {last}" in note.en


def test_an_exchange_may_be_written_small_and_must_exist() -> None:
    assert asked("financing_margin_ratio", venue="bse")["venue"] == "BSE"
    with pytest.raises(UnknownName, match=r"no exchange called 'HKEX'"):
        asked("financing_margin_ratio", venue="HKEX")


def test_a_rule_of_one_exchange_is_asked_there() -> None:
    assert asked("bse_start")["venue"] == Rulebook.load().parameter("bse_start").venues[0]


def test_a_value_that_rests_on_an_assumption_says_so() -> None:
    request = ValueRequest(
        name="short_margin_ratio", on=date(2024, 2, 1), opened_on=date(2023, 9, 1), rolled_on=(date(2023, 12, 1),)
    )
    assert "--assume short_margin_ratio@2023-10-30=keep" in value(request).warnings[0].en


def test_an_assumption_is_read_from_text() -> None:
    more = {"opened_on": date(2023, 9, 1), "rolled_on": (date(2023, 12, 1),)}
    assert asked("short_margin_ratio", "2024-02-01", assume=("short_margin_ratio@2023-10-30=keep",), **more)["value"] == 0.5


@pytest.mark.parametrize("text", ["short_margin_ratio", "short_margin_ratio@2023-10-30", "x@soon=keep", "x@2023-10-30=perhaps"])
def test_an_assumption_that_cannot_be_read_shows_how(text: str) -> None:
    with pytest.raises(UsageError, match=r"write NAME@DATE=keep"):
        opened_book(assume=(text,))


def test_a_pack_comes_from_the_shelf_or_from_a_file(mine: str) -> None:
    assert asked("warning_line", pack="line_scheme_b")["value"] == 1.45
    row = asked("call_line", pack=mine)
    assert (row["value"], row["authority"]) == (1.45, "pack:mine")
    assert value(ValueRequest(name="call_line", on=date(2026, 2, 2), pack=mine)).source == ("rulebook", "pack:mine")
    assert opened_book("") is Rulebook.load()


def test_a_pack_that_is_not_there_or_not_good_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"no rule pack called 'mine'. Known: .*line_scheme_a"):
        opened_book("mine")
    with pytest.raises(BadInput, match=r"none.yaml: there is no such file here"):
        opened_book(str(tmp_path / "none.yaml"))
    loose = tmp_path / "loose.yaml"
    loose.write_text(
        PACK.replace("mine", "loose").replace("2024-01-02, value: 1.45", "2018-01-02, value: 1.20"), encoding="utf-8"
    )
    with pytest.raises(LooseningOverlay):
        opened_book(str(loose))
    loose.write_text("pack: [", encoding="utf-8")
    with pytest.raises(BadInput, match=r"loose.yaml: not YAML"):
        opened_book(str(loose))


def test_an_explanation_ends_with_the_result() -> None:
    rows = explain(ValueRequest(name="financing_margin_ratio", on=date(2026, 2, 2), opened_on=date(2025, 12, 10))).data
    assert rows["kind"].to_list() == ["book_on_the_day", "opened", "change", "result"]
    assert rows["value"].to_list() == [1.0, 0.8, 1.0, 0.8]
    assert rows["step"].to_list() == [1, 2, 3, 4]


def test_a_timeline_of_one_rule_has_numbers_and_of_all_whatever_they_are() -> None:
    one = timeline(TimelineRequest(name="financing_margin_ratio", venue="szse")).data
    assert one.schema["value"] == pl.Float64
    assert one.filter(kind="value")["value"].to_list() == [0.5, 1.0, 0.8, 1.0]
    whole = timeline(TimelineRequest(start=date(2023, 2, 13), end=date(2023, 2, 13)))
    assert date(2023, 2, 13) in whole.data.filter(parameter="bse_start")["value"].to_list()
    assert '"value": 1.0' in whole.to_json()
    group = timeline(TimelineRequest(name="call_line_floor")).data
    assert {"call_line_floor", "cure_days_max"} <= set(group["parameter"])


def test_a_timeline_of_one_key_leaves_out_the_others() -> None:
    rows = timeline(TimelineRequest(name="conversion_ratio_cap.high_pe", venue="SSE")).data.filter(kind="value")
    assert rows.select("date", "key", "value").rows() == [(date(2016, 12, 12), "high_pe", 0.0)]


def test_an_explanation_of_every_key_passes_over_what_is_not_in_force() -> None:
    result = explain(ValueRequest(name="conversion_ratio_cap", on=date(2016, 12, 9)))
    assert set(result.data["key"]) == set(Rulebook.load().parameter("conversion_ratio_cap").keys) - {"high_pe"}
    assert "conversion_ratio_cap.high_pe is in force on 2016-12-09" in result.warnings[0].en
    with pytest.raises(RuleNotInForce):
        explain(ValueRequest(name="conversion_ratio_cap", on=date(2010, 3, 30)))


def test_the_difference_of_two_days_and_of_two_packs() -> None:
    days = diff(DiffRequest(start=date(2026, 1, 16), end=date(2026, 1, 19))).data
    assert days.select("parameter", "old_value", "value", "on_rollover").rows() == [("financing_margin_ratio", 0.8, 1.0, "keep")]
    shelf = diff(DiffRequest(pack="line_scheme_a", against="line_scheme_b")).data
    warning = shelf.filter(parameter="warning_line")
    assert (warning["old_value"].to_list(), warning["value"].to_list()) == ([1.45], [1.4])
    alone = diff(DiffRequest(pack="line_scheme_b")).data
    assert alone.filter(parameter="warning_line")["old_value"].to_list() == [1.4]


@pytest.mark.parametrize(
    "request_",
    [
        DiffRequest(),
        DiffRequest(start=date(2026, 1, 16)),
        DiffRequest(start=date(2026, 1, 16), end=date(2026, 1, 19), against="line_scheme_a"),
        DiffRequest(start=date(2026, 1, 19), end=date(2026, 1, 16)),
    ],
)
def test_a_difference_of_what_cannot_be_compared_is_refused(request_: DiffRequest) -> None:
    with pytest.raises(UsageError):
        diff(request_)


def test_the_lists_are_whole() -> None:
    assert set(list_rules(ListRequest()).data["parameter"]) == set(Rulebook.load().parameters)


def test_parameters_are_found_by_any_of_their_names() -> None:
    found = list_rules(ListRequest("平仓线")).data
    assert "call_line" in set(found["parameter"])
    assert all("平仓线" in "".join((row["title_zh"], *row["aliases"])) for row in found.to_dicts())
    assert list_rules(ListRequest("CALL_LINE")).data["parameter"].to_list()
    assert list_rules(ListRequest("no such thing")).data.is_empty()
    assert tuple(packs().data["pack"]) == shipped_packs()
    assert packs().data["example"].all()
