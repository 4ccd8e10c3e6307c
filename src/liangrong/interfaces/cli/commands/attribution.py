"""``liangrong attribution``: which margin facts stood before abnormal moves."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from liangrong.core.errors import UsageError
from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.options import Clocks, both

__all__ = ["attribution"]


def attribution(
    *,
    security: Annotated[
        str | None, Parameter(help=both("只看这只证券在 --on 当日的异动", "one security's move, on the day of --on"))
    ] = None,
    on: Annotated[str | None, Parameter(help=both("异动日期", "day of the move"))] = None,
    start: Annotated[str | None, Parameter(name="--from", help=both("起始日期，默认近 250 个交易日", "first day; default 250 sessions"))] = None,
    end: Annotated[str | None, Parameter(name="--to", help=both("截止日期", "last day"))] = None,
    sigma: Annotated[float, Parameter(help=both("超过自身几个标准差算异动", "how many of its own standard deviations are abnormal"))] = 3.0,
    moves: Annotated[bool, Parameter(negative="", help=both("逐条列出异动与此前事实", "list the moves with the facts before each"))] = False,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Say which margin facts preceded abnormal moves, and how often they preceded none."""
    from liangrong.services import attribution as asked

    day, first, last = parse_day(on, "--on"), parse_day(start, "--from"), parse_day(end, "--to") or clocks.day
    if (security is None) != (day is None) or (security and (first or moves)):
        raise UsageError(
            reason="Give --security and --on together for one move, or --from, --to and --moves for all of a window.",
            reason_zh="看一次异动请同时给出 --security 与 --on；看一段时间请用 --from、--to 与 --moves。",
        )
    if security is not None and day is not None:
        answer = asked.move(options.open(), asked.MoveRequest(security=security, on=day, sigma=sigma, known_at=clocks.instant))
    else:
        request = asked.AttributionRequest(start=first, end=last, sigma=sigma, known_at=clocks.instant)
        answer = (asked.moves if moves else asked.attribution)(options.open(), request)
    show_answer("attribution", answer, options)
    return 0
