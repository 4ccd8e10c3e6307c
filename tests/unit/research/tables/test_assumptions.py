"""Names of assumptions: every one that a result prints has its own, and a Chinese sentence holds no other English than what is typed."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import pytest

from liangrong.book.generator.parameters import Parameters as Generated
from liangrong.core.results import Note
from liangrong.research.tables.assumptions import assumption_title, assumptions_told, typed_title
from liangrong.services.stress.grid import GridRequest
from liangrong.services.stress.run import StressRequest
from liangrong.stress.cascade.levers import Levers
from liangrong.stress.cascade.parameters import Parameters
from liangrong.stress.estimation.accounts import AccountModel
from liangrong.stress.estimation.nowcast.assumptions import NowcastAssumptions
from liangrong.stress.estimation.repayment import RepaymentModel
from liangrong.stress.replay.assumptions import ReplayAssumptions
from liangrong.stress.scenarios.moves import BetaMove, ConversionCut, PriceMove, Suspension

MODELS = (Generated, Parameters, Levers, RepaymentModel, AccountModel, NowcastAssumptions, ReplayAssumptions)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NO_NOTE = Note("据", "by")
STEPS: tuple[Any, ...] = (
    PriceMove(move=-0.1), BetaMove(move=-0.1, basis=NO_NOTE), ConversionCut(cut=0.1), Suspension(),
)  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda model: f"{model.__module__.rpartition('.')[2]}.{model.__name__}")
def test_every_assumption_has_a_name_of_its_own(model: type) -> None:
    titles = {one.name: assumption_title(one.name) for one in fields(model)}
    assert not [name for name, title in titles.items() if not CHINESE.search(title.zh) or "_" in title.en]
    assert len({title.zh for title in titles.values()}) == len(titles)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__)
def test_steps_of_a_scenario_are_named(step: Any) -> None:
    told = assumptions_told({f"{type(step).__name__}.{name}": value for name, value in step.assumptions.items()}).zh
    assert not re.search(r"[A-Za-z]{4,}", told.replace("market", "")), told


@pytest.mark.parametrize(
    "request_", [StressRequest(book="b", scenarios=()), GridRequest(book="b", scenarios=())], ids=["run", "grid"]
)
def test_what_is_not_typed_is_said_in_chinese(request_: Any) -> None:
    told = assumptions_told(request_.assumptions).zh
    typed = {name for name in request_.assumptions if name in ("sale_order", "sell_below", "window")}
    assert all(f"{name} = {request_.assumptions[name]}" in told for name in typed)
    assert set(re.findall(r"[a-z_]{3,}", told)) == typed | {"pro_rata", "call"}


def test_a_percentage_stands_in_the_name() -> None:
    assert assumption_title("margin_ratio_80%_share").zh == "保证金比例 80% 的合约占融资余额"
    assert typed_title("participation").en.endswith("(participation)")


def test_the_same_step_twice_is_numbered() -> None:
    told = assumptions_told({"PriceMove.move": "-0.1", "PriceMove 2.move": "-0.2"}).zh
    assert told == "假设：价格变动的幅度 -0.1；价格变动2的幅度 -0.2"
