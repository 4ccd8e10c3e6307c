"""Every kind of report by name; its outline is imported when it is first needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from liangrong.core.errors import UnknownName
from liangrong.core.results import Note
from liangrong.research.reports.outline import Outline

__all__ = ["KINDS", "Kind", "KindName", "kind"]

KindName: TypeAlias = Literal["daily", "structure", "heat", "rule-change", "deep"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of report."""

    name: KindName
    title: Note

    def outline(self) -> Outline:
        """What it says, in which order."""
        room = self.name.replace("-", "_")
        found: Outline = import_module(f"liangrong.research.reports.kinds.{room}.outline").OUTLINE
        return found


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        each.name: each
        for each in (
            Kind("daily", Note("两融杠杆日报", "Daily leverage report")),
            Kind("structure", Note("两融结构报告", "Structure of the balance")),
            Kind("heat", Note("两融热度札记", "Heat note")),
            Kind("rule-change", Note("规则变更解读", "A rule change explained")),
            Kind("deep", Note("深度研究报告", "Deep report")),
        )
    }
)
"""In the order in which they are listed."""


def kind(name: str) -> Kind:
    """The kind called ``name``; underscores count as hyphens.

    Raises
    ------
    UnknownName
        There is none.

    Examples
    --------
    >>> kind("rule_change").name
    'rule-change'
    """
    found = KINDS.get(name.replace("_", "-"))
    if found is None:
        raise UnknownName(kind="report", kind_zh="报告", name=name, known=", ".join(KINDS))
    return found
