"""Past crises as they could have been forecast: with what was known on the day before, against what came.

Start with ``forecasting.py``.
"""
