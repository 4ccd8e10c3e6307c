"""A scenario of one's own in a table: securities with a move or a price each."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

import numpy as np

from liangrong.book.marks import MarkTable
from liangrong.book.scales import LI_PER_YUAN
from liangrong.core.errors import BadInput, InvalidSecurity, UsageError
from liangrong.core.results import Note
from liangrong.core.securities import SecurityId
from liangrong.core.spelling import parse_number
from liangrong.stress.scenarios.prices import checked_move, priced

__all__ = ["ListedMoves", "parse_listed"]

_HEADINGS: Final = {
    "security": "security", "security_id": "security", "证券代码": "security", "代码": "security",
    "move": "move", "涨跌幅": "move", "price": "price", "价格": "price", "收盘价": "price",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedMoves:
    """Securities to moves or to new prices; the others stay.

    Parameters
    ----------
    moves
        −0.10 is a fall of 10 %.
    prices
        元.
    """

    spelling: str
    moves: Mapping[str, float] = field(default_factory=dict, repr=False)
    prices: Mapping[str, Decimal] = field(default_factory=dict, repr=False)

    @property
    def story(self) -> Note:
        """What it supposes."""
        count = len(self.moves) + len(self.prices)
        return Note(f"{count} 只证券按所列变动", f"{count} securities move as listed")

    @property
    def assumptions(self) -> Mapping[str, str]:
        """Where the list comes from, and that nothing else moves."""
        return {"list": self.spelling, "others": "0"}

    def change(self, market: MarkTable) -> MarkTable:
        """The market after it."""
        price = market.price.astype(np.float64)
        for n, security in enumerate(market.securities):
            if security in self.moves:
                price[n] = np.rint(price[n] * (1 + self.moves[security]))
            elif security in self.prices:
                price[n] = float((self.prices[security] * LI_PER_YUAN).to_integral_value())
        return priced(market, price)

    def notes(self, market: MarkTable) -> tuple[Note, ...]:
        """Securities of the list that the book does not know."""
        unknown = sorted({*self.moves, *self.prices} - set(market.securities))
        if not unknown:
            return ()
        some = ", ".join(unknown[:5])
        return (Note(f"所列 {len(unknown)} 只证券不在账簿中，不起作用：{some}",
                     f"{len(unknown)} listed securities are not in the book and change nothing: {some}"),)  # fmt: skip


def parse_listed(text: str, place: str) -> ListedMoves:
    r"""Read a table with the columns ``security`` (证券代码) and ``move`` (涨跌幅) or ``price`` (价格, 元).

    Raises
    ------
    BadInput
        A column is missing, a security is named twice or is no code, or a number cannot be; the sentence names the row.

    Examples
    --------
    >>> dict(parse_listed("security,move\n600519.SH,-12%\n", "mine.csv").moves)
    {'600519.SH': -0.12}
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    heading = [_HEADINGS.get(cell.strip().lower(), "") for cell in next(reader, [])]
    if "security" not in heading or not {"move", "price"} & set(heading):
        raise _bad(
            place,
            1,
            "the heading must name security and move or price",
            "表头须有 security（证券代码）及 move（涨跌幅）或 price（价格）",
        )
    moves: dict[str, float] = {}
    prices: dict[str, Decimal] = {}
    for number, row in enumerate(reader, 2):
        cells = {name: cell.strip() for name, cell in zip(heading, row, strict=False) if name}
        if not any(cells.values()):
            continue
        security = _security(cells.get("security", ""), place, number)
        if security in moves or security in prices:
            raise _bad(place, number, f"{security} is named twice", f"{security} 重复")
        move, price = (_number(cells.get(name, ""), name, place, number) for name in ("move", "price"))
        if (move is None) == (price is None):
            raise _bad(
                place, number, f"{security} needs a move or a price, and not both", f"{security} 须给出 move 或 price 之一"
            )
        if move is not None:
            try:
                moves[security] = checked_move(float(move), security)
            except UsageError as error:
                raise _bad(place, number, error.message("en"), error.message("zh")) from None
        if price is not None:
            if price <= 0:
                raise _bad(
                    place, number, f"the price of {security} is {price}, not above 0", f"{security} 的价格 {price} 不大于 0"
                )
            prices[security] = price
    if not moves and not prices:
        raise _bad(place, 2, "no security is listed", "没有列出任何证券")
    return ListedMoves(spelling=f"file:{place}", moves=moves, prices=prices)


def _security(text: str, place: str, number: int) -> str:
    try:
        return str(SecurityId.parse(text))
    except InvalidSecurity as error:
        raise _bad(place, number, error.message("en"), error.message("zh")) from None


def _number(text: str, name: str, place: str, number: int) -> Decimal | None:
    try:
        return parse_number(text or None, name)
    except UsageError as error:
        raise _bad(place, number, error.message("en"), error.message("zh")) from None


def _bad(place: str, number: int, reason: str, reason_zh: str) -> BadInput:
    return BadInput(place=f"{place} row {number}", place_zh=f"{place} 第 {number} 行", reason=f"{reason.rstrip('.')}.",
                    reason_zh=f"{reason_zh.rstrip('。')}。")  # fmt: skip
