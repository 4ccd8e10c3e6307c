"""One query through one connector: all its pages, archived before anything reads them, then parsed once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from liangrong.core.outcomes import Failed, FailureKind, Outcome
from liangrong.sources.fetcher import Batch, Fetcher, Query, RawPayload, Transport
from liangrong.sources.transport import TransportFailed

__all__ = ["fetch"]

_MAX_PAGES: Final = 1_000
"""Nothing we ask for has more than some 300 pages; an answer that announces more does not count pages as we do."""


def fetch(fetcher: Fetcher, query: Query, transport: Transport, archive: Callable[[RawPayload], None]) -> Outcome[Batch]:
    """Ask for every page of ``query``, archive each as it comes, and parse them together.

    Parameters
    ----------
    archive
        Called with each payload, in order, before the next page is asked for and before anything is parsed.

    Returns
    -------
    Outcome[Batch]
        ``Failed`` when a page does not come, comes twice, or there are more than anyone publishes; otherwise what the
        connector says. Pages that came are archived in every case.
    """
    try:
        payloads = [transport.send(fetcher.request(query))]
        archive(payloads[0])
        pages = fetcher.pages(payloads[0], query)
        if pages > _MAX_PAGES:
            return Failed(
                FailureKind.SCHEMA_CHANGED,
                f"{payloads[0].place} announces {pages:,} pages; at most {_MAX_PAGES:,} were expected",
                f"{payloads[0].place} 声称有 {pages:,} 页，预期不超过 {_MAX_PAGES:,} 页",
            )
        seen = {payloads[0].sha256: 1}
        for page in range(2, pages + 1):
            payload = transport.send(fetcher.request(query, page))
            archive(payload)
            earlier = seen.setdefault(payload.sha256, page)
            if earlier != page:
                return Failed(
                    FailureKind.DUPLICATED,
                    f"page {page} of {payload.place} is page {earlier} again",
                    f"{payload.place} 的第 {page} 页与第 {earlier} 页完全相同",
                )
            payloads.append(payload)
    except TransportFailed as error:
        return error.outcome()
    return fetcher.parse(payloads, query)
