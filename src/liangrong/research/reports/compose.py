"""From a brief's findings to a document in one language: which figure is said where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from liangrong.core.clocks import show_instant
from liangrong.core.errors import Lang
from liangrong.research.reports.blocks import Block, Cards, Chart, Document, Grid, Paragraph, Section, Shown, Words, words
from liangrong.research.reports.findings import GRADES, Finding
from liangrong.research.reports.wording import LABELS, label, sentence, source_name, title

if TYPE_CHECKING:
    from liangrong.research.reports.brief import Brief

__all__ = ["compose"]

_LEVELS: Final = ("total", "financing", "short")
_LEVEL_FIELDS: Final = ("level", "change", "change_ratio", "contribution", "record", "streak", "peak", "peak_date", "drawdown")
_EXCHANGES: Final = ("SSE", "SZSE", "BSE")
_ITEMS: Final[dict[str, tuple[str, ...]]] = {
    "milestones": (
        "reference_peak", "reference_peak.distance", "reference_peak.distance_ratio",
        "reference_peak.first_above",
        "threshold.passed", "threshold.passed_on", "threshold.next", "threshold.gap",
    ),
    "activity": ("buys", "turnover", "buys.share", "buys.percentile"),
    "short": ("short", "short.change", "short.share", "short_quantity", "short_sales", "short_sales.net"),
    "safety": ("maintenance", "maintenance.percentile"),
    "size": ("float_ratio", "financing_float_ratio", "free_float_ratio"),
    "data": ("sessions", "gaps", "suspect"),
}  # fmt: skip
"""Which findings stand in the two-column tables, by section."""
_IMPLIED: Final = {"streak": "record", "peak": "record", "peak_date": "record", "drawdown": "record"}
"""Figures that are unknown whenever another one of their row is; the reason is given once."""
_SIGNED: Final = ("change", "change_ratio", "distance", "distance_ratio", "drawdown", "net", "growth", "gain")


def compose(brief: Brief, lang: Lang) -> Document:
    """Say what the findings say, in ``lang``."""
    return _Composer(brief, lang).document()


class _Composer:
    """One brief in one language; every method yields blocks."""

    def __init__(self, brief: Brief, lang: Lang) -> None:
        self.brief = brief
        self.lang: Lang = lang
        self.findings = {finding.key: finding for finding in brief.findings}

    def document(self) -> Document:
        sections = (
            self._section("headline", [*self._headline()]),
            self._section("levels", [self._levels(), *self._chart("balance"), *self._chart("split")]),
            self._section("exchanges", [self._exchanges()]),
            self._section("milestones", self._items("milestones")),
            self._section("growth", [self._growth()]),
            self._section("activity", [*self._items("activity"), *self._chart("activity")]),
            self._section("short", self._items("short")),
            self._section("safety", [*self._items("safety"), *self._chart("maintenance")]),
            self._section("size", self._items("size")),
            self._section("data", [*self._items("data"), *self._unknown(), *self._notes()]),
        )
        return Document(
            title=title("brief", self.lang),
            subtitle=self._words(title("subtitle", self.lang)),
            lang=self.lang,
            watermark=title("watermark", self.lang) if self.brief.simulated else "",
            sections=tuple(section for section in sections if section.blocks),
            evidence=self._evidence(),
        )

    def _headline(self) -> Iterable[Block]:
        cards = [(name, "card." + card) for name, card in (("total", "change"), ("financing", "financing"))]
        cards += [("buys.share", "card.activity"), ("maintenance", "card.maintenance")]
        made = tuple((self._label(name), self._value(name), self._remark(card)) for name, card in cards)
        yield Cards(made)
        yield Paragraph(self._say("level" if self._known("total.change", "short.change") else "level_only"), "lead")
        if not self._known("total.record"):
            since = self.findings.get("total.record_since")
            said = "record_unknown" if since is None else "record_since" if since.value else "no_record_since"
            yield Paragraph(self._say(said))
        else:
            yield Paragraph(self._say("record" if self.findings["total.record"].value else "no_record"))
        if self._known("reference_peak.distance"):
            yield Paragraph(self._say("reference"))
        if self._known("threshold.passed_on", "threshold.gap"):
            yield Paragraph(self._say("threshold"))
        if self._known("buys.share", "buys.percentile"):
            yield Paragraph(self._say("activity"))
        if self._known("maintenance", "maintenance.percentile"):
            yield Paragraph(self._say("maintenance"))

    def _levels(self) -> Grid:
        """One column per balance: eight rows of figures are easier to read, and narrower, than eight columns."""
        rows = []
        for field in _LEVEL_FIELDS:
            if field in _IMPLIED and not any(self._known(f"{name}.{field}") for name in _LEVELS):
                continue
            rows.append(
                ((label(field, self.lang),), *(self._value(name if field == "level" else f"{name}.{field}") for name in _LEVELS))
            )
        return Grid(tuple(label(head, self.lang) for head in ("item", *_LEVELS)), tuple(rows))

    def _exchanges(self) -> Grid:
        present = [name for name in _EXCHANGES if name in self.findings]
        return self._matrix(
            present, ("", ".share", ".change", ".contribution"), ("exchange", "level", "share", "change", "contribution")
        )

    def _growth(self) -> Grid:
        windows = [key for key in self.findings if key.startswith("growth.") and key.count(".") == 1]
        rows = []
        for key in windows:
            finding = self.findings[key]
            name = label("growth.ytd", self.lang) if key == "growth.ytd" else label("growth", self.lang)
            text = words(name, {"growth": finding}, self.lang)
            start = str(finding.parameters.get("from", "—"))
            cells = [self._value(key + suffix, signed=True) for suffix in ("", ".gain", ".financing", ".financing_gain")]
            rows.append((text, (start,), *cells))
        heads = ("window", "from", "total_growth", "gain", "financing_growth", "gain")
        return Grid(tuple(label(head, self.lang) for head in heads), tuple(rows), frozenset({0, 1}))

    def _matrix(self, names: Iterable[str], fields: tuple[str, ...], heads: tuple[str, ...]) -> Grid:
        rows = tuple((self._label(name), *(self._value(name + suffix) for suffix in fields)) for name in names)
        return Grid(tuple(label(head, self.lang) for head in heads), rows)

    def _items(self, section: str) -> list[Block]:
        keys = [key for key in _ITEMS[section] if key in self.findings]
        if not keys:
            return []
        rows = tuple((self._label(key), self._value(key), self._day(key)) for key in keys)
        return [Grid(tuple(label(head, self.lang) for head in ("item", "value", "date")), rows, frozenset({0, 2}))]

    def _chart(self, name: str) -> Iterable[Block]:
        points = [finding for key, finding in self.findings.items() if key.startswith(f"series.{name}.")]
        if not points:
            return
        names = list(dict.fromkeys(finding.measure for finding in points))
        days = sorted({finding.date for finding in points if finding.date}, reverse=True)
        at = {(finding.date, finding.measure): finding for finding in points}
        rows = tuple(
            ((day.isoformat(),), *((Shown(at[day, m], self.lang, compact=True),) if (day, m) in at else ("—",) for m in names))
            for day in days
        )
        measures = tuple(self.brief.measure_labels[m][0 if self.lang == "zh" else 1] for m in names)
        caption = "chart.balance_plain" if name == "balance" and not self._known("reference_peak.distance") else f"chart.{name}"
        table = Grid((label("date", self.lang), *measures), rows)
        legend = self._events() if name == "balance" else None
        yield Chart(name, title(f"chart.{name}", self.lang), self._say(caption), table, legend, title("events", self.lang))

    def _events(self) -> Grid | None:
        rows = []
        for finding in (finding for key, finding in self.findings.items() if key.startswith("event.")):
            text = finding.value if self.lang == "zh" else finding.parameters["en"]
            rows.append(
                ((str(finding.parameters["number"]),), (finding.date.isoformat() if finding.date else "—",), (str(text),))
            )
        heads = tuple(label(head, self.lang) for head in ("number", "date", "event"))
        return Grid(heads, tuple(rows), frozenset({0, 1, 2})) if rows else None

    def _unknown(self) -> Iterable[Block]:
        """Each reason once, with the figures it explains."""
        reasons: dict[str, list[str]] = {}
        for finding in self.findings.values():
            row, _, column = finding.key.rpartition(".")
            if finding.reason is not None and (column not in _IMPLIED or self._known(f"{row}.{_IMPLIED[column]}")):
                reasons.setdefault(finding.reason.text(self.lang), []).append(self._name(finding))
        for reason, names in reasons.items():
            said = ("、" if self.lang == "zh" else ", ").join(dict.fromkeys(names))
            yield Paragraph((sentence("unknown", self.lang).format(item=said, reason=reason),), "note")

    def _notes(self) -> Iterable[Block]:
        for note in self.brief.notes:
            yield Paragraph((note.text(self.lang),), "note")
        if self.brief.known_at:
            yield Paragraph((sentence("known_at", self.lang).format(known_at=show_instant(self.brief.known_at)),), "note")
        names = [source_name(source, self.lang) for source in self.brief.source]
        if names:
            joined = ("、" if self.lang == "zh" else ", ").join(names)
            yield Paragraph((sentence("sources", self.lang).format(sources=joined),), "note")

    def _evidence(self) -> Grid:
        heads = ("finding", "value", "date", "formula", "source", "grade")
        rows = []
        for finding in self.findings.values():
            if finding.key.startswith(("series.", "event.")) or finding.key == "as_of":
                continue
            grade = GRADES[finding.grade][0 if self.lang == "zh" else 1]
            value: Words = (Shown(finding, self.lang, signed=_is_signed(finding.key), compact=True),)
            day = finding.date.isoformat() if finding.date else "—"
            rows.append(
                (
                    (finding.key,),
                    value,
                    (day,),
                    (finding.formula or finding.measure,),
                    (", ".join(finding.source) or "—",),
                    (grade,),
                )
            )
        return Grid(tuple(label(head, self.lang) for head in heads), tuple(rows), frozenset({0, 2, 3, 4, 5}))

    def _section(self, key: str, blocks: list[Block]) -> Section:
        return Section(title(key, self.lang), tuple(blocks))

    def _words(self, template: str) -> Words:
        return words(template, self.findings, self.lang)

    def _say(self, key: str) -> Words:
        return self._words(sentence(key, self.lang))

    def _remark(self, key: str) -> Words:
        """What stands below a card's figure; an older figure shows its day whatever else is known."""
        if key == "card.maintenance" and not self._known("maintenance.percentile"):
            return self._say("card.maintenance_day") if self._known("maintenance") else ()
        needed = {"card.change": "total.change", "card.financing": "financing.change", "card.activity": "buys.percentile"}
        return self._say(key) if key not in needed or self._known(needed[key]) else ()

    def _label(self, key: str) -> Words:
        return self._words(label(key, self.lang)) if key in LABELS else (key,)

    def _name(self, finding: Finding) -> str:
        """What an unknown figure is called: its own label, or its row and column."""
        if finding.key in LABELS:
            return "".join(part if isinstance(part, str) else part.text for part in self._label(finding.key))
        row, _, column = finding.key.rpartition(".")
        if row in LABELS and column in LABELS:
            return f"{label(row, self.lang)}{'' if self.lang == 'zh' else ': '}{label(column, self.lang)}"
        return self.brief.measure_labels.get(finding.measure, (finding.key, finding.key))[0 if self.lang == "zh" else 1]

    def _value(self, key: str, *, signed: bool = False) -> Words:
        finding = self.findings.get(key)
        return ("—",) if finding is None else (Shown(finding, self.lang, signed=signed or _is_signed(key), compact=True),)

    def _day(self, key: str) -> Words:
        finding = self.findings[key]
        return (finding.date.isoformat(),) if finding.date and finding.value is not None else ("—",)

    def _known(self, *keys: str) -> bool:
        return all(key in self.findings and self.findings[key].value is not None for key in keys)


def _is_signed(key: str) -> bool:
    return key.rpartition(".")[2] in _SIGNED or key.startswith("growth.")
