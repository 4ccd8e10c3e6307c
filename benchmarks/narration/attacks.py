"""Hostile narrators: one slot of a faithful text is changed, so that it says something that no finding bears out."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from narration.prose import Slot, Story

__all__ = ["KINDS", "attacked"]

KINDS = ("number", "date", "direction", "unit", "entity", "metric")
_OTHERS = {
    "增加": ("减少",), "减少": ("增加",), "上升": ("下降",), "下降": ("上升",), "up": ("down",), "down": ("up",), "rose": ("fell",), "fell": ("rose",),
    "亿元": ("万元", "万亿元"), "万亿元": ("亿元",), " billion yuan": (" million yuan", " trillion yuan", " billion US dollars"),
    " trillion yuan": (" billion yuan",), " million yuan": (" billion yuan",),
    "上交所": ("深交所", "北交所", "创业板"), "深交所": ("上交所", "科创板"), "北交所": ("上交所", "沪深300"),
    "Shanghai Stock Exchange": ("Shenzhen Stock Exchange", "Beijing Stock Exchange", "STAR Market"),
    "Shenzhen Stock Exchange": ("Shanghai Stock Exchange", "ChiNext"),
    "融资余额": ("融券余额",), "融券余额": ("融资余额",), "financing balance": ("short balance",), "short balance": ("financing balance",),
}  # fmt: skip
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


def attacked(story: Story, kind: str, draw: random.Random) -> Story | None:
    """The story with one slot of a kind changed; ``None`` where it has none."""
    places = [place for place, part in enumerate(story.parts) if isinstance(part, Slot) and part.kind == kind]
    if not places:
        return None
    place = draw.choice(places)
    slot = story.parts[place]
    assert isinstance(slot, Slot)
    changed = draw.choice(list(_changes(slot, draw)))
    parts = list(story.parts)
    parts[place] = replace(slot, text=changed)
    return replace(story, parts=tuple(parts))


def _changes(slot: Slot, draw: random.Random) -> Iterator[str]:
    if slot.kind == "number":
        yield _other_number(slot.text, draw)
    elif slot.kind == "date":
        yield _other_day(slot.text, draw)
    else:
        yield from _OTHERS[slot.text]


def _other_number(text: str, draw: random.Random) -> str:
    """Another digit, two digits swapped, or a tenth more; never a mere rounding."""
    digits = [place for place, letter in enumerate(text) if letter.isdigit()]
    place = draw.choice(digits[: max(1, len(digits) - 1)])
    other = draw.choice([digit for digit in "123456789" if digit != text[place]])
    changed = text[:place] + other + text[place + 1 :]
    return changed if _number(changed) != _number(text) else text + "1"


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _other_day(text: str, draw: random.Random) -> str:
    """Another day, month or year, printed the same way."""
    if match := re.fullmatch(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日", text):
        day = date(int(match[1] or 2024), int(match[2]), int(match[3])) + timedelta(
            days=draw.choice([-61, -33, -9, -2, 2, 9, 33])
        )
        return f"{f'{day.year}年' if match[1] else ''}{day.month}月{day.day}日"
    if match := re.fullmatch(rf"(\d{{1,2}}) ({_MONTHS}) (\d{{4}})", text):
        return f"{match[1]} {match[2]} {int(match[3]) - draw.choice([1, 2])}"
    match = re.fullmatch(rf"({_MONTHS}) (\d{{1,2}}), (\d{{4}})", text)
    assert match is not None, text
    return f"{match[1]} {match[2]}, {int(match[3]) - 1}"
