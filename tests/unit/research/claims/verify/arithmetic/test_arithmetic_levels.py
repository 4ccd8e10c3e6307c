"""Breaks if levels, changes and growths of a document are not held against each other, or if a loosely dated one is called wrong."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.arithmetic.by_hand import (
    CHANGE,
    CROSSING,
    GROWTH,
    claimed,
    days,
    judged,
    outcomes,
    written,
)

START, END = days("2025-07-31"), days("2025-08-29")


def moved(level: str, change: str, growth: str, *, carried: bool = False) -> dict[str, str]:
    article = written(
        "7月31日，创业板融资余额为4102.55亿元。", f"8月29日为{level}，增加{change}。", f"8月融资余额增幅为{growth}。"
    )
    when = "carried" if carried else "on"
    window = {when: (START[0], END[1]), "scope": "board:chinext", "direction": "up"}
    claims = claimed(
        article,
        ("4102.55亿元", {when: START, "scope": "board:chinext"}),
        (level, {when: END, "scope": "board:chinext"}),
        (change, {**window, "aspect": CHANGE}),
        (growth, {**window, "aspect": GROWTH}),
    )
    return outcomes(article, claims)


def test_what_closes_supports_every_figure_of_it() -> None:
    # 4521.30 - 4102.55 = 418.75; 418.75 / 4102.55 = 10.207 %
    assert moved("4521.30亿元", "418.75亿元", "10.2%") == dict.fromkeys(
        ("4102.55亿元", "4521.30亿元", "418.75亿元", "10.2%"), "supported"
    )


@pytest.mark.parametrize(("change", "growth", "wrong"), [("428.75亿元", "10.2%", "428.75亿元"), ("418.75亿元", "11.2%", "11.2%")])
def test_the_figure_that_was_computed_is_to_blame(change: str, growth: str, wrong: str) -> None:
    found = moved("4521.30亿元", change, growth)
    assert found[wrong] == "arithmetic"
    assert [piece for piece, said in found.items() if said != "supported"] == [wrong]


def test_a_level_is_to_blame_where_change_and_growth_agree_on_another() -> None:
    # 418.75 and 10.2 % agree with 4102.55; 4621.30 agrees with neither.
    article = written("7月31日，创业板融资余额为4102.55亿元。", "8月29日为4621.30亿元，8月增加418.75亿元，增幅10.2%。")
    window = {"on": (START[0], END[1]), "scope": "board:chinext", "direction": "up"}
    claims = claimed(
        article,
        ("4102.55亿元", {"on": START, "scope": "board:chinext"}),
        ("4621.30亿元", {"on": END, "scope": "board:chinext"}),
        ("418.75亿元", {**window, "aspect": CHANGE}),
        ("10.2%", {**window, "aspect": GROWTH}),
    )
    found = outcomes(article, claims)
    assert found["4621.30亿元"] == "arithmetic"
    assert found["4102.55亿元"] == found["418.75亿元"] == found["10.2%"] == "supported"


def test_a_day_that_was_carried_over_refutes_nothing() -> None:
    assert "arithmetic" not in moved("4521.30亿元", "428.75亿元", "11.2%", carried=True).values()


def test_a_window_that_was_carried_over_refutes_nothing_either() -> None:
    article = written("7月31日余额4000亿元，8月29日余额4400亿元。", "其间增长12.0%。")
    claims = claimed(
        article,
        ("4000亿元", {"on": START}),
        ("4400亿元", {"on": END}),
        ("12.0%", {"carried": (START[0], END[1]), "aspect": GROWTH, "direction": "up"}),
    )
    assert outcomes(article, claims) == {}


@pytest.mark.parametrize(("change", "said"), [("减少400亿元", "supported"), ("减少500亿元", "arithmetic")])
def test_a_fall_is_negative(change: str, said: str) -> None:
    article = written(f"7月31日余额4400亿元，8月29日余额4000亿元，其间{change}。")
    claims = claimed(
        article,
        ("4400亿元", {"on": START}),
        ("4000亿元", {"on": END}),
        (change, {"on": (START[0], END[1]), "aspect": CHANGE, "direction": "down"}),
    )
    assert outcomes(article, claims)[change] == said


def test_rounding_is_no_error() -> None:
    # 2.46 / 2.05 lies between 2.455 / 2.055 - 1 = 19.5 % and 2.465 / 2.045 - 1 = 20.5 %.
    article = written("6月30日两融余额2.05万亿元。", "9月30日两融余额2.46万亿元，三季度增长20.4%。")
    claims = claimed(
        article,
        ("2.05万亿元", {"on": days("2025-06-30")}),
        ("2.46万亿元", {"on": days("2025-09-30")}),
        ("20.4%", {"on": days("2025-06-30", "2025-09-30"), "aspect": GROWTH, "direction": "up"}),
    )
    assert set(outcomes(article, claims).values()) == {"supported"}


@pytest.mark.parametrize(("headline", "said"), [("2.51万亿元", "supported"), ("2.41万亿元", "cross_statement")])
def test_a_headline_is_the_body_rounded(headline: str, said: str) -> None:
    article = written(f"12月23日两融余额达{headline}。", "12月23日，两融余额为25145.96亿元。")
    claims = claimed(article, (headline, {"on": days("2025-12-23")}), ("25145.96亿元", {"on": days("2025-12-23")}))
    assert outcomes(article, claims)[headline] == said


def test_mere_repetition_proves_nothing() -> None:
    article = written("12月23日两融余额达25145.96亿元。", "12月23日，两融余额为25145.96亿元。")
    claims = claimed(article, ("25145.96亿元", {"on": days("2025-12-23")}), ("25145.96亿元", {"on": days("2025-12-23")}))
    assert outcomes(article, claims) == {}


@pytest.mark.parametrize(
    "pair",
    [
        ({"scope": "exchange:SSE"}, {"scope": "exchange:SZSE"}),
        ({"on": days("2025-12-22")}, {"on": days("2025-12-23")}),
        ({"metric": "financing_balance"}, {"metric": "short_balance"}),
    ],
)
def test_other_subjects_days_and_metrics_are_other_quantities(pair: tuple[dict, dict]) -> None:
    article = written("余额为12345.67亿元。", "余额为9876.54亿元。")
    claims = claimed(
        article, ("12345.67亿元", {"on": days("2025-12-23"), **pair[0]}), ("9876.54亿元", {"on": days("2025-12-23"), **pair[1]})
    )
    assert outcomes(article, claims) == {}


@pytest.mark.parametrize(("level", "said"), [("25012.35亿元", "supported"), ("24912.35亿元", "cross_statement")])
def test_a_line_that_is_crossed_lies_below_the_level(level: str, said: str) -> None:
    article = written("12月18日，融资余额首次突破2.5万亿元。", f"12月18日，融资余额为{level}。")
    claims = claimed(
        article,
        ("突破2.5万亿元", {"on": days("2025-12-18"), "aspect": CROSSING, "direction": "above"}),
        (level, {"on": days("2025-12-18")}),
    )
    assert outcomes(article, claims)["突破2.5万亿元"] == said


@pytest.mark.parametrize(("count", "said"), [("52.9%", "supported"), ("62.9%", "arithmetic")])
def test_year_on_year_with_both_counts(count: str, said: str) -> None:
    article = written(f"2025年新开账户154.21万户，2024年为100.85万户，同比增长{count}。")
    claims = claimed(
        article,
        ("154.21万户", {"metric": "new_margin_accounts", "on": days("2025-01-01", "2025-12-31")}),
        ("100.85万户", {"metric": "new_margin_accounts", "on": days("2024-01-01", "2024-12-31")}),
        (
            f"同比增长{count}",
            {"metric": "new_margin_accounts", "on": days("2025-01-01", "2025-12-31"), "aspect": GROWTH, "direction": "up"},
        ),
    )
    assert outcomes(article, claims)[f"同比增长{count}"] == said


def test_reasons_print_the_numbers_in_both_languages() -> None:
    article = written("7月31日余额4000亿元。", "8月29日余额4400亿元，8月增长12.0%。")
    claims = claimed(
        article,
        ("4000亿元", {"on": START}),
        ("4400亿元", {"on": END}),
        ("12.0%", {"on": (START[0], END[1]), "aspect": GROWTH, "direction": "up"}),
    )
    said = judged(article, claims)["12.0%"]
    assert "4,400亿元/4,000亿元 - 1 = 10%" in said.reason.zh
    assert "but the text says 12%" in said.reason.en
    assert said.corrected == "10%"
    assert [one.kind for one in said.evidence] == ["passage"] * 3 + ["calculation"]
