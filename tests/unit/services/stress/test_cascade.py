"""The cascade as a service: rows by session, security, influence and assumption, each with what was assumed."""

from __future__ import annotations

import polars as pl
import pytest

from liangrong.core.errors import UnknownName, UsageError
from liangrong.services.stress.cascade import BANDED, CascadeRequest, cascade
from liangrong.store.books.writing import write_book
from liangrong.stress.cascade.levers import Levers
from liangrong.stress.cascade.parameters import Parameters
from tests.small_books import small_book, small_market


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    market = small_market(turnover=4e6)
    return f"{write_book(tmp_path_factory.mktemp('books') / 'b', small_book(market, 200, 100), market, made={})}"


def asked(book: str, **more: object) -> CascadeRequest:
    return CascadeRequest(**{"book": book, "scenario": "market:-0.15", "sessions": 6, **more})  # type: ignore[arg-type]


def test_sessions_come_with_bands_where_draws_are_asked_for(book: str) -> None:
    plain, banded = cascade(None, asked(book)), cascade(None, asked(book, draws=3))
    assert plain.data.columns == banded.data.columns[: plain.data.width]
    assert banded.data.select(pl.col(plain.data.columns)).equals(plain.data)
    for measure in BANDED:
        low, median, high = (banded.data[f"{measure}_{end}"] for end in ("low", "median", "high"))
        assert (low <= median).all()
        assert (median <= high).all()
    assert plain.data["index"][0] == pytest.approx(0.85, abs=0.001)


def test_every_assumption_and_the_origin_of_the_book_are_printed(book: str) -> None:
    result = cascade(None, asked(book, parameters=Parameters(participation=0.31), levers=Levers(bailout_yuan=5.0)))
    said = " ".join(note.en for note in result.warnings)
    for words in (
        "participation = 0.31",
        "bailout_yuan = 5",
        "seed = 1",
        "PriceMove.move = -0.15",
        "synthetic book",
        "not modelled",
    ):
        assert words in said
    assert all(note.zh for note in result.warnings)


def test_sales_by_security_add_up_to_those_by_session(book: str) -> None:
    sessions, securities = cascade(None, asked(book)), cascade(None, asked(book, by="security", top=0))
    assert securities.data["sold"].sum() == sessions.data["sold"].sum() > 0
    assert securities.data["sold"].is_sorted(descending=True)
    assert cascade(None, asked(book, by="security", top=2)).data.height == 2


def test_each_session_names_what_fell_most_in_it(book: str) -> None:
    path, found = cascade(None, asked(book)), cascade(None, asked(book, by="session_security", top=0)).data
    sold = found.group_by("session").agg(pl.col("sold").sum())
    assert dict(sold.iter_rows()) == {
        session: amount for session, amount in path.data.select("session", "sold").iter_rows() if amount
    }
    assert found.filter(pl.col("session") == 0).height == 0, "the blow itself is not the cascade's"
    whole = cascade(None, asked(book, by="security", top=0)).data
    last = found.filter(pl.col("session") == found["session"].max()).join(whole, on="security", suffix="_of_all")
    assert last.height > 1
    for measure in ("move", "move_in_cascade", "price_end", "sessions_at_limit"):
        assert last[measure].equals(last[f"{measure}_of_all"], null_equal=True)
    one = cascade(None, asked(book, by="session_security", top=1)).data
    assert one["session"].is_unique().all()
    assert dict(one.select("session", "move_in_cascade").iter_rows()) == dict(
        found.group_by("session").agg(pl.col("move_in_cascade").min()).iter_rows()
    )


def test_influence_names_what_moves_the_result(book: str) -> None:
    done: list[tuple[int, int]] = []
    result = cascade(
        None,
        asked(book, by="influence", ranges={"impact_coefficient": (0.0, 4.0), "cure_delay": (1, 2)}),
        progress=lambda some, all_of_them: done.append((some, all_of_them)),
    )
    assert result.data["name"][0] == "impact_coefficient"
    assert done[-1] == (4, 4)


def test_assumptions_are_a_table_of_their_own(book: str) -> None:
    found = cascade(None, asked(book, by="assumption")).data
    assert found.columns == ["assumption", "value", "unit", "meaning_zh", "meaning_en", "source_zh", "source_en"]
    assert found.filter(pl.col("assumption") == "participation")["value"].item() == "0.25"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"draws": 501}, UsageError), ({"sessions": 0}, UsageError), ({"scenario": "market:-2"}, UsageError), ({"scenario": "no:1"}, UsageError),
        ({"ranges": {"nonsense": (0, 1)}}, UnknownName), ({"parameters": Parameters(cure_delay=0)}, UsageError), ({"pack": "nobody"}, UnknownName),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence(book: str, wrong: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error) as found:
        cascade(None, asked(book, **wrong))
    assert str(found.value).endswith(".")
