"""Is everything in order: the store, the program's parts, the calendar, what is missing, what was left behind."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

import polars as pl

from liangrong import __version__
from liangrong.core.clocks import SHANGHAI
from liangrong.core.errors import LiangrongError
from liangrong.core.outcomes import Failed, NonTradingDay, NotPublished, Ok, Outcome
from liangrong.core.results import Result
from liangrong.services.coverage import CoverageRequest, coverage
from liangrong.services.workspace import Workspace
from liangrong.sources.fetch import fetch
from liangrong.sources.fetcher import Batch, Query, Transport
from liangrong.store.atomic import TEMPORARY
from liangrong.store.delta import DeltaFolder

__all__ = ["Finding", "doctor"]

_CALENDAR_WARNING_DAYS: Final = 20
"""The next year's closures are out by mid-December: later than that the calendar should have been continued."""

_LOW_DISK: Final = 1 << 30
"""Below one GiB free a sync of a year of details may not fit."""

_PARTS: Final = ("polars", "deltalake", "httpx2", "python-calamine")
_EXTRAS: Final = {"report": ("altair", "vl_convert", "jinja2"), "akshare": ("akshare",), "tushare": ("tushare",)}


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one examination."""

    check: str
    state: Literal["ok", "warning", "error"]
    zh: str
    en: str


def doctor(path: Path, *, transport: Transport | None = None, now: datetime | None = None) -> Result:
    """Examine the installation and the store; nothing is changed.

    Parameters
    ----------
    path
        The store; it may be missing.
    transport
        Also ask each publisher for the last session through this transport, and say what came.
    now
        The clock, in UTC.

    Returns
    -------
    Result
        Rows ``check, state, zh, en``, the state being ``ok``, ``warning`` or ``error``.

    Examples
    --------
    >>> rows = doctor(Path("no-such-store")).data
    >>> rows.filter(check="store")["state"].item()
    'warning'
    """
    now = now or datetime.now(UTC)
    found = list(_program())
    try:
        workspace = Workspace.open(path)
    except LiangrongError as error:
        state: Literal["warning", "error"] = "warning" if error.exit_code == 3 else "error"
        found.append(Finding("store", state, error.message("zh"), error.message("en")))
    else:
        found += [*_store(workspace), *_left_behind(workspace), *_calendar(workspace, now), *_gaps(workspace)]
        if transport is not None:
            found += _endpoints(workspace, transport, now)
    schema = dict.fromkeys(("check", "state", "zh", "en"), pl.String())
    return Result(pl.DataFrame([(f.check, f.state, f.zh, f.en) for f in found], schema=schema, orient="row"))


def _program() -> Iterator[Finding]:
    parts = [f"liangrong {__version__}", f"Python {platform.python_version()}", *(_part(name) for name in _PARTS)]
    yield Finding("versions", "ok", "、".join(parts), ", ".join(parts))
    for extra, modules in _EXTRAS.items():
        missing = [module for module in modules if find_spec(module) is None]
        if missing:
            yield Finding(
                f"extra {extra}", "ok",
                f"未安装（需要时运行 pip install 'liangrong[{extra}]'）", f"not installed (pip install 'liangrong[{extra}]' when needed)",
            )  # fmt: skip
        else:
            yield Finding(f"extra {extra}", "ok", "已安装", "installed")


def _part(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} ?"


def _store(workspace: Workspace) -> Iterator[Finding]:
    store = workspace.store
    origin_zh = {"real": "真实", "simulated": "模拟", None: "空"}[store.origin]
    yield Finding("store", "ok", f"{store.path}（{origin_zh}数据）", f"{store.path} ({store.origin or 'empty'})")
    for name in store.names:
        try:
            pinned = store.table(name)
            rows = pinned.rows() if pinned else 0
            store.read(name, columns=["source"])
        except (LiangrongError, OSError, pl.exceptions.PolarsError) as error:
            yield Finding(f"table {name}", "error", f"无法读取：{error}", f"cannot be read: {error}")
        else:
            yield Finding(f"table {name}", "ok", f"{rows:,} 行可读", f"{rows:,} rows, readable")
    free = shutil.disk_usage(store.path).free
    yield Finding("disk", "ok" if free > _LOW_DISK else "warning", f"剩余 {free / 2**30:.1f} GiB", f"{free / 2**30:.1f} GiB free")
    refused = sum(1 for _ in store.archive.quarantined())
    yield Finding(
        "quarantine", "ok" if not refused else "warning", f"{refused} 份原始数据被隔离", f"{refused} raw payloads in quarantine"
    )


def _left_behind(workspace: Workspace) -> Iterator[Finding]:
    """Traces of a writer that died: harmless, but worth knowing."""
    store = workspace.store
    holder = store.lock.holder()
    if holder:
        yield Finding("writer", "warning", f"正在写入：{holder}", f"being written to by {holder}")
        return
    partial = sum(1 for _ in store.path.rglob(f"*{TEMPORARY}"))
    orphans = sum(_orphans(DeltaFolder(store.path / "tables" / name)) for name in store.names)
    if partial or orphans:
        yield Finding(
            "leftovers", "warning",
            f"中断的写入留下 {partial} 个临时文件、{orphans} 个未引用的数据文件；不影响读取",
            f"interrupted writes left {partial} temporary and {orphans} unreferenced data files; they are never read",
        )  # fmt: skip
    else:
        yield Finding("leftovers", "ok", "没有中断的写入", "no interrupted writes")


def _orphans(folder: DeltaFolder) -> int:
    """Data files that no commit speaks of (files replaced by a compaction are spoken of)."""
    spoken = "".join(entry.read_text(encoding="utf-8") for entry in (folder.path / "_delta_log").glob("*.json"))
    return sum(file.name not in spoken for file in folder.path.glob("*.parquet"))


def _calendar(workspace: Workspace, now: datetime) -> Iterator[Finding]:
    left = (workspace.calendar.end - now.astimezone(SHANGHAI).date()).days
    end = workspace.calendar.end
    if left > _CALENDAR_WARNING_DAYS:
        yield Finding("calendar", "ok", f"覆盖至 {end}（还有 {left} 天）", f"reaches {end}, {left} days ahead")
    else:
        yield Finding(
            "calendar", "warning" if left >= 0 else "error",
            f"只覆盖至 {end}（{left} 天）；请运行 liangrong sync --calendar",
            f"reaches only {end} ({left} days ahead); run liangrong sync --calendar",
        )  # fmt: skip


def _gaps(workspace: Workspace) -> Iterator[Finding]:
    rows = coverage(workspace, CoverageRequest()).data.filter(pl.col("via") == "sync")
    for row in rows.iter_rows(named=True):
        problems = {name: row[name] for name in ("missing", "failed", "quarantined", "not_published") if row[name]}
        place = f"{row['dataset']} {row['exchange']} {row['source']}"
        span = f"{row['first']} – {row['last']}"
        if problems:
            shown = ", ".join(f"{name} {count}" for name, count in problems.items())
            yield Finding(
                f"coverage {place}", "warning", f"{span}：{shown}；{row['reason_zh']}", f"{span}: {shown}. {row['reason_en']}"
            )
        else:
            yield Finding(f"coverage {place}", "ok", f"{span} 完整", f"{span}, complete")


def _endpoints(workspace: Workspace, transport: Transport, now: datetime) -> Iterator[Finding]:
    from liangrong.sources.registry import fetchers

    session = workspace.calendar.previous(now.astimezone(SHANGHAI).date())
    for fetcher in fetchers():
        outcome = fetch(fetcher, Query(session, session), transport, lambda _: None)
        yield _endpoint(f"endpoint {fetcher.source} {fetcher.dataset}", outcome, f"{session}")


def _endpoint(check: str, outcome: Outcome[Batch], session: str) -> Finding:
    match outcome:
        case Ok(batch):
            rows = sum(frame.height for frame in batch.tables.values())
            return Finding(check, "ok", f"{session}：{rows} 行", f"{session}: {rows} rows")
        case NotPublished(_) | NonTradingDay(_):
            return Finding(check, "ok", f"{session} 尚未公布", f"{session} is not published yet")
        case Failed(_, reason, reason_zh):
            return Finding(check, "error", reason_zh or reason, reason)
