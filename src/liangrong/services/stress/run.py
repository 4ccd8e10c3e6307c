"""One scenario or several over a book: who is called, how much is missing, what must be sold of what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import numpy as np
import polars as pl

from liangrong.book.lines import CALL, IMMEDIATE, NO_DEBT, ZONES, Lines
from liangrong.book.marks import MarkTable
from liangrong.book.scales import LI_PER_FEN, LI_PER_YUAN, yuan_of_li
from liangrong.core.errors import UsageError
from liangrong.core.results import Note, Result
from liangrong.market.schemas import MONEY
from liangrong.research.tables.assumptions import assumptions_told
from liangrong.services.books.files import opened_book
from liangrong.services.rules import opened_book as opened_rules
from liangrong.services.stress.asking import MOST_SCREENED, Ask, asked_here, check_served, check_top, lines_of
from liangrong.services.stress.scenarios import Sources, asked_for, scenarios_of
from liangrong.services.workspace import Workspace
from liangrong.stress.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from liangrong.stress.scenarios.valuation import RunSums

__all__ = ["MOST_SCENARIOS", "TURNOVER_NOTE", "By", "SaleKind", "SaleLineKind", "StressRequest", "run"]

By: TypeAlias = Literal["scenario", "zone", "industry", "security"]
SaleKind: TypeAlias = Literal["pro_rata", "risk", "position", "loss"]
SaleLineKind: TypeAlias = Literal["call", "immediate"]

MOST_SCENARIOS: Final = 50
"""More are asked as a grid, which reads each position once for all of them."""

_HEADING: Final = {"scenario": pl.String}
_SCHEMAS: Final[Mapping[By, Mapping[str, Any]]] = {
    "scenario": {
        **_HEADING, "story_zh": pl.String, "story_en": pl.String, "accounts": pl.Int64, "indebted": pl.Int64, "called_before": pl.Int64,
        "called": pl.Int64, "newly_called": pl.Int64, "immediate": pl.Int64, "called_share": pl.Float64, "debt_called": MONEY,
        "shortfall": MONEY, "accounts_to_sell": pl.Int64, "repaid_from_cash": MONEY, "forced_sales": MONEY, "forced_purchases": MONEY,
        "still_missing": MONEY, "forced_sales_to_turnover": pl.Float64, "assets_before": MONEY, "assets": MONEY, "debt": MONEY,
        "average_maintenance_ratio_before": pl.Float64, "average_maintenance_ratio": pl.Float64,
    },
    "zone": {
        **_HEADING, "zone": pl.String, "accounts_before": pl.Int64, "accounts": pl.Int64, "came_from_better": pl.Int64,
        "assets": MONEY, "debt_before": MONEY, "debt": MONEY, "shortfall": MONEY,
    },
    "industry": {
        **_HEADING, "industry": pl.String, "move": pl.Float64, "held_before": MONEY, "held": MONEY, "held_by_called": MONEY,
        "owed_by_called": MONEY, "forced_sales": MONEY, "forced_purchases": MONEY, "forced_sales_to_turnover": pl.Float64,
    },
    "security": {
        **_HEADING, "security": pl.String, "industry": pl.String, "price_before": MONEY, "price": MONEY, "move": pl.Float64,
        "held": MONEY, "held_by_called": MONEY, "owed_by_called": MONEY, "sold_quantity": pl.Int64, "forced_sales": MONEY,
        "bought_quantity": pl.Int64, "forced_purchases": MONEY, "forced_sales_to_turnover": pl.Float64,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class StressRequest:
    """Scenarios, a book, and how to tell what they do.

    Parameters
    ----------
    book
        Name in the store, or a folder.
    scenarios
        Each as ``stress.scenarios.spelling`` reads it.
    by
        One row per scenario, or per scenario and zone, industry or security.
    top
        So many securities per scenario, those with the largest forced sales first; 0: all.
    sale_order
        What goes first; ``pro_rata``: the same part of everything held.
    sell_below
        ``call``: as if nobody cured a call; ``immediate``: as if everybody did who has the time.
    pack
        A broker's rules over the law.
    window
        Sessions of returns for betas and draws.
    """

    book: str
    scenarios: tuple[str, ...]
    by: By = "scenario"
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
            "trading_costs": "none",
        }  # fmt: skip


def run(workspace: Workspace | None, request: StressRequest, *, ask: Ask = asked_here) -> Result:
    """Put scenarios to a book.

    Parameters
    ----------
    ask
        The engine.

    Returns
    -------
    Result
        Rows of ``request.by``; money in 元. Sales are what restores the target at the prices of the scenario, before they move
        prices themselves.

    Raises
    ------
    UsageError, UnknownName, InvalidSecurity, NoData, BadInput, LooseningOverlay
        As ``opened_book``, ``scenarios_of`` and the rules; and where too many scenarios, or none, are asked for.
    """
    from liangrong.stress.scenarios.valuation import RunTask

    check_top(request.top)
    opened = opened_book(workspace, request.book, own_files=request.own_files)
    market = opened.marks
    sources = Sources(workspace=workspace, window=request.window, own_files=request.own_files)
    count = asked_for(request.scenarios)
    if not 0 < count <= MOST_SCENARIOS:
        raise UsageError(
            reason=f"{count} scenarios are asked for; name 1 to {MOST_SCENARIOS}, or ask for a grid.",
            reason_zh=f"要求了 {count} 个情景；请给出 1 至 {MOST_SCENARIOS} 个，或改用网格。",
        )
    check_served(opened, count, MOST_SCREENED, own_files=request.own_files)
    scenarios = scenarios_of(request.scenarios, market, sources)
    rulebook = opened_rules(request.pack or None, own_files=request.own_files)
    lines = lines_of(rulebook, opened.book.on)
    after = tuple(scenario.change(market) for scenario in scenarios)
    task = RunTask(
        before=market, after=after, limited=tuple(scenario.limited for scenario in scenarios), lines=lines, policy=request.sale_order,
        below=request.sell_below,
    )  # fmt: skip
    found = ask(task, opened)
    told = _Told(scenarios, market, after, lines, found, request.top)
    rows = [row for place in range(len(scenarios)) for row in getattr(told, request.by)(place)]
    notes = [
        note
        for scenario in scenarios
        for note in (*scenario.notes(market), assumptions_told({"scenario": scenario.name, **scenario.assumptions}))
    ]
    return Result(
        pl.DataFrame(rows, schema=_SCHEMAS[request.by]),
        as_of=opened.book.on,
        source=(*opened.source, "rulebook"),
        warnings=tuple(dict.fromkeys((*opened.notes, *notes, assumptions_told(request.assumptions), _STATIC, TURNOVER_NOTE))),
    )


TURNOVER_NOTE: Final = Note(
    "与成交额之比以全市场平常一日的成交额为分母；账簿若只是一家券商或全国账户的一部分，其卖出也只是一部分",
    "turnover is that of the whole market in a usual session; where the book is one broker's or a sample of the country, so are its sales",
)
"""What a ratio to turnover means for a book that is not the whole country."""
_STATIC: Final = Note(
    "静态结果：卖出本身不影响价格，也无人补足担保物；反馈见去杠杆级联",
    "a static answer: sales move no prices and nobody cures a call; for the feedback ask for a cascade",
)


@dataclass(frozen=True, eq=False, slots=True)
class _Told:
    """The sums of a run as rows."""

    scenarios: tuple[Scenario, ...]
    market: MarkTable
    after: tuple[MarkTable, ...]
    lines: Lines
    found: RunSums
    top: int

    def scenario(self, place: int) -> Iterator[dict[str, Any]]:
        """One row."""
        scenario, found = self.scenarios[place], self.found
        before, after = found.before, found.after[place]
        amounts = found.amounts[place]
        indebted = int(after[NO_DEBT + 1 :, 0].sum())
        called = int(after[CALL:, 0].sum())
        yield {
            "scenario": scenario.name, "story_zh": scenario.story.zh, "story_en": scenario.story.en,
            "accounts": int(after[:, 0].sum()), "indebted": indebted, "called_before": int(before[CALL:, 0].sum()), "called": called,
            "newly_called": int(found.moved[place][:CALL, CALL:].sum()), "immediate": int(after[IMMEDIATE, 0]),
            "called_share": called / indebted if indebted else None,
            "debt_called": _yuan(after[CALL:, 2]), "shortfall": self._shortfall(after[CALL:, 4]),
            "accounts_to_sell": int(found.to_sell[place]), "repaid_from_cash": _yuan(amounts[0]), "forced_sales": _yuan(amounts[1]),
            "forced_purchases": _yuan(amounts[2]), "still_missing": _rounded(int(amounts[3]), self.lines.forced_sale_target[1]),
            "forced_sales_to_turnover": self._to_turnover(amounts[1], np.ones(self.market.size, np.bool_)),
            "assets_before": _yuan(before[:, 1]), "assets": _yuan(after[:, 1]), "debt": _yuan(after[:, 2]),
            "average_maintenance_ratio_before": _average(before), "average_maintenance_ratio": _average(after),
        }  # fmt: skip

    def zone(self, place: int) -> Iterator[dict[str, Any]]:
        """A row for each zone."""
        before, after, moved = self.found.before, self.found.after[place], self.found.moved[place]
        for number, zone in enumerate(ZONES):
            yield {
                "scenario": self.scenarios[place].name, "zone": zone, "accounts_before": int(before[number, 0]),
                "accounts": int(after[number, 0]), "came_from_better": int(moved[:number, number].sum()),
                "assets": _yuan(after[number, 1]), "debt_before": _yuan(before[number, 2]), "debt": _yuan(after[number, 2]),
                "shortfall": self._shortfall(after[number, 4]),
            }  # fmt: skip

    def industry(self, place: int) -> Iterator[dict[str, Any]]:
        """A row for each industry, the largest forced sales first."""
        rows = [
            {"scenario": self.scenarios[place].name, "industry": name or None, **self._amounts(place, self.market.industry == number)}
            for number, name in enumerate(self.market.industries)
            if (self.market.industry == number).any()
        ]  # fmt: skip
        yield from sorted(rows, key=lambda row: (-row["forced_sales"], -row["held_by_called"]))

    def security(self, place: int) -> Iterator[dict[str, Any]]:
        """A row for each of the top securities, the largest forced sales first."""
        market, after, found = self.market, self.after[place], self.found
        sold, called = found.sold[place] * after.price, found.held_by_called[place] * after.price
        order = np.lexsort((np.arange(market.size), -called, -sold))
        for n in order[: self.top or None].tolist():
            yield {
                "scenario": self.scenarios[place].name, "security": market.securities[n],
                "industry": market.industries[market.industry[n]] or None, "price_before": yuan_of_li(int(market.price[n])),
                "price": yuan_of_li(int(after.price[n])), "sold_quantity": int(found.sold[place][n]),
                "bought_quantity": int(found.bought[place][n]),
                **{name: value for name, value in self._amounts(place, np.arange(market.size) == n).items() if name != "held_before"},
            }  # fmt: skip

    def _amounts(self, place: int, members: np.ndarray) -> dict[str, Any]:
        """What is held, owed, sold and bought of some securities, 元 at the prices of the scenario."""
        found, price = self.found, self.after[place].price
        before, held = (found.held * self.market.price)[members].sum(), (found.held * price)[members].sum()
        sold = (found.sold[place] * price)[members].sum()
        return {
            "move": float(held) / float(before) - 1 if before else float((price / self.market.price - 1)[members].mean()),
            "held_before": _yuan(before), "held": _yuan(held),
            "held_by_called": _yuan((found.held_by_called[place] * price)[members]),
            "owed_by_called": _yuan(found.owed_by_called[place][members] * LI_PER_FEN),
            "forced_sales": _yuan(sold), "forced_purchases": _yuan((found.bought[place] * price)[members]),
            "forced_sales_to_turnover": self._to_turnover(sold, members),
        }  # fmt: skip

    def _to_turnover(self, sold: Any, members: np.ndarray) -> float | None:
        """Forced sales over what is traded in a usual session; ``None`` where that is not known."""
        usual = float(np.nansum(self.market.turnover[members]))
        return float(sold) / LI_PER_YUAN / usual if usual > 0 else None

    def _shortfall(self, sums: Any) -> Decimal:
        return _rounded(int(np.sum(sums)), self.lines.cure_target[1])


def _yuan(li: Any) -> Decimal:
    return yuan_of_li(int(np.sum(li)))


def _rounded(li: int, denominator: int) -> Decimal:
    """A sum in 厘 times a denominator, in 元 to the 厘."""
    return (Decimal(li) / (LI_PER_YUAN * denominator)).quantize(Decimal(1) / LI_PER_YUAN)


def _average(totals: np.ndarray) -> float | None:
    """平均维持担保比例: assets over debt of all accounts in debt."""
    debt = int(totals[NO_DEBT + 1 :, 2].sum())
    return int(totals[NO_DEBT + 1 :, 1].sum()) / debt if debt else None
