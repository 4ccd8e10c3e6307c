"""The heat note: readings of the signals with what earlier flags were worth, and the crowded names. Start with ``draft.py``."""
