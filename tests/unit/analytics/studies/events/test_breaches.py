"""Breaches and the paths around them.

Broken by: returns that begin before the breach was public; repetitions that count twice; a hole taken for a breach of its last day; a mean of
two shown as a finding; luck taken for a finding more than one time in twenty.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import polars as pl
import pytest

from liangrong.analytics.measures import measure
from liangrong.analytics.studies.events.averages import average
from liangrong.analytics.studies.events.breaches import breach_study
from liangrong.analytics.studies.events.paths import BEFORE, abnormal_paths
from liangrong.analytics.studies.events.responses import Response, response
from liangrong.analytics.studies.events.thresholds import MIN_HISTORY, percentile_breaches, round_levels
from liangrong.analytics.studies.events.windows import Line
from liangrong.core.errors import UnitMismatch, UsageError
from liangrong.core.results import Note
from liangrong.market.snapshot import MarketSnapshot
from tests.unit.analytics.studies.worlds import index_market, sessions

LABEL = Note("甲", "a")


def market(balances: list[float | None], levels: list[float] | None = None) -> MarketSnapshot:
    """Balances of the market in 元 (all of them SSE's), and an index that stands still unless said."""
    days = sessions(len(balances))
    known = [(day, value) for day, value in zip(days, balances, strict=True) if value is not None]
    totals = [
        pl.DataFrame(
            {"exchange": name, "trade_date": [day for day, _ in known], "financing_balance": [value * part for _, value in known]}
        )
        for name, part in (("SSE", 1.0), ("SZSE", 0.0), ("BSE", 0.0))
    ]
    quotes = pl.DataFrame({"security_id": "000300.SH", "trade_date": days, "close": levels or [3000.0] * len(days)})
    return MarketSnapshot.of({"market_totals": pl.concat(totals), "index_quotes": quotes}, days[-1])


def line_of(values: list[float]) -> Line:
    return Line(tuple(sessions(len(values))), np.array(values))


def test_the_path_by_hand() -> None:
    """Levels double on the session after T and stay; the mean log change of 100 sessions is log 2 / 99 a session."""
    values = [100.0] * 40 + [200.0] * 60
    path = abnormal_paths(Response("a", "growth", LABEL, line_of(values)), [39], 5)[0]
    usual = np.log(2) / 99
    assert path[BEFORE] == 0
    assert path[BEFORE + 1] == pytest.approx(2 * np.exp(-usual) - 1)
    assert path[BEFORE + 5] == pytest.approx(2 * np.exp(-5 * usual) - 1)
    assert path[0] == pytest.approx(np.exp(20 * usual) - 1), "20 sessions before, less had been expected than at T"


def test_the_night_before_the_open_belongs_to_nobody() -> None:
    """The index doubles overnight between T and T + 1, and gains a tenth from open to close."""
    values = [100.0] * 40 + [220.0] * 60
    opens = np.array([100.0] * 40 + [200.0] + [220.0] * 59)
    path = abnormal_paths(Response("a", "growth", LABEL, line_of(values), opens), [39], 2)[0]
    usual = np.log(2.2) / 99
    assert path[BEFORE + 1] == pytest.approx(1.1 * np.exp(-usual) - 1)


def test_without_an_open_the_close_of_the_next_session_is_the_entry() -> None:
    values = [100.0] * 40 + [220.0] * 59 + [440.0]
    opens = np.full(100, np.nan)
    path = abnormal_paths(Response("a", "growth", LABEL, line_of(values), opens), [39, 98], 1)
    assert path[0][BEFORE + 1] == 0
    assert path[1][BEFORE + 1] == 0


def test_a_path_with_a_hole_is_not_known() -> None:
    values = [100.0] * 100
    values[45] = float("nan")
    found = abnormal_paths(Response("a", "growth", LABEL, line_of(values)), [39, 70, 95], 10)
    assert np.isnan(found).all(axis=1).tolist() == [True, False, True], "a hole, whole, beyond the end"


def test_round_levels_lie_between_lowest_and_highest() -> None:
    assert round_levels(market([9e11, 16e11]), measure("financing_balance")) == [Decimal(10**12), Decimal(15 * 10**11)]
    assert round_levels(market([6e11, 9e11]), measure("financing_balance")) == []


def test_a_percentile_knows_only_the_past() -> None:
    values = [float(n % 10) for n in range(MIN_HISTORY)] + [5.0, 20.0, 20.0, 0.0, 30.0]
    found = percentile_breaches(line_of(values), 0.9)
    days = sessions(len(values))
    assert [breach.date for breach in found] == [days[MIN_HISTORY + 1], days[MIN_HISTORY + 4]]
    assert percentile_breaches(line_of([*values[: MIN_HISTORY - 5], 99.0]), 0.9) == [], "too short a history"


def test_later_values_do_not_move_earlier_breaches() -> None:
    noise = np.random.default_rng(1).standard_normal(600).cumsum().tolist()
    whole = percentile_breaches(line_of(noise), 0.9)
    last = line_of(noise).sessions
    cut = percentile_breaches(Line(last[:500], np.array(noise[:500])), 0.9)
    assert cut == [breach for breach in whole if breach.date <= last[499]]


def rows(found: pl.DataFrame, **wanted: object) -> pl.DataFrame:
    return found.filter(*[pl.col(name) == value for name, value in wanted.items()])


def test_few_are_called_insufficient_and_repetitions_do_not_count() -> None:
    balances = [9.0] * 150 + [11.0] * 3 + [9.0] * 3 + [11.0] * 94
    found = breach_study(market(balances), name="financing_balance", levels=[Decimal(10)], after=20)
    average_rows = rows(found.data, member="average", measure="000300.SH")
    assert average_rows["state"].unique().to_list() == ["insufficient"]
    assert average_rows["n_events"].unique().to_list() == [1]
    assert average_rows["path_low"].null_count() == average_rows.height
    assert average_rows["placebo_p_value"].null_count() == average_rows.height
    assert "000300.SH: insufficient (n=1)." in [note.en for note in found.warnings]
    assert any("2 breaches from below, 1 of them" in note.en for note in found.warnings)
    event = rows(found.data, member="event", measure="financing_balance")
    assert event["date"].unique().to_list() == [sessions(250)[150]]
    assert event["sessions_after"].to_list() == [5, 20]


def test_a_breach_on_the_edge_of_a_hole_has_no_day() -> None:
    balances: list[float | None] = [9.0] * 100 + [None] * 5 + [11.0] * 145
    found = breach_study(market(balances), name="financing_balance", levels=[Decimal(10)], after=20).data
    assert found["state"].unique().to_list() == ["not_known"]
    assert "5 sessions before it are not known" in found["reason_en"][0]


def test_a_breach_too_near_the_end_is_named() -> None:
    found = breach_study(market([9.0] * 240 + [11.0] * 10), name="financing_balance", levels=[Decimal(10)], after=20).data
    assert found["state"].to_list() == ["not_known", "not_known"]
    assert "20 after" in found["reason_en"][0]


def test_no_breach_is_said() -> None:
    found = breach_study(market([9.0] * 50), name="financing_balance", levels=[Decimal(10)])
    assert found.data.is_empty()
    assert "Nothing was breached from below." in [note.en for note in found.warnings]


def planted(rise: float) -> MarketSnapshot:
    """A balance that breaches every 50 sessions, and an index that then gains ``rise`` over the sessions 2 to 6 behind it."""
    length = 900
    noise = np.random.default_rng(11).standard_normal(length) * 0.008
    balances = [9.0 + (n % 50 >= 40) * 2.0 for n in range(length)]
    for start in range(40, length, 50):
        noise[start + 2 : start + 7] += rise / 5
    return market(list(balances), (3000 * np.exp(noise.cumsum())).tolist())


def test_a_planted_rise_is_found() -> None:
    found = breach_study(planted(0.06), name="financing_balance", levels=[Decimal(10)], after=20).data
    after = rows(found, member="average", measure="000300.SH", sessions_after=10)
    assert after["state"].item() == "measured"
    assert after["n_events"].item() == 17
    assert after["placebo_p_value"].item() <= 0.01
    assert after["abnormal_change"].item() > after["placebo_high"].item()
    assert 0 < after["path_low"].item() < after["abnormal_change"].item() < after["path_high"].item()
    assert 0 < after["bootstrap_low"].item() < after["bootstrap_high"].item()
    before = rows(found, member="average", measure="000300.SH", sessions_after=1)
    assert before["placebo_p_value"].item() > 0.05, "the rise is planted from the second session on"


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, second, other = (
        breach_study(planted(0.0), name="financing_balance", levels=[Decimal(10)], after=20, seed=seed).data for seed in (1, 1, 2)
    )
    assert first.equals(second)
    assert not first.equals(other)


def test_the_intervals_of_a_mean_by_hand() -> None:
    """2 and 4: mean 3, standard error 1, t of one degree of freedom 12.706."""
    paths = np.zeros((60, 1))
    paths[[10, 40]] = [[2.0], [4.0]]
    found = average(paths, np.array([10, 40]), gap=5, seed=0)
    assert found.mean.item() == 3.0
    assert found.high.item() == pytest.approx(3 + 12.706, abs=1e-3)
    assert (found.bootstrap_low.item(), found.bootstrap_high.item()) == (2.0, 4.0)


def test_shifted_events_keep_their_distance() -> None:
    """Two events 30 apart: of 51 shifts one sets the first on the second's value, one the second on the first's."""
    paths = np.zeros((60, 1))
    paths[[10, 40]] = 6.0
    found = average(paths, np.array([10, 40]), gap=5, seed=0)
    assert found.p_values[0] == pytest.approx(2 / 52), "the shift by 30 of 60 sessions meets both again"


def test_bad_requests_say_what_to_do() -> None:
    world = market([9.0, 11.0])
    with pytest.raises(UsageError, match="not both"):
        breach_study(world, name="financing_balance", levels=[Decimal(10)], percentile=0.9)
    with pytest.raises(UsageError, match="between 0 and 1"):
        breach_study(world, name="financing_balance", percentile=90.0)
    with pytest.raises(UsageError, match="too short"):
        breach_study(world, name="financing_balance", levels=[Decimal(10)], after=1)
    assert issubclass(UnitMismatch, UsageError)


def test_an_index_without_opens_is_said() -> None:
    found = breach_study(market([9.0] * 100 + [11.0] * 100), name="financing_balance", levels=[Decimal(10)], after=20)
    assert any("count from its close" in note.en for note in found.warnings)


def test_responses_are_read_once() -> None:
    world = index_market([3000.0, 3030.0], opens=[2990.0, 3010.0])
    assert response(world, "000300.SH") is response(world, "SH000300") is response(world, "000300")
    assert response(world, "000300.SH").opens is not None


@pytest.mark.slow
def test_luck_is_found_one_time_in_twenty() -> None:
    """Random walks of fixed seeds, breaches of the ninth decile of one of them: p at most 5 % in 5 % +- 2.5 of 600 histories."""
    length, after, found, tried = 1_200, 20, 0, 0
    walks = np.random.default_rng(42).standard_normal((600, 2, length)).cumsum(axis=2) * 0.01
    days = tuple(sessions(length))
    for own, other in walks:
        breaches = [days.index(breach.date) for breach in percentile_breaches(Line(days, own), 0.9)]
        spaced: list[int] = []
        for place in breaches:
            if not spaced or place - spaced[-1] >= after:
                spaced.append(place)
        paths = abnormal_paths(Response("a", "growth", LABEL, Line(days, np.exp(other))), range(length), after)
        whole = np.flatnonzero(~np.isnan(paths[:, 0]))
        members = np.searchsorted(whole, [place for place in spaced if place in whole])
        if members.size >= 5:
            tried += 1
            p_value = average(paths[whole][:, [BEFORE + after]], members, gap=after, seed=0).p_values[0]
            found += p_value is not None and p_value <= 0.05
    assert tried > 250
    assert abs(found / tried - 0.05) < 0.025
