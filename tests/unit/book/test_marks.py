"""The market of a book and the marks of ``accounts`` are the same thing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import numpy as np
import pytest

from liangrong.accounts.marks import Mark
from liangrong.book.marks import MarkTable
from liangrong.core.errors import InvalidAccount
from tests.unit.book.random_accounts import DAY, SECURITIES, random_marks


def test_marks_come_back_as_they_were() -> None:
    marks = {
        "A": Mark(D("12.34"), D("0.65"), asset_class="etf", previous_close=D("12.5"), industry="银行"),
        "B": Mark(
            D("0.001"), D(0), asset_class="", previous_close=D("0.002"), suspended=True, fair_price=D("0.005"), industry="电子"
        ),
    }
    table = MarkTable.of(marks, ["B", "A"], DAY)
    assert table.marks() == marks
    assert (table.size, table.securities) == (2, ("B", "A"))
    assert table.price.tolist() == [1, 12340]
    assert table.fair_price.tolist() == [5, 12340]
    assert [table.industries[number] for number in table.industry] == ["电子", "银行"]


def test_a_random_market_survives_both_ways() -> None:
    table = random_marks(5)
    again = MarkTable.of(table.marks(), SECURITIES, table.on)
    for name in ("price", "fair_price", "conversion_ratio", "previous_close", "suspended", "industry"):
        assert (getattr(again, name) == getattr(table, name)).all(), name


def test_what_the_marks_do_not_say_is_not_known() -> None:
    table = MarkTable.of({"A": Mark(D(10), D(1))}, ["A"], date(2026, 1, 30))
    assert table.previous_close.tolist() == [10_000]
    for column in (table.turnover, table.volatility, table.limit_width):
        assert np.isnan(column).all()


def test_a_security_without_a_mark_is_refused() -> None:
    with pytest.raises(InvalidAccount, match="no price and no conversion ratio"):
        MarkTable.of({"A": Mark(D(10), D(1))}, ["A", "B"], DAY)


@pytest.mark.parametrize(
    ("mark", "what"),
    [
        (Mark(D("1.2345"), D(1)), "price"),
        (Mark(D(1), D("0.65555")), "conversion_ratio"),
        (Mark(D(1), D(1), fair_price=D("0.0001")), "fair_price"),
        (Mark(D(1), D(1), previous_close=D("0.0001")), "previous_close"),
    ],
)
def test_a_number_finer_than_the_book_is_refused(mark: Mark, what: str) -> None:
    with pytest.raises(InvalidAccount, match=f"^{what}: .*more decimals than a book keeps"):
        MarkTable.of({"A": mark}, ["A"], DAY)
