"""``liangrong strategy``: what rules that articles recommend would have done to an account, and may do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Final, Literal

from cyclopts import Parameter

from liangrong.core.errors import UsageError
from liangrong.core.spelling import parse_day, parse_number
from liangrong.interfaces.cli.options import Options, both

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from liangrong.core.results import Result
    from liangrong.services.strategies import QuotedRequest, TradingTerms

__all__ = ["TermsAsked", "Tuning", "compare", "list_strategies", "ruin", "run"]

_SIDE_BY_SIDE: Final = (
    "strategy", "total_return", "annual_return", "max_drawdown", "sharpe", "interest", "costs", "calls", "forced_sales",
    "worst_ratio", "end_equity",
)  # fmt: skip
"""What a table of several strategies shows; one alone, JSON and CSV show everything."""

_Security = Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", help=both(
    "证券代码，可多个：敞口平分", "securities; several share the exposure evenly"))]  # fmt: skip
_From = Annotated[str, Parameter(name="--from", help=both("账户首日", "first day of the account"))]
_To = Annotated[str, Parameter(name="--to", help=both("末日", "last day"))]
_Name = Annotated[
    str, Parameter(help=both("策略名，可带参数：trend:window=120", "name, with parameters if any: trend:window=120"))
]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Tuning:
    """Parameters of the strategies."""

    leverage: Annotated[str | None, Parameter(help=both("杠杆：市值 ÷ 自有资金", "market value over own money"))] = None
    param: Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", help=both(
        "策略参数：名称=值，可多个", "parameters of the strategy: NAME=VALUE"))] = ()  # fmt: skip

    def given(self) -> Mapping[str, str]:
        """Name to value as typed.

        Raises
        ------
        UsageError
            A parameter without a value.
        """
        found = {} if self.leverage is None else {"leverage": self.leverage}
        for text in self.param:
            name, equals, value = text.partition("=")
            if not equals or not value:
                raise UsageError(reason=f"--param is '{text}'; write NAME=VALUE, such as window=120.",
                                 reason_zh=f"--param 的“{text}”须写成 名称=值，例如 window=120。")  # fmt: skip
            found[name.strip()] = value.strip()
        return found


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class TermsAsked:
    """The account and its terms."""

    cash: Annotated[str, Parameter(help=both("自有资金，元", "own money, yuan"))] = "1000000"
    rate: Annotated[str, Parameter(help=both("融资年利率", "interest per year"))] = "0.07"
    conversion_ratio: Annotated[
        str | None, Parameter(help=both("折算率，默认所属类别的上限", "conversion ratio; default the cap of the class"))
    ] = None
    pack: Annotated[str, Parameter(help=both("券商规则包：名称或 YAML 文件", "broker pack: a name or a YAML file"))] = ""
    investor: Annotated[Literal["general", "private_fund"], Parameter(help=both("投资者类别", "class of investor"))] = "general"
    financing_first: Annotated[bool, Parameter(negative="", help=both(
        "先融资买入、后用自有资金买入：现金足额计入保证金，可融更多",
        "buy the financed part first, while own money still counts in full as cash"))] = False  # fmt: skip
    sell_first: Annotated[
        Literal["risk", "position", "loss"],
        Parameter(help=both("强平先卖风险高的、市值大的或亏损多的", "what a forced sale takes first")),
    ] = "risk"

    def terms(self) -> TradingTerms:
        """The terms put to the service.

        Raises
        ------
        UsageError
            A number cannot be read.
        """
        from liangrong.services.strategies import TradingTerms

        asked = TradingTerms(
            pack=self.pack,
            investor=self.investor,
            conversion_ratio=parse_number(self.conversion_ratio, "--conversion-ratio"),
            financing_first=self.financing_first,
            liquidation_order=self.sell_first,
        )
        cash, rate = parse_number(self.cash, "--cash"), parse_number(self.rate, "--rate")
        return replace(asked, cash=asked.cash if cash is None else cash, rate=asked.rate if rate is None else rate)


def list_strategies(*, options: Options = Options()) -> int:  # noqa: B008
    """List the strategies, their parameters with defaults, and where each idea circulates."""
    from liangrong.services.strategies import list_strategies as ask

    options.output().show(ask())
    return 0


def run(
    name: _Name,
    *,
    security: _Security,
    start: _From,
    end: _To,
    daily: Annotated[bool, Parameter(negative="", help=both("逐日列出", "one row per session"))] = False,
    tuning: Tuning = Tuning(),
    terms: TermsAsked = TermsAsked(),
    options: Options = Options(),  # noqa: B008
) -> int:
    """Run one strategy over the quotes of a store."""
    from liangrong.services.strategies import compared, day_by_day

    request = _request((name,), security, (start, end), tuning, terms)
    _show((day_by_day if daily else compared)(options.open(), request), options)
    return 0


def compare(
    *names: _Name,
    security: _Security,
    start: _From,
    end: _To,
    tuning: Tuning = Tuning(),
    terms: TermsAsked = TermsAsked(),
    options: Options = Options(),  # noqa: B008
) -> int:
    """Run several strategies from the same money over the same quotes."""
    from liangrong.services.strategies import compared

    found = compared(options.open(), _request(names, security, (start, end), tuning, terms))
    _show(found, options, summary=_SIDE_BY_SIDE)
    return 0


def ruin(
    name: _Name,
    *,
    paths: Annotated[int, Parameter(help=both("路径数", "how many paths"))] = 200,
    sessions: Annotated[int, Parameter(help=both("每条路径的交易日数", "sessions of each path"))] = 242,
    drift: Annotated[float, Parameter(help=both("年化漂移", "drift per year"))] = 0.05,
    volatility: Annotated[float, Parameter(help=both("年化波动率", "volatility per year"))] = 0.3,
    jumps: Annotated[float, Parameter(help=both("每年跳跃次数的期望", "expected jumps per year"))] = 0.0,
    jump_mean: Annotated[float, Parameter(help=both("跳跃对数均值", "mean logarithm of a jump"))] = -0.1,
    jump_deviation: Annotated[float, Parameter(help=both("跳跃对数标准差", "deviation of that logarithm"))] = 0.1,
    seed: Annotated[int, Parameter(help=both("随机种子", "seed"))] = 1,
    loss: Annotated[str, Parameter(help=both("视为爆仓的自有资金亏损比例", "part of the own money whose loss counts"))] = "50%",
    start: Annotated[
        str | None, Parameter(name="--from", help=both("账户首日，默认 2025-01-02", "first day; default 2025-01-02"))
    ] = None,
    tuning: Tuning = Tuning(),
    terms: TermsAsked = TermsAsked(),
    options: Options = Options(),  # noqa: B008
) -> int:
    """Count how often a strategy is called, sold out or ruined on synthetic paths, with exact intervals."""
    from liangrong.services.strategies import SyntheticRequest, ruin_of

    asked = SyntheticRequest(
        strategy=name, parameters=tuning.given(), paths=paths, sessions=sessions, seed=seed, drift=drift, volatility=volatility,
        jumps=jumps, jump_mean=jump_mean, jump_deviation=jump_deviation, terms=terms.terms(),
    )  # fmt: skip
    first, lost = parse_day(start, "--from"), parse_number(loss, "--loss")
    asked = replace(asked, start=asked.start if first is None else first, loss=asked.loss if lost is None else lost)
    _show(ruin_of(asked), options)
    return 0


def _request(
    names: Sequence[str], securities: Sequence[str], span: tuple[str, str], tuning: Tuning, terms: TermsAsked
) -> QuotedRequest:
    from liangrong.services.strategies import QuotedRequest

    return QuotedRequest(
        strategies=tuple(names),
        securities=tuple(securities),
        start=parse_day(span[0], "--from"),
        end=parse_day(span[1], "--to"),
        parameters=tuning.given(),
        terms=terms.terms(),
    )


def _show(result: Result, options: Options, *, summary: tuple[str, ...] = ()) -> None:
    if summary and options.format in ("table", "md"):
        result = replace(result, data=result.data.select(summary))
    options.output().show(result, to_the_fen=True)
