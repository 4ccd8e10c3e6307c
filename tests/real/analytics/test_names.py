"""Our English names against the names that the exchanges' stocks really have, and search over all of them."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import pytest

from liangrong.analytics.securities.english import LISTED
from liangrong.analytics.securities.finding import Finder, Thing
from liangrong.analytics.securities.spelling import plain_name

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def stocks(shared_data: Path) -> dict[str, dict[str, str]]:
    text = (shared_data / "real" / "reference" / "tushare_stock_list.csv").read_text(encoding="utf-8-sig")
    return {row["ts_code"]: row for row in csv.DictReader(text.splitlines())}


def test_every_english_name_stands_beside_the_right_chinese_one(stocks: dict[str, dict[str, str]]) -> None:
    text = (files("liangrong.analytics.securities") / LISTED).read_text(encoding="utf-8")
    wrong = {
        code: (name, stocks.get(code, {}).get("name"))
        for code, name, _ in csv.reader(text.splitlines(), delimiter="\t")
        if plain_name(stocks.get(code, {}).get("name", "")) != plain_name(name)
    }
    assert wrong == {}


def test_the_vendors_initials_find_every_stock(stocks: dict[str, dict[str, str]]) -> None:
    """tushare spells names by initials itself: each of its spellings must lead to its stock."""
    finder = Finder(Thing("security", code, row["name"], codes=(code, code[:6])) for code, row in stocks.items())
    tried = {code: row["cnspell"] for code, row in list(stocks.items())[::7] if row["cnspell"].isalnum()}
    missed = {code: (stocks[code]["name"], initials) for code, initials in tried.items()
              if code not in {found.thing.id for found in finder.find(initials).found}}  # fmt: skip
    assert len(tried) > 700
    assert len(missed) <= 0.01 * len(tried), missed
