"""No number of law in code: lines, margin ratios and conversion ratios are dated data in ``rules/book``."""

from __future__ import annotations

import ast
from decimal import Decimal, InvalidOperation

import pytest

LAW = {Decimal(text) for text in ("0.65", "0.7", "0.8", "1.2", "1.3", "1.4", "1.5", "130", "140", "150", "300")}
"""Margin ratios, conversion ratios, and call, warning, liquidation and withdrawal lines, as ratio or percent."""


ALLOWED: dict[str, tuple[set[str], str]] = {
    "sources/files/constituents.py": ({"0.8"}, "share of whole lists in a file"),
    "stress/strategies": (set(), "leverage and thresholds that articles recommend: defaults of strategies, not law"),
    "services/engines/cluster.py": ({"300.0"}, "seconds that a cluster may take to answer"),
    "simulation": (set(), "parameters of the synthetic market: shapes of random numbers, not law"),
    "research/charts": (set(), "widths, opacities and scales of drawings"),
    "analytics/heat/composite.py": ({"0.8"}, "the mean percentile that we call hot"),
    "market/identities.py": ({"1.5"}, "lower bound of plausibility for the mean of the whole market, from data since 2012"),
    "market/outliers.py": (set(), "limits of daily changes, as logarithms fixed on 2020-2023, and shares of row counts"),
    "market/reconciliation.py": (set(), "distances between two tables that measure the same, from data"),
}
"""Folder or file to the numbers that may stand in it (none named: all of them), and the reason why."""


def law_like(tree: ast.AST, allowed: frozenset[str] = frozenset()) -> list[str]:
    """Literals that equal a ratio of the law: floats, and text handed to ``Decimal``."""
    found = []
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, float)
            and str(node.value) not in allowed
            and Decimal(str(node.value)) in LAW
        ):
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
    offenders = {}
    for module in modules:
        place, numbers = next(((p, n) for p, (n, _) in ALLOWED.items() if module.place.startswith(p)), ("", None))
        found = [] if place and not numbers else law_like(module.tree, frozenset(numbers or ()))
        if found:
            offenders[module.place] = found
    assert offenders == {}, "move it to rules/book with date and citation, or explain it in ALLOWED"


def test_every_allowance_is_still_needed(modules: list) -> None:
    places = {m.place: m for m in modules}
    idle = [p for p, (numbers, _) in ALLOWED.items() if numbers and (p not in places or not law_like(places[p].tree))]
    assert idle == []


@pytest.mark.parametrize("line", ["call_line = 1.3", 'ratio = Decimal("0.80")', "if maintenance_ratio < 1.40: pass"])
def test_the_hunt_can_find_one(line: str) -> None:
    assert law_like(ast.parse(line))


@pytest.mark.parametrize("line", ["x = 0.25", 'Decimal("0.001")', "n = 130", "s = '1.3'"])
def test_the_hunt_leaves_other_numbers_alone(line: str) -> None:
    assert not law_like(ast.parse(line))
