"""What a measure is called on a chart."""

from __future__ import annotations

from liangrong.analytics.measures import MEASURES
from liangrong.core.errors import Lang
from liangrong.research.tables.labels import heading

__all__ = ["measure_name"]


def measure_name(name: str, lang: Lang) -> str:
    """The measure's own title; that of a column of this name otherwise.

    Examples
    --------
    >>> measure_name("financing_balance_to_float_cap", "zh"), measure_name("financing_balance", "en")
    ('融资余额占流通市值比', 'financing balance')
    """
    known = MEASURES.get(name)
    return heading(name, lang) if known is None else known.zh if lang == "zh" else known.en
