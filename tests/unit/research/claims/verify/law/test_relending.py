"""Breaks if a lending that is stopped is told as open, or what is only asked, supposed or long past is refuted."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.law.read_claims import of_words


@pytest.mark.parametrize(
    ("text", "day", "part", "expected"),
    [
        ("转融券业务已重新开放。", "2025-03-10", "重新开放", "refuted"),
        ("转融券业务已重新开放。", "2023-03-10", "重新开放", "not_checkable"),
        ("Securities refinancing has been restarted.", "2025-03-10", "restarted", "refuted"),
        ("经由转融通取得券源的渠道再次开放。", "2025-03-10", "再次开放", "refuted"),
        ("监管部门叫停了转融资业务。", "2025-03-10", "转融资", "refuted"),
        ("监管部门叫停了转融券业务。", "2025-03-10", "转融券", "not_checkable"),
        ("转融券叫停以后，市场扩大了券源供给。", "2025-03-10", "扩大", "refuted"),
        ("限售股出借业务全面恢复。", "2025-03-10", "恢复", "refuted"),
        ("转融券余额创出新高。", "2025-03-10", "新高", "refuted"),
        ("转融券何时恢复尚不清楚。", "2025-03-10", "恢复", "not_checkable"),
        ("若转融券恢复，券源会增加。", "2025-03-10", "恢复", "not_checkable"),
        ("转融券余额2023年创出新高。", "2025-03-10", "新高", "not_checkable"),
        ("转融资业务在2016年恢复。", "2025-03-10", "恢复", "not_checkable"),
    ],
)
def test_what_a_stopped_lending_does(text: str, day: str, part: str, expected: str) -> None:
    assert of_words(text, day, part) == expected
