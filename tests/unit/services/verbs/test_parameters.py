"""Values of a URL, a JSON body or a call become the arguments of a service, or a sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from liangrong.core.errors import UnknownName, UsageError
from liangrong.services.verbs.catalogue import VERBS, verb
from liangrong.services.verbs.kinds import AT_MOST
from liangrong.services.verbs.models import model_of, read_values
from liangrong.services.verbs.parameters import arguments, parameters, takes_account, takes_workspace


def test_a_window_is_read_by_the_names_of_a_url_and_of_python() -> None:
    by_url = read_values(verb("flows"), {"from": "2026-01-05", "to": "20260130"})
    by_python = read_values(verb("flows"), {"start": date(2026, 1, 5), "end": date(2026, 1, 30)})
    assert by_url == by_python == {"start": date(2026, 1, 5), "end": date(2026, 1, 30)}


def test_an_instant_without_offset_is_of_shanghai() -> None:
    read = read_values(verb("show"), {"measure": "rzye", "known_at": "2026-01-30T09:00"})
    assert read["known_at"] == datetime(2026, 1, 30, 1, tzinfo=UTC)


def test_numbers_are_read_as_people_write_them() -> None:
    assert read_values(verb("breaches"), {"percentile": "90%"}) == {"percentile": pytest.approx(0.9)}
    assert read_values(verb("what-if"), {"prices": ["-10%", "600519.SH=-5%"]})["prices"] == (
        ("", Decimal("-0.1")),
        ("600519.SH", Decimal("-0.05")),
    )


def test_baskets_are_read_from_text_and_from_a_mapping() -> None:
    text = read_values(verb("flows"), {"baskets": ["酒=600519.SH,000858.SZ"]})
    assert text == read_values(verb("flows"), {"baskets": {"酒": ["600519.SH", "000858.SZ"]}})


def test_one_value_is_a_list_of_one_and_text_is_not_taken_apart() -> None:
    assert read_values(verb("legs"), {"legs": "98%"}) == {"legs": ("98%",)}


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("flows", {"form": "2026-01-05"}, "form"),
        ("show", {}, "measure"),
        ("flows", {"from": "2026-02-30"}, "from is '2026-02-30'"),
        ("league", {"top": "ten"}, "top"),
        ("league", {"top": AT_MOST["top"] + 1}, "top"),
        ("shorts", {"view": "all"}, "view"),
        ("show", {"measure": "x" * 401}, "measure"),
        ("heat", {"fall": "nan"}, "fall"),
        ("heat", {"fall": "1e999"}, "fall"),
        ("heat", {"fall": True}, "fall"),
        ("strategy-ruin", {"strategy": "fixed", "jump_deviation": 1.5}, "jump_deviation is '1.5'.*between 0 and 1"),
        ("league", {"top": True}, "top"),
        ("league", {"top": -1}, "top.*at least 0"),
        ("league", {"top": "1_0"}, "top"),
        ("show", {"measure": "a\x00b"}, "measure.*printed"),
        ("show", {"measure": "\ud800"}, "measure"),
        ("show", {"measure": None}, "measure"),
        ("show", {"measure": "rzye", "from": "0001-01-01"}, "from is 0001-01-01"),
        ("show", {"measure": "rzye", "from": 0}, "from is '0'"),
        ("show", {"measure": "rzye", "known_at": "9999-12-31T23:59:59-12:00"}, "9999"),
        ("brief", {"with_events": "1"}, "with_events"),
        ("flows", {"baskets": "=600519.SH"}, "baskets"),
        ("flows", {"baskets": {"酒": "600519.SH"}}, "baskets"),
        ("styles", {"from": "2026-01-05", "second": "2026-01-05"}, "second"),
        ("styles", {"from": "2026-01-05", "second": 3}, "second"),
        ("what-if", {"prices": "ten"}, "prices"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, given: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_values(verb(name), given)


def test_one_window_or_pair_of_python_is_a_list_of_one_and_several_days_are_not() -> None:
    first, last = date(2015, 1, 5), date(2016, 1, 5)
    given = {"windows": (first, last), "pivots": (first, last)}
    assert read_values(verb("cycles"), given) == {"windows": ((first, last),), "pivots": (first, last)}
    pair = ("600519.SH", Decimal("-0.1"))
    assert (
        read_values(verb("what-if"), {"prices": pair}) == read_values(verb("what-if"), {"prices": (pair,)}) == {"prices": (pair,)}
    )


def test_what_is_wrong_is_said_in_chinese_too() -> None:
    with pytest.raises(UsageError) as caught:
        read_values(verb("league"), {"top": -1})
    assert caught.value.message("zh") == "参数 top 无法读取：不得小于 0。"


def test_values_land_in_the_request_and_in_the_dataclass_inside_it() -> None:
    given = read_values(verb("strategy-ruin"), {"strategy": "fixed", "cash": "2,000,000", "paths": 10})
    request = arguments(verb("strategy-ruin"), given)["request"]
    assert (request.strategy, request.terms.cash, request.paths) == ("fixed", Decimal(2_000_000), 10)


def test_files_of_this_machine_are_no_parameters() -> None:
    assert "file" not in {parameter.name for parameter in parameters(verb("factor"))}
    assert {parameter.name for parameter in parameters(verb("assess"))} == {"as_of", "pack"}


def test_the_clock_is_no_part_of_a_question() -> None:
    assert "today" not in {parameter.name for parameter in parameters(verb("rule-value"))}


def test_verbs_say_what_they_are_asked_of() -> None:
    assert takes_account(verb("assess"))
    assert not takes_workspace(verb("assess"))
    assert takes_workspace(verb("flows"))
    with pytest.raises(UnknownName, match="flow"):
        verb("flow")


@pytest.mark.parametrize("name", list(VERBS))
def test_every_verb_has_a_schema_and_reads_its_own_example(name: str) -> None:
    schema = model_of(verb(name)).model_json_schema()
    assert schema["additionalProperties"] is False
    assert set(verb(name).example) <= {each.name for each in parameters(verb(name))}
    read_values(verb(name), verb(name).example)
