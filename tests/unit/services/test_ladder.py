"""The ladder as it is asked for: of the simulated market, at one point of view, with its assumptions told."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import numpy as np
import polars as pl
import pytest

from liangrong.accounts.assess import assess
from liangrong.accounts.marks import Mark
from liangrong.accounts.terms import agreed_terms
from liangrong.core.clocks import AsOf
from liangrong.core.errors import NoData, UnknownName, UsageError
from liangrong.market.snapshot import MarketSnapshot
from liangrong.rules.rulebook import Rulebook
from liangrong.services.ladder import LadderRequest, financing_cost, ladder
from liangrong.services.single_names import single_names
from liangrong.services.workspace import Workspace
from liangrong.stress.estimation.ensemble import Assumptions
from liangrong.stress.estimation.market_history import market_history
from liangrong.stress.ladder.estimated import market_view
from liangrong.stress.ladder.samples import Ladder
from tests.unit.services.stress.books import by_hand
from tests.unit.stress.small_market import DAY as MARKET_DAY
from tests.unit.stress.small_market import accounts, market

SMALL = Assumptions(screened=8, members=8, lookback=60, carried=60, security_lookback=60)
DAY = date(2026, 1, 30)


@pytest.fixture(scope="module")
def workspace(simulated_store):
    return Workspace.open(simulated_store)


def asked(**how):
    return LadderRequest(as_of=DAY, falls=(0.1, 0.3, 0.5), assumptions=SMALL, **{"top": 0} | how)


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


def test_the_securities_that_must_sell_most_are_shown_first(workspace, by_security):
    deepest = by_security.data.filter(fall=0.5, measure="forced_sale").sort("median", descending=True, maintain_order=True)
    found = ladder(workspace, asked(by="security", top=3))
    assert found.data["group"].unique(maintain_order=True).to_list() == deepest["group"].head(3).to_list()
    assert [note for note in found.warnings if f"3 of {deepest.height} securities" in note.en]
    assert not [note for note in by_security.warnings if "are shown" in note.en]
    assert financing_cost(workspace, asked(by="security", top=3)).data["group"].n_unique() == 3


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


@pytest.fixture(scope="module")
def by_hand_book(tmp_path_factory):
    return by_hand(tmp_path_factory.mktemp("book") / "hand")


@pytest.mark.parametrize("by", ["market", "security"])
def test_a_book_is_counted_account_by_account(by_hand_book, by):
    """Every rung is the sum of what ``assess`` says of each account alone, and no store is needed."""
    falls = (0.0, 0.1, 0.2, 0.3)
    found = ladder(None, LadderRequest(book=by_hand_book, by=by, falls=falls))
    rows = found.data
    assert rows["basis"].unique().to_list() == ["exact"]
    assert rows.select(pl.col("low", "high", "index", "index_level").is_null().all()).row(0) == (True,) * 4
    terms, table = agreed_terms(Rulebook.load().at(MARKET_DAY)), market()
    price = {security: D(int(each)) / 1000 for security, each in zip(table.securities, table.price, strict=True)}
    fair = {table.securities[n]: D(int(table.fair_price[n])) / 1000 for n in np.flatnonzero(table.fair_price != table.price)}
    for fall in falls:
        marks = {
            security: Mark(each * (1 - D(str(fall))), D(0), fair_price=fair.get(security)) for security, each in price.items()
        }
        ratios = [assess(account, marks, terms).maintenance_ratio for account in accounts()]
        for name in ("warning", "call", "immediate"):
            owed = dict.fromkeys(table.securities, D(0))
            for account, ratio in zip(accounts(), ratios, strict=True):
                for loan in account.financing:
                    owed[loan.security] += loan.principal if ratio is not None and ratio < getattr(terms, f"{name}_line") else 0
            told = dict(rows.filter(measure=f"{name}_debt", fall=fall).select("group", "median").iter_rows())
            assert told == (owed if by == "security" else {"market": sum(owed.values())})
    assert rows.filter(measure="call_debt", fall=0.3)["median"].sum() > rows.filter(measure="call_debt", fall=0.0)["median"].sum()
    assert rows.filter(measure="forced_sale", fall=0.3)["median"].sum() > 0


def test_industries_of_a_book_add_up_to_it(by_hand_book):
    whole = ladder(None, LadderRequest(book=by_hand_book, falls=(0.3,))).data
    parts = ladder(None, LadderRequest(book=by_hand_book, by="industry", falls=(0.3,))).data
    assert parts["group"].n_unique() > 1
    for measure in ("call_debt", "forced_sale"):
        assert parts.filter(measure=measure)["median"].sum() == whole.filter(measure=measure)["median"].item()
    one = parts["group"][0]
    assert ladder(None, LadderRequest(book=by_hand_book, by="industry", groups=(one,), falls=(0.3,))).data.equals(
        parts.filter(group=one)
    )


@pytest.mark.parametrize(
    ("how", "asked_of", "said"),
    [
        ({"pack": "strict"}, ladder, "own book"), ({}, ladder, "from a store"), ({"book": "./x"}, financing_cost, "by age"),
        ({"book": "./x", "own_files": False}, ladder, "no name of a book"),
    ],
)  # fmt: skip
def test_what_a_ladder_cannot_be_drawn_from_is_said(how, asked_of, said):
    with pytest.raises(UsageError, match=said):
        asked_of(None, LadderRequest(**how))


def test_an_industry_that_is_one_security_is_named():
    amounts = np.zeros((3, 4, 2, 4))
    amounts[:, :, 0, -1] = [90, 10, 30, 30]
    amounts[:, :, 1, -1] = [90, 100, 60, 50]
    rungs = Ladder(("600001.SH", "600002.SH", "600003.SH", "600004.SH"), (0.2, 0.3), np.ones(4), amounts)
    group_of = {"600001.SH": "环保", "600002.SH": "环保", "600003.SH": "银行", "600004.SH": "银行"}
    (note,) = single_names(rungs, group_of, {"600002.SH": "乙"}, np.array([0.6, 0.1, 0.0, 0.2]))
    assert "环保：下跌 30% 时约 53% 来自 乙 600002.SH（现价较所用历史最高低 10%）" in note.zh, "the deepest fall where it is so"
    assert "银行：下跌 30% 时约 55% 来自 600003.SH" in note.zh
    assert note.zh.index("环保") < note.zh.index("银行"), "the largest first"
    amounts[:, 2:, :, -1] = 40
    (note,) = single_names(rungs, group_of, {}, np.zeros(4))
    assert "银行" not in note.zh, "half is not most"
    assert single_names(rungs.only(("600003.SH", "600004.SH")), group_of, {}, np.zeros(2)) == ()
