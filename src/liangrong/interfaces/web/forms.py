"""A form that was sent: its fields, and the file that came with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from liangrong.core.errors import UsageError

if TYPE_CHECKING:
    from fastapi import Request

__all__ = ["Form", "Upload", "read_form"]

_FIELDS: Final = 2000
"""Some hundred positions; more than that is a file."""
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LONGEST: Final = 80
"""Letters of a file's name that are shown."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a form.

    Parameters
    ----------
    name
        Its last part alone, without what cannot be printed.
    content
        Its bytes.
    """

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody filled in.

    Parameters
    ----------
    fields
        Name to values, in their order: a field that stands in every row comes once for each.
    uploads
        Field to the file in it; a field without one is left out.
    part
        The one part of the page that is wanted again, by its id; the whole page where it is empty.

    Examples
    --------
    >>> Form({"do": ("watch",), "scope": (" SSE ",)}).text("scope")
    'SSE'
    """

    fields: Mapping[str, tuple[str, ...]]
    uploads: Mapping[str, Upload] = field(default_factory=dict)
    part: str = ""

    def text(self, name: str, default: str = "") -> str:
        """A field as text; an empty one counts as not given."""
        values = self.fields.get(name, ())
        return (values[0].strip() if values else "") or default

    def all(self, name: str) -> tuple[str, ...]:
        """A field of every row."""
        return tuple(value.strip() for value in self.fields.get(name, ()))


async def read_form(request: Request) -> Form:
    """The form of a request, in either of the two encodings of browsers.

    Raises
    ------
    UsageError
        It is none, is broken, or has more fields than any page of ours.
    """
    from starlette.exceptions import HTTPException
    from starlette.formparsers import MultiPartException

    limit = request.headers.get("content-length", "")
    most = int(limit) if limit.isdigit() else 1 << 20
    try:
        async with request.form(max_files=1, max_fields=_FIELDS, max_part_size=most) as sent:
            fields: dict[str, tuple[str, ...]] = {}
            uploads = {}
            for name, value in sent.multi_items():
                if isinstance(value, str):
                    fields[name] = (*fields.get(name, ()), value.replace("\r\n", "\n"))
                elif content := await value.read():
                    uploads[name] = Upload(_shown(value.filename or ""), content)
    except (HTTPException, MultiPartException, UnicodeError, ValueError) as error:
        raise _broken() from error
    return Form(fields, uploads, request.headers.get("x-part", ""))


def _shown(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    return _UNPRINTABLE.sub("", last)[:_LONGEST] or "—"


def _broken() -> UsageError:
    return UsageError(
        reason="The form that was sent cannot be read; fill in the page and send it again.",
        reason_zh="收到的表单无法读取，请在页面上重新填写并提交。",
    )
