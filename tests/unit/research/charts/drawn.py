"""Reading a chart back: its layers, their data, its text, and the picture that the renderer makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from liangrong.research.charts.render import drawn_svg, to_spec

__all__ = ["layers", "rows_of", "texts"]


def layers(spec: dict[str, Any], mark: str | None = None) -> list[dict[str, Any]]:
    """Every unit of a specification, of one kind of mark if named."""
    found = list(_units(spec))
    return found if mark is None else [unit for unit in found if unit["mark"]["type"] == mark]


def rows_of(spec: dict[str, Any], unit: dict[str, Any]) -> list[dict[str, Any]]:
    """The data of a unit: its own, or those of the whole chart."""
    rows: list[dict[str, Any]] = spec["datasets"][(unit.get("data") or spec["data"])["name"]]
    return rows


def texts(chart: Any, *, western: bool = False) -> list[str]:
    """What a reader reads in the picture."""
    svg = drawn_svg(to_spec(chart, western=western))
    return [re.sub("<[^>]*>", "", text) for text in re.findall(r"<text[^>]*>(.*?)</text>", svg, re.DOTALL)]


def _units(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    parts = next((spec[key] for key in ("layer", "vconcat", "hconcat", "concat") if key in spec), None)
    if parts is None:
        yield spec
    for part in parts or ():
        yield from _units(part)
