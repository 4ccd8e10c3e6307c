"""Breaks if a text cannot be checked without a store, evidence is consulted unseen, or later data decide what an earlier reader could know."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from liangrong.core.errors import BadInput, BeyondCalendar
from liangrong.services.claims.checking import CheckAnswer, CheckRequest, check_text, summary_of
from liangrong.services.claims.names import names_of
from liangrong.services.long_texts import LongText
from liangrong.services.workspace import Workspace
from tests.small_market import LAST, YI, financing, frames, stored

DAY = date(2025, 6, 30)
TRUE = f"截至2025年6月30日，A股融资余额为{(financing(DAY) + 80 * YI) / YI:.2f}亿元。"
"""SSE and SZSE together, and BSE's 80."""
FALSE = "截至2025年6月30日，A股融资余额为29,999.99亿元。"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.open(stored(tmp_path_factory.mktemp("claims") / "store", frames()))


def asked(text: str, **fields: Any) -> CheckRequest:
    return CheckRequest(text=LongText(text), **fields)


def supports(answer: CheckAnswer) -> set[tuple[str, str]]:
    """Label and basis of every claim with a figure."""
    return {(one.judgement.verdict.support, one.judgement.basis) for one in answer.checked.claims if one.claim.figure}


def test_stored_data_decide(workspace: Workspace) -> None:
    assert supports(check_text(workspace, asked(TRUE))) == {("supported", "store")}
    assert supports(check_text(workspace, asked(FALSE))) == {("refuted", "store")}


def test_without_a_store_a_warning_says_so() -> None:
    answer = check_text(None, asked(FALSE))
    assert supports(answer) == {("not_checkable", "none")}
    assert "没有查阅存储的数据" in answer.warnings[0].zh
    assert answer.as_of is None


def test_an_empty_store_is_no_evidence(tmp_path: Path) -> None:
    answer = check_text(Workspace.open(tmp_path / "store", create=True), asked(FALSE))
    assert supports(answer) == {("not_checkable", "none")}
    assert "Stored data were not consulted" in answer.warnings[0].en


def test_data_after_the_point_of_view_are_not_seen(workspace: Workspace) -> None:
    before = check_text(workspace, asked(FALSE, as_of=date(2025, 6, 27)))
    assert (supports(before), before.as_of) == ({("not_checkable", "none")}, date(2025, 6, 27))
    then = check_text(workspace, asked(FALSE, as_of=DAY))
    assert (supports(then), then.as_of) == ({("refuted", "store")}, DAY)
    assert check_text(workspace, asked(FALSE)).as_of == LAST


def test_data_that_were_not_known_yet_are_not_seen(workspace: Workspace) -> None:
    early = check_text(workspace, asked(FALSE, as_of=DAY, known_at=datetime(2025, 6, 30, 8, tzinfo=UTC)))
    late = check_text(workspace, asked(FALSE, as_of=DAY, known_at=datetime(2026, 6, 30, 8, tzinfo=UTC)))
    assert (supports(early), supports(late)) == ({("not_checkable", "none")}, {("refuted", "store")})


def test_a_day_that_is_no_session_is_moved_and_said(workspace: Workspace) -> None:
    answer = check_text(workspace, asked(TRUE, as_of=date(2025, 7, 6)))
    assert answer.as_of == date(2025, 7, 4)
    assert any("2025-07-04" in note.zh for note in answer.warnings)


def test_a_day_beyond_the_calendar_is_refused(workspace: Workspace) -> None:
    with pytest.raises(BeyondCalendar):
        check_text(workspace, asked(TRUE, as_of=date(2199, 1, 1)))


def test_a_file_of_figures(tmp_path: Path) -> None:
    figures = tmp_path / "figures.csv"
    figures.write_text(
        "date,scope,metric,value,unit,source\n2025-06-30,A-share,financing_balance,29999.99,亿元,paper.txt\n", encoding="utf-8"
    )
    request = asked(FALSE, figures=figures)
    assert supports(check_text(None, request)) == {("supported", "published")}
    assert supports(check_text(None, replace(request, name="paper.txt"))) == {("not_checkable", "none")}
    assert check_text(None, request).source == ("figures.csv", "rulebook")


def test_a_bad_file_of_figures_is_named(tmp_path: Path) -> None:
    figures = tmp_path / "figures.csv"
    with pytest.raises(BadInput):
        check_text(None, asked(TRUE, figures=figures))
    figures.write_text("date,scope,metric,value,unit\nlast 5 weeks,A-share,financing_balance,1,亿元\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"figures\.csv, line 2, column date"):
        check_text(None, asked(TRUE, figures=figures))


def test_the_rows_that_go_out(workspace: Workspace) -> None:
    answer = check_text(workspace, asked(FALSE))
    told = answer.envelope("en")
    (row,) = [one for one in told["data"] if one["value"]]
    assert FALSE[row["start"] : row["end"]] == row["text"]
    assert (row["verdict"], row["support"], row["error_types"]) == ("contradicts_published", "refuted", ["wrong_value"])
    assert told["summary"] == summary_of([answer.checked])
    assert told["summary"]["support"]["refuted"] == 1
    assert told["as_of"] == LAST.isoformat()


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "。", "no figures at all", "\x00", "9" * 500])
def test_any_text_is_answered(text: str) -> None:
    assert check_text(None, asked(text)).result("en").data.height >= 0


def test_names_come_from_the_directory(workspace: Workspace) -> None:
    assert names_of(workspace) == ()
