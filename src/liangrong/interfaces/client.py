"""Python: a store opened once, and every verb a method of it. ``liangrong.open`` is the way in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from liangrong.core.clocks import parse_instant
from liangrong.core.errors import Lang, LiangrongError, NotKnown, UsageError
from liangrong.core.results import Result
from liangrong.interfaces.questions import Questions, method_name
from liangrong.services.accounts.files import AccountText
from liangrong.services.default_store import default_store
from liangrong.services.verbs.answers import MAY_BE_FILES, account_text
from liangrong.services.verbs.catalogue import VERBS
from liangrong.services.verbs.desk import Desk
from liangrong.services.workspace import Workspace

__all__ = ["Client", "open_store"]


class Client(Questions):
    """A store and everything that can be asked of it; ``dir()`` lists the verbs, ``help(client.flows)`` explains one.

    Answers are those of the command line: ``client.flows(by="sw1").data`` is a polars frame, ``as_of``, ``unit``, ``source`` and
    ``warnings`` stand beside it. New data are seen by the next question.

    Parameters
    ----------
    desk
        Who answers.
    lang
        The language of answers that hold sentences.
    """

    def __init__(self, desk: Desk, lang: Lang = "zh") -> None:
        self._desk = desk
        self._lang: Lang = lang

    def ask(self, name: str, /, **given: Any) -> Result:
        """The answer to a verb by its name, with or without hyphens.

        Parameters
        ----------
        given
            Its parameters as Python values or as text; ``account`` is a path, the text or the structure of a file of accounts.

        Raises
        ------
        LiangrongError
            Whatever the verb raises: the sentence says what is known nearest and what to do.
        """
        values = {key: _aware(value) for key, value in given.items() if key != "account"}
        account = _account(given["account"]) if given.get("account") is not None else None
        own_files = any(values.get(key) for key in MAY_BE_FILES)
        return self._desk.ask(name, values, self._lang, account=account, own_files=own_files)

    @property
    def verbs(self) -> Mapping[str, str]:
        """Method to what it answers."""
        return {method_name(verb): verb.title.text(self._lang) for verb in VERBS.values()}

    @property
    def workspace(self) -> Workspace:
        """The store as it is now, for services that are no verbs.

        Raises
        ------
        NotKnown
            There is no store.
        """
        return self._desk.workspace()

    def __repr__(self) -> str:
        store = self._desk.store
        try:
            workspace = self.workspace
        except NotKnown:
            return f"<liangrong: no store at {store} yet; rules and accounts can be asked>"
        try:
            session = f"last session {workspace.latest_session()}"
        except LiangrongError:
            session = "no complete session"
        return f"<liangrong: {store}, {session}{', simulated' if workspace.is_simulated else ''}>"


def open_store(store: str | Path | None = None, *, lang: Lang = "zh") -> Client:
    """Open a store.

    Parameters
    ----------
    store
        Its folder; by default ``LIANGRONG_STORE``, else the user's own data folder, which need not be there yet.
    lang
        The language of answers that hold sentences: ``zh`` or ``en``.

    Raises
    ------
    NotKnown
        There is no store in the folder that was named.
    """
    if lang not in ("zh", "en"):
        raise UsageError(reason=f"lang is '{lang}'; it can be zh or en.", reason_zh=f"lang 为“{lang}”，只能是 zh 或 en。")
    client = Client(Desk(default_store() if store is None else Path(store).expanduser()), lang)
    if store is not None:
        _ = client.workspace
    return client


def _account(given: Any) -> Path | AccountText:
    """A path, or what stands in a file: text of several lines or beginning like JSON is no path."""
    if isinstance(given, Path):
        return given
    if isinstance(given, bytes):
        return AccountText("account", given)
    if isinstance(given, Mapping):
        return account_text(dict(given))
    if isinstance(given, str) and "\n" not in given and not given.lstrip().startswith(("{", "[")):
        return Path(given)
    return account_text(given)


def _aware(value: Any) -> Any:
    """An instant without an offset is of Shanghai, as everywhere."""
    return parse_instant(value.isoformat()) if isinstance(value, datetime) and value.tzinfo is None else value
