"""Open a file of accounts: read, check against the law of each account's day, complete from the store, ready to be valued."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from liangrong.accounts.intake.checks import problems
from liangrong.accounts.intake.completion import with_interest_stated, with_ratios
from liangrong.accounts.intake.entries import AccountEntry, GivenMark
from liangrong.accounts.intake.layouts import read_entries
from liangrong.accounts.intake.problems import Problem, refuse
from liangrong.accounts.ledger.interest import accrue
from liangrong.accounts.state import AccountState
from liangrong.accounts.terms import agreed_terms
from liangrong.core.errors import NotKnown
from liangrong.core.results import Note
from liangrong.rules.parameters import Scalar
from liangrong.rules.rulebook import Rulebook
from liangrong.services.accounts.marks import Known, completed, known_of, missing
from liangrong.services.rules import opened_book
from liangrong.sources.account_files import document_of, read_document

if TYPE_CHECKING:
    from liangrong.services.workspace import Workspace

__all__ = ["AccountText", "AccountsRequest", "OpenedAccount", "opened"]

_AGREED: Final = "与证券公司的约定，由文件给出 · agreed with the broker, as the file says"


@dataclass(frozen=True, slots=True)
class AccountText:
    """A file of accounts that lies in no folder: what a page was given, or a program sent.

    Parameters
    ----------
    name
        What errors call it.
    content
        Its bytes, in any of the layouts of a file.
    """

    name: str
    content: bytes

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class AccountsRequest:
    """Which file, and under whose rules.

    Parameters
    ----------
    file
        JSON, YAML, CSV or XLSX, on disk or in hand; the content decides, not the name.
    as_of
        Value all accounts on this day instead of their own, with the interest since then; prices in the file stay as they are.
    pack
        A broker pack: the name of one that is shipped, or a file beside one on disk; over the one that an account names itself.
    store
        Folder of a store with quotes and 折算率, for what the file leaves open; ``None``: the file must say it all.
    """

    file: Path | AccountText
    as_of: date | None = None
    pack: str = ""
    store: Path | None = None


@dataclass(frozen=True)
class OpenedAccount:
    """One account, ready: its state under the rules of its day, and what the reader must know of it."""

    entry: AccountEntry
    state: AccountState
    notes: tuple[Note, ...] = ()

    @property
    def name(self) -> str:
        """Its own id, else its place in the file."""
        return self.state.account.account_id or self.entry.place


def opened(request: AccountsRequest, also: Mapping[str, Decimal | None] = MappingProxyType({})) -> tuple[OpenedAccount, ...]:
    """Read every account of a file.

    Parameters
    ----------
    also
        Securities to give a mark although no account has them, with their prices; ``None``: what the store says.

    Raises
    ------
    UnrecognisedInput, InvalidAccount
        The file is none of ours, or an account cannot be or breaks a rule of its day; all faults are told together.
    RuleNotInForce, UnknownName, LooseningOverlay
        The day is before margin trading, or the pack is unknown or loosens the law.
    """
    given = request.file
    document = document_of(given.content, given.name) if isinstance(given, AccountText) else read_document(given)
    stated, unread = read_entries(document)
    entries = stated if request.as_of is None else tuple(replace(entry, on=request.as_of) for entry in stated)
    on_disk = not isinstance(given, AccountText)
    books = {pack: opened_book(pack, own_files=on_disk) for pack in {request.pack or entry.pack for entry in entries}}
    found: list[Problem] = list(unread)
    ready: list[tuple[AccountEntry, Rulebook, tuple[Note, ...]]] = []
    for entry in entries:
        book = books[request.pack or entry.pack]
        here = problems(entry, book)
        found += here
        ready.append((entry, book, tuple(problem.note() for problem in here if problem.severity == "warning")))
    refuse(str(request.file), found)
    known, store_notes = _known(entries, request.store, also)
    return tuple(
        _opened(
            _with(entry, known.get(entry.on), also),
            _with_terms(book, entry.on, tuple(entry.terms.items())),
            known.get(entry.on),
            (*notes, *store_notes),
            own_day=own.on,
        )
        for own, (entry, book, notes) in zip(stated, ready, strict=True)
    )


def _with(entry: AccountEntry, known: Known | None, also: Mapping[str, Decimal | None]) -> AccountEntry:
    """The account with securities that it does not have yet, where a price of theirs is known."""
    quoted = known.quotes if known else {}
    fresh = {name: GivenMark(price) for name, price in also.items() if name not in entry.given and (price or name in quoted)}
    return replace(entry, given={**entry.given, **fresh}) if fresh else entry


def _opened(entry: AccountEntry, book: Rulebook, known: Known | None, notes: tuple[Note, ...], *, own_day: date) -> OpenedAccount:
    """The account on its day; where that is later than the day of the file, interest has accrued in between."""
    marks, assumed = completed(entry, book.at(entry.on), known)
    account = with_interest_stated(with_ratios(entry, marks, book), min(own_day, entry.on))
    if own_day < entry.on:
        account, _ = accrue(account, agreed_terms(book.at(entry.on), account.investor), entry.on - timedelta(days=1), marks=marks)
    return OpenedAccount(entry, AccountState(entry.on, account, marks, book), (*notes, *assumed))


@lru_cache(maxsize=1024)
def _with_terms(book: Rulebook, on: date, terms: tuple[tuple[str, Scalar], ...]) -> Rulebook:
    """The book with what a file states as agreed; ``checks`` has seen that nothing is loosened.

    Accounts with the same terms share a book, and with it the answers that it remembers.
    """
    for name, value in terms:
        if book.at(on).value(name) != value:
            book = book.reform(name, value, on, applies_to="all", authority="agreed", citation=_AGREED)
    return book


def _known(
    entries: Sequence[AccountEntry], store: Path | None, also: Collection[str]
) -> tuple[Mapping[date, Known], tuple[Note, ...]]:
    """What the store says of the securities that the file leaves open, by day; nothing is opened when nothing is open."""
    wanted: dict[date, set[str]] = {}
    for entry in entries:
        if names := [*missing(entry.given), *(name for name in also if name not in entry.given)]:
            wanted.setdefault(entry.on, set()).update(names)
    if not wanted or store is None:
        return {}, ()
    workspace = _workspace(store)
    if workspace is None:
        return {}, ()
    found = {}
    for day, securities in wanted.items():
        as_of, _ = workspace.as_of(day)
        found[day] = known_of(workspace.snapshot(as_of), sorted(securities))
    return found, workspace.notes


def _workspace(store: Path) -> Workspace | None:
    from liangrong.services.workspace import Workspace

    try:
        return Workspace.open(store)
    except NotKnown:
        return None
