"""What the address of a page says: every state of a page is a permalink."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal
from urllib.parse import urlencode

from liangrong.core.errors import Lang, UsageError
from liangrong.core.spelling import parse_day

__all__ = ["LOOK", "State"]

LOOK: Final = ("lang", "colors")
"""Parameters that change how a page looks and not what it says; they go along to every other page."""


@dataclass(frozen=True)
class State:
    """The address of a page, taken apart.

    Parameters
    ----------
    path
        The path of the page.
    given
        Query parameters, first values.
    lang, colors
        What the page is shown in.
    at
        What the path itself says: the code in ``/security/600519.SH``.
    several
        Query parameters that have more than one value.
    """

    path: str
    given: Mapping[str, str] = field(default_factory=dict)
    lang: Lang = "zh"
    colors: Literal["china", "western"] = "china"
    at: Mapping[str, str] = field(default_factory=dict)
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def zh(self) -> bool:
        """Whether the reader reads Chinese."""
        return self.lang == "zh"

    def say(self, zh: str, en: str) -> str:
        """The words of the reader's language."""
        return zh if self.zh else en

    @property
    def western(self) -> bool:
        """Whether green is a rise."""
        return self.colors == "western"

    def text(self, name: str, default: str = "") -> str:
        """A parameter as text; an empty one counts as not given."""
        return (self.at.get(name) or self.given.get(name, "")).strip() or default

    def choice(self, name: str, among: tuple[str, ...]) -> str:
        """A parameter from a short list; the first of them when it is not given.

        Raises
        ------
        UsageError
            It is none of them.
        """
        found = self.text(name, among[0])
        if found not in among:
            raise UsageError(
                reason=f"{name} is '{found}'; it can be {', '.join(filter(None, among))}.",
                reason_zh=f"{name} 为“{found}”，只能是 {'、'.join(filter(None, among))}。",
            )
        return found

    def day(self, name: str) -> date | None:
        """A parameter as a day; ``None`` when it is not given.

        Raises
        ------
        UsageError
            It is no date.
        """
        return parse_day(self.text(name) or None, name)

    def only(self, *names: str) -> dict[str, str]:
        """Those of the named parameters that are given: what a verb is asked with."""
        return {name: self.text(name) for name in names if self.text(name)}

    def here(self, **changes: str | None) -> str:
        """The address of this page with some parameters changed; ``None`` takes one away."""
        return self._address(self.path, {**self.given, **changes})

    def there(self, path: str, **parameters: str | None) -> str:
        """The address of another page, in the same look."""
        return self._address(path, {**{name: self.given.get(name) for name in LOOK}, **parameters})

    def _address(self, path: str, parameters: Mapping[str, str | None]) -> str:
        named = sorted((name, value) for name, value in parameters.items() if value)
        return f"{path}?{urlencode(named)}" if named else path
