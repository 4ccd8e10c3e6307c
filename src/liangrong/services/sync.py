"""Fetch what is missing from the publishers: resumable, polite, one commit per table and block of sessions.

Sources are asked side by side, each by its own worker, one request at a time; only the calling thread writes. Datasets go
in stages, so that a detail is always checked beside the totals of its days.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final, TypeAlias

import polars as pl

from liangrong.analytics.series import SIMULATED_NOTE
from liangrong.core.clocks import SHANGHAI
from liangrong.core.errors import UsageError
from liangrong.core.outcomes import Failed, FailureKind, NonTradingDay, NotPublished, Ok, Outcome
from liangrong.core.results import Note, Result
from liangrong.market.discrepancies import Discrepancy
from liangrong.market.priority import SIMULATED
from liangrong.services.alerts.after import check_after
from liangrong.services.calendars import refresh_calendar
from liangrong.services.ingest import Ingested, Progress, ProgressListener, ingest, keeper, silent
from liangrong.services.plan import Job, jobs, missing, window
from liangrong.services.workspace import Workspace
from liangrong.sources.fetch import fetch
from liangrong.sources.fetcher import Batch, Fetcher, Query, RawPayload, Transport
from liangrong.store.coverage import Entry, State

__all__ = ["SyncReport", "SyncRequest", "sync"]

_STAGES: Final = ("quotes", "account_statistics", "market_totals")
"""Datasets that others are checked against, in this order; the rest follows together."""

_NOT_BY_SESSION: Final = frozenset({"trading_days"})
"""Datasets without a state per session: see ``services.calendars``."""

_GIVE_UP_AFTER: Final = 3
"""A connector without an answer for so many sessions in a row is left alone until the next sync."""

_STATES: Final = ("covered", "not_published", "non_trading", "failed", "quarantined")


@dataclass(frozen=True, slots=True)
class SyncRequest:
    """What to fetch.

    Parameters
    ----------
    exchanges, datasets
        Only these; all by default.
    start, end
        First and last day; by default the last month (or since the last covered session) up to yesterday.
    optional
        Also the connectors that are off by default.
    calendar
        First continue the trading calendar by the months that SZSE has published.
    simulated
        The transport leads to a simulated exchange: mark every row as synthetic.
    """

    exchanges: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    optional: bool = False
    calendar: bool = False
    simulated: bool = False


@dataclass(frozen=True)
class SyncReport:
    """The end table: per dataset, exchange and source how many sessions of the window are in which state.

    Parameters
    ----------
    data
        Columns ``dataset, exchange, source, start, end, covered, not_published, non_trading, failed, quarantined,
        not_asked, added, revised, reason_zh, reason_en``; the reason is that of the latest session without data.
    """

    data: pl.DataFrame
    warnings: tuple[Note, ...] = ()

    @property
    def result(self) -> Result:
        """The end table as a result."""
        return Result(self.data, source=tuple(self.data["source"].unique().sort()), warnings=self.warnings)

    @property
    def exit_code(self) -> int:
        """0 when every session is covered or not published yet; 5 when some failed, were quarantined or not asked."""
        unfinished = self.data.select(pl.sum("failed", "quarantined", "not_asked")).row(0)
        return 5 if any(unfinished) else 0


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one question brought: its outcome per query, and the fingerprints of the bytes."""

    query: Query
    outcome: Outcome[Batch]
    sha256: tuple[str, ...]
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class _Tick:
    """An answer has come."""

    sessions: int
    what: str


_Queue: TypeAlias = "queue.Queue[tuple[Job, list[_Answer]] | _Tick | BaseException | None]"
"""From the workers: a job with its answers, an answer that has come, a failure of ours, or the end of one worker."""


@dataclass
class _Tally:
    """Rows appended per source, for the end table."""

    added: int = 0
    revised: int = 0


@dataclass
class _Run:
    workspace: Workspace
    request: SyncRequest
    transport: Transport
    now: Callable[[], datetime]
    progress: ProgressListener
    total: int = 0
    done: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    tallies: dict[Fetcher, _Tally] = field(default_factory=dict)


def sync(
    workspace: Workspace,
    request: SyncRequest,
    transport: Transport,
    *,
    fetchers: Sequence[Fetcher] | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    progress: ProgressListener = silent,
) -> SyncReport:
    """Fetch, check and append what the store lacks.

    What is committed survives anything; a sync that was killed continues where it stopped. Then the alerts of the store are
    checked; what fired is among the warnings of the report.

    Parameters
    ----------
    transport
        Sends the requests and keeps the distance between them.
    fetchers
        The connectors to use; those of the registry by default.
    now
        The clock, in UTC.
    progress
        Told after each answer, in the calling thread.

    Raises
    ------
    UsageError
        The window ends before it starts, or no connector serves the exchanges and datasets asked for.
    BeyondCalendar
        The window leaves the calendar.
    MixedOrigins
        The store holds data of the other origin.
    StorageFailed
        The disk refused, or another process writes.
    """
    workspace.store.require_origin("simulated" if request.simulated else "real")
    chosen = _chosen(request, fetchers)
    notes = [SIMULATED_NOTE] if request.simulated else []
    if request.calendar:
        refreshed = refresh_calendar(workspace, transport, now=now(), simulated=request.simulated)
        workspace = refreshed.workspace
        notes.append(refreshed.note)
    end = _last_published(workspace, request, now())
    if request.start is not None and request.start > end:
        raise UsageError(
            reason=f"The window from {request.start} to {end} is empty: data of a session appear after it.",
            reason_zh=f"区间 {request.start} 至 {end} 为空：交易日的数据在其后才公布。",
        )
    run = _Run(workspace, request, transport, now, progress, tallies={f: _Tally() for f in chosen})
    with workspace.store.writing("sync"):
        windows = {
            f: window(f, request.start, end, workspace.store.coverage.state(f.dataset), workspace.calendar) for f in chosen
        }
        todo = {f: missing(f, windows[f], workspace.store.coverage.state(f.dataset), workspace.calendar) for f in chosen}
        run.total = sum(map(len, todo.values()))
        for stage in _stages(chosen):
            _run_stage(run, [job for f in stage for job in jobs(f, todo[f], workspace.calendar)])
        workspace.store.compact()
    progress(Progress("sync", run.total, run.total))
    return SyncReport(_end_table(run, windows), (*notes, *check_after(workspace)))


def _chosen(request: SyncRequest, fetchers: Sequence[Fetcher] | None) -> tuple[Fetcher, ...]:
    if fetchers is None:
        from liangrong.sources.registry import fetchers as registered

        fetchers = registered(optional=request.optional)
    found = tuple(
        f
        for f in fetchers
        if f.dataset not in _NOT_BY_SESSION
        and (not request.exchanges or f.exchange in request.exchanges)
        and (not request.datasets or f.dataset in request.datasets)
    )
    if not found:
        known = ", ".join(sorted({f"{f.dataset}/{f.exchange or '-'}" for f in fetchers}))
        raise UsageError(
            reason=f"No connector serves {', '.join((*request.exchanges, *request.datasets))}. There are: {known}.",
            reason_zh=f"没有数据源提供 {'、'.join((*request.exchanges, *request.datasets))}。现有：{known}。",
        )
    return found


def _last_published(workspace: Workspace, request: SyncRequest, now: datetime) -> date:
    """The last session that can have been published: the one before today."""
    yesterday = workspace.calendar.previous(now.astimezone(SHANGHAI).date())
    return min(request.end, yesterday) if request.end else yesterday


def _stages(chosen: Sequence[Fetcher]) -> Iterator[list[Fetcher]]:
    for dataset in _STAGES:
        yield [f for f in chosen if f.dataset == dataset]
    yield [f for f in chosen if f.dataset not in _STAGES]


def _run_stage(run: _Run, todo: Sequence[Job]) -> None:
    """Let one worker per source fetch its jobs in order, and commit each as it comes."""
    by_source: dict[str, list[Job]] = {}
    for job in todo:
        by_source.setdefault(job.fetcher.source, []).append(job)
    fetched: _Queue = queue.Queue(maxsize=len(by_source) + 1)
    workers = [threading.Thread(target=_work, args=(run, mine, fetched), daemon=True) for mine in by_source.values()]
    for worker in workers:
        worker.start()
    try:
        active = len(workers)
        while active:
            item = fetched.get()
            if item is None:
                active -= 1
            elif isinstance(item, BaseException):
                raise item
            elif isinstance(item, _Tick):
                run.done += item.sessions
                run.progress(Progress("sync", run.done, run.total, item.what))
            else:
                _commit(run, *item)
    finally:
        run.stop.set()
        while any(worker.is_alive() for worker in workers):  # a worker may wait for room in the queue
            _drain(fetched)
        run.stop.clear()


def _drain(fetched: _Queue) -> None:
    try:
        fetched.get(timeout=0.05)
    except queue.Empty:
        return


def _work(run: _Run, todo: Sequence[Job], fetched: _Queue) -> None:
    silent_for = dict.fromkeys((job.fetcher for job in todo), 0)
    try:
        for job in todo:
            answers: list[_Answer] = []
            for query in _queries(job):
                if run.stop.is_set():
                    return
                if silent_for[job.fetcher] >= _GIVE_UP_AFTER:
                    break
                answers.append(_ask(run, job.fetcher, query))
                asked = sum(query.start <= day <= query.end for day in job.sessions)
                fetched.put(_Tick(asked, f"{job.fetcher.exchange} {job.fetcher.dataset} {query.end}".strip()))
                silent_for[job.fetcher] = silent_for[job.fetcher] + 1 if _is_silence(answers[-1].outcome) else 0
            if answers:
                fetched.put((job, answers))
    except BaseException as error:  # noqa: BLE001 - handed to the calling thread, which raises it
        fetched.put(error)
    finally:
        fetched.put(None)


def _queries(job: Job) -> Iterator[Query]:
    if job.fetcher.span == "range":
        yield Query(job.sessions[0], job.sessions[-1])
    else:
        yield from (Query(day, day) for day in reversed(job.sessions))


def _is_silence(outcome: Outcome[Batch]) -> bool:
    return isinstance(outcome, Failed) and outcome.kind in (FailureKind.TRANSPORT, FailureKind.BLOCKED)


def _ask(run: _Run, fetcher: Fetcher, query: Query) -> _Answer:
    kept: list[RawPayload] = []
    outcome = fetch(fetcher, query, run.transport, keeper(run.workspace, kept))
    fetched_at = max((payload.fetched_at for payload in kept), default=run.now())
    return _Answer(query, outcome, tuple(payload.sha256 for payload in kept), fetched_at)


def _commit(run: _Run, job: Job, answers: Sequence[_Answer]) -> None:
    """Append the rows of a job's answers, then say what came of each session."""
    good = [answer for answer in answers if isinstance(answer.outcome, Ok)]
    batches = [answer.outcome.value for answer in good if isinstance(answer.outcome, Ok)]
    done: tuple[Ingested, ...] = ()
    if batches:
        done = ingest(
            run.workspace, _joined(batches), tuple(d for batch in batches for d in batch.discrepancies),
            observed_at=max(answer.fetched_at for answer in good), live=True, simulated=run.request.simulated,
        )  # fmt: skip
    source = f"{SIMULATED}{job.fetcher.source}" if run.request.simulated else job.fetcher.source
    entries = [entry for answer in answers for entry in _entries(job, answer, done, source)]
    run.workspace.store.coverage.record(entries)
    for answer, entry in ((a, e) for a in answers for e in entries if e.trade_date == a.query.start):
        _quarantine(run, answer, entry)
    for item in done:
        run.tallies[job.fetcher].added += item.appended.added
        run.tallies[job.fetcher].revised += item.appended.revised


def _joined(batches: Sequence[Batch]) -> dict[str, pl.DataFrame]:
    names = dict.fromkeys(name for batch in batches for name in batch.tables)
    return {name: pl.concat([batch.tables[name] for batch in batches if name in batch.tables]) for name in names}


def _quarantine(run: _Run, answer: _Answer, entry: Entry) -> None:
    if entry.state == "quarantined":
        place = f"{entry.dataset}/{entry.exchange}/{entry.trade_date}"
        for fingerprint in answer.sha256:
            run.workspace.store.archive.quarantine(fingerprint, place=place, reason_zh=entry.reason_zh, reason_en=entry.reason_en)


def _entries(job: Job, answer: _Answer, done: Sequence[Ingested], source: str) -> Iterator[Entry]:
    asked = [day for day in job.sessions if answer.query.start <= day <= answer.query.end]
    accepted: dict[date, int] = {}
    refused: dict[date, Discrepancy] = {}
    for item in done:
        if item.dataset == job.fetcher.dataset:
            accepted = dict(item.days.group_by("trade_date").agg(pl.sum("rows")).iter_rows())
            refused = {d.trade_date: d for d in item.discrepancies if d.severity == "quarantined" and d.trade_date is not None}
    for day in asked:
        state, reason_zh, reason_en = _verdict(answer.outcome, day, accepted, refused)
        yield Entry(
            job.fetcher.dataset, job.fetcher.exchange, day, source, state,
            rows=accepted.get(day, 0) if state == "covered" else 0,
            sha256=answer.sha256 if job.fetcher.span == "day" else (), reason_zh=reason_zh, reason_en=reason_en,
        )  # fmt: skip


def _verdict(
    outcome: Outcome[Batch], day: date, accepted: dict[date, int], refused: dict[date, Discrepancy]
) -> tuple[State, str, str]:
    match outcome:
        case Ok(_) if day in accepted:
            return "covered", "", ""
        case Ok(_) if day in refused:
            return "quarantined", refused[day].sentence("zh"), refused[day].sentence("en")
        case Ok(_):
            return "not_published", "应答中没有这一天", "the answer has no such day"
        case NotPublished(_):
            return "not_published", "尚未公布", "not published yet"
        case NonTradingDay(_):
            return "non_trading", "来源称不是交易日", "the source says that there was no session"
        case Failed(kind, reason, reason_zh):
            state: State = "failed" if kind in (FailureKind.TRANSPORT, FailureKind.BLOCKED) else "quarantined"
            return state, reason_zh or reason, reason


def _end_table(run: _Run, windows: dict[Fetcher, tuple[date, ...]]) -> pl.DataFrame:
    rows = []
    for fetcher, sessions in windows.items():
        state = run.workspace.store.coverage.state(fetcher.dataset, fetcher.exchange).filter(
            pl.col("source").str.strip_prefix(SIMULATED) == fetcher.source,
            pl.col("via") == "sync",
            pl.col("trade_date").is_in(sessions),
        )
        counts = dict(state["state"].value_counts().iter_rows())
        open_ones = state.filter(~pl.col("state").is_in(["covered", "non_trading"])).sort("trade_date")
        tally = run.tallies[fetcher]
        rows.append(
            {
                "dataset": fetcher.dataset,
                "exchange": fetcher.exchange,
                "source": f"{SIMULATED}{fetcher.source}" if run.request.simulated else fetcher.source,
                "start": sessions[0] if sessions else None,
                "end": sessions[-1] if sessions else None,
                **{name: counts.get(name, 0) for name in _STATES},
                "not_asked": len(sessions) - state.height,
                "added": tally.added,
                "revised": tally.revised,
                "reason_zh": open_ones["reason_zh"][-1] if open_ones.height else "",
                "reason_en": open_ones["reason_en"][-1] if open_ones.height else "",
            }
        )
    counters = [*_STATES, "not_asked", "added", "revised"]
    schema = {
        **dict.fromkeys(("dataset", "exchange", "source"), pl.String()), "start": pl.Date(), "end": pl.Date(),
        **dict.fromkeys(counters, pl.Int64()), "reason_zh": pl.String(), "reason_en": pl.String(),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)
