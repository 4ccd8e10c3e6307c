"""Hold the facts of a story about a leveraged account against arithmetic and law."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from liangrong.accounts.inverse.cases import Story, solve
from liangrong.core.results import Note, Result
from liangrong.rules.rulebook import Rulebook

__all__ = ["judged"]

_AMOUNTS: Final = ("position", "own", "loan", "loss", "left", "idle_cash")

_CONTRADICTION: Final = Note("所述事实互相矛盾", "the facts contradict each other")


def judged(story: Story) -> Result:
    """Say whether a story can be of an account under the exchanges' rules, and what each quantity of it can be.

    Returns
    -------
    Result
        Rows ``feasible, story_quantity, least, most, least_excluded, most_excluded, unit``: one for each quantity; ``null`` where nothing bounds it. One row without a quantity where the facts contradict each other. Reasons are warnings.

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
            "least": None if span.low is None else float(span.low),
            "most": None if span.high is None else float(span.high),
            "least_excluded": span.low_open,
            "most_excluded": span.high_open,
            "unit": "元" if name in _AMOUNTS else "股" if name == "quantity" else "1",
        }
        for name, span in found.intervals.items()
    ]
    schema = {
        "feasible": pl.Boolean, "story_quantity": pl.String, "least": pl.Float64, "most": pl.Float64, "least_excluded": pl.Boolean,
        "most_excluded": pl.Boolean, "unit": pl.String,
    }  # fmt: skip
    frame = pl.DataFrame(rows or [{"feasible": found.feasible}], schema=schema, orient="row")
    notes = found.reasons or (() if found.feasible else (_CONTRADICTION,))
    source = ("rulebook", found.citation) if found.citation else ("rulebook",)
    return Result(frame, as_of=story.on, source=source, warnings=notes)
