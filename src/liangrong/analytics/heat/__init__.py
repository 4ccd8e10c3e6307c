"""Signals of heat in the whole market: indicators, jumps of the balance, gauges of leverage, their composite. Start with ``menu.py``."""
