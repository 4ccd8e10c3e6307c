"""What is said of the securities finance company's lending once it was stopped: that it still supplies shares, was opened again or widened, or that the loans of money were the ones to stop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.law.asked import is_elsewhere, is_said
from liangrong.research.claims.verify.law.book import day_of_law, rule_evidence
from liangrong.research.claims.verify.law.concepts import RELENDING, STOPPED, SUPPOSED
from liangrong.research.claims.verify.law.verdicts import denied
from liangrong.research.claims.verify.today import today_of
from liangrong.research.claims.words.forms import any_case

__all__ = ["relending_holds"]


_NEW_LOANS: Final = any_case(
    r"新增|主要(?:来自|靠|依赖|通过)|依靠|回升|扩大|增加|恢复(?=[^，。]{0,4}(?:供给|增长))|仍(?:在|可|能)|目前|当前|近期|\bnew\b|\bmainly\b|\brely\b|\brelies\b|\bstill\b|\bcurrently\b|\bnow\b|\bgrow\w*|\brecover\w*|\bis (?:the )?(?:main|chief)"
)
_OVER: Final = any_case(
    r"曾|以来|此前|过去|已(?:停|归零|清零|了结)|为零|归零|若|如果|重启|恢复后|\bsince\b|\bused to\b|\bformer|\bwas\b|\bwere\b|\bhad\b|\bzero\b|\bif\b|\bno new\b|\bwithout\b|只能|自有"
)
_RESTRICTED: Final = any_case(
    r"限售股[^，。]{0,4}(?:出借|转融)|\blend\w* of restricted (?:shares|stocks?)|\brestricted[- ](?:share|stock)s? lending"
)
_SHARES: Final = any_case(
    rf"{RELENDING.pattern}|{_RESTRICTED.pattern}|转融通[^，。；]{{0,24}}(?:券源|出借|证券)|(?:券源|证券)[^，。；]{{0,16}}转融通|securities lending by (?:the )?(?:China Securities Finance|CSF)|\brefinanc\w+[^.;]{{0,30}}(?:channel|supply)|(?:channel|supply)[^.;]{{0,60}}(?:refinanc|re-?lend)\w*"
)
_OPEN_AGAIN: Final = any_case(
    r"重(?:新)?(?:打开|开放|启|开)|再(?:度|次)(?:打开|开放|启动|开闸)|恢复|放开|常态化|创[^，。]{0,4}新高|历史性?新高|飙升|攀升|record high|\b(?:reopen\w*|re-open\w*|resum\w+|restart\w*|restor\w+|reviv\w+|normali[sz]ed|(?:opened|launched|started) again|reinstat\w+)"
)
_NOT_YET: Final = any_case(
    r"若|如果|何时|能否|是否|一度|回落|之后|自有|未来|可能|尚|未|没|不|预计|传|呼吁|建议|曾|此前|过去|当时|\b(?:if|when|whether|should|may|might|could|would|not|never|no|n't|will|until|unless|once|rumou?r\w*|calls?|former\w*|previous\w*|had)\b"
)
_WIDENED: Final = any_case(
    r"(?:扩大|增加|拓宽|释放|打开|增厚)[^，。]{0,8}券源|\b(?:widen|expand|increas|boost|open)\w*[^.;,]{0,24}(?:supply of shares|shortable)"
)
_FUNDS: Final = any_case(r"转融资|\b(?:funds|cash) refinancing")
_ENDED: Final = any_case(
    rf"{STOPPED.pattern}|清零|归零|了结|\bw(?:ound|ind(?:s|ing)?) (?:it )?(?:down|up)|\bcut to (?:zero|nothing)"
)
_MEMBER: Final = "securities_suspended_from"


def relending_holds(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Contradict what is said of a lending that is stopped."""
    todays = today_of(article, claims)
    for claim in claims:
        day = day_of_law(todays[claim.passage.item], claim, desk)
        if desk.rulebook is None or day is None or claim.figure is not None or is_elsewhere(claim):
            continue
        if not is_said(claim) or SUPPOSED.search(claim.text):
            continue
        stops = (one for one in desk.rulebook.parameter("relending").history("SSE", _MEMBER) if one.start <= day)
        dated = next(stops, None)
        if dated is None:
            continue
        if _is_of_funds(claim):
            rule = Note(
                f"停的是转融券（{dated.start} 起），不是转融资。",
                f"It is the lending of shares that was stopped, on {dated.start}, not that of money.",
            )
            error = "label_mixup"
        elif _is_supplied(claim) or _is_open_again(claim):
            rule = Note(
                f"转融券自 {dated.start} 起暂停，不再有新的出借。",
                f"Securities refinancing has been suspended since {dated.start}; nothing new is lent.",
            )
            error = "mechanism" if _is_supplied(claim) else "wrong_sign"
        else:
            continue
        yield denied(claim, Note(f"规则是：{rule.zh}", f"The rule: {rule.en}"), error, rule.zh, rule_evidence(desk.rulebook, "relending", dated, f"{dated.start} 起暂停"))  # fmt: skip


def _is_supplied(claim: Claim) -> bool:
    """Whether shares are said to be coming from the securities finance company now."""
    text, sentence = claim.text, claim.passage.text
    return bool(RELENDING.search(text) and _NEW_LOANS.search(text)) and not (STOPPED.search(sentence) or _OVER.search(sentence))


def _is_open_again(claim: Claim) -> bool:
    """Whether the lending of shares is said to have been opened again, or made a regular business, since."""
    text = claim.text
    told = _SHARES.search(text) or _SHARES.search(claim.passage.text[: claim.end - claim.passage.start])
    widened = _WIDENED.search(text) and RELENDING.search(claim.passage.text) and STOPPED.search(claim.passage.text)
    return bool(widened or (told and _OPEN_AGAIN.search(text))) and not (
        _is_dated(claim) or _NOT_YET.search(text) or STOPPED.search(text)
    )


def _is_dated(claim: Claim) -> bool:
    """Whether the clause prints a time of its own, which may be one before the lending was stopped."""
    return claim.period is not None and claim.start <= claim.period.at[0] < claim.end


def _is_of_funds(claim: Claim) -> bool:
    """Whether the lending of money is said to have been ended."""
    text = claim.text
    said = _FUNDS.search(text) and _ENDED.search(text)
    return bool(said) and not (RELENDING.search(_FUNDS.sub(" ", text)) or _NOT_YET.search(text) or _is_dated(claim))
