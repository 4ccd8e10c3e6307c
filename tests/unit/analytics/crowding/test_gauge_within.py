"""The gauge within a scope shows both sides of each security."""

from __future__ import annotations

import polars as pl
import pytest

from liangrong.analytics.crowding.suspensions import suspensions
from liangrong.core.errors import NoData
from tests.unit.analytics.securities.markets import CODE, DAY, OTHER, caps, days, margin, market, quotes

MEMBERS = pl.DataFrame({"scheme": ["sw"] * 2, "security_id": [CODE, OTHER], "from_date": [days(300)[0]] * 2, "group": ["34"] * 2, "group_name": ["食品饮料"] * 2})  # fmt: skip


@pytest.mark.parametrize(("scope", "names"), [(CODE, [CODE]), ("industry:sw1:食品饮料", [OTHER, CODE]), ("SSE", [OTHER, CODE])])
def test_both_sides_of_every_member_are_read(scope: str, names: list[str]) -> None:
    both = [
        pl.concat(frames)
        for frames in zip(*((margin([100], code=c), quotes([10.0], code=c), caps(1, code=c)) for c in (CODE, OTHER)), strict=True)
    ]
    snapshot = market(margin_detail=both[0], quotes=both[1], caps=both[2], memberships=MEMBERS)
    found = suspensions(snapshot, scope, day=DAY, top=9).data
    assert sorted(found.select("security_id", "side").iter_rows()) == [
        (name, side) for name in names for side in ("financing", "short")
    ]


def test_a_security_without_detail_on_the_day_is_refused() -> None:
    with pytest.raises(NoData, match=OTHER):
        suspensions(market(margin_detail=margin([100])), OTHER, day=DAY, top=2)
