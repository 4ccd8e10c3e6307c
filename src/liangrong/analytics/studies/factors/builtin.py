"""The factors of the house: what margin traders did to each name, from its daily detail alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

import numpy as np

from liangrong.analytics.panels.margin import margin_panel
from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.analytics.studies.factors.factor import Factor
from liangrong.core.errors import NotKnown, UnknownName, UsageError
from liangrong.core.results import Note
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["FACTORS", "BuiltinFactor", "PublishedIc", "builtin_factor"]

Recipe: TypeAlias = Callable[[Panel, int], Floats]


@dataclass(frozen=True, slots=True)
class PublishedIc:
    """Mean ICs that others have printed for a factor, over holding periods of ``horizon`` sessions."""

    low: float
    high: float
    horizon: int


@dataclass(frozen=True, slots=True)
class BuiltinFactor:
    """One factor of the house.

    Parameters
    ----------
    title, definition
        What it is called and how it is computed; ``{window}`` stands for the sessions it looks back.
    columns
        The columns of ``margin_detail`` it reads.
    compute
        From the panel and the window to values, row by row from the rows up to it.
    """

    name: str
    title: Note
    definition: Note
    columns: tuple[str, ...]
    compute: Recipe
    published: PublishedIc | None = None


def builtin_factor(
    snapshot: MarketSnapshot, name: str, *, window: int = 5, start: date | None = None, end: date | None = None
) -> Factor:
    """A factor of the house over a window of time.

    Parameters
    ----------
    window
        How many sessions it looks back.
    start, end
        The sessions it is wanted for; the detail of ``window`` sessions before ``start`` is read as well.

    Raises
    ------
    UnknownName
        There is no such factor.
    NotKnown
        The store has too little detail; the error says which tables and days are needed and which are there.

    Examples
    --------
    >>> from liangrong.simulation.planted import PlantedMarket
    >>> market = PlantedMarket.generate(1, sessions=30, names=8).snapshot()
    >>> builtin_factor(market, "financing_change").values.shape
    (30, 8)
    """
    if name not in FACTORS:
        raise UnknownName(kind="factor", kind_zh="因子", name=name, known=", ".join(FACTORS))
    if window < 1:
        raise UsageError(
            reason=f"a window of {window} sessions is none; give 1 or more", reason_zh=f"窗口不能是 {window} 个交易日，至少为 1"
        )
    wanted = FACTORS[name]
    calendar = snapshot.calendar
    first = start if start is None else calendar.offset(calendar.on_or_after(start), -window)
    panel = margin_panel(snapshot, wanted.columns, start=first, end=end)
    values = wanted.compute(panel, window)
    if np.isnan(values).all():
        raise _too_little(wanted, panel, window)
    note = Note(wanted.definition.zh.format(window=window), wanted.definition.en.format(window=window))
    made = Factor(name, panel.sessions, panel.securities, values, panel.sources, (note,))
    return made.between(start, end)


def _growth(column: str) -> Recipe:
    """Change over the window against the mean of both ends: from -2 (all gone) to 2 (from nothing), 0 for no change."""

    def compute(panel: Panel, window: int) -> Floats:
        level = panel[column]
        found = np.full(level.shape, np.nan)
        before, after = level[:-window], level[window:]
        middle = (before + after) / 2
        np.divide(after - before, middle, out=found[window:], where=middle > 0)
        return found

    return compute


def _buys_to_balance(panel: Panel, window: int) -> Floats:
    bought, balance = panel["financing_buy_amount"], panel["financing_balance"]
    found = np.full(balance.shape, np.nan)
    if len(balance) < window:
        return found
    mean = np.lib.stride_tricks.sliding_window_view(bought, window, axis=0).mean(axis=-1)
    here = balance[window - 1 :]
    np.divide(mean, here, out=found[window - 1 :], where=here > 0)
    return found


FACTORS: Final[Mapping[str, BuiltinFactor]] = {
    made.name: made
    for made in (
        BuiltinFactor(
            "short_change",
            Note("Δ融券余量", "change of the short position"),
            Note("因子：融券余量 {window} 个交易日的变化 ÷ 首尾均值（用股数，不受股价影响；除权除息不作调整）。",
                 "Factor: change of the short quantity over {window} sessions over the mean of both ends (in shares, so the price "
                 "has no part in it; not adjusted for splits)."),
            ("short_quantity",),
            _growth("short_quantity"),
        ),
        BuiltinFactor(
            "short_balance_change",
            Note("Δ融券余额", "change of the short balance"),
            Note("因子：融券余额 {window} 个交易日的变化 ÷ 首尾均值（含股价涨跌；余额未公布处为余量 × 收盘价）。",
                 "Factor: change of the short balance over {window} sessions over the mean of both ends (the price is in it; where the "
                 "balance is unpublished it is quantity x close)."),
            ("short_balance",),
            _growth("short_balance"),
        ),
        BuiltinFactor(
            "financing_change",
            Note("Δ融资余额", "change of the financing balance"),
            Note("因子：融资余额 {window} 个交易日的变化 ÷ 首尾均值。",
                 "Factor: change of the financing balance over {window} sessions over the mean of both ends."),
            ("financing_balance",),
            _growth("financing_balance"),
        ),
        BuiltinFactor(
            "buys_to_balance",
            Note("融资买入额/融资余额", "financing buys over balance"),
            Note("因子：最近 {window} 个交易日日均融资买入额 ÷ 融资余额。",
                 "Factor: mean financing buys of the last {window} sessions over the financing balance."),
            ("financing_balance", "financing_buy_amount"),
            _buys_to_balance,
            PublishedIc(-0.056, -0.043, 20),
        ),
    )
}  # fmt: skip
"""Every factor of the house by its name."""


def _too_little(wanted: BuiltinFactor, panel: Panel, window: int) -> NotKnown:
    days = int((~np.isnan(panel[wanted.columns[0]])).any(axis=1).sum()) if panel.sessions else 0
    names = ", ".join(wanted.columns)
    have = f"{days}（{panel.sessions[0]} 至 {panel.sessions[-1]}）" if days else "0"
    have_en = f"{days} ({panel.sessions[0]} to {panel.sessions[-1]})" if days else "none"
    quoted = f"{wanted.published.low:.1%} … {wanted.published.high:.1%}" if wanted.published else ""
    return NotKnown(
        reason=f"The factor {wanted.name} is not computed here: it needs margin_detail ({names}) of every session, at least "
               f"{window + 1} of them and some 250 for a test, and quotes of the sessions after; stored are {have_en}."
               + (f" The published mean IC of {quoted} a month is not reproduced here." if quoted else ""),
        reason_zh=f"这里算不出因子 {wanted.name}：需要逐日的融资融券明细 margin_detail（{names}），至少 {window + 1} 个交易日、检验约需 250 个，"
                  f"以及其后的行情 quotes；现有明细 {have} 个交易日。"
                  + (f"他处公布的月度 IC 均值 {quoted} 在此未能复现。" if quoted else ""),
        hint="Import the detail with `liangrong import` or fetch it with `liangrong sync`, or bring your own factor with --file.",
        hint_zh="用 liangrong import 导入或用 liangrong sync 获取明细，也可用 --file 给出自己的因子。",
    )  # fmt: skip
