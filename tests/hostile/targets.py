"""What there is to attack, as the service itself says: its pages, their links and forms, and its OpenAPI."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from liangrong.interfaces.web.pages.registry import PAGES
from tests.hostile.wire import Answer, ask

COMMON = ("as_of", "lang", "colors", "zoom", "q", "width", "token", "__proto__")


@dataclass(frozen=True)
class Target:
    """A method and a path with places for text in it.

    Parameters
    ----------
    path
        Parts in braces are places too.
    parameters
        Names in the query, or fields of the form.
    body
        How a body is sent: ``form``, ``multipart``, ``json`` or another media type; empty for none.
    """

    method: str
    path: str
    parameters: tuple[str, ...]
    body: str = ""


def targets(port: int) -> list[Target]:
    """Every route that can be found."""
    found = {Target("GET", page.path, COMMON) for page in PAGES}
    for page in PAGES:
        if "{" not in page.path:
            found |= _in_page(ask(port, page.path))
    found |= set(_in_openapi(ask(port, "/api/v1/openapi.json")))
    found |= {
        Target("GET", "/static/{mark}/{name}", ()),
        Target("GET", "/charts/{name}.{kind}", COMMON),
        Target("POST", "/mcp", (), "json"),
    }
    return sorted(found, key=repr)


class _Reader(HTMLParser):
    """Links and forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[tuple[str, str, str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.links += [given[name] for name in ("href", "data-chart") if given.get(name, "").startswith("/")]
        if tag == "form":
            kind = "multipart" if "multipart" in given.get("enctype", "") else "form"
            self.forms.append((given.get("method", "get").upper(), given.get("action", ""), kind, []))
        elif tag in {"input", "select", "textarea"} and given.get("name") and self.forms:
            self.forms[-1][3].append(given["name"])


def _in_page(answer: Answer) -> set[Target]:
    reader = _Reader()
    reader.feed(answer.text)
    links = {
        Target("GET", urlsplit(link).path, tuple(sorted({name for name, _ in parse_qsl(urlsplit(link).query)} | {"as_of"})))
        for link in reader.links
    }
    forms = {
        Target(method, urlsplit(action).path or "/", tuple(fields), kind if method == "POST" else "")
        for method, action, kind, fields in reader.forms
    }
    return {target for target in links | forms if not target.path.startswith("/static/")}


def _in_openapi(answer: Answer) -> list[Target]:
    if answer.status != 200:
        return []
    document: dict[str, Any] = json.loads(answer.text)
    found = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            given = [_whole(document, each) for each in operation.get("parameters", ())]
            names = tuple(each["name"] for each in given if each["in"] == "query")
            kinds = list(_whole(document, operation.get("requestBody", {})).get("content", {})) or [""]
            for kind in kinds:
                short = re.sub(r"^(?:application|multipart)/(json|form-data).*", r"\1", kind).replace("form-data", "multipart")
                found.append(Target(method.upper(), path, names, short))
    return found


def _whole(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """A part of the document, or the part that it refers to."""
    if "$ref" not in part:
        return part
    found = document
    for name in part["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found
