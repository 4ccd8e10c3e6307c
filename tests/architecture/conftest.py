"""The source tree as data: every module, parsed once."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "liangrong"


@dataclass(frozen=True)
class Module:
    """One file of the package."""

    path: Path
    name: str
    text: str
    tree: ast.Module

    @property
    def place(self) -> str:
        """The path as a person would name it: ``core/units.py``."""
        return self.path.relative_to(SOURCE).as_posix()

    @property
    def exported(self) -> list[str] | None:
        """The names in ``__all__``; ``None`` where there is none."""
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
                return [element.value for element in node.value.elts]
        return None


def read(path: Path) -> Module:
    relative = path.relative_to(SOURCE.parent).with_suffix("")
    parts = relative.parts[:-1] if relative.name == "__init__" else relative.parts
    text = path.read_text(encoding="utf-8")
    return Module(path, ".".join(parts), text, ast.parse(text))


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def modules() -> list[Module]:
    """Every module of the package."""
    return [read(path) for path in sorted(SOURCE.rglob("*.py"))]
