"""One idea per file, public names listed, nothing called utils."""

from __future__ import annotations

import ast
import re

LONGEST_FILE = 500
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}


def test_every_module_that_defines_something_lists_its_public_names_in_order(modules: list) -> None:
    without, unsorted, unknown = [], [], []
    for module in modules:
        defined = {n.name for n in module.tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)}
        names = module.exported
        if names is None:
            without += [module.place] if any(not n.startswith("_") for n in defined) else []
            continue
        unsorted += [] if names == sorted(names, key=_isort_key) and len(set(names)) == len(names) else [module.place]
        unknown += [f"{module.place}: {n}" for n in names if n not in defined | _bound(module.tree)]
    assert (without, unsorted, unknown) == ([], [], [])


def test_what_other_modules_import_is_listed(modules: list) -> None:
    """A name that another module needs is public; public names stand in ``__all__``."""
    by_name = {m.name: m for m in modules}
    missing = set()
    for module in modules:
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.ImportFrom) or node.module not in by_name or by_name[node.module] is module:
                continue
            target = by_name[node.module]
            for alias in node.names:
                if f"{node.module}.{alias.name}" not in by_name and alias.name not in (target.exported or []):
                    missing.add(f"{target.place}: {alias.name} (imported by {module.place})")
    assert missing == set()


def test_no_file_is_too_long_to_read(modules: list) -> None:
    assert {m.place: n for m in modules if (n := m.text.count("\n")) > LONGEST_FILE} == {}


def test_no_module_is_called_after_nothing(modules: list) -> None:
    assert [m.place for m in modules if m.path.stem.strip("_") in VAGUE] == []


def test_every_module_says_what_it_is(modules: list) -> None:
    assert [m.place for m in modules if not ast.get_docstring(m.tree)] == []


def test_every_room_has_a_readme_of_three_sentences(modules: list) -> None:
    rooms = sorted({m.path.parent for m in modules if m.path.name == "__init__.py"})
    without = [room.name for room in rooms if room.name != "liangrong" and not (room / "README.md").is_file()]
    assert without == []


def test_where_a_readme_says_to_start_there_is_something(modules: list) -> None:
    lost = []
    for readme in {m.path.parent / "README.md" for m in modules if (m.path.parent / "README.md").is_file()}:
        named = re.findall(r"Start with [^.]*?`([\w/]+\.py)`", readme.read_text(encoding="utf-8"))
        lost += [f"{readme.parent.name}: {name}" for name in named if not (readme.parent / name).is_file()]
    assert lost == []


def _isort_key(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest: the order ruff keeps ``__all__`` in."""
    if name.isupper() and len(name) > 1:
        return 0, name
    return (1, name) if name[0].isupper() else (2, name)


def _bound(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Assign):
            names |= {n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
    return names
