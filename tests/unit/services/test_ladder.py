"""The ladder as it is asked for: of the simulated market, at one point of view, with its assumptions told."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from liangrong.core.clocks import AsOf
from liangrong.core.errors import NoData, UnknownName, UsageError
from liangrong.market.snapshot import MarketSnapshot
from liangrong.rules.rulebook import Rulebook
from liangrong.services.ladder import LadderRequest, financing_cost, ladder
from liangrong.services.workspace import Workspace
from liangrong.stress.estimation.ensemble import Assumptions
from liangrong.stress.estimation.market_history import market_history
from liangrong.stress.ladder.estimated import market_view

SMALL = Assumptions(screened=8, members=8, lookback=60, carried=60, security_lookback=60)
DAY = date(2026, 1, 30)


@pytest.fixture(scope="module")
def workspace(simulated_store):
    return Workspace.open(simulated_store)


def asked(**how):
    return LadderRequest(as_of=DAY, falls=(0.1, 0.3, 0.5), assumptions=SMALL, **how)


@pytest.fixture(scope="module")
def by_security(workspace):
    return ladder(workspace, asked(by="security"))


def test_the_market_says_what_must_be_sold_at_which_level(workspace):
    found = ladder(workspace, asked())
    rows = found.data
    assert (found.unit, found.as_of) == ("元", DAY)
    assert rows["measure"].unique(maintain_order=True).to_list() == ["warning_debt", "call_debt", "immediate_debt", "forced_sale"]
    assert rows.select(((pl.col("low") <= pl.col("median")) & (pl.col("median") <= pl.col("high"))).all()).item()
    deep = rows.filter(pl.col("fall") == 0.5)
    assert deep["index_level"].unique().item() == pytest.approx(rows.filter(pl.col("fall") == 0.1)["index_level"][0] / 0.9 / 2)
    assert 0 < deep.filter(measure="forced_sale")["median"].item() < rows["balance"][0]
    told = " ".join(note.en for note in found.warnings)
    assert "losers -8…4" in told
    assert "published for the day" in told
    assert "upper bound" in told


def test_securities_add_up_to_their_balances_and_industries(workspace, by_security):
    industries = ladder(workspace, asked(by="industry")).data
    whole = by_security.data.unique("group")["balance"].sum()
    assert industries.unique("group")["balance"].sum() == pytest.approx(whole, abs=200)
    detail = workspace.snapshot(AsOf(DAY, None)).table("margin_detail", start=DAY)["financing_balance"].sum()
    assert whole == pytest.approx(detail, abs=400)
    rows = by_security.data.filter(fall=0.5)
    assert (rows.filter(measure="call_debt")["high"] <= rows.filter(measure="call_debt")["balance"]).all()


def test_one_security_is_the_same_among_others(workspace, by_security):
    code = by_security.data["group"][0]
    one = ladder(workspace, asked(by="security", groups=(code.split(".")[0],))).data
    assert one.equals(by_security.data.filter(group=code))


def test_costs_have_bands(workspace):
    rows = financing_cost(workspace, asked()).data
    found = {
        measure: (low, median, high) for measure, low, median, high in rows.select("measure", "low", "median", "high").iter_rows()
    }
    assert 0.5 < found["cost_ratio"][1] < 1.5
    assert 0 <= found["deep_under_water"][1] <= found["under_water"][1] <= 1
    assert found["mean_age"][0] < found["mean_age"][2]


def test_nothing_later_is_read(simulated_store):
    """What the market was to do afterwards changes nothing: tables cut on the day give the same answer as tables that go on."""
    workspace, day = Workspace.open(simulated_store), date(2025, 12, 31)
    whole = workspace.snapshot(AsOf(DAY, None))
    names = ("account_statistics", "market_totals", "index_quotes")
    later = {name: whole.table(name) for name in names}
    garbage = {
        name: frame.with_columns(
            pl.when(pl.col("trade_date") > day).then(column * 3).otherwise(column).alias(column.meta.output_name())
            for column in (pl.col(c) for c, t in frame.schema.items() if t == pl.Float64)
        )
        for name, frame in later.items()
    }
    falls, law = (0.3, 0.5), Rulebook.load()
    views = [market_view(market_history(MarketSnapshot.of(tables, day)), law, SMALL).ladder(falls) for tables in (later, garbage)]
    assert views[0].ladder.amounts.tolist() == views[1].ladder.amounts.tolist()


def test_where_the_ratio_is_not_published_the_answer_says_so(simulated_store, monkeypatch):
    workspace = Workspace.open(simulated_store)
    whole = workspace.snapshot(AsOf(DAY, None))
    tables = {name: whole.table(name) for name in ("account_statistics", "market_totals", "index_quotes")}
    recent = tables["account_statistics"].filter(pl.col("trade_date") > date(2023, 1, 1))
    holed = pl.when(pl.col("trade_date") <= date(2026, 1, 16)).then("average_maintenance_ratio")
    tables["account_statistics"] = recent.with_columns(average_maintenance_ratio=holed)
    monkeypatch.setattr(Workspace, "snapshot", lambda self, as_of: MarketSnapshot.of(tables, as_of.as_of))
    told = " ".join(note.en for note in ladder(workspace, asked()).warnings)
    assert "published 10 sessions before" in told


@pytest.mark.parametrize(
    ("how", "said"),
    [({"falls": (1.2,)}, "shares from 0"), ({"band": 90}, "between 0 and 1"), ({"groups": ("电子",)}, "no groups")],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(how, said):
    with pytest.raises(UsageError, match=said):
        replace(LadderRequest(), **how)


def test_what_is_not_there_is_said(workspace):
    with pytest.raises(UnknownName, match="火星"):
        ladder(workspace, asked(by="industry", groups=("火星",)))
    with pytest.raises(NoData, match="average maintenance ratio"):
        ladder(workspace, replace(asked(), as_of=date(2011, 6, 1)))
    with pytest.raises(NoData, match="whole margin detail"):
        ladder(workspace, replace(asked(by="security"), as_of=date(2020, 6, 1)))
