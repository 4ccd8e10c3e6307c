"""Units as they are printed behind or before a number: 亿元, billion yuan, 个百分点, times, 家, trading days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from liangrong.research.claims.figure import Kind

__all__ = ["CURRENCY_BEFORE", "Measure", "currency_before", "measure_at", "scaled"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit that was read.

    Parameters
    ----------
    unit, size, currency
        As in ``Figure``.
    end
        Behind its last character.
    """

    kind: Kind
    unit: str
    size: Decimal
    currency: str
    end: int


_SIZES: Final = {
    "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12, "十万亿": 13, "百万亿": 14,
}  # fmt: skip
_ENGLISH: Final = {
    "thousand": 3, "k": 3, "million": 6, "mn": 6, "mln": 6, "m": 6, "billion": 9, "bn": 9, "bln": 9, "b": 9, "trillion": 12, "tn": 12, "trn": 12, "t": 12,
}  # fmt: skip
_FULL: Final = {3: "thousand", 6: "million", 9: "billion", 12: "trillion"}
_MONEY_ZH: Final = {
    "元人民币": ("元", "CNY"), "人民币元": ("元", "CNY"), "人民币": ("元", "CNY"), "美元": ("美元", "USD"), "美金": ("美元", "USD"), "港元": ("港元", "HKD"),
    "港币": ("港元", "HKD"), "港币元": ("港元", "HKD"), "欧元": ("欧元", "EUR"), "英镑": ("英镑", "GBP"), "日元": ("日元", "JPY"), "韩元": ("韩元", "KRW"),
    "新台币": ("新台币", "TWD"), "元": ("元", "CNY"), "块钱": ("元", "CNY"),
}  # fmt: skip
_MONEY_EN: Final = (
    ("CNY", r"yuan|renminbi|rmb|cny"), ("USD", r"u\.?s\.? dollars?|usd|dollars?"), ("HKD", r"hong kong dollars?|hk dollars?|hkd"),
    ("EUR", r"euros?|eur"), ("GBP", r"pounds?(?: sterling)?|gbp"), ("JPY", r"(?:japanese )?yen|jpy"), ("KRW", r"(?:korean )?won|krw"),
)  # fmt: skip
_SIGNS: Final = {
    "$": "USD", "us$": "USD", "usd": "USD", "hk$": "HKD", "hkd": "HKD", "a$": "AUD", "c$": "CAD", "s$": "SGD", "nt$": "TWD", "¥": "CNY", "rmb": "CNY",
    "cny": "CNY", "yuan": "CNY", "人民币": "CNY", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "jpy": "JPY",
}  # fmt: skip
CURRENCY_BEFORE: Final = re.compile(
    r"(?:(?<![A-Za-z])(?:US|HK|A|C|S|NT)?\$|¥|€|£|(?<![A-Za-z])(?:RMB|CNY|USD|HKD|EUR|GBP|JPY|yuan)|人民币)\s?$", re.IGNORECASE
)

_MAG_ZH: Final = r"(?P<mag>[十百]?万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千(?![克瓦米分]))?"
_NOUN_ZH: Final = (
    r"(?P<noun>(?:个|家|只|类|大)(?:申万)?(?:一级|二级|三级)?(?:行业|板块|券商|公司|个股|股票|标的|指数|账户|城市|国家|省份|品种|席位|项目|涨停板?|跌停板?|涨停|营业部|上市公司|龙头)"
    r"|上市公司|投资者|股民|账户"
    r"|[家只户名人项支笔起条款座辆台位批类张艘种处次场轮倍手股份个席](?!股|性|别|体|人(?!投)|税|险|化|级|动|新高|要|子|资|业|民|证|卷|位))"
)
_CHINESE: Final = re.compile(
    r"\s{0,2}(?:(?P<pct>%|‰|％)|(?P<ppt>个?百分点|个点(?![位评])|(?<=\d)(?:pct|PCT)(?![A-Za-z]))|(?P<bp>个?基点|(?:bps?|BPs?)(?![A-Za-z]))|(?P<cheng>成(?P<ban>半|[一二三四五六七八九](?![十百千万亿个只家户名成点分]))?(?![本交分立为长熟功员果都就效品]|不变)(?!份股))"
    r"|(?P<x>倍(?:半(?![导年月天个数]))?)|(?P<pts>点(?!位|钟|阵|评|名|数|击|半|[0-5]?\d分|左右开))"
    r"|(?P<dur>个?多?(?:交易日|工作日)|个?多?(?:小时|季度|星期)|个?(?:半)?多?个?月|年(?:多|半)?|周(?:年)?|天|日(?![均线元报前起期程])|分钟)"
    rf"|{_MAG_ZH}(?P<over>多|余)?\s?(?:(?P<cur>人民币元|元人民币|人民币|美元|美金|港元|港币|欧元|英镑|日元|韩元|新台币|元|块钱)(?P<per>\s?[/每]\s?[一-龥a-zA-Z²³]{{1,4}})?"
    rf"|(?P<ton>吨|公斤|公里|平方米|千瓦时|千瓦|兆瓦|吉瓦|度|桶|亩|立方米|克拉|盎司|米|克|GWh?|MWh?|kWh?)(?P<per2>\s?/\s?[一-龥a-zA-Z]{{1,4}})?"
    rf"|(?P<sh>[股份手](?![票东市指民价权额续机段中均有制本息灵]))|{_NOUN_ZH})?)"
)
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_UNIT_WORDS: Final = r"(?P<mag>trillion|billion|million|thousand|trn|tn|bln|bn|mln|mn)"
_MONEY_WORDS: Final = "|".join(f"(?P<{code}>{words})" for code, words in _MONEY_EN)
_PER: Final = r"(?P<per>\s?/\s?[a-zA-Z]{1,6}[²³]?|\sper\s[a-z]{2,10}|\s?a\s(?:ton|tonne|share|barrel|ounce)\b)"
_PHYSICAL: Final = r"(?:wet |dry |metric )?(?:tons?|tonnes?|barrels?|ounces?|kilograms?|kilomet(?:er|re)s?|square met(?:er|re)s?|met(?:er|re)s?|bushels?|hectares?|acres?|(?:kilo|mega|giga|tera)watt(?:s|[- ]hours?)?|kwh|mwh|gwh|mw|gw|kg|km)"
_NOUN: Final = (
    r"(?P<noun>stocks?|shares?|companies|company|firms?|sectors?|industries|industry|accounts?|investors?|brokerages?|brokers?|securities|names?|people|persons?|funds?"
    r"|products?|ind(?:ices|exes)|listings?|ipos?|unicorns?|startups?|start-ups?|banks?|countries|country|markets?|exchanges?|provinces?|cities|parameters?|constituents?"
    r"|contracts?|etfs?|lots?|units?|analysts?|institutions?|employees?|users?|customers?|clients?|households?|boards?|groups?|members?|issues?|issuers?|bonds?|warrants?"
    r"|targets?|plants?|factories|strategies|occasions?|instances?|items?|rounds?|steps?|cases?|hikes?|cuts?|gainers?|losers?|decliners?|advancers?|leaders?|giants?|traders?"
    r"|borrowers?|jobs?|vehicles?|cars?|deals?|transactions?|projects?|rules?|policies|measures?|megacaps?|filings?|[a-z]{2,14}(?:ers|ors|ists))"
    r"(?:\s(?P<head>firms?|companies|houses|funds?|stocks|names|accounts?|investors?|brokers?|banks|clients?|managers?|makers?|sectors?|industries|members))?\b"
)
_NO_ADJECTIVE: Final = (
    r"(?:of|and|or|to|in|on|at|by|for|from|with|as|the|a|an|its|their|is|are|was|were|has|have|had|while|when|which|that|than|after|before|over|per|due|who|whose|where|what|each|still|also|not|saw|see|sees|posted|made|took|gave|gives|got|drew|draws|attracted|received|lost|gained|recorded|reported|show|showed|let|put"
    r"|kept|left|set|did|do|does|went|bought|sold|carry|carried|hold|held|raised|cut|fell|rose|helped|made|paid)"
)
_ENGLISH_UNIT: Final = re.compile(
    rf"(?:(?P<pct>\s?%|[\s-]percent\b(?!age)|[\s-]per[\s-]cent\b|\s?pct\b)(?P<ppt0>[\s-]points?\b)?"
    rf"|[\s-]?(?P<ppt>percentage[\s-]points?\b|ppts?\b|pps?\b|pct[\s-]pts?\b)"
    rf"|[\s-]?(?P<bp>basis[\s-]points?\b|bps?\b)"
    rf"|(?P<x>-?(?:x|×)(?![\w])|\s?times\b|[\s-]?folds?\b|\sturns\b(?!\s(?:to|into|out)\b))"
    rf"|(?P<pts>[\s-]points?\b|\spts\b)"
    rf"|[\s-](?P<dur>(?:consecutive |straight |full |calendar |more )?(?:(?:trading|business|working)[\s-])?(?:days?|sessions?|weeks?|months?|quarters?|years?|decades?|hours?|minutes?))\b"
    rf"|(?P<letter>[BbMmTtKk](?![A-Za-z]))?(?:[\s-]{{0,2}}{_UNIT_WORDS}\b)?(?:[\s-]{{1,2}}(?:of\s)?(?:{_MONEY_WORDS})\b{_PER}?|[\s-]{{1,2}}(?P<phys>{_PHYSICAL})\b{_PER.replace('?P<per>', '?P<per2>')}?"
    rf"|[\s-]{{1,2}}(?:(?!{_NO_ADJECTIVE}\s)(?:[a-z][a-z-]{{1,14}}|[A-Z]-[a-z]{{3,8}})\s){{0,3}}?{_NOUN})?)",
    re.IGNORECASE,
)
_DURATIONS: Final = (
    ("sessions", r"交易日|session|trading|business|working|工作日"), ("weeks", r"周(?!年)|星期|week"), ("months", r"月|month"), ("quarters", r"季度|quarter"),
    ("years", r"年|year"), ("decades", r"decade"), ("hours", r"小时|hour"), ("minutes", r"分钟|minute"), ("days", r"天|日|day"),
)  # fmt: skip


def currency_before(text: str, start: int) -> tuple[str, int]:
    """The currency sign that ends right before ``start``, and where it begins; ``("", start)`` without one."""
    low = max(0, start - 5)
    match = CURRENCY_BEFORE.search(text[low:start])
    if match is None:
        return "", start
    return _SIGNS[match[0].strip().lower()], low + match.start()


def scaled(power: int) -> Decimal:
    """Ten to a power, written out."""
    return Decimal(10**power)


def measure_at(text: str, end: int, currency: str = "") -> Measure | None:
    """The unit that begins at ``end``; ``None`` where none does.

    Parameters
    ----------
    text
        With wide characters made ordinary.
    currency
        Of a sign that stands before the number.

    Examples
    --------
    >>> measure_at("2.3万亿元", 3).unit, measure_at("161.43 billion yuan", 6).size
    ('万亿元', Decimal('1000000000'))
    """
    found = [one for one in (_chinese(text, end, currency), _english(text, end, currency)) if one is not None]
    if not found and currency:
        return Measure(Kind.MONEY, "yuan" if currency == "CNY" else currency, Decimal(1), currency, end)
    return max(found, key=lambda one: one.end, default=None)


def _chinese(text: str, end: int, currency: str) -> Measure | None:
    match = _CHINESE.match(text, end)
    if match is None or match.end() == end or not match[0].strip():
        return None
    stop = match.end()
    found = match.groupdict()
    if found["pct"]:
        return Measure(
            Kind.PERCENT, "%" if found["pct"] != "‰" else "‰", Decimal("0.01" if found["pct"] != "‰" else "0.001"), "", stop
        )
    if found["ppt"]:
        if found["ppt"].lower() == "pct" and not _HAN.search(text[max(0, end - 20) : end]):
            return None
        return Measure(Kind.PERCENTAGE_POINT, "pp", Decimal("0.01"), "", stop)
    if found["bp"]:
        return Measure(Kind.BASIS_POINT, "bp", Decimal("0.0001"), "", stop)
    if found["cheng"]:
        return Measure(Kind.PERCENT, "成", Decimal("0.1"), "", stop)
    if found["x"]:
        return Measure(Kind.MULTIPLE, "x", Decimal(1), "", stop)
    if found["pts"]:
        return Measure(Kind.POINTS, "点", Decimal(1), "", stop)
    if found["dur"]:
        return Measure(Kind.DURATION, _duration(found["dur"]), Decimal(1), "", stop)
    magnitude = found["mag"] or ""
    size = scaled(_SIZES[magnitude]) if magnitude else Decimal(1)
    if found["cur"]:
        name, code = _MONEY_ZH[found["cur"]]
        per = (found["per"] or "").replace(" ", "")
        return Measure(Kind.NUMBER if per else Kind.MONEY, f"{magnitude}{name}{per}", size, code, stop)
    if found["ton"]:
        return Measure(Kind.NUMBER, f"{magnitude}{found['ton']}{(found['per2'] or '').replace(' ', '')}", size, "", stop)
    if found["sh"]:
        return Measure(Kind.SHARES, f"{magnitude}{found['sh']}", size * (100 if found["sh"] == "手" else 1), "", stop)
    if found["noun"]:
        return Measure(Kind.COUNT, f"{magnitude}{found['noun']}", size, "", stop)
    if not magnitude:
        return None
    return Measure(Kind.MONEY, f"{magnitude}元", size, currency, match.end("over") if found["over"] else match.end("mag"))


def _duration(text: str) -> str:
    return next(name for name, pattern in _DURATIONS if re.search(pattern, text, re.IGNORECASE))


_OCCURRENCES: Final = re.compile(
    r"\s(?:this|in a row|in (?:20|the|a )|since|so far|during|running|consecutively|over the|last|straight)\b", re.IGNORECASE
)


def _english(text: str, end: int, currency: str) -> Measure | None:
    match = _ENGLISH_UNIT.match(text, end)
    if match is None or match.end() == end:
        return None
    stop = match.end()
    found = match.groupdict()
    if found["ppt"] or found["ppt0"]:
        return Measure(Kind.PERCENTAGE_POINT, "pp", Decimal("0.01"), "", stop)
    if found["pct"]:
        return Measure(Kind.PERCENT, "%", Decimal("0.01"), "", stop)
    if found["bp"]:
        return Measure(Kind.BASIS_POINT, "bp", Decimal("0.0001"), "", stop)
    if found["x"]:
        if "times" in found["x"].lower() and _OCCURRENCES.match(text, stop):
            return Measure(Kind.COUNT, "times", Decimal(1), "", stop)
        return Measure(Kind.MULTIPLE, "x", Decimal(1), "", stop)
    if found["pts"]:
        return Measure(Kind.POINTS, "points", Decimal(1), "", stop)
    if found["dur"]:
        return Measure(Kind.DURATION, _duration(found["dur"]), Decimal(1), "", stop)
    return _english_amount(match, currency)


def _english_amount(match: re.Match[str], currency: str) -> Measure | None:
    found = match.groupdict()
    letter, word = found["letter"], found["mag"]
    code = next((code for code, _ in _MONEY_EN if found[code]), "")
    if letter and not currency and not code and not (letter == "m" and found["noun"]):
        return None
    power = _ENGLISH[(word or letter or "").lower()] if word or letter else 0
    magnitude, size = _FULL.get(power, ""), scaled(power)
    if code or currency:
        name = "yuan" if (code or currency) == "CNY" else code or currency
        per = (found["per"] or "").strip().replace(" per ", "/").replace("per ", "/").replace(" ", "")
        unit = f"{magnitude} {name}".strip() + per
        stop = match.end() if code else match.end("mag") if word else match.end("letter") if letter else match.start()
        return Measure(Kind.NUMBER if per else Kind.MONEY, unit, size, code or currency, stop)
    if found["phys"]:
        per = (found["per2"] or "").strip().replace("per ", "/").replace(" ", "")
        return Measure(Kind.NUMBER, f"{magnitude} {found['phys'].lower()}".strip() + per, size, "", match.end())
    if found["noun"]:
        noun = (found["head"] or found["noun"]).lower()
        if noun in ("share", "shares", "lot", "lots"):
            return Measure(
                Kind.SHARES, f"{magnitude} {noun}".strip(), size * (100 if noun.startswith("lot") else 1), "", match.end()
            )
        return Measure(Kind.COUNT, magnitude or noun, size, "", match.end())
    return Measure(Kind.MONEY, magnitude, size, "", match.end("mag")) if word else None
