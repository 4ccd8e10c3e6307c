"""YAML read exactly: no binary fractions, no key twice, no tags beyond those of plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from liangrong.core.errors import BadInput

__all__ = ["decoded"]


def decoded(text: str, place: str) -> Any:
    """YAML as plain objects; a number with a point is a ``Decimal`` with the digits that were written, a key is its text.

    Raises
    ------
    BadInput
        The text is not YAML, or a mapping names a key twice.

    Examples
    --------
    >>> decoded("{value: 1.30, from: 2026-01-19}", "mine.yaml")
    {'value': Decimal('1.30'), 'from': datetime.date(2026, 1, 19)}
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        node = loader.get_single_node()
        return None if node is None else _built(node)
    except yaml.YAMLError as error:
        said = " ".join(str(error).split())
        raise BadInput(place=place, reason=f"not YAML: {said}.", reason_zh=f"不是有效的 YAML：{said}。") from error
    except ValueError as error:
        raise BadInput(place=place, reason=f"cannot be read: {error}.", reason_zh=f"无法读取：{error}。") from error
    finally:
        loader.dispose()


def _built(node: Any) -> Any:
    """A node as an object; our own, because the parser's makes floats, keeps the last of two equal keys, and takes twice as long."""
    kind = node.tag.rpartition(":")[2]
    if kind == "map":
        found = {key.value: _built(value) for key, value in node.value}
        if len(found) != len(node.value):
            keys = [key.value for key, _ in node.value]
            twice = next(key for key, _ in node.value if keys.count(key.value) > 1)
            raise ValueError(f"the key '{twice.value}' stands twice (from line {twice.start_mark.line + 1})")
        return found
    if kind == "seq":
        return [_built(item) for item in node.value]
    if kind not in _SCALARS:
        raise ValueError(f"{node.tag} in line {node.start_mark.line + 1} is no text, number, date, list or mapping")
    try:
        return _SCALARS[kind](node.value)
    except (ArithmeticError, ValueError):
        raise ValueError(f"'{node.value}' in line {node.start_mark.line + 1} is no {_KINDS[kind]}") from None


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError
    return number


_SCALARS: Final[Mapping[str, Callable[[str], Any]]] = {
    "str": str,
    "int": int,
    "float": _decimal,
    "bool": lambda text: text.lower() in ("true", "yes", "on"),
    "null": lambda _: None,
    "timestamp": date.fromisoformat,
}
_KINDS: Final[Mapping[str, str]] = {"int": "whole number", "float": "finite number", "timestamp": "date"}
