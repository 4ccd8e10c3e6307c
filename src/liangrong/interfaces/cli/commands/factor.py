"""``liangrong factor``: what a factor is worth, point in time."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from liangrong.core.spelling import parse_day, parse_number
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.options import Clocks, both

__all__ = ["factor"]


def factor(
    *,
    name: Annotated[str | None, Parameter(help=both(
        "内置因子：short_change、short_balance_change、financing_change、buys_to_balance", "short_change, short_balance_change, financing_change or buys_to_balance"))] = None,
    file: Annotated[Path | None, Parameter(help=both(
        "自己的因子：CSV 或 Parquet，列 date, security_id, value[, known_at]",
        "your own: CSV or Parquet with date, security_id, value[, known_at]"))] = None,
    view: Annotated[Literal["ic", "decay", "deciles", "regimes", "lookahead"], Parameter(help=both(
        "逐日 IC、衰减、分组收益、前后分期或前视检查", "IC by session, decay, quantiles, regimes or look-ahead"))] = "ic",
    horizon: Annotated[int, Parameter(help=both("持有期，交易日", "sessions held"))] = 5,
    window: Annotated[int, Parameter(help=both("内置因子的回看期，交易日", "sessions a factor of the house looks back"))] = 5,
    quantiles: Annotated[int, Parameter(help=both("分组数", "number of groups"))] = 5,
    neutral: Annotated[str, Parameter(help=both("中性化：industry、cap 或 industry,cap", "neutralise: industry, cap or industry,cap"))] = "",
    event: Annotated[str | None, Parameter(help=both(
        "分期的政策事件，默认暂停转融券", "policy event that divides regimes; default the lending ban"))] = None,
    impact: Annotated[str, Parameter(help=both("单边冲击成本", "impact each way"))] = "0",
    commission: Annotated[
        str | None, Parameter(help=both("单边佣金率，默认规则库取值", "commission each way; default the rulebook's"))
    ] = None,
    start: Annotated[str | None, Parameter(name="--from", help=both("因子首日", "first day of the factor"))] = None,
    end: Annotated[str | None, Parameter(name="--to", help=both("因子末日", "last day of the factor"))] = None,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Print one view of a factor: returns begin at the open of the session after its own."""
    from decimal import Decimal

    from liangrong.analytics.studies.factors.deciles import Friction
    from liangrong.analytics.studies.factors.regimes import LENDING_BAN
    from liangrong.services.factors import FactorRequest
    from liangrong.services.factors import factor as ask

    against = tuple(part.strip() for part in neutral.split(",") if part.strip())
    friction = Friction(parse_number(impact, "--impact") or Decimal(0), parse_number(commission, "--commission"))
    request = FactorRequest(
        name, file, window, horizon, quantiles, against, view, event or LENDING_BAN, friction, parse_day(start, "--from"),
        parse_day(end, "--to"), clocks.day, clocks.instant,
    )  # fmt: skip
    show_answer("factor", ask(options.open(), request), options)
    return 0
