"""Readers: from the bytes of a file to its text, title, source and time, whatever the bytes want instead.

Start with ``reading.py``.
"""
