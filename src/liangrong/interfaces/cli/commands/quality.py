"""``liangrong quality``: what the checks say about the stored data."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.options import Options, both
from liangrong.market.discrepancies import Severity

__all__ = ["quality"]


def quality(
    *,
    dataset: Annotated[str | None, Parameter(help=both("只看此数据表", "only this table"))] = None,
    exchange: Annotated[str | None, Parameter(help=both("只看此交易所", "only this exchange"))] = None,
    start: Annotated[str | None, Parameter(name="--from", help=both("起始日期", "first day"))] = None,
    end: Annotated[str | None, Parameter(name="--to", help=both("截止日期", "last day"))] = None,
    min_severity: Annotated[Severity, Parameter(help=both("最低严重程度", "least severity shown"))] = "warning",
    reconcile: Annotated[
        bool,
        Parameter(help=both("改为列出明细与汇总、行情的逐项比较", "compare detail with totals and quotes instead"), negative=()),
    ] = False,
    options: Options = Options(),  # noqa: B008
) -> int:
    """List contradictions, implausible values and what was kept out, worst first."""
    first, last = parse_day(start, "--from"), parse_day(end, "--to")
    if reconcile:
        from liangrong.services.reconciliation import ReconciliationRequest
        from liangrong.services.reconciliation import reconcile as compare

        options.output().show(compare(options.open(), ReconciliationRequest(first, last, exchange)))
        return 0
    from liangrong.services.quality import QualityRequest
    from liangrong.services.quality import quality as ask

    options.output().show(ask(options.open(), QualityRequest(dataset, exchange, first, last, min_severity)))
    return 0
