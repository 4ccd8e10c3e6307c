"""Index constituents from collectors: qlib instrument spells, JoinQuant weights, tushare constituent lists.

None of these files names its index. A spell file is told by how many members it has at a time, a weight list by its
length; where that does not decide, the hint does, or the file is refused.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from statistics import mode
from typing import Final

import polars as pl

from liangrong.core.outcomes import Failed, FailureKind, Outcome
from liangrong.core.units import Unit
from liangrong.sources.fetcher import Batch, Hints, Sample
from liangrong.sources.files.casting import Field, cast_fields, read_rows
from liangrong.sources.files.hinted import session_of
from liangrong.sources.files.index_identity import index_id
from liangrong.sources.files.layout import Layout, has_columns
from liangrong.sources.files.reading import Finding, Reading, batch, keep_unique, with_security_ids
from liangrong.sources.files.securities import read_listings

__all__ = ["LAYOUTS"]

INDEX_OF_SIZE: Final = {50: "000016.SH", 300: "000300.SH", 500: "000905.SH", 1000: "000852.SH"}
"""Sizes that belong to one widely used index each: 上证50, 沪深300, 中证500, 中证1000."""
USUAL_LISTS: Final = 0.8
"""A file is a series of whole lists when at least so many of its start days have the usual number of members."""
WEIGHT_TOLERANCE: Final = 0.005
"""Weights are printed with three decimals of a percent; over a thousand rows the roundings add up to less than this."""

_SPELL_LINE: Final = re.compile(r"(SH|SZ|BJ)\w{6,8}\t\d{4}-\d{2}-\d{2}\t\d{4}-\d{2}-\d{2}")
_SPELLS: Final = (Field("code", "security_id"), Field("start", "from_date"), Field("end", "to_date"))
_WEIGHTS: Final = (
    Field("code", "security_id"),
    Field("weight", "weight", Unit.PERCENT),
)


def _parse_spells(content: bytes, hints: Hints) -> Outcome[Batch]:
    rows = read_rows(content, header=[f.column for f in _SPELLS])
    reading = cast_fields("qlib_instruments", "memberships", rows, _SPELLS)
    lists = reading.frame.group_by("from_date").len().sort("from_date")
    size = _size_of_lists(reading.frame, lists) or _concurrent(reading.frame)
    index = INDEX_OF_SIZE.get(size) or index_id(hints.security_id)
    if index is None:
        return _nameless(f"{size} members at a time", f"同时有 {size} 只成份")
    reading = _of_index(with_security_ids(reading), index)
    if _size_of_lists(reading.frame, lists):
        reading = _from_lists(reading, lists, size)
    return batch(keep_unique(reading), source="qlib")


def _size_of_lists(frame: pl.DataFrame, lists: pl.DataFrame) -> int:
    """The usual length of the whole lists that a file of endless spells consists of; 0 when its spells do end."""
    lengths: list[int] = lists["len"].to_list()
    usual = mode(lengths)
    endless = frame["to_date"].n_unique() == 1 and len(lengths) > 1
    return usual if endless and lengths.count(usual) >= USUAL_LISTS * len(lengths) else 0


def _concurrent(frame: pl.DataFrame) -> int:
    """How many spells cover the first day of the newest ones."""
    day = frame["from_date"].max()
    return frame.filter((pl.col("from_date") <= day) & (pl.col("to_date") >= day)).height


def _from_lists(reading: Reading, lists: pl.DataFrame, size: int) -> Reading:
    """Read spells that never end as what they are: one whole list per revision, valid until the next one."""
    days = lists["from_date"].to_list()
    following = pl.col("from_date").replace_strict(dict(zip(days, [*days[1:], None], strict=True)), return_dtype=pl.Date)
    frame = reading.frame.with_columns(to_date=pl.coalesce(following.dt.offset_by("-1d"), "to_date"))
    told = Finding(
        "endless_spells",
        "to_date",
        severity="warning",
        expected=f"{size} members at a time",
        zh=f"文件把每段归属都写到同一终止日，最后同时有 {{observed}} 只成份；各起始日恰是一份 {size} 只的名单，按逐次名单读取，"
        "每份名单到下一份之前为止",
        en=f"every spell is given the same end, so that {{observed}} members overlap at last; each start is a list of {size}, "
        "so the starts are read as revisions of the list, each valid until the next",
    )
    reading = replace(reading, frame=_merged(frame)).note(told, observed=f"{_concurrent(reading.frame)}")
    for day, length in lists.filter(pl.col("len") != size).iter_rows():
        reading = reading.note(_odd_list(size), observed=f"{length}", day=day)
    return reading


def _odd_list(size: int) -> Finding:
    return Finding(
        "members_count",
        "security_id",
        severity="warning",
        expected=f"{size}",
        zh=f"这一天的名单有 {{observed}} 只，应为 {size} 只",
        en=f"the list of this day has {{observed}} members, not {size}",
    )


def _merged(frame: pl.DataFrame) -> pl.DataFrame:
    """Join spells of a security that follow on each other without a gap."""
    gap = pl.col("from_date") != pl.col("to_date").shift().over("security_id", order_by="from_date").dt.offset_by("1d")
    spell = gap.fill_null(value=True).cum_sum().over("security_id", order_by="from_date")
    joined = frame.sort("security_id", "from_date").with_columns(_spell=spell)
    return joined.group_by("security_id", "_spell", maintain_order=True).agg(
        pl.col("_row", "from_date", "scheme", "group").first(), pl.col("to_date").last()
    )


def _parse_weights(content: bytes, hints: Hints) -> Outcome[Batch]:
    rows = read_rows(content)
    index = INDEX_OF_SIZE.get(rows.height) or index_id(hints.security_id)
    if index is None:
        return _nameless(f"{rows.height} members", f"共 {rows.height} 只成份")
    day = session_of(hints)
    if isinstance(day, Failed):
        return day
    reading = _of_index(with_security_ids(cast_fields("joinquant_weights", "memberships", rows, _WEIGHTS)), index)
    reading = replace(reading, frame=reading.frame.with_columns(from_date=pl.lit(day), to_date=pl.lit(day)))
    total = float(reading.frame["weight"].sum())
    if abs(total - 1) > WEIGHT_TOLERANCE:
        short = Finding(
            "weights_sum",
            "weight",
            expected="100 %",
            severity="warning",
            zh="权重合计为 {observed}，不是 100%，名单可能不完整",
            en="the weights add up to {observed}, not 100 %; the list may be incomplete",
        )
        reading = reading.note(short, observed=f"{total:.2%}", day=day)
    if hints.from_name:
        reading = reading.note(_named(day), observed=f"{day}", day=day)
    return batch(keep_unique(reading), source="joinquant")


def _named(day: date) -> Finding:
    return Finding(
        "hint_from_name",
        "from_date",
        severity="info",
        zh=f"文件内容没有日期，按文件名取 {day}",
        en=f"the content has no date; {day} is taken from the file's name",
    )


def _parse_constituents(content: bytes, hints: Hints) -> Outcome[Batch]:
    rows = read_rows(content)
    listings = read_listings("tushare_constituents", rows, hints)
    index = index_id(hints.security_id)
    if index is None:
        unnamed = Finding(
            "index_not_named",
            "security_id",
            severity="info",
            zh="文件没有写明是哪个指数的成份，只取证券名录；若知道，请指明，例如 --security 000905.SH",
            en="the file does not say whose constituents these are, so only the listings are taken; name the index to have both",
        )
        return batch(listings.note(unnamed), source="tushare")
    reading = _of_index(cast_fields("tushare_constituents", "memberships", rows, (Field("con_code", "security_id"),)), index)
    reading = with_security_ids(reading)
    day = listings.frame["trade_date"].max()
    reading = replace(reading, frame=reading.frame.with_columns(from_date=pl.lit(day), to_date=pl.lit(day)))
    return batch(listings, keep_unique(reading), source="tushare")


def _of_index(reading: Reading, index: str) -> Reading:
    return replace(reading, frame=reading.frame.with_columns(scheme=pl.lit(f"index:{index}"), group=pl.lit(index)))


def _nameless(en: str, zh: str) -> Failed:
    return Failed(
        FailureKind.AMBIGUOUS,
        f"the file does not name its index and {en} do not tell it; name it, for instance --security 000300.SH",
        f"文件没有写明是哪个指数，{zh}也无法判断；请指明，例如 --security 000300.SH",
    )


def _is_spells(seen: Sample) -> bool:
    return seen.text is not None and bool(_SPELL_LINE.match(seen.text))


_WEIGHT_COLUMNS: Final = ("code", "display_name", "weight", "sw1_code", "sw1_name")
_CONSTITUENT_COLUMNS: Final = ("con_code", "ts_code", "name", "list_date", "delist_date")

LAYOUTS: Final = (
    Layout("qlib_instruments", "qlib 指数成份", "qlib index instruments", _is_spells, _parse_spells),
    Layout(
        "joinquant_weights",
        "聚宽指数权重",
        "JoinQuant index weights",
        has_columns(*_WEIGHT_COLUMNS),
        _parse_weights,
        _WEIGHT_COLUMNS,
    ),
    Layout(
        "tushare_constituents",
        "tushare 指数成份名单",
        "tushare constituent list",
        has_columns(*_CONSTITUENT_COLUMNS),
        _parse_constituents,
        _CONSTITUENT_COLUMNS,
    ),
)
