"""A card: one figure that a person looks for first, with what it is compared with."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Card"]


@dataclass(frozen=True, slots=True)
class Card:
    """One figure at the head of a page.

    Parameters
    ----------
    name
        What it is.
    value
        The figure with its unit; empty where it is not known.
    remark
        Of when, against what; why it is not known.
    sign
        Whether it is a rise (1) or a fall (-1); 0 where it is no change.
    link
        Where more of it stands.
    """

    name: str
    value: str = ""
    remark: str = ""
    sign: int = 0
    link: str = ""
