"""Lists of one's own: read whole or refused with the row."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from liangrong.core.errors import BadInput
from liangrong.stress.scenarios.listed import parse_listed
from tests.unit.stress.small_market import market


def test_moves_and_prices_change_what_is_listed_and_nothing_else() -> None:
    step = parse_listed("\ufeff证券代码,涨跌幅,价格,备注\n600519.SH,-10%,,x\n\nsz300750,,200.5,\n000002.SZ,-0.5,,\n", "mine.csv")
    after = step.change(market())
    assert after.price.tolist() == [200500, 4123, 8050, 1267245, 80250, 15550]
    assert step.prices == {"300750.SZ": D("200.5")}
    (note,) = step.notes(market())
    assert "000002.SZ" in note.en
    assert "1 listed" in note.en


REFUSED = {
    "": "heading", "code,move\n": "heading", "security,name\n600519.SH,x\n": "heading", "security,move\n": "no security",
    "security,move\nabc,-0.1\n": "row 2", "security,move\n600519.SH,-0.1\nSH600519,-0.2\n": "row 3", "security,move\n600519.SH,\n": "row 2",
    "security,move,price\n600519.SH,-0.1,5\n": "not both", "security,move\n600519.SH,-1\n": "row 2", "security,price\n600519.SH,0\n": "not above 0",
    "security,move\n600519.SH,x\n": "row 2",
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_read_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_listed(text, "mine.csv")
    assert "mine.csv" in caught.value.message("zh")
    assert REFUSED[text] in caught.value.message("en")
