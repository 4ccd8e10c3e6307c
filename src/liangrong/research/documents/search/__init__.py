"""Search: from what somebody types to the documents that hold it, best first, with the places marked.

Start with ``search.py``.
"""
