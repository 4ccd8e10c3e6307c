"""The book: millions of credit accounts at once, in columns, by the same law as one account.

Start with ``columns.py``.
"""
