"""Ask a verb: from values to a result, whatever the service gives back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Protocol, runtime_checkable

from liangrong.core.errors import Lang, UsageError
from liangrong.core.results import Result
from liangrong.rules.packs import load_pack
from liangrong.services.accounts.files import AccountsRequest, AccountText
from liangrong.services.verbs.models import read_values
from liangrong.services.verbs.parameters import arguments, takes_account, takes_workspace
from liangrong.services.verbs.verb import Verb
from liangrong.services.workspace import Workspace

__all__ = ["MAY_BE_FILES", "account_text", "answer"]

MAY_BE_FILES: Final = ("pack", "against", "book", "scenario", "scenarios")
"""Parameters whose value may name a file or a folder, where the one who asks sits at the machine."""
_PACKS: Final = frozenset({"pack", "against"})
"""Parameters that name a broker pack."""


@runtime_checkable
class Spoken(Protocol):
    """An answer whose rows hold sentences, and so depend on the language."""

    def result(self, lang: Lang) -> Result:
        """Its rows in ``lang``."""
        ...


def answer(
    verb: Verb,
    given: Mapping[str, Any],
    *,
    workspace: Workspace | None = None,
    account: Path | AccountText | None = None,
    lang: Lang = "zh",
    own_files: bool = False,
) -> Result:
    """Ask ``verb``.

    Parameters
    ----------
    given
        Values as people or programs write them, by the names of a URL or of Python.
    workspace
        The store; what it lacks is told by the service.
    account
        The file of accounts, for a verb that is asked about one.
    own_files
        Whether packs, books and scenarios may be files of this machine: only where the one who asks sits at it.

    Raises
    ------
    UsageError
        A value cannot be read, a store or an account is missing; and whatever the service raises.
    UnknownName
        A pack is not among those that are shipped.
    """
    values = read_values(verb, given)
    if not own_files:
        for name in _PACKS & values.keys():
            if values[name]:
                load_pack(values[name])
    accounts = None
    if takes_account(verb):
        if account is None:
            raise UsageError(
                reason=f"{verb.name} is asked about an account: give one as 'account'.",
                reason_zh=f"{verb.name} 针对账户：请以 account 给出账户。",
            )
        store = None if workspace is None else workspace.store.path
        accounts = AccountsRequest(account, values.get("as_of"), values.get("pack", ""), store)
    elif account is not None:
        raise UsageError(
            reason=f"{verb.name} is not asked about an account.", reason_zh=f"{verb.name} 与账户无关，不接受 account。"
        )
    if workspace is None and takes_workspace(verb):
        raise UsageError(
            reason=f"{verb.name} is asked of a store, and there is none.", reason_zh=f"{verb.name} 需要数据目录，现在没有。"
        )
    found = verb.function()(**arguments(verb, values, workspace=workspace, accounts=accounts, own_files=own_files))
    result: Result = found.result(lang) if isinstance(found, Spoken) else found
    return result


def account_text(given: str | Mapping[str, Any] | list[Any], name: str = "account") -> AccountText:
    """A file of accounts from what a program sends: its text (YAML, JSON, CSV), or the plain structure of one.

    Examples
    --------
    >>> account_text({"cash": 100}).content
    b'{"cash": 100}'
    """
    text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
    return AccountText(name, text.encode())
