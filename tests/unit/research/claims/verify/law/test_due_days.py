"""Breaks if a contract is let run longer than its term, if a due day is refuted where it may be extended, or if a holiday's shift counts as a mistake."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.law.read_claims import of_words


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("A margin loan drawn on 3 March 2026 falls due no later than early September 2026.", "September", "supported"),
        ("A margin loan drawn on 3 March 2026 falls due no later than early December 2026.", "December", "refuted"),
        ("A margin loan drawn on 3 March 2026 falls due in December 2026.", "December", "not_checkable"),
        ("A margin contract opened on 20 October 2025 with a term of three months expires on January 20, 2026.", "January", "supported"),
        ("A margin contract opened on 20 October 2025 with a term of three months expires on March 20, 2026.", "March", "refuted"),
        ("融资合约于2025年11月10日开立，期限六个月，最迟于2026年5月10日到期。", "5月10日", "supported"),
        ("融资合约于2025年11月10日开立，期限六个月，最迟于2026年4月10日到期。", "4月10日", "refuted"),
        ("一笔2026年1月5日开立的融资合约，不展期的话最晚2026年8月25日到期。", "8月25日", "refuted"),
        ("一笔2026年1月5日开立的融资合约，展期后最晚2026年12月5日到期。", "12月5日", "not_checkable"),
        ("融资合约于2025年8月31日开立，期限六个月，到期日为2026年2月28日。", "2月28日", "supported"),
    ],
)  # fmt: skip
def test_a_contract_runs_out_with_its_term(text: str, part: str, expected: str) -> None:
    assert of_words(text, "2026-01-20", part) == expected
