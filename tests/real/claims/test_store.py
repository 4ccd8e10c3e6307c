"""The five articles against the real data: what the data cover is confirmed or corrected, and nothing true is called false."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from liangrong.research.claims.check import Judged
from liangrong.services.claims.checking import CheckAnswer, CheckRequest, check_text
from liangrong.services.claims.facts import StoreFacts, facts_of
from liangrong.services.long_texts import LongText
from liangrong.services.workspace import Workspace

pytestmark = pytest.mark.real
YI = Decimal(10**8)


@pytest.fixture(scope="module")
def workspace(real_store: Path) -> Workspace:
    return Workspace.open(real_store)


@pytest.fixture(scope="module")
def facts(workspace: Workspace) -> StoreFacts:
    return facts_of(workspace, workspace.as_of(None)[0])


@pytest.fixture(scope="module")
def answers(workspace: Workspace, shared: Path) -> dict[str, CheckAnswer]:
    texts = {path.name[:3]: path for path in sorted((shared / "articles").glob("*.txt"))}
    return {
        key: check_text(workspace, CheckRequest(text=LongText(path.read_text(encoding="utf-8")), name=path.name))
        for key, path in texts.items()
    }


def those(answer: CheckAnswer, printed: str) -> list[Judged]:
    """The claims about the market or an index whose figure has these digits."""
    return [
        one
        for one in answer.checked.claims
        if one.claim.figure is not None and printed in one.claim.figure.text and one.claim.scope.startswith(("market", "index:"))
    ]


CONFIRMED = (
    ("000", "2.51 trillion"), ("000", "14.86 billion"), ("000", "676.45 billion"), ("000", "36.8%"),
    ("001", "75%"), ("001", "9次"), ("001", "2.4万亿"), ("001", "2.3万亿"), ("001", "2.28万亿"), ("001", "2万亿人民币"),
    ("003", "2.7万亿"), ("003", "2.6654 trillion"), ("003", "23.10%"), ("003", "36.81%"),
)  # fmt: skip
CORRECTED = (
    ("000", "25,145.96 billion", "2,514.596 billion"),
    ("000", "18,381.49 billion", "1,838.149 billion"),
    ("003", "2.683 trillion", "26,829.92"),
)


@pytest.mark.parametrize(("article", "printed"), CONFIRMED)
def test_what_the_data_cover_is_confirmed(answers: dict[str, CheckAnswer], article: str, printed: str) -> None:
    found = those(answers[article], printed)
    assert found
    assert {one.judgement.verdict.support for one in found} == {"supported"}


@pytest.mark.parametrize(("article", "printed", "right"), CORRECTED)
def test_what_is_wrong_is_corrected(answers: dict[str, CheckAnswer], article: str, printed: str, right: str) -> None:
    found = those(answers[article], printed)
    assert found
    for one in found:
        assert one.judgement.verdict.support == "refuted"
        told = f"{one.judgement.corrected} {one.judgement.reason.en} {' '.join(evidence.text for evidence in one.judgement.evidence)}"
        assert right in told or printed.split(maxsplit=1)[0] in told


def test_the_balance_with_two_names(facts: StoreFacts) -> None:
    day = date(2025, 12, 23)
    financing, total = facts.at("financing_balance", "market", day), facts.at("margin_trading_balance", "market", day)
    assert financing is not None
    assert total is not None
    assert [round(fact.value / YI, 2) for fact in (financing, total)] == [Decimal("25145.96"), Decimal("25315.63")]
    crossed = facts.first_at_or_above("margin_trading_balance", "market", 25_000 * YI)
    assert crossed is not None
    assert crossed.day == date(2025, 10, 29)


TRUE = (
    "截至2025年9月17日，A股融资余额为23885.22亿元。",
    "As of September 17, 2025, the margin trading balance stood at 2.405 trillion yuan.",
    "截至9月17日，两市两融余额约2.41万亿元，较前一交易日增加127.92亿元。",
    "2025年9月17日，两融余额首次突破2.4万亿元。",
    "10月29日，两融余额首次突破2.5万亿元。",
    "2025年12月23日，融资余额首次突破2.5万亿元。",
    "2025年9月1日，A股两融余额首次超过2015年6月18日的峰值。",
    "On January 13, 2026 the margin trading balance hit a record high of 2.683 trillion yuan.",
    "截至9月17日，融资融券余额连续8个交易日增加。",
    "上证指数2026年1月14日收报4126.09点。",
)
FALSE = (
    ("截至2025年9月17日，A股两融余额为23885.22亿元。", "scope"),
    ("截至2025年9月16日，A股两融余额为24054.44亿元。", "wrong_date"),
    ("截至2025年9月17日，A股两融余额为25054.44亿元。", "wrong_value"),
    ("As of September 17, 2025, the margin trading balance stood at 24,054.44 billion yuan.", "unit_slip"),
    ("截至9月17日，两市两融余额约2.41万亿元，较前一交易日增加227.92亿元。", "wrong_value"),
    ("9月18日，两融余额较前一交易日增加。", "wrong_sign"),
    ("2025年9月18日，两融余额首次突破2.4万亿元。", "wrong_date"),
    ("2025年12月23日，两融余额首次突破2.5万亿元。", "wrong_date"),
    ("2025年9月3日，A股两融余额创历史新高。", "wrong_record"),
    ("截至9月17日，融资融券余额连续8个交易日下降。", "wrong_value"),
    ("上证指数2026年1月14日收报4226.09点。", "wrong_value"),
)
PUBLISHED = {"10月": date(2025, 10, 30), "2026": date(2026, 1, 15), "2025年12月": date(2025, 12, 24)}


def published(text: str) -> date:
    return next((day for start, day in PUBLISHED.items() if start in text), date(2025, 9, 19))


@pytest.mark.parametrize("text", TRUE)
def test_a_true_sentence_is_never_called_false(workspace: Workspace, text: str) -> None:
    answer = check_text(workspace, CheckRequest(text=LongText(text), published=published(text)))
    supports = [one.judgement.verdict.support for one in answer.checked.claims]
    assert "refuted" not in supports
    assert "supported" in supports


@pytest.mark.parametrize(("text", "kind"), FALSE)
def test_a_false_sentence_is_called_false_by_its_right_name(workspace: Workspace, text: str, kind: str) -> None:
    answer = check_text(workspace, CheckRequest(text=LongText(text), published=published(text)))
    assert kind in {name for one in answer.checked.claims for name in one.judgement.error_types}


def test_data_after_the_point_of_view_do_not_decide(workspace: Workspace) -> None:
    text = LongText("截至2025年9月17日，A股两融余额为25054.44亿元。")
    early = check_text(workspace, CheckRequest(text=text, as_of=date(2025, 9, 16)))
    assert {one.judgement.verdict.support for one in early.checked.claims} == {"not_checkable"}
