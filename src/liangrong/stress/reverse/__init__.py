"""Reverse stress: not what a fall does, but which fall does what is asked.

Start with ``search.py``.
"""
