"""Figures of an account that only its own law can bear out: what a cure costs, what a loan may be, what a line means."""

from __future__ import annotations

import re
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.verify.account.role import Role
from liangrong.research.claims.verify.account.roles import parts_of

__all__ = ["is_of_account"]

_CURES: Final = frozenset({Role.ADD, Role.SELL, Role.REPAY, Role.WITHDRAW, Role.NEEDED, Role.LIMIT, Role.ASSETS, Role.OWN})
_RATIOS: Final = frozenset({Role.RATIO, Role.LINE, Role.MARGIN_RATIO})
_HELD: Final = frozenset({Role.DEBT, Role.SHORT, Role.ASSETS, Role.POSITION})
_LINE: Final = re.compile(r"[仓戒警保提]线|\b(?:warning|liquidation|call|maintenance) (?:line|level)", re.IGNORECASE)
_NEAR: Final = 12
_OWED: Final = frozenset({Role.DEBT, Role.LOAN})


def is_of_account(article: Article, claim: Claim) -> bool:
    """Whether no sum, difference or growth of the figures around can be what a figure is.

    An amount beside a line that is to be met again, interest, and a ratio of what is held to what is owed have a law of their own.
    """
    figure = claim.figure
    if figure is None or figure.kind not in (Kind.MONEY, Kind.PERCENT):
        return False
    parts = list(parts_of(article, claim.passage))
    part = next((one for one in parts if one.figure.start == figure.start), None)
    if part is None:
        return False
    roles = {one.role for one in parts if one is not part}
    if figure.kind is Kind.PERCENT:
        if part.role is Role.RATIO and figure.base > 1:
            return True
        is_line = part.role is Role.LINE and bool(_LINE.search(part.before + part.after[:_NEAR]))
        return is_line or (part.role in _RATIOS and bool(roles & _OWED))
    if part.role is Role.INTEREST:
        return Role.RATE in roles
    if part.guess in _HELD and roles & {Role.SHARES, Role.PRICE}:
        return True
    return part.guess in _CURES and bool(roles & {Role.LINE, Role.MARGIN_RATIO})
