"""All pages, in the order of the navigation."""

from __future__ import annotations

from typing import Final

from liangrong.interfaces.web.pages.account import ACCOUNT
from liangrong.interfaces.web.pages.alerts import ALERTS
from liangrong.interfaces.web.pages.api import API
from liangrong.interfaces.web.pages.cascade import CASCADE
from liangrong.interfaces.web.pages.check import CHECK
from liangrong.interfaces.web.pages.data import DATA
from liangrong.interfaces.web.pages.document import DOCUMENT
from liangrong.interfaces.web.pages.documents import DOCUMENTS
from liangrong.interfaces.web.pages.heat import HEAT
from liangrong.interfaces.web.pages.ladder import LADDER
from liangrong.interfaces.web.pages.measure import MEASURE
from liangrong.interfaces.web.pages.overview import OVERVIEW
from liangrong.interfaces.web.pages.page import Page
from liangrong.interfaces.web.pages.policy import POLICY
from liangrong.interfaces.web.pages.report import REPORT
from liangrong.interfaces.web.pages.rules import RULES
from liangrong.interfaces.web.pages.search import SEARCH, SUGGESTIONS
from liangrong.interfaces.web.pages.security import SECURITY
from liangrong.interfaces.web.pages.shorts import SHORTS
from liangrong.interfaces.web.pages.structure import STRUCTURE
from liangrong.interfaces.web.pages.topic import TOPIC

__all__ = ["PAGES"]

PAGES: Final[tuple[Page, ...]] = (
    OVERVIEW,
    STRUCTURE,
    SECURITY,
    SHORTS,
    HEAT,
    LADDER,
    CASCADE,
    POLICY,
    RULES,
    ACCOUNT,
    CHECK,
    DOCUMENTS,
    REPORT,
    ALERTS,
    DATA,
    SEARCH,
    SUGGESTIONS,
    MEASURE,
    DOCUMENT,
    TOPIC,
    API,
)
