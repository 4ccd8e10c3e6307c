"""Breaks if a figure gets the day of its neighbour, an announcement is read as a year old, or a supposition is taken for the law."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.reading.periods import periods_in
from tests.unit.research.claims.verify.law.read_claims import words

SHORT = "short_margin_ratio"
FINANCING = "financing_margin_ratio"


@pytest.mark.parametrize(
    ("text", "day", "metric", "expected"),
    [
        ("Shorting has needed 80% since October 30, 2023 and 100% since July 22, 2024.", "2025-06-03", SHORT, ["supported", "supported"]),
        ("Shorting has needed 80% since October 14, 2023 and 100% since July 22, 2024.", "2025-06-03", SHORT, ["wrong_date", "supported"]),
        ("From October 30 the minimum for shorting rises to 80%.", "2023-10-24", SHORT, ["supported"]),
        ("From November 6 the minimum for shorting rises to 80%.", "2023-10-24", SHORT, ["wrong_date"]),
        ("融资保证金比例为80%时，杠杆更高。", "2026-03-03", FINANCING, ["not_checkable"]),
        ("融资保证金比例现在是100%。", "2025-03-03", FINANCING, ["stale_rule"]),
        ("某券商的融资保证金比例现在是100%。", "2025-03-03", FINANCING, ["not_checkable"]),
        ("此前，融资保证金比例为80%。", "2026-03-03", FINANCING, ["not_checkable"]),
        ("融券保证金比例一律为120%。", "2025-03-03", SHORT, ["wrong_value"]),
        ("融券保证金比例对私募一律为120%。", "2025-03-03", SHORT, ["supported"]),
        ("融券保证金比例上调至100%。", "2024-07-15", SHORT, ["supported"]),
        ("The financing margin ratio has been 80% since September 8, 2023.", "2025-06-03", FINANCING, ["not_checkable"]),
        ("The financing margin ratio has been 80% since September 6, 2023.", "2025-06-03", FINANCING, ["wrong_date"]),
        ("At 100% one can borrow as much as one owns; at 80% it is more.", "2026-03-03", FINANCING, ["supported", "not_checkable"]),
    ],
)  # fmt: skip
def test_ratios(text: str, day: str, metric: str, expected: list[str]) -> None:
    assert list(words(text, day, metric=metric).values()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016年至2022年，融资保证金比例为100%。", ["supported"]),
        ("2016年至2022年，融资保证金比例为80%。", ["wrong_date"]),
        ("2014年至2016年，融资保证金比例为80%。", ["not_checkable"]),
        ("2023年9月，融资保证金比例为80%。", ["supported"]),
    ],
)
def test_a_time_that_is_over_has_its_own_law(text: str, expected: list[str]) -> None:
    article = read_article(text, published=date(2025, 3, 3))
    period = periods_in(article, article.passages[0])[0]
    assert list(words(text, "2025-03-03", metric=FINANCING, period=period).values()) == expected


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("融资保证金比例下调，存量合约同样适用。", "2023-09-12", "supported"),
        ("融资保证金比例下调，仅适用于新开合约。", "2023-09-12", "not_checkable"),
        ("融资保证金比例上调，存量合约同样适用。", "2026-01-22", "scope"),
        ("融资保证金比例上调，仅适用于新开合约。", "2026-01-22", "supported"),
    ],
)
def test_whom_a_change_by_agreement_reaches(text: str, day: str, expected: str) -> None:
    assert list(words(text, day).values()) == [expected]


def test_a_ratio_is_taken_up_from_the_sentence_before() -> None:
    text = "The minimum margin ratio for financing is {}. For short selling it is 100%, for private funds 120%."
    assert list(words(text.format("80%"), "2025-03-03").values())[1:] == ["supported", "supported"]
    assert list(words(text.replace("margin ratio", "share").format("80%"), "2025-03-03").values())[1:] == [
        "not_checkable",
        "not_checkable",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("转融券自2024年7月11日起暂停，存量须在2024年9月30日前了结。", "supported"),
        ("转融券自2024年7月11日起暂停，存量须在2024年10月31日前了结。", "wrong_date"),
        ("转融券自2024年7月22日起暂停，存量须在2024年9月30日前了结。", "wrong_date"),
        ("Re-lending was halted from July 11, 2024 and all loans were to be closed by September 30, 2024.", "supported"),
        ("Re-lending was halted from July 11, 2024 and all loans were to be closed by July 31, 2024.", "wrong_date"),
    ],
)
def test_both_days_of_the_stop_of_relending(text: str, expected: str) -> None:
    assert list(words(text, "2025-03-03").values()) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("投资者开户须有半年以上的证券交易经验。", "supported"),
        ("投资者开户须有两年以上的证券交易经验。", "wrong_value"),
        ("该券商要求投资者开户须有两年以上的交易经验。", "not_checkable"),
        ("Each contract runs for at most six months.", "supported"),
        ("Each contract runs for at most twelve months.", "wrong_value"),
        ("存续合约自2023年起逐年减少。", "not_checkable"),
    ],
)
def test_terms_in_words(text: str, expected: str) -> None:
    assert list(words(text, "2025-03-03").values()) == [expected]


def test_a_window_of_averaging_that_is_not_the_laws() -> None:
    text = "投资者开户前{}个交易日日均证券类资产不低于50万元。"
    fields = {"metric": "investor_assets_least", "aspect": Aspect.MEAN}
    assert words(text.format(20), "2025-03-03", **fields)["不低于50万元"] == "supported"
    assert words(text.format(10), "2025-03-03", **fields)["不低于50万元"] == "wrong_value"
