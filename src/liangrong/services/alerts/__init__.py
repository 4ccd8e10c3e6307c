"""What somebody watches, the conditions they want to be told of, and the telling.

Start with ``evaluation.py``.
"""
