"""What folders of this machine are called where strangers read: sentences for the terminal may name them, an answer may not."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import quote

from liangrong.core.errors import Lang

__all__ = ["NeutralWords"]

_STORE: Final = {"zh": "数据目录", "en": "the store"}
_ELSEWHERE: Final = {"zh": "服务端文件", "en": "a file of the service"}
_INSIDE: Final = r"(?:[\\/][^\s\"'<>,;)，。；）”]*)?"
"""The rest of a path in running text."""


@dataclass(frozen=True, slots=True)
class NeutralWords:
    """What folders of this machine are called in an answer.

    Parameters
    ----------
    store
        The folder of the store, as it was given; its absolute form is hidden as well.

    Examples
    --------
    >>> NeutralWords(Path("/srv/data/margin")).text("No store at /srv/data/margin/tables.", "en")
    'No store at the store/tables.'
    """

    store: Path

    def text(self, text: str, lang: Lang) -> str:
        """``text`` with neutral words in place of folders."""
        stores, elsewhere = _patterns(self.store)
        return elsewhere.sub(_ELSEWHERE[lang], stores.sub(_STORE[lang], text))


@cache
def _patterns(store: Path) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The store's own folder, and the folders that name a user or an installation with whatever lies in them."""
    code = Path(__file__).resolve().parents[1]
    elsewhere = (Path.home(), Path.cwd(), Path(sys.prefix), Path(sys.base_prefix) / "lib", Path(tempfile.gettempdir()), code)
    return _pattern((store.absolute(), store.resolve())), _pattern(elsewhere, _INSIDE)


def _pattern(folders: Sequence[Path], inside: str = "") -> re.Pattern[str]:
    """Any of ``folders``, the longest first, in every spelling that text on the wire may have."""
    spelt: set[str] = set()
    for folder in folders:
        plain = str(folder)
        if len(folder.parts) > 1:
            spelt |= {plain, quote(plain), quote(plain, safe=""), escape(plain)}
            spelt |= {json.dumps(plain)[1:-1], json.dumps(plain, ensure_ascii=False)[1:-1]}
    names = "|".join(re.escape(name) for name in sorted(spelt, key=lambda name: (-len(name), name)))
    return re.compile(f"(?:{names})(?![\\w-]){inside}" if names else r"(?!)")
