"""Files of values by which calls are scored: ``date,value``, with a column ``instrument`` where a file holds several."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from liangrong.core.errors import BadInput, UsageError
from liangrong.core.spelling import parse_day

__all__ = ["values_of"]

_DATE: Final = ("date", "day", "日期", "交易日", "trade_date")
_VALUE: Final = ("value", "price", "close", "收盘价", "收盘", "价格", "数值", "settle", "结算价")
_INSTRUMENT: Final = ("instrument", "name", "品种", "标的", "名称", "symbol", "code", "代码")


def values_of(text: str, name: str) -> dict[str, list[tuple[date, Decimal]]]:
    r"""Values by instrument, in order of days; under an empty name where the file names none.

    Raises
    ------
    BadInput
        A column is missing, or a line holds no day or no number; the sentence says which.

    Examples
    --------
    >>> values_of("date,value\n2026-01-06,101\n2026-01-05,100", "p.csv")
    {'': [(datetime.date(2026, 1, 5), Decimal('100')), (datetime.date(2026, 1, 6), Decimal('101'))]}
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    head = [cell.strip().lower() for cell in next(reader, [])]
    at_day, at_value = _place(head, _DATE, name, "date"), _place(head, _VALUE, name, "value")
    at_name = next((head.index(each) for each in _INSTRUMENT if each in head), None)
    found: dict[str, dict[date, Decimal]] = {}
    for number, row in enumerate(reader, 2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            day, value = parse_day(row[at_day], "date"), Decimal(row[at_value].strip().replace(",", ""))
        except (IndexError, InvalidOperation, UsageError) as error:
            raise _unread(name, number) from error
        if not value.is_finite():
            raise _unread(name, number)
        found.setdefault(row[at_name].strip() if at_name is not None else "", {})[day] = value
    return {instrument: sorted(values.items()) for instrument, values in found.items()}


def _place(head: list[str], names: tuple[str, ...], file: str, wanted: str) -> int:
    for each in names:
        if each in head:
            return head.index(each)
    raise BadInput(
        place=file,
        reason=f"it has no column '{wanted}'; its first line must name date and value, and instrument where there are several.",
        reason_zh=f"缺少列“{wanted}”；首行须写明 date,value，多个品种时另加 instrument。",
    )


def _unread(file: str, number: int) -> BadInput:
    return BadInput(
        place=f"{file}:{number}", reason="the line holds no day or no number.", reason_zh="该行没有可读的日期或数值。"
    )
