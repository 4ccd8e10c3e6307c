"""What a change of the rules does: to the accounts of a book today, to new contracts, and over time as old contracts run off.

Start with ``policies.py``.
"""
