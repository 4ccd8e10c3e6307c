"""Tables on a terminal give way in their words, never in their figures; small money keeps its digits."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from rich.console import Console

from liangrong.core.errors import Lang
from liangrong.core.units import Unit
from liangrong.research.reports.blocks import Document, Grid, Section, Shown
from liangrong.research.reports.findings import Finding, tabled
from liangrong.research.reports.terminal import draw

AMOUNT = Finding("limit", "capacity", "account", None, Decimal(1_250_000), Unit.YUAN)


@pytest.mark.parametrize(
    ("lang", "plain", "own"), [("zh", "0.01 亿元", "125.00 万元"), ("en", "CNY 1.25 m", "CNY 1.25 m")]
)  # fmt: skip
def test_small_money_may_keep_its_own_unit(lang: Lang, plain: str, own: str) -> None:
    assert (tabled(AMOUNT, lang), tabled(AMOUNT, lang, own=True)) == (plain, own)


def test_no_figure_is_cut_in_a_table_that_is_too_wide() -> None:
    name = "Financing buys of general investors on cash alone"
    grid = Grid(("order", "before", "after", "change", "ratio"), (((name,), *[(Shown(AMOUNT, "en", compact=True),)] * 4),))
    document = Document("Title", (), "en", "", (Section("Section", (grid,)),), Grid((), ()))
    page = io.StringIO()
    draw(document, Console(file=page, width=84, highlight=False))
    assert page.getvalue().count("CNY 1.25 m") == 4
    assert max(map(len, page.getvalue().splitlines())) <= 84
    assert all(word in page.getvalue() for word in name.split())
