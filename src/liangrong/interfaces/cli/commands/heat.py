"""``liangrong heat``: signals of heat, each with its definition, its history and its hit rate."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from cyclopts import Parameter

from liangrong.core.errors import UsageError
from liangrong.core.spelling import parse_day, parse_number
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.options import Clocks, both

__all__ = ["heat"]

_FOR_PEOPLE: Final = ("table", "md", "html")
_SIDE_BY_SIDE: Final = (
    "signal", "date", "value", "unit", "percentile", "flag", "n_episodes", "hit_rate", "base_rate", "control_hit_rate", "verdict", "horizon",
)  # fmt: skip
"""What a table of all signals shows; one signal alone, JSON and CSV show everything."""
_DEFINITIONS: Final = ("definition_zh", "definition_en")
"""Where there is room for sentences."""
_JUMPS: Final = (
    "measure", "comparison", "start", "value", "unit", "rank", "n_likes", "percentile", "largest_of_last", "larger_on", "like_for_like",
)  # fmt: skip
"""What a table of jumps shows."""


def heat(
    *,
    signal: Annotated[
        str | None,
        Parameter(
            help=both(
                "只看一个信号（如 rsi、composite）：定义与全部数字",
                "one signal, such as rsi or composite: its definition and all figures",
            )
        ),
    ] = None,
    history: Annotated[
        bool, Parameter(negative="", help=both("该信号的全部读数与其后结果", "all its readings and what followed"))
    ] = False,
    reliability: Annotated[
        bool, Parameter(negative="", help=both("该信号的预报概率对实际频率", "its forecasts against observed frequencies"))
    ] = False,
    jumps: Annotated[
        bool, Parameter(negative="", help=both("余额增幅与同类相比", "the growth of the balances among its likes"))
    ] = False,
    index: Annotated[
        str | None,
        Parameter(help=both("指数或股票，默认上证综指", "index or stock; default the Shanghai Composite, where it is stored")),
    ] = None,
    horizon: Annotated[int, Parameter(help=both("其后多少个交易日", "sessions after a reading"))] = 20,
    fall: Annotated[str | None, Parameter(help=both("跌多少算下跌，默认 5%", "what counts as a fall; default 5%"))] = None,
    level: Annotated[
        str | None,
        Parameter(
            allow_leading_hyphen=True, help=both("改用此发出线，如 80、-15%", "another level of its rule, such as 80 or -15%")
        ),
    ] = None,
    start: Annotated[str | None, Parameter(name="--from", help=both("历史的首日", "first day of the history"))] = None,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:
    """Signals of heat: readings, place in their history, and what earlier flags were worth."""
    from liangrong.services import heat as asked

    if history + reliability + jumps > 1:
        raise UsageError(
            reason="Ask for one of --history, --reliability and --jumps at a time.",
            reason_zh="--history、--reliability 与 --jumps 一次只能选一个。",
        )
    cut, fires_at = parse_number(fall, "--fall"), parse_number(level, "--level")
    request = asked.HeatRequest(
        clocks.day, clocks.instant, index, horizon, signal=signal, level=None if fires_at is None else float(fires_at),
        start=parse_day(start, "--from"),
    )  # fmt: skip
    if cut is not None:
        request = replace(request, fall=float(cut))
    question = asked.heat
    if history:
        question = asked.heat_history
    elif reliability:
        question = asked.heat_reliability
    elif jumps:
        question = asked.heat_jumps
    answer = question(options.open(), request)
    if options.format in _FOR_PEOPLE and answer.data.height > 1:
        every = _SIDE_BY_SIDE if options.format == "table" else (*_SIDE_BY_SIDE, *_DEFINITIONS)
        shown = {asked.heat: every, asked.heat_jumps: _JUMPS}.get(question)
        answer = answer if shown is None else replace(answer, data=answer.data.select(shown))
    show_answer("heat", answer, options)
    return 0
