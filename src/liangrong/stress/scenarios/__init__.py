"""Scenarios: functions from one market of a book to another, with a story, that can be put one after the other.

Start with ``scenario.py``.
"""
