"""How soon and how far an account below its line had to be topped up: once by rule, since then by contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.law.asked import is_elsewhere, is_said
from liangrong.research.claims.verify.law.book import as_percent, changes_of, day_of_law, number_on, rule_evidence, title_of
from liangrong.research.claims.verify.law.concepts import SUPPOSED
from liangrong.research.claims.verify.law.context import said_before
from liangrong.research.claims.verify.law.verdicts import agreed, denied
from liangrong.research.claims.verify.law.wording import is_old
from liangrong.research.claims.verify.today import today_of
from liangrong.research.claims.words.forms import any_case
from liangrong.rules.parameters import DatedValue
from liangrong.rules.rulebook import Rulebook

__all__ = ["cures_hold"]


_DAYS: Final = "cure_days_max"
_TARGET: Final = "cure_target_floor"
_TOP_UP: Final = any_case(
    r"追加(?:担保|保证金)|追保|补足|补缴|补仓|补交|补充担保|补(?:回|至|到)|\btop(?:s|ped|ping)?[- ](?:it )?up|\b(?:add|adding|post|provide|put up|deposit|bring in|find)\b[^.;,]{0,24}\b(?:collateral|margin|securities|cash)|\bmeet (?:the|a|any) (?:margin )?call|\brestor\w+|\bbring\b[^.;,]{0,24}\bback|\bmake good\b|\bcure\b"
)
_ACCOUNT: Final = any_case(
    r"维持担保|担保比例|担保物|客户|\bclient|\bborrower|跌破|低于|追保|信用账户|两融|融资|\bmaintenance\b|\bratio\b|\bbelow\b|\bunder\b|\bbeneath\b|\bmargin\b|\bcollateral\b|\bcall\b"
)
_BACK_TO: Final = any_case(
    r"(?:补足|补|恢复|回升|追加|提升|回|升)(?:至|到)[^，。]{0,8}$|不(?:得)?低于[^，。]{0,4}$|\bback (?:up )?(?:to|above|at)\b[^.;,]{0,16}$|\b(?:to|of) (?:at least|no less than|not less than) $|\b(?:reach|restore\w*|rais\w+|lift\w*)\b[^.;,]{0,30}\bto $"
)
_LAW: Final = any_case(
    r"须|必须|应当?|得在|现行|规定|办法|规则|统一|至少|\bmust\b|\bhas to\b|\bhave to\b|\brules?\b|\brequire\w*|\bno more than\b|\bat most\b|\bobliged|\bexchange"
)
_HOUSE: Final = any_case(
    r"某(?:家)?(?:券商|公司)|该(?:公司|券商)|合同(?:约定|规定)|约定(?!的?(?:线|追保|平仓|最低))|通常|一般|[\u4e00-\u9fff]{2}证券(?!投资|交易|市场|公司)|\bits clients\b|\bthis broker|\bour\b|\bhouse\b|\busual|\btypical|\bmost brokers|\bunder (?:its|the|her|his) contract|\bagreed\b"
)
_BY_CONTRACT: Final = any_case(
    r"(?:由|按|依|以)(?:证券公司|券商)?[^，。]{0,10}(?:合同|双方|约定|协商)|自行约定|合同约定|\b(?:settled|left|set|agreed|fixed|governed|decided|laid down|determined)\b[^.;,]{0,24}\bcontracts?\b|\bleft to (?:the )?(?:broker|contract|parties)|\bby (?:contract|agreement)\b|\bmatter of contract|\bbetween (?:the )?(?:broker|client)"
)
_BY_RULE: Final = any_case(
    r"(?:由|按)(?:交易所|监管|证监会)(?:统一)?(?:规定|决定|确定)|统一规定|全国统一|\b(?:set|fixed|prescribed|laid down|dictated) by (?:the )?(?:exchanges?|rules?|law|regulator)"
)
_HOW_MUCH: Final = any_case(
    r"期限|比例|多久|多少|时限|时间|幅度|标准|何时|\bhow (?:soon|far|much|fast|quickly|long)|\bdeadline|\bterms?\b|\btime|\bwhen\b|\blevel|\btarget"
)
_NUMBERS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SESSIONS: Final = any_case(rf"\b({'|'.join(_NUMBERS)}) (?:trading |business )?(?:days|sessions)\b")
_BACK: Final = 2


def cures_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict a time or a target of topping up that is told as the rule, and who is said to settle them."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        text = claim.passage.text
        if not _TOP_UP.search(text) or not is_said(claim) or is_elsewhere(claim) or SUPPOSED.search(claim.text):
            continue
        day = day_of_law(todays[claim.passage.item], claim, desk)
        if day is None or is_old(claim) or not _ACCOUNT.search(f"{said_before(article, claim, most=_BACK)} {text}"):
            continue
        figure = claim.figure or _days_in(claim)
        name = _rule(claim, figure)
        if figure is not None and name is not None:
            if _LAW.search(text) and not _HOUSE.search(text):
                yield from _number(claim, figure, book, name, day)
        elif figure is None and _HOW_MUCH.search(text):
            yield from _settled(claim, book, day)


def _days_in(claim: Claim) -> Figure | None:
    """A number of sessions that is told in words."""
    found = _SESSIONS.search(claim.text)
    if found is None or _BY_CONTRACT.search(claim.text):
        return None
    start = claim.start + found.start()
    size = Decimal(_NUMBERS.index(found[1].lower()) + 1)
    return Figure(start, claim.start + found.end(), found[0], size, "sessions", Kind.DURATION, Decimal(1), Decimal(0))


def _rule(claim: Claim, figure: Figure | None) -> str | None:
    """Which of the two a figure tells."""
    if figure is None:
        return None
    if figure.unit in ("sessions", "days") and figure.kind in (Kind.DURATION, Kind.COUNT):
        return _DAYS
    before = claim.passage.text[: figure.start - claim.passage.start]
    return _TARGET if figure.kind is Kind.PERCENT and figure.base > 1 and _BACK_TO.search(before) else None


def _number(claim: Claim, figure: Figure, book: Rulebook, name: str, day: date) -> Iterator[Ruling]:
    found, title = number_on(book, name, day), title_of(book, name)
    if found is not None:
        shown = _shown(found[0], name)
        if figure.value == found[0] or figure.base == found[0]:
            yield agreed(claim, Note(f"{day} {title.zh}为 {shown}。", f"on {day} the {title.en} is {shown}."), found[1])  # fmt: skip
        else:
            yield denied(claim, Note(f"{title.zh}为 {shown}，文中为“{figure.text.strip()}”。", f"The {title.en} is {shown}; the text says '{figure.text.strip()}'."), "wrong_value", shown, found[1])  # fmt: skip
        return
    once = [one for one in changes_of(book, name) if one.dated.start <= day and one.after in (figure.value, figure.base)]
    ended = _left_to_contracts(book, name, day)
    if once and ended is not None:
        text = f"{ended.start} 起由合同约定"
        yield denied(claim, Note(f"{title.zh} {_shown(once[-1].after, name)} 已取消，{text}。",
                                  f"The {title.en} of {_shown(once[-1].after, name)} was abolished; since {ended.start} contracts decide."), "stale_rule", text, rule_evidence(book, name, ended, text))  # fmt: skip


def _settled(claim: Claim, book: Rulebook, day: date) -> Iterator[Ruling]:
    """Who is said to settle it: the contracts, or a rule for all."""
    by_contract, by_rule = bool(_BY_CONTRACT.search(claim.text)), bool(_BY_RULE.search(claim.text))
    if by_contract == by_rule:
        return
    ended = _left_to_contracts(book, _DAYS, day)
    since = ended.start if ended is not None else None
    rule = (
        Note(f"自 {since} 起由合同约定。", f"Since {since} contracts decide.")
        if ended is not None
        else Note("当时由交易所统一规定。", "At that time the exchanges' rules decided.")
    )
    evidence = (rule_evidence(book, _DAYS, ended, rule.zh),) if ended is not None else ()
    if by_contract is (ended is not None):
        yield agreed(claim, rule, *evidence)
    else:
        yield denied(claim, Note(f"规则是：{rule.zh}", f"The rule: {rule.en}"), "stale_rule", rule.zh, *evidence)  # fmt: skip


def _left_to_contracts(book: Rulebook, name: str, day: date) -> DatedValue | None:
    """The decision in force on a day that names no number any more."""
    begun = [one for one in book.parameter(name).history("SSE") if one.start <= day]
    return begun[-1] if begun and begun[-1].value is None else None


def _shown(value: Decimal, name: str) -> str:
    return as_percent(value) if name == _TARGET else f"{value:f}"
