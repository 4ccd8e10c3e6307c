"""``liangrong records``: on which sessions of a window a measure stood at a record."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.options import Clocks, Options, both

__all__ = ["records"]


def records(
    *,
    measure: Annotated[str, Parameter(help=both("指标", "measure"))] = "margin_trading_balance",
    scope: Annotated[str, Parameter(help=both("范围", "scope"))] = "market",
    start: Annotated[str | None, Parameter(name="--from", help=both("区间首日", "first day of the window"))] = None,
    end: Annotated[str | None, Parameter(name="--to", help=both("区间末日", "last day of the window"))] = None,
    since: Annotated[
        str | None, Parameter(help=both("只与此日以来比较，默认与全部历史比较", "judge since this day instead of ever"))
    ] = None,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: Options = Options(),  # noqa: B008
) -> int:
    """List the record highs of a window; without one, say where the last session stands."""
    from liangrong.services.measures import RecordsRequest, record_state
    from liangrong.services.measures import records as ask

    window = parse_day(start, "--from"), parse_day(end, "--to") or clocks.day
    request = RecordsRequest(measure, scope, *window, parse_day(since, "--since"), clocks.instant)
    options.output().show((ask if start else record_state)(options.open(), request))
    return 0
