"""``liangrong flows``: net financing by group."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from liangrong.core.errors import UsageError
from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.options import Clocks, both

__all__ = ["Basis", "Baskets", "By", "flows", "grouping", "read_baskets"]

By = Annotated[str, Parameter(help=both(
    "分组：sw1、sw2、sw3（申万）、board、exchange、index:000300.SH、security、baskets",
    "grouping: sw1, sw2, sw3 (申万), board, exchange, index:000300.SH, security, baskets"))]  # fmt: skip
Basis = Annotated[Literal["auto", "repayments", "balance"], Parameter(help=both(
    "净额口径：买入减偿还、余额之差，或逐个交易所自动选择",
    "buys minus repayments, difference of balances, or chosen for each exchange"))]  # fmt: skip
Baskets = Annotated[tuple[str, ...], Parameter(name="--basket", consume_multiple=True, negative="", help=both(
    "组合：名称=代码,代码；可多个，可重叠", "a basket: NAME=CODE,CODE; several, and they may overlap"))]  # fmt: skip


def flows(
    *,
    by: By = "sw1",
    start: Annotated[
        str | None, Parameter(name="--from", help=both("起始日期，默认末日当天", "first day; default the last"))
    ] = None,
    end: Annotated[
        str | None, Parameter(name="--to", help=both("截止日期，默认最近交易日", "last day; default the latest session"))
    ] = None,
    basis: Basis = "auto",
    basket: Baskets = (),
    clocks: Clocks = Clocks(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:
    """Print what each group took in net financing, closed against the exchanges' own totals."""
    from liangrong.services.flows import FlowsRequest
    from liangrong.services.flows import flows as ask

    request = FlowsRequest(
        grouping(by, basket, default="sw1"), parse_day(start, "--from"), parse_day(end, "--to") or clocks.day, basis,
        clocks.instant, read_baskets(basket),
    )  # fmt: skip
    show_answer("flows", ask(options.open(), request), options)
    return 0


def grouping(by: str, baskets: tuple[str, ...], *, default: str) -> str:
    """What to group by: the baskets, where there are any.

    Raises
    ------
    UsageError
        Baskets were given, and another grouping asked for.
    """
    if baskets and by not in (default, "baskets"):
        raise UsageError(
            reason=f"--basket belongs to --by baskets, not to --by {by}; leave one of the two out.",
            reason_zh=f"--basket 只用于 --by baskets，不与 --by {by} 同用，请去掉其一。",
        )
    return "baskets" if baskets else by


def read_baskets(texts: tuple[str, ...]) -> dict[str, list[str]]:
    """``NAME=CODE,CODE`` into names and codes.

    Raises
    ------
    UsageError
        A basket without a name or without codes, or a name given twice.
    """
    found: dict[str, list[str]] = {}
    for text in texts:
        name, _, codes = text.partition("=")
        listed = [code.strip() for code in codes.replace("，", ",").split(",") if code.strip()]
        if not name.strip() or not listed or name.strip() in found:
            raise UsageError(
                reason=f"--basket is '{text}'; write NAME=CODE,CODE, each name once.",
                reason_zh=f"--basket 的“{text}”须写成 名称=代码,代码，每个名称只用一次。",
            )
        found[name.strip()] = listed
    return found
