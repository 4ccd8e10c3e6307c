"""Where a number of an account comes from: a tree of inputs, parameters and citations, and the ways to show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any, Final

from liangrong.accounts.explanation.formulas import Formulas
from liangrong.accounts.explanation.tree import Explanation
from liangrong.accounts.marks import Marks
from liangrong.accounts.state import CreditAccount
from liangrong.accounts.terms import Terms
from liangrong.core.errors import Lang, UnknownName
from liangrong.core.results import plain

__all__ = ["MEASURES", "Explanation", "as_data", "as_rows", "as_text", "explain", "shown", "sign"]

MEASURES: Final[Mapping[str, Callable[[Formulas], Explanation]]] = {
    "maintenance_ratio": Formulas.maintenance_ratio,
    "available_margin": Formulas.available_margin,
    "assets": Formulas.assets,
    "debt": Formulas.debt,
    "equity": Formulas.equity,
    "exposure_leverage": Formulas.exposure_leverage,
    "financing_multiple": Formulas.financing_multiple,
    "shortfall": Formulas.shortfall,
    "largest_share": Formulas.largest_share,
}
"""What can be explained, named as in ``Assessment``."""

_SIGNS: Final[Mapping[str, tuple[str, ...]]] = {
    "sum": ("+",),
    "difference": ("", "−"),
    "product": ("", "×"),
    "quotient": ("", "÷"),
    "least": ("≤",),
    "not_negative": ("≥ 0:",),
    "when_below": ("", "<", "→"),
}
"""What stands before the first child, the second and so on; the last one also before all later ones."""

_UNITS: Final = {
    "yuan": ("元", "yuan"),
    "yuan_per_share": ("元/股", "yuan per share"),
    "shares": ("股", "shares"),
    "times": ("倍", "times"),
}
_CENT: Final = Decimal("0.01")
_FINE: Final = Decimal("0.0001")
_WIDEST: Final = 60
"""Digits of precision for display: a ratio to almost no debt is long."""


def explain(account: CreditAccount, marks: Marks, terms: Terms, measure: str) -> Explanation:
    """Explain one number of an account: its value is that of ``assess``, and each node follows from its children.

    Raises
    ------
    UnknownName
        No such measure.
    InvalidAccount
        A security that it holds or owes has no mark.
    RuleNotInForce
        A contract was opened before margin trading existed on its exchange.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.rules.rulebook import Rulebook
    >>> terms = agreed_terms(Rulebook.load().at(date(2025, 6, 30)))
    >>> account = CreditAccount(cash=Decimal(1300), charges=Decimal(1000))
    >>> print(as_text(explain(account, {}, terms, "equity"), "en"))
    equity A − D = 300.00 yuan
    ├─ assets A = 1,300.00 yuan  [上交所融资融券交易实施细则（2019）第四十二条：维持担保比例]
    │  ├─ + cash C = 1,300.00 yuan
    │  └─ + securities at market value Σ V + Σ M = 0.00 yuan
    └─ − debt D = 1,000.00 yuan  [上交所融资融券交易实施细则（2019）第四十二条：维持担保比例]
       ├─ + financing debt Σ F = 0.00 yuan
       ├─ + short debt at market value Σ B = 0.00 yuan
       └─ + interest and charges X = 1,000.00 yuan
          ├─ + charges due = 1,000.00 yuan
          └─ + accrued on contracts = 0.00 yuan
    """
    if measure not in MEASURES:
        raise UnknownName(kind="measure", name=measure, known=", ".join(MEASURES))
    return MEASURES[measure](Formulas(account, marks, terms))


def as_text(explanation: Explanation, lang: Lang = "zh") -> str:
    """Return the tree for a terminal: one node a line, children indented under it, with the sign that joins them."""
    return "\n".join(_lines(explanation, lang, before="", first="", rest=""))


def as_rows(explanation: Explanation, lang: Lang = "zh") -> list[dict[str, Any]]:
    """Return the nodes as flat rows, parents before children.

    A row has the node's path (``1.2.1``), label, symbol, value, unit, operation, citation, confidence and note. Values are decimal
    strings with all their digits, ``None`` where undefined.
    """
    return list(_rows(explanation, lang, "1"))


def as_data(explanation: Explanation, lang: Lang = "zh") -> dict[str, Any]:
    """Return the tree as nested mappings, ready for JSON; values are decimal strings with all their digits."""
    return {**_fields(explanation, lang), "children": [as_data(child, lang) for child in explanation.children]}


def shown(value: Decimal | None, unit: str, lang: Lang = "zh") -> str:
    """A value of a node with its unit, money to the fen and everything else to four decimals, rounded half up.

    Examples
    --------
    >>> shown(Decimal("1.61"), "percent"), shown(Decimal(1300), "yuan", "en")
    ('161%', '1,300.00 yuan')
    """
    if value is None:
        return "—"
    if unit == "percent":
        return f"{_digits(value * 100, least=0)}%"
    named = _UNITS[unit][lang == "en"]
    if unit == "yuan":
        return f"{_rounded(value, _CENT)} {named}"
    return f"{_digits(value, least=2 if unit == 'yuan_per_share' else 0)} {named}"


def sign(operation: str, place: int) -> str:
    """What stands before child ``place``, counted from 0, of a node with this operation.

    Examples
    --------
    >>> [sign("quotient", place) for place in (0, 1)]
    ['', '÷']
    """
    signs = _SIGNS.get(operation, ("",))
    return signs[min(place, len(signs) - 1)]


def _fields(node: Explanation, lang: Lang) -> dict[str, Any]:
    return {
        "label": node.label.text(lang),
        "symbol": node.symbol,
        "value": plain(node.value),
        "unit": node.unit,
        "operation": node.operation,
        "citation": node.citation,
        "confidence": node.confidence,
        "note": node.note.text(lang) if node.note else None,
    }


def _rows(node: Explanation, lang: Lang, path: str) -> Iterator[dict[str, Any]]:
    yield {"path": path, **_fields(node, lang)}
    for number, child in enumerate(node.children, start=1):
        yield from _rows(child, lang, f"{path}.{number}")


def _lines(node: Explanation, lang: Lang, *, before: str, first: str, rest: str) -> Iterator[str]:
    named = " ".join(part for part in (before, node.label.text(lang), node.symbol) if part)
    said = [node.note.text(lang)] if node.note else []
    unsure = f" · {node.confidence}" if node.confidence in ("M", "L") else ""
    said += [f"[{node.citation}{unsure}]"] if node.citation else []
    yield "  ".join([f"{first}{named} = {shown(node.value, node.unit, lang)}", *said])
    for number, child in enumerate(node.children):
        last = number == len(node.children) - 1
        branch, below = ("└─ ", "   ") if last else ("├─ ", "│  ")
        yield from _lines(child, lang, before=sign(node.operation, number), first=f"{rest}{branch}", rest=f"{rest}{below}")


def _digits(value: Decimal, *, least: int) -> str:
    """Up to four decimals, rounded half up, without zeros at the end beyond the ``least`` that are always shown."""
    whole, _, decimals = _rounded(value, _FINE).partition(".")
    decimals = decimals.rstrip("0").ljust(least, "0")
    return f"{whole}.{decimals}" if decimals else whole


def _rounded(value: Decimal, step: Decimal) -> str:
    with localcontext() as context:
        context.prec = _WIDEST
        return f"{value.quantize(step, ROUND_HALF_UP) + 0:,f}"
