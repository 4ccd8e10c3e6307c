"""Numbers held against each other: equations between the figures of a sentence and of a document, and slips of units.

Start with ``checks.py``.
"""
