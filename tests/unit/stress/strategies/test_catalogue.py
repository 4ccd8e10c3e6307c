"""How strategies are named and their parameters written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.core.errors import UnknownName, UsageError
from liangrong.stress.strategies.catalogue import STRATEGIES, defaults, named
from liangrong.stress.strategies.shipped import Event, Fixed, HalfPosition, Trend


def test_every_strategy_has_a_name_words_in_both_languages_and_defaults() -> None:
    for name, kind in STRATEGIES.items():
        assert named(name).history >= 0
        assert all((kind.title.zh, kind.title.en, kind.origin.zh, kind.origin.en))
        assert "leverage" in defaults(name)


def test_parameters_are_read_as_typed() -> None:
    assert named("trend:window=120,leverage=1.2") == Trend(window=120, leverage=D("1.2"))
    assert named("position", {"share": "100%"}) == HalfPosition(share=D(1))
    assert named("fixed:leverage=1", {"leverage": "2"}) == Fixed(leverage=D(2))
    assert named("event:dates=2025-07-01/2025-09-03") == Event(dates=(date(2025, 7, 1), date(2025, 9, 3)))


@pytest.mark.parametrize(("text", "named_in_it"), [("martingale", "fixed, position"), ("fixed:window=3", "leverage, rebalance")])
def test_an_unknown_strategy_or_parameter_names_the_known_ones(text: str, named_in_it: str) -> None:
    with pytest.raises(UnknownName) as told:
        named(text)
    assert named_in_it in told.value.message("en")
    assert named_in_it in told.value.message("zh")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("fixed:leverage", "name:parameter=value"), ("fixed:leverage=viel", "a number"), ("fixed:leverage=NaN", "a number"),
        ("fixed:rebalance=2.5", "a whole number"), ("event:dates=soon", "2025-07-01"), ("fixed:leverage=0.5", "between 1 and 3"),
        ("fixed:leverage=3.5", "between 1 and 3"), ("trend:window=1", "2 or more"), ("stop_loss:trail=0", "between"),
        ("value:fall=0.1", "below fall"),
    ],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_refused_in_both_languages(text: str, part: str) -> None:
    with pytest.raises(UsageError) as told:
        named(text)
    assert part in told.value.message("en")
    assert told.value.message("zh")[0] in "“fevst"
