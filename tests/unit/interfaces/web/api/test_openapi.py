"""The OpenAPI document is complete, and says of every column what it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from liangrong.interfaces.web.api.openapi import document
from liangrong.interfaces.web.api.questions import is_posted
from liangrong.services.verbs.catalogue import VERBS, verb
from liangrong.services.verbs.parameters import parameters


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, found in document()["paths"].items():
        for method, operation in found.items():
            yield path, method, operation


def test_what_is_served_is_the_document_and_it_is_json(client: TestClient) -> None:
    assert client.get("/api/v1/openapi.json").json() == json.loads(json.dumps(document()))


@pytest.mark.parametrize("name", list(VERBS))
def test_every_verb_is_there_with_all_its_parameters(name: str) -> None:
    found = document()["paths"][f"/api/v1/{name}"]
    by_address, by_body = is_posted(verb(name))
    assert set(found) == {method for method, wanted in (("get", by_address), ("post", by_body)) if wanted}
    wanted = {parameter.edge_name for parameter in parameters(verb(name))}
    required = {parameter.edge_name for parameter in parameters(verb(name)) if parameter.is_required}
    if by_address:
        own = [each for each in found["get"]["parameters"] if "name" in each]
        assert {each["name"] for each in own} == wanted
        assert {each["name"] for each in own if each["required"]} == required
    if by_body:
        schema = found["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert set(schema["properties"]) - {"account"} == wanted
        assert set(schema.get("required", ())) - {"account"} == required


def test_names_of_operations_are_unique_and_every_one_tells_its_errors() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(names) == len(set(names))
    for path, method, operation in operations():
        assert "default" in operation["responses"], (path, method)


def test_every_reference_points_somewhere() -> None:
    def references(tree: Any) -> Iterator[str]:
        if isinstance(tree, dict):
            yield from (value for name, value in tree.items() if name == "$ref")
            for value in tree.values():
                yield from references(value)
        elif isinstance(tree, list):
            for value in tree:
                yield from references(value)

    for reference in references(json.loads(json.dumps(document()))):
        found: Any = document()
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]


@pytest.mark.parametrize("name", list(VERBS))
def test_columns_have_a_title_in_both_languages_and_numbers_have_units(name: str) -> None:
    row = document()["components"]["schemas"]["".join(part.capitalize() for part in name.split("-")) + "Row"]
    Draft202012Validator.check_schema(row)
    assert row["properties"], "run: python -m liangrong.services.verbs.columns"
    for column, schema in row["properties"].items():
        assert " · " in schema["title"], column
        is_money = any(each.get("pattern") for each in schema.get("anyOf", ()))
        assert not is_money or schema.get("x-unit"), f"{column} is decimal and has no unit"


def test_a_number_in_the_document_is_a_text_in_the_wire_where_it_is_money() -> None:
    value = document()["components"]["schemas"]["FlowsRow"]["properties"]["net_financing"]
    assert value["x-unit"] == "元"
    assert {"type": "null"} in value["anyOf"]
    assert any(each.get("type") == "string" and each.get("pattern") for each in value["anyOf"])
