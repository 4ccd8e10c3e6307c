"""What a page is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from liangrong.core.results import Note
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.forms import Form
from liangrong.interfaces.web.state import State

__all__ = ["Acted", "File", "Moved", "Page"]


class Moved(Exception):
    """Raised by ``build`` where what was asked for has another address: the one spelling of a code.

    Parameters
    ----------
    address
        Path and query on this server.
    """

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@dataclass(frozen=True, slots=True)
class File:
    """A file to be saved by who asked for it; one without a name is shown."""

    content: bytes
    media_type: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Acted:
    """What came of a form: the page again, or a file.

    Parameters
    ----------
    shown
        What the template shows.
    status
        Of HTTP.
    file
        Instead of the page.
    """

    shown: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    file: File | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is read; every state of it has an address.

    Parameters
    ----------
    name
        Its name, and that of its template.
    path
        Where it is; a part in braces (``/security/{code}``) becomes a parameter of that name.
    title
        Its title, in the head of the page and in the navigation.
    build
        From the desk and the state to what the template shows besides ``page, state, say``; it may raise ``Moved``.
    listed
        Whether the navigation names it.
    keeps
        Whether its answer depends on the data and its address alone, so that it may be kept until the data change.
    act
        What is done with a form that is sent to it; it may raise ``Moved``. Without one, nothing can be sent.
    file
        The file below the page whose name is the part ``file`` of the state; kept as the page is.
    """

    name: str
    path: str
    title: Note
    build: Callable[[Desk, State], Mapping[str, Any]]
    listed: bool = True
    keeps: bool = True
    act: Callable[[Desk, State, Form], Acted] | None = None
    file: Callable[[Desk, State], File] | None = None
