"""What is plainly true or false of borrowing to buy and of selling borrowed shares, from first principles; no number and no rule of law stands here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from liangrong.core.results import Note

__all__ = ["STATEMENTS", "Statement", "false", "true"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A kind of sentence, whatever its words, with its truth.

    Parameters
    ----------
    name
        What it says, for tests and for the reader of this list.
    pattern
        Finds it in either language; a group named ``no…`` that matched turns it into its denial.
    holds
        Whether it is true where it is not denied.
    reason
        Why.
    """

    name: str
    pattern: re.Pattern[str]
    holds: bool
    reason: Note


def true(name: str, reason: Note, *patterns: str) -> Statement:
    """A kind of sentence that is true; each pattern may have one group ``no`` for its denial."""
    return Statement(name, _either(patterns), holds=True, reason=reason)


def false(name: str, reason: Note, *patterns: str) -> Statement:
    """A kind of sentence that is false; each pattern may have one group ``no`` for its denial."""
    return Statement(name, _either(patterns), holds=False, reason=reason)


def _either(patterns: Sequence[str]) -> re.Pattern[str]:
    numbered = (re.sub(r"\(\?P<no>", f"(?P<no{place}>", one) for place, one in enumerate(patterns))
    return re.compile("|".join(numbered), re.IGNORECASE)


_ZH: Final = r"[^，,。；;！？]"
_EN: Final = r"[^,;:!?]"
_FINANCING_EN: Final = r"(?:financ(?:ing|ed)|margin (?:buy|purchas|trad|loan|invest)\w*|borrow(?:ing|ed) (?:money|funds|cash)|leveraged (?:buy|long)\w*)"
_SHORT_EN: Final = (
    r"(?:short(?:[- ]?(?:sell|sale|position|side|leverage)\w*|s|ing)?|securities lending|borrowed (?:shares|stock))"
)
_OWN_EN: Final = r"(?:margin|principal|own (?:capital|funds|money|cash)|capital|deposit|collateral|equity|stake|initial investment|what (?:they|you|was) (?:put|paid)\w*)"
_OWN_ZH: Final = r"(?:保证金|本金|自有资金|自有本金|投入(?:的)?(?:资金|本金)?)"
_LIMITED_EN: Final = r"(?:limited (?:only )?to|capped (?:at|by)|confined to|restricted to|(?:can(?:not|'t|’t| never)|never|will not|won't) exceeds?|(?:no|not|never) more than|at most)"
_LIMITED_ZH: Final = r"(?:仅限于|只限于|局限于|限于|以|不超过|不会超过|不可能超过|最多(?:就是|是|为)?|就是|即为|止于|封顶于)"
_NO_EN: Final = r"(?P<no>not |isn't |isn’t |aren't |n't |no longer |never )?"
_NO_ZH: Final = r"(?P<no>并不|并非|不仅仅|不只|不仅|未必|不)?"

STATEMENTS: Final = (
    false(
        "the loss of a financed purchase stops at the margin",
        Note(
            "融资的亏损不以保证金为限：市值跌到负债以下（维持担保比例低于100%）后仍欠款，还要另外偿还。",
            "A financed loss does not stop at the margin: once the position is worth less than the debt (below 100 % maintenance) the rest is still owed.",
        ),
        rf"\bloss(?:es)?\b{_EN}{{0,50}}?\b{_FINANCING_EN}{_EN}{{0,40}}?\b(?:is|are|be)?\s*{_NO_EN}{_LIMITED_EN}{_EN}{{0,25}}?\b{_OWN_EN}\b",
        rf"\b{_FINANCING_EN}{_EN}{{0,40}}?\bloss(?:es)?\b{_EN}{{0,25}}?\b(?:is|are|be)?\s*{_NO_EN}{_LIMITED_EN}{_EN}{{0,25}}?\b{_OWN_EN}\b",
        rf"\b{_FINANCING_EN}{_EN}{{0,40}}?\b(?:can|could|will)\s+(?:only\s+)?{_NO_EN}lose (?:at most|no more than|only){_EN}{{0,20}}?\b{_OWN_EN}\b",
        rf"(?:融资|做多){_ZH}{{0,16}}?(?:亏损|损失){_ZH}{{0,8}}?{_NO_ZH}{_LIMITED_ZH}{_ZH}{{0,8}}?{_OWN_ZH}(?:为限|为上限)?",
        rf"融资(?:者|客|买入)?{_ZH}{{0,3}}?(?P<no>不只|不止)?(?:最多|顶多|至多)(?:只|也就|就)?(?:会|能)?(?:亏|损失|赔)(?:掉|光|完|去)?{_ZH}{{0,4}}?{_OWN_ZH}",
        rf"\b(?:{_FINANCING_EN}|on margin|margin (?:buyers?|traders?|investors?))\b{_EN}{{0,40}}?,? ?(?:the most|all) (?:that )?(?:you|one|they|he|she|an? \w+) can lose is {_EN}{{0,20}}?{_OWN_EN}\b",
        rf"(?:亏损|损失){_ZH}{{0,6}}?{_NO_ZH}{_LIMITED_ZH}{_ZH}{{0,8}}?{_OWN_ZH}(?:为限|为上限)?{_ZH}{{0,8}}?(?=[，,](?:而)?融券)",
    ),
    true(
        "a financed purchase can lose more than the margin",
        Note("市值跌到负债以下时，亏损超过本金，差额仍要偿还。", "Once the position is worth less than the debt, more than one's own money is lost and the rest is owed."),
        rf"\b(?:{_FINANCING_EN}|margin (?:buyers?|traders?|investors?)|on margin)\b{_EN}{{0,30}}?\b(?:can|could|may|might)(?P<no>not|n't| never)? lose more than {_EN}{{0,24}}?\b(?:{_OWN_EN}|(?:money|capital|funds))",
        rf"融资(?:者|客|买入)?{_ZH}{{0,8}}?(?:亏损|损失){_ZH}{{0,3}}?(?P<no>不)?(?:可能|可以|会)(?:超过|大于){_ZH}{{0,4}}?{_OWN_ZH}",
    ),
    true(
        "the loss of a short sale has no limit",
        Note("股价没有上限，卖空后要按市价买回，亏损在理论上没有上限。", "A price has no upper bound and borrowed shares must be bought back at it, so that the loss has none either."),
        rf"\bloss(?:es)?\b{_EN}{{0,40}}?\b{_SHORT_EN}{_EN}{{0,25}}?{_NO_EN}(?:un(?:limited|bounded|capped)|infinite|without (?:limit|bound)|limitless)",
        rf"\b{_SHORT_EN}{_EN}{{0,30}}?\bloss(?:es)?\b{_EN}{{0,25}}?{_NO_EN}(?:un(?:limited|bounded|capped)|infinite|without (?:limit|bound)|limitless)",
        rf"\b{_SHORT_EN}{_EN}{{0,30}}?{_NO_EN}(?:un(?:limited|bounded|capped)|infinite|limitless)[^,;:!?]{{0,12}}?loss(?:es)?\b",
        rf"(?:融券|做空|卖空){_ZH}{{0,14}}?(?:亏损|损失|风险){_ZH}{{0,8}}?(?P<no>并不是|并非|不是)?(?:没有上限|无上限|无限|不设上限|没有限度)",
    ),
    false(
        "the loss of a short sale stops at the margin",
        Note("股价没有上限，卖空的亏损可以超过保证金。", "A price has no upper bound, so that the loss of a short sale can exceed the margin."),
        rf"\bloss(?:es)?\b{_EN}{{0,40}}?\b{_SHORT_EN}{_EN}{{0,25}}?\b(?:is|are|be)?\s*{_NO_EN}{_LIMITED_EN}{_EN}{{0,25}}?\b{_OWN_EN}\b",
        rf"\b{_SHORT_EN}{_EN}{{0,30}}?\bloss(?:es)?\b{_EN}{{0,25}}?\b(?:is|are|be)?\s*{_NO_EN}{_LIMITED_EN}{_EN}{{0,25}}?\b{_OWN_EN}\b",
        rf"(?:融券|做空|卖空){_ZH}{{0,14}}?(?:亏损|损失){_ZH}{{0,8}}?{_NO_ZH}{_LIMITED_ZH}{_ZH}{{0,8}}?{_OWN_ZH}",
        rf"(?:融券|做空|卖空)(?:者|卖出)?{_ZH}{{0,6}}?(?:亏损|损失){_ZH}{{0,4}}?(?P<no>不|并非)?是?(?<![没无])有(?:限的?|上限)",
        rf"(?:融券|做空|卖空)(?:者|卖出)?{_ZH}{{0,3}}?(?P<no>不只|不止)?(?:最多|顶多|至多)(?:只|也就|就)?(?:会|能)?(?:亏|损失|赔)(?:掉|光|完|去)?{_ZH}{{0,4}}?{_OWN_ZH}",
        rf"\b{_SHORT_EN}\b[^;:!?]{{0,30}}?(?:the most|all) (?:that )?(?:you|one|they|he|she|an? \w+) can lose is {_EN}{{0,20}}?{_OWN_EN}\b",
    ),
    true(
        "a higher margin ratio means less leverage",
        Note("可借金额等于保证金除以保证金比例，比例越高，能借的越少。", "What can be borrowed is the margin divided by the margin ratio: the higher the ratio, the less."),
        rf"\b(?:higher|larger|stricter|the higher the) (?:\w+ )?margin (?:ratio|requirement|rate)s?{_EN}{{0,30}}?{_NO_EN}(?:mean|impl|lower|reduc|cut|decreas|allow|permit)\w*{_EN}{{0,20}}?(?:less|lower|smaller|fewer|reduced)?\s*(?:leverage|borrowing)",
        rf"\bhigher (?:the |is the )?(?:\w+ )?margin (?:ratio|requirement|rate)s?(?: is)?, (?:the )?(?:(?P<no>more|greater|larger)|less|lower|smaller|fewer){_EN}{{0,30}}?(?:borrow\w*|leverage)?",
        rf"\blower (?:\w+ )?margin (?:ratio|requirement|rate)s?{_EN}{{0,30}}?{_NO_EN}(?:mean|impl|rais|increas|allow|permit|lift)\w*{_EN}{{0,20}}?(?:more|higher|greater|larger)?\s*(?:leverage|borrowing)(?<!less leverage)(?<!lower leverage)",
        rf"保证金比例{_ZH}{{0,3}}?(?:越高|提高后|上调后|越大){_ZH}{{0,2}}[，,]?{_ZH}{{0,8}}?杠杆{_ZH}{{0,6}}?(?P<no>不)?(?:越低|越小|降低|下降|减小)",
    ),
    false(
        "a higher margin ratio means more leverage",
        Note("可借金额等于保证金除以保证金比例，比例提高，杠杆下降。", "What can be borrowed is the margin divided by the margin ratio: a higher ratio means less leverage."),
        rf"\b(?:higher|raising (?:the )?|increas\w+ (?:in )?(?:the )?)\s*(?:\w+ ){{0,2}}margin (?:ratio|requirement|rate)s?{_EN}{{0,30}}?{_NO_EN}(?:(?:mean|impl|allow|permit)\w*{_EN}{{0,12}}?(?:more|higher|greater)|increas\w*|boost\w*|rais\w*|amplif\w*) (?:\w+ )?(?:leverage|borrowing)",
        rf"(?:提高|上调|调高){_ZH}{{0,6}}?保证金比例{_ZH}{{0,6}}?[，,]?{_ZH}{{0,8}}?(?P<no>不|未|并未)?(?:提高|放大|增加|提升|加大)(?:了)?{_ZH}{{0,8}}?杠杆",
        rf"保证金比例{_ZH}{{0,3}}?越高{_ZH}{{0,2}}[，,]?{_ZH}{{0,8}}?杠杆{_ZH}{{0,6}}?(?:越高|越大)",
    ),
    true(
        "financing is for rises, shorting for falls",
        Note("融资是借钱买入，涨了才赚；融券是借券卖出，跌了才赚。", "Financing buys with borrowed money and gains when prices rise; shorting sells borrowed shares and gains when they fall."),
        rf"\bfinancing(?: leverage| purchases?)?\b{_EN}{{0,25}}?{_NO_EN}(?:used for|applicable (?:only )?(?:for|to)|only (?:applicable |suitable )?for|suit(?:s|ed|able)? (?:for|to)?|meant for|a bet on|profits? (?:from|when))\s*{_EN}{{0,12}}?\b(?:bullish|ris(?:e|es|ing)|up(?:ward)?s?|long|gains?)\b",
        rf"\b{_SHORT_EN}{_EN}{{0,20}}?{_NO_EN}(?:(?:is |are )?used for|(?:is|are) for|applicable (?:only )?(?:for|to)|only (?:applicable |suitable )?for|suit(?:s|ed|able)? (?:for|to)?|meant for|a bet on|profits? (?:from|when))\s*{_EN}{{0,12}}?\b(?:bearish|fall(?:s|ing)?|down(?:ward)?s?|declin\w+|drop\w*)\b",
        rf"融资(?:杠杆|买入|交易)?{_ZH}{{0,3}}?(?P<no>不|并非)?(?:是|用于|适用于|只能|仅|适合){_ZH}{{0,5}}?(?:看多|做多|看涨)",
        rf"融券(?:杠杆|卖出|交易)?{_ZH}{{0,3}}?(?P<no>不|并非)?(?:是|用于|适用于|只能|仅|适合){_ZH}{{0,5}}?(?:看空|做空|看跌)",
    ),
    false(
        "financing is for falls, shorting for rises",
        Note("说反了：融资是借钱买入，涨了才赚；融券是借券卖出，跌了才赚。", "The wrong way round: financing gains when prices rise, shorting when they fall."),
        rf"\bfinancing(?: leverage| purchases?)?\b{_EN}{{0,25}}?{_NO_EN}(?:used for|applicable (?:only )?(?:for|to)|suit(?:s|ed|able)? (?:for|to)?|meant for|a bet on|profits? (?:from|when))\s*{_EN}{{0,12}}?\b(?:bearish|fall(?:s|ing)?|declin\w+|drop\w*)\b",
        rf"\b{_SHORT_EN}{_EN}{{0,20}}?{_NO_EN}(?:(?:is |are )?used for|(?:is|are) for|suit(?:s|ed|able)? (?:for|to)?|meant for|a bet on|profits? (?:from|when))\s*{_EN}{{0,12}}?\b(?:bullish|ris(?:e|es|ing)|upward|gains?)\b",
        rf"融资(?:杠杆|买入|交易)?{_ZH}{{0,3}}?(?P<no>不|并非)?(?:是|用于|适用于|只能|仅|适合){_ZH}{{0,5}}?(?:看空|做空|看跌)",
        rf"融券(?:杠杆|卖出|交易)?{_ZH}{{0,3}}?(?P<no>不|并非)?(?:是|用于|适用于|只能|仅|适合){_ZH}{{0,5}}?(?:看多|做多|看涨)",
    ),
    false(
        "a forced sale clears every debt",
        Note("强制平仓所得可能不够还债，差额仍要偿还。", "What a forced sale brings may not cover the debt, and the rest is still owed."),
        rf"\b(?:forced (?:liquidation|sale|selling|close-?out)|liquidation){_EN}{{0,50}}?(?:always (?:clears|repays|covers)|leaves? no|with no|eliminates? (?:all|any|every)|wipes? out (?:all|any|every)|never leaves? (?:any |a )?)\s*(?:\w+ ){{0,2}}(?:debts?|liabilit\w+|obligations?)",
        rf"(?:强制平仓|强平|被平仓)(?:之?后)?{_ZH}{{0,8}}?(?:不会|不再|不可能|绝不会)(?:再)?(?:有|欠|存在|产生|留下){_ZH}{{0,6}}?(?:负债|欠款|债务|欠债)",
    ),
    true(
        "a forced sale can leave a debt",
        Note("强制平仓所得不够还债时，差额仍要偿还。", "Where a forced sale brings less than is owed, the rest is still owed."),
        rf"\b(?:forced (?:liquidation|sale|selling|close-?out)|liquidation){_EN}{{0,50}}?(?:can|may|could|might) (?:still )?(?P<no>not |never )?(?:leave|be left with|result in|end in){_EN}{{0,20}}?(?:debts?|liabilit\w+|owing|owed)",
        rf"(?:强制平仓|强平|被平仓)(?:之?后)?{_ZH}{{0,8}}?(?:仍|还|依然)?(?:可能|会)(?P<no>不)?(?:仍|还)?(?:有|欠|存在|留下|背负){_ZH}{{0,6}}?(?:负债|欠款|债务|欠债)",
    ),
    true(
        "leverage multiplies gains and losses alike",
        Note("盈亏都按总仓位算，同样放大。", "Both gains and losses are those of the whole position, so that both are multiplied."),
        rf"\bleverag\w+{_EN}{{0,60}}?{_NO_EN}(?:amplif|magnif|multipl)\w*{_EN}{{0,30}}?(?:(?:gains?|returns?|profits?){_EN}{{0,14}}?(?:and|as well as|or){_EN}{{0,14}}?(?:loss\w*|risks?))",
        rf"(?:融资|杠杆){_ZH}{{0,14}}?(?:同时|同样|双向)?(?P<no>不|并不)?(?:放大)(?:了)?{_ZH}{{0,4}}?(?:收益|盈利){_ZH}{{0,3}}?(?:和|与|及|、|也(?:会)?(?:同时)?放大){_ZH}{{0,4}}?(?:亏损|风险|损失)",
    ),
    false(
        "leverage multiplies gains but not losses",
        Note("盈亏都按总仓位算，亏损同样放大。", "Gains and losses are those of the whole position; losses are multiplied as well."),
        r"\bleverag\w+[^;:!?]{0,60}?(?:amplif|magnif|multipl)\w*[^;:!?]{0,20}?(?:gains?|returns?|profits?)[^;:!?]{0,15}?(?:but not|without (?:amplifying|magnifying|multiplying|increasing|raising)|while leaving)[^;:!?]{0,20}?(?:loss\w*|risks?)",
        r"杠杆[^。；]{0,12}?放大[^。；]{0,4}?(?:收益|盈利)[^。；]{0,6}?(?:但|却|而)[^。；]{0,3}?(?:不会?|并不|不用)(?:放大|增加|扩大)[^。；]{0,4}?(?:亏损|风险|损失)",
    ),
    true(
        "the maintenance ratio falls with prices",
        Note("负债不变而市值下降，担保比例随之下降。", "The debt stays while the value falls, and so does the ratio of the two."),
        rf"\b(?:fall(?:ing)?|drop|declin\w+|decreas\w+) (?:in|of)? ?(?:the )?(?:stock |share |collateral )?(?:prices?|value)s?{_EN}{{0,25}}?{_NO_EN}(?:lower|reduc|decreas|drag|push)\w*{_EN}{{0,25}}?(?:maintenance|collateral|guarantee)[\w ]{{0,14}}ratio",
        rf"(?:股价|市值|价格)(?:下跌|下降|缩水){_ZH}{{0,4}}?[，,]?(?:维持)?担保比例{_ZH}{{0,4}}?(?P<no>不)?(?:下降|降低|走低|随之下降)",
    ),
    false(
        "the maintenance ratio rises when prices fall",
        Note("负债不变而市值下降，担保比例只会下降。", "The debt stays while the value falls, and so does the ratio of the two."),
        rf"\b(?:fall(?:ing)?|drop|declin\w+|decreas\w+) (?:in|of)? ?(?:the )?(?:stock |share |collateral )?(?:prices?|value)s?{_EN}{{0,25}}?{_NO_EN}(?:rais|increas|lift|improv|boost)\w*{_EN}{{0,25}}?(?:maintenance|collateral|guarantee)[\w ]{{0,14}}ratio",
        rf"(?:股价|市值|价格)(?:下跌|下降|缩水){_ZH}{{0,4}}?[，,]?(?:维持)?担保比例{_ZH}{{0,4}}?(?P<no>不)?(?:上升|提高|走高|随之上升)",
    ),
    true(
        "the maintenance ratio of a financed position rises with prices",
        Note("负债不变而市值上升，担保比例随之上升。", "The debt stays while the value rises, and so does the ratio of the two."),
        rf"\b(?:rise|rising|gain|increase)s? (?:in|of)? ?(?:the )?(?:stock |share |collateral )?(?:prices?|value)s?(?! of (?:the )?short){_EN}{{0,25}}?{_NO_EN}(?:rais|increas|lift|improv|boost)\w*{_EN}{{0,25}}?(?:maintenance|collateral|guarantee)[\w ]{{0,14}}ratio(?! of (?:the |a )?short)",
        rf"(?<!标的)(?:股价|市值|价格)(?:上涨|上升){_ZH}{{0,12}}?[，,]?(?<!融券)(?:维持)?担保比例{_ZH}{{0,4}}?(?P<no>不)?(?:上升|提高|走高|随之上升)",
    ),
    false(
        "the maintenance ratio of a financed position falls when prices rise",
        Note("负债不变而市值上升，担保比例只会上升。", "The debt stays while the value rises, and so does the ratio of the two."),
        rf"(?:股价|市值|价格)(?:上涨|上升)(?![^。；]{{0,12}}融券){_ZH}{{0,12}}?[，,]?(?:维持)?担保比例{_ZH}{{0,4}}?(?P<no>不)?(?:下降|降低|走低|随之下降)",
    ),
    false(
        "the maintenance ratio of a short seller rises with the price",
        Note("融券负债按市价计算，标的上涨时负债增加，担保比例下降。", "What a short seller owes is counted at market prices: it grows with the price, and the ratio falls."),
        rf"\b(?:rise|rising|gain|increase)s? (?:in|of) (?:the )?prices?{_EN}{{0,12}}?short(?:ed)?{_EN}{{0,20}}?{_NO_EN}(?:rais|increas|lift|improv|boost)\w*{_EN}{{0,25}}?(?:maintenance|collateral|guarantee)[\w ]{{0,14}}ratio",
        rf"融券标的(?:股价|价格)?(?:上涨|上升){_ZH}{{0,12}}?[，,]?(?:维持)?担保比例{_ZH}{{0,4}}?(?P<no>不)?(?:上升|提高|走高)",
    ),
    true(
        "a lower conversion ratio supports less borrowing",
        Note("折算后的价值等于市值乘折算率，折算率越低，可作保证金的越少。", "What counts as margin is the market value times the conversion ratio: the lower it is, the less can be borrowed."),
        rf"\blower (?:\w+ )?conversion (?:ratio|rate)s?{_EN}{{0,20}}?{_NO_EN}(?:mean|reduc|cut|limit|lower|let|allow|support)\w*{_EN}{{0,20}}?(?:less|lower|smaller|fewer|reduced) (?:\w+ )?(?:borrowing|margin|credit|leverage)",
        rf"折算率{_ZH}{{0,3}}?(?:越低|下调|降低|调低){_ZH}{{0,3}}?[，,]?{_ZH}{{0,8}}?(?:可融|可借|可充抵|保证金|授信){_ZH}{{0,10}}?(?P<no>不)?(?:越少|减少|越低|下降)",
    ),
    false(
        "a lower conversion ratio supports more borrowing",
        Note("折算后的价值等于市值乘折算率，折算率越低，可作保证金的越少。", "What counts as margin is the market value times the conversion ratio: the lower it is, the less can be borrowed."),
        rf"\blower (?:\w+ )?conversion (?:ratio|rate)s?{_EN}{{0,30}}?{_NO_EN}(?:more|higher|greater|larger|additional) (?:\w+ )?(?:borrowing|credit|leverage)",
        rf"折算率{_ZH}{{0,3}}?(?:越低|下调|降低|调低){_ZH}{{0,3}}?[，,]?{_ZH}{{0,8}}?(?:可融|可借|可充抵|保证金|授信){_ZH}{{0,10}}?(?P<no>不)?(?:越多|增加|越高|上升)",
    ),
    true(
        "interest grows in proportion to the days",
        Note("利息按日计、不计复利，与持有天数成正比。", "Interest is counted by the day and not compounded, so that it is in proportion to the days held."),
        rf"\blinear(?:ly)?\b{_EN}{{0,25}}?(?:cost|interest|growth){_EN}{{0,20}}?(?:with|over|in) (?:the )?(?:holding|borrowing|number of|time|days)",
        rf"\b(?:costs?|interest){_EN}{{0,25}}?(?:grow|ris|increas|accru)\w*{_EN}{{0,6}}?{_NO_EN}(?:linearly|in proportion){_EN}{{0,12}}?(?:with|to|over)?{_EN}{{0,12}}?(?:time|days|holding|period)",
        rf"(?:利息|成本){_ZH}{{0,8}}?(?:持有|融资|借款|占用){_ZH}{{0,4}}?(?:时间|天数|期限){_ZH}{{0,4}}?(?P<no>不成|不呈)?(?:线性|正比)",
    ),
    false(
        "adding collateral lowers the maintenance ratio",
        Note("追加担保物使资产增加而负债不变，担保比例上升。", "Adding collateral raises what is held and leaves the debt: the ratio rises."),
        rf"\b(?:adding|topping up|posting|depositing|more) (?:\w+ ){{0,2}}(?:collateral|margin|cash|funds){_EN}{{0,20}}?{_NO_EN}(?:lower|reduc|decreas|drag|push\w* down)\w*{_EN}{{0,20}}?(?:maintenance|collateral|guarantee)[\w ]{{0,14}}ratio",
        rf"(?:追加|补充|增加){_ZH}{{0,3}}?(?:担保物|保证金|资金){_ZH}{{0,8}}?[，,]?(?:维持)?担保比例{_ZH}{{0,4}}?(?P<no>不)?(?:下降|降低|走低)",
    ),
    true(
        "adding collateral raises the maintenance ratio",
        Note("追加担保物使资产增加而负债不变，担保比例上升。", "Adding collateral raises what is held and leaves the debt: the ratio rises."),
        rf"\b(?:adding|topping up|posting|depositing) (?:\w+ ){{0,2}}(?:collateral|margin|cash|funds){_EN}{{0,20}}?{_NO_EN}(?:rais|increas|lift|improv|boost)\w*{_EN}{{0,20}}?(?:maintenance|collateral|guarantee)[\w ]{{0,14}}ratio",
        rf"(?:追加|补充|增加){_ZH}{{0,3}}?(?:担保物|保证金|资金){_ZH}{{0,8}}?[，,]?(?:维持)?担保比例{_ZH}{{0,4}}?(?P<no>不)?(?:上升|提高|回升)",
    ),
    false(
        "a higher maintenance ratio is more dangerous",
        Note("维持担保比例是资产与负债之比，越高离平仓线越远。", "The maintenance ratio is assets over debt: the higher it is, the further from liquidation."),
        rf"\b(?:the )?higher (?:the |a )?(?:maintenance|collateral|guarantee)[\w ]{{0,12}}ratio,? (?:the |is |means )?{_NO_EN}(?:more (?:dangerous|risky)|riskier|greater (?:the )?risk|higher (?:the )?risk)",
        rf"(?:维持)?担保比例{_ZH}{{0,2}}?越高{_ZH}{{0,2}}[，,]?{_ZH}{{0,4}}?(?P<no>不是|并非)?越(?:危险|不安全|容易被平仓)|(?:维持)?担保比例{_ZH}{{0,2}}?越高[，,]?{_ZH}{{0,3}}?风险越[高大]",
    ),
    true(
        "a higher maintenance ratio is safer",
        Note("维持担保比例是资产与负债之比，越高离平仓线越远。", "The maintenance ratio is assets over debt: the higher it is, the further from liquidation."),
        rf"\b(?:the )?higher (?:the |a )?(?:maintenance|collateral|guarantee)[\w ]{{0,12}}ratio,? (?:the |is |means )?{_NO_EN}(?:safer|less risky|lower (?:the )?risk)",
        rf"(?:维持)?担保比例{_ZH}{{0,2}}?越高{_ZH}{{0,2}}[，,]?{_ZH}{{0,4}}?(?P<no>不是|并非)?越安全",
    ),
    false(
        "more leverage is further from liquidation",
        Note("杠杆越高，同样的跌幅使担保比例降得越多，离平仓线越近。", "The higher the leverage, the more the same fall takes off the ratio: liquidation is nearer."),
        rf"\b(?:higher|more) leverage{_EN}{{0,30}}?{_NO_EN}(?:further|farther) (?:away )?from {_EN}{{0,14}}?(?:liquidation|call|closing)",
        rf"杠杆{_ZH}{{0,3}}?越高{_ZH}{{0,2}}[，,]?{_ZH}{{0,4}}?(?:离|距){_ZH}{{0,3}}?(?:平仓|警戒|追保){_ZH}{{0,3}}?线?{_ZH}{{0,2}}?(?P<no>不)?越远",
    ),
    true(
        "more leverage is nearer to liquidation",
        Note("杠杆越高，同样的跌幅使担保比例降得越多，离平仓线越近。", "The higher the leverage, the more the same fall takes off the ratio: liquidation is nearer."),
        rf"\b(?:higher|more) leverage{_EN}{{0,30}}?{_NO_EN}(?:closer|nearer) to {_EN}{{0,14}}?(?:liquidation|call|closing)",
        rf"杠杆{_ZH}{{0,3}}?越高{_ZH}{{0,2}}[，,]?{_ZH}{{0,4}}?(?:离|距){_ZH}{{0,3}}?(?:平仓|警戒|追保){_ZH}{{0,3}}?线?{_ZH}{{0,2}}?(?P<no>不)?越近",
    ),
    false(
        "a short seller gains when the price rises",
        Note("融券要按市价买回证券，上涨时亏损。", "A short seller must buy back at the market price and loses when it rises."),
        rf"\bshort[- ]sellers?{_EN}{{0,14}}?{_NO_EN}(?:gain|profit|make money|benefit)s?{_EN}{{0,16}}?(?:when|if|as|from)(?: the| a)? {_EN}{{0,14}}?(?:rise|rises|rising|gains|go(?:es)? up)",
        rf"(?:融券|做空|卖空)(?:者|方|投资者)?{_ZH}{{0,6}}?(?:股价|价格|标的)?(?:上涨|上升){_ZH}{{0,4}}?(?P<no>不|无法|不会)?(?:获利|盈利|赚钱|受益)",
    ),
    true(
        "a short seller gains when the price falls",
        Note("融券先卖后买，下跌时低价买回而盈利。", "A short seller sells first and buys back lower: falls are gains."),
        rf"\bshort[- ]sellers?{_EN}{{0,14}}?{_NO_EN}(?:gain|profit|make money|benefit)s?{_EN}{{0,16}}?(?:when|if|as|from)(?: the| a)? {_EN}{{0,14}}?(?:fall|falls|falling|drops?|declin\w+|go(?:es)? down)",
        rf"(?:融券|做空|卖空)(?:者|方|投资者)?{_ZH}{{0,6}}?(?:股价|价格|标的)?(?:下跌|下降){_ZH}{{0,4}}?(?P<no>不|无法|不会)?(?:获利|盈利|赚钱|受益)",
    ),
    false(
        "financing purchases lower the balance",
        Note("融资买入增加负债，融资余额随之上升。", "Each financed purchase adds to the debt and so to the balance."),
        rf"\b(?:new |more )?(?:financing|margin|financed) (?:purchases|buying|buys){_EN}{{0,14}}?{_NO_EN}(?:lower|reduc|shrink|decreas|cut)\w*{_EN}{{0,10}}?(?:financing|margin) balance",
        rf"融资买入{_ZH}{{0,4}}?(?P<no>不)?(?:会)?(?:使|令|会|导致){_ZH}{{0,3}}?融资余额{_ZH}{{0,3}}?(?:减少|下降)",
    ),
    false(
        "repayments raise the balance",
        Note("偿还减少负债，融资余额随之下降。", "Each repayment takes off the debt and so off the balance."),
        rf"\b(?:financing|margin|loan) repayments?{_EN}{{0,14}}?{_NO_EN}(?:rais|increas|lift|add(?:s|ed)? to|boost)\w*{_EN}{{0,10}}?(?:financing|margin) balance",
        rf"融资偿还{_ZH}{{0,4}}?(?P<no>不)?(?:会)?(?:使|令|会|导致){_ZH}{{0,3}}?融资余额{_ZH}{{0,3}}?(?:增加|上升)",
    ),
    false(
        "a position is liquidated when its ratio rises",
        Note("强制平仓是在担保比例跌到平仓线以下时，而不是上升时。", "A position is liquidated when its ratio falls below the line, not when it rises."),
        rf"\b(?:ratio) (?:rises|rising|climbs|goes) (?:above|over){_EN}{{0,30}}?{_NO_EN}(?:forced liquidation|liquidated|margin call)",
        rf"担保比例(?:上升|升|涨|高)(?:至|到|于|过)?{_ZH}{{0,12}}?(?:以上)?{_ZH}{{0,3}}?[，,]?{_ZH}{{0,6}}?(?P<no>不会|不)?(?:被)?(?:强制平仓|强平)",
    ),
    true(
        "net repayment lowers the balance",
        Note("融资净偿还就是偿还多于买入，融资余额随之减少。", "Net repayment means that more is repaid than bought, and the balance falls by it."),
        rf"\bnet (?:margin |financing )?repayments?{_EN}{{0,20}}?{_NO_EN}(?:lower|reduc|shr[iau]nk|decreas|cut)\w*{_EN}{{0,12}}?balance",
        rf"净偿还{_ZH}{{0,6}}?(?P<no>不)?(?:使|令|会|意味着|导致){_ZH}{{0,4}}?融资余额{_ZH}{{0,3}}?(?:减少|下降|回落)",
    ),
    false(
        "net repayment raises the balance",
        Note("融资净偿还就是偿还多于买入，融资余额只会减少。", "Net repayment means that more is repaid than bought: the balance falls."),
        rf"\bnet (?:margin |financing )?repayments?{_EN}{{0,20}}?{_NO_EN}(?:rais|increas|lift|boost|add(?:s|ed)? to)\w*{_EN}{{0,12}}?balance",
        rf"净偿还{_ZH}{{0,6}}?(?P<no>不)?(?:使|令|会|意味着|导致){_ZH}{{0,4}}?融资余额{_ZH}{{0,3}}?(?:增加|上升|增长)",
    ),
)  # fmt: skip
"""Rules of the exchanges are not here: they change, and live in the rulebook."""
