"""What words make a figure of an example play which part: each word once, whether it must touch the figure or may stand anywhere in its clause."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.verify.account.role import Role

__all__ = ["CUES", "Cue"]

_ZH_LINK: Final = r"(?:[的了为是达到至约仅共合计只则即就须需要将会有剩在：:，,]|当前|现在|目前|大约|不低于|不超过|最多|最高|总额|金额|额|再|只需|降为|降至|降到|变为|变成|升至|跌至|回升|回到|增至|缩水至|缩至|升到|跌到|减至|等于|恰好|正好|刚好|接近|大概|合|[（(]|\s)*"
_EN_LINK: Final = r"(?:\s|,|\b(?:of|is|are|was|were|at|to|in|by|just|only|about|around|roughly|exactly|now|then|would|will|be|becomes?|equals?|stands?|stood|has|have|come|comes|came|down|up|reads?|slips?|slid|drops?|dropped|falls?|fell|rises?|rose|climbs?|back|amounts?|amounting|totals?|totall?ing|worth|another|an|a|the|extra|additional|therefore|thus|hence|on|that|which|up|as|much|no|more|than|at|most|least|total|another|further|still|out|reaches|hits)\b)*(?:RMB|CNY|¥)?\s*"


@dataclass(frozen=True, slots=True)
class Cue:
    """The words of one role.

    Parameters
    ----------
    touching
        Any of its words in front of a figure with nothing but small words between.
    anywhere
        Those of its words that say it from anywhere in the clause.
    behind
        What says it right behind a figure.
    """

    role: Role
    touching: re.Pattern[str]
    anywhere: re.Pattern[str]
    behind: re.Pattern[str]


_NEVER: Final = r"(?!)"


def _cue(role: Role, zh: str, en: str, close_zh: str = _NEVER, close_en: str = _NEVER, behind: str = _NEVER) -> Cue:
    """A row: the Chinese and English words that say it anywhere, those that say it only where they touch, and those behind."""
    touching = rf"(?:(?:{zh}|{close_zh})(?P<zh>{_ZH_LINK})|\b(?:{en}|{close_en})\b(?P<en>{_EN_LINK}))$"
    return Cue(
        role,
        re.compile(touching, re.IGNORECASE),
        re.compile(rf"{zh}|\b(?:{en})\b", re.IGNORECASE),
        re.compile(rf"^(?:{behind})", re.IGNORECASE),
    )


_MONEY: Final = (
    _cue(
        Role.DAILY,
        r"(?:平均)?每[天日](?:的)?(?:利息|成本|息费)?|日均(?:利息)?|一天(?:的)?(?:利息)?|单日",
        r"(?:each|every|per|a) day|daily(?: interest| cost)?",
        behind=r"\s*(?:a day|per day|each day|for each day|for every day|daily)\b|/天|每天|一天",
    ),
    _cue(
        Role.INTEREST,
        r"利息(?:支出|成本|费用|合计|总计)?|息费|计息|付息|融资成本|资金成本|产生费用",
        r"interest(?: cost| charge| expense| bill)?s?(?: on \w+)?|interest [^.;,]{0,40}(?:comes?|amounts?|adds? up|runs?|works? out)|accru\w+|(?:carrying|financing) cost|bill",
        close_en=r"costs?(?: her| him| them| you| it| the client| the investor)?",
        behind=r"(?:的)?利息| (?:of|in) interest",
    ),
    _cue(
        Role.GAP,
        _NEVER,
        _NEVER,
        r"减少|少了|少借|少融|多占用|多备|多出|多缴|多拿|多准备|多交|少融资|相差|下降|缩减|多筹|多付出|即多|收窄|省下|省|少付",
        r"(?:reduction|decrease|cut|drop|increase|difference|gap|shortfall)(?= of)|shrinks? by|reduced by|less by|sav(?:es?|ed|ing)(?: her| him| them| the client)?",
        r" (?:more|less|fewer|lower|higher)\b",
    ),
    _cue(
        Role.ADD,
        r"(?:追加|补充|补足|补缴|补入|补交|补仓|追保|填补|另外?转入|再转入|另外?存入|再存入)(?:的)?(?:担保物|现金|资金|保证金)?",
        r"top(?:s|ped)?[- ]?up(?: with| by)?|inject\w*|fresh (?:cash|money|collateral)|extra (?:cash|money|collateral)|add(?:s|ed|ing)?|pay(?:s|ing)? in",
        r"(?:增加|加入|添加|补)(?:的)?(?:担保物|现金|资金|保证金)?",
        r"(?:bring(?:s)? in|deposit(?:s|ed)? another|put(?:s)? in|post another|transfer in)(?: with| by)?",
    ),
    _cue(
        Role.WITHDRAW,
        r"(?:提取|转出|取出|提走|提出|取走|提现)(?:的)?(?:现金|资金|担保物|金额|额度|上限)?",
        r"(?:withdr\w+|tak\w+ out|pull\w* out|mov\w+ out|transfer(?:s|red)? out)(?: cash)?",
        r"可提(?:取)?(?:金额|额度|资金)?",
        behind=r" (?:may|can|could) be (?:withdrawn|taken out|pulled out)\b",
    ),
    _cue(
        Role.REPAY,
        r"(?:归还|偿还|还掉|还款|还债|还给券商|直接还款)(?:融资|负债|借款|欠款)?",
        r"repa(?:y|id)\w*|pa(?:y\w*|id) (?:back|off|down)|return(?:s|ing)? to the broker",
        r"划出|还",
    ),
    _cue(
        Role.SHORT,
        r"融券(?:卖出)?(?:市值|价值|金额|规模|负债)?|卖空(?:市值|价值)?|做空|沽空",
        r"shorts?|shorted|shorting|sells? short|sold short|short (?:position|sale|book)s?|short-sells?",
        r"融出|卖出金额|(?:卖出|卖券)?所得(?:价款)?|得款",
        r"receives?|proceeds|raises",
    ),
    _cue(
        Role.SELL,
        r"卖出|变卖|抛售?|减持|卖掉|处置",
        r"(?:sell(?:s|ing)?|sold|liquidat\w+|dispos\w+(?: of)?|offload\w*|sales? of)(?: off)?",
        r"平掉|卖",
    ),
    _cue(
        Role.LOSS,
        r"亏损|损失|浮亏|净亏|账面亏损|亏掉|亏|蒸发|缩水了",
        r"loss(?:es)?|los(?:es|e|t|ing)|wip(?:es?|ed|ing)(?: out)?",
        r"赔",
        r"costs? (?:her|him|them|you|the investor|the client)|sets? (?:her|him|them|you) back",
        r"(?:的)?(?:亏损|损失|浮亏)| (?:loss|is lost|are lost)",
    ),
    _cue(
        Role.GAIN,
        r"盈利|浮盈|获利|赚取|赚",
        r"gain(?:s|ed)?|profits?|earn\w*",
        r"收益|利润|毛利",
        r"mak(?:es?|ing)|made|pockets?",
        r"(?:的)?(?:盈利|浮盈|利润)| (?:gain|profit)",
    ),
    _cue(
        Role.EQUITY,
        r"净资产|净值|自有权益|账户权益|净权益|权益",
        r"(?:own |net |remaining )?equity|net (?:assets|worth|value)",
        r"剔除负债后|扣除负债后(?:净?剩余?)?|剩余本金",
        r"own capital left|what is left",
    ),
    _cue(
        Role.NEEDED,
        r"(?:需|须|应|要|得|必须|至少|占用|冻结)[^，,。；;]{0,14}保证金|保证金(?:占用|需求|要求为)|所需保证金",
        r"margin (?:needed|required|tied up|locked)|t(?:ied|ies|ying) up|lock\w* up|immobili[sz]\w+|(?:needs?|requires?|must|have to|has to)\b[^.;,]{0,30}\b(?:margin|put up|post|deposit)",
        r"(?:需要?|须|应|要|得|必须|只需|至少|最少)(?:先)?(?:缴纳|提供|提交|准备|拿出|交存|存入|备足|备有|备|交|缴|付出)(?:的)?(?:现金|自有资金)?(?:保证金)?|应缴保证金|占用保证金",
        r"(?:need(?:s|ed)?|requir(?:es?|ed|ing)|(?:must|ha[sd] to) (?:post|put up|provide|deposit|set aside|have|bring)|posts?|posted|set(?:s|ting)? aside|puts? up)(?: her| him| an investor)?(?: own)?(?: cash| margin| collateral)?",
    ),
    _cue(
        Role.LIMIT,
        r"(?:最多|最高|至多|可以?|能够?|上限|足额|全额|满额|顶格|只能|最大|额度)[^，,。；;、]{0,14}?(?:融资|融入|借入|借到|借得|融到|融得|借款|借|贷|撬动|买入)(?:买入|资金|金额|额度|规模|上限|到)*|(?:融资|可融资|借款|可借|授信)(?:买入)?(?:额度|上限|金额上限|规模上限|能力|额|规模|空间)|融(?:得|到)|借(?:得|到)|(?:最多|最高|至多|顶多|只)(?:可以?|能够?|还能|还可)?[融借贷](?!券)",
        r"(?:can|could|may|able|allow\w*|lets?|enabl\w+ \w+ to|permits?|up to|at most|most|maximum|ceiling|limit|capacity|room|power)\b[^.;,]{0,40}\b(?:borrow\w*|buy|financ\w+|loans?|credit|purchas\w+)|(?:financing|borrowing|credit|loan) (?:limit|ceiling|capacity|power|line|room|headroom)",
        r"(?:可|能)(?:融资|借)",
        r"(?:support(?:s|ed)?|enough|back(?:s|ed)?|sustain(?:s|ed)?)\b[^.;,]{0,40}\b(?:borrow|buy|finance|financing|loans?|credit|purchases?|borrowing)|ceiling[^.;,]{0,40}|(?:supports?|supported|backs?|backed|borrowing power)(?: from)?",
        r"(?:的)?(?:融资额度|融资上限|借款额度)| (?:of |in )?(?:financing|loans|credit|borrowing)\b",
    ),
    _cue(
        Role.DEBT,
        r"(?:融资)?(?:负债|债务|欠款)(?:总额|合计)?|欠(?:券商)?|本金余额|未偿(?:还)?(?:本金|负债)",
        r"debts?|liabilit(?:y|ies)|ow(?:es?|ed|ing)(?: (?:the|his|her|its|their|a) (?:broker|lender|house))?|indebted",
        behind=r"(?:的)?(?:融资)?(?:负债|欠款|债务)| (?:of |in )?(?:debt|is borrowed|is owed|borrowed|owed)\b",
    ),
    _cue(
        Role.LOAN,
        r"融资(?:借入|金额|本金|额|借款)?|借入|借款|借来|贷款|借(?:了)?|向券商借|融入|融券负债",
        r"borrow(?:s|ed|ing)?(?: her| him)?|(?:margin )?loans?|financ\w+|credit",
        r"融资买入[^，,。；;、\d]{0,10}|(?:融资)?买入(?=.*融资)|融了?",
        r"lent|lends",
        r"的(?:融资|借款|贷款)(?!额度|上限)| (?:margin )?loan\b",
    ),
    _cue(
        Role.COLLATERAL,
        r"(?:担保物|担保证券|抵押|质押|折算前)[^，,。；;]{0,8}?(?:市值|股票|证券)?",
        r"collateral|pledg(?:es?|ed|ing)?(?: of)?(?: (?:shares|stocks?|securities|ETFs))?(?: worth)?",
        r"(?:划转|转入|提交)[^，,。；;]{0,8}(?:市值|股票|证券)?|(?:持有|以|用|将|把)市值",
        r"(?:transfers? in|brings? in|hands? in|bring|brought)(?: of)?(?: (?:shares|stocks?|securities|ETFs))?(?: worth)?",
        r"(?:的|市值的?)(?:股票|证券|ETF|基金|国债|蓝筹股?)[^，,。；;]{0,6}(?:作为?|充当|充抵|用作|担保|，折算|,折算|（折算)| (?:of|worth of|in) [^.;,]{0,30}(?:as collateral|converted|counted at|at a (?:conversion|haircut))",
    ),
    _cue(
        Role.ASSETS,
        r"(?:账户)?总?资产(?:总额|总值|合计|总计|共计|规模|总共)?|账户(?:总)?(?:市值|价值|总值)|账户(?:里|中)?(?:只剩|还剩|剩)下?|担保物(?:总)?价值|总盘子",
        r"(?:account,? which (?:holds?|held|has|had)|(?:total |gross |account )?assets|account|portfolio)(?: value| holds)?",
        close_en=r"cash and (?:shares|stock|securities)[^.;,]{0,14}|everything|(?:would )?leaves?",
        behind=r"(?:的)?总?资产| (?:of|in) (?:total )?assets\b| in (?:the|his|her|its|their|your) account\b",
    ),
    _cue(
        Role.MARGIN,
        r"(?:充抵|冲抵|折合|折算成?|计为|计入|折成|抵作|作|折算后)(?:为)?(?:的)?(?:可用)?保证金(?:共计?|合计|总共|一共)?|折算后(?:价值)?|(?:有效|可用)保证金|保证金(?:金额|总额)?(?:共计?|合计|总共|一共)?",
        r"margin(?: value)?",
        r"可充抵|充抵|折抵",
        r"count(?:s|ed)?(?: only)? (?:as|for)|converted into|translates? into|worth as margin|give(?:s)? margin|recogni[sz]ed as",
        r"(?:的)?(?:现金)?保证金(?!比例)| (?:of|in|as) (?:\w+ )?(?:margin|collateral)\b",
    ),
    _cue(
        Role.POSITION,
        r"(?:持仓|股票|证券|总|仓位|ETF|所持股票|股份)?(?:总)?市值|持仓(?:规模|总额)?|总持仓|仓位|股票|证券|买入|买了",
        r"holdings?|position|stocks?|shares worth|market value|bought|buys?|securities",
        r"(?:共|合计|总共|一共)(?:买入|购买|持有)?|买入[^，,。；;]{0,8}(?:股票|ETF)?|耗资|花费|要花|动用|投资总额",
        r"exposure|stake|shares|purchas(?:es|ed)|invests? a total",
        r" (?:worth )?of (?:\w+ )?(?:shares|stocks?|securities)\b",
    ),
    _cue(
        Role.OWN,
        r"自有(?:资金|现金|资本)?|(?:投入)?本金|现金|存入|转入|投入|自备|自己的钱|积蓄|存款",
        r"own(?: (?:money|funds|capital|cash))?|principal|capital|cash|savings|deposit(?:s|ed)?|put(?:s)? in|start\w*|invest(?:s|ed)?",
        r"账户(?:内|里|中|上)?(?:有|存有|备有)|拿出|备有|手持|(?:手[里头上中]|我|他|她)有|保证金账户(?:内|里)?(?:有)?|出资",
        r"(?:starts?|opens?|begins?)[^.;,]{0,24}with|hold(?:s|ing)?|has|have|with|take",
        r"(?:的)?(?:现金|自有资金|本金|资金)(?!还|归)| (?:of|in) (?:cash|savings|(?:her|his|their|your|its|own)(?: own)?(?: money| capital| funds)?)\b| cash\b",
    ),
    _cue(
        Role.PRICE,
        r"(?:成交价|股价|价格|价位|触发价|平仓价|盯市价)",
        r"(?:share |stock )?prices?",
        r"每股|单价|市价|现价|(?:跌|涨|升|降|回落)[至到]|买入价|卖出价|均价|开仓价|成本价|以",
        r"apiece|(?:slid|slides?|falls?|fell|drops?|dropped|rises?|rose|climbs?|climbed|trades?|stands?|sinks?|sank|back) (?:to|at)|shares at|at",
        r"(?:的价格|的股票|/股|每股|一股|的成交价)| (?:apiece|a share|per share|each)\b",
    ),
)  # fmt: skip
_PERCENT: Final = (
    _cue(
        Role.RATE,
        r"年利率|年化(?:利率|费率|成本)?|融资利率|利率|年息|费率|利息",
        r"(?:annual(?:i[sz]ed)?|interest|financing|yearly|lending|borrowing)?(?: interest)? ?rates?|interest|a year|per annum|annual\w*|priced at|coupon",
        close_en=r"charges(?: her| him| them| you| it)?",
        behind=r"(?:的)?(?:年化|年利率|利率|年息)| (?:a year|per annum|annual|interest|per year|rate)\b",
    ),
    _cue(
        Role.CONVERSION,
        r"折算率?",
        r"conver\w+(?: (?:ratio|rate|factor))?|count(?:s|ed|ing)?|haircut(?: ratio)?",
        behind=r"(?:的)?折算| (?:conversion|haircut)\b",
    ),
    _cue(
        Role.MARGIN_RATIO,
        r"保证金(?:最低)?(?:比例|比率|要求|标准|下限)(?:要求)?(?:由|从|按|提高|上调|下调|调整)*|新规|旧规|标准|门槛|下限",
        r"(?:margin|collateral|initial|minimum)(?: margin)? (?:ratio|requirement|rate|level|floor|minimum)|(?:requirement|floor|minimum)|initial margin",
        close_en=r"applies the exchange minimum[^.;]{0,24}|margin",
        behind=r"(?:的)?(?:融资|融券)?(?:保证金)?(?:最低)?比例| (?:\w+ ){0,2}(?:margin|requirement|minimum)\b| of (?:the )?(?:value|price|cost) of\b",
    ),
    _cue(
        Role.RETURN,
        r"(?:本金|自有资金|自有资本)[^，,。；;]{0,8}(?:亏损|损失|亏|损|盈利|收益|缩水|回撤|蒸发|少|赚|盈)(?:率|幅度|比例)?|收益率|亏损率|损失率|回报率?",
        r"returns?|of (?:her|his|their|its|own|the client's) (?:own )?(?:money|capital|equity|stake|principal|cash)",
        r"(?:占|相当于)(?:其|自己|自有|投入)?(?:的)?(?:本金|自有资金|自有资本)(?:的)?|亏损幅度|亏损比例|收益",
        r"(?:loss|gain)(?= (?:on|of))|or|equal to|equivalent to",
        r" of (?:her|his|their|its|your|the)(?: [\w'’]+){0,2} (?:capital|principal|money|equity|funds|stake|cash)| on (?:her|his|their|own)",
    ),
    _cue(
        Role.CUT,
        _NEVER,
        _NEVER,
        r"降幅|减幅|缩水|减少|下降|缩减",
        r"(?:reduction|decrease|cut|shrinks?|reduced)(?: [^.;]{0,30})?",
    ),
    _cue(
        Role.FALL,
        r"(?:下跌|跌幅|跌去|跌掉|跌了|下挫|回撤|回落|跌|缩水|大跌|下滑|下降)(?:幅度)?",
        r"fall(?:s|en|ing)?|fell|drop\w*|declin\w+|slid\w*|slump\w*|plung\w*|sinks?|sank|shr[iau]nk\w*|(?<!put )(?<!pay )down|slip\w*|weaken\w*|los(?:es?|t)|decreases?",
        behind=r"(?:的)?(?:跌幅|下跌|回撤|跌停)| (?:\w+ )?(?:fall|drop|decline|slide|slump|loss in|plunge)\b",
    ),
    _cue(
        Role.RISE,
        r"(?:上涨|涨幅|上升|涨了|涨)(?:幅度)?",
        r"ris(?:es?|en|ing)|rose|climb\w*|gain\w*|rall\w+|up|advanc\w*|against",
        close_en=r"(?:increases?|appreciates?)(?= by|$| )",
        behind=r"(?:的)?(?:涨幅|上涨)| (?:\w+ )?(?:rise|gain|advance|increase|rally)\b",
    ),
    _cue(
        Role.LINE,
        r"(?:平仓线|警戒线|追保线|预警线|补仓线|提取线|红线|触线|触及|碰到|碰触|跌破|跌[至到]|低于|(?:恢复|补足|补充|补缴|追加|拉回|升回|补|追加)[至到]|补回[至到]?|回[至到]|回升[至到]|提[升高][至到])(?:约定的)?(?:维持担保比例)?",
        r"(?:call|liquidation|warning|close-?out|maintenance)? ?lines?|(?:call|liquidation|warning|close-?out|maintenance) (?:level|threshold)|threshold|trigger|below|back (?:to|at)|restor\w+(?: [^.;,]{0,30})?|reach\w*|hit\w*",
        r"高于|超过|不低于",
        r"get(?:s|ting)? back|asks? for|demands?|calls for|wants|back|bring(?:s)? [^.;,]{0,20} back|lift(?:s)? [^.;,]{0,20}|above|beyond|past|stay|remain|return|under",
        r"(?:的|这一|这条)?(?:约定的)?(?:平仓线|警戒线|追保线|预警线|补仓线|最低线|红线|提取线|线)| (?:\w+ )?(?:line|level|threshold)\b",
    ),
    _cue(
        Role.RATIO,
        r"(?:维持担保比例|担保比例|维保比例|维保|该比例|(?<!金)比例)(?:就|会|将|又)?",
        r"(?:maintenance|collateral|guarantee|coverage)?(?: margin| guarantee)? ?ratio|maintenance|guarantee|coverage",
        r"则(?:就|会|将|又)?",
        r"takes? it|brings? it|it|(?:client|investor|account|he|she|borrower|trader) (?:is|stands|sits)",
    ),
)  # fmt: skip
CUES: Final[Mapping[Kind, tuple[Cue, ...]]] = {Kind.MONEY: _MONEY, Kind.NUMBER: _MONEY, Kind.PERCENT: _PERCENT}
"""The words for each kind of figure, the more telling ones first."""
