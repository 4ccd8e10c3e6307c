"""The Python of the how-to runs, block after block, as a reader would type it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from .conftest import ROOT

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(simulated_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("python")
    shutil.copytree(simulated_store, path / "store")
    return path


@pytest.mark.parametrize("page", ["use-from-python.md", "use-from-python.zh.md"])
def test_the_page_runs_from_top_to_bottom(
    page: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    blocks = BLOCK.findall((ROOT / "docs/how-to" / page).read_text(encoding="utf-8"))
    assert len(blocks) == 4
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, page, "exec"), names)
    assert names["value"].data.height == 1
    assert names["change"].data.height > 1
    assert names["flows"].data.height > 0
    assert names["record"].data.height == 1
    assert names["rule"].data["citation"][0]
    said = capsys.readouterr().out
    assert "beyond_calendar" in said or "no_data" in said


def test_both_languages_have_the_same_code() -> None:
    def code(page: str) -> list[str]:
        text = (ROOT / "docs/how-to" / page).read_text(encoding="utf-8")
        return [re.sub(r'"[^"]*"|#.*|"zh"|"en"', "", block) for block in BLOCK.findall(text)]

    assert code("use-from-python.md") == code("use-from-python.zh.md")
