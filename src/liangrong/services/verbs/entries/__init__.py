"""The verbs, by what they are about.

Start with ``market.py``.
"""
