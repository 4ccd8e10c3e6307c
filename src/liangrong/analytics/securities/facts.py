"""One row of a profile: a fact in words and as a number, or that it is not known and what would tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import polars as pl

from liangrong.analytics.scopes import Scope
from liangrong.core.results import Note
from liangrong.core.securities import SecurityId
from liangrong.core.units import Unit, display
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import Keys, MarketSnapshot
from liangrong.market.tables import table

__all__ = [
    "NOTHING",
    "SCHEMA",
    "UNKNOWN",
    "WITHOUT",
    "Asked",
    "Fact",
    "flag_fact",
    "money_fact",
    "share_fact",
    "text_fact",
    "without_list",
]

SCHEMA: Final = {
    "topic": pl.String(), "fact": pl.String(), "said_zh": pl.String(), "said_en": pl.String(), "figure": pl.Float64(), "money": MONEY,
    "unit": pl.String(), "date": pl.Date(), "note_zh": pl.String(), "note_en": pl.String(), "source": pl.String(),
}  # fmt: skip
NOTHING: Final = Note("", "")
UNKNOWN: Final = Note("不可知", "not known")
WITHOUT: Final = {
    "securities": Note("名录中没有该证券：导入 tushare 股票列表", "not in a stored directory: import tushare's list of stocks"),
    "memberships": Note("没有当日的归属记录：导入申万行业或指数成份文件", "no membership on the day: import 申万 industries or index constituents"),
    "underlying_securities": Note("没有当日标的名单：从交易所同步或导入标的名单",
                                  "no list of underlying securities of the day: sync or import the exchange's list"),
    "eligible_collateral": Note("没有当日可充抵保证金证券名单：从交易所同步", "no list of eligible collateral of the day: sync the exchange's list"),
    "margin_detail": Note("没有当日该证券的两融明细", "no margin detail of this security on the day"),
    "caps": Note("没有当日流通市值：导入含流通市值的文件", "no float cap of the day: import a file that has it"),
    "quotes": Note("没有当日行情：导入日行情文件", "no quote of the day: import a file of daily quotes"),
}  # fmt: skip
"""Table to what to do where it lacks the security."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One row; ``said`` is what people read, ``figure`` a pure number and ``money`` 元."""

    topic: str
    fact: str
    said: Note = UNKNOWN
    figure: float | None = None
    money: Decimal | None = None
    unit: str | None = None
    date: date | None = None
    source: str | None = None
    note: Note = NOTHING

    def row(self) -> dict[str, Any]:
        """The cells."""
        return {
            "topic": self.topic, "fact": self.fact, "said_zh": self.said.zh, "said_en": self.said.en, "figure": self.figure,
            "money": self.money, "unit": self.unit, "date": self.date, "source": self.source, "note_zh": self.note.zh or None,
            "note_en": self.note.en or None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The security, and where it is looked at."""

    snapshot: MarketSnapshot
    scope: Scope
    day: date

    @property
    def code(self) -> SecurityId:
        """What its code says of it."""
        return SecurityId.parse(self.scope.name)

    def rows(self, name: str, *, start: date | None = None) -> pl.DataFrame:
        """The rows of a table about it, up to the day."""
        keys: Keys = {"security_id": [self.scope.name]}
        return self.snapshot.table(name, start=start, end=self.day, keys=keys)


def without_list(asked: Asked, name: str) -> Note:
    """What is missing, and on which other day a list is stored."""
    wanted = table(name)
    rows = asked.snapshot.reader(wanted, None, asked.snapshot.calendar.end, {"security_id": [asked.scope.name]})
    days: list[date] = rows["trade_date"].unique().to_list()
    nearest = min(days, key=lambda day: abs((day - asked.day).days), default=None)
    found = WITHOUT[name]
    return (
        found
        if nearest is None
        else Note(f"{found.zh}（最近的名单是 {nearest}）", f"{found.en} (the nearest stored is of {nearest})")
    )


def text_fact(topic: str, fact: str, value: object, source: str | None, day: date | None, without: Note) -> Fact:
    """A fact in words that are the same in both languages; not known, and ``without`` says why, where there is no value."""
    if value is None or value == "":
        return Fact(topic=topic, fact=fact, note=without)
    return Fact(topic=topic, fact=fact, said=Note(f"{value}", f"{value}"), date=day, source=source)


def flag_fact(topic: str, fact: str, value: bool | None, source: str | None, day: date, without: Note) -> Fact:
    """Whether something holds."""
    if value is None:
        return Fact(topic=topic, fact=fact, note=without)
    said = Note("是", "yes") if value else Note("否", "no")
    return Fact(topic=topic, fact=fact, said=said, figure=float(value), date=day, source=source)


def money_fact(
    topic: str, fact: str, value: Decimal | None, source: str | None, day: date, without: Note, note: Note = NOTHING
) -> Fact:  # fmt: skip
    """An amount in 元."""
    if value is None:
        return Fact(topic=topic, fact=fact, note=without)
    said = Note(*(display(value, Unit.YUAN, lang, sign=fact.startswith("net_")) for lang in ("zh", "en")))
    return Fact(topic=topic, fact=fact, said=said, money=value, unit="元", date=day, source=source, note=note)


def share_fact(topic: str, fact: str, value: float | None, source: str | None, day: date, without: Note) -> Fact:
    """A ratio."""
    if value is None:
        return Fact(topic=topic, fact=fact, note=without)
    said = f"{value:.2%}"
    return Fact(topic=topic, fact=fact, said=Note(said, said), figure=value, unit="1", date=day, source=source)
