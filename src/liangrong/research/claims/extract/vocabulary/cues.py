"""Words of direction, comparison, record and order, in both languages, as regular expressions."""

from __future__ import annotations

from typing import Final

__all__ = [
    "ABOVE_EN", "ABOVE_ZH", "BELOW_EN", "BELOW_ZH", "DOWN_EN", "DOWN_NOUN_EN", "DOWN_ZH", "IN_EN", "IN_ZH", "NEAR_EN", "NEAR_ZH", "OUT_EN", "OUT_ZH", "UP_EN", "UP_NOUN_EN", "UP_ZH",
]  # fmt: skip

UP_ZH: Final = (
    r"(?:增长|增加|增至|增持|上升|上涨|上行|提高|提升|上调|攀升|飙升|大涨|激增|扩大|扩容|走高|回升|反弹|跃升|走强|新增|升至|涨至|累计涨|收涨|增幅|涨幅|增速|升幅|涨停|水涨船高|高涨|走阔|扩张|"
    r"回暖|大增|多出|多了|高出|拉升|冲高|暴涨|涨|升(?!级)|增(?!配|资|强|持|发|信))"
)
DOWN_ZH: Final = r"(?:下降|下跌|下行|减少|降低|下调|回落|缩水|缩减|萎缩|下滑|走低|收窄|回调|降至|降息|降幅|跌幅|大跌|暴跌|收跌|断崖式下跌|走弱|滑落|锐减|骤降|退坡|腰斩|蒸发|削减|压缩|砍掉|还掉|少了|低了|跌|降(?!温信号|准)|减(?!持|仓|轻))"
IN_ZH: Final = r"(?:净买入|净流入|流入|加仓|增持|净申购|涌入|回流|吸金)"
OUT_ZH: Final = r"(?:抛掉|抛售|卖掉|净卖出|净偿还|净流出|流出|减仓|减持|撤离|净赎回|撤出|出逃|偿还额?)"
ABOVE_ZH: Final = r"(?:高于|超过|超出|大于|多于|强于|好于|突破|升破|站上|领先于?|胜过|赶超|优于|远超|高过)"
BELOW_ZH: Final = r"(?:低于|不及|小于|少于|弱于|差于|落后于?|仍?有(?:较大|明显|一定|不小)?的?差距|跌破|未及|逊于|谈不上)"
NEAR_ZH: Final = r"(?:接近|逼近|持平|相当(?=$|[,，;；。])|平均水平|处于[^，,]{0,6}均值|贴近|趋近|相近|相若)"
UP_EN: Final = (
    r"(?:rose|risen|rises?|rising|increas(?:es|ed|e|ing)|gr[eo]wn?|grows|growing|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|surg(?:es|ed|e|ing)|soar(?:s|ed|ing)?|gain(?:s|ed|ing)?|"
    r"expand(?:s|ed|ing)?|rall(?:ied|ies|ying)|rebound(?:s|ed|ing)?|recover(?:s|ed|ing)?|advanc(?:es|ed|ing)|swell(?:s|ed)?|swollen|balloon(?:s|ed|ing)|catapult(?:ed|ing)|"
    r"leap(?:t|ed)?|spik(?:es|ed|ing)|(?<!made )(?<!makes )(?<!make )(?<!making )up|add(?:s|ed|ing)|rais(?:es|ed|ing)|higher|(?:doubl|tripl|trebl|quadrupl|quintupl)(?:ed|ing)|bullish|ascent|lift(?:s|ed|ing)|hik(?:es|ed|ing))"
)
DOWN_EN: Final = (
    r"(?:f[ea]ll(?:s|en|ing)?|declin(?:es|ed|e|ing)|drop(?:s|ped|ping)?|decreas(?:es|ed|e|ing)|slid(?:es?)?|sank|s[iu]nks?|slump(?:s|ed|ing)?|plung(?:es|ed|e|ing)|tumbl(?:es|ed|ing)|"
    r"shrank|shr[iu]nk(?:s|en)?|contract(?:ed|ing)|retreat(?:s|ed|ing)?|slip(?:s|ped|ping)?|los(?:t|es|ing)|down|lower(?:ed|ing|s)?|eas(?:ed|ing)|cut(?:s|ting)?|reduc(?:es|ed|ing)|"
    r"dip(?:s|ped)?|narrow(?:ed|ing|s)|plummet(?:ed|ing|s)?|shed(?:ding)?|slow(?:ed|ing|s)|weaken(?:ed|ing|s)?|trimm(?:ed|ing)|par(?:ed|ing)|shav(?:ed|ing)|erod(?:ed|ing)|bearish|halv(?:ed|ing))"
)
UP_NOUN_EN: Final = r"(?:increases?|rises?|gains?|jumps?|growth|surges?|advances?|upticks?|rebounds?|climbs?|expansions?|hikes?|additions?|spikes?)"
DOWN_NOUN_EN: Final = r"(?:decreases?|declines?|drops?|falls?|loss(?:es)?|reductions?|slides?|slumps?|plunges?|dips?|cuts?|contractions?|retreats?|pullbacks?|setbacks?|shrinkages?|drawdowns?)"
IN_EN: Final = r"(?:net buyers|net (?:margin |financing |leveraged )?(?:purchas\w+|buy\w*|inflows?)|inflows?|(?:net )?bought|bought a net|(?:was|were) bought|attract(?:ed|ing|s)|flow(?:ed|ing|s)? (?:in|into)|poured into)"
OUT_EN: Final = r"(?:net (?:sellers|repayers)|net (?:margin |financing |leveraged )?(?:repayments?|sell\w*|sales|outflows?)|outflows?|repayments?|(?:was|were) (?:net )?(?:sold|repaid)|sold a net|flow(?:ed|ing|s)? out|withdr[ae]w\w*|repaid)"
ABOVE_EN: Final = r"(?:above|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|higher than|more than|greater than|larger than|overtak(?:e|es|ing|en)|overtook|outpac(?:e|es|ed|ing)|top(?:s|ped)|outperform(?:s|ed|ing)?|faster than|beyond|better than)"
BELOW_EN: Final = r"(?:below|less than|lower than|under(?=\s(?:the|its))|smaller than|fewer than|trail(?:s|ed|ing)?|lag(?:s|ged|ging)?|short of|underperform(?:s|ed|ing)?|slower than|shy of|weaker than)"
NEAR_EN: Final = r"(?:near(?:s|ed|ing)|near(?= the| its| a record| \d)|close to|approach(?:es|ed|ing)|on par with|in line with|similar to|roughly equal|little changed|flat|unchanged)"
