"""``liangrong crowding``: crowded stocks, the exchanges' suspension gauge, and what followed earlier flags."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from liangrong.core.errors import UsageError
from liangrong.core.spelling import parse_number
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.options import Clocks, both

__all__ = ["crowding"]


def crowding(
    *,
    top: Annotated[int, Parameter(help=both("列出几只", "how many rows"))] = 20,
    within: Annotated[
        str, Parameter(help=both("只列此范围，如 industry:sw1:电子", "only this scope, such as industry:sw1:电子 or board:star"))
    ] = "market",
    participation: Annotated[
        str, Parameter(help=both("平仓可占日均成交额的比例", "part of the usual turnover that unwinding may take"))
    ] = "20%",
    gauge: Annotated[
        bool,
        Parameter(negative="", help=both("交易所单一证券暂停线与恢复线", "the exchanges' per-security suspension gauge")),
    ] = False,
    scorecard: Annotated[
        bool, Parameter(negative="", help=both("此前标记之后的结果与对照", "what followed earlier flags, against controls"))
    ] = False,
    proxy: Annotated[bool, Parameter(negative="", help=both(
        "当日无个股流通市值时，以最近一份快照的流通股数推算并标明",
        "where no float cap is stored for the day, estimate it from the nearest snapshot and say so"))] = False,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Rank stocks by how crowded they are with borrowed money."""
    from liangrong.services.crowding import CrowdingRequest, crowding, crowding_scorecard, suspensions

    if gauge and scorecard:
        raise UsageError(reason="--gauge and --scorecard are two questions; ask one at a time",
                         reason_zh="--gauge 与 --scorecard 是两个问题，请一次只问一个")  # fmt: skip
    part = parse_number(participation, "--participation")
    request = CrowdingRequest(within, clocks.day, clocks.instant, top, float(part), proxy)
    ask = suspensions if gauge else crowding_scorecard if scorecard else crowding
    show_answer("crowding", ask(options.open(), request), options)
    return 0
