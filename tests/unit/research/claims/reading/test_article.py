"""From characters to an article: pieces, days, passages, roles, repairs."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.article import Article
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.reading.datelines import dateline
from liangrong.research.claims.reading.sentences import sentences

NEWS = """A股两融余额站上2.6万亿元
2026年3月5日 18:30 来源：某财经网

两融余额再创新高！截至3月4日，余额为26,012.35亿元。

后市展望
分析人士认为，市场情绪有所回暖；风险仍可控。
责任编辑：李四"""

PAGE = """菜单
搜索
第一条新闻的标题
甲报· 2026-01-19 02:13
第一条的正文，余额为2.7万亿元。
第二条新闻的标题
Yi Bao· 2025-11-16 08:59
第二条的正文，余额为2.5万亿元。"""


def roles(article: Article) -> list[tuple[str, str]]:
    return [(one.role, one.text) for one in article.passages]


def test_a_news_item_has_title_day_heading_body_and_furniture() -> None:
    article = read_article(NEWS)
    assert (article.title, article.published, article.lang) == ("A股两融余额站上2.6万亿元", date(2026, 3, 5), "zh")
    assert roles(article) == [
        ("title", "A股两融余额站上2.6万亿元"),
        ("furniture", "2026年3月5日 18:30 来源：某财经网"),
        ("body", "两融余额再创新高！"),
        ("body", "截至3月4日，余额为26,012.35亿元。"),
        ("heading", "后市展望"),
        ("body", "分析人士认为，市场情绪有所回暖；"),
        ("body", "风险仍可控。"),
        ("furniture", "责任编辑：李四"),
    ]
    assert [one.line for one in article.passages] == [1, 2, 4, 4, 6, 7, 7, 8]


def test_a_page_of_several_pieces_gives_each_its_title_and_day() -> None:
    article = read_article(PAGE)
    assert [(one.title, one.published) for one in article.items] == [
        ("第一条新闻的标题", date(2026, 1, 19)),
        ("第二条新闻的标题", date(2025, 11, 16)),
    ]
    bodies = {one.text: article.day(one.item) for one in article.passages if one.role == "body"}
    assert bodies == {"第一条的正文，余额为2.7万亿元。": date(2026, 1, 19), "第二条的正文，余额为2.5万亿元。": date(2025, 11, 16)}
    assert roles(article)[:2] == [("furniture", "菜单"), ("furniture", "搜索")]


def test_comments_under_one_piece_do_not_end_the_next() -> None:
    article = read_article(PAGE.replace("第二条新闻", "评论\n第二条新闻"))
    assert roles(article)[-1] == ("body", "第二条的正文，余额为2.5万亿元。")


def test_the_callers_day_wins() -> None:
    assert read_article(NEWS, published=date(2020, 1, 2)).published == date(2020, 1, 2)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("证券日报· 2026-01-19 02:13", date(2026, 1, 19)),
        ("Friday, Feb 13, 2026 9:34 am ET3min read", date(2026, 2, 13)),
        ("2025年12月24日", date(2025, 12, 24)),
        ("发布时间：2025/12/24 08:00", date(2025, 12, 24)),
        ("Published: March 5, 2026 | Updated 7:15 p.m. ET", date(2026, 3, 5)),
        ("By Jane Doe, 5 March 2026", date(2026, 3, 5)),
        ("截至2026年1月19日，余额为2万亿元", None),
        ("On March 5, 2026 the balance rose to 2.5 trillion yuan", None),
        ("2025年12月24日两融余额", None),
        ("2026年2月30日", None),
        ("", None),
    ],
)
def test_datelines(line: str, day: date | None) -> None:
    assert dateline(line) == day


def test_a_wire_dates_its_story_in_the_text() -> None:
    assert read_article("某社北京12月24日电 2025年余额创新高，市场关注。").published == date(2025, 12, 24)


def test_key_points_before_a_body_are_a_summary_and_alone_are_the_body() -> None:
    both = "Key Takeaways\n- Up 5%.\n- Down 3%.\nThe long story begins here and goes on.\n"
    assert [one for one, _ in roles(read_article(both))][1:] == ["summary", "summary", "body"]
    alone = "Key Takeaways\n- Up 5%.\n- Down 3%.\n"
    assert [one for one, _ in roles(read_article(alone))][1:] == ["body", "body"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Up 2.5% vs. May. U.S. stocks fell! Why?", ["Up 2.5% vs. May.", "U.S. stocks fell!", "Why?"]),
        ("他说：“会涨。”随后离开。他走了！", ["他说：“会涨。”随后离开。", "他走了！"]),
        ("“会涨。”\n他走了。", ["“会涨。”", "他走了。"]),
        ('He said "yes." They left.', ['He said "yes."', "They left."]),
        ("1. Core view", ["1. Core view"]),
        ("Apple Inc. rose 3.5 percent. It won.", ["Apple Inc. rose 3.5 percent.", "It won."]),
        ("为什么?因为如此。", ["为什么?", "因为如此。"]),
        ("one; two", ["one; two"]),
    ],
)  # fmt: skip
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    assert [text[low:high] for low, high in sentences(text, 0, len(text))] == expected


def test_points_run_together_in_a_line_are_cut() -> None:
    text = "Group 1 - The balance rose [1] - **Copper**: It fell [2] Group 2 - The long - term view holds [3]"
    assert [one.text for one in read_article(text).passages] == [
        "Group 1", "The balance rose [1]", "**Copper**: It fell [2] Group 2", "The long - term view holds [3]",
    ]  # fmt: skip


def repaired(text: str) -> tuple[str, list[tuple[str, str]]]:
    article = read_article(text)
    return article.text, [(one.kind, one.text) for one in article.repairs]


def test_a_space_inside_a_chinese_word_is_taken_out_and_told() -> None:
    text = "经批准，交易所发布通知，将投资者融资买入证券时的融 资保证金最低比例上调。"
    mended, repairs = repaired(text)
    assert mended == text.replace(" ", "")
    assert repairs == [("spaced_word", "融 资")]


@pytest.mark.parametrize(
    "text",
    [
        "北京 上海 深圳 广州 杭州",
        "本报讯 记者在现场了解到，两融业务的开户数有所增加，市场情绪回暖。",
        "（记者 张三）两融余额继续上行，市场人士认为，风险总体可控，情绪回暖。",
        "股票名称 股票代码 余额(亿元)\n甲乙 300001 1.20",
        "margin balance 两融余额 rose",
    ],
)
def test_a_space_between_words_or_cells_stays(text: str) -> None:
    assert repaired(text)[0] == text


def test_lines_cut_at_a_fixed_width_are_joined() -> None:
    lines = "截至三月四日沪深两市融资融券余额合计约为二万六千亿元较前\n一日增加一百二十亿元其中沪市融资余额约为一万三千亿元深市\n融资余额略少。\n"
    assert read_article(lines).passages[0].text == lines.replace("\n", "")
    english = "The margin balance of the two exchanges rose again on Monday as\ninvestors added to their positions in technology shares, and the\nturnover was higher too.\n"
    assert read_article(english).passages[0].text == english.replace("\n", " ").strip()


def test_headlines_below_each_other_are_not_joined() -> None:
    text = (
        "两融余额创下历史新高市场情绪回暖资金持续流入\n电子行业获得融资净买入居首\n银行板块融资余额小幅下降分析人士认为风险可控\n"
    )
    assert "\n" in read_article(text).text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "In 2025, the number of such firms surged by\n\n, jumping from three to eight.",
        "Last week, the market saw its\n\n. The rally goes on.",
        "Four firms raised a combined in Shanghai last month.",
        "Shares of the firm plunged\n\nfollowing a warning.",
        "两融余额增至，创历史新高。",
        "余额为亿元，较上日增加。",
    ],
)
def test_a_lost_figure_is_reported(text: str) -> None:
    article = read_article(text)
    assert [one.kind for one in article.repairs] == ["stripped_figure"]
    [one] = article.repairs
    assert not one.mended
    assert article.text[one.start : one.end] == one.text


@pytest.mark.parametrize(
    "text", ["Stocks fell after the warning.", "Shares rose by 5% in May.", "The total of the funds rose.", "余额为2亿元，增至3亿元。", "It rose to a record in May."]
)  # fmt: skip
def test_a_whole_sentence_is_not_reported(text: str) -> None:
    assert read_article(text).repairs == ()


def test_a_sentence_that_the_page_broke_is_one_passage() -> None:
    article = read_article("The value jumped\n\n, marking the largest rise in years. It held.")
    assert [one.text for one in article.passages] == ["The value jumped\n\n, marking the largest rise in years.", "It held."]


def test_what_was_left_out_and_dates_far_apart_are_reported() -> None:
    assert [one.kind for one in read_article("按照旧 ...").repairs] == ["cut_off"]
    mixed = read_article("截至2024年7月10日，余额为2亿元。截至2025年11月10日，余额为3亿元。")
    assert [(one.kind, one.text) for one in mixed.repairs] == [("mixed_dates", "2024年7月10日")]
    near = read_article("截至2025年7月10日，余额为2亿元。截至2025年11月10日，余额为3亿元。")
    assert near.repairs == ()
    assert [one.kind for one in read_article("截至2月30日，余额为2亿元。").repairs] == ["impossible_date"]


def test_offsets_lead_back_over_carriage_returns_and_marks() -> None:
    original = "\ufeff第一行。\r\n第二行的融\u200b资。\r"
    article = read_article(original)
    place = article.text.index("融资")
    assert original[slice(*article.span(place, place + 2))] == "融\u200b资"
    assert article.passages[-1].line == 2


@pytest.mark.parametrize("text", ["", " \n\t", "\x00", "….", "[[[[", "2025"])
def test_odd_texts_are_read(text: str) -> None:
    assert read_article(text).original == text
