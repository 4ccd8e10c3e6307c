"""Scopes: which part of the market is meant, how it is spelled, and who belongs to it on a day.

A scope is resolved once, with a note on what a loose spelling was taken for; membership is as of each date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, TypeAlias

import polars as pl

from liangrong.analytics.measures import ScopeKind
from liangrong.analytics.securities.industry_english import industry_english
from liangrong.core.errors import InvalidSecurity, Lang, NoData, UnknownName
from liangrong.core.results import Note
from liangrong.core.securities import Board, Exchange, SecurityId, SecurityKind
from liangrong.market.snapshot import MarketSnapshot
from liangrong.market.tables import table

__all__ = [
    "BOARDS",
    "MARKET",
    "Baskets",
    "Scope",
    "directory",
    "in_scope",
    "industry_spells",
    "members",
    "membership_age",
    "parse_scope",
    "resolve_scope",
    "spells_of",
    "standing_scopes",
]

Baskets: TypeAlias = Mapping[str, Sequence[str]]
"""Basket name to its security codes."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A resolved scope; ``str(scope)`` is its canonical spelling.

    Parameters
    ----------
    name
        What follows the kind: ``SSE``, ``star``, ``sw1:电子``, ``000300.SH``, a basket's name, ``600519.SH``; empty for the market.
    zh, en
        Labels for people.
    securities
        The members of a basket that was handed in; empty otherwise.
    """

    kind: ScopeKind
    name: str = ""
    zh: str = ""
    en: str = ""
    securities: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.name}" if self.name else self.kind.value

    def label(self, lang: Lang) -> str:
        """The label in ``lang``."""
        return (self.zh if lang == "zh" else self.en) or str(self)


MARKET: Final = Scope(ScopeKind.MARKET, "", "全市场", "the whole market")

BOARDS: Final = {
    Board.MAIN: ("主板", "main board"),
    Board.STAR: ("科创板", "STAR Market"),
    Board.CHINEXT: ("创业板", "ChiNext"),
    Board.BSE: ("北证股票", "BSE stocks"),
    Board.FUND: ("基金", "funds"),
}
"""Boards that are a scope, and what people call them in Chinese and English; nobody lends on the others."""
_EXCHANGES: Final = {e.name: (e.label_zh, f"the {e.name}") for e in Exchange}
_INDUSTRY_LEVELS: Final = {"sw1": "level1_name", "sw2": "level2_name", "sw3": "group_name"}
_INDEX_NAMES: Final = {
    "沪深300": "000300.SH", "中证500": "000905.SH", "中证1000": "000852.SH", "上证50": "000016.SH", "中证全指": "000985.SH",
    "科创50": "000688.SH", "创业板指": "399006.SZ", "深证成指": "399001.SZ", "上证指数": "000001.SH",
}  # fmt: skip
_SPELLINGS: Final[dict[str, str]] = {
    **dict.fromkeys(("market", "all", "全市场", "市场", "沪深北", "a股", "两市", "沪深两市"), "market"),
    **{e.name.lower(): f"exchange:{e.name}" for e in Exchange},
    **{spelling: f"exchange:{name}" for name, spellings in
       {"SSE": ("沪市", "上交所", "上海", "sh"), "SZSE": ("深市", "深交所", "深圳", "sz"), "BSE": ("北交所", "北京", "bj")}.items()
       for spelling in spellings},
    **{zh: f"board:{board.value}" for board, (zh, _) in BOARDS.items()},
    **{board.value: f"board:{board.value}" for board in BOARDS if board is not Board.BSE},
}  # fmt: skip
_TWO_EXCHANGES: Final = frozenset({"两市", "沪深两市"})


def parse_scope(text: str) -> Scope:
    """Read the canonical spelling of a scope, without looking at any data.

    Raises
    ------
    UnknownName
        The kind, the exchange, the board or the industry level does not exist.
    InvalidSecurity
        The code of an index or security cannot be one.

    Examples
    --------
    >>> str(parse_scope("index:sh000300")), str(parse_scope("board:star"))
    ('index:000300.SH', 'board:star')
    """
    kind_text, _, name = text.strip().partition(":")
    try:
        kind = ScopeKind(kind_text.lower())
    except ValueError:
        raise _unknown("kind of scope", "范围类型", kind_text, [k.value for k in ScopeKind]) from None
    name = name.strip()
    if kind is ScopeKind.MARKET:
        if name:
            raise _unknown("scope", "范围", text, ["market"])
        return MARKET
    if not name:
        raise _unknown("scope", "范围", text, [f"{kind.value}:NAME"])
    return _BUILDERS[kind](name)


def resolve_scope(
    snapshot: MarketSnapshot, text: str | Scope, *, baskets: Baskets | None = None
) -> tuple[Scope, tuple[Note, ...]]:
    """Resolve any spelling: canonical, a bare exchange, code, board, index, industry, basket or Chinese name.

    Returns
    -------
    tuple[Scope, tuple[Note, ...]]
        The scope, and a note on what the text was taken for when it was not spelled canonically.

    Raises
    ------
    UnknownName
        Nothing of that name is known.
    InvalidSecurity
        A code that cannot be one.
    """
    if isinstance(text, Scope):
        return text, ()
    asked = text.strip()
    if asked in (baskets or {}):
        asked = f"basket:{asked}"
    if asked.partition(":")[0].lower() in {k.value for k in ScopeKind}:
        return _complete(snapshot, parse_scope(asked), baskets), ()
    spelled = _SPELLINGS.get(asked.lower()) or _of_code(asked) or _of_name(snapshot, asked)
    if spelled is None:
        known = ["market", "SSE", "board:star", "industry:sw1:电子", "index:000300.SH", "basket:NAME", "600519.SH"]
        raise _unknown("scope", "范围", text, known)
    scope = _complete(snapshot, parse_scope(spelled), baskets)
    notes = [Note(f"“{asked}”按 {scope}（{scope.label('zh')}）理解。", f"'{asked}' was taken for {scope} ({scope.label('en')}).")]
    if asked in _TWO_EXCHANGES:
        notes.append(Note("自 2023-02-13 起全市场含北交所。", "From 2023-02-13 on, the market includes the BSE."))
    return scope, tuple(notes)


def members(snapshot: MarketSnapshot, scope: Scope) -> pl.DataFrame | None:
    """Who belongs to a scope and when.

    Returns
    -------
    polars.DataFrame or None
        ``security_id, from_date, to_date`` with nulls for open ends; ``None`` where a rule on the code decides instead
        (market, exchange, board).

    Raises
    ------
    NoData
        The scope's membership is not stored.
    """
    if scope.kind in (ScopeKind.MARKET, ScopeKind.EXCHANGE, ScopeKind.BOARD):
        return None
    if scope.kind is ScopeKind.SECURITY:
        return _always([scope.name])
    if scope.securities:
        return _always(scope.securities)
    found = _industry_spells(snapshot, scope) if scope.kind is ScopeKind.INDUSTRY else spells_of(snapshot, str(scope))
    if found.is_empty():
        raise NoData(
            what="membership list", what_zh="成份名单", where=str(scope), nearest="none stored", nearest_zh="没有导入过该名单"
        )
    return found.select("security_id", "from_date", "to_date")


def membership_age(snapshot: MarketSnapshot, scope: Scope, end: date) -> tuple[Note, ...]:
    """A note when stocks were listed after the newest change of an industry list: they are not in it."""
    if scope.kind is not ScopeKind.INDUSTRY:
        return ()
    newest = snapshot.table("memberships", keys={"scheme": ["sw"]})["from_date"].max()
    if not isinstance(newest, date):
        return ()
    listed = directory(snapshot).filter(pl.col("list_date") > newest, pl.col("list_date") <= end)["security_id"].n_unique()
    note = Note(
        f"行业名单最近一次变动在 {newest}，其后上市的 {listed} 只股票未归入任何行业。",
        f"The industry list last changed on {newest}; the {listed} stocks listed since then are in no industry.",
    )
    return (note,) if listed else ()


def in_scope(frame: pl.DataFrame, scope: Scope, spells: pl.DataFrame | None) -> pl.DataFrame:
    """The rows (``security_id``, ``trade_date``) that belong to a scope on their own day."""
    if scope.kind is ScopeKind.MARKET:
        return frame
    if scope.kind is ScopeKind.EXCHANGE:
        return frame.filter(pl.col("security_id").str.ends_with(Exchange[scope.name].suffix))
    if spells is None:
        unique = frame["security_id"].unique()
        board = Board(scope.name)
        wanted = [text for text in unique if _board_of(text) is board]
        return frame.filter(pl.col("security_id").is_in(wanted))
    day = pl.col("trade_date")
    started = pl.col("from_date").is_null() | (pl.col("from_date") <= day)
    lasting = pl.col("to_date").is_null() | (pl.col("to_date") >= day)
    joined = frame.join(spells, on="security_id", how="inner", maintain_order="left").filter(started & lasting)
    return joined.drop("from_date", "to_date").unique(["security_id", "trade_date"], keep="first", maintain_order=True)


def spells_of(snapshot: MarketSnapshot, scheme: str) -> pl.DataFrame:
    """The membership spells of a scheme (``sw``, ``index:000300.SH`` …).

    A spell without an end lasts until the security's next one begins.
    """
    rows = snapshot.table("memberships", keys={"scheme": [scheme]}).sort("security_id", "from_date")
    following = pl.col("from_date").shift(-1).over("source", "security_id") - pl.duration(days=1)
    return rows.with_columns(to_date=pl.coalesce("to_date", following))


def industry_spells(snapshot: MarketSnapshot) -> pl.DataFrame:
    """The spells of stocks in 申万 industries, with the names of both levels (``level1_name, level2_name``).

    A spell begins no earlier than the version of the classification that knows its code. Where no classification is stored the spells
    have the names that they came with, as ``group_name``, and no levels.
    """
    spells = spells_of(snapshot, "sw")
    classes = snapshot.table("industry_classes", keys={"scheme": ["sw"]})
    if classes.is_empty():
        return spells.with_columns(pl.lit(None, pl.String()).alias(name) for name in ("level1_name", "level2_name"))
    names = pl.col("group_name", "level1_name", "level2_name").sort_by("from_date").last()
    version = classes.group_by("group").agg(pl.col("from_date").min().alias("in_force"), names)
    joined = spells.drop("group_name").join(version, on="group", how="inner")
    return joined.with_columns(from_date=pl.max_horizontal("from_date", "in_force")).sort("security_id", "from_date")


def standing_scopes() -> dict[Scope, tuple[str, ...]]:
    """The scopes that exist whatever is stored, each with everything it may be called.

    Examples
    --------
    >>> {str(scope): names for scope, names in standing_scopes().items()}["exchange:SSE"]
    ('sse', '沪市', '上交所', '上海', 'sh')
    """
    found: dict[Scope, tuple[str, ...]] = {}
    for spelling, canonical in (*_SPELLINGS.items(), *((name, f"index:{code}") for name, code in _INDEX_NAMES.items())):
        scope = parse_scope(canonical)
        found[scope] = (*found.get(scope, ()), spelling)
    return found


def directory(snapshot: MarketSnapshot) -> pl.DataFrame:
    """The directory of securities; also a later one, for names and listing dates are identities and not market facts."""
    return snapshot.reader(table("securities"), None, snapshot.calendar.end, None)


@cache
def _board_of(text: str) -> Board | None:
    try:
        return SecurityId.parse(text).board
    except InvalidSecurity:
        return None


def _always(securities: Sequence[str]) -> pl.DataFrame:
    never = pl.lit(None, dtype=pl.Date)
    return pl.DataFrame({"security_id": list(securities)}).with_columns(from_date=never, to_date=never)


def _industry_spells(snapshot: MarketSnapshot, scope: Scope) -> pl.DataFrame:
    level, _, name = scope.name.partition(":")
    spells = industry_spells(snapshot)
    classes = snapshot.table("industry_classes", keys={"scheme": ["sw"]})
    if classes.is_empty():
        return spells.filter(pl.col("group_name") == name)
    chosen = classes.filter((pl.col(_INDUSTRY_LEVELS[level]) == name) | (pl.col("group") == name))
    if chosen.is_empty():
        names = classes[_INDUSTRY_LEVELS[level]].drop_nulls().unique().sort().to_list()
        raise _unknown("industry", "行业", name, names)
    return spells.filter(pl.col("group").is_in(chosen["group"].implode()))


def _exchange(name: str) -> Scope:
    if name.upper() not in _EXCHANGES:
        raise _unknown("exchange", "交易所", name, list(_EXCHANGES))
    return Scope(ScopeKind.EXCHANGE, name.upper(), *_EXCHANGES[name.upper()])


def _board(name: str) -> Scope:
    board = next((b for b in BOARDS if b.value == name.lower()), None)
    if board is None:
        raise _unknown("board", "板块", name, [b.value for b in BOARDS])
    return Scope(ScopeKind.BOARD, board.value, *BOARDS[board])


def _industry(name: str) -> Scope:
    level, _, group = name.partition(":")
    if level.lower() not in _INDUSTRY_LEVELS or not group.strip():
        raise _unknown("industry", "行业", name, [f"{k}:NAME" for k in _INDUSTRY_LEVELS])
    label = group.strip()
    return Scope(ScopeKind.INDUSTRY, f"{level.lower()}:{label}", f"申万{label}", f"Shenwan {industry_english(label) or label}")


def _index(name: str) -> Scope:
    code = str(SecurityId.parse(name))
    label = next((zh for zh, known in _INDEX_NAMES.items() if known == code), code)
    return Scope(ScopeKind.INDEX, code, f"{label}成份股", f"constituents of {label}")


def _security(name: str) -> Scope:
    code = str(SecurityId.parse(name))
    return Scope(ScopeKind.SECURITY, code, code, code)


_BUILDERS: Final = {
    ScopeKind.EXCHANGE: _exchange,
    ScopeKind.BOARD: _board,
    ScopeKind.INDUSTRY: _industry,
    ScopeKind.INDEX: _index,
    ScopeKind.BASKET: lambda name: Scope(ScopeKind.BASKET, name, f"组合“{name}”", f"basket '{name}'"),
    ScopeKind.SECURITY: _security,
}


def _of_code(text: str) -> str | None:
    """The canonical spelling of a bare code, or None when the text has no code in it."""
    if not any(character.isdigit() for character in text) or not text.isascii():
        return None
    try:
        code = SecurityId.parse(text)
    except InvalidSecurity:
        if sum(character.isdigit() for character in text) == 6:
            raise
        return None
    return f"index:{code}" if code.kind is SecurityKind.INDEX else f"security:{code}"


def _of_name(snapshot: MarketSnapshot, text: str) -> str | None:
    """The canonical spelling of a name: index, industry (also in English), then security."""
    if text in _INDEX_NAMES:
        return f"index:{_INDEX_NAMES[text]}"
    for level in _INDUSTRY_LEVELS:
        if named := _stored_industry(snapshot, level, text):
            return f"industry:{level}:{named}"
    code = _named_security(snapshot, pl.col("name") == text.replace(" ", ""), "security_id")
    return f"security:{code}" if code else None


def _stored_industry(snapshot: MarketSnapshot, level: str, text: str) -> str | None:
    """The industry of a level that a text names, in Chinese or in English."""
    names = snapshot.table("industry_classes", keys={"scheme": ["sw"]})[_INDUSTRY_LEVELS[level]].drop_nulls().unique().sort()
    if text in names or not text.isascii():
        return text if text in names else None
    return next((name for name in names if (industry_english(name) or "").casefold() == text.casefold()), None)


def _named_security(snapshot: MarketSnapshot, condition: pl.Expr, wanted: str) -> str | None:
    found = directory(snapshot).filter(condition).sort("trade_date")
    return None if found.is_empty() else str(found[wanted][-1])


def _complete(snapshot: MarketSnapshot, scope: Scope, baskets: Baskets | None) -> Scope:
    if scope.kind is ScopeKind.SECURITY:
        name = _named_security(snapshot, pl.col("security_id") == scope.name, "name")
        return Scope(scope.kind, scope.name, name or scope.name, f"{name} {scope.name}" if name else scope.name)
    if scope.kind is ScopeKind.BASKET and scope.name in (baskets or {}):
        codes = tuple(str(SecurityId.parse(code)) for code in (baskets or {})[scope.name])
        return Scope(scope.kind, scope.name, scope.zh, scope.en, codes)
    if scope.kind is ScopeKind.INDUSTRY:
        level, _, name = scope.name.partition(":")
        return _industry(f"{level}:{_stored_industry(snapshot, level, name) or name}")
    return scope


def _unknown(kind: str, kind_zh: str, name: str, known: Sequence[str]) -> UnknownName:
    return UnknownName(kind=kind, kind_zh=kind_zh, name=name, known=", ".join(known))
