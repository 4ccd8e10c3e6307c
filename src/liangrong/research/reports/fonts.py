"""Where the Chinese letters of a PDF and of pictures come from: the machine's fonts, or the package ``manimgx-fonts-cjk``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from liangrong.core.errors import BadInput, ExtraMissing

__all__ = ["FAMILIES", "Typeface", "require_documents", "typeface", "typeface_among"]

FAMILIES: Final = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC", "PingFang SC", "Microsoft YaHei",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Serif CJK SC", "Source Han Serif SC", "SimHei", "SimSun",
)  # fmt: skip
"""Families with simplified Chinese letters, the best first."""
_PACKAGE: Final = "manimgx_fonts_cjk"
_CHINESE: Final = re.compile("[\u3400-\u9fff\uff01-\uff5e]")


@dataclass(frozen=True, slots=True)
class Typeface:
    """A family, and the folders where its files lie when the machine does not know them."""

    family: str
    folders: tuple[Path, ...] = ()


def require_documents() -> None:
    """Refuse politely when what writes PDF and DOCX is not installed.

    Raises
    ------
    ExtraMissing
        typst or python-docx cannot be imported.
    """
    if any(find_spec(name) is None for name in ("typst", "docx")):
        raise ExtraMissing(what="A report as PDF or DOCX", what_zh="PDF 或 DOCX 报告", extra="report")


def typeface(texts: Iterable[str]) -> Typeface:
    """The typeface for some texts; without one for Chinese letters there is no document, rather than one full of boxes.

    Raises
    ------
    BadInput
        The texts hold Chinese letters, and no font on this machine does.
    """
    return typeface_among(_families(), texts, package=_packaged())


def typeface_among(families: Collection[str], texts: Iterable[str], *, package: Path | None = None) -> Typeface:
    """The best of the families that are there, for some texts.

    Parameters
    ----------
    package
        Folder of the font package, where it is installed.

    Raises
    ------
    BadInput
        The texts hold Chinese letters, and none of the families does.

    Examples
    --------
    >>> typeface_among({"SimHei", "Arial"}, ["余额"]).family
    'SimHei'
    """
    found = next((family for family in FAMILIES if family in families), None)
    if found is not None:
        return Typeface(found)
    if package is not None:
        return Typeface(FAMILIES[0], (package,))
    if any(_CHINESE.search(text) for text in texts):
        raise BadInput(
            place="PDF/DOCX",
            reason=f"no font with Chinese letters was found ({FAMILIES[0]} and its like); install one (Debian: fonts-noto-cjk) or run "
            "pip install manimgx-fonts-cjk, or ask for html or md.",
            reason_zh=f"没有找到含中文的字体（如 {FAMILIES[0]}）；请安装字体（Debian：fonts-noto-cjk）或运行 pip install manimgx-fonts-cjk，"
            "也可改用 html 或 md 格式。",
        )
    return Typeface("Libertinus Serif")


@cache
def _families() -> frozenset[str]:
    import typst

    return frozenset(typst.Fonts().families())


def _packaged() -> Path | None:
    spec = find_spec(_PACKAGE)
    return Path(spec.origin).parent if spec is not None and spec.origin else None
