"""``liangrong growth``: growth and its legs, from the store or from printed figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from liangrong.core.errors import UsageError
from liangrong.core.spelling import parse_day, parse_window
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.options import Clocks, both

if TYPE_CHECKING:
    from liangrong.core.results import Result

__all__ = ["PrintedLegs", "growth"]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class PrintedLegs:
    """Legs as somebody printed them; no data are read."""

    legs: Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", show_default=False, help=both(
        "所印各段增长，按时间先后：98% 145%", "printed legs in order: 98% 145%"))] = ()  # fmt: skip
    total: Annotated[
        str | None, Parameter(allow_leading_hyphen=True, help=both("所印总增长，如 389.3%", "printed total, such as 389.3%"))
    ] = None
    dates: Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", show_default=False, help=both(
        "各段起止：2015-06-18..2024-09-23", "from and to of each leg: 2015-06-18..2024-09-23"))] = ()  # fmt: skip
    from_level: Annotated[str | None, Parameter(help=both("起点水平，如 1038.3亿", "first level, such as 1038.3亿"))] = None
    to_level: Annotated[str | None, Parameter(help=both("终点水平", "last level"))] = None


def growth(
    *,
    measure: Annotated[str, Parameter(help=both("指标", "measure"))] = "margin_trading_balance",
    scope: Annotated[
        tuple[str, ...],
        Parameter(
            consume_multiple=True,
            negative="",
            show_default=False,
            help=both(
                "范围，可多个，默认 market；sw1、sw2、board、exchange 代表全部",
                "one or more, default market; sw1, sw2, board, exchange stand for all of them",
            ),
        ),
    ] = ("market",),
    start: Annotated[str | None, Parameter(name="--from", help=both("起始日期", "first day"))] = None,
    end: Annotated[str | None, Parameter(name="--to", help=both("截止日期", "last day"))] = None,
    pivot: Annotated[str | None, Parameter(help=both("分界日：第一段的末日", "last day of the first leg"))] = None,
    after: Annotated[
        str | None, Parameter(help=both("第二段的起点，默认即分界日", "where the second leg starts; default the pivot"))
    ] = None,
    printed_in: Annotated[
        str | None, Parameter(help=both("水平以何单位印出，如 万亿", "unit the levels were printed in"))
    ] = None,
    digits: Annotated[int, Parameter(help=both("印出的小数位数", "decimals they were printed with"))] = 2,
    printed: PrintedLegs = PrintedLegs(),
    clocks: Clocks = Clocks(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:
    """Print growth between two days and its legs, or whether printed legs compound to their total."""
    if printed.legs:
        _alone({"--from": start, "--to": end, "--pivot": pivot, "--after": after, "--printed-in": printed_in}, stored=True)
        show_answer("growth", _of_printed(printed), options)
        return 0
    _alone({
        "--total": printed.total, "--dates": printed.dates, "--from-level": printed.from_level, "--to-level": printed.to_level,
    }, stored=False)  # fmt: skip
    from liangrong.services.growth import GrowthRequest
    from liangrong.services.growth import growth as ask

    first = parse_day(start, "--from")
    if first is None:
        raise UsageError(
            reason="growth needs --from, the day it starts from, or --legs, printed growth to be compounded.",
            reason_zh="请用 --from 指定起始日期，或用 --legs 给出所印各段增长。",
        )
    request = GrowthRequest(
        first, parse_day(end, "--to") or clocks.day, measure, scope, parse_day(pivot, "--pivot"), parse_day(after, "--after"),
        printed_in, digits, clocks.instant,
    )  # fmt: skip
    show_answer("growth", ask(options.open(), request), options)
    return 0


def _of_printed(printed: PrintedLegs) -> Result:
    from liangrong.services.growth import LegsRequest, legs

    windows = [parse_window(text, "--dates") for text in printed.dates]
    figures = tuple(figure for text in printed.legs for figure in re.split(r"(?<=[%％])\s*[,，、]\s*", text))
    return legs(LegsRequest(figures, printed.total, windows, printed.from_level, printed.to_level))


def _alone(others: dict[str, object], *, stored: bool) -> None:
    """Refuse options that the other of the two questions has: growth of what is stored, and growth as printed."""
    for option in (name for name, value in others.items() if value):
        raise UsageError(
            reason=f"--legs are printed figures and are not read from the store: leave out {option}, or --legs."
            if stored
            else f"{option} belongs to --legs, growth as somebody printed it; give both, or leave {option} out.",
            reason_zh=f"--legs 是所印数字，不读数据：请去掉 {option} 或 --legs。"
            if stored
            else f"{option} 只与 --legs（所印各段增长）同用：请一并给出，或去掉 {option}。",
        )
