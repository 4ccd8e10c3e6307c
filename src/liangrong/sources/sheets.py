"""Sheets to rows: headers matched by their term, units read from their brackets, notes below the table left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from liangrong.core.errors import SchemaChanged, UnknownName
from liangrong.core.units import Unit, parse_unit
from liangrong.sources.decoding import Rows, Sheet
from liangrong.sources.wire import Key

__all__ = ["SheetTable", "read_sheet", "split_label"]

_NOTE: Final = ("注", "说明", "备注")
"""What the first cell of a remark below a table starts with."""


@dataclass(frozen=True, slots=True)
class SheetTable:
    """What stands under a header.

    Parameters
    ----------
    rows
        One mapping per row, under the names of the keys asked for.
    units
        The units printed in the header, by key name.
    extra
        Headers that nobody asked for.
    by_order
        The header could not be read, and the columns were taken in their usual order.
    """

    rows: Rows
    units: Mapping[str, Unit]
    extra: tuple[str, ...] = ()
    by_order: bool = False


def read_sheet(sheet: Sheet, keys: Sequence[Key], place: str, *, header: int = 0, trust_order: bool = False) -> SheetTable:
    """Read the table whose header is row ``header`` (from 0) of ``sheet``.

    Parameters
    ----------
    trust_order
        Take the columns in the order of ``keys`` when not one header can be read (mojibake) and their number fits.

    Raises
    ------
    SchemaChanged
        A column is missing or stands there twice, or its unit is missing or unknown.
    """
    titles = [_clean(cell) for cell in sheet[header]] if len(sheet) > header else []
    body = _body(sheet[header + 1 :])
    terms = [split_label(title)[0] for title in titles]
    wanted = [split_label(key.name)[0] for key in keys]
    if trust_order and not set(terms) & set(wanted) and len(titles) == len(keys):
        return SheetTable([dict(zip((k.name for k in keys), row, strict=False)) for row in body], {}, by_order=True)
    places: dict[str, int] = {}
    units: dict[str, Unit] = {}
    for key, term in zip(keys, wanted, strict=True):
        if terms.count(term) != 1:
            if key.optional and term not in terms:
                continue
            found = "、".join(t for t in titles if t) or "-"
            raise SchemaChanged(
                place=place,
                reason=f"column '{key.name}' stands there {terms.count(term)} times; the header is {found}",
                reason_zh=f"“{key.name}”列出现 {terms.count(term)} 次；表头为 {found}",
            )
        places[key.name] = terms.index(term)
        if split_label(key.name)[1]:
            units[key.name] = _unit(titles[places[key.name]], place)
    rows = [{name: row[at] if at < len(row) else None for name, at in places.items()} for row in body]
    extra = tuple(title for title, term in zip(titles, terms, strict=True) if title and term not in wanted)
    return SheetTable(rows, units, extra)


def split_label(label: str) -> tuple[str, str]:
    """A heading's term and the unit in its brackets, which may be missing.

    Examples
    --------
    >>> split_label("融资余额<br>(亿元)"), split_label("本日融券余量")
    (('融资余额', '亿元'), ('本日融券余量', ''))
    """
    text = _clean(label.replace("<br>", ""))
    match = re.fullmatch(r"([^()]*)\(([^()]*)\)", text)
    return (match[1], match[2]) if match else (text, "")


def _unit(title: str, place: str) -> Unit:
    term, printed = split_label(title)
    try:
        return parse_unit(printed)
    except UnknownName as error:
        raise SchemaChanged(
            place=place,
            reason=f"'{term}' is printed in an unknown unit '{printed}'",
            reason_zh=f"“{term}”的单位“{printed}”未知",
        ) from error


def _clean(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return re.sub(r"[\s\u00a0\u3000\ufeff]|&nbsp;", "", text).replace("（", "(").replace("）", ")").replace("％", "%")


def _body(rows: Sheet) -> Sheet:
    """The rows up to the first remark, without empty ones."""
    body: Sheet = []
    for row in rows:
        cells = [_clean(cell) for cell in row]
        if any(cells) and next(cell for cell in cells if cell).startswith(_NOTE):
            break
        if any(cells):
            body.append(row)
    return body
