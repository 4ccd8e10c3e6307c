"""What QMT and xtquant export of a credit account, under the names of our own layout.

``credit_detail`` is an ``XtCreditDetail``, ``positions`` are ``XtPosition``, ``compacts`` are ``StkCompacts``, ``assures`` are
``CreditAssure``. QMT has no list of what is collateral: shares of open financing compacts lie among the positions and are taken
out of them here. Nor does it say under which ratio a compact was opened: that is left to the rulebook.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from liangrong.accounts.intake.layouts.cells import number_of, security_of
from liangrong.accounts.intake.layouts.documents import Tree

__all__ = ["from_qmt", "is_qmt"]

_DETAIL: Final = "credit_detail"
_LISTS: Final = ("positions", "compacts", "assures")
_FINANCING: Final = ("48", "0")
_SHORT: Final = ("49", "1")
"""``compact_type`` of xtquant, and of the counters behind it."""

_UNSET: Final = Decimal(10) ** 300
"""QMT leaves a field that it does not know at the largest float."""
_ZERO: Final = Decimal(0)

_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("stock_code", "instrument_id", "m_strInstrumentID"),
    "volume": ("volume", "m_nVolume"),
    "price": ("last_price", "m_dLastPrice"),
    "market_value": ("market_value", "m_dMarketValue", "m_dInstrumentValue"),
    "compact_type": ("compact_type", "m_eCompactType"),
    "compact_id": ("compact_id", "m_strCompactId", "m_strCompactID"),
    "open_date": ("open_date", "m_nOpenDate"),
    "due": ("ret_end_date", "m_nRetEndDate"),
    "opened_volume": ("business_vol", "m_nBusinessVol"),
    "left_volume": ("real_compact_vol", "m_nRealCompactVol"),
    "opened_amount": ("business_balance", "m_dBusinessBalance"),
    "left_amount": ("real_compact_balance", "m_dRealCompactBalance"),
    "fare": ("real_compact_fare", "m_dRealCompactFare"),
    "ratio": ("assure_ratio", "m_dAssureRatio"),
    "account_id": ("account_id", "m_strAccountID"),
}
"""Our word for a field to its names in xtquant and in QMT's own Python."""


def is_qmt(tree: Tree) -> bool:
    """Whether a mapping is such an export."""
    return isinstance(tree, dict) and _DETAIL in tree


def from_qmt(tree: Mapping[str, Tree]) -> dict[str, Tree]:
    """The account of an export in our own layout; fields beside the four parts, such as ``as_of``, stay as they are.

    Examples
    --------
    >>> detail = {"account_id": "1", "m_dBalance": "250", "m_dMarketValue": "150", "m_dOtherFare": "1.7976931348623157e+308"}
    >>> from_qmt({"as_of": "2025-06-30", "credit_detail": detail})["cash"]
    '100'
    """
    detail, positions, compacts, assures = (tree.get(name) for name in (_DETAIL, *_LISTS))
    ratios = {_security(row): _get(row, "ratio") for row in _mappings(assures)}
    prices = {_security(row): _price(row) for row in _mappings(positions)}
    financing = [row for row in _mappings(compacts) if _get(row, "compact_type") not in _SHORT]
    shorts = [row for row in _mappings(compacts) if _get(row, "compact_type") in _SHORT]
    tied: dict[str, Decimal] = {}
    for row in financing:
        tied[_security(row)] = tied.get(_security(row), _ZERO) + _number(row, "left_volume")
    head = detail if isinstance(detail, dict) else {}
    marks: dict[str, Tree] = {}
    for security in dict.fromkeys((*prices, *ratios, *(_security(row) for row in (*financing, *shorts)))):
        marks[security] = {"security": security, "price": prices.get(security), "conversion_ratio": ratios.get(security)}
    used = {_security(row) for row in (*_mappings(positions), *financing, *shorts)}
    return {
        "account_id": _get(head, "account_id"),
        "cash": _less(head.get("m_dBalance"), head.get("m_dMarketValue")),
        "charges": _set(head.get("m_dOtherFare")),
        "collateral": _collateral(_mappings(positions), tied) if isinstance(positions, list | None) else positions,
        "financing": [_contract(row, "principal", _get(row, "left_amount")) for row in financing],
        "shorts": [_contract(row, "proceeds", _sold(row)) for row in shorts],
        "marks": [mark for security, mark in marks.items() if security in used],
        **{name: content for name, content in tree.items() if name not in (_DETAIL, *_LISTS)},
    }


def _collateral(positions: list[Mapping[str, Tree]], tied: Mapping[str, Decimal]) -> list[Tree]:
    """The positions less the shares that belong to open financing compacts."""
    found: list[Tree] = []
    rest = dict(tied)
    for row in positions:
        security, volume = _security(row), _number(row, "volume")
        owned = volume - min(volume, rest.get(security, _ZERO))
        rest[security] = rest.get(security, _ZERO) - (volume - owned)
        if owned != 0:
            found.append({"security": security, "quantity": f"{owned:f}"})
    return found


def _contract(row: Mapping[str, Tree], owed: str, amount: Tree) -> Tree:
    """A compact; one of another kind keeps it as a field that nobody knows, and is told so."""
    kind = _get(row, "compact_type")
    return {
        "security": _security(row),
        "contract_id": _get(row, "compact_id"),
        "opened_on": _get(row, "open_date"),
        "due_on": _get(row, "due") if _get(row, "due") != "0" else None,
        "quantity": _get(row, "left_volume"),
        owed: amount,
        "accrued": _get(row, "fare"),
        **({} if kind in (*_FINANCING, *_SHORT) else {f"compact_type {kind}": "neither financing nor short"}),
    }


def _sold(row: Mapping[str, Tree]) -> Tree:
    """What the shares not yet returned brought: their part of the sale."""
    opened, left, amount = (_number(row, name) for name in ("opened_volume", "left_volume", "opened_amount"))
    return f"{amount * left / opened:f}" if opened else _get(row, "opened_amount")


def _price(row: Mapping[str, Tree]) -> Tree:
    """The last price, or market value over volume where the export has none."""
    volume, value = _number(row, "volume"), _number(row, "market_value")
    stated = _get(row, "price")
    if stated is None or number_of(str(stated)) == _ZERO:
        return f"{value / volume:f}" if volume and value else None
    return stated


def _less(total: Tree, part: Tree) -> Tree:
    whole, taken = (number_of(str(each)) for each in (total, part))
    return f"{whole - taken:f}" if isinstance(whole, Decimal) and isinstance(taken, Decimal) else total


def _security(row: Mapping[str, Tree]) -> str:
    text = str(_get(row, "code") or "")
    found = security_of(text)
    return found if isinstance(found, str) else text


def _number(row: Mapping[str, Tree], name: str) -> Decimal:
    found = number_of(str(_get(row, name)))
    return found if isinstance(found, Decimal) else _ZERO


def _get(row: Mapping[str, Tree], name: str) -> Tree:
    return next((_set(row[spelling]) for spelling in _NAMES[name] if spelling in row), None)


def _set(content: Tree) -> Tree:
    """The content of a field, ``None`` where QMT has left it unset."""
    try:
        unset = isinstance(content, str) and Decimal(content) >= _UNSET
    except ArithmeticError:
        return content
    return None if unset else content


def _mappings(rows: Tree) -> list[Mapping[str, Tree]]:
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
