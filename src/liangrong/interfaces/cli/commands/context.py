"""``liangrong context``: northbound turnover, accounts and collateral, each on its own population."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.options import Clocks, both

__all__ = ["context"]


def context(
    *,
    series: Annotated[
        Literal["northbound", "accounts", "maintenance"] | None,
        Parameter(help=both("只看一类并逐日列出；默认全部概览", "one family, day by day; default all at a glance")),
    ] = None,
    start: Annotated[str | None, Parameter(name="--from", help=both("起始日期，默认近 20 个交易日", "first day; default 20 sessions"))] = None,
    end: Annotated[str | None, Parameter(name="--to", help=both("截止日期", "last day"))] = None,
    yearly: Annotated[bool, Parameter(negative="", help=both(
        "平均维持担保比例的每年最低值", "the low of the average maintenance ratio in each year"))] = False,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Show what stands around the margin totals: foreign turnover, accounts, collateral."""
    from liangrong.services.context import ContextRequest, context

    last = parse_day(end, "--to") or clocks.day
    request = ContextRequest(series, parse_day(start, "--from"), last, clocks.instant, yearly)
    show_answer("context", context(options.open(), request), options)
    return 0
