from __future__ import annotations

from datetime import date

import pytest

from liangrong.analytics.levels import level
from liangrong.core.errors import NoData

from .markets import D2, D3, of_security, snapshot, total

SECURITIES = ["600000.SH", "600001.SH", "000001.SZ", "920001.BJ"]
BUYS = dict(zip(SECURITIES, (10, 30, 20, 0), strict=True))
TURNOVER = dict(zip(SECURITIES, (100, 100, 400, 50), strict=True))
DIRECTORY = [of_security(code, D3, name=code, list_date=date(2020, 1, 1)) for code in [*SECURITIES, "600002.SH"]]
TOTALS = [
    total(ex, D3, financing_balance=balance, financing_buy_amount=buy)
    for ex, balance, buy in (("SSE", 60, 40), ("SZSE", 30, 20), ("BSE", 10, 0))
]
DETAIL = [of_security(code, D3, financing_balance=20, financing_buy_amount=buy) for code, buy in BUYS.items()]
QUOTES = [of_security(code, D3, close=1, turnover=traded) for code, traded in TURNOVER.items()]
UNLISTED_ON_MARGIN = of_security("600002.SH", D3, close=1, turnover=350)


def caps(*codes: str, day: date = D3) -> list[dict]:
    return [of_security(code, day, float_cap=500, free_float_cap=250, total_cap=1000) for code in codes]


def share(market: object, measure: str, scope: str = "market") -> float:
    return level(market, measure, scope, start=D3, end=D3).data["value"].item()


def test_each_cap_gives_its_own_ratio() -> None:
    market = snapshot(market_totals=TOTALS, caps=caps(*SECURITIES, "600002.SH"), securities=DIRECTORY)
    assert share(market, "financing_balance_to_float_cap") == pytest.approx(100 / 2500)
    assert share(market, "financing_balance_to_free_float_cap") == pytest.approx(100 / 1250)
    assert share(market, "financing_balance_to_total_cap", "SSE") == pytest.approx(60 / 3000)


@pytest.mark.parametrize("directory", [DIRECTORY, []])
def test_caps_of_a_part_of_the_market_are_no_denominator(directory: list[dict]) -> None:
    known = {"securities": directory} if directory else {}
    market = snapshot(market_totals=TOTALS, caps=caps(*SECURITIES), **known)
    with pytest.raises(NoData):
        share(market, "financing_balance_to_float_cap")


def test_a_security_over_its_own_cap() -> None:
    market = snapshot(margin_detail=DETAIL, caps=caps("600000.SH"))
    assert share(market, "financing_balance_to_free_float_cap", "600000") == pytest.approx(20 / 250)


def test_one_basis_answers_and_the_others_are_named_not_mixed() -> None:
    old = date(2015, 6, 18)
    printed = total("SSE+SZSE", old, financing_balance=40, financing_balance_to_float_cap=0.04)
    market = snapshot(market_totals=[*TOTALS, printed], caps=caps(*SECURITIES, "600002.SH"), securities=DIRECTORY)
    assert level(market, "financing_balance_to_float_cap", start=old, end=old).data["value"].item() == 0.04
    both = level(market, "financing_balance_to_float_cap")
    assert both.data["date"].to_list() == [D3]
    assert any("not mixed in" in note.en for note in both.warnings)


def test_the_market_share_of_turnover_is_over_the_turnover_of_the_all_share_index() -> None:
    index = [of_security("000985.SH", D3, turnover=1200), of_security("000300.SH", D3, turnover=600)]
    market = snapshot(market_totals=TOTALS, index_quotes=index)
    assert share(market, "financing_buy_to_turnover") == pytest.approx(60 / 1200)
    with pytest.raises(NoData, match=f"{D3}"):
        level(market, "financing_buy_to_turnover", start=D2, end=D2)


def test_simple_weighted_and_mean_are_told_apart() -> None:
    market = snapshot(market_totals=TOTALS, margin_detail=DETAIL, quotes=[*QUOTES, UNLISTED_ON_MARGIN], securities=DIRECTORY)
    assert share(market, "financing_buy_to_turnover", "board:main") == pytest.approx(60 / 950)
    assert share(market, "financing_buy_to_turnover_weighted", "board:main") == pytest.approx(60 / 600)
    assert share(market, "financing_buy_to_turnover_mean", "board:main") == pytest.approx((0.1 + 0.3 + 0.05) / 3)
    assert share(market, "financing_buy_to_turnover_weighted") == pytest.approx(60 / 650)


def test_a_share_of_turnover_needs_the_quotes_of_what_was_bought() -> None:
    market = snapshot(market_totals=TOTALS, margin_detail=DETAIL, quotes=QUOTES[1:], securities=DIRECTORY)
    for kind in ("", "_weighted", "_mean"):
        with pytest.raises(NoData):
            share(market, f"financing_buy_to_turnover{kind}", "board:main")
