"""Who belongs to which group on which day: every security of a window, in spells that leave no day out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from liangrong.analytics.scopes import (
    Baskets,
    Scope,
    in_scope,
    industry_spells,
    members,
    resolve_scope,
    spells_of,
)
from liangrong.core.errors import InvalidSecurity, NoData, UnknownName, UsageError
from liangrong.core.results import Note
from liangrong.core.securities import Exchange, SecurityId, SecurityKind
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["FUNDS", "GROUP", "OUTSIDE", "SCHEMES", "UNCLASSIFIED", "Groups", "groups", "placed"]

SCHEMES: Final = ("sw1", "sw2", "sw3", "board", "exchange", "security", "index:CODE", "baskets")
"""The ways to group."""

GROUP: Final = "group"
"""The part of a spell in a group of the scheme."""
FUNDS: Final = "funds"
UNCLASSIFIED: Final = "unclassified"
"""The part of stocks that no industry list maps."""
OUTSIDE: Final = "outside"
"""The part of what an index or the baskets leave out."""

_LEVELS: Final = {"sw1": "level1_name", "sw2": "level2_name", "sw3": "group_name"}
_ALIASES: Final = {"industry": "sw1", "行业": "sw1", "申万一级": "sw1", "申万二级": "sw2", "申万三级": "sw3", "板块": "board",
                   "交易所": "exchange", "个股": "security", "证券": "security", "basket": "baskets", "组合": "baskets"}  # fmt: skip
_DAY: Final = pl.duration(days=1)
_NEVER: Final = date(9999, 1, 1)
_FOLLOWS: Final = pl.col("security_id") == pl.col("security_id").shift()
"""Whether a row is of the same security as the one before it."""


_OR_FUNDS: Final = pl.when(~pl.col("is_stock")).then(pl.lit(FUNDS)).otherwise(pl.lit(GROUP))
_PARTS_BY_CODE: Final = {
    "exchange": pl.lit(GROUP),
    "security": _OR_FUNDS,
    "board": pl.when(pl.col("board") == UNCLASSIFIED).then(pl.lit(UNCLASSIFIED)).otherwise(_OR_FUNDS),
}
"""Where the code decides on the group: what it is part of."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The spells of a window.

    Parameters
    ----------
    by
        The scheme.
    start, end
        The window, both included.
    spells
        ``security_id, from_date, to_date, group, part``: inside the window, both days included. A security's spells cover each day of
        it once; with ``overlapping``, at least once.
    overlapping
        Whether a security can be in several groups on a day.
    """

    by: str
    start: date
    end: date
    spells: pl.DataFrame
    overlapping: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def ranked(self) -> tuple[str, ...]:
        """The parts that are set against each other: the groups, and the funds where nothing else is there."""
        return (GROUP,) if (self.spells["part"] == GROUP).any() else (FUNDS,)


def groups(
    snapshot: MarketSnapshot,
    by: str,
    securities: Sequence[str],
    *,
    start: date,
    end: date,
    baskets: Baskets | None = None,
    within: str | Scope | None = None,
) -> Groups:
    """Place securities into the groups of a scheme, on each day as of that day.

    Parameters
    ----------
    by
        ``sw1``, ``sw2``, ``sw3`` (申万), ``board``, ``exchange``, ``index:CODE`` (members, and the rest), ``baskets``, ``security``.
    securities
        Who is to be placed, such as all of the margin list.
    start, end
        The window, both included.
    baskets
        Basket name to codes, for ``baskets``; they may overlap.
    within
        Only this scope; days on which a security is outside it are left out.

    Raises
    ------
    UnknownName
        There is no such scheme.
    NoData
        The membership list that the scheme needs is not stored.
    UsageError
        ``baskets`` without baskets.

    Examples
    --------
    >>> day = date(2026, 1, 30)
    >>> found = groups(MarketSnapshot.of({}, day), "board", ["688981.SH", "510300.SH"], start=day, end=day)
    >>> found.spells.select("security_id", "group", "part").rows()
    [('510300.SH', 'funds', 'funds'), ('688981.SH', 'star', 'group')]
    """
    scheme = _scheme(by)
    listed = _by_code(pl.DataFrame({"security_id": sorted(set(securities))}, schema={"security_id": pl.String}))
    notes: tuple[Note, ...] = ()
    if scheme in _PARTS_BY_CODE:
        whole = listed.with_columns(group=pl.col("security_id") if scheme == "security" else pl.col(scheme))
        spells = whole.with_columns(pl.lit(start).alias("from_date"), pl.lit(end).alias("to_date"), part=_PARTS_BY_CODE[scheme])
    else:
        memberships = _memberships(snapshot, scheme, baskets)
        named = memberships.join(listed, on="security_id", how="semi")
        spells = _covering(named, listed, start, end, scheme, overlapping=scheme == "baskets")
        notes = _absent(memberships, listed) if scheme == "baskets" else ()
    spells = spells.select("security_id", "from_date", "to_date", "group", "part").sort("security_id", "from_date", "group")
    if scheme == "board":
        spells = spells.with_columns(group=pl.when(pl.col("part") == FUNDS).then(pl.lit(FUNDS)).otherwise("group"))
    if within is not None:
        scope, said = resolve_scope(snapshot, within, baskets=baskets)
        spells, notes = _inside(spells, snapshot, scope), (*notes, *said)
    return Groups(scheme, start, end, spells, overlapping=scheme == "baskets", notes=notes)


def placed(rows: pl.DataFrame, found: Groups) -> pl.DataFrame:
    """Rows (``security_id, trade_date``) with the ``group`` and ``part`` of their own day; rows outside the spells are left out.

    Examples
    --------
    >>> day = date(2026, 1, 30)
    >>> found = groups(MarketSnapshot.of({}, day), "exchange", ["688981.SH"], start=day, end=day)
    >>> placed(pl.DataFrame({"security_id": ["688981.SH"], "trade_date": [day]}), found)["group"].to_list()
    ['SSE']
    """
    joined = rows.join(found.spells, on="security_id", how="inner", maintain_order="left")
    inside = pl.col("trade_date").is_between("from_date", "to_date")
    return joined.filter(inside).drop("from_date", "to_date")


def _scheme(by: str) -> str:
    text = by.strip()
    name = _ALIASES.get(text.lower(), text.lower())
    kind, _, code = text.partition(":")
    if kind.lower() == "index" and code:
        return f"index:{SecurityId.parse(code)}"
    if name not in SCHEMES or name == "index:CODE":
        raise UnknownName(kind="grouping", kind_zh="分组方式", name=by, known=", ".join(SCHEMES))
    return name


def _by_code(names: pl.DataFrame) -> pl.DataFrame:
    """``security_id`` with ``board, exchange`` and whether it is a stock, which the code's prefix tells.

    A prefix that nobody knows is taken for a stock's, on no board that is known: it must not drop out of the sums.
    """
    kind = pl.concat_str(pl.col("security_id").str.slice(0, 3), pl.lit("000"), pl.col("security_id").str.slice(6))
    shapes = names.with_columns(_shape=kind)
    known = {}
    for shape in shapes["_shape"].unique():
        try:
            known[shape] = SecurityId.parse(shape)
        except InvalidSecurity:
            continue
    table = pl.DataFrame(
        [(shape, code.board.value, code.kind is SecurityKind.STOCK) for shape, code in known.items()],
        schema={"_shape": pl.String, "board": pl.String, "is_stock": pl.Boolean},
        orient="row",
    )
    suffixes = {exchange.suffix: exchange.name for exchange in Exchange}
    ending = pl.col("security_id").str.slice(-2).replace_strict(suffixes, default=None, return_dtype=pl.String)
    return (
        shapes.join(table, on="_shape", how="left", maintain_order="left")
        .with_columns(pl.col("board").fill_null(UNCLASSIFIED), pl.col("is_stock").fill_null(value=True), exchange=ending)
        .drop("_shape")
    )


def _memberships(snapshot: MarketSnapshot, scheme: str, baskets: Baskets | None) -> pl.DataFrame:
    """``security_id, from_date, to_date, group`` of a scheme, whoever is meant."""
    if scheme == "baskets":
        if not baskets:
            raise UsageError(
                reason="no basket was given; hand in at least one, as name and security codes",
                reason_zh="没有给出任何组合；请至少给一个：名称与证券代码",
            )
        pairs = [(str(SecurityId.parse(code)), name) for name, codes in baskets.items() for code in codes]
        never = pl.lit(None, dtype=pl.Date)
        frame = pl.DataFrame(pairs, schema={"security_id": pl.String, "group": pl.String}, orient="row").unique(
            maintain_order=True
        )
        return frame.with_columns(from_date=never, to_date=never)
    found = snapshot.once(("spells", scheme), lambda: _stored(snapshot, scheme))
    if found.is_empty():
        raise NoData(
            what="membership list", what_zh="成份名单", where=scheme, nearest="none stored", nearest_zh="没有导入过该名单"
        )
    return found


def _stored(snapshot: MarketSnapshot, scheme: str) -> pl.DataFrame:
    if scheme.startswith("index:"):
        spells = spells_of(snapshot, scheme).with_columns(group=pl.lit(scheme.removeprefix("index:")))
    else:
        spells = industry_spells(snapshot)
        levelled = spells[_LEVELS[scheme]].null_count() < spells.height
        spells = spells.with_columns(group=pl.col(_LEVELS[scheme] if levelled else "group_name"))
    return _disjoint(spells.select("security_id", "from_date", "to_date", "group").filter(pl.col("group").is_not_null()))


def _covering(
    spells: pl.DataFrame, listed: pl.DataFrame, start: date, end: date, scheme: str, *, overlapping: bool
) -> pl.DataFrame:
    """Spells in order cut to the window, with the days that none covers given to the funds, the unclassified or the outside."""
    cut = (
        spells.with_columns(
            from_date=pl.max_horizontal(pl.col("from_date").fill_null(start), pl.lit(start)),
            to_date=pl.min_horizontal(pl.col("to_date").fill_null(end), pl.lit(end)),
        )
        .filter(pl.col("from_date") <= pl.col("to_date"))
        .sort("security_id", "from_date")
    )
    free = pl.when(_FOLLOWS).then(pl.col("to_date").shift() + _DAY).otherwise(pl.lit(start))
    gaps = cut.select("security_id", from_date=free, to_date=pl.col("from_date") - _DAY)
    gaps = gaps.filter(pl.col("from_date") <= pl.col("to_date"))
    last = cut.group_by("security_id").agg(pl.col("to_date").max() + _DAY)
    ends = listed.join(last, on="security_id", how="left").select(
        "security_id", from_date=pl.col("to_date").fill_null(start), to_date=pl.lit(end)
    )
    left_out = OUTSIDE if overlapping or scheme.startswith("index:") else UNCLASSIFIED
    rest = pl.concat([gaps, ends.filter(pl.col("from_date") <= pl.col("to_date"))]).join(listed, on="security_id")
    part = pl.when(pl.col("is_stock")).then(pl.lit(left_out)).otherwise(pl.lit(FUNDS))
    rest = rest.with_columns(part=part).with_columns(group=pl.col("part"))
    columns = ["security_id", "from_date", "to_date", "group", "part"]
    return pl.concat([cut.with_columns(part=pl.lit(GROUP)).select(columns), rest.select(columns)])


def _disjoint(spells: pl.DataFrame) -> pl.DataFrame:
    """Spells in order, cut so that a day belongs to the earliest that claims it; open ends are far away."""
    ever = spells.with_columns(pl.col("from_date").fill_null(date.min), pl.col("to_date").fill_null(_NEVER))
    free = pl.col("to_date").cum_max().shift().over("security_id") + _DAY
    cut = ever.sort("security_id", "from_date").with_columns(from_date=pl.max_horizontal("from_date", free))
    return cut.filter(pl.col("from_date") <= pl.col("to_date"))


def _inside(spells: pl.DataFrame, snapshot: MarketSnapshot, scope: Scope) -> pl.DataFrame:
    """The spells, or the parts of them, that lie inside a scope."""
    allowed = members(snapshot, scope)
    if allowed is None:
        return in_scope(spells, scope, None)
    allowed = _disjoint(allowed).rename({"from_date": "_from", "to_date": "_to"})
    joined = spells.join(allowed, on="security_id", how="inner").with_columns(
        from_date=pl.max_horizontal("from_date", "_from"), to_date=pl.min_horizontal("to_date", "_to")
    )
    return joined.filter(pl.col("from_date") <= pl.col("to_date")).select(spells.columns)


def _absent(memberships: pl.DataFrame, listed: pl.DataFrame) -> tuple[Note, ...]:
    """Members of baskets without margin figures, and members of several baskets."""
    absent = memberships.join(listed, on="security_id", how="anti")["security_id"].unique().sort()
    several = memberships.group_by("security_id").len().filter(pl.col("len") > 1)["security_id"].sort()
    notes = []
    if len(absent):
        names = ", ".join(absent)
        notes.append(Note(f"区间内没有两融明细的组合成份：{names}。", f"Members without margin figures in the window: {names}."))
    if len(several):
        names = ", ".join(several)
        notes.append(
            Note(f"{names} 同时属于几个组合，在每个组合中各计一次，合计只计一次。",
                 f"{names} belong to several baskets: counted in each, once in the sum.")
        )  # fmt: skip
    return tuple(notes)
