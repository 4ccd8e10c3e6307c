"""Recall over the labelled claims of the five articles, and how much of what was found is understood rightly.

The rule of matching is that of ``labelled.py``: a labelled claim is found if some claim of ours of the same sentence overlaps its text and,
where the label has a number, prints that number in the same kind of unit; where it has none, the overlap is enough. Of the found ones the
best (subject, then overlap) is looked at: metric family, period, direction, and whether it is a fact or something that cannot be checked.
Breaks if clauses, figures or names are lost on the way, or if the text is flooded with claims.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article
from tests.real.claims.labelled import Labelled, candidates, labelled

pytestmark = pytest.mark.real

FAMILIES = (
    (r"rank of net financing|net repayment|net financing purchase|net purchases|net inflow", r"net_financing_purchase|fund_flow|northbound"),
    (r"margin balance|financing balance|balance above|pct change in balance|change in balance|first above since|exceeds 2015|consecutive record|1y pct|^pct change$|leads advance", r"financing_balance$|margin_trading_balance$|financing_balance/|^$"),
    (r"balance / float|leverage vs", r"_to_float_cap"),
    (r"balance / free-float", r"_to_free_float_cap"),
    (r"margin share of turnover|turnover share", r"margin_trading_share_of_turnover|financing_buy_to_turnover"),
    (r"short balance; ratio", r"short_balance"),
    (r"rank by short", r"short_balance"),
    (r"short balance", r"^short_balance$"),
    (r"1/margin ratio", r"leverage_multiple|financing_margin_ratio|^$"),
    (r"^leverage$", r"leverage_multiple"),
    (r"financing rate|short fee", r"financing_rate|short_fee_rate"),
    (r"rate cut|cuts total|further cuts", r"policy_rate|^$"),
)  # fmt: skip
UP = ("increase", "up", "inflow", "gt", "above")
DOWN = ("decrease", "down", "outflow", "negative")


@pytest.fixture(scope="module")
def articles(shared: Path) -> dict[str, Article]:
    folder = shared / "articles"
    if not folder.exists():
        pytest.skip("the articles are not here")
    return {path.name: read_article(path.read_text(encoding="utf-8"), name=path.name) for path in sorted(folder.glob("*.txt"))}


@pytest.fixture(scope="module")
def claims(articles: Mapping[str, Article]) -> dict[str, tuple[Claim, ...]]:
    return {name: extract(article, Desk()) for name, article in articles.items()}


@pytest.fixture(scope="module")
def labels(shared: Path, articles: Mapping[str, Article]) -> list[Labelled]:
    return labelled(shared / "reference" / "claims_dev.jsonl", {name: article.original for name, article in articles.items()})


@pytest.fixture(scope="module")
def found(
    labels: list[Labelled], articles: Mapping[str, Article], claims: Mapping[str, tuple[Claim, ...]]
) -> dict[str, Claim | None]:
    return {label.id: next(iter(candidates(label, articles[label.article], claims[label.article])), None) for label in labels}


def test_at_least_19_of_20_labelled_claims_are_found(found: Mapping[str, Claim | None]):
    missed = [name for name, claim in found.items() if claim is None]
    assert len(missed) <= len(found) * 0.05, missed


def test_what_is_found_is_understood(labels: list[Labelled], found: Mapping[str, Claim | None]):
    shares = {name: share(labels, found, rule) for name, rule in RULES.items()}
    print({name: f"{right}/{asked}: {wrong}" for name, (right, asked, wrong) in shares.items()})  # noqa: T201
    low = {name: wrong for name, (right, asked, wrong) in shares.items() if right < LEAST[name] * asked}
    assert low == {}


def test_no_flood(articles: Mapping[str, Article], claims: Mapping[str, tuple[Claim, ...]]):
    for name, article in articles.items():
        clauses = sum(
            len(re.split(r"[,，;；。:：]|\. ", passage.text)) for passage in article.passages if passage.role != "furniture"
        )
        figures = sum(1 for claim in claims[name] if claim.figure)
        assert len(claims[name]) - figures <= clauses, name


def share(labels: list[Labelled], found: Mapping[str, Claim | None], rule: object) -> tuple[int, int, list[str]]:
    verdicts = [(label.id, rule(label, claim)) for label in labels if (claim := found[label.id]) is not None]  # type: ignore[operator]
    asked = [(name, right) for name, right in verdicts if right is not None]
    return sum(right for _, right in asked), len(asked), [name for name, right in asked if not right]


def metric_right(label: Labelled, claim: Claim) -> bool | None:
    for pattern, family in FAMILIES:
        if re.search(pattern, label.claim["metric"] or ""):
            return any(re.search(family, name) for name in (claim.metric, *claim.ambiguous))
    return None


def period_right(label: Labelled, claim: Claim) -> bool | None:
    wanted = window(label.claim["period"] or "")
    if wanted is None:
        return None
    if claim.period is None:
        return False
    start, end = wanted
    if claim.period.end == end or (claim.period.start == start and claim.period.open_end):
        return True
    return start <= claim.period.start and claim.period.end <= end


def window(text: str) -> tuple[date, date] | None:
    days = [date.fromisoformat(day) for day in re.findall(r"\d{4}-\d{2}-\d{2}", text)]
    if days:
        return days[0], days[-1]
    if match := re.fullmatch(r"(\d{4})", text):
        return date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)
    if match := re.fullmatch(r"(\d)H(\d{4})", text):
        year = int(match[2])
        return (date(year, 1, 1), date(year, 6, 30)) if match[1] == "1" else (date(year, 7, 1), date(year, 12, 31))
    if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
        first = date(int(match[1]), int(match[2]), 1)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return None


def direction_right(label: Labelled, claim: Claim) -> bool | None:
    wanted = label.claim["direction"]
    if wanted in UP:
        return claim.direction in ("up", "in", "above")
    return claim.direction in ("down", "out", "below") if wanted in DOWN else None


def nature_right(label: Labelled, claim: Claim) -> bool | None:
    if label.verdict == "opinion":
        return claim.nature is not Nature.FACT
    return claim.nature is Nature.FACT


RULES = {"metric": metric_right, "period": period_right, "direction": direction_right, "nature": nature_right}
LEAST = {"metric": 0.9, "period": 0.8, "direction": 0.85, "nature": 0.85}
