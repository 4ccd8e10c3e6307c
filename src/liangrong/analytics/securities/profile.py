"""One security on one day: who it is, what may be done with it, where its balances stand. A row for each fact, also where it is not known."""

from __future__ import annotations

from datetime import date

import polars as pl

from liangrong.analytics.scopes import Scope
from liangrong.analytics.securities.balances import balance_facts
from liangrong.analytics.securities.facts import SCHEMA, Asked, Fact
from liangrong.analytics.securities.identity import eligibility_facts, identity_facts
from liangrong.analytics.securities.state import crowding_facts, event_facts, gauge_facts
from liangrong.core.errors import NoData
from liangrong.core.results import Result
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["security_profile"]


def security_profile(snapshot: MarketSnapshot, scope: Scope, *, day: date) -> Result:
    """Everything that is known of a security on a day, and what is not.

    Parameters
    ----------
    scope
        A security, as ``resolve_scope`` gives it.
    day
        A session.

    Returns
    -------
    Result
        ``topic, fact``; ``said_zh, said_en``: the fact in words, ``not known`` where the data do not say; ``figure`` (a pure number) or
        ``money`` (元) with ``unit``; ``date``: the session it is of, or since when it holds; ``source``; ``note_zh, note_en``: the citation,
        the basis, or what would tell.

    Raises
    ------
    NoData
        Nothing at all is stored of the security.
    """
    asked = Asked(snapshot, scope, day)
    facts = [
        *identity_facts(asked),
        *eligibility_facts(asked),
        *balance_facts(asked),
        *crowding_facts(asked),
        *gauge_facts(asked),
    ]
    if not any(fact.source and not _is_absence(fact) for fact in facts):
        raise NoData(
            what="any table", what_zh="任何数据", where=f"security {scope.name}", where_zh=f"证券 {scope.name} ", nearest="none",
            nearest_zh="无",
        )  # fmt: skip
    facts += event_facts(asked)
    sources = sorted({name for fact in facts if fact.source for name in fact.source.split(", ")} - {"liangrong"})
    view = snapshot.as_of
    return Result(
        pl.DataFrame([fact.row() for fact in facts], schema=SCHEMA),
        as_of=view.as_of,
        known_at=view.known_at,
        source=tuple(sources),
    )


def _is_absence(fact: Fact) -> bool:
    """Whether it says no more than that a list does not have the security: that is so of any six digits."""
    return fact.topic == "eligibility" and fact.figure == 0
