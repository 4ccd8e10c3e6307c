"""Answers of one broker, and what is left of an answer that did not arrive: an empty body, or the beginning of one."""

from __future__ import annotations

from typing import Any, Final

from liangrong.core.errors import InvalidSecurity, SchemaChanged
from liangrong.core.outcomes import Failed, FailureKind, Outcome
from liangrong.core.securities import SecurityId
from liangrong.sources.fetcher import Batch, Hints, Sample
from liangrong.sources.files.answers import PLACE, answer_layout, keys_of, looks_like_answer, on_day, open_answer, rows_at
from liangrong.sources.files.calendars import starts_like_calendar
from liangrong.sources.files.layout import Layout
from liangrong.sources.pingan import rows_to_ratios

__all__ = ["LAYOUTS"]


def _is_ratios(answer: Any) -> bool:
    return {"secuCode", "fiMarginRatio"} <= keys_of(rows_at(answer, "data", "list"))


def _read_ratios(answer: Any, hints: Hints) -> Outcome[Batch]:
    rows = rows_at(answer, "data", "list") or []
    try:
        exchange = SecurityId.parse(str(rows[0]["secuCode"])).exchange
    except InvalidSecurity as error:
        raise SchemaChanged(place=PLACE, reason=error.message("en"), reason_zh=error.message("zh")) from error
    return on_day(hints, lambda day: Batch({"broker_margin_ratios": rows_to_ratios(rows, exchange, day, PLACE)}))


def _is_empty(seen: Sample) -> bool:
    return seen.text is not None and not seen.text.strip()


def _parse_empty(content: bytes, hints: Hints) -> Outcome[Batch]:
    del content, hints
    return Failed(
        FailureKind.AMBIGUOUS,
        "the file is empty: Shenzhen sends such a body for a day that is not published, but a download that failed looks the "
        "same, and nothing in it says which source or day it was; ask again with `liangrong sync`",
        "文件是空的：深交所对尚未公布的日期会返回空应答，但下载失败也是如此，其中没有任何来源或日期可辨；请用 liangrong sync 重新获取",
    )


def _is_broken(seen: Sample) -> bool:
    return looks_like_answer(seen) and open_answer(seen.content) is None and not starts_like_calendar(seen)


def _parse_broken(content: bytes, hints: Hints) -> Outcome[Batch]:
    del hints
    return Failed(
        FailureKind.TRANSPORT,
        f"it begins like a JSON answer but is cut off or damaged within its {len(content):,} bytes; fetch it again",
        f"开头像 JSON 应答，但在 {len(content):,} 字节之内中断或损坏；请重新获取",
    )


LAYOUTS: Final = (
    answer_layout("pingan_ratios", "平安证券保证金比例应答", "Ping An margin ratios", _is_ratios, _read_ratios),
    Layout("empty_body", "空文件（空应答）", "empty body", _is_empty, _parse_empty),
    Layout("broken_answer", "不完整的 JSON 应答", "broken JSON answer", _is_broken, _parse_broken),
)
