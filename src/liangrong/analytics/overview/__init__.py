"""A session at a glance: figures with their place in history, and the histories behind them.

Start with ``cards.py``.
"""
