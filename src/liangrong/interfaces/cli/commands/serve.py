"""``liangrong serve``: the dashboard, REST and MCP from one process."""

from __future__ import annotations

import os
from typing import Annotated

from cyclopts import Parameter

from liangrong.core.errors import ExtraMissing
from liangrong.interfaces.cli.options import Options, both

__all__ = ["serve"]


def serve(
    *,
    host: Annotated[str, Parameter(help=both("监听地址；非本机地址须设 LIANGRONG_TOKEN", "address; any but loopback needs LIANGRONG_TOKEN"))] = "127.0.0.1",
    port: Annotated[int, Parameter(help=both("端口；0 为任意空闲端口", "port; 0 for any free one"))] = 8421,
    cache: Annotated[bool, Parameter(help=both("数据不变时复用页面", "keep pages until the data change"))] = True,
    options: Options = Options(),  # noqa: B008
) -> int:  # fmt: skip
    """Serve the dashboard on this machine."""
    from importlib.util import find_spec

    missing = [name for name in ("fastapi", "uvicorn", "jinja2", "altair", "vl_convert") if find_spec(name) is None]
    if missing:
        raise ExtraMissing(what="The dashboard", what_zh="看板", extra="web")
    from liangrong.interfaces.serving import serve as serving
    from liangrong.interfaces.web.settings import Settings

    options.open()
    zh, output = options.language == "zh", options.output()

    def ready(address: str) -> None:
        output.say(f"看板：{address}（Ctrl+C 结束）" if zh else f"Dashboard: {address} (Ctrl+C ends it)")

    settings = Settings(
        store=options.folder.absolute(), host=host, port=port, token=os.environ.get("LIANGRONG_TOKEN") or None, lang=options.language,
        colors=options.colors, cached=cache,
    )  # fmt: skip
    serving(settings, ready=ready)
    return 0
