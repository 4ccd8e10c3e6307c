"""Static P/E of securities in a table of one's own: the rule on high P/E needs it, and no public table here has it."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Final

from liangrong.core.errors import BadInput, UsageError
from liangrong.core.securities import SecurityId
from liangrong.core.spelling import parse_number

__all__ = ["parse_static_pe"]

_HEADINGS: Final = {"security": "security", "security_id": "security", "证券代码": "security", "代码": "security",
                    "pe": "pe", "static_pe": "pe", "静态市盈率": "pe", "市盈率": "pe"}  # fmt: skip


def parse_static_pe(text: str, place: str) -> dict[str, Decimal]:
    r"""Read a table with the columns ``security`` (证券代码) and ``pe`` (静态市盈率; below zero for a loss); an empty cell is not known.

    Raises
    ------
    BadInput
        A column is missing, or a row cannot be read; the sentence names the row.

    Examples
    --------
    >>> parse_static_pe("security,pe\n688981.SH,-12.5\n", "pe.csv")
    {'688981.SH': Decimal('-12.5')}
    """
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    heading = [_HEADINGS.get(cell.strip().lower(), "") for cell in next(rows, [])]
    if not {"security", "pe"} <= set(heading):
        raise BadInput(
            place=place,
            reason="the heading must name security and pe.",
            reason_zh="表头须有 security（证券代码）与 pe（静态市盈率）。",
        )
    found: dict[str, Decimal] = {}
    for number, row in enumerate(rows, 2):
        cells = {name: cell.strip() for name, cell in zip(heading, row, strict=False) if name}
        if not cells.get("pe"):
            continue
        try:
            ratio = parse_number(cells["pe"], "pe")
            assert ratio is not None, "a text that is there is read or refused"
            found[str(SecurityId.parse(cells.get("security", "")))] = ratio
        except UsageError as error:
            raise BadInput(place=f"{place} row {number}", place_zh=f"{place} 第 {number} 行", reason=error.message("en"),
                           reason_zh=error.message("zh")) from None  # fmt: skip
    return found
