"""The cascade over a book: session by session, with bands, what each assumption does, and what is sold of each security."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import numpy as np
import polars as pl

from liangrong.accounts.terms import agreed_terms
from liangrong.book.scales import LI_PER_YUAN, yuan_of_li
from liangrong.core.errors import UsageError
from liangrong.core.results import Note, Result
from liangrong.market.schemas import MONEY
from liangrong.research.tables.assumptions import assumption_title, assumptions_told, typed_title
from liangrong.services.books.files import opened_book
from liangrong.services.engines.engine import Engine
from liangrong.services.engines.local import HERE
from liangrong.services.rules import opened_book as opened_rules
from liangrong.services.stress.asking import MOST_CASCADED, check_served, check_top
from liangrong.services.stress.scenarios import Sources, asked_for, scenarios_of
from liangrong.services.workspace import Workspace
from liangrong.stress.cascade.levers import Levers
from liangrong.stress.cascade.parameters import Parameters, assumptions_of, checked
from liangrong.stress.cascade.sensitivity import RANGES, Ranges, bands, checked_ranges, drawn, influences

if TYPE_CHECKING:
    from liangrong.book.marks import MarkTable
    from liangrong.stress.cascade.path import CascadePath

__all__ = ["BANDED", "MOST_DRAWS", "CascadeBy", "CascadeRequest", "cascade"]

CascadeBy: TypeAlias = Literal["session", "security", "session_security", "influence", "assumption"]

MOST_DRAWS: Final = 500

BANDED: Final = ("index", "debt", "average_maintenance_ratio", "called", "open_calls", "sold")
"""Measures of a session that get bands when draws are asked for: ``…_low, …_median, …_high``."""

_MONEY: Final = frozenset({
    "market_value", "debt", "debt_called", "ordered", "sold", "unfilled", "repaid", "kept", "own_cash_repaid", "paid_in", "uncollected",
})  # fmt: skip
_FLOATS: Final = frozenset({"index", "average_maintenance_ratio"})
_SECURITY: Final = {
    "security": pl.String, "industry": pl.String, "price_before": MONEY, "price_start": MONEY, "price_end": MONEY, "move": pl.Float64,
    "move_in_cascade": pl.Float64, "sold_quantity": pl.Int64, "sold": MONEY, "sold_to_turnover": pl.Float64, "sessions_at_limit": pl.Int64,
}  # fmt: skip
_SESSION_SECURITY: Final = {
    "session": pl.Int64, **{name: kind for name, kind in _SECURITY.items() if name not in ("price_before", "price_start")},
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CascadeRequest:
    """A book, the blow, and everything that is assumed about what follows.

    Parameters
    ----------
    book
        Name in the store, or a folder.
    scenario
        The blow, as ``stress.scenarios.spelling`` reads it: ``market:-0.2``.
    by
        ``session``: the path, with bands where ``draws`` are asked for. ``security``: what is sold of each and where its price goes.
        ``session_security``: of each session, those that the cascade has moved furthest down by its close. ``influence``: which assumption moves the result most. ``assumption``: all of them with unit, meaning and source.
    sessions
        So many at most; a cascade that has come to rest ends earlier.
    seed
        Of who cures, which securities are suspended, and the draws.
    top
        So many securities, those sold most (of a session: fallen most) first; 0: all.
    draws
        Latin-hypercube draws over ``ranges``.
    ranges
        Assumptions that are drawn and moved, and between which bounds.
    pack
        A broker's rules over the law.
    window
        Sessions of returns for betas of the scenario.
    """

    book: str
    scenario: str
    by: CascadeBy = "session"
    parameters: Parameters = field(default_factory=Parameters)
    levers: Levers = field(default_factory=Levers)
    sessions: int = 20
    seed: int = 1
    draws: int = 0
    ranges: Ranges = field(default_factory=lambda: RANGES)
    top: int = 20
    pack: str = ""
    window: int = 250
    own_files: bool = True


def cascade(
    workspace: Workspace | None,
    request: CascadeRequest,
    *,
    ask: Engine = HERE,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Let a blow work through a book.

    Parameters
    ----------
    ask
        The engine.
    progress
        Called with cascades done and cascades to do.

    Returns
    -------
    Result
        Rows of ``request.by``; money in 元, ``index`` as a share of the value before the blow. The warnings name every assumption.

    Raises
    ------
    UsageError, UnknownName, InvalidSecurity, NoData, BadInput, LooseningOverlay
        As ``opened_book``, ``scenarios_of`` and the rules; a scenario that is drawn many times; an assumption that cannot be.
    """
    from liangrong.stress.cascade.rounds import cascade as run

    _check(request)
    opened = opened_book(workspace, request.book, own_files=request.own_files)
    before = opened.marks
    sources = Sources(workspace=workspace, window=request.window, own_files=request.own_files)
    check_served(opened, _cascades(request), MOST_CASCADED, own_files=request.own_files)
    if (count := asked_for((request.scenario,))) != 1:
        raise UsageError(reason=f"'{request.scenario}' makes {count} scenarios; a cascade starts from one.",
                         reason_zh=f"“{request.scenario}”产生 {count} 个情景；级联只能从一个情景出发。")  # fmt: skip
    (scenario,) = scenarios_of((request.scenario,), before, sources)
    start = scenario.change(before)
    terms = agreed_terms(opened_rules(request.pack or None, own_files=request.own_files).at(opened.book.on))

    def through(parameters: Parameters) -> CascadePath:
        return run(
            opened.book, before, start, terms, parameters=parameters, levers=request.levers, sessions=request.sessions,
            seed=request.seed, carry=ask.carrier(opened),
        )  # fmt: skip

    told = _Told(request, before, start, through, progress)
    rows, schema = getattr(told, request.by)()
    named = {one.name: f"{one.value:g}" if isinstance(one.value, float) else f"{one.value}" for one in told.assumptions}
    return Result(
        pl.DataFrame(rows, schema=schema),
        as_of=opened.book.on,
        source=(*opened.source, "rulebook"),
        warnings=tuple(dict.fromkeys((
            *opened.notes, *scenario.notes(before), assumptions_told({"scenario": scenario.name, **scenario.assumptions}),
            assumptions_told({**named, "sessions": f"{request.sessions}", "seed": f"{request.seed}"}), *told.notes(), _NOT_MODELLED,
        ))),
    )  # fmt: skip


_NOT_MODELLED: Final = Note(
    "未计入：期间利息、交易费用与整手、融券买券还券、盘中平仓；以收盘价成交",
    "not modelled: interest of these sessions, costs and lots, purchases that return what was sold short, sales within the session of the "
    "breach; orders fill at the close",
)


def _check(request: CascadeRequest) -> None:
    checked(request.parameters)
    checked(request.levers)
    checked_ranges(request.parameters, request.ranges)
    check_top(request.top)
    if request.seed < 0:
        raise UsageError(
            reason=f"`seed` is {request.seed}; it is 0 at least.", reason_zh=f"`seed` 为 {request.seed}，应不小于 0。"
        )
    if not 0 <= request.draws <= MOST_DRAWS:
        raise UsageError(reason=f"{request.draws} draws do not lie between 0 and {MOST_DRAWS}.",
                         reason_zh=f"抽样次数 {request.draws} 不在 0 与 {MOST_DRAWS} 之间。")  # fmt: skip


def _cascades(request: CascadeRequest) -> int:
    """How many cascades the answer takes at most."""
    return (2 * len(request.ranges) if request.by == "influence" else 1) + request.draws


class _Told:
    """A cascade, and as many more as the question needs, as rows."""

    def __init__(
        self, request: CascadeRequest, before: MarkTable, start: MarkTable, run: Callable[[Parameters], CascadePath],
        progress: Callable[[int, int], None] | None,
    ) -> None:  # fmt: skip
        self._request, self._before, self._start, self._run = request, before, start, run
        self._progress, self._done = progress, 0
        self._path: CascadePath | None = None
        self.assumptions = assumptions_of(request.parameters, request.levers)

    def notes(self) -> Iterator[Note]:
        """What must be said of the path."""
        if self._path is not None and not self._path.settled:
            yield Note(
                f"第 {self._request.sessions} 个交易日结束时仍未平息", f"not at rest yet after {self._request.sessions} sessions"
            )
        if self._request.draws and self._request.by in ("session", "influence"):
            between = {name: f"{low:g}..{high:g}" for name, (low, high) in self._request.ranges.items()}
            zh = "；".join(f"{assumption_title(name).zh} {name} {span}" for name, span in between.items())
            en = "; ".join(f"{name} {span}" for name, span in between.items())
            yield Note(f"区间为 {self._request.draws} 次拉丁超立方抽样的 5%-95%：{zh}",
                       f"bands are 5-95 % of {self._request.draws} Latin-hypercube draws: {en}")  # fmt: skip
        if self._request.by == "influence":
            freedom = self._request.draws - len(self._request.ranges) - 1
            noise = f"{2 / freedom**0.5:.2f}" if freedom > 0 else "1"
            yield Note(f"偏秩相关（PRCC）的绝对值低于 {noise} 不能与偶然区分",
                       f"…_rank is the partial rank correlation (PRCC); below {noise} in size it cannot be told from chance")  # fmt: skip

    def session(self) -> tuple[list[dict[str, Any]], Mapping[str, Any]]:
        """A row for each session of the path."""
        path = self._given()
        rows = [asdict(row) for row in path.rows]
        schema = {name: MONEY if name in _MONEY else pl.Float64 if name in _FLOATS else pl.Int64 for name in rows[0]}
        if self._request.draws:
            paths = self._drawn()[1]
            for measure in BANDED:
                for row, band in zip(rows, bands(paths, measure, len(rows) - 1), strict=True):
                    row |= {f"{measure}_{end}": value for end, value in asdict(band).items()}
                schema |= {f"{measure}_{end}": pl.Float64 for end in ("low", "median", "high")}
        return rows, schema

    def security(self) -> tuple[list[dict[str, Any]], Mapping[str, Any]]:
        """A row for each security, those sold most first."""
        path, before = self._given(), self._before
        amounts = (path.sold_shares * path.prices).sum(axis=0)
        order = np.argsort(-amounts, kind="stable")[: self._request.top or None]
        first, last = path.prices[0], path.prices[-1]
        rows = [
            {
                "security": path.securities[n], "industry": before.industries[before.industry[n]], "price_before": yuan_of_li(int(before.price[n])),
                "price_start": yuan_of_li(int(first[n])), "price_end": yuan_of_li(int(last[n])),
                "move": float(last[n] / before.price[n] - 1), "move_in_cascade": float(last[n] / first[n] - 1),
                "sold_quantity": int(path.sold_shares[:, n].sum()), "sold": yuan_of_li(int(amounts[n])),
                "sold_to_turnover": float(amounts[n] / LI_PER_YUAN / before.turnover[n]) if before.turnover[n] > 0 else None,
                "sessions_at_limit": int(path.at_limit[:, n].sum()),
            }
            for n in order
        ]  # fmt: skip
        return rows, _SECURITY

    def session_security(self) -> tuple[list[dict[str, Any]], Mapping[str, Any]]:
        """A row for each security and session, those that have fallen most since the blow first; those that nothing happened to are left out."""
        path, before = self._given(), self._before
        moved = path.prices / path.prices[0] - 1
        amounts = path.sold_shares * path.prices
        held_up = path.at_limit.cumsum(axis=0)
        rows = [
            {
                "session": session, "security": path.securities[n], "industry": before.industries[before.industry[n]],
                "price_end": yuan_of_li(int(path.prices[session, n])), "move": float(path.prices[session, n] / before.price[n] - 1),
                "move_in_cascade": float(moved[session, n]), "sold_quantity": int(path.sold_shares[session, n]),
                "sold": yuan_of_li(int(amounts[session, n])),
                "sold_to_turnover": float(amounts[session, n] / LI_PER_YUAN / before.turnover[n]) if before.turnover[n] > 0 else None,
                "sessions_at_limit": int(held_up[session, n]),
            }
            for session in range(len(path.rows))
            for n in np.lexsort((-amounts[session], moved[session]))[: self._request.top or None]
            if moved[session, n] < 0 or amounts[session, n] > 0
        ]  # fmt: skip
        return rows, _SESSION_SECURITY

    def influence(self) -> tuple[list[dict[str, Any]], Mapping[str, Any]]:
        """A row for each assumption that is moved, the most influential first."""
        draws, paths = self._drawn()
        found = influences(self._counted, self._request.parameters, self._request.ranges, draws, paths)
        titles = [typed_title(one.name) for one in found]
        rows = [
            {"name": one.name, "title_zh": title.zh, "title_en": title.en, **asdict(one)}
            for one, title in zip(found, titles, strict=True)
        ]
        return rows, {name: pl.String if name in ("name", "title_zh", "title_en") else pl.Float64 for name in rows[0]}

    def assumption(self) -> tuple[list[dict[str, Any]], Mapping[str, Any]]:
        """A row for each assumption."""
        rows = [
            {
                "assumption": one.name, "value": f"{one.value:g}" if isinstance(one.value, float) else f"{one.value}", "unit": one.unit,
                "meaning_zh": one.meaning.zh, "meaning_en": one.meaning.en, "source_zh": one.source.zh, "source_en": one.source.en,
            }
            for one in self.assumptions
        ]  # fmt: skip
        return rows, dict.fromkeys(rows[0], pl.String)

    def _given(self) -> CascadePath:
        """The path under the assumptions as they were given."""
        self._path = self._counted(self._request.parameters)
        return self._path

    def _drawn(self) -> tuple[tuple[Parameters, ...], list[CascadePath]]:
        draws = drawn(self._request.parameters, self._request.ranges, self._request.draws, self._request.seed)
        return draws, [self._counted(one) for one in draws]

    def _counted(self, parameters: Parameters) -> CascadePath:
        path = self._run(parameters)
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, _cascades(self._request))
        return path
