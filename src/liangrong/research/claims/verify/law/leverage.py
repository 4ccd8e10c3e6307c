"""How many times own money a broker may lend: one over the margin ratio in force, whatever a text calls leverage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.judgement import Evidence, Ruling, Verdict
from liangrong.research.claims.verify.law.book import (
    as_percent,
    changes_of,
    day_of_law,
    earlier_values,
    number_on,
    rule_evidence,
)
from liangrong.research.claims.verify.law.context import said_before
from liangrong.research.claims.verify.law.wording import is_old
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.research.claims.verify.today import today_of

__all__ = ["leverage_is_possible", "leverage_steps_hold"]

_RATIO: Final = "financing_margin_ratio"
_BROKERS: Final = re.compile(
    r"券商|证券公司|两融|融资融券|融资买入|信用账户|保证金|brokerages?\b|brokers?\b|margin|financing", re.IGNORECASE
)
_LENDING: Final = re.compile(r"融资|两融|margin|financing", re.IGNORECASE)
_OF_LOANS: Final = re.compile(
    r"(?:融资|借入|借款|授信)(?:额度|资金|金额|款)?[^,，。]{0,14}保证金[^,，。]{0,6}倍|自有资金[与和:：][^,，。]{0,10}|保证金的?\s*[\d.]+|"
    r"(?:financing|credit|borrowing|loan) (?:limits?|lines?|amounts?)|(?:times|twice|thrice|double|triple|treble|quadruple) (?:the |their |his |her |its |own |your |posted )*(?:margin|capital|equity|principal|deposit|cash|funds)|"
    r"(?:融资|借|贷)[^,，。]{0,12}(?:保证金|自有资金|本金)的?[^,，。]{0,4}倍|(?:保证金|自有资金|本金)的?\s*(?:[\d.]+|[一两二三四五])\s*倍|"
    r"(?:own|borrowed)[- ]to[- ](?:own|borrowed)|ratio of (?:own|borrowed)",
    re.IGNORECASE,
)
"""Words that make a multiple one of the loan over own money."""
_WITHIN: Final = re.compile(
    r"符合|对应|属于|不超出|within|in line with|align|consistent with|under (?:traditional )?broker|comply|compliant",
    re.IGNORECASE,
)
"""Words that say that something keeps to the rules."""
_OUTSIDE: Final = re.compile(
    r"不属于|并非|不是券商|场外|配资|另一种|不同(?:的)?结构|different structure|not under|not (?:a )?(?:traditional|brokerage)|off-market|informal|outside",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(
    r"不(?:可能|能|会|是|属于|在)|[而并]非|无法|难以|达不到|做不到|\bcannot\b|n't\b|\b(?:not|never|impossible|beyond|out of reach|outside)\b",
    re.IGNORECASE,
)
"""That something is not so; of a question or a double denial nothing is said."""
_NOT_ONLY: Final = re.compile(
    r"不仅|不只|不止|不是不|不(?:可能|能|会|得)不|是否|\bnot (?:only|just|merely|im\w+|un(?:common|usual|likely|heard|realistic))|[?？]",
    re.IGNORECASE,
)
_LENT: Final = re.compile(
    r"(?:券商|证券公司|正规)[^，,。；]{0,8}(?:两融|融资|信用)|两融|融资融券|\b(?:brokers?|brokerages?)\b[^.;,]{0,24}\b(?:financing|lending|margin|loans?)|\bmargin (?:financing|lending|trading|loans?)\b",
    re.IGNORECASE,
)
"""The lending of brokers, by name."""
_OF_LEVERAGE: Final = re.compile(r"杠杆|倍数|\b(?:leverag\w+|multiples)\b", re.IGNORECASE)
_NOT_LENT: Final = re.compile(rf"(?:{_DENIED.pattern}|{_OUTSIDE.pattern})[^,，。；;.]{{0,40}}?(?:{_LENT.pattern})", re.IGNORECASE)
_LENT_NOT: Final = re.compile(
    rf"(?:{_LENT.pattern})[^,，。；;.\d]{{0,24}}?(?:{_DENIED.pattern})(?:(?!低于|少于|不足|\b(?:less|below|under|short|fewer)\b)[^,，。；;.\d]){{0,24}}[\d.]*\s*(?:倍|x|times)?$",
    re.IGNORECASE,
)
"""That they do not lend so much: told behind the multiple, or in front of it."""
_FORMULA: Final = re.compile(
    r"保证金(?:比例)?[^,，。%]{0,8}\d+\s*[%％]|\d+\s*[%％]\s*(?:的)?(?:保证金|margin)|margin (?:ratio |requirement )?(?:of |is |at )?\d+\s*%|1\s*[÷/]",
    re.IGNORECASE,
)
_ADVICE: Final = re.compile(
    r"适合|建议|宜|可用|可使用|suited|suitable|recommend|should|can (?:be used|use|utili[sz]e)|may (?:require|use|utili[sz]e)|might",
    re.IGNORECASE,
)
_STEP: Final = re.compile(
    r"(?:从|由|from)\s*(\d+(?:\.\d+)?)\s*(?:倍|x|times)?[^\d。]{0,14}?(?:至|到|to)\s*(\d+(?:\.\d+)?)\s*(?:倍|x|times)",
    re.IGNORECASE,
)
_LIMIT: Final = re.compile(r"最[高多大]|至多|上限|不超过|at most|up to|no more than|maximum|limit", re.IGNORECASE)
_EACH_YUAN: Final = re.compile(
    r"(?:每(?:一|1)?|^一|^1|[，,]一|[，,]1)\s*元[^，。；\d]{0,10}(?:保证金|本金|自有资金|现金)[^。；\d]{0,14}(?:融资|借|融)|"
    r"\bborrow\w*\b[^.;]{0,40}\byuan\b[^.;]{0,12}\b(?:for|against|per|on) (?:each|every|one|a) yuan\b|\b(?:each|every) yuan of (?:\w+ )?(?:margin|cash|equity|collateral)\b[^.;]{0,40}\byuan\b",
    re.IGNORECASE,
)
_EXACT: Final = Fraction(1, 200)
"""Half of the last digit of a multiple printed to two."""
_LATELY: Final = timedelta(days=60)
"""A step told wrongly is that of a change so near."""
_NEAR: Final = timedelta(days=400)
"""A step told as news is one of about the year around the article."""


def leverage_is_possible(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """A multiple said of brokers' financing that the margin ratio in force does not allow."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    # what goes beyond a multiple that the text itself derives from the ratio is also a conflict between its statements
    has_formula = any(one.aspect is Aspect.FORMULA and one.metric == "leverage_multiple" for one in claims)
    types = ("cross_statement", "definition") if has_formula else ("definition",)
    for claim in claims:
        figure = _for_each_yuan(claim) or claim.figure
        if figure is None or figure.kind not in (Kind.MULTIPLE, Kind.RATIO) or claim.aspect in (Aspect.FORMULA, Aspect.GROWTH):
            continue
        if _is_denied(claim):
            day = day_of_law(todays[claim.passage.item], claim, desk)
            found = number_on(book, _RATIO, day) if day else None
            if found is not None and Fraction(figure.value) - Fraction(figure.half_ulp) > 1 / Fraction(found[0]) + 1:
                yield supported(claim, Note(f"最低融资保证金比例 {as_percent(found[0])} 时，总持仓至多是自有资金的 {1 + 1 / found[0]:.4g} 倍，券商两融达不到 {figure.value:f} 倍。",
                                            f"At the minimum financing margin ratio of {as_percent(found[0])} the whole position is at most {1 + 1 / found[0]:.4g} times own money: brokers cannot lend for {figure.value:f} times."),
                                basis="rulebook", evidence=(found[1],))  # fmt: skip
            continue
        about = _is_about_brokers(article, claim, figure) or (figure is not claim.figure and _is_limit(claim, figure))
        if not about and not _is_limit(claim, figure):
            continue
        day = day_of_law(todays[claim.passage.item], claim, desk)
        found = number_on(book, _RATIO, day) if day else None
        if day is None or found is None:
            continue
        ratio, evidence = found
        most = _most(claim, claims)
        if is_old(claim) and not claim.prints_day:
            continue
        if _is_limit(claim, figure) and abs(Fraction(most) - 1 / Fraction(ratio)) <= min(Fraction(figure.half_ulp), _EXACT):
            yield supported(claim, Note(f"最低融资保证金比例 {as_percent(ratio)}，其倒数即 {most:f} 倍。",
                                        f"The minimum financing margin ratio is {as_percent(ratio)}; one over it is {most:f} times."),
                            basis="rulebook", evidence=(evidence,))  # fmt: skip
        elif about and Fraction(most) - Fraction(figure.half_ulp) > 1 / Fraction(ratio):
            before = [change.after for change in earlier_values(book, _RATIO, day)]
            yield _beyond(claim, figure, most, ratio, evidence, before, types)


def _is_denied(claim: Claim) -> bool:
    """Whether leverage is said to be none that brokers' financing gives."""
    text, at = claim.passage.text, (claim.figure.end if claim.figure else claim.start) - claim.passage.start
    if not (claim.metric == "leverage_multiple" or _OF_LEVERAGE.search(text)) or _NOT_ONLY.search(
        text, claim.start - claim.passage.start
    ):
        return False
    return bool(_NOT_LENT.search(text, at) or _LENT_NOT.search(text[:at]))


def _for_each_yuan(claim: Claim) -> Figure | None:
    """What may be borrowed for one yuan of margin, as a multiple."""
    figure = claim.figure
    if figure is None or figure.kind is not Kind.MONEY or figure.size != 1 or not _EACH_YUAN.search(claim.text):
        return None
    return replace(figure, kind=Kind.MULTIPLE)


def leverage_steps_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Leverage said to go from one multiple to another when the margin ratio changes: one over each of them."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        figure, found = claim.figure, _STEP.search(claim.passage.text)
        if (
            found is None
            or figure is None
            or figure.kind is not Kind.MULTIPLE
            or not _LENDING.search(f"{said_before(article, claim)} {claim.passage.text}")
        ):
            continue
        at = figure.start - claim.passage.start
        if not found.start() <= at < found.end():
            continue
        today = todays[claim.passage.item]
        for change in changes_of(book, _RATIO):
            near = today is not None and abs(change.dated.start - today) <= _NEAR
            if today is None or not near or not change.before:
                continue
            fits = [_are_inverse((one,), (ratio,)) for one, ratio in ((found[1], change.before), (found[2], change.after))]
            if any(fits) and not all(fits) and abs(change.dated.start - today) <= _LATELY and not is_old(claim):
                shown = " → ".join(
                    f"{(1 / ratio).quantize(Decimal('0.01')).normalize():f}" for ratio in (change.before, change.after)
                )
                text = f"{change.dated.start} 起 {as_percent(change.before)} → {as_percent(change.after)}"
                yield refuted(
                    claim, Note(f"融资保证金比例{text}，其倒数为 {shown} 倍。", f"The financing margin ratio went {text.replace('起', 'on')}; one over it is {shown} times."),
                    "arithmetic", basis="rulebook", corrected=shown, evidence=(rule_evidence(book, _RATIO, change.dated, text),))  # fmt: skip
            if all(fits):
                text = f"{change.dated.start} 起 {as_percent(change.before)} → {as_percent(change.after)}"
                yield supported(
                    claim, Note(f"融资保证金比例{text}，其倒数即 {found[1]} 倍与 {found[2]} 倍。",
                                f"The financing margin ratio went {text.replace('起', 'on')}; one over it is {found[1]} and {found[2]} times."),
                    basis="rulebook", evidence=(rule_evidence(book, _RATIO, change.dated, text),))  # fmt: skip


def _most(claim: Claim, claims: Sequence[Claim]) -> Decimal:
    """The top of a range, also of one that is told in two ratios: from 1:1 up to 1:2."""
    assert claim.figure is not None, "only claims with figures come here"
    tops = [claim.figure.value if claim.figure.upper is None else claim.figure.upper]
    for other in claims:
        beside = other.figure
        if (
            beside is not None
            and beside.kind is Kind.RATIO is claim.figure.kind
            and (other.start, other.end) == (claim.start, claim.end)
        ):
            tops.append(beside.value if beside.upper is None else beside.upper)
    return max(tops)


def _is_about_brokers(article: Article, claim: Claim, figure: Figure) -> bool:
    """Whether the multiple is said to be what brokers lend: not advice, not an example of a formula, not another kind of lending."""
    said = claim.passage.text
    if _OUTSIDE.search(claim.text) or _FORMULA.search(claim.text):
        return False
    if figure.kind is Kind.RATIO and figure.unit == "n:1":
        return claim.metric == "leverage_multiple"
    if figure.kind is Kind.RATIO:
        return bool(_BROKERS.search(said) or _BROKERS.search(_item_text(article, claim)) or claim.metric == "leverage_multiple")
    if _WITHIN.search(claim.text) or (_WITHIN.search(said) and _follows(claim, said)):
        return bool(_BROKERS.search(said))
    if claim.nature is not Nature.FACT or _ADVICE.search(claim.text):
        return False
    if _OF_LOANS.search(_around(claim, figure)):
        return True
    return claim.metric == "leverage_multiple" and bool(re.search(r"券商|证券公司|brokerages?\b|brokers?\b", said, re.IGNORECASE))


def _is_limit(claim: Claim, figure: Figure) -> bool:
    """Whether the multiple is told as the most that a margin lets one borrow."""
    said = claim.nature is Nature.FACT and (figure.hedge is Hedge.AT_MOST or bool(_LIMIT.search(claim.text)))
    return (
        said
        and figure.upper is None
        and (
            bool(_OF_LOANS.search(_around(claim, figure)) or _EACH_YUAN.search(claim.text))
            or (claim.metric == "leverage_multiple" and bool(_LENDING.search(claim.text)))
        )
    )


def _follows(claim: Claim, said: str) -> bool:
    """Whether the words of keeping to the rules stand right behind the claim's figure."""
    assert claim.figure is not None, "only claims with figures come here"
    behind = said[claim.figure.end - claim.passage.start :]
    found = _WITHIN.search(behind)
    return found is not None and found.start() <= 4 and bool(re.match(r"[\s,，]*", behind[: found.start()]))


def _around(claim: Claim, figure: Figure) -> str:
    text, at = claim.passage.text, figure.start - claim.passage.start
    return text[max(at - 40, 0) : figure.end - claim.passage.start + 30]


def _item_text(article: Article, claim: Claim) -> str:
    number = claim.passage.item
    return article.text[article.items[number].start : article.items[number].end] if number < len(article.items) else article.text


def _beyond(
    claim: Claim,
    figure: Figure,
    most: Decimal,
    ratio: Decimal,
    evidence: Evidence,
    earlier: Sequence[Decimal],
    types: Sequence[str],
) -> Ruling:
    allowed = (1 / ratio).quantize(Decimal("0.01")).normalize()
    exposure = allowed + 1
    of_loans = figure.kind is Kind.RATIO or bool(_OF_LOANS.search(_around(claim, figure)))
    once = next((value for value in earlier if Fraction(most) <= 1 / Fraction(value)), None)
    reason_zh = f"最低融资保证金比例 {as_percent(ratio)} 时，借款至多是自有保证金的 {allowed:f} 倍"
    reason_en = f"at the minimum financing margin ratio of {as_percent(ratio)} a loan is at most {allowed:f} times the own margin"
    if of_loans and once is not None:
        return refuted(claim, Note(f"{reason_zh}；{most:f} 倍要求 {as_percent(once)} 的旧比例。", f"{_big(reason_en)}; {most:f} times needs the former ratio of {as_percent(once)}."),
                       "stale_rule", basis="rulebook", corrected=f"≤ {allowed:f}", evidence=(evidence,), verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip
    holds = Fraction(most) <= Fraction(exposure)
    tail_zh = (
        f"；只有把杠杆定义为总持仓／自有资金（至多 {exposure:f} 倍）才成立"
        if holds
        else f"；即使按总持仓／自有资金也至多 {exposure:f} 倍"
    )
    tail_en = (f"; it holds only where leverage means the whole position over own money (at most {exposure:f} times)" if holds
               else f"; even the whole position over own money is at most {exposure:f} times")  # fmt: skip
    return refuted(claim, Note(f"{reason_zh}{tail_zh}。", f"{_big(reason_en)}{tail_en}."), *types, basis="rulebook",
                   corrected=f"≤ {allowed:f}", evidence=(evidence,), verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip


def _are_inverse(printed: tuple[str, ...], ratios: tuple[Decimal, ...]) -> bool:
    for text, ratio in zip(printed, ratios, strict=True):
        number = Decimal(text.rstrip("."))
        exponent = number.as_tuple().exponent
        assert isinstance(exponent, int), "a finite number"
        if abs(Fraction(number) - 1 / Fraction(ratio)) > Fraction(Decimal(5).scaleb(min(exponent, 0) - 1)):
            return False
    return True


def _big(text: str) -> str:
    return text[:1].upper() + text[1:]
