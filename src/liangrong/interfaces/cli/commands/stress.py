"""``liangrong stress``: scenarios, reverse stress, policies and cascades over a book; what forecasts of past episodes were worth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from cyclopts import Parameter

from liangrong.core.errors import UsageError
from liangrong.core.spelling import parse_day, parse_number
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.assumptions import assumed_of, bounds_of
from liangrong.interfaces.cli.commands.book import Book, Pack, Top, store_of
from liangrong.interfaces.cli.compiling import told_while_compiling
from liangrong.interfaces.cli.engines import EngineOptions
from liangrong.interfaces.cli.options import Clocks, Options, both

if TYPE_CHECKING:
    from liangrong.core.results import Result

__all__ = ["cascade", "grid", "nowcast", "policy", "replay", "reverse", "run", "scenarios"]

_RUN: Final = (
    "scenario", "called_before", "called", "called_share", "debt_called", "shortfall", "accounts_to_sell", "forced_sales",
    "forced_sales_to_turnover", "average_maintenance_ratio_before", "average_maintenance_ratio",
)  # fmt: skip
"""What a table of scenarios shows; JSON and CSV show everything."""
_CASCADE: Final = (
    "session", "index", "average_maintenance_ratio", "called", "open_calls", "in_liquidation", "sold", "unfilled", "debt", "uncollected",
    "at_limit", "index_low", "index_high", "sold_low", "sold_high",
)  # fmt: skip
"""What a table of sessions shows."""

_Scenario = Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", help=both(
    "情景，可多个：market:-20%、industry:电子:-0.3、crisis:2015-06，以 + 相连；stress scenarios 列出已命名的",
    "scenarios: market:-20%, industry:电子:-0.3, crisis:2015-06, parts joined by +; stress scenarios lists those with a name"))]  # fmt: skip
_SaleOrder = Annotated[
    Literal["pro_rata", "risk", "position", "loss"],
    Parameter(help=both("先卖什么：按比例、风险高、市值大、亏损多", "what is sold first: all alike, the riskiest, the largest, the greatest loss")),
]  # fmt: skip
_SellBelow = Annotated[
    Literal["call", "immediate"],
    Parameter(help=both("call：追保者都不补足；immediate：只平低于即时平仓线的", "call: nobody cures; immediate: only below the immediate line")),
]  # fmt: skip
_Window = Annotated[int, Parameter(help=both("贝塔与抽样所用的交易日数", "sessions of returns for betas and draws"))]


def run(
    book: Book,
    scenario: _Scenario,
    *,
    by: Annotated[
        Literal["scenario", "zone", "industry", "security"],
        Parameter(help=both("分组：情景、区间、行业、证券", "rows: scenarios, zones, industries or securities")),
    ] = "scenario",
    top: Top = 20,
    sale_order: _SaleOrder = "pro_rata",
    sell_below: _SellBelow = "call",
    pack: Pack = "",
    window: _Window = 250,
    engine: EngineOptions = EngineOptions(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:
    """Put scenarios to a book: who is called, how much is missing, what must be sold of what."""
    from liangrong.services.stress.run import StressRequest
    from liangrong.services.stress.run import run as ask

    request = StressRequest(
        book=book, scenarios=scenario, by=by, top=top, sale_order=sale_order, sell_below=sell_below, pack=pack, window=window
    )
    with engine.opened(options.language) as (asked, _):
        found = ask(store_of(options, book), request, ask=asked)
    show_answer("stress run", found, options, brief=_brief(found, only=_RUN if by == "scenario" else ()))
    return 0


def grid(
    book: Book,
    scenario: _Scenario,
    *,
    by: Annotated[
        Literal["distribution", "scenario", "security"],
        Parameter(help=both("分布、最坏的情景、最坏情景中的证券", "their distribution, the worst scenarios, or what is sold in the worst")),
    ] = "distribution",
    worst: Annotated[int, Parameter(help=both("最坏的几个情景", "how many scenarios count as the worst"))] = 20,
    top: Top = 20,
    sale_order: _SaleOrder = "pro_rata",
    sell_below: _SellBelow = "call",
    pack: Pack = "",
    window: _Window = 250,
    engine: EngineOptions = EngineOptions(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Put many scenarios to a book at once, such as draws:1000, and show how they are distributed."""
    from liangrong.services.stress.grid import GridRequest
    from liangrong.services.stress.grid import grid as ask

    request = GridRequest(
        book=book,
        scenarios=scenario,
        by=by,
        worst=worst,
        top=top,
        sale_order=sale_order,
        sell_below=sell_below,
        pack=pack,
        window=window,
    )
    with engine.opened(options.language) as (asked, _):
        found = ask(store_of(options, book), request, ask=asked)
    show_answer("stress grid", found, options, brief=_brief(found))
    return 0


def reverse(
    book: Book,
    *,
    measure: Annotated[
        Literal["called", "called_share", "debt_called", "debt_called_share", "shortfall", "forced_sales"],
        Parameter(help=both("要达到的是什么：户数、占比、负债、缺口、强制卖出", "what shall be reached: accounts, a share, debt, cash missing, forced sales")),
    ] = "called_share",
    target: Annotated[str, Parameter(help=both("达到多少：5%、1000000", "how much of it: 5%, 1000000"))] = "5%",
    shock: Annotated[
        str, Parameter(help=both("何种下跌：market、beta、industry:电子、board:star", "which fall: market, beta, industry:电子, board:star"))
    ] = "market",
    by: Annotated[
        Literal["fall", "path", "industry"],
        Parameter(help=both("最小跌幅、逐个百分点、逐个行业单独下跌", "the smallest fall, every whole percent, or each industry alone")),
    ] = "fall",
    fall: Annotated[str, Parameter(help=both("--by industry 时各行业的跌幅", "how far each industry falls, with --by industry"))] = "30%",
    sale_order: _SaleOrder = "pro_rata",
    sell_below: _SellBelow = "call",
    pack: Pack = "",
    window: _Window = 250,
    engine: EngineOptions = EngineOptions(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Find the smallest fall that does so much to a book, or the industry that alone does most."""
    from liangrong.services.stress.reverse import ReverseStressRequest
    from liangrong.services.stress.reverse import reverse as ask

    request = ReverseStressRequest(
        book=book, measure=measure, target=parse_number(target, "--target"), shock=shock, by=by, fall=parse_number(fall, "--fall"),
        sale_order=sale_order, sell_below=sell_below, pack=pack, window=window,
    )  # fmt: skip
    with engine.opened(options.language) as (asked, _):
        found = ask(store_of(options, book), request, ask=asked)
    show_answer("stress reverse", found, options, brief=_brief(found))
    return 0


def policy(
    *policies: Annotated[str, Parameter(help=both(
        "政策：financing_margin_ratio=80%、call_line=1.35,reach=all、no_financing=board:star，可冠名“松: …”",
        "policies: financing_margin_ratio=80%, call_line=1.35,reach=all, no_financing=board:star; a name may stand before a colon"))],
    book: Annotated[str, Parameter(help=both("账簿；不给则只看新合约", "the book; without one new contracts only"))] = "",
    on: Annotated[str | None, Parameter(help=both("没有账簿时政策的首日", "first day of the policies, without a book"))] = None,
    months: Annotated[tuple[int, ...], Parameter(consume_multiple=True, negative="", help=both(
        "新旧更替看几个月后", "months after which the turnover of contracts is told"))] = (1, 3, 6, 12),
    repaid_per_month: Annotated[str | None, Parameter(help=both(
        "每月偿还比例，默认按账龄或市场推算", "share repaid in a month; default inferred from ages or the market"))] = None,
    static_pe: Annotated[Path | None, Parameter(help=both(
        "静态市盈率表 security,pe：改变市盈率规则时需要", "table security,pe: needed where the P/E rule changes"))] = None,
    pack: Pack = "",
    engine: EngineOptions = EngineOptions(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Compare policies: existing accounts, new contracts, and how the balance turns over."""
    from liangrong.services.stress.policy import PolicyRequest
    from liangrong.services.stress.policy import policy as ask

    request = PolicyRequest(
        policies=policies, book=book, on=parse_day(on, "--on"), months=months,
        repaid_per_month=parse_number(repaid_per_month, "--repaid-per-month"), static_pe=static_pe, pack=pack,
    )  # fmt: skip
    import polars as pl

    with engine.opened(options.language) as (asked, _):
        found = ask(store_of(options, book or "./"), request, ask=asked)
    known = replace(found, data=found.data.filter(pl.col("policy_name") != "today").drop_nulls("value"))
    show_answer("stress policy", found, options, brief=_brief(known))
    return 0


def cascade(
    book: Book,
    scenario: Annotated[str, Parameter(help=both("初始冲击，如 market:-20%", "the blow, such as market:-20%"))] = "market:-0.2",
    *,
    by: Annotated[
        Literal["session", "security", "session_security", "influence", "assumption"],
        Parameter(help=both("逐日、证券、逐日证券、各假设的影响、全部假设",
                            "sessions, securities, securities of each session, influence of assumptions, all assumptions")),
    ] = "session",
    assume: Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", help=both(
        "改变假设或动用政策杠杆：cure_probability=50%、bailout_yuan=1e10，可多个；--by assumption 列出全部",
        "change assumptions or pull levers: cure_probability=50%, bailout_yuan=1e10; --by assumption lists them"))] = (),
    draws: Annotated[int, Parameter(help=both("抽样次数，给出区间", "draws over the assumptions, for bands"))] = 0,
    range_of: Annotated[tuple[str, ...], Parameter(name="--range", consume_multiple=True, negative="", show_default=False, help=both(
        "抽样范围：participation=0.1,0.5，可多个；默认见 --by influence",
        "what is drawn between which bounds: participation=0.1,0.5; default see --by influence"))] = (),
    sessions: Annotated[int, Parameter(help=both("至多几个交易日", "sessions at most"))] = 20,
    seed: Annotated[int, Parameter(help=both("随机种子", "seed"))] = 1,
    top: Top = 20,
    pack: Pack = "",
    window: _Window = 250,
    engine: EngineOptions = EngineOptions(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Let a fall work through a book: calls, forced sales, their impact on prices, and so on, session by session."""
    from liangrong.services.ingest import Progress
    from liangrong.services.stress.cascade import CascadeRequest
    from liangrong.services.stress.cascade import cascade as ask
    from liangrong.stress.cascade.levers import Levers
    from liangrong.stress.cascade.parameters import Parameters

    parameters, levers = assumed_of(assume, "--assume", Parameters(), Levers())
    request = CascadeRequest(
        book=book, scenario=scenario, by=by, parameters=parameters, levers=levers, sessions=sessions, seed=seed, draws=draws, top=top,
        pack=pack, window=window,
    )  # fmt: skip
    if range_of:
        request = replace(request, ranges=bounds_of(range_of, "--range"))
    with engine.opened(options.language) as (asked, progress):

        def told(done: int, total: int) -> None:
            progress(Progress("cascades", done, total))

        found = ask(store_of(options, book), request, ask=asked, progress=told)
    show_answer("stress cascade", found, options, brief=_brief(found, only=_CASCADE if by == "session" else ()))
    return 0


def replay(
    episode: Annotated[str, Parameter(help=both("2015-06、2018-01、2018-06、2024-01、2026-01", "2015-06, 2018-01, 2018-06, 2024-01, 2026-01"))] = "2015-06",
    *,
    view: Annotated[
        Literal["paths", "verdicts"], Parameter(help=both("逐日路径，或判定", "paths by session, or verdicts"))
    ] = "verdicts",
    seed: Annotated[int, Parameter(help=both("随机种子", "seed"))] = 0,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Replay an episode: what could be forecast on its eve, what came, and where the forecast failed."""
    from liangrong.services.stress.replay import ReplayRequest
    from liangrong.services.stress.replay import replay as ask

    request = ReplayRequest(episode=episode, view=view, seed=seed, as_of=clocks.day, known_at=clocks.instant)
    with told_while_compiling(options.language):
        found = ask(options.open(), request)
    show_answer("stress replay", found, options)
    return 0


def nowcast(
    *,
    horizon: Annotated[int, Parameter(help=both("公布值滞后几个交易日", "how many sessions old the last published ratio is"))] = 5,
    free_run: Annotated[bool, Parameter(negative="", help=both(
        "--since 之后完全不读公布值", "read no published ratio after --since"))] = False,
    since: Annotated[str | None, Parameter(help=both("自由运行的起点，默认 2019-12-31", "where the free run starts; default 2019-12-31"))] = None,
    start: Annotated[str | None, Parameter(name="--from", help=both("起始日期", "first day"))] = None,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Nowcast the average maintenance ratio from prices, balances and buys, and show how good that was."""
    from liangrong.services.stress.nowcast import NowcastRequest
    from liangrong.services.stress.nowcast import nowcast as ask

    request = NowcastRequest(
        horizon=horizon, view="free_run" if free_run else "horizon", start=parse_day(start, "--from"), as_of=clocks.day,
        known_at=clocks.instant,
    )  # fmt: skip
    day = parse_day(since, "--since")
    with told_while_compiling(options.language):
        found = ask(options.open(), request if day is None else replace(request, since=day))
    show_answer("stress nowcast", found, options)
    return 0


def scenarios(
    scenario: Annotated[
        str, Parameter(help=both("看这一个对各行业的影响（需 --book）", "what this one does to industries (needs --book)"))
    ] = "",
    *,
    book: Annotated[str, Parameter(help=both("放到哪本账簿的证券上", "whose securities it is put to"))] = "",
    options: Options = Options(),  # noqa: B008
) -> int:
    """List the scenarios that have a name, or show what one does to the securities of a book."""
    from liangrong.services.stress.scenarios import ScenarioRequest, described, list_scenarios

    if bool(scenario) != bool(book):
        raise UsageError(reason="--scenario and --book belong together: what does it do to which securities?",
                         reason_zh="--scenario 与 --book 须同时给出：要看对哪本账簿的证券有何影响。")  # fmt: skip
    found = list_scenarios() if not book else described(store_of(options, book), ScenarioRequest(book=book, scenario=scenario))
    options.output().show(found)
    return 0


def _brief(result: Result, *, only: tuple[str, ...] = ()) -> Result:
    """What people read of an answer: a title instead of a measure's name, the columns that fit."""
    frame = result.data
    if only:
        frame = frame.select([name for name in only if name in frame.columns])
    return replace(result, data=frame.drop("measure", strict=False) if "title_zh" in frame.columns else frame)
