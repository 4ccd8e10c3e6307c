"""Ledgers: each row one event, by our name, in Chinese, or by the verbs of trading platforms."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest

from liangrong.accounts.events import (
    EVENTS,
    ChargeInterest,
    Clearing,
    FinancingBuy,
    MarketUpdate,
    Rollover,
    RuleChange,
    ShortSell,
)
from liangrong.accounts.intake.layouts.fields import EVENT, EVENT_NAMES
from liangrong.accounts.intake.layouts.ledgers import read_events
from liangrong.accounts.intake.problems import Problem
from liangrong.accounts.ledger.refusals import EVENTS_ZH
from liangrong.accounts.marks import Mark

DAY = date(2026, 2, 3)


def _read(*rows):
    problems: list[Problem] = []
    return read_events([{"on": "2026-02-03", **row} for row in rows], "a.json", problems), problems


def test_every_event_and_every_field_of_it_has_a_name():
    assert set(EVENT_NAMES) == set(EVENTS)
    known = {each.name for kind in EVENTS.values() for each in fields(kind)}
    assert known | {"event"} == set(EVENT)


def test_the_names_that_refusals_print_are_read_back():
    assert all(shown in EVENT_NAMES[name] for name, shown in EVENTS_ZH.items())


def test_an_event_is_read_with_all_its_fields():
    events, problems = _read(
        {"event": "financing_buy", "security": "600519", "quantity": "100", "price": "1,400.5", "rate": "6.5%", "margin_ratio": "100%",
         "contract_id": "L1", "costs": "5"},
        {"event": "rollover", "contract_id": "L1", "months": "6", "agreed": "true"},
        {"event": "charge_interest"},
        {"event": "clearing", "prices": {"600519": "1399", "TB": "100.5"}},
        {"event": "market_update", "marks": {"600519": {"price": "1400", "折算率": "70%", "suspended": "true"}}},
        {"event": "rule_change", "parameter": "financing_margin_ratio", "value": "0.8", "reform": "true"},
        {"event": "rule_change", "parameter": "short_margin_ratio", "value": {"general": "1.1", "private_fund": "1.3"}},
    )  # fmt: skip
    assert problems == []
    assert events == (
        FinancingBuy(on=DAY, security="600519.SH", quantity=Decimal(100), price=Decimal("1400.5"), rate=Decimal("0.065"),
                     margin_ratio=Decimal(1), contract_id="L1", costs=Decimal(5)),
        Rollover(on=DAY, contract_id="L1", months=6, agreed=True),
        ChargeInterest(on=DAY),
        Clearing(on=DAY, prices={"600519.SH": Decimal(1399), "TB": Decimal("100.5")}),
        MarketUpdate(on=DAY, marks={"600519.SH": Mark(Decimal(1400), Decimal("0.7"), suspended=True)}),
        RuleChange(on=DAY, parameter="financing_margin_ratio", value=Decimal("0.8"), reform=True),
        RuleChange(on=DAY, parameter="short_margin_ratio", value={"general": Decimal("1.1"), "private_fund": Decimal("1.3")}),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["short_sell", "融券卖出", "marginsec_open", "Short_Sell"])
def test_an_event_has_several_names(name):
    events, problems = _read({"类型": name, "证券代码": "600519", "数量": "100", "价格": "1400"})
    assert problems == []
    assert events == (ShortSell(on=DAY, security="600519.SH", quantity=Decimal(100), price=Decimal(1400)),)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"event": "depozit", "amount": "1"}, "event 1, event: there is no event called 'depozit'; known: deposit"),
        ({"event": "deposit"}, "event 1, amount: is missing"),
        ({"amount": "1"}, "event 1, event: is missing"),
        ({"event": "deposit", "amount": "much"}, "event 1, amount: is 'much', which is not a number"),
        ({"event": "deposit", "amount": "1", "price": "2"}, "event 1, price: deposit has no such field"),
        ({"event": "deposit", "amount": "1", "colour": "red"}, "event 1, colour: is no known field"),
        ({"event": "deposit", "amount": "1", "on": "June"}, "event 1, on: is 'June', which is not a date"),
        ({"event": "transfer_in", "security": "600519.SZ", "quantity": "1"}, "event 1, security: is '600519.SZ'"),
        (
            {"event": "rollover", "contract_id": "L1", "months": "1.5"},
            "event 1, months: is 1.5, where a whole number is expected",
        ),
        ({"event": "rate_change", "rate": "0.05", "side": "both"}, "event 1, side: is 'both'; known: financing, short"),
        ({"event": "clearing", "prices": "1400"}, "event 1, prices: is no mapping of securities"),
        ({"event": "clearing", "prices": {"600519": "high"}}, "event 1, prices.600519: is 'high', which is not a number"),
        ({"event": "market_update", "marks": {"600519": {"price": "1"}}}, "event 1, conversion_ratio: is missing"),
    ],
)
def test_an_event_that_cannot_be_read_is_told_with_its_row_and_field(row, said):
    events, problems = _read(row)
    assert events == ()
    assert problems[0].sentence("en").removeprefix("a.json, ").startswith(said)


def test_a_row_that_is_no_mapping_is_told_so():
    problems: list[Problem] = []
    assert read_events(["deposit"], "a.json", problems) == ()
    assert "is no mapping" in problems[0].en
