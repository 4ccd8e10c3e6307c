"""Conditions and what became of them, in sentences for people who read Chinese or English."""

from __future__ import annotations

from typing import Final

from liangrong.accounts.measures import ACCOUNT_MEASURES
from liangrong.analytics.measures import ScopeKind, measure
from liangrong.analytics.scopes import Scope
from liangrong.core.errors import Lang
from liangrong.core.results import Note
from liangrong.core.units import Unit, display
from liangrong.research.tables.labels import word
from liangrong.services.alerts.conditions import Condition
from liangrong.services.alerts.firing import Told
from liangrong.services.alerts.reading import Reading

__all__ = ["label_of", "sentence_of", "title_of"]

_TESTS: Final = {
    ">=": Note("≥", "≥"), ">": Note(">", ">"), "<=": Note("≤", "≤"), "<": Note("<", "<"),
    "crosses": Note("升破", "crosses"), "falls_below": Note("跌破", "falls below"), "is": Note("为", "is"),
}  # fmt: skip


def label_of(scope: Scope) -> Note:
    """What a part of the market is called; a security with its code."""
    if scope.kind is ScopeKind.SECURITY and scope.zh != scope.name:
        return Note(f"{scope.zh}（{scope.name}）", scope.en)
    return Note(scope.label("zh"), scope.label("en"))


def title_of(condition: Condition, label: Note) -> Note:
    """A condition as a phrase.

    Examples
    --------
    >>> from liangrong.services.alerts.conditions import parse_condition
    >>> title_of(parse_condition("两融余额 >= 2.7万亿"), Note("全市场", "the whole market")).en
    'margin trading balance of the whole market ≥ CNY 2,700.00 billion'
    """
    return Note(_title_zh(condition, label.zh), _title_en(condition, label.en))


def sentence_of(told: Told, condition: Condition, title: Note, *, simulated: bool) -> Note:
    """What a firing says: the phrase of its condition, the session, what was found, and what to know of it."""
    texts = []
    for lang in ("zh", "en"):
        session, found, remarks = told.reading.session, _found(told.reading, condition, lang), _remarks(told, lang)
        if lang == "zh":
            fact = f"{session} 为 {found}" if told.kind == "fired" else f"数据修订后 {session} 为 {found}，不再成立"
            texts.append(
                f"{'【模拟数据】' if simulated else ''}{'更正：' if told.kind == 'withdrawn' else ''}{title.zh}：{fact}{remarks}"
            )
        else:
            fact = (
                f"{found} on {session}" if told.kind == "fired" else f"revised data give {found} on {session}; it does not hold"
            )
            texts.append(
                f"{'[synthetic data] ' if simulated else ''}{'Correction: ' if told.kind == 'withdrawn' else ''}{title.en}: {fact}{remarks}"
            )
    return Note(*texts)


def _title_zh(condition: Condition, label: str) -> str:
    name = ACCOUNT_MEASURES[condition.measure].zh if condition.account else measure(condition.measure).zh
    if condition.test == "record":
        return f"{label}{name}创{f'{condition.since} 以来' if condition.since else ''}新高"
    aspect = {
        "level": "",
        "change": "日变化" if condition.sessions == 1 else f" {condition.sessions} 日变化",
        "percentile": "十年分位",
    }[condition.aspect]
    until = f"（直至 {condition.until}）" if condition.until else ""
    threshold = _word(condition, "zh") if condition.limit is None else condition.threshold
    return f"{label}{name}{aspect} {_TESTS[condition.test].zh} {threshold}{until}"


def _title_en(condition: Condition, label: str) -> str:
    name = ACCOUNT_MEASURES[condition.measure].en if condition.account else measure(condition.measure).en
    if condition.test == "record":
        return f"{name} of {label} at a record{f' since {condition.since}' if condition.since else ''}"
    span = "1 session" if condition.sessions == 1 else f"{condition.sessions} sessions"
    aspect = {"level": "", "change": f", change over {span},", "percentile": ", ten-year percentile,"}[condition.aspect]
    limit, release = condition.limit, condition.release
    threshold = _word(condition, "en") if limit is None else _number(limit, condition.unit, "en")
    until = f" (until {_number(release, condition.unit, 'en')})" if release is not None else ""
    return f"{name} of {label}{aspect} {_TESTS[condition.test].en} {threshold}{until}"


def _word(condition: Condition, lang: Lang) -> str:
    """A line or a zone by its name."""
    if lang == "en":
        return condition.threshold.replace("_", " ")
    own = {"cure_target": "补足目标线", "suspend_line": "暂停线", "resume_line": "恢复线"}
    return own.get(condition.threshold) or word("zone", condition.threshold)


def _found(reading: Reading, condition: Condition, lang: Lang) -> str:
    if reading.word:
        return word("zone", reading.word, lang)
    if reading.value is None:
        return "无" if lang == "zh" else "none"
    shown = _number(reading.value, condition.unit, lang, sign=condition.aspect == "change")
    if condition.limit is None and reading.limit is not None and condition.test != "record":
        shown += ("，线为 " if lang == "zh" else ", the line being ") + _number(reading.limit, condition.unit, lang)
    return shown


def _number(value: object, unit: Unit | None, lang: Lang, *, sign: bool = False) -> str:
    if unit is None:
        return f"{float(str(value)):.2f}"
    return display(value, unit, lang, sign=sign)  # type: ignore[arg-type]


def _remarks(told: Told, lang: Lang) -> str:
    notes = []
    if told.late and told.kind == "fired":
        notes.append("数据补齐或修订之后" if lang == "zh" else "found after data came late or were revised")
    if told.reading.quality != "ok":
        notes.append(f"数据质量：{word('quality', told.reading.quality)}" if lang == "zh" else f"quality: {told.reading.quality}")
    if told.reading.reason is not None:
        notes.append(told.reading.reason.text(lang))
    if not notes:
        return ""
    return f"（{'；'.join(notes)}）" if lang == "zh" else f" ({'; '.join(notes)})"
