"""Files that mean well: every kind is told by its content and gives its text, its title, its time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from liangrong.core.errors import BadInput
from liangrong.research.documents.readers.confined import ReadingRoom
from liangrong.research.documents.readers.extracted import Extracted
from liangrong.research.documents.readers.reading import read_document, read_pasted
from tests.unit.research.documents.packages import word_file
from tests.unit.research.documents.pdfs import pdf

Read = Callable[[bytes], Extracted]

PARAGRAPHS = (
    "截至昨日收盘，甲市场两融余额为一百亿元，较前一日增加一亿元，连续三日上升，成交也随之放大。",
    "其中融资余额占了绝大部分，融券余额变化不大，市场参与者认为资金仍然愿意承担风险。",
    "业内人士提醒，杠杆会放大盈亏，投资者应当量力而行，并随时留意担保比例的变化情况。",
)
PAGE = f"""<!DOCTYPE html><html><head><title>甲市场两融日报 - 某网</title>
<meta property="article:published_time" content="2026-03-05T08:30:00+08:00"><meta property="og:site_name" content="某某时报"></head>
<body><nav><a href="/">首页</a> <a href="/q">行情中心</a></nav><article><h1>甲市场两融日报</h1><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>
<table><tr><th>行业</th><th>净买入</th></tr><tr><td>行业甲</td><td>12.5</td></tr></table><p>{PARAGRAPHS[2]}</p></article>
<script>var 秘密 = 1;</script></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_text_is_read_in_the_encoding_it_has(read: Read, encoding: str) -> None:
    text = "两融余额上升，market up 3%。\n第二行 second line\n"
    assert read(text.encode(encoding)).text == text


def test_traditional_and_western_texts_are_read_and_say_how(read: Read) -> None:
    found = read("融資融券餘額創歷史新高，投資人情緒升溫，券商表示仍須留意風險。".encode("big5"))
    assert found.text.startswith("融資融券餘額")
    assert "Big5" in found.notes[0].en
    assert read("Le marché a été très agité; la dette était élevée.".encode("cp1252")).text.endswith("élevée.")


def test_mixed_encodings_are_read_line_by_line_and_say_so(read: Read) -> None:
    found = read("融资余额上升\n".encode() + "两融余额下降\n".encode("gbk") * 2)
    assert found.text == "融资余额上升\n" + "两融余额下降\n" * 2
    assert "1 lines were read as UTF-8 and 2 as GB18030" in found.notes[0].en


def test_line_ends_become_one_kind(read: Read) -> None:
    assert read(b"one\r\ntwo\rthree\n").text == "one\ntwo\nthree\n"


def test_a_page_gives_its_main_content_title_source_and_time(read: Read) -> None:
    found = read(PAGE.encode())
    assert all(paragraph in found.text for paragraph in PARAGRAPHS)
    assert "行业甲 | 12.5" in found.text
    assert "秘密" not in found.text
    assert "行情中心" not in found.text
    assert "两融日报" in found.title
    assert (found.source, found.published) == ("某某时报", datetime(2026, 3, 5, 8, 30))  # noqa: DTZ001 - as printed


def test_a_page_that_declares_gb2312_is_read_as_its_larger_relative(read: Read) -> None:
    assert PARAGRAPHS[0] in read(PAGE.replace("<head>", '<head><meta charset="gb2312">').encode("gb18030")).text


def test_a_short_page_keeps_all_its_text(read: Read) -> None:
    assert (
        read("<html><body><p>融资余额 12 亿</p><div>融券余额 3 亿</div></body></html>".encode()).text
        == "融资余额 12 亿\n融券余额 3 亿"
    )


def test_a_word_file_keeps_order_and_rows(read: Read) -> None:
    found = read(word_file(["第一段。"], [["品种", "观点"], ["铜", "震荡"]], behind=["最后一段。"]))
    assert found.text == "第一段。\n品种 | 观点\n铜 | 震荡\n最后一段。"
    assert (found.kind, found.published) == ("docx", None)


def test_lines_and_hyphens_of_a_pdf_are_joined(read: Read) -> None:
    long = "两融余额连续第五个交易日上升，再创历史新高，市场参与者情绪升"
    found = read(pdf([[long, "温。", "The lever-", "age of the whole market rose again on Tuesday, brokers said."]]))
    assert found.text.split("\n")[0] == f"{long}温。"
    assert "leverage of the whole market" in found.text


def test_running_heads_of_a_pdf_are_left_out(read: Read) -> None:
    pages = [
        ["某某证券研究所 请阅读声明", f"第{number}段正文说的是各不相同的事情{word}。", f"{number} / 4"]
        for number, word in enumerate("甲乙丙丁", 1)
    ]
    found = read(pdf(pages))
    assert "某某证券" not in found.text
    assert all(word in found.text for word in "甲乙丙丁")


def test_a_pdf_with_some_empty_pages_says_so(read: Read) -> None:
    assert "1 of 2 pages have no text" in read(pdf([["正文在第一页。"], []])).notes[0].en


def test_the_name_of_a_file_decides_nothing(room: ReadingRoom, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(pdf([["a page of text"]]))
    assert read_document(path, room).kind == "pdf"
    path.write_bytes(b"plain text after all")
    assert read_document(path.rename(tmp_path / "report.pdf"), room).kind == "text"


def test_pasted_text_stays_as_it_is() -> None:
    assert read_pasted("<p>not a page</p>\r\n").text == "<p>not a page</p>\n"
    assert read_pasted("half \ud83d gone").text == "half \ufffd gone"
    with pytest.raises(BadInput):
        read_pasted(" \n")
