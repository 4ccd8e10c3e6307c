"""Results that leave out nothing of what the sentence says is held, or of what it counts for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.verify.account.keeping import value_of
from liangrong.research.claims.verify.account.role import Role
from liangrong.research.claims.verify.account.roles import Part
from liangrong.research.claims.verify.account.state import Value

__all__ = ["whole"]

_CASH: Final = re.compile(r"现金|\bcash\b", re.IGNORECASE)
_BOUGHT: Final = re.compile(
    r"买入|买了|买进|全部(?:用于|投入)|提取|转出|取出|如果|若|假如|\b(?:buy|buys|bought|purchas\w+|withdr\w+|took out|if|without|before|after)\b",
    re.IGNORECASE,
)
"""Where something is bought or taken out, cash and securities do not lie side by side."""
_SECURITIES: Final = re.compile(r"证券|股票|持仓|市值|\b(?:securities|shares|stocks?|holdings)\b", re.IGNORECASE)
_BREAK: Final = re.compile(r"[,，、;；。]|\band\b|和|与|另有|against")
_OWED: Final = (Role.DEBT, Role.LOAN, Role.SHORT)
_TWO: Final = 2
"""Beside the cash: what is held, and what is owed."""


def whole(values: Sequence[Value], role: Role, part: Part, parts: Sequence[Part]) -> Sequence[Value]:
    """The values in which all of it is reckoned with; every value where the sentence does not tell it so plainly.

    Parameters
    ----------
    parts
        The figures of the sentence, in order.
    """
    ahead = [one for one in parts if one.figure.start < part.figure.start]
    needed = _side_by_side(part, ahead) if role is Role.RATIO else _counted(ahead) if role is Role.LIMIT else ()
    if not needed:
        return values
    words = [value_of(one).words for one in needed]
    return [one for one in values if all(word in one.words for word in words)] or values


def _side_by_side(part: Part, ahead: Sequence[Part]) -> Sequence[Part]:
    """Cash and securities that an account holds together against one debt."""
    money = [one for one in ahead if one.figure.kind in (Kind.MONEY, Kind.NUMBER)]
    cash = [one for one in money if _is_said(one, _CASH)]
    rest = [one for one in money if one not in cash]
    held = [one for one in rest if _is_said(one, _SECURITIES) and one.guess not in _OWED]
    if len(cash) != 1 or len(held) != 1 or len(rest) != _TWO or _BOUGHT.search(part.passage.text):
        return ()
    return () if any(one.figure.kind is Kind.PERCENT for one in ahead) else (*cash, *held)


def _is_said(part: Part, words: re.Pattern[str]) -> bool:
    """Whether the words that touch an amount, up to the next comma or "and", name a thing."""
    behind, before = _BREAK.split(part.after, maxsplit=1)[0], _BREAK.split(part.before)[-1]
    return bool(words.search(behind) or words.search(before))


def _counted(ahead: Sequence[Part]) -> Sequence[Part]:
    """What all of the collateral counts for, where no amount was told since."""
    ratios = [one for one in ahead if one.guess is Role.CONVERSION]
    if len(ratios) != 1 or Fraction(ratios[0].figure.base) >= 1:
        return ()
    later = [one for one in ahead if one.figure.start > ratios[0].figure.start and one.figure.kind is Kind.MONEY]
    return () if later else ratios
