"""Strategies put to the test: over the quotes of a store, side by side, and over many synthetic paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.accounts.calls.sale_positions import SaleOrder
from liangrong.accounts.fen import to_fen
from liangrong.core.calendar import mainland
from liangrong.core.errors import UsageError
from liangrong.core.results import Note, Result
from liangrong.rules.parameters import Investor
from liangrong.services.accounts.assessments import MONEY, cells_of, frame_of
from liangrong.services.quoted_paths import quoted_path
from liangrong.services.rules import opened_book
from liangrong.services.workspace import Workspace
from liangrong.stress.strategies.backtest import backtest
from liangrong.stress.strategies.catalogue import STRATEGIES, defaults, named
from liangrong.stress.strategies.paths import SYNTHETIC, PricePath, with_jumps
from liangrong.stress.strategies.performance import compare
from liangrong.stress.strategies.ruin import CONFIDENCE, ruin
from liangrong.stress.strategies.setup import Setup

if TYPE_CHECKING:
    from liangrong.stress.strategies.view import Strategy

__all__ = [
    "QuotedRequest", "SyntheticRequest", "TradingTerms", "compared", "day_by_day", "list_strategies", "ruin_of",
]  # fmt: skip

_ASSUMED: Final = Note(
    "折算率未指定时按所属类别的上限计；风险警示与静态市盈率未知，均视为正常",
    "conversion ratios are the caps of their classes unless given; risk warnings and static P/E are not known and taken as normal",
)
_SYNTHETIC: Final = Note("合成价格路径，不是市场事实", "synthetic price paths, not market fact")

_MEASURED: Final[Mapping[str, Any]] = {
    "sessions": pl.Int64, "end_equity": MONEY, "total_return": pl.Float64, "annual_return": pl.Float64,
    "volatility": pl.Float64, "max_drawdown": pl.Float64, "sharpe": pl.Float64, "sortino": pl.Float64,
    "calmar": pl.Float64, "value_at_risk": pl.Float64, "expected_shortfall": pl.Float64, "interest": MONEY,
    "costs": MONEY, "calls": pl.Int64, "forced_sales": pl.Int64, "sessions_warned": pl.Int64,
    "sessions_called": pl.Int64, "worst_ratio": pl.Float64, "debt_left": MONEY,
}  # fmt: skip
"""Columns of a performance as they leave the house, with their types."""


@dataclass(frozen=True, kw_only=True)
class TradingTerms:
    """The account that every strategy starts from.

    Parameters
    ----------
    cash
        Own money, 元.
    rate
        Interest on financing per year.
    pack
        A broker pack: a shipped name or a file; empty for the book alone.
    conversion_ratio
        折算率 of every security; ``None``: the cap of its class.
    """

    cash: Decimal = Decimal(1_000_000)
    rate: Decimal = Decimal("0.07")
    pack: str = ""
    investor: Investor = "general"
    conversion_ratio: Decimal | None = None
    financing_first: bool = False
    liquidation_order: SaleOrder = "risk"

    def setup(self, securities: Sequence[str]) -> Setup:
        """The setup of a run.

        Raises
        ------
        UsageError
            A number that cannot be.
        UnknownName, BadInput
            The pack is unknown or loosens the law.
        """
        if self.cash <= 0 or not 0 <= self.rate < 1:
            raise UsageError(reason=f"Cash of {self.cash} and a rate of {self.rate}: cash must be above 0, the rate 0 or more and below 1.",
                             reason_zh=f"自有资金 {self.cash}、利率 {self.rate}：资金须大于 0，利率须不小于 0 且小于 1。")  # fmt: skip
        if self.conversion_ratio is not None and not 0 <= self.conversion_ratio <= 1:
            raise UsageError(reason=f"A conversion ratio of {self.conversion_ratio} does not lie between 0 and 1.",
                             reason_zh=f"折算率 {self.conversion_ratio} 不在 0 与 1 之间。")  # fmt: skip
        ratios = {} if self.conversion_ratio is None else dict.fromkeys(securities, self.conversion_ratio)
        return Setup(
            rulebook=opened_book(self.pack), rate=self.rate, cash=self.cash, investor=self.investor, conversion_ratios=ratios,
            financing_first=self.financing_first, liquidation_order=self.liquidation_order,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class QuotedRequest:
    """Strategies over the quotes of a store.

    Parameters
    ----------
    strategies
        Each a name, or ``name:parameter=value,…``.
    parameters
        Given to every one of them.
    start, end
        The account starts at the close of the first session from ``start`` on.
    """

    strategies: tuple[str, ...]
    securities: tuple[str, ...]
    start: date
    end: date
    parameters: Mapping[str, str] = field(default_factory=dict)
    terms: TradingTerms = field(default_factory=TradingTerms)


@dataclass(frozen=True, kw_only=True)
class SyntheticRequest:
    """One strategy over many synthetic paths.

    Parameters
    ----------
    drift, volatility
        Per year.
    jumps, jump_mean, jump_deviation
        Expected jumps a year, and mean and deviation of the logarithm of one; no jumps by default.
    start
        First session of the account: which rules are in force.
    loss
        Part of the own money whose loss counts as ruin.
    """

    strategy: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    paths: int = 200
    sessions: int = 242
    seed: int = 1
    drift: float = 0.05
    volatility: float = 0.3
    jumps: float = 0.0
    jump_mean: float = -0.1
    jump_deviation: float = 0.1
    start: date = date(2025, 1, 2)
    loss: Decimal = Decimal("0.5")
    terms: TradingTerms = field(default_factory=TradingTerms)


def list_strategies() -> Result:
    """Every strategy with its parameters, their defaults, and where the idea circulates."""
    rows = [
        {
            "strategy": kind.name,
            "title_zh": kind.title.zh,
            "title_en": kind.title.en,
            "parameters": [f"{name}={_shown(value)}" for name, value in defaults(kind.name).items()],
            "reason_zh": kind.origin.zh,
            "reason_en": kind.origin.en,
        }
        for kind in STRATEGIES.values()
    ]
    return Result(pl.DataFrame(rows), source=("articles",))


def compared(workspace: Workspace, request: QuotedRequest) -> Result:
    """Run every strategy of the request from the same money over the same quotes: one row each.

    Raises
    ------
    UnknownName, UsageError, InvalidSecurity
        The request cannot be read.
    NoData
        The store has no quotes for it.
    ExtraMissing
        The extra ``stress`` is not installed.
    """
    strategies = _strategies(request)
    path, setup, notes = _path(workspace, request, strategies)
    runs = compare(strategies, path, setup)
    rows = [{"strategy": name, **cells_of(found, _MEASURED)} for name, (_, found) in runs.items()]
    told = [_of(name, note, alone=len(runs) == 1) for name, (run, _) in runs.items() for note in run.notes]
    return _result(frame_of(rows, {"strategy": pl.String, **_MEASURED}), path, workspace, (*notes, *told))


def day_by_day(workspace: Workspace, request: QuotedRequest) -> Result:
    """Run the first strategy of the request: one row per session.

    Raises
    ------
    UnknownName, UsageError, InvalidSecurity, NoData
        As ``compared``.
    """
    strategies = _strategies(request)
    path, setup, notes = _path(workspace, request, strategies)
    run = backtest(next(iter(strategies.values())), path, setup)
    rows = [
        {
            "date": day.session, "equity": to_fen(day.equity), "exposure": to_fen(day.exposure), "debt": to_fen(day.debt),
            "maintenance_ratio": None if day.maintenance_ratio is None else float(day.maintenance_ratio),
            "account_line": day.line, "interest": to_fen(day.interest), "costs": to_fen(day.costs), "quantity_forced": float(day.forced),
        }
        for day in run.days
    ]  # fmt: skip
    schema: dict[str, Any] = {
        "date": pl.Date, "equity": MONEY, "exposure": MONEY, "debt": MONEY, "maintenance_ratio": pl.Float64,
        "account_line": pl.String, "interest": MONEY, "costs": MONEY, "quantity_forced": pl.Float64,
    }  # fmt: skip
    return _result(frame_of(rows, schema), path, workspace, (*notes, *run.notes))


def ruin_of(request: SyntheticRequest) -> Result:
    """Count how a strategy ends on many synthetic paths: one row per way to end badly, with its exact interval.

    Raises
    ------
    UnknownName, UsageError
        The request cannot be read.
    BeyondCalendar
        The sessions go past the end of the calendar.
    ExtraMissing
        The extra ``stress`` is not installed.
    """
    strategy = named(request.strategy, request.parameters)
    setup = request.terms.setup((SYNTHETIC,))
    make = partial(
        with_jumps,
        start=mainland().offset(mainland().on_or_after(request.start), -strategy.history),
        sessions=request.sessions,
        drift=request.drift,
        volatility=request.volatility,
        intensity=request.jumps,
        mean=request.jump_mean,
        deviation=request.jump_deviation,
        warm_up=strategy.history,
    )
    found = ruin(strategy, make, setup, paths=request.paths, seed=request.seed, loss=request.loss)
    rows = []
    for name in ("lost", "called", "forced", "indebted"):
        one = getattr(found, name)
        rows.append(
            {
                "ending": name,
                "share": one.share,
                "share_low": one.low,
                "share_high": one.high,
                "hits": one.hits,
                "paths": one.paths,
            }
        )
    jumps = Note(
        f"，每年跳跃 {request.jumps:g} 次（对数均值 {request.jump_mean:g}、标准差 {request.jump_deviation:g}）",
        f", {request.jumps:g} jumps a year (mean logarithm {request.jump_mean:g}, deviation {request.jump_deviation:g})",
    ) if request.jumps else Note("", "")  # fmt: skip
    notes = (
        _SYNTHETIC,
        Note(f"{request.strategy}：年化漂移 {request.drift:.2%}、波动率 {request.volatility:.2%}{jumps.zh}；{request.sessions} 个交易日，"
             f"自 {request.start} 起的规则；种子 {request.seed}；亏损线 {request.loss:.2%}",
             f"{request.strategy}: drift {request.drift:.2%} and volatility {request.volatility:.2%} a year{jumps.en}; "
             f"{request.sessions} sessions under the rules from {request.start} on; seed {request.seed}; loss that counts {request.loss:.2%}"),
        Note(f"总收益中位数 {found.median_return:.2%}，最差 {found.worst_return:.2%}；区间置信度 {CONFIDENCE:.0%}（精确法）",
             f"median total return {found.median_return:.2%}, worst {found.worst_return:.2%}; exact intervals at {CONFIDENCE:.0%}"),
    )  # fmt: skip
    return Result(pl.DataFrame(rows), source=("rulebook", "synthetic"), warnings=notes)


def _strategies(request: QuotedRequest) -> Mapping[str, Strategy]:
    if not request.strategies:
        raise UsageError(reason=f"Name a strategy: {', '.join(STRATEGIES)}.", reason_zh=f"请指明策略：{'、'.join(STRATEGIES)}。")
    return {text: named(text, request.parameters) for text in request.strategies}


def _path(
    workspace: Workspace, request: QuotedRequest, strategies: Mapping[str, Strategy]
) -> tuple[PricePath, Setup, tuple[Note, ...]]:
    setup = request.terms.setup(())
    warm_up = max(strategy.history for strategy in strategies.values())
    path, notes = quoted_path(workspace, request.securities, request.start, request.end, warm_up=warm_up, rulebook=setup.rulebook)
    return path, request.terms.setup(path.securities), (*notes, _ASSUMED)


def _result(frame: pl.DataFrame, path: PricePath, workspace: Workspace, notes: Sequence[Note]) -> Result:
    return Result(frame, as_of=path.sessions[-1], source=("rulebook", "quotes")).warn(*workspace.notes, *notes)


def _of(name: str, note: Note, *, alone: bool) -> Note:
    return note if alone else Note(f"{name}：{note.zh}", f"{name}: {note.en}")


def _shown(value: Any) -> str:
    return "/".join(map(str, value)) if isinstance(value, tuple) else str(value)
