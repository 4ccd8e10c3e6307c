"""``liangrong serve``: the dashboard, REST and MCP from one process."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from liangrong.core.errors import ExtraMissing, UsageError
from liangrong.interfaces.cli.options import Options, both

__all__ = ["require_web", "serve", "serve_dashboard"]

LOOPBACK: Final = "127.0.0.1"
PORT: Final = 8421


def serve(
    *,
    host: Annotated[str, Parameter(help=both("监听地址；非本机地址须设 LIANGRONG_TOKEN", "address; any but loopback needs LIANGRONG_TOKEN"))] = LOOPBACK,
    port: Annotated[int, Parameter(help=both("端口；0 为任意空闲端口", "port; 0 for any free one"))] = PORT,
    cache: Annotated[bool, Parameter(help=both("数据不变时复用页面", "keep pages until the data change"))] = True,
    allow_host: Annotated[tuple[str, ...], Parameter(negative="", help=both("反向代理后的其他主机名，可重复", "another host name of this server, as behind a proxy; repeatable"))] = (),
    open_browser: Annotated[bool, Parameter(name="--open", negative="", help=both("在浏览器中打开", "open it in the browser"))] = False,
    options: Options = Options(),  # noqa: B008
) -> int:  # fmt: skip
    """Serve the dashboard, REST and MCP until Ctrl+C."""
    require_web()
    options.open()
    serve_dashboard(options.folder, options, host=host, port=port, cache=cache, allow_host=allow_host, open_browser=open_browser)
    return 0


def require_web() -> None:
    """Refuse politely when the ``web`` extra is not installed.

    Raises
    ------
    ExtraMissing
        It is not.
    """
    from importlib.util import find_spec

    if any(find_spec(name) is None for name in ("fastapi", "uvicorn", "jinja2", "altair", "vl_convert")):
        raise ExtraMissing(what="The dashboard", what_zh="看板", extra="web")


def serve_dashboard(
    store: Path,
    options: Options,
    *,
    host: str = LOOPBACK,
    port: int | None,
    cache: bool = True,
    allow_host: tuple[str, ...] = (),
    open_browser: bool | None = None,
) -> None:
    """Serve the store until interrupted.

    Parameters
    ----------
    port
        ``None``: the usual one, or any free one where somebody listens there already.
    allow_host
        Other names that mean this server, as ``name`` or ``name:port``.
    open_browser
        ``None``: where a person sits in front of a screen.
    """
    from liangrong.interfaces.serving import free_port
    from liangrong.interfaces.serving import serve as serving
    from liangrong.interfaces.web.settings import Settings

    zh, output = options.language == "zh", options.output()

    def ready(address: str) -> None:
        output.say(f"看板：{address} （Ctrl+C 结束）" if zh else f"Dashboard: {address} (Ctrl+C ends it)")
        if _is_seen() if open_browser is None else open_browser:
            webbrowser.open(address)

    if port is None:
        try:
            port = free_port(host, PORT)
        except UsageError:
            port = 0
    settings = Settings(
        store=store.absolute(),
        host=host,
        port=port,
        token=os.environ.get("LIANGRONG_TOKEN") or None,
        lang=options.language,
        colors=options.colors,
        also=allow_host,
        cached=cache,
        warmed=True,
    )
    serving(settings, ready=ready)


def _is_seen() -> bool:
    """Whether a person with a graphical screen has started this."""
    has_screen = sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return sys.stdout.isatty() and has_screen
