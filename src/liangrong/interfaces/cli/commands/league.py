"""``liangrong league``: who took in most net financing, and who gave up most."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.commands.flows import Basis, Baskets, By, grouping, read_baskets
from liangrong.interfaces.cli.options import Clocks, both

__all__ = ["league"]


def league(
    *,
    by: By = "security",
    start: Annotated[
        str | None, Parameter(name="--from", help=both("起始日期，默认末日当天", "first day; default the last"))
    ] = None,
    end: Annotated[
        str | None, Parameter(name="--to", help=both("截止日期，默认最近交易日", "last day; default the latest session"))
    ] = None,
    top: Annotated[int, Parameter(help=both("两端各列几名", "how many from each end"))] = 10,
    threshold: Annotated[
        str | None, Parameter(help=both("门槛，如 10亿：数出两端各有几个达到", "count those beyond it, such as 10亿"))
    ] = None,
    within: Annotated[
        str, Parameter(help=both("只排此范围，如 industry:sw1:电子", "rank only this scope, such as industry:sw1:电子"))
    ] = "",
    basis: Basis = "auto",
    basket: Baskets = (),
    clocks: Clocks = Clocks(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:
    """Print both ends of the order by net financing, and how many pass a threshold."""
    from liangrong.services.flows import LeagueRequest
    from liangrong.services.flows import league as ask

    request = LeagueRequest(
        grouping(by, basket, default="security"), parse_day(start, "--from"), parse_day(end, "--to") or clocks.day, top, threshold, within, basis, clocks.instant,
        read_baskets(basket),
    )  # fmt: skip
    show_answer("league", ask(options.open(), request), options)
    return 0
