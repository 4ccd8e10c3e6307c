"""Security identifiers: every usual spelling, one canonical form."""

from __future__ import annotations

import pytest

from liangrong.core.errors import InvalidSecurity
from liangrong.core.securities import Board, Exchange, SecurityId, SecurityKind, renumbered


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("600519.SH", "600519.SH"),  # tushare, Wind, xtquant
        ("600519.sh", "600519.SH"),
        ("SH600519", "600519.SH"),  # Eastmoney, qlib
        ("sh.600519", "600519.SH"),  # baostock
        ("600519.XSHG", "600519.SH"),  # JoinQuant, RQData
        ("600519.SS", "600519.SH"),
        ("SHSE.600519", "600519.SH"),
        ("1.600519", "600519.SH"),  # Eastmoney secid
        ("1.000300", "000300.SH"),
        ("0.300750", "300750.SZ"),
        ("0.399001", "399001.SZ"),
        ("0.920002", "920002.BJ"),  # Eastmoney keeps BSE under market 0
        ("0.430047", "430047.BJ"),
        ("000300.CSI", "000300.SH"),
        ("000001.XSHE", "000001.SZ"),
        ("920002.BJ", "920002.BJ"),
        ("bj.430047", "430047.BJ"),
        ("  600519 ", "600519.SH"),
        ("６００５１９．ＳＨ", "600519.SH"),
        ("600519_SH", "600519.SH"),
        ("sz-000001", "000001.SZ"),
        ("300750", "300750.SZ"),
        ("688981", "688981.SH"),
        ("510300", "510300.SH"),
        ("159915", "159915.SZ"),
        ("920002", "920002.BJ"),
        ("899050", "899050.BJ"),
    ],
)
def test_every_usual_spelling_is_read(text: str, canonical: str) -> None:
    assert str(SecurityId.parse(text)) == canonical
    assert SecurityId.parse(str(SecurityId.parse(text))) == SecurityId.parse(text)


def test_the_same_digits_are_an_index_in_shanghai_and_a_bank_in_shenzhen() -> None:
    composite, bank = SecurityId.parse("000001.SH"), SecurityId.parse("000001.SZ")
    assert composite != bank
    assert (composite.kind, composite.board) == (SecurityKind.INDEX, Board.INDEX)
    assert (bank.kind, bank.board) == (SecurityKind.STOCK, Board.MAIN)
    assert SecurityId.parse("000001") == bank


@pytest.mark.parametrize(
    ("text", "kind", "board"),
    [
        ("600000.SH", SecurityKind.STOCK, Board.MAIN),
        ("605499.SH", SecurityKind.STOCK, Board.MAIN),
        ("688981.SH", SecurityKind.STOCK, Board.STAR),
        ("689009.SH", SecurityKind.STOCK, Board.STAR),
        ("003816.SZ", SecurityKind.STOCK, Board.MAIN),
        ("301269.SZ", SecurityKind.STOCK, Board.CHINEXT),
        ("302132.SZ", SecurityKind.STOCK, Board.CHINEXT),
        ("920002.BJ", SecurityKind.STOCK, Board.BSE),
        ("835185.BJ", SecurityKind.STOCK, Board.BSE),
        ("510300.SH", SecurityKind.FUND, Board.FUND),
        ("588000.SH", SecurityKind.FUND, Board.FUND),
        ("501018.SH", SecurityKind.FUND, Board.FUND),  # LOF
        ("508000.SH", SecurityKind.FUND, Board.FUND),  # REIT
        ("159915.SZ", SecurityKind.FUND, Board.FUND),
        ("161725.SZ", SecurityKind.FUND, Board.FUND),  # LOF
        ("180101.SZ", SecurityKind.FUND, Board.FUND),  # REIT
        ("113050.SH", SecurityKind.BOND, Board.BOND),
        ("019547.SH", SecurityKind.BOND, Board.BOND),
        ("123107.SZ", SecurityKind.BOND, Board.BOND),
        ("900901.SH", SecurityKind.B_SHARE, Board.B_SHARE),
        ("200002.SZ", SecurityKind.B_SHARE, Board.B_SHARE),
        ("000985.SH", SecurityKind.INDEX, Board.INDEX),
        ("399006.SZ", SecurityKind.INDEX, Board.INDEX),
        ("899050.BJ", SecurityKind.INDEX, Board.INDEX),
    ],
)
def test_kind_and_board_come_from_the_prefix(text: str, kind: SecurityKind, board: Board) -> None:
    security = SecurityId.parse(text)
    assert (security.kind, security.board) == (kind, board)


@pytest.mark.parametrize(
    ("code", "canonical"), [(1, "000001.SZ"), ("2594", "002594.SZ"), ("1.0", "000001.SZ"), ("300750", "300750.SZ")]
)
def test_zeros_eaten_by_a_spreadsheet_come_back(code: str | int, canonical: str) -> None:
    assert str(SecurityId.of(code, Exchange.SZSE)) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        "60051",
        "6005190",
        "600519.XX",
        "600519.SZ",
        "000300.BJ",
        "贵州茅台",
        "430047.NQ",
        "519001.SH",
        "1.600519.SH",
        "SH600519SZ",
        "600519.0",
        "٦٠٠٥١٩",
    ],
)
def test_what_cannot_be_a_security_is_refused(text: str) -> None:
    with pytest.raises(InvalidSecurity) as caught:
        SecurityId.parse(text)
    assert "?" not in caught.value.message("en")


@pytest.mark.parametrize("code", ["", "-1", "1234567", "1.5", "abc"])
def test_of_refuses_what_is_no_code(code: str) -> None:
    with pytest.raises(InvalidSecurity):
        SecurityId.of(code, Exchange.SZSE)


def test_identifiers_sort_by_code() -> None:
    assert min(SecurityId.parse("600519"), SecurityId.parse("000001")).code == "000001"


def test_renumbering_is_learnt_only_where_it_is_certain() -> None:
    def bse(code: str) -> SecurityId:
        return SecurityId.parse(f"{code}.BJ")

    before = {
        bse("830001"): "甲 股份",
        bse("830002"): "乙科技",  # renamed later
        bse("830003"): "丙实业",  # name stands twice later
        bse("830004"): "丁电子",  # keeps its old code on the later list: the two overlap
        bse("920005"): "戊生物",  # was already a 920 code
        SecurityId.parse("600519.SH"): "己酒业",
    }
    after = {
        bse("920001"): "甲股份",
        bse("920002"): "乙科技新",
        bse("920003"): "丙实业",
        bse("920013"): "丙实业",
        bse("830004"): "丁电子",
        bse("920005"): "戊生物",
        SecurityId.parse("600519.SH"): "己酒业",
    }
    assert renumbered(before, after) == {bse("830001"): bse("920001")}
