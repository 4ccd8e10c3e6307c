"""``liangrong alerts``: conditions to be told of, parts of the market to watch, and where to be told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from cyclopts import Parameter

from liangrong.core.errors import Lang, UsageError  # noqa: F401 the parser resolves annotations in this module
from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.options import Clocks, Options, both

if TYPE_CHECKING:
    from liangrong.core.results import Result
    from liangrong.services.alerts.channels import EmailSettings

__all__ = [
    "EmailOptions",
    "add",
    "channels",
    "check",
    "forget_account",
    "history",
    "list_alerts",
    "remove",
    "remove_channel",
    "save_account",
    "saved_accounts",
    "set_channel",
    "unwatch",
    "watch",
    "watchlist",
]

_CHECKED: Final = (
    "alert",
    "title_zh",
    "title_en",
    "state",
    "session",
    "value",
    "unit",
    "threshold",
    "zone",
    "reason_zh",
    "reason_en",
)
"""What a table of alerts shows; JSON and CSV show everything."""
_TOLD: Final = ("fired_at", "alert", "told", "text_zh", "text_en", "delivered_to", "failure_zh", "failure_en")
"""What a table of the history shows."""
_WATCHED: Final = (
    "title_zh", "title_en", "financing_balance", "change_1", "change_5", "change_20", "percentile", "crowding", "crowding_rank",
    "reason_zh", "reason_en", "remark",
)  # fmt: skip
"""What a table of the watchlist shows."""

_Remark = Annotated[str, Parameter(help=both("备注", "remark"))]
_Scope = Annotated[
    str, Parameter(help=both("范围：全市场、行业、指数、证券代码或名称", "market, industry, index, security code or name"))
]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class EmailOptions:
    """How e-mail is sent."""

    host: Annotated[str, Parameter(help=both("邮件服务器", "mail server"))] = ""
    port: Annotated[int, Parameter(help=both("端口，默认按加密方式", "port; default that of the kind of security"))] = 0
    security: Annotated[Literal["starttls", "tls", "none"], Parameter(help=both("加密方式", "security of the connection"))] = (
        "starttls"
    )
    user: Annotated[str, Parameter(help=both("登录名，无须登录则不填", "who logs in; leave out where nobody does"))] = ""
    password_env: Annotated[str, Parameter(help=both(
        "存放密码的环境变量，以 LIANGRONG_ 开头；密码本身从不保存",
        "environment variable with the password, LIANGRONG_…; the password is never stored"))] = "LIANGRONG_SMTP_PASSWORD"  # fmt: skip  # noqa: S105
    sender: Annotated[str, Parameter(name="--from", help=both("发件人", "sender"))] = ""
    to: Annotated[tuple[str, ...], Parameter(help=both("收件人，可重复", "recipient; may be repeated"))] = ()

    def settings(self) -> EmailSettings:
        """The settings put to the service."""
        from liangrong.services.alerts.channels import EmailSettings

        return EmailSettings(self.host, self.port, self.security, self.user, self.password_env, self.sender, self.to)


def list_alerts(*, options: Options = Options()) -> int:  # noqa: B008
    """List the alerts with what the last check found of each."""
    from liangrong.services.alerts.alerts import AlertsRequest, alerts

    _show(alerts(options.open(), AlertsRequest()), options, summary=(*_CHECKED, "fired_on", "remark"))
    return 0


def add(
    *condition: Annotated[str, Parameter(help=both(
        "条件，例如 '两融余额 全市场 >= 2.7万亿'、'融资余额 600519.SH change 5 < -5%'、'record 两融余额'、'account 名称 maintenance_ratio < call_line'",
        "condition, such as 'margin_trading_balance market >= 2.7万亿', 'financing_balance 600519.SH change 5 < -5%', "
        "'record margin_trading_balance', 'account NAME maintenance_ratio < call_line'"))],
    remark: _Remark = "",
    options: Options = Options(),  # noqa: B008
) -> int:  # fmt: skip
    """Set an alert; quote the condition, for the shell reads < and > itself."""
    from liangrong.services.alerts.alerts import AddAlertRequest, add_alert

    if not condition:
        raise UsageError(
            reason="Name a condition, in quotes: liangrong alerts add 'margin_trading_balance market >= 2.7万亿'.",
            reason_zh="请在引号中写明条件：liangrong alerts add '两融余额 全市场 >= 2.7万亿'。",
        )
    _show(
        add_alert(options.open(), AddAlertRequest(" ".join(condition), remark)), options, summary=(*_CHECKED, "since", "remark")
    )
    return 0


def remove(
    alert: Annotated[int, Parameter(help=both("预警编号", "number of the alert"))],
    *,
    options: Options = Options(),  # noqa: B008
) -> int:
    """Remove an alert; what it told stays in the history."""
    from liangrong.services.alerts.alerts import RemoveAlertRequest, remove_alert

    _show(remove_alert(options.open(), RemoveAlertRequest(alert)), options, summary=(*_CHECKED, "fired_on", "remark"))
    return 0


def check(*, clocks: Clocks = Clocks(), options: Options = Options()) -> int:  # noqa: B008
    """Check all alerts and tell what is new; with --as-of or --known-at only rehearse, telling nobody."""
    from liangrong.services.alerts.channels import channels
    from liangrong.services.alerts.evaluation import CheckAlertsRequest, check_alerts

    workspace, request = options.open(), CheckAlertsRequest(clocks.day, clocks.instant)
    _show(check_alerts(workspace, request), options, summary=_CHECKED)
    waiting = 0 if request.is_rehearsal else sum(channels(workspace).data["waiting"])
    return 5 if waiting else 0


def history(
    *,
    alert: Annotated[int | None, Parameter(help=both("只看此编号的预警", "only this alert"))] = None,
    since: Annotated[str | None, Parameter(name="--from", help=both("起始交易日", "first session"))] = None,
    top: Annotated[int, Parameter(help=both("最近几条", "how many, the latest first"))] = 100,
    options: Options = Options(),  # noqa: B008
) -> int:
    """Show what was told, the latest first, and who has it."""
    from liangrong.services.alerts.history import AlertHistoryRequest, alert_history

    found = alert_history(options.open(), AlertHistoryRequest(alert, parse_day(since, "--from"), top))
    _show(found, options, summary=_TOLD)
    return 0


def watchlist(
    *,
    crowding: Annotated[
        bool, Parameter(help=both("个股拥挤度与名次，需一两秒", "crowding of stocks and its rank; takes a second or two"))
    ] = True,
    clocks: Clocks = Clocks(),  # noqa: B008
    options: Options = Options(),  # noqa: B008
) -> int:
    """Show how the watched parts of the market stand."""
    from liangrong.services.alerts.watchlist import WatchlistRequest
    from liangrong.services.alerts.watchlist import watchlist as ask

    _show(ask(options.open(), WatchlistRequest(clocks.day, clocks.instant, crowding)), options, summary=_WATCHED)
    return 0


def watch(scope: _Scope, *, remark: _Remark = "", options: Options = Options()) -> int:  # noqa: B008
    """Put a part of the market on the watchlist."""
    from liangrong.services.alerts.watchlist import WatchRequest
    from liangrong.services.alerts.watchlist import watch as put

    _show(put(options.open(), WatchRequest(scope, remark)), options)
    return 0


def unwatch(scope: _Scope, *, options: Options = Options()) -> int:  # noqa: B008
    """Take a part of the market off the watchlist."""
    from liangrong.services.alerts.watchlist import UnwatchRequest
    from liangrong.services.alerts.watchlist import unwatch as take

    _show(take(options.open(), UnwatchRequest(scope)), options)
    return 0


def channels(*, options: Options = Options()) -> int:  # noqa: B008
    """List where firings are delivered to."""
    from liangrong.services.alerts.channels import ChannelsRequest
    from liangrong.services.alerts.channels import channels as ask

    _show(ask(options.open(), ChannelsRequest()), options)
    return 0


def set_channel(
    name: Annotated[str, Parameter(help=both("渠道名称", "name of the channel"))],
    kind: Annotated[Literal["file", "webhook", "email"], Parameter(help=both("文件、webhook 或电子邮件", "what it is"))],
    *,
    path: Annotated[
        Path | None,
        Parameter(help=both("文件：逐行追加 JSON，.jsonl 或 .ndjson", "file: JSON lines are appended; .jsonl or .ndjson")),
    ] = None,
    url: Annotated[str, Parameter(help=both("webhook 地址，以 POST 发送 JSON", "webhook: JSON is posted to this address"))] = "",
    email: EmailOptions = EmailOptions(),
    options: Options = Options(),  # noqa: B008
) -> int:
    """Add a channel, or change the one of that name; its sentences are in the language of this command."""
    from liangrong.services.alerts.channels import SetChannelRequest
    from liangrong.services.alerts.channels import set_channel as put

    request = SetChannelRequest(name, kind, options.language, path=path, url=url, email=email.settings())
    _show(put(options.open(), request), options)
    return 0


def remove_channel(
    name: Annotated[str, Parameter(help=both("渠道名称", "name of the channel"))],
    *,
    options: Options = Options(),  # noqa: B008
) -> int:
    """Remove a channel."""
    from liangrong.services.alerts.channels import RemoveChannelRequest
    from liangrong.services.alerts.channels import remove_channel as take

    _show(take(options.open(), RemoveChannelRequest(name)), options)
    return 0


def saved_accounts(*, options: Options = Options()) -> int:  # noqa: B008
    """List the accounts that are kept for alerts."""
    from liangrong.services.alerts.accounts import SavedAccountsRequest
    from liangrong.services.alerts.accounts import saved_accounts as ask

    _show(ask(options.open(), SavedAccountsRequest()), options)
    return 0


def save_account(
    name: Annotated[str, Parameter(help=both("名称，一个词", "name, one word"))],
    file: Annotated[Path, Parameter(help=both("账户文件", "account file"))],
    *,
    options: Options = Options(),  # noqa: B008
) -> int:
    """Keep a copy of an account file beside the store, so that alerts can watch it."""
    from liangrong.services.alerts.accounts import SaveAccountRequest
    from liangrong.services.alerts.accounts import save_account as put

    _show(put(options.open(), SaveAccountRequest(name, file.read_bytes())), options)
    return 0


def forget_account(
    name: Annotated[str, Parameter(help=both("名称", "name"))],
    *,
    options: Options = Options(),  # noqa: B008
) -> int:
    """Delete a saved account."""
    from liangrong.services.alerts.accounts import ForgetAccountRequest
    from liangrong.services.alerts.accounts import forget_account as take

    _show(take(options.open(), ForgetAccountRequest(name)), options)
    return 0


def _show(result: Result, options: Options, *, summary: tuple[str, ...] = ()) -> None:
    from dataclasses import replace

    if summary and options.format in ("table", "md"):
        result = replace(result, data=result.data.select(summary))
    options.output().show(result)
