"""Which found claim answers which labelled one.

The rule, which never looks at verdicts: a found claim answers a labelled one if their texts overlap and, where the label has a value, the
printed value is the same (or the same amount in another unit: 86.5 亿 and 8.65 billion, doubled and +100 %, half and 50 %); failing that, if
it stands in the same sentence with the same value and the same sort of unit; failing that, where the label's value is printed in words (six
months), if it overlaps and has no value. Labels of rank, order or date are answered by a found claim of that aspect first. Of
several, the one with the same sort of unit, then the fitting aspect, then the greatest overlap, then the earlier one is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias

from claims.labels import Labelled

__all__ = ["Row", "answer", "answers"]

Row: TypeAlias = Mapping[str, Any]
"""One row of ``Checked.rows``."""

_SIZES: Final = (
    ("万亿", Decimal(10**12)),
    ("trillion", Decimal(10**12)),
    ("亿", Decimal(10**8)),
    ("billion", Decimal(10**9)),
    ("million", Decimal(10**6)),
    ("thousand", Decimal(1000)),
    ("万", Decimal(10**4)),
)
_SORTS: Final = (
    ("point", re.compile(r"^pp$|百分点|percentage point")),
    ("percent", re.compile(r"%|per ?cent")),
    ("multiple", re.compile(r"^x$|^times$|^倍$|^share$|1:")),
    ("money", re.compile(r"元|yuan|USD|HKD|RMB|CNY|美元|港元")),
    ("rank", re.compile(r"rank|名")),
)
_ASPECTS: Final = {
    "rank": ("rank", "order", "record"),
    "order": ("order", "rank", "relation"),
    "sign": ("sign", "change", "growth"),
    "date": ("date", "rule"),
    "count": ("count", "streak"),
    "record": ("record", "crossing", "streak"),
    "crossing": ("crossing", "record"),
    "share": ("share",),
}
_STRICT: Final = ("rank", "order", "date")
"""Labels of these aspects are answered by a found claim of the aspect before one with the value."""


def answers(labels: Iterable[Labelled], rows: Mapping[str, Sequence[Row]]) -> dict[str, Row | None]:
    """The found claim that answers each label, by its id; ``None`` where there is none.

    Parameters
    ----------
    rows
        The found claims of each text, by its name.
    """
    return {label.id: answer(label, rows[label.text]) for label in labels}


def answer(label: Labelled, rows: Sequence[Row]) -> Row | None:
    """The found claim that answers a label."""
    wanted = _wanted(label)
    near = [row for row in rows if _overlap(row, label.start, label.end)]
    if wanted and wanted[0] in _STRICT:
        fitting = [row for row in near if row["aspect"] in wanted]
        if fitting:
            return _best(label, fitting, wanted)
    if not label.values:
        return _best(label, near, wanted) if near else None
    same = [row for row in near if _same_value(label, row)]
    if not same:
        wider = [row for row in rows if _overlap(row, label.sentence_start, label.sentence_end)]
        same = [row for row in wider if _same_value(label, row) and _sort(row["unit"]) == _sort(label.unit)]
    if not same and not _in_digits(label):
        same = [row for row in near if row["value"] is None]
    return _best(label, same, wanted) if same else None


def _best(label: Labelled, rows: Sequence[Row], wanted: tuple[str, ...]) -> Row:
    def fitness(row: Row) -> tuple[bool, bool, bool, float, int]:
        value = bool(label.values) and _same_value(label, row)
        unit = _sort(row["unit"]) == _sort(label.unit) if label.values else row["value"] is None
        overlap = _overlap(row, label.start, label.end)
        union = max(row["end"], label.end) - min(row["start"], label.start)
        return (value, unit, row["aspect"] in wanted, overlap / union, -row["start"])

    return max(rows, key=fitness)


def _wanted(label: Labelled) -> tuple[str, ...]:
    """The aspects that the label's unit or direction asks for, the fittest first."""
    for word in (label.unit, label.direction):
        if word in _ASPECTS:
            return _ASPECTS[word]
    return ()


def _overlap(row: Row, start: int, end: int) -> int:
    return max(0, min(int(row["end"]), end) - max(int(row["start"]), start))


def _same_value(label: Labelled, row: Row) -> bool:
    found = {abs(Decimal(row[key])) for key in ("value", "upper") if row[key] is not None}
    amounts = {value * _size(row["unit"]) for value in found}
    wanted = set(label.values)
    if _sort(label.unit) == "multiple" and _sort(row["unit"]) == "percent":
        wanted = {percent for value in wanted for percent in ((value - 1) * 100, value * 100)}
    rounded = {round(one, _decimals(value)) for one in found for value in wanted if row["unit"] == label.unit}
    return any(value in found | rounded or value * _size(label.unit) in amounts for value in wanted)


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _in_digits(label: Labelled) -> bool:
    bare = label.claim.replace(",", "")
    return any(format(value, "f") in bare for value in label.values)


def _size(unit: str | None) -> Decimal:
    return next((size for name, size in _SIZES if name in (unit or "")), Decimal(1))


def _sort(unit: str | None) -> str:
    if _size(unit) > 1 and not re.search(r"户|accounts|people|tons|桶", unit or ""):
        return "money"
    return next((sort for sort, pattern in _SORTS if pattern.search(unit or "")), "count" if unit else "")
