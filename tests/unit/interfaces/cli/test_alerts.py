"""``liangrong alerts`` from words to an exit code."""

from __future__ import annotations

import json
import socket
from datetime import date
from pathlib import Path

import pytest
import stamina

from tests.small_market import stored, totals
from tests.unit.interfaces.conftest import Asked


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store of its own, for alerts change it: the last month, with the balance at 27,000 亿 of financing."""
    return stored(tmp_path / "store", {"market_totals": totals(date(2026, 1, 5))})


def rows(out: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(out)["data"]
    return found


def test_an_alert_is_set_checked_told_and_removed(ask: Asked, store: Path) -> None:
    code, out, err = ask("alerts", "add", "融资余额 全市场 >= 2.7万亿", "--store", store, "--remark", "三月开会用")
    assert (code, "成立" in out, "全市场" in err) == (0, True, True)
    assert ask("alerts", "add", "financing_balance", "market", ">=", "2.8万亿", "--store", store)[0] == 0
    code, out, err = ask("alerts", "check", "--store", store, "--lang", "en")
    assert code == 0
    assert "financing balance of the whole market ≥ CNY 2,700.00 billion" in out
    assert "on 2026-01-30" in err
    assert "2.8" not in err
    _, out, err = ask("alerts", "check", "--store", store, "--format", "json")
    assert [row["state"] for row in rows(out)] == ["holds", "does_not_hold"]
    assert "2026-01-30 为" not in err
    _, out, _ = ask("alerts", "list", "--store", store)
    assert "三月开会用" in out
    _, out, _ = ask("alerts", "history", "--store", store, "--format", "json")
    (told,) = rows(out)
    assert (told["told"], told["session"], told["delivered_to"], told["unit"]) == ("fired", "2026-01-30", ["page"], "元")
    code, out, _ = ask("alerts", "remove", "1", "--store", store, "--format", "json")
    assert (code, [row["alert"] for row in rows(out)]) == (0, [2])
    assert len(rows(ask("alerts", "history", "--store", store, "--format", "json")[1])) == 1


def test_a_rehearsal_on_another_day_tells_nobody(ask: Asked, store: Path) -> None:
    ask("alerts", "add", "融资余额 >= 2.7万亿", "--store", store)
    code, out, _ = ask("alerts", "check", "--as-of", "2026-01-10", "--store", store, "--format", "json")
    assert (code, rows(out)[0]["state"], rows(out)[0]["session"]) == (0, "does_not_hold", "2026-01-09")
    assert rows(ask("alerts", "history", "--store", store, "--format", "json")[1]) == []


def test_what_is_watched_is_shown(ask: Asked, store: Path) -> None:
    ask("alerts", "watch", "全市场", "--store", store, "--remark", "每天")
    code, out, _ = ask("alerts", "watchlist", "--store", store, "--format", "json")
    assert code == 0
    (row,) = rows(out)
    assert (row["scope"], row["remark"], row["date"]) == ("market", "每天", "2026-01-30")
    assert str(row["financing_balance"]).count(".") == 1
    code, out, _ = ask("alerts", "watchlist", "--store", store, "--lang", "en")
    assert "change, 5 sessions (%)" in out
    assert ask("alerts", "unwatch", "market", "--store", store)[0] == 0
    assert rows(ask("alerts", "watchlist", "--store", store, "--format", "json")[1]) == []


def test_channels_are_set_tried_and_removed(ask: Asked, store: Path, tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}/x?token=secret"
    assert ask("alerts", "set-channel", "log", "file", "--path", tmp_path / "told.jsonl", "--store", store)[0] == 0
    code, out, _ = ask("alerts", "set-channel", "hook", "webhook", "--url", url, "--store", store)
    assert (code, "secret" in out) == (0, False)
    mail = ("--host", "mail.example.test", "--from", "a@example.test", "--to", "b@example.test", "--to", "c@example.test")
    code, out, _ = ask("alerts", "set-channel", "desk", "email", *mail, "--store", store, "--lang", "en")
    assert (code, "b@example.test, c@example.test" in out) == (0, True)
    ask("alerts", "remove-channel", "desk", "--store", store)
    ask("alerts", "add", "融资余额 >= 2.7万亿", "--store", store)
    with stamina.set_testing(True):
        code, _, err = ask("alerts", "check", "--store", store)
    assert (code, "没有送到“hook”" in err) == (5, True)
    assert len((tmp_path / "told.jsonl").read_text().splitlines()) == 1
    ask("alerts", "remove-channel", "hook", "--store", store)
    assert ask("alerts", "check", "--store", store)[0] == 0


def test_an_account_is_kept_watched_and_forgotten(ask: Asked, store: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({
        "account_id": "a", "as_of": "2026-01-30", "cash": "100",
        "financing": [{"security": "600000.SH", "opened_on": "2026-01-20", "quantity": "1000", "principal": "10000", "price": "10",
                       "margin_ratio": "1.00", "rate": "0"}],
    }))  # fmt: skip
    code, _, err = ask("alerts", "save-account", "我的", file, "--store", store)
    assert (code, "600000.SH" in err) == (0, True)
    code, out, _ = ask("alerts", "add", "account 我的 maintenance_ratio < call_line", "--store", store, "--format", "json")
    assert (code, rows(out)[0]["state"], rows(out)[0]["value"]) == (0, "holds", 1.01)
    assert ask("alerts", "forget-account", "我的", "--store", store)[0] == 0
    code, out, _ = ask("alerts", "check", "--store", store, "--lang", "en")
    assert (code, "no account called '我的'" in out) == (0, True)
    assert rows(ask("alerts", "accounts", "--store", store, "--format", "json")[1]) == []


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["add"], 2, "in quotes"),
        (["add", "两融余额 > 3股"], 2, "measure different things"),
        (["add", "nonsense > 3"], 2, "no measure called"),
        (["add", "两融余额 nowhere > 3亿"], 2, "no scope called 'nowhere'"),
        (["add", "average_maintenance_ratio 600519.SH > 300%"], 2, "not defined for a scope"),
        (["add", "account nobody debt > 3亿"], 2, "no account called 'nobody'"),
        (["remove", "7"], 2, "no alert called '7'"),
        (["unwatch", "market"], 2, "no watched scope"),
        (["history", "--top", "0"], 2, "at least one"),
        (["history", "--from", "soon"], 2, "no date"),
        (["set-channel", "x", "webhook", "--url", "ftp://x"], 2, "http://"),
        (["save-account", "x", "nowhere.json"], 4, "no such file"),
        (["forget-account", "x"], 2, "no account called"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(ask: Asked, store: Path, words: list[str], code: int, sentence: str) -> None:
    got, out, err = ask("alerts", *words, "--store", store, "--lang", "en")
    assert (got, out) == (code, "")
    assert sentence in err
    got, _, err = ask("alerts", *words, "--store", store, "--lang", "zh")
    assert got == code
    assert "?" not in err


def test_without_a_store_the_way_to_one_is_told(ask: Asked, tmp_path: Path) -> None:
    code, _, err = ask("alerts", "list", "--store", tmp_path / "none", "--lang", "en")
    assert (code, "liangrong sync" in err) == (3, True)
