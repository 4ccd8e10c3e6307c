"""What holds for the reading of any text: the way back, spans, values, and that it never fails."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from liangrong.research.claims.article import Article
from liangrong.research.claims.figure import Figure
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.reading.figures import figures_in, read_figures
from liangrong.research.claims.reading.periods import periods_in
from liangrong.research.claims.reading.rows import rows_of

PIECES = st.sampled_from(
    ["融", "资", "余额", "亿", "万", "元", "%", "％", "个百分点", "倍", "成", "家", "只", "个行业", "年", "月", "日", "季度", "上半年", "今年", "去年", "近", "超", "约", "以上", "左右", "第", "前", "一", "两", "三", "十", "百", "千", "至", "到", "、", "和", "。", "，", ",", ".", "!", "?", "；", ";", ":", "：", "“", "”", "(", ")", "（", "）", "[1]", "-", "~", "–", "—", "+", ">", "billion", "million", "trillion", "yuan", "percent", "times", "to", "and", "from", "between", "over", "about", "nearly", "the", "of", "in", "since", "last", "week", "Monday", "December", "2025", "2025年", "Q3", "H1", "2H2025", "9月17日", "12月", "2月30日", "24.07.10", "2025-09-17", "10:30", "1:2", "300502.SZ", "301217", "股票名称", "股票代码", "排名", "余额(亿元)", "占比(%)", "0.803.01", "12,345.67", "０", "９", "．", "|", "…", "...", "**", "•", "来源", "记者", "Summary", "half", "second", "doubled", "过半", "翻番", "三分之一", "百分之三", "T+1", "9·24", "沪深300", "1.6T", "$", "HK$", "RMB", "¥", "US$", "stocks", "companies", "days", "sessions"]
) | st.sampled_from([" ", "  ", "\n", "\n\n", "\t", "\r\n", "\u3000", "\u200b", "\ufeff"])  # fmt: skip
NUMBERS = st.integers(0, 10**7).map(str) | st.decimals(0, 10**6, places=2).map(str)
TEXTS = st.lists(PIECES | NUMBERS | st.text(max_size=3), max_size=30).map("".join)


@given(TEXTS)
def test_every_character_leads_back_to_itself(text: str) -> None:
    article = read_article(text)
    places = [article.origin(place) for place, char in enumerate(article.text) if not char.isspace()]
    found = "".join(char for char in article.text if not char.isspace())
    assert "".join(text[place] for place in places) == found
    assert places == sorted(set(places))


@given(TEXTS)
def test_nothing_but_white_space_and_invisible_marks_is_lost(text: str) -> None:
    article = read_article(text)
    invisible = {
        "\u200b",
        "\ufeff",
        "\u00ad",
        "\x00",
        *map(chr, range(0x200B, 0x2010)),
        *map(chr, range(0x202A, 0x202F)),
        "\u2060",
    }
    kept = [char for char in text if not char.isspace() and char not in invisible]
    assert [char for char in article.text if not char.isspace()] == kept


@given(TEXTS)
def test_passages_stand_in_order_where_they_say(text: str) -> None:
    article = read_article(text)
    behind = 0
    for number, passage in enumerate(article.passages):
        assert passage.number == number
        assert passage.start >= behind
        assert article.text[passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip() != ""
        assert 0 <= passage.item < len(article.items)
        behind = passage.end


@given(TEXTS)
def test_every_character_of_a_text_is_in_a_passage_or_a_mark_of_a_list(text: str) -> None:
    article = read_article(text)
    covered = {place for passage in article.passages for place in range(passage.start, passage.end)}
    left = {char for place, char in enumerate(article.text) if place not in covered and not char.isspace()}
    assert left <= {"-"}


def spans(article: Article) -> None:
    for passage in article.passages:
        behind = passage.start
        for figure in figures_in(article, passage):
            assert behind <= figure.start < figure.end <= passage.end
            assert article.text[figure.start : figure.end] == figure.text
            assert figure.upper is None or figure.upper >= figure.value
            assert figure.half_ulp >= 0
            assert figure.size > 0
            figure.interval()
            behind = figure.end
        behind = passage.start
        for period in periods_in(article, passage):
            assert behind <= period.at[0] < period.at[1] <= passage.end
            assert article.text[slice(*period.at)] == period.text
            assert period.start <= period.end
            behind = period.at[1]
    for table in rows_of(article):
        for row in table.rows:
            assert len(row.cells) == len(table.columns)
            assert all(article.text[cell.start : cell.end] == cell.text for cell in row.cells)
    for repair in article.repairs:
        assert 0 <= repair.start <= repair.end <= len(article.text)


@given(TEXTS, st.dates(date(2015, 1, 1), date(2026, 11, 1)) | st.none())
def test_figures_and_periods_stand_inside_their_passage_without_overlap(text: str, day: date | None) -> None:
    spans(read_article(text, published=day))


@given(st.text(max_size=60))
def test_any_characters_are_read(text: str) -> None:
    spans(read_article(text))


def meaning(one: Figure) -> tuple[object, ...]:
    return one.value, one.upper, one.unit, one.kind, one.size, one.hedge, one.currency


AMOUNTS = st.tuples(st.integers(0, 9_999_999), st.integers(0, 3)).map(lambda pair: Decimal(pair[0]).scaleb(-pair[1]))
BEFORE = ["", "约", "超过", "逾", "近", "不足", "至少", "不超过", "突破", "站上"]
AFTER = ["", "左右", "以上", "以内"]
UNITS = [
    "亿元",
    "万亿元",
    "万元",
    "元",
    "%",
    "个百分点",
    "个基点",
    "倍",
    "家",
    "只个股",
    "万户",
    "个交易日",
    "亿美元",
    "亿港元",
    "亿股",
    "点",
]
ENGLISH_BEFORE = ["", "about ", "over ", "nearly ", "more than ", "at least ", "up to ", "below "]
ENGLISH_UNITS = [" billion yuan", " trillion yuan", " million yuan", " billion USD", "%", " percentage points", " basis points", " times", " stocks", " trading days",
                 " million accounts", " points"]  # fmt: skip


@given(AMOUNTS, st.sampled_from(BEFORE), st.sampled_from(UNITS), st.sampled_from(AFTER))
def test_a_chinese_figure_read_alone_means_what_it_meant_in_its_sentence(
    number: Decimal, before: str, unit: str, after: str
) -> None:
    assume(not (before == "近" and unit == "个交易日"))  # 近5个交易日 is a window, and so a period
    printed = f"{before}{number}{unit}{after}"
    [found] = read_figures(f"据统计，规模合计{printed}，较此前有所变化。")
    assert found.text == printed
    assert found.value == number
    [again] = read_figures(found.text)
    assert meaning(again) == meaning(found)


@given(AMOUNTS, st.sampled_from(ENGLISH_BEFORE), st.sampled_from(ENGLISH_UNITS))
def test_an_english_figure_read_alone_means_what_it_meant_in_its_sentence(number: Decimal, before: str, unit: str) -> None:
    printed = f"{before}{number:,f}{unit}"
    [found] = read_figures(f"According to them, it was {printed}, which was a change.")
    assert found.text == printed
    assert found.value == number
    [again] = read_figures(found.text)
    assert meaning(again) == meaning(found)


@given(AMOUNTS, st.sampled_from(["亿元", "%", "家", " billion yuan"]))
def test_wide_digits_mean_the_same(number: Decimal, unit: str) -> None:
    wide = str(number).translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    [narrow_figure], [wide_figure] = read_figures(f"合计{number}{unit}"), read_figures(f"合计{wide}{unit}")
    assert meaning(narrow_figure) == meaning(wide_figure)
    assert narrow_figure.half_ulp == wide_figure.half_ulp


@given(st.dates(date(2000, 1, 1), date(2026, 11, 1)))
def test_a_printed_day_is_that_day(day: date) -> None:
    english = f"{day:%B} {day.day}, {day.year}"
    for printed in (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), english, f"{day:%Y/%m/%d}", f"{day:%Y%m%d}"):
        article = read_article(f"数据于 {printed} 公布，余额为2亿元。")
        [period] = [one for passage in article.passages for one in periods_in(article, passage)]
        assert (period.start, period.end, period.certain) == (day, day, True)


@given(st.dates(date(2015, 1, 1), date(2026, 6, 1)), st.integers(0, 300))
def test_a_day_without_a_year_is_the_latest_not_behind_the_article(day: date, later: int) -> None:
    own = date.fromordinal(day.toordinal() + later)
    article = read_article(f"截至{day.month}月{day.day}日，余额为2亿元。", published=own)
    [period] = periods_in(article, article.passages[0])
    if (day.month, day.day) != (2, 29):
        assert period.start == day
    assert period.start <= own
    assert not period.certain


@pytest.mark.parametrize(
    "piece",
    ["1", "111,", "1,", "1.", "1 ", "5%", " ", "亿", "万亿", "百", "一", "[", "[1]", "()", "1、", "1 and ", "A-", "A ", "Jan ", "2025年", "1月", "融 ", "“。”他", "\n", "|", ".", "a\n"],
)  # fmt: skip
def test_a_long_monotonous_text_is_read(piece: str) -> None:
    """A pattern that tries again and again would never come back from these."""
    article = read_article(piece * (20_000 // len(piece)), published=date(2025, 9, 19))
    spans(article)
