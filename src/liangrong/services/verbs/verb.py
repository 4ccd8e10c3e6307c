"""A verb: one thing that can be asked, the same wherever it is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from liangrong.core.results import Note

__all__ = ["Verb"]


@dataclass(frozen=True, slots=True)
class Verb:
    """One use case and where it can be reached.

    Parameters
    ----------
    name
        Its name everywhere: in the path of a URL, as a method (with underscores), in the catalogue.
    title
        What it is called by people.
    target
        ``module:function`` below ``liangrong.services``.
    command
        How the command line asks it; empty where it does not.
    page
        The page of the dashboard that shows it; empty where none does.
    tool
        The MCP tool that answers it; empty where none does.
    sheet
        What stands around its rows and how they are drawn, a key of ``research.sheets.SHEETS``; empty where nothing is drawn.
    example
        Parameters with which any complete store can answer.
    slow
        Whether an answer takes seconds on a national store.
    """

    name: str
    title: Note
    target: str
    command: str = ""
    page: str = ""
    tool: str = ""
    sheet: str = ""
    example: Mapping[str, Any] = field(default_factory=dict, hash=False)
    slow: bool = False

    def function(self) -> Callable[..., Any]:
        """The service, imported when it is first needed."""
        module, _, name = self.target.partition(":")
        found: Callable[..., Any] = getattr(import_module(f"liangrong.services.{module}"), name)
        return found
