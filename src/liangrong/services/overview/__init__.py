"""What a person wants to see in the morning: the figures of a session, their histories, and what changed.

Start with ``glance.py``.
"""
