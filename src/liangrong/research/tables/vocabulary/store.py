"""Columns and words of what is stored, missing, fetched, imported and checked."""

from __future__ import annotations

from typing import Final

from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

HEADINGS: Final[dict[str, Heading]] = {
    "dataset": Heading("数据表", "dataset"),
    "place": Heading("对象", "place"),
    "before": Heading("此前", "before"),
    "after": Heading("此后", "after"),
    "datasets": Heading("数据表", "tables", Shown.PROSE),
    "last_recorded": Heading("最近取得", "last received"),
    "known_before": Heading("此前自何时可知", "known before since"),
    "file": Heading("文件", "file", Shown.PROSE),
    "path": Heading("路径", "path"),
    "layout": Heading("识别为", "recognised as"),
    "check": Heading("检查", "check"),
    "severity": Heading("程度", "severity", Shown.WORD),
    "column": Heading("列", "column"),
    "observed": Heading("实际", "observed", Shown.PROSE),
    "expected": Heading("应为", "expected", Shown.PROSE),
    "first_day": Heading("首日", "first day"),
    "last_day": Heading("末日", "last day"),
    "stored": Heading("已存", "stored"),
    "added": Heading("新增", "added", Shown.ONCE_IF_ZERO),
    "known": Heading("已有", "known already", Shown.ONCE_IF_ZERO),
    "quarantined": Heading("隔离", "quarantined", Shown.ONCE_IF_ZERO),
    "repaired": Heading("修复", "repaired"),
    "missing": Heading("缺", "missing", Shown.ONCE_IF_ZERO),
    "covered": Heading("已覆盖", "covered"),
    "month": Heading("月份", "month"),
    "stored_share": Heading("已存占比", "share stored"),
    "not_published": Heading("尚未公布", "not published yet", Shown.ONCE_IF_ZERO),
    "failed": Heading("失败", "failed", Shown.ONCE_IF_ZERO),
    "table": Heading("数据表", "table"),
    "revised": Heading("修订", "revised", Shown.ONCE_IF_ZERO),
    "recognised_as": Heading("识别为", "recognised as", Shown.PROSE),
    "non_trading": Heading("非交易日", "not a session", Shown.ONCE_IF_ZERO),
    "not_asked": Heading("未询问", "not asked", Shown.ONCE_IF_ZERO),
    "via": Heading("途径", "via", Shown.WORD | Shown.ONCE),
    "missing_days": Heading("缺日", "missing days"),
    "securities": Heading("证券数", "securities"),
    "detail_sum": Heading("明细合计", "sum of the detail", Shown.OF_ROW),
    "compared_with": Heading("对照", "compared with", Shown.OF_ROW),
    "largest_difference": Heading("单只最大差", "largest of one security"),
}  # fmt: skip

WORDS: Final[dict[str, str]] = {
    "added": "新增",
    "known": "已有",
    "partly": "部分",
    "quarantined": "隔离",
    "unrecognised": "未识别",
    "nothing": "无内容",
    "skipped": "跳过",
    "repaired": "已修复",
    "suspect": "存疑",
    "covered": "已覆盖",
    "not_published": "尚未公布",
    "non_trading": "非交易日",
    "failed": "失败",
    "sync": "同步",
    "import": "导入",
}
