"""What says that something rose or fell, and in a layer of their own that money came in or went out; comparisons (above, below) and tones (bullish) are not here.

The expressions that end in ``_ZH`` and ``_EN`` are fragments of one language, of which the English ones want the bounds of a word on either side; ``_WORDS`` are of both
languages and complete; without an ending they are compiled.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import Final, Literal

from liangrong.research.claims.words.forms import ed_ing, every_form, finite, one_of

__all__ = [
    "DOWN", "DOWN_WORDS", "FALL", "FALL_EN", "FALL_NOUN_EN", "FALL_NOUN_ZH", "FALL_WORDS", "FALL_ZH", "INFLOW_EN", "INFLOW_ZH", "OUTFLOW_EN", "OUTFLOW_ZH", "RISE", "RISE_EN", "RISE_NOUN_EN",
    "RISE_NOUN_ZH", "RISE_WORDS", "RISE_ZH", "UP", "UP_WORDS", "moves", "way_of",
]  # fmt: skip


def _english(every: str, inflected: str, past: str, plain: str) -> str:
    """Verbs in every form, in all but the bare one, and in -ed and -ing alone, with words that have no forms."""
    forms = (*map(every_form, every.split()), *map(finite, inflected.split()), *map(ed_ing, past.split()), plain.split())
    return one_of(chain.from_iterable(forms))


def _chinese(words: str) -> str:
    return one_of(words.split())


def _nouns(names: str) -> str:
    return one_of(
        chain.from_iterable((one, f"{one.removesuffix('y')}ies" if one.endswith("y") else f"{one}s") for one in names.split())
    )


RISE_ZH: Final = (
    "(?<!负)(?:"
    + _chinese(
        "增长 增加 增大 增多 增高 净增 新增 激增 大增 微增 多增 猛增 陡增 递增 上升 上涨 上行 上扬 上调 上浮 上移 提高 提升 调高 调升 攀升 飙升 "
        "跃升 回升 抬升 拉升 爬升 大涨 暴涨 收涨 累计涨 涨停 高涨 水涨船高 扩大 扩容 扩张 走高 走强 走阔 走升 冲高 走扩 回暖 反弹 多出 多了 高出 翻倍 翻番"
    )
    + r"|增(?![配资强持发信速幅量减仓])|升(?![级幅降])|涨(?![幅势跌]))"
)
FALL_ZH: Final = (
    "(?:"
    + _chinese(
        "下降 下跌 下行 下滑 下调 下挫 下探 下移 减少 减小 净减 递减 锐减 骤减 降低 降息 骤降 回落 回调 回吐 缩水 缩减 缩小 萎缩 收缩 "
        "收窄 走低 走弱 走软 走窄 大跌 暴跌 收跌 跌停 断崖式下跌 滑落 跳水 退坡 腰斩 蒸发 削减 压缩 砍掉 还掉 少了 低了 少增 负增长 调低 调降"
    )
    + r"|(?<!涨)跌(?![幅势])|(?<!升)降(?!温信号|准|幅)|(?<!增)减(?![持仓轻幅量]))"
)
RISE_NOUN_ZH: Final = _chinese("增幅 涨幅 升幅 增速 增量 涨势")
FALL_NOUN_ZH: Final = _chinese("降幅 跌幅 减幅 减量 跌势")
INFLOW_ZH: Final = _chinese("净买入 净流入 流入 净申购 涌入 回流 吸金 加仓 增仓 增持")
OUTFLOW_ZH: Final = _chinese(
    "净卖出 净流出 流出 净偿还 净赎回 抛掉 抛售 卖掉 减仓 减持 撤离 撤出 出逃 失血 遭卖出 遭抛售 遭减持 遭减仓"
)
_RISEN: Final = _english(
    "climb expand gain grow increase jump leap rebound recover rise skyrocket soar surge swell",
    "add advance balloon boost bounce hike lift raise rally rocket spike strengthen widen",
    "catapult double quadruple quintuple treble triple",
    "ascent higher",
)
_FALLEN: Final = _english(
    "cut decline decrease diminish dip drop dwindle fall lose plummet plunge retreat shed shrink sink slide slip slump tumble",
    "lower narrow reduce slow weaken",
    "contract ease erode halve pare shave trim",
    "down lower",
)
RISE_EN: Final = rf"(?:{_RISEN}|(?<!made )(?<!makes )(?<!make )(?<!making )(?<!gave )(?<!give )(?<!given )up)"
FALL_EN: Final = f"(?:{_FALLEN})"
RISE_NOUN_EN: Final = f"(?:{_nouns('addition advance bounce climb expansion gain hike increase jump leap rally rebound recovery rise spike surge uptick upturn')}|growth)"
FALL_NOUN_EN: Final = f"(?:{_nouns('contraction cut decline decrease dip downturn drawdown drop fall plunge pullback reduction retreat setback shrinkage slide slump tumble')}|loss(?:es)?)"
_NET: Final = r"net (?:margin |financing |leveraged )?"
INFLOW_EN: Final = rf"(?:{_NET}(?:purchas\w+|buy\w*|inflows?)|inflows?|(?:net )?bought|(?:was|were) bought|attract(?:ed|ing|s)|flow(?:ed|ing|s)? (?:in|into)|poured into|(?:took|taken|pulled|drawn) in|drew)"
OUTFLOW_EN: Final = rf"(?:{_NET}(?:repay(?:ments?|ers)|repaid|redemptions?|sell\w*|sold|sales|outflows?)|outflows?|repayments?|(?:was|were) (?:net )?(?:sold|repaid)|sold a net|flow(?:ed|ing|s)? out|withdr[ae]w\w*|repaid|bled)"

RISE_WORDS: Final = rf"(?:{RISE_ZH}|\b(?:{RISE_EN}|{RISE_NOUN_EN})\b)"
FALL_WORDS: Final = rf"(?:{FALL_ZH}|\b(?:{FALL_EN}|{FALL_NOUN_EN})\b)"
UP_WORDS: Final = rf"(?:{RISE_ZH}|{INFLOW_ZH}|\b(?:{RISE_EN}|{RISE_NOUN_EN}|{INFLOW_EN})\b)"
"""Rises, and money that comes in."""
DOWN_WORDS: Final = rf"(?:{FALL_ZH}|{OUTFLOW_ZH}|\b(?:{FALL_EN}|{FALL_NOUN_EN}|{OUTFLOW_EN})\b)"
"""Falls, and money that goes out."""
RISE: Final = re.compile(RISE_WORDS, re.IGNORECASE)
FALL: Final = re.compile(FALL_WORDS, re.IGNORECASE)
UP: Final = re.compile(UP_WORDS, re.IGNORECASE)
DOWN: Final = re.compile(DOWN_WORDS, re.IGNORECASE)
_MOVES: Final = re.compile(rf"{RISE_WORDS}|{FALL_WORDS}|{RISE_NOUN_ZH}|{FALL_NOUN_ZH}", re.IGNORECASE)


def way_of(text: str, *, flows: bool = False) -> Literal["up", "down", ""]:
    """Which way the words of a text go where they go one way only; with ``flows`` money in is up and money out is down.

    Examples
    --------
    >>> way_of("balances slipped"), way_of("余额回升"), way_of("one rose, one fell"), way_of("净流出", flows=True)
    ('down', 'up', '', 'down')
    """
    up, down = (UP, DOWN) if flows else (RISE, FALL)
    rises, falls = up.search(text) is not None, down.search(text) is not None
    return "" if rises is falls else "up" if rises else "down"


def moves(text: str) -> bool:
    """Whether words say that something rose or fell, or name a rise or fall: 增幅."""
    return _MOVES.search(text) is not None
