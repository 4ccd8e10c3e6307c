"""schemathesis over the OpenAPI document: whatever is asked, no 5xx, no breach of a schema, and wrong data are refused.

``LIANGRONG_API_EXAMPLES=100 pytest tests/api`` asks more; the answers of the same seed are the same.
"""

from __future__ import annotations

import os
from datetime import date
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from liangrong.interfaces.web.api.openapi import document
from tests.api.operations import ADDRESS, OPERATIONS, VERBS_ALONE

pytestmark = [pytest.mark.slow]

EXAMPLES = int(os.environ.get("LIANGRONG_API_EXAMPLES", "2"))
PATIENCE_S = 120
"""Longer than the slowest answer takes on a busy machine."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
    allow_header_conformance,
]

schemathesis.openapi.format("date", st.dates(date(1990, 1, 1), date(2100, 12, 31)).map(str))


@pytest.fixture(scope="module")
def schema(app: Any) -> Any:
    loaded = schemathesis.openapi.from_dict(document())
    loaded.app = app
    return loaded


def checked(strategy: Any) -> None:
    """Ask what the strategy makes up, and hold every answer against the document."""

    @seed(20260130)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(case=strategy)
    def ask(case: Any) -> None:
        case.validate_response(case.call(base_url=ADDRESS, timeout=PATIENCE_S), checks=CHECKS)

    ask()


def ids(operations: list[tuple[str, str]]) -> list[str]:
    return [f"{method} {path}" for path, method in operations]


@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=ids(OPERATIONS))
def test_what_fits_the_schema_is_answered_as_it_says(schema: Any, path: str, method: str) -> None:
    checked(schema[path][method].as_strategy(GenerationMode.POSITIVE))


@pytest.mark.parametrize(("path", "method"), VERBS_ALONE, ids=ids(VERBS_ALONE))
def test_what_does_not_fit_the_schema_is_refused(schema: Any, path: str, method: str) -> None:
    checked(schema[path][method].as_strategy(GenerationMode.NEGATIVE))


NEAR = [
    (path, {each["name"]: each["example"] for each in found["get"]["parameters"] if "example" in each})
    for path, found in document()["paths"].items()
    if path not in ("/api/v1/", "/api/v1/health") and "get" in found
]


@pytest.mark.parametrize(("path", "fixed"), [near for near in NEAR if near[1]], ids=[path for path, fixed in NEAR if fixed])
def test_variations_of_an_example_are_answered_as_the_schema_says(schema: Any, path: str, fixed: dict[str, Any]) -> None:
    checked(schema[path]["get"].as_strategy(GenerationMode.POSITIVE, query=fixed))
