"""Whose prices a supposition is about: the market, an industry, a board, or one security."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from liangrong.accounts.limits.orders import board_key
from liangrong.book.marks import MarkTable
from liangrong.core.errors import UnknownName
from liangrong.core.results import Note
from liangrong.core.securities import Board

__all__ = ["MARKET", "Scope", "ScopeKind"]

ScopeKind: TypeAlias = Literal["market", "industry", "board", "security"]

_KINDS_ZH: Final = {"industry": "行业", "board": "板块", "security": "证券"}
_BOARDS_ZH: Final = {"main": "主板", "star": "科创板", "chinext": "创业板", "bse": "北交所", "fund": "基金", "bond": "债券"}


@dataclass(frozen=True, slots=True)
class Scope:
    """Some securities of a market.

    Parameters
    ----------
    name
        Of the industry, the board (``star``) or the security (``600519.SH``); empty for the market.
    """

    kind: ScopeKind = "market"
    name: str = ""

    @property
    def spelling(self) -> str:
        """``market``, ``industry:电子``, ``board:star``, ``security:600519.SH``."""
        return f"{self.kind}:{self.name}" if self.name else self.kind

    @property
    def words(self) -> Note:
        """For a sentence."""
        if self.kind == "market":
            return Note("全部证券", "all securities")
        return Note(f"{_KINDS_ZH[self.kind]}{_BOARDS_ZH.get(self.name, self.name)}", f"{self.kind} {self.name}")

    def members(self, market: MarkTable) -> NDArray[np.bool_]:
        """Which securities of a market belong to it.

        Raises
        ------
        UnknownName
            None does.

        Examples
        --------
        >>> from datetime import date
        >>> from decimal import Decimal
        >>> from liangrong.accounts.marks import Mark
        >>> one = Mark(Decimal(10), Decimal(1), industry="电子")
        >>> table = MarkTable.of({"600519.SH": one, "688981.SH": one}, ["600519.SH", "688981.SH"], date(2026, 1, 30))
        >>> Scope("board", "star").members(table).tolist()
        [False, True]
        """
        match self.kind:
            case "market":
                return np.ones(market.size, dtype=np.bool_)
            case "industry":
                known = [name for name in market.industries if name]
                found = np.isin(market.industry, [n for n, name in enumerate(market.industries) if name and name == self.name])
            case "board":
                known = [board.value for board in Board]
                found = np.array([board_key(security) == self.name for security in market.securities], dtype=np.bool_)
            case "security":
                known = list(market.securities[:5])
                found = np.array([security == self.name for security in market.securities], dtype=np.bool_)
        if not found.any():
            raise UnknownName(kind=self.kind, name=self.name, known=", ".join(known) or "-")
        return found


MARKET: Final = Scope()
