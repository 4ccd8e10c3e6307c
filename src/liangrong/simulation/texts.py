"""The shapes in which exchanges wrap their rows: envelopes, JSONP, reports, workbooks. Text in, bytes out; no figures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

__all__ = ["compact", "jsonp", "number", "printed", "sse_envelope", "szse_tab", "workbook"]

_CENT: Final = Decimal("0.01")
_FOOTER: Final = "<table><tr><td>模拟数据，不是市场事实。Synthetic data, not market fact.</td></tr></table>"
_ZIP_DATE: Final = (2010, 3, 31, 0, 0, 0)
"""A fixed date inside workbooks, so that the same rows give the same bytes."""


def compact(value: object) -> str:
    """JSON without spaces, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def jsonp(callback: str, body: str) -> str:
    """A body called back, or as it is without a callback."""
    return f"{callback}({body})" if callback else body


def number(value: Decimal | int | None) -> int | float | None:
    """A JSON number: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def printed(value: Decimal | int, size: Decimal) -> str:
    """A number as Shenzhen prints it: in units of ``size``, two decimals, thousands commas."""
    return f"{(Decimal(value) / size).quantize(_CENT, ROUND_HALF_UP):,f}"


def sse_envelope(rows: str | None, *, page: int, asked: int, served: int, total: int, fields: Mapping[str, Any]) -> str:
    """Shanghai's envelope with the page of rows in it twice.

    Parameters
    ----------
    rows
        The rows as a JSON array; ``None`` for an answer that knows no such query.
    asked, served
        The page size asked for and the one really used.
    fields
        The envelope's other fields, such as ``tabType``.
    """
    pages = -(-total // served)
    page_help = {
        "beginPage": page, "cacheSize": 1, "data": "@", "endDate": None, "endPage": page, "objectResult": None,
        "pageCount": pages, "pageNo": page, "pageSize": served, "pageSizeWithOutLimit": asked, "searchDate": None,
        "sort": None, "startDate": None, "total": total,
    }  # fmt: skip
    envelope: dict[str, Any] = {
        "actionErrors": [], "actionMessages": [], "fieldErrors": {}, "isPagination": "true", "jsonCallBack": None,
        "locale": "en", "pageHelp": page_help, "pageNo": None, "pageSize": None, "queryDate": "", "result": "@",
        "securityCode": "", "texts": None, "type": "", "validateCode": "",
    }  # fmt: skip
    text = compact(dict(sorted({**envelope, **fields}.items())))
    return text.replace('"@"', "null" if rows is None else rows)


def szse_tab(
    *, catalog: str, name: str, tab: str, columns: Mapping[str, str], rows: Sequence[Mapping[str, str]], asked: str,
    subname: str, page: int = 0, page_size: int = -1, pages: int = 0, records: int = 0,
    heading: Sequence[object] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """One tab of a Shenzhen report: metadata with the printed units, then the rows.

    Parameters
    ----------
    columns
        Key to what is printed over the column.
    heading
        What stands in place of ``columns`` where the report has a heading of several lines.
    """
    condition = {
        "label": "查询日期",
        "name": "txtDate",
        "hidden": "0",
        "defaultValue": asked,
        "inputType": "date",
        "required": "true",
    }
    metadata = {
        "catalogid": catalog, "name": name, "excel": "xlsx", "pagetype": "vertical", "subname": subname, "tabkey": tab,
        "pagesize": page_size, "pageno": page, "pagecount": pages, "recordcount": records, "showrecordcount": pages > 0,
        "header": "", "footer": _FOOTER, "reporttype": None, "tabcss": None, "conditions": [condition],
        "colStyle": {key: {"align": "right", "group": "false", "hidden": "0"} for key in columns},
        "cols": dict(columns) if heading is None else heading,
        "colspan": 0, "notes": None, "topHeader": "", "hidden": "0", "tablestyle": "", "refreshCondition": False,
    }  # fmt: skip
    return {"metadata": metadata, "data": list(rows), "error": None}


def workbook(sheet: str, rows: Sequence[Sequence[str]]) -> bytes:
    """An XLSX file as Shenzhen writes it: one sheet, inline strings only, no styles."""
    lines = []
    for place, row in enumerate(rows, start=1):
        cells = "".join(
            f'<c r="{chr(65 + column)}{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            for column, cell in enumerate(row)
        )
        lines.append(f'<row r="{place}">{cells}</row>')
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations([("worksheet", "worksheets/sheet1.xml")]),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>',
    }
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = ZipInfo(name, _ZIP_DATE)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return buffer.getvalue()


_SCHEMAS: Final = "http://schemas.openxmlformats.org"
_MAIN: Final = f"{_SCHEMAS}/spreadsheetml/2006/main"
_RELATIONS: Final = f"{_SCHEMAS}/officeDocument/2006/relationships"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CONTENT_TYPES: Final = (
    f'<Types xmlns="{_SCHEMAS}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/></Types>'
)


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_SCHEMAS}/package/2006/relationships">{items}</Relationships>'
