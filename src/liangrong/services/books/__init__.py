"""Books of many accounts: made, imported, opened, described, valued, each against a store.

Start with ``files.py``.
"""
