"""The liquidation ladder: at which fall how much debt reaches the lines, and how much must be sold of what.

Start with ``samples.py``.
"""
