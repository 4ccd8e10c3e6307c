"""What is refused before anything is computed: numbers that cannot be, and what would keep a server from everybody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from liangrong.core.errors import UsageError
from liangrong.rules.rulebook import Rulebook
from liangrong.services.ladder import LadderRequest
from liangrong.services.stress import cascade as cascades
from liangrong.services.stress import grid as grids
from liangrong.services.stress import run as runs
from liangrong.services.stress.cascade import CascadeRequest, cascade
from liangrong.services.stress.grid import GridRequest, grid
from liangrong.services.stress.replay import ReplayRequest, replay
from liangrong.services.stress.run import StressRequest, run
from liangrong.services.stress.scenarios import asked_for
from liangrong.stress.policy.policies import parse_policy
from tests.unit.services.stress.books import by_hand
from tests.unit.stress.small_market import DAY

FALL = "market:-0.1"
SERVED: dict[str, tuple[Any, str, Callable[..., Any], dict[str, Any], int]] = {
    "run": (runs, "MOST_SCREENED", lambda **more: run(None, StressRequest(**more)), {"scenarios": (FALL, FALL)}, 2),
    "grid": (grids, "MOST_SCREENED", lambda **more: grid(None, GridRequest(**more)), {"scenarios": (FALL,) * 3}, 3),
    "cascade": (cascades, "MOST_CASCADED", lambda **more: cascade(None, CascadeRequest(**more)), {"scenario": FALL, "draws": 4}, 5),
    "influence": (
        cascades, "MOST_CASCADED", lambda **more: cascade(None, CascadeRequest(**more)),
        {"scenario": FALL, "by": "influence", "ranges": {"recovery": (0.0, 0.1)}}, 2,
    ),
}  # fmt: skip
IMPOSSIBLE: dict[str, Callable[[str], Any]] = {
    "top of a run": lambda book: run(None, StressRequest(book=book, scenarios=(FALL,), top=-1)),
    "top of a cascade": lambda book: cascade(None, CascadeRequest(book=book, scenario=FALL, top=-1)),
    "seed of a cascade": lambda book: cascade(None, CascadeRequest(book=book, scenario=FALL, seed=-1)),
    "seed of a replay": lambda _: replay(None, ReplayRequest(episode="2024-01", seed=-1)),  # type: ignore[arg-type]
    "window": lambda book: run(None, StressRequest(book=book, scenarios=(FALL,), window=0)),
    "sessions of a draw": lambda book: grid(None, GridRequest(book=book, scenarios=("draws:2:sessions=251",))),
    "no name": lambda _: run(None, StressRequest(book=" ", scenarios=(FALL,))),
    "a margin ratio of nothing": lambda _: parse_policy("financing_margin_ratio=0").rulebook(Rulebook.load(), DAY),
    "a fall of more than all": lambda _: LadderRequest(falls=(0.1, 1.5)),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    return by_hand(tmp_path_factory.mktemp("limits") / "book")


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_cannot_be_is_refused_in_both_languages(book: str, name: str) -> None:
    with pytest.raises(UsageError) as refused:
        IMPOSSIBLE[name](book)
    assert refused.value.message("zh") != refused.value.message("en")
    assert "(" not in refused.value.message("zh"), "no tuple of a program"


@pytest.mark.parametrize("name", SERVED)
def test_a_server_refuses_what_only_the_owner_may_wait_for(book: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, limit, ask, given, times = SERVED[name]
    monkeypatch.setattr(module, limit, 6 * times)
    opened = module.opened_book
    monkeypatch.setattr(module, "opened_book", lambda workspace, _, **__: opened(workspace, book))
    assert ask(book="named", own_files=False, **given).data.height
    monkeypatch.setattr(module, limit, 6 * times - 1)
    with pytest.raises(UsageError, match=f"{times} times 6 accounts"):
        ask(book="named", own_files=False, **given)
    assert ask(book=book, own_files=True, **given).data.height


def test_scenarios_are_counted_before_any_is_built(book: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked_for([FALL, "draws:100000"]) == 100_001
    for module in (runs, grids, cascades):
        monkeypatch.setattr(module, "scenarios_of", lambda *_: pytest.fail("built all the same"))
    with pytest.raises(UsageError, match="100000"):
        run(None, StressRequest(book=book, scenarios=("draws:100000",)))
    with pytest.raises(UsageError, match="100000"):
        grid(None, GridRequest(book=book, scenarios=("draws:100000",)))
    with pytest.raises(UsageError, match="3 scenarios"):
        cascade(None, CascadeRequest(book=book, scenario="draws:3"))
