"""English answers, their tables, sentences and charts, name no industry in Chinese; an id, by which one asks, does."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from liangrong.analytics.securities.industry_english import LISTED, industry_english
from liangrong.core.results import Result
from liangrong.research.charts.render import drawn_svg, to_spec
from liangrong.research.sheets import SHEETS
from liangrong.research.tables.layout import printed
from liangrong.services.verbs.answers import account_text
from liangrong.services.verbs.catalogue import verb
from liangrong.services.verbs.desk import Desk
from liangrong.services.verbs.examples import example_account

ASKED = {
    "flows": {"by": "sw1"},
    "league": {"by": "sw1", "top": "5"},
    "rotation": {"from": "2025-12-31"},
    "concentration": {"from": "2026-01-26"},
    "styles": {"from": "2025-12-03", "to": "2025-12-31", "second": "2025-12-31..2026-01-30"},
    "swaps": {"from": "2025-12-31"},
    "shorts": {"view": "industries"},
    "today": {"part": "flows"},
    "security-profile": {"security": "003801.SZ"},
    "show": {"scope": "industry:sw1:电子", "measure": "financing_balance"},
    "distance": {"by": "industry"},
}
"""Verb to a question whose answer is about industries."""
IDENTIFIERS = frozenset({"scope", "within"})
HAN = "\u4e00-\u9fff"


@pytest.fixture(scope="module")
def desk(simulated_store: Path) -> Desk:
    return Desk(simulated_store)


@pytest.fixture(scope="module")
def chinese() -> re.Pattern[str]:
    """A listed name that stands alone: neither a part of a longer one nor of an id."""
    text = (files("liangrong.analytics.securities") / LISTED).read_text(encoding="utf-8")
    names = "|".join(sorted((line.split("\t")[0] for line in text.splitlines() if not line[0].isascii()), key=len, reverse=True))
    return re.compile(f"(?<![{HAN}:])(?:{names})[ⅡⅢ]?(?![{HAN}])")


def answer(desk: Desk, name: str) -> Result:
    account = account_text(example_account(verb(name))) if name == "distance" else None
    return desk.ask(name, ASKED[name], "en", account=account)


@pytest.mark.parametrize("name", ASKED)
def test_tables_sentences_and_charts_are_english(desk: Desk, chinese: re.Pattern[str], name: str) -> None:
    found = answer(desk, name)
    shown = [cell for column in printed(found, "en").columns if column.name not in IDENTIFIERS for cell in column.cells]
    shown += [note.en for note in found.warnings]
    if sheet := SHEETS.get(verb(name).sheet):
        chart = sheet.chart()(found.data, lang="en", width=700)
        assert chart is not None
        shown += re.findall(r"<text[^>]*>(.*?)</text>", drawn_svg(to_spec(chart)))
    assert [text for text in shown if chinese.search(text)] == []


def test_what_is_asked_with_stays_chinese(desk: Desk) -> None:
    rows = answer(desk, "flows").data.filter(part="group")
    assert all(industry_english(name) for name in rows["group_name"])
    assert answer(desk, "show").data["scope"].unique().to_list() == ["industry:sw1:电子"]


@pytest.mark.parametrize("text", ["electronics", "Electronics", "electr", "Non-ferrous", "metals"])
def test_an_industry_is_found_by_its_english_name(desk: Desk, text: str) -> None:
    rows = desk.ask("search", {"text": text, "kinds": "industry"}, "en").data
    name = "电子" if text.casefold().startswith("electr") else "有色金属"
    (row,) = rows.filter(id=f"industry:sw1:{name}").to_dicts()
    assert (row["english"], row["matched_by"]) == (industry_english(name), "english")


def test_an_answer_of_an_english_name_is_that_of_the_chinese_one(desk: Desk) -> None:
    """An agent that reads the table asks on with what it read."""
    rows = [desk.ask("show", {**ASKED["show"], "scope": scope}, "en").data for scope in ("industry:sw1:Electronics", "电子")]
    assert rows[0].equals(rows[1])
