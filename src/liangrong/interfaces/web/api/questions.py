"""From a request to a question: the values of a verb, and the account that it is asked about."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Final, NoReturn

from fastapi import Request
from starlette.datastructures import ImmutableMultiDict, QueryParams, UploadFile
from starlette.exceptions import HTTPException

from liangrong.core.errors import UsageError
from liangrong.interfaces.web.api.errors import UNREADABLE, WRONG_TYPE, Declined
from liangrong.interfaces.web.api.options import OPTIONS
from liangrong.services.accounts.files import AccountText
from liangrong.services.verbs.answers import account_text
from liangrong.services.verbs.parameters import parameters, takes_account, takes_text
from liangrong.services.verbs.verb import Verb

__all__ = ["ACCOUNT", "Question", "in_body", "in_query", "is_posted"]

ACCOUNT: Final = "account"
"""The field of a body that holds the file of accounts."""
_FIELDS: Final = 1_000
"""Fields of a form at most."""
_UNPRINTABLE: Final = re.compile(r"[^\w.\- ]")


@dataclass(frozen=True, slots=True)
class Question:
    """What a verb is asked.

    Parameters
    ----------
    given
        Values by the names of a URL.
    account
        The file of accounts, where one was sent.
    """

    given: Mapping[str, Any] = field(default_factory=dict)
    account: AccountText | None = None


def is_posted(verb: Verb) -> tuple[bool, bool]:
    """Whether a verb can be asked in an address, and whether in a body.

    An account and a text are always sent in a body: they are nobody's business but their owner's, and addresses are kept in many places.
    Baskets and other mappings, which can be long, may come either way.
    """
    has_mapping = any("Mapping" in str(parameter.annotation) for parameter in parameters(verb))
    is_private = takes_account(verb) or takes_text(verb)
    return not is_private, is_private or has_mapping


def in_query(query: QueryParams) -> Question:
    """The question of an address."""
    return Question(_gathered(query))


async def in_body(request: Request) -> Question:
    """The question of a body, JSON or a form with a file.

    Raises
    ------
    Declined
        The body is neither, or cannot be read.
    UsageError
        A value stands in the address as well, or the account is neither text nor an object.
    """
    for name in request.query_params:
        if name not in OPTIONS:
            raise UsageError(
                reason=f"{name} stands in the address; here only {', '.join(OPTIONS)} do, all else belongs into the body.",
                reason_zh=f"网址中写了 {name}；此处网址只接受 {'、'.join(OPTIONS)}，其余请写在请求内容里。",
            )
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return _of_json(await request.body())
    if kind == "multipart/form-data":
        return await _of_form(request)
    raise Declined(WRONG_TYPE)


def _gathered(pairs: ImmutableMultiDict[Any, Any]) -> dict[str, Any]:
    """Names to values; a name that stands several times has a list."""
    found: dict[str, Any] = {}
    for name in pairs:
        values = pairs.getlist(name)
        if name not in OPTIONS:
            found[name] = values[0] if len(values) == 1 else values
    return found


def _of_json(body: bytes) -> Question:
    try:
        read = json.loads(body, parse_constant=_no_number)
        if b"\\u" in body:
            json.dumps(read, ensure_ascii=False).encode()  # half of a surrogate pair is no text
    except (ValueError, RecursionError):
        raise Declined(UNREADABLE) from None
    if not isinstance(read, dict):
        raise Declined(UNREADABLE)
    account = read.pop(ACCOUNT, None)
    return Question(read, None if account is None else _account(account))


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _account(given: Any) -> AccountText:
    if not isinstance(given, str | dict | list):
        raise UsageError(
            reason="account is neither text nor an object; send the file's text, or an account as JSON.",
            reason_zh="account 既不是文本也不是对象；请发送文件的文本，或 JSON 形式的账户。",
        )
    return account_text(given, ACCOUNT)


async def _of_form(request: Request) -> Question:
    try:
        async with request.form(max_files=1, max_fields=_FIELDS) as form:
            given = _gathered(form)
            sent = given.pop(ACCOUNT, None)
            if any(isinstance(value, UploadFile) for value in given.values()):
                raise Declined(UNREADABLE)
            if isinstance(sent, UploadFile):
                return Question(given, AccountText(_name(sent.filename), await sent.read()))
            return Question(given, None if sent is None else _account(sent))
    except HTTPException:
        raise Declined(UNREADABLE) from None


def _name(filename: str | None) -> str:
    """What errors call an uploaded file: its own name, without folders and control characters."""
    return _UNPRINTABLE.sub("_", PurePosixPath((filename or "").replace("\\", "/")).name)[:100] or ACCOUNT
