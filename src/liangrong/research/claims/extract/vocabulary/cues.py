"""Words of direction, comparison, record and order, in both languages, as regular expressions."""

from __future__ import annotations

from typing import Final

from liangrong.research.claims.words.movement import (
    FALL_EN,
    FALL_NOUN_EN,
    FALL_NOUN_ZH,
    FALL_ZH,
    INFLOW_EN,
    INFLOW_ZH,
    OUTFLOW_EN,
    OUTFLOW_ZH,
    RISE_EN,
    RISE_NOUN_EN,
    RISE_NOUN_ZH,
    RISE_ZH,
)

__all__ = [
    "ABOVE_EN", "ABOVE_ZH", "BELOW_EN", "BELOW_ZH", "DOWN_EN", "DOWN_NOUN_EN", "DOWN_ZH", "IN_EN", "IN_ZH", "NEAR_EN", "NEAR_ZH", "OUT_EN", "OUT_ZH", "UP_EN", "UP_NOUN_EN", "UP_ZH",
]  # fmt: skip

UP_ZH: Final = f"(?:{RISE_ZH}|{RISE_NOUN_ZH}|[增升涨]至|增持)"
DOWN_ZH: Final = f"(?:{FALL_ZH}|{FALL_NOUN_ZH}|降至)"
IN_ZH: Final = INFLOW_ZH
OUT_ZH: Final = f"(?:{OUTFLOW_ZH}|偿还额?)"
ABOVE_ZH: Final = r"(?:高于|超过|超出|大于|多于|强于|好于|突破|升破|站上|领先于?|胜过|赶超|优于|远超|高过)"
BELOW_ZH: Final = r"(?:低于|不及|小于|少于|弱于|差于|落后于?|仍?有(?:较大|明显|一定|不小)?的?差距|跌破|未及|逊于|谈不上)"
NEAR_ZH: Final = r"(?:接近|逼近|持平|相当(?=$|[,，;；。])|平均水平|处于[^，,]{0,6}均值|贴近|趋近|相近|相若)"
UP_EN: Final = f"(?:{RISE_EN}|bullish)"
DOWN_EN: Final = f"(?:{FALL_EN}|bearish)"
UP_NOUN_EN: Final = RISE_NOUN_EN
DOWN_NOUN_EN: Final = FALL_NOUN_EN
IN_EN: Final = INFLOW_EN
OUT_EN: Final = OUTFLOW_EN
ABOVE_EN: Final = r"(?:above|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|higher than|more than|greater than|larger than|overtak(?:e|es|ing|en)|overtook|outpac(?:e|es|ed|ing)|top(?:s|ped)|outperform(?:s|ed|ing)?|faster than|beyond|better than)"
BELOW_EN: Final = r"(?:below|less than|lower than|under(?=\s(?:the|its))|smaller than|fewer than|trail(?:s|ed|ing)?|lag(?:s|ged|ging)?|short of|underperform(?:s|ed|ing)?|slower than|shy of|weaker than)"
NEAR_EN: Final = r"(?:near(?:s|ed|ing)|near(?= the| its| a record| \d)|close to|approach(?:es|ed|ing)|on par with|in line with|similar to|roughly equal|little changed|flat|unchanged)"
