"""What the nearest word of its own clause makes a figure of an example, where no word touches it.

Wide lists of usual words, not of phrases: what they say is a guess, from which nothing is refuted by itself.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.verify.account.role import Role

__all__ = ["is_capacity", "nearest"]


def _words(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_MONEY: Final = (
    (Role.PRICE, _words(r"股价|价格|价位|触发价|平仓价|盯市价|\bprices?\b")),
    (Role.DAILY, _words(r"每[天日]|日均|一天|单日|\b(?:each|every|per|a) day\b|\bdaily\b")),
    (Role.INTEREST, _words(r"利息|息费|计息|付息|资金成本|融资成本|\binterest\b|\baccru\w+|\bcarrying cost\b|\bfinancing cost\b|\bbill\b")),
    (Role.ADD, _words(r"追加|补足|补充|补缴|补仓|补入|追保|补交|填补|\btop(?:s|ped)?[- ]?up\b|\binject\w*|\bfresh (?:cash|money|collateral)|\bextra (?:cash|money|collateral)|\badd(?:s|ed|ing)?\b|\bpay(?:s|ing)? in\b")),
    (Role.WITHDRAW, _words(r"提取|取出|提走|转出|取走|提现|\bwithdr\w+|\btak\w+ out\b|\bpull\w* out\b|\bmov\w+ out\b")),
    (Role.REPAY, _words(r"归还|偿还|还款|还掉|还债|\brepa(?:y|id)\w*|\bpay\w* (?:back|down|off)\b|\bpaid (?:back|down|off)\b")),
    (Role.SELL, _words(r"卖出|变卖|抛|减持|卖掉|处置|\bsell(?:s|ing)?\b|\bsold\b|\bliquidat\w+|\bdispos\w+|\boffload\w*|\bsales? of\b")),
    (Role.SHORT, _words(r"融券(?:卖出|市值|负债)?|卖空|做空|沽空|\bshort(?:s|ed|ing)?\b")),
    (Role.LOSS, _words(r"亏|损失|蒸发|缩水了|\bloss(?:es)?\b|\blos(?:e|es|ing|t)\b|\bwip\w+")),
    (Role.GAIN, _words(r"盈利|浮盈|获利|赚|\bgains?\b|\bprofits?\b|\bearn\w*")),
    (Role.EQUITY, _words(r"净资产|净值|权益|\bequity\b|\bnet (?:assets|worth|value)\b")),
    (Role.NEEDED, _words(r"(?:需|须|应|要|得|必须|至少|占用|冻结)[^，,。；;]{0,14}保证金|保证金(?:占用|需求|要求为)|\bmargin (?:needed|required|tied up|locked)|\btied up\b|\block\w* up\b|\b(?:needs?|requires?|must|have to|has to)\b[^.;,]{0,30}\b(?:margin|put up|post|deposit)")),
    (Role.LIMIT, _words(r"(?:最多|最高|至多|可|能|上限|额度|顶格|最大)[^，,。；;]{0,14}(?:融资|融入|借|贷|买入)|(?:融资|借款|授信)(?:额度|上限|规模|空间|能力)|融(?:得|到)|借(?:得|到)|\b(?:can|could|may|able|allow\w*|let|most|maximum|up to|limit|ceiling|capacity|room|power)\b[^.;,]{0,40}\b(?:borrow\w*|buy|financ\w+|loans?|credit|purchas\w+)|\b(?:loan|credit|borrowing|financing) (?:limit|ceiling|capacity|line|power|room)|\bmaximum loan")),
    (Role.DEBT, _words(r"负债|债务|欠|本金余额|\bdebts?\b|\bow(?:e|es|ed|ing)\b|\bliabilit\w+")),
    (Role.LOAN, _words(r"融资|借入|借款|借来|贷款|借|\bborrow\w*|\bloans?\b|\bfinanc\w+|\bcredit\b")),
    (Role.ASSETS, _words(r"总资产|资产|账户(?:总)?市值|账户价值|\bassets\b|\baccount\b|\bportfolio\b")),
    (Role.COLLATERAL, _words(r"担保物|担保证券|抵押|质押|折算前|\bcollateral\b|\bpledg\w+")),
    (Role.MARGIN, _words(r"保证金|\bmargin\b")),
    (Role.POSITION, _words(r"市值|持仓|股票|证券|仓位|买入|买了|\bholdings?\b|\bposition\b|\bstocks?\b|\bshares worth\b|\bmarket value\b|\bbought\b|\bbuys?\b|\bsecurities\b")),
    (Role.OWN, _words(r"自有|本金|现金|自己的钱|投入|存入|转入|自备|\bown\b|\bcash\b|\bprincipal\b|\bcapital\b|\bdeposit\w*|\bput in\b|\bstart\w*|\binvest\w*")),
)  # fmt: skip
_PERCENT: Final = (
    (Role.RATE, _words(r"利率|年化|年息|费率|利息|\binterest\b|\ba year\b|\bper annum\b|\bannual\w*|\brates?\b|\bpriced at\b|\bcoupon\b")),
    (Role.CONVERSION, _words(r"折算|\bconver\w+|\bcount(?:s|ed|ing)?\b|\bhaircut\b")),
    (Role.MARGIN_RATIO, _words(r"保证金(?:最低)?(?:比例|比率|要求|标准|下限)|新规|旧规|标准|门槛|下限|\bmargin (?:ratio|requirement|rate|floor|minimum|level)|\b(?:requirement|floor|minimum)\b|\binitial margin\b")),
    (Role.RETURN, _words(r"(?:本金|自有资金|自有资本)[^，,。；;]{0,8}(?:亏|损|缩水|蒸发|少|赚|盈|收益)|收益率|亏损率|回报|\breturns?\b|\bof (?:her|his|their|its|own|the client's) (?:own )?(?:money|capital|equity|stake|principal|cash)")),
    (Role.FALL, _words(r"跌|回撤|回落|下挫|下滑|缩水|下降|\bfall(?:s|en|ing)?\b|\bfell\b|\bdrop\w*|\bdeclin\w+|\bslid\w*|\bslump\w*|\bplung\w+|\bsink\w*|\bsank\b|\bshr[iau]nk\w*|\bdown\b|\bslip\w*|\bweaken\w*")),
    (Role.RISE, _words(r"涨|上升|\bris(?:e|es|en|ing)\b|\brose\b|\bclimb\w*|\bgain\w*|\brall\w+|\bup\b|\badvanc\w*|\bagainst\b")),
    (Role.LINE, _words(r"平仓线|警戒线|追保线|预警线|提取线|红线|触线|触及|跌破|低于|(?:恢复|补足|回升|拉回|回|追加|补)[至到]|\blines?\b|\bthreshold\b|\btrigger\b|\bbelow\b|\bback (?:to|at)\b|\brestor\w+|\breach\w*|\bhit\w*")),
    (Role.RATIO, _words(r"(?<!金)比例|维保|担保比|\b(?:maintenance|collateral|guarantee|coverage)\b|\bratio\b")),
)  # fmt: skip
_TABLES: Final = {Kind.MONEY: _MONEY, Kind.PERCENT: _PERCENT, Kind.NUMBER: _MONEY}
_SEGMENT: Final = re.compile(r"[，,。；;：:—！？!?]|(?<!\d)\.|\.\s")
_CAPACITY: Final = _words(
    r"(?:可|能|最多|最高|至多|上限|允许|撬动)[^，,。；;]{0,10}(?:融资|融券|融入|借|贷|卖空|做空|买入)|\b(?:can|could|may|able to|allow\w*|let|lets|enough)\b[^.;,]{0,30}\b(?:borrow|short|sell|buy|finance|purchase)\b"
)
_WHOLE: Final = 1
"""The least maintenance ratio or line that an example speaks of."""


def nearest(figure: Figure, before: str, after: str) -> Role:
    """The role that the last fitting word in front of a figure gives it, else the first one behind it within its clause.

    Parameters
    ----------
    before, after
        The words between it and its neighbours.
    """
    table = _TABLES.get(figure.kind)
    if table is None:
        return Role.UNKNOWN
    ahead, behind = _SEGMENT.split(before)[-1], _SEGMENT.split(after, maxsplit=1)[0]
    for words, last in ((ahead, True), (behind, False), (before, True)):
        found = [
            (-at if last else at, order, role)
            for order, (role, cue) in enumerate(table)
            if _fits(role, figure)
            for at in (one.end() if last else one.start() for one in cue.finditer(words))
        ]
        if found:
            return min(found)[2]
    return Role.UNKNOWN


def is_capacity(before: str) -> bool:
    """Whether the words in front of an amount say that so much can be borrowed, bought on credit or sold short."""
    return bool(_CAPACITY.search(_SEGMENT.split(before)[-1]))


def _fits(role: Role, figure: Figure) -> bool:
    amount = abs(Fraction(figure.base))
    if figure.kind is not Kind.PERCENT:
        return True
    if role in (Role.RATIO, Role.LINE):
        return amount >= _WHOLE
    if role is Role.RATE:
        return amount < Fraction(1, 5)
    if role is Role.MARGIN_RATIO:
        return Fraction(2, 5) <= amount <= Fraction(3, 2)
    return amount <= _WHOLE or role is Role.RETURN
