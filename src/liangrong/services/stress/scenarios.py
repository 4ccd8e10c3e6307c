"""Scenarios as they are asked for, with what a store knows of the past: the catalogue, and what a scenario does to a market."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from liangrong.book.marks import MarkTable
from liangrong.core.clocks import AsOf
from liangrong.core.errors import NoData, UsageError
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.research.tables.assumptions import assumptions_told
from liangrong.services.books.files import opened_book
from liangrong.services.text_files import text_of
from liangrong.services.workspace import Workspace
from liangrong.stress.scenarios.catalogue import SCENARIOS
from liangrong.stress.scenarios.factors import DrawnMoves, FactorModel, fitted, returns_of
from liangrong.stress.scenarios.listed import parse_listed
from liangrong.stress.scenarios.moves import BetaMove
from liangrong.stress.scenarios.observed import ObservedMoves, index_move, moves_between
from liangrong.stress.scenarios.scenario import Scenario, Step
from liangrong.stress.scenarios.spelling import (
    BetaAsked,
    DayAsked,
    DrawsAsked,
    FileAsked,
    Limits,
    Part,
    WindowAsked,
    parse_scenario,
)

__all__ = ["ScenarioRequest", "Sources", "asked_for", "described", "list_scenarios", "scenarios_of"]

_INDICES: Final = ("000985.SH", "000300.SH", "000001.SH", "399001.SZ")
"""Whose move stands for the market's, the widest first."""

_NO_STORY: Final = Note("无变动", "nothing moves")


@dataclass(frozen=True, eq=False, kw_only=True)
class Sources:
    """Where scenarios take the past from.

    Parameters
    ----------
    workspace
        ``None``: only scenarios that need no past.
    window
        Sessions up to the book's day whose returns make betas and the model of draws.
    own_files
        Whether a scenario may name a file of this machine: not where a stranger does.
    """

    workspace: Workspace | None = None
    window: int = 250
    own_files: bool = True
    _models: dict[date, tuple[FactorModel, Note]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.window < 1:
            raise UsageError(
                reason=f"`window` is {self.window} sessions; it is 1 at least.",
                reason_zh=f"`window` 为 {self.window} 个交易日，应不小于 1。",
            )

    def snapshot(self, day: date, what: str) -> MarketSnapshot:
        """The store on a day.

        Raises
        ------
        UsageError
            There is no store.
        BeyondCalendar
            The day is outside the calendar.
        """
        if self.workspace is None:
            raise UsageError(
                reason=f"'{what}' takes the past from a store; name one.", reason_zh=f"“{what}”需要历史数据；请指定数据目录。"
            )
        return self.workspace.snapshot(AsOf(self.workspace.calendar.on_or_before(day)))

    def model(self, market: MarkTable, what: str) -> tuple[FactorModel, Note]:
        """Betas and factors of a market's securities, and what they rest on; estimated once.

        Raises
        ------
        UsageError, NoData
            There is no store, or too few returns in it.
        """
        if market.on not in self._models:
            snapshot = self.snapshot(market.on, what)
            end = snapshot.as_of.as_of
            start = snapshot.calendar.back(end, self.window - 1)
            returns = returns_of(snapshot.table("quotes", start=start), market.securities)
            model = fitted(
                returns,
                market.securities,
                market.industry,
                weights=market.turnover if np.isfinite(market.turnover).any() else None,
            )
            basis = Note(
                f"{start} 至 {end} 共 {model.market.size} 个交易日的日收益率，市场为按成交额加权的均值",
                f"daily returns of {model.market.size} sessions from {start} to {end}, the market being their mean weighted by turnover",
            )
            self._models[market.on] = model, basis
        return self._models[market.on]


def scenarios_of(texts: Iterable[str], market: MarkTable, sources: Sources) -> tuple[Scenario, ...]:
    """Build scenarios for a market; one that asks for draws becomes as many.

    Raises
    ------
    UsageError, UnknownName, InvalidSecurity
        One cannot be read, or needs a store that is not there.
    NoData
        The store does not know the days that are asked for.
    BadInput
        A file cannot be read.
    """
    return tuple(scenario for text in texts for scenario in _built(text, market, sources))


def asked_for(texts: Iterable[str]) -> int:
    """How many scenarios are asked for, before any is built.

    Raises
    ------
    UsageError, UnknownName, InvalidSecurity
        One cannot be read.

    Examples
    --------
    >>> asked_for(["market:-0.1", "draws:1000"])
    1001
    """
    parts = [parse_scenario(text).parts for text in texts]
    return sum(next((part.count for part in each if isinstance(part, DrawsAsked)), 1) for each in parts)


def list_scenarios() -> Result:
    """The catalogue: ``name, scenario, story_zh, story_en``."""
    rows = [{"name": name, "scenario": found.spelling, "story_zh": found.story.zh, "story_en": found.story.en}
            for name, found in SCENARIOS.items()]  # fmt: skip
    return Result(pl.DataFrame(rows), source=("catalogue",))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioRequest:
    """A scenario, and the book whose market it is put to."""

    book: str
    scenario: str
    own_files: bool = True


def described(workspace: Workspace | None, request: ScenarioRequest) -> Result:
    """What a scenario does to the securities of a book, before any account is looked at.

    Returns
    -------
    Result
        For all securities and for each industry: ``scope, securities, mean_move, least_move, greatest_move, suspended``; for draws, of
        the first of them.

    Raises
    ------
    UsageError, UnknownName, InvalidSecurity, NoData, BadInput
        As ``scenarios_of`` and ``opened_book``.
    """
    opened = opened_book(workspace, request.book, own_files=request.own_files)
    market = opened.marks
    scenario = scenarios_of([request.scenario], market, Sources(workspace=workspace, own_files=request.own_files))[0]
    after = scenario.change(market)
    move = after.price / market.price - 1
    rows = [_moves("market", move, after.suspended)]
    for number, name in enumerate(market.industries):
        members = market.industry == number
        if members.any():
            rows.append(_moves(f"industry:{name}", move[members], after.suspended[members]))
    return Result(
        pl.DataFrame(rows), as_of=market.on, source=opened.source,
        warnings=tuple(dict.fromkeys((*opened.notes, *scenario.notes(market), assumptions_told(scenario.assumptions)))),
    )  # fmt: skip


def _moves(scope: str, move: np.ndarray, suspended: np.ndarray) -> dict[str, object]:
    least, mean, greatest = (float(move.min()), float(move.mean()), float(move.max())) if move.size else (None, None, None)
    return {
        "scope": scope, "securities": len(move), "mean_move": mean, "least_move": least, "greatest_move": greatest,
        "suspended": int(suspended.sum()),
    }  # fmt: skip


def _built(text: str, market: MarkTable, sources: Sources) -> Iterable[Scenario]:
    spelled = parse_scenario(text)
    draws = next((part for part in spelled.parts if isinstance(part, DrawsAsked)), None)
    limited = any(isinstance(part, Limits) for part in spelled.parts)
    kept = [part for part in spelled.parts if not isinstance(part, Limits)]
    steps = {place: _step(part, market, sources) for place, part in enumerate(kept) if not isinstance(part, DrawsAsked)}
    for number in range(1 if draws is None else draws.count):
        made: list[Step] = []
        for place, part in enumerate(kept):
            made.append(_draw(part, number, market, sources) if isinstance(part, DrawsAsked) else steps[place])
        name = spelled.name if draws is None else f"{spelled.name}#{number}"
        yield Scenario(name=name, story=spelled.story or _story(made), steps=tuple(made), limited=limited)


def _story(steps: Iterable[Step]) -> Note:
    told = [step.story for step in steps]
    return Note("；".join(note.zh for note in told), "; ".join(note.en for note in told)) if told else _NO_STORY


def _draw(asked: DrawsAsked, number: int, market: MarkTable, sources: Sources) -> DrawnMoves:
    model, basis = sources.model(market, "draws")
    return DrawnMoves(number=number, seed=asked.seed, sessions=asked.sessions, basis=basis, model=model)


def _step(part: Part, market: MarkTable, sources: Sources) -> Step:
    match part:
        case BetaAsked(move):
            model, basis = sources.model(market, "beta")
            known = zip(market.securities, model.betas, model.estimated, strict=True)
            return BetaMove(move=move, betas={security: float(beta) for security, beta, own in known if own}, basis=basis)
        case DayAsked(day):
            return _day(day, market, sources)
        case WindowAsked(name, crisis):
            return _observed(f"crisis:{name}", crisis.story, crisis.start, crisis.end, market, sources)
        case FileAsked(path):
            if not sources.own_files:
                raise UsageError(reason="A scenario may not name a file here.", reason_zh="此处的情景不能引用文件。")
            return replace(parse_listed(text_of(Path(path)), path), spelling=f"file:{path}")
        case DrawsAsked() | Limits():
            raise AssertionError("draws and limits are no single steps")
        case _:
            return part


def _day(day: date, market: MarkTable, sources: Sources) -> Step:
    spelling = f"day:{day}"
    calendar = sources.snapshot(day, spelling).calendar
    if calendar.on_or_before(day) != day:
        raise UsageError(reason=f"{day} is not a session; the last one before it is {calendar.on_or_before(day)}.",
                         reason_zh=f"{day} 不是交易日；之前最近的交易日是 {calendar.on_or_before(day)}。")  # fmt: skip
    story = Note(f"重演 {day} 的涨跌", f"what happened on {day}")
    return _observed(spelling, story, calendar.previous(day), day, market, sources)


def _observed(spelling: str, story: Note, start: date, end: date, market: MarkTable, sources: Sources) -> ObservedMoves:
    snapshot = sources.snapshot(end, spelling)
    moves = moves_between(snapshot.table("quotes", start=start, end=end), start, end)
    known = {security: moves[security] for security in market.securities if security in moves}
    levels = snapshot.table("index_quotes", start=start, end=end)
    for index in _INDICES:
        found = index_move(levels, index, start, end)
        if found is not None:
            return ObservedMoves(
                spelling=spelling, story=story, start=start, end=end, by_security=known, market_move=found, market_source=index
            )
    if not moves:
        raise NoData(what="quotes of stocks or of an index", what_zh="股票或指数行情", where=f"{start} to {end}", where_zh=f" {start} 至 {end} ",
                     nearest="none", nearest_zh="无")  # fmt: skip
    return ObservedMoves(spelling=spelling, story=story, start=start, end=end, by_security=known,
                         market_move=float(np.mean(list(moves.values()))), market_source="mean of quoted securities")  # fmt: skip
