"""What preceded, followed or led what: attribution, events, lead and lag, factors; and the context around it."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note
from liangrong.services.verbs.verb import Verb

__all__ = ["ENTRIES"]

ENTRIES: Final = (
    Verb(
        "attribution",
        Note("异动之前的两融事实", "Margin facts before abnormal moves"),
        "attribution:attribution",
        command="attribution",
        sheet="attribution",
        example={"start": "2026-01-26"},
        slow=True,
    ),
    Verb(
        "moves",
        Note("异动", "Abnormal moves"),
        "attribution:moves",
        command="attribution",
        sheet="attribution",
        example={"start": "2026-01-26"},
        slow=True,
    ),
    Verb(
        "move",
        Note("一次异动", "One abnormal move"),
        "attribution:move",
        command="attribution --security --on",
        page="security",
        tool="security",
        sheet="attribution",
        example={"security": "003801.SZ", "on": "2026-01-28"},
        slow=True,
    ),
    Verb(
        "policies",
        Note("政策前后", "Before and after policies"),
        "event_studies:policies",
        command="event-study --events policies",
        sheet="event-study",
        slow=True,
    ),
    Verb(
        "breaches",
        Note("突破之后", "After breaches of a threshold"),
        "event_studies:breaches",
        command="event-study --events breaches",
        sheet="event-study",
        example={"percentile": "90%"},
        slow=True,
    ),
    Verb(
        "lead-lag",
        Note("领先滞后", "Lead and lag"),
        "lead_lag:lead_lag",
        command="lead-lag",
        sheet="lead-lag",
        example={"simulations": 20},
        slow=True,
    ),
    Verb(
        "factor",
        Note("因子检验", "Factor lab"),
        "factors:factor",
        command="factor",
        sheet="factor",
        example={"name": "buys_to_balance"},
        slow=True,
    ),
    Verb(
        "context",
        Note("外资与账户", "Foreign flows and accounts"),
        "context:context",
        command="context",
        page="overview",
        sheet="context",
    ),
)
"""In the order of the catalogue."""
