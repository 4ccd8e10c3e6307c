"""One mapping of a document, read under our names; what cannot be read is gathered, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeVar

from liangrong.accounts.intake.layouts.cells import day_of, flag_of, number_of, ratio_of, security_of
from liangrong.accounts.intake.layouts.documents import Tree
from liangrong.accounts.intake.layouts.fields import REMARKS, UNITS, folded, unit_of
from liangrong.accounts.intake.problems import Problem
from liangrong.core.results import Note

__all__ = ["Item"]

_T = TypeVar("_T")
_D = TypeVar("_D")

_NOTHING = ("", "null", "none", "~", "-", "--", "—", "n/a")


class Item:
    """A mapping whose fields are asked for by our names.

    Parameters
    ----------
    cells
        Field as written to its content.
    names
        Every accepted spelling to our name (``fields.named``).
    place, row
        Where it stands.
    problems
        Where faults are gathered; the caller's list.

    Examples
    --------
    >>> told: list[Problem] = []
    >>> item = Item({"数量": "100", "折算率(%)": "70"}, {"数量": "quantity", "折算率": "conversion_ratio"}, "a.csv", Note("", "row 2"), told)
    >>> item.number("quantity", None), item.ratio("conversion_ratio", None), item.security(), told[0].sentence("en")
    (Decimal('100'), Decimal('0.7'), '', 'a.csv, row 2, security: is missing.')
    """

    def __init__(
        self, cells: Mapping[str, Tree], names: Mapping[str, str], place: str, row: Note, problems: list[Problem]
    ) -> None:
        self.place, self.row, self.problems = place, row, problems
        self.sound = True
        """Whether every field asked for so far could be read."""
        self._cells: dict[str, Tree] = {}
        self._spellings: dict[str, str] = {}
        for spelling, content in cells.items():
            name = names.get(spelling) or names.get(folded(spelling))
            if name is None:
                self._unknown(spelling, names)
            elif content is None or (isinstance(content, str) and content.strip().lower() in _NOTHING):
                continue
            elif name in self._cells:
                self.bad(
                    name,
                    f"出现了两次（“{spelling}”是它的另一种写法）",
                    f"stands there twice ('{spelling}' is another name of it)",
                )
            else:
                self._spellings[name] = spelling
                self._cells[name] = self._in_units(spelling, content)

    def __contains__(self, name: str) -> bool:
        return name in self._cells

    def tree(self, name: str) -> Tree:
        """The content of a field as it is, ``None`` where it is missing."""
        return self._cells.get(name)

    def text(self, name: str, default: str = "") -> str:
        """A text."""
        return self._read(name, str.strip, default)

    def number(self, name: str, default: _D) -> Decimal | _D:
        """A finite number."""
        return self._read(name, number_of, default)

    def ratio(self, name: str, default: _D) -> Decimal | _D:
        """A pure number; percentages are converted."""
        return self._read(name, ratio_of, default)

    def day(self, name: str, default: _D) -> date | _D:
        """A date."""
        return self._read(name, day_of, default)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Yes or no."""
        return self._read(name, flag_of, default)

    def security(self, name: str = "security") -> str:
        """A canonical code or a label; missing is a fault."""
        self.need(name)
        return self._read(name, security_of, "")

    def need(self, *names: str) -> None:
        """Call it a fault when none of these fields is there."""
        if not any(name in self._cells for name in names):
            self.bad(names[0], "缺少" if len(names) == 1 else f"缺少（可给出 {' 或 '.join(names)}）",
                     "is missing" if len(names) == 1 else f"is missing (give {' or '.join(names)})")  # fmt: skip

    def bad(self, field: str, zh: str, en: str) -> None:
        """Gather a fault of a field, told with the name that the file has for it."""
        self.sound = False
        spelling = self._spellings.get(field, field)
        told = field if spelling == field else f"{field} ({spelling})"
        self.problems.append(Problem(self.place, self.row, told, zh, en))

    def _read(self, name: str, read: Callable[[str], _T | Note], default: _D) -> _T | _D:
        content = self._cells.get(name)
        if content is None:
            return default
        if not isinstance(content, str):
            kind = ("列表", "a list") if isinstance(content, list) else ("键值对", "a mapping")
            self.bad(name, f"为{kind[0]}，应为一个值", f"is {kind[1]}, where one value is expected")
            return default
        found = read(content)
        if isinstance(found, Note):
            self.bad(name, found.zh, found.en)
            return default
        return found

    def _in_units(self, spelling: str, content: Tree) -> Tree:
        """The content with the unit that the field's name has in brackets."""
        unit = unit_of(spelling)
        if unit not in UNITS:
            self.bad(spelling, f"单位为{unit}；请换算成元、股或比例", f"is in {unit}; convert it to yuan, shares or a ratio")
        return f"{content}%" if unit == "%" and isinstance(content, str) and not content.strip().endswith("%") else content

    def _unknown(self, spelling: str, names: Mapping[str, str]) -> None:
        if folded(spelling) in REMARKS:
            return
        close = get_close_matches(folded(spelling), names, n=1)
        meant_zh, meant_en = (f"；是否为 {close[0]}？", f"; did you mean {close[0]}?") if close else ("", "")
        known = ", ".join(dict.fromkeys(names.values()))
        self.bad(spelling, f"不是已知字段{meant_zh or f'；可用：{known}'}", f"is no known field{meant_en or f'; known: {known}'}")
