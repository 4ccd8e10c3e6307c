"""Find what someone means: a security, an industry, an index, a measure, a rule or a page, however it is typed.

The index is built once for each version of the data that it is made of; a question to it takes about a millisecond.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import polars as pl

from liangrong.analytics.measures import MEASURES, spellings
from liangrong.analytics.scopes import directory, industry_spells, standing_scopes
from liangrong.analytics.securities.english import english_name
from liangrong.analytics.securities.finding import Answer, Finder, Found, Thing
from liangrong.analytics.securities.industry_english import industry_english
from liangrong.core.clocks import AsOf
from liangrong.core.errors import InvalidSecurity, NoData, UnknownName, UsageError
from liangrong.core.results import Note, Result
from liangrong.core.securities import SecurityId, SecurityKind
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import MarketSnapshot
from liangrong.rules.rulebook import Rulebook
from liangrong.services.workspace import Workspace

__all__ = ["KINDS", "PAGES", "SearchRequest", "search"]

KINDS: Final = ("security", "index", "industry", "board", "exchange", "market", "measure", "rule", "page")
"""Kinds of things that can be found."""
PAGES: Final[Mapping[str, tuple[str, str, tuple[str, ...]]]] = {
    "overview": ("概览", "Overview", ("首页", "总览", "余额走势", "新高")),
    "structure": ("结构", "Structure", ("行业", "板块", "轮动", "融资净买入排行", "集中度")),
    "security": ("个股", "Security", ("证券", "股票", "基金")),
    "shorts": ("融券", "Shorts short side", ("做空", "融券余量", "逼空", "期指")),
    "heat": ("热度", "Heat signals scorecards", ("信号", "过热", "命中率", "拥挤度")),
    "rules": ("规则", "Rules rulebook", ("法规", "细则", "时间线", "政策")),
    "account": ("账户", "Account", ("维持担保比例", "追保", "平仓线", "压力测试")),
    "check": ("核对", "Check a text claims", ("文章核对", "事实核查", "单位错误", "数字核对")),
    "documents": ("文档", "Documents corpus topics", ("文档库", "文档检索", "文章", "主题")),
    "report": ("报告", "Reports report", ("日报", "深度报告", "规则变更", "PDF")),
    "data": ("数据", "Data coverage quality", ("覆盖", "质量", "来源", "数据口径")),
    "alerts": ("提醒", "Alerts watchlist", ("自选", "关注", "预警")),
}
"""Page to its Chinese title, its English title with topics, and other words for what it shows."""
_TABLES: Final = ("securities", "margin_detail", "memberships", "industry_classes")
"""What the index is made of."""
_LEVELS: Final = {"sw1": "level1_name", "sw2": "level2_name", "sw3": "group_name"}
_NEAREST: Final = 3
_SHOWN: Final = 40
"""Characters of a query that a remark repeats."""
_SCHEMA: Final = {
    "kind": pl.String(), "id": pl.String(), "name": pl.String(), "english": pl.String(), "matched": pl.String(),
    "matched_by": pl.String(), "fit": pl.String(), "score": pl.Int64(), "exchange": pl.String(), "industry": pl.String(),
    "financing_balance": MONEY,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """What is looked for.

    Parameters
    ----------
    text
        A code in any spelling, a Chinese name or a part of it, pinyin in full, by initials or mixed, an English name, or a term.
    kinds
        Only these: security, index, industry, board, exchange, market, measure, rule, page; all by default.
    top
        How many rows.
    """

    text: str
    kinds: tuple[str, ...] = ()
    top: int = 20


def search(workspace: Workspace, request: SearchRequest) -> Result:
    """What a text may mean, the likeliest first.

    The very code comes before the beginning of a code, then whole names, initials, beginnings of names, and middles; among equals the
    larger financing balance.

    Returns
    -------
    Result
        ``kind, id`` (a code, a scope, or the name of a measure, rule or page), ``name, english, matched`` (the text that was met),
        ``matched_by`` (code, name, old_name, pinyin, initials, english), ``fit`` (exact, prefix, inside), ``score`` (to 100),
        ``exchange, industry`` (申万 level 1), ``financing_balance`` in 元 on the day of ``as_of``. No row where nothing was found; a warning
        then names the nearest.

    Raises
    ------
    UnknownName
        A kind that does not exist.
    UsageError
        Fewer than one row is asked for.
    """
    for kind in request.kinds:
        if kind not in KINDS:
            raise UnknownName(kind="kind of thing", kind_zh="种类", name=kind, known=", ".join(KINDS))
    if request.top < 1:
        raise UsageError(reason=f"top is {request.top}; ask for at least one row", reason_zh=f"top 为 {request.top}，至少应为 1")
    index = _index(_Version(workspace.store.path, workspace.store.last_commits(*_TABLES), workspace))
    text = _canonical(request.text)
    answer = index.finder.find(text, request.kinds, top=request.top)
    rows = pl.DataFrame([index.row(found) for found in answer.found], schema=_SCHEMA)
    return Result(rows, as_of=index.day, source=index.sources, warnings=workspace.notes).warn(
        *_notes(index, request, text, answer)
    )


@dataclass(frozen=True, slots=True)
class _Version:
    """A state of the data; the workspace that reads it is no part of what it is."""

    path: Path
    commits: tuple[str, ...]
    workspace: Workspace = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Index:
    """What is searched, and what an answer says besides: industry by security, the balances' day and sources."""

    finder: Finder
    industries: Mapping[str, str]
    balances: Mapping[str, Decimal]
    day: date | None
    sources: tuple[str, ...]

    def row(self, found: Found) -> dict[str, Any]:
        """The row of a thing that was found."""
        thing = found.thing
        is_code = thing.kind in ("security", "index")
        return {
            "kind": thing.kind, "id": thing.id, "name": thing.name or None, "english": thing.english or None, "matched": found.matched,
            "matched_by": found.matched_by.value, "fit": found.fit, "score": found.score,
            "exchange": SecurityId.parse(thing.id.removeprefix("index:")).exchange.name if is_code else None,
            "industry": self.industries.get(thing.id), "financing_balance": self.balances.get(thing.id),
        }  # fmt: skip


@lru_cache(maxsize=2)
def _index(version: _Version) -> _Index:
    """The index of a state of the data."""
    workspace = version.workspace
    try:
        as_of, _ = workspace.as_of()
    except NoData:
        as_of = AsOf(workspace.calendar.end)
    snapshot = workspace.snapshot(as_of)
    detail = snapshot.table("margin_detail", start=as_of.as_of)
    listed = directory(snapshot).sort("trade_date")
    balances = dict(detail.select("security_id", "financing_balance").drop_nulls().iter_rows())
    names = pl.concat([frame.select("security_id", "name") for frame in (listed, detail)])
    things = [*_securities(names, balances), *_scopes(), *_industries(snapshot), *_measures(), *_rules(), *_pages()]
    sources = tuple(sorted({*listed["source"].unique(), *detail["source"].unique()}))
    return _Index(Finder(_once(things)), _membership(snapshot), balances, as_of.as_of if balances else None, sources)


def _securities(names: pl.DataFrame, balances: Mapping[str, Decimal]) -> Iterator[Thing]:
    """Everything with a code: its newest name, and those it had."""
    called = pl.col("name").drop_nulls().unique(maintain_order=True)
    for code, known in names.group_by("security_id", maintain_order=True).agg(called).iter_rows():
        found = SecurityId.parse(code)
        kind = "index" if found.kind is SecurityKind.INDEX else "security"
        *old, name = known or ("",)
        yield Thing(
            kind, f"index:{code}" if kind == "index" else code, name, english_name(code, name) or "", (code, found.code),
            old=tuple(old), weight=float(balances.get(code) or 0),
        )  # fmt: skip


def _scopes() -> Iterator[Thing]:
    for scope, names in standing_scopes().items():
        first, *others = [name for name in names if not name.isascii()] or [scope.label("zh")]
        codes = [name for name in names if name.isascii()]
        is_index = scope.kind.value == "index"
        code = (scope.name, scope.name.partition(".")[0]) if is_index else (scope.name,) if scope.name else ()
        english = "" if is_index else scope.label("en").removeprefix("the ")
        yield Thing(scope.kind.value, str(scope), first, english, (*codes, *code), tuple(others), weight=1.0)


def _industries(snapshot: MarketSnapshot) -> Iterator[Thing]:
    classes = snapshot.table("industry_classes", keys={"scheme": ["sw"]})
    for level, column in _LEVELS.items():
        rows = classes.filter(pl.col("level") == int(level.removeprefix("sw"))) if level == "sw3" else classes
        for name in rows[column].drop_nulls().unique(maintain_order=True):
            yield Thing("industry", f"industry:{level}:{name}", name, industry_english(name) or "")


def _measures() -> Iterator[Thing]:
    for name, measure in MEASURES.items():
        others = spellings(name)
        yield Thing(
            "measure", name, measure.zh, measure.en, (name, *(each for each in others if each.isascii())),
            tuple(each for each in others if not each.isascii() and each != measure.zh),
        )  # fmt: skip


def _rules() -> Iterator[Thing]:
    for parameter in Rulebook.load().parameters.values():
        yield Thing("rule", parameter.name, parameter.title_zh, parameter.title_en, (parameter.name, *parameter.aliases))


def _pages() -> Iterator[Thing]:
    for page, (zh, en, others) in PAGES.items():
        yield Thing("page", page, zh, en, (page,), others)


def _once(things: list[Thing]) -> Iterator[Thing]:
    """Each thing once: an index may stand in the directory and among the scopes."""
    seen: dict[tuple[str, str], Thing] = {}
    for thing in things:
        seen.setdefault((thing.kind, thing.id), thing)
    return iter(seen.values())


def _membership(snapshot: MarketSnapshot) -> dict[str, str]:
    """The level-1 industry of each security on the day."""
    day = snapshot.as_of.as_of
    rows = industry_spells(snapshot).filter(pl.col("to_date").is_null() | (pl.col("to_date") >= day)).sort("from_date")
    return dict(rows.select("security_id", pl.coalesce("level1_name", "group_name")).drop_nulls().iter_rows())


def _canonical(text: str) -> str:
    """A code in any spelling as we write it; any other text as it is."""
    cleaned = text.strip()
    if not cleaned.isdecimal():
        try:
            return str(SecurityId.parse(cleaned))
        except InvalidSecurity:
            pass
    return text


def _notes(index: _Index, request: SearchRequest, text: str, answer: Answer) -> list[Note]:
    asked = "".join(character for character in request.text if character.isprintable()).strip()
    shown = asked if len(asked) <= _SHOWN else f"{asked[:_SHOWN]}…"
    if answer.total > len(answer.found):
        return [
            Note(f"共 {answer.total} 项，只列前 {request.top} 项。", f"{answer.total} in all; the first {request.top} are shown.")
        ]
    if answer.total:
        return []
    if not shown:
        return [Note("请输入代码、名称、拼音或英文名。", "Type a code, a Chinese name, pinyin or an English name.")]
    near = [] if text.isdecimal() else index.finder.nearest(text, request.kinds, top=_NEAREST).found
    names = [f"{found.thing.name}（{found.thing.id}）" for found in near]
    names_en = [f"{found.thing.english or found.thing.name} ({found.thing.id})" for found in near]
    return [Note(
        f"没有找到“{shown}”。" + (f"最接近的是：{'、'.join(names)}。" if near else "可输入代码（600519）、名称、拼音或首字母（gzmt）、英文名。"),
        f"Nothing was found for '{shown}'. " + (f"Nearest: {', '.join(names_en)}." if near else
                                                "Type a code (600519), a Chinese name, pinyin or its initials (gzmt), or an English name."),
    )]  # fmt: skip
