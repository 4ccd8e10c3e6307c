"""Books in which little can happen: nobody owes anything, or nobody holds anything. Every question has an answer or one sentence."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D

import pytest

from liangrong.accounts.state import CreditAccount, Holding
from liangrong.book.columns import Book
from liangrong.book.compile import partition_of
from liangrong.book.marks import MarkTable
from liangrong.core.errors import NoData
from liangrong.core.results import Result
from liangrong.services.books.describe import DescriptionRequest, description
from liangrong.services.books.revaluations import RevaluationRequest, revaluation
from liangrong.services.ladder import LadderRequest, ladder
from liangrong.services.stress.cascade import CascadeRequest, cascade
from liangrong.services.stress.grid import GridRequest, grid
from liangrong.services.stress.policy import PolicyRequest, policy
from liangrong.services.stress.reverse import ReverseStressRequest, reverse
from liangrong.services.stress.run import StressRequest, run
from liangrong.services.stress.scenarios import ScenarioRequest, described
from liangrong.store.books.writing import write_book
from tests.unit.stress.small_market import DAY, SECURITIES, market

FALL = "market:-0.5"
ASKED: dict[str, Callable[[str], Result]] = {
    **{f"run by {by}": lambda book, by=by: run(None, StressRequest(book=book, scenarios=(FALL,), by=by))
       for by in ("scenario", "zone", "industry", "security")},
    **{f"grid by {by}": lambda book, by=by: grid(None, GridRequest(book=book, scenarios=(FALL, "market:-0.6"), by=by))
       for by in ("distribution", "scenario", "security")},
    **{f"cascade by {by}": lambda book, by=by: cascade(None, CascadeRequest(book=book, scenario=FALL, by=by, draws=3, ranges={"momentum": (0, 0.1)}))
       for by in ("session", "security", "session_security", "influence", "assumption")},
    **{f"ladder by {by}": lambda book, by=by: ladder(None, LadderRequest(book=book, by=by)) for by in ("market", "industry", "security")},
    **{f"described {aspect}": lambda book, aspect=aspect: description(None, DescriptionRequest(book=book, aspect=aspect))
       for aspect in ("summary", "zones", "industries", "securities", "vintages", "ages")},
    **{f"worth by {by}": lambda book, by=by: revaluation(None, RevaluationRequest(book=book, by=by)) for by in ("zone", "industry", "security")},
    "policy": lambda book: policy(None, PolicyRequest(book=book, policies=("call_line=1.4",))),
    "scenario": lambda book: described(None, ScenarioRequest(book=book, scenario=FALL)),
}  # fmt: skip
REFUSED: dict[str, Callable[[str], Result]] = {
    "reverse": lambda book: reverse(None, ReverseStressRequest(book=book)),
    "ratios": lambda book: description(None, DescriptionRequest(book=book, aspect="ratios")),
    "concentration": lambda book: description(None, DescriptionRequest(book=book, aspect="concentration")),
    "accounts": lambda book: revaluation(None, RevaluationRequest(book=book, by="account")),
}


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Accounts that owe nothing, and accounts that hold only cash in a book without securities."""
    folder = tmp_path_factory.mktemp("books")
    held, nothing = folder / "held", folder / "nothing"
    free = [CreditAccount("a", cash=D(5000), collateral=(Holding(SECURITIES[0], D(1000)),)), CreditAccount("b")]
    write_book(held, Book(DAY, SECURITIES, [partition_of(free, SECURITIES)], "broker"), market(), made={})
    table = MarkTable.of({}, [], DAY)
    write_book(nothing, Book(DAY, (), [partition_of([CreditAccount("a", cash=D(1))], [])], "broker"), table, made={})
    return {"held": f"{held}/", "nothing": f"{nothing}/"}


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("kind", ["held", "nothing"])
def test_every_question_is_answered_without_a_warning(books: dict[str, str], kind: str, name: str) -> None:
    rows = ASKED[name](books[kind]).data
    amounts = [
        column for column in ("debt", "called", "forced_sales", "sold", "shortfall", "principal") if column in rows.columns
    ]
    assert all(rows[column].fill_null(0).sum() == 0 for column in amounts)


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("kind", ["held", "nothing"])
def test_a_question_about_debt_is_refused_in_words(books: dict[str, str], kind: str, name: str) -> None:
    with pytest.raises(NoData) as refused:
        REFUSED[name](books[kind])
    assert "有负债账户" in refused.value.message("zh")
    assert "book describe" in refused.value.hint("zh")


@pytest.mark.parametrize("kind", ["held", "nothing"])
def test_the_ladder_of_the_market_is_there_and_zero(books: dict[str, str], kind: str) -> None:
    rows = ladder(None, LadderRequest(book=books[kind])).data
    assert rows["group"].unique().to_list() == ["market"]
    assert rows["median"].to_list() == [0] * rows.height


def test_prices_fall_where_nobody_in_debt_holds_anything(books: dict[str, str]) -> None:
    rows = cascade(None, CascadeRequest(book=books["held"], scenario=FALL)).data
    assert rows["index"].to_list() == pytest.approx([0.5] * rows.height, abs=1e-3)
