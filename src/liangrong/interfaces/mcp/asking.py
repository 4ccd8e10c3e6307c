"""From the arguments of a tool call to a reply: read them, ask the desk, and turn whatever goes wrong into words."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final

from liangrong.core.errors import ExtraMissing, Lang, LiangrongError, UsageError
from liangrong.interfaces.mcp.replies import Reply, refusal, reply
from liangrong.interfaces.mcp.schemas import LIMIT, MOST_ROWS, OWN
from liangrong.interfaces.mcp.toolset import tool
from liangrong.services.accounts.files import AccountText
from liangrong.services.neutral_words import NeutralWords
from liangrong.services.verbs.answers import account_text
from liangrong.services.verbs.desk import Desk

__all__ = ["ask"]

_LOG: Final = logging.getLogger("liangrong.mcp")


def ask(desk: Desk, name: str, arguments: Mapping[str, Any], lang: Lang) -> Reply:
    """The reply to one call; never raises.

    Parameters
    ----------
    name
        The tool.
    lang
        The language of a call that names none.
    """
    wanted = arguments.get("lang")
    lang = "en" if wanted == "en" else "zh" if wanted == "zh" else lang
    words = NeutralWords(desk.store)
    try:
        return _asked(desk, name, arguments, lang)
    except LiangrongError as error:
        return refusal(error, lang, words)
    except ModuleNotFoundError as error:
        _LOG.warning("a tool needs %s, which is not installed", error.name)
        return refusal(ExtraMissing(what=f"This answer (it needs {error.name})", what_zh=f"这个答案（需要 {error.name}）", extra="studies"), lang, words)  # fmt: skip
    except Exception as error:  # noqa: BLE001 - the last one who can answer
        _LOG.exception("the tool %s broke", ascii(name))
        broken = LiangrongError(
            reason=f"Something broke inside ({type(error).__name__}); this is our bug, and its traceback is in the log of the server.",
            reason_zh=f"程序内部出错（{type(error).__name__}），这是我们的问题；经过已记在服务端日志里。",
        )
        return refusal(broken, lang, words)


def _asked(desk: Desk, name: str, arguments: Mapping[str, Any], lang: Lang) -> Reply:
    chosen = tool(name)
    view = arguments.get("view") if len(chosen.verbs) > 1 else None
    verb = chosen.verb(None if view is None else str(view))
    own = [each for each in OWN if each != "view" or len(chosen.verbs) > 1]
    given = {key: value for key, value in arguments.items() if key not in own and value is not None}
    if arguments.get("lang", lang) not in ("zh", "en"):
        raise UsageError(
            reason=f"lang is '{arguments['lang']}'; it can be zh or en.",
            reason_zh=f"lang 为“{arguments['lang']}”，只能是 zh 或 en。",
        )
    limit = _limit(arguments.get("limit"))
    result = desk.ask(verb.name, given, lang, account=_account(arguments.get("account")))
    return reply(verb, result, lang, limit=limit)


def _limit(given: Any) -> int:
    if given is None:
        return LIMIT
    if not isinstance(given, int) or isinstance(given, bool) or not 1 <= given <= MOST_ROWS:
        raise UsageError(
            reason=f"limit is '{given}'; give a whole number from 1 to {MOST_ROWS}.",
            reason_zh=f"limit 为“{given}”，请给出 1 至 {MOST_ROWS} 的整数。",
        )
    return given


def _account(given: Any) -> AccountText | None:
    if given is None:
        return None
    if not isinstance(given, str | dict | list):
        raise UsageError(
            reason="account must be an object, a list of objects, or the text of a file.",
            reason_zh="account 须是对象、对象列表，或账户文件的文本。",
        )
    return account_text(given)
