"""No number of law in code: lines, margin ratios and conversion ratios are dated data in ``rules/book``."""

from __future__ import annotations

import ast
from decimal import Decimal, InvalidOperation

import pytest

LAW = {Decimal(text) for text in ("0.65", "0.7", "0.8", "1.2", "1.3", "1.4", "1.5", "130", "140", "150", "300")}
"""Margin ratios, conversion ratios, and call, warning, liquidation and withdrawal lines, as ratio or percent."""


ALLOWED: dict[str, str] = {
    "simulation": "parameters of the synthetic market: shapes of random numbers, not law",
    "research/charts": "widths, opacities and scales of drawings",
}
"""Folder or file to the reason why such a number may stand in it."""


def law_like(tree: ast.AST) -> list[str]:
    """Literals that equal a ratio of the law: floats, and text handed to ``Decimal``."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and Decimal(str(node.value)) in LAW:
            found.append(f"line {node.lineno}: {node.value}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Decimal" and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and _number(first.value) in LAW:
                found.append(f"line {first.lineno}: Decimal({first.value!r})")
    return found


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def test_no_rule_number_stands_in_code(modules: list) -> None:
    offenders = {
        m.place: law_like(m.tree) for m in modules if law_like(m.tree) and not any(m.place.startswith(a) for a in ALLOWED)
    }
    assert offenders == {}, "move it to rules/book with date and citation, or explain it in ALLOWED"


@pytest.mark.parametrize("line", ["call_line = 1.3", 'ratio = Decimal("0.80")', "if maintenance_ratio < 1.40: pass"])
def test_the_hunt_can_find_one(line: str) -> None:
    assert law_like(ast.parse(line))


@pytest.mark.parametrize("line", ["x = 0.25", 'Decimal("0.001")', "n = 130", "s = '1.3'"])
def test_the_hunt_leaves_other_numbers_alone(line: str) -> None:
    assert not law_like(ast.parse(line))
