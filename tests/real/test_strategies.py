"""Strategies over real quotes of 2020 to 2026: identities that must hold on every stock, and returns that anyone can check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal as D
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from liangrong.accounts.events import CollateralBuy, FinancingBuy, ForcedSale
from liangrong.accounts.ledger.conservation import conserved, equity_by_cause
from liangrong.accounts.ledger.fold import apply
from liangrong.rules.rulebook import Rulebook
from liangrong.services.quoted_paths import quoted_path
from liangrong.services.workspace import Workspace
from liangrong.stress.strategies.backtest import Backtest, backtest
from liangrong.stress.strategies.catalogue import named
from liangrong.stress.strategies.paths import PricePath
from liangrong.stress.strategies.setup import Setup
from liangrong.stress.strategies.shipped import Fixed

pytestmark = [pytest.mark.real, pytest.mark.slow]

FILE = "quotes_700_stocks_2020_2026.parquet"
START, END = date(2020, 1, 2), date(2026, 2, 2)
STOCKS = ("600519.SH", "300750.SZ", "601318.SH", "000001.SZ", "300502.SZ", "002475.SZ")
FELL, ROSE = "601318.SH", "300502.SZ"
"""One that was called and sold on the way, and one that rose tenfold."""
STRATEGIES = ("fixed:leverage=1", "fixed:leverage=2", "position", "trend", "value", "event", "stop_loss")
BOOK = Rulebook.load()
PathOf = Callable[..., PricePath]
RunOf = Callable[[str, str], Backtest]


def setup(**more: object) -> Setup:
    return Setup(**{"rulebook": BOOK, "rate": D("0.07"), "cash": D(10_000_000), **more})


@pytest.fixture(scope="module")
def quotes(shared_data: Path) -> Path:
    path = shared_data / "real" / "quotes_daily_qmt" / FILE
    if not path.exists():
        pytest.skip(f"{FILE} is not here")
    return path


@pytest.fixture(scope="module")
def workspace(real_store: Path) -> Workspace:
    return Workspace.open(real_store)


@pytest.fixture(scope="module")
def path_of(workspace: Workspace) -> PathOf:
    """The prices of a stock, each path read once."""

    @cache
    def read(stock: str, *, warm_up: int = 0, start: date = START) -> PricePath:
        return quoted_path(workspace, [stock], start, END, warm_up=warm_up, rulebook=BOOK)[0]

    return read


@pytest.fixture(scope="module")
def run_of(path_of: PathOf) -> RunOf:
    """A strategy lived through on a stock, debt first, each once."""

    @cache
    def lived(text: str, stock: str) -> Backtest:
        return backtest(named(text), path_of(stock), setup(financing_first=True))

    return lived


def total_return(quotes: Path, stock: str, after: date) -> float:
    """The product of close over ex-right previous close of all sessions after a day: straight from the file."""
    rows = pl.read_parquet(quotes).filter(pl.col("code") == stock, pl.col("date") > int(f"{after:%Y%m%d}"))
    return float((rows["close"] / rows["preClose"]).product())


@pytest.mark.parametrize("stock", STOCKS)
def test_bought_without_debt_a_stock_returns_what_it_returned(path_of: PathOf, quotes: Path, stock: str) -> None:
    path = path_of(stock)
    run = backtest(Fixed(leverage=D(1)), path, setup())
    (bought,) = [event for event in run.ledger if isinstance(event, CollateralBuy)]
    first = path.sessions[1]
    # from the open of the second session on: the first move counts from its close
    expected = total_return(quotes, stock, first) * float(path.closes[stock][1] / bought.price)
    invested = bought.quantity * bought.price
    left = D(10_000_000) - invested - bought.costs
    assert left < bought.price * 100 + 2 * bought.costs  # all in, but for a lot
    assert float((run.days[-1].equity - left) / invested) == pytest.approx(expected, rel=2e-3)


@pytest.mark.parametrize("stock", [FELL, ROSE])
@pytest.mark.parametrize("text", STRATEGIES)
def test_nothing_gets_lost_on_the_way(run_of: RunOf, stock: str, text: str) -> None:
    run = run_of(text, stock)
    state, interest, costs, moved = run.start, D(0), D(0), D(0)
    for event in run.ledger:
        done = apply(state, event)
        assert conserved(state, done) == ()
        causes = equity_by_cause(state, done)
        interest -= causes.get("interest", D(0))
        costs -= causes.get("costs", D(0))
        moved += causes["prices"]
        state = done.state
    last = run.days[-1]
    assert state.account == run.end.account
    assert abs(interest - last.interest) < D("1e-9")  # the digits of a division by 360
    assert costs == last.costs
    assert abs(last.equity - (D(10_000_000) + moved - interest - costs)) < D("0.01")
    assert all(later.interest > sooner.interest - D("0.01") for sooner, later in zip(run.days, run.days[1:], strict=False))
    if text == "fixed:leverage=1":
        assert (run.calls, last.interest, run.forced_sales) == (0, 0, 0)


@pytest.mark.parametrize("text", STRATEGIES)
def test_every_order_is_within_the_market_of_its_session(path_of: PathOf, run_of: RunOf, text: str) -> None:
    path, run = path_of(ROSE), run_of(text, ROSE)
    place = {day: n for n, day in enumerate(path.sessions)}
    for event in run.ledger:
        if isinstance(event, CollateralBuy | FinancingBuy | ForcedSale):
            n, stock = place[event.on], event.security
            assert path.traded[stock][n]
            assert event.price == path.opens[stock][n]
            assert event.quantity % 100 == 0 or isinstance(event, ForcedSale)
            limits = path.limits_on(stock, n)
            if limits is not None and not isinstance(event, ForcedSale):
                assert event.price < limits[1]


def test_prices_keep_the_returns_of_the_file(path_of: PathOf, quotes: Path) -> None:
    for stock in STOCKS:
        path = path_of(stock)
        closes = path.closes[stock]
        assert float(closes[-1] / closes[0]) == pytest.approx(total_return(quotes, stock, path.sessions[0]), rel=2e-3)


def test_history_before_the_account_changes_nothing_but_what_is_known(path_of: PathOf) -> None:
    start = date(2022, 1, 4)
    alone, with_history = (path_of(FELL, warm_up=n, start=start) for n in (0, 249))
    assert with_history.warm_up == 249
    runs: list[Backtest] = [backtest(Fixed(leverage=D("1.5")), path, setup()) for path in (alone, with_history)]
    assert runs[0].days == runs[1].days


def test_twice_on_ping_an_was_called_and_sold_in_2022(run_of: RunOf) -> None:
    # the stock fell from 86 to 36 between 2020-12 and 2022-10: 2 × 36 / 86 is below 1.30 of a debt of 1 long before
    run = run_of("fixed:leverage=2", FELL)
    sold = [event.on for event in run.ledger if isinstance(event, ForcedSale)]
    assert run.calls >= 1
    assert min(sold).year in (2021, 2022)
    assert run.days[-1].equity < 5_000_000
