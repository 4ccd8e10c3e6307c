"""Security identifiers: one canonical spelling (``600519.SH``), every usual spelling accepted.

The same six digits can be an index in Shanghai and a stock in Shenzhen (000001.SH is the SSE Composite,
000001.SZ is Ping An Bank): an identifier therefore always carries its exchange.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from liangrong.core.errors import InvalidSecurity

__all__ = ["Board", "Exchange", "SecurityId", "SecurityKind"]


class Exchange(Enum):
    """The three mainland exchanges: (suffix, MIC, Chinese name)."""

    SSE = ("SH", "XSHG", "上交所")
    SZSE = ("SZ", "XSHE", "深交所")
    BSE = ("BJ", "XBSE", "北交所")

    @property
    def suffix(self) -> str:
        """The suffix of canonical codes: SH, SZ or BJ."""
        return self.value[0]

    @property
    def label_zh(self) -> str:
        """The Chinese short name."""
        return self.value[2]


class SecurityKind(Enum):
    """What an identifier names."""

    STOCK = "stock"
    FUND = "fund"
    INDEX = "index"
    BOND = "bond"
    B_SHARE = "b_share"


class Board(Enum):
    """Listing board, from the code's prefix."""

    MAIN = "main"
    STAR = "star"
    CHINEXT = "chinext"
    BSE = "bse"
    FUND = "fund"
    INDEX = "index"
    B_SHARE = "b_share"
    BOND = "bond"


_EXCHANGE_SPELLINGS: Final[dict[str, Exchange]] = {
    "SH": Exchange.SSE, "SS": Exchange.SSE, "XSHG": Exchange.SSE, "SSE": Exchange.SSE, "SHSE": Exchange.SSE, "1": Exchange.SSE,
    "CSI": Exchange.SSE,
    "SZ": Exchange.SZSE, "XSHE": Exchange.SZSE, "SZSE": Exchange.SZSE, "0": Exchange.SZSE,
    "BJ": Exchange.BSE, "XBSE": Exchange.BSE, "BSE": Exchange.BSE, "NQ": Exchange.BSE,
}  # fmt: skip

# (exchange, prefix) -> (kind, board); the longest matching prefix wins.
_PREFIXES: Final[dict[tuple[Exchange, str], tuple[SecurityKind, Board]]] = {
    **{(Exchange.SSE, p): (SecurityKind.STOCK, Board.MAIN) for p in ("600", "601", "603", "605")},
    **{(Exchange.SSE, p): (SecurityKind.STOCK, Board.STAR) for p in ("688", "689")},
    (Exchange.SSE, "000"): (SecurityKind.INDEX, Board.INDEX),
    (Exchange.SSE, "93"): (SecurityKind.INDEX, Board.INDEX),
    (Exchange.SSE, "900"): (SecurityKind.B_SHARE, Board.B_SHARE),
    (Exchange.SSE, "5"): (SecurityKind.FUND, Board.FUND),
    **{(Exchange.SSE, p): (SecurityKind.BOND, Board.BOND) for p in ("01", "02", "1")},
    **{(Exchange.SZSE, p): (SecurityKind.STOCK, Board.MAIN) for p in ("000", "001", "002", "003")},
    **{(Exchange.SZSE, p): (SecurityKind.STOCK, Board.CHINEXT) for p in ("300", "301", "302")},
    (Exchange.SZSE, "399"): (SecurityKind.INDEX, Board.INDEX),
    (Exchange.SZSE, "200"): (SecurityKind.B_SHARE, Board.B_SHARE),
    **{(Exchange.SZSE, p): (SecurityKind.FUND, Board.FUND) for p in ("15", "16", "18")},
    **{(Exchange.SZSE, p): (SecurityKind.BOND, Board.BOND) for p in ("10", "11", "12", "13", "14")},
    (Exchange.BSE, "920"): (SecurityKind.STOCK, Board.BSE),
    **{(Exchange.BSE, p): (SecurityKind.STOCK, Board.BSE) for p in ("43", "83", "87", "88")},
    (Exchange.BSE, "899"): (SecurityKind.INDEX, Board.INDEX),
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class SecurityId:
    """A security or an index: exchange and six digits.

    Examples
    --------
    >>> str(SecurityId.parse("sh600519")), SecurityId.parse("300750").board
    ('600519.SH', <Board.CHINEXT: 'chinext'>)
    """

    code: str
    suffix: str

    @classmethod
    def of(cls, code: str | int, exchange: Exchange) -> SecurityId:
        """Build from a code whose leading zeros a spreadsheet may have eaten, and its exchange.

        Raises
        ------
        InvalidSecurity
            The code is not 1-6 digits, or no security of that exchange starts so.
        """
        digits = str(code).strip().zfill(6)
        if not re.fullmatch(r"\d{6}", digits):
            raise InvalidSecurity(text=f"{code}", reason="a code has six digits", reason_zh="代码应为六位数字")
        found = cls(digits, exchange.suffix)
        if _classify(digits, exchange) is None:
            raise InvalidSecurity(
                text=str(found),
                reason=f"{exchange.name} has no securities starting with {digits[:3]}",
                reason_zh=f"{exchange.label_zh}没有 {digits[:3]} 开头的证券",
            )
        return found

    @classmethod
    def parse(cls, text: str) -> SecurityId:
        """Read any usual spelling: 600519.SH, SH600519, sh.600519, 600519.XSHG, 600519.SS, 1.600519, 600519.

        Bare digits name a security, never an index: ``000001`` is Ping An Bank; write ``000001.SH`` for the
        SSE Composite.

        Raises
        ------
        InvalidSecurity
            The text is not a code, its exchange is unknown, or code and exchange do not fit.
        """
        cleaned = text.strip().upper()
        if re.fullmatch(r"\d{6}", cleaned):
            return cls.of(cleaned, _exchange_of_bare(cleaned))
        match = re.fullmatch(r"(\d{6})[.\-_ ]?([A-Z]+)", cleaned)
        if match:
            code, spelled = match.groups()
        else:
            match = re.fullmatch(r"([A-Z]+|[01])[.\-_ ]?(\d{6})", cleaned)
            if not match:
                raise InvalidSecurity(text=text, reason="a code has six digits", reason_zh="代码应为六位数字")
            spelled, code = match.groups()
        exchange = _EXCHANGE_SPELLINGS.get(spelled)
        if exchange is None:
            raise InvalidSecurity(text=text, reason=f"no exchange is spelled {spelled}", reason_zh=f"没有写作 {spelled} 的交易所")
        return cls.of(code, exchange)

    @property
    def exchange(self) -> Exchange:
        """The exchange it trades on (for an index: whose suffix it carries)."""
        return _EXCHANGE_SPELLINGS[self.suffix]

    @property
    def kind(self) -> SecurityKind:
        """Stock, fund, index, bond or B share, from the prefix."""
        return self._classified[0]

    @property
    def board(self) -> Board:
        """The board, from the prefix."""
        return self._classified[1]

    @property
    def _classified(self) -> tuple[SecurityKind, Board]:
        found = _classify(self.code, self.exchange)
        assert found is not None, "construct through of() or parse()"
        return found

    @property
    def is_bse_legacy(self) -> bool:
        """Whether this is a 43/83/87/88 code that BSE replaced by a 920 code in 2025."""
        return self.exchange is Exchange.BSE and self.code[:2] in ("43", "83", "87", "88")

    def __str__(self) -> str:
        return f"{self.code}.{self.suffix}"


def _classify(code: str, exchange: Exchange) -> tuple[SecurityKind, Board] | None:
    for length in (3, 2, 1):
        found = _PREFIXES.get((exchange, code[:length]))
        if found:
            return found
    return None


def _exchange_of_bare(code: str) -> Exchange:
    if code[:2] in ("43", "83", "87", "88", "92"):
        return Exchange.BSE
    return Exchange.SSE if code[0] in "569" else Exchange.SZSE
