"""Abnormal moves and the margin facts that were public before them, against matched controls. Start with ``attribution.py``."""
