"""The notebooks in ``examples/`` run from the first cell to the last, say that their data are synthetic, and are kept without outputs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from .conftest import ROOT

NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))
EXECUTE = """
import sys
import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

notebook = nbformat.read(sys.argv[1], as_version=4)
notebook.cells.insert(0, nbformat.v4.new_code_cell(sys.argv[4]))
kernel = AsyncKernelManager(kernel_name="python3", transport="ipc", connection_file="kernel.json")
NotebookClient(notebook, km=kernel, timeout=int(sys.argv[3])).execute()
del notebook.cells[0]
nbformat.write(notebook, sys.argv[2])
"""
"""Run apart: the client leaves its sockets to the end of the process. The kernel is spoken to without a network."""
LAID_IN = """
from pathlib import Path
import liangrong.services.demo
from liangrong.services.workspace import Workspace
liangrong.services.demo.simulated_workspace = lambda store: Workspace.open(Path({store!r}))
"""
"""Put before the first cell: the simulated market need not be laid in for each notebook anew."""
FROM_NOTHING = "structure"
"""The notebook that lays it in itself, as a reader's does."""
LIMIT_S = 120
"""For one cell, on a machine that has other things to do."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACE = re.compile(r"(?:^|[\"'\s(])(?:/(?:home|root|tmp|usr|work|Users|mnt)/|[A-Z]:\\)|file://")
WATERMARK = "模拟数据，不是市场事实"


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def test_there_are_notebooks() -> None:
    assert {path.stem for path in NOTEBOOKS} == {"structure", "heat_and_crowding", "shorts_and_attribution", "studies"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_clean(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        assert not PLACE.search(cell.source), cell.source
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None), cell.id


@pytest.mark.parametrize("text", ["x = '{}home/me/store'", "{}tmp/store", 'open("C:\\data")', "see ({}work/x)", "file:{0}{0}x"])
def test_the_hunt_for_places_finds_one(text: str) -> None:
    assert PLACE.search(text.format("/"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_speaks_chinese_first_and_english_beside(path: Path) -> None:
    told = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    assert "模拟" in "".join(told[:2])
    assert "synthetic" in "".join(told[:2])
    for text in told:
        assert CHINESE.search(text[:20]), text
        english = [part for part in re.split(r"\n\s*\n|\n", text) if part.strip("#*> ") and not CHINESE.search(part)]
        assert english, text


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, tmp_path: Path, simulated_store: Path) -> None:
    told = tmp_path / path.name
    before = "" if path.stem == FROM_NOTHING else LAID_IN.format(store=str(simulated_store))
    command = [sys.executable, "-c", EXECUTE, str(path), str(told), str(LIMIT_S), before]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr[-3000:]
    notebook = read(told)
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in outputs if output.output_type in ("error", "stream")]
    drawn = [output.data["image/svg+xml"] for output in outputs if "image/svg+xml" in output.get("data", {})]
    assert len(drawn) >= 3
    assert sum(WATERMARK in svg for svg in drawn) >= len(drawn) - 1, "all but the one that compounds printed figures"
    assert any("|" in output.data["text/markdown"] for output in outputs if "text/markdown" in output.get("data", {}))
