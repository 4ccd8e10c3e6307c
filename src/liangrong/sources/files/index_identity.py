"""Which index a file without a code is about: told by levels and daily changes that were published at the time.

Levels are the closes of the last session of June and December; changes are those of eventful days. A file that covers
none of these days needs the user's word; the file's name is the last resort and is reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from liangrong.core.errors import InvalidSecurity
from liangrong.core.outcomes import Failed, FailureKind
from liangrong.core.securities import SecurityId, SecurityKind
from liangrong.sources.fetcher import Hints
from liangrong.sources.files.reading import Finding

__all__ = ["CHANGES", "LEVELS", "Identified", "identify", "index_id"]

TOLERANCE: Final = 0.006
"""Published with two decimals (points, or percent of change); files may carry more, so half a unit and a little."""

_LEVELS: Final[dict[str, dict[str, float]]] = {
    "000300.SH": {
        "2007-12-28": 5338.28, "2008-12-31": 1817.72, "2009-12-31": 3575.68, "2010-06-30": 2563.07, "2010-12-31": 3128.26,
        "2011-06-30": 3044.09, "2011-12-30": 2345.74, "2012-06-29": 2461.61, "2012-12-31": 2522.95, "2013-06-28": 2200.64,
        "2013-12-31": 2330.03, "2014-06-30": 2165.12, "2014-12-31": 3533.71, "2015-06-30": 4473.00, "2015-12-31": 3731.00,
        "2016-06-30": 3153.92, "2016-12-30": 3310.08, "2017-06-30": 3666.80, "2017-12-29": 4030.85, "2018-06-29": 3510.98,
        "2018-12-28": 3010.65, "2019-06-28": 3825.59, "2019-12-31": 4096.58, "2020-06-30": 4163.96, "2020-12-31": 5211.29,
        "2021-06-30": 5224.04, "2021-12-31": 4940.37, "2022-06-30": 4485.01, "2022-12-30": 3871.63, "2023-06-30": 3842.45,
        "2023-12-29": 3431.11, "2024-06-28": 3461.66, "2024-12-31": 3934.91, "2025-06-30": 3936.08, "2025-12-31": 4629.94,
    },
    "000985.SH": {
        "2015-06-30": 6374.83, "2015-12-31": 5592.64, "2016-06-30": 4650.62, "2016-12-30": 4786.98, "2017-06-30": 4772.14,
        "2017-12-29": 4898.90, "2018-06-29": 4127.95, "2018-12-28": 3432.38, "2019-06-28": 4244.08, "2019-12-31": 4500.13,
        "2020-06-30": 4792.71, "2020-12-31": 5621.73, "2021-06-30": 5834.19, "2021-12-31": 5969.80, "2022-06-30": 5350.83,
        "2022-12-30": 4756.62, "2023-06-30": 4859.89, "2023-12-29": 4421.96, "2024-06-28": 4039.97, "2024-12-31": 4750.67,
        "2025-06-30": 4954.23, "2025-12-31": 5919.12,
    },
    "000001.SH": {
        "2010-12-31": 2808.08, "2011-12-30": 2199.42, "2012-12-31": 2269.13, "2013-12-31": 2115.98, "2014-12-31": 3234.68,
        "2015-12-31": 3539.18, "2016-12-30": 3103.64, "2017-06-30": 3192.43, "2017-12-29": 3307.17, "2018-12-28": 2493.90,
        "2019-12-31": 3050.12, "2020-12-31": 3473.07, "2021-12-31": 3639.78, "2022-12-30": 3089.26, "2023-06-30": 3202.06,
        "2023-12-29": 2974.93, "2024-06-28": 2967.40, "2024-12-31": 3351.76, "2025-06-30": 3444.43, "2025-12-31": 3968.84,
    },
    "399001.SZ": {
        "2010-12-31": 12458.55, "2011-12-30": 8918.82, "2012-12-31": 9116.48, "2013-12-31": 8121.79, "2014-12-31": 11014.62,
        "2015-12-31": 12664.89, "2016-12-30": 10177.14, "2017-06-30": 10529.61, "2017-12-29": 11040.45, "2018-12-28": 7239.79,
        "2019-12-31": 10430.77, "2020-12-31": 14470.68, "2021-12-31": 14857.35, "2022-12-30": 11015.99, "2023-06-30": 11026.59,
        "2023-12-29": 9524.69, "2024-06-28": 8848.70, "2024-12-31": 10414.61, "2025-06-30": 10465.12, "2025-12-31": 13525.02,
    },
    "399006.SZ": {
        "2014-12-31": 1471.76, "2015-12-31": 2714.05, "2016-12-30": 1962.06, "2017-12-29": 1752.65, "2018-12-28": 1250.53,
        "2019-12-31": 1798.12, "2020-12-31": 2966.26, "2021-12-31": 3322.67, "2022-12-30": 2346.77, "2023-12-29": 1891.37,
        "2024-12-31": 2141.60, "2025-12-31": 3203.17,
    },
}  # fmt: skip

_CHANGES: Final[dict[str, dict[str, float]]] = {
    "000001.SH": {
        "2014-12-09": -5.43, "2015-05-28": -6.50, "2015-06-19": -6.42, "2015-06-26": -7.40, "2015-07-27": -8.48,
        "2015-08-24": -8.49, "2015-08-25": -7.63, "2015-11-27": -5.48, "2016-01-04": -6.86, "2016-01-07": -7.04,
        "2016-01-26": -6.42, "2016-02-25": -6.41,
    },
    "000300.SH": {
        "2014-12-09": -4.49, "2015-05-28": -6.71, "2015-06-19": -5.95, "2015-06-26": -7.87, "2015-07-27": -8.56,
        "2015-08-24": -8.75, "2015-08-25": -7.10, "2015-11-27": -5.38, "2016-01-04": -7.02, "2016-01-07": -6.93,
        "2016-01-26": -6.02, "2016-02-25": -6.14,
    },
    "399001.SZ": {
        "2014-12-09": -4.15, "2015-05-28": -6.19, "2015-06-19": -6.03, "2015-06-26": -8.24, "2015-07-27": -7.59,
        "2015-08-24": -7.83, "2015-08-25": -7.04, "2015-11-27": -6.31, "2016-01-04": -8.20, "2016-01-07": -8.23,
        "2016-01-26": -6.96, "2016-02-25": -7.34,
    },
    "399006.SZ": {
        "2014-12-09": -3.99, "2015-05-28": -5.39, "2015-06-19": -5.41, "2015-06-26": -8.91, "2015-07-27": -7.40,
        "2015-08-24": -8.08, "2015-08-25": -7.52, "2015-11-27": -6.48, "2016-01-04": -8.21, "2016-01-07": -8.58,
        "2016-01-26": -7.63, "2016-02-25": -7.56,
    },
}  # fmt: skip

Fingerprints = Mapping[str, Mapping[date, float]]


def _dated(marks: Mapping[str, Mapping[str, float]]) -> Fingerprints:
    return {index: {date.fromisoformat(day): value for day, value in days.items()} for index, days in marks.items()}


LEVELS: Final = _dated(_LEVELS)
CHANGES: Final = _dated(_CHANGES)


@dataclass(frozen=True, slots=True)
class Identified:
    """The index, and what must be told about how it was recognised."""

    security_id: str
    told: Finding | None = None


def identify(days: pl.Series, values: pl.Series, marks: Fingerprints, hints: Hints) -> Identified | Failed:
    """Name the index whose published ``marks`` the file's ``values`` agree with; fall back to the hint.

    Parameters
    ----------
    days, values
        The file's own dates and levels (or daily changes in percent).
    marks
        ``LEVELS`` or ``CHANGES``.
    """
    by_day = dict(zip(days.to_list(), values.to_list(), strict=True))
    agreeing = [index for index, known in marks.items() if _agrees(by_day, known)]
    hinted = index_id(hints.security_id)
    if len(agreeing) == 1:
        return _settled(agreeing[0], hinted, hints)
    if hinted is None:
        return Failed(
            FailureKind.AMBIGUOUS,
            "the file does not say which index it is about, and it covers no day whose published figures would tell; "
            "name it, for instance --security 000985.SH",
            "文件没有写明是哪个指数，所含日期也没有可比对的公开数值；请指明，例如 --security 000985.SH",
        )
    told = Finding(
        "hint_from_name",
        "security_id",
        severity="warning",
        zh=f"文件内容没有指数代码，也无法用公开数值比对，按文件名取 {hinted}",
        en=f"the content names no index and no published figure tells it; {hinted} is taken from the file's name",
    )
    return Identified(hinted, told if hints.from_name else None)


def _agrees(values: Mapping[date, float | None], known: Mapping[date, float]) -> bool:
    """More than half of the shared days agree: one damaged cell must not rename an index."""
    shared = [(values[day], mark) for day, mark in known.items() if values.get(day) is not None]
    hits = sum(abs(value - mark) <= TOLERANCE for value, mark in shared if value is not None)
    return hits > len(shared) / 2


def _settled(index: str, hinted: str | None, hints: Hints) -> Identified | Failed:
    if hinted is None or hinted == index:
        return Identified(index)
    if not hints.from_name:
        return Failed(
            FailureKind.INCONSISTENT,
            f"the figures are those of {index}, not of {hinted} as you said",
            f"数值属于 {index}，与所指明的 {hinted} 不符",
        )
    told = Finding(
        "name_contradicts_content",
        "security_id",
        severity="warning",
        expected=index,
        zh=f"文件名写着 {hinted}，但数值属于 {index}；以内容为准",
        en=f"the name says {hinted} but the figures are those of {index}; the content decides",
    )
    return Identified(index, told)


def index_id(text: str | None) -> str | None:
    """Read an index code; bare digits name an index here: ``000985`` is 000985.SH, ``399006`` is 399006.SZ."""
    if text is None:
        return None
    code = text.strip()
    if len(code) == 6 and code.isdecimal():
        code += {"399": ".SZ", "899": ".BJ"}.get(code[:3], ".SH")
    try:
        found = SecurityId.parse(code)
    except InvalidSecurity:
        return None
    return str(found) if found.kind is SecurityKind.INDEX else None
