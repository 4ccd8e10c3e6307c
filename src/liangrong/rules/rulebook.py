"""The whole law with its history, and books derived from it: with packs laid over, rollovers assumed, reforms supposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Final

from liangrong.core.errors import UnknownName, UsageError
from liangrong.rules.exact_yaml import decoded
from liangrong.rules.in_force import RulesInForce, Ruling
from liangrong.rules.packs import Pack, laid_over
from liangrong.rules.parameters import DatedValue, OnRollover, Parameter, Reach, Value, Venue
from liangrong.rules.reading import Reading, parse_parameter

__all__ = ["AUTHORITIES", "Rulebook", "RulesInForce", "Ruling"]

AUTHORITIES: Final = ("exchanges", "csrc", "csf", "brokers")
"""Folders of the book. ``brokers`` holds common practice, which packs replace; the others hold law."""


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Every parameter by name, with its whole history, and the packs laid over it.

    Examples
    --------
    >>> book = Rulebook.load()
    >>> book.at(date(2026, 2, 2)).number("financing_margin_ratio", opened_on=date(2025, 12, 10))
    Decimal('0.80')
    """

    parameters: Mapping[str, Parameter]
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Name or alias to name."""
    overlays: Mapping[str, Mapping[str, tuple[DatedValue, ...]]] = field(default_factory=dict, repr=False)
    """``pack:NAME`` to what it says, by parameter."""
    known_until: date | None = None
    """Last day on which notices were searched for; ``None`` where that is not known."""
    _days: dict[date, RulesInForce] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def load(cls) -> Rulebook:
        """The book as shipped. The same object every time.

        Raises
        ------
        BadInput
            A file of the book is not valid.
        """
        return _shipped()

    @classmethod
    def of(cls, parameters: Iterable[Parameter]) -> Rulebook:
        """A book of these parameters.

        Raises
        ------
        BadInput
            Two parameters share a name or an alias, or one is bounded by a parameter that does not exist.
        """
        found: dict[str, Parameter] = {}
        names: dict[str, str] = {}
        for parameter in parameters:
            reading = Reading(f"{parameter.authority}/{parameter.name}.yaml", *[parameter.name] * 2)
            for name in (parameter.name, *parameter.aliases):
                if name in names:
                    what = "parameter" if name == parameter.name else "aliases"
                    raise reading.bad(
                        f"{what}: the name {name} is taken by {names[name]}", f"{what}：名称 {name} 已被 {names[name]} 使用"
                    )
                names[name] = parameter.name
            found[parameter.name] = parameter
        for parameter in found.values():
            if parameter.bounded_by is not None and parameter.bounded_by not in found:
                raise Reading(f"{parameter.authority}/{parameter.name}.yaml", *[parameter.name] * 2).bad(
                    f"bounded_by is {parameter.bounded_by}, which is not in the book",
                    f"bounded_by 为 {parameter.bounded_by}，规则库中没有这个参数",
                )
        return cls(found, names)

    def at(self, on: date) -> RulesInForce:
        """The rules on a day; days and their answers are remembered."""
        if on not in self._days:
            self._days[on] = RulesInForce(self, on)
        return self._days[on]

    def parameter(self, name: str) -> Parameter:
        """A parameter by name or alias.

        Raises
        ------
        UnknownName
            There is none; the message names what is spelt nearest.
        """
        if name not in self.names:
            near = get_close_matches(name, [*self.names, *self.groups], n=5) or sorted(self.groups)
            raise UnknownName(kind="rule parameter", name=name, known=f"{', '.join(near)} (`liangrong rules list` has all)",
                              known_zh=f"{'、'.join(near)}（运行 `liangrong rules list` 查看全部）")  # fmt: skip
        return self.parameters[self.names[name]]

    @property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Parameters that are asked for together: the first part of their aliases, such as ``defaults``, to their names."""
        found: dict[str, list[str]] = {}
        for parameter in self.parameters.values():
            for prefix in dict.fromkeys(alias.partition(".")[0] for alias in parameter.aliases if "." in alias):
                found.setdefault(prefix, []).append(parameter.name)
        return {prefix: tuple(sorted(names, key=lambda name: (name != prefix, name))) for prefix, names in found.items()}

    def with_parameter(self, parameter: Parameter) -> Rulebook:
        """Return this book with one parameter added or replaced; its values say on whose word they stand."""
        names = {**self.names, **dict.fromkeys((parameter.name, *parameter.aliases), parameter.name)}
        return replace(self, parameters={**self.parameters, parameter.name: parameter}, names=names)

    def amend(self, pack: Pack) -> Rulebook:
        """Return this book with a broker's pack laid over it; where the law is or becomes tighter, the law still governs.

        Raises
        ------
        LooseningOverlay
            The pack loosens the law, or a value with a direction, on the day it begins.
        BadInput
            A value of the pack does not fit its parameter.

        Examples
        --------
        >>> from liangrong.rules.packs import load_pack
        >>> amended = Rulebook.load().amend(load_pack("east_money_2018"))
        >>> amended.at(date(2020, 1, 2)).ruling("financing_margin_constant").authority
        'pack:east_money_2018'
        """
        return replace(self, overlays={**self.overlays, f"pack:{pack.name}": laid_over(self, pack)})

    def assume(self, name: str, start: date, *, on_rollover: OnRollover) -> Rulebook:
        """Return this book with another rollover behaviour of one dated value, where the text leaves it open.

        Raises
        ------
        UsageError
            No value of that parameter starts on that day.
        """
        old = self.parameter(name)
        if all(dated.start != start for dated in old.values):
            starts = dict.fromkeys(f"{dated.start}" for dated in old.values)
            raise UsageError(reason=f"No value of {old.name} starts on {start}; values start on {', '.join(starts)}.",
                             reason_zh=f"{old.name} 没有自 {start} 起的取值；各取值起始日为 {'、'.join(starts)}。")  # fmt: skip
        values = tuple(
            replace(d, on_rollover=on_rollover, rollover_confidence="H") if d.start == start else d for d in old.values
        )
        return self.with_parameter(replace(old, values=values))

    def reform(
        self,
        name: str,
        value: Value,
        start: date,
        *,
        venues: tuple[Venue, ...] | None = None,
        applies_to: Reach = "new_contracts",
        on_rollover: OnRollover = "keep",
        authority: str = "reform",
        citation: str = "假设的改革 · supposed reform",
    ) -> Rulebook:
        """Return this book with a supposed change of the law, which may also loosen.

        Parameters
        ----------
        value
            In the unit of the parameter, with all of its keys where it has keys.
        start
            First session in force, until the next value of the book; a value of the same day and exchange gives way.
        venues
            ``None``: wherever the parameter says anything by then.
        authority, citation
            On whose word it is supposed.

        Raises
        ------
        BadInput
            The value is of another unit, or lacks a key.

        Examples
        --------
        >>> from decimal import Decimal
        >>> supposed = Rulebook.load().reform("financing_margin_ratio", Decimal("0.90"), date(2027, 1, 4))
        >>> supposed.at(date(2027, 1, 4)).number("financing_margin_ratio")
        Decimal('0.90')
        """
        old = self.parameter(name)
        reading = Reading(authority, *[f"{old.name} {start}"] * 2)
        given = [dict(row) for row in value] if isinstance(value, tuple) else value
        checked = reading.value(given, old)
        where = venues or tuple(v for v in old.venues if old.history(v)[0].start <= start) or old.venues
        new = DatedValue(
            start=start, value=checked, venues=where, applies_to=applies_to, on_rollover=on_rollover, citation=citation,
            confidence="H", rollover_confidence="H", authority=authority,
        )  # fmt: skip
        kept = []
        for dated in old.values:
            left = tuple(v for v in dated.venues if v not in where) if dated.start == start else dated.venues
            kept += [replace(dated, venues=left)] if left else []
        return self.with_parameter(replace(old, values=tuple(sorted([*kept, new], key=lambda dated: dated.start))))


@cache
def _shipped() -> Rulebook:
    book = files("liangrong.rules") / "book"
    parameters = []
    for authority in AUTHORITIES:
        for file in sorted((book / authority).iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".yaml"):
                place = f"{authority}/{file.name}"
                parameters.append(parse_parameter(file.read_text(encoding="utf-8"), place, authority))
    known = (book / "known_until.yaml").read_text(encoding="utf-8")
    return replace(Rulebook.of(parameters), known_until=decoded(known, "known_until.yaml")["known_until"])
