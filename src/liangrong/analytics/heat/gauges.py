"""What one signal of heat is: how its value is found, and when its rule fires.

The levels of the rules are ours or the textbook's, never the law's; each is said in the definition. A rule on percentiles
looks at the values known by its own day only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
import polars as pl

from liangrong.analytics.heat.expanding import expanding_percentile, expanding_quantile
from liangrong.analytics.heat.prices import Prices
from liangrong.analytics.scorecards.signals import Signal
from liangrong.core.errors import NoData, UsageError
from liangrong.core.results import Note
from liangrong.core.units import Unit
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["EMPTY", "Found", "Gauge", "Reader", "Readings", "Rule"]

EMPTY = pl.DataFrame(schema={"date": pl.Date, "value": pl.Float64})
"""No values at all."""


@dataclass(frozen=True, slots=True)
class Found:
    """The values of a gauge: ``date, value``, where they come from, and what the reader must know."""

    frame: pl.DataFrame
    sources: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


Reader: TypeAlias = Callable[[MarketSnapshot, Prices], Found]


@dataclass(frozen=True, slots=True)
class Rule:
    """Fires when the value, or the percentile of its score among the scores so far, reaches ``level``.

    ``level`` is in the unit of the value, or a share between 0 and 1.
    """

    level: float
    on: Literal["value", "percentile"] = "percentile"


@dataclass(frozen=True, slots=True)
class Gauge:
    """One signal.

    Parameters
    ----------
    title, meaning
        What it is called, and what its value is in a sentence without a full stop.
    unit
        The unit of its value; ``None`` for a plain number.
    read
        How its values are found.
    needs
        What must be stored, for the sentence that says it is not.
    downward
        Whether low values are the alarming ones; the score is then the value with its sign turned.
    in_composite
        Whether it measures heat; the others measure stress, which comes when the heat has gone.
    """

    key: str
    title: Note
    meaning: Note
    unit: Unit | None
    rule: Rule
    read: Reader
    needs: Note
    downward: bool = False
    in_composite: bool = True

    @property
    def definition(self) -> Note:
        """The rule in a sentence, with its numbers.

        Examples
        --------
        >>> from liangrong.analytics.heat.menu import gauge
        >>> gauge("bollinger").definition.en
        'place of the close in the band ... 1 at the upper edge; fires at 1 or above.'
        """
        if self.rule.on == "percentile":
            share = f"{(1 - self.rule.level) * 100:g}%"
            zh = f"处于至当日全部读数的最{'低' if self.downward else '高'} {share} 时发出"
            en = f"fires in the {'lowest' if self.downward else 'highest'} {share} of its readings so far"
        else:
            level = self._shown(self.rule.level)
            zh = f"不{'高' if self.downward else '低'}于 {level} 时发出"
            en = f"fires at {level} or {'below' if self.downward else 'above'}"
        return Note(f"{self.meaning.zh}；{zh}。", f"{self.meaning.en}; {en}.")

    def at(self, level: float) -> Gauge:
        """The same signal with another level of its rule.

        Raises
        ------
        UsageError
            A share outside 0 and 1 where the rule looks at percentiles.
        """
        if self.rule.on == "percentile" and not 0 < level < 1:
            raise UsageError(
                reason=f"the level of '{self.title.en}' is a share of its history between 0 and 1, such as 0.95, not {level:g}",
                reason_zh=f"“{self.title.zh}”的发出线是历史分位，须在 0 与 1 之间，例如 0.95，不能是 {level:g}",
            )
        return replace(self, rule=replace(self.rule, level=level))

    def _shown(self, value: float) -> str:
        return f"{value * 100:g}%" if self.unit is Unit.RATIO else f"{value:g}"


@dataclass(frozen=True, slots=True)
class Readings:
    """The values of a gauge with their place in its own past.

    Parameters
    ----------
    frame
        ``date, value, score, percentile, fires_at, flag``: ``percentile`` of the score among the scores so far (null before ``LEAST``),
        ``fires_at`` the value at which the rule fires on that day, ``flag`` null while a rule on percentiles cannot be judged.
    """

    gauge: Gauge
    frame: pl.DataFrame
    sources: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @classmethod
    def of(cls, gauge: Gauge, found: Found) -> Readings:
        """Judge the values that were found."""
        turn = -1.0 if gauge.downward else 1.0
        values = found.frame["value"].cast(pl.Float64).to_numpy()
        scores = turn * values
        percentile = expanding_percentile(scores)
        if gauge.rule.on == "percentile":
            threshold = expanding_quantile(scores, gauge.rule.level)
        else:
            threshold = np.full(scores.size, turn * gauge.rule.level)
        frame = pl.DataFrame({
            "date": found.frame["date"], "value": values, "score": scores, "percentile": percentile, "fires_at": turn * threshold,
            "flag": scores >= threshold, "_judged": ~np.isnan(threshold),
        }, schema_overrides={"date": pl.Date}).with_columns(
            pl.col("percentile", "fires_at").fill_nan(None), flag=pl.when("_judged").then("flag")
        ).drop("_judged")  # fmt: skip
        return cls(gauge, frame, found.sources, found.notes)

    @classmethod
    def take(cls, gauge: Gauge, snapshot: MarketSnapshot, levels: Prices) -> Readings:
        """Read a gauge; where its data are not stored there are no rows and a note says what is needed."""
        try:
            found = gauge.read(snapshot, levels)
        except NoData:
            found = Found(EMPTY)
        if found.frame.is_empty():
            lacking = Note(
                f"“{gauge.title.zh}”没有数据：{gauge.needs.zh}。", f"No data for '{gauge.title.en}': {gauge.needs.en}."
            )
            return cls.of(gauge, Found(EMPTY, (), (lacking,)))
        return cls.of(gauge, found)

    def judged_at(self, level: float) -> Readings:
        """The same values under another level of the rule.

        Raises
        ------
        UsageError
            As ``Gauge.at``.
        """
        return Readings.of(self.gauge.at(level), Found(self.frame.select("date", "value"), self.sources, self.notes))

    def signal(self, name: str) -> Signal:
        """The readings as the signal ``name`` gave them."""
        rows = self.frame.select("date", pl.lit(name).alias("name"), "score", "flag")
        return Signal(self.gauge.key, self.gauge.title, self.gauge.definition, rows)
