"""Which way an institution is said to see the market by a summary, held against the way that the body reports of the same institution."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.mentions import mentions_in
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.document.briefs import brief
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_stances"]

_WHO: Final = re.compile(
    r"(?P<zh>[\u4e00-\u9fff]{2,6}?(?:证券|银行|基金|公司|研究院|资本|期货))(?:(?:分析师|团队|首席)[^，。；]{0,6})?(?:预测|预计|认为|指出|表示|判断|称)"
    r"|(?P<en>[A-Z][\w&]+(?: [A-Z][\w&]+){0,3})(?: analysts?| strategists?| economists?)? (?:expects?|forecasts?|sees?|predicts?|believes?|says?|thinks?)\b"
)
_UP: Final = re.compile(
    r"上升空间|上行空间|继续(?:上升|上行|增长|扩张|走高)|进一步(?:上升|增长|走高)|看涨|有望(?:上升|增长|走高|突破)"
    r"|\b(?:room to (?:rise|grow|run)|further (?:to (?:rise|go)|gains|growth)|upside|keep (?:rising|growing)|continue to (?:rise|grow|climb))\b",
    re.IGNORECASE,
)
_DOWN: Final = re.compile(
    r"见顶|触顶|到顶|下行空间|下行压力|将?(?:回落|收缩|下滑|走低)|看跌|\b(?:peak(?:ed|ing)?|top(?:ped|ping)? out|downside|continue to (?:fall|shrink|decline)|set to (?:fall|shrink|decline))\b",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(
    r"(?:不|未|尚未|没有|难|并非|not|n't|never|yet to|far from)\s*(?:会|再|言|have |has )?$", re.IGNORECASE
)


def check_stances(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Refute a view that the body gives the other way round, of the same institution and the same metric."""
    numbers = brief(article)
    told = [one for one in article.passages if one.role == "body" and one.number not in numbers]
    for claim in claims:
        if claim.passage.number not in numbers or claim.stripped or claim.figure is not None:
            continue
        who, way = _WHO.search(claim.text), _way(claim.text)
        if who is None or not way:
            continue
        name = who["zh"] or who["en"]
        metrics = {one.term.metric for one in mentions_in(claim.text)}
        same = [one for one in told if one.item == claim.passage.item and name in one.text and _WHO.search(one.text)]
        same = [one for one in same if metrics and metrics <= {found.term.metric for found in mentions_in(one.text)}]
        if same and all(_way(one.text) == -way for one in same):
            reason = Note(
                f"正文中{name}的看法正相反：“{same[0].text.strip()}”",
                f"In the body {name} sees it the other way: “{same[0].text.strip()}”",
            )
            yield from refute([claim], "cross_statement", reason, quoted(same[0]))


def _way(text: str) -> int:
    """1 for more to come, -1 for a peak or less; 0 where neither or both are said."""
    ways = {
        sign for sign, cue in ((1, _UP), (-1, _DOWN)) for match in cue.finditer(text) if not _DENIED.search(text[: match.start()])
    }
    return ways.pop() if len(ways) == 1 else 0
