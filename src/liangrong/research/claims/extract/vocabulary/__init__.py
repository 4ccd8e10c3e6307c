"""The words of the margin market in both languages, as tables: metrics, scopes, cues of direction, kinds of saying.

Start with ``terms.py``.
"""
