"""The pages that tell the disagreements."""

from __future__ import annotations

from pathlib import Path

__all__ = ["pages", "rows_of"]

_FOLDER = Path(__file__).parents[2] / "docs" / "explanation"


def pages() -> tuple[str, ...]:
    """In both languages."""
    return "other-engines.md", "other-engines.zh.md"


def rows_of(page: str) -> set[tuple[str, str]]:
    """What they say and what we say, of each row of the tables."""
    lines = (_FOLDER / page).read_text(encoding="utf-8").replace("−", "-").splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if line.startswith("|")]
    return {(row[2], row[3]) for row in rows if len(row) == 6}
