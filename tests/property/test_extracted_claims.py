"""Whatever the text: every claim stands where it says, in order, numbered from 0, and a figure of a claim stands in its passage or above it.

Breaks if a clause is cut away from its offsets, if claims are numbered before they are sorted, or if some odd text makes extraction fail.
"""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article

WORDS = (
    "两融余额", "融资余额", "为", "增长", "下降", "较6月末", "11月15日", "2.5万亿元", "36.8%", "分别", "、", "，", "。", "电子", "创业板", "贵州茅台", "(", "）", "：", "超过", "13个行业",
    "首次突破", "从", "至", "其中", "预计", "the margin balance", " rose ", "by ", "to ", "2.51 trillion yuan", "12%", ", ", ". ", " and ", "respectively", "coal", "CATL (宁德时代)",
    "on Friday", "50% margin leads to 2 times leverage", "\n", "| ", "排名 股票名称 股票代码 融券余额(亿元)\n1 某某股份 300001 1.25\n", "=", "÷", "“", "”",
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=60).map("".join))


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_claims_stand_where_they_say(text: str):
    article = read_article(text, published=date(2024, 11, 18))
    claims = extract(article, Desk())
    assert [claim.number for claim in claims] == list(range(len(claims)))
    for claim in claims:
        assert article.text[claim.start : claim.end] == claim.text
        assert claim.text.strip()
        assert claim.start < claim.passage.end
        assert claim.figure is None or claim.passage.start <= claim.figure.start <= claim.figure.end <= claim.passage.end
        assert (claim.group == 0) == (claim.place == 0)
    places = [claim.passage.number for claim in claims]
    assert places == sorted(places)


@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_a_text_is_read_the_same_way_twice(text: str):
    article = read_article(text, published=date(2024, 11, 18))
    assert extract(article, Desk()) == extract(article, Desk())
