"""Every raise fills its template in both languages; every ``Failed`` speaks both."""

from __future__ import annotations

import ast
import string

import pytest

from liangrong.core import errors
from liangrong.core.errors import LiangrongError

ERRORS = {n: e for n in errors.__all__ if isinstance(e := getattr(errors, n), type) and issubclass(e, LiangrongError)}
SPOKEN_BY_THE_SYSTEM = {"StorageFailed"}
"""Their reason is the operating system's own sentence, in whatever language it speaks."""


def wanted(kind: type[LiangrongError]) -> set[str]:
    """The details that the templates of an error ask for."""
    templates = (kind.zh, kind.en, kind.hint_zh, kind.hint_en)
    return {name for template in templates for _, name, _, _ in string.Formatter().parse(template) if name}


def complaints(tree: ast.AST) -> list[str]:
    """Calls of an error class that leave a field of its template open, or say a reason in one language only."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        given = {keyword.arg for keyword in node.keywords}
        if None in given:
            continue  # **details: filled elsewhere
        if called in ERRORS:
            missing = wanted(ERRORS[called]) - given
            if "reason" in given and "reason_zh" not in given and called not in SPOKEN_BY_THE_SYSTEM:
                missing.add("reason_zh")
            found += [f"line {node.lineno}: {called} lacks {sorted(missing)}"] if missing else []
        if called == "Failed" and len(node.args) + len(given) < len(("kind", "reason", "reason_zh")):
            found.append(f"line {node.lineno}: Failed lacks its Chinese reason")
    return found


def test_every_raise_is_complete(modules: list) -> None:
    assert {m.place: found for m in modules if (found := complaints(m.tree))} == {}


def test_every_kind_of_name_is_known_in_chinese(modules: list) -> None:
    unknown = set()
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "UnknownName":
                given = {k.arg: k.value for k in node.keywords}
                kind = given.get("kind")
                if isinstance(kind, ast.Constant) and "kind_zh" not in given and kind.value not in errors.KINDS_ZH:
                    unknown.add(f"{module.place}: {kind.value}")
    assert unknown == set(), "add it to core.errors.KINDS_ZH"


@pytest.mark.parametrize(
    "line",
    [
        "raise UnknownName(kind='measure', name=x)",
        "raise NotKnown(reason='only English')",
        "raise errors.NoData(what='x', where='y')",
        "return Failed(FailureKind.BLOCKED, 'only English')",
    ],
)
def test_the_hunt_can_find_one(line: str) -> None:
    assert complaints(ast.parse(f"def f():\n    {line}"))
