"""Stress: what happens to accounts, to a whole book and to the market when prices fall or a rule changes.

Start with ``scenarios/``.
"""
