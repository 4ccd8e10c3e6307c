"""What an account holds is reckoned whole, and a ratio that is only supposed belongs to its own part of the sentence."""

from __future__ import annotations

import pytest

from .test_closings import support


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("With 800,000 yuan of securities, 200,000 in cash and a loan of 500,000, the account shows a maintenance ratio of 160%.", "160%", "refuted"),
        ("With 800,000 yuan of securities, 200,000 in cash and a loan of 500,000, the account shows a maintenance ratio of 200%.", "200%", "supported"),
        ("账户持有证券市值320万元、现金80万元,融资负债200万元,维持担保比例为160%。", "160%", "refuted"),
        ("账户持有证券市值320万元、现金80万元,融资负债200万元,维持担保比例为200%。", "200%", "supported"),
        ("现金100万元,融资100万元,买入200万元股票,维持担保比例为200%。", "200%", "supported"),
        ("自有300万元全换成折算率65%的股票,按100%的比例最多融入300万元。", "300万元", "refuted"),
        ("自有300万元全换成折算率65%的股票,按100%的比例最多融入195万元。", "195万元", "supported"),
    ],
)  # fmt: skip
def test_nothing_is_left_out(text: str, part: str, expected: str) -> None:
    assert support(text, part) == expected


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        (
            "某券商对保证金为160万元的客户执行80%的比例，最多可融资200万元；若提高到100%，最多可融资160万元。",
            "200万元",
            "supported",
        ),
        (
            "某券商对保证金为160万元的客户执行80%的比例，最多可融资200万元；若提高到100%，最多可融资160万元。",
            "160万元",
            "supported",
        ),
        (
            "某券商对保证金为160万元的客户执行80%的比例，最多可融资200万元；若提高到100%，最多可融资140万元。",
            "140万元",
            "refuted",
        ),
    ],
)
def test_a_supposed_ratio_holds_for_its_own_part(text: str, part: str, expected: str) -> None:
    assert support(text, part) == expected
