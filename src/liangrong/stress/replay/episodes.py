"""The episodes that are replayed: the last day whose data may be read, and what then came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from liangrong.core.errors import UnknownName
from liangrong.core.results import Note

__all__ = ["EPISODES", "LENGTHS", "Episode", "episode"]

LENGTHS: Final = (20, 60)
"""Sessions ahead that are judged: a month and a quarter."""


@dataclass(frozen=True, slots=True)
class Episode:
    """A day on which a forecast could have been made.

    Parameters
    ----------
    name
        How it is asked for.
    cut
        The last session that is read.
    title
        What then came, in a phrase.
    margin_changed
        Whether the margin ratio for new contracts changes within the forecast, so that its effect is forecast too.
    """

    name: str
    cut: date
    title: Note
    margin_changed: bool = False


EPISODES: Final[Mapping[str, Episode]] = {
    item.name: item
    for item in (
        Episode("2015-06", date(2015, 6, 12), Note("2015 年股灾", "the crash of 2015")),
        Episode("2018-01", date(2018, 1, 26), Note("2018 年 2 月急跌", "the fall of February 2018")),
        Episode("2018-06", date(2018, 6, 15), Note("2018 年下半年阴跌", "the long fall of the second half of 2018")),
        Episode("2024-01", date(2024, 1, 26), Note("2024 年 2 月小盘股踩踏", "the run on small companies in February 2024")),
        Episode("2026-01", date(2026, 1, 13), Note("2026 年 1 月融资保证金比例 80% 升至 100%", "the margin ratio raised from 80 % to 100 % in January 2026"), margin_changed=True),
    )
}  # fmt: skip


def episode(name: str) -> Episode:
    """The episode called ``name``.

    Raises
    ------
    UnknownName
        There is no such episode.
    """
    found = EPISODES.get(name)
    if found is None:
        raise UnknownName(kind="episode", kind_zh="回放", name=name, known=", ".join(EPISODES))
    return found
