"""Columns and words of a search, and of one security: its profile, history and events."""

from __future__ import annotations

from typing import Final

from liangrong.research.tables.headings import Heading, Shown
from liangrong.research.tables.vocabulary import events

__all__ = ["HEADINGS", "WORDS"]

_MATCHES: Final = {
    "code": "代码",
    "name": "名称",
    "old_name": "曾用名",
    "pinyin": "拼音",
    "initials": "首字母",
    "english": "英文名",
}
_FITS: Final = {"exact": "完全一致", "prefix": "开头", "inside": "其中"}
_TOPICS: Final = {
    "identity": "身份", "eligibility": "资格", "financing": "融资", "short_side": "融券", "crowding": "拥挤度", "gauge": "暂停线",
    "events": "近一年事件",
}  # fmt: skip
_HAPPENED: Final = {
    "line_reached": "达到暂停线", "line_left": "回到恢复线", "crowded": "标记为拥挤", "ex_rights": "除权除息", "list_entered": "列入标的",
    "list_left": "移出标的",
}  # fmt: skip

HEADINGS: Final[dict[str, Heading]] = {
    "id": Heading("标识", "id"),
    "english": Heading("英文名", "English name"),
    "matched": Heading("匹配内容", "matched"),
    "matched_by": Heading("匹配方式", "matched by", Shown.WORD, words=_MATCHES),
    "fit": Heading("匹配程度", "fit", Shown.WORD, words=_FITS),
    "topic": Heading("方面", "topic", Shown.WORD, words=_TOPICS),
    "said": Heading("内容", "value", Shown.PROSE),
    "figure": Heading("数值", "figure", Shown.HIDDEN),
    "money": Heading("金额", "amount", Shown.HIDDEN),
    "adjusted_close": Heading("前复权收盘", "adjusted close"),
    "financing_share_of_turnover": Heading("融资买入占成交额", "financing share of turnover"),
    "net_financing_purchase": Heading("融资净买入额", "net financing purchase", signed=True),
    "security_event": Heading("事件", "event", Shown.WORD, words={**events.HEADINGS["fact"].words, **_HAPPENED}),
    "deviations": Heading("倍标准差", "deviations", Shown.PURE, digits=1),
}

WORDS: Final[dict[str, str]] = {
    "code": "代码", "name": "名称", "english_name": "英文名", "exchange": "交易所", "board": "板块", "list_date": "上市日期",
    "delist_date": "退市日期", "industry_sw1": "申万一级行业", "industry_sw2": "申万二级行业", "industry_sw3": "申万三级行业",
    "index_member": "指数成份", "financing_eligible": "融资标的", "short_eligible": "融券标的", "financing_open": "当日可融资",
    "short_open": "当日可融券", "collateral": "可充抵保证金", "financing_balance": "融资余额", "financing_balance_change": "融资余额变化",
    "financing_balance_percentile": "融资余额分位", "financing_buy_amount": "融资买入额", "financing_repay_amount": "融资偿还额",
    "net_financing_purchase": "融资净买入额", "financing_balance_to_float_cap": "融资余额占流通市值比",
    "financing_share_of_turnover": "融资买入占成交额", "float_cap": "流通市值", "short_quantity": "融券余量",
    "short_balance_to_float_cap": "融券余额占流通市值比", "crowding_flag": "是否标记为拥挤", "days_to_unwind": "平仓天数",
    "crowding": "拥挤度", "financing_gauge": "融资余额上限", "short_gauge": "融券余量上限", "last_event": "最近事件", **_HAPPENED,
}  # fmt: skip
