"""The market cut into days, each made when it is first asked for: what a server looks things up in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from liangrong.simulation.market import SimulatedMarket

__all__ = ["Days"]


class Days:
    """Rows of one market by exchange and session.

    Parameters
    ----------
    market
        Whose rows.
    """

    def __init__(self, market: SimulatedMarket) -> None:
        self.market = market

    @cached_property
    def totals(self) -> Mapping[tuple[str, date], dict[str, Any]]:
        """(exchange, session) to the row of the totals."""
        return _rows_of_day(self.market.table("market_totals"))

    @cached_property
    def northbound(self) -> Mapping[tuple[str, date], dict[str, Any]]:
        """(exchange, session) to the row of northbound trading."""
        return _rows_of_day(self.market.table("northbound"))

    def detail(self, suffix: str, day: date) -> list[dict[str, Any]]:
        """The detail rows of one exchange on one session, by code; empty where there are none."""
        part = self._detail.get((suffix, day))
        return [] if part is None else part.sort("security_id").rows(named=True)

    def underlying(self, suffix: str, day: date) -> list[dict[str, Any]]:
        """The underlying list of one exchange, by code; the invented lists never change."""
        return self._underlying[suffix] if (suffix, day) in self._detail else []

    @cached_property
    def _detail(self) -> Mapping[tuple[str, date], pl.DataFrame]:
        frame = self.market.table("margin_detail").with_columns(_SUFFIX)
        parts = frame.partition_by("_suffix", "trade_date", as_dict=True)
        return {(str(suffix), day): part for (suffix, day), part in parts.items()}

    @cached_property
    def _underlying(self) -> Mapping[str, list[dict[str, Any]]]:
        frame = self.market.table("underlying_securities").with_columns(_SUFFIX).sort("security_id")
        return {str(suffix): part.rows(named=True) for (suffix,), part in frame.partition_by("_suffix", as_dict=True).items()}


_SUFFIX = pl.col("security_id").str.slice(-2).alias("_suffix")


def _rows_of_day(frame: pl.DataFrame) -> Mapping[tuple[str, date], dict[str, Any]]:
    return {(row["exchange"], row["trade_date"]): row for row in frame.iter_rows(named=True)}
