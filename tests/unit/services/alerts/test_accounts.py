"""An account is kept only when asked, under a name that is no path, and its lines are read at each close."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from liangrong.core.errors import BadInput, UnknownName, UsageError
from liangrong.services.alerts.account_readings import account_readings
from liangrong.services.alerts.accounts import (
    ForgetAccountRequest,
    SaveAccountRequest,
    account_text,
    forget_account,
    save_account,
    saved_accounts,
)
from liangrong.services.alerts.alerts import AddAlertRequest, add_alert
from liangrong.services.alerts.conditions import parse_condition
from liangrong.services.alerts.evaluation import check_alerts
from liangrong.services.alerts.history import alert_history
from liangrong.services.alerts.reading import Reading
from liangrong.services.workspace import Workspace
from tests.unit.services.alerts.conftest import DAYS, put, quote

SHARE = "600000.SH"
TEXT = f"""
account_id: mine
as_of: {DAYS[0]}
cash: 0
financing:
  - {{security: {SHARE}, opened_on: {DAYS[0]}, quantity: 1000, principal: 10000, margin_ratio: 1.00, rate: 0}}
collateral:
  - {{security: {SHARE}, quantity: 1000}}
"""
"""2,000 shares against 10,000 元: the maintenance ratio is a fifth of the price."""
CLOSES = (10, 6.8, 6, 6.4, 6.6, 6)


@pytest.fixture
def market(workspace: Workspace) -> Workspace:
    days = DAYS[: len(CLOSES)]
    put(workspace, dict.fromkeys(days, 100))
    return quote(workspace, SHARE, dict(zip(days, CLOSES, strict=True)))


def read(workspace: Workspace, condition: str) -> list[Reading]:
    return account_readings(workspace, parse_condition(condition), DAYS[: len(CLOSES)])


def test_the_line_of_the_day_is_compared_with_the_account_of_the_day(market: Workspace) -> None:
    save_account(market, SaveAccountRequest("我的", TEXT))
    found = read(market, "account 我的 maintenance_ratio < call_line")
    assert [each.value for each in found] == [Decimal(str(close)) / 5 for close in CLOSES]
    below = [Decimal(str(close)) / 5 < each.limit for close, each in zip(CLOSES, found, strict=True)]
    assert [each.holds for each in found] == below
    assert {True, False} == set(below)


def test_zones_and_money_are_read_too(market: Workspace) -> None:
    save_account(market, SaveAccountRequest("m", TEXT))
    zones = read(market, "account m zone is call")
    assert [each.word for each in zones][:3] == ["normal", "warning", "call"]
    assert [each.holds for each in zones][:3] == [False, False, True]
    assert read(market, "account m equity < 5000元")[1].value == 3600


def test_without_debt_no_line_is_reached(market: Workspace) -> None:
    save_account(market, SaveAccountRequest("m", f"account_id: m\nas_of: {DAYS[0]}\ncash: 100\n"))
    found = read(market, "account m maintenance_ratio < call_line")
    assert {each.holds for each in found} == {False}
    assert "debt" in found[0].reason.en


def test_what_cannot_be_valued_says_why(market: Workspace) -> None:
    save_account(market, SaveAccountRequest("m", TEXT.replace(f"as_of: {DAYS[0]}", f"as_of: {DAYS[2]}")))
    assert [each.holds for each in read(market, "account m debt > 1元")] == [None, None, True, True, True, True]
    assert read(market, "account nobody debt > 1元")[0].holds is None
    (market.store.path / "alerts/accounts/m.account").write_text("cash: 100\n")
    found = read(market, "account m debt > 1元")[0]
    assert found.holds is None
    assert str(market.store.path) not in found.reason.en


def test_one_of_several_accounts_is_named(market: Workspace) -> None:
    second = TEXT.replace("mine", "other").replace("principal: 10000", "principal: 12000")
    both = "\n".join(
        f"- {line}" if line.startswith("account_id") else f"  {line}" for line in (TEXT + second).strip().splitlines() if line
    )
    save_account(market, SaveAccountRequest("desk", both))
    found = read(market, "account desk debt > 1元")[0]
    assert (found.holds, "desk/other" in found.reason.en) == (None, True)
    assert read(market, "account desk/other debt > 1元")[0].value == 12000


def test_a_call_is_told_when_it_comes(workspace: Workspace) -> None:
    for day, close in zip(DAYS, CLOSES, strict=False):
        put(workspace, {day: 100})
        quote(workspace, SHARE, {day: close})
        if day == DAYS[0]:
            save_account(workspace, SaveAccountRequest("m", TEXT))
            add_alert(workspace, AddAlertRequest("account m maintenance_ratio < call_line"))
        check_alerts(workspace)
    told = alert_history(workspace).data
    assert sorted(DAYS.index(day) for day in told["session"]) == [2, 5]
    assert told["value"].to_list() == [1.2, 1.2]
    assert "追保线" in told["text_zh"][0]


def test_a_price_in_the_file_is_said_to_stand_still(market: Workspace) -> None:
    fixed = TEXT.replace("quantity: 1000}", "quantity: 1000, price: 9}")
    assert SHARE in save_account(market, SaveAccountRequest("m", fixed)).warnings[0].en
    assert save_account(market, SaveAccountRequest("m", TEXT)).warnings == ()


def test_nothing_is_kept_that_is_no_account(market: Workspace) -> None:
    with pytest.raises(BadInput):
        save_account(market, SaveAccountRequest("m", "hello: world"))
    assert not (market.store.path / "alerts").exists()


@pytest.mark.parametrize("name", ["", "../m", "a/b", "a\\b", ".m", "-m", "two words", "m\x00", "a" * 41, "m.json"])
def test_a_name_is_no_path(market: Workspace, name: str) -> None:
    before = sorted(market.store.path.rglob("*"))
    with pytest.raises(UsageError):
        save_account(market, SaveAccountRequest(name, TEXT))
    assert sorted(market.store.path.rglob("*")) == before


def test_what_is_kept_is_listed_and_forgotten(market: Workspace, tmp_path: Path) -> None:
    save_account(market, SaveAccountRequest("甲", TEXT))
    save_account(market, SaveAccountRequest("b-2", TEXT.encode()))
    assert saved_accounts(market).data["name"].to_list() == ["b-2", "甲"]
    assert account_text(market, "甲").content == TEXT.encode()
    assert forget_account(market, ForgetAccountRequest("甲")).data["name"].to_list() == ["b-2"]
    with pytest.raises(UnknownName, match="b-2"):
        forget_account(market, ForgetAccountRequest("甲"))
    with pytest.raises(UnknownName):
        add_alert(market, AddAlertRequest("account 甲 debt > 1元"))
