"""A language model beside the reports: where it is, and what becomes of its text.

Start with ``endpoint.py``.
"""
