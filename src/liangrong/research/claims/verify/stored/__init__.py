"""Claims against stored data, as far as they are known at one point of view.

Start with ``checks.py``.
"""
