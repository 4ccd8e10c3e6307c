"""A checked text as it is shown: the text as it was handed in, marked where claims stand, and what became of them.

Start with ``marks.py``.
"""
