"""Whether the terms that a file states are terms at all: known names, values of their kind, none looser than the law, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import Any, Final, get_args, get_type_hints

from liangrong.accounts.calls.lines import line_order_problems
from liangrong.accounts.intake.entries import AccountEntry
from liangrong.accounts.intake.problems import HERE, Problems
from liangrong.accounts.terms import Terms, agreed_terms
from liangrong.core.errors import RuleNotInForce, UnknownName
from liangrong.rules.parameters import Parameter, Scalar
from liangrong.rules.rulebook import Rulebook, RulesInForce, Ruling

__all__ = ["check_terms"]

_TEN: Final = Decimal(10)
_HUNDRED: Final = Decimal(100)
_WHOLE: Final = ("days", "sessions", "months", "count")
_NUMBERS: Final = ("ratio", "per_year", "per_day", "yuan", "shares", *_WHOLE)


def check_terms(entry: AccountEntry, rules: RulesInForce, law: RulesInForce, found: Problems) -> None:
    """Gather what is wrong with the terms of a file: alone against the law, together in the order of lines.

    Parameters
    ----------
    rules, law
        The rules of the day with and without the broker's pack.
    """
    sound: dict[str, Scalar] = {}
    for name, value in entry.terms.items():
        try:
            parameter = law.book.parameter(name)
        except UnknownName:
            _unknown(name, law.book, found)
            continue
        if _fits(parameter, value, found) and _allowed(parameter, value, law, found):
            sound[parameter.name] = value
    usual = agreed_terms(rules, entry.account.investor)
    changed = {n: v for n, v in sound.items() if n in Terms.__dataclass_fields__ and getattr(usual, n) != v}
    terms: Any = replace(usual, **changed) if changed else usual  # type: ignore[arg-type]
    for note in line_order_problems(terms):
        found.error(HERE, "terms", f"{rules.on} 的{note.zh}", f"on {rules.on} {note.en}", rules.ruling("call_line").citation)


def _unknown(name: str, rulebook: Rulebook, found: Problems) -> None:
    close = get_close_matches(name, rulebook.parameters, n=1)
    meant_zh, meant_en = (f"；是否为 {close[0]}？", f"; did you mean {close[0]}?") if close else ("", "")
    found.error(HERE, f"terms.{name}", f"不是规则库中的参数{meant_zh}", f"is no parameter of the rulebook{meant_en}")


def _fits(parameter: Parameter, value: Scalar, found: Problems) -> bool:
    """Whether a value is of the parameter's kind."""
    field, unit = f"terms.{parameter.name}", parameter.unit
    shown = f"{value:f}" if isinstance(value, Decimal) else str(value)
    number = isinstance(value, Decimal | int) and not isinstance(value, bool)
    if parameter.by is not None or unit == "tiers":
        found.error(HERE, field, "不是单一取值，请写入规则包", "is not one value; put it into a broker pack")
    elif unit in _NUMBERS and not number:
        found.error(HERE, field, f"为“{shown}”，应为数字", f"is '{shown}', where a number is expected")
    elif unit in _WHOLE and not isinstance(value, int):
        found.error(HERE, field, f"为 {shown}，应为整数", f"is {shown}, where a whole number is expected")
    elif isinstance(value, Decimal | int) and number and value < 0:
        found.error(HERE, field, f"为 {shown}，不能为负", f"is {shown} and cannot be negative")
    elif unit == "ratio" and isinstance(value, Decimal | int) and value > _TEN:
        meant = f"{value / _HUNDRED:.2f}"
        found.error(
            HERE, field, f"为 {shown}；请写比例 {meant}（或 {shown}%）", f"is {shown}; write a ratio, {meant} (or {shown}%)"
        )
    elif unit == "flag" and not isinstance(value, bool):
        found.error(HERE, field, f"为“{shown}”，应为 true 或 false", f"is '{shown}', where true or false is expected")
    elif unit == "choice" and value not in _choices(parameter.name):
        known = ", ".join(_choices(parameter.name))
        found.error(HERE, field, f"为“{shown}”；可用：{known}", f"is '{shown}'; known: {known}")
    else:
        return True
    return False


@cache
def _choices(name: str) -> tuple[Any, ...]:
    """The words that a parameter of choice may hold."""
    return get_args(get_type_hints(Terms)[name])


def _allowed(parameter: Parameter, value: Scalar, rules: RulesInForce, found: Problems) -> bool:
    """Whether a value is no looser than the law: the parameter itself, or the one that bounds it."""
    bound = _bound(parameter, rules)
    if bound is None or isinstance(bound.value, Mapping | tuple):
        return True
    looser = value != bound.value if parameter.tighter == "fixed" else parameter.is_tighter(bound.value, value)
    if looser:
        limit = f"{bound.value:f}" if isinstance(bound.value, Decimal) else str(bound.value)
        shown = f"{value:f}" if isinstance(value, Decimal) else str(value)
        found.error(HERE, f"terms.{parameter.name}", f"为 {shown}，宽于 {rules.on} 规定的 {limit}（自 {bound.since} 起）",
                    f"is {shown}, looser than the {limit} that holds on {rules.on} (since {bound.since})", bound.citation)  # fmt: skip
    return not looser


def _bound(parameter: Parameter, rules: RulesInForce) -> Ruling | None:
    name = parameter.bounded_by or (parameter.name if parameter.authority != "brokers" else None)
    if name is None:
        return None
    try:
        return rules.ruling(name)
    except RuleNotInForce:
        return None
