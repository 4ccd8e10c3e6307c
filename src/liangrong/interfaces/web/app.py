"""The application: pages, charts, assets and the REST interface over one desk, behind the guarded door."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote, urlencode

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import ASGIApp, Scope

from liangrong import __version__
from liangrong.core.errors import LiangrongError
from liangrong.interfaces.web.api.routes import add_api, is_kept, refused, speaks, wanted
from liangrong.interfaces.web.assets import KINDS, asset, fingerprint, vega
from liangrong.interfaces.web.cache import AnswerCache, AnswerKey
from liangrong.interfaces.web.cached import CachedAnswers
from liangrong.interfaces.web.charts import USUAL, draw, snapped
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.forms import Form, read_form
from liangrong.interfaces.web.guard.computations import Busy, Computations
from liangrong.interfaces.web.guard.door import Door, guarded
from liangrong.interfaces.web.pages.page import Acted, File, Moved, Page
from liangrong.interfaces.web.pages.registry import PAGES
from liangrong.interfaces.web.rendering import render
from liangrong.interfaces.web.settings import Settings
from liangrong.interfaces.web.state import State
from liangrong.interfaces.web.status import status_of
from liangrong.interfaces.web.warming import Warming
from liangrong.services.verbs.catalogue import VERBS
from liangrong.services.verbs.models import model_of

__all__ = ["Mount", "create_app", "door_of"]

_FOREVER: Final = {"cache-control": "public, max-age=31536000, immutable"}
_NOWHERE: Final = {"cache-control": "no-store"}
_FIRST_ASKED: Final = ("/", "/search?q=600519", "/security/600519.SH", "/cascade")
"""What visitors ask for first: a search builds the index of all, a security's page the crowding of all, a cascade compiles its kernels."""


@dataclass(frozen=True, slots=True)
class Mount:
    """Another application at a path of this one, with what must run while it serves."""

    path: str
    app: ASGIApp
    lifespan: Callable[[], Any] | None = None


def create_app(settings: Settings, *mounts: Mount, desk: Desk | None = None) -> ASGIApp:
    """The whole application for one store.

    Parameters
    ----------
    mounts
        What else stands under a path of this server.
    desk
        Whom the pages ask, where somebody else asks the same one.

    Raises
    ------
    UsageError
        Others than this machine could come in without a token.
    """
    desk = desk or Desk(settings)
    heavy = Computations(settings.limits)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.enter_context(heavy)
            stack.callback(desk.workbench.close)
            await stack.enter_async_context(_beside(_prepared(inner, desk)))
            for mount in mounts:
                if mount.lifespan is not None:
                    await stack.enter_async_context(mount.lifespan())
            yield

    app = FastAPI(
        title="liangrong",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    _add_pages(app, desk, heavy)
    _add_assets(app)
    add_api(app, desk, lambda work: _in_turn(heavy, work))
    for mount in mounts:
        app.router.routes.append(Route(mount.path, mount.app))
    inner: ASGIApp = CachedAnswers(app, AnswerCache(desk.data), _key_of(settings)) if settings.cached else app
    return guarded(inner, door_of(settings))


def door_of(settings: Settings) -> Door:
    """The door of a server that was started so.

    Raises
    ------
    UsageError
        Others than this machine could come in without a token.
    """
    return Door(
        host=settings.host,
        port=settings.port,
        store=settings.store,
        token=settings.token,
        also=settings.also,
        lang=settings.lang,
        limits=settings.limits,
    )


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let work without an end run until the block ends."""
    running = asyncio.create_task(work)
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _prepared(app: ASGIApp, desk: Desk) -> None:
    """What takes seconds the first time is done before somebody waits for it, in the order in which it is needed."""
    warming, version = Warming(app, lambda: desk.version, _FIRST_ASKED, USUAL), desk.version
    await asyncio.to_thread(vega)
    if desk.settings.warmed:
        await warming.once()
    await asyncio.to_thread(_describe)
    if desk.settings.warmed:
        await warming.keep(version)


def _describe() -> None:
    """The parameters of every verb, as REST and MCP describe them."""
    for each in VERBS.values():
        model_of(each)


def _add_pages(app: FastAPI, desk: Desk, heavy: Computations) -> None:
    """One route for each page, and one for charts."""
    for page in PAGES:
        app.add_api_route(page.path, _shown(page, desk, heavy), methods=["GET", "HEAD"], include_in_schema=False, name=page.name)
        if page.act is not None:
            app.add_api_route(page.path, _acted(page, desk, heavy), methods=["POST"], include_in_schema=False)
        if page.file is not None:
            filed = _filed(page.file, desk, heavy)
            app.add_api_route(f"{page.path}/{{file}}", filed, methods=["GET", "HEAD"], include_in_schema=False)

    @app.api_route("/charts/{name}.{kind}", methods=["GET", "HEAD"], include_in_schema=False)
    async def chart(request: Request, name: str, kind: str) -> Response:
        state = _state(request, desk.settings)
        try:
            drawn = await _in_turn(heavy, lambda: draw(desk, name, kind, state))
        except LiangrongError as error:
            return Response(error.message(state.lang), status_of(error), media_type="text/plain; charset=utf-8")
        return Response(drawn.content, media_type=drawn.media_type)

    @app.exception_handler(HTTPException)
    async def unknown(request: Request, error: HTTPException) -> Response:
        if speaks(request.url.path):
            return refused(request, error)
        state = _state(request, desk.settings)
        told = state.say("没有这个页面。", "There is no such page.") if error.status_code == 404 else str(error.detail)
        return _refused(PAGES[0], state, error.status_code, told, "")


def _shown(page: Page, desk: Desk, heavy: Computations) -> Callable[[Request], Any]:
    async def show(request: Request) -> Response:
        state = _state(request, desk.settings)
        try:
            answer: Response = await _in_turn(heavy, lambda: _page(page, desk, state))
        except Moved as elsewhere:
            return Response(status_code=302, headers={"location": elsewhere.address})
        except LiangrongError as error:
            return _refused(page, state, status_of(error), error.message(state.lang), error.hint(state.lang))
        return answer

    return show


def _acted(page: Page, desk: Desk, heavy: Computations) -> Callable[[Request], Any]:
    """Do what a form asks; what came of it is nobody else's, and kept nowhere."""

    async def act(request: Request) -> Response:
        state = _state(request, desk.settings)
        try:
            form = await read_form(request)
            answer: Response = await _in_turn(heavy, lambda: _answered(page, desk, state, form))
        except Moved as elsewhere:
            return Response(status_code=303, headers={"location": elsewhere.address})
        except LiangrongError as error:
            return _refused(page, state, status_of(error), error.message(state.lang), error.hint(state.lang))
        return answer

    return act


def _filed(made: Callable[[Desk, State], File], desk: Desk, heavy: Computations) -> Callable[[Request], Any]:
    """A file of a page; a refusal is a sentence."""

    async def give(request: Request) -> Response:
        state = _state(request, desk.settings)
        try:
            found: File = await _in_turn(heavy, lambda: made(desk, state))
        except LiangrongError as error:
            return Response(error.message(state.lang), status_of(error), media_type="text/plain; charset=utf-8")
        return Response(found.content, media_type=found.media_type, headers=_saved(found))

    return give


def _saved(file: File) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{file.name}"'} if file.name else {}


def _answered(page: Page, desk: Desk, state: State, form: Form) -> Response:
    acted = page.act(desk, state, form) if page.act else Acted()
    if acted.file is not None:
        return Response(acted.file.content, media_type=acted.file.media_type, headers={**_NOWHERE, **_saved(acted.file)})
    html = render(page, state, acted.shown, simulated=desk.workspace().is_simulated)
    return Response(html, acted.status, media_type="text/html", headers=_NOWHERE)


def _page(page: Page, desk: Desk, state: State) -> Response:
    """A page; one whose figures are still being computed says so with its status, and is kept by nobody."""
    shown = page.build(desk, state)
    html = render(page, state, shown, simulated=desk.workspace().is_simulated)
    if shown.get("under_way"):
        return Response(html, HTTPStatus.ACCEPTED, media_type="text/html", headers=_NOWHERE)
    return Response(html, media_type="text/html")


def _refused(page: Page, state: State, status: int, message: str, hint: str) -> Response:
    shown = {"title": state.say("无法显示", "This cannot be shown"), "message": message, "hint": hint}
    return Response(render(page, state, shown, simulated=False, template="refusal.html.j2"), status, media_type="text/html")


async def _in_turn(heavy: Computations, work: Callable[[], Any]) -> Any:
    """Computed in a thread, when it is its turn."""
    try:
        return await heavy.run(work)
    except Busy:
        raise HTTPException(503, "busy", {"Retry-After": "2"}) from None


def _add_assets(app: FastAPI) -> None:
    @app.api_route("/static/{mark}/{name}", methods=["GET", "HEAD"], include_in_schema=False)
    def static(mark: str, name: str) -> Response:
        content = asset(name)
        if content is None:
            raise HTTPException(404)
        return Response(content, media_type=KINDS[name], headers=_FOREVER if mark == fingerprint() else None)


def _state(request: Request, settings: Settings) -> State:
    given = dict(request.query_params)
    lang, colors = given.get("lang"), given.get("colors")
    return State(
        quote(request.scope["path"]),
        given,
        "en" if lang == "en" else "zh" if lang == "zh" else settings.lang,
        "western" if colors == "western" else "china" if colors == "china" else settings.colors,
        {name: str(value) for name, value in request.path_params.items()},
        _several(request),
    )


def _several(request: Request) -> dict[str, tuple[str, ...]]:
    """The parameters of an address that have more than one value."""
    found = {name: tuple(request.query_params.getlist(name)) for name in request.query_params}
    return {name: values for name, values in found.items() if len(values) > 1}


def _key_of(settings: Settings) -> Callable[[Scope], AnswerKey | None]:
    """What tells answers apart that may be kept."""
    kept = {page.path for page in PAGES if page.keeps}
    files = (f"{page.path}/" for page in PAGES if page.keeps and page.file is not None)
    below = ("/charts/", "/static/", *files, *(path.partition("{")[0] for path in kept if "{" in path))

    def key_of(scope: Scope) -> AnswerKey | None:
        path = scope["path"]
        if path not in kept and not path.startswith(below) and not is_kept(path):
            return None
        given = [
            (name, snapped(value) if name == "width" else value) for name, value in Request(scope).query_params.multi_items()
        ]
        named = sorted(given, key=lambda item: item[0])
        kind = wanted(scope) if is_kept(path) else ""
        return AnswerKey(f"{path}?{urlencode(named)}", settings.lang, settings.colors == "western", kind)

    return key_of
