"""Alerts: what is watched and how it stands, the conditions somebody wants to be told of, what was told, and where it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from liangrong.core.errors import Lang, LiangrongError, UsageError
from liangrong.core.results import Note, Result
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.forms import Form
from liangrong.interfaces.web.guard.hosts import is_loopback
from liangrong.interfaces.web.pages.page import Acted, Moved, Page
from liangrong.interfaces.web.panels import Cell, Column, Filled, Panel, filled
from liangrong.interfaces.web.state import State
from liangrong.interfaces.web.status import status_of
from liangrong.research.tables.layout import printed
from liangrong.services.alerts.accounts import ForgetAccountRequest, forget_account, saved_accounts
from liangrong.services.alerts.alerts import AddAlertRequest, RemoveAlertRequest, add_alert, remove_alert
from liangrong.services.alerts.channels import (
    EmailSettings,
    RemoveChannelRequest,
    SetChannelRequest,
    channels,
    remove_channel,
    set_channel,
)
from liangrong.services.alerts.evaluation import check_alerts
from liangrong.services.alerts.watchlist import UnwatchRequest, WatchRequest, unwatch, watch

if TYPE_CHECKING:
    from liangrong.services.workspace import Workspace

__all__ = ["ALERTS"]

_WATCHED: Final = ("title", "date", "financing_balance", "change_1", "change_5", "change_20", "percentile", "reason", "remark")
_ALERTS: Final = ("alert", "title", "state", "session", "value", "unit", "threshold", "zone", "fired_on", "reason", "remark")
_TOLD: Final = ("fired_at", "session", "alert", "told", "text", "delivered_to", "failure")
_CHANNELS: Final = ("name", "via", "target", "lang", "waiting", "last_delivered", "failure")
_ACCOUNTS: Final = ("name", "saved_on")
_ROWS: Final = 50
_SECURITY: Final[Mapping[str, Literal["starttls", "tls", "none"]]] = {"starttls": "starttls", "tls": "tls", "none": "none"}
_DONE: Final = {
    "add-alert": Note(
        "已设置预警；下面是它现在的状态，从下一次检查起告知。",
        "The alert is set; below is how it stands, and it tells from the next check on.",
    ),
    "remove-alert": Note("已删除预警；告知过的仍在历史中。", "The alert is removed; what it told stays in the history."),
    "watch": Note("已加入自选。", "It is on the watchlist."),
    "unwatch": Note("已移出自选。", "It is off the watchlist."),
    "check": Note("已检查全部预警。", "All alerts were checked."),
    "set-channel": Note("已设置渠道；从下一次触发起送达。", "The channel is set; it gets what fires from now on."),
    "remove-channel": Note("已删除渠道。", "The channel is removed."),
    "forget-account": Note("已删除账户。", "The account is deleted."),
}
"""What was done, as the page says it afterwards."""


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """The lists, and what was done a moment ago."""
    workspace = desk.workspace()
    panels = (
        Panel("watchlist", "watchlist", {"crowding": "false"}, Note("自选", "Watchlist"), columns=_WATCHED, rows=_ROWS,
              links={"title": _leads_to}, empty=Note("还没有自选。", "Nothing is watched yet.")),
        Panel("alerts", "alerts", title=Note("预警条件", "Conditions"), columns=_ALERTS, rows=_ROWS, empty=Note("还没有预警。", "No alert is set yet.")),
        Panel("history", "alert-history", title=Note("告知过的", "What was told"), columns=_TOLD, rows=_ROWS,
              empty=Note("还没有告知过什么。", "Nothing was told yet.")),
    )  # fmt: skip
    return {
        **{panel.key: filled(desk, panel, state) for panel in panels},
        "channels": _listed("channels", Note("告知渠道", "Where it is told"), channels(workspace), _CHANNELS, state),
        "accounts": _listed(
            "accounts", Note("保存的账户", "Accounts that are kept"), saved_accounts(workspace), _ACCOUNTS, state
        ),
        "done": _done(state),
        "wrong": "",
        "sentence": "",
        "hint": "",
        "form": Form({"condition": (state.text("condition"),)}),
        "may_send": _may_send(desk),
    }


def act(desk: Desk, state: State, form: Form) -> Acted:
    """Change what a button asked for, and show the page anew; what cannot be done is said beside its fields."""
    do, _, which = form.text("do").partition(":")
    try:
        change = _CHANGES.get(do)
        if change is None:
            raise UsageError(reason="That button is not known; open the page anew.", reason_zh="没有这个操作，请重新打开本页。")
        if do == "set-channel" and not _may_send(desk):
            raise UsageError(
                reason="Channels are set from this machine or with a token.", reason_zh="只有从本机或凭口令才能设置渠道。"
            )
        change(desk.workspace(), form, which)
    except LiangrongError as error:
        said = {"wrong": do or "button", "sentence": error.message(state.lang), "hint": error.hint(state.lang), "form": form}
        return Acted({**build(desk, state), **said}, status_of(error))
    desk.data.fresh()
    raise Moved(state.here(done=do, condition=None))


def _add_alert(workspace: Workspace, form: Form, _: str) -> None:
    add_alert(workspace, AddAlertRequest(form.text("condition"), form.text("remark")))


def _remove_alert(workspace: Workspace, _: Form, which: str) -> None:
    remove_alert(workspace, RemoveAlertRequest(int(which) if which.isascii() and which.isdigit() else 0))


def _watch(workspace: Workspace, form: Form, _: str) -> None:
    watch(workspace, WatchRequest(form.text("scope"), form.text("remark")))


def _unwatch(workspace: Workspace, _: Form, which: str) -> None:
    unwatch(workspace, UnwatchRequest(which))


def _check(workspace: Workspace, _: Form, __: str) -> None:
    check_alerts(workspace)


def _set_channel(workspace: Workspace, form: Form, which: str) -> None:
    """A webhook or e-mail; files are for the command line, which knows the disk."""
    lang: Lang = "en" if form.text("channel_lang") == "en" else "zh"
    if which == "webhook":
        request = SetChannelRequest(form.text("channel"), "webhook", lang, url=form.text("url"))
    else:
        port = form.text("port", "0")
        security = _SECURITY.get(form.text("security"), "starttls")
        email = EmailSettings(
            form.text("host"), int(port) if port.isascii() and port.isdigit() else -1, security, form.text("user"), form.text("password_env"),
            form.text("sender"), tuple(part.strip() for part in form.text("to").replace("；", ",").replace(";", ",").split(",") if part.strip()),
        )  # fmt: skip
        request = SetChannelRequest(form.text("channel"), "email", lang, email=email)
    set_channel(workspace, request)


def _remove_channel(workspace: Workspace, _: Form, which: str) -> None:
    remove_channel(workspace, RemoveChannelRequest(which))


def _forget_account(workspace: Workspace, _: Form, which: str) -> None:
    forget_account(workspace, ForgetAccountRequest(which))


_CHANGES: Final[Mapping[str, Callable[[Workspace, Form, str], None]]] = {
    "add-alert": _add_alert,
    "remove-alert": _remove_alert,
    "watch": _watch,
    "unwatch": _unwatch,
    "check": _check,
    "set-channel": _set_channel,
    "remove-channel": _remove_channel,
    "forget-account": _forget_account,
}
"""Button to what it changes; the part behind a colon says of which."""


def _done(state: State) -> str:
    note = _DONE.get(state.text("done"))
    return note.text(state.lang) if note else ""


def _may_send(desk: Desk) -> bool:
    """Whether whoever asks may make the server send something: one who sits at it, or who has shown its token."""
    return desk.settings.token is not None or is_loopback(desk.settings.host)


def _leads_to(row: Mapping[str, Any], state: State) -> str | None:
    kind, _, name = str(row["scope"]).partition(":")
    return state.there(f"/security/{name}") if kind == "security" else None


def _listed(key: str, title: Note, result: Result, columns: tuple[str, ...], state: State) -> Filled:
    """A list that is no verb: it is for this page alone."""
    table = printed(result, state.lang)
    shown = [column for name in columns for column in table.columns if column.name == name]
    rows = tuple(tuple(Cell(column.cells[place]) for column in shown) for place in range(result.data.height))
    return Filled(
        key,
        title.text(state.lang),
        columns=tuple(Column(column.heading, column.align, column.wraps) for column in shown),
        rows=rows,
        result=result,
    )


ALERTS: Final = Page("alerts", "/alerts", Note("预警", "Alerts"), build, keeps=False, act=act)
