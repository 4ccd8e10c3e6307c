"""Hand-made answers in the shapes of the wire: small, invented, complete."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from xml.sax.saxutils import escape

from liangrong.sources.fetcher import RawPayload

Row = Mapping[str, object]


def payload(content: bytes, status: int = 200) -> RawPayload:
    return RawPayload(content, "https://example.cn/answer", datetime(2026, 2, 2, 1, tzinfo=UTC), status)


def as_json(answer: object) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode()


def sse_answer(rows: Sequence[Row], *, total: int | None = None, page_size: int = 2_000) -> bytes:
    said = len(rows) if total is None else total
    return as_json({"pageHelp": {"data": rows, "pageNo": 1, "pageSize": page_size, "total": said}, "result": rows})


def szse_report(
    tab: str, rows: Sequence[Row], day: date | None, cols: Mapping[str, str], *, total: int = 0, pages: int = 0
) -> bytes:
    headed = f"{day}" if day and rows else ""
    other = {"metadata": {"tabkey": "tab9", "subname": headed, "cols": {}}, "data": [], "error": None}
    metadata = {"tabkey": tab, "subname": headed, "pagecount": pages, "recordcount": total, "cols": cols}
    return as_json([other, {"metadata": metadata, "data": rows, "error": None}])


def bse_answer(rows: Sequence[Row], day: date, *, tail: str = "") -> bytes:
    return f"cb([{json.dumps(list(rows), ensure_ascii=False)},'{day}']){tail}".encode()


def bse_page(rows: Sequence[Row], day: date, *, total: int, number: int = 0, pages: int = 1) -> bytes:
    return bse_answer([{"content": list(rows), "number": number, "totalElements": total, "totalPages": pages}], day)


def eastmoney_answer(rows: Sequence[Row], *, count: int | None = None) -> bytes:
    if not rows:
        return as_json({"version": None, "result": None, "success": False, "message": "返回数据为空", "code": 9201})
    said = len(rows) if count is None else count
    return as_json(
        {"version": "0", "result": {"pages": 1, "data": rows, "count": said}, "success": True, "message": "ok", "code": 0}
    )


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A minimal .xlsx: inline strings and numbers, no styles, as SZSE writes them."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    names = list(sheets)
    parts = {
        "[Content_Types].xml": f'{head}<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        "</Types>",
        "_rels/.rels": f'{head}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{main}" xmlns:r="{links}"><sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{package}/relationships">'
        + "".join(
            f'<Relationship Id="r{n}" Type="{links}/worksheet" Target="worksheets/s{n}.xml"/>' for n in range(1, len(names) + 1)
        )
        + "</Relationships>",
        **{f"xl/worksheets/s{n}.xml": head + _sheet(sheets[name], main) for n, name in enumerate(names, 1)},
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return packed.getvalue()


def _sheet(rows: Sequence[Sequence[object]], namespace: str) -> str:
    lines = "".join(
        f'<row r="{n}">' + "".join(_cell(c, n, at) for at, c in enumerate(row)) + "</row>" for n, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{namespace}"><sheetData>{lines}</sheetData></worksheet>'


def _cell(cell: object, row: int, at: int) -> str:
    place = f"{chr(ord('A') + at)}{row}"
    if isinstance(cell, int | float):
        return f'<c r="{place}"><v>{cell}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>'
