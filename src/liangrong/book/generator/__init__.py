"""A country's book that could be: accounts drawn at random so that their sums are those that are published.

Start with ``generator.py``.
"""
