"""Accounts with which the verbs about an account can be tried: invented, complete, and valued without a store."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from liangrong.services.verbs.verb import Verb

__all__ = ["example_account"]

_OTHERS: Final = {"replay": "ledger", "reverse": "quoted"}
"""Verbs that need more than positions: events, or a security whose quotes the store has."""


def example_account(verb: Verb) -> Mapping[str, Any]:
    """The account that ``verb`` is shown with.

    Examples
    --------
    >>> from liangrong.services.verbs.catalogue import verb
    >>> sorted(example_account(verb("assess")))
    ['account_id', 'as_of', 'cash', 'charges', 'collateral', 'financing', 'investor']
    """
    found: Mapping[str, Any] = _all()[_OTHERS.get(verb.name, "account")]
    return found


@cache
def _all() -> Mapping[str, Any]:
    read: dict[str, Any] = json.loads(files("liangrong.services.verbs").joinpath("examples.json").read_text("utf-8"))
    return read
