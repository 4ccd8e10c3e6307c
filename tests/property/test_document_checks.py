"""What is always true of the checks of a text against itself: they agree with the plain definition, and no text makes them fail."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.verify.document.calendar_days import check_weekdays
from liangrong.research.claims.verify.document.checks import CHECKS
from liangrong.research.claims.verify.document.grid_figures import check_grid_figures
from liangrong.research.claims.verify.document.orders import check_orders
from liangrong.research.claims.verify.document.table_orders import check_table_orders
from tests.unit.research.claims.verify.document.pages import of, page, told

HEAD = "排名\t股票名称\t股票代码\t所属行业\t融券余额(亿元)\t占流通市值(%)"
NAMES = ("煤炭", "钢铁", "银行", "传媒", "通信")
WEEKDAYS = "一二三四五六日"
WORDS = (
    "融资余额", "融券", "下降", "增长", "接近", "低于", "2015年", "较", "高点", "位居榜首", "依次为", "煤炭、", "钢铁", "……", "（", "）", "前三", "截至", "2024年3月1日", "年初至今",
    "12.5%", "1.2万亿元", "三只个股", "，", "。", "；", "\t", "1", "led by", "followed by", "coal", "and", "the average", "below", "forced liquidation", "loss", "60,000 yuan", "5%",
    "fell", "as of", "March 4, 2025", "concentrated in", "RSI", "overbought", "most", "of the data contain conflicts", "(", ")", "|", "\u3000", "＋", "−5%",
)  # fmt: skip
ROUNDING = Decimal("0.01")
"""Two values no further apart than the last printed digit are in no certain order."""
values = st.lists(st.decimals(Decimal("0.01"), Decimal("9.99"), places=2), min_size=4, max_size=9)


@given(values)
def test_ranks_are_refuted_exactly_for_rows_of_an_inversion(column: list[Decimal]) -> None:
    rows = [f"{place}\t甲{place}\t3009{place:02}\t煤炭\t0.50\t{value}" for place, value in enumerate(column, 1)]
    made = page(("caption", "融券余额占流通市值比例较高的个股"), ("row", HEAD), *(("row", row) for row in rows))
    for row in rows:
        made.says(row, Aspect.RANK)
    found = made.said(check_table_orders)
    entangled = [
        any(one - value > ROUNDING for one in column[place + 1 :]) or any(value - one > ROUNDING for one in column[:place])
        for place, value in enumerate(column)
    ]
    assert set(found) <= {"sort_order", "not_checkable", "supported"}
    assert all(
        wrong if said == "sort_order" else not wrong or said == "not_checkable"
        for said, wrong in zip(found, entangled, strict=True)
    )
    assert "sort_order" not in found or [said == "sort_order" for said in found] == entangled


@given(st.lists(st.integers(1, 99), min_size=2, max_size=5))
def test_an_order_holds_exactly_where_no_later_figure_is_larger(amounts: list[int]) -> None:
    named = NAMES[: len(amounts)]
    order = f"净买入由高到低依次为{'、'.join(named)}。"
    made = of(order, *(f"{name}净买入{amount}亿元。" for name, amount in zip(named, amounts, strict=True)))
    for name, amount in zip(named, amounts, strict=True):
        made.says(
            f"{name}净买入{amount}亿元",
            Aspect.LEVEL,
            figure=f"{amount}亿",
            subject=name,
            scope=f"industry:sw1:{name}",
            metric="net_financing_purchase",
            direction="in",
        )
    made.says(order, Aspect.ORDER, metric="net_financing_purchase")
    rises = any(later > earlier + 1 for place, earlier in enumerate(amounts) for later in amounts[place + 1 :])
    falls = all(later <= earlier for place, earlier in enumerate(amounts) for later in amounts[place + 1 :])
    found = made.said(check_orders)[-1]
    assert found == "sort_order" if rises else found in (("supported",) if falls else ("supported", "sort_order"))


@given(st.dates(date(2010, 1, 1), date(2026, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_right_or_wrong(day: date, shift: int) -> None:
    named = (day + timedelta(days=shift)).weekday()
    text = f"{day.year}年{day.month}月{day.day}日（星期{WEEKDAYS[named]}）"
    assert page(("body", text)).says(text, Aspect.DATE).said(check_weekdays) == ["wrong_date" if shift else "supported"]


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["body", "row", "heading", "caption", "summary", "title"]),
            st.lists(st.sampled_from(WORDS), min_size=1, max_size=14),
        ),
        min_size=1,
        max_size=8,
    )
)  # type: ignore[arg-type]
def test_no_text_makes_a_check_fail(parts: list[tuple[str, list[str]]]) -> None:
    made = page(*((role, " ".join(words)) for role, words in parts))  # type: ignore[misc]
    for passage in made.article.passages:
        for aspect in (Aspect.STATEMENT, Aspect.RELATION, Aspect.ORDER):
            made.says(passage.text, aspect, metric="financing_balance", direction="up")
    numbers = {one.number for one in made.claims}
    for check in CHECKS:
        assert all(ruling.claim in numbers for ruling in check(made.article, made.claims, Desk()))


@given(st.lists(st.integers(101, 9989), min_size=3, max_size=3, unique=True), st.integers(0, 2))
@settings(deadline=None)
def test_what_follows_from_a_table_is_borne_out_and_its_tenfold_is_a_slip(tenths: list[int], row: int) -> None:
    names = ("沪市", "深市", "北交所")
    lines = [f"{name} {value // 10}.{value % 10} 1.1" for name, value in zip(names, tenths, strict=True)]
    total = sum(tenths)
    share = (Decimal(tenths[row] * 100) / total).quantize(Decimal("0.1"))
    table = "\n".join(["一、余额表（单位：亿元）", "市场 融资余额 融券余额", *lines, f"合计 {total // 10}.{total % 10} 3.3"])
    true = f"{names[row]}占融资余额的{share}%。三个市场的融资余额合计{total // 10}.{total % 10}亿元。"
    assert set(told(f"{table}\n{true}", check_grid_figures).values()) == {"supported"}
    false = f"{names[row]}融资余额为{tenths[row]}.0亿元。"
    hidden = any(tenths[row] * 10 == value for value in (*tenths, total)) or len(str(tenths[row]).strip("0")) < 2
    assert hidden or set(told(f"{table}\n{false}", check_grid_figures).values()) == {"unit_slip"}
