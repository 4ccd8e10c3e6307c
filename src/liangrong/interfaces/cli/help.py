"""Help in the reader's language: texts are written in both, one is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from liangrong.core.errors import Lang
from liangrong.interfaces.cli.options import one_of

if TYPE_CHECKING:
    from cyclopts.help import HelpPanel
    from rich.console import Console, ConsoleOptions

__all__ = ["help_formatter"]

_OWN_WORDS = {"Display this message and exit.": "显示本帮助。", "Display application version.": "显示版本号。"}


class _Formatter:
    """The parser's own layout, with each description cut to one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def __call__(self, console: Console, options: ConsoleOptions, panel: HelpPanel) -> None:
        from cyclopts.help import DefaultFormatter

        for entry in panel.entries:
            text = getattr(entry.description, "primary_renderable", None)
            if text is not None and hasattr(text, "plain"):
                said = one_of(text.plain, self.lang)
                text.plain = _OWN_WORDS.get(said, said) if self.lang == "zh" else said
        DefaultFormatter()(console, options, panel)

    def render_usage(self, console: Console, _options: ConsoleOptions, usage: Any) -> None:
        if usage:
            console.print(
                ("用法：" if self.lang == "zh" else "Usage: ") + str(usage).removeprefix("Usage:").strip(), highlight=False
            )

    def render_description(self, console: Console, _options: ConsoleOptions, description: Any) -> None:
        if description:
            console.print()
            console.print(description)


def help_formatter(lang: Lang) -> Any:
    """A formatter for cyclopts that shows the ``lang`` half of every help text."""
    return _Formatter(lang)
