"""The book in itself: what its parameters must have in common, and where two of them speak of one thing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest

from liangrong.core.calendar import Calendar
from liangrong.rules.events import events
from liangrong.rules.packs import load_pack, packs
from liangrong.rules.parameters import Parameter
from liangrong.rules.rulebook import Rulebook

BEIJING_OPENS, BEIJING_MARGIN = date(2021, 11, 15), date(2023, 2, 13)
PILOT = date(2010, 3, 31)
ORDINARY_TRADE = {"order_size_min", "order_size_step", "price_limit", "stamp_duty_rate", "transfer_fee_rate"}
NOT_OF_ONE_EXCHANGE = {"bse_start", "eligible_from_first_session"}
REACH = {"all": "all", "new_contracts": "new_contracts", "new_and_agreed": "new_and_agreed", "new_and_rollovers": "new_contracts"}


@pytest.fixture(scope="module")
def parameters() -> Mapping[str, Parameter]:
    return Rulebook.load().parameters


def test_every_value_begins_on_a_session(parameters: Mapping[str, Parameter], calendar: Calendar) -> None:
    wrong = [(p.name, d.start) for p in parameters.values() for d in p.values if not calendar.is_session(d.start)]
    assert wrong == []


def test_nothing_begins_before_the_pilot(parameters: Mapping[str, Parameter]) -> None:
    assert [p.name for p in parameters.values() if p.start < PILOT] == []


def test_no_rule_of_an_exchange_reaches_beijing_before_its_time(parameters: Mapping[str, Parameter]) -> None:
    early = {
        (p.name, d.start)
        for p in parameters.values()
        if p.authority == "exchanges" and p.name not in NOT_OF_ONE_EXCHANGE
        for d in p.values
        if "BSE" in d.venues and d.start < (BEIJING_OPENS if p.name in ORDINARY_TRADE else BEIJING_MARGIN)
    }
    assert early == set()


def test_everything_is_said_in_both_languages(parameters: Mapping[str, Parameter]) -> None:
    for p in parameters.values():
        assert re.search(r"[一-鿿]", p.title_zh), p.name
        assert p.title_en.isascii(), p.name
        for d in p.values:
            assert bool(d.note_zh) == bool(d.note_en), (p.name, d.start)
            assert d.note_en.isascii(), (p.name, d.start)


def test_a_citation_names_a_document_and_no_key(parameters: Mapping[str, Parameter]) -> None:
    for p in parameters.values():
        for d in p.values:
            assert re.search(r"[一-鿿]", d.citation), (p.name, d.start)
            assert not re.search(r"\[[A-Z]", d.citation), (p.name, d.start)


def test_an_announcement_comes_before_its_rule(parameters: Mapping[str, Parameter]) -> None:
    late = [(p.name, d.start) for p in parameters.values() for d in p.values if d.announced and d.announced > d.start]
    assert late == []


@pytest.mark.parametrize("name", ["financing_margin_ratio", "short_margin_ratio"])
def test_each_change_of_a_margin_ratio_is_an_event_of_the_timeline(parameters: Mapping[str, Parameter], name: str) -> None:
    kind = name.partition("_")[0]
    told = {e.date: REACH[e.applies_to] for e in events() if e.event.startswith(f"{kind}_ratio_")}
    assert {d.start: d.applies_to for d in parameters[name].values if d.applies_to != "all"} == told


def test_rollovers_are_allowed_from_the_day_that_says_so(parameters: Mapping[str, Parameter]) -> None:
    allowed = next(d.start for d in parameters["rollover_allowed"].history("SSE") if d.value)
    (said,) = parameters["rollover_allowed_from"].values
    assert allowed == said.value == said.start == parameters["rollover_max_months"].start


def test_the_price_earnings_rule_and_its_threshold_and_cap_begin_together(parameters: Mapping[str, Parameter]) -> None:
    (rule, *_), (threshold, *_) = parameters["pe_zero_rule"].values, parameters["pe_zero_threshold"].values
    cap = next(d for d in parameters["conversion_ratio_cap"].values if isinstance(d.value, Mapping) and "high_pe" in d.value)
    assert rule.start == threshold.start == cap.start
    assert isinstance(rule.value, Mapping)
    assert f">= {threshold.value} " in str(rule.value["condition"])


def test_a_date_of_refinancing_is_known_from_that_day_on(parameters: Mapping[str, Parameter]) -> None:
    seen: set[str] = set()
    for dated in parameters["relending"].values:
        assert isinstance(dated.value, Mapping)
        fresh = set(dated.value) - seen - {"must_close_by"}
        assert {dated.value[key] for key in fresh} == {dated.start}
        seen |= set(dated.value)


@pytest.mark.parametrize("name", packs())
def test_a_pack_says_that_it_is_an_example(name: str) -> None:
    pack = load_pack(name)
    assert pack.example
    assert "示例" in pack.title_zh
    assert "example" in pack.title_en


@pytest.mark.parametrize("name", packs())
def test_tiers_are_written_with_the_fields_that_their_page_describes(name: str) -> None:
    for rule in load_pack(name).rules:
        if rule.parameter != "concentration_tiers":
            continue
        assert isinstance(rule.value, list)
        for row in rule.value:
            assert {"group", "ratio_from", "ratio_to", "cap"} <= set(row) <= {
                "client", "group", "ratio_from", "ratio_to", "upper_end", "cap",
            }  # fmt: skip
            assert row["group"] in {"security", "registration_boards", "named"}
            assert row.get("client", "general") in {"general", "product"}
