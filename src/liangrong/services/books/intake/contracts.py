"""Rows of contracts, financing and short: what they say in whole numbers, what cannot be, and the floor of each one's opening day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Final, NamedTuple

import polars as pl

from liangrong.accounts.intake.layouts.cells import day_of
from liangrong.accounts.intake.layouts.fields import COLUMNS, FINANCING, KINDS, SHORT, named
from liangrong.accounts.limits.margin_ratios import Side
from liangrong.accounts.terms import venue_of
from liangrong.book.scales import BASIS_POINTS
from liangrong.core.calendar import Calendar
from liangrong.core.errors import BeyondCalendar, RuleNotInForce
from liangrong.core.results import Note
from liangrong.rules.parameters import INVESTORS
from liangrong.rules.rulebook import Rulebook
from liangrong.services.books.intake.accounts import SHARES_MOST, check_known
from liangrong.services.books.intake.faults import Faults
from liangrong.services.books.intake.sheets import Sheet

__all__ = ["ContractRules", "contract_rows", "sheets_of"]

_SIDE: Final = {"side": ("kind", "type", "类型", "类别", "方向", "负债类型", "合约类型", "业务类型")}
_OWN: Final = {**_SIDE, "account_id": COLUMNS["account_id"], "as_of": COLUMNS["as_of"]}
_SIDE_NAMES: Final = named(_SIDE)
_NAMES: Final = {"financing": named({**_OWN, **FINANCING}), "short": named({**_OWN, **SHORT})}
_SIDES: Final[dict[str, Side]] = {
    **{text: "financing" for text, kind in named(KINDS).items() if kind == "financing"},
    **{text: "short" for text, kind in named(KINDS).items() if kind == "shorts"},
    "融资负债": "financing", "融券负债": "short",
}  # fmt: skip
_AMOUNT: Final = {"financing": ("principal", "purchase_price"), "short": ("proceeds", "sale_price")}
_SMALL_MOST: Final = 2**16 - 1
"""What ratios and rates of a book can count, in their steps."""
_LAST_DAY: Final = date(1970, 1, 1) + timedelta(days=_SMALL_MOST)
_LARGEST_RATIO: Final = 10 * BASIS_POINTS
"""Above it a percentage was written without its sign."""


class ContractRules(NamedTuple):
    """Under what a contract is checked."""

    book: Rulebook
    calendar: Calendar
    on: date


class _Floor(NamedTuple):
    """The floor of a vintage in basis points, with and without rollovers agreed on; or since when there are contracts at all."""

    points: int | None = None
    lowest: int | None = None
    began: str | None = None
    odd: bool = False
    """Whether a rollover lies outside the life of the contract, or cannot be read."""


def sheets_of(place: str, table: pl.DataFrame, faults: Faults) -> tuple[dict[Side, Sheet], list[tuple[str, str]]]:
    """The contracts of a file by side, and the headings that neither side knows; without a column of sides all are financing.

    Raises
    ------
    BadInput
        As ``Sheet``.
    """
    both = Sheet(place, table, {**_SIDE_NAMES, **named({"account_id": COLUMNS["account_id"]})}, faults)
    side = both.choice("side", _SIDES) if "side" in both else pl.repeat("financing", table.height, eager=True)
    if "side" in both:
        both.missing("side")
    sheets: dict[Side, Sheet] = {each: Sheet(place, table.filter(side == each), _NAMES[each], faults) for each in _AMOUNT}  # type: ignore[misc]
    unknown = [pair for pair in sheets["financing"].unknown if pair[0] in {heading for heading, _ in sheets["short"].unknown}]
    return sheets, unknown


def contract_rows(sheet: Sheet, side: Side, accounts: pl.DataFrame, rules: ContractRules) -> pl.DataFrame:
    """``row, account_id, security, quantity, amount, margin_ratio, rate, opened_on, due_on, accrued``.

    Money in fen, ratios in basis points, rates in thousandths of a percent; a margin ratio that is not stated is the floor of its
    vintage.

    Raises
    ------
    BadInput
        A column that every contract needs is missing.
    """
    owed, price = _AMOUNT[side]
    if sheet.frame.height:
        for name in ("account_id", "security", "quantity", "opened_on"):
            sheet.need(name)
        sheet.need(owed, price)
    for name in ("account_id", "security", "quantity", "opened_on"):
        sheet.missing(name)
    check_known(sheet, accounts["account_id"])
    names = sheet.frame.select("account_id", contract_id=sheet.text("contract_id"))
    sheet.fault(names.is_duplicated() & names["contract_id"].is_not_null(), "contract_id", "{value} 在同一账户出现多次",
                "{value} stands more than once in one account")  # fmt: skip
    quantity = _quantity(sheet, side)
    amount = _amount(sheet, owed, price, quantity)
    rows = sheet.frame.select(
        "row", "account_id", security=sheet.security(), quantity=quantity, amount=amount, rate=_small(sheet, "rate", 5),
        stated=sheet.ratio("margin_ratio", 4), opened_on=sheet.day("opened_on"), due_on=sheet.day("due_on"),
        accrued=sheet.whole("accrued", 2).fill_null(0), rolled_on=sheet.text("rolled_on"),
    ).join(accounts.select("account_id", "investor").unique("account_id"), on="account_id", how="left", maintain_order="left")  # fmt: skip
    sheet.fault(rows["accrued"] < 0, "accrued", "为 {value}，不能为负", "is {value} and cannot be negative")
    _check_days(sheet, rows, rules)
    ratio = _checked_ratio(sheet, side, rows, rules)
    return rows.select(pl.exclude("stated", "rolled_on", "investor"), margin_ratio=ratio)


def _quantity(sheet: Sheet, side: Side) -> pl.Series:
    quantity = sheet.whole("quantity", 0)
    sheet.fault(quantity < 0, "quantity", "为 {value}，不能为负", "is {value} and cannot be negative")
    sheet.fault(quantity > SHARES_MOST, "quantity", f"为 {{value}}，超过账簿一行可记的 {SHARES_MOST:,} 股",
                f"is {{value}}, more than the {SHARES_MOST:,} shares that a row of a book can count")  # fmt: skip
    if side == "short":
        sheet.fault(quantity == 0, "quantity", "为 0；未了结的融券数量应为正数", "is 0; an open short sale owes shares")
    else:
        sheet.fault(quantity == 0, "quantity", "为 0：证券已卖出，只剩负债", "is 0: its shares are sold and only the debt is left",
                    severity="warning")  # fmt: skip
    return quantity


def _amount(sheet: Sheet, owed: str, price: str, quantity: pl.Series) -> pl.Series:
    """What is owed or was taken in, fen: as stated, else shares times the price of the opening."""
    sheet.missing(owed, price)
    stated = sheet.whole(owed, 2)
    each = sheet.whole(price, 3)
    cents = quantity * each
    sheet.fault(stated.is_null() & (cents % 10 != 0), price, "为 {value}，与数量之积不是整分；请直接给出金额",
                "is {value}, and times the quantity no whole number of fen; give the amount itself")  # fmt: skip
    amount = stated.zip_with(sheet.text(owed).is_not_null(), cents // 10)
    sheet.fault(amount <= 0, owed, "为 {value}，应为正数；已还清的合约不再列出，其证券列入持仓",
                "is {value} and must be positive; a contract repaid is no longer listed, its shares are positions",
                shown=(amount / 100).cast(pl.String))  # fmt: skip
    return amount


def _small(sheet: Sheet, field: str, decimals: int) -> pl.Series:
    """A rate in its steps, zero where nothing is stated."""
    found = sheet.ratio(field, decimals)
    sheet.fault(found < 0, field, "为 {value}，不能为负", "is {value} and cannot be negative")
    sheet.fault(
        found > _SMALL_MOST,
        field,
        "为 {value}，过高；百分数请带 % 号",
        "is {value}, which is too high; write a percentage with its sign",
    )
    return found.fill_null(0)


def _check_days(sheet: Sheet, rows: pl.DataFrame, rules: ContractRules) -> None:
    opened = rows["opened_on"]
    sheet.fault(
        opened > rules.on,
        "opened_on",
        f"为 {{value}}，晚于账簿日期 {rules.on}",
        f"is {{value}}, after the day of the book, {rules.on}",
    )
    sheet.fault(
        rows["due_on"] > _LAST_DAY,
        "due_on",
        f"为 {{value}}，晚于账簿可记的 {_LAST_DAY}",
        f"is {{value}}, later than the {_LAST_DAY} that a book can count",
    )
    sheet.fault(rows["due_on"] < opened, "due_on", "为 {value}，早于开立日", "is {value}, before the contract was opened")
    closed = [day for day in opened.drop_nulls().unique() if not _session(rules.calendar, day)]
    sheet.fault(opened.is_in(closed), "opened_on", "为 {value}，不是交易日", "is {value}, no trading day", severity="warning")


def _session(calendar: Calendar, day: date) -> bool:
    try:
        return calendar.is_session(day)
    except BeyondCalendar:
        return True


def _checked_ratio(sheet: Sheet, side: Side, rows: pl.DataFrame, rules: ContractRules) -> pl.Series:
    """The margin ratio of each contract: as stated, else the floor of its vintage."""
    stated = rows["stated"]
    sheet.fault(stated < 0, "margin_ratio", "为 {value}，不能为负", "is {value} and cannot be negative")
    sheet.fault(
        stated > _LARGEST_RATIO,
        "margin_ratio",
        "为 {value}；请写比例（1.00 或 100%）",
        "is {value}; write a ratio (1.00 or 100%)",
    )
    sheet.fault((stated > _SMALL_MOST) & (stated <= _LARGEST_RATIO), "margin_ratio", "为 {value}，超过账簿可记的比例",
                "is {value}, more than a book can count")  # fmt: skip
    venues = rows["security"].drop_nulls().unique()
    of_venue = {security: venue_of(security) for security in venues}
    keyed = rows.select(
        "opened_on", "rolled_on", investor=pl.col("investor").fill_null(0),
        venue=pl.col("security").replace_strict(list(of_venue), list(of_venue.values()), default=None, return_dtype=pl.String),
    )  # fmt: skip
    vintages = keyed.unique().drop_nulls(["opened_on", "venue"]).filter(pl.col("opened_on") <= rules.on)
    floor_of = _floors(side, rules)
    floors = [floor_of(*key) for key in vintages.select("opened_on", "rolled_on", "investor", "venue").iter_rows()]
    found = keyed.join(
        vintages.with_columns(
            points=pl.Series([floor.points for floor in floors], dtype=pl.Int64),
            lowest=pl.Series([floor.lowest for floor in floors], dtype=pl.Int64),
            began=pl.Series([floor.began for floor in floors], dtype=pl.String),
            odd=pl.Series([floor.odd for floor in floors], dtype=pl.Boolean),
        ),
        on=["opened_on", "rolled_on", "investor", "venue"], how="left", maintain_order="left", nulls_equal=True,
    )  # fmt: skip
    early = found["began"].is_not_null()
    sheet.fault(early, "opened_on", "合约开立在 {value} 之前，那时该交易所还没有融资融券",
                "is before {value}, when margin trading began there", shown=found["began"])  # fmt: skip
    sheet.fault(found["odd"], "rolled_on", "为 {value}，含读不出或不在合约存续期内的日期，该日期不计",
                "is {value}, with a day that cannot be read or lies outside the life of the contract, which does not count", severity="warning")  # fmt: skip
    left = sheet.text("margin_ratio").is_null() & found["points"].is_null() & found["odd"].is_not_null() & ~early
    sheet.fault(left, "margin_ratio", "缺少，且当时规则没有规定比例", "is missing, and no rule gives one for that day")
    low = stated < found["lowest"]
    least = pl.Series([None if floor is None else f"{Decimal(floor) / BASIS_POINTS}" for floor in found["lowest"].unique()])
    told = pl.select(
        pl.format("{} < {}", sheet.text("margin_ratio"), found["lowest"].replace_strict(found["lowest"].unique(), least))
    )
    sheet.fault(low, "margin_ratio", "{value}：低于开立日的下限", "{value}: below the floor of its opening day",
                shown=told.to_series(), severity="warning")  # fmt: skip
    return stated.zip_with(stated.is_not_null(), found["points"])


def _floors(side: Side, rules: ContractRules) -> Callable[[date, str | None, int, str], _Floor]:
    """The floor of each vintage (SSE implementing rules, the articles on margin ratios, with the notices that changed them)."""
    parameter = f"{side}_margin_ratio"

    @cache
    def floor_of(opened: date, rolled: str | None, investor: int, venue: str) -> _Floor:
        told = [day_of(part) for part in (rolled or "").replace(";", " ").replace(",", " ").replace("、", " ").split()]
        days = tuple(sorted(day for day in told if not isinstance(day, Note) and opened < day <= rules.on))
        asked: dict[str, Any] = {
            "key": INVESTORS[investor] if side == "short" else None, "venue": venue, "opened_on": opened, "rolled_on": days,
        }  # fmt: skip
        try:
            found = [rules.book.at(rules.on).value(parameter, **asked, agreed=agreed) for agreed in (False, True)]
        except RuleNotInForce:
            first = next(iter(rules.book.parameter(parameter).history(asked["venue"])), None)
            return _Floor(began=f"{first.start}" if first else "—")
        points = [int(value * BASIS_POINTS) for value in found if isinstance(value, Decimal | int)]
        return _Floor(next(iter(points), None), min(points, default=None), odd=len(days) < len(told))

    return floor_of
