"""Rows of the rulebook as a person reads them: values in words, a few columns, what all rows share said once above them.

Machines get the rows as they are (JSON, CSV), without the words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from liangrong.core.errors import Lang
from liangrong.core.results import Result, plain

__all__ = ["for_machines", "for_people", "for_spreadsheets"]

_CODED: Final = ("applies_to", "on_rollover", "authority", "confidence", "kind")
_SHARED: Final = ("title", "parameter", "provision", "key", "venue", "on")
"""Columns that stand in the title of a table when all of its rows agree."""
_VALUES: Final = ("value", "old_value")
_VENUES_ZH: Final = {"SSE": "沪", "SZSE": "深", "BSE": "北"}


def for_machines(result: Result) -> Result:
    """The rows without the wording of their values."""
    drop = [name for name in result.data.columns if name.removeprefix("old_").startswith("said_")]
    return replace(result, data=result.data.drop(drop))


def for_spreadsheets(result: Result) -> Result:
    """The rows for machines, where values of several kinds stand in one column, each as text."""
    import polars as pl

    rows = for_machines(result)
    flat = [
        pl.Series(name, [_flat(cell) for cell in rows.data[name].to_list()], dtype=pl.String())
        for name, dtype in rows.data.schema.items()
        if dtype == pl.Object() or (name in _VALUES and dtype.is_nested())
    ]
    return replace(rows, data=rows.data.with_columns(flat))


def for_people(result: Result, lang: Lang, columns: Iterable[str], *, titled: bool = True) -> tuple[str, Result]:
    """A title, and these columns with values and words of ``lang``.

    Beside the columns of the answer there are ``provision`` (title, parameter and key in one) and ``reach`` (whom a change reaches
    and what older contracts do on rollover). What all rows share goes into the title, unless ``titled`` is false.
    """
    import polars as pl

    rows = [_readable(row, lang) for row in result.data.iter_rows(named=True)]
    wanted = list(columns)
    title = ""
    if titled and len(rows) > 1:
        shared = [name for name in _SHARED if name in wanted and len({row.get(name) for row in rows}) == 1 and rows[0].get(name)]
        title = " · ".join(str(rows[0][name]) for name in shared)
        wanted = [name for name in wanted if name not in shared]
    frame = pl.DataFrame({name: [row.get(name) for row in rows] for name in wanted}, schema=dict.fromkeys(wanted, pl.String()))
    return title, replace(result, data=frame)


def _readable(row: Mapping[str, Any], lang: Lang) -> dict[str, str | None]:
    from liangrong.rules.wording import word

    found = {name: _text(value, lang) for name, value in row.items()}
    found |= {name.removesuffix(f"_{lang}"): value for name, value in found.items() if name.endswith(f"_{lang}")}
    found |= {name: word(cell, lang) for name in _CODED if (cell := found.get(name))}
    is_event = row.get("kind") == "event"
    found["value"] = found.get("note") if is_event else found.get("said")
    found["old_value"] = found.get("old_said")
    name = None if is_event else ".".join(filter(None, (row.get("parameter"), row.get("key"))))
    found["provision"] = " ".join(filter(None, (found.get("title"), name)))
    if found.get("on_rollover") and row["applies_to"] != "all":
        rolled = f"展期{found['on_rollover']}" if lang == "zh" else f"a rollover {found['on_rollover']}"
        found["reach"] = f"{found['applies_to']}，{rolled}" if lang == "zh" else f"{found['applies_to']}, {rolled}"
    else:
        found["reach"] = found.get("applies_to")
    return found


def _text(value: Any, lang: Lang) -> str | None:
    if isinstance(value, list):
        if lang == "zh" and all(str(cell) in _VENUES_ZH for cell in value):
            return "".join(_VENUES_ZH[venue] for venue in value)
        return ("、" if lang == "zh" else ", ").join(map(str, value))
    if isinstance(value, bool):
        return ("是" if value else "否") if lang == "zh" else ("yes" if value else "no")
    return None if value is None else str(plain(value))


def _flat(cell: Any) -> str | None:
    if cell is None:
        return None
    return json.dumps(plain(cell), ensure_ascii=False) if isinstance(cell, list | dict) else str(plain(cell))
