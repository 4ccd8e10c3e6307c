"""Cycles of leverage set side by side, and baskets of stocks in equal windows. Start with ``cycles.py``."""
