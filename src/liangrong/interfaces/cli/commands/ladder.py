"""``liangrong ladder``: at which fall how much must be sold, estimated from public data."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from cyclopts import Parameter

from liangrong.core.spelling import parse_number
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.options import Clocks, both

__all__ = ["ladder"]


def ladder(
    *,
    by: Annotated[
        Literal["market", "industry", "security"],
        Parameter(help=both("全市场一架，或按行业、个股", "one ladder of the market, or one for each industry or security")),
    ] = "market",
    group: Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", help=both(
        "只看这些行业或证券", "these industries or securities only"))] = (),
    cost: Annotated[bool, Parameter(negative="", help=both(
        "改看融资持仓成本：均价、浮亏占比、账龄", "what open financing cost instead: mean price, share under water, age"))] = False,
    fall: Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", show_default=False, help=both(
        "跌幅，可多个：10% 20%", "falls, several: 10% 20%"))] = (),
    band: Annotated[str | None, Parameter(help=both("区间概率，默认 90%", "share of models in the band; default 90 %"))] = None,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Show the liquidation ladder: debt below each line and forced sales at each fall, with bands."""
    from liangrong.services.ladder import DEFAULT_FALLS, LadderRequest, financing_cost
    from liangrong.services.ladder import ladder as ask

    falls = tuple(float(each) for text in fall if (each := parse_number(text, "--fall")) is not None)
    request = LadderRequest(by=by, groups=group, as_of=clocks.day, known_at=clocks.instant, falls=falls or DEFAULT_FALLS)
    if (share := parse_number(band, "--band")) is not None:
        request = replace(request, band=float(share))
    show_answer("ladder", (financing_cost if cost else ask)(options.open(), request), options)
    return 0
