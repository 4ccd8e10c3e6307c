"""A signal is called the same in tables and charts as on the menu that defines it."""

from __future__ import annotations

import pytest

from liangrong.analytics.heat.menu import GAUGES
from liangrong.research.tables.labels import word


@pytest.mark.parametrize("name", GAUGES)
def test_the_table_says_the_title_of_the_menu(name: str) -> None:
    title = GAUGES[name].title
    assert (word("signal", name, "zh"), word("signal", name, "en")) == (title.zh, title.en)
