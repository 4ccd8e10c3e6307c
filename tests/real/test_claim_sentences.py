"""The labelled sentences of ``benchmarks/claims`` are our own: no stretch of the reference articles stands in them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT.parent / "shared" / "articles"
LENGTH = 30
"""Characters in a row, blanks aside, that two writers do not share by chance."""

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not ARTICLES.exists(), reason="the reference articles are not beside the project"),
]


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text).lower()


def runs(text: str) -> set[str]:
    plain = bare(text)
    return {plain[at : at + LENGTH] for at in range(len(plain) - LENGTH + 1)}


def test_no_document_shares_a_stretch_with_a_reference_article() -> None:
    seen: set[str] = set()
    for path in ARTICLES.glob("*.txt"):
        seen |= runs(path.read_text(encoding="utf-8"))
    shared = {}
    sets = [*(ROOT / "benchmarks" / "claims").glob("*/*.jsonl")]
    assert sets
    for path in sets:
        for line in path.read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            if found := runs(document["text"]) & seen:
                shared[document["id"]] = max(found)
    assert shared == {}


def test_a_copied_sentence_is_noticed() -> None:
    text = next(ARTICLES.glob("*.txt")).read_text(encoding="utf-8")
    assert runs("prefix " + text[1000:1200]) & runs(text)
