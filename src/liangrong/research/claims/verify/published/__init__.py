"""Figures that somebody published: a file of them is read, and claims are held against them.

Start with ``checks.py``.
"""
