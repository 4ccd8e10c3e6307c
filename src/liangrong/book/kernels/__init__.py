"""Compiled loops over the columns of a partition; what they mean stands in the modules that call them.

Start with ``revaluation.py``.
"""
