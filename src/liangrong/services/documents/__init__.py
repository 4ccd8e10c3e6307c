"""The document desk: files taken in, searched, followed and scored, beside a store.

Start with ``searching.py``.
"""
