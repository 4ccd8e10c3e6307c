"""Where financing stands and where it goes: the area of a tile is the balance, its colour and its number are net financing."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.research.charts.amounts import AmountUnit, amount_unit, signed
from liangrong.research.charts.contrast import mixed, readable_on
from liangrong.research.charts.lettering import ems
from liangrong.research.charts.squarify import Tile, squarified
from liangrong.research.charts.structure import group_label
from liangrong.research.charts.theme import FALL, PAPER, RISE, UNKNOWN, finished, watermark

if TYPE_CHECKING:
    import altair as alt

__all__ = ["MOST", "treemap_chart"]

MOST: Final = 60
"""Tiles of a chart; smaller groups are gathered in one that says how many they are."""
SMALLEST: Final = 10
"""Letters are not drawn smaller; what has no room is left to the table beside and to the pointer."""
LARGEST: Final = 19
LEADING, AIR = 1.3, 1.9
"""From one line of a tile to the next, and what a tile needs besides, over the height of its letters."""
_PARTS: Final = ("group", "funds", "unclassified", "outside", "not_broken_down")
_FLAT, _TALL = 0.52, 1.15
"""Height over width, on a desk and on a phone."""
_NARROW: Final = 500


def treemap_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.LayerChart | None:
    """Tiles of groups or securities; the colour is on the scale of a square root, so that one huge number does not bleach the others.

    Parameters
    ----------
    rows
        As of ``flows``: ``part, group_name, end_balance, net_financing`` in 元 and for securities ``name``; rows without a balance
        above zero have no tile. Optional ``link``, where a click leads.
    width
        Pixels of the plot.
    note
        A watermark.

    Returns
    -------
    alt.LayerChart or None
        Nothing where no balance is known.
    """
    own = rows.filter(pl.col("part").is_in(_PARTS)) if "part" in rows.columns else rows
    own = own.filter(pl.col("end_balance") > 0).sort("end_balance", "group_name", descending=[True, False])
    if own.is_empty():
        return None
    import altair as alt

    height = round(width * (_FLAT if width > _NARROW else _TALL))
    largest = float(str(own["net_financing"].cast(pl.Float64).abs().max() or 0.0))
    unit = amount_unit(largest, lang)
    tiles = _tiles(own, unit, largest, lang, (width, height))
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, width], nice=False, zero=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, height], nice=False, zero=False, reverse=True))
    told = _told(alt, unit, lang)
    layers: list[Any] = []
    for colored, linked in product((True, False), repeat=2):
        part = tiles.filter(pl.col("is_colored") == colored, pl.col("link").is_not_null() == linked)
        if part.height:
            fill = _color(alt, largest / unit.size, unit, lang, width) if colored else alt.value(UNKNOWN)
            base = alt.Chart(part).mark_rect(stroke="white", strokeWidth=1.5)
            drawn = base.encode(x=x, y=y, x2="x2:Q", y2="y2:Q", color=fill, tooltip=told)
            layers.append(drawn.encode(href="link:N") if linked else drawn)
    layers += _labels(alt, tiles, x, y, told)
    return finished(alt.layer(*layers, *watermark(note, width, height)), width, height)


def _tiles(own: pl.DataFrame, unit: AmountUnit, largest: float, lang: Lang, size: tuple[int, int]) -> pl.DataFrame:
    """One row for each tile: where it is, what it says, and in which ink."""
    shown = own.head(MOST - 1) if own.height > MOST else own
    cells = [
        (row.get("name") or group_label(row, lang), row["end_balance"], row["net_financing"], row.get("link"))
        for row in shown.iter_rows(named=True)
    ]
    rest = own.slice(shown.height)
    if rest.height:
        net = None if rest["net_financing"].null_count() else rest["net_financing"].sum()
        name = f"其他 {rest.height} 个" if lang == "zh" else f"{rest.height} others"
        cells.append((name, rest["end_balance"].sum(), net, None))
    places = squarified([float(balance) for _, balance, _, _ in cells], *size)
    rows = []
    for count, ((name, balance, net, link), place) in enumerate(zip(cells, places, strict=True)):
        value, is_own = None if net is None else float(net) / unit.size, count < shown.height
        first, second, letters = _written(name, "—" if value is None else signed(value), _symbol(unit), place)
        rows.append({
            "x": round(place.x, 1), "x2": round(place.x + place.width, 1), "y": round(place.y, 1), "y2": round(place.y + place.height, 1),
            "name": name, "balance": amount_unit(float(balance), lang).text(float(balance)),
            "net": None if value is None else round(value, 2), "first": first, "second": second, "letters": letters, "link": link,
            "below": _below(first) * letters if first and second else 0.0,
            "is_colored": is_own and net is not None,
            "ink": readable_on(_mixed(float(net), largest) if is_own and net is not None else (UNKNOWN,)),
        })  # fmt: skip
    text, number = pl.String(), pl.Float64()
    types = {"net": number, "link": text, "first": text, "second": text}
    return pl.DataFrame(rows, schema_overrides=types, infer_schema_length=None)


def _mixed(net: float, largest: float) -> tuple[str, ...]:
    """The colour of a tile as the renderer mixes it, with the red and the green either way round."""
    share = (abs(net) / largest) ** 0.5 if largest else 0.0
    return tuple(mixed(PAPER, end, share) for end in (RISE, FALL))


def _written(name: str, number: str, symbol: str, place: Tile) -> tuple[str | None, str | None, int]:
    """The name and the number of a tile and the height of their letters; the number stays where only one of them has room."""
    room = place.width - 4
    said = next((said for said in (f"{number} {symbol}", number) if ems(said) * SMALLEST <= room), None)
    if said is None or place.height < SMALLEST * 1.2:
        return None, None, SMALLEST

    def letters(name: str) -> float:
        widest = max(map(ems, (*name.split("\n"), said)))
        return min(LARGEST, place.height / (AIR + 2 * _below(name)), room / widest, place.width / 6)

    broken = max(_broken(name), key=letters)
    if letters(broken) < SMALLEST:
        broken = _shortened(name, room / SMALLEST) if place.height >= SMALLEST * 2.4 else ""
    return broken or said, said if broken else None, max(SMALLEST, int(letters(broken)))


def _broken(name: str) -> list[str]:
    """A name in one line, and every way to break an English one into two."""
    words = name.split() if name.isascii() else []
    return [name, *(f"{' '.join(words[:n])}\n{' '.join(words[n:])}" for n in range(1, len(words)))]


def _below(name: str) -> float:
    """How far below the middle of a tile its number stands, over the height of its letters; the name begins as far above."""
    return LEADING * (1 + name.count("\n")) / 2


def _shortened(name: str, room: float) -> str:
    """A name in so many ems; nothing where less than two Chinese characters of it would be left."""
    if ems(name) <= room:
        return name
    for kept in range(len(name) - 1, 0, -1):
        if ems(name[:kept]) + 1 <= room:
            return f"{name[:kept].rstrip()}…" if ems(name[:kept]) >= 2 else ""
    return ""


def _symbol(unit: AmountUnit) -> str:
    """The unit without its currency, which the legend names."""
    return unit.name.removesuffix("元").removeprefix("CNY ")


def _color(alt: Any, bound: float, unit: AmountUnit, lang: Lang, width: int) -> Any:
    ends = [-bound, 0, bound] if bound else [-1, 0, 1]
    scale = alt.Scale(type="sqrt", domain=ends, range=[FALL, PAPER, RISE], interpolate="rgb", nice=False, clamp=True)
    title = f"融资净买入（{unit.name}）：负为净偿还" if lang == "zh" else f"net financing ({unit.name}); negative: net repayment"
    legend = alt.Legend(title=title, orient="bottom", offset=10, gradientLength=min(width, 300), gradientThickness=10, titleLimit=width,
                        values=ends if bound else [0], format="+,.2~f", labelExpr="datum.value == 0 ? '0' : datum.label")  # fmt: skip
    return alt.Color("net:Q", scale=scale, legend=legend)


def _told(alt: Any, unit: AmountUnit, lang: Lang) -> list[Any]:
    zh = lang == "zh"
    titles = (
        ("名称", "融资余额", f"融资净买入（{unit.name}）")
        if zh
        else ("name", "financing balance", f"net financing ({unit.name})")
    )
    told = [alt.Tooltip("name:N"), alt.Tooltip("balance:N"), alt.Tooltip("net:Q", format="+,.2f")]
    return [each.title(title) for each, title in zip(told, titles, strict=True)]


def _labels(alt: Any, tiles: pl.DataFrame, x: Any, y: Any, told: list[Any]) -> list[Any]:
    """Names above numbers in the middle of the tiles; they can be pointed at and followed as the tile itself."""
    written = tiles.filter(pl.col("first").is_not_null())
    middle = written.with_columns(x=(pl.col("x") + pl.col("x2")) / 2, y=(pl.col("y") + pl.col("y2")) / 2)
    layers = []
    for linked in (middle.filter(pl.col("link").is_not_null()), middle.filter(pl.col("link").is_null())):
        if linked.is_empty():
            continue
        base = alt.Chart(linked).encode(x=x, y=y, tooltip=told)
        base = base.encode(href="link:N") if linked["link"][0] is not None else base
        style = {"fontSize": {"expr": "datum.letters"}, "color": {"expr": "datum.ink"}}
        lines = {"lineBreak": "\n", "lineHeight": {"expr": f"datum.letters * {LEADING}"}}
        layers.append(base.mark_text(dy={"expr": "-datum.below"}, **lines, **style).encode(text="first:N"))
        below = base.transform_filter("isValid(datum.second)").mark_text(dy={"expr": "datum.below"}, **style)
        layers.append(below.encode(text="second:N"))
    return layers
