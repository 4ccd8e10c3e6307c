"""Every layout of file there is, and which one some bytes have."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Final

from liangrong.core.errors import UnrecognisedInput
from liangrong.sources.fetcher import Sample
from liangrong.sources.files.layout import Layout, bare, header, sample

__all__ = ["layouts", "recognise", "recognise_sample"]

_FAMILIES: Final = (
    "account_statistics",
    "broker_lists",
    "calendars",
    "constituents",
    "eastmoney_answers",
    "eastmoney_totals",
    "exchange_answers",
    "exchange_workbooks",
    "index_levels",
    "industries",
    "northbound",
    "quotes",
    "securities",
    "spot",
    "stray_answers",
    "standard",
    "tushare",
    "underlying",
)
_SHOWN_COLUMNS: Final = 8
_SHOWN_TEXT: Final = 60


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout, by family; each family is a module of this package with a ``LAYOUTS`` tuple."""
    modules = (import_module(f"liangrong.sources.files.{family}") for family in _FAMILIES)
    return tuple(layout for module in modules for layout in module.LAYOUTS)


def recognise(content: bytes) -> Layout:
    r"""The one layout the content has; its name plays no part.

    Raises
    ------
    UnrecognisedInput
        No layout fits; the sentence says what was seen and which layout comes closest.
    BadInput
        The file is damaged.

    Examples
    --------
    >>> recognise(b"opDate,rqmcl,rzmre,rqyl,rzye\n").name
    'tushare_sh_margins'
    """
    return recognise_sample(sample(content))


def recognise_sample(seen: Sample) -> Layout:
    """The one layout of a file already laid open; see ``recognise``."""
    found = [layout for layout in layouts() if layout.recognises(seen)]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(layout.name for layout in found)
        raise UnrecognisedInput(place="", reason=f"more than one layout fits: {names}", reason_zh=f"不止一种格式相符：{names}")
    raise _refusal(seen)


def _refusal(seen: Sample) -> UnrecognisedInput:
    what_en, what_zh = _describe(seen)
    columns = {bare(name) for name in header(seen)} - {""}
    scored = [(len(columns & set(lay.columns)) / len(lay.columns), lay) for lay in layouts() if lay.columns]
    share, closest = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if not share or closest is None:
        return UnrecognisedInput(
            place="the file", place_zh="该文件", reason=f"{what_en}; no known layout shares a column with it",
            reason_zh=f"{what_zh}；没有任何已知格式与之有共同的列",
        )  # fmt: skip
    lacking = [name for name in closest.columns if name not in columns]
    return UnrecognisedInput(
        place="the file",
        place_zh="该文件",
        reason=f"{what_en}; closest is '{closest.label_en}', which also needs {', '.join(lacking) or 'other content'}",
        reason_zh=f"{what_zh}；最接近“{closest.label_zh}”，但缺少 {'、'.join(lacking) or '其内容特征'}",
    )


def _describe(seen: Sample) -> tuple[str, str]:
    """What the file looks like, in English and Chinese."""
    start = seen.content[:512].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "it is an HTML page (an error or verification page?), not data", "内容是网页（错误页或验证页？），不是数据"
    if seen.text is None and seen.sheets is None and seen.columns is None:
        return (
            f"it is binary ({len(seen.content):,} bytes) of no known kind",
            f"内容是未知的二进制数据（{len(seen.content):,} 字节）",
        )
    if seen.sheets is not None:
        names = "、".join(seen.sheets)
        kind_en, kind_zh = f"it is a workbook with the sheets {names}", f"内容是工作簿，工作表有 {names}"
    elif seen.columns is not None:
        kind_en, kind_zh = "it is a Parquet file", "内容是 Parquet 文件"
    else:
        kind_en, kind_zh = "it is text", "内容是文本"
    names_seen = [name for name in header(seen) if name.strip()]
    shown = ", ".join(name[:_SHOWN_TEXT] for name in names_seen[:_SHOWN_COLUMNS])
    more = " …" if len(names_seen) > _SHOWN_COLUMNS else ""
    return f"{kind_en} that begins with {shown or 'nothing'}{more}", f"{kind_zh}，开头为 {shown or '空'}{more}"
