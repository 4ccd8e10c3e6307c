"""The five reference articles: cut where a reader would cut them, every labelled figure found, every character traceable."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from liangrong.research.claims.article import Article
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.reading.periods import periods_in
from liangrong.research.claims.reading.rows import rows_of

pytestmark = pytest.mark.real

CONTAINED, EQUAL = 0.98, 0.90
"""Shares of the sentences, cut by others, that stand whole in one of our passages, and that are one; the rest are cuts such as "vs." and "U.S."."""
NO_NUMBER = {"date", "rank", "missing", "sign", None}


@pytest.fixture(scope="module")
def articles(shared: Path) -> dict[str, Article]:
    return {
        path.name: read_article(path.read_text(encoding="utf-8"), name=path.name)
        for path in sorted((shared / "articles").glob("*.txt"))
    }


@cache
def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_sentences_are_cut_as_others_cut_them(shared: Path, articles: dict[str, Article]) -> None:
    with (shared / "reference/seed_sentences.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    passages = {name: [squeezed(passage.text) for passage in article.passages] for name, article in articles.items()}
    whole = [any(squeezed(row["sentence"]) in passage for passage in passages[row["seed"]]) for row in rows]
    equal = [squeezed(row["sentence"]) in passages[row["seed"]] for row in rows]
    assert len(rows) > 500
    assert sum(whole) / len(rows) >= CONTAINED
    assert sum(equal) / len(rows) >= EQUAL


def test_every_labelled_figure_is_read(shared: Path, articles: dict[str, Article]) -> None:
    lost = []
    for line in (shared / "reference/claims_dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        numbers = [] if row["claim"]["unit"] in NO_NUMBER else re.findall(r"\d+(?:\.\d+)?", str(row["claim"]["value"]))
        article = articles[row["seed"]]
        sentence = squeezed(row["sentence"])
        near = [one for one in article.passages if sentence in squeezed(one.text) or squeezed(one.text) in sentence]
        figures = [figure for passage in near for figure in figures_in(article, passage)]
        values = {abs(figure.value) for figure in figures} | {figure.upper for figure in figures}
        if any(Decimal(number) not in values for number in numbers):
            lost.append((row["id"], row["claim"]["text"]))
    assert len(lost) <= 1, lost  # a balance that was "cleared to zero" prints no number


def test_every_character_leads_back(articles: dict[str, Article]) -> None:
    for article in articles.values():
        for place, char in enumerate(article.text):
            assert char.isspace() or article.original[article.origin(place)] == char


def test_codes_years_and_names_are_no_figures(articles: dict[str, Article]) -> None:
    codes = {"301217", "688052", "603285", "002029"}
    for article in articles.values():
        for passage in article.passages:
            for figure in figures_in(article, passage):
                assert not codes & set(re.findall(r"\d+", figure.text))
                assert not re.fullmatch(r"(?:19|20)\d{2}", figure.text)
                assert passage.role == "row" or figure.text not in {"300", "50", "7", "800", "1.6", "8"}


def test_tables_are_cut_and_dated(articles: dict[str, Article]) -> None:
    [article] = [one for name, one in articles.items() if name.startswith("004")]
    fused, spaced = rows_of(article)
    assert (len(fused.rows), fused.as_of, fused.is_cut_off) == (8, "24.07.10", True)
    assert [len(row.cells) for row in fused.rows] == [6] * 8
    assert [len(row.cells) for row in spaced.rows] == [5] * 5


def test_days_of_the_articles(articles: dict[str, Article]) -> None:
    [page] = [one for name, one in articles.items() if name.startswith("003")]
    assert len(page.items) == 9
    assert all(item.published for item in page.items)
    [english] = [one for name, one in articles.items() if name.startswith("002")]
    assert str(english.published) == "2026-01-13"
    assert sum(one.kind == "stripped_figure" for one in english.repairs) == 7


def test_most_periods_of_the_articles_are_resolved(articles: dict[str, Article]) -> None:
    found = [period for article in articles.values() for passage in article.passages for period in periods_in(article, passage)]
    assert len(found) > 100
    assert all(1990 <= period.start.year <= 2027 for period in found)
