"""Reverse stress: the smallest fall that does so much to a book, and which industry alone does most."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import numpy as np
import polars as pl

from liangrong.book.lines import CALL, NO_DEBT
from liangrong.book.scales import BASIS_POINTS, LI_PER_YUAN
from liangrong.core.errors import NoData, UsageError
from liangrong.core.results import Note, Result
from liangrong.research.tables.assumptions import assumptions_told
from liangrong.services.books.files import OpenedBook, opened_book
from liangrong.services.books.valuing import no_debt
from liangrong.services.rules import opened_book as opened_rules
from liangrong.services.stress.asking import Ask, asked_here, lines_of
from liangrong.services.stress.run import SaleKind, SaleLineKind
from liangrong.services.stress.scenarios import Sources
from liangrong.services.workspace import Workspace
from liangrong.stress.reverse.search import Crossing, smallest_fall
from liangrong.stress.reverse.shocks import Shock, beta_fall, industry_falls, uniform_fall
from liangrong.stress.scenarios.scenario import Scenario
from liangrong.stress.scenarios.spelling import parse_scope

if TYPE_CHECKING:
    from liangrong.book.grid import Grid
    from liangrong.book.lines import Lines

__all__ = ["ReverseBy", "ReverseMeasure", "ReverseStressRequest", "reverse"]

ReverseMeasure: TypeAlias = Literal["called", "called_share", "debt_called", "debt_called_share", "shortfall", "forced_sales"]
ReverseBy: TypeAlias = Literal["fall", "path", "industry"]

_TITLES: Final[dict[ReverseMeasure, Note]] = {
    "called": Note("被追保账户数", "accounts called"),
    "called_share": Note("被追保账户占有负债账户之比", "accounts called, of those in debt"),
    "debt_called": Note("被追保账户的负债", "debt of called accounts"),
    "debt_called_share": Note("被追保账户负债占当前全部负债之比", "debt of called accounts, of all debt of today"),
    "shortfall": Note("追保缺口", "cash that called accounts lack"),
    "forced_sales": Note("强制卖出金额", "forced sales"),
}
_MONEY: Final = ("debt_called", "shortfall", "forced_sales")
_PLACES: Final = 6
_VALUE: Final = pl.Decimal(38, _PLACES)
_SCHEMAS: Final[dict[ReverseBy, dict[str, Any]]] = {
    "fall": {
        "measure": pl.String, "title_zh": pl.String, "title_en": pl.String, "shock": pl.String, "wanted": _VALUE, "unit": pl.String,
        "reached": pl.Boolean, "fall": pl.Float64, "value": _VALUE, "value_one_basis_point_before": _VALUE, "value_now": _VALUE,
        "grows_with_the_fall": pl.Boolean,
    },
    "path": {"shock": pl.String, "fall": pl.Float64, "measure": pl.String, "value": _VALUE, "unit": pl.String},
    "industry": {
        "industry": pl.String, "fall": pl.Float64, "measure": pl.String, "value": _VALUE, "increase": _VALUE, "unit": pl.String,
        "held_share": pl.Float64,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseStressRequest:
    """What is to happen, and by which kind of fall.

    Parameters
    ----------
    measure, target
        Accounts, a share (0.05), or 元.
    shock
        ``market``: all prices alike; ``beta``: each security by its beta; ``industry:电子``, ``board:star``, ``security:600519.SH``: these
        alone.
    by
        ``fall``: the smallest fall; ``path``: the measure at every whole percent; ``industry``: the measure after each industry alone
        has fallen by ``fall``.
    fall
        How far each industry falls: 0.3 is 30 %.
    sale_order, sell_below, pack, window
        As ``StressRequest``.
    """

    book: str
    measure: ReverseMeasure = "called_share"
    target: Decimal = Decimal("0.05")
    shock: str = "market"
    by: ReverseBy = "fall"
    fall: Decimal = Decimal("0.30")
    sale_order: SaleKind = "pro_rata"
    sell_below: SaleLineKind = "call"
    pack: str = ""
    window: int = 250
    own_files: bool = True


def reverse(workspace: Workspace | None, request: ReverseStressRequest, *, ask: Ask = asked_here) -> Result:
    """Search for the smallest fall, exact to a basis point, or compare industries.

    Returns
    -------
    Result
        Rows of ``request.by``. ``value`` in the unit of the row: accounts (户), 元, or a pure number (1). ``grows_with_the_fall`` is
        false where the measure shrinks somewhere on the way: see ``stress.reverse.search``.

    Raises
    ------
    UsageError, UnknownName, InvalidSecurity, NoData, BadInput, LooseningOverlay
        As ``run``; and where the target or the fall cannot be.
    """
    _check(request)
    opened = opened_book(workspace, request.book, own_files=request.own_files)
    asked = _Asked(
        request, opened, lines_of(opened_rules(request.pack or None, own_files=request.own_files), opened.book.on), ask
    )
    notes: tuple[Note, ...] = ()
    if request.by == "industry":
        rows = asked.industries()
    else:
        shock, notes = _shock(request, opened, Sources(workspace=workspace, window=request.window, own_files=request.own_files))
        rows = asked.fall(shock) if request.by == "fall" else asked.path(shock)
    assumptions = {
        "shock": request.shock if request.by != "industry" else "each industry alone", "sale_order": request.sale_order,
        "sell_below": request.sell_below, "cures": "none", "price_impact": "none", "price_limits": "off",
    }  # fmt: skip
    return Result(
        pl.DataFrame(rows, schema=_SCHEMAS[request.by]),
        as_of=opened.book.on,
        source=(*opened.source, "rulebook"),
        warnings=tuple(dict.fromkeys((*opened.notes, *notes, *asked.notes, assumptions_told(assumptions)))),
    )


def _check(request: ReverseStressRequest) -> None:
    if request.target <= 0 or (request.measure.endswith("_share") and request.target > 1):
        raise UsageError(
            reason=f"The target of {request.measure} is {request.target}; it lies above 0, and a share at 1 at most.",
            reason_zh=f"{request.measure} 的目标为 {request.target}；应大于 0，比例不超过 1。",
        )
    if not 0 < request.fall < 1:
        raise UsageError(
            reason=f"A fall of {request.fall} does not lie between 0 and 1.", reason_zh=f"跌幅 {request.fall} 不在 0 与 1 之间。"
        )


def _shock(request: ReverseStressRequest, opened: OpenedBook, sources: Sources) -> tuple[Shock, tuple[Note, ...]]:
    if request.shock == "beta":
        model, basis = sources.model(opened.marks, "beta")
        known = zip(model.securities, model.betas, model.estimated, strict=True)
        shock = beta_fall({security: float(beta) for security, beta, own in known if own}, basis)
        return shock, shock(1).notes(opened.marks)
    scope = parse_scope(request.shock, request.shock)
    scope.members(opened.marks)
    return uniform_fall(scope), ()


class _Asked:
    """One question about one book."""

    def __init__(self, request: ReverseStressRequest, opened: OpenedBook, lines: Lines, ask: Ask) -> None:
        from liangrong.stress.scenarios.valuation import RevalueTask

        self.request, self.opened, self.lines, self.ask = request, opened, lines, ask
        totals = ask(RevalueTask(marks=opened.marks, lines=lines), opened).totals
        self.indebted, self.debt = int(totals[NO_DEBT + 1 :, 0].sum()), int(totals[NO_DEBT + 1 :, 2].sum())
        self.notes: tuple[Note, ...] = ()
        if not self.debt:
            raise no_debt(opened.name)

    def fall(self, shock: Shock) -> list[dict[str, Any]]:
        """The smallest fall, in one row."""
        found = self._search(shock)
        title = _TITLES[self.request.measure]
        return [{
            "measure": self.request.measure, "title_zh": title.zh, "title_en": title.en, "shock": self.request.shock,
            "wanted": self.request.target, "unit": self._unit, "reached": found.fall is not None,
            "fall": None if found.fall is None else found.fall / BASIS_POINTS, "value": self._plain(found.value),
            "value_one_basis_point_before": None if found.before is None else self._plain(found.before),
            "value_now": self._plain(found.path[0][1]), "grows_with_the_fall": found.monotone,
        }]  # fmt: skip

    def path(self, shock: Shock) -> list[dict[str, Any]]:
        """A row for every whole percent."""
        falls = [*range(0, BASIS_POINTS, BASIS_POINTS // 100), BASIS_POINTS - 1]
        values = self._values([shock(fall) for fall in falls])
        return [{"shock": self.request.shock, "fall": fall / BASIS_POINTS, "measure": self.request.measure, "value": self._plain(value),
                 "unit": self._unit} for fall, value in zip(falls, values, strict=True)]  # fmt: skip

    def industries(self) -> list[dict[str, Any]]:
        """A row for each industry, the one that does most first."""
        shocks = industry_falls(self.opened.marks)
        if not shocks:
            raise NoData(what="industries", what_zh="行业分类", where=f"the book {self.opened.name}", where_zh=f"账簿 {self.opened.name} ",
                         nearest="none", nearest_zh="无")  # fmt: skip
        fall = round(self.request.fall * BASIS_POINTS)
        now, *values = self._values([uniform_fall()(0), *(shock(fall) for shock in shocks.values())])
        weights = self._weights()
        rows = [
            {"industry": name, "fall": fall / BASIS_POINTS, "measure": self.request.measure, "value": self._plain(value),
             "increase": self._plain(value) - self._plain(now), "unit": self._unit, "held_share": weights.get(name)}
            for name, value in zip(shocks, values, strict=True)
        ]  # fmt: skip
        return sorted(rows, key=lambda row: (-row["value"], row["industry"]))

    def _search(self, shock: Shock) -> Crossing:
        target = self._whole_target()
        found = smallest_fall(lambda falls: self._values([shock(fall) for fall in falls]), target)
        if not found.monotone:
            self.notes = (_HUMP,)
        return found

    def _weights(self) -> dict[str, float]:
        """The share of each industry in all that accounts hold, at the marks of the book."""
        from liangrong.stress.scenarios.valuation import RunTask

        market = self.opened.marks
        held = self.ask(RunTask(before=market, after=(), limited=(), lines=self.lines), self.opened).held * market.price
        total = int(held.sum())
        return {name: int(held[market.industry == n].sum()) / total for n, name in enumerate(market.industries)} if total else {}

    def _values(self, scenarios: Sequence[Scenario]) -> list[int]:
        """The measure after each scenario, in whole units."""
        from liangrong.stress.scenarios.distribution import GridTask, groups_of

        market = self.opened.marks
        groups = groups_of(market, [scenario.change(market) for scenario in scenarios], [False] * len(scenarios))
        policy = self.request.sale_order if self.request.measure == "forced_sales" else None
        task = GridTask(groups=groups, lines=self.lines, policy=policy, below=self.request.sell_below)
        found = _MEASURED[self.request.measure](self.ask(task, self.opened))
        return [int(value) for value in found]

    @property
    def _unit(self) -> str:
        return "元" if self.request.measure in _MONEY else "1" if self.request.measure.endswith("_share") else "户"

    def _whole_target(self) -> int:
        """The target in the units in which the measure is counted; what is not whole is rounded up."""
        base = {"called_share": self.indebted, "debt_called_share": self.debt, "called": 1}.get(self.request.measure, LI_PER_YUAN)
        return math.ceil(self.request.target * base * (self.lines.cure_target[1] if self.request.measure == "shortfall" else 1))

    def _plain(self, value: int) -> Decimal:
        """A measure as it is shown."""
        match self.request.measure:
            case "called":
                return Decimal(value)
            case "called_share":
                return _digits(Decimal(value) / self.indebted)
            case "debt_called_share":
                return _digits(Decimal(value) / self.debt)
            case "shortfall":
                return _digits(Decimal(value) / (LI_PER_YUAN * self.lines.cure_target[1]))
            case _:
                return Decimal(value) / LI_PER_YUAN


_HUMP: Final = Note(
    "该指标并非随跌幅单调上升（可卖者已卖尽，或融券账户好转）；结果为按整百分点与基点逐级查到的最小跌幅",
    "the measure shrinks somewhere on the way (nothing is left to sell, or short accounts recover): the answer is the smallest fall "
    "found on whole percents and then on basis points",
)
_MEASURED: Final[dict[ReverseMeasure, Callable[[Grid], np.ndarray]]] = {
    "called": lambda found: found.totals[:, CALL:, 0].sum(axis=1),
    "called_share": lambda found: found.totals[:, CALL:, 0].sum(axis=1),
    "debt_called": lambda found: found.totals[:, CALL:, 2].sum(axis=1),
    "debt_called_share": lambda found: found.totals[:, CALL:, 2].sum(axis=1),
    "shortfall": lambda found: found.totals[:, CALL:, 4].sum(axis=1),
    "forced_sales": lambda found: found.amounts[:, 1],
}


def _digits(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-_PLACES))
