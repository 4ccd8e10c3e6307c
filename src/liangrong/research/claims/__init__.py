"""Claims: what a text says, in figures and in words, and whether it is so.

Start with ``check.py``.
"""
