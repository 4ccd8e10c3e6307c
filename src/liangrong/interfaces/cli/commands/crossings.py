"""``liangrong crossings``: when a measure first reached a threshold."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.options import Clocks, Options, both

__all__ = ["crossings"]


def crossings(
    *,
    threshold: Annotated[str, Parameter(help=both("关口，如 2.5万亿、25000亿元、12%", "threshold, such as 2.5万亿 or 12%"))],
    measure: Annotated[str, Parameter(help=both("指标", "measure"))] = "margin_trading_balance",
    scope: Annotated[str, Parameter(help=both("范围", "scope"))] = "market",
    since: Annotated[
        str | None, Parameter(help=both("此日以来首次，默认有史以来", "first since this day instead of ever"))
    ] = None,
    every: Annotated[bool, Parameter(negative="", help=both("列出每一次", "list every crossing"))] = False,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: Options = Options(),  # noqa: B008
) -> int:
    """Say on which session a measure first stood at or above a threshold after standing below it."""
    from liangrong.services.measures import CrossingsRequest
    from liangrong.services.measures import crossings as ask

    request = CrossingsRequest(threshold, measure, scope, parse_day(since, "--since"), clocks.day, every, clocks.instant)
    options.output().show(ask(options.open(), request))
    return 0
