"""Suppositions made by hand: prices move, conversion ratios are cut, trading is suspended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from liangrong.book.marks import MarkTable
from liangrong.book.scales import BASIS_POINTS
from liangrong.core.results import Note
from liangrong.stress.scenarios.prices import repriced
from liangrong.stress.scenarios.scopes import MARKET, Scope

__all__ = ["BetaMove", "ConversionCut", "PriceMove", "Suspension"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceMove:
    """All prices of a scope move by the same share; suspended securities too, for their value is what a lender looks at.

    Parameters
    ----------
    move
        −0.10 is a fall of 10 %.
    """

    move: float
    scope: Scope = MARKET

    @property
    def spelling(self) -> str:
        """``market:-0.1``."""
        return f"{self.scope.spelling}:{self.move:g}"

    @property
    def story(self) -> Note:
        """What it supposes."""
        word = "下跌" if self.move < 0 else "上涨"
        verb = "fall" if self.move < 0 else "rise"
        words = self.scope.words
        return Note(f"{words.zh}{word} {abs(self.move):.2%}", f"{words.en} {verb} by {abs(self.move):.2%}")

    @property
    def assumptions(self) -> Mapping[str, str]:
        """Scope and move."""
        return {"scope": self.scope.spelling, "move": f"{self.move:g}"}

    def change(self, market: MarkTable) -> MarkTable:
        """The market after it."""
        return repriced(market, np.where(self.scope.members(market), self.move, 0.0))

    def notes(self, market: MarkTable) -> tuple[Note, ...]:
        """Nothing is left open."""
        del market
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BetaMove:
    """The market moves, and each security by its beta times as much.

    Parameters
    ----------
    betas
        Security to beta against the market; what is missing has one of 1.
    basis
        From what they were estimated, for the reader.
    """

    move: float
    betas: Mapping[str, float] = field(default_factory=dict, repr=False)
    basis: Note

    @property
    def spelling(self) -> str:
        """``market:-0.1:beta``."""
        return f"market:{self.move:g}:beta"

    @property
    def story(self) -> Note:
        """What it supposes."""
        return Note(
            f"市场变动 {self.move:+.2%}，各证券按贝塔变动", f"the market moves by {self.move:+.2%}, each security by its beta"
        )

    @property
    def assumptions(self) -> Mapping[str, str]:
        """Move, and where the betas come from."""
        return {"move": f"{self.move:g}", "betas": self.basis.en, "beta_where_unknown": "1"}

    def change(self, market: MarkTable) -> MarkTable:
        """The market after it; a security that would lose more than all is left with a price of one 厘."""
        beta = np.array([self.betas.get(security, 1.0) for security in market.securities])
        return repriced(market, beta * self.move)

    def notes(self, market: MarkTable) -> tuple[Note, ...]:
        """How many securities have no beta of their own."""
        without = sum(security not in self.betas for security in market.securities)
        if not without:
            return (self.basis,)
        return (
            self.basis,
            Note(f"{without} 只证券没有贝塔，按 1 计", f"{without} securities have no beta of their own and take 1"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionCut:
    """Conversion ratios (折算率) of a scope are cut by a share of themselves, down to whole basis points.

    Parameters
    ----------
    cut
        0.20 makes 70 % into 56 %; 1 makes it nothing.
    """

    cut: float
    scope: Scope = MARKET

    @property
    def spelling(self) -> str:
        """``conversion:-0.2`` or ``conversion:industry:电子:-0.2``."""
        scope = "" if self.scope == MARKET else f"{self.scope.spelling}:"
        return f"conversion:{scope}{-self.cut:g}"

    @property
    def story(self) -> Note:
        """What it supposes."""
        words = self.scope.words
        return Note(
            f"{words.zh}的折算率下调 {self.cut:.0%}", f"conversion ratios of {words.en} are cut by {self.cut:.0%} of themselves"
        )

    @property
    def assumptions(self) -> Mapping[str, str]:
        """Scope and cut."""
        return {"scope": self.scope.spelling, "cut": f"{self.cut:g}"}

    def change(self, market: MarkTable) -> MarkTable:
        """The market after it."""
        left = BASIS_POINTS - round(self.cut * BASIS_POINTS)
        cut = market.conversion_ratio * left // BASIS_POINTS
        return replace(market, conversion_ratio=np.where(self.scope.members(market), cut, market.conversion_ratio))

    def notes(self, market: MarkTable) -> tuple[Note, ...]:
        """What it leaves alone."""
        del market
        return (Note("折算率只影响保证金可用余额，不影响维持担保比例",
                     "conversion ratios move the available margin, not the maintenance ratio"),)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """Securities are not traded: nothing of them can be sold.

    Parameters
    ----------
    share
        So many of the scope's securities, chosen by chance; in July 2015 about half of all stocks were suspended.
    seed
        Of the choice.
    """

    scope: Scope = MARKET
    share: float = 1.0
    seed: int = 0

    @property
    def spelling(self) -> str:
        """``suspend:industry:电子``, ``suspend:market:share=0.5:seed=1``."""
        chosen = "" if self.share == 1 else f":share={self.share:g}:seed={self.seed}"
        return f"suspend:{self.scope.spelling}{chosen}"

    @property
    def story(self) -> Note:
        """What it supposes."""
        words = self.scope.words
        some = "" if self.share == 1 else f"中 {self.share:.0%} "
        part = "" if self.share == 1 else f"{self.share:.0%} of "
        return Note(f"{words.zh}{some}停牌", f"trading is suspended in {part}{words.en}")

    @property
    def assumptions(self) -> Mapping[str, str]:
        """Scope, share and seed."""
        return {"scope": self.scope.spelling, "share": f"{self.share:g}", "seed": f"{self.seed}"}

    def change(self, market: MarkTable) -> MarkTable:
        """The market after it."""
        return replace(market, suspended=market.suspended | self._chosen(market))

    def notes(self, market: MarkTable) -> tuple[Note, ...]:
        """Nothing is left open."""
        del market
        return ()

    def _chosen(self, market: MarkTable) -> NDArray[np.bool_]:
        members = self.scope.members(market)
        places = np.flatnonzero(members)
        count = round(self.share * places.size)
        drawn = np.random.default_rng(self.seed).permutation(places)[:count]
        chosen = np.zeros_like(members)
        chosen[drawn] = True
        return chosen
