"""The use cases of a book: where books lie, import, generation, description, revaluation.

Start with ``files.py``.
"""
