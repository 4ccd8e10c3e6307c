"""What a checkout may contain: bounded pins, no path of a machine, no address of a registry."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|home|Users|root|mnt)/\w")
REGISTRY = re.compile(r"://[^\s\"')]*(?:/simple\b|registry\.|/packages/)")
UNBOUNDED = {
    "tzdata": "calendar versions of data without an interface",
    "types-pyyaml": "stubs; their versions follow PyYAML's",
}


@pytest.fixture(scope="module")
def tracked(root: Path) -> dict[str, str]:
    """Every tracked text file that still exists."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True)
    if listing.returncode:
        pytest.skip("not a git checkout")
    texts = {}
    for name in filter(None, listing.stdout.split("\0")):
        path = root / name
        try:
            texts[name] = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
    return texts


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY], ids=["path of a machine", "host of a registry"])
def test_no_file_names(tracked: dict[str, str], pattern: re.Pattern[str]) -> None:
    here = Path(__file__).name
    found = {name: hit.group() for name, text in tracked.items() if not name.endswith(here) and (hit := pattern.search(text))}
    assert found == {}


@pytest.mark.parametrize(("pattern", "text"), [(MACHINE_PATH, "see /home/me/data"), (REGISTRY, "https://example.test/simple")])
def test_the_hunt_can_find_one(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)


def test_constraints_have_names_and_versions_only(root: Path) -> None:
    lines = (root / "constraints.txt").read_text().split()
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9][a-z0-9-]*==[0-9][A-Za-z0-9.]*", line)] == []
    names = [line.split("==")[0] for line in lines]
    assert names == sorted(names)


def test_every_requirement_has_an_upper_bound_and_a_pin(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(r for group in extras.values() for r in group)]
    unbounded = [r for r in wanted if "<" not in r and re.match(r"[\w-]+", r).group() not in UNBOUNDED]
    assert unbounded == []
    pinned = {line.split("==")[0] for line in (root / "constraints.txt").read_text().split()}
    needed = [*project["dependencies"], *extras["report"], *extras["dev"]]
    assert {re.match(r"[\w-]+", r).group() for r in needed} - pinned == set()


def test_nothing_is_called_lock(tracked: dict[str, str]) -> None:
    assert [name for name in tracked if name.endswith(".lock")] == []


def test_no_two_tests_share_a_module_name(root: Path) -> None:
    """Outside packages pytest knows a file by its bare name, and two of the same name cannot be collected together."""
    files = [path for path in (root / "tests").rglob("*.py") if path.name != "__init__.py"]
    loose = [path.name for path in files if not (path.parent / "__init__.py").exists() and path.name != "conftest.py"]
    assert sorted({name for name in loose if loose.count(name) > 1}) == []
