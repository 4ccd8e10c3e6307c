"""What an agent can read before it asks, and the two prompts its user can pick."""

from __future__ import annotations

import re
from typing import Any

import pytest
from mcp.shared.exceptions import MCPError

from liangrong.analytics.measures import MEASURES
from liangrong.interfaces.mcp.prompts import PROMPTS, prompted
from liangrong.interfaces.mcp.resources import RESOURCES
from liangrong.interfaces.mcp.server import INSTRUCTIONS
from liangrong.interfaces.mcp.toolset import tools
from liangrong.market.tables import TABLES
from liangrong.rules.rulebook import Rulebook


@pytest.fixture
def read(talk: Any) -> Any:
    def run(uri: str, lang: str = "zh") -> str:
        async def conversation(client: Any) -> str:
            return (await client.read_resource(uri)).contents[0].text

        return talk(conversation, lang=lang)

    return run


def test_every_listed_resource_can_be_read_in_both_languages(talk: Any, read: Any) -> None:
    async def conversation(client: Any) -> Any:
        return (await client.list_resources()).resources

    offered = talk(conversation)
    assert [each.uri for each in offered] == list(RESOURCES)
    for each in offered:
        assert read(each.uri).startswith("# ")
        assert read(each.uri, "en").startswith("# ")


def test_the_glossary_has_our_names_and_those_of_tushare(read: Any) -> None:
    text = read("liangrong://glossary")
    assert all(name in text for name in ("融资融券", "financing_balance", "rzye", "maintenance_ratio"))
    missing = [column.name for table in TABLES.values() for column in table.columns if f"| {column.name} |" not in text]
    assert missing == []


def test_measures_have_definition_unit_and_other_names(read: Any) -> None:
    text = read("liangrong://measures", "en")
    assert [name for name in MEASURES if f"| {name} |" not in text] == []
    assert "rzrqye" in text


def test_tables_say_what_is_stored_here(read: Any) -> None:
    text = read("liangrong://tables", "en")
    assert [name for name in TABLES if f"## {name} " not in text] == []
    assert "nothing in this store" in text


def test_every_rule_has_an_address_with_its_citations(read: Any) -> None:
    listed = read("liangrong://rulebook")
    assert [name for name in Rulebook.load().parameters if f"| {name} |" not in listed] == []
    rule = Rulebook.load().parameters["financing_margin_ratio"]
    text = read("rulebook://financing_margin_ratio")
    assert [dated.start for dated in rule.values if f"| {dated.start} |" not in text] == []
    assert "2026-01-14" in text


@pytest.mark.parametrize(
    "uri", ["rulebook://nothing", "liangrong://nothing", "file:///etc/passwd", "rulebook://../../etc/passwd"]
)
def test_what_is_not_there_is_said(read: Any, uri: str) -> None:
    with pytest.raises(BaseException) as found:
        read(uri)
    assert _root(found.value).code == -32602


def _root(error: BaseException) -> MCPError:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    assert isinstance(error, MCPError)
    return error


def test_prompts_name_tools_and_views_that_exist(talk: Any) -> None:
    async def conversation(client: Any) -> Any:
        return (await client.list_prompts()).prompts, await client.get_prompt("morning_brief", {"day": "2026-01-30"})

    offered, filled = talk(conversation, lang="en")
    assert [each.name for each in offered] == list(PROMPTS)
    assert "2026-01-30" in filled.messages[0].content.text
    names = {tool.name for tool in tools()}
    views = {verb.name for tool in tools() for verb in tool.verbs}
    for name in PROMPTS:
        for lang in ("zh", "en"):
            text = prompted(name, {"account": "cash: 1"}, lang)
            assert any(tool in text for tool in names)
            assert {said for said in re.findall(r"view=([a-z-]+)", text) if said not in views} == set()


def test_a_prompt_without_its_account_is_refused(talk: Any) -> None:
    async def conversation(client: Any) -> Any:
        return await client.get_prompt("check_margin_account", {})

    with pytest.raises(BaseException) as found:
        talk(conversation)
    assert "account" in _root(found.value).message


def test_an_account_with_braces_is_put_into_the_prompt_as_it_is() -> None:
    assert '{"cash": 1}' in prompted("check_margin_account", {"account": '{"cash": 1}'}, "zh")


def test_the_instructions_name_what_exists() -> None:
    for name in ("brief", "coverage"):
        assert name in {tool.name for tool in tools()}
        assert f"`{name}`" in INSTRUCTIONS
    for name in ("margin_trading_balance", "financing_balance", "short_balance"):
        assert name in MEASURES
    assert "liangrong://measures" in RESOURCES
