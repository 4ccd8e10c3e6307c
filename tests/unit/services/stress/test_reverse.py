"""Reverse stress over a book."""

from __future__ import annotations

from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from liangrong.core.errors import LiangrongError, NoData, UnknownName, UsageError
from liangrong.core.results import Result
from liangrong.services.stress.reverse import ReverseMeasure, ReverseStressRequest, reverse
from liangrong.services.stress.run import StressRequest, run
from liangrong.services.workspace import Workspace
from tests.unit.services.stress.books import by_hand, simulated


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    return by_hand(tmp_path_factory.mktemp("reverse") / "book")


def asked(book: str, **more: Any) -> Result:
    return reverse(None, ReverseStressRequest(book=book, **more))


def run_row(book: str, fall: float) -> dict[str, Any]:
    return run(None, StressRequest(book=book, scenarios=(f"market:{-fall:.4f}",))).data.rows(named=True)[0]


CASES: tuple[tuple[ReverseMeasure, D, str], ...] = (
    ("called", D(3), "called"), ("debt_called", D(175_000), "debt_called"), ("shortfall", D(50_000), "shortfall"),
    ("forced_sales", D(150_000), "forced_sales"), ("called_share", D("0.6"), "called_share"),
)  # fmt: skip


@pytest.mark.parametrize(("measure", "target", "column"), CASES)
def test_the_fall_reaches_the_target_and_one_basis_point_less_does_not(
    book: str, measure: ReverseMeasure, target: D, column: str
) -> None:
    (found,) = asked(book, measure=measure, target=target).data.rows(named=True)
    assert found["reached"]
    at, before = run_row(book, found["fall"]), run_row(book, found["fall"] - 0.0001)
    assert float(at[column]) >= float(target) > float(before[column])
    assert float(found["value"]) == pytest.approx(float(at[column]), abs=1e-6)
    assert float(found["value_one_basis_point_before"]) == pytest.approx(float(before[column]), abs=1e-6)


def test_a_target_that_no_fall_reaches_is_said(book: str) -> None:
    (found,) = asked(book, measure="debt_called", target=D(10**9)).data.rows(named=True)
    assert (found["reached"], found["fall"]) == (False, None)


def test_one_industry_alone(book: str) -> None:
    (found,) = asked(book, measure="called", target=D(2), shock="industry:食品饮料").data.rows(named=True)
    assert found["reached"]
    (never,) = asked(book, measure="called", target=D(2), shock="industry:银行").data.rows(named=True)
    assert not never["reached"]


def test_industries_are_compared_the_worst_first(book: str) -> None:
    found = asked(book, measure="called", by="industry", fall=D("0.6")).data.rows(named=True)
    assert [row["value"] for row in found] == sorted((row["value"] for row in found), reverse=True)
    assert found[0]["value"] - found[0]["increase"] == 1, "one account is called as it is"
    assert sum(row["held_share"] for row in found) < 1, "funds have no industry"


def test_the_path_is_told_at_every_percent_and_humps_are_said(book: str) -> None:
    path = asked(book, measure="forced_sales", by="path")
    assert path.data.height == 101
    assert path.data["value"].max() > path.data["value"][-1]
    said = "\n".join(note.en for note in asked(book, measure="forced_sales", target=D(150_000)).warnings)
    assert "shrinks somewhere" in said
    assert "price_impact = none" in said


def test_by_beta_from_the_store(simulated_store: Path, tmp_path: Path) -> None:
    workspace = Workspace.open(simulated_store)
    book = simulated(workspace, tmp_path / "book")
    (found,) = reverse(workspace, ReverseStressRequest(book=book, shock="beta", target=D("0.5"))).data.rows(named=True)
    assert 0.3 < found["fall"] < 0.6


REFUSED: tuple[tuple[dict[str, Any], type[LiangrongError]], ...] = (
    ({"target": D(0)}, UsageError), ({"target": D(2)}, UsageError), ({"fall": D(1)}, UsageError), ({"shock": "beta"}, UsageError),
    ({"shock": "industry:没有"}, UnknownName), ({"shock": "sideways"}, UsageError),
)  # fmt: skip


@pytest.mark.parametrize(("more", "error"), REFUSED)
def test_what_cannot_be_is_refused(book: str, more: dict[str, Any], error: type[LiangrongError]) -> None:
    with pytest.raises(error):
        asked(book, **more)


def test_a_book_without_debt_has_nothing_to_stress(tmp_path: Path) -> None:
    from liangrong.accounts.state import CreditAccount
    from liangrong.book.columns import Book
    from liangrong.book.compile import partition_of
    from liangrong.store.books.writing import write_book
    from tests.unit.stress.small_market import DAY, SECURITIES, market

    free = partition_of([CreditAccount("free", cash=D(1))], SECURITIES)
    write_book(tmp_path / "free", Book(DAY, SECURITIES, [free], "broker"), market(), made={})
    with pytest.raises(NoData):
        asked(f"{tmp_path / 'free'}/")
