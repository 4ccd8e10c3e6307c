"""An endpoint that speaks the OpenAI interface: where it is and how it is asked; it is told findings and no more."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from liangrong.core.errors import LiangrongError, UsageError
from liangrong.research.reports.narrator.messages import Message

__all__ = ["KEY", "MODEL", "URL", "Endpoint", "NarratorFailed", "named_endpoint"]

URL: Final = "LIANGRONG_NARRATOR_URL"
MODEL: Final = "LIANGRONG_NARRATOR_MODEL"
KEY: Final = "LIANGRONG_NARRATOR_KEY"
_TIMEOUT_S: Final = 60.0
_LONGEST: Final = 20_000
"""Characters of an answer that are read: a passage around findings is much shorter."""


class NarratorFailed(LiangrongError, OSError):
    """The endpoint gave no text. Details: reason (and reason_zh)."""

    code = "narrator_failed"
    exit_code = 5
    zh = "叙述模型没有给出文字：{reason}。"
    en = "The narrator gave no text: {reason}."
    hint_zh = "报告不依赖它；去掉叙述选项即可。"
    hint_en = "Reports do without it: leave the narrator out."


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is asked.

    Parameters
    ----------
    url
        The base address, such as ``http://127.0.0.1:11434/v1``; ``/chat/completions`` is appended.
    key
        Sent as a bearer token where it is not empty; never printed.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)

    def complete(self, messages: Sequence[Message]) -> str:
        """The text of the model.

        Raises
        ------
        NarratorFailed
            There is no answer, or none that can be read.
        """
        import httpx2

        headers = {"authorization": f"Bearer {self.key}"} if self.key else {}
        body = {"model": self.model, "messages": list(messages), "temperature": 0}
        try:
            with httpx2.Client(timeout=_TIMEOUT_S, follow_redirects=False) as client:
                answer = client.post(f"{self.url.rstrip('/')}/chat/completions", json=body, headers=headers)
        except httpx2.TimeoutException as error:
            raise NarratorFailed(reason=f"no answer within {_TIMEOUT_S:g} s", reason_zh=f"{_TIMEOUT_S:g} 秒内没有回答") from error
        except (httpx2.RequestError, httpx2.InvalidURL) as error:
            raise NarratorFailed(reason="it cannot be reached", reason_zh="无法连接") from error
        if answer.status_code != httpx2.codes.OK:
            raise NarratorFailed(reason=f"it answered {answer.status_code}", reason_zh=f"返回了 {answer.status_code}")
        try:
            text = answer.json()["choices"][0]["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise NarratorFailed(reason="its answer cannot be read", reason_zh="回答无法读取") from error
        if not isinstance(text, str):
            raise NarratorFailed(reason="its answer has no text", reason_zh="回答中没有文字")
        return text[:_LONGEST]


def named_endpoint() -> Endpoint:
    """The endpoint that the environment names.

    Raises
    ------
    UsageError
        None is named, or its address is none.
    """
    url, model = os.environ.get(URL, "").strip(), os.environ.get(MODEL, "").strip()
    if not url or not model:
        raise UsageError(
            reason=f"no narrator is named; set {URL} (such as http://127.0.0.1:11434/v1) and {MODEL}, and {KEY} where it needs one.",
            reason_zh=f"没有设置叙述模型；请设置 {URL}（如 http://127.0.0.1:11434/v1）与 {MODEL}，需要密钥时再设 {KEY}。",
        )
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise UsageError(reason=f"{URL} is no address of http or https.", reason_zh=f"{URL} 不是 http 或 https 地址。")
    return Endpoint(url, model, os.environ.get(KEY, "").strip())
