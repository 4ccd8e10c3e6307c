"""``liangrong ladder``: at which fall how much must be sold, estimated from public data or counted in a book."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from cyclopts import Parameter

from liangrong.core.spelling import parse_number
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.commands.book import Pack, Top, store_of
from liangrong.interfaces.cli.engines import EngineOptions
from liangrong.interfaces.cli.options import Clocks, both

__all__ = ["ladder"]


def ladder(
    book: Annotated[str, Parameter(help=both(
        "逐户计算这本账簿（名称或目录），不给则由公开数据估计", "count this book, a name or a folder; without one the market is estimated"))] = "",
    *,
    by: Annotated[
        Literal["market", "industry", "security"],
        Parameter(help=both("全市场一架，或按行业、个股", "one ladder of the market, or one for each industry or security")),
    ] = "market",
    group: Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", help=both(
        "只看这些行业或证券", "these industries or securities only"))] = (),
    top: Top = 20,
    cost: Annotated[bool, Parameter(negative="", help=both(
        "改看融资持仓成本：均价、浮亏占比、账龄", "what open financing cost instead: mean price, share under water, age"))] = False,
    fall: Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", show_default=False, help=both(
        "跌幅，可多个：10% 20%", "falls, several: 10% 20%"))] = (),
    band: Annotated[str | None, Parameter(help=both("区间概率，默认 90%", "share of models in the band; default 90 %"))] = None,
    pack: Pack = "",
    clocks: Clocks = Clocks(),  # noqa: B008
    engine: EngineOptions = EngineOptions(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Show the liquidation ladder: debt below each line and forced sales at each fall, estimated with bands or, of a book, exact."""
    from liangrong.services.ladder import DEFAULT_FALLS, LadderRequest, financing_cost
    from liangrong.services.ladder import ladder as ask

    falls = tuple(float(parse_number(text, "--fall")) for text in fall)
    request = LadderRequest(
        by=by, groups=group, top=top, as_of=clocks.day, known_at=clocks.instant, falls=falls or DEFAULT_FALLS, book=book, pack=pack
    )  # fmt: skip
    if (share := parse_number(band, "--band")) is not None:
        request = replace(request, band=float(share))
    with engine.opened(options.language) as (asked, _):
        store = store_of(options, book) if book else options.open()
        found = financing_cost(store, request) if cost else ask(store, request, ask=asked)
    show_answer("ladder", found, options)
    return 0
