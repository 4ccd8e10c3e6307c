"""What a book holds: accounts, zones, ratios, concentration, vintages of contracts, and how well it was calibrated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import polars as pl

from liangrong.book.columns import EPOCH
from liangrong.book.lines import CALL, Lines
from liangrong.book.scales import BASIS_POINTS, LI_PER_FEN
from liangrong.core.errors import NoData, UnknownName, UsageError
from liangrong.core.results import Result
from liangrong.services.books.calibration import named_calibration
from liangrong.services.books.files import OpenedBook, opened_book
from liangrong.services.books.revaluations import exposure_rows
from liangrong.services.books.valuing import Valued, no_debt, ratio_of, terms_on, totals_of, yuan, zone_rows
from liangrong.services.engines.engine import Engine
from liangrong.services.engines.local import HERE
from liangrong.services.workspace import Workspace

if TYPE_CHECKING:
    from liangrong.book.columns import Partition
    from liangrong.book.revaluation import Revaluation

__all__ = ["ASPECTS", "Aspect", "DescriptionRequest", "description"]

Aspect = Literal["summary", "zones", "industries", "securities", "ratios", "concentration", "vintages", "ages", "calibration"]
ASPECTS: Final[tuple[Aspect, ...]] = get_args(Aspect)

_QUANTILES: Final = (0.001, 0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99, 0.999)
_LARGEST: Final = (0.0001, 0.001, 0.01, 0.10, 0.50)
_AGES: Final = (0, 1, 2, 3, 4, 5, 6, 9, 12, 18, 24, 36)
"""Whole months from which an age class of contracts starts."""
_MONTH: Final = 30.4375
"""Days of a month, on average of four years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DescriptionRequest:
    """Which book, and what about it.

    Parameters
    ----------
    book
        A name in the store, or a folder.
    aspect
        One of ``ASPECTS``.
    top
        How many industries or securities to show.
    pack
        A broker pack over the law, for the lines between zones.
    own_files
        Whether book and pack may be files of this machine.
    """

    book: str
    aspect: Aspect = "summary"
    top: int = 20
    pack: str = ""
    own_files: bool = True


def description(workspace: Workspace | None, request: DescriptionRequest, *, ask: Engine = HERE) -> Result:
    """Describe a book at its own marks and under the rules of their day.

    Parameters
    ----------
    ask
        The engine.

    Returns
    -------
    Result
        ``summary``: ``measure, value, unit``. ``zones``, ``industries``, ``securities``: as ``revaluation``. ``ratios``: ``quantile,
        maintenance_ratio, maintenance_ratio_by_debt`` over accounts with debt, each account counted once or by its debt. ``concentration``:
        ``largest_accounts, accounts, share_of_debt, share_of_assets``. ``vintages``: contracts by side and margin ratio; ``ages``: by side
        and months since they were opened. ``calibration``: what a generated book was fitted to and how near it comes.

    Raises
    ------
    UnknownName, UsageError, NoData, BadInput
        As ``opened_book``; the aspect is unknown; an imported book has no calibration.
    """
    if request.aspect not in ASPECTS:
        raise UnknownName(kind="aspect", kind_zh="方面", name=request.aspect, known=", ".join(ASPECTS))
    if request.top < 1:
        raise UsageError(
            reason=f"top is {request.top}; ask for one row or more.", reason_zh=f"top 为 {request.top}，至少应为 1。"
        )
    opened = opened_book(workspace, request.book, own_files=request.own_files)
    lines = terms_on(opened.marks.on, request.pack, own_files=request.own_files)
    if request.aspect in ("industries", "securities"):
        by: Literal["industry", "security"] = "industry" if request.aspect == "industries" else "security"
        data = exposure_rows(opened, opened.marks, lines, by, ask).head(request.top)
    else:
        data = _VIEWS[request.aspect](opened, lines, ask)
    unit = "" if request.aspect in ("summary", "ratios", "calibration") else "元"
    return Result(data, unit=unit, as_of=opened.marks.on, source=opened.source, warnings=opened.notes)


def _summary(opened: OpenedBook, lines: Lines, ask: Engine) -> pl.DataFrame:
    counts, sums = Counter(dict.fromkeys(_COUNTS, 0)), Counter(dict.fromkeys(_SUMMED, 0))
    for counted, summed in ask.each(Valued(opened.marks, lines, _summed), opened):
        counts.update(counted)
        sums.update(summed)
    sums["short_debt"] = sums["debt"] - sums["financing_debt"] - sums["charges"]
    rows: list[tuple[str, Decimal | None, str]] = [
        *((name, Decimal(count), "户" if name.startswith("accounts") else "个") for name, count in counts.items()),
        ("partitions", Decimal(len(opened.files)), "个"),
        ("securities", Decimal(opened.marks.size), "个"),
        *((name, yuan([amount])[0], "元") for name, amount in sums.items()),
    ]
    for name, above in (("maintenance_ratio", "assets"), ("maintenance_ratio_with_debt", "indebted_assets")):
        ratio = ratio_of(sums[above], sums["debt"])
        rows.append((name, None if ratio is None else Decimal(f"{ratio:.6f}"), "1"))
    return pl.DataFrame(rows, schema={"measure": pl.String, "value": pl.Decimal(38, 6), "unit": pl.String}, orient="row")


_COUNTS: Final = ("accounts", "accounts_with_debt", "accounts_short", "accounts_called", "positions", "contracts", "shorts")
_SUMMED: Final = ("assets", "debt", "financing_debt", "charges", "cash", "indebted_assets")


def _summed(partition: Partition, found: Revaluation) -> tuple[dict[str, int], dict[str, int]]:
    """``_COUNTS``, and ``_SUMMED`` in 厘, of a partition."""
    in_debt = found.debt > 0
    counts = (
        partition.size, int(in_debt.sum()), len(set(partition.shorts.account.tolist())), int(found.totals[CALL:, 0].sum()),
        *(len(table.security) for table in (partition.positions, partition.contracts, partition.shorts)),
    )  # fmt: skip
    fen = (partition.contracts.principal, partition.accounts.charges, partition.accounts.cash)
    sums = (
        int(found.assets.sum()), int(found.debt.sum()), *(int(column.sum()) * LI_PER_FEN for column in fen),
        int(found.assets[in_debt].sum()),
    )  # fmt: skip
    return dict(zip(_COUNTS, counts, strict=True)), dict(zip(_SUMMED, sums, strict=True))


def _zones(opened: OpenedBook, lines: Lines, ask: Engine) -> pl.DataFrame:
    return zone_rows(ask.each(Valued(opened.marks, lines, totals_of), opened), lines)


def _in_debt(opened: OpenedBook, lines: Lines, ask: Engine) -> pl.DataFrame:
    """``assets, debt`` (厘) of all accounts with debt.

    Raises
    ------
    NoData
        There is none.
    """
    frames = list(ask.each(Valued(opened.marks, lines, _indebted), opened))
    if not sum(frame.height for frame in frames):
        raise no_debt(opened.name)
    return pl.concat(frames)


def _indebted(_: Partition, found: Revaluation) -> pl.DataFrame:
    return pl.DataFrame({"assets": found.assets, "debt": found.debt}).filter(pl.col("debt") > 0)


def _ratios(opened: OpenedBook, lines: Lines, ask: Engine) -> pl.DataFrame:
    owed = _in_debt(opened, lines, ask).select("debt", ratio=pl.col("assets") / pl.col("debt")).sort("ratio")
    below = owed["debt"].cum_sum() / int(owed["debt"].sum())
    places = [min(int((below < quantile).sum()), owed.height - 1) for quantile in _QUANTILES]
    return pl.DataFrame(
        {
            "quantile": _QUANTILES,
            "maintenance_ratio": [owed["ratio"].quantile(quantile, "higher") for quantile in _QUANTILES],
            "maintenance_ratio_by_debt": owed["ratio"].gather(places),
        }
    )


def _concentration(opened: OpenedBook, lines: Lines, ask: Engine) -> pl.DataFrame:
    owed = _in_debt(opened, lines, ask)
    all_of = {name: max(int(owed[name].sum()), 1) for name in owed.columns}
    rows = []
    for share in _LARGEST:
        count = max(1, round(owed.height * share))
        rows.append((share, count, *(int(owed[name].top_k(count).sum()) / all_of[name] for name in ("debt", "assets"))))
    return pl.DataFrame(rows, schema=["largest_accounts", "accounts", "share_of_debt", "share_of_assets"], orient="row")


def _contracts(opened: OpenedBook, ask: Engine, key: pl.Expr, name: str) -> pl.DataFrame:
    """Contracts by side and a key, the sums of all partitions."""
    found = pl.concat(ask.each(partial(_by_side, key.alias(name)), opened)).group_by("side", name).agg(
        pl.col("contracts", "amount").sum(), pl.col("first_opened_on").min(), pl.col("last_opened_on").max()
    ).sort("side", name, nulls_last=True)  # fmt: skip
    share = pl.col("amount") / pl.col("amount").sum().over("side")
    return found.with_columns(share=share, amount=yuan((found["amount"] * LI_PER_FEN).to_list()))


_SUMS: Final = (
    pl.len().cast(pl.Int64).alias("contracts"), pl.col("amount").sum(), pl.col("opened_on").min().alias("first_opened_on"),
    pl.col("opened_on").max().alias("last_opened_on"),
)  # fmt: skip


def _by_side(key: pl.Expr, partition: Partition) -> pl.DataFrame:
    sides = (("financing", "contracts", "principal"), ("short", "shorts", "proceeds"))
    return pl.concat(_of_side(partition, *side).group_by("side", key).agg(*_SUMS) for side in sides)


def _of_side(partition: Partition, side: str, table: str, amount: str) -> pl.DataFrame:
    columns = getattr(partition, table)
    opened_on = partition.terms.get(f"{table.removesuffix('s')}_terms.opened_on")
    days = pl.repeat(0, len(columns.security), dtype=pl.UInt16, eager=True) if opened_on is None else pl.Series(opened_on)
    return pl.DataFrame({"amount": getattr(columns, amount), "margin_ratio": columns.margin_ratio, "days": days}).select(
        "amount", side=pl.lit(side), margin_ratio=pl.col("margin_ratio") / BASIS_POINTS,
        opened_on=pl.when(pl.col("days") > 0).then(pl.lit(EPOCH) + pl.duration(days="days")),
    )  # fmt: skip


def _vintages(opened: OpenedBook, _: Lines, ask: Engine) -> pl.DataFrame:
    return _contracts(opened, ask, pl.col("margin_ratio"), "margin_ratio")


def _ages(opened: OpenedBook, _: Lines, ask: Engine) -> pl.DataFrame:
    age = (pl.lit(opened.book.on) - pl.col("opened_on")).dt.total_days() / _MONTH
    months = sum((age >= bound).cast(pl.Int64) * (bound - low) for low, bound in pairwise(_AGES))
    return _contracts(opened, ask, pl.when(age.is_not_null()).then(months), "months")


def _calibration(opened: OpenedBook, _: Lines, __: Engine) -> pl.DataFrame:
    rows: Any = opened.made.get("calibration")
    if not rows:
        raise NoData(what="calibration", what_zh="校准表", where=f"the book {opened.name}", where_zh=f"账簿 {opened.name} ",
                     nearest="none", nearest_zh="无",
                     hint="Only generated books have one.", hint_zh="只有生成的账簿才有校准表。")  # fmt: skip
    return named_calibration(pl.DataFrame(rows, infer_schema_length=None))


_VIEWS: Final[Mapping[str, Callable[[OpenedBook, Lines, Engine], pl.DataFrame]]] = {
    "summary": _summary, "zones": _zones, "ratios": _ratios, "concentration": _concentration, "vintages": _vintages, "ages": _ages,
    "calibration": _calibration,
}  # fmt: skip
