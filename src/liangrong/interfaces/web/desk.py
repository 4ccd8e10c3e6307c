"""The desk of the dashboard: the one of the services, with what the server was started with."""

from __future__ import annotations

from liangrong.interfaces.web.settings import Settings
from liangrong.services.verbs.desk import Desk as AnyDesk

__all__ = ["Desk"]


class Desk(AnyDesk):
    """What pages and the REST interface ask; safe to use from several threads.

    Parameters
    ----------
    settings
        Which store.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings.store)
        self.settings = settings
