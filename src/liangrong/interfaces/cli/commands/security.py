"""``liangrong security``: the profile of one security, its margin history against its price, what happened to it."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from liangrong.core.errors import UsageError
from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.options import Clocks, both

__all__ = ["security"]


def security(
    code: Annotated[str, Parameter(help=both(
        "代码（任何写法）、名称、拼音首字母或英文名", "a code in any spelling, a Chinese name, pinyin initials or an English name"))],
    *,
    view: Annotated[
        Literal["profile", "history", "events"],
        Parameter(help=both(
            "profile 当日全貌；history 逐日余额与行情；events 大事",
            "profile: all that is known on a day; history: balances and price by session; events: what happened")),
    ] = "profile",
    start: Annotated[str | None, Parameter(name="--from", help=both("起始日期，默认近 250 个交易日", "first day; default 250 sessions"))] = None,
    end: Annotated[str | None, Parameter(name="--to", help=both("截止日期，同 --as-of", "last day, same as --as-of"))] = None,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Show what is known of one security."""
    from liangrong.services import securities

    workspace, first, last = options.open(), parse_day(start, "--from"), parse_day(end, "--to")
    if view == "profile":
        if first or last:
            raise UsageError(
                reason="the profile is that of one session; name it with --as-of, or ask for --view history or events",
                reason_zh="profile 只看一个交易日，请用 --as-of 指定，或改用 --view history、events",
            )
        request = securities.SecurityRequest(security=code, as_of=clocks.day, known_at=clocks.instant)
        show_answer("security", securities.security_profile(workspace, request), options)
    elif view == "history":
        asked = securities.SecurityHistoryRequest(security=code, start=first, end=last, as_of=clocks.day, known_at=clocks.instant)
        show_answer("security", securities.security_history(workspace, asked), options)
    else:
        wanted = securities.SecurityEventsRequest(security=code, start=first, end=last, as_of=clocks.day, known_at=clocks.instant)
        show_answer("security-events", securities.security_events(workspace, wanted), options)
    return 0
