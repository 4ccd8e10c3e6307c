"""When two names of industries are near enough that a row of one bears out the other: the same words, or the same family of trades."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from liangrong.analytics.securities.industry_english import industry_english
from liangrong.research.claims.extract.vocabulary.scopes import INDUSTRIES, LEVEL_ONE, LEVEL_TWO

__all__ = ["is_industry", "is_listed", "near", "of_kind"]

_FAMILIES: Final = (
    r"半导体|芯片|集成电路|电子|元件|光学|面板|semiconductor|chip|electronic|optic",
    r"电池|锂|新能源|光伏|风电|储能|电力设备|电源|电网|battery|batteries|lithium|new energy|solar|photovoltaic|wind|power equipment",
    r"医药|生物|制药|医疗|中药|疫苗|pharma|biotech|medical|health|drug|medicine",
    r"自动化|专用设备|通用设备|机械|工程机械|机器人|automation|machinery|equipment|robot",
    r"计算机|软件|IT服务|人工智能|云计算|computer|computing|software|artificial intelligence",
    r"通信|光模块|communication|telecom",
    r"传媒|游戏|影视|广告|出版|media|gaming|games",
    r"银行|证券|券商|保险|金融|bank|broker|insur|financ",
    r"地产|房屋|物业|real estate|property",
    r"建筑|建材|水泥|玻璃|装修|基建|construction|building|cement|glass",
    r"煤炭|焦炭|coal|coke",
    r"石油|石化|油气|油服|炼化|oil|petro|gas",
    r"钢|冶|steel|iron",
    r"有色|金属|铜|铝|稀土|黄金|metal|copper|alumin|gold|rare earth",
    r"化工|化学|塑料|橡胶|纤维|chemical|plastic|rubber",
    r"汽车|乘用车|商用车|零部件|auto|vehicle|car ?maker",
    r"食品|饮料|白酒|乳|调味|food|beverage|liquor|baijiu|dairy",
    r"家电|电器|厨卫|appliance",
    r"纺织|服装|服饰|饰品|textile|apparel",
    r"农|牧|渔|种植|养殖|饲料|agricultur|farm|fish|breeding",
    r"零售|商贸|百货|电商|贸易|retail|commerce|trade",
    r"交通|运输|物流|航运|航空机场|港口|铁路|公路|transport|logistic|shipping|airline|port|rail",
    r"电力|燃气|公用|水务|utilit|electricity|power generation",
    r"军工|国防|航天|航海|兵装|defen[cs]e|military|aerospace",
    r"旅游|酒店|餐饮|教育|社会服务|tourism|hotel|catering|education",
    r"环保|环境|environment",
    r"美容|化妆品|个护|医美|beauty|cosmetic|personal care",
    r"轻工|造纸|包装|家居|paper|packaging|furnishing|light manufacturing",
)  # fmt: skip
_FAMILY: Final = tuple(re.compile(one, re.IGNORECASE) for one in _FAMILIES)


@lru_cache(maxsize=4096)
def is_industry(name: str) -> bool:
    """Whether a name is one of an industry at all.

    Examples
    --------
    >>> is_industry("生物医药"), is_industry("machinery"), is_industry("高估值")
    (True, True, False)
    """
    low = name.casefold()
    return is_listed(name) or any(low in spelled for spelled in INDUSTRIES.values()) or any(one.search(low) for one in _FAMILY)


def is_listed(name: str) -> bool:
    """Whether a name is one of the standing classification."""
    return name in LEVEL_ONE or name in LEVEL_TWO or industry_english(name) is not None


@lru_cache(maxsize=4096)
def near(one: str, other: str) -> bool:
    """Whether one name contains the other or both belong to one family of trades.

    Examples
    --------
    >>> near("新能源电池", "电池"), near("医药", "化学制药"), near("生物医药", "半导体")
    (True, True, False)
    """
    first, second = one.casefold(), other.casefold()
    if first in second or second in first or sorted(first) == sorted(second):
        return True
    return any(family.search(first) and family.search(second) for family in _FAMILY)


def of_kind(name: str, cells: Iterable[str]) -> frozenset[str]:
    """The cells that are of an industry: those that share its name, or, where there is none, those of its family of trades.

    Examples
    --------
    >>> sorted(of_kind("半导体", ("半导体", "光学光电子"))), sorted(of_kind("芯片", ("半导体", "银行")))
    (['半导体'], ['半导体'])
    """
    listed = frozenset(cells)
    low = name.casefold()
    same = frozenset(one for one in listed if low in one.casefold() or one.casefold() in low)
    return same or frozenset(one for one in listed if near(name, one))
