"""``liangrong doctor``: is everything in order."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from liangrong.interfaces.cli.options import Options, both

__all__ = ["doctor"]


def doctor(
    *,
    online: Annotated[bool, Parameter(negative="", help=both("也询问各数据源", "also ask every source"))] = False,
    options: Options = Options(),  # noqa: B008
) -> int:
    """Examine the installation, the store, the calendar and, with --online, the sources; change nothing."""
    from liangrong.services.doctor import doctor as examine

    if online:
        from liangrong.sources.transport import HttpTransport

        with HttpTransport() as transport:
            answer = examine(options.folder, transport=transport)
    else:
        answer = examine(options.folder)
    options.output().show(answer)
    return 5 if "error" in answer.data["state"].to_list() else 0
