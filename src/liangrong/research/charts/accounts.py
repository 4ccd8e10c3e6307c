"""Where an account stands between its lines, and how far prices are from each of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.research.charts.lettering import ems, lanes
from liangrong.research.charts.theme import ACCENT, INK, MUTED, SECOND, SERIES, finished, watermark
from liangrong.research.tables.labels import heading_of, word

if TYPE_CHECKING:
    import altair as alt

__all__ = ["account_chart", "distance_chart"]

LANE: Final = 42
"""Pixels of an account, or of its state before or after."""
ROW: Final = 30
"""Pixels of a scope in the chart of distances."""
MOST: Final = 40
"""Lanes or rows of a chart; the table has the rest."""
LETTER: Final = 11.5
_LABEL: Final = 15
"""Pixels of a row of labels above the plot."""
_ZERO: Final = "datum.value == 0 ? '0' : datum.label"
_SPREAD: Final = 1.25
"""How far beyond the outermost line the scale reaches."""
_FURTHEST: Final = 4.0
"""A ratio further from the lines than this many times the outermost is drawn at the edge, with an arrow."""
_LINES: Final = ("immediate_line", "call_line", "warning_line", "withdrawal_line")
_SHADES: Final = (0.34, 0.22, 0.1, 0.0, 0.0)
"""How deep the zones are coloured, from below the lowest line to above the highest."""
_NARROW: Final = 500
_MARKS: Final = {
    "withdrawal_line": (SERIES, "triangle-right"),
    "available_margin": (MUTED, "triangle-down"),
    "warning_line": ("#b7791f", "diamond"),
    "call_line": (ACCENT, "circle"),
    "immediate_line": ("#7f1d1d", "square"),
    "equity": (SECOND, "cross"),
}
"""A colour and a shape for each line, from the first to be met to the last."""
_ENGLISH: Final = {"available_margin": "available margin at zero", "equity": "equity at zero"}


@dataclass(frozen=True, slots=True)
class _Scale:
    """A logarithmic scale of ratios: equal steps are equal changes of all prices."""

    low: float
    high: float

    def held(self, ratio: float) -> float:
        """The ratio, or the edge beyond which it lies."""
        return min(max(ratio, self.low), self.high)

    def arrow(self, ratio: float) -> str:
        """Which way it lies beyond the edge, if it does."""
        return " →" if ratio > self.high else " ←" if ratio < self.low else ""


def account_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.LayerChart | None:
    """Draw the maintenance ratio of each account, or of one before and after, on the scale of its lines.

    Parameters
    ----------
    rows
        As of ``account assess`` or ``account whatif``: ``account, maintenance_ratio, zone``, the lines ``immediate_line, call_line,
        warning_line, withdrawal_line`` and perhaps ``case``. Differences are not drawn; without debt there is no ratio, which is said.

    Returns
    -------
    alt.LayerChart or None
        Nothing where no row has its lines.
    """
    cases = pl.col("case") != "change" if "case" in rows.columns else pl.lit(value=True)
    known = rows.filter(cases, pl.all_horizontal(pl.col(line).is_not_null() for line in _LINES)).head(MOST)
    if known.is_empty():
        return None
    import altair as alt

    scale, height = _scale_of(known), LANE * known.height
    places = [f"{place}" for place in range(known.height)]
    names = _lane_names(known, lang)
    axis = alt.Axis(format="~%", tickCount=6, grid=False, orient="bottom", labelOverlap=True)
    title = heading_of("maintenance_ratio").zh if lang == "zh" else heading_of("maintenance_ratio").en
    x = alt.X("ratio:Q", title=title, axis=axis, scale=alt.Scale(type="log", domain=[scale.low, scale.high], nice=False))
    spelled = " || ".join(f"datum.value == '{place}' && {json.dumps(name)}" for place, name in zip(places, names, strict=True))
    y_axis = alt.Axis(labelExpr=spelled, labelLimit=width // 3, labelColor=INK, grid=False, titleY=0)
    y = alt.Y("place:N", title=None, sort=places, axis=y_axis, scale=alt.Scale(domain=places))
    zones = alt.Chart(pl.DataFrame(list(_zones(known, scale)), orient="row", schema=["place", "ratio", "until", "shade"]))
    ticks = pl.DataFrame(
        [(place, known[line][n]) for n, place in enumerate(places) for line in _LINES], schema=["place", "ratio"], orient="row"
    )
    layers = [
        zones.mark_rect(color=ACCENT, height=LANE - 14).encode(
            x=x, x2="until:Q", y=y, opacity=alt.Opacity("shade:Q", scale=None)
        ),
        *watermark(note, width, height),
        alt.Chart(ticks).mark_tick(color=MUTED, thickness=1.5, height=LANE - 8).encode(x=x, y=y),
        *_line_labels(alt, known, scale, x, lang, width),
        *_standings(alt, known, scale, x, y, lang),
    ]
    return finished(alt.layer(*layers), width, height)


def distance_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.LayerChart | None:
    """Draw how far prices must move for each line to be met: one row for each scope, the nearest first.

    Parameters
    ----------
    rows
        As of ``account distance``: ``account, scope, line, price_move`` (−0.15 for a fall of 15 %), null where no price leads there.

    Returns
    -------
    alt.LayerChart or None
        Nothing where no line can be reached.
    """
    known = rows.filter(pl.col("price_move").is_not_null())
    if known.is_empty():
        return None
    import altair as alt

    several = rows["account"].n_unique() > 1
    nearest = known.sort(pl.col("price_move").abs()).group_by("account", "scope", maintain_order=True).first().head(MOST)
    names = {(row["account"], row["scope"]): _scope_name(row, lang, several=several) for row in nearest.iter_rows(named=True)}
    falls = max(0.0, -float(str(known["price_move"].min())))
    edge = max(falls, min(float(str(known["price_move"].max())), 1.5 * falls or 1.0))
    points, labels = [], dict[str, str]()
    for row in known.sort(pl.col("price_move").abs()).iter_rows(named=True):
        name = names.get((row["account"], row["scope"]))
        if name is None:
            continue
        line, move = _line_name(row["line"], lang), f"{row['price_move']:+.1%}"
        points.append(
            (name, row["line"], line, min(row["price_move"], edge), move, f"{move} →" if row["price_move"] > edge else "")
        )
        labels.setdefault(name, f"{line} {move}" if width > _NARROW else move)
    drawn = pl.DataFrame(points, schema=["scope", "kind", "line", "move", "said", "beyond"], orient="row")
    return _moves(alt, drawn, pl.DataFrame(list(labels.items()), schema=["scope", "said"], orient="row"), lang, width, note)


def _moves(alt: Any, drawn: pl.DataFrame, labels: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    zh, height = lang == "zh", ROW * labels.height + 10
    there = drawn.select("kind", "line").unique()
    lines = {kind: dict(there.iter_rows())[kind] for kind in _MARKS if kind in there["kind"]}
    kinds, colors, shapes = list(lines.values()), [_MARKS[kind][0] for kind in lines], [_MARKS[kind][1] for kind in lines]
    low, high = min(0.0, float(str(drawn["move"].min()))), max(0.0, float(str(drawn["move"].max())))
    room = (high - low) * 0.06
    scale = alt.Scale(domain=[low - room, high + room], nice=False)
    title = "价格变动多少触及（右：最近的一条）" if zh else "move of prices that meets it (right: the nearest)"
    x = alt.X(
        "move:Q",
        title=title,
        scale=scale,
        axis=alt.Axis(format="+.0%", labelExpr=_ZERO, orient="top", titleAnchor="start", tickCount=6),
    )
    limit = width // 2 if width > _NARROW else width // 3
    axis = alt.Axis(labelLimit=limit, labelColor=INK, labelPadding=6, titleAngle=0, grid=True)
    y = alt.Y("scope:N", title=None, sort=labels["scope"].to_list(), axis=axis)
    legend = alt.Legend(title=None, orient="bottom", columns=3 if width <= _NARROW else 6, symbolSize=70, offset=8)
    color = alt.Color("line:N", scale=alt.Scale(domain=kinds, range=colors), legend=legend)
    shape = alt.Shape("line:N", scale=alt.Scale(domain=kinds, range=shapes), legend=legend)
    titles = ("范围", "线", "变动") if zh else ("scope", "line", "move")
    told = [alt.Tooltip(f"{name}:N", title=text) for name, text in zip(("scope", "line", "said"), titles, strict=True)]
    zero = alt.Chart(pl.DataFrame({"move": [0.0]})).mark_rule(color=INK, strokeWidth=1.2).encode(x=x)
    points = alt.Chart(drawn).mark_point(filled=True, size=90, opacity=0.95)
    text = alt.Chart(labels).mark_text(align="left", fontSize=LETTER, color=INK)
    layers = [
        *watermark(note, width, height), zero, points.encode(x=x, y=y, color=color, shape=shape, tooltip=told),
        text.encode(x=alt.value(width + 8), y=y, text="said:N"),
        alt.Chart(drawn).mark_text(align="right", dx=-9, fontSize=10, color=MUTED).encode(x=x, y=y, text="beyond:N"),
    ]  # fmt: skip
    return finished(alt.layer(*layers), width, height)


def _line_name(line: str, lang: Lang) -> str:
    return word("line", line) if lang == "zh" else _ENGLISH.get(line, line.replace("_", " "))


def _scope_name(row: dict[str, Any], lang: Lang, *, several: bool) -> str:
    scope = word("industry", row["scope"].partition(":")[2], lang) or ("全部价格" if lang == "zh" else "all prices")
    return f"{row['account']} · {scope}" if several else scope


def _scale_of(known: pl.DataFrame) -> _Scale:
    lines = [float(value) for line in _LINES for value in known[line]]
    ratios = [float(value) for value in known["maintenance_ratio"].drop_nulls()]
    low, high = min(lines), max(lines)
    lowest = max(min([low, *ratios]), low / _FURTHEST)
    return _Scale(lowest / _SPREAD, min(max([high, *ratios]), high * _FURTHEST) * _SPREAD)


def _lane_names(known: pl.DataFrame, lang: Lang) -> list[str]:
    several = known["account"].n_unique() > 1
    found = []
    for row in known.iter_rows(named=True):
        case = row.get("case")
        said = [row["account"] if several or not case else None, (word("case", case) if lang == "zh" else case) if case else None]
        found.append(" · ".join(filter(None, said)))
    return found


def _zones(known: pl.DataFrame, scale: _Scale) -> Iterator[tuple[str, float, float, float]]:
    for place, row in enumerate(known.iter_rows(named=True)):
        edges = [scale.low, *sorted(row[line] for line in _LINES), scale.high]
        for (start, end), shade in zip(pairwise(edges), _SHADES, strict=True):
            if shade:
                yield str(place), start, end, shade


def _line_labels(alt: Any, known: pl.DataFrame, scale: _Scale, x: Any, lang: Lang, width: int) -> list[Any]:
    """The name of each line above its place; where it differs from lane to lane, with all its values."""
    from math import log

    texts = []
    for line in _LINES:
        values = known[line].unique(maintain_order=True).to_list()
        name = heading_of(line).zh if lang == "zh" else heading_of(line).en
        texts.append((values[0], f"{name} {' / '.join(f'{value:.0%}' for value in values)}"))
    at = [log(value / scale.low) / log(scale.high / scale.low) * width for value, _ in texts]
    rows = lanes([(place, ems(text) * LETTER + 10) for place, (_, text) in zip(at, texts, strict=True)])
    layers = []
    for (value, text), row in zip(texts, rows, strict=True):
        label = alt.Chart(pl.DataFrame({"ratio": [value], "text": [text]}))
        above = alt.value(-8 - _LABEL * row)
        if row:
            layers.append(label.mark_rule(color=MUTED, opacity=0.5).encode(x=x, y=alt.value(0), y2=alt.value(-2 - _LABEL * row)))
        layers.append(label.mark_text(color=INK, fontSize=LETTER).encode(x=x, y=above, text="text:N"))
    return layers


def _standings(alt: Any, known: pl.DataFrame, scale: _Scale, x: Any, y: Any, lang: Lang) -> list[Any]:
    """The ratio of each lane as a dot with its number and its zone; after a change, a line from where it was."""
    found: list[tuple[str, float, float, str]] = []
    before: dict[str, float] = {}
    for place, row in enumerate(known.iter_rows(named=True)):
        ratio, zone = row["maintenance_ratio"], word("zone", row["zone"], lang)
        if ratio is None:
            found.append((str(place), scale.high, scale.high, zone))
            continue
        held = scale.held(ratio)
        was = before.get(row["account"], held) if row.get("case") == "after" else held
        before[row["account"]] = held
        found.append((str(place), held, was, f"{ratio:.1%}{scale.arrow(ratio)}  {zone}"))
    frame = pl.DataFrame(found, schema=["place", "ratio", "was", "said"], orient="row")
    has_ratio = pl.Series(known["maintenance_ratio"].is_not_null())
    middle = (scale.low * scale.high) ** 0.5
    layers = [
        alt.Chart(frame.filter(has_ratio))
        .mark_rule(color=SERIES, strokeWidth=2, opacity=0.6, yOffset=LANE // 3)
        .encode(x=x, x2="was:Q", y=y),
        alt.Chart(frame.filter(has_ratio)).mark_point(color=SERIES, filled=True, size=130, opacity=1).encode(x=x, y=y),
    ]
    for right in (True, False):
        side = frame.filter((pl.col("ratio") > middle) == right)
        if side.height:
            style = {"align": "right" if right else "left", "dx": -11 if right else 11, "fontSize": 12.5, "fontWeight": "bold"}
            base = alt.Chart(side).encode(x=x, y=y, text="said:N")
            layers += [
                base.mark_text(color="white", stroke="white", strokeWidth=4, opacity=0.8, **style),
                base.mark_text(color=INK, **style),
            ]
    return layers
