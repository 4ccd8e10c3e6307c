"""Names of parameters as the command line spells them."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["as_options"]

_PARAMETER: Final = re.compile(r"`([a-z][a-z_]*)(?:=([a-z0-9_]+))?`")


def as_options(text: str) -> str:
    """A sentence that names parameters in backquotes, as every way in can read it, with options in their place.

    Examples
    --------
    >>> as_options("leave out `known_at`; all with `top=0`, or with `view=lookahead`; run `liangrong doctor`")
    'leave out --known-at; all with --top 0, or with --view lookahead; run `liangrong doctor`'
    """
    return _PARAMETER.sub(lambda found: f"--{found[1].replace('_', '-')}" + (f" {found[2]}" if found[2] else ""), text)
