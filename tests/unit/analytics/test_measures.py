from __future__ import annotations

import pytest

from liangrong.analytics.measures import MEASURES, ScopeKind, measure, measures_for
from liangrong.core.errors import DenominatorNotNamed, UnknownName, UsageError
from liangrong.market.tables import TABLES


def test_every_measure_is_described_in_both_languages_and_reads_tables_that_exist() -> None:
    for name, found in MEASURES.items():
        assert found.name == name
        assert all((found.zh, found.en, found.definition_zh, found.definition_en)), name
        assert set(found.tables) <= set(TABLES), name
        assert found.scopes, name
    assert len({m.zh for m in MEASURES.values()}) == len(MEASURES)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("rzye", "financing_balance"),
        ("rzrqye", "margin_trading_balance"),
        ("两融余额", "margin_trading_balance"),
        ("融资净买入", "net_financing_purchase"),
        (" 平均维持担保比例 ", "average_maintenance_ratio"),
    ],
)
def test_other_names_of_a_measure(asked: str, name: str) -> None:
    assert measure(asked).name == name


@pytest.mark.parametrize(
    "asked", ["financing_balance_to_cap", "margin_trading_balance_to_market_cap", "融资余额占市值比", "两融余额/A股市值"]
)
def test_a_ratio_to_cap_needs_its_cap_named(asked: str) -> None:
    with pytest.raises(DenominatorNotNamed, match="_to_free_float_cap"):
        measure(asked)


def test_an_unknown_measure_lists_the_known() -> None:
    with pytest.raises(UnknownName, match="net_financing_purchase"):
        measure("leverage")


def test_a_measure_refuses_a_scope_it_is_not_defined_for() -> None:
    with pytest.raises(UsageError, match="only for: market"):
        measure("average_maintenance_ratio").check_scope(ScopeKind.BOARD)
    assert "average_maintenance_ratio" not in {m.name for m in measures_for(ScopeKind.SECURITY)}
