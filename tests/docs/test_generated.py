"""Generated pages are fresh, and say everything that the code knows."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from liangrong.accounts.measures import ACCOUNT_MEASURES
from liangrong.analytics.measures import MEASURES
from liangrong.market.schemas import CLOCKS, PROVENANCE
from liangrong.market.tables import TABLES
from liangrong.rules.packs import packs
from liangrong.rules.rulebook import Rulebook

from .conftest import ROOT


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["generate"] = module
    spec.loader.exec_module(module)
    return module


PAGES = generator().PAGES


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_fresh(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == PAGES[name](), "run: make docs"


def test_check_mode_notices_a_stale_page_and_leaves_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = generator()
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "PAGES", {"page.md": lambda: "new"})
    (tmp_path / "page.md").write_text("old")
    assert module.main(["--check"]) == 1
    assert (tmp_path / "page.md").read_text() == "old"
    assert module.main([]) == 0
    assert (tmp_path / "page.md").read_text() == "new"
    assert module.main(["--check"]) == 0


def test_the_glossary_has_every_column_every_measure_and_every_rule() -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    names = (
        {c.name for t in TABLES.values() for c in t.columns}
        | {c.name for c in (*PROVENANCE, *CLOCKS)}
        | set(MEASURES)
        | set(ACCOUNT_MEASURES)
    )
    names |= set(Rulebook.load().names) | {key for rule in Rulebook.load().parameters.values() for key in rule.keys}
    assert {name for name in names if f"`{name}`" not in glossary} == set()


def test_the_rulebook_has_every_rule_with_every_date_and_citation() -> None:
    page = (ROOT / "docs/reference/rulebook.md").read_text(encoding="utf-8")
    by_name = {section.partition("`")[0]: section for section in page.split("\n### `")[1:]}
    for rule in Rulebook.load().parameters.values():
        said = by_name[rule.name]
        assert [d for d in rule.values if f"| {d.start} |" not in said or d.citation.replace("|", "\\|") not in said] == []
    assert set(packs()) <= set(by_name)


def test_every_column_has_a_chinese_term() -> None:
    terms = {c.zh for t in TABLES.values() for c in t.columns} | {m.zh for m in MEASURES.values()}
    terms |= {rule.title_zh for rule in Rulebook.load().parameters.values()}
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in term) for term in terms)
