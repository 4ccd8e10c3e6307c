"""The error tree. Every error finishes its sentence in Chinese and in English.

LiangrongError                      exit 1   our bug, unless a subclass says otherwise
├── UsageError (ValueError)         exit 2   the request cannot be read
│   ├── UnknownName                          a scope, measure, table, unit … that does not exist
│   ├── InvalidSecurity                      a security code that cannot be one
│   ├── UnitMismatch                         money asked for in shares, and the like
│   ├── DenominatorNotNamed                  a ratio "to market cap" without saying which cap
│   └── ExtraMissing                         an optional dependency is not installed
├── NotKnown (LookupError)          exit 3   a fair question the data cannot answer (yet)
│   ├── BeyondCalendar                       a date outside the frozen trading calendar
│   ├── NoData                               nothing stored for what was asked
│   ├── RuleNotInForce                       a rule asked of a day, exchange or contract it does not reach
│   └── HistoryTruncated                     "ever" asked of a history that does not start at the start
├── BadInput (ValueError)           exit 4   a file or payload that cannot be accepted
│   ├── UnrecognisedInput                    no layout matches
│   ├── SchemaChanged                        a known layout with an unknown column, unit or shape
│   ├── InvalidAccount                       an account that cannot be, or that the rules of its day forbid
│   ├── EventRefused                         something that a rule or the account's means forbid on its day
│   ├── LooseningOverlay                     a broker pack below a floor or above a cap of the book
│   └── MixedOrigins                         simulated and real data in one store
└── StorageFailed (OSError)         exit 5   the disk refused; what was stored before is intact
"""

from __future__ import annotations

from typing import Any, ClassVar, Final, Literal

__all__ = [
    "KINDS_ZH",
    "BadInput",
    "BeyondCalendar",
    "DenominatorNotNamed",
    "EventRefused",
    "ExtraMissing",
    "HistoryTruncated",
    "InvalidAccount",
    "InvalidSecurity",
    "Lang",
    "LiangrongError",
    "LooseningOverlay",
    "MixedOrigins",
    "NoData",
    "NotKnown",
    "RuleNotInForce",
    "SchemaChanged",
    "StorageFailed",
    "UnitMismatch",
    "UnknownName",
    "UnrecognisedInput",
    "UsageError",
]

Lang = Literal["zh", "en"]


class LiangrongError(Exception):
    """Base of every error raised on purpose.

    A subclass is a pair of templates; an instance is the details that fill them.

    Parameters
    ----------
    **details
        Values for the templates; they also travel in the JSON error object. A detail whose name ends in ``_zh``
        replaces its namesake in Chinese: ``reason`` and ``reason_zh``.

    Examples
    --------
    >>> error = UnknownName(kind="measure", name="rzye", known="financing_balance")
    >>> error.message("en")
    "There is no measure called 'rzye'. Known: financing_balance."
    """

    code: ClassVar[str] = "internal_error"
    exit_code: ClassVar[int] = 1
    zh: ClassVar[str] = "{reason}"
    en: ClassVar[str] = "{reason}"
    hint_zh: ClassVar[str] = ""
    hint_en: ClassVar[str] = ""

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.message("en"))

    def message(self, lang: Lang) -> str:
        """Return the sentence in ``lang``; a detail ``x_zh`` (``reason_zh``, ``what_zh`` …) replaces ``x`` in Chinese."""
        return self._fill(self.zh if lang == "zh" else self.en, lang)

    def hint(self, lang: Lang) -> str:
        """Return what to do next, or an empty string."""
        given = self.details.get("hint_zh" if lang == "zh" else "hint")
        return str(given) if given else self._fill(self.hint_zh if lang == "zh" else self.hint_en, lang)

    def _fill(self, template: str, lang: Lang) -> str:
        details = dict(self.details)
        if lang == "zh":
            details |= {name.removesuffix("_zh"): text for name, text in self.details.items() if name.endswith("_zh")}
        return template.format_map(_Blank(details))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by details, so that an error survives the way out of a worker process."""
        return _rebuild, (type(self), self.details)


class _Blank(dict[str, Any]):
    """A missing detail shows as ``?`` rather than hiding the error behind a KeyError."""

    def __missing__(self, key: str) -> str:
        return "?"


KINDS_ZH: Final = {
    "unit": "单位",
    "repayment process": "偿还过程",
    "quantity": "数量",
    "table": "数据表",
    "measure": "指标",
    "scope": "范围",
    "exchange": "交易所",
    "security": "证券",
    "industry": "行业",
    "index": "指数",
    "board": "板块",
    "basket": "篮子",
    "check": "检查",
    "source": "来源",
    "dataset": "数据集",
    "format": "格式",
    "severity": "严重程度",
    "simulated table": "模拟数据表",
    "rule parameter": "规则参数",
    "rule key": "规则分项",
    "rule pack": "规则包",
    "verb": "问题",
}
"""What the closed lists of ``UnknownName`` are called in Chinese."""


def _rebuild(kind: type[LiangrongError], details: dict[str, Any]) -> LiangrongError:
    return kind(**details)


class UsageError(LiangrongError, ValueError):
    """The request cannot be read."""

    code = "usage"
    exit_code = 2


class UnknownName(UsageError):
    """A name from a closed list that is not on the list. Details: kind, name, known."""

    code = "unknown_name"
    zh = "没有名为“{name}”的{kind}。可用：{known}。"
    en = "There is no {kind} called '{name}'. Known: {known}."

    def _fill(self, template: str, lang: Lang) -> str:
        kind = KINDS_ZH.get(str(self.details.get("kind")))
        if lang == "zh" and kind and "kind_zh" not in self.details:
            template = template.replace("{kind}", kind)
        return super()._fill(template, lang)


class InvalidSecurity(UsageError):
    """Text that cannot be a security code. Details: text, reason."""

    code = "invalid_security"
    zh = "“{text}”不是有效的证券代码：{reason}。"
    en = "'{text}' is not a security code: {reason}."
    hint_zh = "请写成 600519.SH、SH600519 或 600519.XSHG。"
    hint_en = "Write it as 600519.SH, SH600519 or 600519.XSHG."


class UnitMismatch(UsageError):
    """A conversion between dimensions. Details: source, target."""

    code = "unit_mismatch"
    zh = "不能把“{source}”换算成“{target}”：量纲不同。"
    en = "Cannot convert {source} to {target}: they measure different things."


class DenominatorNotNamed(UsageError):
    """A ratio to market cap without naming the cap. Details: measure, choices."""

    code = "denominator_not_named"
    zh = "“{measure}”没有说明分母。请在 {choices} 中选一个：流通市值、自由流通市值与总市值的答案不同。"
    en = "'{measure}' does not name its denominator. Choose one of {choices}: float, free-float and total cap give different answers."


class ExtraMissing(UsageError):
    """An optional dependency is missing. Details: what, extra."""

    code = "extra_missing"
    zh = "{what}需要可选组件 {extra}。"
    en = "{what} needs the optional extra '{extra}'."
    hint_zh = "请运行：pip install 'liangrong[{extra}]'"
    hint_en = "Run: pip install 'liangrong[{extra}]'"


class NotKnown(LiangrongError, LookupError):
    """A fair question that the data do not answer. Details: reason (and reason_zh)."""

    code = "not_known"
    exit_code = 3


class BeyondCalendar(NotKnown):
    """A date outside the frozen trading calendar. Details: day, start, end."""

    code = "beyond_calendar"
    zh = "交易日历只覆盖 {start} 至 {end}，{day} 在其外。"
    en = "The trading calendar covers {start} to {end}; {day} is outside it."
    hint_zh = "深交所公布新一年的休市安排后，请运行 liangrong sync --dataset trading_days 更新。"
    hint_en = "Once SZSE has published the year's closures, run: liangrong sync --dataset trading_days"


class NoData(NotKnown):
    """Nothing stored for what was asked. Details: what, where (scope or table), nearest."""

    code = "no_data"
    zh = "没有{where}的{what}。最近可知：{nearest}。"
    en = "No {what} for {where}. Nearest known: {nearest}."
    hint_zh = "运行 liangrong coverage 查看已有数据，用 liangrong sync 或 liangrong import 补充。"
    hint_en = "Run `liangrong coverage` to see what is stored, then `liangrong sync` or `liangrong import`."


class HistoryTruncated(NotKnown):
    """A question of "ever" asked of a history with a missing beginning or an unbounded hole. Details: what, reason."""

    code = "history_truncated"
    zh = "不能回答“{what}”是否有史以来首次：{reason}。"
    en = "Cannot say 'ever' for {what}: {reason}."
    hint_zh = "导入 2010-03-31 起的历史，或用 `since` 指定起点。"
    hint_en = "Import the history since 2010-03-31, or name a start with `since`."


class RuleNotInForce(NotKnown):
    """A rule asked of a day, exchange or contract it does not reach. Details: parameter, on, venue, reason (and reason_zh)."""

    code = "rule_not_in_force"
    zh = "{on} 没有适用的“{parameter}”：{reason}。"
    en = "No {parameter} is in force on {on}: {reason}."
    hint_zh = "运行 liangrong rules timeline {parameter} 查看全部取值。"
    hint_en = "Run `liangrong rules timeline {parameter}` for all its values."


class BadInput(LiangrongError, ValueError):
    """A file or payload that cannot be accepted. Details: reason (and reason_zh), place."""

    code = "bad_input"
    exit_code = 4
    zh = "{place}：{reason}"
    en = "{place}: {reason}"


class UnrecognisedInput(BadInput):
    """No known layout matches the content. Details: place, reason."""

    code = "unrecognised_input"
    zh = "无法识别 {place}：{reason}。"
    en = "{place} was not recognised: {reason}."


class SchemaChanged(BadInput):
    """A known layout with an unknown column, unit or shape. Details: place, reason."""

    code = "schema_changed"
    zh = "{place} 的格式变了：{reason}。"
    en = "{place} changed its layout: {reason}."


class InvalidAccount(BadInput):
    """An account that cannot be, or that the rules of its day forbid. Details: place, reason (all sentences), problems."""

    code = "invalid_account"


class EventRefused(BadInput):
    """An event that a rule, the market or the account's means forbid. Details: event, on, reason, rule, citation where one binds."""

    code = "event_refused"
    zh = "{on} 的{event}不能执行：{reason}。"
    en = "{event} on {on} is refused: {reason}."


class LooseningOverlay(BadInput):
    """A broker pack that loosens the law. Details: place (the pack), parameter, on, value, bound, citation."""

    code = "loosening_overlay"
    zh = "规则包 {place} 放宽了 {parameter}：{on} 的取值 {value} 宽于规定的 {bound}（{citation}）。规则包只能从严。"
    en = (
        "Pack {place} loosens {parameter}: on {on} its {value} is looser than the {bound} of {citation}. A pack may only tighten."
    )


class MixedOrigins(BadInput):
    """Simulated and real data must not share a store. Details: store, has, got."""

    code = "mixed_origins"
    zh = "数据目录 {store} 存的是{has}数据，不能混入{got}数据。"
    en = "The store {store} holds {has} data; {got} data must not be mixed in."
    hint_zh = "请用 --store 另选一个目录。"
    hint_en = "Choose another folder with --store."


class StorageFailed(LiangrongError, OSError):
    """The disk refused a write. Details: path, reason."""

    code = "storage_failed"
    exit_code = 5
    zh = "写入 {path} 失败：{reason}。此前已存的数据完好。"
    en = "Writing {path} failed: {reason}. What was stored before is intact."
    hint_zh = "腾出磁盘空间或检查权限后重新运行；会从断点继续。"
    hint_en = "Free some space or check permissions and run again; it continues where it stopped."
