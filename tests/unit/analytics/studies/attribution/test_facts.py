"""Every fact fires on what is planted for it, is silent beside it, and is not known without its history."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.analytics.studies.attribution.facts import FACTS, MARGIN_COLUMNS, margin_facts
from tests.unit.analytics.studies.worlds import sessions

LENGTH = 300
CODE = ("600519.SH",)


def calm() -> dict[str, Floats]:
    """A name on which no fact stands: a low wave of financing, 1,000 shares short, some sold short each day."""
    wave = 100 + 5 * np.sin(np.arange(LENGTH) / 7)
    return {
        "financing_balance": wave[:, None],
        "financing_buy_amount": np.full((LENGTH, 1), 10.0) + np.arange(LENGTH)[:, None] % 3,
        "short_quantity": np.full((LENGTH, 1), 1_000.0),
        "short_sell_quantity": np.full((LENGTH, 1), 50.0),
        "turnover": np.full((LENGTH, 1), 100.0),
        "financing_open": np.ones((LENGTH, 1)),
        "short_open": np.ones((LENGTH, 1)),
        "conversion_ratio": np.full((LENGTH, 1), 0.6),
    }


def judged(cells: dict[str, Floats], **options: object) -> tuple[Panel, Panel]:
    def part(*names: str) -> Panel:
        return Panel(tuple(sessions(len(cells[names[0]]))), CODE, {name: cells[name] for name in names})

    return margin_facts(
        part(*MARGIN_COLUMNS), part("turnover"), part("financing_open", "short_open"), part("conversion_ratio"), **options
    )


def standing(cells: dict[str, Floats], row: int = -1) -> set[str]:
    stood, _ = judged(cells)
    return {fact.key for fact in FACTS if stood[fact.key][row, 0] == 1}


def test_nothing_stands_on_a_calm_name_and_everything_is_known() -> None:
    stood, _ = judged(calm())
    assert {fact.key: stood[fact.key][-1, 0] for fact in FACTS} == dict.fromkeys((fact.key for fact in FACTS), 0.0)


def planted(key: str) -> dict[str, Floats]:
    cells = calm()
    match key:
        case "financing_record" | "financing_record_year":
            cells["financing_balance"][-1] = cells["financing_balance"][:-1].max() + 0.001
        case "financing_surge_week":
            cells["financing_balance"][-6:, 0] = [95.5, 96, 97, 99, 101, 104.5]
        case "financing_surge_month":
            cells["financing_balance"][-21:, 0] = np.linspace(94.9, 104.99, 21)
        case "financing_buys_surge":
            cells["financing_buy_amount"][-1] = 12.5
        case "financing_closed":
            cells["financing_open"][-1] = 0
        case "short_vanished":
            cells["short_quantity"][-1] = 50
        case "short_halved":
            cells["short_quantity"][-5:] = 500
        case "short_sales_stopped":
            cells["short_sell_quantity"][-5:] = 0
        case "short_closed":
            cells["short_open"][-1] = 0
        case "conversion_ratio_changed":
            cells["conversion_ratio"][-1] = 0.0
    return cells


@pytest.mark.parametrize("key", [fact.key for fact in FACTS])
def test_each_fact_fires_on_what_is_planted_for_it(key: str) -> None:
    cells = planted(key)
    assert key in standing(cells)
    side = next(fact.side for fact in FACTS if fact.key == key)
    assert {fact.side for fact in FACTS if fact.key in standing(cells)} == {side}, "the other side stays silent"


@pytest.mark.parametrize("key", [fact.key for fact in FACTS])
def test_figures_of_a_session_say_nothing_about_the_one_before(key: str) -> None:
    """Only the last row is changed: a fact that reads ahead would stand a row too early."""
    cells = calm()
    fired = planted(key)
    for name, values in cells.items():
        values[-1] = fired[name][-1]
    assert standing(cells, -2) == set()


@pytest.mark.parametrize(("key", "column", "value"), [
    ("short_vanished", "short_quantity", 51.0),  # 5.1 % of 1,000
    ("short_halved", "short_quantity", 501.0),
    ("financing_record", "financing_balance", 104.0),
])  # fmt: skip
def test_just_short_of_the_line_does_not_stand(key: str, column: str, value: float) -> None:
    cells = calm()
    cells[column][-1] = value
    assert key not in standing(cells)


def test_a_short_side_that_never_was_has_not_vanished() -> None:
    cells = calm()
    cells["short_quantity"][:] = 0
    cells["short_sell_quantity"][:] = 0
    assert standing(cells) == set()


def test_sales_that_stopped_a_day_too_late_do_not_stand() -> None:
    cells = calm()
    cells["short_sell_quantity"][-4:] = 0
    assert "short_sales_stopped" not in standing(cells)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.key)
def test_without_its_history_a_fact_is_not_known(fact: object) -> None:
    short = {name: values[-fact.history + 1 :] for name, values in planted(fact.key).items()}
    stood, _ = judged(short)
    assert np.isnan(stood[fact.key][-1, 0])
    whole = {name: values[-fact.history :] for name, values in planted(fact.key).items()}
    stood, _ = judged(whole)
    assert not np.isnan(stood[fact.key][-1, 0]), "as many sessions as the fact says are enough"


def test_readings_are_what_decided() -> None:
    _, readings = judged(planted("short_vanished"))
    assert readings["short_vanished"][-1, 0] == pytest.approx(0.05)
    assert readings["short_halved"][-1, 0] == pytest.approx(-0.95)
    assert readings["conversion_ratio_changed"][-1, 0] == pytest.approx(0.6)


def test_asking_for_recent_sessions_only_changes_nothing() -> None:
    cells = planted("financing_record")
    stood, _ = judged(cells)
    days = sessions(LENGTH)
    recent, _ = judged(cells, since=days[-1])
    assert len(recent.sessions) < LENGTH
    for fact in FACTS:
        assert np.array_equal(stood[fact.key][-2:], recent[fact.key][-2:], equal_nan=True)


def test_a_session_without_detail_is_not_known() -> None:
    cells = calm()
    for name in MARGIN_COLUMNS:
        cells[name][-1] = np.nan
    stood, _ = judged(cells)
    unknown = {fact.key for fact in FACTS if np.isnan(stood[fact.key][-1, 0])}
    assert unknown == {fact.key for fact in FACTS if fact.table == "margin_detail"}
    assert replace(FACTS[0], key="x").key == "x"
