"""What an export says of its securities, completed from a store: the marks of the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any, Final

import numpy as np
import polars as pl

from liangrong.accounts.intake.entries import AccountEntry, GivenMark
from liangrong.accounts.state import CreditAccount
from liangrong.book.marks import MarkTable
from liangrong.book.scales import BASIS_POINTS, yuan_of_li
from liangrong.core.clocks import AsOf
from liangrong.core.errors import InvalidSecurity
from liangrong.core.results import Note
from liangrong.core.securities import SecurityId
from liangrong.rules.parameters import ASSET_CLASSES
from liangrong.rules.rulebook import RulesInForce
from liangrong.services.accounts.marks import Known, completed, known_of
from liangrong.services.books.intake.sheets import Sheet
from liangrong.services.books.markets import marks_on
from liangrong.services.workspace import Workspace

__all__ = ["check_securities", "chosen_marks", "completed_marks", "given_marks", "mark_rows"]

_FIELDS: Final = ("price", "conversion_ratio", "asset_class", "previous_close", "suspended", "fair_price", "industry")
_TOLD: Final = 5
"""Securities named in a note."""


def mark_rows(sheet: Sheet, security: pl.Series) -> pl.DataFrame:
    """``security`` and what each row says of it: prices in 厘, ``conversion_ratio`` in basis points."""
    found = {name: sheet.whole(name, 3) for name in ("price", "previous_close", "fair_price")}
    found["conversion_ratio"] = sheet.ratio("conversion_ratio", 4)
    for name, column in found.items():
        if name == "conversion_ratio":
            wrong = (column < 0) | (column > BASIS_POINTS)
            zh, en = (
                "为 {value}；折算率在 0 与 1 之间，百分数请带 % 号",
                "is {value}; a conversion ratio lies between 0 and 1, a percentage has its sign",
            )
        elif name == "fair_price":
            wrong, zh, en = column < 0, "为 {value}，不能为负", "is {value} and cannot be negative"
        else:
            wrong, zh, en = column <= 0, "为 {value}，价格应为正数", "is {value}; a price is positive"
        sheet.fault(wrong, name, zh, en)
        found[name] = column.set(wrong.fill_null(value=False), None)
    return pl.DataFrame(
        {
            "security": security, **found, "suspended": sheet.flag("suspended"),
            "asset_class": sheet.choice("asset_class", {name: name for name in ASSET_CLASSES}),
            "industry": sheet.text("industry"),
        }
    )  # fmt: skip


def given_marks(sheets: Sequence[tuple[Sheet, pl.DataFrame]]) -> dict[str, GivenMark]:
    """What most rows say of each security; a row that says otherwise is a fault.

    Parameters
    ----------
    sheets
        Each sheet with its ``mark_rows``.
    """
    if not sheets:
        return {}
    rows = pl.concat([frame for _, frame in sheets]).drop_nulls("security")
    usual = rows.select("security").unique("security", maintain_order=True)
    for name in _FIELDS:
        usual = usual.join(_most(rows, name), on="security", how="left", maintain_order="left")
    for sheet, frame in sheets:
        both = frame.join(usual, on="security", how="left", maintain_order="left", suffix=" usual")
        for name in _FIELDS:
            sheet.fault(both[name] != both[f"{name} usual"], name, "为 {value}，与同一证券的其他行不同",
                        "is {value}, and other rows of the same security say otherwise")  # fmt: skip
    return {row["security"]: _given(row) for row in usual.iter_rows(named=True)}


def _most(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """``security`` and what most of its rows say of it; of equally many the first."""
    said = rows.select("security", name).drop_nulls().group_by("security", name, maintain_order=True).len()
    return (
        said.sort("len", descending=True, maintain_order=True).unique("security", keep="first", maintain_order=True).drop("len")
    )


def completed_marks(
    given: Mapping[str, GivenMark], rules: RulesInForce, workspace: Workspace | None, as_of: AsOf | None
) -> tuple[MarkTable, tuple[Note, ...]]:
    """Marks of all securities that have a price, in the order of their codes: of the export, else of the store.

    折算率 that neither states is the cap of the security's class.

    Parameters
    ----------
    workspace, as_of
        The store that completes them; ``None`` without one.
    """
    known = None if workspace is None or as_of is None else known_of(workspace.snapshot(as_of), sorted(given))
    sound = {security: mark for security, mark in given.items() if mark.conversion_ratio is not None or _is_code(security)}
    found, _ = completed(AccountEntry("", rules.on, CreditAccount(), sound), rules, known)
    table = MarkTable.of(found, sorted(found), rules.on)
    if workspace is not None and as_of is not None:
        table = _with_market(table, given, marks_on(workspace, as_of))
    return table, _notes(given, known, table.securities)


def chosen_marks(marks: MarkTable, securities: Sequence[str]) -> MarkTable:
    """The marks of some securities, in their order."""
    at = {security: number for number, security in enumerate(marks.securities)}
    places = np.array([at[security] for security in securities], dtype=np.int64)
    columns = {field.name: getattr(marks, field.name) for field in fields(marks)}
    chosen: dict[str, Any] = {name: column[places] for name, column in columns.items() if isinstance(column, np.ndarray)}
    classes = tuple(marks.asset_class[place] for place in places)
    return replace(marks, securities=tuple(securities), asset_class=classes, **chosen)


def check_securities(sheet: Sheet, security: pl.Series, marks: MarkTable) -> None:
    """Call it a fault when a row's security has no price, or no conversion ratio where its name is no code."""
    unknown = security.is_not_null() & ~security.is_in(list(marks.securities))
    label = {name: not _is_code(name) for name in security.filter(unknown).unique()}
    named = security.replace_strict(list(label), list(label.values()), default=None, return_dtype=pl.Boolean)
    sheet.fault(unknown & named, "security", "为 {value}，不是证券代码；请写明其价格 price 与折算率 conversion_ratio",
                "is {value}, no security code: its price and conversion_ratio must be given")  # fmt: skip
    sheet.fault(unknown & ~named, "security", "{value} 没有价格：导出文件未给出，也没有数据目录中的行情",
                "{value} has no price: neither in the export nor in a store")  # fmt: skip


def _given(row: Mapping[str, object]) -> GivenMark:
    def price(name: str) -> Decimal | None:
        found = row[name]
        return yuan_of_li(found) if isinstance(found, int) and found > 0 else None

    ratio, fair = row["conversion_ratio"], row["fair_price"]
    return GivenMark(
        price=price("price"),
        conversion_ratio=Decimal(ratio) / BASIS_POINTS if isinstance(ratio, int) else None,
        asset_class=str(row["asset_class"] or ""),
        previous_close=price("previous_close"),
        suspended=bool(row["suspended"]),
        fair_price=yuan_of_li(fair) if isinstance(fair, int) else None,
        industry=str(row["industry"] or ""),
    )


def _is_code(security: str) -> bool:
    try:
        SecurityId.parse(security)
    except InvalidSecurity:
        return False
    return True


def _with_market(table: MarkTable, given: Mapping[str, GivenMark], market: MarkTable) -> MarkTable:
    """Marks with what only a market knows: limits, turnover, volatility, and industries that the export does not name."""
    at = {security: number for number, security in enumerate(market.securities)}
    places = np.array([at.get(security, -1) for security in table.securities], dtype=np.int64)
    named = [
        given[security].industry or (market.industries[market.industry[place]] if place >= 0 else "")
        for security, place in zip(table.securities, places, strict=True)
    ]
    industries = ("", *sorted({name for name in named if name}))

    def taken(column: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.where(places >= 0, column[places], np.nan) if len(column) else np.full(len(places), np.nan)

    return replace(
        table,
        limit_width=taken(market.limit_width),
        turnover=taken(market.turnover),
        volatility=taken(market.volatility),
        industry=np.array([industries.index(name) for name in named], dtype=np.uint16),
        industries=industries,
    )


def _notes(given: Mapping[str, GivenMark], known: Known | None, securities: Sequence[str]) -> tuple[Note, ...]:
    """What was taken from where, said once for all securities."""
    ratios = known.conversion_ratios if known else {}
    quotes = known.quotes if known else {}
    assumed = [name for name in securities if given[name].conversion_ratio is None and name not in ratios]
    priced = [name for name in securities if given[name].price is None]
    stale = [name for name in priced if known and quotes[name].day < known.on]
    told = []
    if priced:
        told.append(
            Note(f"{len(priced):,} 只证券的价格取自数据目录", f"prices of {len(priced):,} securities are those of the store")
        )
    if stale:
        told.append(Note(f"{len(stale):,} 只当日无行情，用此前最后价格并视为停牌：{_few(stale)}",
                         f"{len(stale):,} have no quote on the day; the last price before is used and trading taken as suspended: {_few(stale)}"))  # fmt: skip
    if assumed:
        told.append(Note(f"{len(assumed):,} 只未给出折算率，按所属类别的上限计：{_few(assumed)}；券商实际折算率可能更低",
                         f"{len(assumed):,} have no conversion ratio, the cap of their class is used: {_few(assumed)}; a broker's own may be lower"))  # fmt: skip
    return tuple(told)


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:_TOLD]) + (" …" if len(names) > _TOLD else "")
