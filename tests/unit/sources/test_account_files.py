"""Bytes of account files to plain content; whatever cannot be one ends in a sentence."""

from __future__ import annotations

import gzip
import io
import json
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from liangrong.accounts.intake.layouts import read_accounts
from liangrong.core.errors import BadInput, LiangrongError
from liangrong.sources.account_files import document_of, read_document

ACCOUNT = {"as_of": "2025-06-30", "cash": 150000.10, "collateral": [{"security": "600519", "quantity": 100, "price": "1400"}]}
JSON = json.dumps(ACCOUNT).encode()
YAML = b"as_of: 2025-06-30\ncash: 150000.10\ncollateral:\n- {security: 000001, quantity: 100, price: null, suspended: true}\n"
CSV = "账户,日期,类型,数量\n一号,2025-06-30,现金,\n".encode("gb18030")


def test_json_keeps_every_digit_and_no_type():
    tree = document_of(b'{"cash": 0.1234567890123456789, "suspended": true, "price": null, "list": [false, 1]}', "a.json").tree
    assert tree == {"cash": "0.1234567890123456789", "suspended": "true", "price": None, "list": ["false", "1"]}


def test_yaml_keeps_the_leading_zeros_of_a_code():
    tree = document_of(YAML, "a.yaml").tree
    assert tree == {
        "as_of": "2025-06-30",
        "cash": "150000.10",
        "collateral": [{"security": "000001", "quantity": "100", "price": None, "suspended": "true"}],
    }


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_every_usual_encoding_and_delimiter(delimiter, encoding):
    text = f'账户{delimiter}现金\r\n一号{delimiter}"1{delimiter}000"\r\n'
    assert document_of(text.encode(encoding), "a.csv").sheets == {"": [["账户", "现金"], ["一号", f"1{delimiter}000"]]}


@pytest.mark.parametrize("content", [JSON, YAML, CSV])
def test_the_name_plays_no_part(content, tmp_path: Path):
    for name in ("a.xlsx", "a.txt", "a"):
        path = tmp_path / name
        path.write_bytes(content)
        found = read_document(path)
        expected = document_of(content, name)
        assert found == expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b" \n\t\n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (JSON[:-3], "not complete JSON"),
        (b'{"cash": 1, "cash": 2}', "'cash' stands twice"),
        (b'{"cash": NaN}', "NaN is no number"),
        (b'{"cash": -Infinity}', "-Infinity is no number"),
        (b"[" * 200_000, "nests too deeply"),
        (b'{"a":' * 200_000, "nests too deeply"),
        (b"a:\n- " + b"- " * 5_000 + b"b", "nests too deeply"),
        (b"cash: 1\ncash: 2\n", "'cash' stands twice"),
        (b"a: &x [1]\nb: *x\n", "aliases"),
        (b"a: 1\n---\nb: 2\n", "several YAML documents"),
        (b"a: [1, 2\n", "not complete YAML"),
        (b"?\n- a\n: 1\n", "name is no text"),
        (b"hello world", "plain text"),
        (b'a,b\n"c,d\n', "not a complete table"),
        (b"<html><body>503</body></html>", "web page"),
        (b"PK\x03\x04 cut off", "damaged or cut off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "damaged or cut off"),
        (b"\x1f\x8b\x08\x00 cut off", "damaged or cut off"),
        (b"\x7fELF\x02\x01\x01\x00\x00", "binary data"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary data"),
    ],
)
def test_what_is_no_account_file_is_refused_with_a_sentence(content, said):
    with pytest.raises(BadInput) as caught:
        document_of(content, "a.json")
    assert said in caught.value.message("en")
    assert caught.value.message("zh").startswith("a.json：")
    assert caught.value.exit_code == 4


def test_a_file_that_is_not_there_or_is_a_folder_is_refused_with_a_sentence(tmp_path: Path):
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(BadInput, match="cannot be read"):
            read_document(path)


def test_an_archive_with_one_file_is_opened():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.json", JSON)
    assert document_of(packed.getvalue(), "a.zip") == document_of(JSON, "a.zip")
    assert document_of(gzip.compress(JSON), "a.gz") == document_of(JSON, "a.gz")
    with pytest.raises(BadInput, match="archive within an archive"):
        document_of(gzip.compress(gzip.compress(JSON)), "a.gz")


@pytest.mark.parametrize("content", [JSON, YAML, CSV])
def test_damage_anywhere_ends_in_an_account_or_a_sentence(content):
    chance = random.Random(20260122)
    for _ in range(300):
        damaged = bytearray(content)
        match chance.randrange(3):
            case 0:
                del damaged[chance.randrange(len(damaged)) :]
            case 1:
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            case 2:
                start = chance.randrange(len(damaged))
                del damaged[start : start + chance.randrange(1, 20)]
        told = _told(bytes(damaged))
        assert told is None or (told.exit_code == 4 and told.message("zh") != told.message("en")), damaged


def _told(content: bytes) -> LiangrongError | None:
    try:
        read_accounts(document_of(content, "a"))
    except LiangrongError as error:
        return error
    return None


def test_a_tree_is_read_without_the_weight_of_tables():
    code = (
        "import sys; from liangrong.sources.account_files import document_of; from liangrong.accounts.intake.layouts import read_accounts; "
        "read_accounts(document_of(b'{\"as_of\": \"2025-06-30\"}', 'a.json')); sys.exit('polars' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_file_that_is_not_there_and_a_folder_are_told_apart(tmp_path):
    with pytest.raises(BadInput) as absent:
        read_document(tmp_path / "none.json")
    with pytest.raises(BadInput) as folder:
        read_document(tmp_path)
    assert "没有这个文件" in absent.value.message("zh")
    assert "不是文件" in folder.value.message("zh")
    assert "No such file" in absent.value.message("en")
