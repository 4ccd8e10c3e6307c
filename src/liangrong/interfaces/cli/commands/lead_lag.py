"""``liangrong lead-lag``: whether a measure leads an index."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.options import Clocks, both

__all__ = ["lead_lag"]


def lead_lag(
    *,
    x: Annotated[str, Parameter(help=both("指标，取其变化", "a measure; its change is taken"))] = "financing_balance",
    y: Annotated[str, Parameter(help=both("指数，如 000300.SH 或 沪深300", "an index, such as 000300.SH"))] = "000300.SH",
    scope: Annotated[str, Parameter(help=both("指标的范围", "scope of the measure"))] = "market",
    step: Annotated[int, Parameter(help=both("变化的跨度，交易日", "the change is over so many sessions"))] = 1,
    start: Annotated[str | None, Parameter(name="--from", help=both("起始日期", "first day"))] = None,
    end: Annotated[str | None, Parameter(name="--to", help=both("截止日期", "last day"))] = None,
    most: Annotated[int, Parameter(help=both("最长滞后，交易日", "longest lag in sessions"))] = 20,
    view: Annotated[
        Literal["lags", "tests"], Parameter(help=both("逐阶相关，或各项检验", "lag by lag, or test by test"))
    ] = "lags",
    simulations: Annotated[
        int, Parameter(help=both("量测显著水平的模拟次数", "simulations that measure the size of the tests"))
    ] = 200,
    seed: Annotated[int, Parameter(help=both("随机种子", "seed"))] = 0,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:
    """Print correlations at each lag, or tests of a lead beside the size they really have."""
    from liangrong.services.lead_lag import LeadLagRequest
    from liangrong.services.lead_lag import lead_lag as ask

    request = LeadLagRequest(
        x, y, scope, step, parse_day(start, "--from"), parse_day(end, "--to") or clocks.day, most, view, simulations, seed,
        clocks.instant,
    )  # fmt: skip
    show_answer("lead-lag", ask(options.open(), request), options)
    return 0
