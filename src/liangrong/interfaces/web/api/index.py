"""What there is to ask: every verb with its titles, its parameters and an address to try."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from liangrong.interfaces.web.api.questions import ACCOUNT, is_posted
from liangrong.services.verbs.catalogue import VERBS
from liangrong.services.verbs.examples import example_account
from liangrong.services.verbs.models import model_of
from liangrong.services.verbs.parameters import parameters, takes_account
from liangrong.services.verbs.verb import Verb

__all__ = ["example_address", "example_body", "index"]


def index() -> dict[str, Any]:
    """The contents of ``/api/v1/``."""
    links = {"openapi": "/api/v1/openapi.json", "health": "/api/v1/health", "people": "/api"}
    return {"verbs": [_entry(verb) for verb in VERBS.values()], "links": links}


def _entry(verb: Verb) -> dict[str, Any]:
    by_address, by_body = is_posted(verb)
    described = model_of(verb).model_json_schema()["properties"]
    return {
        "name": verb.name,
        "title": {"zh": verb.title.zh, "en": verb.title.en},
        "href": f"/api/v1/{verb.name}",
        "methods": [*(["GET"] if by_address else []), *(["POST"] if by_body else [])],
        "parameters": [
            {
                "name": each.edge_name,
                "required": each.is_required,
                "description": described[each.edge_name].get("description", ""),
            }
            for each in parameters(verb)
        ],
        "account": takes_account(verb),
        "slow": verb.slow,
        "example": example_address(verb) if by_address else example_body(verb),
    }


def example_address(verb: Verb) -> str:
    """The address that asks the example of ``verb``.

    Examples
    --------
    >>> from liangrong.services.verbs.catalogue import verb
    >>> example_address(verb("flows"))
    '/api/v1/flows?by=sw1'
    """
    edge = {each.name: each.edge_name for each in parameters(verb)}
    query = urlencode([(edge[name], value) for name, value in verb.example.items()], doseq=True)
    return f"/api/v1/{verb.name}?{query}" if query else f"/api/v1/{verb.name}"


def example_body(verb: Verb) -> dict[str, Any]:
    """The body that asks the example of ``verb``."""
    edge = {each.name: each.edge_name for each in parameters(verb)}
    given = {edge[name]: value for name, value in verb.example.items()}
    return {ACCOUNT: example_account(verb), **given} if takes_account(verb) else given
