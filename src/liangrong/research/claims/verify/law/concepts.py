"""What sentences on the rules speak of, by meaning and in both languages: kinds of business, investors, boards, duties, changes, times.

Words only: which of them make up a statement of which rule stands in the modules that ask for them.
"""

from __future__ import annotations

from typing import Final

from liangrong.research.claims.words.forms import any_case

__all__ = [
    "ALL_CONTRACTS",
    "BEIJING",
    "CHANGED",
    "CUT",
    "DENIED",
    "ELSEWHERE",
    "ETF",
    "FINANCING",
    "FORMERLY",
    "LASTED",
    "MARGIN_DEMAND",
    "MARGIN_TRADING",
    "NOWADAYS",
    "OPEN_CONTRACTS",
    "OTHER_PERCENT",
    "PRIVATE_FUND",
    "RAISED",
    "RELENDING",
    "ROLLOVER",
    "SHORTING",
    "SPARED",
    "STOPPED",
    "SUPPOSED",
    "THIS_TIME",
    "VIEW",
]


_SHARES: Final = r"(?:the |some |any |their |its )?(?:shares?|stocks?|securities|units)"
FINANCING: Final = any_case(
    r"融资(?!融券|券|格)|(?<!no )\bfinanc(?:e|es|ed|ing)\b|\b(?:buy\w*|bought|purchas\w+)\b[^.;,]{0,24}\bon (?:margin|credit)|\bmargin[- ](?:buy\w*|purchas\w+|loans?|lending|debt|clients?|customers?|contracts?)|"
    rf"\bborrow\w*(?! {_SHARES})|\bleveraged (?:buyers?|purchases?)|\bbuyers? on (?:margin|credit)|\bloans?\b(?! of (?:shares|securities|stock))"
)
"""Money that is borrowed to buy."""
SHORTING: Final = any_case(
    rf"融券|卖空|做空|沽空|\bshort(?:s|ed|ing|[- ]?s\w+)?\b(?! (?:of|term|time|run|on|history))|\bsell\w* short|\bsold short|securities lending|\bborrow\w* {_SHARES}"
)
"""Shares that are borrowed to be sold."""
MARGIN_TRADING: Final = any_case(
    r"融资融券|两融|信用交易|margin (?:trading|financing|business|accounts?)|trading on margin|on margin"
)
PRIVATE_FUND: Final = any_case(
    r"私募|private (?:securities )?(?:investment )?(?:securities )?funds?|hedge[- ]funds?|(?<=for )such funds"
)
MARGIN_DEMAND: Final = any_case(
    r"保证金(?:最低)?(?:比例|要求|门槛|下限|标准|率|新规)|最低(?:要)?(?:交|缴|付)?(?:多少)?保证金|(?:计收|收取|交多少|缴多少)保证金|首付|(?:缴[纳存]?|交[纳存]|提[供交]|存入|准备|备足|追加|占用)[^，,。;；]{0,16}保证金|保证金[^，,。;；%％]{0,8}(?:不得|不能|不可|不应)?(?:低于|少于)|"
    r"\bmargin (?:ratio|requirement|rate|level|floor|minimum)s?|\bminimum margin|\b(?:initial|financing) margin|(?:financing|margin|collateral) (?:floor|minimum)|\bmargin of\b|"
    r"\b(?:the|this|that|a|an|its|their|new|old|\d+[- ](?:percent|per cent|%)) (?:\w+ )?(?:requirement|regime|floor|ratio)\b|(?:deposit|collateral|margin) (?:that is |to be )?(?:asked|demanded|required|called)|"
    r"\b(?:put(?:s|ting)? (?:up|down)|post(?:s|ed|ing)?|deposit(?:s|ed|ing)?|set(?:s|ting)? aside|lodg(?:e|es|ed|ing)|hand(?:s|ed|ing)? over|stump(?:s|ed|ing)? up|bring(?:s|ing)?|come up with|provide|pledge)\b|"
    r"(?:lift|raise|cut|lower|low|increas|reduc)\w* the (?:collateral|deposit|margin)|(?:%|percent|per cent) (?:initial |minimum )?(?:margin|collateral|deposit)\b|\bfac(?:e|es|ed|ing) (?:an? |at least |no less than |not less than )?\d"
)
"""What a borrower has to put up, as noun or verb."""
OTHER_PERCENT: Final = any_case(
    r"余额|占比|占(?!用)|维持担保|担保比例|折算|贴水|升水|基差|利率|费率|年化|收益|仓位|平均|均值|涨幅|跌幅|涨了|跌了|增长|同比|环比|换手|成交|份额|概率|胜率|集中度|"
    r"\bbalance|\bmaintenance|\bshare of\b|\binterest\b|\brate of|\bannual|\ba year\b|haircut|conver\w+|\bcounts?\b|\brose\b|\bfell\b|\bgrew\b|\baverage|\bmean\b|turnover|\bfloat\b|market cap|"
    r"\btradable|(?<!margin )\bratio of\b|(?:%|percent|per cent) (?:increase|rise|loss|drop|jump|fall|gain|decline)|(?:increase|rise|loss(?:es)?|drop|jump|fall) of(?! the\b)|\bdebt to\b|\bto (?:the )?(?:float|market|tradable|total)\b|\bdiscount|\bpremium|\breturns?\b|\byield|\bposition of|\bquota|\bdecline|\bgain|\binvestors? (?:are|were)|\bof (?:clients|investors|accounts|brokers)|\bseven in ten|\bin relative terms"
)
"""Percentages of other things than the margin that is asked for."""
ELSEWHERE: Final = any_case(
    r"期货|期权|美国|日本|韩国|印度|美股|港股|香港|场外|配资|收益互换|雪球|DMA|币|按揭|首套|\bfutures\b|\boptions?\b|Hong Kong|\bU\.?S\.?\b|United States|Federal Reserve|Regulation T|\bKorea|\bJapan|Nasdaq|Wall Street|crypto|grey[- ]market|gray[- ]market|\bswaps?\b|mortgage"
)
"""Other markets and other ways to borrow, which other rules govern."""
RAISED: Final = any_case(
    r"提[高升到至]|上调|调高|升至|升到|加到|收紧|\brais(?:e|es|ed|ing)\b|\bincreas\w*|\blift(?:s|ed)?\b|\bhik\w+|\brises?\b|\brose\b|\bgo(?:es)? up|\bdoubl\w+|\btighten\w*|\bupped?\b"
)
CUT: Final = any_case(
    r"下调|调低|降[低至到为]|下降|回落到|调回|放宽|放松|\bcuts?\b|\blower(?:s|ed|ing)\b|\breduc\w+|\brelax\w*|\bloosen\w*|\beas(?:e|es|ed|ing)\b|\bdrops? to|\bdown to"
)
CHANGED: Final = any_case(
    r"调整|变动|变化|修改|改动|修订|\bchang\w+|\bmov(?:e|es|ed|ing)\b|\badjust\w*|\baltered|\brevis\w+|"
    + RAISED.pattern
    + "|"
    + CUT.pattern
)
OPEN_CONTRACTS: Final = any_case(
    r"存量|存续|旧仓|老仓|旧合同|旧合约|手里的合约|已有(?=[^，。]{0,4}(?:合约|仓))|已(?:经)?开[仓立]|尚未了结|未了结|此前(?:已)?(?:开[立仓]|签[订署])|(?:[之以]前|(?:实施|生效|调整|施行)前)(?:已经?)?(?:开[立仓]|签[订署]|融资)|原有|老合约|旧合约|老仓|"
    r"\b(?:existing|outstanding|old|older|open|earlier)(?: (?:financing|margin))? (?:contracts?|positions?|loans?|ones|deals)|"
    r"\b(?:contracts?|positions?|loans?)(?: that were| already)? (?:on (?:the|their) books|opened|open|taken out|made|signed|concluded|struck)\b(?! (?:from|after|since|on or after))|(?:old and new|new and old|both new and existing)|"
    r"taken out (?:earlier|before)|\b(?:contracts?|loans?|positions?) (?:that )?dat(?:e|es|ing|ed) from before|\b(?:those|ones|contracts|loans|positions) (?:that )?(?:already )?(?:existed|existing|were (?:already )?open)\b|(?:contracts|positions|loans) (?:that )?i (?:already )?have"
)
"""Contracts that were there when a change came."""
ROLLOVER: Final = any_case(r"展期|续期|rol{1,2}(?:s|ed|ing)?(?:[- ]?| \w+ )over|\bextension|\bextended\b|\brenew")
SPARED: Final = any_case(
    r"不受(?:\s*)影响|(?:暂)?不受|仍按|继续按|沿用|不追溯|不溯及|无需补|不必补|不用补|维持原|保持原|仍适用|继续适用原|不变|新老划断|"
    r"\b(?:not affected|unaffected|untouched|spared|exempt\w*|grandfathered|keep|keeps|remain|stay|stays|carry on|continue|unchanged)\b"
)
ALL_CONTRACTS: Final = any_case(
    r"新老合约|存量及新|存量(?:和|与|以及)新|新开(?:和|与|及)存量|一视同仁|(?:全部|所有|一切)(?:的)?(?:存量|存续|已有|现有|原有|老|旧)?(?:的)?(?:融资)?合约|适用于[^，。]{0,6}(?:存量|存续|[老旧](?:的)?(?:融资)?合约|(?:已有|原有)(?:的)?(?:融资)?合约)|一并适用|同样适用|亦须|也须|也要|均须|都须|也(?:将)?适用|均适用|须按新|须补足|"
    r"\ball (?:outstanding|existing|open|margin|financing|contracts|loans|positions)|\bevery (?:loan|contract|position)|old and new|new and old|both new and existing|to (?:existing|outstanding|old) (?:\w+ )?(?:contracts|loans|positions)|"
    r"(?:existing|outstanding|old|open) (?:\w+ )?(?:contracts|loans|positions)[^.;]{0,40}(?:must|also|too|have to|has to)"
)
LASTED: Final = any_case(
    r"实行了|维持了|延续了|执行了|持续了|施行了|已过去|历时|距离?上[一]?次|时隔|\bsurviv\w+|\blasted\b|\bstood for\b|\bheld for\b|\bin (?:place|force) for\b|\b(?:years?|months?) (?:after|since|have passed|on from)\b|\blived\b"
)
"""How long something was so."""
THIS_TIME: Final = any_case(
    r"此次|本次|这次|这一轮|本轮|此轮|这回|同时|同步|一并|此番|新规|另据通知|\bthe same (?:notice|day|time|step)|\bthis (?:time|change|step|move|round|year)|\bthe (?:latest|new|January|recent) (?:change|step|move|increase|hike|cut|rule)|\bat the same time|\balso\b|\balong with"
)
FORMERLY: Final = any_case(
    r"[旧老](?:的)?(?:融资|融券|保证金|最低)*(?:比例|规定?|标准|口径|办法|政策|制度|要求|下限)|原(?:先|来|规定|比例|标准|下限|有比例)|此前|之前|过去|以前|曾|(?:调整|新规|实施|上调|下调|提高|降低|生效|变动|施行)(?:之|以)?前|"
    r"\b(?:previous(?:ly)?|former(?:ly)?|(?<!as )before(?! (?:tax|interest|costs))|until (?:then|now|\w+ \d+|the)|used to|so far|earlier|back then|in the past|old(?:er)?|supported|allowed(?= \d)|(?:let|sufficed)(?= \w+ borrow))\b"
)
"""Of the time before a change."""
NOWADAYS: Final = any_case(
    r"(?:调整|新规|实施|上调|下调|提高|生效|变动|施行)(?:之|以)?后|[新现](?:的)?(?:融资|融券|保证金|最低)*(?:比例|规|标准|口径|政策|要求|下限)|现在|目前|如今|当前|现行|此后|之后|(?<!until )\b(?:now|today|currently|at present|these days|since then|from (?:Monday|then|now)|new|henceforth|after)\b"
)
"""Of the time since a change."""
BEIJING: Final = any_case(r"北交所|北京证券交易所|\bBeijing(?:'s)? (?:stock )?(?:exchange|bourse|market)|\bBSE\b")
ETF: Final = any_case(
    r"\bETFs?\b|(?<![A-Za-z])ETF|交易型(?:开放式)?(?:指数)?基金|交易型开放式|交易所(?:内)?交易(?:型)?(?:的)?(?:开放式)?(?:指数)?基金|exchange[- ]traded funds?|fund units"
)
RELENDING: Final = any_case(
    r"转融券|转融通证券出借|转融通(?:业务)?(?=[^资]{0,8}(?:暂停|叫停))|securities (?:re-?lending|refinancing)|(?<!funds )(?<!cash )\bre-?lending\b|refinanc\w+[^.;]{0,50}(?:shares|securities|stock)|"
    r"China Securities Finance[^.;]{0,60}(?:lend|loan)\w*[^.;]{0,20}(?:shares|securities|stock)|(?:lend|loan)\w* (?:of )?(?:shares|securities|stock)[^.;]{0,30}China Securities Finance"
)
"""Shares that the securities finance company lends to brokers."""
STOPPED: Final = any_case(
    r"暂停|停止|叫停|关闭|停办|\bsuspen\w+|\bhalt\w*|\bstop\w*|\bceas\w+|\bban(?:s|ned)?\b|\bshut\b|\bclosed (?:to|for)|\bfroz\w+|\bfreez\w+"
)
DENIED: Final = any_case(
    r"不得|不能|不可|不准|不允许|禁止|不再|无法|并不|并非|没有|\bcannot\b|\bcan ?not\b|\bmay not\b|\bmust not\b|\bno longer\b|\bnot (?:be )?(?:allowed|permitted|possible|required)|n't\b|\bbanned\b|\bforbidden\b|\bprohibit\w*|\bbarred\b|\bnever\b|\bnot\b"
)
SUPPOSED: Final = any_case(
    r"假设|假如|如果|倘若|若(?!干)|要是|\bif\b[^,;]{0,60}\b(?:were|was raised|should)|\bsuppos\w+|\bassum\w+|\bwere to\b(?! be)|\bwould\b"
)
VIEW: Final = any_case(
    r"预计|预期|认为|或将|有望|可能|料将|拟|建议|应当考虑|传闻|据传|呼吁|\bexpect\w*|\bforecast|\bbeliev|\bwe think|\bpredict|\blikely\b|\bmight\b|\bcould be\b|\bpropos\w+|\brumou?r|\bcall(?:s|ed)? for\b|\bplans? to\b|\bmyth\b|误区|误以为|[?？]\s*$"
)
"""What is expected, wished for or asked is not said to be so."""
