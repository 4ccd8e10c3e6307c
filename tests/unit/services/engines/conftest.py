"""A small book in ten partitions, and what this process says of it."""

from __future__ import annotations

import pytest

from liangrong.services.books.files import OpenedBook, opened_book
from liangrong.services.stress.cascade import CascadeRequest
from liangrong.services.stress.run import StressRequest
from liangrong.store.books.writing import write_book
from tests.small_books import small_book, small_market

SIZES = (20,) * 10


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> OpenedBook:
    market = small_market(turnover=4e6)
    return opened_book(
        None, write_book(tmp_path_factory.mktemp("books") / "b", small_book(market, *SIZES, shorts=2), market, made={})
    )


@pytest.fixture(scope="session")
def stress(book: OpenedBook) -> StressRequest:
    return StressRequest(book=book.name, scenarios=("fall_10", "fall_30"), by="security", top=0)


@pytest.fixture(scope="session")
def fall(book: OpenedBook) -> CascadeRequest:
    return CascadeRequest(book=book.name, scenario="market:-0.15", sessions=3)
