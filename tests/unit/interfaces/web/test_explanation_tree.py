"""The nested tree has every node of the flat rows, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import polars as pl
import pytest

from liangrong.interfaces.web.account_form import AccountForm
from liangrong.interfaces.web.explanation_tree import Node, nested
from liangrong.services.accounts.assessments import explain_account
from liangrong.services.accounts.files import AccountsRequest


def walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from walk(child)


@pytest.mark.parametrize("measure", ["maintenance_ratio", "available_margin", "largest_share"])
def test_every_node_stands_once_and_below_its_parent(measure: str) -> None:
    rows = explain_account(AccountsRequest(AccountForm.example().account("x")), measure).result("en").data
    tree = nested(rows, "en")
    assert tree is not None
    found = list(walk(tree))
    assert [node.label for node in found] == rows["label"].to_list()
    assert [node.citation for node in found] == [text or "" for text in rows["citation"]]
    depths = [path.count(".") for path in rows["path"]]
    assert depths == [depth for _, depth in depth_of(tree, 0)]


def depth_of(node: Node, depth: int) -> Iterator[tuple[Node, int]]:
    yield node, depth
    for child in node.children:
        yield from depth_of(child, depth + 1)


def test_children_of_a_tenth_branch_are_not_those_of_the_first() -> None:
    rows = pl.DataFrame(
        [
            {"path": path, "label": path, "symbol": None, "value": "1", "unit": "yuan", "operation": "sum", "citation": None, "note": None}
            for path in ("1", *(f"1.{n}" for n in range(1, 12)), "1.10.1")
        ],
        schema_overrides={"symbol": pl.String, "citation": pl.String, "note": pl.String},
    )  # fmt: skip
    tree = nested(rows, "en")
    assert tree is not None
    assert [child.label for child in tree.children[9].children] == ["1.10.1"]
    assert not tree.children[0].children
    assert tree.value == f"{Decimal(1):.2f} yuan"


def test_nothing_has_no_tree() -> None:
    assert nested(pl.DataFrame({"path": []}), "zh") is None
