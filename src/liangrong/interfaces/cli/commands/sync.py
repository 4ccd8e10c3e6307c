"""``liangrong sync``: fetch what is missing from the exchanges."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.options import Options, both

__all__ = ["sync"]


def sync(
    *,
    exchange: Annotated[
        tuple[str, ...], Parameter(help=both("只同步此交易所，可重复", "only this exchange; may be repeated"))
    ] = (),
    dataset: Annotated[tuple[str, ...], Parameter(help=both("只同步此数据表，可重复", "only this table; may be repeated"))] = (),
    start: Annotated[str | None, Parameter(name="--from", help=both("起始日期", "first day"))] = None,
    end: Annotated[str | None, Parameter(name="--to", help=both("截止日期", "last day"))] = None,
    optional: Annotated[
        bool, Parameter(negative="", help=both("也用默认关闭的数据源", "also the connectors that are off by default"))
    ] = False,
    calendar: Annotated[
        bool,
        Parameter(negative="", help=both("先用深交所月历延长交易日历", "first continue the trading calendar from SZSE's months")),
    ] = False,
    options: Options = Options(),  # noqa: B008
) -> int:
    """Fetch, check and append what the store lacks; a sync that was interrupted continues where it stopped."""
    from liangrong.interfaces.cli.progress import progress_bars
    from liangrong.services.sync import SyncRequest
    from liangrong.services.sync import sync as fetch
    from liangrong.services.workspace import Workspace
    from liangrong.sources.transport import HttpTransport

    exchanges = tuple(name.upper() for name in exchange)
    request = SyncRequest(
        exchanges, dataset, parse_day(start, "--from"), parse_day(end, "--to"), optional=optional, calendar=calendar
    )
    workspace = Workspace.open(options.folder, create=True)
    with HttpTransport() as transport, progress_bars(options.language) as progress:
        report = fetch(workspace, request, transport, progress=progress)
    options.output().show(report.result)
    return report.exit_code
