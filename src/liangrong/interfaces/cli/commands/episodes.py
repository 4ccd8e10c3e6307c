"""``liangrong episodes``: cycles and baskets set side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from liangrong.core.errors import UsageError
from liangrong.core.spelling import parse_day, parse_number, parse_window
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.options import Clocks, both

__all__ = ["episodes"]


def episodes(
    *,
    measure: Annotated[str, Parameter(help=both("指标", "measure"))] = "margin_trading_balance",
    scope: Annotated[str, Parameter(help=both("范围", "scope"))] = "market",
    basis: Annotated[Literal["totals", "account_statistics"], Parameter(help=both(
        "口径：交易所汇总，或账户统计（2012-09 起无缺口）", "the exchanges' totals, or the account statistics, without a hole since 2012-09"))] = "totals",
    rise: Annotated[str, Parameter(help=both("自谷底至少上涨", "least rise from a trough"))] = "50%",
    fall: Annotated[str, Parameter(help=both("自峰值至少下跌", "least fall from a peak"))] = "20%",
    window: Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", show_default=False, help=both(
        "按日期给出周期：2014-07-01..2016-05-30，可多个", "cycles by their dates: 2014-07-01..2016-05-30"))] = (),
    align: Annotated[Literal["peak", "start", "pivot"] | None, Parameter(help=both(
        "逐日对齐：峰值、起点或分界日；不给则为各周期小结", "day by day from the peak, start or pivot; without it a summary"))] = None,
    pivot: Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", show_default=False, help=both(
        "分界日，可多个", "days to align at"))] = (),
    before: Annotated[int, Parameter(help=both("之前的交易日数", "sessions before"))] = 250,
    after: Annotated[int, Parameter(help=both("之后的交易日数", "sessions after"))] = 250,
    baskets: Annotated[Path | None, Parameter(help=both("组合对照：YAML 文件", "baskets to compare: a YAML file"))] = None,
    market_share: Annotated[str | None, Parameter(help=both("全市场两融交易占成交额：起..止",
                                                            "margin share of the market's turnover: FROM..TO"))] = None,
    given: Annotated[str | None, Parameter(help=both("与已发表的占比比较，如 11.08%", "a published share to compare, such as 11.08%"))] = None,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Print the cycles of a balance, their alignment day by day, or baskets of stocks in equal windows."""
    from liangrong.services.episodes import (
        BasketsRequest,
        EpisodesRequest,
        basket_shares,
        cycles,
        market_shares,
        overlaid,
        read_baskets,
    )

    if baskets is not None:
        request = BasketsRequest(read_baskets(baskets), clocks.day, clocks.instant)
        found = basket_shares(options.open(), request)
    elif market_share is not None:
        first, last = parse_window(market_share, "--market-share")
        found = market_shares(options.open(), first, last, given=given, known_at=clocks.instant)
    else:
        asked = EpisodesRequest(
            measure, scope, basis, float(parse_number(rise, "--rise")), float(parse_number(fall, "--fall")),
            [parse_window(text, "--window") for text in window], align or "peak", [parse_day(text, "--pivot") for text in pivot],
            before, after, clocks.day, clocks.instant,
        )  # fmt: skip
        if before < 0 or after < 0:
            raise UsageError(
                reason="--before and --after count sessions and cannot be negative.", reason_zh="--before 与 --after 不能为负数。"
            )
        found = (overlaid if align else cycles)(options.open(), asked)
    show_answer("episodes", found, options)
    return 0
