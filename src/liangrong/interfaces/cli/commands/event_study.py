"""``liangrong event-study``: what happened before and after policies, and around breaches of a threshold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from liangrong.core.errors import UsageError
from liangrong.core.spelling import parse_day, parse_number
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.options import Clocks, both

if TYPE_CHECKING:
    from datetime import date

    from liangrong.core.results import Result
    from liangrong.services.workspace import Workspace

__all__ = ["event_study"]


def event_study(
    *,
    events: Annotated[
        Literal["policies", "breaches"],
        Parameter(help=both("政策事件，或指标突破关口", "policy events, or breaches of a threshold")),
    ] = "policies",
    measure: Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", help=both(
        "全市场指标或指数代码，可多个；默认融资余额（突破：两融余额）",
        "measures of the market or index codes; by default the financing balance (breaches: the margin balance)"))] = (),
    window: Annotated[tuple[int, ...], Parameter(consume_multiple=True, negative="", help=both(
        "前后交易日数，可多个，默认 20（突破：之后 60）", "sessions on either side, default 20 (breaches: 60 after)"))] = (),
    threshold: Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", help=both(
        "关口，如 2万亿、12%，可多个；默认每半个万亿", "thresholds, such as 2万亿 or 12%; by default every half 万亿"))] = (),
    percentile: Annotated[
        str | None, Parameter(help=both("突破自身历史的此分位，如 90%", "breach of this share of its own past, such as 90%"))
    ] = None,
    index: Annotated[str, Parameter(help=both("突破后看哪个指数", "the index that may respond to a breach"))] = "000300.SH",
    start: Annotated[str | None, Parameter(name="--from", help=both("事件起始日期", "first day of the policy events"))] = None,
    end: Annotated[str | None, Parameter(name="--to", help=both("事件截止日期", "last day of the policy events"))] = None,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Compare the sessions before and after events with sessions without any."""
    first, last = parse_day(start, "--from"), parse_day(end, "--to")
    if events == "breaches":
        _alone("--from", first)
        _alone("--to", last)
        answer = _breaches(options.open(), measure, window, threshold, percentile, index, clocks)
    else:
        _alone("--threshold", threshold or None, "breaches")
        _alone("--percentile", percentile, "breaches")
        answer = _policies(options.open(), measure, window, (first, last), clocks)
    show_answer("event-study", answer, options)
    return 0


def _policies(
    workspace: Workspace,
    measures: tuple[str, ...],
    windows: tuple[int, ...],
    span: tuple[date | None, date | None],
    clocks: Clocks,
) -> Result:
    from liangrong.services.event_studies import PoliciesRequest, policies

    request = PoliciesRequest(
        measures=measures or ("financing_balance",), windows=windows or (20,), start=span[0], end=span[1], as_of=clocks.day,
        known_at=clocks.instant,
    )  # fmt: skip
    return policies(workspace, request)


def _breaches(
    workspace: Workspace,
    measures: tuple[str, ...],
    windows: tuple[int, ...],
    thresholds: tuple[str, ...],
    percentile: str | None,
    index: str,
    clocks: Clocks,
) -> Result:
    from liangrong.services.event_studies import BreachesRequest, breaches

    if len(measures) > 1 or len(windows) > 1:
        raise UsageError(
            reason="Breaches are those of one measure in one window: give --measure and --window once.",
            reason_zh="突破只看一个指标、一个窗口：--measure 与 --window 各给一个。",
        )
    share = parse_number(percentile, "--percentile")
    request = BreachesRequest(
        thresholds=thresholds, percentile=None if share is None else float(share), index=index, as_of=clocks.day,
        known_at=clocks.instant,
    )  # fmt: skip
    if measures:
        request = replace(request, measure=measures[0])
    return breaches(workspace, replace(request, after=windows[0]) if windows else request)


def _alone(option: str, value: object, events: str = "policies") -> None:
    """Refuse an option that the chosen kind of events does not have."""
    if value is not None:
        raise UsageError(
            reason=f"{option} belongs to --events {events}.", reason_zh=f"{option} 只用于 --events {events}。"
        )  # fmt: skip
