"""Breaks if one usual way of counting a change is called wrong, or a change that none of them gives is let through."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from liangrong.core.calendar import mainland
from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Judgement
from liangrong.research.claims.verify.stored.checks import CHECKS
from tests.unit.research.claims.verify.one_sentence import YI, Noted, judged, on, sentence, word

SESSIONS = mainland().between(date(2023, 12, 25), date(2024, 7, 5))
BALANCE = {day: Decimal(10000 + 10 * place) * YI for place, day in enumerate(SESSIONS)}
"""Ten 亿 more each session."""
FLOW = {day: Decimal(10) * YI for day in SESSIONS}
FACTS = Noted({
    ("financing_balance", "market"): BALANCE,
    ("net_financing_purchase", "market"): FLOW,
    ("index_level", "index:000001.SH"): {day: Decimal(3000 + place) for place, day in enumerate(SESSIONS)},
})  # fmt: skip
TODAY = date(2024, 7, 5)


def at(day: str) -> Decimal:
    return BALANCE[mainland().on_or_before(date.fromisoformat(day))] / YI


def told(text: str, printed: str, unit: str, aspect: Aspect, **fields: Any) -> Judgement:
    said = {"metric": "financing_balance", "published": TODAY, "aspect": aspect}
    return judged(sentence(text, printed, unit, **{**said, **fields}), CHECKS, Desk(facts=FACTS))


def change(printed: str, unit: str = "亿元", **fields: Any) -> str:
    return word(told(f"增加{printed}", printed, unit, Aspect.CHANGE, **{"direction": "up", **fields}))


@pytest.mark.parametrize(
    ("printed", "unit", "fields", "expected"),
    [
        ("10", "亿元", {"period": on("2024-03-05")}, "supported"),
        ("1.00", "billion yuan", {"period": on("2024-03-05")}, "supported"),
        ("10", "亿元", {"period": on("2024-03-05"), "direction": "down"}, "wrong_sign"),
        ("12", "亿元", {"period": on("2024-03-05")}, "wrong_value"),
        ("12", "亿元", {"period": on("2024-03-05", carried=True)}, "not_checkable"),
        ("10.0", "billion yuan", {"period": on("2024-03-05")}, "unit_slip"),
        ("12", "亿元", {"period": on("2024-03-05"), "base": on("2024-03-04")}, "wrong_value"),
        ("12", "亿元", {"period": on("2024-03-05"), "base": on("2024-03-04", carried=True)}, "not_checkable"),
        ("10", "亿元", {"period": on("2031-03-05")}, "not_checkable"),
    ],
)
def test_the_change_of_a_day(printed: str, unit: str, fields: dict[str, Any], expected: str) -> None:
    assert change(printed, unit, **fields) == expected


def test_a_window_is_counted_from_its_first_day_or_from_the_session_before() -> None:
    window = on("2024-01-02", "2024-06-28")
    from_first = at("2024-06-28") - at("2024-01-02")
    from_before = at("2024-06-28") - at("2023-12-29")
    assert from_before - from_first == 10
    assert change(f"{from_first}", period=window) == change(f"{from_before}", period=window) == "supported"
    assert change(f"{from_first - 10}", period=window) == "not_checkable", "an end may be meant a session later"
    assert change(f"{from_first + 300}", period=window) == "wrong_value"


def test_growth() -> None:
    window = on("2024-01-02", "2024-06-28")
    ratio = (at("2024-06-28") / at("2024-01-02") - 1) * 100
    assert word(told("增长", "", "", Aspect.GROWTH, period=window)) == "not_checkable"
    assert word(told(f"增长{ratio:.2f}%", f"{ratio:.2f}", "%", Aspect.GROWTH, direction="up", period=window)) == "supported"
    assert (
        word(told(f"增长{ratio + 5:.2f}%", f"{ratio + 5:.2f}", "%", Aspect.GROWTH, direction="up", period=window))
        == "wrong_value"
    )
    assert word(told(f"下降{ratio:.2f}%", f"{ratio:.2f}", "%", Aspect.GROWTH, direction="down", period=window)) == "wrong_sign"


def test_a_base_may_be_a_window_that_is_counted_over() -> None:
    ratio = (at("2024-06-28") / at("2024-01-02") - 1) * 100
    found = told(
        f"增长{ratio:.2f}%",
        f"{ratio:.2f}",
        "%",
        Aspect.GROWTH,
        direction="up",
        period=on("2024-07-05", carried=True),
        base=on("2024-01-02", "2024-06-28"),
    )
    assert word(found) == "supported"


def test_a_year_that_was_counted_from_the_end_of_the_year_before_is_told_so() -> None:
    first, last = date(2023, 12, 29), date(2024, 7, 5)
    index = {
        ("index_level", "index:000001.SH"): {
            date(2022, 12, 30): Decimal(2500),
            date(2023, 1, 9): Decimal(2700),
            first: Decimal(3000),
            last: Decimal(3100),
        }
    }
    said = sentence("一年来上涨20.0%", "20.0", "%", metric="", aspect=Aspect.GROWTH, scope="index:000001.SH", direction="up", period=on("2023-01-09", "2023-12-29"),
                    published=date(2024, 1, 2))  # fmt: skip
    found = judged(said, CHECKS, Desk(facts=Noted(index)))
    assert (word(found), found.flags) == ("supported", ("base_date",))


def test_flows_of_a_window_are_summed_and_only_where_every_session_is_known() -> None:
    window, sessions = on("2024-01-02", "2024-01-31"), len(mainland().between(date(2024, 1, 2), date(2024, 1, 31)))
    flow: dict[str, Any] = {"metric": "net_financing_purchase", "period": window, "aspect": Aspect.LEVEL}
    assert word(told(f"净买入{10 * sessions}", f"{10 * sessions}", "亿元", **flow)) == "supported"
    assert word(told("净买入900", "900", "亿元", **flow)) == "wrong_value"
    assert word(told(f"净偿还{10 * sessions}", f"{10 * sessions}", "亿元", **{**flow, "direction": "out"})) == "wrong_sign"
    holed = Noted({("net_financing_purchase", "market"): {day: value for day, value in FLOW.items() if day != date(2024, 1, 10)}})
    said = sentence("净买入900", "900", "亿元", **flow, published=TODAY)
    assert word(judged(said, CHECKS, Desk(facts=holed))) == "not_checkable"


@pytest.mark.parametrize(("way", "expected"), [("up", "supported"), ("down", "wrong_sign")])
def test_a_direction(way: str, expected: str) -> None:
    assert word(told("余额变动", "", "", Aspect.SIGN, direction=way, period=on("2024-01-02", "2024-06-28"))) == expected


def test_the_mean_of_a_window() -> None:
    window = on("2024-01-02", "2024-01-05")
    mean = sum(at(f"2024-01-0{day}") for day in (2, 3, 4, 5)) / 4
    assert word(told(f"均值{mean}", f"{mean}", "亿元", Aspect.MEAN, period=window)) == "supported"
    assert word(told(f"均值{mean + 40}", f"{mean + 40}", "亿元", Aspect.MEAN, period=window)) == "wrong_value"
