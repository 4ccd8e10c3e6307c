"""Tools: few, typed and described, read only; answers carry their units, refusals say what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from liangrong.interfaces.mcp.replies import TEXT_ROWS
from liangrong.interfaces.mcp.schemas import LIMIT, OUTPUT, input_schema
from liangrong.interfaces.mcp.toolset import tool, tools
from liangrong.services.verbs.answers import account_text, answer
from liangrong.services.verbs.catalogue import verb
from liangrong.services.verbs.examples import example_account
from liangrong.services.verbs.parameters import EDGE_NAMES
from liangrong.services.workspace import Workspace

Call = Callable[..., Any]
EACH = [each.name for each in tools()]


def test_the_server_offers_every_tool_as_one_that_only_reads(talk: Any) -> None:
    async def conversation(client: Any) -> Any:
        return (await client.list_tools()).tools

    offered = talk(conversation)
    assert [each.name for each in offered] == EACH
    assert all(each.annotations.read_only_hint and not each.annotations.destructive_hint for each in offered)
    assert all(each.output_schema == OUTPUT and each.description and each.title for each in offered)


@pytest.mark.parametrize("name", EACH)
def test_arguments_are_typed_and_described(name: str) -> None:
    schema = input_schema(tool(name))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    bare = [key for key, each in schema["properties"].items() if not each.get("description")]
    untyped = [key for key, each in schema["properties"].items() if not {"type", "anyOf", "enum"} & each.keys()]
    assert (bare, untyped) == ([], [])
    assert set(schema["required"]) <= set(schema["properties"])


@pytest.mark.parametrize("name", EACH)
def test_examples_of_every_view_satisfy_the_arguments(name: str) -> None:
    for each in tool(name).verbs:
        given = {EDGE_NAMES.get(key, key): value for key, value in each.example.items()}
        given |= {"view": each.name} if len(tool(name).verbs) > 1 else {}
        given |= {"account": dict(example_account(each))} if tool(name).takes_account else {}
        jsonschema.validate(given, input_schema(tool(name)))


def test_what_a_verb_needs_is_told_where_not_all_views_need_it() -> None:
    schema = input_schema(tool("level"))
    assert "from" not in schema["required"]
    assert "needed by growth" in schema["properties"]["from"]["description"]


def test_an_answer_is_that_of_the_verb(call: Call, whole: Path) -> None:
    found = call("level", {"measure": "rzye", "from": "2026-01-26"})
    expected = answer(verb("show"), {"measure": "rzye", "from": "2026-01-26"}, workspace=Workspace.open(whole)).envelope()
    assert not found.is_error
    assert {name: found.structured_content[name] for name in expected} == expected
    assert found.structured_content["rows"] == len(expected["data"]) > 1
    assert found.structured_content["view"] == "show"


def test_columns_have_headings_and_units(call: Call) -> None:
    found = call("level", {"measure": "margin_trading_balance", "lang": "en"}).structured_content
    columns = {each["name"]: each for each in found["columns"]}
    assert list(columns) == list(found["data"][0])
    assert columns["value"]["unit"] == "元"
    assert columns["date"] == {"name": "date", "heading": "date", "unit": ""}


def test_text_is_a_table_with_units_for_models_that_read_only_text(call: Call) -> None:
    text = call("level", {"measure": "rzye"}).content[0].text
    assert "数值(亿元)" in text
    assert "2026-01-30" in text
    assert "value (CNY bn)" in call("level", {"measure": "rzye", "lang": "en"}).content[0].text


def test_a_series_is_cut_to_its_last_rows_and_says_so(call: Call) -> None:
    found = call("level", {"measure": "rzye", "from": "2010-03-31", "limit": 7}).structured_content
    assert len(found["data"]) == 7
    assert found["data"][-1]["date"] == "2026-01-30"
    assert found["rows"] > 7
    assert f"{found['rows']} 行" in found["warnings"][-1]
    assert len(call("level", {"measure": "rzye", "from": "2010-03-31"}).structured_content["data"]) == LIMIT


def test_a_list_is_cut_to_its_first_rows(call: Call) -> None:
    whole = call("rule_value", {"view": "rule-list", "limit": 1000}).structured_content
    cut = call("rule_value", {"view": "rule-list", "limit": 3}).structured_content
    assert cut["data"] == whole["data"][:3]
    assert cut["rows"] == whole["rows"] == len(whole["data"])


def test_text_shows_some_rows_and_counts_the_rest(call: Call) -> None:
    text = call("level", {"measure": "rzye", "from": "2010-03-31"}).content[0].text
    assert text.count("\n| 20") == TEXT_ROWS
    assert f"另有 {LIMIT - TEXT_ROWS} 行" in text


def test_all_rows_that_are_asked_for_come_without_a_remark(call: Call) -> None:
    found = call("level", {"measure": "rzye", "from": "2026-01-01", "limit": 1000}).structured_content
    assert len(found["data"]) == found["rows"]
    assert not any("limit" in text for text in found["warnings"])


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("level", {"measure": "rzyee"}, "rzye"),
        ("level", {}, "measure"),
        ("level", {"measure": "rzye", "form": "2026-01-30"}, "form"),
        ("level", {"measure": "rzye", "from": "2026-02-30"}, "2026-02-30"),
        ("level", {"measure": "rzye", "view": "sho"}, "show"),
        ("level", {"measure": "rzye", "limit": 0}, "limit"),
        ("level", {"measure": "rzye", "limit": True}, "limit"),
        ("level", {"measure": "rzye", "lang": "fr"}, "fr"),
        ("shorts", {"view": "table"}, "coverage"),
        ("assess_account", {}, "account"),
        ("assess_account", {"account": 3}, "account"),
        ("assess_account", {"account": "as_of: 2026-01-30\ncash: many"}, "many"),
        ("rule_value", {"name": "financing_margin_ratoi"}, "financing_margin_ratio"),
        ("rule_value", {"name": "call_line", "pack": "/etc/hosts"}, "caitong_2018"),
        ("nothing", {}, "level"),
    ],
)
def test_a_refusal_says_what_was_wrong_and_what_is_near(call: Call, name: str, given: dict[str, Any], said: str) -> None:
    found = call(name, given)
    assert found.is_error
    assert said in found.content[0].text
    assert {"code", "message", "hint", "details"} == set(found.structured_content["error"])
    assert "Traceback" not in found.content[0].text


def test_a_slip_of_the_pen_is_guessed(call: Call) -> None:
    assert "是否指：rzye" in call("level", {"measure": "rzyee"}).content[0].text


def test_a_refusal_names_no_folder_of_this_machine(call: Call, tmp_path: Path, empty: Path) -> None:
    for store in (tmp_path / "nowhere", empty):
        told = call("level", {"measure": "rzye"}, store=store)
        assert told.is_error
        assert str(store) not in json.dumps([told.content[0].text, told.structured_content], ensure_ascii=False)


def test_the_law_can_be_asked_without_a_store(call: Call, tmp_path: Path) -> None:
    found = call("rule_value", {"name": "financing_margin_ratio", "on": "2026-01-20"}, store=tmp_path / "nowhere")
    assert not found.is_error
    assert found.structured_content["data"][0]["citation"]


def test_a_bug_is_a_sentence_and_a_line_in_the_log(
    call: Call, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("liangrong.services.verbs.desk.answer", lambda *_, **__: {}["/secret/path"])
    found = call("level", {"measure": "rzye", "from": "2026-01-20"}, lang="en")
    assert found.is_error
    assert "KeyError" in found.content[0].text
    assert "secret" not in found.content[0].text
    assert "secret" in caplog.text


def test_a_missing_package_is_named(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(*_: Any, **__: Any) -> None:
        raise ModuleNotFoundError("No module named 'statsmodels'", name="statsmodels")

    monkeypatch.setattr("liangrong.services.verbs.desk.answer", without)
    assert "statsmodels" in call("level", {"measure": "rzye", "from": "2026-01-21"}).content[0].text


@pytest.mark.parametrize("as_text", [True, False])
def test_an_account_comes_with_the_question(call: Call, as_text: bool) -> None:
    account = dict(example_account(verb("assess")))
    given = json.dumps(account) if as_text else account
    found = call("assess_account", {"account": given}).structured_content
    expected = answer(verb("assess"), {}, account=account_text(account)).envelope()
    assert found["data"] == expected["data"]
    told = call("distance", {"view": "what_if", "account": given, "prices": ["-10%"]}).structured_content
    assert told["view"] == "what-if"


def test_languages_are_chosen_by_call_over_server(call: Call) -> None:
    for server, asked, said in (("zh", "en", "en"), ("en", "zh", "zh"), ("en", None, "en")):
        given = {"measure": "rzye"} | ({"lang": asked} if asked else {})
        assert call("level", given, lang=server).structured_content["title"] == verb("show").title.text(said)


def test_synthetic_data_say_so(call: Call, simulated: Path) -> None:
    found = call("level", {"measure": "margin_trading_balance"}, store=simulated)
    assert "模拟" in found.content[0].text
    assert any("模拟" in text for text in found.structured_content["warnings"])
