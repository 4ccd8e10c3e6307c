"""The use cases of stress: scenarios put to a book, reverse stress, policies side by side, the cascade.

Start with ``run.py``.
"""
