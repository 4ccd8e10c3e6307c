"""The columns that the rows of a verb have: type, unit and names of each.

The types stand in ``columns.json``, as ``observed`` has seen them; ``python -m liangrong.services.verbs.columns`` writes it anew,
and with names of verbs, those of them.
Units and names are those of the tables that people read.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, Final, Literal, get_args, get_origin

from liangrong.analytics.measures import MEASURES
from liangrong.core.clocks import AsOf
from liangrong.core.errors import LiangrongError
from liangrong.core.results import Note
from liangrong.core.units import Unit
from liangrong.market.snapshot import MarketSnapshot
from liangrong.research.tables.headings import Shown
from liangrong.research.tables.labels import heading_of
from liangrong.rules.packs import packs
from liangrong.rules.rulebook import Rulebook
from liangrong.services.verbs.answers import account_text, answer
from liangrong.services.verbs.catalogue import VERBS
from liangrong.services.verbs.examples import example_account
from liangrong.services.verbs.parameters import parameters, takes_account
from liangrong.services.verbs.verb import Verb
from liangrong.services.workspace import Workspace

if TYPE_CHECKING:
    import polars as pl

__all__ = ["ROW_UNIT", "Column", "columns_of", "main", "observed", "type_of", "unit_of"]

ROW_UNIT: Final = "unit"
"""Said instead of a unit where each row names its own in its column ``unit``, or the whole answer in its ``unit``."""
_FILE: Final = "columns.json"
_TYPES: Final = {
    "Decimal": "decimal",
    "Float64": "number",
    "Float32": "number",
    "Boolean": "boolean",
    "Date": "date",
    "Datetime": "instant",
    "String": "text",
    "Categorical": "text",
    "Enum": "text",
    "Struct": "mapping",
    "Object": "any",
}
"""Types of polars to what they are outside; whole numbers are ``integer``, lists ``TYPE[]``."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an answer.

    Parameters
    ----------
    name
        Its name in JSON, CSV and Arrow.
    types
        ``text, date, instant, decimal, number, integer, boolean, mapping, any`` or a list of one, as ``text[]``; several where views
        or measures differ. Any cell can be null: not known.
    title
        What people call it.
    unit
        A symbol, ``1`` for a pure ratio, ``ROW_UNIT``, or empty where it has none.
    """

    name: str
    types: tuple[str, ...]
    title: Note
    unit: str


@cache
def columns_of(verb: Verb) -> tuple[Column, ...]:
    """The columns of the rows of ``verb``, in the order in which they come; a view has some of them.

    Examples
    --------
    >>> from liangrong.services.verbs.catalogue import verb
    >>> [(column.types, column.unit) for column in columns_of(verb("flows")) if column.name == "net_financing"]
    [(('decimal',), '元')]
    """
    return tuple(
        Column(name, tuple(types), Note(heading_of(name).zh, heading_of(name).en), unit_of(name, types))
        for name, types in _declared().get(verb.name, {}).items()
    )


def unit_of(name: str, types: Any) -> str:
    """The unit of a column by its heading: ``1`` for ratios, 元 for money that names no other, nothing for words and days."""
    numbers = {"decimal", "number", "integer"} & {each.removesuffix("[]") for each in types}
    if not numbers:
        return ""
    read = heading_of(name)
    if read.shown & (Shown.OF_ROW | Shown.OF_MEASURE) or len(numbers) > 1:
        return ROW_UNIT
    if read.unit is not None:
        return _symbol(read.unit)
    if "decimal" in types:
        return Unit.YUAN.symbol("zh")
    return "1" if "number" in types and Shown.PURE not in read.shown else ""


def observed(workspace: Workspace, verbs: Iterable[Verb]) -> dict[str, dict[str, list[str]]]:
    """Ask each verb its example and what differs from it in one word, and see which columns the answers have.

    An alternative that has no answer is left out. Nobody may write to the store meanwhile: each point of view is read once.

    Raises
    ------
    LiangrongError
        The example of a verb has no answer.
    """
    still = _Still(workspace.store, workspace.calendar)
    return {verb.name: _columns_seen(verb, still) for verb in verbs}


@dataclass(frozen=True)
class _Still(Workspace):
    """A workspace to which nobody writes."""

    _views: dict[AsOf, MarketSnapshot] = field(default_factory=dict, repr=False, compare=False)

    def snapshot(self, as_of: AsOf) -> MarketSnapshot:
        """The market at one point of view, the same for all who ask."""
        if as_of not in self._views:
            self._views[as_of] = super().snapshot(as_of)
        return self._views[as_of]


def _columns_seen(verb: Verb, workspace: Workspace) -> dict[str, list[str]]:
    account = account_text(example_account(verb)) if takes_account(verb) else None
    found: dict[str, set[str]] = {}
    for place, given in enumerate([verb.example, *({**verb.example, **other} for other in _alternatives(verb))]):
        try:
            frame = answer(verb, given, workspace=workspace, account=account).data
        except LiangrongError:
            if place == 0:
                raise
            continue
        for name, dtype in frame.schema.items():
            found.setdefault(name, set()).update(type_of(dtype))
    return {name: sorted(types) for name, types in found.items()}


def _alternatives(verb: Verb) -> Iterator[dict[str, Any]]:
    """Other values of each parameter that can change the shape of the rows."""
    for parameter in parameters(verb):
        asked = verb.example.get(parameter.name, parameter.default)
        for value in _others(verb, parameter.name, parameter.annotation, parameter.default):
            if value != asked:
                yield {parameter.name: value}


def _others(verb: Verb, name: str, annotation: Any, default: Any) -> tuple[Any, ...]:
    if annotation is bool:
        return (not default,)
    for part in (annotation, *get_args(annotation)):
        if get_origin(part) is Literal:
            return tuple(each for each in get_args(part) if each is not NoneType)
    if name == "measure" and not takes_account(verb):
        return tuple({measure.unit: measure.name for measure in MEASURES.values()}.values())
    if verb.name.startswith("rule-"):
        return _other_rules(name)
    return ("sw1", "board", "exchange", "security") if name == "by" else ()


def _other_rules(name: str) -> tuple[Any, ...]:
    """Values that reach rules of every kind: numbers, words, days, lists."""
    kinds = {rule.unit: rule.name for rule in Rulebook.load().parameters.values()}
    others: dict[str, tuple[Any, ...]] = {"name": tuple(kinds.values()), "pack": packs(), "start": ("2010-03-31",)}
    return others.get(name, ())


def type_of(dtype: pl.DataType) -> tuple[str, ...]:
    """What a type of polars is outside; nothing for a column that is all null.

    Examples
    --------
    >>> import polars as pl
    >>> type_of(pl.Decimal(20, 3)), type_of(pl.List(pl.String()))
    (('decimal',), ('text[]',))
    """
    import polars as pl

    if isinstance(dtype, pl.List):
        return tuple(f"{inner}[]" for inner in type_of(dtype.inner))  # type: ignore[arg-type]
    if dtype == pl.Null:
        return ()
    return ("integer" if dtype.is_integer() else _TYPES[type(dtype).__name__],)


def _symbol(unit: Unit) -> str:
    return "1" if unit is Unit.RATIO else unit.symbol("zh")


@cache
def _declared() -> Mapping[str, Mapping[str, list[str]]]:
    read: dict[str, dict[str, list[str]]] = json.loads(files(__package__).joinpath(_FILE).read_text("utf-8"))
    return read


def main(names: Sequence[str]) -> None:
    """Write ``columns.json`` as a simulated market shows it: the verbs named, or all."""
    from liangrong.services.demo import simulated_workspace

    chosen = [verb for verb in VERBS.values() if not names or verb.name in names]
    with tempfile.TemporaryDirectory() as folder:
        found = {**_declared(), **observed(simulated_workspace(Path(folder)), chosen)}
    lines = (f" {json.dumps(name)}: {json.dumps(found[name])}" for name in VERBS if name in found)
    Path(__file__).with_name(_FILE).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    sys.stdout.write(f"{len(chosen)} verbs\n")


if __name__ == "__main__":
    main(sys.argv[1:])
