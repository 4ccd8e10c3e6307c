"""Every example of the OpenAPI document runs, and what it answers is what its schema says, column by column."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from starlette.testclient import TestClient

from liangrong.interfaces.web.api.openapi import document
from tests.api.operations import ADDRESS, OPERATIONS

pytestmark = [pytest.mark.slow]


def validated(schema: dict[str, Any], answer: Any) -> None:
    root = {"components": document()["components"], **schema}
    Draft202012Validator(root, format_checker=FormatChecker()).validate(answer)


def answered(app: Any, path: str, method: str) -> Any:
    client, operation = TestClient(app, base_url=ADDRESS), document()["paths"][path][method]
    if method == "post":
        return client.post(path, json=operation["requestBody"]["content"]["application/json"]["example"])
    given = {each["name"]: each["example"] for each in operation.get("parameters", ()) if "example" in each}
    return client.get(path, params=given)


@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=[f"{method} {path}" for path, method in OPERATIONS])
def test_an_example_runs_and_its_answer_has_the_columns_declared(app: Any, path: str, method: str) -> None:
    found = answered(app, path, method)
    assert found.status_code == 200, found.text
    schema = document()["paths"][path][method]["responses"]["200"]["content"]["application/json"]["schema"]
    validated(schema, found.json())
    if "properties" in schema:
        row = schema["properties"]["data"]["items"]["$ref"].rpartition("/")[2]
        declared = set(document()["components"]["schemas"][row]["properties"])
        assert {name for each in found.json()["data"] for name in each} <= declared
        assert int(found.headers["x-total-count"]) >= len(found.json()["data"])
