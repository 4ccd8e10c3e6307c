"""A policy: values of rule parameters supposed from a day on, and securities closed to new financing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from liangrong.core.errors import UnknownName, UsageError
from liangrong.core.results import Note
from liangrong.core.spelling import parse_number
from liangrong.rules.parameters import VENUES, OnRollover, Parameter, Reach, Scalar, Value
from liangrong.rules.rulebook import Rulebook
from liangrong.stress.scenarios.scopes import MARKET, Scope
from liangrong.stress.scenarios.spelling import parse_scope

__all__ = ["TODAY", "ClosedToFinancing", "Policy", "RuleSetting", "parse_policy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetting:
    """A parameter of the rulebook has another value, which may also loosen.

    Parameters
    ----------
    key
        Asset class, board or member where the parameter tells them apart; ``None``: the one value, or all keys.
    """

    parameter: str
    value: Decimal
    key: str | None = None

    @property
    def spelling(self) -> str:
        """``conversion_ratio_cap.etf=0.85``."""
        return f"{self.parameter}{'.' + self.key if self.key else ''}={self.value:f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedToFinancing:
    """Nothing of a scope may be bought on financing any more; open contracts stay (``removal_keeps_open_contracts``)."""

    scope: Scope = MARKET

    @property
    def spelling(self) -> str:
        """``no_financing=industry:电子``."""
        return f"{_CLOSED}={self.scope.spelling}"


Change: TypeAlias = RuleSetting | ClosedToFinancing

_CLOSED: Final = "no_financing"
_REACHES: Final[Mapping[str, Reach]] = {"new": "new_contracts", "all": "all"}
_ROLLOVERS: Final[Mapping[str, OnRollover]] = {"keep": "keep", "adopt": "adopt"}
_CONCENTRATION: Final = "concentration_tiers"
_DIVISORS: Final = ("financing_margin_ratio", "short_margin_ratio")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Changes that come together.

    Parameters
    ----------
    reach
        ``new_contracts``: open contracts keep their margin ratios (新老划断, as in 2015, 2023 and 2026); ``all``: they take what a
        contract opened on the day would. Lines, caps and conversion ratios are terms of the account and reach it either way.
    on_rollover
        Whether a spared contract takes the new ratio when it is rolled over.
    """

    name: str
    changes: tuple[Change, ...] = ()
    reach: Reach = "new_contracts"
    on_rollover: OnRollover = "keep"

    @property
    def story(self) -> Note:
        """What it changes, for a reader."""
        if not self.changes:
            return Note("现行规则", "the rules as they are")
        listed = ", ".join(change.spelling for change in self.changes)
        if not any(isinstance(change, RuleSetting) and "_margin_" in change.parameter for change in self.changes):
            return Note(f"{listed}（对全部账户适用）", f"{listed} (for every account)")
        zh = "保证金比例对存量合约一并适用" if self.reach == "all" else "保证金比例新老划断"
        en = "margin ratios of open contracts too" if self.reach == "all" else "open contracts keep their margin ratios"
        return Note(f"{listed}（{zh}）", f"{listed} ({en})")

    @property
    def told(self) -> Note:
        """Its name and what it changes; once, where the one is the other.

        Examples
        --------
        >>> parse_policy("call_line=1.35").told.en, parse_policy("tight: call_line=1.35").told.en
        ('call_line=1.35 (for every account)', 'tight: call_line=1.35 (for every account)')
        """
        story = self.story
        if any(change.spelling == self.name for change in self.changes):
            return story
        return Note(f"{self.name}：{story.zh}", f"{self.name}: {story.en}")

    def rulebook(self, book: Rulebook, on: date) -> Rulebook:
        """The rules with the changes in force from a day on.

        Raises
        ------
        UnknownName, BadInput
            A parameter or a key does not exist, or a value is of another unit.

        Examples
        --------
        >>> supposed = parse_policy("financing_margin_ratio=90%").rulebook(Rulebook.load(), date(2026, 2, 2))
        >>> supposed.at(date(2026, 2, 2)).number("financing_margin_ratio")
        Decimal('0.90')
        """
        for change in self.changes:
            if isinstance(change, RuleSetting):
                parameter = book.parameter(change.parameter)
                book = book.reform(parameter.name, _value_of(parameter, change, on), on, applies_to=self.reach,
                                   on_rollover=self.on_rollover)  # fmt: skip
        return book

    @property
    def closed(self) -> tuple[Scope, ...]:
        """What is closed to new financing."""
        return tuple(change.scope for change in self.changes if isinstance(change, ClosedToFinancing))


TODAY: Final = Policy(name="today")
"""The rules as they are."""


def parse_policy(text: str) -> Policy:
    """Understand a policy written in one line.

    Parameters
    ----------
    text
        Changes joined by commas, perhaps behind a name and a colon: ``PARAMETER=VALUE``, ``PARAMETER.KEY=VALUE``,
        ``no_financing=SCOPE``, ``reach=all`` where open contracts are not spared, ``rollover=adopt`` where they are until they are rolled
        over. ``today`` is the policy that changes nothing.

    Raises
    ------
    UsageError
        It cannot be read.

    Examples
    --------
    >>> found = parse_policy("tight: financing_margin_ratio=100%, no_financing=board:star, reach=all")
    >>> found.name, found.reach, [change.spelling for change in found.changes]
    ('tight', 'all', ['financing_margin_ratio=1.00', 'no_financing=board:star'])
    """
    text = text.strip()
    if text == TODAY.name:
        return TODAY
    name, colon, listed = text.partition(":")
    if not colon or "=" in name:
        name, listed = text, text
    changes: list[Change] = []
    reach: Reach = "new_contracts"
    rollover: OnRollover = "keep"
    for piece in listed.replace("，", ",").split(","):
        left, equals, right = (part.strip() for part in piece.partition("="))
        if not equals or not left or not right:
            raise _unread(text, piece)
        if left == "reach" and right in _REACHES:
            reach = _REACHES[right]
        elif left == "rollover" and right in _ROLLOVERS:
            rollover = _ROLLOVERS[right]
        elif left in ("reach", "rollover"):
            raise _unread(text, piece)
        elif left == _CLOSED:
            changes.append(ClosedToFinancing(scope=parse_scope(right, piece)))
        else:
            parameter, _, key = left.partition(".")
            number = parse_number(right, left)
            assert number is not None, "a text that is there is read or refused"
            changes.append(RuleSetting(parameter=parameter, key=key or None, value=number))
    if not changes:
        raise _unread(text, text)
    return Policy(name=name.strip(), changes=tuple(changes), reach=reach, on_rollover=rollover)


def _unread(text: str, piece: str) -> UsageError:
    return UsageError(
        reason=f"'{piece.strip()}' of the policy '{text}' cannot be read; write changes as PARAMETER=VALUE, such as "
        "financing_margin_ratio=100%, or no_financing=industry:电子, and reach=all or rollover=adopt.",
        reason_zh=f"政策“{text}”中的“{piece.strip()}”无法读取；请写成 参数=取值，如 financing_margin_ratio=100%，"
        "或 no_financing=industry:电子，以及 reach=all 或 rollover=adopt。",
    )


def _value_of(parameter: Parameter, change: RuleSetting, on: date) -> Value:
    """The whole value of a parameter with the change in it: other keys stay as they are on the day."""
    if parameter.name == _CONCENTRATION:
        return ({"group": "security", "ratio_from": None, "ratio_to": None, "cap": change.value},)
    if change.value == 0 and parameter.name in _DIVISORS:
        raise UsageError(reason=f"{change.spelling}: a margin ratio of 0 would finance without end; it lies above 0.",
                         reason_zh=f"{change.spelling}：保证金比例为 0 意味着无限融资，应大于 0。")  # fmt: skip
    value: Scalar = change.value
    if parameter.unit in ("count", "days", "sessions", "months", "shares") and change.value == change.value.to_integral_value():
        value = int(change.value)
    if parameter.by is None:
        return value
    known: dict[str, Scalar] = {}
    for venue in reversed(VENUES):
        for dated in parameter.history(venue):
            if dated.start <= on and isinstance(dated.value, Mapping):
                known |= dated.value
    if change.key is not None and change.key not in parameter.keys:
        raise UnknownName(kind="rule key", name=change.key, known=", ".join(parameter.keys))
    return {**known, **dict.fromkeys((change.key,) if change.key else parameter.keys, value)}
