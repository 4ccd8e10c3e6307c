"""Levels, changes, records, crossings, ratios and their comparisons, from frames to frames.

Pure: no store, no clock, no screen. Start with ``measures.py``, the menu.
"""
