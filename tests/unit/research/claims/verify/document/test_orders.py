"""Breaks if an order in words is believed against the figures, if a true order is refuted, or if a name without a figure passes as ordered."""

from __future__ import annotations

import pytest

from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.verify.document.orders import check_orders
from liangrong.research.claims.verify.document.ranks import check_ranks
from tests.unit.research.claims.verify.document.pages import Page, of

FLOW = {"metric": "net_financing_purchase", "direction": "in"}


def english(order: str) -> Page:
    made = of(order, "Net buying of banks came to 12.4 billion yuan.", "Steel took 8.1 billion yuan and media 3.3 billion yuan.")
    made.says(
        "banks came to 12.4 billion yuan", Aspect.LEVEL, figure="12.4 billion", subject="banks", scope="industry:sw1:银行", **FLOW
    )
    made.says(
        "Steel took 8.1 billion yuan", Aspect.LEVEL, figure="8.1 billion", subject="Steel", scope="industry:sw1:钢铁", **FLOW
    )
    made.says("media 3.3 billion yuan", Aspect.LEVEL, figure="3.3 billion", subject="media", scope="industry:sw1:传媒", **FLOW)
    return made.says(order, Aspect.ORDER, metric="net_financing_purchase")


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("Buying was led by banks, followed by steel and media.", "supported"),
        ("Banks topped the net buying, ahead of steel and media.", "supported"),
        ("Buying was led by steel, followed by banks and media.", "sort_order"),
        ("Media attracted the most, followed by steel and banks.", "sort_order"),
        ("The smallest net buying was that of media, followed by steel and banks.", "supported"),
        ("Buying was led by banks, followed by steel, media and autos.", "not_checkable"),
        ("Banks were followed by reporters.", "not_checkable"),
        ("Net buying had banks in front, steel next in line, then media.", "supported"),
        ("Net buying had banks in front, media next in line, then steel.", "sort_order"),
        ("Banks were ahead at the open, then steel took over.", "not_checkable"),
        ("Net buying was led by banks by the narrowest of margins, followed by steel and media.", "cross_statement"),
        ("Banks led a narrow rally in net buying, followed by steel and media.", "supported"),
    ],
)
def test_an_order_is_that_of_the_figures(order: str, expected: str) -> None:
    made = english(order)
    assert made.said(check_orders)[3] == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [("净买入最多的是银行，其次是钢铁、传媒。", "supported"), ("净买入由高到低依次为钢铁、银行、传媒。", "sort_order")],
)
def test_chinese_orders(order: str, expected: str) -> None:
    made = of(order, "银行净买入124亿元。", "钢铁净买入81亿元，传媒净买入33亿元。")
    made.says("银行净买入124亿元", Aspect.LEVEL, figure="124亿", subject="银行", scope="industry:sw1:银行", **FLOW)
    made.says("钢铁净买入81亿元", Aspect.LEVEL, figure="81亿", subject="钢铁", scope="industry:sw1:钢铁", **FLOW)
    made.says("传媒净买入33亿元", Aspect.LEVEL, figure="33亿", subject="传媒", scope="industry:sw1:传媒", **FLOW)
    made.says(order, Aspect.ORDER, metric="net_financing_purchase")
    assert made.said(check_orders)[3] == expected


def test_figures_that_may_round_to_each_other_break_no_order() -> None:
    made = of("Led by coal, followed by oil.", "Coal took 1.2 billion yuan.", "Oil took 1.23 billion yuan.")
    made.says("Coal took 1.2 billion yuan", Aspect.LEVEL, figure="1.2 billion", subject="Coal", scope="industry:sw1:煤炭", **FLOW)
    made.says(
        "Oil took 1.23 billion yuan", Aspect.LEVEL, figure="1.23 billion", subject="Oil", scope="industry:sw1:石油石化", **FLOW
    )
    made.says("Led by coal, followed by oil", Aspect.ORDER)
    assert made.said(check_orders)[2] == "supported"


def test_figures_of_other_metrics_do_not_count() -> None:
    made = of(
        "Net buying was led by coal, followed by steel.",
        "The balance of coal was 9 billion yuan.",
        "The balance of steel was 11 billion yuan.",
    )
    made.says(
        "balance of coal was 9 billion yuan",
        Aspect.LEVEL,
        figure="9 billion",
        subject="coal",
        scope="industry:sw1:煤炭",
        metric="financing_balance",
    )
    made.says(
        "balance of steel was 11 billion yuan",
        Aspect.LEVEL,
        figure="11 billion",
        subject="steel",
        scope="industry:sw1:钢铁",
        metric="financing_balance",
    )
    made.says("led by coal, followed by steel", Aspect.ORDER, metric="net_financing_purchase")
    assert made.said(check_orders)[2] == "not_checkable"


def test_the_values_are_blamed_where_nothing_else_says_the_order() -> None:
    made = of("Coal led with 3 billion yuan, followed by steel with 7 billion yuan and media with 1 billion yuan.")
    for name, text, scope in (("Coal", "3 billion", "煤炭"), ("steel", "7 billion", "钢铁"), ("media", "1 billion", "传媒")):
        words = made.article.text[made.article.text.index(name) : made.article.text.index(text) + len(text)]
        made.says(words, Aspect.LEVEL, figure=text, subject=name, scope=f"industry:sw1:{scope}", **FLOW)
    assert made.said(check_orders) == ["sort_order", "sort_order", "not_checkable"]


def test_what_follows_this_is_led_by_the_sentence_before() -> None:
    made = of(
        "Banks dominated with 12.4 billion yuan.", "This was followed by steel (14.1 billion yuan) and media (3.3 billion yuan)."
    )
    made.says(
        "Banks dominated with 12.4 billion yuan", Aspect.LEVEL, figure="12.4", subject="Banks", scope="industry:sw1:银行", **FLOW
    )
    made.says("steel (14.1 billion yuan", Aspect.LEVEL, figure="14.1", subject="steel", scope="industry:sw1:钢铁", **FLOW)
    made.says("media (3.3 billion yuan", Aspect.LEVEL, figure="3.3", subject="media", scope="industry:sw1:传媒", **FLOW)
    assert made.said(check_orders)[1] == "sort_order"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Banks dominated the buying", "supported"), ("Steel dominated the buying", "sort_order"), ("Steel was among those that topped the buying", "not_checkable"),
        ("Steel dominated, followed by reporters", "not_checkable"), ("Autos dominated the buying", "not_checkable"),
    ],
)  # fmt: skip
def test_who_is_first(words: str, expected: str) -> None:
    assert english(words).said(check_ranks)[3] == expected


def test_who_is_first_in_chinese() -> None:
    made = of("银行净买入居首。", "银行净买入24亿元。", "钢铁净买入81亿元，传媒净买入33亿元。").says(
        "银行净买入居首", Aspect.RANK
    )
    for name, value in (("银行", "24亿"), ("钢铁", "81亿"), ("传媒", "33亿")):
        made.says(f"{name}净买入{value}元", Aspect.LEVEL, figure=value, subject=name, scope=f"industry:sw1:{name}", **FLOW)
    assert made.said(check_ranks)[0] == "sort_order"


@pytest.mark.parametrize(
    ("amounts", "expected"), [(("8.2亿", "9.1亿", "5.5亿"), "sort_order"), (("9.1亿", "8.2亿", "5.5亿"), "not_checkable")]
)
def test_figures_of_the_list_in_the_next_clause(amounts: tuple[str, str, str], expected: str) -> None:
    made = of(f"净买入排名前三的依次为甲公司、乙公司、丙公司，分别为{amounts[0]}元、{amounts[1]}元、{amounts[2]}元。").says(
        "净买入排名前三的依次为甲公司、乙公司、丙公司", Aspect.ORDER
    )
    for place, amount in enumerate(amounts, 1):
        made.says(f"{amount}元", Aspect.LEVEL, figure=amount, group=1, place=place, **FLOW)
    assert made.said(check_orders)[0] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("其中钢铁高于传媒", "supported"),
        ("其中钢铁高于银行", "sort_order"),
        ("钢铁排在传媒之后", "sort_order"),
        ("钢铁排在银行之后", "supported"),
    ],
)
def test_one_beside_another(words: str, expected: str) -> None:
    made = of(f"银行、钢铁、传媒分别净买入24亿元、18亿元、3亿元，{words}。")
    for name, amount in (("银行", "24亿"), ("钢铁", "18亿"), ("传媒", "3亿")):
        made.says(
            "银行、钢铁、传媒分别净买入24亿元、18亿元、3亿元",
            Aspect.LEVEL,
            figure=amount,
            subject=name,
            scope=f"industry:sw1:{name}",
            **FLOW,
        )
    assert made.says(words, Aspect.RELATION).said(check_ranks)[3] == expected


@pytest.mark.parametrize(
    "words",
    [
        "上周各日依次为18亿元、24亿元、3亿元",
        "首先，钢铁获净买入18亿元；其次是银行获净买入24亿元",
        "钢铁、银行、传媒净买入额依次为18亿元、24亿元、3亿元",
    ],
)
def test_in_turn_is_no_order_of_size(words: str) -> None:
    made = of(f"{words}。", "银行净买入24亿元，钢铁净买入18亿元，传媒净买入3亿元。")
    for place, (name, amount) in enumerate((("钢铁", "18亿"), ("银行", "24亿"), ("传媒", "3亿")), 1):
        made.says(f"{name}净买入{amount}元", Aspect.LEVEL, figure=amount, subject=name, scope=f"industry:sw1:{name}", **FLOW)
        if f"{amount}元" in words:
            made.says(words, Aspect.LEVEL, figure=amount, group=1, place=place, metric="financing_balance")
    assert set(made.says(words).said(check_orders)) == {"not_checkable"}
