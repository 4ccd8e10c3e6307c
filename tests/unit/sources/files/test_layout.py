"""Wrappers come off, text is decoded, damage is a sentence."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from liangrong.core.errors import BadInput
from liangrong.sources.files.layout import bare, decode, form, header, sample, unwrap

TABLE = "日期,融资余额(元)\n2026-01-30,1\n"


def zipped(*members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in members:
            packed.writestr(name, TABLE)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_decoded_whatever_the_encoding(encoding):
    seen = sample(TABLE.encode(encoding))
    assert header(seen) == ("日期", "融资余额(元)")


@pytest.mark.parametrize("lost", [1, 2])
def test_a_character_cut_in_two_does_not_change_the_encoding(lost):
    cut = "日期,融".encode()[:-lost]
    assert decode(cut) == "日期,"


def test_binary_is_not_text():
    assert form(b"\x00\x01\x02\xff") == "binary"
    assert form(b"") == "empty"


@pytest.mark.parametrize("wrapped", [gzip.compress(TABLE.encode()), zipped("a.csv")], ids=["gz", "zip"])
def test_a_wrapper_comes_off(wrapped):
    assert unwrap(wrapped) == TABLE.encode()


def test_a_zip_of_two_files_is_refused_with_what_to_do():
    with pytest.raises(BadInput, match="unpack it") as caught:
        sample(zipped("a.csv", "b.csv"))
    assert "逐个导入" in caught.value.message("zh")


@pytest.mark.parametrize(
    "content",
    [gzip.compress(TABLE.encode() * 99)[:-20], zipped("a.csv")[:-40], b"PAR1 and no more"],
    ids=["gz", "zip", "parquet"],
)
def test_a_damaged_wrapper_is_a_sentence(content):
    with pytest.raises(BadInput, match="damaged"):
        sample(content)


def test_units_and_invisible_characters_are_no_part_of_a_column_name():
    assert bare("融资-余额(元)") == "融资-余额"
    assert bare("涨跌幅(%)-沪深300\ufffc") == "涨跌幅(%)-沪深300"
    assert bare("\ufefftrade_date ") == "trade_date"
