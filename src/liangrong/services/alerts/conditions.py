"""A condition as people write it, and as a value: what is read, how it is compared, and with what.

``margin_trading_balance market >= 2.7万亿`` · ``融资余额 600519.SH change < -5%`` · ``short_balance industry:sw1:电子 percentile > 95%`` ·
``两融余额 crosses 2.5万亿`` · ``record 两融余额`` · ``financing_balance_to_float_cap 600519.SH >= suspend_line`` ·
``account mine maintenance_ratio < call_line`` · ``account mine zone is call``; with ``until 2.65万亿`` it must go back that far before it
is told again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias, get_args

from liangrong.accounts.assess import Zone
from liangrong.accounts.measures import ACCOUNT_MEASURES
from liangrong.analytics.measures import measure
from liangrong.core.errors import UnitMismatch, UnknownName, UsageError
from liangrong.core.spelling import parse_day
from liangrong.core.units import Dimension, Quantity, Unit
from liangrong.services.measures import threshold_in

__all__ = ["ACCOUNT_LINES", "SECURITY_LINES", "Aspect", "Condition", "Test", "parse_condition"]

Aspect: TypeAlias = Literal["level", "change", "percentile"]
"""What of a measure is compared: its value, its change over some sessions, or its place among the values of the last ten years."""

Test: TypeAlias = Literal[">=", ">", "<=", "<", "crosses", "falls_below", "is", "record"]
"""``crosses``: at or above after a session below; ``falls_below``: below after a session at or above."""

ACCOUNT_LINES: Final = ("withdrawal_line", "warning_line", "call_line", "immediate_line", "cure_target")
"""Lines of the maintenance ratio, as the rulebook of the day and the account's own terms have them."""
SECURITY_LINES: Final = ("suspend_line", "resume_line")
"""Lines of financing over float cap at which an exchange may suspend, and resume, financing buys of a security."""

_EXAMPLES: Final = (
    "margin_trading_balance market >= 2.7万亿; financing_balance 600519.SH change < -5%; record margin_trading_balance; "
    "account NAME maintenance_ratio < call_line"
)
_SYMBOLS: Final = str.maketrans({"≥": ">=", "≤": "<=", "＞": ">", "＜": "<", "＝": "=", "\u3000": " "})
_OPERATOR: Final = re.compile(r"\s*(>=|<=|=>|=<|>|<)\s*")
_WORDS: Final = {
    "=>": ">=", "=<": "<=", "至少": ">=", "不低于": ">=", "高于": ">", "超过": ">", "大于": ">", "至多": "<=", "不高于": "<=",
    "低于": "<", "小于": "<", "升破": "crosses", "突破": "crosses", "跌破": "falls_below", "breaks": "falls_below", "是": "is", "为": "is",
    "新高": "record", "变化": "change", "变动": "change", "分位": "percentile", "百分位": "percentile", "账户": "account", "直至": "until",
    "提取线": "withdrawal_line", "警戒线": "warning_line", "追保线": "call_line", "即时平仓线": "immediate_line", "目标线": "cure_target",
    "暂停线": "suspend_line", "恢复线": "resume_line", "追保": "call", "警戒": "warning", "即时平仓": "immediate", "无负债": "no_debt",
    "正常": "normal", "高于提取线": "withdrawable",
}  # fmt: skip
"""Other spellings of the words of a condition."""
_ORDERED: Final = (">=", ">", "<=", "<")
_COMPARED: Final = (*_ORDERED, "crosses", "falls_below", "is")


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be so for somebody to be told.

    Parameters
    ----------
    measure
        A measure of the menu; of an account, a field of its assessment.
    scope
        A part of the market, or ``account:NAME``.
    aspect, sessions
        What of the measure is compared; a change is over so many sessions.
    test
        The comparison.
    threshold
        A number with its unit, the name of a line, or a word; empty for a record.
    until
        Having held, it counts as holding until the value is beyond this one, on the other side; empty: until it no longer holds.
    since
        Judge a record against the sessions from this day on.

    Examples
    --------
    >>> str(parse_condition("两融余额>=2.7万亿 until 2.65万亿"))
    'margin_trading_balance market >= 2.7万亿元 until 2.65万亿元'
    """

    measure: str
    scope: str = "market"
    aspect: Aspect = "level"
    sessions: int = 1
    test: Test = ">="
    threshold: str = ""
    until: str = ""
    since: date | None = None

    def __str__(self) -> str:
        if self.test == "record":
            return f"record {self.measure} {self.scope}" + (f" since {self.since}" if self.since else "")
        name = f"account {self.account} {self.measure}" if self.account else f"{self.measure} {self.scope}"
        aspect = {"level": "", "change": f" change {self.sessions}", "percentile": " percentile"}[self.aspect]
        return f"{name}{aspect} {self.test} {self.threshold}" + (f" until {self.until}" if self.until else "")

    @property
    def account(self) -> str:
        """The saved account it is about; empty where it is about the market."""
        return self.scope.removeprefix("account:") if self.scope.startswith("account:") else ""

    @property
    def unit(self) -> Unit | None:
        """The unit of what is compared; ``None`` for words and for pure numbers such as a multiple."""
        if self.account:
            return ACCOUNT_MEASURES[self.measure].unit
        own = measure(self.measure).unit
        if self.aspect == "level":
            return own
        if self.aspect == "percentile" or Quantity.parse(self.threshold).unit is Unit.PERCENT:
            return Unit.RATIO
        return Unit.PERCENTAGE_POINT if own.dimension is Dimension.RATIO else own

    @property
    def is_relative(self) -> bool:
        """Whether a change is compared as a part of where it started."""
        return self.aspect == "change" and self.unit is Unit.RATIO

    @property
    def limit(self) -> Decimal | None:
        """The threshold in base units; ``None`` where it is a line or a word, which a day must say."""
        return _number(self.threshold, self.unit)

    @property
    def release(self) -> Decimal | None:
        """``until`` in base units."""
        return _number(self.until, self.unit) if self.until else None

    @property
    def upward(self) -> bool:
        """Whether it holds when the value is high."""
        return self.test in (">=", ">", "crosses", "record")


def parse_condition(text: str) -> Condition:
    """Read a condition; scopes are taken as they are written.

    Raises
    ------
    UsageError
        It cannot be read; the sentence says what is missing.
    UnknownName, DenominatorNotNamed
        A measure, line or word that does not exist.
    UnitMismatch
        A threshold that measures something else.

    Examples
    --------
    >>> parse_condition("account mine maintenance_ratio < call_line").threshold
    'call_line'
    """
    spaced = _OPERATOR.sub(r" \1 ", text.translate(_SYMBOLS))
    words = [_WORDS.get(word, word) for word in spaced.split()]
    if words[:1] == ["account"]:
        words[1:2] = spaced.split()[1:2]  # a name is nobody else's word
    if "record" in words:
        return _record([word for word in words if word != "record"], text)
    place = next((place for place, word in enumerate(words) if word in _COMPARED), None)
    if place is None or not words[:place] or not words[place + 1 :]:
        raise _unreadable(text, "it needs a comparison and a threshold behind it", "缺少比较符号，或其后没有门槛")
    head, test, tail = words[:place], words[place], words[place + 1 :]
    if "until" in tail:
        cut = tail.index("until")
        threshold, until = " ".join(tail[:cut]), " ".join(tail[cut + 1 :])
    else:
        threshold, until = " ".join(tail), ""
    named = _account(head, text) if head[0] == "account" else _of_market(head, text)
    return _checked(Condition(**named, test=test, threshold=threshold, until=until), text)  # type: ignore[arg-type]


def _account(head: list[str], text: str) -> dict[str, Any]:
    if len(head) != 3:
        raise _unreadable(text, "write: account NAME MEASURE", "账户条件写作：account 名称 指标")
    names = {known.zh: name for name, known in ACCOUNT_MEASURES.items()}
    name = names.get(head[2], head[2])
    if name not in ACCOUNT_MEASURES or name == "largest_security":
        raise UnknownName(kind="measure", name=head[2], known=", ".join(n for n in ACCOUNT_MEASURES if n != "largest_security"))
    return {"measure": name, "scope": f"account:{head[1]}"}


def _of_market(head: list[str], text: str) -> dict[str, Any]:
    found: dict[str, Any] = {"measure": measure(head[0]).name}
    rest = head[1:]
    if "change" in rest:
        place = rest.index("change")
        span = rest[place + 1] if len(rest) == place + 2 else "1"
        if len(rest) > place + 2 or not span.isdecimal() or int(span) < 1:
            raise _unreadable(
                text, "behind 'change' stands a number of sessions, such as: change 5", "change 之后是交易日数，例如 change 5"
            )
        found |= {"aspect": "change", "sessions": int(span)}
        rest = rest[:place]
    elif rest[-1:] == ["percentile"]:
        found["aspect"] = "percentile"
        rest = rest[:-1]
    return found | ({"scope": " ".join(rest)} if rest else {})


def _record(words: list[str], text: str) -> Condition:
    since = None
    if "since" in words:
        place = words.index("since")
        since = parse_day(" ".join(words[place + 1 :]), "since")
        words = words[:place]
    if not words or any(word in _COMPARED for word in words):
        raise _unreadable(text, "write: record MEASURE SCOPE, without a threshold", "新高条件写作：record 指标 范围，不带门槛")
    return Condition(measure(words[0]).name, " ".join(words[1:]) or "market", test="record", since=since)


def _checked(condition: Condition, text: str) -> Condition:
    """The same condition with its numbers in their plain spelling, once it is sure that it can be compared."""
    if condition.test == "is" or condition.measure == "zone":
        return _of_words(condition, text)
    if condition.threshold in (*ACCOUNT_LINES, *SECURITY_LINES):
        return _at_a_line(condition)
    until = _spelled(condition.until, condition) if condition.until else ""
    plain = replace(condition, threshold=_spelled(condition.threshold, condition), until=until)
    limit, release = plain.limit, plain.release
    assert limit is not None, "a number was read"
    if plain.aspect == "percentile" and not 0 <= limit <= 1:
        raise _unreadable(text, "a percentile lies between 0% and 100%", "分位数在 0% 与 100% 之间")
    if release is not None:
        if plain.test not in _ORDERED:
            raise _unreadable(text, "'until' goes with >=, >, <= and <", "until 只用于 >=、>、<=、<")
        if release > limit if plain.upward else release < limit:
            raise _unreadable(text, "'until' lies on the wrong side of the threshold", "until 的取值在门槛的错误一侧")
    return plain


def _of_words(condition: Condition, text: str) -> Condition:
    if condition.test != "is" or condition.measure != "zone" or not condition.account:
        raise _unreadable(
            text,
            "'is' goes with the zone of an account: account NAME zone is call",
            "is 只用于账户所处区间：account 名称 zone is call",
        )
    if condition.threshold not in get_args(Zone):
        raise UnknownName(kind="zone", kind_zh="区间", name=condition.threshold, known=", ".join(get_args(Zone)))
    return condition


def _at_a_line(condition: Condition) -> Condition:
    is_account = condition.threshold in ACCOUNT_LINES
    wanted = "maintenance_ratio" if is_account else "financing_balance_to_float_cap"
    fits = condition.measure == wanted and bool(condition.account) == is_account and condition.aspect == "level"
    if not fits or condition.until or condition.test not in _ORDERED:
        owner, owner_zh = ("an account's maintenance ratio", "账户维持担保比例") if is_account else (
            "financing over float cap of a security", "个股融资余额占流通市值比")  # fmt: skip
        raise UsageError(
            reason=f"{condition.threshold} is a line of {owner} ({wanted}); compare that with >=, >, <= or <, without 'until'.",
            reason_zh=f"{condition.threshold} 是{owner_zh}（{wanted}）的线，请用 >=、>、<=、< 与之比较，不带 until。",
        )
    return condition


def _spelled(threshold: str, condition: Condition) -> str:
    """A number as it is kept: plain digits and a unit that says what it measures."""
    try:
        given = Quantity.parse(threshold)
    except UnknownName:
        if any(character.isdigit() for character in threshold):
            raise
        lines = ACCOUNT_LINES if condition.account else SECURITY_LINES
        raise UsageError(
            reason=f"'{threshold}' is neither a number with its unit, such as 2.7万亿元 or 95%, nor one of the lines: {', '.join(lines)}.",
            reason_zh=f"“{threshold}”既不是带单位的数（如 2.7万亿元、95%），也不是这些线之一：{'、'.join(lines)}。",
        ) from None
    if condition.aspect == "change" and given.unit is Unit.RATIO:
        raise _bare(threshold, "-5%", "500亿元")
    own = (
        Unit.RATIO
        if condition.aspect == "percentile"
        else condition.unit
        if condition.account
        else measure(condition.measure).unit
    )
    if given.unit is Unit.RATIO and own is not None and own.dimension in (Dimension.MONEY, Dimension.SHARES):
        raise _bare(threshold, *(("2.7万亿元",) if own.dimension is Dimension.MONEY else ("5000万股",)))
    relative = condition.aspect == "change" and given.unit is Unit.PERCENT
    _number(threshold, Unit.RATIO if relative else own)
    return str(given).replace(",", "")


def _number(text: str, unit: Unit | None) -> Decimal | None:
    """A threshold in base units; ``None`` for words."""
    if not any(character.isdigit() for character in text):
        return None
    if unit is None:
        given = Quantity.parse(text)
        if given.unit.dimension is not Dimension.RATIO:
            raise UnitMismatch(source=text, target="ratio")
        return given.to(Unit.RATIO).amount
    base = Unit.RATIO if unit.dimension is Dimension.RATIO else unit
    return threshold_in(text, base)


def _bare(text: str, *examples: str) -> UsageError:
    zh, en = "、".join(examples), " or ".join(examples)
    return UsageError(
        reason=f"The threshold '{text}' has no unit; write it like {en}.", reason_zh=f"门槛“{text}”没有单位，请写成 {zh} 这样。"
    )


def _unreadable(text: str, reason: str, reason_zh: str) -> UsageError:
    return UsageError(
        reason=f"The condition '{text}' cannot be read: {reason}.", reason_zh=f"无法读懂条件“{text}”：{reason_zh}。",
        hint=f"Examples: {_EXAMPLES}", hint_zh=f"例如：{_EXAMPLES}",
    )  # fmt: skip
