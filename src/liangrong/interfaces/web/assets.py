"""Files a browser needs: our own, and the drawing library made once from the installed wheel."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Final

__all__ = ["KINDS", "asset", "fingerprint", "modules", "vega"]

KINDS: Final = {
    "address.js": "text/javascript; charset=utf-8",
    "app.js": "text/javascript; charset=utf-8",
    "forms.js": "text/javascript; charset=utf-8",
    "later.js": "text/javascript; charset=utf-8",
    "player.js": "text/javascript; charset=utf-8",
    "search.js": "text/javascript; charset=utf-8",
    "vega.js": "text/javascript; charset=utf-8",
    "style.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
"""Name to media type of everything that is served as it is."""
_MAKING: Final = Lock()


@cache
def fingerprint() -> str:
    """A name for this state of all files, part of their addresses: they may be kept for ever."""
    found = hashlib.sha256(version("vl-convert-python").encode())
    for name in sorted(KINDS):
        if name != "vega.js":
            found.update(_own(name))
    return found.hexdigest()[:12]


def asset(name: str) -> bytes | None:
    """A file by its name; ``None`` when there is none of that name."""
    if name not in KINDS:
        return None
    return vega() if name == "vega.js" else _own(name)


@cache
def modules() -> tuple[str, ...]:
    """The modules that ``app.js`` imports: a page names them, so that they are fetched together with it."""
    return tuple(re.findall(r'^import .* from "\./(.+)";$', _own("app.js").decode(), re.MULTILINE))


def vega() -> bytes:
    """Vega-Embed with Vega and Vega-Lite as one script.

    Making it takes three seconds, so it is kept in the user's cache folder; where that cannot be written, it is made anew by
    each server.
    """
    with _MAKING:
        return _vega()


@cache
def _vega() -> bytes:
    kept = _folder() / f"vega-{version('vl-convert-python')}.js"
    try:
        return kept.read_bytes()
    except OSError:
        pass
    import vl_convert

    made = vl_convert.javascript_bundle(None).encode()  # type: ignore[arg-type]  # its default, which its stub forgets
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as unfinished:
            unfinished.write(made)
        Path(unfinished.name).replace(kept)
    except OSError:
        pass
    return made


def _folder() -> Path:
    """Where the system keeps what a program can make again."""
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(named) if named else Path.home() / ".cache") / "liangrong"


@cache
def _own(name: str) -> bytes:
    return files("liangrong.interfaces.web.static").joinpath(name).read_bytes()
