"""``--assume NAME=VALUE`` sets the field it names, as the type of the field, or says what is wrong."""

from __future__ import annotations

import pytest

from liangrong.core.errors import UnknownName, UsageError
from liangrong.interfaces.cli.assumptions import assumed_of, bounds_of
from liangrong.stress.cascade.levers import Levers
from liangrong.stress.cascade.parameters import Parameters


def test_a_name_belongs_to_the_model_that_has_it() -> None:
    texts = ["cure_probability=50%", "cure_delay=2", "price_limits=false", "impact=linear", "bailout_yuan=1e10"]
    parameters, levers = assumed_of(texts, "--assume", Parameters(), Levers())
    assert parameters == Parameters(cure_probability=0.5, cure_delay=2, price_limits=False, impact="linear")
    assert levers == Levers(bailout_yuan=1e10)
    assert isinstance(parameters.cure_delay, int)


def test_nothing_asked_changes_nothing() -> None:
    assert assumed_of((), "--assume", Parameters()) == (Parameters(),)


@pytest.mark.parametrize(
    "text", ["cure_delay=1.5", "cure_probability", "cure_probability=", "cure_probability=much", "price_limits=maybe"]
)
def test_what_cannot_be_read_is_refused_with_its_name(text: str) -> None:
    with pytest.raises(UsageError, match="--assume"):
        assumed_of([text], "--assume", Parameters())


def test_a_name_that_no_model_has() -> None:
    with pytest.raises(UnknownName, match="participation"):
        assumed_of(["participaton=1"], "--assume", Parameters())


def test_bounds() -> None:
    assert bounds_of(["participation=10%,0.5"], "--range") == {"participation": (0.1, 0.5)}
    with pytest.raises(UsageError, match="LOW,HIGH"):
        bounds_of(["participation=0.1"], "--range")
