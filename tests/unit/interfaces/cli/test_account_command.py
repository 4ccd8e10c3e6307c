"""``liangrong account``: from a file to an answer, in both languages, and what is said of a bad file."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from liangrong.core.calendar import mainland
from liangrong.market.schemas import conform
from liangrong.market.tables import table
from tests.small_market import stored
from tests.unit.interfaces.conftest import Asked

MIXED: dict[str, Any] = {
    "id": "mixed", "as_of": "2025-06-30", "investor": "general", "netting": "per_contract",
    "cash_incl_short_proceeds": "900000", "accrued_interest_and_fees": "5432.10",
    "collateral": [{"code": "ETF", "qty": "100000", "price": "4.00", "haircut": "0.90"},
                   {"code": "TB", "qty": "2000", "price": "100", "haircut": "0.95"}],
    "financing": [{"code": "P", "opened": "2025-05-06", "qty": "8000", "purchase_price": "62.50", "price": "58.00",
                   "haircut": "0.65", "margin_ratio": "0.80"}],
    "short": [{"code": "Q", "opened": "2025-05-06", "qty_owed": "6000", "sell_amount": "300000", "price": "46.00",
               "haircut": "0.70", "margin_ratio": "1.00"}],
}  # fmt: skip
"""900,000 + 360,000 + 190,000 − 36,000 + 16,800 − 300,000 − 400,000 − 276,000 − 5,432.10 = 449,367.90 available;
1,964,000 / 781,432.10 = 251.3334 %."""

CALLED: dict[str, Any] = {
    "account_id": "called", "as_of": "2025-06-30", "cash": "0",
    "financing": [{"security": "600000", "opened_on": "2025-03-03", "quantity": 125000, "principal": "1000000", "price": "10",
                   "conversion_ratio": "0.65"}],
}  # fmt: skip
"""1,250,000 of shares against a debt of 1,000,000: 125 %, below the call line of 130 %; the target is 140 %."""


@pytest.fixture
def write(tmp_path: Path) -> Any:
    """Write accounts to a JSON file and give its path."""

    def written(*accounts: dict[str, Any]) -> Path:
        path = tmp_path / "accounts.json"
        path.write_text(json.dumps(accounts[0] if len(accounts) == 1 else accounts, ensure_ascii=False), encoding="utf-8")
        return path

    return written


def rows(out: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(out)["data"]
    return found


def test_assess_gives_one_row_per_account_in_the_order_of_the_file(ask: Asked, write: Any) -> None:
    code, out, _ = ask("account", "assess", write(MIXED, CALLED), "--format", "json")
    assert code == 0
    mixed, called = rows(out)
    assert (mixed["account"], called["account"]) == ("mixed", "called")
    assert mixed["available_margin"] == "449367.90"
    assert (mixed["assets"], mixed["debt"]) == ("1964000.00", "781432.10")
    assert round(mixed["maintenance_ratio"], 6) == 2.513334
    assert (called["zone"], called["shortfall"]) == ("call", "150000.00")


def test_an_account_without_debt_has_no_ratio(ask: Asked, write: Any) -> None:
    _, out, _ = ask("account", "assess", write({"as_of": "2025-06-30", "cash": "1000"}), "--format", "json")
    assert rows(out)[0]["maintenance_ratio"] is None


def test_a_table_of_one_account_shows_all_its_numbers_to_the_fen(ask: Asked, write: Any) -> None:
    _, out, _ = ask("account", "assess", write(MIXED))
    assert "449,367.90" in out
    assert "维持担保比例" in out
    assert "251.33" in out
    _, english, _ = ask("account", "assess", write(MIXED), "--lang", "en")
    assert "available margin" in english
    assert "保证金" not in english


def test_money_in_csv_has_two_decimals(ask: Asked, write: Any) -> None:
    _, out, _ = ask("account", "assess", write(MIXED, CALLED), "--format", "csv")
    first = next(csv.DictReader(out.splitlines()))
    assert first["debt"] == "781432.10"


def test_capacity_names_the_binding_rule(ask: Asked, write: Any) -> None:
    _, out, _ = ask("account", "capacity", write(MIXED), "--order", "financing_buy", "--format", "json")
    unnamed, *named = rows(out)
    assert unnamed["security"] is None
    assert unnamed["max_amount"] == "561709.88"  # 449,367.90 / 0.80
    assert unnamed["binding"] == "available_margin"
    p = next(row for row in named if row["security"] == "P")
    assert p["max_quantity"] == 9600  # 561,709.87 / 58.00 = 9,684.6, floored to hundreds


def test_capacity_for_a_security_that_the_account_does_not_have(ask: Asked, write: Any) -> None:
    words = ("--security", "sh688981", "--price", "100", "--order", "short_sell", "--format", "json")
    code, out, _ = ask("account", "capacity", write(MIXED), *words)
    (row,) = rows(out)
    assert code == 0
    assert row["security"] == "688981.SH"
    assert row["max_quantity"] == 4493  # 449,367.90 / 1.00 / 100, in steps of one above 200
    code, _, err = ask("account", "capacity", write(MIXED), "--security", "688981", "--lang", "en")
    assert code == 2
    assert "688981.SH" in err


def test_distance_to_the_call_line_as_a_price(ask: Asked, write: Any) -> None:
    _, out, _ = ask("account", "distance", write(CALLED), "--by", "security", "--format", "json")
    call = next(row for row in rows(out) if row["line"] == "call_line")
    assert call["beyond"] is True
    assert call["price"] == "10.4000"  # 1.3 × 1,000,000 / 125,000
    assert round(call["price_move"], 10) == 0.04


def test_the_ways_to_cure_a_call(ask: Asked, write: Any) -> None:
    _, out, _ = ask("account", "cure", write(CALLED), "--target", "150%", "--format", "json")
    amounts = {row["way"]: row["amount"] for row in rows(out)}
    assert "250000.00" in amounts.values()  # cash: 1.5 × 1,000,000 − 1,250,000
    assert "166666.67" in amounts.values()  # repayment from outside: 1,000,000 − 1,250,000 / 1.5
    assert "500000.00" in amounts.values()  # sale: 250,000 / 0.5


def test_a_forced_sale_restores_the_target_with_as_little_as_it_can(ask: Asked, write: Any) -> None:
    _, out, _ = ask("account", "liquidate", write(CALLED), "--format", "json")
    *steps, after = rows(out)
    assert [step["step"] for step in steps] == ["forced_sale"]
    assert 1.4 <= after["maintenance_ratio"] < 1.4007  # one lot more or less is 0.0006
    assert steps[0]["quantity"] % 100 == 0
    assert after["unmet"] == "0.00"


def test_explain_draws_a_tree_and_gives_it_as_rows(ask: Asked, write: Any) -> None:
    _, drawn, _ = ask("account", "explain", write(MIXED), "--measure", "available_margin")
    assert drawn.startswith("保证金可用余额 = 449,367.90 元")
    assert "第四十条" in drawn
    _, out, _ = ask("account", "explain", write(MIXED), "--measure", "available_margin", "--format", "json")
    root = rows(out)[0]
    assert (root["path"], root["value"].rstrip("0")) == ("1", "449367.9")


def test_explain_asks_which_account_is_meant(ask: Asked, write: Any) -> None:
    code, _, err = ask("account", "explain", write(MIXED, CALLED), "--lang", "en")
    assert (code, "The file holds 2 accounts; name one with --account: mixed, called." in err) == (2, True)
    assert "没有名为“nobody”的账户" in ask("account", "explain", write(MIXED, CALLED), "--account", "nobody", "--lang", "zh")[2]
    assert ask("account", "explain", write(MIXED, CALLED), "--account", "called")[0] == 0


def test_above_the_withdrawal_line_is_not_called_withdrawable_in_chinese(ask: Asked, write: Any) -> None:
    """Other collateral lifts the ratio to 436.67 %, and counts for no margin: nothing may be taken out."""
    account = {
        "as_of": "2026-02-02", "cash": "0", "other_collateral": "100000",
        "financing": [{"code": "159915", "opened": "2026-01-19", "qty": "10000", "purchase_price": "3", "price": "3.1", "haircut": "0.9"}],
    }  # fmt: skip
    assert "高于提取线" in ask("account", "assess", write(account), "--lang", "zh")[1]


LEDGER = """
account_id: walk
as_of: 2025-09-01
events:
  - {event: deposit, on: 2025-09-01, amount: 100000}
  - {event: market_update, on: 2025-09-01, marks: {600000: {price: 10, conversion_ratio: 0.65}}}
  - {event: financing_buy, on: 2025-09-01, security: 600000, quantity: 10000, price: 10, rate: 7.2%}
  - {event: clearing, on: 2025-09-01}
  - {event: clearing, on: 2025-09-02, prices: {600000: 2.9}}
"""


def test_replay_shows_each_event_and_what_it_led_to(ask: Asked, tmp_path: Path) -> None:
    path = tmp_path / "walk.yaml"
    path.write_text(LEDGER, encoding="utf-8")
    code, out, _ = ask("account", "replay", path, "--format", "json")
    assert code == 0
    paid, _, bought, first, last = rows(out)
    assert paid["paid_in"] == "100000.00"
    assert (bought["debt"], bought["available_margin"]) == ("100000.00", "20000.00")  # 100,000 − 80 % of 100,000
    assert first["debt"] == "100020.00"  # 100,000 × 7.2 % / 360 a day
    assert last["account_line"] == "called"  # 129,000 / 100,040 = 128.9 %
    assert "2025-09-03" in last["note_en"]


def test_a_replay_stops_at_what_cannot_happen(ask: Asked, tmp_path: Path) -> None:
    path = tmp_path / "walk.yaml"
    path.write_text(LEDGER.replace("quantity: 10000", "quantity: 20000"), encoding="utf-8")
    code, _, err = ask("account", "replay", path, "--lang", "en")
    assert code == 4
    assert "2025-09-01" in err
    assert "margin" in err


def test_a_file_without_a_ledger_cannot_be_replayed(ask: Asked, write: Any) -> None:
    code, _, err = ask("account", "replay", write(MIXED), "--lang", "en")
    assert code == 3
    assert "events" in err


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"collateral": [{"code": "999999.SH", "qty": "1", "price": "1", "haircut": "0.5"}]}, ("999999.SH", "collateral")),
        ({"collateral": [{"code": "A", "qty": "-5", "price": "1", "haircut": "0.5"}]}, ("quantity", "-5")),
        ({"as_of": "2009-01-05"}, ("2009-01-05", "2010-03-31")),
        ({"cash_incl_short_proceeds": "many"}, ("many",)),
    ],
)
def test_a_bad_account_is_refused_with_a_sentence(ask: Asked, write: Any, change: dict[str, Any], told: tuple[str, ...]) -> None:
    code, out, err = ask("account", "assess", write({**MIXED, **change}), "--lang", "en", "--format", "json")
    assert code == 4
    assert json.loads(out)["error"]["code"] == "invalid_account"
    for word in told:
        assert word in err


def test_a_contract_under_the_floor_of_its_day_is_refused_with_the_rule(ask: Asked, write: Any) -> None:
    contract = {**MIXED["financing"][0], "opened": "2026-01-20"}
    code, _, err = ask("account", "assess", write({**MIXED, "as_of": "2026-02-02", "financing": [contract]}), "--lang", "en")
    assert code == 4
    for word in ("margin_ratio", "0.80", "2026-01-19"):
        assert word in err


def test_lines_in_an_order_that_makes_no_sense_are_refused(ask: Asked, write: Any) -> None:
    code, _, err = ask(
        "account", "assess", write({**CALLED, "terms": {"warning_line": "1.30", "call_line": "1.45"}}), "--lang", "en"
    )
    assert code == 4
    assert "call" in err
    assert "warning" in err


def test_agreed_lines_are_used(ask: Asked, write: Any) -> None:
    terms = {"warning_line": "1.60", "call_line": "1.50", "immediate_line": "1.40", "cure_target": "1.60"}
    _, out, _ = ask("account", "assess", write({**CALLED, "terms": terms}), "--format", "json")
    assert rows(out)[0]["zone"] == "immediate"
    assert rows(out)[0]["shortfall"] == "350000.00"  # 1.6 × 1,000,000 − 1,250,000


def test_a_pack_tightens_the_lines(ask: Asked, write: Any) -> None:
    _, out, _ = ask("account", "assess", write(CALLED), "--pack", "line_scheme_b", "--format", "json")
    assert rows(out)[0]["zone"] == "call"
    code, _, err = ask("account", "assess", write(CALLED), "--pack", "no_such_pack", "--lang", "en")
    assert code == 2
    assert "line_scheme_b" in err


def test_a_price_that_nobody_knows_is_asked_for(ask: Asked, write: Any, tmp_path: Path) -> None:
    account = {"as_of": "2025-06-30", "cash": "1", "collateral": [{"security": "600519", "quantity": 100}]}
    code, _, err = ask("account", "assess", write(account), "--store", tmp_path / "none", "--lang", "en")
    assert code == 4
    assert "600519.SH" in err
    assert "as the store" in err


def test_whatif_spares_open_contracts_unless_told_otherwise(ask: Asked, write: Any) -> None:
    old = {**MIXED, "as_of": "2026-01-16"}
    _, out, _ = ask("account", "whatif", write(old), "--rule", "financing_margin_ratio=100%", "--format", "json")
    before, after, change = rows(out)
    assert before["largest_financing_buy"] == "561709.88"  # 449,367.90 / 80 %
    assert after["largest_financing_buy"] == "449367.90"
    assert change["available_margin"] == "0.00"
    words = ("--rule", "financing_margin_ratio=100%", "--all-contracts", "--format", "json")
    _, out, _ = ask("account", "whatif", write(old), *words)
    assert rows(out)[2]["available_margin"] == "-100000.00"  # 20 % of the 500,000 financed


def test_whatif_moves_prices_of_all_of_one_or_of_an_industry(ask: Asked, write: Any) -> None:
    _, out, _ = ask("account", "whatif", write(CALLED), "--price", "-15%", "--format", "json")
    assert rows(out)[1]["maintenance_ratio"] == 1.0625  # 1,062,500 / 1,000,000
    _, out, _ = ask("account", "whatif", write(MIXED), "--price", "P=+10%", "--format", "json")
    assert rows(out)[2]["assets"] == "46400.00"  # 10 % of 464,000
    code, _, err = ask("account", "whatif", write(CALLED), "--price", "industry:电子=-20%", "--lang", "en")
    assert code == 2
    assert "电子" in err


def test_whatif_a_conversion_ratio_falls_to_zero(ask: Asked, write: Any) -> None:
    _, out, _ = ask("account", "whatif", write(MIXED), "--conversion-ratio", "ETF=0", "--format", "json")
    change = rows(out)[2]
    assert change["available_margin"] == "-360000.00"
    assert change["maintenance_ratio"] == 0.0


@pytest.mark.parametrize("words", [(), ("--price", "abc"), ("--rule", "call_line")])
def test_whatif_says_what_it_cannot_read(ask: Asked, write: Any, words: tuple[str, ...]) -> None:
    code, _, err = ask("account", "whatif", write(CALLED), *words, "--lang", "en")
    assert code == 2
    assert "--price" in err or "--rule" in err


def test_a_story_that_the_law_forbids(ask: Asked) -> None:
    code, out, _ = ask(
        "account", "case", "--fall", "15%", "--loss", "60000", "--line", "120%", "--format", "json", "--lang", "en"
    )
    assert code == 0
    told = {row["story_quantity"]: row for row in rows(out)}
    assert {row["feasible"] for row in told.values()} == {False}
    assert told["position"]["least"] == told["position"]["most"] == 400_000  # 60,000 / 0.15
    assert told["loan"]["least"] == pytest.approx(340_000 / 1.2)
    assert told["loan"]["least_excluded"]
    warnings = json.loads(out)["warnings"]
    assert "2.4286" in warnings[0]
    assert "2.0000" in warnings[0]


def test_a_story_whose_facts_contradict_each_other(ask: Asked) -> None:
    _, out, _ = ask(
        "account", "case", "--fall", "15%", "--loss", "60000", "--position", "500000", "--format", "json", "--lang", "en"
    )
    assert rows(out)[0]["feasible"] is False
    assert "cannot" in json.loads(out)["warnings"][0]


def test_a_story_without_facts_is_asked_for_some(ask: Asked) -> None:
    code, _, err = ask("account", "case", "--lang", "en")
    assert code == 2
    assert "--fall" in err


def test_the_least_unlikely_way_to_the_call_line(ask: Asked, write: Any, tmp_path: Path) -> None:
    days = mainland().between(date(2025, 1, 2), date(2025, 6, 30))
    moves = [Decimal("1.01") if place % 2 else Decimal("0.99") for place in range(len(days))]
    quotes = pl.DataFrame({
        "security_id": ["600000.SH"] * len(days), "trade_date": days, "previous_close": [Decimal(10)] * len(days),
        "close": [10 * move for move in moves],
    })  # fmt: skip
    store = stored(tmp_path / "store", {"quotes": conform(table("quotes"), quotes, source="file")})
    healthy = {**CALLED, "financing": [{**CALLED["financing"][0], "price": "12"}]}
    _, out, _ = ask("account", "reverse", write(healthy), "--store", store, "--format", "json")
    (row,) = rows(out)
    assert round(row["price_move"], 6) == round(10.4 / 12 - 1, 6)  # called at 1.3 × 1,000,000 / 125,000 = 10.40
    assert row["standard_deviations"] == pytest.approx((1 - 10.4 / 12) / 0.01, rel=0.01)  # returns are 1 % up and down
    code, _, err = ask("account", "reverse", write(MIXED), "--store", store, "--lang", "en")
    assert code == 3
    assert "ETF" in err


def test_a_later_day_adds_the_interest_since_the_statement(ask: Asked, write: Any) -> None:
    account = {**CALLED, "financing": [{**CALLED["financing"][0], "rate": "7.2%"}]}
    _, own, _ = ask("account", "assess", write(account), "--format", "json")
    assert rows(own)[0]["accrued_charges"] == "0.00"  # the statement says of none, and is not counted again from the opening
    _, later, _ = ask("account", "assess", write(account), "--as-of", "2025-07-10", "--format", "json")
    assert rows(later)[0]["accrued_charges"] == "2000.00"  # 1,000,000 × 7.2 % / 360 × 10 days, from 06-30 through 07-09
