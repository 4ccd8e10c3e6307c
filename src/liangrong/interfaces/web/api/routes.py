"""The addresses of the REST interface: one for each verb of the catalogue, an index, the state of the service, the OpenAPI document."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import Scope

from liangrong import __version__
from liangrong.core.clocks import show_instant
from liangrong.core.errors import LiangrongError, NotKnown
from liangrong.core.results import Result
from liangrong.interfaces.web.api.errors import (
    NOT_ACCEPTABLE,
    UNREADABLE,
    Declined,
    declined,
    failed,
    wrong_method,
    wrong_request,
)
from liangrong.interfaces.web.api.formats import FORMATS, accepted
from liangrong.interfaces.web.api.index import index
from liangrong.interfaces.web.api.openapi import document
from liangrong.interfaces.web.api.options import Options
from liangrong.interfaces.web.api.paging import links, part
from liangrong.interfaces.web.api.questions import Question, in_body, in_query, is_posted
from liangrong.interfaces.web.guard.refusals import language_of
from liangrong.research.reports.page import watermark_of
from liangrong.research.tables.relabelling import relabelled
from liangrong.services.verbs.catalogue import verb
from liangrong.services.verbs.columns import ROW_UNIT, type_of, unit_of
from liangrong.services.verbs.verb import Verb

if TYPE_CHECKING:
    from liangrong.interfaces.web.desk import Desk

__all__ = ["ROOT", "add_api", "is_kept", "refused", "speaks", "wanted"]

ROOT: Final = "/api/v1/"
_READING: Final = ("GET", "HEAD")
_METHODS: Final = (*_READING, "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
"""A verb says itself which of these it takes."""
_OWN: Final = ("health", "openapi.json")
"""What stands under the root beside the verbs."""
InTurn = Callable[[Callable[[], Any]], Awaitable[Any]]
"""Runs work in a thread when it is its turn."""


def add_api(app: FastAPI, desk: Desk, in_turn: InTurn) -> None:
    """Every verb under ``/api/v1``, and what describes them.

    Parameters
    ----------
    desk
        Who answers.
    in_turn
        Runs what may take long.
    """
    app.openapi = document  # type: ignore[method-assign]

    @app.api_route(ROOT, methods=[*_READING], include_in_schema=False)
    def contents() -> dict[str, Any]:
        return index()

    @app.api_route(f"{ROOT}health", methods=[*_READING], include_in_schema=False)
    def health(request: Request) -> Any:
        try:
            return _health(desk)
        except LiangrongError as error:
            return failed(error, language_of(request.scope))

    @app.api_route(f"{ROOT}{{name}}", methods=[*_METHODS], include_in_schema=False)
    async def ask(request: Request, name: str) -> Response:
        lang = language_of(request.scope)
        try:
            if name in _OWN:
                raise wrong_method(*_READING)
            return await _answered(request, verb(name), desk, in_turn)
        except LiangrongError as error:
            return failed(error, lang)
        except Declined as error:
            return declined(error.refusal, lang)

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, _: RequestValidationError) -> Response:
        return declined(UNREADABLE, language_of(request.scope))


def speaks(path: str) -> bool:
    """Whether an address belongs to the REST interface."""
    return path.startswith("/api/")


def is_kept(path: str) -> bool:
    """Whether what stands at an address depends on the data and the question alone."""
    return path.startswith(ROOT) and path != f"{ROOT}health"


def wanted(scope: Scope) -> str:
    """The format that the headers of a request want, as far as its address leaves it open; empty where none can be had."""
    accept = b", ".join(value for name, value in scope["headers"] if name == b"accept")
    return accepted(accept.decode("latin-1") or None) or ""


def refused(request: Request, error: HTTPException) -> Response:
    """The answer to an address or a method that there is not."""
    return wrong_request(error.status_code, error.headers, language_of(request.scope))


async def _answered(request: Request, asked: Verb, desk: Desk, in_turn: InTurn) -> Response:
    """The answer to a request.

    Raises
    ------
    Declined
        It never becomes a question.
    LiangrongError
        The question has no answer.
    """
    by_address, by_body = is_posted(asked)
    allowed = (*(_READING if by_address else ()), *(("POST",) if by_body else ()))
    if request.method not in allowed:
        raise wrong_method(*allowed)
    options = Options.read(request.query_params, language_of(request.scope))
    name = options.format or wanted(request.scope)
    if not name:
        raise Declined(NOT_ACCEPTABLE)
    question = await in_body(request) if request.method == "POST" else in_query(request.query_params)
    content, headers = await in_turn(lambda: _work(request, asked, question, desk, options, name))
    return Response(content, headers=headers, media_type=FORMATS[name].media_type)


def _work(
    request: Request, asked: Verb, question: Question, desk: Desk, options: Options, name: str
) -> tuple[bytes, dict[str, str]]:
    """Bytes and headers of an answer."""
    result = desk.ask(asked.name, question.given, options.lang, account=question.account)
    shown = part(result, options)
    headers = {"x-total-count": str(result.data.height), "vary": "Accept"}
    if request.method != "POST" and (link := links(request.url, result.data.height, options)):
        headers["link"] = link
    if FORMATS[name].suffix:
        headers |= _told(asked, shown, name)
    return FORMATS[name].write(relabelled(shown, options.labels), options.lang), headers


def _told(asked: Verb, result: Result, name: str) -> dict[str, str]:
    """What JSON says beside the rows: day, instant and units; and in the name of the file, whether the data are simulated."""
    day = f"-{result.as_of}" if result.as_of else ""
    simulated = "-simulated" if watermark_of(result, "en") else ""
    units = {column: unit_of(column, type_of(dtype)) for column, dtype in result.data.schema.items()}
    headers = {
        "content-disposition": f'attachment; filename="{asked.name}{day}{simulated}{FORMATS[name].suffix}"',
        "x-units": ", ".join(
            f"{column}={quote(result.unit if unit == ROW_UNIT else unit)}" for column, unit in units.items() if unit
        ),
    }
    if result.as_of:
        headers["x-as-of"] = result.as_of.isoformat()
    if result.known_at:
        headers["x-known-at"] = show_instant(result.known_at)
    return headers


def _health(desk: Desk) -> dict[str, Any]:
    """Which program answers, and the data it answers from; cheap enough to be asked every second."""
    found = {"status": "ok", "version": __version__, "data_version": desk.version, "as_of": None, "simulated": None}
    try:
        workspace = desk.workspace()
        as_of, _ = workspace.as_of(None)
    except NotKnown:
        return found
    return found | {"as_of": as_of.as_of.isoformat(), "simulated": workspace.is_simulated}
