"""The status of HTTP that says what an error says."""

from __future__ import annotations

from typing import Final

from liangrong.core.errors import BadInput, ExtraMissing, LiangrongError, NotKnown, StorageFailed, UnknownName, UsageError

__all__ = ["status_of"]

_STATUS: Final[tuple[tuple[type[LiangrongError], int], ...]] = (
    (ExtraMissing, 501),
    (UnknownName, 404),
    (UsageError, 400),
    (NotKnown, 404),
    (BadInput, 422),
    (StorageFailed, 503),
)


def status_of(error: LiangrongError) -> int:
    """The status of an error; 500 for a bug of ours.

    Examples
    --------
    >>> status_of(NotKnown(reason="it is not known")), status_of(LiangrongError(reason="it broke"))
    (404, 500)
    """
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
