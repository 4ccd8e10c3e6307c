"""The layouts in which accounts come: a decoded file to ``AccountEntry``. Pure; the bytes are read in ``sources.account_files``."""

from __future__ import annotations

from collections import Counter

from liangrong.accounts.intake.entries import AccountEntry
from liangrong.accounts.intake.layouts.documents import Document
from liangrong.accounts.intake.layouts.tables import read_tables
from liangrong.accounts.intake.layouts.tree import read_tree
from liangrong.accounts.intake.problems import HERE, Problem, refuse

__all__ = ["Document", "read_accounts", "read_entries"]


def read_accounts(document: Document) -> tuple[AccountEntry, ...]:
    """Read every account of a file, in its order.

    Whether an account can be under the rules of its day is for ``accounts.intake.checks`` to say.

    Raises
    ------
    InvalidAccount
        Something in it cannot be read; all of it is told at once.

    Examples
    --------
    >>> entry, = read_accounts(Document("a.json", {"as_of": "2025-06-30", "cash": "100,000"}))
    >>> entry.account.cash
    Decimal('100000')
    """
    entries, problems = read_entries(document)
    refuse(document.place, problems)
    return entries


def read_entries(document: Document) -> tuple[tuple[AccountEntry, ...], tuple[Problem, ...]]:
    """As ``read_accounts``, with the faults beside the accounts; what cannot be read is left out of these."""
    problems: list[Problem] = []
    entries = read_tables(document, problems) if document.sheets else read_tree(document.tree, document.place, problems)
    times = Counter(entry.account.account_id for entry in entries)
    problems += [
        Problem(document.place, HERE, "account_id", f"{name} 出现在多个账户", f"{name} names more than one account")
        for name, count in times.items()
        if name and count > 1
    ]
    return tuple(entries), tuple(problems)
