"""Accounts that somebody asked to keep, so that their lines can be watched: saved, listed, forgotten."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import polars as pl

from liangrong.core.errors import StorageFailed, UnknownName, UsageError
from liangrong.core.results import Note, Result
from liangrong.services.accounts.files import AccountsRequest, AccountText, OpenedAccount, opened
from liangrong.services.alerts.folder import FOLDER, AlertsFolder
from liangrong.services.workspace import Workspace
from liangrong.store.atomic import write_atomically

__all__ = [
    "ForgetAccountRequest",
    "SaveAccountRequest",
    "SavedAccountsRequest",
    "account_text",
    "forget_account",
    "save_account",
    "saved_accounts",
]

_ROOM: Final = "accounts"
_ENDING: Final = ".account"
"""Of saved files: their content decides what they are."""
_NAME: Final = re.compile(r"[^\W_][\w-]{0,39}")
"""Letters of any script, digits, ``_`` and ``-``: a name that is one word of a condition and no part of a path."""


@dataclass(frozen=True, slots=True)
class SaveAccountRequest:
    """An account to keep.

    Parameters
    ----------
    name
        What conditions call it; one word. An account of that name is replaced.
    content
        The text of an account file: JSON, YAML or CSV; in Python also the bytes of a workbook.
    """

    name: str
    content: str | bytes


@dataclass(frozen=True, slots=True)
class SavedAccountsRequest:
    """The list of saved accounts; there is nothing to ask."""


@dataclass(frozen=True, slots=True)
class ForgetAccountRequest:
    """A saved account to delete.

    Parameters
    ----------
    name
        What it was saved as.
    """

    name: str


def save_account(workspace: Workspace, request: SaveAccountRequest) -> Result:
    """Keep an account file beside the store, under a name, until it is forgotten.

    Returns
    -------
    Result
        The saved accounts. Warnings name the securities whose price the file fixes: they do not follow the market.

    Raises
    ------
    UsageError
        The name is none.
    BadInput, NotKnown
        It is no account that can be read; nothing is kept.
    StorageFailed
        The disk refused.
    """
    name = _named(request.name)
    content = request.content.encode() if isinstance(request.content, str) else request.content
    accounts = opened(AccountsRequest(AccountText(name, content), store=workspace.store.path))
    folder = AlertsFolder.of(workspace)
    with folder.changing("save an account"):
        write_atomically(folder.path / _ROOM / f"{name}{_ENDING}", content)
    return saved_accounts(workspace).warn(*_fixed(accounts))


def saved_accounts(workspace: Workspace, request: SavedAccountsRequest = SavedAccountsRequest()) -> Result:  # noqa: ARG001
    """The accounts that are kept: rows ``name, saved_on, bytes``."""
    rows = [(path.name.removesuffix(_ENDING), _day_of(path), path.stat().st_size) for path in _files(AlertsFolder.of(workspace))]
    schema = {"name": pl.String(), "saved_on": pl.Date(), "bytes": pl.Int64()}
    return Result(pl.DataFrame(rows, schema=schema, orient="row"))


def forget_account(workspace: Workspace, request: ForgetAccountRequest) -> Result:
    """Delete a saved account; conditions on it can then not be known.

    Raises
    ------
    UnknownName
        None was saved under that name.
    """
    name, folder = _named(request.name), AlertsFolder.of(workspace)
    if not folder.exists:
        raise _unknown(name, [])
    with folder.changing("forget an account"):
        try:
            (folder.path / _ROOM / f"{name}{_ENDING}").unlink()
        except FileNotFoundError:
            raise _unknown(name, [path.name.removesuffix(_ENDING) for path in _files(folder)]) from None
        except OSError as error:
            raise StorageFailed(path=f"{FOLDER}/{_ROOM}", reason=error.strerror or str(error)) from error
    return saved_accounts(workspace)


def account_text(workspace: Workspace, name: str) -> AccountText:
    """The content of a saved account.

    Raises
    ------
    UnknownName
        None was saved under that name.
    """
    folder = AlertsFolder.of(workspace)
    try:
        return AccountText(name, (folder.path / _ROOM / f"{_named(name)}{_ENDING}").read_bytes())
    except OSError:
        raise _unknown(name, [path.name.removesuffix(_ENDING) for path in _files(folder)]) from None


def _named(text: str) -> str:
    name = unicodedata.normalize("NFC", text.strip())
    if not _NAME.fullmatch(name):
        raise UsageError(
            reason=f"'{text}' cannot be the name of an account: use one word of up to 40 letters, digits, - and _.",
            reason_zh=f"“{text}”不能作为账户名称：请用 40 个以内的文字、数字、- 或 _，中间不留空格。",
        )
    return name


def _files(folder: AlertsFolder) -> list[Path]:
    return sorted((folder.path / _ROOM).glob(f"*{_ENDING}")) if folder.exists else []


def _day_of(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()


def _unknown(name: str, known: list[str]) -> UnknownName:
    return UnknownName(kind="account", kind_zh="账户", name=name, known=", ".join(known) or "—",
                       hint="Keep one with: liangrong alerts save-account NAME FILE",
                       hint_zh="请先保存：liangrong alerts save-account 名称 文件")  # fmt: skip


def _fixed(accounts: tuple[OpenedAccount, ...]) -> tuple[Note, ...]:
    """A note on prices that stand in the file: such a security never moves."""
    fixed = sorted({name for account in accounts for name, mark in account.entry.given.items() if mark.price is not None})
    if not fixed:
        return ()
    names = ", ".join(fixed[:10]) + (" …" if len(fixed) > 10 else "")
    return (Note(f"文件写明了价格，不随行情变动：{names}；要按每日收盘价估值，请在文件中略去价格后重新保存。",
                 f"The file fixes the price of {names}, which does not follow the market; leave prices out and save again "
                 "to have it valued at each close."),)  # fmt: skip
