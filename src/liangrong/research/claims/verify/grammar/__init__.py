"""Relations that the grammar of a text spells out: from A to B, together, of it, times, on average.

Start with ``checks.py``.
"""
