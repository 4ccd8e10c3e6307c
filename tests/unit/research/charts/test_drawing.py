"""Charts drawn in a process beside this one are those drawn here, and a process that dies or cannot start costs no chart."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from multiprocessing.connection import wait
from typing import Any, Final

import pytest

from liangrong.research.charts import drawing
from liangrong.research.charts.drawing import begun_svg, beside, png

_SPEC: Final = {
    "data": {"values": [{"day": "2026-01-29", "balance": 2.71}, {"day": "2026-01-30", "balance": 2.69}]},
    "mark": "bar",
    "encoding": {"x": {"field": "day", "type": "nominal"}, "y": {"field": "balance", "type": "quantitative"}},
}


def _workers() -> list[Any]:
    """The processes of ours that run; one that has ended stays listed until it is collected."""
    return [child for child in multiprocessing.active_children() if not wait([child.sentinel], timeout=0)]


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:
    """No process of one test is there in the next."""
    yield
    for child in _workers():
        wait([child.sentinel], timeout=60)


def test_a_process_beside_draws_the_same() -> None:
    here, here_png = begun_svg(_SPEC)(), png(_SPEC, fineness=1)
    with beside():
        (worker,) = _workers()
        assert begun_svg(_SPEC)() == here
        assert png(_SPEC, fineness=1) == here_png
    assert wait([worker.sentinel], timeout=60), "the process outlives the block"


def test_charts_are_begun_together_and_asked_for_in_any_order() -> None:
    other = _SPEC | {"mark": "line"}
    with beside():
        first, second = begun_svg(_SPEC), begun_svg(other)
        assert (second(), first()) == (begun_svg(other)(), begun_svg(_SPEC)())


def test_a_process_that_dies_leaves_the_drawing_to_this_one() -> None:
    with beside():
        (worker,) = _workers()
        begun = begun_svg(_SPEC)
        worker.kill()
        assert "<svg" in begun(), "begun before the death"
        assert "<svg" in begun_svg(_SPEC)(), "begun after it"


def test_where_no_process_can_be_started_this_one_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(multiprocessing.context.SpawnProcess, "start", refused)
    with beside():
        assert "<svg" in begun_svg(_SPEC)()


def test_a_specification_that_cannot_be_drawn_says_so_from_either_side() -> None:
    with pytest.raises(ValueError, match="conversion failed"):
        begun_svg({"mark": 3})()
    with beside(), pytest.raises(ValueError, match="conversion failed"):
        begun_svg({"mark": 3})()


def test_nothing_is_started_unless_asked() -> None:
    assert drawing._BESIDE.get() is None
    begun_svg(_SPEC)()
    assert not _workers()
