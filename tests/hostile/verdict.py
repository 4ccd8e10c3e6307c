"""What no answer may hold."""

from __future__ import annotations

import csv
import io
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

from tests.hostile.payloads import MARK, PRODUCT
from tests.hostile.wire import Answer

FOLDERS = re.compile(r"(?<![\w.:/%-])/(?:work|home|root|tmp|var/tmp|usr/(?:local/)?lib|opt)/")
INSIDE = re.compile(
    r"Traceback \(most recent|site-packages|File \"[^\"]+\.py\"|root:[x*]:0:0|sqlite3?\.|jinja2\.|polars\.|pydantic|starlette|fastapi|uvicorn|"
    r"Error\(|<class '|object at 0x",
    re.IGNORECASE,
)
SECRETS = (sys.prefix, str(Path(__file__).resolve().parents[2]))


def faults(answer: Answer, store: Path) -> list[str]:
    """What is wrong with an answer; nothing, if the connection was closed without one."""
    if answer.status == 0:
        return []
    text = answer.text
    found = []
    if answer.status >= 500 and not (answer.status == 503 and answer.header("retry-after")):
        found.append(f"status {answer.status}")
    hits = [hit for pattern in (FOLDERS, INSIDE) if (hit := pattern.search(text))]
    found += [f"says {text[max(0, hit.start() - 40) : hit.end() + 40]!r}" for hit in hits]
    found += [f"names {folder}" for folder in (*SECRETS, str(store)) if folder in text]
    if PRODUCT in text:
        found.append("has calculated what a stranger wrote")
    if any(MARK in name + value for name, value in answer.headers if name in {MARK, "set-cookie"}):
        found.append("has a header of a stranger's")
    if "html" in answer.header("content-type") or "svg" in answer.header("content-type"):
        reader = _Reader()
        reader.feed(text)
        found += reader.alive
    if "csv" in answer.header("content-type"):
        found += [
            f"has the formula {cell!r}"
            for row in csv.reader(io.StringIO(text))
            for cell in row
            if re.match(r"[=+@\-\t].*cmd\|", cell)
        ]
    found += [
        f"has no {name}"
        for name in ("content-security-policy", "x-content-type-options", "cache-control")
        if not answer.header(name)
    ]
    if answer.header("server"):
        found.append("names the server")
    return found


class _Reader(HTMLParser):
    """Finds what of a stranger's text would run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.alive: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_script = tag == "script"
        if MARK in tag:
            self.alive.append(f"has the element <{tag}>")
        for name, value in attrs:
            leads = name in {"href", "src", "action", "formaction", "data", "xlink:href"}
            runs = (
                name.startswith("on")
                or name in {"style", "srcdoc"}
                or (leads and (value or "").strip().lower().startswith("javascript:"))
            )
            if MARK in name or (MARK in (value or "") and runs):
                self.alive.append(f"would run {name}={value!r}")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script and f"{MARK}()" in data and not data.lstrip().startswith("{"):
            self.alive.append(f"would run {data[:60]!r}")
