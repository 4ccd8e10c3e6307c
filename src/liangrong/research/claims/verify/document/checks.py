"""The checks of this room, in the order in which they are believed."""

from __future__ import annotations

from typing import Final

from liangrong.research.claims.desk import Check
from liangrong.research.claims.verify.document.admissions import admissions_after
from liangrong.research.claims.verify.document.as_of import check_as_of
from liangrong.research.claims.verify.document.calendar_days import (
    check_named_sessions,
    check_session_counts,
    check_sessions_before,
    check_trading_days,
    check_weekdays,
)
from liangrong.research.claims.verify.document.column_relations import check_column_relations
from liangrong.research.claims.verify.document.comparisons import check_comparisons
from liangrong.research.claims.verify.document.conflicts import check_conflicts
from liangrong.research.claims.verify.document.counts import check_counts
from liangrong.research.claims.verify.document.drift import check_drift
from liangrong.research.claims.verify.document.effective_days import check_effective_days
from liangrong.research.claims.verify.document.fees import check_fees
from liangrong.research.claims.verify.document.grid_cells import check_grid_cells
from liangrong.research.claims.verify.document.grid_counts import check_grid_counts
from liangrong.research.claims.verify.document.grid_figures import check_grid_figures
from liangrong.research.claims.verify.document.grid_totals import check_grid_totals
from liangrong.research.claims.verify.document.grid_words import check_grid_words
from liangrong.research.claims.verify.document.headlines import check_headlines
from liangrong.research.claims.verify.document.list_lengths import check_list_lengths
from liangrong.research.claims.verify.document.mechanisms import check_mechanisms
from liangrong.research.claims.verify.document.orders import check_orders
from liangrong.research.claims.verify.document.partitions import check_partitions
from liangrong.research.claims.verify.document.ranks import check_ranks
from liangrong.research.claims.verify.document.row_quotes import check_row_quotes
from liangrong.research.claims.verify.document.sequences import check_sequences
from liangrong.research.claims.verify.document.signs import check_signs
from liangrong.research.claims.verify.document.summary_signs import check_summary_signs
from liangrong.research.claims.verify.document.table_orders import check_table_orders
from liangrong.research.claims.verify.document.table_words import check_table_words
from liangrong.research.claims.verify.document.worked_cases import check_worked_cases

__all__ = ["CHECKS"]

_FINDING: Final[tuple[Check, ...]] = (
    check_drift,
    check_headlines,
    check_column_relations,
    check_table_orders,
    check_orders,
    check_ranks,
    check_table_words,
    check_grid_figures,
    check_grid_totals,
    check_grid_counts,
    check_grid_cells,
    check_grid_words,
    check_row_quotes,
    check_sequences,
    check_partitions,
    check_list_lengths,
    check_counts,
    check_comparisons,
    check_conflicts,
    check_signs,
    check_summary_signs,
    check_as_of,
    check_weekdays,
    check_trading_days,
    check_session_counts,
    check_named_sessions,
    check_sessions_before,
    check_effective_days,
    check_mechanisms,
    check_worked_cases,
    check_fees,
)

CHECKS: Final[tuple[Check, ...]] = (*_FINDING, admissions_after(_FINDING))
"""What a text says is held against what the same text says elsewhere; the last one looks at what the others found."""
