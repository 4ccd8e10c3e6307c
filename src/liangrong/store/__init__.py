"""Where facts lie: Delta tables with two clocks, the raw archive, coverage.

Rows are only ever appended; a changed figure is a new vintage of the same key. Not here: what rows mean (``market``),
whether they are plausible (``market.acceptance``), where they come from (``sources``). Start with ``tables.py``.
"""
