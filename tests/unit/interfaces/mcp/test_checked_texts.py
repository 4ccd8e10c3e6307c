"""``check_text``: an agent reads what does not hold first, and is told how many claims there were."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Call = Callable[..., Any]
SUM = "甲、乙、丙三家的融资余额分别为30亿元、20亿元和10亿元，合计65亿元。"
FAIR = "丁的融资余额由100亿元增至125亿元，增长25%。"


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("| ") and line[2].isdigit()]


def test_the_table_begins_with_what_does_not_hold(call: Call) -> None:
    """The wrong sum stands in the second sentence; its row comes first."""
    found = call("check_text", {"text": FAIR + SUM, "lang": "en"})
    assert not found.is_error
    table = lines(found.content[0].text)
    signs = [line.split(" | ")[2][0] for line in table]
    assert signs[0] == "✗"
    assert signs == sorted(signs, key="✗✓?".index)
    assert len(table) == found.structured_content["rows"]
    assert found.structured_content["warnings"][0].startswith(f"{len(table)} claims: ")
    assert f"- {found.structured_content['warnings'][0]}" in found.content[0].text


def test_the_structured_answer_keeps_the_order_of_the_text(call: Call) -> None:
    rows = call("check_text", {"text": FAIR + SUM}).structured_content["data"]
    assert [row["claim"] for row in rows] == list(range(len(rows)))


def test_what_is_cut_off_is_what_matters_least(call: Call) -> None:
    rows = call("check_text", {"text": FAIR + SUM, "limit": 1}).structured_content["data"]
    assert [row["support"] for row in rows] == ["refuted"]


def test_a_bar_and_a_line_break_do_not_break_the_table(call: Call) -> None:
    found = call("check_text", {"text": "| 甲 | 10亿元 |\n| 乙 | 20亿元 |\n甲比乙多|10%。"})
    assert all(line.replace("\\|", "").count("|") == 6 for line in lines(found.content[0].text))


def test_a_file_of_the_server_is_no_argument(call: Call) -> None:
    found = call("check_text", {"text": FAIR, "figures": "/etc/passwd"})
    assert found.is_error
    assert "figures" in found.content[0].text


def test_a_text_without_claims_says_so(call: Call) -> None:
    found = call("check_text", {"text": "---", "lang": "en"})
    assert found.structured_content["data"] == []
    assert "No claim was found" in found.content[0].text
