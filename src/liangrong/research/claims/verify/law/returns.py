"""When shares that were sold short may be returned at the earliest: on the same day, or from the next session."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Ruling, Verdict
from liangrong.research.claims.verify.law.book import day_of_law, is_dated, number_on, venue_of
from liangrong.research.claims.verify.law.wording import is_example, is_old
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.research.claims.verify.today import today_of

__all__ = ["returns_hold"]

_RULE: Final = "short_return_earliest_trading_days"
_BACK_ZH: Final = r"(?:还券|归还|买回|偿还|平仓|了结|回补)"
_BACK_EN: Final = (
    r"(?:return|cover|buy back|bought back|buying back|repay|repaid|close out|closed out|unwind|unwound|give back|given back)\w*"
)
_SHORTED: Final = r"(?:\bshort(?:s|ed|-sold)?\b|sold short|short[- ](?:sell\w*|sales?|positions?))"
_SAME_DAY: Final = re.compile(
    rf"融券卖出[^。；;，,]{{0,4}}当[日天](?:不得|不能|不可|禁止)[^。；;，,]{{0,6}}{_BACK_ZH}|当[日天](?:内)?(?:融券)?卖出[^。；;]{{0,16}}?当[日天][^。；;，,]{{0,10}}{_BACK_ZH}|融券卖出[^。；;，,]{{0,10}}当[日天](?:即|就|便)?(?:可|能)[^。；;，,]{{0,8}}{_BACK_ZH}|"
    r"融券[^。；;，,]{0,12}(?:可以?|能够?|允许|实行|支持|采用)[^。；;，,]{0,6}(?:T\s?\+\s?0|(?:当[日天]|日内)回转)|"
    rf"{_SHORTED}[^.;]{{0,60}}\b{_BACK_EN}[^.;]{{0,30}}\bsame (?:trading )?(?:day|session)|same[- ](?:trading[- ])?(?:day|session)[^.;]{{0,30}}\b{_BACK_EN}[^.;]{{0,40}}{_SHORTED}",
    re.IGNORECASE,
)
_NEXT_DAY: Final = re.compile(
    rf"融券[^。；;]{{0,24}}(?:次一?(?:个)?交易日|次日|下一(?:个)?交易日|隔日|T\s?\+\s?1)[^。；;，,]{{0,14}}{_BACK_ZH}|"
    rf"{_SHORTED}[^.;]{{0,60}}\b{_BACK_EN}[^.;]{{0,40}}\b(?:next|following) (?:trading )?(?:day|session)",
    re.IGNORECASE,
)
_NOT: Final = re.compile(
    r"不得|不能|不可|不允许|禁止|不再|cannot|can ?not|may not|must not|no longer|not (?:be )?(?:allowed|permitted|possible)|n't|banned|forbidden|prohibit",
    re.IGNORECASE,
)


def returns_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict the first session on which shorted shares may be returned."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        same, following = _in_claim(claim, _SAME_DAY), _in_claim(claim, _NEXT_DAY)
        if (
            claim.nature is not Nature.FACT
            or bool(same) == bool(following)
            or is_example(claim)
            or (is_old(claim) and not is_dated(claim))
        ):
            continue
        day = day_of_law(todays[claim.passage.item], claim, desk)
        found = number_on(book, _RULE, day, venue=venue_of(claim.passage.text)) if day else None
        if found is None:
            continue
        value, evidence = found
        allowed, denied = value == 0, bool(_NOT.search(claim.text))
        if following is not None and denied:
            continue
        right = allowed is not denied if same is not None else not allowed
        rule = Note(
            "融券卖出当日即可还券" if allowed else "融券卖出后自次一交易日起方可还券",
            "shares sold short may be returned on the same day"
            if allowed
            else "shares sold short may be returned from the next session only",
        )
        if right:
            yield supported(
                claim,
                Note(f"与规则相符：{rule.zh}。", f"The rulebook agrees: {rule.en}."),
                basis="rulebook",
                evidence=(evidence,),
            )
        else:
            yield refuted(claim, Note(f"规则是：{rule.zh}。", f"The rule is: {rule.en}."), "stale_rule", basis="rulebook",
                          corrected=rule.zh, evidence=(evidence,), verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip


def _in_claim(claim: Claim, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """Where the sentence up to the claim's end says so, in words that end within the claim."""
    found = [
        one
        for one in pattern.finditer(claim.passage.text[: claim.end - claim.passage.start])
        if one.end() > claim.start - claim.passage.start
    ]
    return found[-1] if found else None
