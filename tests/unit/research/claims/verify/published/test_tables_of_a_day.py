"""A table whose cells are the rows of one day: breaks if the one cell that is not passes, whatever day is printed above; and figures given to names by 各."""

from __future__ import annotations

from datetime import date

from liangrong.research.claims.check import check
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.checks import CHECKS, LOOKS
from liangrong.research.claims.verify.published.figures_file import names_in_figures, read_figures

STOCKS = (
    ("甲电子", "300901", "0.62", "2.31"),
    ("乙材料", "300902", "0.47", "1.76"),
    ("丙医药", "688903", "0.81", "1.29"),
    ("丁软件", "688904", "0.35", "0.94"),
)
"""Names, codes, short balances, shares of the float."""
ROWS = "figure_id,date,scope,metric,value,unit,half_ulp,source\n" + "".join(
    f"b{code},2026-03-11,{name} {code},short_balance,{amount},亿元,0.005,list\ns{code},2026-03-11,{name} {code},short_balance/float_cap,{share},%,0.005,list\n"
    for name, code, amount, share in STOCKS
)


def refuted(day: str, first: str) -> list[str]:
    """The figures that are refuted in a table with this amount in its first row."""
    amounts = [first, *(amount for _, _, amount, _ in STOCKS[1:])]
    lines = [f"{name}\t{code}\t{amount}\t{share}" for (name, code, _, share), amount in zip(STOCKS, amounts, strict=True)]
    text = "\n".join([f"融券余额较高个股（截至{day}）", "股票名称\t股票代码\t融券余额(亿元)\t占流通市值(%)", *lines])
    desk = Desk(published=read_figures(ROWS, place="rows.csv"), names=names_in_figures(ROWS, place="rows.csv"))
    article = read_article(text, name="x", published=date(2026, 3, 20))
    judged = check(article, extract(article, desk), CHECKS, desk, LOOKS).claims
    return [str(one.claim.figure.value) for one in judged if one.claim.figure and one.judgement.verdict.support == "refuted"]


def test_one_cell_of_a_known_table() -> None:
    assert refuted("2026年3月11日", "0.62") == []
    assert refuted("2026年3月11日", "0.26") == ["0.26"]
    assert "0.26" in refuted("2026年3月13日", "0.26")


def test_figures_go_to_names_by_place() -> None:
    article = read_article("近一年，银行、煤炭、钢铁的融资余额各减12%、31.5%、8.4%。", name="x", published=date(2026, 3, 20))
    given = [(one.subject, str(one.figure.value)) for one in extract(article, Desk()) if one.figure is not None]
    assert given == [("银行", "12"), ("煤炭", "31.5"), ("钢铁", "8.4")]
