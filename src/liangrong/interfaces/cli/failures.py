"""From whatever went wrong to one sentence, one JSON object and one exit code.

Exit codes: 0 ok · 1 our bug · 2 usage · 3 not known or not published yet · 4 bad input · 5 partly done or disk refused.
"""

from __future__ import annotations

import os
import tempfile
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from liangrong.core.errors import BadInput, ExtraMissing, Lang, LiangrongError, StorageFailed, UsageError
from liangrong.core.results import plain
from liangrong.interfaces.cli.spelling import as_options

if TYPE_CHECKING:
    from cyclopts import CycloptsError

__all__ = ["Failure", "explain"]

_EXTRA_OF: Final = dict.fromkeys(("scipy", "statsmodels", "talib"), "studies") | dict.fromkeys(
    ("altair", "vl_convert", "jinja2"), "report"
)
"""Optional packages that answers are made with, and the extra that brings them."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What the user is told."""

    code: str
    exit_code: int
    message: str
    hint: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    def envelope(self) -> dict[str, Any]:
        """The JSON error object."""
        return {"error": {"code": self.code, "message": self.message, "hint": self.hint, "details": self.details}}

    def text(self, lang: Lang) -> str:
        """The sentence, and on a second line what to do next."""
        label, then = ("错误：", "提示：") if lang == "zh" else ("Error: ", "Hint: ")
        return f"{label}{self.message}" + (f"\n{then}{self.hint}" if self.hint else "")


def explain(error: Exception, lang: Lang) -> Failure:
    """What to say about ``error``; anything that was not raised on purpose is our bug, and its traceback is kept in a file."""
    from cyclopts import CycloptsError

    if isinstance(error, CycloptsError):
        error = _usage(error)
    elif isinstance(error, ModuleNotFoundError) and (extra := _EXTRA_OF.get((error.name or "").partition(".")[0])):
        error = ExtraMissing(what="This answer", what_zh="这个答案", extra=extra)
    elif isinstance(error, FileNotFoundError | IsADirectoryError | NotADirectoryError) and error.filename:
        error = BadInput(place=error.filename, reason="there is no such file here.", reason_zh="没有这个文件。")
    elif isinstance(error, OSError) and not isinstance(error, LiangrongError) and error.filename:
        error = StorageFailed(path=error.filename, reason=error.strerror or str(error))
    if isinstance(error, LiangrongError) and type(error) is not LiangrongError:
        details = {name: _detail(value) for name, value in error.details.items() if not name.endswith("_zh")}
        return Failure(error.code, error.exit_code, as_options(error.message(lang)), as_options(error.hint(lang)), details)
    return _bug(error, lang)


def _detail(value: object) -> Any:
    shown = plain(value)
    return shown if isinstance(shown, str | int | float | bool | list | type(None)) else str(shown)


def _bug(error: Exception, lang: Lang) -> Failure:
    kept = _keep_traceback(error)
    name = type(error).__name__
    if lang == "zh":
        message = f"程序内部出错（{name}），这是我们的问题；" + (f"经过记在 {kept}。" if kept else "经过无法写盘。")
        hint = "请附上该文件提交问题；设 LIANGRONG_DEBUG=1 可直接看到经过。"
    else:
        message = f"Something broke inside ({name}); this is our bug, " + (
            f"its traceback lies in {kept}." if kept else "its traceback could not be written."
        )
        hint = "Please report it with that file; LIANGRONG_DEBUG=1 shows the traceback at once."
    return Failure("internal_error", 1, message, hint, {"type": name, "traceback": str(kept or "")})


def _keep_traceback(error: Exception) -> Path | None:
    try:
        handle, name = tempfile.mkstemp(prefix="liangrong-traceback-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(traceback.format_exception(error))
    except OSError:
        return None
    return Path(name)


def _usage(error: CycloptsError) -> UsageError:
    """The parser's complaint as one of our errors, in both languages."""
    import cyclopts

    from liangrong.interfaces.cli.app import COMMANDS, SUBCOMMANDS

    known = SUBCOMMANDS.get((error.command_chain or ("",))[0], COMMANDS)
    wanted = (error.unused_tokens or ["?"])[0]
    if isinstance(error, cyclopts.UnknownCommandError):
        told = f'There is no command "{wanted}". Commands: {", ".join(known)}.'
    else:
        told = " ".join(str(error).split())
    token = getattr(error, "token", None)
    value = getattr(token, "value", "") or getattr(token, "keyword", "") or ""
    name = getattr(token, "keyword", None) or (error.argument.name if error.argument is not None else "")
    unused = "、".join(error.unused_tokens or ())
    if isinstance(error, cyclopts.MissingArgumentError):
        zh = f"{name} 缺少取值。" if getattr(error, "keyword", None) else f"缺少参数 {name}。"
    elif isinstance(error, cyclopts.UnknownOptionError):
        zh = f"没有 {name or value} 这个选项。"
    elif isinstance(error, cyclopts.UnknownCommandError):
        zh = f"没有“{wanted}”这个命令。可用命令：{'、'.join(known)}。"
    elif isinstance(error, cyclopts.CoercionError):
        zh = f"{name} 不能是“{value}”。" + _choices_zh(error)
    elif isinstance(error, cyclopts.UnusedCliTokensError):
        zh = f"多余的参数：{unused}。某项可多个取值时，请把取值写在同一处：都在命令之后，或都在选项之后。"
        told = f"Nothing takes {', '.join(error.unused_tokens or ())}. Several values of one option stand together: all behind the command, or all behind the option."
    elif isinstance(error, cyclopts.RepeatArgumentError):
        zh = f"{name} 只能给一次。"
    else:
        zh = f"命令行无法理解：{told}"
    chain = " ".join(error.command_chain or ())
    ask = f"liangrong {chain} --help".replace("  ", " ")
    return UsageError(reason=told, reason_zh=zh, hint=f"See: {ask}", hint_zh=f"用法见：{ask}")


def _choices_zh(error: CycloptsError) -> str:
    from typing import Literal, get_args, get_origin

    wanted = getattr(error, "target_type", None)
    return f"可选：{'、'.join(map(str, get_args(wanted)))}。" if get_origin(wanted) is Literal else ""
