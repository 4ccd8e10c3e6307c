"""One security: its price above what is borrowed on it, net financing, and the short side, over one time axis.

A brush below chooses the time of every panel; it is the interval selection ``zoom`` of ``charts.balance``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.research.charts.amounts import AmountUnit, amount_unit
from liangrong.research.charts.balance import BRUSHED, STRIP, ZOOM, zoom_value
from liangrong.research.charts.theme import FALL, INK, MUTED, RISE, SECOND, SERIES, config, watermark
from liangrong.research.tables.labels import heading

if TYPE_CHECKING:
    import altair as alt

__all__ = ["security_chart"]

_TICK: Final = "utcFormat(datum.value, utcdate(datum.value) == 1 ? (utcmonth(datum.value) == 0 ? '%Y' : '%Y-%m') : '%m-%d')"
_GAP_DAYS: Final = 20
"""A line is broken where more calendar days than this lie between two points: longer than any holiday."""
_HEIGHTS: Final = {"price": 150, "financing_balance": 120, "net_financing_purchase": 80, "short_balance": 80}
_COLUMNS: Final = ("financing_balance", "net_financing_purchase", "short_balance")
_LEAST: Final = 2
"""A panel of fewer points than this is drawn as dots."""


def security_chart(
    rows: pl.DataFrame,
    *,
    lang: Lang,
    width: int,
    note: str = "",
    zoom: tuple[date, date] | None = None,
    still: bool = False,
) -> alt.VConcatChart | None:
    """Draw the history of a security.

    Parameters
    ----------
    rows
        As ``analytics.securities.history.security_history`` gives them. Optional: ``event_zh, event_en``, what happened or
        was decreed on the day, drawn as a mark above the price. Rows of other answers have no picture.
    width
        Pixels of the plot.
    note
        A watermark.
    zoom
        First and last day shown at first; all by default.
    still
        For paper or a page without scripts: no brush.

    Returns
    -------
    alt.VConcatChart or None
        Panels of what is known, price first; nothing where neither prices nor balances are.
    """
    if "adjusted_close" not in rows.columns:
        return None
    shown = rows.sort("date")
    if still and zoom:
        shown = shown.filter(pl.col("date").is_between(*zoom))
    price = next((name for name in ("adjusted_close", "close") if shown[name].drop_nulls().len()), None)
    names = [name for name in _COLUMNS if shown[name].drop_nulls().len()]
    if price is None and not names:
        return None
    import altair as alt

    brush = None
    if not still and shown.height >= BRUSHED:
        start = {"x": zoom_value(*zoom)} if zoom else alt.Undefined
        style = alt.BrushConfig(fill=SERIES, fillOpacity=0.14, stroke=SERIES, strokeOpacity=0.7)
        brush = alt.selection_interval(name=ZOOM, encodings=["x"], value=start, mark=style)
    drawing = _Drawing(shown, brush, lang, width)
    panels = [] if price is None else [drawing.price(alt, price, note)]
    panels += [drawing.panel(alt, name, note if not panels and place == 0 else "") for place, name in enumerate(names)]
    if brush is not None:
        panels.append(drawing.strip(alt, price or names[0]))
    return alt.vconcat(*panels, spacing=22).configure(**config())


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What all panels share."""

    rows: pl.DataFrame
    brush: Any
    lang: Lang
    width: int

    def price(self, alt: Any, column: str, note: str) -> Any:
        """The close as a line, and what happened as marks above it."""
        points = self._points(column, 1.0)
        name = f"{self.rows['security_id'][0]} {heading(column, self.lang)}"
        title = f"{name}（元）" if self.lang == "zh" else f"{name} (CNY)"
        x, y = self._x(alt), self._y(alt, title, zero=False, digits=",.2~f")
        told = [_day(alt, self.lang), alt.Tooltip("value:Q", title=title, format=",.2f")]
        height = _HEIGHTS["price"]
        layers = [*watermark(note, self.width, height), self._ends(alt, x), *self._line(alt, points, x, y, told, color=INK)]
        event = f"event_{self.lang}"
        if event in self.rows.columns:
            marked = self.rows.filter(pl.col(event).is_not_null()).select(pl.col("date").cast(pl.String), event=event)
            what = [_day(alt, self.lang), alt.Tooltip("event:N", title="事件" if self.lang == "zh" else "event")]
            marks = self._apart(alt, marked).mark_point(
                shape="triangle-down", filled=True, size=60, color=SECOND, opacity=0.9, clip=False
            )
            layers.append(marks.encode(x=_across(alt, "price"), y=alt.value(6), tooltip=what))
            if marked.height:
                layers.append(self._key(alt))
        return alt.layer(*layers).properties(width=self.width, height=height, name="price")

    def panel(self, alt: Any, column: str, note: str) -> Any:
        """One amount: bars of net purchases, an area of a balance."""
        unit = amount_unit(float(str(self.rows[column].cast(pl.Float64).abs().max())), self.lang)
        points = self._points(column, unit.size)
        title = self._title(column, unit)
        x, y = self._x(alt), self._y(alt, title, zero=True, digits=",.2~f")
        told = [
            _day(alt, self.lang),
            alt.Tooltip("value:Q", title=title, format="+,.2f" if column.startswith("net_") else ",.2f"),
        ]
        height = _HEIGHTS[column]
        layers = [*watermark(note, self.width, height), self._ends(alt, x), *self._hole(alt, points, column, height)]
        if column.startswith("net_"):
            size = max(1.0, min(12.0, 0.7 * self.width / max(self.rows.height, 1)))
            colour = alt.condition("datum.value >= 0", alt.value(RISE), alt.value(FALL))
            layers.append(self._seen(alt, points).mark_bar(size=size, clip=False).encode(x=x, y=y, color=colour, tooltip=told))
            zero = alt.Chart(pl.DataFrame({"value": [0.0]})).mark_rule(color=MUTED)
            layers.append(zero.encode(y=y))
        else:
            color = SERIES if column.startswith("financing") else SECOND
            layers.append(self._seen(alt, points).mark_area(color=color, opacity=0.16).encode(x=x, y=y, detail="segment:N"))
            layers += self._line(alt, points, x, y, told, color=color)
        return alt.layer(*layers).properties(width=self.width, height=height, name=column)

    def strip(self, alt: Any, column: str) -> Any:
        """The whole time, small, under the brush."""
        x = alt.X("date:T", title=None, scale=alt.Scale(type="utc", domain=self._domain()), axis=self._time_axis(alt))
        y = alt.Y("value:Q", title=None, stack=None, axis=None, scale=alt.Scale(nice=False, zero=False))
        area = alt.Chart(self._points(column, 1.0)).mark_line(color=MUTED, strokeWidth=1.2).encode(x=x, y=y, detail="segment:N")
        return area.add_params(self.brush).properties(width=self.width, height=STRIP, name="strip")

    def _line(self, alt: Any, points: pl.DataFrame, x: Any, y: Any, told: list[Any], *, color: str) -> list[Any]:
        """A line; dots where it is too short to be seen, and dots without colour to hover everywhere."""
        seen = self._seen(alt, points)
        few = points["segment"].value_counts().filter(pl.col("count") < _LEAST).height > 0
        dots = seen.mark_point(color=color, filled=True, size=36, opacity=1 if few else 0, clip=False)
        return [
            seen.mark_line(color=color, strokeWidth=1.5).encode(x=x, y=y, detail="segment:N"),
            dots.encode(x=x, y=y, tooltip=told),
        ]

    def _points(self, column: str, size: float) -> pl.DataFrame:
        """``date, value, segment`` of what is known; a hole begins a new segment."""
        known = self.rows.filter(pl.col(column).is_not_null())
        segment = (pl.col("date").diff().dt.total_days() > _GAP_DAYS).fill_null(value=False).cum_sum()
        value = (pl.col(column).cast(pl.Float64) / size).round(4)
        return known.select(pl.col("date").cast(pl.String), value=value, segment=segment)

    def _seen(self, alt: Any, points: pl.DataFrame) -> Any:
        chart = alt.Chart(points)
        return chart if self.brush is None else chart.transform_filter(self.brush)

    def _apart(self, alt: Any, points: pl.DataFrame) -> Any:
        """Points in view that feed no scale: there may be none of them, and no row has no extent."""
        chart = alt.Chart(points).transform_calculate(date="toDate(datum.date)")
        return chart if self.brush is None else chart.transform_filter(self.brush)

    def _ends(self, alt: Any, x: Any) -> Any:
        """Nothing that can be seen, at both ends of the time: so that all panels show the same time while nothing is brushed."""
        return alt.Chart(pl.DataFrame({"date": self._domain()})).mark_point(opacity=0).encode(x=x, y=alt.value(0))

    def _key(self, alt: Any) -> Any:
        """What the marks are."""
        said = "▼ 政策、除权、名单与暂停线" if self.lang == "zh" else "▼ policy, ex-rights, lists and lines"
        text = alt.Chart(pl.DataFrame({"text": [said]})).mark_text(color=SECOND, fontSize=11, align="right", clip=False)
        return text.encode(x=alt.value(self.width), y=alt.value(-10), text="text:N")

    def _hole(self, alt: Any, points: pl.DataFrame, panel: str, height: int) -> list[Any]:
        """That nothing is stored, where a panel begins long after the others."""
        first, known = self.rows["date"][0], date.fromisoformat(points["date"][0])
        if (known - first).days <= _GAP_DAYS:
            return []
        said = pl.DataFrame({"date": [str(first + (known - first) / 2)], "text": ["无数据" if self.lang == "zh" else "no data"]})
        drawn = self._apart(alt, said).mark_text(color=MUTED, fontSize=11)
        return [drawn.encode(x=_across(alt, panel), y=alt.value(height - 16), text="text:N")]

    def _title(self, column: str, unit: AmountUnit) -> str:
        name = heading(column, self.lang)
        return f"{name}（{unit.name}）" if self.lang == "zh" else f"{name} ({unit.name})"

    def _domain(self) -> list[str]:
        first, last = self.rows["date"][0], self.rows["date"][-1]
        beside = timedelta(days=int(first == last))
        return [str(first - beside), str(last + beside)]

    def _x(self, alt: Any) -> Any:
        domain = self._domain() if self.brush is None else {"param": ZOOM, "encoding": "x"}
        return alt.X("date:T", title=None, scale=alt.Scale(type="utc", domain=domain, padding=0), axis=self._time_axis(alt))

    def _y(self, alt: Any, title: str, *, zero: bool, digits: str) -> Any:
        scale = alt.Scale(nice=True, zero=zero)
        return alt.Y("value:Q", title=title, stack=None, scale=scale, axis=alt.Axis(format=digits, tickCount=4))

    def _time_axis(self, alt: Any) -> Any:
        return alt.Axis(grid=False, tickCount=max(3, self.width // 110), labelExpr=_TICK, labelOverlap=True, labelBound=False)


def _across(alt: Any, panel: str) -> Any:
    """Where the time axis of a panel puts a row."""
    return alt.value({"expr": f"scale('{panel}_x', datum.date)"})


def _day(alt: Any, lang: Lang) -> Any:
    return alt.Tooltip("date:T", title="日期" if lang == "zh" else "date", timeUnit="utcyearmonthdate", format="%Y-%m-%d")
