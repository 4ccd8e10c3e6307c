"""From an article to its claims: which figure belongs to which metric, whose, when, against what.

Start with ``claims.py``.
"""
