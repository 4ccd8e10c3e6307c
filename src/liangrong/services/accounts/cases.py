"""Hold the facts of a story about a leveraged account against arithmetic and law."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from liangrong.accounts.inverse.cases import QUANTITIES, Story, solve
from liangrong.core.results import Result
from liangrong.core.units import Unit
from liangrong.rules.rulebook import Rulebook

__all__ = ["judged"]

_UNITS: Final = {Unit.YUAN: "元", Unit.SHARE: "股", Unit.RATIO: "1"}


def judged(story: Story) -> Result:
    """Say whether a story can be of an account under the exchanges' rules, and what each quantity of it can be.

    Returns
    -------
    Result
        Rows ``feasible, story_quantity, title_*, least, most, least_excluded, most_excluded, unit``: one for each quantity; ``null``
        where nothing bounds it. One row without a quantity where the facts contradict each other. Reasons are warnings.

    Raises
    ------
    UsageError
        An outcome is told without the line it speaks of, or a line without an outcome.
    RuleNotInForce
        Margin trading did not exist on that day.
    """
    found = solve(story, Rulebook.load())
    rows: list[dict[str, Any]] = [
        {
            "feasible": found.feasible,
            "story_quantity": name,
            "title_zh": QUANTITIES[name][1].zh,
            "title_en": QUANTITIES[name][1].en,
            "least": None if span.low is None else float(span.low),
            "most": None if span.high is None else float(span.high),
            "least_excluded": span.low_open,
            "most_excluded": span.high_open,
            "unit": _UNITS[QUANTITIES[name][0]],
        }
        for name, span in found.intervals.items()
    ]
    schema = {
        "feasible": pl.Boolean, "story_quantity": pl.String, "title_zh": pl.String, "title_en": pl.String, "least": pl.Float64, "most": pl.Float64, "least_excluded": pl.Boolean,
        "most_excluded": pl.Boolean, "unit": pl.String,
    }  # fmt: skip
    frame = pl.DataFrame(rows or [{"feasible": found.feasible}], schema=schema, orient="row")
    source = ("rulebook", found.citation) if found.citation else ("rulebook",)
    return Result(frame, as_of=story.on, source=source, warnings=found.reasons)
