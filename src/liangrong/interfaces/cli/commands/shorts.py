"""``liangrong shorts``: the short side, its names and industries, who covered, and index futures instead."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.options import Clocks, both

__all__ = ["shorts"]


def shorts(
    *,
    view: Annotated[
        Literal["overview", "trend", "cards", "table", "industries", "cover", "squeeze", "futures"],
        Parameter(help=both(
            "overview 要点与各月；trend 逐日；cards 要点；table 个股排行；industries 行业；cover 归零与回补；squeeze 逼空；futures 股指期货",
            "overview: figures and months; trend: by session; cards: figures; table: most shorted stocks; industries; "
            "cover: vanished and returned; squeeze; futures: index futures instead")),
    ] = "overview",
    scope: Annotated[
        str, Parameter(help=both("范围，如 market、SSE、industry:sw1:电子", "scope, such as market, SSE or industry:sw1:电子"))
    ] = "market",
    start: Annotated[str | None, Parameter(name="--from", help=both("起始日期", "first day"))] = None,
    end: Annotated[str | None, Parameter(name="--to", help=both("截止日期，同 --as-of", "last day, same as --as-of"))] = None,
    top: Annotated[int, Parameter(help=both("最多列出几行", "how many rows at most"))] = 20,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Show what is left of short selling, in whom, and who had to cover."""
    from liangrong.services.shorts import ShortsRequest, shorts

    request = ShortsRequest(
        view=view, scope=scope, as_of=clocks.day, start=parse_day(start, "--from"), end=parse_day(end, "--to"), top=top,
        known_at=clocks.instant,
    )  # fmt: skip
    show_answer("shorts", shorts(options.open(), request), options)
    return 0
