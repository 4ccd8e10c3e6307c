"""The liquidation ladder, from public data or of a book: at which fall how much debt reaches the lines, and how much must be sold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np
import polars as pl

from liangrong.analytics.names import with_names
from liangrong.analytics.scopes import industry_spells
from liangrong.core.clocks import AsOf
from liangrong.core.errors import ExtraMissing, UnknownName, UsageError
from liangrong.core.results import Note, Result
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import MarketSnapshot
from liangrong.research.tables.assumptions import assumption_title
from liangrong.rules.rulebook import Rulebook
from liangrong.services.books.ladder import BookLadder, book_ladder
from liangrong.services.engines.engine import Engine
from liangrong.services.engines.local import HERE
from liangrong.services.single_names import single_names
from liangrong.services.stress.asking import check_top
from liangrong.services.workspace import Workspace
from liangrong.stress.estimation.ensemble import Assumptions

if TYPE_CHECKING:
    from liangrong.stress.estimation.market_history import MarketHistory
    from liangrong.stress.ladder.estimated import Estimated, MarketView
    from liangrong.stress.ladder.samples import Ladder

__all__ = ["DEFAULT_FALLS", "By", "LadderRequest", "financing_cost", "ladder"]

By: TypeAlias = Literal["market", "industry", "security"]

DEFAULT_FALLS: Final = (0.01, 0.02, 0.03, 0.05, 0.07, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50)

_COLUMNS: Final = (
    "basis", "group", "group_name", "balance", "fall", "index", "index_level", "measure", "low", "median", "high",
)  # fmt: skip
_UNCLASSIFIED: Final = "unclassified"
_LEAST_OWN_PRICE: Final = 0.5
"""A security whose own price is known on fewer of the sessions is counted among those that the index stands in for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderRequest:
    """A day and the rungs.

    Parameters
    ----------
    by
        ``market``: one ladder; ``industry``: one for each first-level industry of 申万; ``security``: one for each security.
    groups
        Industries or securities wanted, by name or code; empty: all.
    top
        Of securities, where none is named: so many, those that must sell most at the deepest fall first; 0: all.
    as_of
        Moved back to a session; the latest complete one when ``None``.
    falls
        0.2: all prices are 20 % lower.
    band
        Share of the models that lies within the band.
    book
        Count this book, by its name or folder, instead of estimating the market; ``as_of`` then names the day of its prices.
    pack
        A broker pack over the law, for the lines of a book.
    own_files
        Whether book and pack may be files of this machine.
    """

    by: By = "market"
    groups: tuple[str, ...] = ()
    top: int = 20
    as_of: date | None = None
    known_at: datetime | None = None
    falls: tuple[float, ...] = DEFAULT_FALLS
    band: float = 0.9
    book: str = ""
    pack: str = ""
    own_files: bool = True
    assumptions: Assumptions = field(default_factory=Assumptions)

    def __post_init__(self) -> None:
        check_top(self.top)
        if not self.falls or not all(0 <= fall < 1 for fall in self.falls):
            raise UsageError(reason=f"Falls are shares from 0 to below 1, such as 0.2 for 20 % down; got {_listed(self.falls)}.",
                             reason_zh=f"跌幅须为 0 至 1 之间的小数，如 0.2 表示下跌 20%；收到 {_listed(self.falls)}。")  # fmt: skip
        if not 0 < self.band < 1:
            raise UsageError(reason=f"A band holds a share of the models between 0 and 1, such as 0.9; got {self.band}.",
                             reason_zh=f"区间的概率须在 0 与 1 之间，如 0.9；收到 {self.band}。")  # fmt: skip
        if self.by == "market" and self.groups:
            raise UsageError(reason="The ladder of the market has no groups; ask by industry or by security.",
                             reason_zh="全市场阶梯不分组；请按行业或个股查询。")  # fmt: skip


def _listed(falls: tuple[float, ...]) -> str:
    return ", ".join(f"{fall:g}" for fall in falls) or "-"


def ladder(workspace: Workspace | None, request: LadderRequest, *, ask: Engine = HERE) -> Result:
    """At each fall: debt of the accounts that reach a line, and what must be sold when nobody brings cash, with bands.

    Parameters
    ----------
    ask
        The engine that counts a book.

    Returns
    -------
    Result
        ``basis`` (``estimated``, or ``exact`` for a book), ``group, group_name, balance, fall, index, index_level, measure``
        (``warning_debt, call_debt, immediate_debt, forced_sale``), ``low, median, high``, 元. The debt that reaches a line at a fall is the
        distribution of distances to that line. A book has no band, and no index stands in for its prices.

    Raises
    ------
    NoData
        The day has no balance; by industry or security: no whole margin detail.
    ExtraMissing
        The estimate is compiled; the package for it is not installed.
    UnknownName, UsageError, BadInput
        As ``book_ladder``; a pack without a book, or neither a book nor a store.
    """
    if request.book:
        return _counted(workspace, request, ask)
    found = _Found.of(_estimable(workspace, request), request)
    level = found.market.index_level
    frame = _rows(found.estimated.ladder, found.names, level=request.band, digits=0).with_columns(
        basis=pl.lit("estimated"), index=pl.lit(found.market.index or None, dtype=pl.String),
        index_level=(level * (1 - pl.col("fall"))).fill_nan(None),
    )  # fmt: skip
    return found.result(frame.select(_COLUMNS), "元", _SALE)


def _counted(workspace: Workspace | None, request: LadderRequest, ask: Engine) -> Result:
    """The ladder of a book."""
    found = book_ladder(
        workspace, request.book, request.falls, ask=ask, on=request.as_of, known_at=request.known_at, pack=request.pack,
        own_files=request.own_files,
    )  # fmt: skip
    rungs, names = _grouped(found, request.by), _names(workspace, found) if request.by == "security" else {}
    wanted, cut = _wanted(rungs, request, names)
    rungs = rungs.only(wanted)
    blank = {name: pl.lit(None, dtype=MONEY) for name in ("low", "high")}
    frame = _rows(rungs, names, level=request.band, digits=MONEY.scale).with_columns(
        basis=pl.lit("exact"), index=pl.lit(None, dtype=pl.String), index_level=pl.lit(None, dtype=pl.Float64), **blank
    )
    return Result(frame.select(_COLUMNS), "元", found.marks.on, request.known_at, found.source, (*cut, *found.notes))


def _grouped(found: BookLadder, by: By) -> Ladder:
    securities = found.ladder.groups
    if by == "security":
        return found.ladder
    if by == "market":
        return found.ladder.whole("market")
    industries = found.industry_of()
    return found.ladder.grouped({security: industries.get(security, _UNCLASSIFIED) for security in securities})


def _names(workspace: Workspace | None, found: BookLadder) -> dict[str, str]:
    """What a store calls the securities of a book."""
    if workspace is None:
        return {}
    securities = pl.DataFrame({"security_id": found.ladder.groups})
    named = with_names(workspace.snapshot(AsOf(found.marks.on, None)), securities)
    return dict(named.drop_nulls("name").iter_rows())


def _rows(rungs: Ladder, names: Mapping[str, str], *, level: float, digits: int) -> pl.DataFrame:
    """A ladder with names and balances, 元 to so many digits."""
    named = [names.get(group) for group in rungs.groups]
    groups = pl.DataFrame(
        {"group": rungs.groups, "group_name": named, "balance": rungs.balance},
        schema_overrides={"group": pl.String, "group_name": pl.String},
    )
    money = [pl.col(name).fill_nan(None).round(digits).cast(MONEY) for name in ("balance", "low", "median", "high")]
    return rungs.frame(level=level).join(groups, on="group", maintain_order="left").with_columns(money)


def financing_cost(workspace: Workspace | None, request: LadderRequest) -> Result:
    """What open financing contracts cost against the last price, with bands.

    Returns
    -------
    Result
        ``group, group_name, balance`` (元), ``measure`` (``cost_ratio``: mean price paid over the last price; ``under_water`` and
        ``deep_under_water``: shares of the debt whose purchase lost, or lost more than a tenth; ``mean_age`` in sessions),
        ``unit, low, median, high``.

    Raises
    ------
    NoData, ExtraMissing
        As ``ladder``.
    UsageError
        A book is named: what its contracts cost is in the book.
    """
    if request.book:
        raise UsageError(reason="What financing cost is estimated from public data; of a book, describe its contracts by age or margin ratio.",
                         reason_zh="融资成本由公开数据估计；账簿的合约请看 book describe 的 ages（账龄）或 vintages（保证金比例）。")  # fmt: skip
    from liangrong.stress.estimation.estimate import COSTS, band

    found = _Found.of(_estimable(workspace, request), request)
    rungs = found.estimated.ladder
    low, median, high = band(found.estimated.costs, level=request.band)
    frame = pl.DataFrame([
        {"group": group, "group_name": found.names.get(group), "balance": rungs.balance[g], "measure": measure,
         "unit": "sessions" if measure == "mean_age" else "1", "low": low[g, m], "median": median[g, m], "high": high[g, m]}
        for g, group in enumerate(rungs.groups) for m, measure in enumerate(COSTS)
    ], schema_overrides={"group_name": pl.String})  # fmt: skip
    return found.result(frame.with_columns(pl.col("balance").round(0).cast(MONEY)), "1")


def _estimable(workspace: Workspace | None, request: LadderRequest) -> Workspace:
    """The store that an estimate is drawn from.

    Raises
    ------
    UsageError
        There is none, or the lines of a broker are asked for, whose accounts nobody knows.
    """
    if request.pack:
        raise UsageError(reason="A broker's lines are for its own book: name one, or leave the pack out.",
                         reason_zh="券商规则包只用于账簿：请给出账簿，或不用规则包。")  # fmt: skip
    if workspace is None:
        raise UsageError(reason="The ladder of the market is estimated from a store, and there is none.",
                         reason_zh="全市场阶梯由数据目录估计，现在没有数据目录。")  # fmt: skip
    return workspace


@dataclass(frozen=True)
class _Found:
    """One request, estimated."""

    snapshot: MarketSnapshot
    request: LadderRequest
    market: MarketHistory
    view: MarketView
    estimated: Estimated
    names: Mapping[str, str]
    sources: tuple[str, ...]
    notes: tuple[Note, ...]

    @classmethod
    def of(cls, workspace: Workspace, request: LadderRequest) -> _Found:
        try:
            from liangrong.stress.ladder.estimated import market_view
        except ModuleNotFoundError as error:
            raise ExtraMissing(what="The liquidation ladder", what_zh="平仓阶梯", extra="stress") from error
        from liangrong.stress.estimation.market_history import market_history

        as_of, notes = workspace.as_of(request.as_of, request.known_at)
        snapshot = workspace.snapshot(as_of)
        market = market_history(snapshot)
        view = snapshot.once(
            ("market view", request.assumptions), lambda: market_view(market, Rulebook.load(), request.assumptions)
        )
        notes = (*notes, *market.notes, *_averages(view), _assumed(request.assumptions, view))
        if request.by == "market":
            note = _SCATTER if not market.index else _INDEX
            return cls(snapshot, request, market, view, view.ladder(request.falls), {}, market.sources, (*notes, note))
        return cls._by_security(snapshot, request, market, view, notes)

    @classmethod
    def _by_security(
        cls, snapshot: MarketSnapshot, request: LadderRequest, market: MarketHistory, view: MarketView, notes: tuple[Note, ...]
    ) -> _Found:
        from liangrong.stress.estimation.security_history import security_history

        securities = security_history(snapshot, market.history, sessions=request.assumptions.security_lookback)
        estimated = snapshot.once(
            ("securities", request.assumptions, request.falls), lambda: view.securities(securities.history, request.falls)
        )
        standing_in = int((securities.own_price < _LEAST_OWN_PRICE).sum())
        notes = (*notes, _detailed(securities.detail_sessions, len(securities.history.keys), standing_in))
        sources = tuple(sorted({*market.sources, *securities.sources}))
        keys = pl.DataFrame({"security_id": securities.history.keys})
        names: dict[str, str] = dict(with_names(snapshot, keys).drop_nulls("name").iter_rows())
        if request.by == "industry":
            members = _industries(snapshot)
            group_of = {key: members.get(key, _UNCLASSIFIED) for key in securities.history.keys}
            price = securities.history.log_price
            below_high = 1 - np.exp(price[-1] - price.max(axis=0))
            notes = (*single_names(estimated.ladder, group_of, names, below_high), *notes)
            estimated, names = estimated.grouped(group_of), {}
        wanted, cut = _wanted(estimated.ladder, request, names)
        return cls(snapshot, request, market, view, estimated.only(wanted), names, sources, (*cut, *notes))

    def result(self, frame: pl.DataFrame, unit: str, *notes: Note) -> Result:
        as_of = self.snapshot.as_of
        return Result(frame, unit, as_of.as_of, as_of.known_at, self.sources).warn(*notes, *self.notes)


def _industries(snapshot: MarketSnapshot) -> dict[str, str]:
    """First-level industry of each security on the day."""
    day = snapshot.as_of.as_of
    spells = industry_spells(snapshot).filter(
        pl.col("from_date").is_null() | (pl.col("from_date") <= day), pl.col("to_date").is_null() | (pl.col("to_date") >= day)
    )
    return dict(spells.select("security_id", "level1_name").drop_nulls().iter_rows())


def _wanted(rungs: Ladder, request: LadderRequest, names: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    """The groups that are shown, and what is said of those that are not."""
    if request.groups:
        return tuple(_group(name, request.by, rungs.groups, names) for name in request.groups), ()
    if request.by != "security" or not 0 < request.top < len(rungs.groups):
        return rungs.groups, ()
    return rungs.most_to_sell(request.top), (_cut(request.top, len(rungs.groups)),)


def _cut(shown: int, known: int) -> Note:
    return Note(f"只列出跌幅最深时须卖出最多的 {shown} 只，共 {known} 只证券；用 `top=0` 列出全部。",
                f"{shown} of {known} securities are shown, those that must sell most at the deepest fall; `top=0` shows all.")  # fmt: skip


def _group(wanted: str, kind: By, groups: tuple[str, ...], names: Mapping[str, str]) -> str:
    """The group meant by a name or a code."""
    for group in groups:
        if wanted in (group, names.get(group)) or (wanted.isdigit() and group.startswith(f"{wanted}.")):
            return group
    shown = groups[:5]
    raise UnknownName(kind=kind, name=wanted, known=f"{', '.join(shown)} …", known_zh=f"{'、'.join(shown)} 等")


_SALE: Final = Note(
    "各档金额为累计值：所有证券同幅下跌后，维持担保比例低于该线的账户的融资负债；须强制卖出为无人追加担保物时须卖出的金额"
    "（自有现金先偿还，再按 (t·D − A)/(t − 1) 卖出，t 为强制平仓须恢复到的比例）。实际上多数客户会追保或自行减仓，此为上限。",
    "Amounts are cumulative: debt of the accounts below the line once all prices have fallen alike; forced_sale is what must be sold when "
    "nobody brings cash (own cash repays first, then (t·D − A)/(t − 1), t the ratio that forced sales restore). Many clients cure or sell "
    "earlier: this is an upper bound.",
)
_INDEX: Final = Note(
    "全市场阶梯以指数代表价格，个股围绕指数的离散是假设（个股日波动率）。",
    "The ladder of the market moves with an index; how single securities scatter around it is assumed (idiosyncratic).",
)
_SCATTER: Final = Note(
    "当日没有可展示的指数收盘；各档只以跌幅表示。",
    "No index closed on the day in this store: the rungs are named by their fall alone.",
)


def _averages(view: MarketView) -> tuple[Note, ...]:
    value = f"{float(view.average.mean()):.1%}"
    if not view.unpublished:
        return (Note(f"账户离各线的距离校准于当日公布的平均维持担保比例 {value}；单户分布未公布，其离散程度是假设。",
                     f"Distances are set so that the market shows the average maintenance ratio published for the day, {value}; how unequal "
                     "accounts are is not published and assumed."),)  # fmt: skip
    n = view.unpublished
    return (Note(f"当日未公布平均维持担保比例：由 {n} 个交易日前的公布值按模型推至当日，约 {value}，误差已计入区间。",
                 f"The average maintenance ratio of the day is not known: the one published {n} sessions before is moved to it by the model, "
                 f"to about {value}; its error is in the bands."),)  # fmt: skip


def _assumed(assumptions: Assumptions, view: MarketView) -> Note:
    ranges = "; ".join(f"{name} {low:g}…{high:g}" for name, low, high in assumptions.rows())
    ranges_zh = "；".join(f"{assumption_title(name).zh} {low:g}…{high:g}" for name, low, high in assumptions.rows())
    head = f"{len(view.average)}"
    return Note(
        f"由 {head} 个模型组成的集合估计，区间为各模型之间的分位数，不含模型之外的误差。哪些合约先偿还、账户如何分布均未公布，参数范围为假设：{ranges_zh}。",
        f"Estimated by an ensemble of {head} models; the band is of quantiles among them and knows no error that they share. Which contracts are "
        f"repaid first and how accounts differ is not published; ranges assumed: {ranges}.",
    )


def _detailed(sessions: int, keys: int, standing_in: int) -> Note:
    few_zh = f"；其中 {standing_in} 只证券多数交易日没有自己的行情，以指数代替" if standing_in else ""
    few = f"; for {standing_in} of them an index stands in on most sessions" if standing_in else ""
    return Note(
        f"{keys} 只证券，末尾连续 {sessions} 个交易日有完整明细；更早的合约按各自成交额与全市场的存续规律推算{few_zh}。强制卖出按各账户所担保的证券归集，"
        "自有担保品视同所融证券。",
        f"{keys} securities; the last {sessions} sessions have whole detail, contracts of earlier ones are inferred from each security's turnover and "
        f"the survival of the market's contracts{few}. Sales are put to the security that is owed for: own collateral is taken to be like it.",
    )
