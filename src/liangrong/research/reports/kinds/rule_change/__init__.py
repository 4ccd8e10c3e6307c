"""A rule change explained: what changed, what it does to an account, which old contracts it spares. Start with ``effects.py``."""
