"""Where somebody wants to be told, besides the page: a file, a webhook, an e-mail address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import urlsplit

import polars as pl

from liangrong.core.errors import Lang, UnknownName, UsageError
from liangrong.core.results import Result
from liangrong.services.alerts.folder import AlertsFolder
from liangrong.services.alerts.journal import Journal
from liangrong.services.workspace import Workspace

__all__ = [
    "LOOPBACK",
    "Channel",
    "ChannelKind",
    "ChannelsRequest",
    "EmailSettings",
    "RemoveChannelRequest",
    "SetChannelRequest",
    "channels",
    "remove_channel",
    "set_channel",
    "stored_channels",
]

ChannelKind: TypeAlias = Literal["file", "webhook", "email"]
Security: TypeAlias = Literal["starttls", "tls", "none"]

_FILE: Final = "channels.json"
_ENDINGS: Final = (".jsonl", ".ndjson")
"""A file that is appended to says so in its name: no other file can be spoilt by a slip."""
_NAME: Final = re.compile(r"[^\W_][\w-]{0,39}")
_ADDRESS: Final = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+")
_SECRET: Final = re.compile(r"LIANGRONG_[A-Z0-9_]+")
_PORTS: Final[dict[Security, int]] = {"starttls": 587, "tls": 465, "none": 25}
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
"""Names of this machine."""


@dataclass(frozen=True, slots=True)
class EmailSettings:
    """How e-mail is sent.

    Parameters
    ----------
    host, port
        The mail server; the port of the kind of security by default.
    security
        ``starttls``, ``tls`` from the first byte, or ``none``.
    user
        Who logs in; nobody where it is empty.
    password_env
        The environment variable that holds the password, beginning with ``LIANGRONG_``; the password itself is never stored.
    sender, to
        Addresses.
    """

    host: str = ""
    port: int = 0
    security: Security = "starttls"
    user: str = ""
    password_env: str = "LIANGRONG_SMTP_PASSWORD"  # noqa: S105 the name of a variable
    sender: str = ""
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """A place to be told at.

    Parameters
    ----------
    name
        What it is called here.
    lang
        The language of its sentences.
    path
        Of a file: lines of JSON are appended to it.
    url
        Of a webhook: each firing is posted to it as JSON.
    email
        Of an e-mail.
    """

    name: str
    kind: ChannelKind
    lang: Lang = "zh"
    path: str = ""
    url: str = ""
    email: EmailSettings = field(default_factory=EmailSettings)

    @property
    def target(self) -> str:
        """Where it leads, without what others should not see: folders, passwords, tokens in an address."""
        if self.kind == "file":
            return Path(self.path).name
        if self.kind == "email":
            return ", ".join(self.email.to)
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/…"

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        found = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "email"}
        email = {each.name: getattr(self.email, each.name) for each in fields(self.email)}
        return found | ({"email": email | {"to": list(self.email.to)}} if self.kind == "email" else {})

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Channel:
        """The channel of a document."""
        email = row.get("email")
        rest = {name: row[name] for name in ("name", "kind", "lang", "path", "url")}
        return cls(**rest, email=EmailSettings(**{**email, "to": tuple(email["to"])}) if email else EmailSettings())


@dataclass(frozen=True, slots=True)
class SetChannelRequest:
    """A channel to add, or to replace under its name.

    Parameters
    ----------
    name
        What it is called; one word.
    kind
        file, webhook or email.
    lang
        The language of its sentences: zh or en.
    path
        Of a file: where it lies; its name ends in .jsonl or .ndjson.
    url
        Of a webhook: http or https.
    """

    name: str
    kind: ChannelKind
    lang: Lang = "zh"
    path: Path | None = None
    url: str = ""
    email: EmailSettings = field(default_factory=EmailSettings)


@dataclass(frozen=True, slots=True)
class RemoveChannelRequest:
    """A channel to remove.

    Parameters
    ----------
    name
        What it is called.
    """

    name: str


@dataclass(frozen=True, slots=True)
class ChannelsRequest:
    """The list of channels; there is nothing to ask."""


def set_channel(workspace: Workspace, request: SetChannelRequest) -> Result:
    """Add a channel, or change the one of that name. It gets what fires from now on.

    Returns
    -------
    Result
        As ``channels``.

    Raises
    ------
    UsageError
        The settings do not make a channel of that kind; the sentence says which.
    BadInput
        The document of the channels is damaged.
    StorageFailed
        The disk refused.
    """
    channel = _checked(request)
    folder = AlertsFolder.of(workspace)
    with folder.changing("set a channel"):
        kept = [each for each in stored_channels(folder) if each.name != channel.name]
        _save(folder, [*kept, channel])
    return channels(workspace)


def remove_channel(workspace: Workspace, request: RemoveChannelRequest) -> Result:
    """Remove a channel; what it has not got yet is not delivered to it.

    Raises
    ------
    UnknownName
        There is none of that name.
    """
    folder = AlertsFolder.of(workspace)
    known = stored_channels(folder) if folder.exists else []
    if request.name not in {each.name for each in known}:
        names = ", ".join(each.name for each in known) or "—"
        raise UnknownName(kind="channel", kind_zh="渠道", name=request.name, known=names)
    with folder.changing("remove a channel"):
        _save(folder, [each for each in stored_channels(folder) if each.name != request.name])
    return channels(workspace)


def channels(workspace: Workspace, request: ChannelsRequest = ChannelsRequest()) -> Result:  # noqa: ARG001
    """The channels: rows ``name, via, target, lang, waiting, last_delivered, failure_*``; the page is always one.

    ``waiting``: how many firings it has not got yet, tried again at the next check.
    """
    folder = AlertsFolder.of(workspace)
    past = Journal(folder).read()
    rows: list[dict[str, Any]] = [{"name": "page", "via": "page", "waiting": 0}]
    for channel in stored_channels(folder):
        mine = [attempt for attempt in past.attempts if attempt.channel == channel.name]
        failure = mine[-1].failure if mine else None
        rows.append({
            "name": channel.name, "via": channel.kind, "target": channel.target, "lang": channel.lang,
            "waiting": len(past.undelivered(channel.name)),
            "last_delivered": max((attempt.at for attempt in mine if attempt.failure is None), default=None),
            "failure_zh": failure.zh if failure else None, "failure_en": failure.en if failure else None,
        })  # fmt: skip
    schema = {
        "name": pl.String(), "via": pl.String(), "target": pl.String(), "lang": pl.String(), "waiting": pl.Int64(),
        "last_delivered": pl.Datetime("us", "UTC"), "failure_zh": pl.String(), "failure_en": pl.String(),
    }  # fmt: skip
    return Result(pl.DataFrame(rows, schema=schema), warnings=past.notes)


def stored_channels(folder: AlertsFolder) -> list[Channel]:
    """The channels of a folder.

    Raises
    ------
    BadInput
        Their document is damaged.
    """
    return folder.load(_FILE, lambda document: [Channel.from_json(row) for row in document.get("channels", [])])


def _save(folder: AlertsFolder, wanted: list[Channel]) -> None:
    folder.save(_FILE, {"channels": [each.to_json() for each in sorted(wanted, key=lambda each: each.name)]})


def _checked(request: SetChannelRequest) -> Channel:
    if not _NAME.fullmatch(request.name) or request.name == "page":
        raise UsageError(
            reason=f"'{request.name}' cannot be the name of a channel: use one word of letters, digits, - and _, other than 'page'.",
            reason_zh=f"“{request.name}”不能作为渠道名称：请用文字、数字、- 或 _ 组成的一个词，page 除外。",
        )
    if request.kind == "file":
        return Channel(request.name, "file", request.lang, path=_path(request.path))
    if request.kind == "webhook":
        return Channel(request.name, "webhook", request.lang, url=_url(request.url))
    return Channel(request.name, "email", request.lang, email=_email(request.email))


def _path(path: Path | None) -> str:
    if path is None or path.suffix.lower() not in _ENDINGS:
        raise UsageError(
            reason="A file channel needs a path whose name ends in .jsonl or .ndjson; lines are appended to it.",
            reason_zh="文件渠道需要以 .jsonl 或 .ndjson 结尾的路径，内容逐行追加。",
        )
    whole = path.expanduser().absolute()
    if whole.is_dir() or not whole.parent.is_dir():
        raise UsageError(
            reason=f"{path} cannot be written: it is a folder, or lies in a folder that does not exist.",
            reason_zh=f"无法写入 {path}：它是文件夹，或所在的文件夹不存在。",
        )
    return str(whole)


def _url(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        valid = False
    if not valid or re.search(r"\s", url.strip()):
        raise UsageError(
            reason="A webhook needs an address that begins with http:// or https:// and names a host.",
            reason_zh="webhook 需要以 http:// 或 https:// 开头并写明主机的地址。",
        )
    return url.strip()


def _email(given: EmailSettings) -> EmailSettings:
    wrong = [text for text in (given.sender, *given.to) if not _ADDRESS.fullmatch(text)]
    if not given.host or re.search(r"[\s/@]", given.host) or not given.to or wrong:
        said = f": {wrong[0]!r}" if wrong else ""
        raise UsageError(
            reason=f"E-mail needs a mail server, a sender and at least one recipient, as plain addresses{said}.",
            reason_zh=f"电子邮件需要邮件服务器、发件人和至少一个收件人，均写成普通地址{said}。",
        )
    if not 0 <= given.port < 1 << 16:
        raise UsageError(reason=f"{given.port} is no port.", reason_zh=f"{given.port} 不是端口号。")
    if given.user and not _SECRET.fullmatch(given.password_env):
        raise UsageError(
            reason="Name the environment variable that holds the password; it begins with LIANGRONG_.",
            reason_zh="请写明存放密码的环境变量名，须以 LIANGRONG_ 开头。",
        )
    if given.user and given.security == "none" and given.host not in LOOPBACK:
        raise UsageError(
            reason="A password is not sent over an open connection: use starttls or tls.",
            reason_zh="不会通过未加密的连接发送密码：请用 starttls 或 tls。",
        )
    port = given.port or _PORTS[given.security]
    return EmailSettings(given.host, port, given.security, given.user, given.password_env, given.sender, given.to)
