"""Digits that are no quantity: codes, references, times, telephone numbers, names of indices and products, numbering."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from liangrong.research.claims.reading.mentions import mentions

__all__ = ["excluded"]

_INDEX_ZH: Final = r"(?:沪深|中证|上证|深证|科创|创业板|创业|北证|国证|标普|纳斯达克|纳指|日经|罗素|富时|恒生|道琼斯|万得|中小|央视|MSCI\s?中国|CSI\s?)\s?A?"
_NUMBERED: Final = (
    r"(?:Group|Part|Chapter|Section|Article|Figure|Fig\.?|Table|Chart|Exhibit|Phase|Step|Stage|Tier|Level|Type|Class|Appendix|Annex|Rule|Note|Page|Box|Item|Strategy|Case"
    r"|Option|Scenario|Round|Series|Version|Model|Document|Circular|Order|Decree)"
)
_PATTERNS: Final = (
    r"(?:\[\s?\d{1,3}(?:\s?[-–,]\s?\d{1,3})*\s?\])+",
    r"(?<![\d:.])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?=\s?(?:[AaPp]\.?[Mm]\b|ET|EST|EDT|GMT|UTC|CST|HKT|BJT|北京时间|收|开|左右收|$))",
    r"(?<![\d:.])0\d:[0-5]\d(?::[0-5]\d)?(?!\d)|(?<![\d:.])\d{1,2}:[0-5]\d:[0-5]\d(?!\d)|(?<=[日号午晨晚] )\d{1,2}:[0-5]\d|(?<=[日号午晨晚])\d{1,2}:[0-5]\d",
    r"(?<![\d:.])(?:0?[4-9]|1\d|2[0-3]):[0-5]\d(?!\d)|(?<![\d:.])[1-3]:00(?!\d)",
    r"(?<![\d.])\d{1,2}(?:点|时)(?:\d{1,2}分|半|整)(?!之)",
    r"(?<![\d.,A-Za-z])(?:SH|SZ|BJ|sh|sz|bj)?\.?\d{6}(?:\.(?:SZ|SH|BJ|XSHE|XSHG|OF|sz|sh|bj))?(?!\d|,\d|\.\d|\s?(?:[%％万亿元股份手家只户人名个次吨点倍]|x\b|yuan|shares|stocks|accounts|tons?|lots|million|billion|trillion|investors|people|points|companies|contracts|units|users|households|dollars|barrels))",
    r"(?<![\d.,])\d{4,5}\.(?:HK|hk)\b|\b[A-Z]{2,5}:\s?\d{4,6}\b",
    r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)|(?<!\d)[48]00-\d{3,4}-\d{3,4}(?!\d)|(?<!\d)\+86[-\s]?\d+",
    r"(?<!\d)\d{16,}+",
    r"(?<![\d.])\d++(?:\.\d++){2,}+(?!%)",
    r"\b(?!(?i:RMB|CNY|USD|HKD|EUR|GBP|JPY)\d)[A-Za-z]{1,12}[-‑]?[A-Za-z]?\d[A-Za-z0-9]{0,20}(?:-[A-Za-z0-9]{1,20}){0,4}",
    r"(?:上午|下午|早上|晚上|凌晨|中午|晚间|早间|午后)\d{1,2}[点时]",
    r"(?<![\d.,])\d+(?:\.\d+)?\s?(?:G|T)(?![A-Za-z\d]|bps\b|[Ww][Hh])(?=\b|[\u4e00-\u9fff])|(?<![\d.,])\d+(?:\.\d+)?\s?(?:[KMGT]b(?:ps|/s)|[GT]B|GHz|MHz|mAh|nm|纳米|英寸|寸|Gbps|Tbps)(?![A-Za-z])",
    r"(?<![\d.,])\d+(?:\.\d+)?[-\s]?(?:inch(?:es)?|mm)\b",
    r"(?<![\d.,])\d[A-Z](?![A-Za-z\d])(?!\s?(?:USD|HKD))",
    rf"{_INDEX_ZH}\d{{2,4}}(?![\d,.]*\d?(?:点|亿|万|%|元|倍|家|只|股)|\d)",
    r"(?<=\b[Oo]ne in )\d+",
    r"\bT\s?[+-]\s?\d\b",
    r"\b(?:S(?:tar|TAR)|CSI|SSE|SZSE|BSE|ChiNext|N(?:asdaq|ASDAQ)|Nikkei|Russell|FTSE|S&P|S(?:toxx|TOXX)|MSCI|T(?:opix|OPIX)|Fortune|Magnificent)\s\d{1,4}\b(?![,.]\d|%)",
    r"\b[A-Z][\w&.'-]{0,30}\s\d{1,4}(?=\s(?:Index|index|ETF|futures|constituents)\b)",
    rf"\b{_NUMBERED}\s(?:No\.\s?)?\d{{1,4}}\b(?!\.\d|%)",
    r"\b[Nn]o\.\s?\d{1,4}\b",
    r"(?<=第)\d{1,4}(?=[号条章节款项届期批步轮天周年季代页]|次(?!刷新|突破|创|站上|超|跨越|上调|下调|调整|降息|降准|加息))",
    r"(?<![\d.])\d{1,4}(?=号文|号令|号公告|号通知|号院|号楼|号线)",
    r"(?<![\d.])\d{1,3}(?:日|天|周|月|年)?(?:均线|移动平均|日线|年线)",
    (
        r"(?:(?<=[一-龥A-Z])|(?<=[A-Z]{2}\s))[1-9]\.0(?![\d%％‰倍成亿万千元个家只户点次股份手吨年月天]"
        r"|\s?(?:billion|million|trillion|percent|basis|times|points|yuan|x\b|pp|bp))"
    ),
    r"\b\d{1,2}(?:st|nd|rd|th)\b(?![\s-](?:largest|biggest|highest|lowest|smallest|most|best|worst|place|consecutive|straight|successive))",
    r"\b\d{1,3}[-\s]for[-\s]\d{1,3}\b",
    r"\bhttps?://\S++|\bwww\.\S++|(?<!\S)[^\s@]{1,64}@[^\s@]{1,64}",
    r"(?<![A-Za-z])[A-Za-z]{1,12}\+\d{1,6}",
    r"(?<=[÷×*] )\d+(?:\.\d+)?|(?<=[÷×*])\d+(?:\.\d+)?|(?<![\d.,])\d+(?:\.\d+)?(?=\s?[÷×*]\s?[^\s\d])",
)
_ALL: Final = tuple(re.compile(pattern) for pattern in _PATTERNS)
_NUMBERING: Final = re.compile(
    r"^\s*(?:[-–—•·*]\s*)?(?:\(?\d{1,2}[.、)](?!\d)|[(（]\d{1,2}[)）]|\d{1,2}(?:\.\d{1,2})+\s+(?=[A-Z\u4e00-\u9fff])(?!(?:[TBM]r?illion|Hong|U\.S|US|RMB|CNY|HK|[万亿个家倍元点成百户只次])))"
)
_INNER: Final = re.compile(r"(?:(?<=\]\s)|(?<=^)|(?<=[.。:：]\s))\d{1,2}\.(?=\s[A-Z\u4e00-\u9fff])")


@lru_cache(maxsize=1024)
def excluded(plain: str) -> tuple[tuple[int, int], ...]:
    """The stretches of a text, wide characters made ordinary, whose digits are no quantities; in order, perhaps overlapping.

    Examples
    --------
    >>> [(low, high) for low, high in excluded("300502.SZ于10:30报 [1]")]
    [(0, 9), (10, 15), (17, 20)]
    """
    found = [(one.start, one.end) for one in mentions(plain)]
    if any(char.isdigit() for char in plain):
        for pattern in _ALL:
            found.extend(match.span() for match in pattern.finditer(plain))
        match = _NUMBERING.match(plain)
        if match:
            found.append(match.span())
        found.extend(one.span() for one in _INNER.finditer(plain))
    return tuple(sorted(found))
