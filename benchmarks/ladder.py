"""Do the bands of the estimated ladder hold? Against simulated borrowers whose habits the estimator does not know.

``python benchmarks/ladder.py --seeds 100:108`` prints, for each quantity and process, the share of (security, date) cases whose truth lies
within the 90 % band, on which side the others lie, and how wide the band is. ``--store DIR`` prints the free run of the official average
maintenance ratio instead: fitted up to 2019-12-31, tested on what follows; and how it answered when the margin ratio was lowered in 2023.

The ranges of the models were chosen on seeds 0 to 9; other seeds are fresh.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from liangrong.accounts.terms import agreed_terms
from liangrong.book.lines import Lines
from liangrong.core.clocks import AsOf
from liangrong.rules.rulebook import Rulebook
from liangrong.services.workspace import Workspace
from liangrong.simulation.repayment import PROCESSES, BorrowersMarket, Snapshot
from liangrong.stress.estimation.calibration import calibrate
from liangrong.stress.estimation.ensemble import Assumptions, repayment_models
from liangrong.stress.estimation.estimate import COSTS, DEEP, REACHED, Lined, band
from liangrong.stress.estimation.market_history import MARKET_KEY, MarketHistory, market_history
from liangrong.stress.estimation.public_history import PublicHistory
from liangrong.stress.estimation.vintages import Terms, vintages
from liangrong.stress.ladder.estimated import market_view

FALLS = (0.1, 0.2, 0.3, 0.4)
KNOWN_FROM = 100
DATES = (250, 325, 399)
AT_STAKE = 0.005
"""Where truth and band both stay below this share of the balance nothing is at stake, and a band that covers proves nothing."""
CUT = date(2019, 12, 31)
WARM_UP = 120
NINETY = 1.645
"""Normal errors within so many standard deviations: nine of ten."""
LOWERED = date(2022, 1, 1), date(2025, 6, 30)
"""Sessions around the lowering of the margin ratio in September 2023."""
MEMORY = 60
"""Sessions after which about two thirds of the contracts are new."""


def histories(market: BorrowersMarket, now: int, detail: int) -> tuple[MarketHistory, PublicHistory]:
    """What is public on a session: the market as one, and the securities with the last ``detail`` sessions of margin detail."""
    stop = now + 1
    days, price, close = market.sessions[:stop], np.log(market.close[:stop]), market.close[:stop]
    known = np.where(np.arange(stop)[:, None] < KNOWN_FROM, np.nan, 0.0)
    buys, balance = market.buys[:stop], market.balance[:stop]
    index = np.log((close / close[:1]).mean(axis=1, keepdims=True))
    pace = np.where(np.isnan(known), buys[KNOWN_FROM : KNOWN_FROM + 20].mean(axis=0), buys)

    def history(keys: tuple[str, ...], prices: Any, active: Any, bought: Any, owed: Any) -> PublicHistory:
        return PublicHistory(
            days=days,
            keys=keys,
            log_price=prices,
            log_purchase=prices,
            activity=active,
            buys=bought + known,
            balance=owed + known,
        )

    whole = [column.sum(axis=1, keepdims=True) for column in (pace, buys, balance)]
    one = history((MARKET_KEY,), index, *whole)
    many = history(tuple(f"{n}" for n in range(close.shape[1])), price, pace, buys, balance)
    ratio = market.average_maintenance_ratio[:stop]
    return MarketHistory(one, ratio, "", np.nan, (), ()), many.since(Assumptions().security_lookback, known=detail)


def cases(
    seeds: Iterable[int], processes: Iterable[str], *, detail: int, assumptions: Assumptions, accounts: int = 2500
) -> Iterator[dict[str, Any]]:
    """One for each security, date and quantity: the band, the truth."""
    rulebook = Rulebook.load()
    for process in processes:
        for seed in seeds:
            law = agreed_terms(rulebook.at(date(2025, 12, 31)))
            lines = Lined.of(Lines.of(law))
            margin = float(law.rules.number("financing_margin_ratio"))
            market = BorrowersMarket.generate(
                seed, process, at=DATES, accounts=accounts, call=lines.call, target=lines.target, margin_ratio=margin
            )
            for truth in market.truths:
                for case in compared(market, truth, lines, rulebook, detail, assumptions):
                    yield {"process": process, "seed": seed, **case}


def compared(
    market: BorrowersMarket, truth: Snapshot, lines: Lined, rulebook: Rulebook, detail: int, assumptions: Assumptions
) -> Iterator[dict[str, Any]]:
    now, close, balance = truth.session, market.close[truth.session], market.balance[truth.session]
    whole, securities = histories(market, now, detail)
    found = market_view(whole, rulebook, assumptions).securities(securities, FALLS)
    paid = truth.costs(close, DEEP)
    for column, name in enumerate(COSTS):
        if name in paid:
            yield from _cells(name, now, band(found.costs[:, :, column]), paid[name])
    for place, fall in enumerate(FALLS):
        real = truth.ladder(close, fall, warning=lines.warning, call=lines.call, immediate=lines.immediate, target=lines.target)
        for column, name in enumerate(REACHED):
            shares = band(found.ladder.amounts[:, :, place, column] / balance)
            yield from _cells(f"{name} at -{fall:.0%}", now, shares, real[name] / balance, least=AT_STAKE)


def _cells(name: str, now: int, found: Any, truth: Any, *, least: float = 0.0) -> Iterator[dict[str, Any]]:
    for low, median, high, real in zip(*found, truth, strict=True):
        if max(high, real) >= least:
            yield {
                "quantity": name, "session": now, "covered": low <= real <= high, "below": real < low, "above": real > high,
                "width": high - low, "error": median - real, "truth": real,
            }  # fmt: skip


def table(found: list[dict[str, Any]]) -> str:
    """Coverage by quantity and process."""
    processes = list(dict.fromkeys(case["process"] for case in found))
    by = defaultdict(list)
    for case in found:
        by[case["quantity"]].append(case)
    by["all"] = found
    lines = [
        f"{'quantity':24}"
        + "".join(f"{name:>16}" for name in processes)
        + "      all    below  above  width  error  truth  cases"
    ]
    for name, rows in by.items():
        cells = [[row["covered"] for row in rows if row["process"] == process] for process in processes]
        means = {key: np.mean([row[key] for row in rows]) for key in ("covered", "below", "above", "width", "error", "truth")}
        shown = "".join(f"{np.mean(cell):16.3f}" if cell else f"{'':16}" for cell in cells)
        sizes = "".join(f"{means[key]:7.3f}" for key in ("width", "error", "truth"))
        lines.append(f"{name:24}{shown}{means['covered']:9.3f}  {means['below']:7.3f}{means['above']:7.3f}{sizes}{len(rows):7}")
    return "\n".join(lines)


def free_run(store: Path) -> dict[str, Any]:
    """The official ratio by the model, its own past unused after the cut: errors before and after it, by year."""
    workspace = Workspace.open(store)
    market = market_history(workspace.snapshot(AsOf(workspace.latest_session(), None)))
    history = market.history
    models = repayment_models(Assumptions(screened=8))
    terms = Terms.of(history.days, Rulebook.load())
    found = vintages(history, models, terms)
    cut = int(np.searchsorted(np.array(history.days), CUT, side="right")) - 1
    fit = calibrate(history, found, market.official_ratio, until=cut)
    years = np.array([day.year for day in history.days])
    by_year = {int(year): fit.rmse(*np.flatnonzero(years == year)[[0, -1]] + [0, 1]) for year in np.unique(years)}
    after = market.official_ratio[cut + 1 :]
    begin = history.first + WARM_UP
    before = fit.rmse(begin, cut + 1)
    missed = np.abs(fit.error[cut + 1 :])
    return {
        "fitted_until": f"{history.days[cut]}", "rmse_before": before, "rmse_after": fit.rmse(cut + 1, len(years)),
        "within_90_band_after": float(np.mean(missed[np.isfinite(missed)] <= NINETY * before)),
        "per_margin_ratio": per_margin_ratio(np.array(history.days), np.median(found.mean_value, axis=1), terms.margin_ratio, market.official_ratio),
        "standard_deviation_after": float(np.nanstd(after)), "rmse_by_year": {y: round(v, 4) for y, v in by_year.items() if not np.isnan(v)},
    }  # fmt: skip


def per_margin_ratio(days: Any, value: Any, margin: Any, official: Any) -> float:
    """Slope of the official ratio, over the value of what is financed, on the margin ratio of open contracts.

    1 where margin counts in full, 1 over 折算率 where securities are pledged for all of it, less where accounts own more anyway.
    """
    open_contracts = np.array(margin)
    for now in range(1, len(margin)):
        open_contracts[now] = open_contracts[now - 1] + (margin[now] - open_contracts[now - 1]) / MEMORY
    seen = (days >= LOWERED[0]) & (days <= LOWERED[1]) & np.isfinite(official) & np.isfinite(value)
    return float(np.polyfit(open_contracts[seen], official[seen] / value[seen], 1)[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="100:104", help="first:last, the last excluded")
    parser.add_argument("--processes", nargs="+", choices=list(PROCESSES), default=list(PROCESSES), help="how borrowers repay")
    parser.add_argument("--detail", type=int, default=120, help="sessions of margin detail by security")
    parser.add_argument("--witnesses", type=float, default=Assumptions().witnesses)
    parser.add_argument("--store", type=Path, help="print the free run of the official ratio on this store instead")
    arguments = parser.parse_args()
    if arguments.store:
        print(json.dumps(free_run(arguments.store), indent=2))
        return
    first, last = map(int, arguments.seeds.split(":"))
    began = time.perf_counter()
    assumptions = Assumptions(witnesses=arguments.witnesses)
    found = list(cases(range(first, last), arguments.processes, detail=arguments.detail, assumptions=assumptions))
    print(table(found))
    print(f"{len(found)} cases, {time.perf_counter() - began:.0f} s; detail of {arguments.detail} sessions")


if __name__ == "__main__":
    main()
