"""``liangrong rotation``: shares of a balance by group, and how they moved."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from liangrong.core.errors import UsageError
from liangrong.core.spelling import parse_day, parse_window
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.options import Clocks, both

__all__ = ["rotation"]


def rotation(
    *,
    by: Annotated[str, Parameter(help=both("分组：sw1、sw2、board、exchange、index:000300.SH",
                                           "grouping: sw1, sw2, board, exchange, index:000300.SH"))] = "sw1",
    start: Annotated[str | None, Parameter(name="--from", help=both("起始日期", "first day"))] = None,
    end: Annotated[str | None, Parameter(name="--to", help=both("截止日期", "last day"))] = None,
    top: Annotated[int, Parameter(help=both("领先组数", "how many groups are the lead"))] = 5,
    measure: Annotated[str, Parameter(help=both("指标：融资、融券或两融余额", "financing, short or margin balance"))] = "financing_balance",
    concentration: Annotated[bool, Parameter(negative="", help=both("逐日集中度", "concentration, day by day"))] = False,
    style: Annotated[str | None, Parameter(help=both("与第二个区间比较名次：2025-09-01..2025-09-19",
                                                     "compare the order with a second window: 2025-09-01..2025-09-19"))] = None,
    swap: Annotated[bool, Parameter(negative="", help=both("换位是否大于平常", "whether the swap is more than usual"))] = False,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Print how shares of a balance moved between two days, in percentage points, with concentration and leaders."""
    from liangrong.services.rotation import RotationRequest, concentrated, styles, swapped
    from liangrong.services.rotation import rotation as moved

    first = parse_day(start, "--from")
    if first is None:
        raise UsageError(reason="rotation needs --from, the day it starts from.", reason_zh="请用 --from 指定起始日期。")
    if top < 1:
        raise UsageError(reason=f"--top is {top}; it must be 1 or more.", reason_zh=f"--top 为 {top}，须不小于 1。")
    if (style is not None) + swap + concentration > 1:
        raise UsageError(
            reason="--style, --swap and --concentration are three questions; ask one at a time.",
            reason_zh="--style、--swap、--concentration 是三个问题，请一次问一个。",
        )
    second = None if style is None else parse_window(style, "--style")
    request = RotationRequest(first, parse_day(end, "--to") or clocks.day, by, top, measure, second, clocks.instant)
    asked = styles if second else swapped if swap else concentrated if concentration else moved
    show_answer("rotation", asked(options.open(), request), options)
    return 0
