"""From the signature of a service to named, typed, described parameters, and from their values back to its arguments.

A service takes a workspace, a file of accounts, requests (dataclasses, whose fields are the parameters) and plain values.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

from liangrong.core.results import Note
from liangrong.services.accounts.files import AccountsRequest
from liangrong.services.long_texts import LongText
from liangrong.services.verbs.verb import Verb
from liangrong.services.workspace import Workspace

__all__ = ["EDGE_NAMES", "Parameter", "arguments", "parameters", "takes_account", "takes_text", "takes_workspace"]

EDGE_NAMES: Final = {"start": "from", "end": "to"}
"""Names that differ where they are no Python: on the command line and in a URL."""
_SHARED: Final = {
    "start": "First day of the window.",
    "end": "Last day of the window; the latest complete session by default. A day without a session stands for the one before it.",
    "as_of": "Session; the latest complete one by default. A day without a session stands for the one before it.",
    "known_at": "Only what was known at this instant: 2026-01-30T09:00, Asia/Shanghai when no offset is given.",
    "scope": "Part of the market: market, SSE, board:star, industry:sw1:电子, index:000300.SH, 600519.SH, a Chinese name or, of an industry, its English one.",
    "security": "Code of a security in any spelling, such as 600519.SH.",
    "measure": "Name of a measure, such as financing_balance, rzye or 融资余额.",
    "baskets": "Baskets of your own: name to security codes.",
    "basis": "What net financing is computed from: auto, repayments or balance.",
    "pack": "A broker pack that is shipped; over the one that an account names itself.",
    "since": "Where the history begins that counts; the whole history, and so 'ever', when it is not given.",
    "on": "The day.",
    "sigma": "How many standard deviations make a move abnormal.",
    "name": "A parameter of the rulebook, an alias, NAME.KEY or a group such as defaults; for an account which one of the file.",
    "against": "Compare with this shipped pack; with the book itself by default.",
    "assume": "Assumptions on open contracts that are rolled over: NAME@DATE=keep or NAME@DATE=adopt.",
    "order": "What is sold first: the riskiest (risk), the largest (position) or the greatest loss (loss).",
    "target": "The maintenance ratio to reach, such as 140%; by default the one that the account's terms name.",
    "line": "Which line: withdrawal, warning, call, immediate or equity.",
    "pivots": "Days at which windows are laid over each other, with align=pivot.",
    "view": "Which part of the answer.",
    "strategy": "Name of a strategy, or name:parameter=value,…",
    "parameters": "Parameters of the strategy: name to value.",
    "securities": "Security codes.",
    "paths": "How many synthetic paths.",
    "sessions": "How many sessions each.",
    "investor": "Class of investor: general or private_fund.",
    "financing_first": "Buy with borrowed money before own cash.",
    "liquidation_order": "What a forced sale sells first: risk, position or loss.",
    "seed": "Seed of what is drawn at random.",
    "venue": "SSE, SZSE or BSE.",
    "top": "How many rows.",
    "book": "A book by its name in the store; `books` lists them.",
    "scenario": "What happens, such as market:-0.2, industry:电子:-20%, crisis:2015-06 or a name of `stress-scenarios`; parts are joined by +.",
    "scenarios": "What happens, each on its own: market:-0.2, industry:电子:-20%, crisis:2015-06, draws:1000 or a name of `stress-scenarios`.",
    "by": "Grouping: sw1, sw2, sw3, board, exchange, index:CODE, security or baskets; for distances market, security or industry.",
}
"""What parameters mean whose request leaves it to another one to say."""
_INJECTED: Final = frozenset({"today", "now", "progress", "ask"})
"""Arguments of services that tests and the command line hand in, and that are no part of a question."""
_NOT_ASKED: Final = frozenset({"own_files", "threads", "engine", "address", "workers", "assumptions"})
"""Fields of requests that no question sets: who asks, by which machinery, and how an estimator is made."""
_PARAMETERS: Final = re.compile(r"Parameters\n\s*-{3,}\n(?P<body>.*?)(?:\n\s*\n\s*\w+\n\s*-{3,}|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value that a verb can be given.

    Parameters
    ----------
    name
        As in Python.
    annotation
        Its resolved type.
    default
        What it is otherwise; ``inspect.Parameter.empty`` where it must be given.
    meaning
        A sentence on it.
    """

    name: str
    annotation: Any
    default: Any
    meaning: str

    @property
    def edge_name(self) -> str:
        """Its name in a URL."""
        return EDGE_NAMES.get(self.name, self.name)

    @property
    def is_required(self) -> bool:
        """Whether it must be given."""
        return self.default is inspect.Parameter.empty


@cache
def parameters(verb: Verb) -> tuple[Parameter, ...]:
    """What can be given to ``verb`` besides a workspace and a file of accounts.

    Examples
    --------
    >>> from liangrong.services.verbs.catalogue import verb
    >>> [parameter.name for parameter in parameters(verb("flows"))]
    ['by', 'start', 'end', 'basis', 'known_at', 'baskets']
    """
    return tuple(_read(verb))


def takes_account(verb: Verb) -> bool:
    """Whether ``verb`` is asked about a file of accounts."""
    return AccountsRequest in _hints(verb).values()


def takes_text(verb: Verb) -> bool:
    """Whether ``verb`` is asked about a text of many lines."""
    return any(parameter.annotation is LongText for parameter in parameters(verb))


def takes_workspace(verb: Verb) -> bool:
    """Whether ``verb`` is asked of a store; a verb about accounts or about a text uses one where there is one."""
    return any(map(_is_workspace, _hints(verb).values())) and not takes_text(verb)


def arguments(
    verb: Verb,
    values: Mapping[str, Any],
    *,
    workspace: Workspace | None = None,
    accounts: AccountsRequest | None = None,
    own_files: bool = False,
) -> dict[str, Any]:
    """The arguments of the service, from values by their Python names.

    What is not given keeps the default of the service.

    Parameters
    ----------
    own_files
        Whether a request may name files of this machine.
    """
    given: dict[str, Any] = {}
    for name, kind in _hints(verb).items():
        if _is_workspace(kind):
            given[name] = workspace
        elif kind is AccountsRequest:
            given[name] = accounts
        elif is_dataclass(kind):
            given[name] = _built(kind, {**values, "own_files": own_files})
        elif name in values:
            given[name] = values[name]
    return given


def _hints(verb: Verb) -> dict[str, Any]:
    """Parameter of the service to its resolved type."""
    function = verb.function()
    hints = get_type_hints(function)
    return {name: hints[name] for name in inspect.signature(function).parameters if name not in _INJECTED}


def _read(verb: Verb) -> Iterator[Parameter]:
    function = verb.function()
    told = _told(inspect.getdoc(function) or "")
    for name, kind in _hints(verb).items():
        if kind is AccountsRequest:
            yield from (each for each in _of_dataclass(kind) if each.name in ("as_of", "pack"))
        elif _is_workspace(kind):
            continue
        elif is_dataclass(kind) and isinstance(kind, type):
            yield from _of_dataclass(kind)
        else:
            default = inspect.signature(function).parameters[name].default
            yield Parameter(name, kind, default, told.get(name) or _SHARED.get(name, ""))


def _of_dataclass(kind: type) -> Iterator[Parameter]:
    """Its fields; those of a dataclass inside it stand beside them. Files on this machine are for the command line alone."""
    hints, told = get_type_hints(kind), _told(inspect.getdoc(kind) or "")
    for field in fields(kind):
        inner = hints[field.name]
        if field.name in _NOT_ASKED or _is_path(inner):
            continue
        if is_dataclass(inner) and isinstance(inner, type):
            yield from _of_dataclass(inner)
        else:
            meaning = told.get(field.name) or _of_metadata(field) or _SHARED.get(field.name, "")
            yield Parameter(field.name, inner, _default(field), meaning)


def _of_metadata(field: Field[Any]) -> str:
    """What a field says of itself: an assumption of a model with its unit."""
    meaning, unit = field.metadata.get("meaning"), field.metadata.get("unit")
    return f"{meaning.en[0].upper()}{meaning.en[1:]}{f' ({unit})' if unit else ''}." if isinstance(meaning, Note) else ""


def _is_workspace(annotation: Any) -> bool:
    """A store, or one where there is one."""
    return annotation is Workspace or Workspace in get_args(annotation)


def _is_path(annotation: Any) -> bool:
    return annotation is Path or Path in getattr(annotation, "__args__", ())


def _default(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    return inspect.Parameter.empty if field.default_factory is MISSING else field.default_factory()


def _built(kind: Any, values: Mapping[str, Any]) -> Any:
    """A request from the values that are its fields."""
    hints = get_type_hints(kind)
    given: dict[str, Any] = {}
    for field in fields(kind):
        inner = hints[field.name]
        if is_dataclass(inner) and isinstance(inner, type):
            given[field.name] = _built(inner, values)
        elif field.name in values:
            given[field.name] = values[field.name]
    return kind(**given)


def _told(docstring: str) -> dict[str, str]:
    """Parameter to its sentence, from a NumPy docstring."""
    found = _PARAMETERS.search(docstring)
    told: dict[str, str] = {}
    names: list[str] = []
    for line in found["body"].splitlines() if found else ():
        if line and not line.startswith(" "):
            names = [name.strip() for name in line.split(",")]
        elif line.strip():
            told |= {name: f"{told.get(name, '')} {line.strip()}".strip() for name in names}
    return told
