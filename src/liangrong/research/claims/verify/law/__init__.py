"""Claims against the rulebook, as it stood on the day that they speak of.

Start with ``checks.py``.
"""
