"""``liangrong search``: what a code, a name, pinyin or an English name means."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.options import both

__all__ = ["search"]


def search(
    text: Annotated[str, Parameter(help=both(
        "代码、名称、拼音或首字母、英文名，如 600519、茅台、gzmt、Kweichow",
        "a code, a Chinese name, pinyin or its initials, or an English name, such as 600519, 茅台, gzmt or Kweichow"))],
    *,
    kind: Annotated[
        tuple[Literal["security", "index", "industry", "board", "exchange", "market", "measure", "rule", "page"], ...],
        Parameter(negative="", help=both("只找这一类，可重复", "only this kind; may be repeated")),
    ] = (),
    top: Annotated[int, Parameter(help=both("最多列出几行", "how many rows at most"))] = 20,
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Find a security, an industry, an index, a measure or a rule, however it is typed."""
    from liangrong.services.search import SearchRequest, search

    show_answer("search", search(options.open(), SearchRequest(text=text, kinds=kind, top=top)), options)
    return 0
