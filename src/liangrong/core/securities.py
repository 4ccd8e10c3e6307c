"""Security identifiers: one canonical spelling (``600519.SH``), every usual spelling accepted.

The same six digits can be an index in Shanghai and a stock in Shenzhen (000001.SH is the SSE Composite,
000001.SZ is Ping An Bank): an identifier therefore always carries its exchange.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from liangrong.core.errors import InvalidSecurity

__all__ = ["Board", "Exchange", "SecurityId", "SecurityKind", "renumbered"]


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
    "SH": Exchange.SSE, "SS": Exchange.SSE, "XSHG": Exchange.SSE, "SSE": Exchange.SSE, "SHSE": Exchange.SSE,
    "CSI": Exchange.SSE,
    "SZ": Exchange.SZSE, "XSHE": Exchange.SZSE, "SZSE": Exchange.SZSE,
    "BJ": Exchange.BSE, "XBSE": Exchange.BSE, "BSE": Exchange.BSE, "BJSE": Exchange.BSE,
}  # fmt: skip
# "NQ" is left out on purpose: it names the NEEQ market, whose companies are not on BSE.

_LEGACY_BSE: Final = ("43", "83", "87", "88")
"""First digits of BSE codes before the board was renumbered to 920."""

# (exchange, prefix) -> (kind, board); the longest matching prefix wins, ``None`` names what is not exchange-traded.
_PREFIXES: Final[dict[tuple[Exchange, str], tuple[SecurityKind, Board] | None]] = {
    **{(Exchange.SSE, p): (SecurityKind.STOCK, Board.MAIN) for p in ("600", "601", "603", "605")},
    **{(Exchange.SSE, p): (SecurityKind.STOCK, Board.STAR) for p in ("688", "689")},
    (Exchange.SSE, "000"): (SecurityKind.INDEX, Board.INDEX),
    **{(Exchange.SSE, p): (SecurityKind.INDEX, Board.INDEX) for p in ("921", "93", "95")},
    (Exchange.SSE, "900"): (SecurityKind.B_SHARE, Board.B_SHARE),
    (Exchange.SSE, "5"): (SecurityKind.FUND, Board.FUND),
    (Exchange.SSE, "519"): None,
    **{(Exchange.SSE, p): (SecurityKind.BOND, Board.BOND) for p in ("01", "02", "1")},
    **{(Exchange.SZSE, p): (SecurityKind.STOCK, Board.MAIN) for p in ("000", "001", "002", "003")},
    **{(Exchange.SZSE, p): (SecurityKind.STOCK, Board.CHINEXT) for p in ("300", "301", "302")},
    (Exchange.SZSE, "399"): (SecurityKind.INDEX, Board.INDEX),
    (Exchange.SZSE, "200"): (SecurityKind.B_SHARE, Board.B_SHARE),
    **{(Exchange.SZSE, p): (SecurityKind.FUND, Board.FUND) for p in ("15", "16", "18")},
    **{(Exchange.SZSE, p): (SecurityKind.BOND, Board.BOND) for p in ("10", "11", "12", "13", "14")},
    (Exchange.BSE, "920"): (SecurityKind.STOCK, Board.BSE),
    **{(Exchange.BSE, p): (SecurityKind.STOCK, Board.BSE) for p in _LEGACY_BSE},
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
        """Build from a code whose leading zeros a spreadsheet may have eaten (``1``, ``"1.0"``), and its exchange.

        Raises
        ------
        InvalidSecurity
            The code is not 1-6 digits, or no security of that exchange starts so.
        """
        digits = _halfwidth(str(code)).removesuffix(".0")
        if not re.fullmatch(r"[0-9]{1,6}", digits):
            raise InvalidSecurity(text=f"{code}", reason="a code has six digits", reason_zh="代码应为六位数字")
        digits = digits.zfill(6)
        found = cls(digits, exchange.suffix)
        if _classify(digits, exchange) is None:
            raise InvalidSecurity(
                text=str(found),
                reason=f"{exchange.name} lists no securities starting with {digits[:3]}",
                reason_zh=f"{exchange.label_zh}没有 {digits[:3]} 开头的上市证券",
            )
        return found

    @classmethod
    def parse(cls, text: str) -> SecurityId:
        """Read any usual spelling, upper or lower case, full-width or not.

        600519.SH (tushare, Wind, xtquant), SH600519, sh.600519 (baostock), 600519.XSHG (JoinQuant, RQData), 600519.SS,
        SHSE.600519, 000300.CSI, Eastmoney's 1.600519 and 0.300750 (0 stands for SZSE and BSE), or 600519 alone.

        Bare digits name a security, never an index of Shanghai: ``000001`` is Ping An Bank; write ``000001.SH`` for
        the SSE Composite.

        Raises
        ------
        InvalidSecurity
            The text is not a code, its exchange is unknown, or code and exchange do not fit.
        """
        cleaned = _halfwidth(text).upper()
        match = _SPELLING.fullmatch(cleaned)
        if match is None or (match["after"] and (match["before"] or match["secid"])):
            raise InvalidSecurity(text=text, reason="a code has six digits", reason_zh="代码应为六位数字")
        code = match["code"]
        spelled = match["before"] or match["after"]
        if match["secid"] == "1":
            return cls.of(code, Exchange.SSE)
        if match["secid"] == "0":
            return cls.of(code, Exchange.BSE if _looks_like_bse(code) else Exchange.SZSE)
        if spelled is None:
            return cls.of(code, _exchange_of_bare(code))
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
        return self.exchange is Exchange.BSE and self.code[:2] in _LEGACY_BSE

    def __str__(self) -> str:
        return f"{self.code}.{self.suffix}"


def renumbered(before: Mapping[SecurityId, str], after: Mapping[SecurityId, str]) -> dict[SecurityId, SecurityId]:
    """Which BSE code of 2025 and earlier became which 920 code, learnt from two dated name lists.

    BSE published no rule that gives the new code from the old one alone, so nothing is guessed from digits. A pair
    is returned only where it is certain: the old code has left the list, the new code is not on the older list, and
    the company's name stands once among the BSE names of each list. A company that changed its name in between is
    left out.

    Parameters
    ----------
    before, after
        Code to short name, on a day before and on a day after the renumbering.

    Returns
    -------
    dict
        Old identifier to new.

    Examples
    --------
    >>> old, new = SecurityId("830001", "BJ"), SecurityId("920001", "BJ")
    >>> renumbered({old: "示例 股份"}, {new: "示例股份"}) == {old: new}
    True
    """
    gone = _by_unique_name({s: n for s, n in before.items() if s.exchange is Exchange.BSE})
    come = _by_unique_name({s: n for s, n in after.items() if s.exchange is Exchange.BSE})
    return {
        gone[name]: come[name]
        for name in gone.keys() & come.keys()
        if gone[name].is_bse_legacy and gone[name] not in after and come[name].code.startswith("920") and come[name] not in before
    }


def _by_unique_name(names: Mapping[SecurityId, str]) -> dict[str, SecurityId]:
    plain = {security: re.sub(r"\s", "", _halfwidth(name)) for security, name in names.items()}
    times = Counter(plain.values())
    return {name: security for security, name in plain.items() if name and times[name] == 1}


_SPELLING: Final = re.compile(
    r"(?:(?P<before>[A-Z]+)[.\-_ ]?|(?P<secid>[01])\.)?(?P<code>[0-9]{6})(?:[.\-_ ]?(?P<after>[A-Z]+))?"
)


def _halfwidth(text: str) -> str:
    """Full-width digits, letters and points as ordinary ones."""
    return unicodedata.normalize("NFKC", text).strip()


def _classify(code: str, exchange: Exchange) -> tuple[SecurityKind, Board] | None:
    for length in (3, 2, 1):
        if (exchange, code[:length]) in _PREFIXES:
            return _PREFIXES[exchange, code[:length]]
    return None


def _looks_like_bse(code: str) -> bool:
    return code[:2] in (*_LEGACY_BSE, "92") or code[:3] == "899"


def _exchange_of_bare(code: str) -> Exchange:
    if _looks_like_bse(code):
        return Exchange.BSE
    return Exchange.SSE if code[0] in "569" else Exchange.SZSE
