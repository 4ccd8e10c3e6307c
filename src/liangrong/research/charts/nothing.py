"""A panel of a chart whose numbers are all zero: it says so, where empty axes would leave a reader to wonder."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from liangrong.core.results import Note
from liangrong.research.charts.theme import INK, MUTED, watermark

__all__ = ["all_zero", "nothing"]

_HEIGHT: Final = 52
_LINES: Final = (12, 36)
"""Where the first line stands, and where the second."""


def nothing(title: str, said: str, *, width: int, note: str = "") -> Any:
    """A layer with a title, which may be empty, and a sentence.

    Parameters
    ----------
    said
        What there is instead of a drawing.
    note
        A watermark.
    """
    import altair as alt

    lines = [(title, MUTED), (said, INK)] if title else [(said, INK)]
    layers = [
        alt.Chart(pl.DataFrame({"text": [text]})).mark_text(align="left", color=color, fontSize=12, limit=width)
        .encode(x=alt.value(0), y=alt.value(height), text="text:N")
        for (text, color), height in zip(lines, _LINES, strict=False)
    ]  # fmt: skip
    return alt.layer(*watermark(note, width, _HEIGHT), *layers).properties(width=width, height=_HEIGHT)


def all_zero(count: int) -> Note:
    """The sentence for so many numbers that are all zero.

    Examples
    --------
    >>> all_zero(1).en, all_zero(20).zh
    ('0', '20 项均为 0')
    """
    return Note("0", "0") if count == 1 else Note(f"{count} 项均为 0", f"all {count} are 0")
