"""Event studies: what a market measure did before and after dated events, against sessions without any. Start with ``policies.py``."""
