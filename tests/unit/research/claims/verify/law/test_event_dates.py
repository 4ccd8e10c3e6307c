"""Breaks if a day of the timeline, or the first day of a change, is confirmed wrongly or called wrong."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.law.read_claims import of_words


@pytest.mark.parametrize(
    ("text", "day", "part", "expected"),
    [
        ("转融券业务已于2024年7月11日暂停。", "2025-11-20", "2024年7月11日", "supported"),
        ("转融券业务已于2023年7月11日暂停。", "2025-11-20", "2023年7月11日", "refuted"),
        (
            "Lending of shares by China Securities Finance has been halted since July 2024.",
            "2025-11-20",
            "July 2024",
            "supported",
        ),
        ("Lending of shares by China Securities Finance has been halted since July 2022.", "2025-11-20", "July 2022", "refuted"),
        (
            "The uniform 130 percent floor on the maintenance ratio was abolished in August 2019.",
            "2025-11-20",
            "August 2019",
            "supported",
        ),
        ("130%的统一最低线早在2019年就已取消。", "2025-11-20", "2019年", "supported"),
        ("2022年10月,两融标的由1600只扩至2200只。", "2025-11-20", "2200只", "supported"),
        ("2021年10月,两融标的由1600只扩至2200只。", "2025-11-20", "2200只", "refuted"),
        ("The list of eligible stocks was widened to 900 names in September 2014.", "2025-11-20", "900 names", "supported"),
        ("两融试点于2010年3月31日启动,首批6家券商获准。", "2025-11-20", "6家", "supported"),
        ("两融试点于2010年3月31日启动,首批8家券商获准。", "2025-11-20", "8家", "refuted"),
        ("In March 2010 a trial started with six brokers.", "2025-11-20", "six brokers", "supported"),
        ("Trading on margin came to the Beijing bourse on February 13, 2023.", "2025-11-20", "February 13, 2023", "supported"),
        ("Trading on margin came to the Beijing bourse on February 13, 2024.", "2025-11-20", "February 13, 2024", "refuted"),
        ("2023年8月28日起证券交易印花税减半至0.05%。", "2025-11-20", "0.05%", "supported"),
        ("目前股票卖出须缴纳0.1%的印花税。", "2025-11-20", "0.1%", "refuted"),
        ("融资保证金比例上调。新规自1月19日起施行,存续合约展期仍按80%计算。", "2026-01-19", "80%", "supported"),
        ("融资保证金比例上调至100%。新规自1月15日起施行。", "2026-01-19", "1月15日", "refuted"),
        ("The requirement takes effect on January 26 for margin purchases.", "2026-01-19", "January 26", "refuted"),
        ("限售股转融通出借自2024年1月29日起全面暂停。", "2025-11-20", "2024年1月29日", "supported"),
        ("融资融券业务2010年3月31日正式开闸。", "2025-12-01", "2010年3月31日", "supported"),
        ("融资融券业务2011年3月31日正式开闸。", "2025-12-01", "2011年3月31日", "refuted"),
        ("转融券试点始于2013年2月。", "2025-12-01", "2013年2月", "supported"),
        ("转融券试点始于2014年2月。", "2025-12-01", "2014年2月", "refuted"),
        ("证监会2024年7月10日宣布暂停转融券。", "2025-12-01", "2024年7月10日", "supported"),
        ("证监会2024年8月10日宣布暂停转融券。", "2025-12-01", "2024年8月10日", "refuted"),
        ("存量转融券合约须在2024年9月底前全部了结。", "2025-12-01", "2024年9月底", "supported"),
        ("存量转融券合约须在2024年12月底前全部了结。", "2025-12-01", "2024年12月底", "refuted"),
        (
            "Outstanding relending contracts had to be closed by September 30, 2024.",
            "2025-12-01",
            "September 30, 2024",
            "supported",
        ),
        ("Outstanding relending contracts had to be closed by October 31, 2024.", "2025-12-01", "October 31, 2024", "refuted"),
    ],
)
def test_days_of_events(text: str, day: str, part: str, expected: str) -> None:
    assert of_words(text, day, part) == expected
