"""A number and the operation that makes it."""

from decimal import Decimal

import pytest

from liangrong.accounts.explanation.tree import Explanation, Operation, combined, result_of
from liangrong.core.results import Note

D = Decimal


@pytest.mark.parametrize(
    ("operation", "values", "expected"),
    [
        ("sum", [], 0),
        ("sum", [3, -1, 2], 4),
        ("difference", [7], 7),
        ("difference", [7, 2, 1], 4),
        ("product", [2, 3, 5], 30),
        ("quotient", [6, 4], "1.5"),
        ("quotient", [6, 0], None),
        ("quotient", [6, -2], None),
        ("least", [4, 2, 3], 2),
        ("not_negative", [-5], 0),
        ("not_negative", [5], 5),
        ("when_below", ["1.2", "1.3", 9], 9),
        ("when_below", ["1.3", "1.3", 9], 0),
        ("when_below", [None, "1.3", 9], 0),
        ("sum", [1, None], None),
    ],
)
def test_an_operation_makes_one_value_of_several(operation: Operation, values: list[object], expected: object) -> None:
    given = [None if value is None else D(str(value)) for value in values]
    assert result_of(operation, given) == (None if expected is None else D(str(expected)))


def test_a_node_is_sure_of_its_formula_only_where_it_cites_one() -> None:
    leaf = Explanation(label=Note("现金", "cash"), value=D(2), unit="yuan")
    assert combined("sum", Note("", ""), [leaf, leaf]).confidence is None
    cited = combined("sum", Note("", ""), [leaf, leaf], citation="第四十条")
    assert (cited.value, cited.confidence) == (D(4), "H")
