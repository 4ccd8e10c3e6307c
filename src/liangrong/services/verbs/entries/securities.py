"""Finding securities, and one of them."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note
from liangrong.services.verbs.verb import Verb

__all__ = ["ENTRIES"]

ENTRIES: Final = (
    Verb(
        "search",
        Note("搜索", "Search"),
        "search:search",
        command="search",
        page="search",
        tool="security",
        example={"text": "rzye"},
    ),
    Verb(
        "security-profile",
        Note("证券概况", "Profile of a security"),
        "securities:security_profile",
        command="security",
        page="security",
        tool="security",
        example={"security": "003801.SZ"},
    ),
    Verb(
        "security-history",
        Note("证券的价格、融资与融券", "Price, financing and shorts of a security"),
        "securities:security_history",
        command="security --view history",
        page="security",
        tool="security",
        sheet="security",
        example={"security": "003801.SZ", "start": "2026-01-05"},
    ),
    Verb(
        "security-events",
        Note("证券的事件", "What happened to a security"),
        "securities:security_events",
        command="security --view events",
        page="security",
        tool="security",
        example={"security": "003801.SZ", "start": "2026-01-05"},
        slow=True,
    ),
)
"""In the order of the catalogue."""
