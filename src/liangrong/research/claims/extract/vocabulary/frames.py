"""What stands around an assertion without being one: connectives, sources, speakers, comparisons, and words that carry no subject."""

from __future__ import annotations

from typing import Final

__all__ = ["ANAPHORA", "BASE_BEFORE", "CONNECTIVE", "FILLER", "FRAME", "SOURCE", "SPEAKER"]

CONNECTIVE: Final = (
    r"与此同时|同时|相比之下|对比之下|此外|另外|同期|具体(?:来看|而言|来说)?|值得(?:关注|注意|一提)的是|相应的是|也就是说|换句话说|换言之|例如|比如|如|其中|不过|然而|但是?|而|却|且|并且?|"
    r"事实上|实际上|展望未来|总体(?:来看|而言)?|整体(?:来看|而言)?|目前|当前|近期|最近|随后|此前|此后|当时|也|亦|还|更是|更|仍|已经?|均|都|则|就|又|再看|另据统计|据统计|据悉|从而|因此|所以|"
    r"虽然|尽管|即使|不仅|不但|而且|以及|和|或|即|至此|截至目前|数据显示|统计显示|结果显示|公开数据显示|从数据来看|一方面|另一方面|首先|其次|第三|最后|相较而言|紧随其后|随着"
)
FRAME: Final = (
    rf"^(?:{CONNECTIVE}|[\s\"“”‘’'、]|[一二三四五六七八九十\d]+[、.])*+$"
    r"|^(?:据|根据|按照|按|依据|另据|从|自|在|就|对于|对|随着|受|因|由于|经|除|除了|为了?|通过|围绕|以|截至|截止|当地时间)[^，,]{0,40}?(?:数据|统计|显示|口径|计算|来看|看|而言|来说|方面|以来|时|后|前|中|内|"
    r"间|期间|背景下|情况下|影响下?|推动下|带动下|水平|批准|了解|因素|通知|要求|约定|公告|介绍|观察|测算|估算|收盘|之际|之后|之前|以外|外|日|月|年|末|底|初)$"
    r"|^(?:与|同|较|比|和)[^，,]{0,30}(?:相比|比较|对比)$|^[^，,]{0,20}(?:统计|数据|梳理|调查)(?:发现|显示|表明)$|^[^，,]{0,6}(?:方面|来看|而言)$|^(?:在)?[^，,]{0,16}(?:行业|个股|股票|公司|板块|标的)(?:之)?中$"
    r"|^(?:再|先)?看(?:具体|完)?[^，,]{0,8}$|^[^，,]{0,8}的(?:是|话)$|^(?:可以看到|不难发现|数据表明|由此可见|综上所述?|总的来说|从中可见|众所周知)$"
    r"|^[^，,]{0,30}?(?:日前|近日|近期|此前|最新|当日|今日|昨日)?(?:发布|发表|公布)?(?:研报|报告|公告|数据|通知|文章)?(?:中)?(?:指出|称|表示|认为|坦言|预计|显示|提到|提示|强调|分析|透露|说|公告称|发布研报|分析称|写道)$"
    r"|^(?:in contrast|conversely|however|meanwhile|furthermore|moreover|additionally|in addition|similarly|for instance|for example|in summary|historically|on the flip side|by contrast|notably|"
    r"overall|specifically|in particular|separately|at the same time|first|second|finally|to date|so far|as a result|therefore|thus|still|yet|and|but|or|while|including|etc|respectively|e\.?g\.?|i\.?e\.?)$"
    r"|^(?:according to|based on|per) [^,]{2,60}$|^data (?:from|by|compiled by) [^,]{2,60} shows?$"
)
"""A whole clause that asserts nothing."""
SOURCE: Final = (
    r"(?:据|根据|另据|按照?)([^，,。;；]{1,20}?)(?:的)?(?:最新)?(?:数据|统计|披露|公告|显示|测算|研报|报告|估算|观察|口径)"
    r"|[Aa]ccording to (?:data (?:from|by|compiled by) |figures from |the )?([A-Z][\w&.'’ -]{1,40}?)(?: data| figures| statistics)?(?=,|\.|;|$| the| this)"
    r"|^([A-Z][\w&.’' -]{1,30}?) (?:data|calculations|figures|estimates|statistics) (?:show|indicate|suggest|reveal)(?:s|ed)?\b"
    r"|^([A-Za-z\u3400-\u9fff]{2,14}?)(?:数据|统计|测算)(?:显示|发现|表明)"
    r"|[Dd]ata (?:from|by|compiled by) (?:the )?([A-Z][\w&.'’ -]{1,50}?) (?:show|indicate|suggest|reveal)"
)
SPEAKER: Final = (
    r"^(?:[^，,:：]{0,14}?)([\u3400-\u9fffA-Za-z]{2,20}?)(?:日前|近日|近期|最新|此前|当日)?(?:发布|发表)?(?:研报|报告|策略|公告|股票策略)?(?:中)?(?:指出|认为|表示|称|坦言|预计|强调|分析|提到|提示|测算|发布研报)(?:[:：]|$|，|,)"
    r"|^(?:[Aa]nalysts (?:from|at) )?([A-Z][\w&.'’-]*(?: (?:[A-Z&][\w&.'’-]*|of|and)){0,6})(?: \([^)]{0,40}\))? (?:said|says|notes?|noted|highlights?|highlighted|stress(?:es|ed)|added|warn(?:s|ed)|points? out|pointed out|argues?|argued|estimates?|estimated|forecasts?|expects?|believes?|reported|wrote|projects?|predicts?) "
    r"|^([Aa]nalysts|[Ee]conomists|[Ss]trategists|[Bb]rokers|[Tt]hey) (?:said|say|note|see|argue|expect|believe|forecast|estimate|project|highlight)"
)
BASE_BEFORE: Final = (
    r"(?:较|比|与|同|相比|相较(?:于)?|相对(?:于)?|对比|[超高越盖胜]过了?|超越了?|高于|低于|低过|接近|不及|逼近|创(?:下|出)?(?:了)?(?:自|逾)?)(?:[\"“”「」]|上轮|此前|历史|自|其|的)*$"
    r"|(?<![A-Za-z])(?:from|than|versus|vs\.?|against|compared (?:with|to)|relative to)(?: the| its| a| that)?"
    r"(?: (?:previous|prior|record|peak|high|highs|low|level|levels|end|close|figure|same|[\d.,]+%?|billion|trillion|million|yuan|recorded|seen|set|registered|hit|reached|reported|of|at|in|on|the|for|period))*\s*$"
    r"|(?<![A-Za-z])(?:exceed(?:ed|ing|s)?|surpass(?:ed|ing|es)?|above|below|beyond)(?: the| its| a| that)?(?: (?:previous|prior|record|peak|high|low|level|average|set|seen|of|at|in|[\d.,]+%?|per cent|billion|trillion|million|yuan))*\s*$"
)
"""What stands before a period that something is compared with."""
ANAPHORA: Final = (
    r"(?:这一|该|上述|此|这个|这项|其)(?:数据|比值|比例|比重|指标|数字|数值|金额|余额|规模|占比|水平|增幅|降幅|涨幅|增量|纪录|记录|关口|高点|里程碑|变化|总额|数)"
    r"|\b(?:th(?:is|e|at) (?:figure|number|ratio|gauge|metric|total|amount|reading|measure|share|proportion|balance|level|indicator|milestone|mark|record|feat|sum|value|high|peak|surge|advance|rise|increase|growth|gain|drop|decline|fall|expansion))\b|^(?:and |but |however, |yet |while |where |when |as )*(?:it|its \w+)\b"
)
FILLER: Final = (
    rf"(?:[前后]一(?:段|阶段)|贡献|录得|实现|拖累|相差|相当于|只有|当时|[一两三四五六]\s?(?:个月|周|年|天|日)多|{CONNECTIVE}|截至|截止|的|了|在|于|为|是|达|约|较|从|由|以|中|内|间|日|月|年|末|底|初|合计|累计|总计|共计|共|有|大幅|大举|持续|继续|进一步|再度|再次|首[次度]|头一[回次遭]|第一次|历史|快速|明显|显著|小幅|逐步|加速|连续|一度|近|上|下|整体|总体|单日|每日|日均|最新|全部|存量|新增|所适用|适用|投资者|最低|"
    r"收盘|同样|同为|竟然|竟|交易日|一年|环比|同比|当月|当年|本月|本年|月内|日内|近一年|年内|个|来看|看|说|后|前|位居|名列|高居|居|略|远|稍|微|几乎|更|当日|今日|昨日|本周|上周|期间|过去|未来|去年|今年|至|到|报|显示|市场|截图|行情|以来|[\s\d“”\"'‘’.,，、:：()（）·\-–—•*%~～/]"
    r"|\b(?:the|a|an|its|their|this|that|these|those|of|in|as|by|at|on|for|to|and|but|or|while|with|has|have|had|is|are|was|were|been|be|now|also|still|only|all|total|overall|outstanding|current|record|new|"
    r"latest|average|daily|combined|number|value|amount|number of|historical|high|recent|according|data|wind|choice|meanwhile|however|notably|historically|about|around|some|roughly|nearly|over|more|than|"
    r"ascent|rise|breakthrough|increase|decrease|decline|surge|climb|growth|jump|fall|drop|rising|break\w*|reached|hit|stood|came|rose|fell|end|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|month|year|quarter|half|first|second|third|fourth|late|early|mid|last|previous|prior|trading|session|day|days|minimum|maximum|typical|single|which|where|when|there|it|total|"
    r"market|chinese|china|china's|china’s|domestic|outstanding|conversely|similarly|additionally|moreover|furthermore|summary|same|time|such|group|between|during|over|through|throughout|until|till|after|before|from|up|down|went|ratio|balances?|margin|trades?|trading|financing|leveraged?|debt|loans?|lending|buying|purchases?|accounts?|investors?|traders|borrowers|punters|speculators|made|among|these|those|peak|level|so|since|thus|far|well|fastest|slowest|again|back|then|another|per|cent|bn|said)\b)"
)
"""Words between which no subject hides."""
