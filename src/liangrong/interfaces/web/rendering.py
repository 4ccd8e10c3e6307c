"""From what a page shows to its HTML; everything that comes from data is escaped by the templates."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from liangrong import __version__
from liangrong.interfaces.web.assets import fingerprint, modules
from liangrong.interfaces.web.state import State
from liangrong.research.reports.html import BLOCKS

if TYPE_CHECKING:
    from jinja2 import Environment

    from liangrong.interfaces.web.pages.page import Page

__all__ = ["render"]


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    own, of_reports = files("liangrong.interfaces.web.templates"), files("liangrong.research.reports")
    return Environment(
        loader=FunctionLoader(lambda name: (of_reports if name == BLOCKS else own).joinpath(name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def render(page: Page, state: State, shown: Mapping[str, Any], *, simulated: bool, template: str = "") -> str:
    """The HTML of a page.

    Parameters
    ----------
    shown
        What the page has built.
    simulated
        Whether the data are synthetic, which every page then says.
    template
        Another template than the page's own.
    """
    from liangrong.interfaces.web.pages.registry import PAGES

    return (
        _environment()
        .get_template(template or f"{page.name}.html.j2")
        .render(
            page=page,
            pages=[each for each in PAGES if each.listed],
            state=state,
            say=state.say,
            simulated=simulated,
            assets=fingerprint(),
            modules=modules(),
            version=__version__,
            **{"query": "", "under_way": False, **shown},
        )
    )
