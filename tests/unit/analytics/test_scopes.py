from __future__ import annotations

from datetime import date

import pytest

from liangrong.analytics.levels import level
from liangrong.analytics.scopes import parse_scope, resolve_scope
from liangrong.core.errors import InvalidSecurity, NoData, UnknownName

from .markets import D2, D3, of_security, snapshot, total

DIRECTORY = [{"security_id": "600519.SH", "trade_date": date(2026, 2, 3), "name": "贵州茅台"}]
CLASSES = [
    {"scheme": "sw", "group": "270101", "from_date": date(2021, 7, 30), "level1_name": "电子", "level2_name": "半导体", "group_name": "分立器件"},
    {"scheme": "sw", "group": "480301", "from_date": date(2021, 7, 30), "level1_name": "银行", "level2_name": "股份制银行", "group_name": "股份行"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "scope"),
    [
        ("market", "market"),
        ("全市场", "market"),
        ("SSE", "exchange:SSE"),
        ("沪市", "exchange:SSE"),
        ("科创板", "board:star"),
        ("600519", "security:600519.SH"),
        ("sz000001", "security:000001.SZ"),
        ("000001.SH", "index:000001.SH"),
        ("沪深300", "index:000300.SH"),
        ("贵州茅台", "security:600519.SH"),
        ("电子", "industry:sw1:电子"),
        ("半导体", "industry:sw2:半导体"),
        ("Electronics", "industry:sw1:电子"),
        ("semiconductors", "industry:sw2:半导体"),
        ("industry:sw1:electronics", "industry:sw1:电子"),
        ("index:sh000300", "index:000300.SH"),
    ],
)
def test_a_loose_spelling_is_resolved(asked: str, scope: str) -> None:
    market = snapshot(securities=DIRECTORY, industry_classes=CLASSES)
    found, notes = resolve_scope(market, asked)
    assert str(found) == scope
    assert bool(notes) == (":" not in asked and asked != "market")
    assert all(scope in note.zh and scope in note.en for note in notes)


def test_an_industry_is_called_by_its_name_in_either_language() -> None:
    market = snapshot(industry_classes=CLASSES)
    for asked in ("industry:sw1:电子", "industry:sw1:Electronics"):
        found, _ = resolve_scope(market, asked)
        assert (found.label("zh"), found.label("en")) == ("申万电子", "Shenwan Electronics")
    assert parse_scope("industry:sw1:模拟行业").label("en") == "Shenwan 模拟行业", "what the list lacks keeps its name"
    with pytest.raises(UnknownName):
        resolve_scope(market, "Coal")


def test_the_name_of_a_security_is_its_label() -> None:
    found, _ = resolve_scope(snapshot(securities=DIRECTORY), "security:600519.SH")
    assert found.zh == "贵州茅台"


@pytest.mark.parametrize(
    "asked", ["nobody", "board:nasdaq", "exchange:HKEX", "industry:电子", "planet:mars", "board:", "market:x"]
)
def test_what_does_not_exist_is_refused_with_what_does(asked: str) -> None:
    with pytest.raises(UnknownName, match="Known: "):
        resolve_scope(snapshot(), asked)


def test_a_code_that_cannot_be_one_is_refused() -> None:
    with pytest.raises(InvalidSecurity):
        parse_scope("security:999999.SZ")


def test_a_scope_without_a_membership_list_is_not_known() -> None:
    with pytest.raises(NoData, match=r"index:000905\.SH"):
        level(_detail(), "financing_balance", "index:000905.SH", start=D3, end=D3)


def test_a_basket_is_handed_in() -> None:
    answer = level(_detail(), "financing_balance", "酒", start=D3, end=D3, baskets={"酒": ["600519", "sz000858"]})
    assert answer.data.select("scope", "value").row(0) == ("basket:酒", 70 + 30)


def test_membership_is_as_of_each_day() -> None:
    spells = [
        {"scheme": "index:000300.SH", "security_id": "600519.SH", "from_date": date(2020, 1, 1)},
        {"scheme": "index:000300.SH", "security_id": "000858.SZ", "from_date": date(2020, 1, 1), "to_date": D2},
    ]
    rows = level(_detail(memberships=spells), "financing_balance", "index:000300.SH", start=D2, end=D3).data
    assert rows["value"].to_list() == [50 + 20, 70]


def test_an_industry_lasts_until_the_security_is_classed_anew_and_not_before_its_scheme_is_in_force() -> None:
    spells = [
        {"scheme": "sw", "security_id": "600519.SH", "from_date": date(2015, 1, 1), "group": "270101"},
        {"scheme": "sw", "security_id": "600519.SH", "from_date": D3, "group": "480301"},
    ]
    market = _detail(memberships=spells, industry_classes=CLASSES)
    assert level(market, "financing_balance", "电子").data["date"].to_list() == [D2]
    assert level(market, "financing_balance", "industry:sw1:银行").data["date"].to_list() == [D3]
    with pytest.raises(UnknownName, match="银行"):
        level(market, "financing_balance", "industry:sw1:白酒")


def test_stocks_listed_after_the_last_change_of_an_industry_list_are_counted() -> None:
    spells = [{"scheme": "sw", "security_id": "600519.SH", "from_date": date(2024, 8, 1), "group": "480301"}]
    listings = [of_security(f"60100{n}.SH", D3, list_date=day) for n, day in enumerate((date(2024, 9, 2), date(2020, 1, 2), D3))]
    for directory, said in ((listings, "2 stocks"), (listings[1:2], None)):
        market = _detail(memberships=spells, industry_classes=CLASSES, securities=directory)
        notes = " ".join(note.en for note in level(market, "financing_balance", "银行", start=D3, end=D3).warnings)
        assert ("in no industry" in notes) is bool(said)
        assert said is None or said in notes


def _detail(**tables: list[dict]) -> object:
    cells = {("600519.SH", D2): 50, ("600519.SH", D3): 70, ("000858.SZ", D2): 20, ("000858.SZ", D3): 30}
    detail = [of_security(security, day, financing_balance=v, financing_buy_amount=10) for (security, day), v in cells.items()]
    totals = [total(ex, day, financing_buy_amount=10) for ex in ("SSE", "SZSE") for day in (D2, D3)]
    return snapshot(margin_detail=detail, market_totals=totals, **tables)
