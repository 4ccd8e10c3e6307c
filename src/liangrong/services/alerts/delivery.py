"""Bring what was told to the channels: each event once to each, what failed again at the next check."""

from __future__ import annotations

import json
import logging
import os
import ssl
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

from liangrong import __version__
from liangrong.core.errors import LiangrongError
from liangrong.core.results import Note
from liangrong.services.alerts.channels import LOOPBACK, Channel, ChannelKind
from liangrong.services.alerts.journal import Attempt, Event, Journal

if TYPE_CHECKING:
    from email.message import EmailMessage

    import httpx2

__all__ = ["DeliveryFailed", "deliver"]

_TIMEOUT_S: Final = 10.0
_ATTEMPTS: Final = 3
_ALTOGETHER_S: Final = 20.0
"""A webhook that is down may hold up a check by so much, and no more."""
_SILENT: Final = logging.NullHandler()


class DeliveryFailed(LiangrongError, OSError):
    """A channel did not take what it was sent. Details: channel, reason (and reason_zh)."""

    code = "delivery_failed"
    exit_code = 5
    zh = "没有送到“{channel}”：{reason}。"
    en = "Not delivered to '{channel}': {reason}."
    hint_zh = "下次检查预警时会再试；渠道设置见 liangrong alerts channels。"
    hint_en = "It is tried again at the next check; see `liangrong alerts channels`."


class _Transient(Exception):
    """An attempt that may go better in a moment."""

    def __init__(self, en: str, zh: str) -> None:
        self.note = Note(zh, en)
        super().__init__(en)


Sender: TypeAlias = Callable[[Channel, Sequence[Event]], Iterator[Event]]
"""Sends events in order and yields each as soon as it has arrived."""


def deliver(
    journal: Journal, channels: Sequence[Channel], *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> tuple[Note, ...]:
    """Send every channel what it still must get.

    An arrival is written down at once, so that after a death only what is not written down is sent again. A channel that fails is
    left alone until the next check.

    Returns
    -------
    tuple of Note
        One sentence for each channel that failed.
    """
    failures = []
    for channel in channels:
        waiting = journal.read().undelivered(channel.name)
        if not waiting:
            continue
        arrived: set[str] = set()
        try:
            for event in _SENDERS[channel.kind](channel, waiting):
                journal.append([Attempt(event.id, channel.name, now())])
                arrived.add(event.id)
        except DeliveryFailed as error:
            reason = Note(error.message("zh"), error.message("en"))
            first = next(event for event in waiting if event.id not in arrived)
            journal.append([Attempt(first.id, channel.name, now(), reason)])
            failures.append(reason)
    return tuple(failures)


def _to_file(channel: Channel, events: Sequence[Event]) -> Iterator[Event]:
    """Append lines; one that is there already, from a death before it was written down, is not written again."""
    path = Path(channel.path)
    try:
        there = _ids(path)
        for event in events:
            if event.id not in there:
                with path.open("a", encoding="utf-8") as file:
                    file.write(_payload(event) + "\n")
                    file.flush()
                    os.fsync(file.fileno())
            yield event
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DeliveryFailed(channel=channel.name, reason=f"{path.name} cannot be written ({reason})",
                             reason_zh=f"无法写入 {path.name}（{reason}）") from error  # fmt: skip


def _ids(path: Path) -> set[str]:
    found = set()
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
    for line in lines:
        try:
            found.add(str(json.loads(line)["id"]))
        except (ValueError, KeyError, TypeError):
            continue  # somebody else's line
    return found


def _to_webhook(channel: Channel, events: Sequence[Event]) -> Iterator[Event]:
    """Post each event as JSON; its id is the idempotency key."""
    import httpx2
    import stamina

    logging.getLogger("stamina").addHandler(_SILENT)
    try:
        is_near = urlsplit(channel.url).hostname in LOOPBACK  # a proxy from the environment cannot see it
        with httpx2.Client(timeout=_TIMEOUT_S, follow_redirects=False, trust_env=not is_near) as client:
            for event in events:
                for attempt in stamina.retry_context(on=_Transient, attempts=_ATTEMPTS, timeout=_ALTOGETHER_S, wait_max=2.0):
                    with attempt:
                        _post(client, channel, event)
                yield event
    except _Transient as error:
        raise DeliveryFailed(channel=channel.name, reason=error.note.en, reason_zh=error.note.zh) from error


def _post(client: httpx2.Client, channel: Channel, event: Event) -> None:
    import httpx2

    headers = {
        "Content-Type": "application/json; charset=utf-8", "User-Agent": f"liangrong/{__version__}", "Idempotency-Key": event.id,
    }  # fmt: skip
    try:
        with client.stream("POST", channel.url, content=_payload(event).encode(), headers=headers) as response:
            status = response.status_code
    except httpx2.TimeoutException:
        raise _Transient("no answer in time", "超时没有应答") from None
    except (httpx2.RequestError, httpx2.InvalidURL) as error:
        raise _Transient(f"the connection failed ({type(error).__name__})", f"连接失败（{type(error).__name__}）") from None
    if status >= 500 or status == 429:
        raise _Transient(f"it answered HTTP {status}", f"对方应答 HTTP {status}")
    if not 200 <= status < 300:
        raise DeliveryFailed(channel=channel.name, reason=f"it answered HTTP {status}", reason_zh=f"对方应答 HTTP {status}")


def _to_email(channel: Channel, events: Sequence[Event]) -> Iterator[Event]:
    """One message with everything that is due."""
    import smtplib

    given = channel.email
    password = os.environ.get(given.password_env, "") if given.user else ""
    if given.user and not password:
        raise DeliveryFailed(channel=channel.name, reason=f"the environment variable {given.password_env} is not set",
                             reason_zh=f"环境变量 {given.password_env} 未设置")  # fmt: skip
    try:
        if given.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                given.host, given.port, timeout=_TIMEOUT_S, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(given.host, given.port, timeout=_TIMEOUT_S)
        with server:
            if given.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if given.user:
                server.login(given.user, password)
            server.send_message(_message(channel, events))
    except (smtplib.SMTPException, OSError) as error:
        reason = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
        raise DeliveryFailed(channel=channel.name, reason=f"the mail server did not take it ({reason})",
                             reason_zh=f"邮件服务器没有接收（{reason}）") from error  # fmt: skip
    yield from events


def _message(channel: Channel, events: Sequence[Event]) -> EmailMessage:
    from email.message import EmailMessage
    from email.utils import format_datetime

    zh, texts = channel.lang == "zh", [event.text.text(channel.lang) for event in events]
    message = EmailMessage()
    more = f"（另有 {len(texts) - 1} 项）" if zh else f" (and {len(texts) - 1} more)"
    message["Subject"] = f"[liangrong] {' '.join(texts[0].split())}{more if len(texts) > 1 else ''}"
    message["From"], message["To"] = channel.email.sender, ", ".join(channel.email.to)
    message["Date"] = format_datetime(events[-1].at)
    message["Message-ID"] = f"<{events[0].id.replace(':', '.')}-{len(events)}.{channel.name.encode().hex()}@liangrong.invalid>"
    lines = [*texts, "", *(f"{event.id}  {event.condition}" for event in events), ""]
    message.set_content("\n".join(lines), cte="base64")  # not every server takes eight bits
    return message


def _payload(event: Event) -> str:
    """An event for programs; to whom else it goes is nobody's business."""
    told = {name: value for name, value in event.to_json().items() if name != "due"}
    return json.dumps(told, ensure_ascii=False, allow_nan=False)


_SENDERS: Final[dict[ChannelKind, Sender]] = {"file": _to_file, "webhook": _to_webhook, "email": _to_email}
