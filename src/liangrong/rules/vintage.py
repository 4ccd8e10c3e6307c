"""One contract followed through the changes of a rule: opened under one value, reached or spared by the next, rolled over.

Data in, steps out; which rule is followed, and for whom, is decided in ``rulebook``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from liangrong.core.results import Note
from liangrong.rules.parameters import DatedValue, Parameter, Scalar, Value

__all__ = ["Contract", "Happening", "Layer", "Step", "follow", "prevailing", "value_of"]

Happening: TypeAlias = Literal["in_force", "opened", "change", "rollover", "withdrawal"]

_CHANGE: Final = 0
_ROLLOVER: Final = 1
"""On one day a change comes before a rollover."""


@dataclass(frozen=True, slots=True)
class Contract:
    """What a rule needs to know about a contract.

    Parameters
    ----------
    opened_on
        ``None``: opened on the day that is asked about.
    rolled_on
        Its rollovers (展期).
    agreed
        Broker and client agreed to take lower ratios on existing contracts where the rule lets them.
    """

    opened_on: date | None = None
    rolled_on: tuple[date, ...] = ()
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a contract or to its rule.

    Parameters
    ----------
    dated
        The value at stake.
    reached
        Whether it governs the contract from this day on.
    """

    day: date
    happening: Happening
    dated: DatedValue
    reached: bool
    reason: Note


@dataclass(frozen=True, slots=True)
class Layer:
    """What one voice says about a contract: the book itself, or a pack laid over it."""

    authority: str
    steps: tuple[Step, ...]

    @property
    def last(self) -> Step | None:
        """The step that governs; ``None`` where this voice is silent about the contract."""
        found = next((step for step in reversed(self.steps) if step.reached), None)
        return None if found is None or found.happening == "withdrawal" else found


def prevailing(parameter: Parameter, layers: Sequence[Layer], key: str | None) -> Layer:
    """The layer whose word counts: the law, unless a pack is tighter or replaces mere practice.

    What was agreed or supposed in the book itself is nearer to the contract than a pack, and keeps its place as practice.

    Parameters
    ----------
    layers
        The book first, then the packs.
    """
    best = layers[0]
    replaceable = parameter.tighter == "free" or parameter.bounded_by is not None
    if replaceable and best.last is not None and best.last.dated.authority:
        return best
    for layer in layers[1:]:
        if layer.last is None:
            continue
        value = _scalar(layer.last.dated, key)
        than = _scalar(best.last.dated, key) if best.last else None
        if replaceable or parameter.is_tighter(value, than):
            best = layer
    return best


def value_of(value: Value, key: str | None) -> Value:
    """The part of a keyed value that belongs to ``key``; ``None`` where it names no such key."""
    return value.get(key) if key is not None and isinstance(value, Mapping) else value


def follow(
    parameter: Parameter, history: Sequence[DatedValue], contract: Contract, on: date, *, key: str | None = None
) -> tuple[Step, ...]:
    """Say what each change and each rollover up to ``on`` did to a contract.

    Parameters
    ----------
    history
        The values of one exchange (and one key), oldest first. The first may start after the opening: until then nothing holds.

    Returns
    -------
    tuple of Step
        Oldest first. The last one with ``reached`` governs, unless it is a withdrawal; none: nothing governs.

    Examples
    --------
    >>> from liangrong.rules.rulebook import Rulebook
    >>> rule = Rulebook.load().parameter("financing_margin_ratio")
    >>> opened = Contract(opened_on=date(2025, 12, 10))
    >>> [(f"{s.day}", s.happening, s.reached) for s in follow(rule, rule.history("SSE"), opened, date(2026, 2, 2))]
    [('2025-12-10', 'opened', True), ('2026-01-19', 'change', False)]
    """
    opened = on if contract.opened_on is None else contract.opened_on
    walk = _Walk(parameter, key, agreed=contract.agreed)
    turns = [(turn.day, _CHANGE, turn) for turn in _turns(history) if turn.day <= on]
    current = next((turn for day, _, turn in reversed(turns) if day <= opened), None)
    if current is not None:
        walk.open(current, opened, named=contract.opened_on is not None)
    if contract.opened_on is None:
        return tuple(walk.steps)
    later = [(day, place, turn) for day, place, turn in turns if day > opened]
    rollovers = [(day, _ROLLOVER, None) for day in contract.rolled_on]
    for day, _, turn in sorted([*later, *rollovers], key=lambda entry: entry[:2]):
        walk.roll(day) if turn is None else walk.change(turn)
    return tuple(walk.steps)


@dataclass(frozen=True, slots=True)
class _Turn:
    """A value that begins, or one that ends and leaves nothing behind."""

    day: date
    dated: DatedValue
    ends: bool = False


def _turns(history: Sequence[DatedValue]) -> list[_Turn]:
    found = []
    for place, dated in enumerate(history):
        found.append(_Turn(dated.start, dated))
        following = history[place + 1].start if place + 1 < len(history) else None
        if dated.end is not None and (following is None or dated.end < following):
            found.append(_Turn(dated.end, dated, ends=True))
    return found


class _Walk:
    """The contract on its way: what governs it, and which changes have spared it so far."""

    def __init__(self, parameter: Parameter, key: str | None, *, agreed: bool) -> None:
        self.parameter, self.key, self.agreed = parameter, key, agreed
        self.governing: _Turn | None = None
        self.spared: list[_Turn] = []
        self.steps: list[Step] = []

    def open(self, turn: _Turn, day: date, *, named: bool) -> None:
        self.governing = turn
        if turn.ends:
            self._tell(turn, day, "withdrawal", Note(f"{turn.day} 起不再适用", f"no longer set since {turn.day}"))
        elif named:
            self._tell(turn, day, "opened", Note(f"{day} 开立时的取值", f"the value on its opening, {day}"))
        else:
            self._tell(turn, day, "in_force", Note(f"{day} 有效", f"in force on {day}"))

    def change(self, turn: _Turn) -> None:
        day, dated = turn.day, turn.dated
        what: Happening = "withdrawal" if turn.ends else "change"
        if dated.applies_to == "all":
            self._take(turn, day, what, Note(f"{day} 起的变更适用于全部合约", f"the change of {day} reaches all contracts"))
        elif dated.applies_to == "new_and_agreed" and self.agreed and self._looser(turn):
            self._take(turn, day, what, Note(f"双方约定，{day} 起适用新取值", f"agreed upon, so the change of {day} reaches it"))
        else:
            self.spared.append(turn)
            self._tell(turn, day, what, self._why_spared(turn), reached=False)

    def roll(self, day: date) -> None:
        """Take the last change since that a rollover adopts; each change says so for itself."""
        adopted = [turn for turn in self.spared if self._adopts(turn)]
        if adopted:
            self._take(adopted[-1], day, "rollover", Note(f"{day} 展期时适用新取值", f"adopted on the rollover of {day}"))
        elif self.spared:
            self._tell(self.spared[-1], day, "rollover",
                       Note(f"{day} 展期，仍按原取值", f"rolled over on {day}, the old value kept"), reached=False)  # fmt: skip

    def _adopts(self, turn: _Turn) -> bool:
        how = turn.dated.on_rollover
        return how == "adopt" or (how == "by_agreement" and self.agreed and self._looser(turn))

    def _looser(self, turn: _Turn) -> bool:
        """Agreeing never costs the client: a new value is taken only where it binds less."""
        if self.governing is None or turn.ends:
            return turn.ends
        old, new = _scalar(self.governing.dated, self.key), _scalar(turn.dated, self.key)
        if self.parameter.tighter in ("higher", "lower"):
            return self.parameter.is_tighter(old, new)
        return old != new

    def _why_spared(self, turn: _Turn) -> Note:
        if turn.ends:
            return Note(f"{turn.day} 起对新合约不再设定", f"from {turn.day} on it is no longer set for new contracts")
        if turn.dated.applies_to == "new_contracts":
            return Note(f"{turn.day} 起的变更只适用于新合约", f"the change of {turn.day} reaches new contracts only")
        if self.agreed:
            return Note(f"{turn.day} 起的变更并不更宽，约定不加重客户负担",
                        f"the change of {turn.day} is not looser, and agreeing never raises a client's terms")  # fmt: skip
        return Note(f"{turn.day} 起的变更须经双方约定才适用", f"the change of {turn.day} reaches it only where both sides agree")

    def _take(self, turn: _Turn, day: date, what: Happening, reason: Note) -> None:
        self.governing = turn
        self.spared = [other for other in self.spared if other.day > turn.day]
        self._tell(turn, day, what, reason)

    def _tell(self, turn: _Turn, day: date, what: Happening, reason: Note, *, reached: bool = True) -> None:
        self.steps.append(Step(day, what, turn.dated, reached, reason))


def _scalar(dated: DatedValue, key: str | None) -> Scalar:
    """The value where it is one that can be compared; tiers and whole mappings are not."""
    found = value_of(dated.value, key)
    return None if isinstance(found, Mapping | tuple) else found
