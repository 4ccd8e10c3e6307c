"""Attribution end to end: a planted effect is found on its side only, and nothing is found where nothing is planted.

Broken by: facts read on the day of the move; controls of another day or board, or that moved too; repeated moves of one name; a lift out of five cases.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from liangrong.analytics.studies.attribution.attribution import attribution
from liangrong.analytics.studies.attribution.explanation import explained_move
from liangrong.analytics.studies.attribution.listing import listed_moves
from liangrong.analytics.studies.attribution.matching import CONTROLS, matched_controls
from liangrong.core.errors import InvalidSecurity, NoData, UsageError
from liangrong.market.snapshot import MarketSnapshot
from liangrong.simulation.planted import PlantedMarket
from tests.unit.analytics.studies.worlds import long, names, quotes, sessions

LENGTH, COUNT = 160, 60
DAYS, CODES = sessions(LENGTH), names(COUNT)
START = DAYS[80]


def world(*, ahead: int, jumps: bool = True) -> MarketSnapshot:
    """Noise; on every fourth session from the 82nd one name jumps 9 %, its shorts gone ``ahead`` sessions before (0: on that very day)."""
    noise = np.random.default_rng(4)
    returns = noise.normal(0, 0.01, (LENGTH, COUNT)).clip(-0.025, 0.025)
    short = np.full((LENGTH, COUNT), 1_000.0)
    sold = np.full((LENGTH, COUNT), 20.0)
    for place, row in enumerate(range(82, LENGTH, 4)):
        column = place % COUNT
        returns[row, column] = 0.09 if jumps else returns[row, column]
        short[row - ahead :, column] = 0
    turnover = noise.lognormal(18, 0.2, (LENGTH, COUNT))
    balance = 1e8 * np.exp(noise.normal(0, 0.01, (LENGTH, COUNT)).cumsum(axis=0))
    detail = long(DAYS, CODES, financing_balance=balance.round(), financing_buy_amount=(balance / 20).round(), short_quantity=short,
                  short_sell_quantity=sold)  # fmt: skip
    whole = detail.with_columns(pl.col("short_quantity", "short_sell_quantity").cast(pl.Int64))
    return MarketSnapshot.of({"quotes": quotes(DAYS, CODES, returns, turnover), "margin_detail": whole}, DAYS[-1])


def row(frame: pl.DataFrame, fact: str, direction: str = "rise") -> dict:
    return frame.filter(pl.col("fact") == fact, pl.col("direction") == direction).row(0, named=True)


def test_a_planted_effect_is_found_on_the_short_side_only() -> None:
    found = attribution(world(ahead=1), start=START, end=DAYS[-1], sigma=4)
    vanished = row(found.data, "short_vanished")
    assert vanished["state"] == "more_often"
    assert vanished["n_moves"] == vanished["n_with_fact"] == 20
    assert vanished["n_controls"] == 20 * CONTROLS
    assert vanished["odds_low"] > 3
    assert vanished["p_value"] < 0.001
    assert (
        vanished["lift"] == pytest.approx(vanished["share_of_moves"] / vanished["share_of_controls"])
        if vanished["lift"]
        else True
    )
    states = found.data.filter(pl.col("fact_side") == "financing")["state"]
    assert set(states) <= {"not_known", "insufficient"}, "160 sessions are no year, and nothing was planted there"
    assert row(found.data, "short_vanished", "fall")["state"] == "not_known", "nobody fell"


def test_a_fact_of_the_day_itself_is_not_before_it() -> None:
    """The shorts vanish on the very day of the jump: public the next morning, and so no fact before it."""
    found = attribution(world(ahead=0), start=START, end=DAYS[-1], sigma=4)
    vanished = row(found.data, "short_vanished")
    assert vanished["n_moves"] == 20
    assert vanished["n_with_fact"] == 0


def test_every_move_is_listed_with_the_facts_before_it() -> None:
    found = listed_moves(world(ahead=1), start=START, end=DAYS[-1], sigma=4)
    assert found.data.height == 20
    first = found.data.row(0, named=True)
    assert (first["date"], first["security_id"], first["direction"]) == (DAYS[82], CODES[0], "rise")
    assert first["return"] == pytest.approx(0.09, abs=1e-3)
    assert first["standard_deviations"] > 6
    assert first["short_facts"] == ["short_vanished", "short_halved"]
    assert first["financing_facts"] == []


def test_few_sets_are_called_insufficient() -> None:
    found = attribution(world(ahead=1), start=DAYS[-20], end=DAYS[-1], sigma=4)
    vanished = row(found.data, "short_vanished")
    assert vanished["state"] == "insufficient"
    assert vanished["telling_sets"] < 10
    assert any("are insufficient" in note.en for note in found.warnings)


def test_tables_that_are_not_stored_are_named() -> None:
    found = attribution(world(ahead=1), start=START, end=DAYS[-1], sigma=4)
    said = " ".join(note.en for note in found.warnings)
    assert "no underlying_securities" in said
    assert "no eligible_collateral" in said
    assert "caused" in said
    bare = MarketSnapshot.of({"quotes": world(ahead=1).table("quotes")}, DAYS[-1])
    assert set(attribution(bare, start=START, end=DAYS[-1]).data["state"]) == {"not_known"}


def test_one_move_is_explained_fact_by_fact() -> None:
    found = explained_move(world(ahead=1), "600000", DAYS[82])
    assert found.data["known_on"].unique().to_list() == [DAYS[81]]
    by_fact = {fact: (state, reason) for fact, state, reason in found.data.select("fact", "state", "reason_en").iter_rows()}
    assert by_fact["short_vanished"] == ("stood", None)
    assert by_fact["short_sales_stopped"] == ("absent", None)
    assert by_fact["financing_record"] == ("not_known", "it takes at least 201 sessions, 82 are stored")
    assert by_fact["short_closed"] == ("not_known", f"underlying_securities of {DAYS[81]} is not stored")
    assert "+8.99%" in found.warnings[0].en
    assert "abnormal at 3" in found.warnings[0].en


def test_a_quiet_day_is_no_move() -> None:
    found = explained_move(world(ahead=1), "600005.SH", DAYS[82])
    assert found.data["direction"].unique().to_list() == ["none"]
    assert "not abnormal" in found.warnings[0].en


def test_a_name_missing_from_a_stored_list_is_told_apart_from_a_list_not_stored() -> None:
    market = world(ahead=1)
    detail = market.table("margin_detail").filter(pl.col("security_id") != CODES[0])
    part = MarketSnapshot.of({"quotes": market.table("quotes"), "margin_detail": detail}, DAYS[-1])
    reasons = explained_move(part, CODES[0], DAYS[82]).data["reason_en"]
    assert f"{CODES[0]} is not in the margin_detail of {DAYS[81]}" in reasons.to_list()


def test_a_limit_close_says_at_least() -> None:
    rows = pl.DataFrame({"security_id": ["002636.SZ"] * 2, "trade_date": [date(2025, 11, 7), date(2025, 11, 10)],
                         "close": [16.36, 18.0], "previous_close": [16.36, 16.36], "turnover": [1e8, 1e8]})  # fmt: skip
    found = explained_move(MarketSnapshot.of({"quotes": rows}, date(2025, 11, 10)), "002636", date(2025, 11, 10))
    assert found.data["closed_at"].unique().to_list() == ["upper_limit"]
    assert found.warnings[0].en == "002636.SZ closed at its upper limit on 2025-11-10 (+10.02%): at least so much."
    assert "涨停" in found.warnings[0].zh


def test_bad_requests_say_what_to_do() -> None:
    market = world(ahead=1)
    with pytest.raises(UsageError, match="ends before it starts"):
        attribution(market, start=DAYS[-1], end=START)
    with pytest.raises(UsageError, match="above 0"):
        attribution(market, start=START, end=DAYS[-1], sigma=0)
    with pytest.raises(InvalidSecurity):
        explained_move(market, "nonsense", DAYS[-1])
    with pytest.raises(NoData, match=r"600600\.SH"):
        explained_move(market, "600600", DAYS[-1])


def test_controls_are_near_free_and_of_the_same_board() -> None:
    """Names 0, 1 and 2 look alike; 3 is far; 4 is of another board; 5 moved. Two cases share nobody."""
    codes = ("600000.SH", "600001.SH", "600002.SH", "600003.SH", "300001.SZ", "600005.SH", "600006.SH")
    looks = np.zeros((2, 7, 2))
    looks[0, :, 0] = [0.0, 0.1, 0.2, 9.0, 0.0, 0.0, 0.05]
    able = np.ones((2, 7), dtype=np.bool_)
    able[1, [0, 5, 6]] = False
    found = matched_controls(codes, looks, [(1, 0), (1, 6)], able)
    assert found[0].tolist() == [1, 2, 3, -1, -1]
    assert found[1].tolist() == [-1] * 5, "all who may serve that day do already"
    assert matched_controls(codes, looks, [(0, 0)], able)[0].tolist() == [-1] * 5, "nothing is known before the first session"
    looks[0, 0] = np.nan
    assert matched_controls(codes, looks, [(1, 0)], able)[0].tolist() == [-1] * 5, "unlike anybody"


def test_moves_of_one_name_close_together_count_once() -> None:
    market = world(ahead=1)
    table = market.table("quotes").filter(pl.col("security_id") == CODES[0]).sort("trade_date")
    close = table["close"].cast(pl.Float64).to_numpy().copy()
    close[85:] *= 1.07
    before = table["previous_close"].cast(pl.Float64).to_numpy().copy()
    before[86:] *= 1.07
    second = table.with_columns(close=pl.Series(close), previous_close=pl.Series(before)).cast(dict(table.schema))
    rest = market.table("quotes").filter(pl.col("security_id") != CODES[0])
    twice = MarketSnapshot.of({"quotes": pl.concat([rest, second]), "margin_detail": market.table("margin_detail")}, DAYS[-1])
    for world_of, times in ((market, 1), (twice, 2)):
        listed = listed_moves(world_of, start=START, end=DAYS[-1], sigma=3).data
        assert listed.filter(security_id=CODES[0], direction="rise").height == times
    once, again = (row(attribution(of, start=START, end=DAYS[-1], sigma=3).data, "short_vanished") for of in (market, twice))
    assert again["n_moves"] == once["n_moves"]


@pytest.mark.slow
def test_nothing_planted_is_not_found() -> None:
    """Twelve markets of independent noise: of their tests at most one in twenty may cry out (exact tests cry out less)."""
    frames = []
    for seed in range(12):
        market = PlantedMarket.generate(seed, sessions=360, names=40)
        frames.append(attribution(market.snapshot(), start=market.sessions[250], end=market.sessions[-1], sigma=2).data)
    tested = pl.concat(frames).filter(pl.col("state").is_in(["more_often", "less_often", "no_difference"]))
    assert tested.height >= 60
    assert (tested["state"] != "no_difference").sum() <= 0.05 * tested.height + 2
