"""Reports of the real store: their figures against answers that are computed elsewhere, and nothing odd in print."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from liangrong.analytics.shorts.concentration import industry_shorts
from liangrong.research.reports.arrange import arrange
from liangrong.research.reports.kinds.catalogue import KINDS
from liangrong.research.reports.report import Report
from liangrong.services.reports.building import ReportRequest, report, write
from liangrong.services.workspace import Workspace
from tests.unit.services.reports.reading import figures, interval, keys_shown, stray_digits, text_of

pytestmark = pytest.mark.real
DAY = date(2026, 1, 30)
YI = Decimal(10**8)
Built = Callable[[str], Report]


@pytest.fixture(scope="module")
def workspace(real_store: Path) -> Workspace:
    return Workspace.open(real_store)


@pytest.fixture(scope="module")
def built(workspace: Workspace) -> Built:
    made: dict[str, Report] = {}

    def build(kind: str) -> Report:
        if kind not in made:
            made[kind] = report(
                workspace,
                ReportRequest(kind=kind, as_of=DAY, event="financing_ratio_100_2026" if kind == "rule-change" else None),
            )  # type: ignore[arg-type]
        return made[kind]

    return build


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_print_equal_numbers(built: Built, kind: str) -> None:
    documents = arrange(built(kind), "zh"), arrange(built(kind), "en")
    zh, en = map(figures, documents)
    assert zh.keys() == en.keys()
    for key, text in zh.items():
        (low, high), (least, most) = interval(text), interval(en[key])
        assert low <= most, (key, text, en[key])
        assert least <= high, (key, text, en[key])
    assert stray_digits(documents[0]) == stray_digits(documents[1])
    assert keys_shown(documents[0]) == keys_shown(documents[1])


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_odd_is_printed(built: Built, kind: str) -> None:
    for lang in ("zh", "en"):
        assert not re.search(r"\bNone\b|\bnan\b|[{}]|\(\)|（）", text_of(arrange(built(kind), lang)))
    assert not built(kind).is_synthetic


def test_the_deep_report_has_every_chapter(built: Built) -> None:
    found = built("deep")
    titles = [section.title for section in arrange(found, "zh").sections]
    assert [chapter.title[0] for chapter in found.outline.chapters] == titles[:-1]


def test_the_deep_report_agrees_with_answers_computed_elsewhere(built: Built, workspace: Workspace) -> None:
    found = built("deep").findings
    level = found["level"].value
    assert isinstance(level, Decimal)
    assert (level / YI).quantize(Decimal("0.01")) == Decimal("165.99")
    industries = industry_shorts(workspace.snapshot(workspace.as_of(DAY, None)[0])).data
    assert found["industries.top"].value == pytest.approx(industries["top_5_share"][0])
    assert found["names.top"].value == pytest.approx(industries["top_5_stocks_share"][0], abs=5e-4), "of stocks with an industry"
    assert found["portrait.valuation"].reason is not None, "no valuations are stored"


def test_the_balance_of_2026_stands_a_fifth_above_that_of_2015(built: Built) -> None:
    """27,152.87 / 22,730.35 - 1 = 19.46 %."""
    value = built("structure").findings["then/margin_trading_balance/times"].value
    assert value == pytest.approx(27152.87 / 22730.35 - 1, abs=1e-6)
    assert built("structure").findings["boards_then"].reason is not None, "no whole detail of 2015 is stored"


def test_every_format_can_be_written(built: Built) -> None:
    for form in ("html", "pdf", "md", "json", "docx", "table"):
        assert len(write(built("daily"), form, "zh")) > 5000, form
