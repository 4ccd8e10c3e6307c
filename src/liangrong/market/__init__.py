"""Market facts: the standard tables, what must hold between their cells, and a snapshot of one day.

Not here: where facts come from (``sources``), where they lie (``store``), what they mean (``analytics``).
Start with ``tables.py``.
"""
