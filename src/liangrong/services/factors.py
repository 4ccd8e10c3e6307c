"""Ask a workspace what a factor is worth: one of the house, or one that a user brings in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Literal, TypeAlias

import polars as pl

from liangrong.analytics.panels.returns import quote_panel
from liangrong.analytics.studies.factors.builtin import FACTORS, builtin_factor
from liangrong.analytics.studies.factors.decay import HORIZONS, decay
from liangrong.analytics.studies.factors.deciles import Friction, quantile_returns
from liangrong.analytics.studies.factors.factor import Factor, trial
from liangrong.analytics.studies.factors.given import given_factor, read_rows
from liangrong.analytics.studies.factors.ic import ic_by_session, information_coefficient
from liangrong.analytics.studies.factors.lookahead import check_maker, check_values, rows_of
from liangrong.analytics.studies.factors.neutral import neutralised
from liangrong.analytics.studies.factors.regimes import LENDING_BAN, regimes
from liangrong.core.errors import BadInput, UsageError
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.workspace import Workspace
from liangrong.sources.encodings import decode

__all__ = ["FactorRequest", "FactorView", "factor"]

FactorView: TypeAlias = Literal["ic", "decay", "deciles", "regimes", "lookahead"]

_Rows: TypeAlias = tuple[pl.DataFrame, tuple[Note, ...]]
_MOST_HORIZON: int = 250


@dataclass(frozen=True, slots=True)
class FactorRequest:
    """A factor and what is asked of it.

    Parameters
    ----------
    name
        One of the house.
    file
        CSV or Parquet with ``date, security_id, value`` and perhaps ``known_at``; instead of ``name``.
    window
        Sessions that a factor of the house looks back.
    horizon
        Sessions held, from the open of the session after.
    quantiles
        Groups of ``deciles``.
    neutral
        ``industry``, ``cap`` or both.
    event
        The policy event at which ``regimes`` draws the line.
    friction
        What trading costs beyond duty and fee.
    start, end
        Sessions of the factor; returns may run on to ``as_of``.
    """

    name: str | None = None
    file: Path | None = None
    window: int = 5
    horizon: int = 5
    quantiles: int = 5
    neutral: Sequence[str] = ()
    view: FactorView = "ic"
    event: str = LENDING_BAN
    friction: Friction = field(default_factory=Friction)
    start: date | None = None
    end: date | None = None
    as_of: date | None = None
    known_at: datetime | None = None


def factor(workspace: Workspace, request: FactorRequest) -> Result:
    """One view of a factor.

    Raises
    ------
    UsageError
        Neither or both of a name and a file, or a number out of its range.
    UnknownName
        There is no such factor, event or neutralisation.
    BadInput
        The file cannot be read.
    NotKnown
        The store lacks what the factor or its returns need; the error says what.
    """
    if (request.name is None) == (request.file is None):
        raise UsageError(reason=f"Give either `name` ({', '.join(FACTORS)}) or `file`.",
                         reason_zh=f"请给出 `name`（{'、'.join(FACTORS)}）或 `file` 其中一个。")  # fmt: skip
    if not 1 <= request.horizon <= _MOST_HORIZON:
        raise UsageError(reason=f"The horizon is {request.horizon}; give 1 to {_MOST_HORIZON} sessions.",
                         reason_zh=f"持有期为 {request.horizon}，应为 1 至 {_MOST_HORIZON} 个交易日。")  # fmt: skip
    as_of, notes = workspace.as_of(request.as_of, request.known_at)
    snapshot = workspace.snapshot(as_of)
    rows = None if request.file is None else read_rows(_file(request.file), place=request.file.name)
    made = _made(snapshot, request, rows)
    data, said = _view(snapshot, request, made, rows)
    sources = sorted({*made.sources, *quote_panel(snapshot, start=made.sessions[0]).sources})
    return Result(data.fill_nan(None), as_of=as_of.as_of, known_at=as_of.known_at, source=tuple(sources)).warn(
        *notes, *said, *_published(request, data, simulated=workspace.is_simulated)
    )


def _made(snapshot: MarketSnapshot, request: FactorRequest, rows: pl.DataFrame | None) -> Factor:
    if rows is None:
        assert request.name is not None, "one of name and file was checked"
        made = builtin_factor(snapshot, request.name, window=request.window, start=request.start, end=request.end)
    else:
        assert request.file is not None, "rows are those of the file"
        known = rows.filter(pl.col("date") <= snapshot.as_of.as_of)
        made = given_factor(known, snapshot.calendar, name=request.file.name).between(request.start, request.end)
        if not made.sessions:
            raise UsageError(reason="The window holds no row of the file.", reason_zh="所给区间内没有文件中的数据。")
    return neutralised(snapshot, made, request.neutral)


def _view(snapshot: MarketSnapshot, request: FactorRequest, made: Factor, rows: pl.DataFrame | None) -> _Rows:
    if request.view == "lookahead":
        return _looked(snapshot, request, made, rows)
    if request.view == "decay":
        return decay(snapshot, made, horizons=(*HORIZONS, request.horizon))
    tried = trial(snapshot, made, horizon=request.horizon)
    if request.view == "deciles":
        return quantile_returns(tried, quantiles=request.quantiles, friction=request.friction)
    if request.view == "regimes":
        return regimes(tried, event=request.event)
    return ic_by_session(tried, information_coefficient(tried))


def _looked(snapshot: MarketSnapshot, request: FactorRequest, made: Factor, rows: pl.DataFrame | None) -> _Rows:
    again = check_maker(snapshot, partial(_made, request=request, rows=None)) if rows is None else ()
    checks = (*again, *check_values(snapshot, made, rows))
    return rows_of(made.name, checks), (*made.notes, *(check.note for check in checks))


def _file(path: Path) -> pl.DataFrame:
    """The rows of a CSV (cells as text) or Parquet file."""
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".parquet"):
        raise BadInput(place=path.name, reason="a factor is a .csv or .parquet file", reason_zh="因子文件应为 .csv 或 .parquet")
    try:
        if suffix == ".parquet":
            return pl.read_parquet(path)
        text = decode(path.read_bytes())
        if text is None:
            raise BadInput(place=path.name, reason="it is not text", reason_zh="它不是文本")
        return pl.read_csv(text.encode(), infer_schema=False)
    except FileNotFoundError:
        raise BadInput(place=path.name, reason="there is no such file", reason_zh="没有这个文件") from None
    except (pl.exceptions.PolarsError, OSError) as error:
        said = str(error).partition("\n")[0]
        raise BadInput(place=path.name, reason=f"it cannot be read ({said})", reason_zh=f"无法读取（{said}）") from None


def _published(request: FactorRequest, data: pl.DataFrame, *, simulated: bool) -> tuple[Note, ...]:
    """The ICs that others have printed for a factor of the house, beside what was found over as long a holding period."""
    published = FACTORS[request.name].published if request.name else None
    if published is None or request.view not in ("ic", "decay"):
        return ()
    column = "rank_ic" if request.view == "ic" else "mean_ic"
    here = data.filter(pl.col("horizon") == published.horizon)[column].mean()
    said = f"{published.low:.1%} … {published.high:.1%}"
    if simulated or not isinstance(here, float):
        return (Note(f"他处公布的月度 IC 均值为 {said}；这里{'是模拟数据' if simulated else f'不是 {published.horizon} 日持有期'}，未能复现。",
                     f"Others have published a mean monthly IC of {said}; not reproduced here: "
                     f"{'the data are synthetic' if simulated else f'the horizon is not {published.horizon} sessions'}."),)  # fmt: skip
    inside = published.low <= here <= published.high
    return (Note(f"他处公布的月度 IC 均值为 {said}；这里 {published.horizon} 日为 {here:.1%}，{'在其内' if inside else '在其外'}。",
                 f"Others have published a mean monthly IC of {said}; here it is {here:.1%} over {published.horizon} sessions, "
                 f"{'inside' if inside else 'outside'} that range."),)  # fmt: skip
