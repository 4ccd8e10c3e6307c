"""Many scenarios over a book at once: the distribution of calls and forced sales, and the worst of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import numpy as np
import polars as pl

from liangrong.book.lines import CALL, IMMEDIATE, Lines
from liangrong.book.marks import MarkTable
from liangrong.book.scales import LI_PER_YUAN, yuan_of_li
from liangrong.core.errors import UsageError
from liangrong.core.results import Note, Result
from liangrong.market.schemas import MONEY
from liangrong.research.tables.assumptions import assumptions_told
from liangrong.services.books.files import opened_book
from liangrong.services.rules import opened_book as opened_rules
from liangrong.services.stress.asking import MOST_SCREENED, Ask, asked_here, check_served, lines_of
from liangrong.services.stress.run import TURNOVER_NOTE, SaleKind, SaleLineKind
from liangrong.services.stress.scenarios import Sources, asked_for, scenarios_of
from liangrong.services.workspace import Workspace
from liangrong.stress.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from liangrong.book.grid import Grid

__all__ = ["MOST_IN_A_GRID", "GridBy", "GridRequest", "grid"]

GridBy: TypeAlias = Literal["distribution", "scenario", "security"]

MOST_IN_A_GRID: Final = 10_000
"""More would need gigabytes for prices alone."""

_SHARES: Final = {"least": 0.0, "q05": 0.05, "q25": 0.25, "median": 0.5, "q75": 0.75, "q95": 0.95, "q99": 0.99, "greatest": 1.0}
_MEASURES: Final[Mapping[str, tuple[str, str, str]]] = {
    "called": ("户", "被追保账户数", "accounts called"),
    "immediate": ("户", "低于即时平仓线的账户数", "accounts below the immediate line"),
    "debt_called": ("元", "被追保账户的负债", "debt of called accounts"),
    "shortfall": ("元", "追保缺口", "cash that called accounts lack"),
    "forced_sales": ("元", "强制卖出金额", "forced sales"),
    "forced_purchases": ("元", "强制买券还券金额", "forced purchases of what is owed"),
    "still_missing": ("元", "卖出后仍缺", "still missing after the sales"),
}

_MONEY_MEASURES: Final = [name for name, (unit, _, _) in _MEASURES.items() if unit == "元"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRequest:
    """Scenarios, a book, and how to tell what they say together.

    Parameters
    ----------
    scenarios
        Each as ``stress.scenarios.spelling`` reads it; ``draws:1000`` is a thousand.
    by
        ``distribution``: a row for each measure with its mean and quantiles over the scenarios; ``scenario``: the worst scenarios, by
        forced sales; ``security``: what is sold of each in the worst of them, on average.
    worst
        So many scenarios count as the worst.
    top
        So many securities; 0: all.
    sale_order, sell_below, pack, window
        As ``StressRequest``.
    """

    book: str
    scenarios: tuple[str, ...]
    by: GridBy = "distribution"
    worst: int = 20
    top: int = 20
    sale_order: SaleKind = "pro_rata"
    sell_below: SaleLineKind = "call"
    pack: str = ""
    window: int = 250
    own_files: bool = True

    @property
    def assumptions(self) -> dict[str, str]:
        """What is assumed besides the scenarios, by name."""
        return {
            "sale_order": self.sale_order, "sell_below": self.sell_below, "cures": "none", "price_impact": "none", "lots": "single shares",
            "trading_costs": "none", "window": f"{self.window}",
        }  # fmt: skip


def grid(workspace: Workspace | None, request: GridRequest, *, ask: Ask = asked_here) -> Result:
    """Put many scenarios to a book, each on its own.

    Returns
    -------
    Result
        Rows of ``request.by``. A quantile is the outcome of one of the scenarios, the least that the share of them does not exceed.

    Raises
    ------
    UsageError, UnknownName, InvalidSecurity, NoData, BadInput, LooseningOverlay
        As ``run``.
    """
    from liangrong.stress.scenarios.distribution import GridTask, groups_of

    if request.worst < 1 or request.top < 0:
        raise UsageError(reason=f"`worst` is {request.worst} and `top` {request.top}; they are 1 and 0 at least.",
                         reason_zh=f"`worst` 为 {request.worst}，`top` 为 {request.top}；应分别不小于 1 与 0。")  # fmt: skip
    opened = opened_book(workspace, request.book, own_files=request.own_files)
    market = opened.marks
    sources = Sources(workspace=workspace, window=request.window, own_files=request.own_files)
    count = asked_for(request.scenarios)
    if not 0 < count <= MOST_IN_A_GRID:
        raise UsageError(reason=f"{count} scenarios are asked for; a grid takes 1 to {MOST_IN_A_GRID}.",
                         reason_zh=f"要求了 {count} 个情景；网格接受 1 至 {MOST_IN_A_GRID} 个。")  # fmt: skip
    check_served(opened, count, MOST_SCREENED, own_files=request.own_files)
    scenarios = scenarios_of(request.scenarios, market, sources)
    lines = lines_of(opened_rules(request.pack or None, own_files=request.own_files), opened.book.on)
    groups = groups_of(market, [scenario.change(market) for scenario in scenarios], [scenario.limited for scenario in scenarios])
    task = GridTask(groups=groups, lines=lines, policy=request.sale_order, below=request.sell_below)
    found = ask(task, opened)
    prices = np.empty((len(scenarios), market.size), np.int64)
    for group in groups:
        prices[list(group.places)] = group.prices
    told = _Told(scenarios, market, prices, found, lines, request)
    rows, schema = _TELL[request.by](told)
    notes = [note for scenario in scenarios[:_TOLD] for note in scenario.notes(market)]
    return Result(
        pl.DataFrame(list(rows), schema=schema),
        as_of=opened.book.on,
        source=(*opened.source, "rulebook"),
        warnings=tuple(
            dict.fromkeys(
                (
                    *opened.notes,
                    *notes,
                    assumptions_told({"scenarios": f"{len(scenarios)}", **request.assumptions}),
                    _APART,
                    TURNOVER_NOTE,
                )
            )
        ),
    )


_TOLD: Final = 50
"""Of so many scenarios the notes are told; draws of one model all say the same."""
_APART: Final = Note(
    "各情景相互独立，卖出本身不影响价格；分位数未按情景发生的可能性加权，除非情景为抽样",
    "scenarios stand apart and sales move no prices; quantiles are probabilities only where the scenarios are draws",
)


@dataclass(frozen=True, eq=False, slots=True)
class _Told:
    """The sums of a grid as rows."""

    scenarios: tuple[Scenario, ...]
    market: MarkTable
    prices: np.ndarray
    found: Grid
    lines: Lines
    request: GridRequest

    def measure(self, name: str) -> np.ndarray:
        """By scenario: accounts, or 厘 (``shortfall`` and ``still_missing`` times the denominator of their target)."""
        totals, amounts = self.found.totals, self.found.amounts
        found: np.ndarray = {
            "called": totals[:, CALL:, 0].sum(axis=1), "immediate": totals[:, IMMEDIATE, 0], "debt_called": totals[:, CALL:, 2].sum(axis=1),
            "shortfall": totals[:, CALL:, 4].sum(axis=1), "forced_sales": amounts[:, 1], "forced_purchases": amounts[:, 2],
            "still_missing": amounts[:, 3],
        }[name]  # fmt: skip
        return found

    def plain(self, name: str, value: int) -> Decimal:
        """Accounts, or 元 to the 厘."""
        if name not in _MONEY_MEASURES:
            return Decimal(value)
        divisor = {"shortfall": self.lines.cure_target[1], "still_missing": self.lines.forced_sale_target[1]}.get(name, 1)
        return (Decimal(value) / (LI_PER_YUAN * divisor)).quantize(Decimal(1) / LI_PER_YUAN)

    def worst(self) -> list[int]:
        """Places of the worst scenarios, the largest forced sales first."""
        order = np.lexsort((np.arange(len(self.scenarios)), -self.measure("called"), -self.measure("forced_sales")))
        return [int(place) for place in order[: self.request.worst]]


def _distribution(told: _Told) -> tuple[Iterator[dict[str, Any]], Mapping[str, Any]]:
    from liangrong.stress.scenarios.distribution import quantile

    def rows() -> Iterator[dict[str, Any]]:
        for name, (unit, zh, en) in _MEASURES.items():
            values = told.measure(name)
            yield {
                "measure": name, "title_zh": zh, "title_en": en, "unit": unit, "scenarios": len(values),
                "mean": told.plain(name, round(int(values.sum()) / len(values))),
                **{label: told.plain(name, quantile(values, share)) for label, share in _SHARES.items()},
            }  # fmt: skip

    schema = {"measure": pl.String, "title_zh": pl.String, "title_en": pl.String, "unit": pl.String, "scenarios": pl.Int64}
    return rows(), {**schema, "mean": MONEY, **dict.fromkeys(_SHARES, MONEY)}


def _by_scenario(told: _Told) -> tuple[Iterator[dict[str, Any]], Mapping[str, Any]]:
    def rows() -> Iterator[dict[str, Any]]:
        for rank, place in enumerate(told.worst(), 1):
            cells = {name: told.plain(name, int(told.measure(name)[place])) for name in _MEASURES}
            moves = told.prices[place] / told.market.price
            mean = float(moves.mean()) - 1 if moves.size else None
            yield {"rank": rank, "scenario": told.scenarios[place].name, "mean_move": mean, **cells}

    types = {name: MONEY if name in _MONEY_MEASURES else pl.Int64 for name in _MEASURES}
    return rows(), {"rank": pl.Int64, "scenario": pl.String, "mean_move": pl.Float64, **types}


def _by_security(told: _Told) -> tuple[Iterator[dict[str, Any]], Mapping[str, Any]]:
    def rows() -> Iterator[dict[str, Any]]:
        places = told.worst()
        market, count = told.market, len(places)
        sold = (told.found.shares_sold[places] * told.prices[places]).sum(axis=0)
        for n in np.lexsort((np.arange(market.size), -sold))[: told.request.top or None].tolist():
            usual = float(market.turnover[n])
            mean = yuan_of_li(round(int(sold[n]) / count))
            yield {
                "security": market.securities[n], "industry": market.industries[market.industry[n]] or None,
                "mean_move": float((told.prices[places, n] / market.price[n]).mean()) - 1, "mean_forced_sales": mean,
                "mean_sold_quantity": float(told.found.shares_sold[places, n].mean()),
                "mean_forced_sales_to_turnover": float(mean) / usual if usual > 0 else None, "scenarios": count,
            }  # fmt: skip

    schema = {
        "security": pl.String, "industry": pl.String, "mean_move": pl.Float64, "mean_forced_sales": MONEY, "mean_sold_quantity": pl.Float64,
        "mean_forced_sales_to_turnover": pl.Float64, "scenarios": pl.Int64,
    }  # fmt: skip
    return rows(), schema


_TELL: Final[Mapping[GridBy, Callable[[_Told], tuple[Iterator[dict[str, Any]], Mapping[str, Any]]]]] = {
    "distribution": _distribution, "scenario": _by_scenario, "security": _by_security,
}  # fmt: skip
