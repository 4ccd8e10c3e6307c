"""``liangrong show``: one measure over time."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.options import Clocks, Options, both
from liangrong.research.tables.labels import Labels

__all__ = ["show"]


def show(
    measure: Annotated[
        str, Parameter(help=both("指标，如 financing_balance、rzye 或 融资余额", "measure, such as financing_balance or rzye"))
    ],
    *,
    scope: Annotated[
        str, Parameter(help=both("范围，如 market、SSE、600519", "scope, such as market, SSE or 600519"))
    ] = "market",
    start: Annotated[str | None, Parameter(name="--from", help=both("起始日期", "first day"))] = None,
    end: Annotated[str | None, Parameter(name="--to", help=both("截止日期", "last day"))] = None,
    labels: Annotated[
        Labels | None, Parameter(help=both("用 tushare 拼音或中文命名", "tushare's pinyin or Chinese names"))
    ] = None,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: Options = Options(),  # noqa: B008
) -> int:
    """Print a measure of a scope, one row per session."""
    from liangrong.services.measures import ShowRequest, show

    request = ShowRequest(measure, scope, parse_day(start, "--from"), parse_day(end, "--to") or clocks.day, clocks.instant)
    options.output().show(show(options.open(), request), labels=labels)
    return 0
