"""申万 industries: which stock belonged to which code since when, and what the codes of 2021 are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from liangrong.core.outcomes import Failed, FailureKind, Outcome
from liangrong.market.tables import table
from liangrong.sources.fetcher import Batch, Hints
from liangrong.sources.files.casting import Field, cast_fields, read_rows
from liangrong.sources.files.layout import Layout, has_columns
from liangrong.sources.files.reading import ROW, Finding, Reading, batch, flag, keep_unique, with_security_ids

__all__ = ["LAYOUTS", "SW_2021"]

SW_2021: Final = date(2021, 7, 30)
"""The 2021 standard (31 level-1 industries) is in force since; older rows carry codes of older standards."""
_ONLY_IN_2021: Final = "770000"
"""美容护理: a level-1 code that the standards before 2021 do not have."""

_MEMBERSHIPS: Final = (
    Field("股票代码", "security_id"),
    Field("计入日期", "from_date"),
    Field("行业代码", "group"),
)
_LEVELS: Final = ("一级行业名称", "二级行业名称", "三级行业名称")
_CLASS_COLUMNS: Final = ("行业代码", *_LEVELS)


def _parse_memberships(content: bytes, hints: Hints) -> Outcome[Batch]:
    del hints
    reading = cast_fields("sw_memberships", "memberships", read_rows(content), _MEMBERSHIPS)
    malformed = Finding(
        "industry_code",
        "group",
        expected="six digits",
        zh="第 {row} 行的行业代码“{observed}”不是六位数字，该行未采用",
        en="row {row}: the industry code '{observed}' is not six digits; the row is left out",
    )
    reading = with_security_ids(flag(reading, ~pl.col("group").str.contains(r"^\d{6}$"), malformed))
    reading = keep_unique(replace(reading, frame=reading.frame.with_columns(scheme=pl.lit("sw"))))
    following = pl.col("from_date").shift(-1).over("security_id", order_by="from_date")
    frame = reading.frame.sort("security_id", "from_date").with_columns(to_date=following.dt.offset_by("-1d"))
    return batch(replace(reading, frame=frame), source="sws")


def _parse_classes(content: bytes, hints: Hints) -> Outcome[Batch]:
    del hints
    rows = read_rows(content)
    if _ONLY_IN_2021 not in rows["行业代码"].to_list():
        return Failed(
            FailureKind.AMBIGUOUS,
            "the list has no industry 770000, so it is not the 2021 standard, and it does not say which it is",
            "名录中没有 770000 美容护理，不是 2021 版标准，也没有写明是哪一版",
        )
    code = pl.col("行业代码").str.strip_chars()
    level = pl.when(code.str.ends_with("0000")).then(1).when(code.str.ends_with("00")).then(2).otherwise(3)
    names = [pl.col(name).str.strip_chars() for name in _LEVELS]
    frame = rows.select(
        ROW,
        scheme=pl.lit("sw"),
        group=code,
        from_date=pl.lit(SW_2021),
        level=level.cast(pl.Int64),
        group_name=pl.when(level == 1).then(names[0]).when(level == 2).then(names[1]).otherwise(names[2]),
        level1_name=names[0],
        level2_name=names[1],
    )
    reading = Reading("sw_classes", table("industry_classes"), frame)
    broken = Finding(
        "industry_name",
        "group_name",
        zh="第 {row} 行的行业代码与名称的级别不一致，该行未采用",
        en="row {row}: the level of the code and the names beside it do not fit; the row is left out",
    )
    bad = ~pl.col("group").str.contains(r"^\d{6}$") | pl.col("group_name").is_null() | pl.col("level1_name").is_null()
    return batch(keep_unique(flag(reading, bad.fill_null(value=True), broken)), source="sws")


LAYOUTS: Final = (
    Layout(
        "sw_memberships",
        "申万行业归属（历次计入）",
        "Shenwan industry membership",
        has_columns(*(f.column for f in _MEMBERSHIPS)),
        _parse_memberships,
        tuple(f.column for f in _MEMBERSHIPS),
    ),
    Layout(
        "sw_classes",
        "申万行业代码名录",
        "Shenwan industry names",
        has_columns(*_CLASS_COLUMNS),
        _parse_classes,
        _CLASS_COLUMNS,
    ),
)
