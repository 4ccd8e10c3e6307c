"""The average maintenance ratio of the market on days on which it is not published yet, and how far to trust that.

Start with ``filtering.py``.
"""
