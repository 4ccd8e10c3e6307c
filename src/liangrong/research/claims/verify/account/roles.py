"""What each figure of an example is: own cash, loan, debt, assets, a fall, a line, a result; told by the nearest words before or behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.verify.account.nearest import nearest
from liangrong.research.claims.verify.account.role import Role

__all__ = ["Part", "parts_of"]


@dataclass(frozen=True, slots=True)
class Part:
    """A figure with its role.

    Parameters
    ----------
    before, after
        The words between it and its neighbours in the sentence.
    guess
        What the nearest word of its clause makes it, where none touches it; the role itself where one does.
    """

    role: Role
    figure: Figure
    passage: Passage
    before: str
    after: str
    guess: Role


_YUAN: Final = r"(?:RMB|CNY|¥)?\s*"
_LINK: Final = r"(?:[的了为是达到至约仅共合计只则即就须需要将会有剩在：:，,]|当前|现在|目前|大约|不低于|不超过|最多|最高|总额|金额|额|再|只需|降为|降至|降到|变为|变成|升至|跌至|回升|回到|增至|缩水至|缩至|升到|跌到|减至|等于|恰好|正好|刚好|接近|大概|合|[（(]|\s)*"
_EN_LINK: Final = r"(?:\s|,|\b(?:of|is|are|was|were|at|to|in|by|just|only|about|around|roughly|exactly|now|then|would|will|be|becomes?|equals?|stands?|stood|has|have|come|comes|came|down|up|reads?|slips?|slid|drops?|dropped|falls?|fell|rises?|rose|climbs?|back|amounts?|amounting|totals?|totall?ing|worth|another|an|a|the|extra|additional|therefore|thus|hence|on|that|which|up|as|much|no|more|than|at|most|least|total|another|further|still|out|reaches|hits)\b)*"


def _zh(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words})(?P<link>{_LINK})$")


def _en(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})(?P<link>{_EN_LINK}{_YUAN})$", re.IGNORECASE)


_MONEY_BEFORE: Final = (
    (Role.DAILY, _zh(r"(?:平均)?每[天日](?:的)?(?:利息|成本|息费)?|日均(?:利息)?|一天(?:的)?利息")),
    (Role.INTEREST, _zh(r"利息(?:支出|成本|费用|合计|总计)?|息费|融资成本|资金成本|产生费用")),
    (Role.GAP, _zh(r"减少|少了|少借|少融|多占用|多备|多出|多缴|多拿|多准备|多交|少融资|相差|下降|缩减|多筹|多付出|即多|收窄")),
    (Role.ADD, _zh(r"(?:追加|补充|补足|补缴|补入|补交|另外?转入|再转入|另外?存入|再存入|增加|加入|添加|补)(?:的)?(?:担保物|现金|资金|保证金)?")),
    (Role.WITHDRAW, _zh(r"(?:提取|转出|取出|提走|提出|取走|提现)(?:的)?(?:现金|资金|担保物|金额|额度|上限)?|可提(?:取)?(?:金额|额度|资金)?")),
    (Role.REPAY, _zh(r"(?:归还|偿还|还掉|还款|还给券商|直接还款)(?:融资|负债|借款|欠款)?|划出")),
    (Role.SHORT, _zh(r"融券卖出(?:市值|价值|金额)?|卖空(?:市值|价值)?|融出|卖出金额|卖出所得|融券(?:市值|金额|规模)|卖券所得|得款|所得价款")),
    (Role.SELL, _zh(r"卖出|变卖|抛售|减持|卖掉|平掉|处置")),
    (Role.LOSS, _zh(r"亏损|损失|浮亏|亏掉|亏|赔|净亏|账面亏损")),
    (Role.GAIN, _zh(r"盈利|浮盈|获利|赚取|赚|收益|利润|毛利")),
    (Role.EQUITY, _zh(r"净资产|净值|自有权益|账户权益|剔除负债后|扣除负债后(?:净?剩余?)?|净权益|权益|剩余本金")),
    (Role.NEEDED, _zh(r"(?:需要?|须|应|要|得|必须|只需|至少|最少)(?:先)?(?:缴纳|提供|提交|准备|拿出|交存|存入|备足|备有|备|交|缴|付出)(?:的)?(?:现金|自有资金)?(?:保证金)?|所需保证金|需保证金|保证金需求|应缴保证金|占用保证金")),
    (Role.MARGIN, _zh(r"(?:充抵|冲抵|折合|折算成?|计为|计入|折成|抵作|作|折算后)(?:为)?(?:的)?(?:可用)?保证金|可充抵|折算后(?:价值)?|(?:有效|可用)保证金|充抵|折抵|保证金(?:金额|总额)?")),
    (Role.LIMIT, _zh(r"(?:最多|最高|至多|可以?|能够?|上限|足额|全额|满额|顶格|只能|最大)[^，,。；;、]{0,8}?(?:融资|融入|借入|借到|借得|融到|借款|借|贷)(?:买入|资金|金额|额度|规模|上限|到)*|(?:融资|可融资|借款|可借|授信)(?:买入)?(?:额度|上限|金额上限|规模上限|能力|额|规模)|(?:可|能)(?:融资|借)")),
    (Role.DEBT, _zh(r"(?:融资)?(?:负债|债务|欠款)(?:总额|合计)?|欠(?:券商)?|未偿(?:还)?(?:本金|负债)")),
    (Role.LOAN, _zh(r"融资买入[^，,。；;、\d]{0,10}|融资(?:借入|金额|本金|额|借款)?|借入|借款|借来|贷款|借(?:了)?|向券商借|融入|(?:融资)?买入(?=.*融资)|融券负债")),
    (Role.COLLATERAL, _zh(r"(?:担保物|担保证券|抵押|质押|划转|转入|提交)[^，,。；;]{0,8}(?:市值|股票|证券)?|(?:持有|以|用|将|把)市值")),
    (Role.ASSETS, _zh(r"(?:账户)?总资产|资产(?:总额|总值|合计|总计|共计|规模|总共)?|账户(?:总)?(?:市值|价值|总值)|担保物(?:总)?价值|总盘子")),
    (Role.POSITION, _zh(r"(?:持仓|股票|证券|总|仓位|ETF|所持股票|股份)?(?:总)?市值|持仓(?:规模|总额)?|总持仓|仓位|(?:共|合计|总共|一共)(?:买入|购买|持有)?|买入[^，,。；;]{0,8}(?:股票|ETF)?|耗资|花费|要花|动用|投资总额")),
    (Role.OWN, _zh(r"自有(?:资金|现金|资本)?|账户(?:内|里|中|上)?(?:有|存有|备有)|(?:投入)?本金|现金|存入|转入|投入|拿出|备有|手持|手里有|手头有|保证金账户(?:内|里)?(?:有)?|自备|出资")),
    (Role.PRICE, _zh(r"成交价|股价|价格|每股|单价|市价|现价|(?:跌|涨|升|降|回落)[至到]|买入价|卖出价|均价|开仓价|成本价|以")),
    (Role.DAILY, _en(r"(?:each|every|per) day|daily (?:interest|cost)|a day")),
    (Role.INTEREST, _en(r"interest(?: cost| charge| expense| bill)?s?(?: on \w+)?|costs?(?: her| him| them| you| it| the client| the investor)?|interest [^.;,]{0,40}(?:comes?|amounts?|adds? up|runs?|works? out)")),
    (Role.GAP, _en(r"(?:reduction|decrease|cut|drop|increase|difference|gap|shortfall)(?= of)|shrinks? by|reduced by|less by")),
    (Role.ADD, _en(r"(?:add|adds|added|adding|top(?:s|ped)? up|inject(?:s|ed)?|bring(?:s)? in|pay(?:s)? in|deposit(?:s|ed)? another|put(?:s)? in|post another|transfer in)(?: with| by)?")),
    (Role.WITHDRAW, _en(r"(?:withdraw(?:s|n|al)?|take(?:s|n)? out|pull(?:s)? out|transfer(?:s|red)? out)(?: cash)?")),
    (Role.REPAY, _en(r"(?:repay(?:s|ing)?|repaid|pay(?:s|ing)? (?:back|off|down)|return(?:s|ing)? to the broker)")),
    (Role.SELL, _en(r"(?:sell(?:s|ing)?|sold|liquidat(?:e|es|ing)|dispos(?:e|ing) of)(?: off)?")),
    (Role.SHORT, _en(r"(?:shorts?|shorted|shorting|sells? short|sold short|short (?:position|sale|book)s?|short-sells?|receives?|proceeds|raises)")),
    (Role.LOSS, _en(r"(?:loss(?:es)?|los(?:es|e|t|ing)|costs? (?:her|him|them|you|the investor|the client)|wip(?:es?|ing) out|sets? (?:her|him|them|you) back)")),
    (Role.GAIN, _en(r"(?:gain(?:s|ed)?|profits?|mak(?:es?|ing)|made|earn(?:s|ed)?|pockets?)")),
    (Role.EQUITY, _en(r"(?:(?:own |net |remaining )?equity|net (?:assets|worth|value)|own capital left|what is left)")),
    (Role.NEEDED, _en(r"(?:need(?:s|ed)?|requir(?:es?|ed|ing)|must (?:post|put up|provide|deposit|set aside|have|bring)|has to (?:post|put up|provide|deposit|set aside|bring)|had to (?:post|put up|provide|deposit|set aside|bring)|posts?|posted|set(?:s|ting)? aside|puts? up)(?: her| him| an investor)?(?: own)?(?: cash| margin| collateral)?|margin (?:needed|required)")),
    (Role.MARGIN, _en(r"(?:count(?:s|ed)?(?: only)? (?:as|for)|converted into|translates? into|worth as margin|give(?:s)? margin|recogni[sz]ed as|margin value|margin)")),
    (Role.LIMIT, _en(r"(?:(?:can|could|may|able to|allowed to|lets? \w+|let|enabl\w+ \w+ to|permits?|allows?|up to|at most|maximum|ceiling|limit|support(?:s|ed)?|enough|back(?:s|ed)?|sustain(?:s|ed)?)\b[^.;,]{0,40}\b(?:borrow|buy|finance|financing|loans?|credit|purchases?|borrowing)|(?:financing|borrowing|credit|loan) (?:limit|ceiling|capacity|power|line|headroom)|ceiling[^.;,]{0,40}|(?:supports?|supported|backs?|backed|borrowing power)(?: from)?)")),
    (Role.DEBT, _en(r"(?:debts?|liabilit(?:y|ies)|ow(?:es?|ed|ing)(?: the broker)?|indebted)")),
    (Role.LOAN, _en(r"(?:borrow(?:s|ed|ing)?|loan|financ(?:es|ed|ing)|finance|margin loan|credit|lent|lends)(?: her| him)?")),
    (Role.COLLATERAL, _en(r"(?:pledg(?:es?|ed|ing)|collateral|transfers? in|brings? in|hands? in|bring|brought)(?: of)?(?: (?:shares|stocks?|securities|ETFs))?(?: worth)?")),
    (Role.ASSETS, _en(r"(?:account,? which (?:holds?|held|has|had)|(?:total |gross |account )?assets|account|portfolio|cash and (?:shares|stock|securities)[^.;,]{0,14}|everything|(?:would )?leaves?)(?: value| holds)?")),
    (Role.POSITION, _en(r"(?:market value|holdings?|position|exposure|stake|stock|shares|buys?|bought|purchas(?:es|ed)|invests? a total)")),
    (Role.OWN, _en(r"(?:own (?:money|funds|capital|cash)|principal|capital|cash|deposit(?:s|ed)?|invest(?:s|ed)|puts? in|(?:starts?|opens?|begins?)[^.;,]{0,24}with|hold(?:s|ing)?|has|have|with|take)")),
    (Role.PRICE, _en(r"(?:(?:share |stock )?price|apiece|(?:slid|slides?|falls?|fell|drops?|dropped|rises?|rose|climbs?|climbed|trades?|stands?|sinks?|sank|back) (?:to|at)|shares at|at)")),
)  # fmt: skip
_MONEY_AFTER: Final = (
    (Role.PRICE, re.compile(r"^(?:的价格|的股票|/股|每股|一股|的成交价)|^ (?:apiece|a share|per share|each)\b", re.IGNORECASE)),
    (Role.DAILY, re.compile(r"^\s*(?:a day|per day|each day|for each day|for every day|daily)\b|^/天|^每天|^一天", re.IGNORECASE)),
    (Role.GAP, re.compile(r"^ (?:more|less|fewer|lower|higher)\b", re.IGNORECASE)),
    (Role.INTEREST, re.compile(r"^(?:的)?利息|^ (?:of|in) interest", re.IGNORECASE)),
    (Role.LOSS, re.compile(r"^(?:的)?(?:亏损|损失|浮亏)|^ (?:loss|is lost|are lost)", re.IGNORECASE)),
    (Role.GAIN, re.compile(r"^(?:的)?(?:盈利|浮盈|利润)|^ (?:gain|profit)", re.IGNORECASE)),
    (Role.DEBT, re.compile(r"^(?:的)?(?:融资)?(?:负债|欠款|债务)|^ (?:of |in )?(?:debt|is borrowed|is owed|borrowed|owed)\b", re.IGNORECASE)),
    (Role.LOAN, re.compile(r"^的(?:融资|借款|贷款)(?!额度|上限)|^ (?:margin )?loan\b", re.IGNORECASE)),
    (Role.LIMIT, re.compile(r"^(?:的)?(?:融资额度|融资上限|借款额度)|^ (?:of |in )?(?:financing|loans|credit|borrowing)\b", re.IGNORECASE)),
    (Role.OWN, re.compile(r"^(?:的)?(?:现金|自有资金|本金|资金)(?!还|归)|^ (?:of|in) (?:cash|(?:her|his|their|your|its|own)(?: own)?(?: money| capital| funds)?)\b|^ cash\b", re.IGNORECASE)),
    (Role.MARGIN, re.compile(r"^(?:的)?(?:现金)?保证金(?!比例)|^ (?:of|in|as) (?:\w+ )?(?:margin|collateral)\b", re.IGNORECASE)),
    (Role.COLLATERAL, re.compile(r"^(?:的|市值的?)(?:股票|证券|ETF|基金|国债|蓝筹股?)[^，,。；;]{0,6}(?:作为?|充当|充抵|用作|担保|，折算|,折算|（折算)|^ (?:of|worth of|in) [^.;,]{0,30}(?:as collateral|converted|counted at|at a (?:conversion|haircut))", re.IGNORECASE)),
)  # fmt: skip
_PERCENT_BEFORE: Final = (
    (Role.RATE, _zh(r"年利率|年化(?:利率|费率|成本)?|融资利率|利率|年息|费率")),
    (Role.CONVERSION, _zh(r"折算率?")),
    (Role.MARGIN_RATIO, _zh(r"保证金(?:最低)?比例(?:要求)?(?:由|从|按|提高|上调|下调|调整)*|保证金比率")),
    (Role.RETURN, _zh(r"(?:占|相当于)(?:其|自己|自有|投入)?(?:的)?(?:本金|自有资金|自有资本)(?:的)?|(?:本金|自有资金|自有资本)(?:的)?(?:亏损|损失|亏|盈利|收益|缩水|回撤)(?:率|幅度|比例)?|(?:收益率|亏损率|回报率|亏损幅度|亏损比例|收益|回报)")),
    (Role.CUT, _zh(r"降幅|减幅|缩水|减少|下降|缩减")),
    (Role.FALL, _zh(r"(?:下跌|跌幅|跌去|跌掉|跌了|下挫|回撤|回落|跌|缩水|大跌|下滑|下降)(?:幅度)?")),
    (Role.RISE, _zh(r"(?:上涨|涨幅|上升|涨了|涨)(?:幅度)?")),
    (Role.LINE, _zh(r"(?:平仓线|警戒线|追保线|预警线|补仓线|提取线|触及|碰到|碰触|跌破|低于|高于|超过|(?:恢复|补足|补充|补缴|追加|拉回|升回|补)[至到]|补回[至到]?|回[至到]|回升[至到]|提[升高][至到]|不低于)(?:约定的)?(?:维持担保比例)?")),
    (Role.RATIO, _zh(r"(?:维持担保比例|担保比例|维保比例|维保|该比例|比例|则)(?:就|会|将|又)?")),
    (Role.RATE, _en(r"(?:annual(?:i[sz]ed)?|interest|financing|yearly|lending|borrowing)?(?: interest)? rate|a year|coupon|charges")),
    (Role.CONVERSION, _en(r"conver(?:sion (?:ratio|rate|factor)|ted)|haircut ratio|counted|conversion")),
    (Role.MARGIN_RATIO, _en(r"(?:margin|collateral|initial|minimum)(?: margin)? (?:ratio|requirement|rate|level)|applies the exchange minimum[^.;]{0,24}|margin")),
    (Role.RETURN, _en(r"(?:return|loss|gain)(?= (?:on|of))|or|equal to|equivalent to")),
    (Role.CUT, _en(r"(?:reduction|decrease|cut|shrinks?|reduced)(?: [^.;]{0,30})?")),
    (Role.FALL, _en(r"(?:fall(?:s|en)?|fell|drop(?:s|ped)?|declin(?:es?|ed)|los(?:es?|t)|shrinks?|slid(?:es)?|slumps?|sinks?|plunges?|decreases?)")),
    (Role.RISE, _en(r"(?:ris(?:es?|en)|rose|gain(?:s|ed)?|climb(?:s|ed)?|increases?|appreciates?)(?= by|$| )")),
    (Role.LINE, _en(r"(?:(?:call|liquidation|warning|close-?out|maintenance) (?:line|level|threshold)|get(?:s|ting)? back|restor\w+ [^.;,]{0,30}|back|bring(?:s)? [^.;,]{0,20} back|lift(?:s)? [^.;,]{0,20}|below|above|beyond|past|stay|remain|return|under)")),
    (Role.RATIO, _en(r"(?:(?:maintenance|collateral|guarantee)?(?: margin| guarantee)? ?ratio|takes? it|brings? it|it)")),
)  # fmt: skip
_PERCENT_AFTER: Final = (
    (Role.LINE, re.compile(r"^(?:的|这一|这条)?(?:约定的)?(?:平仓线|警戒线|追保线|预警线|补仓线|最低线|红线|提取线|线)|^ (?:\w+ )?(?:line|level|threshold)\b", re.IGNORECASE)),
    (Role.MARGIN_RATIO, re.compile(r"^(?:的)?(?:融资|融券)?(?:保证金)?(?:最低)?比例|^ (?:\w+ ){0,2}(?:margin|requirement|minimum)\b", re.IGNORECASE)),
    (Role.CONVERSION, re.compile(r"^(?:的)?折算|^ (?:conversion|haircut)\b", re.IGNORECASE)),
    (Role.RATE, re.compile(r"^(?:的)?(?:年化|年利率|利率|年息)|^ (?:a year|per annum|annual|interest|per year|rate)\b", re.IGNORECASE)),
    (Role.RETURN, re.compile(r"^ of (?:her|his|their|its|your|the)(?: [\w'’]+){0,2} (?:capital|principal|money|equity|funds|stake)|^ on (?:her|his|their|own)", re.IGNORECASE)),
    (Role.FALL, re.compile(r"^(?:的)?(?:跌幅|下跌|回撤)|^ (?:\w+ )?(?:fall|drop|decline|slide|slump|loss in|plunge)\b", re.IGNORECASE)),
    (Role.RISE, re.compile(r"^(?:的)?(?:涨幅|上涨)|^ (?:\w+ )?(?:rise|gain|advance|increase|rally)\b", re.IGNORECASE)),
)  # fmt: skip
_LEVERAGE: Final = re.compile(r"杠杆|leverage", re.IGNORECASE)
_TABLES: Final = {Kind.MONEY: (_MONEY_BEFORE, _MONEY_AFTER), Kind.PERCENT: (_PERCENT_BEFORE, _PERCENT_AFTER)}
_ASKED: Final = re.compile(r"(?:需要?|须|要|备|应)(?:先|再)?\s*$|\b(?:needs?|needed|need|requires?|required)\s*$", re.IGNORECASE)
_OF_MARGIN: Final = re.compile(r"保证金(?:最低)?比例|\bmargin (?:ratio|requirement)", re.IGNORECASE)
_AHEAD: Final = 40
"""How many characters behind a figure may say what it is."""
_CLAUSE: Final = re.compile(r"[。；;！？?!]|\.\s")
_DEAREST: Final = 10_000
"""A share costs less, in yuan."""
_DAYS: Final = frozenset({"days", "天", "日"})
_YEARS: Final = (360, 365)
_YEAR: Final = re.compile(r"^[\s-]*(?:year|基准|计息|计算|一年)|^\s*(?:天|日)?(?:计息|计算)", re.IGNORECASE)


def parts_of(article: Article, passage: Passage) -> Iterator[Part]:
    """The figures of a sentence with their roles, in order."""
    figures = [one for one in figures_in(article, passage) if one.upper is None]
    for place, figure in enumerate(figures):
        start = figures[place - 1].end if place else passage.start
        end = figures[place + 1].start if place + 1 < len(figures) else passage.end
        before, after = article.text[start : figure.start], article.text[figure.end : end]
        role = _role(figure, before, after[:_AHEAD])
        yield Part(role, figure, passage, before, after, nearest(figure, before, after) if role is Role.UNKNOWN else role)


def _role(figure: Figure, before: str, after: str) -> Role:
    if figure.kind is Kind.MULTIPLE:
        return Role.LEVERAGE if _LEVERAGE.search(before) or _LEVERAGE.search(after[:14]) else Role.UNKNOWN
    if figure.kind is Kind.DURATION:
        return Role.DAYS if figure.unit in _DAYS and figure.value not in _YEARS and not _YEAR.match(after) else Role.UNKNOWN
    if figure.kind is Kind.SHARES:
        return Role.SHARES
    if figure.kind not in _TABLES:
        return Role.UNKNOWN
    words = before + figure.text[: _digits(figure.text)]
    said = _CLAUSE.split(words)[-1]
    ahead, behind = _TABLES[figure.kind]
    found = [
        (len(match["link"].strip()), order, role)
        for order, (role, cue) in enumerate(ahead)
        if _fits(role, figure) and (match := cue.search(said))
    ]
    best = min(found, default=None)
    if best is not None and best[2] is Role.LINE and _OF_MARGIN.search(said):
        return Role.MARGIN_RATIO
    after_it = next((role for role, cue in behind if _fits(role, figure) and cue.match(after)), None)
    if after_it is Role.MARGIN and _ASKED.search(words):
        return Role.NEEDED
    if after_it is Role.MARGIN and best is not None and best[2] in (Role.NEEDED, Role.ADD, Role.GAP, Role.MARGIN):
        return best[2]
    if after_it is Role.OWN and best is not None and best[2] in (Role.ADD, Role.WITHDRAW, Role.REPAY, Role.NEEDED):
        return best[2]
    if after_it is not None and not (best is not None and best[2] in (Role.RATIO, Role.RATE) and after_it is Role.MARGIN_RATIO):
        return after_it
    return best[2] if best is not None else Role.UNKNOWN


def _fits(role: Role, figure: Figure) -> bool:
    """Whether a figure of this size can be what the words say."""
    if role is Role.PRICE:
        return figure.base < _DEAREST
    return figure.base >= 1 if role in (Role.RATIO, Role.LINE) else True


def _digits(text: str) -> int:
    """Where the number of a figure begins: its hedge stands in front."""
    found = re.search(r"\d", text)
    return found.start() if found else 0
