"""Breaks if a cap is given to another class, a broker's lower ratio is called wrong, or the day of return is the sale's own again."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.law.read_claims import of_words, words


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [
        ("国债的折算率上限为95%。", "95%", "supported"),
        ("国债的折算率上限为90%。", "90%", "wrong_value"),
        ("个别券商给国债的折算率上限为90%。", "90%", "not_checkable"),
        ("国债的折算率为90%。", "90%", "not_checkable"),
        ("个别券商给股票的折算率为75%。", "75%", "wrong_value"),
        ("其他股票的折算率上限为65%。", "65%", "supported"),
        ("ST股票的折算率为0%。", "0%", "supported"),
        ("ST股票的折算率为30%。", "30%", "wrong_value"),
        ("The conversion ratio of ETFs is capped at 90%.", "90%", "supported"),
        ("The conversion ratio of corporate bonds is capped at 90%.", "90%", "wrong_value"),
    ],
)
def test_caps_by_class(text: str, printed: str, expected: str) -> None:
    assert words(text, "2025-03-03", metric="conversion_ratio")[printed] == expected


def test_a_cap_without_its_name_goes_on_about_collateral() -> None:
    said = "What serves as collateral? Stocks count for at most 70% of their value, treasury bonds for 80%."
    assert words(said, "2025-03-03") == {
        "What serves as collateral?": "not_checkable",
        "at most 70%": "supported",
        "80%": "wrong_value",
    }
    assert set(words(said.split("? ")[1], "2025-03-03").values()) == {"not_checkable"}


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("融券卖出的股票次一交易日才能归还。", "2025-03-03", "supported"),
        ("融券卖出当日可以归还。", "2025-03-03", "stale_rule"),
        ("融券卖出当日不得归还。", "2025-03-03", "supported"),
        ("融券卖出当日可以归还。", "2014-03-03", "supported"),
        ("Shares sold short can be returned on the same day.", "2025-03-03", "stale_rule"),
        ("Shares sold short can be bought back from the following session.", "2025-03-03", "supported"),
        ("In former times shares sold short could be returned on the same day.", "2025-03-03", "not_checkable"),
        ("当日买入的股票次一交易日才能卖出。", "2025-03-03", "not_checkable"),
    ],
)
def test_the_first_day_of_return(text: str, day: str, expected: str) -> None:
    assert list(words(text, day).values()) == [expected]


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("本次融券保证金比例未作调整。", "2026-01-16", "supported"),
        ("本次融资保证金比例未作调整。", "2026-01-16", "wrong_value"),
        ("The margin ratio for short selling was left unchanged this time.", "2024-07-16", "wrong_value"),
        ("The margin ratio for short selling was left unchanged.", "2024-11-16", "not_checkable"),
        ("券商的融资利率未作调整。", "2026-01-16", "not_checkable"),
    ],
)
def test_a_ratio_left_alone(text: str, day: str, expected: str) -> None:
    assert list(words(text, day).values()) == [expected]


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("充抵保证金时，股票折算率一般在40%至65%之间。", "40%至65%", "supported"),
        ("充抵保证金时，股票折算率一般在60%至85%之间。", "60%至85%", "refuted"),
        ("As collateral, cash is credited in full.", "in full", "supported"),
        ("As collateral, treasury bonds are usually counted at 90%.", "90%", "supported"),
        ("As collateral, treasury bonds are usually counted at 98%.", "98%", "refuted"),
        ("甲证券一般将该股折算率定为60%。", "60%", "not_checkable"),
        ("担保物中股票通常占60%。", "60%", "not_checkable"),
    ],
)
def test_usual_levels_within_the_cap(text: str, part: str, expected: str) -> None:
    assert of_words(text, "2025-10-10", part) == expected
