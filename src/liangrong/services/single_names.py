"""Industries whose ladder is that of one security: what a ranking of industries must say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from liangrong.core.results import Note

if TYPE_CHECKING:
    from liangrong.stress.estimation.public_history import Floats
    from liangrong.stress.ladder.samples import Ladder

__all__ = ["single_names"]

_MOST: Final = 0.5
"""A security with more of its industry's forced sales is named."""
_NAMED: Final = 5


def single_names(ladder: Ladder, group_of: Mapping[str, str], names: Mapping[str, str], below_high: Floats) -> tuple[Note, ...]:
    """Say which industries owe most of their forced sales to one security, at the deepest fall where that is so.

    Parameters
    ----------
    ladder
        By security.
    names
        Of securities, where known.
    below_high
        ``(securities,)`` how far each last price lies below the highest of its history: 0.3 is 30 %.
    """
    import numpy as np

    sold = np.median(ladder.amounts[..., -1], axis=0)
    grouped = ladder.grouped(group_of)
    whole = np.median(grouped.amounts[..., -1], axis=0)
    found = []
    for place, group in enumerate(grouped.groups):
        members = np.array([number for number, key in enumerate(ladder.groups) if group_of.get(key) == group])
        share = sold[members].max(axis=0) / np.where(whole[place] > 0, whole[place], np.inf)
        deep = np.flatnonzero(share > _MOST)
        if deep.size and members.size > 1:
            fall = max(deep, key=lambda rung: ladder.falls[rung])
            found.append(
                (float(whole[place, fall]), group, members[sold[members, fall].argmax()], float(share[fall]), ladder.falls[fall])
            )
    if not found:
        return ()
    rows = [
        (group, f"{names.get(ladder.groups[key], '')} {ladder.groups[key]}".strip(), fall, min(share, 1.0), float(below_high[key]))
        for _, group, key, share, fall in sorted(found, reverse=True)[:_NAMED]
    ]  # fmt: skip
    zh = "；".join(
        f"{group}：下跌 {fall:.0%} 时约 {share:.0%} 来自 {key}（现价较所用历史最高低 {below:.0%}）"
        for group, key, fall, share, below in rows
    )
    en = "; ".join(
        f"{group}: at a fall of {fall:.0%} about {share:.0%} come from {key} (its price is {below:.0%} below the highest of the history used)"
        for group, key, fall, share, below in rows
    )
    return (Note(f"下列行业的强制卖出主要来自一只证券，不代表整个行业：{zh}。",
                 f"The forced sales of these industries are mostly those of one security and say little of the industry: {en}."),)  # fmt: skip
