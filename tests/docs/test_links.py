"""Every link inside the documentation leads somewhere; every page can be reached."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .conftest import ROOT, pages

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def anchor(heading: str) -> str:
    """A heading's anchor as GitHub makes it."""
    plain = re.sub(r"[`*_]|\[([^\]]*)\]\([^)]*\)", r"\1", heading.strip()).lower()
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", plain))


def links(page: Path) -> list[str]:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [target for target in LINK.findall(text) if not re.match(r"[a-z]+:", target)]


@pytest.mark.parametrize("page", pages(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for target in links(page):
        name, _, fragment = target.partition("#")
        there = (page.parent / name).resolve() if name else page
        if not there.exists():
            broken.append(target)
        elif fragment and there.suffix == ".md":
            headings = re.findall(r"^#+ (.*)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            broken += [] if fragment in {anchor(h) for h in headings} else [target]
    assert broken == []


def test_every_page_of_docs_is_linked_from_another() -> None:
    reached = {
        (page.parent / link.partition("#")[0]).resolve() for page in pages() for link in links(page) if link.partition("#")[0]
    }
    reached |= {folder / "README.md" for folder in reached if folder.is_dir()}
    alone = [
        p.relative_to(ROOT).as_posix() for p in pages() if "docs" in p.relative_to(ROOT).parts and p.resolve() not in reached
    ]
    assert alone == []
