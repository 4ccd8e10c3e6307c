"""``liangrong coverage``: what is stored and what is missing."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.options import Options, both

__all__ = ["coverage"]


def coverage(
    *,
    dataset: Annotated[str | None, Parameter(help=both("只看此数据表", "only this table"))] = None,
    exchange: Annotated[str | None, Parameter(help=both("只看此交易所", "only this exchange"))] = None,
    start: Annotated[str | None, Parameter(name="--from", help=both("起始日期", "first day"))] = None,
    end: Annotated[str | None, Parameter(name="--to", help=both("截止日期", "last day"))] = None,
    by_day: Annotated[bool, Parameter(negative="", help=both("逐日列出", "one row per day"))] = False,
    options: Options = Options(),  # noqa: B008
) -> int:
    """Say per table, exchange and source which sessions are covered, not published yet, failed or missing."""
    from liangrong.services.coverage import CoverageRequest
    from liangrong.services.coverage import coverage as ask

    request = CoverageRequest(
        dataset, exchange.upper() if exchange else None, parse_day(start, "--from"), parse_day(end, "--to"), by_day
    )
    options.output().show(ask(options.open(), request))
    return 0
