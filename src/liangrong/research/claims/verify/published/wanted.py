"""What metrics, and which sides of them, the words and the figure of a clause allow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.verify.published import cues

__all__ = ["FLOW_ROWS", "Wanted", "balances_named", "is_price", "returns_of", "wanted_by", "wanted_of"]

Wanted: TypeAlias = frozenset[tuple[str, str]]
"""Metrics with the sides of them."""
FLOW_ROWS: Final = frozenset({("net_financing_purchase", "level"), ("financing_balance", "change")})
_TOTAL: Final = "margin_trading_balance"
_FINANCING: Final = "financing_balance"
_SHORT: Final = "short_balance"
_RETURNS: Final = ("security", "index")
_PRICE: Final = re.compile(
    r"[涨跌挫]|收[高低红绿]|上扬|走[高低强弱]|\b(?:rose|rise[ns]?|fell|fall\w*|gain\w*|lost|climb\w*|slid|slip\w*|drop\w*|up|down|add(?:ed|s)|shed|jump\w*|declin\w*|advanc\w*|retreat\w*|clos\w* (?:higher|lower))\b",
    re.IGNORECASE,
)
"""Words by which a price moves."""
_HELD: Final = re.compile(r"余额|存量|规模|\b(?:balances?|figure|book|pile|tally|debt|loans?|outstanding)\b", re.IGNORECASE)
"""What an index cannot have but the borrowing against its members."""
_TURNOVER: Final = frozenset(
    {(name, side) for name in ("margin_trading_share_of_turnover", "financing_buy_to_turnover") for side in ("level", "mean")}
)


def is_price(claim: Claim, scopes: Sequence[str]) -> bool:
    """Whether a clause without a word of the margin market tells how a share or an index moved."""
    if (claim.figure is not None and claim.figure.kind is not Kind.PERCENT) or _HELD.search(claim.text):
        return False
    if not scopes or any(not scope.startswith("index:") for scope in scopes):
        chinese = re.search(r"[涨跌挫]", claim.text) is not None and all(scope.startswith("security:") for scope in scopes)
        shares = re.search(r"\b(?:shares|stock)\b", claim.text) is not None
        return (
            bool(scopes)
            and (chinese or shares)
            and bool(returns_of(scopes, margin=False))
            and _PRICE.search(claim.text) is not None
        )
    return _PRICE.search(claim.text) is not None and not (cues.CAP.search(claim.text) or cues.TURNOVER.search(claim.text))


def wanted_of(claim: Claim, *, scopes: Sequence[str]) -> Wanted:
    """The metrics that a stretch of a clause allows: a price's move where no word of the margin market stands in it."""
    margin = cues.MARGIN.search(claim.passage.text) is not None or cues.SHORT.search(claim.text) is not None
    priced = not cues.MARGIN.search(claim.text) and is_price(claim, scopes)
    return returns_of(scopes, margin=False) if priced else wanted_by(claim, margin=margin, scopes=scopes)


def wanted_by(claim: Claim, *, margin: bool, scopes: Sequence[str]) -> Wanted:
    """The metrics that words and figure allow."""
    text, kind = claim.text, claim.figure.kind if claim.figure is not None else None
    if kind in (Kind.COUNT, Kind.NUMBER) and cues.ACCOUNTS.search(text):
        name = "new_margin_accounts" if cues.NEW.search(text) else "margin_accounts"
        return frozenset({(name, "level")})
    if kind in (Kind.POINTS, Kind.NUMBER):
        return frozenset(
            {("rsi", "level")}
            if "rsi" in text.lower() or "相对强弱" in text or "relative" in text.lower()
            else {("index_level", "level"), ("close", "level")}
        )
    told = claim.passage.text[: claim.end - claim.passage.start]
    if (
        kind is Kind.PERCENTAGE_POINT
        and cues.ACCOUNTS.search(told)
        and cues.NEW.search(told)
        and (claim.direction or cues.way_of(text))
    ):
        return frozenset({("new_margin_accounts", "growth")})
    if kind is Kind.PERCENTAGE_POINT:
        return balances_named(text, ("growth",)) if margin and cues.way_of(text) and not cues.CAP.search(text) else frozenset()
    if kind in (Kind.PERCENT, Kind.MULTIPLE):
        return _of_percent(claim, margin=margin, scopes=scopes)
    if kind is Kind.MONEY:
        return _of_money(claim, margin=margin)
    if kind is None:
        flows = FLOW_ROWS if cues.flow_of(text) else frozenset()
        balances = balances_named(text, ("change", "growth")) if cues.way_of(text) and not flows else frozenset()
        returns = returns_of(scopes, margin=margin) if cues.way_of(text) else frozenset()
        if margin and not flows and cues.way_of(text) and (cues.CAP.search(text) or cues.TURNOVER.search(text)):
            return _ratio_of(text)
        if cues.ACCOUNTS.search(text) and not flows:
            return frozenset({("new_margin_accounts" if cues.NEW.search(text) else "margin_accounts", "growth")})
        return (flows | balances if margin else frozenset()) or returns
    return frozenset()


def _of_percent(claim: Claim, *, margin: bool, scopes: Sequence[str]) -> Wanted:
    text = claim.text
    if cues.CAP.search(text) and margin and claim.aspect is not Aspect.GROWTH:
        return _ratio_of(text)
    if cues.TURNOVER.search(text) and margin:
        return _TURNOVER
    if cues.ACCOUNTS.search(text):
        name = "new_margin_accounts" if cues.NEW.search(text) else "margin_accounts"
        return frozenset({(name, "growth")})
    if margin:
        return balances_named(text, ("growth",)) if claim.aspect is Aspect.GROWTH or cues.way_of(text) else frozenset()
    return returns_of(scopes, margin=margin)


def _ratio_of(text: str) -> Wanted:
    """The ratio to the value of all shares, or to what is traded, that words name."""
    if not cues.CAP.search(text):
        return _TURNOVER
    whole = "free_float_cap" if cues.FREE.search(text) else "float_cap"
    parts = (_SHORT,) if cues.SHORT.search(text) and not cues.BOTH.search(text) else (_TOTAL, _FINANCING)
    return frozenset((f"{part}_to_{whole}", side) for part in parts for side in ("level", "mean", "peak"))


def returns_of(scopes: Sequence[str], *, margin: bool) -> Wanted:
    """The day's move of a share or an index, where nothing of the margin market is spoken of."""
    if margin or not scopes or any(scope.partition(":")[0] not in _RETURNS for scope in scopes):
        return frozenset()
    return frozenset({("daily_return", "level")})


def _of_money(claim: Claim, *, margin: bool) -> Wanted:
    if not margin:
        return frozenset()
    text = claim.text
    if cues.flow_of(text) and claim.aspect in (Aspect.LEVEL, Aspect.CHANGE) and not cues.SHORT.search(text):
        return FLOW_ROWS
    return balances_named(text, ("change",) if claim.aspect is Aspect.CHANGE else ("level",))


def balances_named(text: str, sides: Sequence[str]) -> Wanted:
    """The balances that the words may mean: the one that they name, or both sides' and the money's where they name none."""
    names = [
        name
        for name, pattern in ((_TOTAL, cues.BOTH), (_SHORT, cues.SHORT), (_FINANCING, cues.FINANCING))
        if pattern.search(text)
    ]
    if _TOTAL in names and _SHORT in names and len(names) == 2:
        names = [_TOTAL]
    if not names:
        names = [_FINANCING, _TOTAL]
    return frozenset((name, side) for name in names for side in sides)
